// The windows on a host that plays back: what is asked, what is shown, what stays.
import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/svelte";
import { afterEach, describe, expect, it } from "vitest";
import Bell from "../bell/Bell.svelte";
import type { Reply } from "../generated/types";
import { FakeHost } from "../host/fake";
import Upcoming from "../sessions/Upcoming.svelte";
import Settings from "../settings/Settings.svelte";
import { feed, session, settingsView, upcoming, upcomingView } from "./views";

afterEach(cleanup);

function open(view = upcomingView({ sessions: [session({})] })): FakeHost {
  const host = new FakeHost(view);
  render(Upcoming, { host });
  return host;
}

describe("the upcoming window", () => {
  it("shows hostile text as text", async () => {
    open(upcomingView({ sessions: [session({ title: "<img src=x onerror=alert(1)>", wanted: ["<b>bold</b>"] })] }));
    expect(await screen.findByText("<img src=x onerror=alert(1)>")).toBeTruthy();
    expect(document.querySelector("img, .row b")).toBeNull();
  });

  const contacts = [{ channel: "Zulip", person: "Niko" }, { channel: "Discord", person: null }];
  /** A program that drafts a message for each contact, and answers everything else with `reply`. */
  function drafting(host: FakeHost, reply: Reply, change: Partial<Extract<Reply, { kind: "draft" }>> = {}) {
    host.answer = (action) =>
      action.do === "draft"
        ? { kind: "draft", channel: contacts[action.contact]?.channel ?? "", message: `Hi ${contacts[action.contact]?.channel}`, account: null, lately: null, ...change }
        : reply;
  }

  it("shows the message before it goes, to the chosen contact, in the person's own words", async () => {
    const host = open(upcomingView({ sessions: [session({ way: { kind: "ask", contacts, instructions: "" } })] }));
    drafting(host, { kind: "asked", channel: "Discord", message: "Hi there", copied: true });
    await fireEvent.click(await screen.findByTestId("ask"));
    expect(((await screen.findByTestId("ask-message")) as HTMLTextAreaElement).value).toBe("Hi Zulip");
    await fireEvent.click(screen.getAllByTestId("ask-on")[1]!);
    await waitFor(() => expect((screen.getByTestId("ask-message") as HTMLTextAreaElement).value).toBe("Hi Discord"));
    expect(screen.getByTestId("ask-how").textContent).toContain("Nothing is sent by itself");
    await fireEvent.input(screen.getByTestId("ask-message"), { target: { value: "Hi there" } });
    await fireEvent.click(screen.getByTestId("ask-send"));
    expect(host.asked.at(-1)).toEqual({ do: "ask", session: "f/talk", contact: 1, message: "Hi there", again: false });
    expect(screen.getByTestId("status").textContent).toContain("Message copied");
  });

  it("keeps what was written when another contact is chosen, and says what the account and the week mean", async () => {
    const host = open(upcomingView({ sessions: [session({ way: { kind: "ask", contacts, instructions: "" } })] }));
    drafting(host, { kind: "sending", channel: "Zulip" }, { account: "ada@example.org", lately: "You asked Niko yesterday." });
    await fireEvent.click(await screen.findByTestId("ask"));
    await fireEvent.input(await screen.findByTestId("ask-message"), { target: { value: "Mine" } });
    await fireEvent.click(screen.getAllByTestId("ask-on")[1]!);
    await waitFor(() => expect(host.asked.length).toBe(2));
    expect((screen.getByTestId("ask-message") as HTMLTextAreaElement).value).toBe("Mine");
    expect(screen.getByTestId("ask-how").textContent).toContain("account ada@example.org");
    expect(screen.getByTestId("ask-lately").textContent).toBe("You asked Niko yesterday.");
    await fireEvent.click(screen.getByTestId("ask-send"));
    expect(host.asked.at(-1)).toEqual({ do: "ask", session: "f/talk", contact: 1, message: "Mine", again: true });
  });

  it("says so when the message could not be copied, and shows it all the same", async () => {
    const host = open(upcomingView({ sessions: [session({ way: { kind: "ask", contacts, instructions: "" } })] }));
    drafting(host, { kind: "asked", channel: "Zulip", message: "Hi Niko", copied: false });
    await fireEvent.click(await screen.findByTestId("ask"));
    await fireEvent.click(await screen.findByTestId("ask-send"));
    expect(await screen.findByText("Hi Niko")).toBeTruthy();
    expect(screen.getByTestId("status").textContent).toContain("could not be put on the clipboard");
  });

  it("asks quietly whether a message was sent, and offers what the host has answered", async () => {
    const way = { kind: "ask" as const, contacts, instructions: "" };
    const host = open(upcomingView({ sessions: [session({ way, request: { state: "drafted", channel: "Zulip", at: 0, sending: false } })] }));
    await fireEvent.click(await screen.findByTestId("sent-yes"));
    expect(screen.queryByTestId("ask")).toBeNull();
    const asked = session({ way, request: { state: "asked", channel: "Zulip", at: 0, watched: true, waitlisted: false }, offer: { from: "Niko", host: "zoom.us", service: "Zoom", sealed: false, clipboard: false } });
    host.say({ push: "view", view: upcomingView({ sessions: [asked] }) });
    expect((await screen.findByTestId("offer")).textContent).toContain("Niko answered: use this link? Zoom, zoom.us");
    await fireEvent.click(screen.getByTestId("offer-refuse"));
    await fireEvent.click(screen.getByTestId("offer-use"));
    expect(host.asked).toEqual([
      { do: "sent", session: "f/talk", sent: true },
      { do: "answer-offer", session: "f/talk", accepted: false },
      { do: "answer-offer", session: "f/talk", accepted: true },
    ]);
  });

  it("opens an unknown host only after a yes", async () => {
    const host = open(upcomingView({ sessions: [session({ way: { kind: "public", service: null, host: "meet.example.org" } })] }));
    host.answer = (action) => (action.do === "join" && action.host === null ? { kind: "confirm-host", host: "meet.example.org", domain: "example.org", was: null } : { kind: "done" });
    await fireEvent.click(await screen.findByTestId("join"));
    await fireEvent.click(await screen.findByTestId("confirm-open"));
    await waitFor(() => expect(host.asked).toEqual([
      { do: "join", session: "f/talk", host: null },
      { do: "join", session: "f/talk", host: "meet.example.org" },
    ]));
  });

  it("keeps the pasted link in its field when it is refused", async () => {
    const host = open(upcomingView({ sessions: [session({})] }));
    host.answer = () => ({ code: "bad-link", sentence: "This link is not kept: no." });
    await fireEvent.click(await screen.findByTestId("have-link"));
    await fireEvent.input(screen.getByTestId("link-field"), { target: { value: "http://x" } });
    await fireEvent.click(screen.getByTestId("link-save"));
    expect((await screen.findByRole("alert")).textContent).toBe("This link is not kept: no.");
    expect((screen.getByTestId("link-field") as HTMLInputElement).value).toBe("http://x");
  });

  const at = (key: string, change = {}) => session({ key: `f/${key}`, title: key, ...change });
  const titles = () => screen.queryAllByTestId("session").map((row) => row.dataset.key);
  const press = (key: string, node: Element = document.body) => fireEvent.keyDown(node, { key });

  it("shows past sessions behind a link, and comes back", async () => {
    open(upcomingView({ sessions: [at("over", { ends: upcoming().now - 60_000 }), at("soon")] }));
    await waitFor(() => expect(titles()).toEqual(["f/soon"]));
    const link = screen.getByTestId("past");
    expect(link.textContent).toBe("1 past session");
    await fireEvent.click(link);
    expect(titles()).toEqual(["f/over"]);
    await press("p");
    expect(titles()).toEqual(["f/soon"]);
  });

  it("shows the sessions of one feed or one host", async () => {
    open(upcomingView({ feeds: [{ id: "f", title: "F" }, { id: "g", title: "G" }], sessions: [at("a"), at("b", { hosts: "Ada" }), at("c", { feed: "g" })] }));
    const from = await screen.findByTestId("from");
    await fireEvent.change(from, { target: { value: "h:Ada" } });
    expect(titles()).toEqual(["f/b"]);
    await fireEvent.change(from, { target: { value: "f:g" } });
    expect(titles()).toEqual(["f/c"]);
    await fireEvent.change(from, { target: { value: "" } });
    expect(titles().length).toBe(3);
  });

  it("is used by keys alone, but not while somebody types", async () => {
    const host = open(upcomingView({ sessions: [at("a"), at("b", { way: { kind: "public", service: "Zoom", host: "zoom.us" } })] }));
    await screen.findAllByTestId("session");
    await press("j");
    expect((document.activeElement as HTMLElement).dataset.key).toBe("f/a");
    await press("ArrowDown");
    const row = document.activeElement as HTMLElement;
    expect(row.dataset.key).toBe("f/b");
    await press("Enter", row);
    await press("c", row);
    await press("e", row);
    await press("b", row);
    expect(within(row).getByTestId("bell-panel")).toBeTruthy();
    await press(",");
    await press("/");
    expect(document.activeElement).toBe(screen.getByTestId("search"));
    await press("j", screen.getByTestId("search"));
    expect(document.activeElement).toBe(screen.getByTestId("search"));
    expect(host.asked).toEqual([
      { do: "join", session: "f/b", host: null },
      { do: "copy-session", session: "f/b" },
      { do: "add-to-calendar", session: "f/b" },
      { do: "show", window: "settings", session: null },
    ]);
    await press("2");
    expect(screen.getByTestId("filter-going").getAttribute("aria-pressed")).toBe("true");
  });

  it("lists its keys on a question mark", async () => {
    open();
    await screen.findAllByTestId("session");
    await press("?");
    expect(screen.getByText("Keys in this window")).toBeTruthy();
    await fireEvent.click(screen.getByTestId("keys-close"));
    await waitFor(() => expect(screen.queryByText("Keys in this window")).toBeNull());
  });

  it("says that a session was copied, shows its description, and why it was not", async () => {
    const host = open(upcomingView({ sessions: [session({ description: "About <b>this</b>" })] }));
    await fireEvent.click(await screen.findByTestId("more"));
    const panel = screen.getByTestId("more-panel");
    expect(panel.textContent).toContain("About <b>this</b>");
    await fireEvent.click(within(panel).getByTestId("copy"));
    await waitFor(() => expect(within(panel).getByRole("status").textContent).toBe("Copied."));
    host.answer = () => ({ code: "no-such-session", sentence: "It is gone." });
    await fireEvent.click(within(panel).getByTestId("calendar"));
    expect((await within(panel).findByRole("alert")).textContent).toBe("It is gone.");
    expect(within(panel).getByRole("status").textContent).toBe("");
  });

  it("takes a dropped address as a feed", async () => {
    const host = open();
    await screen.findAllByTestId("session");
    const drag = (text: string) => ({ dataTransfer: { types: ["text/uri-list"], getData: () => text } });
    await fireEvent.drop(document.body, drag("# a comment\r\nhttps://example.org/a.ics\r\n"));
    expect(host.asked).toEqual([{ do: "add-feed", address: "https://example.org/a.ics" }]);
    expect((await screen.findByTestId("feed-added")).textContent).toContain("Added https://example.org/a.ics");
    const hidden = (html: string) => ({ dataTransfer: { types: ["text/uri-list", "text/html"], getData: (kind: string) => (kind === "text/html" ? html : "") } });
    await fireEvent.drop(document.body, hidden("<a style='color: black'>file:///talks%20&amp;%20more.ics</a>"));
    await fireEvent.drop(document.body, hidden("<a>https://example.org/b.ics</a>"));
    await fireEvent.drop(document.body, hidden(""));
    expect(host.asked.slice(1)).toEqual([{ do: "add-feed", address: "file:///talks%20&%20more.ics" }]);
    host.answer = () => ({ code: "bad-address", sentence: "No." });
    await fireEvent.drop(document.body, drag("file:///a"));
    await waitFor(() => expect(screen.getByTestId("feed-added").textContent).toContain("No."));
  });

  it("leads from nothing to the first bell, and goes when that is done", async () => {
    const host = open(upcomingView({ feeds: [] }));
    const first = await screen.findByTestId("first-start");
    expect(within(first).queryByTestId("first-done")).toBeNull();
    await fireEvent.click(within(first).getByTestId("sample"));
    await fireEvent.click(within(first).getByTestId("first-ring"));
    await within(first).findByText("A notice should be on your screen.");
    await fireEvent.click(within(first).getAllByTestId("lead-remove")[0]!);
    expect(host.asked).toEqual([{ do: "add-sample" }, { do: "ring-the-bell" }, { do: "set", change: { leads: [0] } }]);
    host.say({ push: "view", view: upcomingView({ sessions: [session({})] }) });
    await waitFor(() => expect(first.textContent).toContain("✓ Series"));
    expect(titles()).toEqual(["f/talk"]);
    await fireEvent.click(within(first).getByTestId("first-done"));
    expect(screen.queryByTestId("first-start")).toBeNull();
  });

  it("says where another week begins", async () => {
    open(upcomingView({ firstDay: "monday", sessions: [at("a"), at("b", { day: "2021-04-04" }), at("c", { day: "2021-04-05" }), at("d", { day: "2021-04-06" }), at("e", { day: "2021-04-20" })] }));
    await screen.findAllByTestId("session");
    expect([...document.querySelectorAll(".week")].map((one) => one.textContent)).toEqual(["Next week", "In 3 weeks"]);
  });

  it("opens the topic link that is pressed, and the post", async () => {
    const topics = [{ label: "Slides", host: "example.org" }, { label: "Draft", host: "example.com" }];
    const host = open(upcomingView({ sessions: [session({ key: "f/other" }), session({ topics, hasPost: true })] }));
    await fireEvent.click(await screen.findByRole("button", { name: "Draft, opens example.com" }));
    await fireEvent.click(screen.getByRole("button", { name: "Slides, opens example.org" }));
    await fireEvent.click(screen.getByRole("button", { name: "Announcement" }));
    expect(host.asked).toEqual([
      { do: "open-topic", session: "f/talk", topic: 1 },
      { do: "open-topic", session: "f/talk", topic: 0 },
      { do: "open-post", session: "f/talk" },
    ]);
  });

  it("finds the search with / and keeps the focus over an update", async () => {
    const host = open();
    const field = await screen.findByTestId("search");
    await fireEvent.keyDown(window, { key: "/" });
    expect(document.activeElement).toBe(field);
    host.say({ push: "view", view: upcomingView({ sessions: [session({}), session({ key: "f/more", title: "More" })] }) });
    expect(await screen.findByText("More")).toBeTruthy();
    expect(document.activeElement).toBe(field);
  });

  it("says what to do without feeds, and when the program is gone", async () => {
    const host = open(upcomingView({ feeds: [] }));
    host.answer = () => ({ code: "bad-address", sentence: "This is not a feed address." });
    await fireEvent.input(await screen.findByTestId("feed-address"), { target: { value: "x" } });
    await fireEvent.click(screen.getByTestId("feed-add"));
    expect((await screen.findByTestId("refusal")).textContent).toBe("This is not a feed address.");
    host.say({ push: "gone" });
    expect(await screen.findByText(/not running any more/)).toBeTruthy();
  });
});

