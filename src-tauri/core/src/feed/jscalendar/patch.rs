//! Decides what an occurrence says that is patched: a PatchObject over its series (RFC 8984 section 1.4.9 and 4.3.5, and version 2.0).
//! It never applies half a patch, and never copies more of a document than its budget allows.

use super::grammar::{duration, local_date_time};
use super::{Issues, JOIN, Object, WANTED, pointer};
use crate::feed::assemble::most_series;
use crate::language::{Sentence, sentence};
use crate::text;
use serde_json::Value;
use std::collections::BTreeMap;

/// What both versions together say must be ignored in a patch.
const OF_THE_SERIES: &[&str] = &[
    "@type",
    "excludedRecurrenceRules",
    "method",
    "organizerCalendarAddress",
    "privacy",
    "prodId",
    "recurrenceId",
    "recurrenceIdTimeZone",
    "recurrenceOverrides",
    "recurrenceRule",
    "recurrenceRules",
    "relatedTo",
    "replyTo",
    "sentBy",
    "timeZones",
    "uid",
];

/// What an object says, with a patch over it.
#[derive(Clone, Copy)]
pub(super) struct Properties<'a> {
    own: &'a Object,
    over: Option<&'a Object>,
}

impl<'a> Properties<'a> {
    /// As the object stands.
    pub(super) fn of(own: &'a Object) -> Self {
        Self { own, over: None }
    }

    pub(super) fn patched(own: &'a Object, patch: &'a Patch) -> Self {
        Self { own, over: Some(&patch.over) }
    }

    pub(super) fn get(self, key: &str) -> Option<&'a Value> {
        match self.over.and_then(|over| over.get(key)) {
            Some(Value::Null) => None,
            Some(value) => Some(value),
            None => self.own.get(key),
        }
    }
}

/// How much the patches of a document may still cost.
#[derive(Debug)]
pub(super) struct Budget {
    /// Occurrences that differ.
    pub(super) overrides: usize,
    /// Of what a series says, as it is repeated for a patch inside of it; in bytes of JSON.
    pub(super) bytes: usize,
    /// Sessions that repeat.
    pub(super) series: usize,
    /// How many patches were not read for the sake of it.
    pub(super) unread: usize,
}

impl Budget {
    /// All patches together may repeat as much as a document may have at all.
    pub(super) const BYTES: usize = 2 * 1024 * 1024;
    /// What is larger is not repeated at all: while a patch is read it takes twenty times as much memory.
    const LARGEST: usize = 256 * 1024;

    pub(super) fn new(most_entries: usize) -> Self {
        Self { overrides: most_entries, bytes: Self::BYTES, series: most_series(most_entries), unread: 0 }
    }
}

/// A series' object, and how large those of its properties are that were repeated.
pub(super) struct Series<'a> {
    pub(super) object: &'a Object,
    sizes: BTreeMap<String, usize>,
}

impl<'a> Series<'a> {
    pub(super) fn new(object: &'a Object) -> Self {
        Self { object, sizes: BTreeMap::new() }
    }
}

/// What a patch changes of the properties that are read here.
#[derive(Debug, Default)]
pub(super) struct Patch {
    /// The properties as they are then; null where it takes one away.
    over: Object,
    /// Of those that it changes from within: a key of the patch that does.
    within: BTreeMap<String, String>,
}

impl Patch {
    pub(super) fn touches(&self, keys: &[&str]) -> bool {
        keys.iter().any(|key| self.over.contains_key(*key))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.over.is_empty()
    }

    /// Where in the patch it stands what `place`, from the patch's own place, would be if it were a whole object.
    pub(super) fn place(&self, place: &str) -> String {
        let key = place.split('/').nth(1).unwrap_or_default();
        match self.within.iter().find(|(top, _)| pointer(top) == key) {
            Some((_, within)) => format!("/{}", pointer(within)),
            None => place.to_owned(),
        }
    }
}

/// Why a patch is not applied.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// This key of it is not valid, with a sentence: then none of it holds.
    Invalid(String, Sentence),
    /// The budget is used up.
    Budget,
}

