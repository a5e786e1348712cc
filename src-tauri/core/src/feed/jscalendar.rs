//! Decides what a JSCalendar Group of Events means: version 2.0 (draft-ietf-calext-jscalendarbis) and RFC 8984.
//! It never lets one bad entry cost another.

mod entry;
mod grammar;
mod patch;
mod people;
mod repeats;
mod rule;

use super::assemble::{Entry, assemble};
use super::bounded::{self, MOST_VALUES};
use super::issues::Issues;
use super::json::{Object, is_deeper_than, pointer, words};
use super::{DEEPEST, Issue, NotAFeed, Scope, Weight};
use crate::language::sentence;
use crate::series::Feed;
use crate::session::{Room, RoomId, Way};
use crate::text;
use patch::{Budget, Properties};
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::sync::Arc;

// This program's own properties, with its prefix (RFC 8984 section 3.3: vendor-specific properties).
pub(crate) const PREFIX: &str = "sessionbell.github.io:";
pub(crate) const JOIN: &str = "sessionbell.github.io:join";
const REFRESH: &str = "sessionbell.github.io:refresh";
pub(crate) const ROOMS: &str = "sessionbell.github.io:rooms";
pub(crate) const WANTED: &str = "sessionbell.github.io:wanted";

/// What holds for every entry of a group.
struct Shared {
    zones: crate::zone::Zones,
    way: Arc<Way>,
    rooms: BTreeMap<RoomId, Room>,
    post: Option<crate::link::WebLink>,
}

pub(super) fn parse(bytes: &[u8], scope: &Scope) -> Result<(Feed, Vec<Issue>), NotAFeed> {
    let source = std::str::from_utf8(bytes).map_err(|error| {
        let (line, column) = line_and_column(bytes, error.valid_up_to());
        NotAFeed::Malformed { line, column, what: sentence("not-a-feed-not-utf8") }
    })?;
    if is_deeper_than(source, DEEPEST) {
        return Err(NotAFeed::TooDeep);
    }
    let malformed = |error: &serde_json::Error| NotAFeed::Malformed { line: error.line(), column: error.column(), what: words(error) };
    let (document, whole) = match bounded::members(source, &["@type", "entries"]) {
        Ok(document) => document,
        Err(error) if error.is_data() => {
            // Valid JSON of another kind is told apart from a broken one.
            serde_json::from_str::<serde::de::IgnoredAny>(source).map_err(|error| malformed(&error))?;
            return Err(NotAFeed::NotAGroup(sentence("json-no-object")));
        }
        Err(error) => return Err(malformed(&error)),
    };
    let kind = document.get("@type").and_then(|raw| serde_json::from_str::<String>(raw.get()).ok()).unwrap_or_default();
    let mut issues = Issues::default();
    if !whole {
        issues.warn("", sentence("issue-too-many-properties"));
    }
    match kind.as_str() {
        "Group" => group(&document, scope, &mut issues),
        // A calendar program may hand out one event alone.
        "Event" => {
            let mut feed = Feed::empty(scope.window, scope.most_entries);
            let shared = Shared { zones: scope.zones, way: Arc::new(Way::Unstated), rooms: BTreeMap::new(), post: None };
            let mut budget = Budget::new(scope.most_entries);
            let entries = match bounded::value(source, &mut MOST_VALUES.clone()) {
                Ok(Value::Object(whole)) => entry::read(&whole, String::new(), &shared, &mut budget, &mut issues).into_iter().collect(),
                Ok(_) => Vec::new(),
                Err(error) => return Err(NotAFeed::NotAGroup(words(&error))),
            };
            note_unread(&budget, scope, &mut issues);
            assemble(&mut feed, entries, scope, &mut issues);
            Ok(feed)
        }
        // JSCalendar names its type; a group without one is recognised by its entries.
        "" if document.contains_key("entries") => group(&document, scope, &mut issues),
        "" => Err(NotAFeed::NotAGroup(sentence("json-no-type"))),
        other => Err(NotAFeed::NotAGroup(sentence("json-other-type").with("type", text::line(other, 40)))),
    }
    .map(|feed| (feed, issues.finish()))
}

