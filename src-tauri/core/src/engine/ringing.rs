//! Decides how a plan becomes notices, and what the server's answers mean for the ledger.
//! It never hands out a notice whose claim has not been handed out for saving before it.

use super::{Deadline, Effect, Engine};
use crate::action::{UserAction, WindowKind};
use crate::alarm::{AlarmKey, Answer, Bell, Entry, Outcome, Posted};
use crate::notice::{self, Press};
use crate::plan::{Due, Plan, Sight, late_until, plan};
use crate::session::{FeedId, SessionKey, Status};
use crate::store::{State, ledger_record};
use crate::trouble::Server;
use crate::words;
use chrono::{DateTime, Duration, Utc};
use std::collections::BTreeMap;

/// A notice that still stands may be answered for that long after it was shown.
const STANDS: Duration = Duration::days(1);
/// Longest wait before a refused notice is tried again.
const LONGEST_RETRY: Duration = Duration::seconds(60);

/// A notice on its way to the server.
#[derive(Clone, Debug)]
pub(super) enum Flight {
    /// A reminder.
    Reminder(AlarmKey),
    /// “Ring the bell now”.
    Sample,
}

/// A session whose notice was refused.
#[derive(Clone, Copy, Debug)]
pub(super) struct Retry {
    failures: u32,
    again: DateTime<Utc>,
}

/// The notices that may still stand on a server from before a restart.
pub(super) fn standing(state: &State, now: DateTime<Utc>) -> BTreeMap<SessionKey, Posted> {
    let shown = state.ledger.iter().filter_map(|(key, entry)| match &entry.outcome {
        Outcome::Shown { posted, at } if *at > now - STANDS => Some((key.session.clone(), posted.clone())),
        Outcome::Shown { .. }
        | Outcome::Snoozed { .. }
        | Outcome::Claimed { .. }
        | Outcome::Acknowledged { .. }
        | Outcome::Superseded { .. }
        | Outcome::Cancelled { .. }
        | Outcome::Missed { .. } => None,
    });
    shown.collect()
}

impl Engine {
    /// Makes the plan for `now` and rings what is due: then it answers yes, and the plan is to be made again.
    /// With nothing left to ring it notes when to look again.
    pub(super) fn ring(&mut self, now: DateTime<Utc>) -> bool {
        let plan = self.plan(now);
        if !plan.settled.is_empty() {
            self.write(plan.settled.clone());
        }
        if !plan.due.is_empty() && self.around.can_ring() {
            self.claim(plan.due, now);
            return true;
        }
        self.deadline = plan.next.map(|at| Deadline { at, why: self.reason(&plan, at) });
        self.firings = plan.firings;
        self.firings.truncate(20);
        false
    }

    fn plan(&self, now: DateTime<Utc>) -> Plan {
        let in_flight = self.flights.values().filter_map(|flight| match flight {
            Flight::Reminder(key) => Some(key.session.clone()),
            Flight::Sample => None,
        });
        let in_flight = in_flight.collect();
        let retry = self.retry.iter().map(|(session, retry)| (session.clone(), retry.again)).collect();
        plan(&self.state, &self.settings, Sight { now, reader: self.reader(), in_flight: &in_flight, retry: &retry })
    }

    fn reason(&self, plan: &Plan, at: DateTime<Utc>) -> String {
        let Some(firing) = plan.firings.first().filter(|firing| firing.at == at) else {
            return if plan.held_until == Some(at) { "reminders are no longer held".to_owned() } else { "a reminder expires or is tried again".to_owned() };
        };
        let title = self.state.session(&firing.key.session).map_or("", |session| session.title.as_str());
        match firing.key.bell {
            Bell::Lead(lead) => format!("{title}, {}", words::lead(lead.as_minutes())),
            Bell::Snooze => format!("{title}, put off"),
        }
    }

