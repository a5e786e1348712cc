//! What the naive reader is told, what it can find wrong, and what a year came to.
//! It never decides anything.

use chrono::{DateTime, NaiveTime, Utc};

/// What a person has set.
#[derive(Clone, Debug)]
pub(crate) struct Wishes {
    /// For each feed.
    pub(crate) leads: Vec<Vec<i64>>,
    pub(crate) snooze: i64,
    pub(crate) late: i64,
    pub(crate) insist: bool,
    pub(crate) quiet: Option<(NaiveTime, NaiveTime)>,
    /// What was asked for rings through a pause and quiet hours.
    pub(crate) break_through: bool,
}

/// What holds in this instant.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Instant {
    pub(crate) now: DateTime<Utc>,
    /// The program runs, the machine is awake, and the server takes notices.
    pub(crate) can_show: bool,
    /// The program runs and the machine is awake.
    pub(crate) awake: bool,
    pub(crate) do_not_disturb: bool,
    /// A server refused notices until lately: they are tried again within a minute.
    pub(crate) grace: bool,
}

/// Something that must not be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Wrong {
    Miss(String),
    Repeat(String),
    Stands(String),
    Unlisted(String),
    /// Rang by itself though it had to be one of several in one notice.
    Apart(String),
}

/// What one year came to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Report {
    pub(crate) events: u64,
    pub(crate) notices: u64,
    pub(crate) wrong: Vec<String>,
    pub(crate) misses: u64,
    pub(crate) repeats: u64,
    pub(crate) stands: u64,
    pub(crate) unlisted: u64,
    pub(crate) apart: u64,
    pub(crate) worst_ms: i64,
    pub(crate) diary: Vec<String>,
}
