//! A crowd: who it is made of, and what it asks of the origin, minute by minute.
//! It never keeps a client: they know nothing of each other, so that one after the other is the same as all at once.

use crate::client::{Client, Nights};
use crate::dice::Dice;
use crate::origin::{Bell, Origin, bells, fewest, promises};
use chrono::{DateTime, Duration, Utc};
use sessionbell_core::settings::Subscription;

/// The leads that people have set, with how many of a hundred.
const MIXED_LEADS: [(u64, &[i64]); 8] =
    [(70, USUAL_LEADS), (8, &[15]), (5, &[5]), (5, &[30, 10]), (5, &[60, 15]), (3, &[0]), (2, &[1_440, 10]), (2, &[15, 5, -5])];
/// The leads of somebody who has set none.
const USUAL_LEADS: &[i64] = &[10, 0];
/// The intervals, likewise.
const INTERVALS: [(u64, Option<u32>); 4] = [(94, None), (3, Some(15)), (1, Some(30)), (2, Some(240))];
/// Hours east of Greenwich, likewise.
const PLACES: [(u64, i64); 6] = [(10, -8), (25, -5), (15, 0), (30, 1), (12, 5), (8, 9)];

/// What is asked of the origin, by minutes since the beginning.
pub(crate) struct Counts {
    begin: DateTime<Utc>,
    pub(crate) minutes: Vec<Minute>,
}

/// What is asked in a minute.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Minute {
    pub(crate) requests: u32,
    /// Of those, answered 304.
    pub(crate) unmodified: u32,
    /// Of those, made while the origin was out of order.
    pub(crate) refused: u32,
}

impl Counts {
    pub(crate) fn request(&mut self, now: DateTime<Utc>, out: bool, unmodified: bool) {
        let Ok(minute) = usize::try_from((now.timestamp() - self.begin.timestamp()) / 60) else { return };
        if let Some(minute) = self.minutes.get_mut(minute) {
            minute.requests += 1;
            minute.unmodified += u32::from(unmodified);
            minute.refused += u32::from(out);
        }
    }

    fn add(&mut self, other: &Self) {
        for (minute, more) in self.minutes.iter_mut().zip(&other.minutes) {
            minute.requests += more.requests;
            minute.unmodified += more.unmodified;
            minute.refused += more.refused;
        }
    }
}

/// What a crowd is made of, and for how long it is watched.
#[derive(Clone, Debug)]
pub(crate) struct Crowd {
    pub(crate) clients: u64,
    pub(crate) seed: u64,
    pub(crate) mixed_leads: bool,
    pub(crate) sleeps: bool,
    pub(crate) starts: Vec<DateTime<Utc>>,
    pub(crate) begin: DateTime<Utc>,
    /// Clients come one by one within that time.
    pub(crate) arrive: Duration,
    pub(crate) hours: i64,
}

/// What a crowd did, and what it had promised to do at least.
pub(crate) struct Traffic {
    pub(crate) counts: Counts,
    /// By hours: as few requests as keep all promises.
    pub(crate) promised: Vec<u64>,
    /// By minutes: whether a check is promised to anybody around then.
    pub(crate) near_session: Vec<bool>,
}

impl Crowd {
    pub(crate) fn live(&self, feed: &Subscription, origin: &Origin) -> Traffic {
        let minutes = usize::try_from(self.hours * 60).unwrap_or(0);
        let usual = [(1, USUAL_LEADS)];
        let leads: &[(u64, &[i64])] = if self.mixed_leads { &MIXED_LEADS } else { &usual };
        let plans: Vec<(u64, Vec<Bell>)> = leads.iter().map(|(weight, leads)| (*weight, bells(&self.starts, leads))).collect();
        let feeds = INTERVALS.map(|(weight, every)| (weight, Subscription { every, ..feed.clone() }));
        let end = self.begin + Duration::hours(self.hours);
        let some = |numbers: std::ops::Range<u64>| {
            let mut counts = Counts { begin: self.begin, minutes: vec![Minute::default(); minutes] };
            for number in numbers {
                let mut dice = Dice::new(self.seed, number);
                let bells = dice.weighed(&plans);
                let feed = dice.weighed(&feeds);
                let nights = if self.sleeps { Nights::Sleeps(Duration::hours(*dice.weighed(&PLACES))) } else { Nights::None };
                let start = self.begin + dice.within(self.arrive);
                Client::new(feed, bells, nights, dice).live(origin, start, end, &mut counts);
            }
            counts
        };
        let parts = std::thread::available_parallelism().map_or(1, |cores| cores.get() as u64);
        let share = self.clients.div_ceil(parts).max(1);
        let mut counts = Counts { begin: self.begin, minutes: vec![Minute::default(); minutes] };
        std::thread::scope(|scope| {
            let threads: Vec<_> = (0..parts)
                .map(|part| {
                    let numbers = part * share..((part + 1) * share).min(self.clients);
                    scope.spawn(|| some(numbers))
                })
                .collect();
            threads.into_iter().for_each(|thread| counts.add(&thread.join().expect("no thread panics")));
        });
        let (promised, near_session) = self.promised(&plans, minutes);
        Traffic { counts, promised, near_session }
    }

    fn promised(&self, plans: &[(u64, Vec<Bell>)], minutes: usize) -> (Vec<u64>, Vec<bool>) {
        let all: u64 = plans.iter().map(|(weight, _)| weight).sum();
        let (mut promised, mut near) = (vec![0; minutes / 60], vec![false; minutes]);
        let minute = |at: DateTime<Utc>| usize::try_from((at - self.begin).num_minutes()).unwrap_or(0);
        for (weight, bells) in plans {
            let promises = promises(bells);
            for at in fewest(&promises) {
                if let Some(hour) = promised.get_mut(minute(at) / 60) {
                    *hour += self.clients * weight / all;
                }
            }
            for (from, to) in promises {
                let (first, last) = (minute(from).min(minutes), (minute(to) + 1).min(minutes));
                near[first..last].fill(true);
            }
        }
        (promised, near)
    }
}

impl Dice {
    /// An even share of `span`, to the millisecond.
    pub(crate) fn within(&mut self, span: Duration) -> Duration {
        let most = u64::try_from(span.num_milliseconds()).unwrap_or(0).max(1);
        Duration::milliseconds((self.roll() % most) as i64)
    }

    /// One of these, as often as its weight says.
    pub(crate) fn weighed<'a, T>(&mut self, from: &'a [(u64, T)]) -> &'a T {
        let mut left = self.roll() % from.iter().map(|(weight, _)| weight).sum::<u64>();
        for (weight, one) in from {
            if left < *weight {
                return one;
            }
            left -= weight;
        }
        &from[0].1
    }
}
