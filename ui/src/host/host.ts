// The one seam between the pages and the program: ask, watch, and say that the page is painted.
import type { Push, Refusal, Reply, UserAction } from "../generated/types";

export interface Host {
  /** Carries something out; rejects with a `Refusal` in words. */
  ask(action: UserAction): Promise<Reply>;
  /** Hears every change from now on, beginning with the view as it is. */
  watch(heard: (push: Push) => void): Promise<void>;
  /** Says that the first view stands on the screen. */
  painted(): void;
}

/** Whatever went wrong, as a refusal with a sentence. */
export function refusal(error: unknown): Refusal {
  if (typeof error === "object" && error !== null && "sentence" in error && typeof error.sentence === "string") {
    return error as Refusal;
  }
  return { code: "not-done", sentence: String(error) };
}
