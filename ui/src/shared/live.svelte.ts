// The program as a page sees it: the newest view, the time, and what the last request came to.
import { refusal, type Host } from "../host/host";
import type { Look, Refusal, Reply, UserAction, View } from "../generated/types";
import { keepFocus } from "./focus";
import { speak } from "./words.svelte";

export class Live<V extends View> {
  view: V | undefined = $state.raw(undefined);
  /** The program's clock, in milliseconds since 1970. */
  now = $state(0);
  /** Whether the program has gone away. */
  gone = $state(false);
  /** The session to bring into view, each time anew. */
  wanted: { session: string } | undefined = $state.raw(undefined);
  refused: { action: UserAction; refusal: Refusal } | undefined = $state.raw(undefined);
  #offset = 0;

  constructor(
    readonly host: Host,
    private readonly window: V["window"],
  ) {}

  /** Starts listening; answers how to stop the clock. */
  start(): () => void {
    let painted = false;
    void this.host.watch((push) => {
      if (push.push === "gone") this.gone = true;
      else if (push.push === "show") this.wanted = push.session === null ? undefined : { session: push.session };
      else if (push.view.window === this.window) {
        this.view = push.view as V;
        this.#offset = push.view.now - Date.now();
        this.tick();
        wear(push.view.look);
        if (!painted) {
          painted = true;
          requestAnimationFrame(() => requestAnimationFrame(() => {
            document.documentElement.dataset.painted = String(performance.timeOrigin + performance.now());
            this.host.painted();
          }));
        }
      }
    });
    const timer = setInterval(() => !document.hidden && this.tick(), 1000);
    const wake = () => !document.hidden && this.tick();
    document.addEventListener("visibilitychange", wake);
    const letFocusGo = keepFocus();
    return () => {
      letFocusGo();
      clearInterval(timer);
      document.removeEventListener("visibilitychange", wake);
    };
  }

  tick(): void {
    this.now = Date.now() + this.#offset;
  }

  /** Asks; a refusal is kept for the page to show, and answered as `undefined`. */
  async ask(action: UserAction): Promise<Reply | undefined> {
    try {
      const reply = await this.host.ask(action);
      this.refused = undefined;
      return reply;
    } catch (error) {
      this.refused = { action, refusal: refusal(error) };
      return undefined;
    }
  }
}

/** Puts on the colours, the size of text and the language that are set. */
function wear(look: Look): void {
  const page = document.documentElement;
  if (look.theme === "system") delete page.dataset.theme;
  else page.dataset.theme = look.theme;
  page.style.setProperty("--text-size", `${look.textSize}%`);
  page.lang = look.language;
  speak(look.language);
}
