//! Decides what the windows see: plain values, built whole from state, settings and the time they are given.
//! It never holds an address that could be opened: pages name sessions and numbers, the program looks the link up.

mod beside;
mod build;
mod build_settings;
mod doctor;
mod settings_page;

pub use beside::{ChangeView, FeedChip, MissedView, NextView, ZoneLine};
pub use build::{Scene, bell_view, upcoming_view};
pub use build_settings::{Accounts, Undo, settings_view};
pub use doctor::{Check, DoctorView, FiringView, OutcomeView, Verdict, doctor_view};
pub use settings_page::{AccountView, FeedView, Health, SettingsView, SignInView};

use crate::session::{FeedId, SessionKey};
use crate::settings::{FirstDay, HourCycle, Look};
use crate::trouble::Trouble;
use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01T00:00:00Z.
pub type Millis = i64;

/// What a window shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(tag = "window", rename_all = "kebab-case")]
pub enum View {
    /// The upcoming window.
    Upcoming(Box<UpcomingView>),
    /// The settings window.
    Settings(Box<SettingsView>),
    /// The window that rings where no notification server does.
    Bell(Box<BellView>),
}

impl View {
    /// Puts the clock of this view to `other`’s: two views that say the same are equal then.
    pub fn set_clock_of(&mut self, other: &Self) {
        match (self, other) {
            (Self::Upcoming(mine), Self::Upcoming(theirs)) => mine.now = theirs.now,
            (Self::Settings(mine), Self::Settings(theirs)) => mine.now = theirs.now,
            (Self::Bell(mine), Self::Bell(theirs)) => mine.now = theirs.now,
            (Self::Upcoming(_) | Self::Settings(_) | Self::Bell(_), _) => {}
        }
    }
}

/// What reaches a window unasked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(tag = "push", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Push {
    /// The view has changed; it comes whole.
    View {
        /// What to show from now on.
        view: View,
    },
    /// The window was asked to come up, perhaps with a session in view.
    Show {
        /// Which.
        #[cfg_attr(feature = "typescript", ts(type = "string | null"))]
        session: Option<SessionKey>,
    },
    /// The program in the tray no longer answers.
    Gone,
}

/// The upcoming window.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct UpcomingView {
    /// The program's clock when this was built.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub now: Millis,
    /// The person's zone: `Europe/Berlin`.
    pub zone: String,
    /// Today in that zone: `2021-03-30`.
    pub today: String,
    /// How times are written.
    pub hours: HourCycle,
    /// What the window looks like.
    pub look: Look,
    /// On which day weeks begin.
    pub first_day: FirstDay,
    /// When every session rings, in minutes before its start (negative: after it), longest first.
    pub leads: Vec<i32>,
    /// Minutes of a snooze.
    pub snooze: u32,
    /// Subscribed feeds, in the person's order.
    pub feeds: Vec<FeedChip>,
    /// When a feed was last checked successfully, the newest of all.
    #[cfg_attr(feature = "typescript", ts(type = "number | null"))]
    pub checked: Option<Millis>,
    /// Until when reminders are held by a pause or quiet hours.
    #[cfg_attr(feature = "typescript", ts(type = "number | null"))]
    pub held_until: Option<Millis>,
    /// Whether that is a pause (can be ended) rather than quiet hours.
    pub paused: bool,
    /// Whether the desktop is on do-not-disturb, so that reminders wait.
    pub do_not_disturb: bool,
    /// What is wrong, most important first.
    pub troubles: Vec<Trouble>,
    /// The session to show on top: running, else next; never cancelled.
    pub next: Option<NextView>,
    /// All known sessions from two weeks ago on, by start.
    pub sessions: Vec<SessionView>,
    /// Sessions whose reminders came too late to be shown, by start.
    pub missed: Vec<MissedView>,
    /// What has changed in the feeds lately, the newest first.
    pub changes: Vec<ChangeView>,
}

/// The window that rings where no notification server does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct BellView {
    /// The program's clock when this was built.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub now: Millis,
    /// What the window looks like.
    pub look: Look,
    /// Minutes of a snooze.
    pub snooze: u32,
    /// Why it rings here, as a sentence.
    pub why: String,
    /// What rings, by start; with none the window closes.
    pub sessions: Vec<SessionView>,
}

