//! Decides what a conference's schedule.json means, as frab, pretalx and the c3voc's tools and hubs publish it.
//! It never moves an instant: a talk's offset holds, whatever zone the conference names.

use super::assemble::{Entry, assemble, keep, shared_text, uid_of_nameless};
use super::issues::Issues;
use super::json::{self, Object, Outline, pointer, said};
use super::talk::{self, Clock, Count, When};
use super::{Issue, NotAFeed, Scope, Weight};
use crate::language::sentence;
use crate::link::{JoinLink, WebLink};
use crate::series::Feed;
use crate::session::{Session, Start, Status, TopicLink, Way};
use crate::text;
use crate::zone::Zone;
use chrono::{Duration, NaiveDate, NaiveDateTime};
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Kinds of links that lead into a talk while it runs.
const WAYS_IN: &[&str] = &["conference", "join", "live", "meeting", "stream"];
/// Kinds of links that are about the talk's page.
const ABOUT_THE_PAGE: &[&str] = &["feedback", "origin"];
/// A day of the conference.
struct Day {
    date: Option<NaiveDate>,
    /// When it begins, on its clock: what is earlier by the clock is in the night after it.
    begins: Option<NaiveDateTime>,
}

struct Reader<'a> {
    acronym: String,
    rooms: BTreeMap<String, String>,
    people: BTreeMap<String, String>,
    /// Where the last talk was, for those that follow it there.
    room: Arc<str>,
    clock: Clock,
    count: Count,
    breaks: usize,
    entries: Vec<Entry>,
    issues: Issues,
    scope: &'a Scope,
}

/// Reads a schedule that stands at `base`, by its days or as one list of events.
pub(super) fn parse(base: &str, schedule: &Outline<'_>, scope: &Scope) -> Result<(Feed, Vec<Issue>), NotAFeed> {
    let conference = schedule.get("conference").and_then(|raw| json::outline(raw)).unwrap_or_default();
    let place = format!("{base}/conference");
    let mut reader = Reader::new(&conference, "time_zone_name", &place, scope);
    let days = conference.get("days").and_then(|raw| json::list(raw));
    let events = schedule.get("events").and_then(|raw| json::list(raw));
    if days.is_none() && events.is_none() {
        return Err(NotAFeed::NotAGroup(sentence("json-schedule")));
    }
    for (number, raw) in days.unwrap_or_default().into_iter().enumerate() {
        reader.day(raw, &format!("{place}/days/{number}"));
    }
    for (number, raw) in events.unwrap_or_default().into_iter().enumerate() {
        reader.talk(raw, format!("{base}/events/{number}"), "", None);
    }
    reader.finish(&conference, &place)
}

/// Reads what pretalx gives to its widget: all talks in one list.
pub(super) fn parse_talks(top: &Outline<'_>, scope: &Scope) -> Result<(Feed, Vec<Issue>), NotAFeed> {
    let mut reader = Reader::new(top, "timezone", "", scope);
    reader.rooms = talk::names(top.get("rooms").copied(), "id", &["name"]);
    reader.people = talk::names(top.get("speakers").copied(), "code", &["name"]);
    let talks = top.get("talks").and_then(|raw| json::list(raw)).ok_or_else(|| NotAFeed::NotAGroup(sentence("json-talks")))?;
    for (number, raw) in talks.into_iter().enumerate() {
        reader.talk(raw, format!("/talks/{number}"), "", None);
    }
    reader.finish(top, "")
}

impl<'a> Reader<'a> {
    fn new(head: &Outline<'_>, zone_key: &str, place: &str, scope: &'a Scope) -> Self {
        let mut issues = Issues::default();
        let zone = zone(&json::value(head, zone_key), &format!("{place}/{zone_key}"), scope, &mut issues);
        Self {
            acronym: said(&json::value(head, "acronym")).map(|acronym| text::line(&acronym, text::NAME)).unwrap_or_default(),
            rooms: BTreeMap::new(),
            people: BTreeMap::new(),
            room: Arc::default(),
            clock: Clock { zone, without_zone: 0 },
            count: Count::new(scope.most_entries),
            breaks: 0,
            entries: Vec::new(),
            issues,
            scope,
        }
    }

    fn finish(mut self, head: &Outline<'_>, place: &str) -> Result<(Feed, Vec<Issue>), NotAFeed> {
        self.clock.check(self.entries.len())?;
        self.count.check(&mut self.issues);
        if self.breaks > 0 {
            self.issues.warn(place, sentence("issue-breaks").with("n", self.breaks));
        }
        let of_head = |key| said(&json::value(head, key)).map(std::borrow::Cow::into_owned).unwrap_or_default();
        let mut feed = Feed {
            uid: self.acronym,
            title: text::line(&of_head("title"), text::NAME),
            description: talk::description(&[of_head("description")]),
            ..Feed::empty(self.scope.window, self.scope.most_entries)
        };
        assemble(&mut feed, self.entries, self.scope, &mut self.issues);
        Ok((feed, self.issues.finish()))
    }

