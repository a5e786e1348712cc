// The list's decisions, and the words around it.
import { describe, expect, it } from "vitest";
import { ago, countdown, dayHeading, lead, length } from "../shared/words";
import { days, matches, onStrip } from "./list";
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
  const keys = (...args: [Parameters<typeof days>[2], string, string]) => days(view, now, ...args).map((day) => day.sessions.map((one) => one.key));

  it("leaves out what is over and groups the rest by day", () => {
    expect(keys("all", "", "")).toEqual([["f/now"], ["f/asked", "g/kept"]]);
  });
  it("shows requests, what one goes to, one feed, and what is searched for", () => {
    expect(keys("requests", "", "")).toEqual([["f/asked"]]);
    expect(keys("going", "", "")).toEqual([["f/asked", "g/kept"]]);
    expect(keys("all", "g", "")).toEqual([["g/kept"]]);
    expect(keys("all", "", "niko TALK")).toEqual(keys("all", "", ""));
    expect(keys("all", "", "nobody")).toEqual([]);
  });
  it("searches every word in topic, host, series and calls", () => {
    expect(matches(session({ wanted: ["Kotlin people"] }), "kotlin talk")).toBe(true);
    expect(matches(session({}), "talk kotlin")).toBe(false);
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
