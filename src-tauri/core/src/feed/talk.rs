//! Decides what the parts of a conference's talk mean, whichever tool published it: its time, its people, its words, its links.
//! It never guesses a time zone: a wall-clock time without one is left out, and said.

use super::bounded::{self, MOST_VALUES};
use super::html;
use super::issues::Issues;
use super::json::{self, Object, said};
use super::{NotAFeed, Weight};
use crate::language::sentence;
use crate::link::{JoinLink, WebLink};
use crate::session::{Host, LONGEST, Start, Uid};
use crate::text;
use crate::zone::Zone;
use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// People kept of one talk.
const MOST_HOSTS: usize = 100;
/// Text longer than this, in bytes, is no identifier.
const LONGEST_UID: usize = 255;

/// A published time (RFC 3339, with or without seconds and offset).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// With an offset: an instant.
    At(DateTime<Utc>),
    /// What a wall clock shows.
    Wall(NaiveDateTime),
}

impl When {
    /// Whole seconds; `None` if the text is no date with a time.
    pub(super) fn parse(raw: &str) -> Option<Self> {
        let raw = raw.trim();
        let (date, time) = (raw.get(..10)?, raw.get(10..)?);
        let time = time.strip_prefix(['T', 't', ' '])?;
        let offset = time.find(['Z', 'z', '+', '-']);
        let (clock, offset) = offset.map_or((time, None), |at| (time.get(..at).unwrap_or_default(), time.get(at..)));
        let local = day(date)?.and_time(clock_time(clock)?);
        Some(match offset {
            None => Self::Wall(local),
            Some(offset) => Self::At((local - offset_of(offset)?).and_utc()),
        })
    }
}

/// `YYYY-MM-DD`.
pub(super) fn day(raw: &str) -> Option<NaiveDate> {
    let is_one = raw.len() == 10 && raw.bytes().enumerate().all(|(at, byte)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() });
    // The instant must be a date too, wherever it is.
    raw.parse().ok().filter(|day: &NaiveDate| is_one && (1..=9_998).contains(&day.year()))
}

/// `HH:MM` or `HH:MM:SS`; a fraction is cut off.
pub(super) fn clock_time(raw: &str) -> Option<NaiveTime> {
    let (whole, _) = raw.split_once('.').unwrap_or((raw, ""));
    let parts: Vec<u32> = whole.split(':').map(small).collect::<Option<_>>()?;
    match *parts {
        [hour, minute] => NaiveTime::from_hms_opt(hour, minute, 0),
        [hour, minute, second] => NaiveTime::from_hms_opt(hour, minute, second),
        _ => None,
    }
}

/// A number of one or two digits.
fn small(raw: &str) -> Option<u32> {
    if matches!(raw.len(), 1 | 2) && raw.bytes().all(|byte| byte.is_ascii_digit()) { raw.parse().ok() } else { None }
}

/// `Z`, `+02:00`, `+0200`, `+02`.
fn offset_of(raw: &str) -> Option<Duration> {
    if raw.eq_ignore_ascii_case("z") {
        return Some(Duration::zero());
    }
    let (sign, rest) = match raw.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let digits: String = rest.chars().filter(|c| *c != ':').collect();
    let (hours, minutes) = digits.split_at_checked(2)?;
    let minutes = if minutes.is_empty() { 0 } else { small(minutes).filter(|_| minutes.len() == 2)? };
    let whole = small(hours)? * 60 + minutes;
    (whole <= 18 * 60 && minutes < 60).then(|| Duration::minutes(sign * i64::from(whole)))
}

/// Which clock a document's times are on.
pub(super) struct Clock {
    /// The zone that it names, or else that its reader gave it.
    pub(super) zone: Option<Zone>,
    /// Times that could not be read for want of a zone.
    pub(super) without_zone: usize,
}

impl Clock {
    /// A start: an instant is one in every zone; a wall-clock time only in a known one.
    pub(super) fn start(&mut self, when: When, place: &str, issues: &mut Issues) -> Option<Start> {
        match (when, self.zone) {
            (When::At(at), zone) => {
                let zone = zone.unwrap_or(Zone::UTC);
                // Not by the wall clock: the hour that a clock shows twice has two instants.
                Some(Start::Zoned { local: zone.wall(at), zone, at })
            }
            (When::Wall(local), Some(zone)) => Some(Start::zoned(local, zone)),
            (When::Wall(_), None) => {
                self.without_zone += 1;
                issues.add(Weight::Error, place, sentence("issue-no-zone"));
                None
            }
        }
    }

