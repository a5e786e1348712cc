// Generated from the Rust types by `cargo xtask codegen`. Do not edit.

export type UserAction = { "do": "join", 
/**
 * Which.
 */
session: string, 
/**
 * The host a person has agreed to open, after [`Reply::ConfirmHost`] named it.
 */
host: string | null, } | { "do": "draft", 
/**
 * Which.
 */
session: string, 
/**
 * Which of the session's contacts, from 0.
 */
contact: number, } | { "do": "ask", 
/**
 * Which.
 */
session: string, 
/**
 * Which of the session's contacts, from 0.
 */
contact: number, 
/**
 * In which words; `None`: those of the draft.
 */
message: string | null, 
/**
 * Even if the host was asked within the last seven days.
 */
again: boolean, } | { "do": "sent", 
/**
 * Which.
 */
session: string, 
/**
 * Whether it was.
 */
sent: boolean, } | { "do": "answer-offer", 
/**
 * Which.
 */
session: string, 
/**
 * Whether it is used.
 */
accepted: boolean, } | { "do": "look-at-clipboard" } | { "do": "sign-in", 
/**
 * With which.
 */
with: SignIn, } | { "do": "sign-out", 
/**
 * The account's name.
 */
account: string, } | { "do": "have-link", 
/**
 * Which.
 */
session: string, 
/**
 * As pasted.
 */
link: string, } | { "do": "forget-link", 
/**
 * Which.
 */
session: string, } | { "do": "decline", 
/**
 * Which.
 */
session: string, } | { "do": "withdraw", 
/**
 * Which.
 */
session: string, } | { "do": "open-topic", 
/**
 * Which.
 */
session: string, 
/**
 * Which link, from 0.
 */
topic: number, } | { "do": "open-post", 
/**
 * Which.
 */
session: string, } | { "do": "copy-session", 
/**
 * Which.
 */
session: string, } | { "do": "add-to-calendar", 
/**
 * Which.
 */
session: string, } | { "do": "snooze", 
/**
 * Which.
 */
session: string, 
/**
 * Until when.
 */
until: SnoozeUntil, } | { "do": "dismiss", 
/**
 * Which.
 */
session: string, } | { "do": "session-leads", 
/**
 * Which.
 */
session: string, 
/**
 * Minutes before the start; `None`: as its feed.
 */
leads: number[] | null, } | { "do": "mute", 
/**
 * Which.
 */
session: string, 
/**
 * Whether it is silent.
 */
muted: boolean, } | { "do": "auto-open", 
/**
 * Which.
 */
session: string, 
/**
 * Whether it opens.
 */
on: boolean, } | { "do": "add-feed", 
/**
 * As typed or pasted.
 */
address: string, } | { "do": "take-offer", 
/**
 * Which.
 */
feed: string, } | { "do": "remove-feed", 
/**
 * Which.
 */
feed: string, } | { "do": "restore-feed", 
/**
 * Which.
 */
feed: string, } | { "do": "check", 
/**
 * Which; `None`: all.
 */
feed: string | null, } | { "do": "pause", 
/**
 * How long.
 */
until: PauseUntil, } | { "do": "resume" } | { "do": "clear-missed" } | { "do": "clear-changes" } | { "do": "set", 
/**
 * To what.
 */
change: SettingChange, } | { "do": "undo-setting" } | { "do": "add-sample" } | { "do": "ring-the-bell" } | { "do": "show", 
/**
 * Which.
 */
window: WindowKind, 
/**
 * A session to put in view.
 */
session: string | null, } | { "do": "logged-in" } | { "do": "quit" };

export type PauseUntil = { "minutes": number } | "tomorrow";

export type WindowKind = "upcoming" | "settings" | "bell";

export type SettingChange = { "leads": number[] } | { "snooze": number } | { "late": number } | { "insist": boolean } | { "sound": number } | { "break-through": boolean } | { "tell-changes": boolean } | { "feed-leads": { 
/**
 * Which.
 */
feed: string, 
/**
 * In minutes before their start.
 */
leads: number[] | null, } } | { "quiet": [string, string] | null } | { "theme": Theme } | { "text-size": number } | { "language": LanguageChoice } | { "first-day": FirstDay } | { "hours": HourCycle } | { "zone": string | null } | { "zones": Array<string> } | { "name": string } | { "message": string } | { "native-apps": boolean } | { "secrets": SecretStore } | { "feed-name": { 
/**
 * Which.
 */
feed: string, 
/**
 * The new name.
 */
name: string, } } | { "feed-zone": { 
/**
 * Which.
 */
feed: string, 
/**
 * The zone's name.
 */
zone: string | null, } } | { "start-at-login": boolean } | { "window-at-login": boolean };