describe("a session's bell", () => {
  it("can be given times of its own, silenced and put off from its row", async () => {
    const own = session({ starts: upcoming().now + 3_600_000, leads: [10, 0], ownLeads: true });
    const host = open(upcomingView({ sessions: [own] }));
    await fireEvent.click(await screen.findByTestId("bell"));
    await fireEvent.click(screen.getAllByTestId("lead-remove")[0]!);
    await fireEvent.click(screen.getByTestId("feed-leads"));
    await fireEvent.click(screen.getByTestId("mute"));
    for (const button of screen.getAllByTestId("put-off")) await fireEvent.click(button);
    expect(host.asked).toEqual([
      { do: "session-leads", session: "f/talk", leads: [0] },
      { do: "session-leads", session: "f/talk", leads: null },
      { do: "mute", session: "f/talk", muted: true },
      { do: "snooze", session: "f/talk", until: "usual" },
      { do: "snooze", session: "f/talk", until: { before: 5 } },
      { do: "snooze", session: "f/talk", until: { before: 0 } },
    ]);
  });
});

describe("what has changed and what waits", () => {
  it("is said, listed and cleared", async () => {
    const changes = [{ key: "f/talk", at: upcoming().now - 120_000, words: "Moved to 13:00: A talk", more: "was 15:00" }];
    const host = open(upcomingView({ sessions: [session({ unusual: "an hour earlier than usual for you" })], changes, doNotDisturb: true }));
    expect((await screen.findByTestId("changes")).textContent).toContain("Moved to 13:00: A talk was 15:00 · 2 min ago");
    expect(screen.getByTestId("do-not-disturb").textContent).toContain("reminders wait");
    expect(screen.getByText("an hour earlier than usual for you")).toBeTruthy();
    await fireEvent.click(screen.getByTestId("clear-changes"));
    expect(host.asked).toEqual([{ do: "clear-changes" }]);
  });
});

