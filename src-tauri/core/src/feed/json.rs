//! Decides whether bytes are JSON that may be read, which format's document it is, and what a property of it says.
//! It never builds a whole document: entries stay as they were written until their turn comes.

use super::bounded::{self, MOST_VALUES, TOO_MANY};
use super::{DEEPEST, NotAFeed};
use crate::language::{Sentence, sentence};
use crate::text;
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What tells the formats apart; kept of an object that has more properties than anybody reads.
const TOP: [&str; 10] = ["@type", "schedule", "conference", "talks", "sessions", "speakers", "rooms", "categories", "questions", "timezone"];
/// Most entries of a list that are looked at; the limit of entries is far below.
const MOST_LISTED: usize = 200_000;

/// An object, typed no further.
pub(super) type Object = Map<String, Value>;
/// An object whose properties are still text.
pub(super) type Outline<'a> = BTreeMap<String, &'a RawValue>;

/// Whose document it is.
pub(super) enum Format<'a> {
    /// frab's, pretalx's or a hub's schedule: where the part is that holds the conference (a JSON Pointer), and that part.
    Schedule(&'static str, Outline<'a>),
    /// What pretalx gives to its widget: all talks in one list.
    Talks(Outline<'a>),
    /// Sessionize, everything in one object.
    Sessionize(Outline<'a>),
    /// Sessionize, a list of groups, days or sessions.
    SessionizeList(Vec<&'a RawValue>),
    /// JSCalendar, or not JSON at all: its reader says what is wrong.
    Other,
}

/// Tells formats apart by what stands at the top.
///
/// # Errors
/// One of the formats here, but nested too deep.
pub(super) fn format(bytes: &[u8]) -> Result<Format<'_>, NotAFeed> {
    let Ok(source) = std::str::from_utf8(bytes) else { return Ok(Format::Other) };
    let found = match bounded::members(source, &TOP) {
        Ok((top, _)) => of_object(top),
        Err(_) => bounded::elements(source, MOST_LISTED).map_or(Format::Other, |(list, _)| of_list(list)),
    };
    match found {
        Format::Other => Ok(found),
        Format::Schedule(..) | Format::Talks(_) | Format::Sessionize(_) | Format::SessionizeList(_) => {
            if is_deeper_than(source, DEEPEST) {
                Err(NotAFeed::TooDeep)
            } else {
                Ok(found)
            }
        }
    }
}

fn of_object(top: Outline<'_>) -> Format<'_> {
    let has_any = |keys: &[&str]| keys.iter().any(|key| top.contains_key(*key));
    if has_any(&["@type"]) {
        return Format::Other;
    }
    if let Some(schedule) = top.get("schedule").and_then(|raw| outline(raw)) {
        return Format::Schedule("/schedule", schedule);
    }
    if top.get("conference").is_some_and(|raw| outline(raw).is_some()) {
        return Format::Schedule("", top);
    }
    if has_any(&["talks"]) && has_any(&["rooms", "speakers", "timezone"]) {
        return Format::Talks(top);
    }
    if has_any(&["sessions"]) && has_any(&["speakers", "rooms", "categories", "questions"]) {
        return Format::Sessionize(top);
    }
    Format::Other
}

fn of_list(list: Vec<&RawValue>) -> Format<'_> {
    let is_one = |raw: &&RawValue| outline(raw).is_some_and(|first| ["sessions", "rooms", "startsAt"].iter().any(|key| first.contains_key(*key)));
    if list.iter().any(is_one) { Format::SessionizeList(list) } else { Format::Other }
}

/// An object's properties; `None` if it is none.
pub(super) fn outline(raw: &RawValue) -> Option<Outline<'_>> {
    bounded::members(raw.get(), &TOP).ok().map(|(members, _)| members)
}

/// An object's properties by names that its publisher chose, and whether that is all of them; `None` if it is none.
pub(super) fn named(raw: &RawValue) -> Option<(Outline<'_>, bool)> {
    bounded::members(raw.get(), &[]).ok()
}

/// A list's entries; `None` if it is none.
pub(super) fn list(raw: &RawValue) -> Option<Vec<&RawValue>> {
    bounded::elements(raw.get(), MOST_LISTED).ok().map(|(elements, _)| elements)
}

/// A property of an outline; null if it has none.
pub(super) fn value(outline: &Outline<'_>, key: &str) -> Value {
    outline.get(key).and_then(|raw| bounded::value(raw.get(), &mut MOST_VALUES.clone()).ok()).unwrap_or_default()
}

/// What a property says: a text, or a number as it is written, or one language of a translated text (English if it is there).
pub(super) fn said(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Number(number) => Some(Cow::Owned(number.to_string())),
        Value::Object(languages) => {
            let first = || languages.values().find_map(|text| text.as_str().filter(|text| !text.is_empty()));
            languages.get("en").and_then(Value::as_str).filter(|text| !text.is_empty()).or_else(first).map(Cow::Borrowed)
        }
        Value::Null | Value::Bool(_) | Value::Array(_) => None,
    }
}

/// A part of a JSON Pointer (RFC 6901 section 3).
pub(super) fn pointer(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// What the parser says, without the place.
pub(super) fn words(error: &serde_json::Error) -> Sentence {
    let full = error.to_string();
    let words = full.split(" at line ").next().unwrap_or(&full);
    if words == TOO_MANY { sentence("issue-too-many-values") } else { sentence("parser-says").with("words", text::line(words, 200)) }
}

/// Whether brackets outside of strings nest deeper than `limit`.
pub(super) fn is_deeper_than(source: &str, limit: usize) -> bool {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for byte in source.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => {
                depth += 1;
                if depth > limit {
                    return true;
                }
            }
            b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    false
}
