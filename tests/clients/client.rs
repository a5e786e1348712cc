//! One client: the real polling policy on a turned clock, with the machine it runs on awake or asleep.
//! It never decides when to ask: it calls what the engine calls, in the engine's order.

use crate::crowd::Counts;
use crate::dice::Dice;
use crate::origin::{Bell, Origin};
use chrono::{DateTime, Duration, Utc};
use sessionbell_core::poll::{PollState, READER, first_wait, late_wait};
use sessionbell_core::settings::Subscription;

/// When a machine is awake.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Nights {
    /// Always.
    None,
    /// By day, at a place so far from Greenwich.
    Sleeps(Duration),
}

pub(crate) struct Client<'a> {
    pub(crate) feed: &'a Subscription,
    pub(crate) bells: &'a [Bell],
    pub(crate) nights: Nights,
    pub(crate) dice: Dice,
    poll: PollState,
    version: usize,
    has_copy: bool,
    share: u64,
}

impl<'a> Client<'a> {
    pub(crate) fn new(feed: &'a Subscription, bells: &'a [Bell], nights: Nights, mut dice: Dice) -> Self {
        let share = dice.roll();
        Self { feed, bells, nights, dice, poll: PollState::default(), version: 0, has_copy: false, share }
    }

    /// Runs from its start to the end; every request is counted.
    pub(crate) fn live(mut self, origin: &Origin, start: DateTime<Utc>, end: DateTime<Utc>, counts: &mut Counts) {
        let mut now = start;
        let mut night = self.night(now);
        let roll = self.dice.roll();
        let mut due = first_wait(&self.poll, self.feed, false, now, roll).map(|wait| now + wait);
        let mut rung = 0;
        while now < end {
            while self.bells.get(rung).is_some_and(|bell| bell.coming.bell <= now) {
                rung += 1;
            }
            if let Some(at) = due.filter(|due| *due <= now) {
                let late = if at == now { Duration::zero() } else { late_wait(now - at, self.dice.roll()) };
                if late == Duration::zero() {
                    due = self.ask(origin, &mut now, counts);
                    continue;
                }
                due = Some(now + late);
            }
            let far = due.unwrap_or(now);
            let coming = self.bells[rung..].iter().take_while(|bell| bell.in_sight <= far).map(|bell| bell.coming);
            let check = self.poll.check_ahead(coming, self.share, now);
            if let Some(at) = check {
                if at <= now {
                    due = self.ask(origin, &mut now, counts);
                    continue;
                }
                if let Some(wait) = self.poll.leave_to(at, now) {
                    due = Some(now + wait);
                }
            }
            let bell = self.bells.get(rung).map(|bell| bell.coming.bell);
            let Some(next) = soonest(due, soonest(check, bell)) else { return };
            now = next.max(now);
            if let Some((from, to)) = night.filter(|(from, _)| *from <= now) {
                now = to.max(from);
                night = self.night(now);
            }
        }
    }

    /// Makes a request and takes the answer in; answers when the next is due.
    fn ask(&mut self, origin: &Origin, now: &mut DateTime<Utc>, counts: &mut Counts) -> Option<DateTime<Utc>> {
        let (out, answer) = origin.answer(*now);
        let (version, tag) = origin.tag(*now, self.version);
        let unmodified = !out && self.poll.usable(self.feed, self.has_copy) == Some(tag);
        counts.request(*now, out, unmodified);
        *now += Duration::milliseconds(30 + (self.dice.roll() % 1_000) as i64);
        let roll = self.dice.roll();
        let wait = self.poll.answered(&answer.answer, &answer.verdict, self.feed, *now, roll);
        if !out && !unmodified {
            self.poll.validators.clone_from(tag);
            self.poll.reader = READER;
            (self.version, self.has_copy) = (version, true);
        }
        wait.map(|wait| *now + wait)
    }

    /// The next time asleep after `now`.
    fn night(&mut self, now: DateTime<Utc>) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
        let Nights::Sleeps(east) = self.nights else { return None };
        let midnight = (now + east).date_naive().and_hms_opt(0, 0, 0)?.and_utc() - east;
        // To bed between 17:30 and 24:00, up between 7:00 and 10:00 of the next day; who is up late is asleep already.
        let from = midnight + Duration::minutes(17 * 60 + 30) + self.dice.within(Duration::minutes(6 * 60 + 30));
        let to = midnight + Duration::hours(31) + self.dice.within(Duration::hours(3));
        Some((from.max(now), to))
    }
}

fn soonest(one: Option<DateTime<Utc>>, other: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}
