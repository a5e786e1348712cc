//! Decides which instant a wall-clock time names in a time zone, and how an instant reads there.
//! It is the one door between wall clock and instant, and never guesses: a gap or a fold is part of the answer.

use chrono::{DateTime, Duration, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone, Utc};
use chrono_tz::{OffsetName, Tz};
use serde::{Deserialize, Serialize};

/// A place's clock, by its name in the IANA Time Zone Database (RFC 6557), for example `Europe/Berlin`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Zone(Tz);

/// A name that the time zone database does not have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a time zone name; use one like Europe/Berlin or America/New_York")]
pub struct UnknownZone(pub String);

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
    pub const UTC: Self = Self(Tz::UTC);

    /// The zone of that name.
    ///
    /// # Errors
    /// The name is not in the database. Abbreviations such as `ET` or `EST5EDT` are not places and are refused too.
    pub fn named(name: &str) -> Result<Self, UnknownZone> {
        let zone: Tz = name.parse().map_err(|_| UnknownZone(name.to_owned()))?;
        if name.contains('/') || zone == Tz::UTC { Ok(Self(zone)) } else { Err(UnknownZone(name.to_owned())) }
    }

    /// The zone's database name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// The place in the name, for people: `America/Argentina/Buenos_Aires` is “Buenos Aires”.
    #[must_use]
    pub fn city(self) -> String {
        self.name().rsplit('/').next().unwrap_or_default().replace('_', " ")
    }

    /// What a wall clock in this zone means by `local`.
    #[must_use]
    pub fn read(self, local: NaiveDateTime) -> Reading {
        match self.0.from_local_datetime(&local) {
            LocalResult::Single(at) => Reading::Once(at.with_timezone(&Utc)),
            LocalResult::Ambiguous(first, second) => Reading::Fold(first.min(second).with_timezone(&Utc)),
            LocalResult::None => {
                // No gap is longer than a day; the offset a day earlier is the one before it.
                let before = self.0.offset_from_utc_datetime(&(local - Duration::days(1))).fix();
                Reading::Gap(DateTime::from_naive_utc_and_offset(local - before, Utc))
            }
        }
    }

    /// What a wall clock in this zone shows at `instant`.
    #[must_use]
    pub fn wall(self, instant: DateTime<Utc>) -> NaiveDateTime {
        instant.with_timezone(&self.0).naive_local()
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
        match self.0.offset_from_utc_datetime(&instant.naive_utc()).abbreviation() {
            Some(short) if short.chars().all(|c| c.is_ascii_alphabetic()) => short.to_owned(),
            Some(_) | None => self.city(),
        }
    }

    /// Minutes east of UTC at `instant`.
    #[must_use]
    pub fn offset_minutes(self, instant: DateTime<Utc>) -> i32 {
        self.0.offset_from_utc_datetime(&instant.naive_utc()).fix().local_minus_utc() / 60
    }

    /// Every zone that a person may choose, by name, in alphabetical order.
    pub fn all() -> impl Iterator<Item = Self> {
        chrono_tz::TZ_VARIANTS.iter().copied().filter(|zone| *zone == Tz::UTC || (zone.name().contains('/') && !zone.name().starts_with("Etc/"))).map(Self)
    }
}

impl TryFrom<String> for Zone {
    type Error = UnknownZone;
    fn try_from(name: String) -> Result<Self, UnknownZone> {
        Self::named(&name)
    }
}

impl From<Zone> for String {
    fn from(zone: Zone) -> Self {
        zone.name().to_owned()
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
        let (york, berlin) = (Zone::named("America/New_York").unwrap(), Zone::named("Europe/Berlin").unwrap());
        let noon = |day: &str| berlin.wall(york.read(local(&format!("{day}T12:00:00"))).instant());
        assert_eq!(noon("2021-03-23"), local("2021-03-23T17:00:00"));
        assert_eq!(noon("2021-03-30"), local("2021-03-30T18:00:00"));
    }

    #[test]
    fn a_gap_reads_with_the_offset_before_it_and_a_fold_as_its_first() {
        let berlin = Zone::named("Europe/Berlin").unwrap();
        assert_eq!(berlin.read(local("2021-03-28T02:30:00")), Reading::Gap(utc("2021-03-28T01:30:00Z")));
        assert_eq!(berlin.read(local("2021-10-31T02:30:00")), Reading::Fold(utc("2021-10-31T00:30:00Z")));
        let apia = Zone::named("Pacific/Apia").unwrap();
        assert_eq!(apia.read(local("2011-12-30T12:00:00")), Reading::Gap(utc("2011-12-30T22:00:00Z")));
    }

    #[test]
    fn only_places_are_zones() {
        assert_eq!(Zone::named("ET"), Err(UnknownZone("ET".into())));
        assert!(Zone::named("EST").is_err());
        assert!(Zone::named("UTC").is_ok());
        assert!(Zone::named("Mars/Olympus").is_err());
    }

    #[test]
    fn labels_are_the_ones_people_write() {
        let at = utc("2021-03-31T13:00:00Z");
        for (zone, label) in
            [("America/New_York", "ET"), ("Europe/Berlin", "CEST"), ("Asia/Kolkata", "IST"), ("America/Sao_Paulo", "Sao Paulo"), ("UTC", "UTC")]
        {
            assert_eq!(Zone::named(zone).unwrap().label(at), label);
        }
    }
}
