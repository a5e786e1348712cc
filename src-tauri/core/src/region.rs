//! Decides whose wall clock people mean by `ET`, `CEST` or “Berlin time”.
//! It never takes an abbreviation of several countries for one of them.

use crate::zone::{Zone, ZoneName, Zones};

/// The part of the year that an abbreviation names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Season {
    /// All of it.
    Any,
    /// Standard time.
    Standard,
    /// Daylight-saving time.
    Daylight,
}

/// What an abbreviation means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// The wall clock of a region; the abbreviation is right in that season.
    Clock(&'static str, Season),
    /// The clocks of several countries: each with its place and zone.
    Several(&'static [(&'static str, &'static str)]),
}

use Season::{Any, Daylight, Standard};

/// Abbreviations that people write, in lower case.
const ABBREVIATIONS: &[(&[&str], &str, Season)] = &[
    (&["et", "eastern"], "America/New_York", Any),
    (&["est", "est5edt"], "America/New_York", Standard),
    (&["edt"], "America/New_York", Daylight),
    (&["ct", "central"], "America/Chicago", Any),
    (&["cst", "cst6cdt"], "America/Chicago", Standard),
    (&["cdt"], "America/Chicago", Daylight),
    (&["mt", "mountain"], "America/Denver", Any),
    (&["mst", "mst7mdt"], "America/Denver", Standard),
    (&["mdt"], "America/Denver", Daylight),
    (&["pt", "pacific"], "America/Los_Angeles", Any),
    (&["pst", "pst8pdt"], "America/Los_Angeles", Standard),
    (&["pdt"], "America/Los_Angeles", Daylight),
    (&["cet", "mez"], "Europe/Berlin", Standard),
    (&["cest", "mesz"], "Europe/Berlin", Daylight),
    (&["eet"], "Europe/Helsinki", Standard),
    (&["eest"], "Europe/Helsinki", Daylight),
    (&["wet"], "Europe/Lisbon", Standard),
    (&["west"], "Europe/Lisbon", Daylight),
    (&["bst", "uk"], "Europe/London", Daylight),
    (&["utc", "gmt", "z", "zulu", "gmt0", "etc/gmt"], "UTC", Any),
    (&["msk"], "Europe/Moscow", Any),
    (&["jst"], "Asia/Tokyo", Any),
    (&["kst"], "Asia/Seoul", Any),
    (&["sgt"], "Asia/Singapore", Any),
    (&["hkt"], "Asia/Hong_Kong", Any),
    (&["aest"], "Australia/Sydney", Standard),
    (&["aedt"], "Australia/Sydney", Daylight),
    (&["awst"], "Australia/Perth", Any),
    (&["nzst"], "Pacific/Auckland", Standard),
    (&["nzdt"], "Pacific/Auckland", Daylight),
    (&["brt"], "America/Sao_Paulo", Any),
    (&["sast"], "Africa/Johannesburg", Any),
];

const INDIA: (&str, &str) = ("India", "Asia/Kolkata");

/// Abbreviations of several countries.
const SEVERAL: &[(&str, &[(&str, &str)])] =
    &[("ist", &[INDIA, ("Ireland", "Europe/Dublin"), ("Israel", "Asia/Jerusalem")]), ("ast", &[("Halifax", "America/Halifax"), ("Riyadh", "Asia/Riyadh")])];

/// What an abbreviation means, if it is known.
#[must_use]
pub fn meaning(abbreviation: &str) -> Option<Meaning> {
    let wanted = abbreviation.to_lowercase();
    let clock = ABBREVIATIONS.iter().find(|(names, ..)| names.contains(&wanted.as_str()));
    // Of the whole kingdom's clock no season is said.
    let season = |season| if wanted == "uk" { Any } else { season };
    clock
        .map(|(_, zone, said)| Meaning::Clock(zone, season(*said)))
        .or_else(|| SEVERAL.iter().find(|(name, _)| *name == wanted).map(|(_, places)| Meaning::Several(places)))
}

/// The place that an abbreviation most likely stands for, for advice.
#[must_use]
pub fn likely(abbreviation: &str) -> Option<&'static str> {
    match meaning(abbreviation)? {
        Meaning::Clock(zone, _) => Some(zone),
        Meaning::Several(places) => places.first().map(|(_, zone)| *zone),
    }
}

/// The clock of a city in the time zone database, however its case and accents are typed. Names of one city stand for one clock, and
/// the longer one is the current one (`America/Argentina/Buenos_Aires`).
#[must_use]
pub fn of_city(city: &str, zones: Zones) -> Option<Zone> {
    let plain = |text: &str| text.to_lowercase().replace('_', " ").replace(['ã', 'á'], "a").replace('ü', "u");
    let wanted = plain(city);
    let is_it = |name: &ZoneName| name.as_str().rsplit_once('/').is_some_and(|(_, place)| plain(place) == wanted);
    ZoneName::all().filter(is_it).max_by_key(|name| name.as_str().len()).map(|name| zones.zone(name))
}

/// Whether an abbreviation of that season is the right one at an instant.
#[must_use]
pub fn is_right_in(season: Season, zone: Zone, at: chrono::DateTime<chrono::Utc>) -> bool {
    match season {
        Any => true,
        Standard => !zone.is_daylight_saving(at),
        Daylight => zone.is_daylight_saving(at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_zone_of_the_table_is_in_the_database() {
        let zones = Zones::bundled();
        for (names, zone, _) in ABBREVIATIONS {
            assert!(zones.named(zone).is_ok(), "{names:?}");
        }
        for (name, places) in SEVERAL {
            assert!(places.iter().all(|(_, zone)| zones.named(zone).is_ok()), "{name}");
        }
    }

    #[test]
    fn abbreviations_and_cities() {
        assert_eq!(meaning("EDT"), Some(Meaning::Clock("America/New_York", Daylight)));
        assert_eq!(meaning("UK"), Some(Meaning::Clock("Europe/London", Any)));
        assert!(matches!(meaning("IST"), Some(Meaning::Several(_))));
        assert_eq!(meaning("XYZ"), None);
        let zones = Zones::bundled();
        for (city, zone) in [
            ("berlin", "Europe/Berlin"),
            ("New York", "America/New_York"),
            ("São Paulo", "America/Sao_Paulo"),
            ("buenos aires", "America/Argentina/Buenos_Aires"),
        ] {
            assert_eq!(of_city(city, zones).map(Zone::name), zones.named(zone).ok().map(Zone::name), "{city}");
        }
        assert_eq!(of_city("Atlantis", zones), None);
    }
}
