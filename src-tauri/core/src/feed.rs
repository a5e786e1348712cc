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

use crate::language::{Language, Sentence, sentence};
use crate::series::{Feed, Window};
use crate::settings::{FeedAddress, Subscription};
use crate::zone::{Zone, Zones};
use chrono::{DateTime, Utc};
use json::Format;
use serde::{Serialize, Serializer};
use std::fmt;

/// Most entries read of one feed, unless its reader raised the limit.
pub const MOST_ENTRIES: usize = 20_000;
/// The sentence of an entry that another one with its identifier replaces.
pub(crate) const USED_AGAIN: &str = "issue-uid-twice";
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
    /// The place: a JSON Pointer (RFC 6901) into the document, or a line of it (`line 7`); empty for the whole.
    pub place: String,
    /// What is wrong and what to write instead, in English where it is printed.
    #[serde(serialize_with = "in_english")]
    pub sentence: Sentence,
}

fn in_english<S: Serializer>(sentence: &Sentence, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(sentence)
}

impl Issue {
    /// The line that it is about, from 1, if it is named by one.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        line(&self.place)
    }

    /// The whole of it, with its place, in a language.
    #[must_use]
    pub fn said(&self, language: Language) -> String {
        let said = match self.weight {
            Weight::Warning => sentence("issue-warning"),
            Weight::Error => sentence("issue-error"),
        };
        let place = if self.place.is_empty() { Sentence::as_it_is("/") } else { named(&self.place) };
        said.with("place", place).with("why", self.sentence.clone()).said(language)
    }
}

fn line(place: &str) -> Option<usize> {
    place.strip_prefix("line ")?.parse().ok()
}

/// A place, to be said.
fn named(place: &str) -> Sentence {
    line(place).map_or_else(|| Sentence::as_it_is(place), |line| sentence("issue-line").with("line", line))
}

impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.said(Language::English))
    }
}

/// The bytes are no feed at all; nothing of them is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotAFeed {
    /// Nothing there.
    Empty,
    /// A web page.
    WebPage {
        /// Calendars that it offers, best first, at most five: addresses as they stand in it, for [`offered`].
        offers: Vec<String>,
        /// What they are relative to, if the page says so (`<base href>`).
        base: Option<String>,
    },
    /// The schedule of a conference, in the older of its two forms.
    ScheduleXml,
    /// A news feed: RSS or Atom.
    NewsFeed,
    /// A calendar in XML.
    CalendarXml,
    /// JSON that breaks off or is malformed.
    Malformed {
        /// Line, from 1.
        line: usize,
        /// Column in bytes, from 1.
        column: usize,
        /// What is wrong there.
        what: Sentence,
    },
    /// JSON nested deeper than [`DEEPEST`].
    TooDeep,
    /// JSON, but neither a Group nor an Event.
    NotAGroup(Sentence),
    /// Wall-clock times alone, and neither the document nor its reader says where.
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
    pub fn sentence(&self, address: Option<&FeedAddress>) -> Sentence {
        match self {
            Self::Empty => sentence("not-a-feed-empty"),
            Self::WebPage { .. } => match address.and_then(|address| self.offer(address)) {
                Some(offer) => sentence("not-a-feed-page-offers").with("address", offer.as_str()),
                None => sentence("not-a-feed-page"),
            },
            Self::ScheduleXml => sentence("not-a-feed-schedule-xml"),
            Self::NewsFeed => sentence("not-a-feed-news"),
            Self::CalendarXml => sentence("not-a-feed-xml-calendar"),
            Self::Malformed { line, column, what } => sentence("not-a-feed-malformed").with("line", *line).with("column", *column).with("what", what.clone()),
            Self::TooDeep => sentence("not-a-feed-too-deep"),
            Self::NotAGroup(what) => sentence("not-a-feed-other-json").with("what", what.clone()),
            Self::NeedsZone => sentence("not-a-feed-needs-zone"),
        }
    }
}

impl fmt::Display for NotAFeed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.sentence(None).fmt(f)
    }
}

impl std::error::Error for NotAFeed {}

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
