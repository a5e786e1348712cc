// Decides which sessions the list shows and under which day.
import type { SessionView, UpcomingView } from "../generated/types";

export type Filter = "all" | "going" | "requests";

/** A day with its sessions, in order. */
export interface Day {
  day: string;
  sessions: SessionView[];
}

/** A request that is still open or was answered; joined ones are no longer requests. */
export function isRequest(session: SessionView): boolean {
  return session.request !== null && session.request.state !== "joined";
}

/** A session that the person can get into, or has asked to. */
export function isGoing(session: SessionView): boolean {
  return session.way.kind === "kept" || (session.request !== null && session.request.state !== "declined");
}

/** What is searched, of a session: made once for each that arrives. */
const hays = new WeakMap<SessionView, string>();

function hay(session: SessionView): string {
  let words = hays.get(session);
  if (words === undefined) {
    words = `${session.title} ${session.hosts} ${session.series} ${session.place} ${session.wanted.join(" ")}`.toLocaleLowerCase();
    hays.set(session, words);
  }
  return words;
}

/** Gets sessions ready to be searched, a while after they came: the first keystroke does not wait for it. Answers how to call it off. */
export function prepare(sessions: SessionView[]): () => void {
  let [at, timer] = [0, 0];
  const some = () => {
    const end = Math.min(at + 1_000, sessions.length);
    for (const session of sessions.slice(at, end)) hay(session);
    at = end;
    if (at < sessions.length) timer = window.setTimeout(some, 50);
  };
  timer = window.setTimeout(some, 500);
  return () => { clearTimeout(timer); };
}

/** Whether every word of the search stands in the topic, the host, the series, the place or what is looked for. */
function matches(session: SessionView, words: string[]): boolean {
  const all = hay(session);
  return words.every((word) => all.includes(word));
}

/** Which sessions are wanted. */
export interface Wanted {
  filter: Filter;
  /** Of one feed, by its id; empty: of all. */
  feed: string;
  /** Of one host; empty: of all. */
  host: string;
  search: string;
  /** Those that are over instead, the last first. */
  past: boolean;
}

export const everything: Wanted = { filter: "all", feed: "", host: "", search: "", past: false };

/** The days to show: sessions that are not over, or those that are, of the chosen kind, that match the search. */
export function days(view: UpcomingView, now: number, wanted: Wanted): Day[] {
  const found: Day[] = [];
  const words = wanted.search.toLocaleLowerCase().split(/\s+/).filter((word) => word !== "");
  for (const session of wanted.past ? view.sessions.toReversed() : view.sessions) {
    if (wanted.past ? session.ends > now : isOver(session, view, now)) continue;
    const kind = wanted.filter === "all" || (wanted.filter === "going" ? isGoing(session) : isRequest(session));
    if (!kind || (wanted.feed !== "" && session.feed !== wanted.feed) || (wanted.host !== "" && session.hosts !== wanted.host)) continue;
    if (words.length > 0 && !matches(session, words)) continue;
    const last = found.at(-1);
    if (last?.day === session.day) last.sessions.push(session);
    else found.push({ day: session.day, sessions: [session] });
  }
  return found;
}

/** A cancelled session is shown until its day is over. */
function isOver(session: SessionView, view: UpcomingView, now: number): boolean {
  return session.ends <= now && !(session.cancelled && session.day >= view.today);
}

/** The hosts of the sessions to come, by name; none if there is but one. */
export function hosts(view: UpcomingView, now: number): string[] {
  const found = new Set<string>();
  for (const session of view.sessions) if (session.hosts !== "" && session.ends > now) found.add(session.hosts);
  return found.size > 1 ? [...found].sort((a, b) => a.localeCompare(b)) : [];
}

/** Sessions drawn together, of one day. */
export interface Block {
  id: string;
  day: string;
  /** Whether the day begins with it. */
  first: boolean;
  sessions: SessionView[];
}

/** Sessions in a block at most. */
const together = 20;

/** The days cut into blocks small enough to be drawn between two frames. */
export function blocks(all: Day[]): Block[] {
  return all.flatMap((one) => {
    const cut: Block[] = [];
    for (let at = 0; at < one.sessions.length; at += together) {
      cut.push({ id: `${one.day}/${at}`, day: one.day, first: at === 0, sessions: one.sessions.slice(at, at + together) });
    }
    return cut;
  });
}

/** How many weeks a day lies after the week of `today`, where weeks begin on that day (0 is Sunday). */
export function weeksAhead(day: string, today: string, begins: number): number {
  const number = (text: string) => Math.round(new Date(`${text}T00:00:00Z`).getTime() / 86_400_000);
  // 1970-01-01 was a Thursday.
  const week = (text: string) => Math.floor((number(text) + 4 - begins) / 7);
  return week(day) - week(today);
}

/** Where a session stands on a strip of 24 hours, in percent; one that runs over midnight stops there. */
export function onStrip(minute: number, length: number): { left: number; width: number } {
  const left = (minute / 1440) * 100;
  return { left, width: Math.min(Math.max((length / 1440) * 100, 1.5), 100 - left) };
}

/** The present time of day on the clock of a zone, as the view's own strings have it. */
export function clockOf(millis: number, zone: string, hours: "24h" | "12h"): string {
  return new Intl.DateTimeFormat(hours === "24h" ? "en-GB" : "en-US", { hour: "numeric", minute: "2-digit", timeZone: zone }).format(millis);
}
