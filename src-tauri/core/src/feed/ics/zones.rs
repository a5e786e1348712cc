//! Decides which place's clock a time zone of an iCalendar document is: by its name, else by what its rules do.
//! It never makes a clock up: a zone that is like none leaves its times out.

use super::lines::Line;
use crate::recur::{First, Rule, Work};
use crate::zone::{Zone, ZoneName, Zones};
use calcard::common::timezone::Tz;
use chrono::{DateTime, Datelike, Duration, Months, NaiveDate, NaiveDateTime, Utc};
use std::collections::BTreeMap;

/// Zones of its own that a document may define; more are not looked at.
const MOST: usize = 64;
/// Observances (RFC 5545 section 3.6.5, STANDARD and DAYLIGHT) of one zone that are looked at.
const MOST_OBSERVANCES: usize = 200;
/// A zone is like a place if it is at that many moments, a month apart.
const LOOKS: u32 = 25;
/// Of places with one clock, the names that most readers know.
const WELL_KNOWN: [&str; 24] = [
    "Europe/Berlin",
    "Europe/London",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Phoenix",
    "America/Sao_Paulo",
    "America/Argentina/Buenos_Aires",
    "Europe/Helsinki",
    "Europe/Lisbon",
    "Europe/Moscow",
    "Europe/Istanbul",
    "Africa/Cairo",
    "Africa/Johannesburg",
    "Africa/Lagos",
    "Africa/Nairobi",
    "Asia/Kolkata",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Asia/Seoul",
    "Asia/Singapore",
    "Australia/Sydney",
    "Pacific/Auckland",
];

/// A change of a zone's offset, once or again and again.
#[derive(Debug, Default)]
struct Observance {
    /// Its first, on the clock before it.
    start: Option<NaiveDateTime>,
    rule: Option<Rule>,
    dates: Vec<NaiveDateTime>,
    /// Seconds east of UTC before and from then on.
    from: i64,
    to: i64,
}

/// A VTIMEZONE that is being read.
#[derive(Debug, Default)]
pub(super) struct Definition {
    name: String,
    /// What its maker says the place is, besides its name (X-LIC-LOCATION).
    location: String,
    observances: Vec<Observance>,
}

impl Definition {
    /// Takes in a line of the VTIMEZONE itself.
    pub(super) fn read(&mut self, line: Line<'_>) {
        match line.name().to_ascii_uppercase().as_str() {
            "TZID" => self.name = line.value(),
            "X-LIC-LOCATION" => self.location = line.value(),
            _ => {}
        }
    }

    pub(super) fn begin_observance(&mut self) {
        if self.observances.len() < MOST_OBSERVANCES {
            self.observances.push(Observance::default());
        }
    }

    /// Takes in a line of the observance begun last.
    pub(super) fn read_observance(&mut self, line: Line<'_>) {
        let Some(last) = self.observances.last_mut() else { return };
        match line.name().to_ascii_uppercase().as_str() {
            "DTSTART" => last.start = local(&line.value()),
            "RRULE" => last.rule = Rule::parse(&line.value()).ok(),
            "RDATE" => last.dates.extend(line.value().split(',').take(100).filter_map(local)),
            "TZOFFSETFROM" => last.from = offset(&line.value()).unwrap_or_default(),
            "TZOFFSETTO" => last.to = offset(&line.value()).unwrap_or_default(),
            _ => {}
        }
    }

    /// What it is ahead of UTC at each of `instants`, in seconds; `None` if it says nothing of itself.
    fn offsets(&self, instants: &[DateTime<Utc>], work: &mut Work) -> Option<Vec<i64>> {
        let (first, last) = (instants.first()?.naive_utc() - Duration::days(800), instants.last()?.naive_utc() + Duration::days(2));
        // Each change that is known, in UTC.
        let mut changes: Vec<(NaiveDateTime, i64)> = Vec::new();
        for one in &self.observances {
            let Some(start) = one.start else { continue };
            let mut times = vec![start];
            times.extend(&one.dates);
            if let Some(rule) = &one.rule {
                times.extend(rule.times(start, First::IfNamed, first..last, 100, work).found);
            }
            changes.extend(times.into_iter().map(|time| (time - Duration::seconds(one.from), one.to)));
        }
        changes.sort_unstable();
        let before = self.observances.iter().filter(|one| one.start.is_some()).min_by_key(|one| one.start)?.from;
        let at = |instant: &DateTime<Utc>| {
            let passed = changes.partition_point(|(change, _)| *change <= instant.naive_utc());
            passed.checked_sub(1).and_then(|index| changes.get(index)).map_or(before, |(_, to)| *to)
        };
        Some(instants.iter().map(at).collect())
    }
}

