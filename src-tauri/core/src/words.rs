//! Decides how times and distances are said in notices and in the tray.
//! It never decides when to say them.

use crate::alarm::Bell;
use crate::session::{Session, Start};
use crate::settings::HourCycle;
use crate::zone::Zone;
use chrono::{DateTime, Duration, NaiveDate, Utc};

/// The distance from `now` to `start` at the head of a notice: “In 10 minutes”, “Now”, “Started 6 minutes ago”.
#[must_use]
pub fn distance(start: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let minutes = whole_minutes(start - now);
    match minutes {
        0 => "Now".to_owned(),
        1.. => format!("In {}", span(minutes)),
        ..0 => format!("Started {} ago", span(-minutes)),
    }
}

/// Minutes in words: “1 minute”, “90 minutes” as “1 h 30 min”, “2 days”.
#[must_use]
pub fn span(minutes: i64) -> String {
    let (hours, days) = (minutes / 60, minutes / 1_440);
    match minutes {
        1 => "1 minute".to_owned(),
        ..60 => format!("{minutes} minutes"),
        60 => "1 hour".to_owned(),
        61..1_440 if minutes % 60 == 0 => format!("{hours} hours"),
        61..1_440 => format!("{hours} h {} min", minutes % 60),
        1_440 => "1 day".to_owned(),
        _ if minutes % 1_440 == 0 => format!("{days} days"),
        _ => format!("{days} d {} h", (minutes % 1_440) / 60),
    }
}

/// A lead in words: “10 min before”, “at the start”, “5 min after the start”.
#[must_use]
pub fn lead(minutes: i32) -> String {
    match minutes {
        0 => "at the start".to_owned(),
        1..60 => format!("{minutes} min before"),
        60.. => format!("{} before", span(i64::from(minutes))),
        ..0 => format!("{} min after the start", -minutes),
    }
}

/// A reminder in words: its lead, or what else makes it ring.
#[must_use]
pub fn bell(bell: Bell) -> String {
    match bell {
        Bell::Lead(lead) => self::lead(lead.as_minutes()),
        Bell::Insist(0) => "at the start, until you act".to_owned(),
        Bell::Insist(minute) => format!("{minute} min after the start, until you act"),
        Bell::Snooze => "put off".to_owned(),
    }
}

