//! Decides how a plan becomes notices, and what the server's word on each means for the ledger.
//! It never hands out a notice whose claim has not been handed out for saving before it.

use super::{Deadline, Effect, Engine};
use crate::action::WindowKind;
use crate::alarm::{AlarmKey, Bell, Entry, Outcome, Posted};
use crate::fault::Fault;
use crate::language::{Language, Sentence};
use crate::moment::Moment;
use crate::notice::{self, Stage, Urgency};
use crate::plan::{Due, Plan, Sight, plan};
use crate::session::{FeedId, SessionKey};
use crate::store::{State, What, ledger_record};
use chrono::{DateTime, Duration, Utc};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Longest wait before a refused notice is tried again.
pub(super) const LONGEST_RETRY: Duration = Duration::seconds(60);
/// That many sessions that ring within [`TOGETHER`] are named in one notice.
const DIGEST: usize = 3;
/// How close together notices come that are joined.
const TOGETHER: Duration = Duration::minutes(1);
/// That many notices of one feed within [`FLOOD`] come each by itself; after them all that stands of the feed is one notice.
const MOST_POPUPS: usize = 6;
/// For how long notices of a feed are counted.
const FLOOD: Duration = Duration::hours(1);
/// A reminder that no server takes for that long comes up in a window of its own.
const UNHEARD: Duration = Duration::seconds(2);

/// A notice on its way to the server.
#[derive(Clone, Debug)]
pub(super) enum Flight {
    /// Reminders, handed out then: those that are claimed, and those that stood already and are named again with them.
    Reminders { claimed: Vec<AlarmKey>, again: Vec<AlarmKey>, at: DateTime<Utc> },
    /// Changes seen up to then.
    Changes(DateTime<Utc>),
    /// What is no reminder: “Ring the bell now”, or a host’s answer about that session.
    Other(Option<SessionKey>),
}

/// A session whose notice was refused.
#[derive(Clone, Copy, Debug)]
pub(super) struct Retry {
    pub(super) failures: u32,
    pub(super) again: DateTime<Utc>,
}

/// A session's notice that still stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    pub(super) posted: Posted,
    pub(super) at: DateTime<Utc>,
}

/// The notices that may still stand on a server from before a restart.
pub(super) fn standing(state: &State) -> BTreeMap<SessionKey, Standing> {
    let mut standing: BTreeMap<SessionKey, Standing> = BTreeMap::new();
    for (key, entry) in &state.ledger {
        let Outcome::Shown { posted, at } = &entry.outcome else { continue };
        if standing.get(&key.session).is_none_or(|other| other.at < *at) {
            standing.insert(key.session.clone(), Standing { posted: posted.clone(), at: *at });
        }
    }
    standing
}

impl Engine {
    /// Makes the plan for `moment` and rings what is due: then it answers yes, and the plan is to be made again.
    /// With nothing left to ring it notes when to look again.
    pub(super) fn ring(&mut self, moment: Moment) -> bool {
        let now = moment.wall;
        let mut plan = self.plan(now);
        if !plan.settled.is_empty() {
            self.write(plan.settled.clone());
        }
        let due = std::mem::take(&mut plan.due);
        if !due.is_empty() && self.around.can_ring() {
            self.unheard = None;
            self.claim(due, now);
            return true;
        }
        let heard = self.fall_back(due, now);
        let told = self.tell(now);
        self.tell_answers(now);
        let bell = plan.next.map(|at| Deadline { at, why: self.reason(&plan, at) });
        let window = heard.map(|at| Deadline { at, why: "no server takes a reminder".to_owned() });
        let changes = told.map(|at| Deadline { at, why: "changes are told together".to_owned() });
        let opens = self.open_by_itself(now);
        let checks = self.check_ahead(&plan.firings, moment);
        if !(Fault::StaleDeadline.is_on() && self.deadline.as_ref().is_some_and(|deadline| deadline.at > now)) {
            self.deadline = [bell, window, changes, opens, checks].into_iter().flatten().min_by_key(|deadline| deadline.at);
        }
        self.firings = plan.firings;
        false
    }