export type Reply = { "kind": "done" } | { "kind": "asked", 
/**
 * The place: “Zulip”.
 */
channel: string, 
/**
 * The message.
 */
message: string, 
/**
 * Whether it is really on the clipboard; else the person copies it from where it is shown.
 */
copied: boolean, } | { "kind": "sending", 
/**
 * The place: “Zulip”.
 */
channel: string, } | { "kind": "draft", 
/**
 * The place: “Zulip”.
 */
channel: string, 
/**
 * The message.
 */
message: string, 
/**
 * The account it would be sent with; `None`: the chat is opened, with the message at hand.
 */
account: string | null, 
/**
 * That the host was asked lately, as a sentence.
 */
lately: string | null, } | { "kind": "confirm-host", 
/**
 * The host's name.
 */
host: string, 
/**
 * The part of it that somebody has registered: who is really behind it.
 */
domain: string, 
/**
 * Whose sessions the link was for, if it came with another host's than this one.
 */
was: string | null, } | { "kind": "subscribed", 
/**
 * Which.
 */
feed: string, } | { "kind": "snoozed", 
/**
 * Milliseconds since 1970-01-01T00:00:00Z.
 */
until: number, };

export type RefusalCode = "no-such-session" | "no-such-feed" | "no-link" | "nobody-to-ask" | "asked-lately" | "bad-link" | "bad-address" | "already-subscribed" | "too-soon" | "too-late" | "bad-setting" | "not-done" | "no-agent";

export type Refusal = { 
/**
 * For the program.
 */
code: RefusalCode, 
/**
 * For the person: what is wrong and what to do.
 */
sentence: string, };

export type Theme = "system" | "light" | "dark";

export type Language = "en" | "de";

export type LanguageChoice = "system" | "en" | "de";

export type FirstDay = "system" | "monday" | "saturday" | "sunday";

export type Look = { 
/**
 * Colours.
 */
theme: Theme, 
/**
 * How large its text is, in percent of the usual size.
 */
textSize: number, 
/**
 * In which language everything is said.
 */
language: Language, };

export type HourCycle = "24h" | "12h";

export type Push = { "push": "view", 
/**
 * What to show from now on.
 */
view: View, } | { "push": "show", 
/**
 * Which.
 */
session: string | null, } | { "push": "gone" };

export type View = { "window": "upcoming" } & UpcomingView | { "window": "settings" } & SettingsView | { "window": "bell" } & BellView;

export type UpcomingView = { 
/**
 * The program's clock when this was built.
 */
now: number, 
/**
 * The person's zone: `Europe/Berlin`.
 */
zone: string, 
/**
 * Today in that zone: `2021-03-30`.
 */
today: string, 
/**
 * How times are written.
 */
hours: HourCycle, 
/**
 * What the window looks like.
 */
look: Look, 
/**
 * On which day weeks begin.
 */
firstDay: FirstDay, 
/**
 * When every session rings, in minutes before its start (negative: after it), longest first.
 */
leads: Array<number>, 
/**
 * Minutes of a snooze.
 */
snooze: number, 
/**
 * Subscribed feeds, in the person's order.
 */
feeds: Array<FeedChip>, 
/**
 * When a feed was last checked successfully, the newest of all.
 */
checked: number | null, 
/**
 * Until when reminders are held by a pause or quiet hours.
 */
heldUntil: number | null, 
/**
 * Whether that is a pause (can be ended) rather than quiet hours.
 */
paused: boolean, 
/**
 * Whether the desktop is on do-not-disturb, so that reminders wait.
 */
doNotDisturb: boolean, 
/**
 * What is wrong, most important first.
 */
troubles: Array<Trouble>, 
/**
 * The session to show on top: running, else next; never cancelled.
 */
next: NextView | null, 
/**
 * All known sessions from two weeks ago on, by start.
 */
sessions: Array<SessionView>, 
/**
 * Sessions whose reminders came too late to be shown, by start.
 */
missed: Array<MissedView>, 
/**
 * What has changed in the feeds lately, the newest first.
 */
changes: Array<ChangeView>, };

