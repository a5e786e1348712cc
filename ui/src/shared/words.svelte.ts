// What the windows say: the sentences of the catalogue in the language that is set, and the formats around them.
import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";
import german from "../../../src-tauri/core/words/de/windows.ftl?raw";
import english from "../../../src-tauri/core/words/en/windows.ftl?raw";
import type { FeedView, Language, OfferView, RequestView } from "../generated/types";

function bundle(locale: string, words: string): FluentBundle {
  const made = new FluentBundle(locale, { useIsolating: false });
  made.addResource(new FluentResource(words));
  return made;
}

const locales: Record<Language, string> = { en: "en-GB", de: "de-DE" };
const bundles: Record<Language, FluentBundle> = { en: bundle(locales.en, english), de: bundle(locales.de, german) };

/** Until the first view says what is set, it is guessed from the desktop. */
let language: Language = $state(navigator.language.startsWith("de") ? "de" : "en");

/** From now on everything is said in that language. */
export function speak(set: Language): void {
  language = set;
}

/** The catalogue's id for each of several things; ids that are not named where they are said stand in such a record. */
export type Words<K extends string> = Readonly<Record<K, string>>;

/** Words that run from right to left, kept from turning round what stands beside them (Unicode Bidirectional Algorithm, 2.7). */
function isolated(words: FluentVariable): FluentVariable {
  const turns = typeof words === "string" && /\p{Script=Hebrew}|\p{Script=Arabic}|\p{Script=Syriac}|\p{Script=Thaana}|\p{Script=Nko}/u.test(words);
  // First strong isolate, pop directional isolate.
  return turns ? String.fromCodePoint(0x2068) + words + String.fromCodePoint(0x2069) : words;
}

/** A sentence of the catalogue; one that a language lacks or gets wrong is said in English, and fails a test. */
export function say(id: string, args: Record<string, FluentVariable> = {}): string {
  const filled = Object.fromEntries(Object.entries(args).map(([name, value]) => [name, isolated(value)]));
  for (const one of [language, "en"] as const) {
    const pattern = bundles[one].getMessage(id)?.value;
    const errors: Error[] = [];
    const said = pattern ? bundles[one].formatPattern(pattern, filled, errors) : id;
    if (pattern && errors.length === 0) return said;
    if (import.meta.env.MODE === "test") throw new Error(`“${id}” cannot be said in “${one}”: ${errors.join(", ") || "it is not there"}`);
  }
  return id;
}

/** Everything that can be chosen, each with its word. */
export function choices<K extends string>(words: Words<K>): [K, string][] {
  return (Object.keys(words) as K[]).map((id) => [id, say(words[id])]);
}

/** A length of time in few letters: `1 h`, `1 h 30 min`, `45 min`. */
export function length(total: number): string {
  const hours = Math.floor(total / 60);
  const rest = total % 60;
  if (hours === 0) return say("length-minutes", { n: rest });
  return rest === 0 ? say("length-hours", { n: hours }) : say("length-both", { hours, minutes: rest });
}

/** A lead in words: `10 min`, `1 h`, `at start`, `5 min after`. */
export function lead(total: number): string {
  if (total === 0) return say("lead-start");
  if (total < 0) return say("lead-after", { length: length(-total) });
  if (total % 1440 === 0) return say("lead-days", { n: total / 1440 });
  return length(total);
}

/** How long until a start: `Starts in 12 minutes`; seconds only in the last minute. */
export function countdown(millis: number): string {
  const seconds = Math.ceil(millis / 1000);
  if (seconds <= 0) return say("running-now");
  if (seconds < 60) return say("starts-in-seconds", { n: seconds });
  const total = Math.ceil(seconds / 60);
  if (total <= 90) return say("starts-in-minutes", { n: total });
  const hours = Math.round(total / 60);
  if (hours < 36) return say("starts-in-hours", { n: hours });
  return say("starts-in-days", { n: Math.round(hours / 24) });
}

/** How long ago: `just now`, `3 min ago`, `2 h ago`, `4 days ago`. */
export function ago(millis: number): string {
  const total = Math.floor(millis / 60_000);
  if (total < 1) return say("ago-now");
  if (total < 60) return say("ago-minutes", { n: total });
  const hours = Math.floor(total / 60);
  if (hours < 24) return say("ago-hours", { n: hours });
  return say("ago-days", { n: Math.floor(hours / 24) });
}

