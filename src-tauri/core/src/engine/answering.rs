//! Decides what a press, a closed notice, a server's end or a changed feed mean for what has rung.
//! It never rings anything: what is to be shown again goes back to the plan.

use super::ringing::Standing;
use super::{Effect, Engine};
use crate::action::{Reply, SnoozeUntil, UserAction, WindowKind};
use crate::alarm::{AlarmKey, Answer, Bell, Entry, Outcome, Posted};
use crate::fault::Fault;
use crate::moment::Moment;
use crate::notice::Press;
use crate::plan::{Due, late_until};
use crate::session::{FeedId, SessionKey, Status};
use crate::trouble::Server;
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet};

impl Engine {
    pub(super) fn take_server(&mut self, server: Server, now: DateTime<Utc>) {
        // Whatever was on its way is lost with its server or connection; what it said is still claimed.
        if !Fault::StuckFlight.is_on() {
            self.flights.clear();
            self.to_be_heard.clear();
        }
        if let Server::Up { life, .. } = &server {
            self.forget_retries();
            self.around.refusal = None;
            // Every id of an earlier life is void: what stood unanswered there and still matters is shown again.
            let void: Vec<_> = self.standing.iter().filter(|(_, standing)| standing.posted.server != *life).map(|(session, _)| session.clone()).collect();
            let mut changed = Vec::new();
            for session in void {
                self.standing.remove(&session);
                changed.extend(self.unanswered(&session, now).filter(|_| !Fault::NoReshow.is_on()));
            }
            self.write(changed);
            self.others.retain(|posted, _| posted.server == *life);
            self.changes_notice = self.changes_notice.take().filter(|posted| posted.server == *life);
        }
        if let Server::Down(_) = &server {
            // Its do-not-disturb went with it.
            self.around.do_not_disturb = false;
        }
        self.around.server = server;
    }

    /// The shown reminder of a session as a claim to be made again, if it still matters.
    fn unanswered(&self, key: &SessionKey, now: DateTime<Utc>) -> Option<(AlarmKey, Entry)> {
        let session = self.state.session(key).filter(|session| session.status != Status::Cancelled && !self.state.muted.contains(key))?;
        let (start, end) = (session.start.bell(self.reader()), session.end(self.reader()));
        let relevant = now <= late_until(start, end, &self.settings);
        let (alarm, entry) = self.state.entries(key).find(|(_, entry)| matches!(entry.outcome, Outcome::Shown { .. }) && entry.start == start)?;
        relevant.then(|| (alarm.clone(), Entry { outcome: Outcome::Claimed { attempt: 1, at: now }, ..entry.clone() }))
    }

    pub(super) fn take_pressed(&mut self, posted: &Posted, press: Press, now: Moment) {
        self.forget_last_deed();
        let sessions = self.named_by(posted);
        let mut named = sessions.iter();
        match (named.next(), named.next()) {
            (None, _) => {
                let changes = || self.changes_notice.take_if(|notice| notice == posted).map(|_| None);
                let ours = self.others.remove(posted).or_else(changes);
                if let Some(session) = ours.filter(|_| press == Press::Open) {
                    self.effects.push_back(Effect::Show(WindowKind::Upcoming, session));
                }
            }
            (Some(session), None) => self.press_one(session.clone(), press, now),
            (Some(_), Some(_)) => self.press_all(sessions, press, now),
        }
    }

    /// The sessions that a notice names: in the ledger, or on the screen while a later notice of theirs is not shown yet.
    fn named_by(&self, posted: &Posted) -> BTreeSet<SessionKey> {
        let mut sessions = self.state.shown_as(posted);
        sessions.extend(self.standing.iter().filter(|(_, standing)| standing.posted == *posted).map(|(session, _)| session.clone()));
        sessions
    }

