//! Decides what a person can ask of the program, from any surface: a window, the tray, a notice, a terminal.
//! It never carries text that is opened or shown unchecked: sessions are named by key, places by number.

mod reply;

pub use reply::{Refusal, RefusalCode, Refused, Reply};

use crate::alarm::LeadTime;
use crate::secret::Secret;
use crate::session::{FeedId, SessionKey};
use crate::settings::{FirstDay, HourCycle, LanguageChoice, SecretStore, Theme};
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
    /// Show the message with which a host would be asked; nothing is sent.
    Draft {
        /// Which.
        #[cfg_attr(feature = "typescript", ts(type = "string"))]
        session: SessionKey,
        /// Which of the session's contacts, from 0.
        contact: usize,
    },
    /// Ask the host for the link: sent with the person's own account, or message to the clipboard and chat opened.
    Ask {
        /// Which.
        #[cfg_attr(feature = "typescript", ts(type = "string"))]
        session: SessionKey,
        /// Which of the session's contacts, from 0.
        contact: usize,
        /// In which words; `None`: those of the draft.
        message: Option<String>,
        /// Even if the host was asked within the last seven days.
        again: bool,
    },
    /// Say whether a message was sent from the chat that was opened for it.
    Sent {
        /// Which.
        #[cfg_attr(feature = "typescript", ts(type = "string"))]
        session: SessionKey,
        /// Whether it was.
        sent: bool,
    },
    /// Use the link of a host's answer, or wait for another.
    AnswerOffer {
        /// Which.
        #[cfg_attr(feature = "typescript", ts(type = "string"))]
        session: SessionKey,
        /// Whether it is used.
        accepted: bool,
    },
    /// Look whether there is a meeting link on the clipboard, while an answer is waited for; it is offered, never taken.
    LookAtClipboard,
    /// Sign in with an account of the person's own; the key goes to the desktop's keyring.
    SignIn {
        /// With which.
        with: SignIn,
    },
    /// Forget an account and its key.
    SignOut {
        /// The account's name.
        account: String,
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
    /// Put a session on the clipboard, as text.
    CopySession {
        /// Which.
        #[cfg_attr(feature = "typescript", ts(type = "string"))]
        session: SessionKey,
    },
    /// Hand a session to the person's calendar program.
    AddToCalendar {
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
    /// Open the meeting of this session by itself at its start, unless the screen is locked; or no longer.
    AutoOpen {
        /// Which.
        #[cfg_attr(feature = "typescript", ts(type = "string"))]
        session: SessionKey,
        /// Whether it opens.
        on: bool,
    },
    /// Subscribe.
    AddFeed {
        /// As typed or pasted.
        address: String,
    },
    /// Subscribe to the calendar that a feed's web page offers, in its place.
    TakeOffer {
        /// Which.
        #[cfg_attr(feature = "typescript", ts(type = "string"))]
        feed: FeedId,
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
    /// Take the last change of a setting back.
    UndoSetting,
    /// Subscribe to a feed of the program’s own, to see what it does.
    AddSample,
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
    /// The desktop session has started the program: a window comes up if that is set.
    LoggedIn,
    /// End the program.
    Quit,
}

/// What a person signs in with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum SignIn {
    /// A Zulip account.
    Zulip {
        /// The organisation's address.
        server: String,
        /// The e-mail address of the account.
        user: String,
        /// Its API key.
        #[cfg_attr(feature = "typescript", ts(type = "string"))]
        key: Secret,
    },
    /// A Zulip account, by the file that Zulip hands out.
    Zuliprc {
        /// Its text.
        #[cfg_attr(feature = "typescript", ts(type = "string"))]
        file: Secret,
    },
    /// A Matrix account.
    Matrix {
        /// The home server's address.
        server: String,
        /// An access token.
        #[cfg_attr(feature = "typescript", ts(type = "string"))]
        key: Secret,
    },
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
    /// How loud the bell is, in percent; 0: no sound.
    Sound(u32),
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
    /// How large the windows' text is, in percent.
    TextSize(u32),
    /// In which language everything is said.
    Language(LanguageChoice),
    /// On which day weeks begin.
    FirstDay(FirstDay),
    /// How times are written.
    Hours(HourCycle),
    /// The person's zone by name; `None`: the machine's.
    Zone(Option<String>),
    /// Further zones to show, by name.
    Zones(Vec<String>),
    /// The person's name for messages.
    Name(String),
    /// The template of messages to hosts; empty: the usual.
    Message(String),
    /// Open meetings in the services' own programs.
    NativeApps(bool),
    /// Where received links and keys are kept.
    Secrets(SecretStore),
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
    /// Show the window when the program starts with the desktop session.
    WindowAtLogin(bool),
}
