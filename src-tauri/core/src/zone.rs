//! Decides which instant a wall-clock time names in a time zone, and how an instant reads there.
//! It is the one door between wall clock and instant, and never guesses: a gap or a fold is part of the answer.

mod database;

pub use database::Zones;

use crate::language::{Sentence, sentence};
use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Utc};
use chrono_tz::Tz;
use jiff::civil;
use jiff::tz::{AmbiguousOffset, TimeZone};
use serde::{Deserialize, Serialize, Serializer};
use std::fmt;
use std::hash::{Hash, Hasher};

/// The name of a place in the IANA Time Zone Database (RFC 6557), for example `Europe/Berlin`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct ZoneName(Tz);

/// A name that the time zone database does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownZone(pub String);

impl UnknownZone {
    /// What is wrong, for people.
    #[must_use]
    pub fn sentence(&self) -> Sentence {
        sentence("zone-unknown").with("name", &*self.0)
    }
}

impl fmt::Display for UnknownZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.sentence().fmt(f)
    }
}

impl std::error::Error for UnknownZone {}

impl ZoneName {
    /// That name.
    ///
    /// # Errors
    /// The name is not in the database. Abbreviations such as `ET` or `EST5EDT` are not places and are refused too.
    pub fn new(name: &str) -> Result<Self, UnknownZone> {
        let zone: Tz = name.parse().map_err(|_| UnknownZone(name.to_owned()))?;
        if name.contains('/') || zone == Tz::UTC { Ok(Self(zone)) } else { Err(UnknownZone(name.to_owned())) }
    }

    /// As it stands in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.0.name()
    }

    /// Every name that a person may choose, in alphabetical order.
    pub fn all() -> impl Iterator<Item = Self> {
        chrono_tz::TZ_VARIANTS.iter().copied().filter(|zone| *zone == Tz::UTC || (zone.name().contains('/') && !zone.name().starts_with("Etc/"))).map(Self)
    }
}

impl TryFrom<String> for ZoneName {
    type Error = UnknownZone;
    fn try_from(name: String) -> Result<Self, UnknownZone> {
        Self::new(&name)
    }
}

/// A place's clock: its name, and the rules of the database that it was taken from. Two are the same if their names are.
#[derive(Clone, Copy)]
pub struct Zone {
    name: ZoneName,
    rules: &'static TimeZone,
}

static UTC_RULES: TimeZone = TimeZone::UTC;

/// What a wall-clock time means in a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// The wall clock shows this time exactly once.
    Once(DateTime<Utc>),
    /// The clock is put forward over this time; the instant is reckoned with the offset before the gap.
    Gap(DateTime<Utc>),
    /// The clock shows this time twice; the instant is the first of the two.
    Fold(DateTime<Utc>),
}

impl Reading {
    /// The instant to use: RFC 8984 section 1.4.5 and RFC 5545 section 3.3.5 choose alike for gap and fold.
    #[must_use]
    pub fn instant(self) -> DateTime<Utc> {
        match self {
            Self::Once(at) | Self::Gap(at) | Self::Fold(at) => at,
        }
    }
}

impl Zone {
    /// Coordinated Universal Time.
    pub const UTC: Self = Self { name: ZoneName(Tz::UTC), rules: &UTC_RULES };

