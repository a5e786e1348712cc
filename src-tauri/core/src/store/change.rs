//! Decides what has changed for a person when a feed is read anew.
//! It never decides whether they are told: that is the engine's, from what they ring for.

use super::{FeedCopy, FeedState, Known, Place};
use crate::series::Window;
use crate::session::{FeedId, Session, SessionKey, Status, Uid};
use crate::zone::Zone;
use chrono::{DateTime, Datelike, Duration, Utc};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Changes are listed for that long.
pub const LISTED: Duration = Duration::days(14);
/// Changes kept of one feed at most; the oldest go.
pub const MOST_CHANGES: usize = 50;
/// So many dates of a series that change alike are each a change; of more, the first stands for all.
const EACH: usize = 3;
/// A session that vanished is remembered for that long after its start, so that it is not new when it comes back.
const REMEMBERED: Duration = Duration::days(7);

/// A change of a session that was still to come, or running.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// When it was seen.
    pub at: DateTime<Utc>,
    /// Of which session.
    pub session: SessionKey,
    /// Its topic, as it was last known.
    pub title: String,
    /// What changed.
    #[serde(flatten)]
    pub what: What,
    /// Whether a notice about it is still to be shown.
    pub untold: bool,
}

/// What changed. A floating time is given as if the reader were in UTC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum What {
    /// It was not there before.
    New,
    /// It starts at another time.
    Moved {
        /// Before.
        from: DateTime<Utc>,
        /// Now.
        to: DateTime<Utc>,
    },
    /// It does not take place.
    Cancelled,
    /// The feed no longer has it.
    Withdrawn,
    /// It takes place after all.
    Back,
    /// It has a further topic.
    Topic {
        /// What the topic's link says, or where it leads.
        label: String,
    },
    /// Somebody else hosts it.
    Host {
        /// Who.
        to: String,
    },
}

impl FeedState {
    /// Takes over a newly read feed and answers what is different. Sessions that moved remember from where and when;
    /// one that runs and is no longer in the feed stays until its end, since feeds drop what has begun. Also answered are those
    /// that took another's place, each behind the one whose place it is.
    pub fn merge(&mut self, id: &FeedId, mut copy: FeedCopy, reader: Zone, now: DateTime<Utc>) -> (Vec<Change>, Vec<(SessionKey, SessionKey)>) {
        let was_read = self.copy.is_some();
        let horizon = self.copy.as_ref().map(|old| old.feed.window.to);
        // Of a series that is cut, what lies behind the cut is neither new nor gone.
        let was_cut: BTreeSet<Uid> = self.copy.iter().flat_map(|old| old.feed.cut.iter().cloned()).collect();
        let is_cut: BTreeSet<Uid> = copy.feed.cut.iter().cloned().collect();
        let before: BTreeMap<Place, Session> =
            self.copy.take().map_or(BTreeMap::new(), |old| old.feed.sessions.into_iter().map(|session| (place(&session), session)).collect());
        let heirs = heirs(&before, &copy.feed.sessions, &self.known, |old| old.end(reader) > now);
        let mut changes = Vec::new();
        let mut note = |session: &Session, what| {
            let key = SessionKey { feed: id.clone(), uid: session.uid.clone(), occurrence: session.occurrence };
            changes.push(Change { at: now, session: key, title: session.title.to_string(), what, untold: false });
        };
        let mut known = BTreeMap::new();
        for session in &copy.feed.sessions {
            let place = place(session);
            let start = session.start.bell(Zone::UTC);
            let was = heirs.get(&place).unwrap_or(&place);
            // An occurrence that came into the window after the last reading is known from the copy alone.
            let unrolled = before.get(was).map(|old| Known { since: now, start: old.start.bell(Zone::UTC), moved_from: None, moved_at: None });
            let entry = match self.known.get(was).or(unrolled.as_ref()) {
                None => Known { since: now, start, moved_from: None, moved_at: None },
                Some(before) if before.start == start => *before,
                Some(before) => Known { since: before.since, start, moved_from: Some(before.start), moved_at: Some(now) },
            };
            let matters = session.end(reader) > now || before.get(was).is_some_and(|old| old.end(reader) > now);
            if was_read && matters {
                match (before.get(was), self.known.get(was)) {
                    (Some(old), _) => differences(old, session).into_iter().for_each(|what| note(session, what)),
                    (None, _) if was_cut.contains(&session.uid) => {}
                    (None, Some(old)) if old.start == start => note(session, What::Back),
                    (None, Some(old)) => note(session, What::Moved { from: old.start, to: start }),
                    // Of a series, what lies beyond the last window was never looked at.
                    (None, None) if session.occurrence.is_some() && horizon.is_some_and(|horizon| start >= horizon) => {}
                    (None, None) => note(session, What::New),
                }
            }
            known.insert(place, entry);
        }
        let mut running = Vec::new();
        let key = |(uid, occurrence): &Place| SessionKey { feed: id.clone(), uid: uid.clone(), occurrence: *occurrence };
        let renamed = heirs.iter().map(|(new, old)| (key(old), key(new))).collect();
        let inherited: BTreeSet<Place> = heirs.into_values().collect();
        for (place, session) in before {
            if known.contains_key(&place) || inherited.contains(&place) || session.status == Status::Cancelled {
                continue;
            }
            let start = session.start.instant(reader);
            if start > now {
                if session.occurrence.is_none() || (start < copy.feed.window.to && !is_cut.contains(&session.uid)) {
                    note(&session, What::Withdrawn);
                }
            } else if session.end(reader) > now {
                running.push(session);
            }
        }
        for (place, entry) in &self.known {
            if entry.start > now - REMEMBERED && !known.contains_key(place) && !inherited.contains(place) {
                known.insert(place.clone(), *entry);
            }
        }
        copy.feed.sessions.extend(running);
        copy.feed.sessions.sort_by(|a, b| (&a.uid, a.occurrence).cmp(&(&b.uid, b.occurrence)));
        self.known = known;
        self.copy = Some(copy);
        (changes, renamed)
    }

