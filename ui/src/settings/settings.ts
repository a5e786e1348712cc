// The settings window's line to the program.
import type { View } from "../generated/types";
import type { Live } from "../shared/live.svelte";

export type SettingsLive = Live<Extract<View, { window: "settings" }>>;

/** The zones that match a search, at most eight: by name, spaces for underscores. */
export function findZones(all: string[], search: string): string[] {
  const wanted = search.trim().toLocaleLowerCase().replaceAll(" ", "_");
  return wanted === "" ? [] : all.filter((zone) => zone.toLocaleLowerCase().includes(wanted)).slice(0, 8);
}
