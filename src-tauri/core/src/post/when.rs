//! Decides which time a phrase such as “Tue at 14:30 ET” or “last Wed of every month, 5pm - 7pm PDT” names.
//! It never guesses between two readings: it says which there are.

mod clocks;
mod dates;
mod hours;
mod read;
mod resolve;
mod rules;
mod tokens;

pub(super) use read::{read, read_start};
pub(super) use resolve::{Context, Resolved, resolve};
pub(super) use tokens::likely_weekday;

use crate::finding::Code;
use crate::recur::Frequency;
use crate::region::Season;
use crate::zone::Zone;
use chrono::{Datelike, Duration, Months, NaiveDate, NaiveTime, Weekday};

/// What a phrase says of a time; what it does not say is not there.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct When {
    pub(super) day: Option<Day>,
    /// A weekday beside a date.
    pub(super) weekday: Option<Weekday>,
    pub(super) time: Option<NaiveTime>,
    /// How the time is written, if morning and afternoon were not told apart.
    pub(super) bare_hour: Option<String>,
    pub(super) until: Option<NaiveTime>,
    pub(super) length: Option<Duration>,
    pub(super) zone: Option<Clock>,
    /// The same time on other clocks.
    pub(super) others: Vec<(NaiveTime, Clock)>,
}

impl When {
    /// What this one does not say, as the other says it.
    pub(super) fn or(self, other: Self) -> Self {
        Self {
            day: self.day.or(other.day),
            weekday: self.weekday.or(other.weekday),
            time: self.time.or(other.time),
            bare_hour: self.bare_hour.or(other.bare_hour),
            until: self.until.or(other.until),
            length: self.length.or(other.length),
            zone: self.zone.or(other.zone),
            others: if self.others.is_empty() { other.others } else { self.others },
        }
    }
}

/// A day, as far as it is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Day {
    /// The next one of that name.
    Weekday(Weekday),
    Date {
        year: Option<i32>,
        month: u32,
        day: u32,
    },
    /// “the 30th”.
    OfMonth(u32),
    /// Days after the post was written.
    After(i64, &'static str),
    Repeats(Repeats),
}

/// A rule by which sessions repeat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repeats {
    /// The period.
    pub frequency: Frequency,
    /// Every how many of them.
    pub interval: u32,
    /// On these days; with a number the nth of the month, −1 the last.
    pub days: Vec<(Option<i8>, Weekday)>,
    /// The last day on which it may be.
    pub until: Option<NaiveDate>,
    /// The day with which it begins, if the phrase says so.
    pub(super) from: Option<(Option<i32>, u32, u32)>,
}

impl Repeats {
    fn every(frequency: Frequency, interval: u32, days: Vec<(Option<i8>, Weekday)>) -> Self {
        Self { frequency, interval, days, until: None, from: None }
    }

    /// Whether a day is one of the rule's, whatever the interval.
    fn is_on(&self, day: NaiveDate) -> bool {
        let nth = i8::try_from(day.day0() / 7 + 1).unwrap_or(0);
        let is_last = (day + Duration::days(7)).month() != day.month();
        self.days.is_empty() || self.days.iter().any(|(number, weekday)| *weekday == day.weekday() && number.is_none_or(|n| n == nth || (n == -1 && is_last)))
    }

    /// The first day of the rule on or after another.
    fn first(&self, from: NaiveDate) -> Option<NaiveDate> {
        from.iter_days().take_while(|day| from.checked_add_months(Months::new(3)).is_some_and(|end| *day < end)).find(|day| self.is_on(*day))
    }
}

/// A region's clock, as it is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    pub(super) zone: Zone,
    pub(super) season: Season,
    /// The words for it.
    pub(super) said: String,
}

/// A phrase that cannot be read; both texts are sentences without a full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unread {
    pub(super) code: Code,
    pub(super) sentence: String,
    pub(super) mend: String,
}

impl Unread {
    pub(super) fn new(code: Code, sentence: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { code, sentence: sentence.into(), mend: mend.into() }
    }
}

#[cfg(test)]
mod tests;
