// The list's decisions, and the words around it.
import { describe, expect, it, vi } from "vitest";
import { ago, countdown, dayHeading, lead, length } from "../shared/words.svelte";
import { blocks, days, everything, hosts, onStrip, prepare, weeksAhead, type Wanted } from "./list";
import type { SessionView } from "../generated/types";
import { session, upcoming } from "../test/views";

describe("the list", () => {
  const now = upcoming().now;
  const view = upcoming({
    sessions: [
      session({ key: "f/over", ends: now - 1, day: "2021-03-30" }),
      session({ key: "f/now", starts: now - 1, ends: now + 1, day: "2021-03-30" }),
      session({ key: "f/asked", day: "2021-03-31", request: { state: "asked", channel: "Zulip", at: now, watched: false, waitlisted: false } }),
      session({ key: "g/kept", feed: "g", day: "2021-03-31", way: { kind: "kept", service: "Zoom", host: "zoom.us", from: null, whose: null, opened: null, contacts: [] } }),
    ],
  });
  const keys = (wanted: Partial<Wanted>) => days(view, now, { ...everything, ...wanted }).map((day) => day.sessions.map((one) => one.key));

  it("leaves out what is over and groups the rest by day", () => {
    expect(keys({})).toEqual([["f/now"], ["f/asked", "g/kept"]]);
  });
  it("shows requests, what one goes to, one feed, and what is searched for", () => {
    expect(keys({ filter: "requests" })).toEqual([["f/asked"]]);
    expect(keys({ filter: "going" })).toEqual([["f/asked", "g/kept"]]);
    expect(keys({ feed: "g" })).toEqual([["g/kept"]]);
    expect(keys({ search: "niko TALK " })).toEqual(keys({}));
    expect(keys({ search: "nobody" })).toEqual([]);
  });
  it("is ready for a search before the first letter", () => {
    vi.useFakeTimers();
    let read = 0;
    const counted = () => ({ ...session({}), get title() { read += 1; return "Talk"; } });
    const many = Array.from({ length: 2_500 }, counted);
    prepare(many);
    const stop = prepare([counted()]);
    stop();
    vi.advanceTimersByTime(10_000);
    vi.useRealTimers();
    expect(read).toBe(2_500);
    expect(days(upcoming({ sessions: many }), now, { ...everything, search: "talk" }).flatMap((day) => day.sessions)).toHaveLength(2_500);
    expect(read).toBe(2_500);
  });
  it("searches every word in topic, host, series, place and calls", () => {
    const found = (change: Partial<SessionView>, search: string) => days(upcoming({ sessions: [session(change)] }), now, { ...everything, search }).length === 1;
    expect(found({ wanted: ["Kotlin people"] }, " kotlin  talk ")).toBe(true);
    expect(found({ place: "Hall 3" }, "hall")).toBe(true);
    expect(found({}, "talk kotlin")).toBe(false);
    expect(found({}, "  ")).toBe(true);
  });
  it("shows what is over when that is wanted, the last first", () => {
    const past = upcoming({ sessions: [session({ key: "a", ends: now - 9, day: "2021-03-29" }), session({ key: "b", ends: now - 5 }), session({ key: "c", ends: now - 1 }), session({ key: "d" })] });
    expect(days(past, now, { ...everything, past: true }).map((day) => day.sessions.map((one) => one.key))).toEqual([["c", "b"], ["a"]]);
  });
  it("offers the hosts of what is to come, if there are several", () => {
    expect(hosts(view, now)).toEqual([]);
    const others = [session({ hosts: "Zoé" }), session({ hosts: "Ada" }), session({ hosts: "Over", ends: now }), session({ hosts: "" })];
    expect(hosts(upcoming({ sessions: others }), now)).toEqual(["Ada", "Zoé"]);
    expect(days(upcoming({ sessions: others }), now, { ...everything, host: "Ada" })[0]?.sessions.length).toBe(1);
  });
  it("draws a long day in blocks", () => {
    const many = Array.from({ length: 45 }, (_, number) => session({ key: `f/${number}` }));
    const cut = blocks([{ day: "2021-03-30", sessions: many }, { day: "2021-03-31", sessions: [session({})] }]);
    expect(cut.map((block) => [block.id, block.first, block.sessions.length])).toEqual([
      ["2021-03-30/0", true, 20], ["2021-03-30/20", false, 20], ["2021-03-30/40", false, 5], ["2021-03-31/0", true, 1],
    ]);
  });
  it("counts weeks from the day on which they begin", () => {
    const [tuesday, sunday, monday] = ["2021-03-30", "2021-04-04", "2021-04-05"];
    expect([weeksAhead(tuesday, tuesday, 1), weeksAhead(sunday, tuesday, 1), weeksAhead(monday, tuesday, 1)]).toEqual([0, 0, 1]);
    expect([weeksAhead(sunday, tuesday, 0), weeksAhead("2021-03-28", tuesday, 0), weeksAhead("2021-03-28", tuesday, 1)]).toEqual([1, 0, -1]);
  });
  it("keeps a session inside its strip", () => {
    expect(onStrip(720, 60)).toEqual({ left: 50, width: (60 / 1440) * 100 });
    const late = onStrip(1430, 120);
    expect(late.left + late.width).toBeCloseTo(100);
    expect(onStrip(0, 1).width).toBe(1.5);
  });
});

describe("words", () => {
  it.each([
    [12 * 60_000, "Starts in 12 minutes"],
    [60_000, "Starts in 1 minute"],
    [59_000, "Starts in 59 seconds"],
    [1_000, "Starts in 1 second"],
    [0, "Running now"],
    [-5, "Running now"],
    [3 * 3_600_000, "Starts in 3 hours"],
    [3 * 86_400_000, "Starts in 3 days"],
  ])("counts %i ms down as “%s”", (millis, said) => expect(countdown(millis)).toBe(said));
  it.each([[30_000, "just now"], [180_000, "3 min ago"], [7_200_000, "2 h ago"], [90_000_000, "1 day ago"]])("%i ms ago is “%s”", (millis, said) => {
    expect(ago(millis)).toBe(said);
  });
  it("says lengths and leads shortly", () => {
    expect([length(45), length(60), length(90)]).toEqual(["45 min", "1 h", "1 h 30 min"]);
    expect([lead(0), lead(10), lead(120), lead(1440), lead(2880)]).toEqual(["at start", "10 min", "2 h", "1 day", "2 days"]);
  });
  it("names today and tomorrow by the person's calendar", () => {
    expect(dayHeading("2021-03-30", "2021-03-30")).toBe("Today · Tuesday 30 March");
    expect(dayHeading("2021-03-31", "2021-03-30")).toBe("Tomorrow · Wednesday 31 March");
    expect(dayHeading("2021-04-02", "2021-03-30")).toBe("Friday 2 April");
  });
});
