//! Decides the saved form of what the program knows: rows that a database keeps, and nothing of how it keeps them.
//! It never holds a received link: those are secrets and go another way.

use crate::session::FeedId;
use chrono::{DateTime, Utc};

/// A change to what is saved. Several in one batch are saved together or not at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Record {
    /// What became of a reminder; replaces the line of the same session and bell.
    Ledger(LedgerRow),
    /// Forget the lines of a reminder.
    LedgerForget {
        /// Text form of the session's key.
        session: String,
        /// Text form of the bell.
        bell: String,
    },
    /// The last good copy of a feed; replaces the one before.
    Copy {
        /// Whose.
        feed: FeedId,
        /// The document as it was fetched.
        body: Vec<u8>,
        /// When.
        fetched: DateTime<Utc>,
    },
    /// Forget a feed's copy.
    CopyForget {
        /// Whose.
        feed: FeedId,
    },
    /// A small fact under a kind and key; replaces the one before, `None` forgets it.
    Fact {
        /// What kind of fact, for example `poll`.
        kind: String,
        /// Which one.
        key: String,
        /// JSON.
        value: Option<String>,
    },
}

impl Record {
    /// Whether it forgets something.
    #[must_use]
    pub fn forgets(&self) -> bool {
        match self {
            Self::LedgerForget { .. } | Self::CopyForget { .. } | Self::Fact { value: None, .. } => true,
            Self::Ledger(_) | Self::Copy { .. } | Self::Fact { value: Some(_), .. } => false,
        }
    }
}

/// A line of the ledger in its saved form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerRow {
    /// Text form of the session's key.
    pub session: String,
    /// Text form of the bell: minutes, or `snooze`.
    pub bell: String,
    /// The start it counted back from, in seconds since 1970-01-01T00:00:00Z.
    pub start: i64,
    /// When it was due, likewise.
    pub due: i64,
    /// The outcome as JSON with its `state`.
    pub outcome: String,
}

/// Everything saved, as it is loaded at the start.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saved {
    /// Lines of the ledger.
    pub ledger: Vec<LedgerRow>,
    /// Feed, document, when it was fetched.
    pub copies: Vec<(FeedId, Vec<u8>, DateTime<Utc>)>,
    /// Kind, key, JSON.
    pub facts: Vec<(String, String, String)>,
}