    /// What is due of a session, whether or not it is held.
    pub(super) fn overdue(&self, session: &SessionKey, now: DateTime<Utc>) -> Vec<Due> {
        let (in_flight, retry) = (BTreeSet::new(), BTreeMap::new());
        let Plan { due, held, .. } =
            plan(&self.state, &self.settings, Sight { now, reader: self.reader(), in_flight: &in_flight, retry: &retry, do_not_disturb: false });
        due.into_iter().chain(held).filter(|one| one.key.session == *session).collect()
    }

    fn plan(&self, now: DateTime<Utc>) -> Plan {
        let claimed = self.flights.values().flat_map(|flight| match flight {
            Flight::Reminders { claimed, .. } => claimed.as_slice(),
            Flight::Changes(_) | Flight::Other(_) => &[],
        });
        let in_flight = claimed.map(|key| key.session.clone()).collect();
        let retry = self.retry.iter().map(|(session, retry)| (session.clone(), retry.again)).collect();
        let do_not_disturb = self.around.do_not_disturb;
        plan(&self.state, &self.settings, Sight { now, reader: self.reader(), in_flight: &in_flight, retry: &retry, do_not_disturb })
    }

    fn reason(&self, plan: &Plan, at: DateTime<Utc>) -> String {
        let Some(firing) = plan.firings.first().filter(|firing| firing.at == at) else {
            return if plan.held_until == Some(at) { "reminders are no longer held".to_owned() } else { "a reminder expires or is tried again".to_owned() };
        };
        let title = self.state.session(&firing.key.session).map_or("", |session| &*session.title);
        format!("{title}, {}", Language::English.bell(firing.key.bell))
    }