/// The zones that a document names.
#[derive(Debug)]
pub(super) struct Known {
    zones: Zones,
    /// Around which moment a zone's rules are compared with the places'.
    around: DateTime<Utc>,
    definitions: BTreeMap<String, Definition>,
    found: BTreeMap<String, Option<Zone>>,
    work: Work,
}

impl Known {
    pub(super) fn new(zones: Zones, around: DateTime<Utc>) -> Self {
        Self { zones, around, definitions: BTreeMap::new(), found: BTreeMap::new(), work: Work::new(1_000_000) }
    }

    /// Notes a definition; of several with one name the first counts.
    pub(super) fn define(&mut self, definition: Definition) {
        if self.definitions.len() < MOST {
            self.definitions.entry(definition.name.clone()).or_insert(definition);
        }
    }

    /// The zone that a document calls `name` (RFC 5545 section 3.2.19), if it is a place's.
    pub(super) fn find(&mut self, name: &str) -> Option<Zone> {
        if let Some(found) = self.found.get(name) {
            return *found;
        }
        let found = self.look(name);
        if self.found.len() < 1_000 {
            self.found.insert(name.to_owned(), found);
        }
        found
    }

    fn look(&mut self, name: &str) -> Option<Zone> {
        let spelled = name.trim().trim_matches('"');
        if let Some(zone) = self.place(spelled) {
            return Some(zone);
        }
        let definition = self.definitions.get(name)?;
        if let Some(zone) = self.place(&definition.location) {
            return Some(zone);
        }
        let months = (0..LOOKS).filter_map(|month| self.around.checked_sub_months(Months::new(12))?.checked_add_months(Months::new(month)));
        let looks: Vec<DateTime<Utc>> = months.collect();
        let offsets = definition.offsets(&looks, &mut self.work)?;
        let is_like = |zone: &Zone| looks.iter().zip(&offsets).all(|(at, offset)| i64::from(zone.offset_minutes(*at)) * 60 == *offset);
        let well_known = WELL_KNOWN.iter().filter_map(|name| self.zones.named(name).ok());
        let all = || ZoneName::all().map(|name| self.zones.zone(name));
        // A name like “(UTC+01:00) Amsterdam, Berlin” may have the place in it.
        let named = all().filter(|zone| zone.name().contains('/') && spelled.contains(&zone.city()));
        named.chain(well_known).chain(all()).find(is_like)
    }

    /// The zone of that name, as the database, Windows or a registry of old (`/freeassociation.sourceforge.net/Europe/Berlin`) has it.
    fn place(&self, name: &str) -> Option<Zone> {
        if let Ok(zone) = self.zones.named(name) {
            return Some(zone);
        }
        if matches!(name, "Etc/UTC" | "Etc/GMT" | "GMT" | "Z" | "UCT" | "Zulu") {
            return Some(Zone::UTC);
        }
        // A registry's name ends with the database's.
        let parts: Vec<&str> = name.split('/').collect();
        for count in [3, 2] {
            if let Some(zone) = parts.len().checked_sub(count).and_then(|at| self.zones.named(&parts.get(at..)?.join("/")).ok()) {
                return Some(zone);
            }
        }
        match name.parse::<Tz>().ok()? {
            Tz::Tz(tz) => self.zones.named(tz.name()).ok(),
            Tz::Floating | Tz::Fixed(_) => None,
        }
    }
}

/// A local time of a definition: `19701025T030000`.
fn local(text: &str) -> Option<NaiveDateTime> {
    let time = NaiveDateTime::parse_from_str(text.trim().trim_end_matches(['Z', 'z']), "%Y%m%dT%H%M%S").ok();
    time.or_else(|| NaiveDate::parse_from_str(text.trim(), "%Y%m%d").ok()?.and_hms_opt(0, 0, 0)).filter(|time| (1..=9_999).contains(&time.year()))
}

/// Seconds east of UTC (RFC 5545 section 3.3.14): `+0100`, `-013045`.
fn offset(text: &str) -> Option<i64> {
    let text = text.trim();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let number = |from: usize, to: usize| digits.get(from..to)?.parse::<i64>().ok();
    let seconds = if digits.len() == 6 { number(4, 6)? } else { 0 };
    matches!(digits.len(), 4 | 6).then_some(sign * (number(0, 2)? * 3_600 + number(2, 4)? * 60 + seconds))
}
