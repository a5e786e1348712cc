//! Decides which session one entry of a group is.
//! It never guesses a time: an entry whose start or zone is not certain is left out and named.

use super::grammar::{duration, local_date_time};
use super::patch::{Budget, Patch, Properties};
use super::people::{self, Join};
use super::repeats::sharing;
use super::{Issues, JOIN, Object, Shared, WANTED, pointer, repeats, string};
use crate::feed::Weight;
use crate::feed::assemble::{Entry, shared_text};
use crate::feed::html;
use crate::language::sentence;
use crate::link::{JoinLink, WebLink};
use crate::region;
use crate::session::{LONGEST, RecurrenceId, Room, RoomId, Session, Start, Status, TopicLink, Uid, Way};
use crate::text;
use crate::zone::{Zone, Zones};
use chrono::{Duration, NaiveDateTime};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Text longer than this, in bytes, is no identifier.
const LONGEST_UID: usize = 255;
/// Places named of one session at most.
const MOST_PLACES: usize = 4;

/// What an entry is; `None` if it had to be left out.
pub(super) fn read(entry: &Object, place: String, shared: &Shared, budget: &mut Budget, issues: &mut Issues) -> Option<Entry> {
    let session = session(Properties::of(entry), &place, shared, issues)?;
    let updated = entry.get("updated").and_then(Value::as_str).map(str::to_owned);
    let repeats = repeats::read(entry, &session, &place, shared, budget, issues);
    Some(Entry { updated: updated.map(Into::into), repeats: repeats.map(Box::new), ..Entry::once(session, place) })
}

/// Reads again what a patch touches of an occurrence, other than its start; issues stand by their places in the whole object.
pub(super) fn read_again(one: &mut Session, with: Properties<'_>, patch: &Patch, shared: &Shared, issues: &mut Issues) {
    if patch.touches(&["title"]) {
        one.title = title(with, "", issues).into();
    }
    if patch.touches(&["description", "descriptionContentType"]) {
        one.description = sharing(shared_text(description(with, "", issues)), &one.description);
    }
    if patch.touches(&["locations"]) {
        one.place = sharing(shared_text(location(with)), &one.place);
    }
    if patch.touches(&["duration"]) {
        one.duration = length(with, "", issues);
    }
    if patch.touches(&["status"]) {
        one.status = status(with, "", issues);
    }
    if patch.touches(&["sequence"]) {
        one.sequence = sequence(with);
    }
    if patch.touches(&["links"]) {
        let links = links(with, "", issues);
        one.topics = sharing(links.topics.into(), &one.topics);
        one.post = links.post.or_else(|| shared.post.clone());
    }
    if patch.touches(&["participants"]) {
        one.hosts = sharing(people::hosts(with, "", issues).into(), &one.hosts);
    }
    if patch.touches(&["virtualLocations", "participants", JOIN]) {
        one.way = sharing(way(with, "", shared, issues), &one.way);
    }
    if patch.touches(&[WANTED]) {
        one.wanted = sharing(people::wanted(with, "", issues).into(), &one.wanted);
    }
}

fn session(entry: Properties<'_>, place: &str, shared: &Shared, issues: &mut Issues) -> Option<Session> {
    match entry.get("@type").and_then(Value::as_str) {
        Some("Event") | None => {}
        Some("Task") => {
            issues.add(Weight::Error, format!("{place}/@type"), sentence("issue-task"));
            return None;
        }
        Some(other) => {
            issues.add(Weight::Error, format!("{place}/@type"), sentence("issue-other-type").with("type", text::line(other, 40)));
            return None;
        }
    }
    let uid = uid(entry, place, issues)?;
    let start = start(entry, place, shared.zones, issues)?;
    let links = links(entry, place, issues);
    let hosts = people::hosts(entry, place, issues);
    Some(Session {
        uid,
        occurrence: occurrence(entry, place, issues),
        title: title(entry, place, issues).into(),
        topics: shared_list(links.topics),
        description: shared_text(description(entry, place, issues)),
        place: shared_text(location(entry)),
        start,
        duration: length(entry, place, issues),
        hosts: shared_list(hosts),
        status: status(entry, place, issues),
        sequence: sequence(entry),
        way: way(entry, place, shared, issues),
        wanted: shared_list(people::wanted(entry, place, issues)),
        post: links.post.or_else(|| shared.post.clone()),
    })
}

fn sequence(entry: Properties<'_>) -> u64 {
    entry.get("sequence").and_then(Value::as_u64).unwrap_or(0)
}

