//! Decides what the settings window sees.
//! It never holds anything that a page could open.

use super::{DoctorView, FeedChip, Millis};
use crate::session::FeedId;
use crate::settings::{FirstDay, HourCycle, LanguageChoice, Look, SecretStore};
use crate::trouble::Trouble;
use serde::{Deserialize, Serialize};

/// The settings window.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SettingsView {
    /// The program's clock when this was built.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub now: Millis,
    /// Subscriptions, in the person's order.
    pub feeds: Vec<FeedView>,
    /// Subscriptions that were removed and can come back.
    pub removed: Vec<FeedChip>,
    /// Whether there is a change of a setting that can be taken back.
    pub can_undo: bool,
    /// When every session rings, in minutes before its start (negative: after it), longest first.
    pub leads: Vec<i32>,
    /// Minutes of a snooze.
    pub snooze: u32,
    /// Minutes after the start in which a late reminder still shows.
    pub late: u32,
    /// Whether a session rings on from its start until somebody acts.
    pub insist: bool,
    /// How loud the bell is, in percent; 0: no sound.
    pub sound: u32,
    /// Whether sessions that were asked for ring through a pause and quiet hours.
    pub break_through: bool,
    /// Whether a quiet notice tells of sessions that moved or are cancelled.
    pub tell_changes: bool,
    /// Quiet hours as `HH:MM`, from and to.
    pub quiet: Option<(String, String)>,
    /// What the windows look like.
    pub look: Look,
    /// Which language was chosen.
    pub language: LanguageChoice,
    /// On which day weeks begin.
    pub first_day: FirstDay,
    /// How times are written.
    pub hours: HourCycle,
    /// The person's chosen zone; `None`: the machine's.
    pub zone: Option<String>,
    /// The machine's zone.
    pub machine_zone: String,
    /// Further zones to show.
    pub zones: Vec<String>,
    /// Every zone that can be chosen.
    pub all_zones: Vec<String>,
    /// The person's name for messages.
    pub name: String,
    /// The template of messages to hosts.
    pub message: String,
    /// The template as long as the person has none of their own.
    pub usual_message: String,
    /// The fields that it may have.
    pub message_fields: Vec<String>,
    /// What it makes for the next session whose host is asked; empty without one.
    pub message_sample: String,
    /// Accounts that messages are sent with.
    pub accounts: Vec<AccountView>,
    /// Whether meetings open in the services' own programs.
    pub native_apps: bool,
    /// Where received links and keys are kept.
    pub secrets: SecretStore,
    /// How far a sign-in is.
    pub sign_in: SignInView,
    /// Whether the program starts with the desktop session.
    pub start_at_login: bool,
    /// Whether its window comes up then.
    pub window_at_login: bool,
    /// Where the settings file is, for people who edit it.
    pub file: String,
    /// The program's version.
    pub version: String,
    /// What is wrong, most important first.
    pub troubles: Vec<Trouble>,
    /// Why it did not ring, or that it will.
    pub doctor: DoctorView,
}

/// An account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct AccountView {
    /// Its name, for signing out.
    pub name: String,
    /// What kind: “Zulip”.
    pub kind: String,
    /// The server's host.
    pub server: String,
    /// Who.
    pub user: String,
    /// What is wrong with it, as a sentence; empty while it is well.
    pub note: String,
}

/// How far a sign-in is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum SignInView {
    /// Nobody signs in.
    Not,
    /// The server is asked.
    Asking,
    /// It was refused.
    Refused {
        /// Why, as a sentence.
        why: String,
    },
}

/// A subscription.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct FeedView {
    /// Which.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub id: FeedId,
    /// What it is called.
    pub title: String,
    /// The host or file it comes from.
    pub place: String,
    /// The address in full.
    pub address: String,
    /// When its sessions ring, in minutes before their start; `None`: like every session.
    pub leads: Option<Vec<i32>>,
    /// The zone of its times without one, by name.
    pub zone: Option<String>,
    /// Whether that is asked for, since its document names none.
    pub wants_zone: bool,
    /// How it is.
    pub health: Health,
    /// The address of the calendar that is offered where a web page was found.
    pub offer: Option<String>,
    /// How it is, in a sentence; empty while it is well.
    pub sentence: String,
    /// Coming sessions.
    pub sessions: u32,
    /// When it was last checked successfully.
    #[cfg_attr(feature = "typescript", ts(type = "number | null"))]
    pub checked: Option<Millis>,
    /// When it is checked next.
    #[cfg_attr(feature = "typescript", ts(type = "number | null"))]
    pub next: Option<Millis>,
    /// When its content last changed.
    #[cfg_attr(feature = "typescript", ts(type = "number | null"))]
    pub changed: Option<Millis>,
    /// What in it was not understood, at most twenty.
    pub issues: Vec<String>,
    /// How many issues there are in all.
    pub issue_count: u32,
}

/// How a feed is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Health {
    /// Being fetched for the first time.
    New,
    /// Up to date.
    Well,
    /// The last copy is shown; the last check failed.
    Stale,
    /// Never read, or not a feed.
    Failed,
    /// The address says it is gone for good.
    Gone,
}
