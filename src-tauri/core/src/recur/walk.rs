//! Decides which of a rule's times lie in a window, going straight to the period in which the window opens wherever that can be.
//! It never yields a time before the series' start or beyond the year 9999, and stops when its budget is used up.

use super::{End, First, Rule, Times, Until, Work};
use chrono::{Datelike, Duration, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use std::ops::{ControlFlow, Range, RangeInclusive};

/// Years have four digits (RFC 5545 section 3.3.4, RFC 3339 section 5.6).
const YEARS: RangeInclusive<i32> = 0..=9_999;

impl Rule {
    /// The wall-clock times that the rule names within `window` (half-open), in order and at most `most` of them, for a series that
    /// starts at `start`, all on one clock. Fractions of a second of `start` are dropped.
    ///
    /// Without COUNT, and with COUNT in a daily rule without limits or a weekly rule without BYMONTH, a series that began long ago costs
    /// no more than one that begins today. Other counted series are walked from their start, within `work`.
    pub fn times(&self, start: NaiveDateTime, first: First, window: Range<NaiveDateTime>, most: usize, work: &mut Work) -> Times {
        let start = start.with_nanosecond(0).unwrap_or(start);
        let left = self.count.map_or(u64::MAX, u64::from);
        let mut sieve = Sieve { from: start, last: NaiveDateTime::MAX, left, window, most, found: Vec::new() };
        let end = match self.sift(start, first, &mut sieve, work) {
            ControlFlow::Break(end) => end,
            ControlFlow::Continue(()) => End::Whole,
        };
        Times { found: sieve.found, end }
    }

    /// Puts into the sieve what may lie in its window, in order, until it has enough or there can be no more.
    fn sift(&self, start: NaiveDateTime, first: First, sieve: &mut Sieve, work: &mut Work) -> ControlFlow<End> {
        if !YEARS.contains(&start.year()) {
            return ControlFlow::Continue(());
        }
        match first {
            First::IfNamed => {}
            First::Always => {
                sieve.take(start)?;
                sieve.from = start + Duration::seconds(1);
            }
        }
        sieve.last = self.last();
        let opening = sieve.from.max(sieve.window.start);
        if sieve.is_closed(opening) {
            return ControlFlow::Continue(());
        }
        let anchor = self.period(start.date());
        let ahead = (self.period(opening.date()) - anchor + self.interval - 1) / self.interval;
        let mut step = if self.count.is_none() { ahead } else { 0 };
        let mut period = Period { rule: self, start: start.date(), times: self.times_of_day(start.time()), days: Vec::new(), places: Vec::new() };
        while let Some(first_day) = self.first_day(anchor + step * self.interval) {
            if sieve.is_closed(first_day.and_time(NaiveTime::MIN)) {
                break;
            }
            if !work.spend(self.breadth() + self.positions.len()) {
                return ControlFlow::Break(End::Work);
            }
            period.open(first_day);
            if (1..ahead).contains(&step) {
                // It lies between the start and the window: its times are counted, and not looked at.
                let alike = if self.is_even() { ahead - step } else { 1 };
                sieve.pass(period.count(), alike);
                step += alike;
                continue;
            }
            if !work.spend(period.count()) {
                return ControlFlow::Break(End::Work);
            }
            (0..period.count()).try_for_each(|number| sieve.take(period.time(number)))?;
            step += 1;
        }
        ControlFlow::Continue(())
    }

    /// The last moment of UNTIL, as it stands.
    fn last(&self) -> NaiveDateTime {
        match self.until {
            Some(Until::Day(day)) => day.and_hms_opt(23, 59, 59).unwrap_or(NaiveDateTime::MAX),
            Some(Until::Local(last) | Until::Utc(last)) => last,
            None => NaiveDateTime::MAX,
        }
    }
}

/// The times of one period of a rule.
struct Period<'a> {
    rule: &'a Rule,
    start: NaiveDate,
    times: Vec<NaiveTime>,
    days: Vec<NaiveDate>,
    /// Which of the days' times are meant, in order, if BYSETPOS says so.
    places: Vec<usize>,
}

impl Period<'_> {
    fn open(&mut self, first_day: NaiveDate) {
        self.days.clear();
        self.rule.days(first_day, self.start, &mut self.days);
        let size = self.days.len() * self.times.len();
        let place = |position: &i16| {
            let distance = usize::from(position.unsigned_abs());
            let place = if *position > 0 { distance.checked_sub(1) } else { size.checked_sub(distance) };
            place.filter(|place| *place < size)
        };
        self.places.clear();
        self.places.extend(self.rule.positions.iter().filter_map(place));
        self.places.sort_unstable();
        self.places.dedup();
    }

    fn count(&self) -> usize {
        if self.rule.positions.is_empty() { self.days.len() * self.times.len() } else { self.places.len() }
    }

    /// One of its times, by a number below `count`.
    fn time(&self, number: usize) -> NaiveDateTime {
        let place = if self.rule.positions.is_empty() { number } else { self.places[number] };
        self.days[place / self.times.len()].and_time(self.times[place % self.times.len()])
    }
}

/// Keeps what lies in the window, and counts what lies before it.
struct Sieve {
    /// Earlier times are not of the series.
    from: NaiveDateTime,
    last: NaiveDateTime,
    /// How many times the series still has.
    left: u64,
    window: Range<NaiveDateTime>,
    most: usize,
    found: Vec<NaiveDateTime>,
}

impl Sieve {
    fn take(&mut self, time: NaiveDateTime) -> ControlFlow<End> {
        if time < self.from {
            return ControlFlow::Continue(());
        }
        if self.is_closed(time) {
            return ControlFlow::Break(End::Whole);
        }
        self.left -= 1;
        if time >= self.window.start {
            if self.found.len() == self.most {
                return ControlFlow::Break(End::Most);
            }
            self.found.push(time);
        }
        ControlFlow::Continue(())
    }

    /// Counts the times of `periods` like one that has `times`.
    fn pass(&mut self, times: usize, periods: i32) {
        let passed = u64::try_from(times).unwrap_or(u64::MAX).saturating_mul(u64::from(periods.unsigned_abs()));
        self.left = self.left.saturating_sub(passed);
    }

    /// Whether neither `time` nor a later one can be kept.
    fn is_closed(&self, time: NaiveDateTime) -> bool {
        self.left == 0 || time > self.last || time >= self.window.end || time.year() > *YEARS.end()
    }
}