    pub(super) fn stage(&self, now: DateTime<Utc>) -> Stage<'_> {
        Stage { state: &self.state, settings: &self.settings, reader: self.reader(), voice: self.voice(), now }
    }

    /// Writes all claims together, then hands out the notices: one for each session, or one for all of many.
    fn claim(&mut self, due: Vec<Due>, now: DateTime<Utc>) {
        let changed = due.iter().flat_map(|one| self.claims(one, now)).collect();
        self.write(changed);
        let ringing: BTreeSet<SessionKey> = due.iter().map(|one| one.key.session.clone()).collect();
        let (insisting, usual): (Vec<_>, Vec<_>) = due.into_iter().partition(|one| one.insists);
        let (flooding, calm): (Vec<_>, Vec<_>) = usual.into_iter().partition(|one| self.floods(&one.key.session.feed, now));
        let fresh = self.fresh(&ringing, now - TOGETHER, now);
        self.ring_together(calm, fresh, DIGEST, now);
        let feeds: BTreeSet<FeedId> = flooding.iter().map(|one| one.key.session.feed.clone()).collect();
        for feed in feeds {
            let due: Vec<Due> = flooding.iter().filter(|one| one.key.session.feed == feed).cloned().collect();
            let mut fresh = self.fresh(&ringing, now - FLOOD, now);
            fresh.retain(|key| key.session.feed == feed);
            self.ring_together(due, fresh, 2, now);
        }
        insisting.into_iter().for_each(|one| self.notify(&one, Urgency::Urgent, now));
    }

    /// One notice for all, with those that stand already, if there are that `many`; else one for each.
    fn ring_together(&mut self, due: Vec<Due>, fresh: Vec<AlarmKey>, many: usize, now: DateTime<Utc>) {
        if !due.is_empty() && due.len() + fresh.len() >= many && !Fault::NoDigest.is_on() {
            self.digest(&due, fresh, now);
        } else {
            due.into_iter().for_each(|one| self.notify(&one, Urgency::Usual, now));
        }
    }

    /// Whether a feed has had as many notices within the last hour as come each by itself.
    fn floods(&self, feed: &FeedId, now: DateTime<Utc>) -> bool {
        let lately = |times: &VecDeque<DateTime<Utc>>| times.iter().filter(|at| **at <= now && **at > now - FLOOD).count();
        self.popups.get(feed).is_some_and(|times| lately(times) >= MOST_POPUPS)
    }

    /// Counts a notice that has come up, for each feed of which it names a session.
    fn count_popup<'a>(&mut self, named: impl Iterator<Item = &'a AlarmKey>, now: DateTime<Utc>) {
        let feeds: BTreeSet<&FeedId> = named.map(|key| &key.session.feed).collect();
        for feed in feeds {
            let times = self.popups.entry(feed.clone()).or_default();
            times.push_back(now);
            if times.len() > MOST_POPUPS {
                times.pop_front();
            }
        }
    }

    /// The reminders that another says as well.
    pub(super) fn covered(one: &Due, now: DateTime<Utc>) -> impl Iterator<Item = (AlarmKey, Entry)> + use<'_> {
        let outcome = Outcome::Superseded { at: now, posted: None };
        one.covers.iter().map(move |(key, due)| (key.clone(), Entry { start: one.start, due: *due, outcome: outcome.clone() }))
    }

    /// The entries that change when a reminder is claimed: its own and those it also says.
    fn claims(&self, one: &Due, now: DateTime<Utc>) -> Vec<(AlarmKey, Entry)> {
        let mut changed: Vec<_> = Self::covered(one, now).collect();
        let claimed = Outcome::Claimed { attempt: one.attempt, at: now };
        changed.push((one.key.clone(), Entry { start: one.start, due: one.due, outcome: claimed }));
        changed
    }

    /// Reminders of sessions other than those that ring now, which were shown since then and still stand unanswered.
    fn fresh(&self, ringing: &BTreeSet<SessionKey>, since: DateTime<Utc>, now: DateTime<Utc>) -> Vec<AlarmKey> {
        let mut fresh = Vec::new();
        for (session, standing) in self.standing.iter().filter(|(_, standing)| standing.at > since && standing.at <= now) {
            let shown = self.state.entries(session).find(|(_, entry)| matches!(&entry.outcome, Outcome::Shown { posted, .. } if *posted == standing.posted));
            if let Some((key, _)) = shown.filter(|(key, _)| !matches!(key.bell, Bell::Insist(_)) && !ringing.contains(&key.session)) {
                fresh.push(key.clone());
            }
        }
        fresh
    }

    fn digest(&mut self, due: &[Due], again: Vec<AlarmKey>, now: DateTime<Utc>) {
        let named: BTreeSet<SessionKey> = due.iter().map(|one| &one.key).chain(&again).map(|key| key.session.clone()).collect();
        let most = if Fault::ShortDigest.is_on() { 2 } else { named.len() };
        let sessions = named.iter().take(most).filter_map(|key| Some((key, self.state.session(key)?)));
        let (standing, ringing): (Vec<_>, Vec<_>) = sessions.partition(|(key, _)| again.iter().any(|alarm| alarm.session == **key));
        let notice = notice::digest(&ringing, &standing, Urgency::Usual, self.stage(now));
        let claimed: Vec<_> = due.iter().map(|one| one.key.clone()).collect();
        let first = due.iter().map(|one| one.due).min().unwrap_or(now);
        self.hand_out(Flight::Reminders { claimed, again, at: now }, notice, &named, first);
    }

    fn notify(&mut self, one: &Due, urgency: Urgency, now: DateTime<Utc>) {
        let Some(session) = self.state.session(&one.key.session) else { return };
        // It rings late because the session was moved to where this reminder had passed: say so.
        let known = self.state.feeds.get(&one.key.session.feed).and_then(|feed| feed.known.get(&(session.uid.clone(), session.occurrence)));
        let late = known.and_then(|known| known.moved_at).is_some_and(|at| one.due < at);
        // Nobody has been told of the move yet: pause or quiet hours held that too.
        let moved = late || self.untold().any(|change| change.session == one.key.session && matches!(change.what, What::Moved { .. }));
        let notice = notice::reminder(&one.key.session, session, moved, urgency, self.stage(now));
        let named = BTreeSet::from([one.key.session.clone()]);
        // What a reminder says of a change need not be said once more.
        self.settle_changes(|change| named.contains(&change.session));
        self.hand_out(Flight::Reminders { claimed: vec![one.key.clone()], again: Vec::new(), at: now }, notice, &named, one.due);
    }

    /// Hands out a notice that takes the place of one that names nobody else.
    fn hand_out(&mut self, flight: Flight, notice: notice::Notice, named: &BTreeSet<SessionKey>, due: DateTime<Utc>) {
        let alone = |posted: &Posted| self.standing.iter().all(|(session, standing)| standing.posted != *posted || named.contains(session));
        // One that is on its way may take its place already.
        let is_taken = |posted: &Posted| {
            let on_their_way = self.flights.values().flat_map(|flight| match flight {
                Flight::Reminders { claimed, again, .. } => claimed.iter().chain(again).collect(),
                Flight::Changes(_) | Flight::Other(_) => Vec::new(),
            });
            on_their_way.filter_map(|key| self.standing.get(&key.session)).any(|standing| standing.posted == *posted)
        };
        let mut standing = named.iter().filter_map(|session| self.standing.get(session)).map(|standing| &standing.posted);
        let replaces = standing.find(|posted| alone(posted) && !is_taken(posted)).cloned();
        self.send(flight, notice, replaces, due);
    }

    pub(super) fn send(&mut self, flight: Flight, notice: notice::Notice, replaces: Option<Posted>, due: DateTime<Utc>) {
        self.last_ticket += 1;
        self.flights.insert(self.last_ticket, flight);
        let is_heard = notice.urgency != Urgency::Quiet;
        self.effects.push_back(Effect::Notify { ticket: self.last_ticket, notice, replaces, due });
        if is_heard {
            self.to_be_heard.insert(self.last_ticket);
        }
    }

    /// Changes entries and hands them out for saving, together.
    pub(super) fn write(&mut self, changed: Vec<(AlarmKey, Entry)>) {
        let records = changed.iter().map(|(key, entry)| ledger_record(key, Some(entry))).collect();
        self.state.ledger.extend(changed);
        self.save(records);
    }

    /// Brings a window up for reminders that no server takes; answers when to do so, while it is not time yet.
    fn fall_back(&mut self, due: Vec<Due>, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let claimed = |session: &SessionKey| self.state.entries(session).any(|(_, entry)| matches!(entry.outcome, Outcome::Claimed { .. }));
        let over: Vec<SessionKey> = self.retry.keys().filter(|session| !claimed(session)).cloned().collect();
        for session in &over {
            self.retry.remove(session);
            self.in_window.remove(session);
        }
        if self.retry.is_empty() {
            self.around.refusal = None;
        }
        // Refused twice, or with a server that does not answer.
        let mut stuck: BTreeSet<SessionKey> = self.retry.iter().filter(|(_, retry)| retry.failures >= 2).map(|(session, _)| session.clone()).collect();
        let mut hangs: Option<DateTime<Utc>> = None;
        for flight in self.flights.values() {
            let Flight::Reminders { claimed, at, .. } = flight else { continue };
            if now < *at + UNHEARD && *at <= now {
                hangs = Some(hangs.map_or(*at + UNHEARD, |other| other.min(*at + UNHEARD)));
            } else {
                stuck.extend(claimed.iter().map(|key| key.session.clone()));
            }
        }
        if due.is_empty() && stuck.is_empty() {
            self.unheard = None;
            self.in_window.clear();
            return hangs;
        }
        let since = *self.unheard.get_or_insert(now);
        if stuck.is_empty() && now < since + UNHEARD && since <= now {
            return Some(since + UNHEARD);
        }
        let new: Vec<Due> = due.into_iter().filter(|one| self.in_window.get(&one.key.session) != Some(&Some(one.key.bell))).collect();
        let raises = !new.is_empty() || stuck.iter().any(|session| !self.in_window.contains_key(session));
        let changed = new.iter().flat_map(|one| self.claims(one, now)).collect();
        self.write(changed);
        for session in stuck {
            self.in_window.entry(session).or_insert(None);
        }
        self.in_window.extend(new.into_iter().map(|one| (one.key.session, Some(one.key.bell))));
        if raises {
            self.effects.push_back(Effect::Show(WindowKind::Bell, None));
            self.sound();
        }
        hangs
    }

    /// The last ticket that was given out.
    #[must_use]
    pub fn last_ticket(&self) -> u64 {
        self.last_ticket
    }

    /// Rings a sample, outside the ledger.
    pub(super) fn ring_sample(&mut self, now: DateTime<Utc>) {
        let notice = notice::sample(&self.settings, self.voice().language);
        self.send(Flight::Other(None), notice, None, now);
    }

    pub(super) fn take_posted(&mut self, ticket: u64, posted: Posted, now: DateTime<Utc>) {
        if self.to_be_heard.contains(&ticket) {
            self.to_be_heard.clear();
            self.sound();
        }
        match self.flights.remove(&ticket) {
            // Its server was given up meanwhile, and what it says was or will be shown again.
            None => self.effects.push_back(Effect::Retract(posted)),
            Some(Flight::Other(session)) => {
                self.others.insert(posted, session);
            }
            Some(Flight::Changes(upto)) => {
                self.changes_notice = Some(posted);
                self.settle_changes(|change| change.at <= upto);
            }
            Some(Flight::Reminders { claimed, again, .. }) => self.take_shown(&claimed, &again, posted, now),
        }
    }

    fn take_shown(&mut self, claimed: &[AlarmKey], again: &[AlarmKey], posted: Posted, now: DateTime<Utc>) {
        self.around.refusal = None;
        if self.standing.values().all(|standing| standing.posted != posted) {
            self.count_popup(claimed.iter().chain(again), now);
        }
        let awaited = |entry: &Entry, is_claim: bool| match entry.outcome {
            Outcome::Claimed { .. } => is_claim,
            Outcome::Shown { .. } => !is_claim,
            Outcome::Snoozed { .. } | Outcome::Acknowledged { .. } | Outcome::Superseded { .. } | Outcome::Cancelled { .. } | Outcome::Missed { .. } => false,
        };
        let mut changed = Vec::new();
        let mut left = BTreeSet::new();
        for (key, is_claim) in claimed.iter().map(|key| (key, true)).chain(again.iter().map(|key| (key, false))) {
            self.retry.remove(&key.session);
            self.in_window.remove(&key.session);
            // Others were answered, snoozed or cancelled while the notice was on its way.
            let Some(entry) = self.state.ledger.get(key).filter(|entry| awaited(entry, is_claim)) else { continue };
            // It has taken the place of what stood of its session until now.
            let earlier = self.state.entries(&key.session).filter(|(other, entry)| *other != key && matches!(entry.outcome, Outcome::Shown { .. }));
            let superseded = |entry: &Entry| Outcome::Superseded { at: now, posted: entry.outcome.posted().cloned() };
            changed.extend(earlier.map(|(other, entry)| (other.clone(), Entry { outcome: superseded(entry), ..entry.clone() })));
            changed.push((key.clone(), Entry { outcome: Outcome::Shown { posted: posted.clone(), at: now }, ..entry.clone() }));
            let before = self.standing.insert(key.session.clone(), Standing { posted: posted.clone(), at: now });
            left.extend(before.map(|before| before.posted));
        }
        if changed.is_empty() {
            self.effects.push_back(Effect::Retract(posted.clone()));
        }
        if Fault::ForgottenShown.is_on() {
            self.state.ledger.extend(changed);
        } else {
            self.write(changed);
        }
        left.remove(&posted);
        for old in left {
            self.retract_unless_standing(old);
        }
    }

    pub(super) fn take_not_posted(&mut self, ticket: u64, why: Sentence, now: DateTime<Utc>) {
        self.to_be_heard.remove(&ticket);
        let sessions: Vec<SessionKey> = match self.flights.remove(&ticket) {
            Some(Flight::Reminders { claimed, .. }) => claimed.into_iter().map(|key| key.session).collect(),
            Some(Flight::Changes(_)) => {
                self.tell_again = Some(now + LONGEST_RETRY);
                return;
            }
            Some(Flight::Other(_)) | None => return,
        };
        self.around.refusal = Some(why);
        for session in sessions {
            let failures = self.retry.get(&session).map_or(0, |retry| retry.failures);
            let wait = if Fault::NoRetry.is_on() { Duration::days(365) } else { Duration::seconds(1 << failures.min(6)).min(LONGEST_RETRY) };
            self.retry.insert(session, Retry { failures: failures + 1, again: now + wait });
        }
    }

    /// The times of retries mean nothing after a step of the clock.
    pub(super) fn forget_retries(&mut self) {
        self.retry.clear();
        self.unheard = None;
        self.tell_again = None;
    }
}