    /// Writes all claims together, then hands out the notices.
    fn claim(&mut self, due: Vec<Due>, now: DateTime<Utc>) {
        let (mut changed, mut notices) = (Vec::new(), Vec::new());
        for one in due {
            let Some(session) = self.state.session(&one.key.session) else { continue };
            let notice = notice::reminder(&one.key.session, session, &self.state, &self.settings, self.reader(), now);
            // The notice of an earlier lead gives its place to this one.
            let earlier = self.state.entries(&one.key.session).filter(|(key, entry)| **key != one.key && matches!(entry.outcome, Outcome::Shown { .. }));
            changed.extend(earlier.map(|(key, entry)| (key.clone(), Entry { outcome: Outcome::Superseded { at: now }, ..entry.clone() })));
            let covered = |(key, due)| (key, Entry { start: one.start, due, outcome: Outcome::Superseded { at: now } });
            changed.extend(one.covers.into_iter().map(covered));
            let claimed = Outcome::Claimed { attempt: one.attempt, at: now };
            changed.push((one.key.clone(), Entry { start: one.start, due: one.due, outcome: claimed }));
            self.last_ticket += 1;
            self.flights.insert(self.last_ticket, Flight::Reminder(one.key.clone()));
            let replaces = self.standing.get(&one.key.session).cloned();
            notices.push(Effect::Notify { ticket: self.last_ticket, notice, replaces, due: one.due });
        }
        self.write(changed);
        self.effects.extend(notices);
    }

    /// Changes entries and hands them out for saving, together.
    fn write(&mut self, changed: Vec<(AlarmKey, Entry)>) {
        let records = changed.iter().map(|(key, entry)| ledger_record(key, Some(entry))).collect();
        self.state.ledger.extend(changed);
        self.save(records);
    }

    /// Rings a sample, outside the ledger.
    pub(super) fn ring_sample(&mut self, now: DateTime<Utc>) {
        self.last_ticket += 1;
        self.flights.insert(self.last_ticket, Flight::Sample);
        let notice = notice::sample(&self.settings);
        self.effects.push_back(Effect::Notify { ticket: self.last_ticket, notice, replaces: None, due: now });
    }

    pub(super) fn take_posted(&mut self, ticket: u64, posted: Posted, now: DateTime<Utc>) {
        match self.flights.remove(&ticket) {
            None => {}
            Some(Flight::Sample) => {
                self.samples.insert(posted);
            }
            Some(Flight::Reminder(key)) => {
                self.retry.remove(&key.session);
                let entry = self.state.ledger.get(&key).filter(|entry| matches!(entry.outcome, Outcome::Claimed { .. })).cloned();
                match entry {
                    Some(entry) => {
                        self.standing.insert(key.session.clone(), posted.clone());
                        self.write(vec![(key, Entry { outcome: Outcome::Shown { posted, at: now }, ..entry })]);
                    }
                    // It was answered, snoozed or cancelled while it was on its way.
                    None => self.effects.push_back(Effect::Retract(posted)),
                }
            }
        }
    }

    pub(super) fn take_not_posted(&mut self, ticket: u64, _why: &str, now: DateTime<Utc>) {
        if let Some(Flight::Reminder(key)) = self.flights.remove(&ticket) {
            let failures = self.retry.get(&key.session).map_or(0, |retry| retry.failures);
            let wait = Duration::seconds(1 << failures.min(6)).min(LONGEST_RETRY);
            self.retry.insert(key.session, Retry { failures: failures + 1, again: now + wait });
        }
    }

    /// The times of retries mean nothing after a step of the clock.
    pub(super) fn forget_retries(&mut self) {
        self.retry.clear();
    }

    pub(super) fn take_server(&mut self, server: Server, now: DateTime<Utc>) {
        if let Server::Up { life, .. } = &server {
            self.retry.clear();
            // Every id of an earlier life is void: what stood unanswered there and still matters is shown again.
            let void: Vec<_> = self.standing.iter().filter(|(_, posted)| posted.server != *life).map(|(session, _)| session.clone()).collect();
            let mut changed = Vec::new();
            for session in void {
                self.standing.remove(&session);
                changed.extend(self.unanswered(&session, now));
            }
            self.write(changed);
            self.samples.retain(|posted| posted.server == *life);
        }
        self.around.server = server;
    }

    /// The shown reminder of a session as a claim to be made again, if it still matters.
    fn unanswered(&self, key: &SessionKey, now: DateTime<Utc>) -> Option<(AlarmKey, Entry)> {
        let session = self.state.session(key).filter(|session| session.status != Status::Cancelled)?;
        let (start, end) = (session.start.bell(self.reader()), session.end(self.reader()));
        let relevant = now <= late_until(start, end, &self.settings);
        let (alarm, entry) = self.state.entries(key).find(|(_, entry)| matches!(entry.outcome, Outcome::Shown { .. }) && entry.start == start)?;
        relevant.then(|| (alarm.clone(), Entry { outcome: Outcome::Claimed { attempt: 1, at: now }, ..entry.clone() }))
    }

