// Every word that only the settings window says.
import type { FeedView } from "../generated/types";
import { ago, ahead, sessions } from "../shared/words";

export const text = {
  pages: {
    feeds: "Feeds",
    reminders: "Reminders",
    joining: "Joining",
    zones: "Time zones",
    appearance: "Appearance",
    general: "General",
    doctor: "Why didn’t it ring?",
  },
  everyFeed: "For every feed",
  checkNow: "Check now",
  remove: "Remove",
  rename: "Rename",
  name: "Name of this feed",
  removed: (title: string) => `“${title}” was removed.`,
  undo: "Undo",
  details: "Details",
  address: "Address",
  issues: (n: number) => `${n} ${n === 1 ? "thing" : "things"} in this feed could not be read:`,
  noFeeds: "No feeds yet. Paste the address of one above.",
  leads: "Ring ahead of a session",
  leadsWhy: "The same session can ring more than once.",
  sound: "Sound",
  soundWhy: "A small bell with each reminder. “Ring the bell” lets you hear it.",
  soundChoice: (percent: number) => ({ 0: "None", 30: "Soft", 60: "Medium", 100: "Loud" })[percent] ?? `${percent} %`,
  insist: "Ring until I act",
  insistWhy: "From its start a session rings every minute, up to ten times, until you join, dismiss or snooze it.",
  breakThrough: "Sessions I asked to join ring anyway",
  breakThroughWhy: "They ring through a pause and through quiet hours.",
  changes: "Tell me when a session moves",
  changesWhy: "A quiet notice when a session is moved, cancelled, or on after all. What you were reminded of or asked to join you always hear.",
  takeOffer: "Use that calendar instead",
  feedZone: "Time zone of its times",
  chooseZone: "Choose…",
  feedLeads: "Rings",
  feedLeadsOwn: "Its own times",
  feedLeadsAll: "As every feed",
  late: "If I wake the computer late",
  lateWhy: "Show one notice while a session still runs; list the rest as missed.",
  lateChoice: (n: number) => (n === 0 ? "only up to the start" : `up to ${n} min after the start`),
  snooze: "Snooze",
  snoozeWhy: "How long “Snooze” puts a reminder off.",
  quiet: "Quiet hours",
  quietWhy: "Hold reminders and give one when they end.",
  from: "from",
  to: "to",
  tryIt: "Try it",
  tryWhy: "Rings a sample now, the way a real one would.",
  ring: "Ring the bell",
  yourName: "Your name",
  nameWhy: "Signs the message when you ask a host for the link.",
  message: "The message",
  messageWhy: "What a host is asked with. You see it, and can change it, before it goes. Its fields:",
  usualMessage: "Back to the usual message",
  messageSample: "For the next session whose host is asked:",
  accounts: "Accounts",
  accountsWhy: "With an account of yours a message is sent from here, and the host’s answer is looked for. Without one the chat opens, and you send it yourself.",
  signIn: "Sign in",
  signingIn: "Asking the server …",
  signOut: "Sign out",
  signInKinds: { zulip: "Zulip", zuliprc: "Zulip, by its zuliprc", matrix: "Matrix" },
  zulipServer: "Address of the organisation",
  zulipUser: "E-mail address of your account",
  zulipKey: "API key",
  zulipWhere: "You find your API key in Zulip under Settings, Account & privacy.",
  zuliprc: "The file",
  zuliprcText: "Or its text",
  matrixServer: "Address of the home server",
  matrixKey: "Access token",
  matrixWhere: "You find the access token in your Matrix program, in Element under Settings, Help & About.",
  nativeApps: "Open meetings in their own program",
  nativeAppsWhy: "Zoom and Teams open directly, without a page of the browser before. They have to be installed.",
  secrets: "Links and keys",
  secretsWhere: "Kept in",
  inKeyring: "The desktop’s keyring",
  inFile: "A file of your own",
  secretsKeyring: "Links that hosts sent you, and the keys of your accounts, are encrypted there.",
  secretsFile: "They stand in that file as they are: whoever reads your files, or a copy of them, reads them too.",
  keyring: "It is kept in your desktop’s keyring and sent to that server alone.",
  yourZone: "Your time zone",
  machine: (zone: string) => `This computer’s: ${zone}`,
  moreZones: "Zones to show beside yours",
  moreWhy: "The next session is shown on a strip for each.",
  findZone: "Find a time zone",
  addZone: (zone: string) => `Add ${zone}`,
  removeZone: (zone: string) => `Remove ${zone}`,
  theme: "Colours",
  themes: { system: "As the desktop", light: "Light", dark: "Dark" },
  textSize: "Size of text",
  firstDay: "Weeks begin on",
  firstDays: { system: "As the desktop", monday: "Monday", saturday: "Saturday", sunday: "Sunday" },
  undoChange: "Undo the last change",
  hours: "Times",
  hourCycles: { "24h": "20:30", "12h": "8:30 PM" },
  login: "Start at login",
  loginWhy: "Waits in the tray without a window.",
  file: "Settings file",
  fileWhy: "You may edit it by hand; changes hold at once.",
  version: "Version",
  quit: "Quit Sessionbell",
  quitWhy: "Nothing rings until it is started again.",
  outcomes: "The last reminders",
  noOutcomes: "Nothing has rung yet.",
  verdicts: { good: "fine", fair: "note", bad: "problem" },
  next: "The next reminders",
  noNext: "No reminder is due: there is no session ahead, or none rings.",
  well: "Nothing is wrong.",
  remindersNow: "On",
  off: "Off",
};

/** How a feed is, in two words. */
export function health(feed: FeedView, now: number): { words: string; tone: "ok" | "wait" | "bad" } {
  switch (feed.health) {
    case "well":
      return { words: "up to date", tone: "ok" };
    case "new":
      return { words: "being fetched", tone: "wait" };
    case "stale":
      return { words: feed.checked === null ? "showing the last copy" : `showing the copy from ${ago(now - feed.checked)}`, tone: "wait" };
    case "failed":
      return { words: "not read yet", tone: "bad" };
    case "gone":
      return { words: "gone", tone: "bad" };
  }
}

/** What there is to know of a feed, in a line. */
export function standing(feed: FeedView, now: number): string {
  const parts = [feed.place];
  if (feed.health === "well" || feed.health === "stale") parts.push(sessions(feed.sessions));
  const checked = feed.checked === null ? "" : `checked ${ago(now - feed.checked)}`;
  const next = feed.next === null ? "" : `next ${ahead(feed.next - now)}`;
  const poll = [checked, next].filter((part) => part).join(", ");
  if (poll) parts.push(poll);
  if (feed.health === "well" && feed.changed !== null && now - feed.changed > 3_600_000) parts.push(`nothing new since ${ago(now - feed.changed)}`);
  return parts.join(" · ");
}