    /// Looks at the occurrences of another window. One that runs stays, as in [`FeedState::merge`].
    pub fn turn(&mut self, window: Window, reader: Zone, now: DateTime<Utc>) {
        let Some(copy) = &mut self.copy else { return };
        let runs = |session: &Session| session.start.instant(reader) <= now && now < session.end(reader);
        let running: Vec<Session> = copy.feed.sessions.iter().filter(|session| session.occurrence.is_some() && runs(session)).cloned().collect();
        copy.feed.unroll(window);
        for session in running {
            let sessions = &mut copy.feed.sessions;
            if let Err(place) = sessions.binary_search_by(|other| (&other.uid, other.occurrence).cmp(&(&session.uid, session.occurrence))) {
                sessions.insert(place, session);
            }
        }
    }

    /// Notes changes and forgets old ones.
    pub fn list_changes(&mut self, new: Vec<Change>, now: DateTime<Utc>) {
        self.changes.extend(new);
        self.changes.retain(|change| change.at > now - LISTED);
        let excess = self.changes.len().saturating_sub(MOST_CHANGES);
        self.changes.drain(..excess);
    }
}

fn place(session: &Session) -> Place {
    (session.uid.clone(), session.occurrence)
}

/// Which sessions take the place of one that is gone, by their own place: of the same uid and day, or else of the same week, if that one
/// was still to be. A series whose start is edited or that is held on another weekday has other occurrences by name, a session that begins
/// to repeat has one, and none of them was cancelled.
fn heirs(before: &BTreeMap<Place, Session>, now: &[Session], known: &BTreeMap<Place, Known>, is_to_be: impl Fn(&Session) -> bool) -> BTreeMap<Place, Place> {
    let stays: BTreeSet<Place> = now.iter().map(place).collect();
    let gone: Vec<&Session> = before.iter().filter(|(place, old)| !stays.contains(*place) && old.status != Status::Cancelled).map(|(_, old)| old).collect();
    if gone.is_empty() {
        return BTreeMap::new();
    }
    let new: Vec<&Session> = now.iter().filter(|new| !before.contains_key(&place(new)) && !known.contains_key(&place(new))).collect();
    let mut heirs = BTreeMap::new();
    pair(&mut heirs, gone.iter().copied(), &new, |session| (session.uid.clone(), session.start.wall().date()));
    let inherited: BTreeSet<Place> = heirs.values().cloned().collect();
    let left = gone.into_iter().filter(|old| !inherited.contains(&place(old)) && is_to_be(old));
    pair(&mut heirs, left, &new, |session| (session.uid.clone(), session.start.wall().date().iso_week()));
    heirs
}