/// The distance in the middle of a sentence: “in 10 minutes”, “now”, “started 6 minutes ago”.
#[must_use]
pub fn distance_within(start: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let said = distance(start, now);
    let mut chars = said.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// In the weeks in which the clocks of host and reader are not as far apart as usual: “an hour earlier than usual for you”.
/// Usual is what holds both four weeks before and four weeks after.
#[must_use]
pub fn unusual_clock(session: &Session, reader: Zone) -> Option<String> {
    let Start::Zoned { zone, at, .. } = session.start else { return None };
    let apart = |at: DateTime<Utc>| reader.offset_minutes(at) - zone.offset_minutes(at);
    let month = Duration::weeks(4);
    let (here, before, after) = (apart(at), apart(at - month), apart(at + month));
    let shift = (before == after && here != before).then_some(here - before)?;
    let which = if shift < 0 { "earlier" } else { "later" };
    Some(match shift.abs() {
        60 => format!("an hour {which} than usual for you"),
        other => format!("{} {which} than usual for you", span(i64::from(other))),
    })
}

/// Where a session was, or went, on the reader's clock: the time alone if it is on `beside`’s day, else with the day.
#[must_use]
pub fn clock_beside(at: DateTime<Utc>, beside: DateTime<Utc>, reader: Zone, hours: HourCycle) -> String {
    let wall = reader.wall(at);
    let time = hours.write(wall.time());
    if reader.day(beside) == wall.date() { time } else { format!("{} {time}", wall.format("%a %-d %b")) }
}

/// A session's start on the reader's clock, and on the host's where that differs: “21:00 (15:00 ET)”.
#[must_use]
pub fn both_clocks(session: &Session, reader: Zone, hours: HourCycle) -> String {
    if let Start::AllDay(_) = session.start {
        return "all day".to_owned();
    }
    let mine = hours.write(reader.wall(session.start.instant(reader)).time());
    match host_clock(session, reader, hours) {
        Some(theirs) => format!("{mine} ({theirs})"),
        None => mine,
    }
}

/// A session's start on the host's clock with its zone, if that clock shows something else than the reader's.
#[must_use]
pub fn host_clock(session: &Session, reader: Zone, hours: HourCycle) -> Option<String> {
    let Start::Zoned { local, zone, at } = session.start else { return None };
    (reader.offset_minutes(at) != zone.offset_minutes(at)).then(|| {
        let (here, there) = (reader.day(at), local.date());
        let day = if here == there { String::new() } else { local.format("%a ").to_string() };
        format!("{day}{} {}", hours.write(zone.wall(at).time()), zone.label(at))
    })
}

/// A calendar day as a heading: “Today”, “Tomorrow”, “Wednesday 31 March”.
#[must_use]
pub fn day(day: NaiveDate, today: NaiveDate) -> String {
    match (day - today).num_days() {
        0 => "Today".to_owned(),
        1 => "Tomorrow".to_owned(),
        _ => day.format("%A %-d %B").to_string(),
    }
}

/// A rough countdown for the tray, and the instant from which it no longer holds. The nearer, the finer: it changes
/// every minute only in the last ten, so that a quiet tray costs nothing.
#[must_use]
pub fn countdown(start: DateTime<Utc>, now: DateTime<Utc>) -> (String, Option<DateTime<Utc>>) {
    let left = start - now;
    // Each step says the distance rounded up, and holds until the next lower multiple is reached.
    let step = match left.num_minutes() {
        ..10 => 1,
        10..60 => 5,
        60..1_440 => 60,
        _ => 1_440,
    };
    if left <= Duration::zero() {
        return ("now".to_owned(), None);
    }
    let unit = step * 60_000;
    let steps = (left.num_milliseconds() + unit - 1) / unit;
    (format!("in {}", short_span(steps * step)), Some(start - Duration::minutes((steps - 1) * step)))
}

fn short_span(minutes: i64) -> String {
    match minutes {
        ..=60 => format!("{minutes} min"),
        61..1_440 => format!("{} h", minutes / 60),
        1_440 => "1 day".to_owned(),
        _ => format!("{} days", minutes / 1_440),
    }
}

/// To the nearest minute; half a minute counts as one.
fn whole_minutes(span: Duration) -> i64 {
    (span.num_milliseconds() + 30_000).div_euclid(60_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        format!("2021-03-30T{text}Z").parse().unwrap()
    }

    #[test]
    fn distances_are_to_the_nearest_minute() {
        for (now, said) in [
            ("11:50:00.001", "In 10 minutes"),
            ("11:49:40", "In 10 minutes"),
            ("11:58:00", "In 2 minutes"),
            ("11:59:10", "In 1 minute"),
            ("11:59:31", "Now"),
            ("12:00:00.5", "Now"),
            ("12:06:00", "Started 6 minutes ago"),
            ("11:00:00", "In 1 hour"),
            ("10:30:00", "In 1 h 30 min"),
        ] {
            assert_eq!(distance(at("12:00:00"), at(now)), said, "{now}");
        }
    }

    #[test]
    fn the_tray_counts_coarsely_and_says_until_when_it_holds() {
        for (now, said, until) in [
            ("11:51:00", "in 9 min", "11:52:00"),
            ("11:50:00", "in 10 min", "11:55:00"),
            ("11:30:00.001", "in 30 min", "11:35:00"),
            ("11:01:00", "in 60 min", "11:05:00"),
            ("09:30:00", "in 3 h", "10:00:00"),
        ] {
            let (words, next) = countdown(at("12:00:00"), at(now));
            assert_eq!((words.as_str(), next), (said, Some(at(until))), "{now}");
        }
        assert_eq!(countdown(at("12:00:00"), at("12:00:00")).0, "now");
    }

    #[test]
    fn a_countdown_changes_a_few_times_an_hour() {
        let (start, mut now, mut changes) = (at("23:00:00"), at("00:00:00"), 0);
        while let (_, Some(next)) = countdown(start, now) {
            assert!(next > now);
            (now, changes) = (next, changes + 1);
        }
        assert!(changes <= 22 + 10 + 10, "{changes}");
    }
}
