//! A slow, obvious reader of rules: walks every day from the period of the start and asks each part in turn whether it means that day.
//! It never jumps, and shares nothing with the engine but the parts as they are stated.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Weekday};
use sessionbell_core::recur::{First, Frequency, Parts, Until};

/// All times before `end`.
pub(super) fn times(parts: &Parts, start: NaiveDateTime, first: First, end: NaiveDateTime) -> Vec<NaiveDateTime> {
    let mut found: Vec<NaiveDateTime> = candidates(parts, start, end).into_iter().filter(|at| *at >= start && !is_after_until(parts, *at)).collect();
    if first == First::Always && found.first() != Some(&start) {
        found.insert(0, start);
    }
    found.truncate(parts.count.map_or(usize::MAX, |count| count as usize));
    found.retain(|at| *at < end);
    found
}

fn is_after_until(parts: &Parts, at: NaiveDateTime) -> bool {
    match parts.until {
        None => false,
        Some(Until::Day(day)) => at.date() > day,
        Some(Until::Local(last) | Until::Utc(last)) => at > last,
    }
}

/// What the rule names, from the beginning of the start's period.
fn candidates(parts: &Parts, start: NaiveDateTime, end: NaiveDateTime) -> Vec<NaiveDateTime> {
    let completed = completed(parts, start.date());
    let times = times_of_day(parts, start.time());
    let mut day = start.date();
    while !begins_period(parts, day) {
        day = day.pred_opt().unwrap();
    }
    let (mut period, mut named, mut found) = (0, Vec::new(), Vec::new());
    loop {
        if period % parts.interval == 0 && is_named(parts, &completed, day) {
            named.extend(times.iter().map(|time| day.and_time(*time)));
        }
        day = day.succ_opt().unwrap();
        if begins_period(parts, day) {
            found.append(&mut positions(parts, &named));
            named.clear();
            period += 1;
            if day.and_time(NaiveTime::MIN) >= end {
                return found;
            }
        }
    }
}

fn begins_period(parts: &Parts, day: NaiveDate) -> bool {
    match parts.frequency {
        Frequency::Daily => true,
        Frequency::Weekly => day.weekday() == parts.week_start,
        Frequency::Monthly => day.day() == 1,
        Frequency::Yearly => day.ordinal() == 1,
    }
}

/// The parts with what the start adds where they say nothing (RFC 8984 section 4.3.3.1).
fn completed(parts: &Parts, start: NaiveDate) -> Parts {
    let mut parts = parts.clone();
    let (no_days, no_month_days) = (parts.by_day.is_empty(), parts.by_month_day.is_empty());
    match parts.frequency {
        Frequency::Daily => {}
        Frequency::Weekly if no_days => parts.by_day.push((None, start.weekday())),
        Frequency::Weekly => {}
        Frequency::Monthly if no_days && no_month_days => parts.by_month_day.push(start.day() as i8),
        Frequency::Monthly => {}
        Frequency::Yearly => {
            if parts.by_month.is_empty() && (!no_month_days || no_days) {
                parts.by_month.push(start.month() as u8);
            }
            if no_days && no_month_days {
                parts.by_month_day.push(start.day() as i8);
            }
        }
    }
    parts
}

/// Whether `completed` parts mean that day; the numbers in `stated` parts may count in the year.
fn is_named(stated: &Parts, completed: &Parts, day: NaiveDate) -> bool {
    let month = completed.by_month.is_empty() || completed.by_month.contains(&(day.month() as u8));
    let on_day = |&named: &i8| if named > 0 { i64::from(named) == from_first(day) } else { i64::from(-named) == from_last(day) };
    let on_weekday = |(number, weekday): &(Option<i8>, Weekday)| *weekday == day.weekday() && number.is_none_or(|number| is_nth(stated, day, number));
    month
        && (completed.by_month_day.is_empty() || completed.by_month_day.iter().any(on_day))
        && (completed.by_day.is_empty() || completed.by_day.iter().any(on_weekday))
}

fn from_first(day: NaiveDate) -> i64 {
    day.day().into()
}

/// 1 on the last day of its month.
fn from_last(day: NaiveDate) -> i64 {
    (1..).find(|&days| (day + Days::new(days as u64)).month() != day.month()).unwrap()
}

/// Whether it is the nth such weekday of its month or year: as many weeks back, or on, are still inside, and no more.
fn is_nth(parts: &Parts, day: NaiveDate, number: i8) -> bool {
    let in_year = parts.frequency == Frequency::Yearly && parts.by_month.is_empty();
    let inside = |other: NaiveDate| other.year() == day.year() && (in_year || other.month() == day.month());
    let weeks = |weeks: i8| inside(if number > 0 { day - Days::new(7 * weeks as u64) } else { day + Days::new(7 * weeks as u64) });
    (1..60).take_while(|&n| weeks(n)).count() + 1 == number.unsigned_abs() as usize
}

fn times_of_day(parts: &Parts, start: NaiveTime) -> Vec<NaiveTime> {
    let own = |values: &[u8], own: u32, value: u32| if values.is_empty() { value == own } else { values.iter().any(|&named| u32::from(named) == value) };
    let mut found = Vec::new();
    for hour in (0..24).filter(|&hour| own(&parts.by_hour, start.hour(), hour)) {
        for minute in (0..60).filter(|&minute| own(&parts.by_minute, start.minute(), minute)) {
            for second in (0..60).filter(|&second| own(&parts.by_second, start.second(), second)) {
                found.push(NaiveTime::from_hms_opt(hour, minute, second).unwrap());
            }
        }
    }
    found
}

fn positions(parts: &Parts, named: &[NaiveDateTime]) -> Vec<NaiveDateTime> {
    let count = named.len() as i64;
    let meant = |place: i64| parts.by_set_pos.iter().any(|&position| i64::from(position) == place + 1 || i64::from(position) == place - count);
    named.iter().zip(0..).filter(|(_, place)| parts.by_set_pos.is_empty() || meant(*place)).map(|(at, _)| *at).collect()
}
