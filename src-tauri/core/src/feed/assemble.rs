//! Decides which entries of a document belong together: the revisions of one session, and the occurrences of a series.
//! It never drops a session because its publisher gave two of them one uid.

use super::issues::Issues;
use super::{Scope, USED_AGAIN, Weight, named};
use crate::language::sentence;
use crate::recur::Rule;
use crate::series::{Feed, Series};
use crate::session::{RecurrenceId, Session, Uid};
use chrono::{Duration, NaiveDate, NaiveDateTime};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How often an entry takes place besides its start.
#[derive(Debug, Default)]
pub(super) struct Repeats {
    pub(super) rules: Vec<Rule>,
    pub(super) starts_anyway: bool,
    pub(super) also: BTreeMap<NaiveDateTime, Option<Duration>>,
    pub(super) except: BTreeSet<NaiveDateTime>,
    pub(super) except_days: BTreeSet<NaiveDate>,
    /// It is one more than are followed: nothing else stands here.
    pub(super) unfollowed: bool,
    /// Occurrences that differ, as the entry itself has them.
    pub(super) changed: BTreeMap<RecurrenceId, Session>,
}

impl Repeats {
    /// Of more repeating entries than are followed.
    pub(super) fn unfollowed() -> Self {
        Self { unfollowed: true, ..Self::default() }
    }
}

/// An entry as it was read, before it is known what it belongs to.
#[derive(Debug)]
pub(super) struct Entry {
    /// With an occurrence: that one of a series.
    pub(super) session: Session,
    /// When it was last edited, as far as texts of the document can be compared.
    pub(super) updated: Option<Box<str>>,
    /// Where it stands, for issues.
    pub(super) place: Box<str>,
    pub(super) repeats: Option<Box<Repeats>>,
    /// It holds for later occurrences too.
    pub(super) from_then_on: bool,
}

impl Entry {
    /// An entry that takes place once.
    pub(super) fn once(session: Session, place: impl Into<Box<str>>) -> Self {
        Self { session, updated: None, place: place.into(), repeats: None, from_then_on: false }
    }

    /// Calls what has no title of its own so.
    fn entitle(&mut self, untitled: &Arc<str>) {
        let changed = self.repeats.iter_mut().flat_map(|repeats| repeats.changed.values_mut());
        std::iter::once(&mut self.session).chain(changed).filter(|session| session.title.is_empty()).for_each(|session| session.title = untitled.clone());
    }

    /// Gives it an identity of its own, with all that it has.
    fn rename(&mut self, uid: &Uid) {
        self.session.uid = uid.clone();
        for changed in self.repeats.iter_mut().flat_map(|repeats| repeats.changed.values_mut()) {
            changed.uid = uid.clone();
        }
    }
}

/// A text that many sessions may have: of nothing there is one for all.
pub(super) fn shared_text(text: String) -> Arc<str> {
    if text.is_empty() { Arc::default() } else { text.into() }
}

/// Keeps one more entry. Of a large feed the list never needs twice its room to grow.
pub(super) fn keep(entries: &mut Vec<Entry>, entry: Entry) {
    if entries.len() == entries.capacity() {
        entries.reserve_exact((entries.len() / 4).max(256));
    }
    entries.push(entry);
}

