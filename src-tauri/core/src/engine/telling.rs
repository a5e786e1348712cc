//! Decides of which changes a quiet notice tells, and joins those that come in a burst.
//! It never tells of a change that a reminder has told of.

use super::Engine;
use super::ringing::{Flight, LONGEST_RETRY};
use crate::notice;
use crate::plan::held_until;
use crate::request::JoinRequest;
use crate::session::FeedId;
use crate::store::{Change, What, one_for_many};
use chrono::{DateTime, Duration, Utc};

/// Changes that are seen within that time are told together.
const BURST: Duration = Duration::seconds(5);
/// A change that could not be told for that long is only listed.
const STALE: Duration = Duration::days(1);

impl Engine {
    /// Lists what changed in a feed, and marks what a notice is to tell of.
    pub(super) fn note_changes(&mut self, feed: &FeedId, changes: Vec<Change>, now: DateTime<Utc>) {
        let mut changes = one_for_many(changes, |change| {
            let asked = self.state.requests.get(&change.session).is_some_and(JoinRequest::is_open);
            asked || self.state.entries(&change.session).next().is_some()
        });
        for change in &mut changes {
            change.untold = self.is_told(change);
        }
        if let Some(state) = self.state.feeds.get_mut(feed).filter(|_| !changes.is_empty()) {
            state.list_changes(changes, now);
            self.save(vec![self.state.changes_record(feed)]);
        }
    }

    /// Whether a change is worth a notice: for what the person rings for or asked to join.
    fn is_told(&self, change: &Change) -> bool {
        let session = &change.session;
        let asked = self.state.requests.get(session).is_some_and(JoinRequest::is_open);
        let rang = self.state.entries(session).next().is_some();
        let rings = !self.state.muted.contains(session) && !self.state.leads_of(session, &self.settings).is_empty();
        match change.what {
            What::New => false,
            What::Topic { .. } => self.settings.tell_changes && asked,
            What::Moved { .. } | What::Back | What::Host { .. } => self.settings.tell_changes && (asked || rings),
            // Who was called to it must hear that it does not take place, whatever is set.
            What::Cancelled | What::Withdrawn => asked || (rings && (self.settings.tell_changes || rang)),
        }
    }

    /// Tells of what has changed, if it is time; answers when to look again.
    pub(super) fn tell(&mut self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let reader = self.reader();
        let over = |change: &Change| {
            let session = self.state.session(&change.session);
            change.at < now - STALE || change.at > now + STALE || session.is_some_and(|session| session.end(reader) < now)
        };
        let stale: Vec<Change> = self.untold().filter(|change| over(change)).cloned().collect();
        if !stale.is_empty() {
            self.settle_changes(|change| stale.contains(change));
        }
        let first = self.untold().map(|change| change.at).min()?;
        let newest = self.untold().map(|change| change.at).max()?;
        let waits = self.around.do_not_disturb
            || !self.around.can_ring()
            || held_until(&self.state, &self.settings, now, reader).is_some()
            || self.flights.values().any(|flight| matches!(flight, Flight::Changes(_)));
        if waits {
            // Whatever ends that brings its own wake-up.
            return None;
        }
        // A clock that was set back must not keep a change waiting, but a server that refuses is not asked without end.
        let joined = if first <= now { first + BURST } else { now };
        let when = self.tell_again.filter(|again| *again <= now + LONGEST_RETRY).map_or(joined, |again| joined.max(again));
        if when > now {
            return Some(when);
        }
        let untold: Vec<&Change> = self.untold().collect();
        let notice = notice::changed(&untold, self.stage(now));
        let replaces = self.changes_notice.clone();
        self.send(Flight::Changes(newest), notice, replaces, now);
        None
    }

    pub(super) fn untold(&self) -> impl Iterator<Item = &Change> {
        let feeds = self.settings.feeds.iter().filter_map(|feed| self.state.feeds.get(&feed.id));
        feeds.flat_map(|feed| feed.changes.iter()).filter(|change| change.untold)
    }

    /// Notes that nothing more needs to be told of those changes.
    pub(super) fn settle_changes(&mut self, told: impl Fn(&Change) -> bool) {
        let mut touched = Vec::new();
        for (id, feed) in &mut self.state.feeds {
            let settled = feed.changes.iter_mut().filter(|change| change.untold && told(change)).map(|change| change.untold = false);
            if settled.count() > 0 {
                touched.push(id.clone());
            }
        }
        let records = touched.iter().map(|feed| self.state.changes_record(feed)).collect();
        self.save(records);
    }

    /// The list of changes has been seen.
    pub(super) fn clear_changes(&mut self) {
        let seen: Vec<FeedId> = self.state.feeds.iter().filter(|(_, feed)| !feed.changes.is_empty()).map(|(id, _)| id.clone()).collect();
        for id in &seen {
            if let Some(feed) = self.state.feeds.get_mut(id) {
                feed.changes.clear();
            }
        }
        let records = seen.iter().map(|feed| self.state.changes_record(feed)).collect();
        self.save(records);
        if let Some(posted) = self.changes_notice.take() {
            self.retract_unless_standing(posted);
        }
    }
}
