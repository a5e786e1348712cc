// Every control of the settings window: what is pressed or chosen, and the one request that follows.
import { cleanup, fireEvent, render, screen } from "@testing-library/svelte";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { SettingChange, SettingsView, UserAction } from "../generated/types";
import { FakeHost } from "../host/fake";
import Settings from "../settings/Settings.svelte";
import { feed, settingsView } from "./views";

afterEach(cleanup);

type Page = "feeds" | "reminders" | "joining" | "zones" | "appearance" | "general";
type Use = () => Promise<unknown>;
type Row = [control: string, page: Page, view: Partial<SettingsView>, use: Use, asked: UserAction];

const press = (id: string, number = 0): Use => () => fireEvent.click(screen.getAllByTestId(id)[number]!);
const pressNamed = (name: string): Use => () => fireEvent.click(screen.getByRole("button", { name }));
const put = (id: string, value: string): Use => () => fireEvent.change(screen.getByTestId(id), { target: { value } });
const set = (change: SettingChange): UserAction => ({ do: "set", change });

const feeds = [feed({}), feed({ id: "g", title: "Other" })];
const quiet: [string, string] = ["22:00", "07:00"];
const zones = ["Asia/Kolkata", "UTC"];

async function open(page: Page, view: Partial<SettingsView>): Promise<FakeHost> {
  const host = new FakeHost(settingsView(view));
  render(Settings, { host });
  await fireEvent.click(await screen.findByTestId(`nav-${page}`));
  return host;
}

describe("a control of the settings window", () => {
  it.each<Row>([
    ["check a feed now", "feeds", { feeds }, press("feed-check", 1), { do: "check", feed: "g" }],
    ["remove a feed", "feeds", { feeds }, press("feed-remove", 1), { do: "remove-feed", feed: "g" }],
    ["undo that", "feeds", { removed: [{ id: "g", title: "Other" }] }, press("feed-undo"), { do: "restore-feed", feed: "g" }],
    ["late minutes", "reminders", {}, put("late", "30"), set({ late: 30 })],
    ["late only to the start", "reminders", {}, put("late", "0"), set({ late: 0 })],
    ["snooze length", "reminders", {}, put("snooze-length", "15"), set({ snooze: 15 })],
    ["ring until I act", "reminders", {}, press("insist"), set({ insist: true })],
    ["tell changes no more", "reminders", {}, press("tell-changes"), set({ "tell-changes": false })],
    ["break through", "reminders", {}, press("break-through"), set({ "break-through": true })],
    ["quiet hours on", "reminders", {}, press("quiet-on"), set({ quiet: ["22:00", "07:00"] })],
    ["quiet hours from", "reminders", { quiet }, put("quiet-from", "23:30"), set({ quiet: ["23:30", "07:00"] })],
    ["quiet hours to", "reminders", { quiet }, put("quiet-to", "06:15"), set({ quiet: ["22:00", "06:15"] })],
    ["quiet hours off", "reminders", { quiet }, press("quiet-on"), set({ quiet: null })],
    ["ring the bell", "reminders", {}, press("ring-bell"), { do: "ring-the-bell" }],
    ["name", "joining", {}, put("name", "Ada"), set({ name: "Ada" })],
    ["own zone", "zones", {}, put("zone", "UTC"), set({ zone: "UTC" })],
    ["the machine’s zone", "zones", { zone: "UTC" }, put("zone", ""), set({ zone: null })],
    ["remove a zone", "zones", { zones }, pressNamed("Remove Asia/Kolkata"), set({ zones: ["UTC"] })],
    ["a loud bell", "reminders", {}, put("sound", "100"), set({ sound: 100 })],
    ["larger text", "appearance", {}, put("text-size", "150"), set({ "text-size": 150 })],
    ["weeks from Sunday", "appearance", {}, put("first-day", "sunday"), set({ "first-day": "sunday" })],
    ["German", "appearance", {}, put("language", "de"), set({ language: "de" })],
    ["dark", "appearance", {}, put("theme", "dark"), set({ theme: "dark" })],
    ["as the desktop", "appearance", { look: { theme: "light", textSize: 100, language: "en" } }, put("theme", "system"), set({ theme: "system" })],
    ["12 hours", "appearance", {}, put("hours", "12h"), set({ hours: "12h" })],
    ["24 hours", "appearance", { hours: "12h" }, put("hours", "24h"), set({ hours: "24h" })],
    ["start at login", "general", {}, press("start-at-login"), set({ "start-at-login": true })],
    ["start at login no more", "general", { startAtLogin: true }, press("start-at-login"), set({ "start-at-login": false })],
    ["a window at login", "general", {}, press("window-at-login"), set({ "window-at-login": true })],
    ["quit", "general", {}, pressNamed("Quit Sessionbell"), { do: "quit" }],
  ])("asks once: %s", async (_control, page, view, use, asked) => {
    const host = await open(page, view);
    await use();
    expect(host.asked).toEqual([asked]);
  });

  it("adds a usual lead, and one of a person’s own", async () => {
    const host = await open("reminders", {});
    await fireEvent.click(screen.getByTestId("lead-add"));
    await fireEvent.click(screen.getAllByTestId("lead-choose").find((one) => one.dataset.minutes === "60")!);
    expect(document.activeElement).toBe(screen.getByTestId("lead-add"));
    await fireEvent.click(screen.getByTestId("lead-add"));
    const own = screen.getByTestId("lead-own");
    await fireEvent.submit(own.closest("form")!);
    await fireEvent.input(own, { target: { value: "20" } });
    await fireEvent.submit(own.closest("form")!);
    expect(host.asked).toEqual([set({ leads: [10, 0, 60] }), set({ leads: [10, 0, 20] })]);
  });

  it("passes the focus on when what has it goes away", async () => {
    const host = await open("reminders", {});
    const [first, second] = screen.getAllByTestId("lead-remove");
    first!.focus();
    host.say({ push: "view", view: settingsView({ leads: [0] }) });
    await vi.waitFor(() => expect(document.activeElement).toBe(second));
    host.say({ push: "view", view: settingsView({ leads: [] }) });
    await vi.waitFor(() => expect(document.activeElement).toBe(screen.getByTestId("lead-add")));
  });

  it("adds a zone to those that are there", async () => {
    const host = await open("zones", { zones: ["UTC"] });
    await fireEvent.input(screen.getByTestId("zone-search"), { target: { value: "asia" } });
    await fireEvent.click(screen.getByTestId("zone-add"));
    expect(host.asked).toEqual([set({ zones: ["UTC", "Asia/Kolkata"] })]);
  });

  it("asks nothing while a time of the quiet hours is empty", async () => {
    const host = await open("reminders", { quiet });
    await put("quiet-from", "")();
    await put("quiet-to", "")();
    expect(host.asked).toEqual([]);
  });
});
