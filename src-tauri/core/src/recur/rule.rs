//! Decides whether a rule's parts are followed, and keeps them in the form in which times are computed.
//! It never corrects a value that is out of range: the rule is refused by name.

use super::{Frequency, LONGEST_INTERVAL, Parts, RuleRefused, TIMES_A_DAY, Until};
use chrono::{NaiveDateTime, Weekday};

/// A recurrence rule that is followed: RFC 5545 section 3.3.10 without frequencies below a day, BYWEEKNO and BYYEARDAY.
///
/// Dates that do not exist, such as 30 February, are left out. In a yearly rule numbered days count within the month if BYMONTH is given,
/// else within the year, and BYMONTHDAY without BYMONTH means the month in which the series starts (RFC 8984 section 4.3.3.1; as libical).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    pub(super) frequency: Frequency,
    /// 1 to [`LONGEST_INTERVAL`].
    pub(super) interval: i32,
    /// At least 1.
    pub(super) count: Option<u32>,
    pub(super) until: Option<Until>,
    /// Bit n−1 for month n; 0 if not limited.
    pub(super) months: u32,
    /// Bit n−1 for day n of the month.
    pub(super) from_first: u32,
    /// Bit n−1 for the nth last day of the month.
    pub(super) from_last: u32,
    /// Bit n for the weekday that is n days from Monday.
    pub(super) weekdays: u32,
    /// In order, each once.
    pub(super) numbered: Vec<(i8, Weekday)>,
    /// In order, each once; empty if the start says.
    pub(super) hours: Vec<u8>,
    pub(super) minutes: Vec<u8>,
    pub(super) seconds: Vec<u8>,
    /// Each once.
    pub(super) positions: Vec<i16>,
    pub(super) week_start: Weekday,
}

impl Rule {
    /// The rule with these parts.
    ///
    /// # Errors
    /// A value is out of range, or the rule is outside of what is followed; the error names the part.
    pub fn new(parts: Parts) -> Result<Self, RuleRefused> {
        let Parts { frequency, interval, count, until, by_month, by_month_day, by_day, by_hour, by_minute, by_second, by_set_pos, week_start } = parts;
        if !(1..=LONGEST_INTERVAL).contains(&interval) {
            return Err(RuleRefused::Interval(interval));
        }
        if count == Some(0) {
            return Err(RuleRefused::Malformed("COUNT=0".to_owned()));
        }
        if count.is_some() && until.is_some() {
            return Err(RuleRefused::TwoEnds);
        }
        within("BYMONTH", by_month.iter().map(|&month| month.into()), 1, 12)?;
        within("BYMONTHDAY", by_month_day.iter().map(|&day| i16::from(day)), 1, 31)?;
        within("BYDAY", by_day.iter().filter_map(|(number, _)| number.map(i16::from)), 1, 53)?;
        within("BYHOUR", by_hour.iter().map(|&hour| hour.into()), 0, 23)?;
        within("BYMINUTE", by_minute.iter().map(|&minute| minute.into()), 0, 59)?;
        within("BYSECOND", by_second.iter().map(|&second| second.into()), 0, 60)?;
        within("BYSETPOS", by_set_pos.iter().copied(), 1, 366)?;
        let mut numbered: Vec<_> = by_day.iter().filter_map(|&(number, weekday)| Some((number?, weekday))).collect();
        numbered.sort_unstable_by_key(|(number, weekday)| (*number, weekday.num_days_from_monday()));
        numbered.dedup();
        match frequency {
            Frequency::Weekly if !by_month_day.is_empty() => return Err(RuleRefused::PartHere("BYMONTHDAY", "WEEKLY")),
            Frequency::Weekly if !numbered.is_empty() => return Err(RuleRefused::NumberedDays("WEEKLY")),
            Frequency::Daily if !numbered.is_empty() => return Err(RuleRefused::NumberedDays("DAILY")),
            Frequency::Daily | Frequency::Weekly | Frequency::Monthly | Frequency::Yearly => {}
        }
        let seconds = by_second.into_iter().map(|second| second.min(59)).collect();
        let (hours, minutes, seconds) = (once(by_hour), once(by_minute), once(seconds));
        let times = [&hours, &minutes, &seconds].iter().map(|values| values.len().max(1)).product();
        if times > TIMES_A_DAY {
            return Err(RuleRefused::TimesADay(times));
        }
        Ok(Self {
            frequency,
            interval: i32::try_from(interval).map_err(|_| RuleRefused::Interval(interval))?,
            count,
            until,
            months: bits(by_month.iter().map(|month| u32::from(month - 1))),
            from_first: bits(by_month_day.iter().filter(|day| **day > 0).map(|day| u32::from(day.unsigned_abs()) - 1)),
            from_last: bits(by_month_day.iter().filter(|day| **day < 0).map(|day| u32::from(day.unsigned_abs()) - 1)),
            weekdays: bits(by_day.iter().filter(|(number, _)| number.is_none()).map(|(_, weekday)| weekday.num_days_from_monday())),
            numbered,
            hours,
            minutes,
            seconds,
            positions: once(by_set_pos),
            week_start,
        })
    }

    /// The last moment at which it may name a time.
    #[must_use]
    pub fn until(&self) -> Option<Until> {
        self.until
    }

    /// How many times it names at most.
    #[must_use]
    pub fn count(&self) -> Option<u32> {
        self.count
    }

    /// The same rule with `last`, on the series' own clock, as the last moment; a COUNT still holds. For who knows the zone of the
    /// series, and with it what an [`Until::Utc`] is on its clock.
    #[must_use]
    pub fn with_until(mut self, last: NaiveDateTime) -> Self {
        self.until = Some(Until::Local(last));
        self
    }

    /// The same rule for a series of whole days, for which BYHOUR, BYMINUTE and BYSECOND "MUST be ignored" (RFC 5545 section 3.3.10).
    #[must_use]
    pub fn of_days(mut self) -> Self {
        self.hours.clear();
        self.minutes.clear();
        self.seconds.clear();
        self
    }
}

/// Whether each value's size is in range; only the parts that start at 1 may be negative.
fn within(part: &str, mut values: impl Iterator<Item = i16>, least: u16, most: u16) -> Result<(), RuleRefused> {
    match values.find(|value| !(least..=most).contains(&value.unsigned_abs())) {
        Some(value) => Err(RuleRefused::Malformed(format!("{part}={value}"))),
        None => Ok(()),
    }
}

fn once<T: Ord>(mut values: Vec<T>) -> Vec<T> {
    values.sort_unstable();
    values.dedup();
    values
}

fn bits(places: impl Iterator<Item = u32>) -> u32 {
    places.fold(0, |bits, place| bits | 1 << place)
}
