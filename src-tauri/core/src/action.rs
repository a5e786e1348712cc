//! Decides what a person can ask of the program, from any surface: a window, the tray, a notice, a terminal.
//! It never carries text that is opened or shown unchecked: sessions are named by key, places by number.

use crate::alarm::LeadTime;
use crate::session::{FeedId, SessionKey};
use crate::settings::{HourCycle, Theme};
use serde::{Deserialize, Serialize};

/// A request by a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(tag = "do", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum UserAction {
    /// Open the meeting of a session.
    Join {
        /// Which.
        #[cfg_attr(feature = "typescript", ts(type = "string"))]
        session: SessionKey,
        /// The host a person has agreed to open, after [`Reply::ConfirmHost`] named it.
        host: Option<String>,
    },
    /// Ask the host for the link: message to the clipboard, chat opened, remembered.
    Ask {
        /// Which.
        #[cfg_attr(feature = "typescript", ts(type = "string"))]
        session: SessionKey,
        /// Which of the session's contacts, from 0.
        contact: usize,
    },
    /// Keep a pasted link for the session's room.
    HaveLink {
        /// Which.
        #[cfg_attr(feature = "typescript", ts(type = "string"))]
        session: SessionKey,
        /// As pasted.
        link: String,
    },
    /// Forget the link of the session's room.
    ForgetLink {
        /// Which.
        #[cfg_attr(feature = "typescript", ts(type = "string"))]
        session: SessionKey,
    },
    /// Note that the host said no.
    Decline {
        /// Which.
        #[cfg_attr(feature = "typescript", ts(type = "string"))]
        session: SessionKey,
    },
    /// Take a request back: as if never asked.
    Withdraw {
        /// Which.
        #[cfg_attr(feature = "typescript", ts(type = "string"))]
        session: SessionKey,
    },
    /// Open one of the session's topic links.
    OpenTopic {
        /// Which.
        #[cfg_attr(feature = "typescript", ts(type = "string"))]
        session: SessionKey,
        /// Which link, from 0.
        topic: usize,
    },
    /// Open the post that announces the session.
    OpenPost {
        /// Which.
        #[cfg_attr(feature = "typescript", ts(type = "string"))]
        session: SessionKey,
    },
    /// Ring again in a while; never past the session's end.
    Snooze {
        /// Which.
        #[cfg_attr(feature = "typescript", ts(type = "string"))]
        session: SessionKey,
        /// Until when.
        until: SnoozeUntil,
    },
    /// Nothing more to be said for what has rung of this session.
    Dismiss {
        /// Which.
        #[cfg_attr(feature = "typescript", ts(type = "string"))]
        session: SessionKey,
    },
    /// Ring for this session at times of its own.
    SessionLeads {
        /// Which.
        #[cfg_attr(feature = "typescript", ts(type = "string"))]
        session: SessionKey,
        /// Minutes before the start; `None`: as its feed.
        #[cfg_attr(feature = "typescript", ts(type = "number[] | null"))]
        leads: Option<Vec<LeadTime>>,
    },
    /// Never ring, or ring again, for this session.
    Mute {
        /// Which.
        #[cfg_attr(feature = "typescript", ts(type = "string"))]
        session: SessionKey,
        /// Whether it is silent.
        muted: bool,
    },
    /// Subscribe.
    AddFeed {
        /// As typed or pasted.
        address: String,
    },
    /// Unsubscribe; can be undone until the program ends.
    RemoveFeed {
        /// Which.
        #[cfg_attr(feature = "typescript", ts(type = "string"))]
        feed: FeedId,
    },
    /// Undo [`UserAction::RemoveFeed`].
    RestoreFeed {
        /// Which.
        #[cfg_attr(feature = "typescript", ts(type = "string"))]
        feed: FeedId,
    },
    /// Fetch now, at most once a minute a feed.
    Check {
        /// Which; `None`: all.
        #[cfg_attr(feature = "typescript", ts(type = "string | null"))]
        feed: Option<FeedId>,
    },
    /// Hold reminders.
    Pause {
        /// How long.
        until: PauseUntil,
    },
    /// End a pause.
    Resume,
    /// The missed list has been seen.
    ClearMissed,
    /// The list of changes has been seen.
    ClearChanges,
    /// Change one setting.
    Set {
        /// To what.
        change: SettingChange,
    },
    /// Ring a sample now, the way a real one would.
    RingTheBell,
    /// Bring a window up.
    Show {
        /// Which.
        window: WindowKind,
        /// A session to put in view.
        #[cfg_attr(feature = "typescript", ts(type = "string | null"))]
        session: Option<SessionKey>,
    },
    /// End the program.
    Quit,
}

