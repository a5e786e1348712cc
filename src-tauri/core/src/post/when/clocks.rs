//! Decides whose clock a phrase names.
//! It never takes an offset or the abbreviation of several countries for a region.

use super::read::{DASHES, Reader};
use super::{Clock, Unread};
use crate::finding::Code;
use crate::region::{self, Meaning, Season};
use crate::zone::Zone;

impl Reader<'_> {
    /// A zone by its name, its abbreviation, its region or a city.
    pub(super) fn clock_at(&self, start: usize) -> Result<Option<(Clock, usize)>, Unread> {
        let skip = usize::from(self.sign(start) == Some('('));
        let at = start + skip;
        let offset =
            |from: usize| self.sign(from).is_some_and(|sign| sign == '+' || DASHES.contains(&sign)) && self.number(from + 1).is_some() && self.touches(from);
        let Some(word) = self.word(at) else {
            if offset(at) && self.when.time.is_some() && at.checked_sub(1).is_some_and(|before| self.touches(before)) && self.sign(at) == Some('+') {
                return Err(Self::bare_offset(&self.said(at, at + 2)));
            }
            return Ok(None);
        };
        if let Some((zone, parts)) = self.database_name(at) {
            return Ok(Some((Clock { zone, season: Season::Any, said: zone.name().to_owned() }, parts + skip)));
        }
        if word == "local" && self.is_word(at + 1, &["time"]) {
            return Err(Unread::new(Code::NoZone, "“local time” does not say whose", "write the host’s zone, such as ET or Europe/Berlin"));
        }
        let lead = usize::from(word == "us" && self.word(at + 1).is_some_and(|word| ["eastern", "central", "mountain", "pacific"].contains(&word)));
        let european = word == "central" && self.is_word(at + 1, &["european"]);
        let mut next = at + 1 + lead + usize::from(european);
        let meaning = if european { region::meaning("cet") } else { self.word(at + lead).and_then(region::meaning) };
        if let Some(meaning) = meaning {
            let is_region = self.word(at + lead).is_some_and(|word| word.len() > 5 || word == "uk");
            let season = match self.word(next) {
                Some("standard") if is_region => Some(Season::Standard),
                Some("daylight" | "summer") if is_region => Some(Season::Daylight),
                _ => None,
            };
            next += usize::from(season.is_some());
            let has_time = self.is_word(next, &["time"]);
            // “Central” alone may be a station.
            if is_region && !has_time && self.when.time.is_none() {
                return Ok(None);
            }
            next += usize::from(has_time);
            let said = self.said(at, next);
            match meaning {
                Meaning::Several(places) => {
                    let all: Vec<String> = places.iter().map(|(place, zone)| format!("{zone} for {place}")).collect();
                    return Err(Self::unclear(format!("“{said}” is the time of several countries"), format!("write {}", all.join(", "))));
                }
                Meaning::Clock(name, usual) => {
                    if name == "UTC" && self.touches(next - 1) && offset(next) {
                        return Err(Self::bare_offset(&self.said(at, next + 2)));
                    }
                    let Ok(zone) = self.zones.named(name) else { return Ok(None) };
                    let season = if european && season.is_none() { Season::Any } else { season.unwrap_or(usual) };
                    return Ok(Some((Clock { zone, season, said }, next - at + skip)));
                }
            }
        }
        // “Berlin time”, “New York time”.
        let is_time_word = (1..=3).find(|count| self.is_word(at + count, &["time"]));
        Ok(is_time_word.and_then(|count| {
            let said = self.said(at, at + count);
            let zone = region::of_city(&said, self.zones)?;
            Some((Clock { zone, season: Season::Any, said: format!("{said} time") }, count + 1 + skip))
        }))
    }

    fn bare_offset(said: &str) -> Unread {
        Self::unclear(format!("“{said}” is an offset, which is wrong as soon as clocks change"), "write the region, such as ET, CET or Europe/Berlin")
    }

    /// `Europe/Berlin`, and how many parts it takes.
    fn database_name(&self, at: usize) -> Option<(Zone, usize)> {
        let rest = self.phrase.get(self.tokens.get(at)?.at.start..)?;
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '-' | '+'))).unwrap_or(rest.len());
        let zone = self.zones.named(rest.get(..end).filter(|name| name.contains('/'))?).ok()?;
        let stop = self.tokens.get(at)?.at.start + end;
        Some((zone, self.tokens[at..].iter().take_while(|token| token.at.end <= stop).count()))
    }
}