/** How long from now: `in 12 min`, `in 2 h`. */
export function ahead(millis: number): string {
  const total = Math.ceil(millis / 60_000);
  if (total <= 1) return say("ahead-minute");
  if (total < 90) return say("ahead-minutes", { n: total });
  if (total < 2160) return say("ahead-hours", { n: Math.round(total / 60) });
  return say("ahead-days", { n: Math.round(total / 1440) });
}

/** The state of a request in words, with its age. */
export function request(state: RequestView, now: number): string {
  const age = ago(now - state.at);
  switch (state.state) {
    case "drafted":
      return state.sending ? say("request-sending", { channel: state.channel }) : say("request-drafted", { channel: state.channel, ago: age });
    case "asked":
      return state.waitlisted ? say("request-waitlisted", { ago: age }) : say("request-asked", { channel: state.channel, ago: age });
    case "link-received":
      return say("request-link-received", { ago: age });
    case "declined":
      return say("request-declined", { ago: age });
    case "joined":
      return say("request-joined", { ago: age });
  }
}

/** Where a kept link is from: the session it came with, whose that was, and when it was last opened. */
export function kept(from: string | null, whose: string | null, opened: number | null, now: number): string {
  const words = from === null ? say("kept") : whose === null ? say("kept-same") : say("kept-from", { host: whose });
  return opened === null ? words : say("kept-opened", { kept: words, ago: ago(now - opened) });
}

/** What the host has answered, or what is on the clipboard. */
export function offered(offer: OfferView): string {
  if (offer.clipboard) return offer.service === null ? say("offer-clipboard-unknown") : say("offer-clipboard", { service: offer.service });
  const answered = offer.from ? say("answered", { who: offer.from }) : say("answered-host");
  if (offer.host === null) return offer.sealed ? say("offer-sealed", { answered }) : say("offer-no-link", { answered });
  return say("offer-link", { answered, place: offer.service ? `${offer.service}, ${offer.host}` : offer.host });
}

/** How a feed is, in two words. */
export function health(feed: FeedView, now: number): { words: string; tone: "ok" | "wait" | "bad" } {
  switch (feed.health) {
    case "well":
      return { words: say("health-well"), tone: "ok" };
    case "new":
      return { words: say("health-new"), tone: "wait" };
    case "stale":
      return { words: feed.checked === null ? say("health-stale-unknown") : say("health-stale", { ago: ago(now - feed.checked) }), tone: "wait" };
    case "failed":
      return { words: say("health-failed"), tone: "bad" };
    case "gone":
      return { words: say("health-gone"), tone: "bad" };
  }
}

/** What there is to know of a feed, in a line. */
export function standing(feed: FeedView, now: number): string {
  const parts = [feed.place];
  if (feed.health === "well" || feed.health === "stale") parts.push(say("sessions", { n: feed.sessions }));
  const checked = feed.checked === null ? "" : say("checked", { ago: ago(now - feed.checked) });
  const next = feed.next === null ? "" : say("next-check", { ahead: ahead(feed.next - now) });
  const poll = [checked, next].filter((part) => part).join(", ");
  if (poll) parts.push(poll);
  if (feed.health === "well" && feed.changed !== null && now - feed.changed > 3_600_000) parts.push(say("unchanged", { ago: ago(now - feed.changed) }));
  return parts.join(" · ");
}

/** A calendar day as a heading; `day` and `today` are `YYYY-MM-DD` on the person's calendar. */
export function dayHeading(day: string, today: string): string {
  const at = (text: string) => new Date(`${text}T00:00:00Z`);
  const date = new Intl.DateTimeFormat(locales[language], { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" }).format(at(day));
  const distance = Math.round((at(day).getTime() - at(today).getTime()) / 86_400_000);
  if (distance === 0) return say("day-today", { date });
  if (distance === 1) return say("day-tomorrow", { date });
  return date;
}

/** On which day weeks begin, from Sunday as 0: as set, or as the language of the desktop has it. */
export function firstDay(set: "monday" | "saturday" | "sunday" | "system"): number {
  if (set !== "system") return { sunday: 0, monday: 1, saturday: 6 }[set];
  try {
    const locale = new Intl.Locale(navigator.language) as Intl.Locale & { getWeekInfo?: () => { firstDay: number }; weekInfo?: { firstDay: number } };
    return ((locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay ?? 1) % 7;
  } catch {
    // A desktop without a language calls it “C”, which is none.
    return 1;
  }
}
