//! Decides which days and times of day a rule names in one of its periods: the table of RFC 5545 section 3.3.10, on a bit for each day of a month.
//! It never looks at any other period.

use super::{Frequency, Rule};
use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};

/// Every seventh day of a month, from its first.
const SEVENTHS: u32 = 1 | 1 << 7 | 1 << 14 | 1 << 21 | 1 << 28;

impl Rule {
    /// The period in which `day` is, by a number that grows by one from each to the next.
    pub(super) fn period(&self, day: NaiveDate) -> i32 {
        match self.frequency {
            Frequency::Daily => day.num_days_from_ce(),
            // Day 1 of the common era is a Monday.
            Frequency::Weekly => (day.num_days_from_ce() - 1 - self.week_offset()).div_euclid(7),
            Frequency::Monthly => day.year() * 12 + day.month0().cast_signed(),
            Frequency::Yearly => day.year(),
        }
    }

    /// The first day of a period, if the calendar reaches it.
    pub(super) fn first_day(&self, period: i32) -> Option<NaiveDate> {
        match self.frequency {
            Frequency::Daily => NaiveDate::from_num_days_from_ce_opt(period),
            Frequency::Weekly => NaiveDate::from_num_days_from_ce_opt(period * 7 + 1 + self.week_offset()),
            Frequency::Monthly => NaiveDate::from_ymd_opt(period.div_euclid(12), period.rem_euclid(12).cast_unsigned() + 1, 1),
            Frequency::Yearly => NaiveDate::from_ymd_opt(period, 1, 1),
        }
    }

    /// How many days or months are looked at in one period, and numbered weekdays in each.
    pub(super) fn breadth(&self) -> usize {
        match self.frequency {
            Frequency::Daily => 1,
            Frequency::Weekly => 7,
            Frequency::Monthly => 1 + self.numbered.len(),
            Frequency::Yearly => 12 * (1 + self.numbered.len()),
        }
    }

    /// Whether every period has as many times as any other.
    pub(super) fn is_even(&self) -> bool {
        match self.frequency {
            Frequency::Daily => self.months == 0 && !self.has_month_days() && self.weekdays == 0,
            Frequency::Weekly => self.months == 0,
            Frequency::Monthly | Frequency::Yearly => false,
        }
    }

    /// Adds the days named in the period that begins on `first`, in order. What the rule leaves open is as on `start`, the series' first day.
    pub(super) fn days(&self, first: NaiveDate, start: NaiveDate, days: &mut Vec<NaiveDate>) {
        match self.frequency {
            Frequency::Daily => days.extend(Some(first).filter(|day| self.allows(*day))),
            Frequency::Weekly => {
                let weekdays = if self.weekdays == 0 { 1 << start.weekday().num_days_from_monday() } else { self.weekdays };
                let named = |day: &NaiveDate| weekdays >> day.weekday().num_days_from_monday() & 1 == 1 && self.allows_month(*day);
                days.extend(first.iter_days().take(7).filter(named));
            }
            Frequency::Monthly => self.days_of_month(first, start, days),
            Frequency::Yearly => {
                let whole_year = self.months == 0 && self.has_days() && !self.has_month_days();
                let months = (1..=12).filter(|month| whole_year || self.months != 0 || *month == start.month());
                for month in months.filter_map(|month| first.with_month(month)) {
                    self.days_of_month(month, start, days);
                }
            }
        }
    }

    /// The times of day, in order. What the rule leaves open is as at `start`.
    pub(super) fn times_of_day(&self, start: NaiveTime) -> Vec<NaiveTime> {
        let or = |values: &[u8], own: u32| if values.is_empty() { vec![own] } else { values.iter().map(|&value| value.into()).collect() };
        let (minutes, seconds) = (or(&self.minutes, start.minute()), or(&self.seconds, start.second()));
        let mut times = Vec::new();
        for hour in or(&self.hours, start.hour()) {
            for &minute in &minutes {
                times.extend(seconds.iter().filter_map(|&second| NaiveTime::from_hms_opt(hour, minute, second)));
            }
        }
        times
    }

    fn week_offset(&self) -> i32 {
        self.week_start.num_days_from_monday().cast_signed()
    }

    fn has_month_days(&self) -> bool {
        self.from_first | self.from_last != 0
    }

    fn has_days(&self) -> bool {
        self.weekdays != 0 || !self.numbered.is_empty()
    }

    fn allows_month(&self, day: NaiveDate) -> bool {
        self.months == 0 || self.months >> day.month0() & 1 == 1
    }

    /// The limits of a daily rule.
    fn allows(&self, day: NaiveDate) -> bool {
        self.allows_month(day)
            && (!self.has_month_days() || self.month_days(length(day)) >> day.day0() & 1 == 1)
            && (self.weekdays == 0 || self.weekdays >> day.weekday().num_days_from_monday() & 1 == 1)
    }

    /// Adds the days named in the month that begins on `first`, as part of a monthly or yearly rule.
    fn days_of_month(&self, first: NaiveDate, start: NaiveDate, days: &mut Vec<NaiveDate>) {
        if !self.allows_month(first) {
            return;
        }
        let length = length(first);
        let mut named = if self.has_month_days() {
            self.month_days(length)
        } else if self.has_days() {
            u32::MAX
        } else {
            1 << start.day0()
        };
        if self.has_days() {
            named &= self.weekdays_of_month(first, length);
        }
        // Bits beyond the month's length name no day.
        while named != 0 {
            days.extend(first.with_day(named.trailing_zeros() + 1));
            named &= named - 1;
        }
    }

    /// BYMONTHDAY in a month of that length.
    fn month_days(&self, length: u32) -> u32 {
        self.from_first | self.from_last.reverse_bits() >> (32 - length)
    }

    /// BYDAY in the month that begins on `first`.
    fn weekdays_of_month(&self, first: NaiveDate, length: u32) -> u32 {
        let mut named = 0;
        for weekday in (0..7).filter(|weekday| self.weekdays >> weekday & 1 == 1) {
            named |= SEVENTHS << ((7 + weekday - first.weekday().num_days_from_monday()) % 7);
        }
        // Numbers count within the year only if the rule is yearly and speaks of no month.
        let in_year = self.frequency == Frequency::Yearly && self.months == 0;
        let before = if in_year { first.ordinal0() } else { 0 };
        let span = match in_year {
            true if first.with_ordinal(366).is_some() => 366,
            true => 365,
            false => length,
        };
        let opening = (first.weekday().num_days_from_monday() + 7 * 53 - before) % 7;
        for &(number, weekday) in &self.numbered {
            let place = nth(number, (7 + weekday.num_days_from_monday() - opening) % 7, span);
            if let Some(place) = place.and_then(|place| place.checked_sub(before)).filter(|place| *place < length) {
                named |= 1 << place;
            }
        }
        named
    }
}

/// The place, from 0, of the nth such weekday among `span` days of which the first such is at `earliest`.
fn nth(number: i8, earliest: u32, span: u32) -> Option<u32> {
    let steps = u32::from(number.unsigned_abs()).checked_sub(1)? * 7;
    if number > 0 { Some(earliest + steps).filter(|place| *place < span) } else { (earliest + (span - 1 - earliest) / 7 * 7).checked_sub(steps) }
}

fn length(day: NaiveDate) -> u32 {
    day.num_days_in_month().into()
}
