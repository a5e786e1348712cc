//! Decides what the program knows and how a newly fetched feed changes it.
//! It never forgets on its own: the saved form of each change goes out as a [`Record`] for the disk.

mod change;
pub mod record;
mod restore;

pub use change::{Change, LISTED, MOST_CHANGES, What, one_for_many};
pub use record::{LedgerRow, Record, Saved};
pub use restore::{PRUNE_AFTER, kept_settings, ledger_record, restore};

use crate::alarm::{AlarmKey, Bell, Entry, LeadTime, Outcome, Posted};
use crate::feed::Issue;
use crate::link::JoinLink;
use crate::poll::PollState;
use crate::request::{JoinRequest, RoomKey};
use crate::series::Feed;
use crate::session::{FeedId, RecurrenceId, Session, SessionKey, Uid};
use crate::settings::Settings;
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
    /// Sessions with leads of their own; empty: the session does not ring by itself.
    pub leads: BTreeMap<SessionKey, Vec<LeadTime>>,
    /// Sessions that do not ring.
    pub muted: BTreeSet<SessionKey>,
    /// Sessions whose meeting opens by itself at the start.
    pub auto_open: BTreeSet<SessionKey>,
    /// How far requests to join are.
    pub requests: BTreeMap<SessionKey, JoinRequest>,
    /// On which channel and when the host of a room was asked last.
    pub asked: BTreeMap<RoomKey, (String, DateTime<Utc>)>,
    /// Links that were received, by the room they open.
    pub links: BTreeMap<RoomKey, KeptLink>,
    /// Where received links came from that are not at hand: their secrets were not read (yet).
    pub locked: BTreeMap<RoomKey, LinkNote>,
    /// Hosts that a person agreed to open for a room.
    pub trusted: BTreeSet<(RoomKey, String)>,
    /// Until when a pause holds reminders.
    pub paused_until: Option<DateTime<Utc>>,
    /// Reminders missed up to then have been seen.
    pub missed_seen: Option<DateTime<Utc>>,
    /// The ledger up to then was lost to a damaged file; what was due before it rang while there was one.
    pub rang_before: Option<DateTime<Utc>>,
    /// The last text of the settings file that was understood: it holds while the file is not.
    pub settings_text: Option<String>,
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
    /// Whose session that was; empty where that was not noted.
    #[serde(default)]
    pub hosts: String,
    /// When the link was last opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened: Option<DateTime<Utc>>,
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
    /// What has changed lately, oldest first.
    pub changes: Vec<Change>,
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
    /// When that was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_at: Option<DateTime<Utc>>,
}

/// FNV-1a of a document, to tell whether it changed.
#[must_use]
pub fn content_hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3))
}

impl FeedState {
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
    /// The sessions of the last seven days that nobody heard of, since the list was seen last; each with what it was called.
    /// One that has moved since is not missed.
    #[must_use]
    pub fn missed(&self, reader: Zone, now: DateTime<Utc>) -> Vec<(&SessionKey, &Entry, &str)> {
        let mut missed: Vec<(&SessionKey, &Entry, &str)> = Vec::new();
        for (alarm, entry) in &self.ledger {
            let Outcome::Missed { at, title, .. } = &entry.outcome else { continue };
            let seen = self.missed_seen.is_some_and(|seen| *at <= seen);
            let listed = missed.last().is_some_and(|(key, ..)| **key == alarm.session);
            let moved = self.session(&alarm.session).is_some_and(|session| session.start.bell(reader) != entry.start);
            if !seen && !listed && !moved && entry.start >= now - Duration::days(7) {
                missed.push((&alarm.session, entry, title));
            }
        }
        missed
    }

    /// The session of that key, if a copy has it.
    #[must_use]
    pub fn session(&self, key: &SessionKey) -> Option<&Session> {
        let sessions = self.feeds.get(&key.feed)?.sessions();
        let at = sessions.binary_search_by(|session| (&session.uid, session.occurrence).cmp(&(&key.uid, key.occurrence))).ok()?;
        sessions.get(at)
    }

    /// The ledger's entries of one session, in the order of their bells.
    pub fn entries<'a>(&'a self, session: &'a SessionKey) -> impl Iterator<Item = (&'a AlarmKey, &'a Entry)> {
        let first = AlarmKey { session: session.clone(), bell: Bell::FIRST };
        self.ledger.range(first..).take_while(move |(key, _)| key.session == *session)
    }

    /// The sessions whose reminders stand on a server as `posted`; several, if one notice names them together.
    #[must_use]
    pub fn shown_as(&self, posted: &Posted) -> BTreeSet<SessionKey> {
        let shown = self.ledger.iter().filter(|(_, entry)| matches!(&entry.outcome, Outcome::Shown { posted: there, .. } if there == posted));
        shown.map(|(key, _)| key.session.clone()).collect()
    }

    /// The leads that hold for a session.
    #[must_use]
    pub fn leads_of<'a>(&'a self, session: &SessionKey, settings: &'a Settings) -> &'a [LeadTime] {
        self.leads.get(session).map_or_else(|| settings.leads_of(&session.feed), Vec::as_slice)
    }
}