    /// The zone's database name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.name.as_str()
    }

    /// The place in the name, for people: `America/Argentina/Buenos_Aires` is “Buenos Aires”.
    #[must_use]
    pub fn city(self) -> String {
        self.name().rsplit('/').next().unwrap_or_default().replace('_', " ")
    }

    /// What a wall clock in this zone means by `local`.
    #[must_use]
    pub fn read(self, local: NaiveDateTime) -> Reading {
        let instant = |offset: jiff::tz::Offset| DateTime::from_naive_utc_and_offset(local - Duration::seconds(i64::from(offset.seconds())), Utc);
        // Beyond the years of the database there is no clock to ask.
        let Some(civil) = civil_time(local) else { return Reading::Once(local.and_utc()) };
        match self.rules.to_ambiguous_timestamp(civil).offset() {
            AmbiguousOffset::Unambiguous { offset } => Reading::Once(instant(offset)),
            AmbiguousOffset::Gap { before, .. } => Reading::Gap(instant(before)),
            AmbiguousOffset::Fold { before, .. } => Reading::Fold(instant(before)),
        }
    }

    /// What a wall clock in this zone shows at `instant`.
    #[must_use]
    pub fn wall(self, instant: DateTime<Utc>) -> NaiveDateTime {
        instant.naive_utc() + Duration::seconds(self.offset(instant))
    }

    /// Seconds east of UTC.
    fn offset(self, instant: DateTime<Utc>) -> i64 {
        timestamp(instant).map_or(0, |at| i64::from(self.rules.to_offset(at).seconds()))
    }

    /// The calendar day in this zone at `instant`.
    #[must_use]
    pub fn day(self, instant: DateTime<Utc>) -> NaiveDate {
        self.wall(instant).date()
    }

    /// The first instant of `day` in this zone.
    #[must_use]
    pub fn midnight(self, day: NaiveDate) -> DateTime<Utc> {
        self.read(day.and_time(NaiveTime::MIN)).instant()
    }

    /// A short label for a time in this zone, as people write it: `ET` for New York, else the database's
    /// abbreviation at that instant (`CEST`), else the city.
    #[must_use]
    pub fn label(self, instant: DateTime<Utc>) -> String {
        let family = match self.name() {
            "America/New_York" | "America/Detroit" | "America/Toronto" | "US/Eastern" => Some("ET"),
            "America/Chicago" | "US/Central" => Some("CT"),
            "America/Denver" | "US/Mountain" => Some("MT"),
            "America/Los_Angeles" | "US/Pacific" => Some("PT"),
            _ => None,
        };
        if let Some(family) = family {
            return family.to_owned();
        }
        let named = timestamp(instant).map(|at| self.rules.to_offset_info(at).abbreviation().to_owned());
        named.filter(|short| short.chars().all(|c| c.is_ascii_alphabetic())).unwrap_or_else(|| self.city())
    }

    /// Whether this zone's clock is put forward at `instant`.
    #[must_use]
    pub fn is_daylight_saving(self, instant: DateTime<Utc>) -> bool {
        timestamp(instant).is_some_and(|at| self.rules.to_offset_info(at).dst().is_dst())
    }

    /// Minutes east of UTC at `instant`.
    #[must_use]
    pub fn offset_minutes(self, instant: DateTime<Utc>) -> i32 {
        i32::try_from(self.offset(instant) / 60).unwrap_or_default()
    }
}

fn timestamp(instant: DateTime<Utc>) -> Option<jiff::Timestamp> {
    jiff::Timestamp::from_second(instant.timestamp()).ok()
}

fn civil_time(local: NaiveDateTime) -> Option<civil::DateTime> {
    let small = |number: u32| i8::try_from(number).ok();
    let year = i16::try_from(local.year()).ok()?;
    let date = civil::Date::new(year, small(local.month())?, small(local.day())?).ok()?;
    Some(date.to_datetime(civil::Time::new(small(local.hour())?, small(local.minute())?, small(local.second())?, 0).ok()?))
}

impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Zone {}

impl Hash for Zone {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Zone({})", self.name())
    }
}

impl Serialize for Zone {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn local(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn weeks_in_which_clocks_differ() {
        let (york, berlin) = (Zones::bundled().named("America/New_York").unwrap(), Zones::bundled().named("Europe/Berlin").unwrap());
        let noon = |day: &str| berlin.wall(york.read(local(&format!("{day}T12:00:00"))).instant());
        assert_eq!(noon("2021-03-23"), local("2021-03-23T17:00:00"));
        assert_eq!(noon("2021-03-30"), local("2021-03-30T18:00:00"));
    }

    #[test]
    fn a_gap_reads_with_the_offset_before_it_and_a_fold_as_its_first() {
        let berlin = Zones::bundled().named("Europe/Berlin").unwrap();
        assert_eq!(berlin.read(local("2021-03-28T02:30:00")), Reading::Gap(utc("2021-03-28T01:30:00Z")));
        assert_eq!(berlin.read(local("2021-10-31T02:30:00")), Reading::Fold(utc("2021-10-31T00:30:00Z")));
        let apia = Zones::bundled().named("Pacific/Apia").unwrap();
        assert_eq!(apia.read(local("2011-12-30T12:00:00")), Reading::Gap(utc("2011-12-30T22:00:00Z")));
    }

    #[test]
    fn only_places_are_zones() {
        assert_eq!(Zones::bundled().named("ET"), Err(UnknownZone("ET".into())));
        assert!(Zones::bundled().named("EST").is_err());
        assert!(Zones::bundled().named("UTC").is_ok());
        assert!(Zones::bundled().named("Mars/Olympus").is_err());
    }

    #[test]
    fn labels_are_the_ones_people_write() {
        let at = utc("2021-03-31T13:00:00Z");
        for (zone, label) in
            [("America/New_York", "ET"), ("Europe/Berlin", "CEST"), ("Asia/Kolkata", "IST"), ("America/Sao_Paulo", "Sao Paulo"), ("UTC", "UTC")]
        {
            assert_eq!(Zones::bundled().named(zone).unwrap().label(at), label);
        }
    }
}
