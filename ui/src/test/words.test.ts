// The catalogue of words: complete in every language, used as it is written, and nothing said beside it.
import { FluentResource } from "@fluent/bundle";
import { cleanup, render, screen } from "@testing-library/svelte";
import { parse } from "svelte/compiler";
import { afterEach, describe, expect, it, vi } from "vitest";
import german from "../../../src-tauri/core/words/de/windows.ftl?raw";
import english from "../../../src-tauri/core/words/en/windows.ftl?raw";
import { FakeHost } from "../host/fake";
import Upcoming from "../sessions/Upcoming.svelte";
import { ago, ahead, countdown, dayHeading, kept, lead, length, offered, say, speak } from "../shared/words.svelte";
import { session, upcomingView } from "./views";

const pages = import.meta.glob<string>("../../*.html", { query: "?raw", import: "default", eager: true });
const sources = import.meta.glob<string>(["../**/*.{svelte,ts}", "!../generated/**", "!../**/*.test.ts", "!./**"], { query: "?raw", import: "default", eager: true });

afterEach(() => {
  cleanup();
  speak("en");
});

/** A node of either syntax tree: of Svelte and script, or of Fluent. */
type Node = { type?: string } & Record<string, unknown>;

/** Everything below a node that is a node, with what stands above it, the nearest first. */
function* below(node: unknown, above: Node[] = []): Generator<[Node, Node[]]> {
  if (typeof node !== "object" || node === null) return;
  const inner = Array.isArray(node) ? above : [node as Node, ...above];
  if (!Array.isArray(node) && "type" in node) yield [node as Node, above];
  for (const value of Object.values(node)) yield* below(value, inner);
}

interface Message {
  id: string;
  pattern: string;
  variables: string[];
  attributes: string[];
}

function messages(source: string): Map<string, Message> {
  const variables = (pattern: unknown) => [...new Set([...below(pattern)].flatMap(([node]) => (node.type === "var" ? [String(node.name)] : [])))].sort();
  return new Map(
    new FluentResource(source).body.map(({ id, value, attributes }) => [
      id,
      { id, pattern: JSON.stringify([value, attributes]), variables: variables([value, attributes]), attributes: Object.keys(attributes) },
    ]),
  );
}

const catalogue = { en: messages(english), de: messages(german) };

/** Attributes that somebody reads or hears. */
const spoken = ["aria-label", "alt", "label", "placeholder", "problem", "title", "why"];
/** What may stand outside: the program's name, example addresses, and the name that a browser gives a key. */
const allowed = /^(Sessionbell|https:\/\/\S*|Escape)$/;

interface Found {
  said: { id: string; args: string[] | undefined }[];
  /** Ids that nobody can tell from the source. */
  unseen: string[];
  /** Words that stand outside the catalogue. */
  loose: string[];
}

function scan(name: string, source: string): Found {
  const text = name.endsWith(".ts") ? `<script lang="ts">${source}</script>` : source;
  const { fragment, instance, module } = parse(text, { modern: true });
  const all = [...below([fragment, instance, module])];
  const found: Found = { said: [], unseen: [], loose: [] };

  const isRecord = (node: Node) => (node.typeAnnotation as { typeAnnotation?: { typeName?: Node } } | undefined)?.typeAnnotation?.typeName?.name === "Words";
  const records = all.filter(([node]) => isRecord(node)).map(([node]) => node.name);
  const isSay = (node: Node) => node.type === "CallExpression" && (node.callee as Node).name === "say";
  /** Which ids stand where one is asked for. */
  function note(id: Node, args: string[] | undefined): void {
    if (id.type === "Literal") found.said.push({ id: String(id.value), args });
    else if (id.type === "ConditionalExpression") [id.consequent, id.alternate].forEach((one) => note(one as Node, args));
    else if (!(id.type === "MemberExpression" && records.includes((id.object as Node).name))) found.unseen.push(text.slice(Number(id.start), Number(id.end)));
  }

  for (const [node, above] of all) {
    if (isSay(node)) {
      const [id, args] = node.arguments as [Node, Node?];
      const given = (args?.properties as { key: Node; value: Node }[] | undefined) ?? [];
      note(id, given.map(({ key }) => String(key.name)).sort());
      for (const { value } of given) if (value.type === "Literal" && /\p{L}/u.test(String(value.value))) found.loose.push(String(value.value));
    }
    if (node.type === "VariableDeclarator" && isRecord(node.id as Node)) {
      for (const property of (node.init as Node).properties as { value: Node }[]) note(property.value, undefined);
    }

    const words = node.type === "Text" || node.type === "Literal" ? (node.data ?? node.value) : node.type === "TemplateElement" ? (node.value as { cooked: string }).cooked : undefined;
    if (typeof words !== "string" || !/\p{L}/u.test(words) || allowed.test(words.trim())) continue;
    // Neither a type nor a module's path is shown, and what is thrown speaks to who programs.
    if (above.some((one) => /^(TS|Import|Throw)/.test(one.type ?? ""))) continue;
    const attribute = above.find((one) => one.type === "Attribute");
    const place = !attribute || spoken.includes(String(attribute.name));
    const tag = above.findIndex((one) => one.type === "ExpressionTag");
    // What is compared, looked up or handed on is not shown where it stands.
    const used = above.slice(0, Math.max(tag, 0)).some((one) => /^(Binary|Member|Call|ArrowFunction)Expression$|^Property$/.test(one.type ?? ""));
    const shown = place && (node.type === "Text" || (tag >= 0 && !used));
    const sentence = node.type !== "Text" && (/\p{L}\p{L} +\p{L}|^\p{Lu}\p{Ll}/u.test(words) || (node.type === "TemplateElement" && /^\p{L}{3,}\s|\s\p{L}+(\s|$)/u.test(words)));
    if (shown || sentence) found.loose.push(words);
  }
  return found;
}

