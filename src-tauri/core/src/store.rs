//! Decides what the program knows and how a newly fetched feed changes it.
//! It never forgets on its own: the saved form of each change goes out as a [`Record`] for the disk.

pub mod record;
mod restore;

pub use record::{LedgerRow, Record, Saved};
pub use restore::{PRUNE_AFTER, ledger_record, restore};

use crate::alarm::{AlarmKey, Entry, Outcome, Posted};
use crate::feed::Issue;
use crate::link::JoinLink;
use crate::poll::PollState;
use crate::request::{JoinRequest, RoomKey};
use crate::session::{Feed, FeedId, RecurrenceId, Session, SessionKey, Uid};
use crate::zone::Zone;
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Everything the program knows besides the settings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Subscribed feeds, and removed ones that can still come back.
    pub feeds: BTreeMap<FeedId, FeedState>,
    /// What became of reminders.
    pub ledger: BTreeMap<AlarmKey, Entry>,
    /// Sessions that do not ring.
    pub muted: BTreeSet<SessionKey>,
    /// How far requests to join are.
    pub requests: BTreeMap<SessionKey, JoinRequest>,
    /// Links that were received, by the room they open.
    pub links: BTreeMap<RoomKey, KeptLink>,
    /// Hosts that a person agreed to open for a room.
    pub trusted: BTreeSet<(RoomKey, String)>,
    /// Until when a pause holds reminders.
    pub paused_until: Option<DateTime<Utc>>,
    /// Reminders missed up to then have been seen.
    pub missed_seen: Option<DateTime<Utc>>,
}

/// A received link. The link is a secret and is saved as one; the rest is a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptLink {
    /// The link itself.
    pub link: JoinLink,
    /// With which session it came, and when.
    pub note: LinkNote,
}

/// Where a received link came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkNote {
    /// The session it came with.
    pub session: SessionKey,
    /// That session's topic.
    pub title: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// What is known of one feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedState {
    /// The last good copy.
    pub copy: Option<FeedCopy>,
    /// When each session was first seen, and where it stood.
    pub known: BTreeMap<Place, Known>,
    /// How its polling stands.
    pub poll: PollState,
}

/// A session inside a feed.
pub type Place = (Uid, Option<RecurrenceId>);

/// A feed as it was last read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedCopy {
    /// What it says.
    pub feed: Feed,
    /// What of it was not understood.
    pub issues: Vec<Issue>,
    /// When it was fetched.
    pub fetched: DateTime<Utc>,
    /// Of the document's bytes, as [`content_hash`] has it.
    pub hash: u64,
}

/// What is remembered of a session over its edits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// When it was first seen.
    pub since: DateTime<Utc>,
    /// What it counted back from when the feed was last read; a floating time as if the reader were in UTC, so that
    /// a reader who travels does not make sessions move.
    pub start: DateTime<Utc>,
    /// Where it stood before it last moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_from: Option<DateTime<Utc>>,
}

/// FNV-1a of a document, to tell whether it changed.
#[must_use]
pub fn content_hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3))
}

impl FeedState {
    /// Takes over a newly read feed. Sessions that moved remember from where.
    pub fn merge(&mut self, copy: FeedCopy, now: DateTime<Utc>) {
        let mut known = BTreeMap::new();
        for session in &copy.feed.sessions {
            let place = (session.uid.clone(), session.occurrence);
            let start = session.start.bell(Zone::UTC);
            let entry = match self.known.get(&place) {
                None => Known { since: now, start, moved_from: None },
                Some(before) if before.start == start => *before,
                Some(before) => Known { since: before.since, start, moved_from: Some(before.start) },
            };
            known.insert(place, entry);
        }
        // A session that vanishes for a while and comes back is not new.
        for (place, entry) in &self.known {
            if entry.start > now - Duration::days(7) && !known.contains_key(place) {
                known.insert(place.clone(), *entry);
            }
        }
        self.known = known;
        self.copy = Some(copy);
    }

    /// How many sessions of a feed are still to come.
    #[must_use]
    pub fn coming(feed: &Feed, now: DateTime<Utc>, reader: Zone) -> usize {
        feed.sessions.iter().filter(|session| session.start.instant(reader) > now).count()
    }

    /// The sessions of the copy.
    #[must_use]
    pub fn sessions(&self) -> &[Session] {
        self.copy.as_ref().map_or(&[], |copy| &copy.feed.sessions)
    }
}

impl State {
    /// The session of that key, if a copy has it.
    #[must_use]
    pub fn session(&self, key: &SessionKey) -> Option<&Session> {
        let sessions = self.feeds.get(&key.feed)?.sessions();
        let at = sessions.binary_search_by(|session| (&session.uid, session.occurrence).cmp(&(&key.uid, key.occurrence))).ok()?;
        sessions.get(at)
    }

    /// The ledger's entries of one session, in the order of their bells.
    pub fn entries<'a>(&'a self, session: &'a SessionKey) -> impl Iterator<Item = (&'a AlarmKey, &'a Entry)> {
        let first = AlarmKey { session: session.clone(), bell: crate::alarm::Bell::Lead(crate::alarm::LeadTime::AT_START) };
        self.ledger.range(first..).take_while(move |(key, _)| key.session == *session)
    }

    /// The reminder that stands on a server as `posted`.
    #[must_use]
    pub fn shown_as(&self, posted: &Posted) -> Option<&AlarmKey> {
        self.ledger.iter().find_map(|(key, entry)| match &entry.outcome {
            Outcome::Shown { posted: there, .. } if there == posted => Some(key),
            Outcome::Shown { .. }
            | Outcome::Snoozed { .. }
            | Outcome::Claimed { .. }
            | Outcome::Acknowledged { .. }
            | Outcome::Superseded { .. }
            | Outcome::Cancelled { .. }
            | Outcome::Missed { .. } => None,
        })
    }
}