describe("what was missed", () => {
  it("stays listed without its session and its feed, asks nothing when pressed or shown, and is cleared", async () => {
    const missed = [{ key: "f/dropped", title: "A dropped talk", starts: upcoming().now - 7_200_000, day: "2021-03-30", time: "12:00" }];
    const host = open(upcomingView({ sessions: [session({})], missed }));
    const section = within(await screen.findByRole("region", { name: "1 session you missed" }));
    const entry = section.getByRole("listitem");
    expect(entry.textContent).toBe("Today · Tuesday 30 March · 12:00 A dropped talk");
    await fireEvent.click(entry);
    host.say({ push: "show", session: "f/dropped" });
    host.say({ push: "view", view: upcomingView({ feeds: [], missed }) });
    expect(await screen.findByTestId("feed-add")).toBeTruthy();
    expect(screen.queryByTestId("session")).toBeNull();
    expect(host.asked).toEqual([]);
    await fireEvent.click(section.getByRole("button", { name: "Clear" }));
    expect(host.asked).toEqual([{ do: "clear-missed" }]);
    host.say({ push: "view", view: upcomingView() });
    await waitFor(() => expect(screen.queryByText("A dropped talk")).toBeNull());
  });
});

describe("the window that rings", () => {
  it("names what rings and why here, and takes the answer", async () => {
    const { now } = upcoming();
    const host = new FakeHost({ window: "bell", now, look: { theme: "system", textSize: 100, language: "en" }, snooze: 5, why: "No notification server is running.", sessions: [session({})] });
    render(Bell, { host });
    expect((await screen.findByTestId("ringing")).textContent).toContain("A talk");
    expect(screen.getByText("No notification server is running.")).toBeTruthy();
    await fireEvent.click(screen.getByTestId("snooze"));
    await fireEvent.click(screen.getByTestId("dismiss"));
    expect(host.asked).toEqual([{ do: "snooze", session: "f/talk", until: "usual" }, { do: "dismiss", session: "f/talk" }]);
  });
});

