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

/** Whether every word of the search stands in the topic, the host or the series. */
export function matches(session: SessionView, search: string): boolean {
  const hay = `${session.title} ${session.hosts} ${session.series} ${session.wanted.join(" ")}`.toLocaleLowerCase();
  return search.toLocaleLowerCase().split(/\s+/).every((word) => hay.includes(word));
}

/** The days to show: sessions that are not over, of the chosen kind and feed, that match the search. */
export function days(view: UpcomingView, now: number, filter: Filter, feed: string, search: string): Day[] {
  const found: Day[] = [];
  for (const session of view.sessions) {
    const past = session.ends <= now && !(session.cancelled && session.day >= view.today);
    const kind = filter === "all" || (filter === "going" ? isGoing(session) : isRequest(session));
    if (past || !kind || (feed !== "" && session.feed !== feed) || !matches(session, search)) continue;
    const last = found.at(-1);
    if (last?.day === session.day) last.sessions.push(session);
    else found.push({ day: session.day, sessions: [session] });
  }
  return found;
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