    pub(super) fn take_pressed(&mut self, posted: &Posted, press: Press, now: crate::moment::Moment) {
        let session = self.state.shown_as(posted).map(|key| key.session.clone());
        let Some(session) = session else {
            if self.samples.remove(posted) && press == Press::Open {
                self.effects.push_back(Effect::Show(WindowKind::Upcoming, None));
            }
            return;
        };
        let show = UserAction::Show { window: WindowKind::Upcoming, session: Some(session.clone()) };
        let (action, how) = match press {
            Press::Open => (show.clone(), Answer::Opened),
            Press::Join => (UserAction::Join { session: session.clone(), host: None }, Answer::Joined),
            Press::Ask => (UserAction::Ask { session: session.clone(), contact: 0 }, Answer::Asked),
            Press::Snooze => (UserAction::Snooze { session: session.clone(), minutes: None }, Answer::Snoozed),
        };
        let reply = self.carry_out(action, now);
        self.answer(&session, how, now.wall);
        // What cannot be done from a notice is shown in the window, where it can be explained.
        if !matches!(reply, Ok(crate::action::Reply::Done | crate::action::Reply::Asked { .. } | crate::action::Reply::Snoozed { .. })) {
            self.effects.push_back(Effect::Show(WindowKind::Upcoming, Some(session)));
        }
    }

    pub(super) fn take_closed(&mut self, posted: &Posted, by_person: bool, now: DateTime<Utc>) {
        self.samples.remove(posted);
        let Some(session) = self.state.shown_as(posted).map(|key| key.session.clone()) else { return };
        if self.standing.get(&session) == Some(posted) {
            self.standing.remove(&session);
        }
        if by_person {
            self.answer(&session, Answer::Dismissed, now);
        }
    }

    /// Notes that what has rung of a session is answered, and takes its notice away.
    pub(super) fn answer(&mut self, session: &SessionKey, how: Answer, now: DateTime<Utc>) {
        let open = self.state.entries(session).filter(|(_, entry)| match entry.outcome {
            Outcome::Shown { .. } | Outcome::Claimed { .. } => true,
            Outcome::Snoozed { .. } => how != Answer::Snoozed && how != Answer::Opened,
            Outcome::Acknowledged { .. } | Outcome::Superseded { .. } | Outcome::Cancelled { .. } | Outcome::Missed { .. } => false,
        });
        let changed = open.map(|(key, entry)| (key.clone(), Entry { outcome: Outcome::Acknowledged { how, at: now }, ..entry.clone() })).collect();
        self.write(changed);
        self.retract(session);
    }

    /// Takes a session's notice from the screen.
    pub(super) fn retract(&mut self, session: &SessionKey) {
        if let Some(posted) = self.standing.remove(session) {
            self.effects.push_back(Effect::Retract(posted));
        }
    }

    /// Puts a session off until `until`; `start` is what its reminders count back from.
    pub(super) fn put_off(&mut self, session: &SessionKey, start: DateTime<Utc>, until: DateTime<Utc>, now: DateTime<Utc>) {
        self.answer(session, Answer::Snoozed, now);
        let key = AlarmKey { session: session.clone(), bell: Bell::Snooze };
        self.write(vec![(key, Entry { start, due: until, outcome: Outcome::Snoozed { until } })]);
    }

    /// After a feed was read anew: notices of sessions that were cancelled or moved are taken away.
    pub(super) fn follow_changes(&mut self, feed: &FeedId, now: DateTime<Utc>) {
        let reader = self.reader();
        let mut changed = Vec::new();
        let mut gone = Vec::new();
        for (key, entry) in self.state.ledger.iter().filter(|(key, _)| key.session.feed == *feed) {
            let open = matches!(entry.outcome, Outcome::Shown { .. } | Outcome::Claimed { .. } | Outcome::Snoozed { .. });
            let Some(session) = self.state.session(&key.session).filter(|_| open) else { continue };
            let outcome = if session.status == Status::Cancelled {
                Outcome::Cancelled { at: now }
            } else if session.start.bell(reader) != entry.start {
                Outcome::Superseded { at: now }
            } else {
                continue;
            };
            changed.push((key.clone(), Entry { outcome, ..entry.clone() }));
            gone.push(key.session.clone());
        }
        self.write(changed);
        for session in gone {
            self.retract(&session);
        }
    }
}
