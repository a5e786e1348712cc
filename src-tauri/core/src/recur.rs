//! Decides which wall-clock times a recurrence rule names (RFC 5545 section 3.3.10, RFC 8984 section 4.3.3).
//! It never knows a time zone or the time, ignores no part of a rule, and works no longer than the budget it is handed.

mod calendar;
mod read;
mod rule;
mod walk;

pub use rule::Rule;

use crate::language::{Sentence, sentence};
use chrono::{NaiveDate, NaiveDateTime, Weekday};

/// Largest interval of a rule, in its frequency's periods.
pub const LONGEST_INTERVAL: u32 = 1_000;
/// Most times of day that a rule may name with BYHOUR, BYMINUTE and BYSECOND together.
pub const TIMES_A_DAY: usize = 48;

/// The period that a rule repeats by (FREQ).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frequency {
    /// By days.
    Daily,
    /// By weeks, from the rule's first day of the week.
    Weekly,
    /// By calendar months.
    Monthly,
    /// By calendar years.
    Yearly,
}

/// The last moment at which a rule may name a time, itself included (UNTIL).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// To the end of that day on the series' own clock.
    Day(NaiveDate),
    /// A time on the series' own clock.
    Local(NaiveDateTime),
    /// An instant, in UTC. [`Rule::times`] knows no zone and takes it as it stands: see [`Rule::with_until`].
    Utc(NaiveDateTime),
}

/// The parts of a rule, as a format states them and before anything is checked. An empty list is a part not given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// FREQ.
    pub frequency: Frequency,
    /// INTERVAL, in periods of the frequency.
    pub interval: u32,
    /// COUNT.
    pub count: Option<u32>,
    /// UNTIL.
    pub until: Option<Until>,
    /// BYMONTH: 1 is January.
    pub by_month: Vec<u8>,
    /// BYMONTHDAY: 1 is the first day of the month, −1 its last.
    pub by_month_day: Vec<i8>,
    /// BYDAY: each such weekday, or with a number n the nth one of its month or year; −1 is the last.
    pub by_day: Vec<(Option<i8>, Weekday)>,
    /// BYHOUR.
    pub by_hour: Vec<u8>,
    /// BYMINUTE.
    pub by_minute: Vec<u8>,
    /// BYSECOND: 60 is read as 59 (RFC 5545 section 3.3.12).
    pub by_second: Vec<u8>,
    /// BYSETPOS: which of a period's times are meant; 1 is the first, −1 the last.
    pub by_set_pos: Vec<i16>,
    /// WKST: the first day of a week.
    pub week_start: Weekday,
}

impl Parts {
    /// The rule that says no more than its frequency: every period, without end, weeks from Monday.
    #[must_use]
    pub fn every(frequency: Frequency) -> Self {
        Self {
            frequency,
            interval: 1,
            count: None,
            until: None,
            by_month: Vec::new(),
            by_month_day: Vec::new(),
            by_day: Vec::new(),
            by_hour: Vec::new(),
            by_minute: Vec::new(),
            by_second: Vec::new(),
            by_set_pos: Vec::new(),
            week_start: Weekday::Mon,
        }
    }
}

/// Why a rule is not followed. The series’ start can still be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleRefused {
    /// FREQ is missing.
    NoFrequency,
    /// A frequency shorter than a day.
    Frequency(String),
    /// A part that is outside of what is followed, such as BYWEEKNO, BYYEARDAY, RSCALE or SKIP.
    Part(String),
    /// A part that has no meaning at this frequency: BYMONTHDAY by weeks.
    PartHere(&'static str, &'static str),
    /// Numbered days (BYDAY=2MO) at a frequency of days or weeks.
    NumberedDays(&'static str),
    /// An interval out of range.
    Interval(u32),
    /// Too many times of day.
    TimesADay(usize),
    /// Both ends are given (RFC 5545: they MUST NOT occur in the same rule).
    TwoEnds,
    /// The same part twice.
    Twice(String),
    /// Something that is not written as it has to be, or a value out of range.
    Malformed(String),
}

impl RuleRefused {
    /// Why, in the words of an iCalendar rule.
    #[must_use]
    pub fn sentence(&self) -> Sentence {
        match self {
            Self::NoFrequency => sentence("rule-no-freq"),
            Self::Frequency(frequency) => sentence("rule-freq-short").with("frequency", &**frequency),
            Self::Part(part) => sentence("rule-not-supported").with("what", &**part),
            Self::PartHere(part, frequency) => sentence("rule-part-here-freq").with("part", *part).with("frequency", *frequency),
            Self::NumberedDays(frequency) => sentence("rule-numbered-days-freq").with("frequency", *frequency),
            Self::Interval(interval) => sentence("rule-interval-ics").with("interval", *interval).with("most", LONGEST_INTERVAL),
            Self::TimesADay(times) => sentence("rule-times-a-day").with("n", *times).with("most", TIMES_A_DAY),
            Self::TwoEnds => sentence("rule-two-ends-ics"),
            Self::Twice(part) => sentence("rule-twice").with("part", &**part),
            Self::Malformed(text) => sentence("rule-malformed").with("text", &**text),
        }
    }
}

impl std::fmt::Display for RuleRefused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.sentence().fmt(f)
    }
}

impl std::error::Error for RuleRefused {}

/// What the time at which a series starts is to its rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum First {
    /// It occurs, and counts, if the rule names it (RFC 5545, as libical reads it).
    IfNamed,
    /// It always occurs and is the first that COUNT counts, whatever the rule says, UNTIL included (RFC 8984 section 4.3.3.1).
    Always,
}

/// How much may still be looked at. One budget is shared by all rules of a feed.
///
/// It is reckoned in candidates: a day or month that is tested, a time that is weighed. Each takes about 0.1 µs at most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work(u64);

impl Work {
    /// A budget of that many candidates.
    #[must_use]
    pub fn new(candidates: u64) -> Self {
        Self(candidates)
    }

    /// What is left of it, in candidates.
    #[must_use]
    pub fn left(&self) -> u64 {
        self.0
    }

    /// Whether there was enough for that many candidates; they are taken off, and if there was not, nothing is left.
    fn spend(&mut self, candidates: usize) -> bool {
        let rest = u64::try_from(candidates).ok().and_then(|candidates| self.0.checked_sub(candidates));
        self.0 = rest.unwrap_or(0);
        rest.is_some()
    }
}

/// The times that were found, and whether these are all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Times {
    /// In order, each once.
    pub found: Vec<NaiveDateTime>,
    /// Why there are no more.
    pub end: End,
}

/// Why no more times were found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The window has no others.
    Whole,
    /// As many were found as were asked for, and the window has at least one more.
    Most,
    /// The budget was used up before the window's end was reached.
    Work,
}