    /// Whether the zone is all that is missing.
    pub(super) fn check(&self, sessions: usize) -> Result<(), NotAFeed> {
        if self.without_zone > 0 && sessions == 0 { Err(NotAFeed::NeedsZone) } else { Ok(()) }
    }

    /// How long from a start to a published end.
    pub(super) fn until(&self, start: &Start, end: When) -> Option<Duration> {
        let Start::Zoned { at, .. } = *start else { return None };
        match end {
            When::At(end) => Some(end - at),
            When::Wall(local) => self.zone.map(|zone| zone.read(local).instant() - at),
        }
    }
}

/// `HH:MM`, `D:HH:MM`, or minutes.
pub(super) fn duration(value: &Value) -> Option<Duration> {
    let raw = said(value)?;
    let mut parts = raw.trim().split(':').rev();
    let mut next = || match parts.next() {
        None => Some(0),
        Some(part) if !part.is_empty() && part.len() <= 5 && part.bytes().all(|byte| byte.is_ascii_digit()) => part.parse::<i64>().ok(),
        Some(_) => None,
    };
    let (minutes, hours, days) = (next()?, next()?, next()?);
    parts.next().is_none().then(|| Duration::minutes(minutes) + Duration::hours(hours) + Duration::days(days))
}

/// A length that can be; what cannot is an issue.
pub(super) fn believed(length: Option<Duration>, place: String, issues: &mut Issues) -> Option<Duration> {
    let believed = length.filter(|length| *length > Duration::zero() && *length <= LONGEST);
    if believed.is_none() {
        issues.warn(place, if length.is_none() { sentence("issue-length-unreadable") } else { sentence("issue-length-minutes") });
    }
    believed
}

/// A text of an object, empty if it has none; a value that is no text is an issue.
pub(super) fn words(object: &Object, key: &str, place: &str, issues: &mut Issues) -> String {
    match object.get(key) {
        None | Some(Value::Null) => String::new(),
        Some(value) => match said(value) {
            Some(text) => text.into_owned(),
            None => {
                issues.warn(format!("{place}/{key}"), sentence("must-be-text").with("key", key));
                String::new()
            }
        },
    }
}

/// The topic; empty if there is none.
pub(super) fn title(object: &Object, place: &str, issues: &mut Issues) -> String {
    let raw = words(object, "title", place, issues);
    let cleaned = text::line(&if html::is_html(&raw) { html::words(&raw) } else { raw }, text::TITLE);
    if cleaned.is_empty() {
        issues.warn(format!("{place}/title"), sentence("issue-no-title"));
    }
    cleaned
}

/// Running text: its parts, those that are HTML as their words, none twice.
pub(super) fn description(parts: &[String]) -> String {
    let mut paragraphs: Vec<String> = Vec::new();
    for part in parts {
        let cleaned = if html::is_html(part) { text::prose(&html::words(part), text::PROSE) } else { text::prose(part, text::PROSE) };
        if !cleaned.is_empty() && !paragraphs.contains(&cleaned) {
            paragraphs.push(cleaned);
        }
    }
    text::prose(&paragraphs.join("\n\n"), text::PROSE)
}

/// The first of some texts that can identify a session.
pub(super) fn uid(candidates: impl IntoIterator<Item = String>) -> Option<Uid> {
    candidates.into_iter().find_map(|raw| {
        let kept = text::line(&raw, LONGEST_UID);
        (!kept.is_empty() && kept.len() <= LONGEST_UID).then(|| Uid(kept.into()))
    })
}

/// Names by the identifiers that entries refer to, of a list of objects.
pub(super) fn names(list: Option<&RawValue>, id: &str, keys: &[&str]) -> BTreeMap<String, String> {
    let named = |raw: &RawValue| {
        let one = bounded::value(raw.get(), &mut MOST_VALUES.clone()).ok()?;
        Some((said(one.get(id)?)?.into_owned(), name(&one, keys)?))
    };
    list.and_then(json::list).unwrap_or_default().into_iter().filter_map(named).collect()
}

