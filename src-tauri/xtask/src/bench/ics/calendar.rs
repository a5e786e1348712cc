//! The calendar that readers of `.ics` are measured with: so many sessions over the year around an instant.
//! It never has two calendars for the same question, nor anything that only some of the programs can read.

use anyhow::{Context, Result};
use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, NaiveTime, Utc};

/// Days that the sessions are spread over, half of them before the instant.
const DAYS: i64 = 364;
/// One in so many repeats every week.
const WEEKLY: usize = 10;

const HOSTS: [&str; 5] = ["Niko", "Ryan", "Jürgen Müller", "Priya", "Zoë"];
const TOPICS: [&str; 6] = [
    "Structured concurrency\\, and what it costs",
    "Office hours",
    "Bridging sync and async",
    "How we read calendars: a story in three parts",
    "Newcomers’ evening",
    "Release planning",
];
const PROSE: &str = "Bring a story about what you are building\\, and leave with it written down. Everybody is welcome\\; \
     nobody has to speak.\\n\\nNotes are taken together\\; the room opens ten minutes early. Ask for anything that you miss – we’ll find it.";

/// A zone's name, and its clock as a VTIMEZONE has it: the offset in winter, that in summer, and when each begins.
struct Clock {
    name: &'static str,
    winter: &'static str,
    summer: Option<(&'static str, &'static str, &'static str)>,
}

const EUROPE: (&str, &str) = ("19700329T020000;3;-1SU", "19701025T030000;10;-1SU");
const BRITAIN: (&str, &str) = ("19700329T010000;3;-1SU", "19701025T020000;10;-1SU");
const AMERICA: (&str, &str) = ("20070311T020000;3;2SU", "20071104T020000;11;1SU");

const CLOCKS: [Clock; 6] = [
    Clock { name: "Europe/Berlin", winter: "+0100", summer: Some(("+0200", EUROPE.0, EUROPE.1)) },
    Clock { name: "America/New_York", winter: "-0500", summer: Some(("-0400", AMERICA.0, AMERICA.1)) },
    Clock { name: "Europe/London", winter: "+0000", summer: Some(("+0100", BRITAIN.0, BRITAIN.1)) },
    Clock { name: "Asia/Kolkata", winter: "+0530", summer: None },
    Clock { name: "America/Los_Angeles", winter: "-0800", summer: Some(("-0700", AMERICA.0, AMERICA.1)) },
    Clock { name: "Asia/Tokyo", winter: "+0900", summer: None },
];

/// A calendar (RFC 5545) of `count` sessions of an hour, on quarters of an hour by day in six zones. A tenth repeats every
/// week: twenty times, until a day, or without end; of the latter two some leave an occurrence out. The order is not that of time.
///
/// # Errors
/// `around` is at the end of what dates can be.
pub(super) fn calendar(count: usize, around: DateTime<Utc>) -> Result<String> {
    let first = around.date_naive().checked_sub_signed(Duration::days(DAYS / 2)).context("no half year lies before that instant")?;
    let mut text = String::with_capacity(count * 640 + 4_096);
    for start in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Sessionbell//bench//EN", "CALSCALE:GREGORIAN"] {
        line(&mut text, start);
    }
    for clock in &CLOCKS {
        zone(&mut text, clock);
    }
    for number in 0..count {
        event(&mut text, number, count, first)?;
    }
    line(&mut text, "END:VCALENDAR");
    Ok(text)
}

fn zone(text: &mut String, clock: &Clock) {
    line(text, "BEGIN:VTIMEZONE");
    line(text, &format!("TZID:{}", clock.name));
    let mut part = |kind: &str, from: &str, to: &str, when: &str| {
        line(text, &format!("BEGIN:{kind}"));
        line(text, &format!("TZOFFSETFROM:{from}"));
        line(text, &format!("TZOFFSETTO:{to}"));
        let mut words = when.split(';');
        line(text, &format!("DTSTART:{}", words.next().unwrap_or_default()));
        if let (Some(month), Some(day)) = (words.next(), words.next()) {
            line(text, &format!("RRULE:FREQ=YEARLY;BYMONTH={month};BYDAY={day}"));
        }
        line(text, &format!("END:{kind}"));
    };
    match clock.summer {
        Some((summer, begins, ends)) => {
            part("DAYLIGHT", clock.winter, summer, begins);
            part("STANDARD", summer, clock.winter, ends);
        }
        None => part("STANDARD", clock.winter, clock.winter, "19700101T000000"),
    }
    line(text, "END:VTIMEZONE");
}

