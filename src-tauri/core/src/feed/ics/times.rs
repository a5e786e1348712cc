//! Decides when an event of an iCalendar document takes place, and how often (RFC 5545 section 3.8.2 and 3.8.5).
//! It never guesses a zone: a time whose zone is not known is refused with its name.

use super::zones::Known;
use crate::language::{Sentence, sentence};
use crate::session::{Start, Way};
use crate::zone::Zone;
use calcard::common::PartialDateTime;
use calcard::icalendar::{ICalendarDuration, ICalendarEntry, ICalendarParameterName, ICalendarParameterValue, ICalendarPeriod, ICalendarValue};
use chrono::{Datelike, Duration, NaiveDate, NaiveDateTime, Timelike};
use std::sync::Arc;

/// Why a time was not understood, as the rest of a sentence.
pub(super) type Unclear = Sentence;

/// The text of a parameter.
pub(super) fn parameter<'a>(entry: &'a ICalendarEntry, name: &ICalendarParameterName) -> Option<&'a str> {
    entry.params.iter().find(|parameter| parameter.name == *name).and_then(|parameter| match &parameter.value {
        ICalendarParameterValue::Text(text) => Some(text.as_str()),
        _ => None,
    })
}

/// Reads the times of one document's events.
pub(super) struct Clockmaker<'a> {
    pub(super) known: &'a mut Known,
    /// The zone of times without one (X-WR-TIMEZONE).
    pub(super) usual: Option<Zone>,
    /// What sessions that say nothing of a way in have, once for all.
    pub(super) unstated: Arc<Way>,
    /// Sessions that repeat and may still be followed.
    pub(super) series_left: usize,
}

impl Clockmaker<'_> {
    /// The times that a property lists, each with its own length if it is a period.
    pub(super) fn times(&mut self, entry: &ICalendarEntry) -> Result<Vec<(Start, Option<Duration>)>, Unclear> {
        let mut found = Vec::with_capacity(entry.values.len());
        for value in &entry.values {
            match value {
                ICalendarValue::PartialDateTime(time) => found.push((self.start(entry, time)?, None)),
                ICalendarValue::Period(ICalendarPeriod::Duration { start, duration }) => found.push((self.start(entry, start)?, length(duration))),
                ICalendarValue::Period(ICalendarPeriod::Range { start, end }) => {
                    let (start, end) = (self.start(entry, start)?, self.start(entry, end)?);
                    let length = between(&start, &end);
                    found.push((start, Some(length).filter(|length| *length > Duration::zero())));
                }
                other => return Err(sentence("time-malformed").with("text", other.as_text().map(|text| crate::text::line(text, 40)).unwrap_or_default())),
            }
        }
        Ok(found)
    }

    /// The one time of a property.
    pub(super) fn time(&mut self, entry: &ICalendarEntry) -> Result<Start, Unclear> {
        self.times(entry)?.into_iter().next().map(|(start, _)| start).ok_or_else(|| sentence("time-empty"))
    }

    fn start(&mut self, entry: &ICalendarEntry, time: &PartialDateTime) -> Result<Start, Unclear> {
        let date = date(time).ok_or_else(|| sentence("time-no-date"))?;
        let Some(hour) = time.hour else { return Ok(Start::AllDay(date)) };
        // 24:00 and a leap second are written by some; the clock shows them as the next day's and the next minute's start.
        let clock = |unit: Option<u8>, most: u8| unit.filter(|unit| *unit <= most).map(i64::from);
        let seconds = clock(Some(hour), 24).zip(clock(time.minute, 59)).zip(clock(Some(time.second.unwrap_or(0)), 60));
        let ((hour, minute), second) = seconds.ok_or_else(|| sentence("time-no-clock"))?;
        let local = date.and_hms_opt(0, 0, 0).ok_or_else(|| sentence("time-none-at-all"))? + Duration::seconds(hour * 3_600 + minute * 60 + second);
        if let Some(offset) = time.tz_hour {
            let minutes = i64::from(offset) * 60 + i64::from(time.tz_minute.unwrap_or(0));
            let ahead = Duration::minutes(if time.tz_minus { -minutes } else { minutes });
            return Ok(Start::zoned(local - ahead, Zone::UTC));
        }
        match parameter(entry, &ICalendarParameterName::Tzid) {
            Some(name) => match self.known.find(name) {
                Some(zone) => Ok(Start::zoned(local, zone)),
                None => Err(sentence("time-zone").with("name", crate::text::line(name, 60))),
            },
            None => Ok(self.usual.map_or(Start::Floating(local), |zone| Start::zoned(local, zone))),
        }
    }
}

fn date(time: &PartialDateTime) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(i32::from(time.year?), u32::from(time.month?), u32::from(time.day?)).filter(|date| (1..=9_999).contains(&date.year()))
}

/// A length of time (RFC 5545 section 3.3.6); `None` if it is none or negative.
pub(super) fn length(duration: &ICalendarDuration) -> Option<Duration> {
    let parts = [(duration.weeks, 604_800), (duration.days, 86_400), (duration.hours, 3_600), (duration.minutes, 60), (duration.seconds, 1)];
    let seconds: i64 = parts.iter().map(|(count, unit)| i64::from(*count) * unit).sum();
    Duration::try_seconds(seconds).filter(|length| !duration.neg && *length > Duration::zero())
}

/// From one time to another: between instants if both are, else between what the wall clock shows.
pub(super) fn between(start: &Start, end: &Start) -> Duration {
    match (start, end) {
        (Start::Zoned { at: start, .. }, Start::Zoned { at: end, .. }) => *end - *start,
        (start, end) => end.wall() - start.wall(),
    }
}

/// What the clock of a series shows at `time`, so that it names one of its occurrences.
pub(super) fn on_the_clock_of(first: &Start, time: &Start) -> NaiveDateTime {
    let local = match (first, time) {
        (Start::Zoned { zone, .. }, Start::Zoned { at, .. }) => zone.wall(*at),
        (Start::Zoned { local, .. } | Start::Floating(local), Start::AllDay(day)) => day.and_time(local.time()),
        (_, time) => time.wall(),
    };
    match first {
        Start::AllDay(_) => local.date().and_hms_opt(0, 0, 0).unwrap_or(local),
        Start::Zoned { .. } | Start::Floating(_) => local.with_nanosecond(0).unwrap_or(local),
    }
}
