// Which key does what, unless somebody is typing.

/** Whether what is typed goes into a field. */
function isTyping(event: KeyboardEvent): boolean {
  const target = event.target;
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** Carries out what a key stands for; whether it did. Nothing while somebody types, holds a modifier, or a dialog is open. */
export function shortcut(event: KeyboardEvent, acts: Record<string, () => void>): boolean {
  if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return false;
  const act = Object.hasOwn(acts, event.key) ? acts[event.key] : undefined;
  act?.();
  return act !== undefined;
}

/** The session of the list that has the focus, or something in it. */
export function focusedRow(): HTMLElement | undefined {
  return document.activeElement?.closest<HTMLElement>("[data-testid='session']") ?? undefined;
}

/** The session before or after the one that has the focus gets it; without one, the first that is in sight. */
export function step(by: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-testid='session']")];
  const at = rows.findIndex((row) => row === focusedRow());
  const inSight = rows.findIndex((row) => row.getBoundingClientRect().top >= 0);
  const row = rows[at < 0 ? Math.max(inSight, 0) : at + by];
  row?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: "nearest" });
}
