// Keeps the focus near where it was when what has it goes away: nobody at a keyboard begins again from the top.

const reachable = "a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), [tabindex]";

/** From now on; answers how to stop. */
export function keepFocus(): () => void {
  /** What had the focus last, beside every dialog: it comes back from there. */
  let had: HTMLElement | undefined;
  /** What stood around it, the nearest first, and all that could have the focus, in order. */
  let around: Element[] = [];
  let order: HTMLElement[] = [];

  function focused(event: FocusEvent) {
    if (!(event.target instanceof HTMLElement) || event.target.closest("dialog")) return;
    had = event.target;
    around = [];
    for (let place = had.parentElement; place && place !== document.body; place = place.parentElement) around.push(place);
    order = [...document.querySelectorAll<HTMLElement>(reachable)];
  }

  /** Somebody has left it, rather than it them. */
  function left() {
    queueMicrotask(() => {
      if (had?.isConnected && document.activeElement === document.body) had = undefined;
    });
  }

  function near(gone: HTMLElement): HTMLElement | null {
    const at = order.indexOf(gone);
    const nearest = [...order.slice(at + 1), ...order.slice(0, Math.max(at, 0)).reverse()].filter((one) => one.isConnected);
    const place = around.find((one) => one.isConnected && (one.matches(reachable) || one.querySelector(reachable)));
    return place ? (nearest.find((one) => place.contains(one)) ?? place.querySelector<HTMLElement>(reachable)) : null;
  }

  const changes = new MutationObserver(() => {
    if (!had || document.activeElement !== document.body) return;
    const next = had.isConnected ? had : near(had);
    next?.focus({ preventScroll: true });
  });
  document.addEventListener("focusin", focused);
  document.addEventListener("focusout", left);
  changes.observe(document.body, { childList: true, subtree: true });
  return () => {
    changes.disconnect();
    document.removeEventListener("focusin", focused);
    document.removeEventListener("focusout", left);
  };
}