describe("the settings window", () => {
  it("asks for the zone of a schedule that names none, and of no other", async () => {
    const host = new FakeHost(settingsView({ allZones: ["Europe/Berlin", "Europe/Vienna"], feeds: [feed({ id: "a" }), feed({ id: "b", wantsZone: true })] }));
    render(Settings, { host });
    await fireEvent.change(await screen.findByTestId("feed-zone"), { target: { value: "Europe/Vienna" } });
    await fireEvent.change(screen.getByTestId("feed-zone"), { target: { value: "" } });
    const change = (zone: string | null) => ({ do: "set", change: { "feed-zone": { feed: "b", zone } } });
    expect(host.asked).toEqual([change("Europe/Vienna"), change(null)]);
  });

  it("changes leads at once and says why a change is refused", async () => {
    const host = new FakeHost(settingsView());
    render(Settings, { host });
    await fireEvent.click(await screen.findByTestId("nav-reminders"));
    await fireEvent.click(screen.getAllByTestId("lead-remove")[0]!);
    expect(host.asked).toEqual([{ do: "set", change: { leads: [0] } }]);
    host.answer = () => ({ code: "bad-setting", sentence: "Mend the settings file first." });
    await fireEvent.click(screen.getByTestId("quiet-on"));
    expect(host.asked.at(-1)).toEqual({ do: "set", change: { quiet: ["22:00", "07:00"] } });
    expect((await screen.findByTestId("refusal")).textContent).toBe("Mend the settings file first.");
  });

  it("finds and adds a time zone", async () => {
    const host = new FakeHost(settingsView());
    render(Settings, { host });
    await fireEvent.click(await screen.findByTestId("nav-zones"));
    await fireEvent.input(screen.getByTestId("zone-search"), { target: { value: "kolk" } });
    await fireEvent.click(await screen.findByTestId("zone-add"));
    expect(host.asked).toEqual([{ do: "set", change: { zones: ["Asia/Kolkata"] } }]);
  });
});
