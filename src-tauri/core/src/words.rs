//! Decides how times and distances are said in notices and in the tray.
//! It never decides when to say them.

use crate::alarm::Bell;
use crate::language::Language;
use crate::session::{Session, Start};
use crate::settings::{HourCycle, Settings};
use crate::text::capitalised;
use crate::zone::Zone;
use chrono::{DateTime, Datelike, Duration, NaiveDate, Utc};

/// What the catalogue calls the days from Monday on, and the months.
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const SHORT_WEEKDAYS: [&str; 7] = ["monday-short", "tuesday-short", "wednesday-short", "thursday-short", "friday-short", "saturday-short", "sunday-short"];
const MONTHS: [&str; 12] = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
const SHORT_MONTHS: [&str; 12] = [
    "january-short",
    "february-short",
    "march-short",
    "april-short",
    "may-short",
    "june-short",
    "july-short",
    "august-short",
    "september-short",
    "october-short",
    "november-short",
    "december-short",
];

/// How a person is spoken to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Voice {
    /// In which language.
    pub language: Language,
    /// How times of day are written.
    pub hours: HourCycle,
}

impl Language {
    /// The distance from `now` to `start` at the head of a notice: “In 10 minutes”, “Now”, “Started 6 minutes ago”.
    #[must_use]
    pub fn distance(self, start: DateTime<Utc>, now: DateTime<Utc>) -> String {
        capitalised(&self.distance_within(start, now))
    }

    /// The distance in the middle of a sentence: “in 10 minutes”, “now”, “started 6 minutes ago”.
    #[must_use]
    pub fn distance_within(self, start: DateTime<Utc>, now: DateTime<Utc>) -> String {
        let minutes = whole_minutes(start - now);
        match minutes {
            0 => self.word("now"),
            1.. => self.say("in-span", [("span", self.span(minutes).into())]),
            ..0 => self.say("started-ago", [("span", self.span(-minutes).into())]),
        }
    }

    /// Minutes in words: “1 minute”, 90 minutes as “1 h 30 min”, “2 days”.
    #[must_use]
    pub fn span(self, minutes: i64) -> String {
        let (hours, days) = (minutes / 60, minutes / 1_440);
        match minutes {
            ..60 => self.say("minutes", [("n", minutes.into())]),
            60..1_440 if minutes % 60 == 0 => self.say("hours", [("n", hours.into())]),
            60..1_440 => self.say("hours-minutes", [("hours", hours.into()), ("minutes", (minutes % 60).into())]),
            _ if minutes % 1_440 == 0 => self.say("days", [("n", days.into())]),
            _ => self.say("days-hours", [("days", days.into()), ("hours", ((minutes % 1_440) / 60).into())]),
        }
    }

    fn short_span(self, minutes: i64) -> String {
        match minutes {
            ..=60 => self.say("minutes-short", [("n", minutes.into())]),
            61..1_440 => self.say("hours-short", [("n", (minutes / 60).into())]),
            _ => self.say("days", [("n", (minutes / 1_440).into())]),
        }
    }

    /// A lead in words: “10 min before”, “at the start”, “5 min after the start”.
    #[must_use]
    pub fn lead(self, minutes: i32) -> String {
        match minutes {
            0 => self.word("bell-at-start"),
            1..60 => self.say("bell-before", [("span", self.short_span(minutes.into()).into())]),
            60.. => self.say("bell-before", [("span", self.span(minutes.into()).into())]),
            ..0 => self.say("bell-after", [("n", (-minutes).into())]),
        }
    }

    /// A reminder in words: its lead, or what else makes it ring.
    #[must_use]
    pub fn bell(self, bell: Bell) -> String {
        match bell {
            Bell::Lead(lead) => self.lead(lead.as_minutes()),
            Bell::Insist(0) => self.word("bell-insist"),
            Bell::Insist(minute) => self.say("bell-insist-after", [("n", minute.into())]),
            Bell::Snooze => self.word("bell-snooze"),
        }
    }

    /// In the weeks in which the clocks of host and reader are not as far apart as usual: “an hour earlier than usual for you”.
    /// Usual is what holds both four weeks before and four weeks after.
    #[must_use]
    pub fn unusual_clock(self, session: &Session, reader: Zone) -> Option<String> {
        let Start::Zoned { zone, at, .. } = session.start else { return None };
        let apart = |at: DateTime<Utc>| reader.offset_minutes(at) - zone.offset_minutes(at);
        let month = Duration::weeks(4);
        let (here, before, after) = (apart(at), apart(at - month), apart(at + month));
        let shift = (before == after && here != before).then_some(here - before)?;
        let span = if shift.abs() == 60 { self.word("an-hour") } else { self.span(shift.abs().into()) };
        Some(self.say(if shift < 0 { "earlier" } else { "later" }, [("span", span.into())]))
    }

    /// A calendar day as a heading: “Today”, “Tomorrow”, “Wednesday 31 March”.
    #[must_use]
    pub fn day(self, day: NaiveDate, today: NaiveDate) -> String {
        match (day - today).num_days() {
            0 => self.word("today"),
            1 => self.word("tomorrow"),
            _ => self.date(day),
        }
    }