/// Gives each new session without a predecessor the first of those that are gone and alike.
fn pair<'a, K: Ord>(heirs: &mut BTreeMap<Place, Place>, gone: impl Iterator<Item = &'a Session>, new: &[&Session], alike: impl Fn(&Session) -> K) {
    let mut left: BTreeMap<K, VecDeque<Place>> = BTreeMap::new();
    for old in gone {
        left.entry(alike(old)).or_default().push_back(place(old));
    }
    for new in new {
        if heirs.contains_key(&place(new)) {
            continue;
        }
        if let Some(old) = left.get_mut(&alike(new)).and_then(VecDeque::pop_front) {
            heirs.insert(place(new), old);
        }
    }
}

/// Of the changes that many dates of one series have alike, the first stands for all, beside those that `matter` each.
#[must_use]
pub fn one_for_many(changes: Vec<Change>, matters: impl Fn(&Change) -> bool) -> Vec<Change> {
    let mut alike: BTreeMap<(Uid, String), usize> = BTreeMap::new();
    let kind = |change: &Change| (change.session.uid.clone(), change.what.kind());
    for change in &changes {
        *alike.entry(kind(change)).or_default() += 1;
    }
    let mut stands: BTreeSet<(Uid, String)> = BTreeSet::new();
    let is_kept = |change: &Change| {
        let kind = kind(change);
        let each = match change.what {
            What::New | What::Topic { .. } | What::Host { .. } => 1,
            What::Moved { .. } | What::Cancelled | What::Withdrawn | What::Back => EACH,
        };
        alike.get(&kind).is_none_or(|many| *many <= each) || stands.insert(kind) || matters(change)
    };
    changes.into_iter().filter(is_kept).collect()
}

impl What {
    /// The same for changes that are alike.
    fn kind(&self) -> String {
        match self {
            Self::New => "new".to_owned(),
            Self::Moved { from, to } => format!("moved {}", (*to - *from).num_seconds()),
            Self::Cancelled => "cancelled".to_owned(),
            Self::Withdrawn => "withdrawn".to_owned(),
            Self::Back => "back".to_owned(),
            Self::Topic { label } => format!("topic {label}"),
            Self::Host { to } => format!("host {to}"),
        }
    }
}

/// What is different between two readings of one session, the most important first.
fn differences(old: &Session, new: &Session) -> Vec<What> {
    let off = |session: &Session| session.status == Status::Cancelled;
    match (off(old), off(new)) {
        (true, true) => return Vec::new(),
        (false, true) => return vec![What::Cancelled],
        (true, false) => return vec![What::Back],
        (false, false) => {}
    }
    let mut found = Vec::new();
    let (from, to) = (old.start.bell(Zone::UTC), new.start.bell(Zone::UTC));
    if from != to {
        found.push(What::Moved { from, to });
    }
    if old.hosted_by() != new.hosted_by() && !new.hosts.is_empty() {
        found.push(What::Host { to: new.hosted_by() });
    }
    let added = new.topics.iter().filter(|topic| !old.topics.iter().any(|before| before.link == topic.link));
    found.extend(added.map(|topic| What::Topic { label: if topic.title.is_empty() { topic.link.host().to_owned() } else { topic.title.clone() } }));
    found
}
