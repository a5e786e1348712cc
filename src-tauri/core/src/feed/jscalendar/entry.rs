//! Decides which session one entry of a group is.
//! It never guesses a time: an entry whose start or zone is not certain is left out and named.

use super::grammar::{duration, local_date_time};
use super::patch::{Budget, Patch, Properties};
use super::people::{self, Join};
use super::repeats::sharing;
use super::{Issues, JOIN, Object, Shared, WANTED, pointer, repeats, string};
use crate::feed::Weight;
use crate::feed::assemble::Entry;
use crate::feed::html;
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
        one.description = sharing(description(with, "", issues).into(), &one.description);
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
            issues.add(Weight::Error, format!("{place}/@type"), "a task is not a session; only events are read");
            return None;
        }
        Some(other) => {
            issues.add(Weight::Error, format!("{place}/@type"), format!("“{}” is not read here; a session is an “Event”", text::line(other, 40)));
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
        description: description(entry, place, issues).into(),
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
                issues.add(Weight::Error, here(), "the uid must have 1 to 255 bytes of text");
                return None;
            }
            Some(Uid(kept.into()))
        }
        Some(_) => {
            issues.add(Weight::Error, here(), "the uid must be text");
            None
        }
        None => {
            issues.add(Weight::Error, here(), "a session needs a “uid” that stays the same when it is edited, so that it does not ring twice");
            None
        }
    }
}

fn start(entry: Properties<'_>, place: &str, zones: Zones, issues: &mut Issues) -> Option<Start> {
    let here = || format!("{place}/start");
    let Some(raw) = entry.get("start").and_then(Value::as_str) else {
        issues.add(Weight::Error, here(), "a session needs a “start” such as 2021-03-30T14:30:00");
        return None;
    };
    let Some(local) = local_date_time(raw) else {
        let has_offset = raw.len() > 19 && (raw.ends_with(['Z', 'z']) || raw.get(19..).is_some_and(|end| end.contains(['+', '-'])));
        let sentence = if has_offset {
            "the start has an offset; write the local time alone (2021-03-30T14:30:00) and the place in “timeZone”".to_owned()
        } else {
            format!("“{}” is not a start; write it like 2021-03-30T14:30:00", text::line(raw, 40))
        };
        issues.add(Weight::Error, here(), sentence);
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
                let shown = text::line(name, 40);
                let advice = region::likely(name).map_or_else(|| "use a name like Europe/Berlin".to_owned(), |zone| format!("did you mean {zone}?"));
                issues.add(Weight::Error, format!("{place}/timeZone"), format!("unknown time zone “{shown}”; {advice}"));
                None
            }
        },
        Some(_) => {
            issues.add(Weight::Error, format!("{place}/timeZone"), "the time zone must be a name like Europe/Berlin");
            None
        }
    }
}

fn occurrence(entry: Properties<'_>, place: &str, issues: &mut Issues) -> Option<RecurrenceId> {
    let raw = string(entry, "recurrenceId", place, issues)?;
    let local = local_date_time(raw);
    if local.is_none() {
        issues.warn(format!("{place}/recurrenceId"), "the recurrence id is not a local date-time and is not used");
    }
    local.map(RecurrenceId)
}

fn title(entry: Properties<'_>, place: &str, issues: &mut Issues) -> String {
    let raw = string(entry, "title", place, issues).unwrap_or_default();
    let cleaned = text::line(raw, text::TITLE);
    if cleaned.is_empty() {
        issues.warn(format!("{place}/title"), "the session has no title");
        return "Untitled session".to_owned();
    }
    // With room for one more it would read otherwise.
    if raw.len() > text::TITLE && text::line(raw, text::TITLE + 1) != cleaned {
        issues.warn(format!("{place}/title"), format!("the title is longer than {} characters; it is cut", text::TITLE));
    }
    cleaned
}

fn description(entry: Properties<'_>, place: &str, issues: &mut Issues) -> String {
    let raw = string(entry, "description", place, issues).unwrap_or_default();
    let is_html = entry.get("descriptionContentType").and_then(Value::as_str).is_some_and(|kind| kind.starts_with("text/html"));
    if is_html { text::prose(&html::words(raw), text::PROSE) } else { text::prose(raw, text::PROSE) }
}

fn length(entry: Properties<'_>, place: &str, issues: &mut Issues) -> Option<Duration> {
    let raw = string(entry, "duration", place, issues)?;
    let length = duration(raw);
    let believed = length.filter(|length| *length > Duration::zero() && *length <= LONGEST);
    if believed.is_none() {
        let why = if length.is_none() { "is not a duration; write it like PT1H30M" } else { "is not between a second and 31 days" };
        issues.warn(format!("{place}/duration"), format!("“{}” {why}; no end is shown", text::line(raw, 40)));
    }
    believed
}

fn status(entry: Properties<'_>, place: &str, issues: &mut Issues) -> Status {
    match string(entry, "status", place, issues) {
        None | Some("confirmed") => Status::Confirmed,
        Some("tentative") => Status::Tentative,
        Some("cancelled") => Status::Cancelled,
        Some(other) => {
            issues.warn(format!("{place}/status"), format!("“{}” is not a status; the session is taken as confirmed", text::line(other, 40)));
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
            Err(why) => issues.warn(format!("{place}/links/{}/href", pointer(key)), format!("the link is left out: {why}")),
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
                Err(why) => issues.warn(format!("{place}/virtualLocations/{}/uri", pointer(key)), format!("the link is left out: {why}")),
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
        issues.warn(format!("{place}/{}/room", pointer(JOIN)), format!("the group has no room “{}”", room.0));
    }
    Way::Ask { instructions: join.instructions, contacts: join.contacts, room: join.room }
}
