// A host without a program behind it, for tests: it plays back views and records what it is asked.
import type { Push, Refusal, Reply, UserAction, View } from "../generated/types";
import type { Host } from "./host";

export class FakeHost implements Host {
  readonly asked: UserAction[] = [];
  answer: (action: UserAction) => Reply | Refusal = () => ({ kind: "done" });
  #heard: (push: Push) => void = () => {};

  constructor(private view: View) {}

  async ask(action: UserAction): Promise<Reply> {
    this.asked.push(action);
    const answer = this.answer(action);
    if ("code" in answer) throw answer;
    return answer;
  }

  async watch(heard: (push: Push) => void): Promise<void> {
    this.#heard = heard;
    heard({ push: "view", view: this.view });
  }

  painted(): void {}

  /** The program says something. */
  say(push: Push): void {
    this.#heard(push);
  }
}
