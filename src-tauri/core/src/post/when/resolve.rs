//! Decides which wall-clock time a phrase names, given when its post was written.
//! It never moves a time: what does not fit together is refused with both readings.

use super::{Clock, Day, Repeats, Unread, When};
use crate::finding::Code;
use crate::region::{self, Season};
use crate::zone::{Reading, Zone};
use chrono::{Datelike, Duration, NaiveDate, NaiveDateTime, NaiveTime, Weekday};

/// Days before the post that a date without a year may lie: posts look back on sessions, but mostly forward.
const LOOKS_BACK: i64 = 60;

/// What stands around a phrase.
#[derive(Clone, Debug)]
pub(in crate::post) struct Context {
    /// When the post was written.
    pub(in crate::post) posted: NaiveDate,
    /// Whose clock it is, if the phrase does not say.
    pub(in crate::post) fallback: Option<Clock>,
}

/// A time that is certain.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::post) struct Resolved {
    pub(in crate::post) local: NaiveDateTime,
    pub(in crate::post) zone: Zone,
    pub(in crate::post) length: Option<Duration>,
    pub(in crate::post) repeats: Option<Repeats>,
    /// What the phrase only implies, each as a sentence.
    pub(in crate::post) inferred: Vec<String>,
    /// What a host should look at again.
    pub(in crate::post) doubts: Vec<Unread>,
}

/// The time that `when` names.
///
/// # Errors
/// Day, time or zone are missing, do not exist or contradict each other.
pub(in crate::post) fn resolve(when: &When, phrase: &str, context: &Context) -> Result<Resolved, Unread> {
    let (mut inferred, mut doubts) = (Vec::new(), Vec::new());
    let Some(time) = when.time else {
        return Err(Unread::new(Code::NoTime, format!("“{phrase}” does not say at what time"), "write it like 14:30 or 5pm"));
    };
    let Some(said_day) = &when.day else {
        return Err(Unread::new(Code::NoDay, format!("“{phrase}” does not say on which day"), "write a weekday or a date beside the time"));
    };
    let Some(clock) = when.zone.as_ref().or(context.fallback.as_ref()) else {
        return Err(Unread::new(
            Code::NoZone,
            format!("“{phrase}” names no time zone"),
            format!("write whose clock it is, like “{} ET” or “{} Europe/Berlin”", time.format("%H:%M"), time.format("%H:%M")),
        ));
    };
    let (date, repeats) = day(said_day, when.weekday, context.posted, &mut inferred)?;
    if let Some(said) = &when.bare_hour {
        inferred.push(format!("“{said}” is {} in the morning", time.format("%H:%M")));
    }
    let local = date.and_time(time);
    let zone = clock.zone;
    let reading = zone.read(local);
    let at = reading.instant();
    if clock.said != zone.name() && zone != Zone::UTC {
        inferred.push(format!("{} is the clock of {}", clock.said, zone.name()));
    }
    if !region::is_right_in(clock.season, zone, at) {
        let (is, right) = if clock.season == Season::Standard { ("standard time", "daylight-saving time") } else { ("daylight-saving time", "standard time") };
        doubts.push(Unread::new(
            Code::WrongSeason,
            format!("{} is {is}, but on {date} {} has {right}; it is read as {} there", clock.said, zone.name(), time.format("%H:%M")),
            format!("write {}", zone.label(at)),
        ));
    }
    match reading {
        Reading::Once(_) => {}
        Reading::Gap(_) => doubts.push(Unread::new(
            Code::SkippedHour,
            format!("clocks in {} are put forward over {} on {date}; it is read as {}", zone.name(), time.format("%H:%M"), zone.wall(at).format("%H:%M")),
            "choose a time that exists",
        )),
        Reading::Fold(_) => doubts.push(Unread::new(
            Code::RepeatedHour,
            format!("clocks in {} show {} twice on {date}; the first is meant", zone.name(), time.format("%H:%M")),
            "choose a time that is there once",
        )),
    }
    for (other, clock) in &when.others {
        let theirs = clock.zone.wall(at);
        if theirs.time() != *other {
            return Err(Unread::new(
                Code::UnclearTime,
                format!("{} {} is {} {}, not {}", time.format("%H:%M"), zone.label(at), theirs.format("%H:%M"), clock.said, other.format("%H:%M")),
                "correct one of the two times",
            ));
        }
    }
    let length = when.until.map(|until| between(time, until)).or(when.length).filter(|length| *length > Duration::zero());
    Ok(Resolved { local, zone, length, repeats, inferred, doubts })
}