    fn press_one(&mut self, session: SessionKey, press: Press, now: Moment) {
        let (action, how) = match press {
            Press::Open => (UserAction::Show { window: WindowKind::Upcoming, session: Some(session.clone()) }, Answer::Opened),
            Press::Join => (UserAction::Join { session: session.clone(), host: None }, Answer::Joined),
            Press::Ask => (UserAction::Ask { session: session.clone(), contact: 0, message: None, again: false }, Answer::Asked),
            Press::Snooze => (UserAction::Snooze { session: session.clone(), until: SnoozeUntil::Usual }, Answer::Snoozed),
        };
        let reply = self.carry_out(action, now);
        let done = matches!(reply, Ok(Reply::Done | Reply::Asked { .. } | Reply::Snoozed { .. }));
        if done && press != Press::Open {
            self.answer(&session, how, now.wall);
        } else {
            self.answer_shown(&session, Answer::Opened, now.wall);
        }
        // What cannot be done from a notice is shown in the window, where it can be explained.
        if !done {
            self.effects.push_back(Effect::Show(WindowKind::Upcoming, Some(session)));
        }
    }

    fn press_all(&mut self, sessions: BTreeSet<SessionKey>, press: Press, now: Moment) {
        for session in sessions {
            if press == Press::Snooze {
                // One that is nearly over cannot be put off; it is answered all the same.
                let _over = self.carry_out(UserAction::Snooze { session: session.clone(), until: SnoozeUntil::Usual }, now);
                self.answer_shown(&session, Answer::Snoozed, now.wall);
            } else {
                self.answer_shown(&session, Answer::Opened, now.wall);
            }
        }
        if press != Press::Snooze {
            self.effects.push_back(Effect::Show(WindowKind::Upcoming, None));
        }
    }

    pub(super) fn take_closed(&mut self, posted: &Posted, by_person: bool, now: DateTime<Utc>) {
        self.others.remove(posted);
        self.changes_notice.take_if(|notice| notice == posted);
        let sessions = self.named_by(posted);
        self.standing.retain(|_, standing| standing.posted != *posted);
        for session in sessions.into_iter().filter(|_| by_person) {
            self.answer_shown(&session, Answer::Dismissed, now);
        }
    }

    /// Notes that a person has turned to a session: every reminder of it whose time has come is answered, be it shown, on
    /// its way, refused by the server or held, and its notice is taken away.
    pub(super) fn answer(&mut self, session: &SessionKey, how: Answer, now: DateTime<Utc>) {
        self.acknowledge(session, how, now, |outcome| match outcome {
            Outcome::Shown { .. } | Outcome::Claimed { .. } => true,
            Outcome::Snoozed { .. } => how != Answer::Snoozed,
            Outcome::Acknowledged { .. } | Outcome::Superseded { .. } | Outcome::Cancelled { .. } | Outcome::Missed { .. } => false,
        });
        let acknowledged =
            |one: &Due| (one.key.clone(), Entry { start: one.start, due: one.due, outcome: Outcome::Acknowledged { how, at: now, posted: None } });
        let overdue = self.overdue(session, now);
        let changed = overdue.iter().flat_map(|one| Self::covered(one, now).chain([acknowledged(one)])).collect();
        self.write(changed);
        self.in_window.remove(session);
        self.retry.remove(session);
    }

    /// Notes that a person has answered the notice of a session: what it said is settled. What is on its way, refused or held
    /// was not in it, and still comes.
    fn answer_shown(&mut self, session: &SessionKey, how: Answer, now: DateTime<Utc>) {
        self.acknowledge(session, how, now, |outcome| matches!(outcome, Outcome::Shown { .. }));
    }

    fn acknowledge(&mut self, session: &SessionKey, how: Answer, now: DateTime<Utc>, is_open: impl Fn(&Outcome) -> bool) {
        let open = self.state.entries(session).filter(|(_, entry)| is_open(&entry.outcome));
        let answered = |entry: &Entry| Outcome::Acknowledged { how, at: now, posted: self.still_standing(session, entry) };
        let changed = open.map(|(key, entry)| (key.clone(), Entry { outcome: answered(entry), ..entry.clone() })).collect();
        self.write(changed);
        self.retract(session);
    }

    /// The notice of an entry, if it stands for the sake of other sessions too.
    fn still_standing(&self, session: &SessionKey, entry: &Entry) -> Option<Posted> {
        let posted = entry.outcome.posted()?;
        let of_others = |(other, standing): (&SessionKey, &Standing)| other != session && standing.posted == *posted && standing.at <= entry.outcome.at();
        self.standing.iter().any(of_others).then(|| posted.clone())
    }

    /// Takes a session's notice from the screen, unless it names others that stand.
    pub(super) fn retract(&mut self, session: &SessionKey) {
        if let Some(Standing { posted, .. }) = self.standing.remove(session) {
            self.retract_unless_standing(posted);
        }
    }

