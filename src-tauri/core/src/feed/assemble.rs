//! Decides which entries of a document belong together: the revisions of one session, and the occurrences of a series.
//! It never drops a session because its publisher gave two of them one uid.

use super::issues::Issues;
use super::{Scope, Weight};
use crate::recur::Rule;
use crate::series::{Feed, Series};
use crate::session::{RecurrenceId, Session, Uid};
use chrono::{Duration, NaiveDate, NaiveDateTime};
use std::collections::{BTreeMap, BTreeSet};

/// How often an entry takes place besides its start.
#[derive(Debug, Default)]
pub(super) struct Repeats {
    pub(super) rules: Vec<Rule>,
    pub(super) starts_anyway: bool,
    pub(super) also: BTreeMap<NaiveDateTime, Option<Duration>>,
    pub(super) except: BTreeSet<NaiveDateTime>,
    pub(super) except_days: BTreeSet<NaiveDate>,
    /// Occurrences that differ, as the entry itself has them.
    pub(super) changed: BTreeMap<RecurrenceId, Session>,
}

/// An entry as it was read, before it is known what it belongs to.
#[derive(Debug)]
pub(super) struct Entry {
    /// With an occurrence: that one of a series.
    pub(super) session: Session,
    /// When it was last edited, as far as texts of the document can be compared.
    pub(super) updated: Option<String>,
    /// Where it stands, for issues.
    pub(super) place: String,
    pub(super) repeats: Option<Repeats>,
    /// It holds for later occurrences too.
    pub(super) from_then_on: bool,
}

impl Entry {
    /// An entry that takes place once.
    pub(super) fn once(session: Session, place: String) -> Self {
        Self { session, updated: None, place, repeats: None, from_then_on: false }
    }

    /// Gives it an identity of its own, with all that it has.
    fn rename(&mut self, uid: &Uid) {
        self.session.uid = uid.clone();
        for changed in self.repeats.iter_mut().flat_map(|repeats| repeats.changed.values_mut()) {
            changed.uid = uid.clone();
        }
    }
}

/// Puts the entries into the feed, each series with its occurrences in the scope's window.
pub(super) fn assemble(feed: &mut Feed, entries: Vec<Entry>, scope: &Scope, issues: &mut Issues) {
    let mut entries = one_of_each(entries, issues).into_iter().peekable();
    while let Some(first) = entries.next() {
        let mut more = Vec::new();
        while let Some(next) = entries.next_if(|next| next.session.uid == first.session.uid) {
            more.push(next);
        }
        if first.repeats.is_some() {
            feed.series.push(series(first, more));
        } else {
            // Occurrences without a session that repeats stand for themselves; one may stand for that session's own start.
            let own_start = RecurrenceId(first.session.start.wall());
            let is_replaced = first.session.occurrence.is_none() && more.iter().any(|entry| entry.session.occurrence == Some(own_start));
            feed.sessions.extend(Some(first.session).filter(|_| !is_replaced));
            feed.sessions.extend(more.into_iter().map(|entry| entry.session));
        }
    }
    feed.unroll(scope.window);
    for uid in &feed.cut {
        let sentence = format!("the session “{}” repeats more often than can be shown; only the first times are", uid.0);
        issues.warn(String::new(), sentence);
    }
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
    entries.sort_by(|a, b| (identity(a), a.session.sequence, &a.updated).cmp(&(identity(b), b.session.sequence, &b.updated)));
    let mut kept: Vec<Entry> = Vec::with_capacity(entries.len());
    let mut renamed: Vec<Entry> = Vec::new();
    for mut entry in entries {
        let Some(last) = kept.last_mut().filter(|last| identity(last) == identity(&entry)) else {
            kept.push(entry);
            continue;
        };
        let shared = format!("the uid “{}” is used again at {}", entry.session.uid.0, entry.place);
        let (was, is) = (last.session.start.wall(), entry.session.start.wall());
        if last.session.sequence == entry.session.sequence && was != is && entry.session.occurrence.is_none() {
            issues.warn(last.place.clone(), format!("{shared}; both are shown. Give every session its own uid, so that it keeps its reminders when it moves"));
            // The earliest keeps the name, so that the others' names do not depend on their order.
            if is < was {
                std::mem::swap(last, &mut entry);
            }
            entry.rename(&uid_by_start(&entry.session.uid, &entry.session.start.wall()));
            renamed.push(entry);
        } else {
            issues.add(Weight::Error, last.place.clone(), format!("{shared}; the newer entry counts. Give every session its own uid"));
            *last = entry;
        }
    }
    if !renamed.is_empty() {
        renamed.sort_by_key(identity);
        renamed.dedup_by_key(|entry| identity(entry));
        kept.extend(renamed);
        kept.sort_by_key(identity);
    }
    kept
}

fn uid_by_start(uid: &Uid, start: &NaiveDateTime) -> Uid {
    Uid(format!("{}@{}", uid.0, start.format("%Y%m%dT%H%M%S")).into())
}

/// The identity of an entry that has none: by what it is called and when it is, since nothing else stays the same.
pub(super) fn uid_of_nameless(title: &str, start: &NaiveDateTime) -> Uid {
    Uid(format!("{}@{}", title.chars().take(100).collect::<String>(), start.format("%Y%m%dT%H%M%S")).into())
}