/// What `patch` changes of a series. What belongs to the series as a whole is left aside and named; `place` is the patch's own.
pub(super) fn read(patch: &Object, series: &mut Series<'_>, budget: &mut Budget, place: &str, issues: &mut Issues) -> Result<Patch, Refused> {
    let mut pointers: Vec<(Vec<String>, &String, &Value)> = Vec::new();
    for (key, value) in patch {
        let invalid = || Refused::Invalid(key.clone(), sentence("issue-patch-no-pointer").with("key", text::line(key, 60)));
        pointers.push((key.split('/').map(token).collect::<Option<_>>().ok_or_else(invalid)?, key, value));
    }
    pointers.sort_by(|a, b| a.0.cmp(&b.0));
    if let Some([one, other]) = pointers.array_windows().find(|[one, other]| other.0.starts_with(&one.0)) {
        let why = sentence("issue-patch-overlap").with("key", text::line(other.1, 60)).with("other", text::line(one.1, 60));
        return Err(Refused::Invalid(other.1.clone(), why));
    }
    let mut read = Patch::default();
    for (tokens, key, value) in pointers {
        let [top, inner @ ..] = &tokens[..] else { continue };
        let is_address = top == "participants" && tokens.len() == 3 && tokens.last().is_some_and(|last| last == "calendarAddress");
        if OF_THE_SERIES.contains(&top.as_str()) || is_address {
            issues.warn(format!("{place}/{}", pointer(key)), sentence("issue-patch-series").with("key", text::line(key, 60)));
        } else if inner.is_empty() {
            match wish(top, value) {
                None => {}
                Some(Ok(())) => drop(read.over.insert(top.clone(), value.clone())),
                Some(Err(wish)) => return Err(Refused::Invalid(key.clone(), wish.with("key", &**top))),
            }
        } else {
            let nowhere = || Refused::Invalid(key.clone(), sentence("issue-patch-nowhere").with("key", text::line(key, 60)));
            let own = series.object.get(top).ok_or_else(nowhere)?;
            if !leads_somewhere(own, inner, value) {
                return Err(nowhere());
            }
            if !is_read(top) {
                continue;
            }
            if !read.over.contains_key(top) {
                let size = *series.sizes.entry(top.clone()).or_insert_with(|| size(own));
                let rest = budget.bytes.checked_sub(size).filter(|_| size <= Budget::LARGEST);
                budget.bytes = rest.ok_or(Refused::Budget)?;
                read.over.insert(top.clone(), own.clone());
                read.within.insert(top.clone(), key.clone());
            }
            if let Some(copy) = read.over.get_mut(top) {
                set(copy, inner, value);
            }
        }
    }
    Ok(read)
}

/// A part of a pointer (RFC 6901 section 4), if its escapes are right.
fn token(part: &str) -> Option<String> {
    let escapes_are_right = part.split('~').skip(1).all(|rest| rest.starts_with(['0', '1']));
    escapes_are_right.then(|| part.replace("~1", "/").replace("~0", "~"))
}

fn is_read(top: &str) -> bool {
    wish(top, &Value::Null).is_some()
}

/// Whether a property's new value is one that it may have, or what it must be; `None`: it is not read here.
fn wish(top: &str, value: &Value) -> Option<Result<(), Sentence>> {
    let text = value.as_str();
    let optional = value.is_null();
    let (valid, wish) = match top {
        "start" => (text.is_some_and(|text| local_date_time(text).is_some()), "must-be-date-time"),
        "duration" => (optional || text.is_some_and(|text| duration(text).is_some()), "must-be-duration"),
        "title" | "description" | "descriptionContentType" | "status" | "timeZone" => (optional || text.is_some(), "must-be-text"),
        "showWithoutTime" => (optional || value.is_boolean(), "must-be-true-or-false"),
        "sequence" => (optional || value.is_u64(), "must-be-number"),
        "participants" | "links" | "locations" | "virtualLocations" | JOIN => (optional || value.is_object(), "must-be-object"),
        WANTED => (optional || value.is_array(), "must-be-list"),
        _ => return None,
    };
    Some(if valid { Ok(()) } else { Err(sentence(wish)) })
}

/// Whether a patch may set `value` there. Members of a list may be replaced, not added or taken away (version 2.0).
fn leads_somewhere(own: &Value, inner: &[String], value: &Value) -> bool {
    let Some((last, before)) = inner.split_last() else { return false };
    let parent = before.iter().try_fold(own, |at, token| step(at, token));
    match parent {
        Some(Value::Object(_)) => true,
        Some(list @ Value::Array(_)) => step(list, last).is_some() && !value.is_null(),
        _ => false,
    }
}

fn step<'a>(at: &'a Value, token: &str) -> Option<&'a Value> {
    match at {
        Value::Object(object) => object.get(token),
        Value::Array(list) => list.get(index(token)?),
        _ => None,
    }
}

fn index(token: &str) -> Option<usize> {
    let is_index = token == "0" || (!token.starts_with('0') && token.bytes().all(|byte| byte.is_ascii_digit()));
    if is_index { token.parse().ok() } else { None }
}

fn set(copy: &mut Value, inner: &[String], value: &Value) {
    let Some((last, before)) = inner.split_last() else { return };
    let parent = before.iter().try_fold(copy, |at, token| match at {
        Value::Object(object) => object.get_mut(token),
        Value::Array(list) => list.get_mut(index(token)?),
        _ => None,
    });
    match parent {
        Some(Value::Object(object)) if value.is_null() => drop(object.remove(last)),
        Some(Value::Object(object)) => drop(object.insert(last.clone(), value.clone())),
        Some(Value::Array(list)) => {
            if let Some(member) = index(last).and_then(|index| list.get_mut(index)) {
                *member = value.clone();
            }
        }
        _ => {}
    }
}

/// About as many bytes as a value has in a document, and no fewer than it has at the least.
fn size(value: &Value) -> usize {
    match value {
        Value::Null | Value::Bool(_) => 5,
        Value::Number(_) => 8,
        Value::String(text) => text.len() + 3,
        Value::Array(list) => list.iter().map(size).sum::<usize>() + 2,
        Value::Object(object) => object.iter().map(|(key, value)| key.len() + 4 + size(value)).sum::<usize>() + 2,
    }
}
