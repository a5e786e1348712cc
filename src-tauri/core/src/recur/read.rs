//! Reads a rule as iCalendar writes it (RFC 5545 section 3.3.10).
//! It never passes over a part: what is not followed is refused by name, and only X- parts are left aside.

use super::{Frequency, Parts, Rule, RuleRefused, Until};
use crate::text;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use std::str::FromStr;

/// Most of a part that a refusal repeats, in characters.
const REPEATED: usize = 60;

impl Rule {
    /// The rule that an RRULE's value states. Letters of either case, white space and empty parts, such as after a last “;”, are borne with.
    ///
    /// # Errors
    /// It is not written as a rule is, or is outside of what is followed; the error names the part.
    pub fn parse(value: &str) -> Result<Self, RuleRefused> {
        let mut value: String = value.chars().filter(|c| !c.is_whitespace()).collect();
        value.make_ascii_uppercase();
        let mut stated: Vec<(&str, &str)> = Vec::new();
        for part in value.split(';').filter(|part| !part.is_empty()) {
            let (name, values) = part.split_once('=').ok_or_else(|| malformed(part))?;
            if stated.iter().any(|(other, _)| *other == name) {
                return Err(RuleRefused::Twice(text::line(name, REPEATED)));
            }
            if !name.starts_with("X-") {
                stated.push((name, values));
            }
        }
        let frequency = stated.iter().find(|(name, _)| *name == "FREQ").ok_or(RuleRefused::NoFrequency)?.1;
        let mut parts = Parts::every(read_frequency(frequency)?);
        for (name, values) in stated {
            let wrong = || malformed(&format!("{name}={values}"));
            match name {
                "FREQ" => {}
                "INTERVAL" => parts.interval = values.parse().map_err(|_| wrong())?,
                "COUNT" => parts.count = Some(values.parse().map_err(|_| wrong())?),
                "UNTIL" => parts.until = Some(until(values).ok_or_else(wrong)?),
                "WKST" => parts.week_start = weekday(values).ok_or_else(wrong)?,
                "BYMONTH" => parts.by_month = list(values).ok_or_else(wrong)?,
                "BYMONTHDAY" => parts.by_month_day = list(values).ok_or_else(wrong)?,
                "BYDAY" => parts.by_day = values.split(',').map(day).collect::<Option<_>>().ok_or_else(wrong)?,
                "BYHOUR" => parts.by_hour = list(values).ok_or_else(wrong)?,
                "BYMINUTE" => parts.by_minute = list(values).ok_or_else(wrong)?,
                "BYSECOND" => parts.by_second = list(values).ok_or_else(wrong)?,
                "BYSETPOS" => parts.by_set_pos = list(values).ok_or_else(wrong)?,
                other => return Err(RuleRefused::Part(text::line(other, REPEATED))),
            }
        }
        Self::new(parts)
    }
}

fn malformed(part: &str) -> RuleRefused {
    RuleRefused::Malformed(text::line(part, REPEATED))
}

fn read_frequency(name: &str) -> Result<Frequency, RuleRefused> {
    match name {
        "DAILY" => Ok(Frequency::Daily),
        "WEEKLY" => Ok(Frequency::Weekly),
        "MONTHLY" => Ok(Frequency::Monthly),
        "YEARLY" => Ok(Frequency::Yearly),
        "HOURLY" | "MINUTELY" | "SECONDLY" => Err(RuleRefused::Frequency(name.to_owned())),
        _ => Err(malformed(&format!("FREQ={name}"))),
    }
}

fn list<T: FromStr>(values: &str) -> Option<Vec<T>> {
    values.split(',').map(|value| value.parse().ok()).collect()
}

/// `MO`, `2TU`, `-1FR`.
fn day(value: &str) -> Option<(Option<i8>, Weekday)> {
    let (number, name) = value.split_at_checked(value.len().checked_sub(2)?)?;
    let number = if number.is_empty() { None } else { Some(number.parse().ok()?) };
    Some((number, weekday(name)?))
}

fn weekday(name: &str) -> Option<Weekday> {
    match name {
        "MO" => Some(Weekday::Mon),
        "TU" => Some(Weekday::Tue),
        "WE" => Some(Weekday::Wed),
        "TH" => Some(Weekday::Thu),
        "FR" => Some(Weekday::Fri),
        "SA" => Some(Weekday::Sat),
        "SU" => Some(Weekday::Sun),
        _ => None,
    }
}

/// `19971224`, `19971224T000000` or `19971224T000000Z` (RFC 5545 sections 3.3.4 and 3.3.5).
fn until(value: &str) -> Option<Until> {
    let (date, time) = value.split_once('T').map_or((value, None), |(date, time)| (date, Some(time)));
    let [year, month, day] = digits(date, [4, 2, 2])?;
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    let Some(time) = time else { return Some(Until::Day(date)) };
    let (time, utc) = time.strip_suffix('Z').map_or((time, false), |time| (time, true));
    let [hour, minute, second] = digits(time, [2, 2, 2])?;
    let second = if second == 60 { 59 } else { second };
    let moment = NaiveDateTime::new(date, NaiveTime::from_hms_opt(hour, minute, second)?);
    Some(if utc { Until::Utc(moment) } else { Until::Local(moment) })
}

/// Numbers of so many digits each, and nothing after them.
fn digits(mut value: &str, widths: [usize; 3]) -> Option<[u32; 3]> {
    let mut numbers = [0; 3];
    for (number, width) in numbers.iter_mut().zip(widths) {
        let (head, rest) = value.split_at_checked(width)?;
        *number = if head.bytes().all(|byte| byte.is_ascii_digit()) { head.parse().ok()? } else { return None };
        value = rest;
    }
    value.is_empty().then_some(numbers)
}
