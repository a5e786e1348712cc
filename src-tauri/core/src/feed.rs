//! Decides what published bytes mean: a feed, and an issue for everything in it that was not understood.
//! It never fetches, and one bad entry never costs the others.

mod assemble;
mod bounded;
mod html;
mod ics;
mod issues;
pub mod jscalendar;
mod json;
mod page;
mod schedule;
mod sessionize;
mod talk;

pub use page::offered;

use crate::series::{Feed, Window};
use crate::settings::{FeedAddress, Subscription};
use crate::zone::{Zone, Zones};
use chrono::{DateTime, Utc};
use json::Format;
use serde::Serialize;
use std::fmt;

/// Most entries read of one feed, unless its reader raised the limit.
pub const MOST_ENTRIES: usize = 20_000;
/// Deepest nesting of JSON accepted.
pub const DEEPEST: usize = 128;

/// How a document is read: what does not stand in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scope {
    /// The time zone database.
    pub zones: Zones,
    /// The zone of wall-clock times in a format that names none.
    pub zone: Option<Zone>,
    /// Where the occurrences of repeating sessions are looked for.
    pub window: Window,
    /// Most entries read; further ones are one issue.
    pub most_entries: usize,
}

impl Scope {
    /// With the usual limits.
    #[must_use]
    pub fn new(zones: Zones, window: Window) -> Self {
        Self { zones, zone: None, window, most_entries: MOST_ENTRIES }
    }

    /// For a subscribed feed, at `now`.
    #[must_use]
    pub fn of(feed: &Subscription, zones: Zones, now: DateTime<Utc>) -> Self {
        Self { zone: feed.zone, ..Self::new(zones, Window::around(now)) }
    }
}

/// How much an issue matters to a reader of the feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// A property was left out or replaced; the session is there.
    Warning,
    /// An entry was left out.
    Error,
}

/// Something in a feed that was not understood, with its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Issue {
    /// What it costs the reader.
    pub weight: Weight,
    /// The place: a JSON Pointer (RFC 6901) into the document; empty for the whole.
    pub place: String,
    /// What is wrong and what to write instead, as a sentence.
    pub sentence: String,
}

impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let weight = match self.weight {
            Weight::Warning => "warning",
            Weight::Error => "error",
        };
        let place = if self.place.is_empty() { "/" } else { &self.place };
        write!(f, "{weight}: {place}: {}", self.sentence)
    }
}

/// The bytes are no feed at all; nothing of them is used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAFeed {
    /// Nothing there.
    #[error("the address answered with an empty document")]
    Empty,
    /// A web page.
    #[error("the address leads to a web page, not to a feed; look for a link to a feed or calendar on it")]
    WebPage {
        /// Calendars that it offers, best first, at most five: addresses as they stand in it, for [`offered`].
        offers: Vec<String>,
        /// What they are relative to, if the page says so (`<base href>`).
        base: Option<String>,
    },
    /// The schedule of a conference, in the older of its two forms.
    #[error("the address leads to a schedule in XML, which is not read; the same one in JSON is: try schedule.json instead of schedule.xml")]
    ScheduleXml,
    /// A calendar in a format that is not read.
    #[error("the address leads to {0}, which is not read; ask its host for an iCalendar (.ics) or JSCalendar address")]
    OtherFormat(&'static str),
    /// JSON that breaks off or is malformed.
    #[error("the feed is damaged at line {line}, column {column}: {what}")]
    Malformed {
        /// Line, from 1.
        line: usize,
        /// Column in bytes, from 1.
        column: usize,
        /// The parser's words.
        what: String,
    },
    /// JSON nested deeper than [`DEEPEST`].
    #[error("the feed is nested more than 128 levels deep")]
    TooDeep,
    /// JSON, but neither a Group nor an Event.
    #[error("the document is JSON but not a session feed: {0}")]
    NotAGroup(String),
    /// Wall-clock times alone, and neither the document nor its reader says where.
    #[error("this schedule does not say in which time zone it is; choose the zone of the event for this feed in Settings")]
    NeedsZone,
}

impl NotAFeed {
    /// The calendar that a web page offers, if it is one that does.
    #[must_use]
    pub fn offer(&self, address: &FeedAddress) -> Option<FeedAddress> {
        let Self::WebPage { offers, base } = self else { return None };
        offers.iter().find_map(|href| offered(address, base.as_deref(), href))
    }

    /// What is wrong, for the person who asked for `address`: of a web page, with the calendar that it offers.
    #[must_use]
    pub fn sentence(&self, address: &FeedAddress) -> String {
        match self.offer(address) {
            Some(offer) => format!("the address leads to a web page, not to a feed; it offers a calendar at {}; use that address instead", offer.as_str()),
            None => self.to_string(),
        }
    }
}

/// Reads a feed by its content, whatever type it was sent as.
///
/// Promise: sessions come ordered by uid and occurrence without duplicates; every entry that is not among them is
/// an [`Issue`] of [`Weight::Error`]; breaks between a conference's talks are one of [`Weight::Warning`] together.
///
/// # Errors
/// The bytes are not a feed at all.
pub fn parse(bytes: &[u8], scope: &Scope) -> Result<(Feed, Vec<Issue>), NotAFeed> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii();
    match bytes.first() {
        None => Err(NotAFeed::Empty),
        Some(b'<') => Err(page::read(bytes)),
        Some(_) if ics::is_one(bytes) => ics::parse(bytes, scope),
        Some(_) => match json::format(bytes)? {
            Format::Schedule(base, schedule) => schedule::parse(base, &schedule, scope),
            Format::Talks(top) => schedule::parse_talks(&top, scope),
            Format::Sessionize(top) => sessionize::parse(&top, scope),
            Format::SessionizeList(list) => sessionize::parse_list(&list, scope),
            Format::Other => jscalendar::parse(bytes, scope),
        },
    }
}
