// A window's dealings with sessions: joining with a question first, asking with the message shown before.
import { Live } from "../shared/live.svelte";
import type { ContactView, SessionView, View } from "../generated/types";

export type UpcomingWindow = Extract<View, { window: "upcoming" }>;
export type BellWindow = Extract<View, { window: "bell" }>;
/** Whichever window sessions are joined from. */
export type AnyJoinLive = JoinLive<UpcomingWindow> | JoinLive<BellWindow>;

/** A message that is being written. */
export interface Draft {
  session: SessionView;
  contacts: ContactView[];
  /** Which of them, from 0. */
  contact: number;
  channel: string;
  message: string;
  /** The message as it was proposed. */
  usual: string;
  /** The account it is sent with; without one the chat is opened. */
  account: string | null;
  /** That the host was asked lately. */
  lately: string | null;
}

/** Who can be asked for a session's link. */
export function contactsOf(session: SessionView): ContactView[] {
  return session.way.kind === "ask" || session.way.kind === "kept" ? session.way.contacts : [];
}

/** Whether an answer is waited for. */
export function waits(session: SessionView): boolean {
  return session.request?.state === "drafted" || session.request?.state === "asked";
}

export class JoinLive<V extends UpcomingWindow | BellWindow> extends Live<V> {
  /** A host to be confirmed before it is opened. */
  confirming: { session: SessionView; host: string; domain: string; was: string | null } | undefined = $state.raw(undefined);
  /** The message that is being written. */
  draft: Draft | undefined = $state(undefined);
  /** The message that was just written to a host, and whether it is on the clipboard. */
  sent: { message: string; copied: boolean } | undefined = $state.raw(undefined);

  async join(session: SessionView, host: string | null = null): Promise<void> {
    this.confirming = undefined;
    const reply = await this.ask({ do: "join", session: session.key, host });
    if (reply?.kind === "confirm-host") this.confirming = { session, ...reply };
  }

  /** Shows the message for one of a session's contacts. */
  async write(session: SessionView, contact = 0): Promise<void> {
    const reply = await this.ask({ do: "draft", session: session.key, contact });
    if (reply?.kind === "draft") this.draft = { session, contacts: contactsOf(session), contact, ...reply, usual: reply.message };
  }

  /** Another contact: what the person has written stays. */
  async choose(contact: number): Promise<void> {
    const before = this.draft;
    if (!before) return;
    const reply = await this.ask({ do: "draft", session: before.session.key, contact });
    if (reply?.kind !== "draft") return;
    this.draft = { ...before, ...reply, contact, usual: reply.message, message: before.message === before.usual ? reply.message : before.message };
  }

  async send(): Promise<void> {
    const draft = this.draft;
    if (!draft) return;
    const reply = await this.ask({ do: "ask", session: draft.session.key, contact: draft.contact, message: draft.message, again: draft.lately !== null });
    if (!reply) return;
    this.draft = undefined;
    if (reply.kind === "asked") this.sent = reply;
  }
}
