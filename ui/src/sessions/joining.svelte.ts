// A window's dealings with sessions: joining with a question first, asking with a word after.
import { Live } from "../shared/live.svelte";
import type { SessionView, View } from "../generated/types";

export type UpcomingWindow = Extract<View, { window: "upcoming" }>;
export type BellWindow = Extract<View, { window: "bell" }>;
/** Whichever window sessions are joined from. */
export type AnyJoinLive = JoinLive<UpcomingWindow> | JoinLive<BellWindow>;

export class JoinLive<V extends UpcomingWindow | BellWindow> extends Live<V> {
  /** A host to be confirmed before it is opened. */
  confirming: { session: SessionView; host: string } | undefined = $state.raw(undefined);
  /** The message that was just written to a host, and whether it is on the clipboard. */
  sent: { message: string; copied: boolean } | undefined = $state.raw(undefined);

  async join(session: SessionView, host: string | null = null): Promise<void> {
    this.confirming = undefined;
    const reply = await this.ask({ do: "join", session: session.key, host });
    if (reply?.kind === "confirm-host") this.confirming = { session, host: reply.host };
  }

  async askHost(session: SessionView, contact: number): Promise<void> {
    const reply = await this.ask({ do: "ask", session: session.key, contact });
    if (reply?.kind === "asked") this.sent = reply;
  }
}