    fn day(&mut self, raw: &RawValue, place: &str) {
        let Some(day) = json::outline(raw) else {
            self.issues.add(Weight::Error, place, sentence("issue-day"));
            return;
        };
        let words = |key| said(&json::value(&day, key)).map(std::borrow::Cow::into_owned);
        let begins = words("day_start").and_then(|start| match When::parse(start.get(..19)?)? {
            When::Wall(local) => Some(local),
            When::At(_) => None,
        });
        let of_day = Day { date: words("date").and_then(|date| talk::day(&date)), begins };
        // A hub's days have no rooms: its events stand elsewhere. A list is what an empty object becomes in some tools.
        let Some(rooms) = day.get("rooms").filter(|raw| !matches!(raw.get(), "[]" | "null")) else { return };
        let Some((rooms, whole)) = json::named(rooms) else {
            self.issues.add(Weight::Error, format!("{place}/rooms"), sentence("issue-day-rooms"));
            return;
        };
        if !whole {
            self.issues.add(Weight::Error, format!("{place}/rooms"), sentence("issue-day-too-many-rooms"));
        }
        for (room, raw) in rooms {
            let place = format!("{place}/rooms/{}", pointer(&room));
            match json::list(raw) {
                Some(talks) => talks.into_iter().enumerate().for_each(|(number, raw)| self.talk(raw, format!("{place}/{number}"), &room, Some(&of_day))),
                None => self.issues.add(Weight::Error, place, sentence("issue-room-not-list")),
            }
        }
    }

    fn talk(&mut self, raw: &RawValue, place: String, room: &str, day: Option<&Day>) {
        if !self.count.one_more() {
            return;
        }
        let Some(object) = talk::entry(raw, &place, &mut self.issues) else { return };
        if let Some(session) = self.session(&object, &place, room, day) {
            keep(&mut self.entries, Entry::once(session, place));
        }
    }

    fn session(&mut self, talk: &Object, place: &str, room: &str, day: Option<&Day>) -> Option<Session> {
        let people = ["persons", "participants", "speakers"].into_iter().find_map(|key| Some((key, talk.get(key)?)));
        // Only the widget lists breaks, without the code that every talk has.
        if day.is_none() && !talk.contains_key("guid") && talk.get("code").is_none_or(Value::is_null) && !has_people(people) {
            self.breaks += 1;
            return None;
        }
        let start = self.start(talk, place, day)?;
        let issues = &mut self.issues;
        let title = talk::title(talk, place, issues);
        let of_talk = |key| talk.get(key).and_then(said).filter(|id| !id.is_empty());
        let named = |key| of_talk(key).map(|id| if self.acronym.is_empty() { id.into_owned() } else { format!("{}-{id}", self.acronym) });
        let identities = [of_talk("guid").map(std::borrow::Cow::into_owned), named("code"), named("id")];
        let uid = talk::uid(identities.into_iter().flatten()).unwrap_or_else(|| uid_of_nameless(&title, &start.wall()));
        let parts = ["subtitle", "abstract", "description"].map(|key| talk::words(talk, key, place, issues));
        let room = text::line(&room_of(talk, room, &self.rooms), text::NAME);
        if *room != *self.room {
            self.room = shared_text(room);
        }
        let hosts = people.map(|(key, people)| talk::hosts(people, &self.people, format!("{place}/{key}"), issues)).unwrap_or_default();
        let links = links(talk, place, issues);
        let url = ["url", "origin_url"].into_iter().find_map(|key| Some((key, of_talk(key)?)));
        Some(Session {
            uid,
            occurrence: None,
            title: title.into(),
            topics: links.topics.into(),
            description: shared_text(talk::description(&parts)),
            place: self.room.clone(),
            duration: length(talk, &start, place, &self.clock, issues),
            start,
            hosts: hosts.into(),
            status: if is_cancelled(talk) { Status::Cancelled } else { Status::Confirmed },
            sequence: 0,
            way: Arc::new(if links.ways.is_empty() { Way::Unstated } else { Way::Public(links.ways) }),
            wanted: Arc::new([]),
            post: url.and_then(|(key, url)| talk::page(&url, format!("{place}/{key}"), issues)),
        })
    }