fn event(text: &mut String, number: usize, count: usize, first: NaiveDate) -> Result<()> {
    // A prime step visits every place in the year once, in no order of time.
    let place = number * 7_919 % count;
    let day = first + Duration::days(i64::try_from(place)? * DAYS / i64::try_from(count)?);
    let quarter = u32::try_from(number % 53)?;
    let start = day.and_time(NaiveTime::from_hms_opt(8 + quarter / 4, quarter % 4 * 15, 0).context("no such time")?);
    let pick = |many: usize| number / WEEKLY % many;
    let clock = CLOCKS.get(number % CLOCKS.len()).map_or("UTC", |clock| clock.name);
    let host = HOSTS.get(pick(HOSTS.len())).copied().unwrap_or_default();
    let topic = TOPICS.get(pick(TOPICS.len())).copied().unwrap_or_default();
    line(text, "BEGIN:VEVENT");
    line(text, &format!("UID:{number}@bench.sessionbell"));
    line(text, "DTSTAMP:20260101T000000Z");
    line(text, &format!("DTSTART;TZID={clock}:{}", wall(start)));
    line(text, &format!("DTEND;TZID={clock}:{}", wall(start + Duration::hours(1))));
    if number % WEEKLY == 3 {
        let end = match pick(3) {
            0 => ";COUNT=20".to_owned(),
            1 => format!(";UNTIL={}T120000Z", (day + Duration::days(143)).format("%Y%m%d")),
            _ => String::new(),
        };
        line(text, &format!("RRULE:FREQ=WEEKLY{end}"));
        // calcurse does not count what is left out: with a COUNT it would find one more than the others.
        if pick(4) == 0 && pick(3) != 0 {
            line(text, &format!("EXDATE;TZID={clock}:{}", wall(start + Duration::days(14))));
        }
    }
    line(text, &format!("SUMMARY:{topic} ({number})"));
    line(text, &format!("DESCRIPTION:{PROSE}"));
    line(text, &format!("LOCATION:https://meet.jit.si/SessionbellBench{}", pick(100)));
    line(text, &format!("ORGANIZER;CN=\"{host}\":mailto:host{}@bench.sessionbell", pick(HOSTS.len())));
    line(text, "END:VEVENT");
    Ok(())
}

fn wall(at: NaiveDateTime) -> impl std::fmt::Display {
    at.format("%Y%m%dT%H%M%S")
}

/// One content line, folded to 75 octets without cutting a character (RFC 5545, section 3.1).
fn line(text: &mut String, content: &str) {
    let mut room = 75;
    for character in content.chars() {
        if character.len_utf8() > room {
            text.push_str("\r\n ");
            room = 74;
        }
        room -= character.len_utf8();
        text.push(character);
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> String {
        calendar(1_000, "2026-03-27T12:00:00Z".parse().unwrap()).unwrap()
    }

    #[test]
    fn lines_are_folded_and_unfold_to_what_was_meant() {
        let text = sample();
        assert!(text.split("\r\n").all(|line| line.len() <= 75));
        assert_eq!(text.replace("\r\n ", "").matches(&format!("\r\nDESCRIPTION:{PROSE}\r\n")).count(), 1_000);
    }

    #[test]
    fn a_tenth_repeats_and_the_year_is_filled_evenly() {
        let text = sample();
        assert_eq!(text.matches("RRULE:FREQ=WEEKLY").count(), 100);
        let days: Vec<NaiveDate> = text
            .lines()
            .filter_map(|line| line.strip_prefix("DTSTART;TZID=")?.split_once(':'))
            .map(|(_, at)| NaiveDate::parse_from_str(at.get(..8).unwrap(), "%Y%m%d").unwrap())
            .collect();
        assert_eq!(days.len(), 1_000);
        let first: NaiveDate = "2025-09-26".parse().unwrap();
        for quarter in 0..4 {
            let begin = first + Duration::days(quarter * 91);
            let within = days.iter().filter(|day| (begin..begin + Duration::days(91)).contains(*day)).count();
            assert_eq!(within, 250);
        }
    }
}
