// Views to test with: plain ones, to be changed where a test cares.
import type { FeedView, SessionView, SettingsView, UpcomingView, View } from "../generated/types";

const now = Date.parse("2021-03-30T12:00:00Z");

export function session(change: Partial<SessionView>): SessionView {
  return {
    key: "f/talk", feed: "f", title: "A talk", series: "Series", hosts: "Niko", starts: now + 3_600_000, ends: now + 7_200_000, minutes: 60, day: "2021-03-30",
    time: "15:00", endTime: "16:00", hostTime: "09:00 ET", topics: [], hasPost: false, wanted: [], description: "", place: "", cancelled: false, tentative: false,
    movedFrom: null, way: { kind: "unstated" }, request: null, offer: null, unusual: null, leads: [10, 0], ownLeads: false, muted: false, autoOpen: false, snoozed: null, overlaps: [], ...change,
  };
}

export function upcoming(change: Partial<UpcomingView> = {}): UpcomingView {
  return {
    now, zone: "Europe/Berlin", today: "2021-03-30", hours: "24h", look: { theme: "system", textSize: 100, language: "en" }, firstDay: "system", leads: [10, 0], snooze: 5, feeds: [{ id: "f", title: "Series" }], checked: now - 180_000,
    heldUntil: null, paused: false, doNotDisturb: false, troubles: [], next: null, sessions: [], missed: [], changes: [], ...change,
  };
}

export function feed(change: Partial<FeedView>): FeedView {
  return {
    id: "f", title: "Series", place: "example.org", address: "https://example.org/feed", leads: null, health: "well", sentence: "", sessions: 1,
    checked: now - 180_000, next: now + 180_000, changed: null, zone: null, wantsZone: false, offer: null, issues: [], issueCount: 0, ...change,
  };
}

export function settings(change: Partial<SettingsView> = {}): SettingsView {
  return {
    now, feeds: [], removed: [], leads: [10, 0], snooze: 5, late: 15, insist: false, sound: 60, breakThrough: false, tellChanges: true, quiet: null, look: { theme: "system", textSize: 100, language: "en" }, firstDay: "system", language: "system", canUndo: false, hours: "24h", zone: null, machineZone: "Europe/Berlin", zones: [], message: "Hi {host}", usualMessage: "Hi {host}", messageFields: ["{host}"], messageSample: "", accounts: [], nativeApps: false, secrets: "keyring", signIn: { state: "not" },
    allZones: ["Asia/Kolkata", "Europe/Berlin", "UTC"], name: "", startAtLogin: false, windowAtLogin: false, file: "settings.toml", version: "0", troubles: [], doctor: { checks: [], firings: [], outcomes: [] },
    ...change,
  };
}

export const upcomingView = (change: Partial<UpcomingView> = {}): View => ({ window: "upcoming", ...upcoming(change) });
export const settingsView = (change: Partial<SettingsView> = {}): View => ({ window: "settings", ...settings(change) });