export type FeedChip = { 
/**
 * Which.
 */
id: string, 
/**
 * What it is called.
 */
title: string, };

export type Trouble = { 
/**
 * What kind, for tests and styling.
 */
code: TroubleCode, 
/**
 * What is wrong and what to do.
 */
sentence: string, };

export type TroubleCode = "no-notifications" | "stumbled" | "not-done" | "not-saved" | "secrets-not-kept" | "bad-settings" | "wrong-clock" | "feed-failed" | "feed-stale" | "no-tray";

export type NextView = { 
/**
 * Which.
 */
session: string, 
/**
 * Its time in the zones that matter: the host's, the person's, those added.
 */
zones: Array<ZoneLine>, };

export type ZoneLine = { 
/**
 * The city.
 */
city: string, 
/**
 * Whether it is the person's own.
 */
you: boolean, 
/**
 * The start there, written as set: `14:30`.
 */
time: string, 
/**
 * Minutes from midnight there to the start, 0 to 1,439.
 */
minute: number, 
/**
 * Days between the person's calendar day and this zone's, −1 to 1.
 */
day: number, 
/**
 * Length in minutes, for the strip.
 */
length: number, };

export type SessionView = { 
/**
 * Its key.
 */
key: string, 
/**
 * Its feed.
 */
feed: string, 
/**
 * Topic.
 */
title: string, 
/**
 * The series' name.
 */
series: string, 
/**
 * Who hosts it: “Niko & Ryan”; may be empty.
 */
hosts: string, 
/**
 * Start.
 */
starts: number, 
/**
 * End, published or assumed.
 */
ends: number, 
/**
 * Length in minutes as published; `None` if it is not.
 */
minutes: number | null, 
/**
 * The person's calendar day of the start: `2021-03-30`.
 */
day: string, 
/**
 * The start on the person's clock, written as set; empty for a whole day.
 */
time: string, 
/**
 * The published end on the person's clock; `None` if it is not published.
 */
endTime: string | null, 
/**
 * The start on the host's clock with its zone, if the host's zone is another: `14:30 ET`.
 */
hostTime: string | null, 
/**
 * Topic links: what each says, and the host it leads to.
 */
topics: Array<TopicView>, 
/**
 * Whether there is a post to open.
 */
hasPost: boolean, 
/**
 * What the host looks for.
 */
wanted: Array<string>, 
/**
 * Running text.
 */
description: string, 
/**
 * Where it takes place besides online; may be empty.
 */
place: string, 
/**
 * Whether it is cancelled.
 */
cancelled: boolean, 
/**
 * Whether its host is not sure yet.
 */
tentative: boolean, 
/**
 * Where it was before it moved, on the person's clock: `12:00`, or `Tue 12:00` for another day.
 */
movedFrom: string | null, 
/**
 * How to get in.
 */
way: WayView, 
/**
 * How far the request is.
 */
request: RequestView | null, 
/**
 * What the host has answered.
 */
offer: OfferView | null, 
/**
 * In the weeks in which the clocks of host and person differ from what is usual: “an hour earlier than usual for you”.
 */
unusual: string | null, 
/**
 * When it rings, in minutes before the start (negative: after it), longest first.
 */
leads: number[], 
/**
 * Whether those are its own, rather than its feed's.
 */
ownLeads: boolean, 
/**
 * Whether it is silent.
 */
muted: boolean, 
/**
 * Whether its meeting opens by itself at the start.
 */
autoOpen: boolean, 
/**
 * When a snooze rings.
 */
snoozed: number | null, 
/**
 * How many other sessions, of any feed, overlap it: their titles, at most three.
 */
overlaps: Array<string>, };

export type TopicView = { 
/**
 * What it says; short.
 */
label: string, 
/**
 * The host it leads to.
 */
host: string, };

export type WayView = { "kind": "public", 
/**
 * The service, if it is known.
 */
service: string | null, 
/**
 * The host it is on.
 */
host: string, } | { "kind": "kept", 
/**
 * The service, if it is known.
 */
service: string | null, 
/**
 * The host it is on.
 */
host: string, 
/**
 * The topic of the session it came with, if another.
 */
from: string | null, 
/**
 * Whose session that was, if another's than this one.
 */
whose: string | null, 
/**
 * When it was last opened.
 */
opened: number | null, 
/**
 * Who can be asked again.
 */
contacts: Array<ContactView>, } | { "kind": "ask", 
/**
 * Where, best first; may be empty.
 */
contacts: Array<ContactView>, 
/**
 * The host's own words.
 */
instructions: string, } | { "kind": "unstated" };