/// A session in the list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SessionView {
    /// Its key.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub key: SessionKey,
    /// Its feed.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub feed: FeedId,
    /// Topic.
    pub title: String,
    /// The series' name.
    pub series: String,
    /// Who hosts it: “Niko & Ryan”; may be empty.
    pub hosts: String,
    /// Start.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub starts: Millis,
    /// End, published or assumed.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub ends: Millis,
    /// Length in minutes as published; `None` if it is not.
    pub minutes: Option<u32>,
    /// The person's calendar day of the start: `2021-03-30`.
    pub day: String,
    /// The start on the person's clock, written as set; empty for a whole day.
    pub time: String,
    /// The published end on the person's clock; `None` if it is not published.
    pub end_time: Option<String>,
    /// The start on the host's clock with its zone, if the host's zone is another: `14:30 ET`.
    pub host_time: Option<String>,
    /// Topic links: what each says, and the host it leads to.
    pub topics: Vec<TopicView>,
    /// Whether there is a post to open.
    pub has_post: bool,
    /// What the host looks for.
    pub wanted: Vec<String>,
    /// Running text.
    pub description: String,
    /// Where it takes place besides online; may be empty.
    pub place: String,
    /// Whether it is cancelled.
    pub cancelled: bool,
    /// Whether its host is not sure yet.
    pub tentative: bool,
    /// Where it was before it moved, on the person's clock: `12:00`, or `Tue 12:00` for another day.
    pub moved_from: Option<String>,
    /// How to get in.
    pub way: WayView,
    /// How far the request is.
    pub request: Option<RequestView>,
    /// What the host has answered.
    pub offer: Option<OfferView>,
    /// In the weeks in which the clocks of host and person differ from what is usual: “an hour earlier than usual for you”.
    pub unusual: Option<String>,
    /// When it rings, in minutes before the start (negative: after it), longest first.
    #[cfg_attr(feature = "typescript", ts(type = "number[]"))]
    pub leads: Vec<i32>,
    /// Whether those are its own, rather than its feed's.
    pub own_leads: bool,
    /// Whether it is silent.
    pub muted: bool,
    /// Whether its meeting opens by itself at the start.
    pub auto_open: bool,
    /// When a snooze rings.
    #[cfg_attr(feature = "typescript", ts(type = "number | null"))]
    pub snoozed: Option<Millis>,
    /// How many other sessions, of any feed, overlap it: their titles, at most three.
    pub overlaps: Vec<String>,
}

/// A topic link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct TopicView {
    /// What it says; short.
    pub label: String,
    /// The host it leads to.
    pub host: String,
}

/// How to get in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum WayView {
    /// The link is public.
    Public {
        /// The service, if it is known.
        service: Option<String>,
        /// The host it is on.
        host: String,
    },
    /// The link was received earlier and is kept.
    Kept {
        /// The service, if it is known.
        service: Option<String>,
        /// The host it is on.
        host: String,
        /// The topic of the session it came with, if another.
        from: Option<String>,
        /// Whose session that was, if another's than this one.
        whose: Option<String>,
        /// When it was last opened.
        #[cfg_attr(feature = "typescript", ts(type = "number | null"))]
        opened: Option<Millis>,
        /// Who can be asked again.
        contacts: Vec<ContactView>,
    },
    /// The host is asked.
    Ask {
        /// Where, best first; may be empty.
        contacts: Vec<ContactView>,
        /// The host's own words.
        instructions: String,
    },
    /// The feed does not say.
    Unstated,
}

/// Somebody to ask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ContactView {
    /// The place: “Zulip”.
    pub channel: String,
    /// Who answers there, if the feed says.
    pub person: Option<String>,
}

/// How far a request is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(tag = "state", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum RequestView {
    /// The message is written, and its way to the host is open or being taken.
    Drafted {
        /// The place.
        channel: String,
        /// When.
        #[cfg_attr(feature = "typescript", ts(type = "number"))]
        at: Millis,
        /// Whether it is on its way with the person's account; else only they know whether it was sent.
        sending: bool,
    },
    /// Asked there, then.
    Asked {
        /// The place.
        channel: String,
        /// When.
        #[cfg_attr(feature = "typescript", ts(type = "number"))]
        at: Millis,
        /// Whether the answer is looked for.
        watched: bool,
        /// Whether the host has put the person on the waiting list.
        waitlisted: bool,
    },
    /// The link came.
    LinkReceived {
        /// When.
        #[cfg_attr(feature = "typescript", ts(type = "number"))]
        at: Millis,
    },
    /// The host said no.
    Declined {
        /// When.
        #[cfg_attr(feature = "typescript", ts(type = "number"))]
        at: Millis,
    },
    /// Opened.
    Joined {
        /// When.
        #[cfg_attr(feature = "typescript", ts(type = "number"))]
        at: Millis,
    },
}

/// What a host has answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct OfferView {
    /// Who answered; may be empty.
    pub from: String,
    /// The host that the link in it leads to, if there is one.
    pub host: Option<String>,
    /// The meeting service, if that is known.
    pub service: Option<String>,
    /// Whether there is something that only the host's own program can read.
    pub sealed: bool,
    /// Whether it is not an answer but what is on the clipboard.
    pub clipboard: bool,
}