    pub(super) fn retract_unless_standing(&mut self, posted: Posted) {
        if self.standing.values().all(|standing| standing.posted != posted) {
            self.effects.push_back(Effect::Retract(posted));
        }
    }

    /// Puts a session off until `until`; `start` is what its reminders count back from.
    pub(super) fn put_off(&mut self, session: &SessionKey, start: DateTime<Utc>, until: DateTime<Utc>, now: DateTime<Utc>) {
        self.answer(session, Answer::Snoozed, now);
        // The entry of a snooze is used again: that it was answered is kept with the reminder whose place it took.
        let said = self
            .state
            .entries(session)
            .filter(|(key, entry)| key.bell != Bell::Snooze && entry.start == start && matches!(entry.outcome, Outcome::Superseded { .. }));
        let last = said.max_by_key(|(_, entry)| entry.due).map(|(key, entry)| (key.clone(), entry.clone()));
        let how = Answer::Snoozed;
        let answered =
            last.map(|(key, entry)| (key, Entry { outcome: Outcome::Acknowledged { how, at: now, posted: entry.outcome.posted().cloned() }, ..entry }));
        self.write(answered.into_iter().collect());
        let key = AlarmKey { session: session.clone(), bell: Bell::Snooze };
        let entry = Entry { start, due: until, outcome: Outcome::Snoozed { until } };
        if Fault::ForgottenSnooze.is_on() {
            self.state.ledger.insert(key, entry);
        } else {
            self.write(vec![(key, entry)]);
        }
    }

    /// After a feed was read anew: notices of sessions that were cancelled, withdrawn or moved are taken away. Those that
    /// shared a notice with them are shown again without them, unless the feed only dropped what is over.
    pub(super) fn follow_changes(&mut self, feed: &FeedId, now: DateTime<Utc>) {
        let reader = self.reader();
        let mut changed = Vec::new();
        let mut gone = BTreeMap::new();
        for (key, entry) in self.state.ledger.iter().filter(|(key, _)| key.session.feed == *feed) {
            let is_open = matches!(entry.outcome, Outcome::Shown { .. } | Outcome::Claimed { .. } | Outcome::Snoozed { .. });
            if !is_open && self.still_standing(&key.session, entry).is_none() {
                continue;
            }
            let known = self.state.session(&key.session);
            if known.filter(|session| session.status != Status::Cancelled).is_none_or(|session| session.start.bell(reader) != entry.start) {
                if is_open {
                    changed.push((key.clone(), Entry { outcome: Outcome::Cancelled { at: now }, ..entry.clone() }));
                }
                // What runs is kept until its end: what is gone after its start was not withdrawn.
                let is_over = known.is_none() && entry.start <= now;
                *gone.entry(key.session.clone()).or_insert(true) &= is_over;
            }
        }
        self.write(changed);
        for (session, is_over) in gone.into_iter().filter(|_| !Fault::NoRetraction.is_on()) {
            self.in_window.remove(&session);
            self.retry.remove(&session);
            if is_over {
                self.retract(&session);
                continue;
            }
            let stood = self.standing.remove(&session).map(|standing| (standing.posted, now));
            // It may also be named by an earlier notice that stands for the sake of others, unless one of theirs took its place.
            let earlier = self.state.entries(&session).filter(|(_, entry)| matches!(entry.outcome, Outcome::Superseded { .. } | Outcome::Acknowledged { .. }));
            let earlier = earlier.filter_map(|(_, entry)| Some((entry.outcome.posted()?.clone(), entry.outcome.at())));
            let named: BTreeMap<Posted, DateTime<Utc>> = earlier.chain(stood.clone()).collect();
            for (posted, until) in named {
                let is_there = |standing: &Standing| standing.posted == posted && standing.at <= until;
                // Those that are named with it are named again without it, as far as they still matter.
                let others: Vec<_> = self.standing.iter().filter(|(_, standing)| is_there(standing)).map(|(other, _)| other.clone()).collect();
                if others.is_empty() && stood.as_ref().is_none_or(|(own, _)| *own != posted) {
                    continue;
                }
                self.standing.retain(|_, standing| !is_there(standing));
                let again = others.iter().filter_map(|other| self.unanswered(other, now)).collect();
                self.write(again);
                self.retract_unless_standing(posted);
            }
        }
    }
}