fn group(document: &BTreeMap<String, &RawValue>, scope: &Scope, issues: &mut Issues) -> Result<Feed, NotAFeed> {
    let (mut head, mut left) = (Object::new(), MOST_VALUES);
    for (key, raw) in document.iter().filter(|(key, _)| *key != "entries") {
        match bounded::value(raw.get(), &mut left) {
            Ok(value) => _ = head.insert(key.clone(), value),
            Err(error) => {
                issues.warn(format!("/{}", pointer(key)), sentence("issue-property-unreadable").with("key", text::line(key, 40)).with("why", words(&error)))
            }
        }
    }
    let (entries, count) = match document.get("entries") {
        None => (Vec::new(), 0),
        Some(raw) => bounded::elements(raw.get(), scope.most_entries).map_err(|_| NotAFeed::NotAGroup(sentence("json-entries")))?,
    };
    let said = Properties::of(&head);
    let mut feed = Feed {
        uid: string(said, "uid", "", issues).map(|uid| text::line(uid, 255)).unwrap_or_default(),
        title: string(said, "title", "", issues).map(|title| text::line(title, text::NAME)).unwrap_or_default(),
        description: string(said, "description", "", issues).map(|words| text::prose(words, text::PROSE)).unwrap_or_default(),
        refresh: string(said, REFRESH, "", issues).and_then(|raw| match grammar::duration(raw) {
            Some(wait) => Some(wait),
            None => {
                issues.warn(format!("/{}", pointer(REFRESH)), sentence("issue-refresh").with("text", text::line(raw, 40)));
                None
            }
        }),
        wanted: people::wanted(said, "", issues),
        rooms: rooms(&head, issues),
        ..Feed::empty(scope.window, scope.most_entries)
    };
    let join = people::join(said, "", None, issues);
    let way = Arc::new(entry::asked(join, "", &feed.rooms, issues));
    let shared = Shared { zones: scope.zones, way, rooms: feed.rooms.clone(), post: entry::links(said, "", issues).post };
    if count > entries.len() {
        issues.add(Weight::Error, "/entries", sentence("issue-only-first-entries").with("most", entries.len()).with("all", count));
    }
    let mut read: Vec<Entry> = Vec::with_capacity(entries.len());
    let mut budget = Budget::new(scope.most_entries);
    for (number, raw) in entries.iter().enumerate() {
        let place = format!("/entries/{number}");
        match bounded::value(raw.get(), &mut MOST_VALUES.clone()) {
            Ok(Value::Object(object)) => read.extend(entry::read(&object, place, &shared, &mut budget, issues)),
            Ok(_) => issues.add(Weight::Error, place, sentence("issue-entry-not-object")),
            Err(error) => issues.add(Weight::Error, place, sentence("issue-entry-unreadable").with("why", words(&error))),
        }
    }
    note_unread(&budget, scope, issues);
    assemble(&mut feed, read, scope, issues);
    Ok(feed)
}

fn note_unread(budget: &Budget, scope: &Scope, issues: &mut Issues) {
    if budget.unread > 0 {
        let (most, mib) = (scope.most_entries, Budget::BYTES / 1024 / 1024);
        issues.warn(String::new(), sentence("issue-changes-unread").with("n", budget.unread).with("most", most).with("mib", mib));
    }
}

fn rooms(head: &Object, issues: &mut Issues) -> BTreeMap<RoomId, Room> {
    let mut rooms = BTreeMap::new();
    match head.get(ROOMS) {
        None => {}
        Some(Value::Object(listed)) => {
            for (id, room) in listed {
                let words = |name| room.get(name).and_then(Value::as_str).unwrap_or_default();
                let id = RoomId(text::line(id, text::NAME));
                rooms.insert(id, Room { label: text::line(words("label"), text::NAME), note: text::prose(words("note"), 500) });
            }
        }
        Some(_) => issues.warn(format!("/{}", pointer(ROOMS)), sentence("issue-rooms-not-object")),
    }
    rooms
}

/// A text property; one of another type is an issue and as good as absent.
fn string<'a>(object: Properties<'a>, key: &str, place: &str, issues: &mut Issues) -> Option<&'a str> {
    match object.get(key) {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => Some(text),
        Some(_) => {
            issues.warn(format!("{place}/{}", pointer(key)), sentence("must-be-text").with("key", key));
            None
        }
    }
}

fn line_and_column(bytes: &[u8], offset: usize) -> (usize, usize) {
    let before = bytes.get(..offset).unwrap_or(bytes);
    let line = before.split(|byte| *byte == b'\n').count();
    let column = before.iter().rev().take_while(|byte| **byte != b'\n').count() + 1;
    (line, column)
}