/// Puts the entries into the feed, each series with its occurrences in the scope's window.
pub(super) fn assemble(feed: &mut Feed, mut entries: Vec<Entry>, scope: &Scope, issues: &mut Issues) {
    let untitled: Arc<str> = if feed.title.is_empty() { "–".into() } else { feed.title.as_str().into() };
    entries.iter_mut().for_each(|entry| entry.entitle(&untitled));
    let entries = one_of_each(entries, issues);
    feed.sessions.reserve_exact(entries.len());
    let mut entries = entries.into_iter().peekable();
    let mut unfollowed = 0_usize;
    while let Some(first) = entries.next() {
        let mut more = Vec::new();
        while let Some(next) = entries.next_if(|next| next.session.uid == first.session.uid) {
            more.push(next);
        }
        if first.repeats.as_ref().is_some_and(|repeats| !repeats.unfollowed) {
            feed.series.push(series(first, more));
        } else {
            unfollowed += usize::from(first.repeats.is_some());
            // Occurrences without a session that repeats stand for themselves; one may stand for that session's own start.
            let own_start = RecurrenceId(first.session.start.wall());
            let is_replaced = first.session.occurrence.is_none() && more.iter().any(|entry| entry.session.occurrence == Some(own_start));
            // A change of one date and one from that date on are one occurrence, where there is no series to change.
            let mut listed = BTreeSet::new();
            let alone = Some(first.session).filter(|_| !is_replaced).into_iter().chain(more.into_iter().map(|entry| entry.session));
            feed.sessions.extend(alone.filter(|session| listed.insert(session.occurrence)));
        }
    }
    drop(entries);
    if unfollowed > 0 {
        issues.warn(String::new(), sentence("issue-unfollowed").with("most", most_series(scope.most_entries)).with("n", unfollowed));
    }
    feed.unroll(scope.window);
    for uid in &feed.cut {
        issues.warn(String::new(), sentence("issue-series-cut").with("uid", &*uid.0));
    }
}

/// Repeating sessions that are followed: an eighth of the entries, since each takes several times the room of another.
pub(super) fn most_series(most_entries: usize) -> usize {
    most_entries / 8
}

fn series(first: Entry, changes: Vec<Entry>) -> Series {
    let repeats = first.repeats.unwrap_or_default();
    let mut series = Series {
        first: first.session,
        rules: repeats.rules,
        starts_anyway: repeats.starts_anyway,
        also: repeats.also,
        except: repeats.except,
        except_days: repeats.except_days,
        changed: repeats.changed,
        from_then_on: BTreeMap::new(),
    };
    for change in changes {
        let Some(id) = change.session.occurrence else { continue };
        if change.from_then_on {
            let shift = change.session.start.wall() - id.0;
            series.from_then_on.insert(id, (shift, change.session));
        } else if series.changed.get(&id).is_none_or(|other| other.sequence <= change.session.sequence) {
            series.changed.insert(id, change.session);
        }
    }
    series
}

/// Of several entries with one identity the newest stays: higher sequence, then later update, then later in the document. If they are
/// of one revision and start at different times, they are different sessions.
fn one_of_each(mut entries: Vec<Entry>, issues: &mut Issues) -> Vec<Entry> {
    let identity = |entry: &Entry| (entry.session.uid.clone(), entry.session.occurrence, entry.from_then_on);
    // In place: of a large feed there is never a second list.
    entries.sort_by_cached_key(|entry| (identity(entry), entry.session.sequence, entry.updated.clone()));
    let mut any_renamed = false;
    entries.dedup_by(|entry, last| {
        if identity(last) != identity(entry) {
            return false;
        }
        let used_again = |outcome| sentence(outcome).with("uid", &*entry.session.uid.0).with("place", named(&entry.place));
        let (was, is) = (last.session.start.wall(), entry.session.start.wall());
        let are_two = last.session.sequence == entry.session.sequence && was != is && entry.session.occurrence.is_none();
        if are_two {
            issues.warn(last.place.clone(), used_again("issue-uid-of-two"));
            any_renamed = true;
        } else {
            issues.add(Weight::Error, last.place.clone(), used_again(USED_AGAIN));
        }
        // The earliest keeps the name, so that the others' names do not depend on their order; it is what the next one is compared with.
        if !are_two || was < is {
            std::mem::swap(last, entry);
        }
        if are_two {
            last.rename(&uid_by_start(&last.session.uid, &last.session.start.wall()));
        }
        !are_two
    });
    if any_renamed {
        entries.sort_by_cached_key(identity);
        entries.dedup_by_key(|entry| identity(entry));
    }
    entries
}

fn uid_by_start(uid: &Uid, start: &NaiveDateTime) -> Uid {
    Uid(format!("{}@{}", uid.0, start.format("%Y%m%dT%H%M%S")).into())
}

/// The identity of an entry that has none: by what it is called and when it is, since nothing else stays the same.
pub(super) fn uid_of_nameless(title: &str, start: &NaiveDateTime) -> Uid {
    Uid(format!("{}@{}", title.chars().take(100).collect::<String>(), start.format("%Y%m%dT%H%M%S")).into())
}