    fn date(self, day: NaiveDate) -> String {
        self.dated("date", day, (&WEEKDAYS, &MONTHS))
    }

    /// A calendar day with its year: “Wednesday 31 March 2021”.
    #[must_use]
    pub fn full_day(self, day: NaiveDate) -> String {
        format!("{} {}", self.date(day), day.year())
    }

    /// A calendar day in few letters: “Wed 31 Mar”.
    #[must_use]
    pub fn short_day(self, day: NaiveDate) -> String {
        self.dated("date-short", day, (&SHORT_WEEKDAYS, &SHORT_MONTHS))
    }

    fn dated(self, id: &str, day: NaiveDate, (weekdays, months): (&[&str; 7], &[&str; 12])) -> String {
        let month = months.get(day.month0() as usize).map_or_else(String::new, |month| self.word(month));
        self.say(id, [("weekday", self.weekday(day, weekdays).into()), ("day", day.day().into()), ("month", month.into())])
    }

    fn weekday(self, day: NaiveDate, weekdays: &[&str; 7]) -> String {
        weekdays.get(day.weekday().num_days_from_monday() as usize).map_or_else(String::new, |weekday| self.word(weekday))
    }

    /// A rough countdown for the tray, and the instant from which it no longer holds. The nearer, the finer: it changes
    /// every minute only in the last ten, so that a quiet tray costs nothing.
    #[must_use]
    pub fn countdown(self, start: DateTime<Utc>, now: DateTime<Utc>) -> (String, Option<DateTime<Utc>>) {
        let left = start - now;
        // Each step says the distance rounded up, and holds until the next lower multiple is reached.
        let step = match left.num_minutes() {
            ..10 => 1,
            10..60 => 5,
            60..1_440 => 60,
            _ => 1_440,
        };
        if left <= Duration::zero() {
            return (self.word("now"), None);
        }
        let unit = step * 60_000;
        let steps = (left.num_milliseconds() + unit - 1) / unit;
        let words = self.say("in-span", [("span", self.short_span(steps * step).into())]);
        (words, Some(start - Duration::minutes((steps - 1) * step)))
    }
}

impl Voice {
    /// As is set, on a desktop that has the language `desktop`.
    #[must_use]
    pub fn of(settings: &Settings, desktop: Language) -> Self {
        Self { language: settings.language.on(desktop), hours: settings.hours }
    }

    /// The time of day of `at` on the reader's clock.
    #[must_use]
    pub fn clock(self, at: DateTime<Utc>, reader: Zone) -> String {
        self.hours.write(reader.wall(at).time())
    }

    /// Where a session was, or went, on the reader's clock: the time alone if it is on `beside`’s day, else with the day.
    #[must_use]
    pub fn clock_beside(self, at: DateTime<Utc>, beside: DateTime<Utc>, reader: Zone) -> String {
        let time = self.clock(at, reader);
        let day = reader.day(at);
        if reader.day(beside) == day { time } else { format!("{} {time}", self.language.short_day(day)) }
    }

    /// A session's start on the reader's clock, and on the host's where that differs: “21:00 (15:00 ET)”.
    #[must_use]
    pub fn both_clocks(self, session: &Session, reader: Zone) -> String {
        if let Start::AllDay(_) = session.start {
            return self.language.word("all-day");
        }
        let mine = self.clock(session.start.instant(reader), reader);
        match self.host_clock(session, reader) {
            Some(theirs) => format!("{mine} ({theirs})"),
            None => mine,
        }
    }

    /// A session's start on the host's clock with its zone, if that clock shows something else than the reader's.
    #[must_use]
    pub fn host_clock(self, session: &Session, reader: Zone) -> Option<String> {
        let Start::Zoned { local, zone, at } = session.start else { return None };
        (reader.offset_minutes(at) != zone.offset_minutes(at)).then(|| {
            let (here, there) = (reader.day(at), local.date());
            let day = if here == there { String::new() } else { self.language.weekday(there, &SHORT_WEEKDAYS) + " " };
            format!("{day}{} {}", self.clock(at, zone), zone.label(at))
        })
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
            assert_eq!(Language::English.distance(at("12:00:00"), at(now)), said, "{now}");
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
            let (words, next) = Language::English.countdown(at("12:00:00"), at(now));
            assert_eq!((words.as_str(), next), (said, Some(at(until))), "{now}");
        }
        assert_eq!(Language::English.countdown(at("12:00:00"), at("12:00:00")).0, "now");
    }

    #[test]
    fn a_countdown_changes_a_few_times_an_hour() {
        let (start, mut now, mut changes) = (at("23:00:00"), at("00:00:00"), 0);
        while let (_, Some(next)) = Language::English.countdown(start, now) {
            assert!(next > now);
            (now, changes) = (next, changes + 1);
        }
        assert!(changes <= 22 + 10 + 10, "{changes}");
    }
}