/// One entry of a document; what is no object is an issue.
pub(super) fn entry(raw: &RawValue, place: &str, issues: &mut Issues) -> Option<Object> {
    match bounded::value(raw.get(), &mut MOST_VALUES.clone()) {
        Ok(Value::Object(object)) => Some(object),
        Ok(_) => {
            issues.add(Weight::Error, place, sentence("issue-session-not-object"));
            None
        }
        Err(error) => {
            issues.add(Weight::Error, place, sentence("issue-session-unreadable").with("why", json::words(&error)));
            None
        }
    }
}

/// How many entries of a document were come across, and how many are read.
pub(super) struct Count {
    most: usize,
    all: usize,
}

impl Count {
    pub(super) fn new(most: usize) -> Self {
        Self { most, all: 0 }
    }

    /// Whether one more is read.
    pub(super) fn one_more(&mut self) -> bool {
        self.all += 1;
        self.all <= self.most
    }

    /// Says how many were not.
    pub(super) fn check(&self, issues: &mut Issues) {
        if self.all > self.most {
            issues.add(Weight::Error, "", sentence("issue-only-first-entries").with("most", self.most).with("all", self.all));
        }
    }
}

/// What an object calls itself, under the first of some keys.
pub(super) fn name(object: &Value, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|key| object.get(*key).and_then(said).map(|name| text::line(&name, text::NAME)).filter(|name| !name.is_empty()))
}

/// The people of a talk: objects with a name, identifiers of people listed elsewhere, or plain names.
pub(super) fn hosts(people: &Value, known: &BTreeMap<String, String>, place: String, issues: &mut Issues) -> Vec<Host> {
    let listed = match people {
        Value::Null => return Vec::new(),
        Value::Array(listed) => listed,
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => {
            issues.warn(place, sentence("issue-people-not-list"));
            return Vec::new();
        }
    };
    let mut hosts: Vec<Host> = Vec::new();
    if listed.len() > MOST_HOSTS {
        issues.warn(place.clone(), sentence("issue-only-first-people").with("most", MOST_HOSTS).with("all", listed.len()));
    }
    for (number, person) in listed.iter().take(MOST_HOSTS).enumerate() {
        let named = match person {
            Value::Object(_) => name(person, &["public_name", "name", "full_public_name", "fullName"]),
            Value::String(_) | Value::Number(_) => {
                said(person).and_then(|id| known.get(&*id).cloned().or_else(|| plain_name(&id).filter(|_| known.is_empty())))
            }
            Value::Null | Value::Bool(_) | Value::Array(_) => None,
        };
        match named.filter(|name| !name.is_empty()) {
            Some(name) if hosts.iter().any(|host| host.name == name) => {}
            Some(name) => hosts.push(Host { name }),
            None => issues.warn(format!("{place}/{number}"), sentence("issue-person-unknown")),
        }
    }
    hosts
}

/// A name where an identifier could stand too: those have digits, or capitals alone.
fn plain_name(raw: &str) -> Option<String> {
    let is_name = raw.chars().any(char::is_lowercase) && !raw.chars().any(|c| c.is_ascii_digit());
    is_name.then(|| text::line(raw, text::NAME))
}

/// A page; one that may not be opened is an issue.
pub(super) fn page(raw: &str, place: String, issues: &mut Issues) -> Option<WebLink> {
    refused(WebLink::parse(raw), raw, place, issues)
}

/// A way in; one that may not be opened is an issue.
pub(super) fn join(raw: &str, place: String, issues: &mut Issues) -> Option<JoinLink> {
    refused(JoinLink::parse(raw), raw, place, issues)
}

fn refused<T>(parsed: Result<T, crate::link::LinkRefused>, raw: &str, place: String, issues: &mut Issues) -> Option<T> {
    match parsed {
        Ok(link) => Some(link),
        Err(_) if raw.trim().is_empty() => None,
        Err(why) => {
            issues.warn(place, sentence("issue-link-left-out").with("why", why.sentence()));
            None
        }
    }
}
