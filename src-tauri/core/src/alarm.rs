//! Decides what one reminder is called and which states it can be in.
//! It never decides when it is due: that is the plan's, from these values and the time it is given.

use crate::session::SessionKey;
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use std::fmt;

/// How long before the start a reminder rings: whole minutes, 0 (at the start) to 10,080 (a week), or after it, down to
/// −120.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i32", into = "i32")]
pub struct LeadTime(i16);

/// A lead outside its range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a reminder can ring up to 10,080 minutes (a week) before a session and up to 120 after its start, not {0}")]
pub struct LeadOutOfRange(pub i32);

impl LeadTime {
    /// At the start itself.
    pub const AT_START: Self = Self(0);
    /// The latest: two hours after the start.
    pub const LATEST: Self = Self(-120);

    /// That many minutes before the start; after it, if they are negative.
    ///
    /// # Errors
    /// More than a week before, or two hours after.
    pub fn minutes(minutes: i32) -> Result<Self, LeadOutOfRange> {
        match i16::try_from(minutes) {
            Ok(small) if (Self::LATEST.0..=10_080).contains(&small) => Ok(Self(small)),
            Ok(_) | Err(_) => Err(LeadOutOfRange(minutes)),
        }
    }

    /// The lead in minutes; negative after the start.
    #[must_use]
    pub fn as_minutes(self) -> i32 {
        i32::from(self.0)
    }

    /// The lead as a span of time.
    #[must_use]
    pub fn span(self) -> Duration {
        Duration::minutes(i64::from(self.0))
    }
}

impl TryFrom<i32> for LeadTime {
    type Error = LeadOutOfRange;
    fn try_from(minutes: i32) -> Result<Self, LeadOutOfRange> {
        Self::minutes(minutes)
    }
}

impl From<LeadTime> for i32 {
    fn from(lead: LeadTime) -> Self {
        lead.as_minutes()
    }
}

/// Which of a session's reminders.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bell {
    /// The one that far ahead of the start.
    Lead(LeadTime),
    /// The one that many minutes after the start, of those that ring on until somebody acts.
    Insist(u8),
    /// The one that a person put off; a session has at most one.
    Snooze,
}

impl Bell {
    /// The least of all bells, in the order of the ledger.
    pub const FIRST: Self = Self::Lead(LeadTime::LATEST);
}

/// Text form, as the ledger has it: the minutes, `insist` and minutes, or `snooze`.
impl fmt::Display for Bell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lead(lead) => write!(f, "{}", lead.as_minutes()),
            Self::Insist(minute) => write!(f, "insist {minute}"),
            Self::Snooze => f.write_str("snooze"),
        }
    }
}

impl std::str::FromStr for Bell {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        if text == "snooze" {
            return Ok(Self::Snooze);
        }
        let unknown = || format!("“{text}” names no reminder");
        if let Some(minute) = text.strip_prefix("insist ") {
            return minute.parse().map(Self::Insist).map_err(|_| unknown());
        }
        let minutes = text.parse::<i32>().map_err(|_| unknown())?;
        LeadTime::minutes(minutes).map(Self::Lead).map_err(|wrong| wrong.to_string())
    }
}

/// A reminder's identity. It holds no title, no stamp, no fetch time and no present start: the same reminder keeps
/// its identity whatever its publisher edits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AlarmKey {
    /// The session (feed, uid, occurrence as first announced).
    pub session: SessionKey,
    /// Which of its reminders.
    pub bell: Bell,
}

/// A notification on a server: the id means something only to the server life that gave it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Posted {
    /// The server's unique bus name (`:1.7`), or another token that differs for every server life.
    pub server: String,
    /// The id it gave.
    pub id: u32,
}

/// How a reminder was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// The notice was closed by the person, or the session dismissed in a window.
    Dismissed,
    /// The session was opened in the window.
    Opened,
    /// The meeting was joined.
    Joined,
    /// The host was asked.
    Asked,
    /// It was put off; the snooze goes on as a reminder of its own.
    Snoozed,
}

/// Why a reminder was missed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unheard {
    /// The machine slept, or the program did not run.
    #[default]
    Away,
    /// A pause, quiet hours or do-not-disturb held it.
    Held,
    /// No notification server took it.
    Refused,
}

/// What became of a reminder. One that is only planned has no entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum Outcome {
    /// Put off until that instant; rings again then.
    Snoozed {
        /// When it rings again.
        until: DateTime<Utc>,
    },
    /// About to be handed to the server; written before it is.
    Claimed {
        /// From 1; more than 1 after a crash or a server that failed.
        attempt: u32,
        /// When it was claimed.
        at: DateTime<Utc>,
    },
    /// The server has it.
    Shown {
        /// Where.
        posted: Posted,
        /// When the server answered.
        at: DateTime<Utc>,
    },
    /// A person answered it. Final.
    Acknowledged {
        /// How.
        how: Answer,
        /// When.
        at: DateTime<Utc>,
        /// The notice that showed it, if that still stands because it names others too.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        posted: Option<Posted>,
    },
    /// Another notice of the same session said it. Final for this start.
    Superseded {
        /// When.
        at: DateTime<Utc>,
        /// The notice that showed it until then, if there was one: it still stands if it names others too.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        posted: Option<Posted>,
    },
    /// Its session was cancelled, withdrawn or moved before anybody answered; if it takes place at the same start after
    /// all, the reminder holds again.
    Cancelled {
        /// When that was seen.
        at: DateTime<Utc>,
    },
    /// It was too late for a notice; it is on the missed list. It stays there unless it turns out that it is not too late:
    /// the clock was ahead, or the session lasts longer than was published.
    Missed {
        /// When that was found.
        at: DateTime<Utc>,
        /// What the session was called: many feeds drop what is over.
        #[serde(default)]
        title: String,
        /// Why nobody heard of it.
        #[serde(default)]
        why: Unheard,
    },
}

impl Outcome {
    /// The notice that shows it, or showed it until another took its place or it was answered.
    #[must_use]
    pub fn posted(&self) -> Option<&Posted> {
        match self {
            Self::Shown { posted, .. } => Some(posted),
            Self::Superseded { posted, .. } | Self::Acknowledged { posted, .. } => posted.as_ref(),
            Self::Snoozed { .. } | Self::Claimed { .. } | Self::Cancelled { .. } | Self::Missed { .. } => None,
        }
    }

    /// When it became so; for a snooze, when it rings again.
    #[must_use]
    pub fn at(&self) -> DateTime<Utc> {
        match self {
            Self::Snoozed { until: at }
            | Self::Claimed { at, .. }
            | Self::Shown { at, .. }
            | Self::Acknowledged { at, .. }
            | Self::Superseded { at, .. }
            | Self::Cancelled { at }
            | Self::Missed { at, .. } => *at,
        }
    }

    /// Whether nothing more is to be shown for this reminder and start. A claim is not settled: until the server
    /// has answered, the reminder may still have to be shown. Nor is what was missed, should its time turn out not to be over.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        match self {
            Self::Snoozed { .. } | Self::Claimed { .. } | Self::Cancelled { .. } | Self::Missed { .. } => false,
            Self::Shown { .. } | Self::Acknowledged { .. } | Self::Superseded { .. } => true,
        }
    }
}

/// A line of the ledger: what became of a reminder, and for which start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The instant the reminder counted back from; a session moved elsewhere has its reminders armed again.
    pub start: DateTime<Utc>,
    /// When it was due.
    pub due: DateTime<Utc>,
    /// What became of it.
    pub outcome: Outcome,
}