export type ContactView = { 
/**
 * The place: “Zulip”.
 */
channel: string, 
/**
 * Who answers there, if the feed says.
 */
person: string | null, };

export type RequestView = { "state": "drafted", 
/**
 * The place.
 */
channel: string, 
/**
 * When.
 */
at: number, 
/**
 * Whether it is on its way with the person's account; else only they know whether it was sent.
 */
sending: boolean, } | { "state": "asked", 
/**
 * The place.
 */
channel: string, 
/**
 * When.
 */
at: number, 
/**
 * Whether the answer is looked for.
 */
watched: boolean, 
/**
 * Whether the host has put the person on the waiting list.
 */
waitlisted: boolean, } | { "state": "link-received", 
/**
 * When.
 */
at: number, } | { "state": "declined", 
/**
 * When.
 */
at: number, } | { "state": "joined", 
/**
 * When.
 */
at: number, };

export type MissedView = { 
/**
 * Which.
 */
key: string, 
/**
 * Topic.
 */
title: string, 
/**
 * Start.
 */
starts: number, 
/**
 * The person's calendar day of the start.
 */
day: string, 
/**
 * The start on the person's clock.
 */
time: string, };

export type SettingsView = { 
/**
 * The program's clock when this was built.
 */
now: number, 
/**
 * Subscriptions, in the person's order.
 */
feeds: Array<FeedView>, 
/**
 * Subscriptions that were removed and can come back.
 */
removed: Array<FeedChip>, 
/**
 * Whether there is a change of a setting that can be taken back.
 */
canUndo: boolean, 
/**
 * When every session rings, in minutes before its start (negative: after it), longest first.
 */
leads: Array<number>, 
/**
 * Minutes of a snooze.
 */
snooze: number, 
/**
 * Minutes after the start in which a late reminder still shows.
 */
late: number, 
/**
 * Whether a session rings on from its start until somebody acts.
 */
insist: boolean, 
/**
 * How loud the bell is, in percent; 0: no sound.
 */
sound: number, 
/**
 * Whether sessions that were asked for ring through a pause and quiet hours.
 */
breakThrough: boolean, 
/**
 * Whether a quiet notice tells of sessions that moved or are cancelled.
 */
tellChanges: boolean, 
/**
 * Quiet hours as `HH:MM`, from and to.
 */
quiet: [string, string] | null, 
/**
 * What the windows look like.
 */
look: Look, 
/**
 * Which language was chosen.
 */
language: LanguageChoice, 
/**
 * On which day weeks begin.
 */
firstDay: FirstDay, 
/**
 * How times are written.
 */
hours: HourCycle, 
/**
 * The person's chosen zone; `None`: the machine's.
 */
zone: string | null, 
/**
 * The machine's zone.
 */
machineZone: string, 
/**
 * Further zones to show.
 */
zones: Array<string>, 
/**
 * Every zone that can be chosen.
 */
allZones: Array<string>, 
/**
 * The person's name for messages.
 */
name: string, 
/**
 * The template of messages to hosts.
 */
message: string, 
/**
 * The template as long as the person has none of their own.
 */
usualMessage: string, 
/**
 * The fields that it may have.
 */
messageFields: Array<string>, 
/**
 * What it makes for the next session whose host is asked; empty without one.
 */
messageSample: string, 
/**
 * Accounts that messages are sent with.
 */
accounts: Array<AccountView>, 
/**
 * Whether meetings open in the services' own programs.
 */
nativeApps: boolean, 
/**
 * Where received links and keys are kept.
 */
secrets: SecretStore, 
/**
 * How far a sign-in is.
 */
signIn: SignInView, 
/**
 * Whether the program starts with the desktop session.
 */
startAtLogin: boolean, 
/**
 * Whether its window comes up then.
 */
windowAtLogin: boolean, 
/**
 * Where the settings file is, for people who edit it.
 */
file: string, 
/**
 * The program's version.
 */
version: string, 
/**
 * What is wrong, most important first.
 */
troubles: Array<Trouble>, 
/**
 * Why it did not ring, or that it will.
 */
doctor: DoctorView, };