/// From one time of day to another, over midnight if need be.
fn between(from: NaiveTime, until: NaiveTime) -> Duration {
    let length = until - from;
    if length <= Duration::zero() { length + Duration::days(1) } else { length }
}

fn day(said: &Day, weekday: Option<Weekday>, posted: NaiveDate, inferred: &mut Vec<String>) -> Result<(NaiveDate, Option<Repeats>), Unread> {
    let next = |day: Weekday| posted + Duration::days(i64::from((day.num_days_from_monday() + 7 - posted.weekday().num_days_from_monday()) % 7));
    let (date, repeats) = match said {
        Day::Weekday(day) => {
            let date = next(*day);
            inferred.push(format!("{day} is {date}, the first one from the post’s date on"));
            (date, None)
        }
        Day::After(days, word) => {
            let date = posted + Duration::days(*days);
            inferred.push(format!("{word} is {date}"));
            (date, None)
        }
        Day::Date { year, month, day } => (date(*year, *month, *day, posted, inferred)?, None),
        Day::OfMonth(day) => {
            let found = posted.iter_days().take(62).find(|date| date.day() == *day);
            let found = found.ok_or_else(|| no_such(&format!("the {day}th")))?;
            inferred.push(format!("the {day}th is {found}"));
            (found, None)
        }
        Day::Repeats(rule) => {
            let from = rule.from.map(|(year, month, day)| date(year, month, day, posted, inferred)).transpose()?;
            let first = rule.first(from.unwrap_or(posted)).filter(|first| from.is_none_or(|from| from == *first));
            let Some(first) = first else {
                let from = from.unwrap_or(posted);
                return Err(Unread::new(
                    Code::WrongWeekday,
                    format!("{from} is a {}, which is not a day of the series", name(from.weekday())),
                    "begin with a day of the series",
                ));
            };
            if rule.from.is_none() {
                let every = if rule.interval > 1 { ", and the weeks are counted from there" } else { "" };
                inferred.push(format!("the series begins on {first}, the first such day from the post’s date on{every}"));
            }
            (first, Some(rule.clone()))
        }
    };
    match weekday {
        Some(weekday) if weekday != date.weekday() => Err(Unread::new(
            Code::WrongWeekday,
            format!("{date} is a {}, not a {}", name(date.weekday()), name(weekday)),
            format!("write {}, or the date of the {} meant", name(date.weekday()), name(weekday)),
        )),
        _ => Ok((date, repeats)),
    }
}

fn date(year: Option<i32>, month: u32, day: u32, posted: NaiveDate, inferred: &mut Vec<String>) -> Result<NaiveDate, Unread> {
    let missing = || no_such(&year.map_or_else(|| format!("{month}-{day}"), |year| format!("{year}-{month:02}-{day:02}")));
    if let Some(year) = year {
        return NaiveDate::from_ymd_opt(year, month, day).ok_or_else(missing);
    }
    let earliest = posted - Duration::days(LOOKS_BACK);
    // 29 February comes back within eight years.
    let found = (earliest.year()..=earliest.year() + 8).filter_map(|year| NaiveDate::from_ymd_opt(year, month, day)).find(|date| *date >= earliest);
    let found = found.ok_or_else(missing)?;
    inferred.push(format!("the year of {} is {}", found.format("%-d %B"), found.year()));
    Ok(found)
}

fn no_such(what: &str) -> Unread {
    Unread::new(Code::UnclearTime, format!("there is no day {what}"), "correct the date")
}

fn name(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}