/// Until when a reminder is put off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum SnoozeUntil {
    /// As long as is set.
    Usual,
    /// So many minutes, 1 to 1,440.
    Minutes(u32),
    /// So many minutes before the start, 0 (at the start) to 1,440.
    Before(u32),
}

/// How long reminders are held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum PauseUntil {
    /// So many minutes, 1 to 1,440.
    Minutes(u32),
    /// The next morning at 6:00 on the person's clock.
    Tomorrow,
}

/// A window of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum WindowKind {
    /// What is coming.
    Upcoming,
    /// What can be set.
    Settings,
    /// What rings, where no notification server does.
    Bell,
}

impl WindowKind {
    /// The name, as on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Upcoming => "upcoming",
            Self::Settings => "settings",
            Self::Bell => "bell",
        }
    }
}

/// One setting with its new value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum SettingChange {
    /// When every session rings, in minutes before its start.
    Leads(#[cfg_attr(feature = "typescript", ts(type = "number[]"))] Vec<LeadTime>),
    /// Minutes of a snooze.
    Snooze(u32),
    /// Minutes after the start in which a late reminder still shows.
    Late(u32),
    /// Ring on from the start until somebody acts.
    Insist(bool),
    /// Ring through a pause and quiet hours for sessions that were asked for.
    BreakThrough(bool),
    /// Tell of sessions that moved or are cancelled.
    TellChanges(bool),
    /// When the sessions of a feed ring; `None`: like every session.
    FeedLeads {
        /// Which.
        #[cfg_attr(feature = "typescript", ts(type = "string"))]
        feed: FeedId,
        /// In minutes before their start.
        #[cfg_attr(feature = "typescript", ts(type = "number[] | null"))]
        leads: Option<Vec<LeadTime>>,
    },
    /// From and to as `HH:MM`; `None` for no quiet hours.
    Quiet(Option<(String, String)>),
    /// Colours.
    Theme(Theme),
    /// How times are written.
    Hours(HourCycle),
    /// The person's zone by name; `None`: the machine's.
    Zone(Option<String>),
    /// Further zones to show, by name.
    Zones(Vec<String>),
    /// The person's name for messages.
    Name(String),
    /// What a feed is called; empty: its own title.
    FeedName {
        /// Which.
        #[cfg_attr(feature = "typescript", ts(type = "string"))]
        feed: FeedId,
        /// The new name.
        name: String,
    },
    /// Of which zone a feed's times without one are, by name; `None`: not known.
    FeedZone {
        /// Which.
        #[cfg_attr(feature = "typescript", ts(type = "string"))]
        feed: FeedId,
        /// The zone's name.
        zone: Option<String>,
    },
    /// Start with the desktop session.
    StartAtLogin(bool),
}

/// What a request came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Reply {
    /// It is done.
    Done,
    /// The host's chat was opened, the message is on the clipboard.
    Asked {
        /// The place: “Zulip”.
        channel: String,
        /// The message.
        message: String,
        /// Whether it is really on the clipboard; else the person copies it from where it is shown.
        copied: bool,
    },
    /// The meeting is on a host that is opened for the first time: ask the person, then send [`UserAction::Join`] with it.
    ConfirmHost {
        /// The host's name.
        host: String,
    },
    /// The feed is subscribed and being fetched.
    Subscribed {
        /// Which.
        #[cfg_attr(feature = "typescript", ts(type = "string"))]
        feed: FeedId,
    },
    /// The reminder rings again then.
    Snoozed {
        /// Milliseconds since 1970-01-01T00:00:00Z.
        #[cfg_attr(feature = "typescript", ts(type = "number"))]
        until: i64,
    },
}

/// Why a request was not carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum RefusalCode {
    /// The session is not (or no longer) known.
    NoSuchSession,
    /// The feed is not (or no longer) known.
    NoSuchFeed,
    /// There is no link to open.
    NoLink,
    /// There is nobody to ask.
    NobodyToAsk,
    /// The pasted text may not be opened.
    BadLink,
    /// The address cannot be a feed's.
    BadAddress,
    /// The feed is subscribed already.
    AlreadySubscribed,
    /// It was checked less than a minute ago.
    TooSoon,
    /// The session is over.
    TooLate,
    /// The value is not possible.
    BadSetting,
    /// The desktop or the disk refused.
    NotDone,
    /// The program in the tray does not answer.
    NoAgent,
}

/// A request that was not carried out, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[error("{sentence}")]
pub struct Refusal {
    /// For the program.
    pub code: RefusalCode,
    /// For the person: what is wrong and what to do.
    pub sentence: String,
}

impl Refusal {
    /// A refusal in words.
    #[must_use]
    pub fn new(code: RefusalCode, sentence: impl Into<String>) -> Self {
        Self { code, sentence: sentence.into() }
    }
}