/// Of nothing there is one for all.
fn shared_list<T>(list: Vec<T>) -> Arc<[T]> {
    if list.is_empty() { Arc::default() } else { list.into() }
}

fn uid(entry: Properties<'_>, place: &str, issues: &mut Issues) -> Option<Uid> {
    let here = || format!("{place}/uid");
    match entry.get("uid") {
        Some(Value::String(uid)) => {
            let kept: String = uid.chars().filter(|c| !text::is_invisible(*c)).collect();
            let kept = kept.trim();
            if kept.is_empty() || kept.len() > LONGEST_UID {
                issues.add(Weight::Error, here(), sentence("issue-uid-length"));
                return None;
            }
            Some(Uid(kept.into()))
        }
        Some(_) => {
            issues.add(Weight::Error, here(), sentence("must-be-text").with("key", "uid"));
            None
        }
        None => {
            issues.add(Weight::Error, here(), sentence("issue-uid-missing"));
            None
        }
    }
}

fn start(entry: Properties<'_>, place: &str, zones: Zones, issues: &mut Issues) -> Option<Start> {
    let here = || format!("{place}/start");
    let Some(raw) = entry.get("start").and_then(Value::as_str) else {
        issues.add(Weight::Error, here(), sentence("issue-start-missing"));
        return None;
    };
    let Some(local) = local_date_time(raw) else {
        let has_offset = raw.len() > 19 && (raw.ends_with(['Z', 'z']) || raw.get(19..).is_some_and(|end| end.contains(['+', '-'])));
        let why = if has_offset { sentence("issue-start-offset") } else { sentence("issue-start-malformed").with("text", text::line(raw, 40)) };
        issues.add(Weight::Error, here(), why);
        return None;
    };
    start_at(local, entry, place, zones, issues)
}

/// The start at a wall-clock time, in the zone that the entry names.
pub(super) fn start_at(local: NaiveDateTime, entry: Properties<'_>, place: &str, zones: Zones, issues: &mut Issues) -> Option<Start> {
    if entry.get("showWithoutTime") == Some(&Value::Bool(true)) {
        return Some(Start::AllDay(local.date()));
    }
    match entry.get("timeZone") {
        None | Some(Value::Null) => Some(Start::Floating(local)),
        Some(Value::String(name)) => match zones.named(name).or_else(|unknown| if name == "Etc/UTC" { Ok(Zone::UTC) } else { Err(unknown) }) {
            Ok(zone) => Some(Start::zoned(local, zone)),
            Err(_) => {
                let why = match region::likely(name) {
                    None => sentence("issue-zone-unknown"),
                    Some(zone) => sentence("issue-zone-likely").with("zone", zone.to_string()),
                };
                issues.add(Weight::Error, format!("{place}/timeZone"), why.with("name", text::line(name, 40)));
                None
            }
        },
        Some(_) => {
            issues.add(Weight::Error, format!("{place}/timeZone"), sentence("issue-zone-not-text"));
            None
        }
    }
}

fn occurrence(entry: Properties<'_>, place: &str, issues: &mut Issues) -> Option<RecurrenceId> {
    let raw = string(entry, "recurrenceId", place, issues)?;
    let local = local_date_time(raw);
    if local.is_none() {
        issues.warn(format!("{place}/recurrenceId"), sentence("issue-recurrence-id"));
    }
    local.map(RecurrenceId)
}

fn title(entry: Properties<'_>, place: &str, issues: &mut Issues) -> String {
    let raw = string(entry, "title", place, issues).unwrap_or_default();
    let cleaned = text::line(raw, text::TITLE);
    if cleaned.is_empty() {
        issues.warn(format!("{place}/title"), sentence("issue-no-title"));
    }
    // With room for one more it would read otherwise.
    if raw.len() > text::TITLE && text::line(raw, text::TITLE + 1) != cleaned {
        issues.warn(format!("{place}/title"), sentence("issue-title-cut").with("most", text::TITLE));
    }
    cleaned
}

fn description(entry: Properties<'_>, place: &str, issues: &mut Issues) -> String {
    let raw = string(entry, "description", place, issues).unwrap_or_default();
    let is_html = entry.get("descriptionContentType").and_then(Value::as_str).is_some_and(|kind| kind.starts_with("text/html"));
    if is_html { text::prose(&html::words(raw), text::PROSE) } else { text::prose(raw, text::PROSE) }
}

