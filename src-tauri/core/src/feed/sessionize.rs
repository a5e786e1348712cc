//! Decides what a Sessionize endpoint's JSON means: its views “All”, “Sessions” and “GridSmart”.
//! It never takes a wall-clock time for an instant: the format names no zone, so its reader does.

use super::assemble::{Entry, assemble, keep, shared_text, uid_of_nameless};
use super::issues::Issues;
use super::json::{self, Object, Outline, said};
use super::talk::{self, Clock, Count, When};
use super::{Issue, NotAFeed, Scope, Weight};
use crate::language::sentence;
use crate::series::Feed;
use crate::session::{Session, Status, TopicLink, Uid, Way};
use crate::text;
use chrono::NaiveDateTime;
use serde_json::Value;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What a link to a recording is called, in every language.
const RECORDING: &str = "Video";

struct Reader<'a> {
    rooms: BTreeMap<String, String>,
    speakers: BTreeMap<String, String>,
    clock: Clock,
    count: Count,
    /// Sessions of the organisers: breaks, lunch, registration.
    service: usize,
    /// A session stands in each group that it belongs to.
    seen: BTreeSet<(Uid, NaiveDateTime)>,
    entries: Vec<Entry>,
    issues: Issues,
    scope: &'a Scope,
}

/// Reads the view “All”: sessions, speakers and rooms beside each other.
pub(super) fn parse(top: &Outline<'_>, scope: &Scope) -> Result<(Feed, Vec<Issue>), NotAFeed> {
    let mut reader = Reader::new(scope);
    reader.rooms = talk::names(top.get("rooms").copied(), "id", &["name"]);
    reader.speakers = speakers(top.get("speakers").copied());
    reader.sessions(top.get("sessions").copied(), "/sessions", "");
    reader.finish()
}

/// Reads the views that are lists: of groups, of days with rooms, or of sessions.
pub(super) fn parse_list(list: &[&RawValue], scope: &Scope) -> Result<(Feed, Vec<Issue>), NotAFeed> {
    let mut reader = Reader::new(scope);
    for (number, raw) in list.iter().enumerate() {
        let place = format!("/{number}");
        let Some(group) = json::outline(raw) else {
            reader.issues.add(Weight::Error, place, sentence("issue-group"));
            continue;
        };
        if group.contains_key("sessions") {
            reader.sessions(group.get("sessions").copied(), &format!("{place}/sessions"), "");
        } else if let Some(rooms) = group.get("rooms") {
            for (number, raw) in json::list(rooms).unwrap_or_default().into_iter().enumerate() {
                let place = format!("{place}/rooms/{number}");
                let room = json::outline(raw).unwrap_or_default();
                let name = said(&json::value(&room, "name")).map(Cow::into_owned).unwrap_or_default();
                reader.sessions(room.get("sessions").copied(), &format!("{place}/sessions"), &name);
            }
        } else {
            reader.session(raw, place, "");
        }
    }
    reader.finish()
}

/// Full names by the speakers' identifiers.
fn speakers(listed: Option<&RawValue>) -> BTreeMap<String, String> {
    let mut names = talk::names(listed, "id", &["fullName", "name"]);
    let last = talk::names(listed, "id", &["lastName"]);
    for (id, first) in talk::names(listed, "id", &["firstName"]) {
        names.entry(id).or_insert_with_key(|id| last.get(id).map_or_else(|| first.clone(), |last| format!("{first} {last}")));
    }
    names
}

impl<'a> Reader<'a> {
    fn new(scope: &'a Scope) -> Self {
        Self {
            rooms: BTreeMap::new(),
            speakers: BTreeMap::new(),
            clock: Clock { zone: scope.zone, without_zone: 0 },
            count: Count::new(scope.most_entries),
            service: 0,
            seen: BTreeSet::new(),
            entries: Vec::new(),
            issues: Issues::default(),
            scope,
        }
    }

    fn finish(mut self) -> Result<(Feed, Vec<Issue>), NotAFeed> {
        self.clock.check(self.entries.len())?;
        self.count.check(&mut self.issues);
        if self.service > 0 {
            self.issues.warn("", sentence("issue-service-sessions").with("n", self.service));
        }
        let mut feed = Feed::empty(self.scope.window, self.scope.most_entries);
        assemble(&mut feed, self.entries, self.scope, &mut self.issues);
        Ok((feed, self.issues.finish()))
    }