export type FeedView = { 
/**
 * Which.
 */
id: string, 
/**
 * What it is called.
 */
title: string, 
/**
 * The host or file it comes from.
 */
place: string, 
/**
 * The address in full.
 */
address: string, 
/**
 * When its sessions ring, in minutes before their start; `None`: like every session.
 */
leads: Array<number> | null, 
/**
 * The zone of its times without one, by name.
 */
zone: string | null, 
/**
 * Whether that is asked for, since its document names none.
 */
wantsZone: boolean, 
/**
 * How it is.
 */
health: Health, 
/**
 * The address of the calendar that is offered where a web page was found.
 */
offer: string | null, 
/**
 * How it is, in a sentence; empty while it is well.
 */
sentence: string, 
/**
 * Coming sessions.
 */
sessions: number, 
/**
 * When it was last checked successfully.
 */
checked: number | null, 
/**
 * When it is checked next.
 */
next: number | null, 
/**
 * When its content last changed.
 */
changed: number | null, 
/**
 * What in it was not understood, at most twenty.
 */
issues: Array<string>, 
/**
 * How many issues there are in all.
 */
issueCount: number, };

export type Health = "new" | "well" | "stale" | "failed" | "gone";

export type DoctorView = { 
/**
 * What was looked at, each with its verdict.
 */
checks: Array<Check>, 
/**
 * The next reminders, at most five, with the reason each rings.
 */
firings: Array<FiringView>, 
/**
 * What became of the last reminders, at most twenty, the latest first.
 */
outcomes: Array<OutcomeView>, };

export type Check = { 
/**
 * What.
 */
what: string, 
/**
 * How it is.
 */
verdict: Verdict, 
/**
 * In a sentence, with what to do where something is wrong.
 */
sentence: string, };

export type Verdict = "good" | "fair" | "bad";

export type FiringView = { 
/**
 * When.
 */
at: number, 
/**
 * Why: “Structured concurrency, 10 min before”.
 */
why: string, };

export type OutcomeView = { 
/**
 * When it became so.
 */
at: number, 
/**
 * When it was due.
 */
due: number, 
/**
 * Which: “Structured concurrency, 10 min before”.
 */
reminder: string, 
/**
 * What became of it, and why.
 */
outcome: string, };

export type BellView = { 
/**
 * The program's clock when this was built.
 */
now: number, 
/**
 * What the window looks like.
 */
look: Look, 
/**
 * Minutes of a snooze.
 */
snooze: number, 
/**
 * Why it rings here, as a sentence.
 */
why: string, 
/**
 * What rings, by start; with none the window closes.
 */
sessions: Array<SessionView>, };

export type ChangeView = { 
/**
 * Of which session; it may be gone from its feed.
 */
key: string, 
/**
 * When it was seen.
 */
at: number, 
/**
 * In words: “Moved to 13:00: Standup”.
 */
words: string, 
/**
 * What more there is to say: “was 17:00”; may be empty.
 */
more: string, };

export type SnoozeUntil = "usual" | { "minutes": number } | { "before": number };

export type SignIn = { "kind": "zulip", 
/**
 * The organisation's address.
 */
server: string, 
/**
 * The e-mail address of the account.
 */
user: string, 
/**
 * Its API key.
 */
key: string, } | { "kind": "zuliprc", 
/**
 * Its text.
 */
file: string, } | { "kind": "matrix", 
/**
 * The home server's address.
 */
server: string, 
/**
 * An access token.
 */
key: string, };

export type SecretStore = "keyring" | "file";

export type OfferView = { 
/**
 * Who answered; may be empty.
 */
from: string, 
/**
 * The host that the link in it leads to, if there is one.
 */
host: string | null, 
/**
 * The meeting service, if that is known.
 */
service: string | null, 
/**
 * Whether there is something that only the host's own program can read.
 */
sealed: boolean, 
/**
 * Whether it is not an answer but what is on the clipboard.
 */
clipboard: boolean, };

export type AccountView = { 
/**
 * Its name, for signing out.
 */
name: string, 
/**
 * What kind: “Zulip”.
 */
kind: string, 
/**
 * The server's host.
 */
server: string, 
/**
 * Who.
 */
user: string, 
/**
 * What is wrong with it, as a sentence; empty while it is well.
 */
note: string, };

export type SignInView = { "state": "not" } | { "state": "asking" } | { "state": "refused", 
/**
 * Why, as a sentence.
 */
why: string, };