/// Where people meet besides online: the names of its `locations` (RFC 8984 section 4.2.5).
fn location(entry: Properties<'_>) -> String {
    let Some(listed) = entry.get("locations").and_then(Value::as_object) else { return String::new() };
    let names = listed.values().filter_map(|location| location.get("name").and_then(Value::as_str)).take(MOST_PLACES).map(|name| text::line(name, text::NAME));
    names.filter(|name| !name.is_empty()).collect::<Vec<_>>().join(", ")
}

fn length(entry: Properties<'_>, place: &str, issues: &mut Issues) -> Option<Duration> {
    let raw = string(entry, "duration", place, issues)?;
    let length = duration(raw);
    let believed = length.filter(|length| *length > Duration::zero() && *length <= LONGEST);
    if believed.is_none() {
        let why = if length.is_none() { sentence("issue-length-malformed") } else { sentence("issue-length-range") };
        issues.warn(format!("{place}/duration"), why.with("text", text::line(raw, 40)));
    }
    believed
}

fn status(entry: Properties<'_>, place: &str, issues: &mut Issues) -> Status {
    match string(entry, "status", place, issues) {
        None | Some("confirmed") => Status::Confirmed,
        Some("tentative") => Status::Tentative,
        Some("cancelled") => Status::Cancelled,
        Some(other) => {
            issues.warn(format!("{place}/status"), sentence("issue-status").with("text", text::line(other, 40)));
            Status::Confirmed
        }
    }
}

/// The links of an entry or group that mean something here.
#[derive(Default)]
pub(super) struct Links {
    pub(super) topics: Vec<TopicLink>,
    pub(super) post: Option<WebLink>,
}

pub(super) fn links(object: Properties<'_>, place: &str, issues: &mut Issues) -> Links {
    let mut found = Links::default();
    let Some(listed) = object.get("links").and_then(Value::as_object) else { return found };
    let mut keys: Vec<&String> = listed.keys().collect();
    // topic2 comes before topic10: by the word, then by the number behind it.
    keys.sort_by_key(|key| {
        let digits = key.len() - key.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let (word, number) = key.split_at(key.len() - digits);
        (word.to_owned(), number.parse::<u64>().unwrap_or(0))
    });
    for key in keys {
        let Some(link) = listed.get(key).and_then(Value::as_object) else { continue };
        let rel = link.get("rel").and_then(Value::as_str).unwrap_or("related");
        if !matches!(rel, "related" | "describedby") {
            continue;
        }
        match WebLink::parse(link.get("href").and_then(Value::as_str).unwrap_or_default()) {
            Ok(web) if rel == "related" => {
                let title = link.get("title").and_then(Value::as_str).unwrap_or_default();
                found.topics.push(TopicLink { title: text::line(title, text::TITLE), link: web });
            }
            Ok(web) => found.post = Some(web),
            Err(why) => issues.warn(format!("{place}/links/{}/href", pointer(key)), sentence("issue-link-left-out").with("why", why.sentence())),
        }
    }
    found
}

/// How people get in; what the group says is shared by all that say nothing themselves.
fn way(entry: Properties<'_>, place: &str, shared: &Shared, issues: &mut Issues) -> Arc<Way> {
    let mut public = Vec::new();
    if let Some(listed) = entry.get("virtualLocations").and_then(Value::as_object) {
        for (key, location) in listed {
            match JoinLink::parse(location.get("uri").and_then(Value::as_str).unwrap_or_default()) {
                Ok(link) => public.push(link),
                Err(why) => issues.warn(format!("{place}/virtualLocations/{}/uri", pointer(key)), sentence("issue-link-left-out").with("why", why.sentence())),
            }
        }
    }
    if !public.is_empty() {
        return Arc::new(Way::Public(public));
    }
    let participants = entry.get("participants").and_then(Value::as_object);
    let own = people::join(entry, place, participants, issues).or_else(|| people::reply_to(entry));
    match own {
        Some(join) => Arc::new(asked(Some(join), place, &shared.rooms, issues)),
        None => Arc::clone(&shared.way),
    }
}

/// Asking as the way in, if it is known how.
pub(super) fn asked(join: Option<Join>, place: &str, rooms: &BTreeMap<RoomId, Room>, issues: &mut Issues) -> Way {
    let Some(join) = join else { return Way::Unstated };
    if let Some(room) = join.room.as_ref().filter(|room| !rooms.contains_key(room)) {
        issues.warn(format!("{place}/{}/room", pointer(JOIN)), sentence("issue-no-room").with("room", &*room.0));
    }
    Way::Ask { instructions: join.instructions, contacts: join.contacts, room: join.room }
}