    fn start(&mut self, talk: &Object, place: &str, day: Option<&Day>) -> Option<Start> {
        let (date, start) = (talk.get("date").and_then(said), talk.get("start").and_then(said));
        let (date, start) = (date.as_deref().unwrap_or_default().trim(), start.as_deref().unwrap_or_default().trim());
        let on_its_day = || {
            let time = talk::clock_time(start)?;
            let own_day = talk::day(date);
            let local = own_day.or(day?.date)?.and_time(time);
            let is_in_the_night = own_day.is_none() && day.and_then(|day| day.begins).is_some_and(|begins| local < begins);
            Some(When::Wall(if is_in_the_night { local + Duration::days(1) } else { local }))
        };
        match When::parse(date).or_else(|| When::parse(start)).or_else(on_its_day) {
            Some(when) => self.clock.start(when, &format!("{place}/{}", if date.is_empty() { "start" } else { "date" }), &mut self.issues),
            None => {
                let why = match (date, start) {
                    ("", "") => sentence("issue-not-scheduled"),
                    ("", raw) | (raw, _) => sentence("issue-time-malformed").with("text", text::line(raw, 40)).with("like", "2019-08-21T11:00:00+02:00"),
                };
                self.issues.add(Weight::Error, format!("{place}/date"), why);
                None
            }
        }
    }
}

/// The zone that a conference names, or else that its reader gave it.
fn zone(named: &Value, place: &str, scope: &Scope, issues: &mut Issues) -> Option<Zone> {
    let name = said(named).filter(|name| !name.is_empty());
    match name.as_deref().map(|name| scope.zones.named(name)) {
        Some(Ok(zone)) => Some(zone),
        Some(Err(unknown)) => {
            issues.warn(place, sentence("issue-zone-unknown").with("name", text::line(&unknown.0, 40)));
            scope.zone
        }
        None => scope.zone,
    }
}

fn has_people(people: Option<(&str, &Value)>) -> bool {
    people.and_then(|(_, people)| people.as_array()).is_some_and(|people| !people.is_empty())
}

/// The room's name: the talk's own word for it, which may be a number that stands for it, or the list that it stands in.
fn room_of(talk: &Object, listed: &str, known: &BTreeMap<String, String>) -> String {
    let own = talk.get("room").and_then(|room| {
        let word = said(room)?;
        known.get(&*word).cloned().or_else(|| talk::name(room, &["name"])).or_else(|| (!room.is_number()).then(|| word.into_owned()))
    });
    own.filter(|room| !room.is_empty()).unwrap_or_else(|| listed.to_owned())
}

fn length(talk: &Object, start: &Start, place: &str, clock: &Clock, issues: &mut Issues) -> Option<Duration> {
    let end = talk.get("end").and_then(said).and_then(|end| When::parse(&end));
    if let Some(length) = end.and_then(|end| clock.until(start, end)) {
        return talk::believed(Some(length), format!("{place}/end"), issues);
    }
    let duration = talk.get("duration").filter(|duration| !duration.is_null())?;
    talk::believed(talk::duration(duration), format!("{place}/duration"), issues)
}

fn is_cancelled(talk: &Object) -> bool {
    let says_so =
        |key: &str| talk.get(key).and_then(Value::as_str).is_some_and(|state| ["cancelled", "canceled"].contains(&state.to_ascii_lowercase().as_str()));
    let is_so = |key: &str| talk.get(key) == Some(&Value::Bool(true));
    says_so("status") || says_so("state") || is_so("cancelled") || is_so("canceled")
}

#[derive(Default)]
struct Links {
    topics: Vec<TopicLink>,
    ways: Vec<JoinLink>,
}

/// The links of a talk. Its attachments are not read: they are files for afterwards.
fn links(talk: &Object, place: &str, issues: &mut Issues) -> Links {
    let mut found = Links::default();
    for (number, link) in talk.get("links").and_then(Value::as_array).map_or(&[][..], Vec::as_slice).iter().enumerate() {
        let words = |key: &str| link.get(key).and_then(Value::as_str).unwrap_or_default();
        let raw = link.as_str().or_else(|| ["url", "href"].into_iter().map(words).find(|url| !url.is_empty())).unwrap_or_default();
        let kind = words("type").to_ascii_lowercase();
        if ABOUT_THE_PAGE.contains(&kind.as_str()) {
            continue;
        }
        let place = format!("{place}/links/{number}");
        let Some(link) = talk::join(raw, place, issues) else { continue };
        if WAYS_IN.contains(&kind.as_str()) || leads_into_a_meeting(&link) {
            found.ways.push(link);
        } else {
            let web: WebLink = link.web().clone();
            found.topics.push(TopicLink { title: text::line(words("title"), text::TITLE), link: web });
        }
    }
    found
}

fn leads_into_a_meeting(link: &JoinLink) -> bool {
    link.is_room()
}
