// Every word the windows say, in one place.
import type { OfferView, RequestView } from "../generated/types";

const plural = new Intl.PluralRules("en");

function count(n: number, one: string, other: string): string {
  return `${n.toLocaleString("en")} ${plural.select(n) === "one" ? one : other}`;
}

export const minutes = (n: number) => count(n, "minute", "minutes");
export const sessions = (n: number) => count(n, "session", "sessions");
export const feeds = (n: number) => count(n, "feed", "feeds");

/** A length of time in few letters: `1 h`, `1 h 30 min`, `45 min`. */
export function length(total: number): string {
  const hours = Math.floor(total / 60);
  const rest = total % 60;
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

/** A lead in words: `10 min`, `1 h`, `at start`, `5 min after`. */
export function lead(total: number): string {
  if (total === 0) return "at start";
  if (total < 0) return `${length(-total)} after`;
  if (total % 1440 === 0) return count(total / 1440, "day", "days");
  return length(total);
}

/** How long until a start: `Starts in 12 minutes`; `seconds` only in the last minute. */
export function countdown(millis: number): string {
  const seconds = Math.ceil(millis / 1000);
  if (seconds <= 0) return "Running now";
  if (seconds < 60) return `Starts in ${count(seconds, "second", "seconds")}`;
  const total = Math.ceil(seconds / 60);
  if (total <= 90) return `Starts in ${minutes(total)}`;
  const hours = Math.round(total / 60);
  if (hours < 36) return `Starts in ${count(hours, "hour", "hours")}`;
  return `Starts in ${count(Math.round(hours / 24), "day", "days")}`;
}

/** How long ago: `just now`, `3 min ago`, `2 h ago`, `4 days ago`. */
export function ago(millis: number): string {
  const total = Math.floor(millis / 60_000);
  if (total < 1) return "just now";
  if (total < 60) return `${total} min ago`;
  const hours = Math.floor(total / 60);
  if (hours < 24) return `${hours} h ago`;
  return `${count(Math.floor(hours / 24), "day", "days")} ago`;
}

/** How long from now: `in 12 min`, `in 2 h`. */
export function ahead(millis: number): string {
  const total = Math.ceil(millis / 60_000);
  if (total <= 1) return "in a minute";
  return total < 90 ? `in ${total} min` : total < 2160 ? `in ${Math.round(total / 60)} h` : `in ${count(Math.round(total / 1440), "day", "days")}`;
}

/** The state of a request in words, with its age. */
export function request(state: RequestView, now: number): string {
  switch (state.state) {
    case "drafted":
      return state.sending ? `Sending to ${state.channel} …` : `Message for ${state.channel} · ${ago(now - state.at)}`;
    case "asked":
      return `${state.waitlisted ? "On the waiting list" : `Asked on ${state.channel}`} · ${ago(now - state.at)}`;
    case "link-received":
      return `You have the link · ${ago(now - state.at)}`;
    case "declined":
      return `Declined · ${ago(now - state.at)}`;
    case "joined":
      return `Joined · ${ago(now - state.at)}`;
  }
}

/** Where a kept link is from: the session it came with, whose that was, and when it was last opened. */
export function kept(from: string | null, whose: string | null, opened: number | null, now: number): string {
  const words = from === null ? "You have the link" : whose === null ? "Same link as before" : `Link from ${whose}’s session`;
  return opened === null ? words : `${words} · opened ${ago(now - opened)}`;
}

export const text = {
  upcoming: "Upcoming sessions",
  settings: "Settings",
  search: "Search  ( / )",
  searchLabel: "Search sessions",
  show: "Show",
  all: "All",
  going: "Going",
  requests: "Requests",
  nextSession: "Next session",
  join: "Join",
  openLink: "Open",
  ask: "Ask to join",
  askOn: (channel: string, person: string | null) => (person ? `${person} on ${channel}` : channel),
  askAgain: "Ask again",
  haveLink: "I have the link",
  pasteLink: "Paste the link you were sent",
  save: "Save",
  cancel: "Cancel",
  askFor: (title: string) => `Ask to join “${title}”`,
  where: "Where",
  yourMessage: "Your message",
  sendsAs: (channel: string, account: string) => `It is sent from your ${channel} account ${account}. The answer is looked for here.`,
  opensChat: (channel: string) => `${channel} opens, with the message at hand to paste. Nothing is sent by itself.`,
  send: "Send",
  openChannel: (channel: string) => `Open ${channel}`,
  askAnyway: "Ask once more",
  didYouSend: "Did you send it?",
  yesSent: "Yes",
  notSent: "No",
  offer: (offer: OfferView) => {
    if (offer.clipboard) return `Use the ${offer.service ?? "meeting"} link on your clipboard?`;
    const who = offer.from || "The host";
    if (offer.host === null) return offer.sealed ? `${who} answered; only your own program can read it.` : `${who} answered, without a link so far.`;
    return `${who} answered: use this link? ${offer.service ? `${offer.service}, ` : ""}${offer.host}`;
  },
  useLink: "Use this link",
  notThisLink: "Not this one",
  snooze: (n: number) => `Snooze ${n} min`,
  snoozeBefore: (n: number) => `Snooze until ${n} min before`,
  snoozeStart: "Snooze until the start",
  dismiss: "Dismiss",
  ringsFor: "Rings",
  asFeed: "As the whole feed",
  addLead: "Add a reminder",
  removeLead: (lead: string) => `Remove ${lead}`,
  ownLead: "Minutes before the start",
  snoozedUntil: (time: string) => `Snoozed until ${time}`,
  hostedBy: "hosted by",
  yourTime: "your time",
  allDay: "All day",
  lookingFor: "Looking for: ",
  movedFrom: (from: string) => `moved from ${from}`,
  overlaps: (titles: string[]) => `overlaps with ${titles.join(", ")}`,
  tentative: "not certain yet",
  cancelled: "Cancelled",
  running: "Running now",
  bell: (leads: number[]) => (leads.length === 0 ? "No bell" : `Bell: ${leads.map(lead).join(", ")}`),
  silent: "Silent",
  autoOpen: "Open the meeting by itself at the start",
  autoOpenWhy: "Not while the screen is locked, nor on a desktop that does not say whether it is.",
  mute: "Do not ring for this session",
  unmute: "Ring for this session again",
  topic: (label: string, host: string) => `${label}, opens ${host}`,
  post: "Announcement",
  sent: "Message copied. Paste it into the chat that just opened:",
  notCopied: "The message could not be put on the clipboard. Copy it from here, and paste it into the chat that just opened:",
  confirm: (host: string) => `Open ${host}?`,
  confirmWhy: (domain: string) => `The site belongs to ${domain}. Open it only if you trust the host of this session with it.`,
  otherHost: (was: string, now: string) => `The link came with a session of ${was}; this one is ${now ? `hosted by ${now}` : "another’s"}.`,
  missed: (n: number) => count(n, "session you missed", "sessions you missed"),
  changes: (n: number) => count(n, "change in your feeds", "changes in your feeds"),
  doNotDisturb: "Your desktop is on “do not disturb”: reminders wait until it is off.",
  changeBell: "Change when it rings",
  clear: "Clear",
  paused: (time: string) => `Reminders are paused until ${time}.`,
  quiet: (time: string) => `Quiet hours: reminders are held until ${time}.`,
  resume: "Resume",
  timesIn: (zone: string) => `Times in ${zone}`,
  checked: (n: number, age: string | null) => (age ? `${feeds(n)} · checked ${age}` : feeds(n)),
  today: "Today",
  tomorrow: "Tomorrow",
  from: "Show the sessions of",
  fromAll: "Everybody",
  feedsHeading: "Feeds",
  hostsHeading: "Hosts",
  week: (ahead: number) => (ahead === 1 ? "Next week" : `In ${ahead} weeks`),
  past: "Sessions that are over",
  pastSessions: (n: number) => count(n, "past session", "past sessions"),
  notPast: "Back to what is coming",
  nothingPast: "Nothing is over yet.",
  keys: "Keyboard",
  keysTitle: "Keys in this window",
  close: "Close",
  more: "More",
  feedAdded: (address: string) => `Added ${address}. Its sessions come with its first check.`,
  copy: "Copy as text",
  copied: "Copied.",
  toCalendar: "Add to calendar",
  handedOver: "Your calendar program was asked to add it.",
  keysIn: { list: "Anywhere", row: "On a session" },
  keyWords: {
    "/": "Search", "1": "All sessions", "2": "Those you go to", "3": "Your requests", p: "Past sessions, and back", ",": "Settings", "?": "These keys",
    "↓ j": "Next session", "↑ k": "Session before", Enter: "Join, or ask to join", b: "When it rings", c: "Copy as text", e: "Add to your calendar", Esc: "Leave the search, close what is open",
  },
  first: "Welcome. Three steps, and you miss no session any more",
  firstFeed: "Add a feed",
  or: "Or look first:",
  sample: "Use the sample feed",
  firstBell: "Hear it once",
  ringBell: "Ring the bell",
  didItRing: "A notice should be on your screen.",
  itDidNot: "It is not: find out why",
  firstLeads: "Choose when it rings",
  firstDone: "Done",
  firstWhy: "Sessionbell rings ahead of the sessions that a community publishes in a feed. Paste the address of one.",
  address: "Feed address",
  addressHint: "https://…  a calendar or session feed",
  add: "Add feed",
  nothing: "Nothing is coming up.",
  nothingWhy: "Your feeds have no sessions in the days ahead. They are checked again by themselves.",
  notFound: "No session matches.",
  showAll: "Show all sessions",
  noRequests: "No requests. Use “Ask to join” on a session, and it is kept here until you are in.",
  noGoing: "Nothing here yet. Sessions that you have the link for, or asked to join, are listed here.",
  gone: "Sessionbell is not running any more. Start it again from your menu.",
  loading: "One moment…",
  withdraw: "Forget this request",
  declined: "The host said no",
};

/** A calendar day as a heading; `day` and `today` are `YYYY-MM-DD` on the person's calendar. */
export function dayHeading(day: string, today: string): string {
  const at = (text: string) => new Date(`${text}T00:00:00Z`);
  const full = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" }).format(at(day));
  const distance = Math.round((at(day).getTime() - at(today).getTime()) / 86_400_000);
  if (distance === 0) return `${text.today} · ${full}`;
  if (distance === 1) return `${text.tomorrow} · ${full}`;
  return full;
}

/** On which day weeks begin, from Sunday as 0: as set, or as the language of the desktop has it. */
export function firstDay(set: "monday" | "saturday" | "sunday" | "system"): number {
  if (set !== "system") return { sunday: 0, monday: 1, saturday: 6 }[set];
  try {
    const locale = new Intl.Locale(navigator.language) as Intl.Locale & { getWeekInfo?: () => { firstDay: number }; weekInfo?: { firstDay: number } };
    return ((locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay ?? 1) % 7;
  } catch {
    // A desktop without a language calls it “C”, which is none.
    return 1;
  }
}