const scanned = Object.entries(sources).map(([name, source]) => ({ name, ...scan(name, source) }));

describe("the catalogue", () => {
  it.each([["en", english], ["de", german]] as const)("is understood to its last entry in “%s”, and names nothing twice", (language, source) => {
    const written = [...source.matchAll(/^[^\s#*[}].*?(?= =|$)/gm)].map(([id]) => id);
    expect(written).toEqual([...catalogue[language].keys()]);
    expect(written.filter((id) => !/^[a-z]+(-[a-z0-9]+)*$/.test(id))).toEqual([]);
  });

  it("says the same in every language, with the same variables and attributes", () => {
    const shape = (one: Map<string, Message>) => [...one.values()].map(({ id, variables, attributes }) => ({ id, variables, attributes }));
    expect(shape(catalogue.de)).toEqual(shape(catalogue.en));
  });

  it("is translated, but for names and words that both languages have", () => {
    const same = [...catalogue.en.values()].filter((one) => catalogue.de.get(one.id)?.pattern === one.pattern).map((one) => one.id);
    expect(same).toEqual(["ok", "from-feeds", "zone-time", "page-feeds", "details", "sign-in-zulip", "sign-in-matrix", "language-en", "language-de", "hours-24", "hours-12", "version"]);
  });
});

describe("the windows", () => {
  it("say only what is in the catalogue, with what it asks for", () => {
    const wrong = scanned.flatMap(({ name, said }) =>
      said.flatMap(({ id, args }) => {
        const message = catalogue.en.get(id);
        return message && (args === undefined ? message.variables.length === 0 : String(args) === String(message.variables)) ? [] : [`${name}: ${id}`];
      }),
    );
    expect(wrong).toEqual([]);
    expect(scanned.flatMap(({ name, unseen }) => unseen.map((one) => `${name}: ${one}`))).toEqual([]);
  });

  it("say everything that is in the catalogue", () => {
    const said = new Set(scanned.flatMap((one) => one.said.map(({ id }) => id)));
    expect([...catalogue.en.keys()].filter((id) => !said.has(id))).toEqual([]);
  });

  it("hold no words themselves", () => {
    expect(scanned.flatMap(({ name, loose }) => loose.map((words) => `${name}: ${words}`))).toEqual([]);
    for (const page of Object.values(pages)) expect(page.replace(/<[^>]*>/g, "").trim()).toBe("Sessionbell");
  });

  it.each<[what: keyof Found, name: string, source: string, found: unknown]>([
    ["loose", "a.svelte", "<p>Hello</p>", "Hello"],
    ["loose", "a.svelte", '<p>{yes ? "on" : ""}</p>', "on"],
    ["loose", "a.svelte", "<p>{`${n} items`}</p>", " items"],
    ["loose", "a.svelte", '<input placeholder="a name" />', "a name"],
    ["loose", "a.svelte", '<input aria-label={yes ? "name" : label} />', "name"],
    ["loose", "a.svelte", '<Setting why="because" />', "because"],
    ["loose", "a.ts", 'const said = "Hello";', "Hello"],
    ["loose", "a.ts", 'const said = { more: "nothing is wrong" };', "nothing is wrong"],
    ["loose", "a.ts", "const said = `${n} items`;", " items"],
    ["loose", "a.ts", 'say("bell", { leads: "none" });', "none"],
    ["unseen", "a.ts", "say(id);", "id"],
    ["said", "a.svelte", '<p>{say(yes ? "join" : "ask")}</p>', { id: "join", args: [] }],
    ["said", "a.ts", 'say("missed", { n });', { id: "missed", args: ["n"] }],
    ["said", "a.ts", 'const some: Words<Kind> = { a: "join" };', { id: "join", args: undefined }],
  ])("are seen through: %s, %s, %s", (what, name, source, found) => expect(scan(name, source)[what]).toContainEqual(found));

  it.each([
    ["a.svelte", '<button class="btn small" data-testid="a-b" onclick={() => set({ theme: "dark" })}>{a === "b" ? say("ok") : ""} · × {say("bell", { leads: a === "b" ? c : d })}</button><style>p { color: red; }</style>'],
    ["a.ts", '// A comment of words.\nimport a from "a b c";\ntype A = "Of words" | "b";\nconst b = document.querySelector(`[data-testid=\'${a}\']`) ?? `${b}px 0px` ?? "text/plain" ?? "https://name.example.org";'],
  ])("are not taken for words: %s", (name, source) => expect(scan(name, source)).toMatchObject({ loose: [], unseen: [] }));
});

describe("a sentence", () => {
  it("fails a test that asks for what is not there, or gives too little", () => {
    expect(() => say("no-such-id")).toThrow("“no-such-id” cannot be said in “en”: it is not there");
    expect(() => say("missed")).toThrow("“missed” cannot be said in “en”");
  });

  it("is said in English by the built program where a language lacks it or gets it wrong", async () => {
    vi.stubEnv("MODE", "production");
    vi.resetModules();
    vi.doMock("../../../src-tauri/core/words/de/windows.ftl?raw", () => ({ default: "ask = { $nobody } fragen\ncancel = Abbrechen" }));
    const built = await import("../shared/words.svelte");
    built.speak("de");
    expect([built.say("cancel"), built.say("ask"), built.say("join"), built.say("no-such-id")]).toEqual(["Abbrechen", "Ask to join", "Join", "no-such-id"]);
    vi.doUnmock("../../../src-tauri/core/words/de/windows.ftl?raw");
    vi.unstubAllEnvs();
  });

  it("is said anew when the language changes", async () => {
    const host = new FakeHost(upcomingView({ sessions: [session({})] }));
    render(Upcoming, { host });
    expect(await screen.findByText("Upcoming sessions")).toBeTruthy();
    const look = { theme: "system", textSize: 100, language: "de" } as const;
    host.say({ push: "view", view: upcomingView({ look, sessions: [session({})] }) });
    expect(await screen.findByText("Anstehende Treffen")).toBeTruthy();
    expect(screen.getByTestId("bell").textContent).toBe("Läutet: 10 Min., zum Beginn");
    expect(screen.getByText("Heute · Dienstag, 30. März")).toBeTruthy();
    expect([document.documentElement.lang, document.title]).toEqual(["de", "Anstehende Treffen"]);
  });
});

describe("German", () => {
  const inGerman = (said: () => string) => {
    speak("de");
    return said();
  };

  it.each<[words: string, said: () => string]>([
    ["1 verpasstes Treffen", () => say("missed", { n: 1 })],
    ["2 verpasste Treffen", () => say("missed", { n: 2 })],
    ["1.234 verpasste Treffen", () => say("missed", { n: 1234 })],
    ["1 Angabe in diesem Feed war nicht lesbar:", () => say("feed-issues", { n: 1 })],
    ["2 Angaben in diesem Feed waren nicht lesbar:", () => say("feed-issues", { n: 2 })],
    ["Nächste Woche", () => say("weeks-ahead", { n: 1 })],
    ["In 2 Wochen", () => say("weeks-ahead", { n: 2 })],
    ["Beginnt in 1 Sekunde", () => countdown(1_000)],
    ["Beginnt in 1 Minute", () => countdown(60_000)],
    ["Beginnt in 12 Minuten", () => countdown(12 * 60_000)],
    ["Beginnt in 3 Stunden", () => countdown(3 * 3_600_000)],
    ["Beginnt in 3 Tagen", () => countdown(3 * 86_400_000)],
    ["Läuft gerade", () => countdown(0)],
    ["gerade eben", () => ago(30_000)],
    ["vor 3 Min.", () => ago(180_000)],
    ["vor 1 Tag", () => ago(90_000_000)],
    ["vor 2 Tagen", () => ago(180_000_000)],
    ["in einer Minute", () => ahead(0)],
    ["in 2 Std.", () => ahead(7_200_000)],
    ["in 3 Tagen", () => ahead(3 * 86_400_000)],
    ["zum Beginn | 10 Min. | 5 Min. danach | 1 Std. 30 Min. | 1 Tag | 2 Tage", () => [0, 10, -5, 90, 1440, 2880].map(lead).join(" | ")],
    ["2 Std.", () => length(120)],
    ["Link aus dem Treffen von Ada · vor 3 Min. geöffnet", () => kept("A talk", "Ada", 0, 180_000)],
    ["Antwort von Niko: diesen Link verwenden? Zoom, zoom.us", () => offered({ from: "Niko", host: "zoom.us", service: "Zoom", sealed: false, clipboard: false })],
    ["Heute · Dienstag, 30. März", () => dayHeading("2021-03-30", "2021-03-30")],
    ["Morgen · Mittwoch, 31. März", () => dayHeading("2021-03-31", "2021-03-30")],
    ["Freitag, 2. April", () => dayHeading("2021-04-02", "2021-03-30")],
  ])("says “%s”", (words, said) => expect(inGerman(said)).toBe(words));

  it("keeps words that run the other way from turning round their neighbours", () => {
    speak("en");
    expect(say("overlaps", { titles: "שלום" })).toBe("overlaps with \u2068שלום\u2069");
    expect(say("overlaps", { titles: "Triage" })).toBe("overlaps with Triage");
  });
});