    fn sessions(&mut self, listed: Option<&RawValue>, place: &str, room: &str) {
        match listed.and_then(json::list) {
            Some(sessions) => sessions.into_iter().enumerate().for_each(|(number, raw)| self.session(raw, format!("{place}/{number}"), room)),
            None => self.issues.add(Weight::Error, place, sentence("must-be-list").with("key", "sessions")),
        }
    }

    fn session(&mut self, raw: &RawValue, place: String, room: &str) {
        if !self.count.one_more() {
            return;
        }
        let Some(object) = talk::entry(raw, &place, &mut self.issues) else { return };
        if let Some(session) = self.read(&object, &place, room)
            && self.seen.insert((session.uid.clone(), session.start.wall()))
        {
            keep(&mut self.entries, Entry::once(session, place));
        }
    }

    fn read(&mut self, session: &Object, place: &str, room: &str) -> Option<Session> {
        let words = |key: &str| session.get(key).and_then(said).filter(|words| !words.trim().is_empty());
        let live = words("liveUrl");
        let has_speakers = session.get("speakers").and_then(Value::as_array).is_some_and(|speakers| !speakers.is_empty());
        // A keynote may be the organisers' own too: what has a speaker or a stream is one to attend.
        if session.get("isServiceSession") == Some(&Value::Bool(true)) && !has_speakers && live.is_none() {
            self.service += 1;
            return None;
        }
        let starts = words("startsAt");
        let Some(when) = starts.as_deref().and_then(When::parse) else {
            let why = starts.map_or_else(
                || sentence("issue-not-scheduled"),
                |raw| sentence("issue-time-malformed").with("text", text::line(&raw, 40)).with("like", "2021-03-30T14:30:00"),
            );
            self.issues.add(Weight::Error, format!("{place}/startsAt"), why);
            return None;
        };
        let start = self.clock.start(when, &format!("{place}/startsAt"), &mut self.issues)?;
        let issues = &mut self.issues;
        let title = talk::title(session, place, issues);
        let uid = talk::uid(words("id").map(Cow::into_owned)).unwrap_or_else(|| uid_of_nameless(&title, &start.wall()));
        let hosts = session.get("speakers").map(|people| talk::hosts(people, &self.speakers, format!("{place}/speakers"), issues)).unwrap_or_default();
        let end = words("endsAt").and_then(|end| match When::parse(&end).and_then(|end| self.clock.until(&start, end)) {
            Some(length) => talk::believed(Some(length), format!("{place}/endsAt"), issues),
            None => {
                issues.warn(format!("{place}/endsAt"), sentence("issue-end-malformed").with("text", text::line(&end, 40)));
                None
            }
        });
        let own_room = words("roomId").and_then(|id| self.rooms.get(&*id).cloned()).or_else(|| words("room").map(Cow::into_owned));
        let parts = [talk::words(session, "description", place, issues)];
        let recording = words("recordingUrl").and_then(|url| talk::page(&url, format!("{place}/recordingUrl"), issues));
        let ways: Vec<_> = live.and_then(|url| talk::join(&url, format!("{place}/liveUrl"), issues)).into_iter().collect();
        Some(Session {
            uid,
            occurrence: None,
            title: title.into(),
            topics: recording.into_iter().map(|link| TopicLink { title: RECORDING.to_owned(), link }).collect(),
            description: shared_text(talk::description(&parts)),
            place: shared_text(text::line(own_room.as_deref().unwrap_or(room), text::NAME)),
            duration: end,
            start,
            hosts: hosts.into(),
            status: status(session, place, issues),
            sequence: 0,
            way: Arc::new(if ways.is_empty() { Way::Unstated } else { Way::Public(ways) }),
            wanted: Arc::new([]),
            post: None,
        })
    }
}

/// Whether it takes place: what its organisers have decided, and whether the speaker has said yes.
fn status(session: &Object, place: &str, issues: &mut Issues) -> Status {
    let decided = session.get("status").and_then(Value::as_str).unwrap_or("Accepted");
    let is_unconfirmed = session.get("isConfirmed") == Some(&Value::Bool(false));
    match decided.to_ascii_lowercase().replace(['_', ' '], "").as_str() {
        "accepted" | "" if is_unconfirmed => Status::Tentative,
        "accepted" | "" => Status::Confirmed,
        "acceptqueue" | "declinequeue" | "nominated" | "inevaluation" | "waitlisted" | "waitlist" => Status::Tentative,
        "declined" => Status::Cancelled,
        _ => {
            issues.warn(format!("{place}/status"), sentence("issue-status-tentative").with("text", text::line(decided, 40)));
            Status::Tentative
        }
    }
}
