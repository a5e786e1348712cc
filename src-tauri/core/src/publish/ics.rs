//! Decides how a feed reads as an iCalendar (RFC 5545), for programs that know no other.
//! It never writes the link that people are asked for, and never a time without its zone.

use super::native::set;
use super::{JOIN, WANTED, owners, text};
use crate::zone::{Zone, Zones};
use chrono::{DateTime, Datelike, Duration, NaiveDateTime, Utc};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Longest line, in bytes without its end (section 3.1).
const LINE: usize = 75;
/// Years after the last known start for which a zone's changes of clock are written.
const YEARS: i32 = 5;

/// On which clock a time is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Clock {
    Zone(Zone),
    /// The reader's, wherever that is.
    Floating,
    WholeDay,
}

/// The events of a native feed as a calendar; entries without a start that can be read are left out, as readers of the feed leave them out.
#[must_use]
pub fn calendar(feed: &Value, zones: Zones) -> String {
    let mut out = Lines::default();
    out.push("BEGIN:VCALENDAR");
    out.push("VERSION:2.0");
    out.push("PRODID:-//Sessionbell//sbell//EN");
    out.property("X-WR-CALNAME", text(feed, "title"));
    let entries = feed.get("entries").and_then(Value::as_array).into_iter().flatten();
    let events: Vec<(&Value, NaiveDateTime, Clock)> = entries.filter_map(|entry| timed(entry, zones)).collect();
    let mut spans: BTreeMap<&'static str, (Zone, NaiveDateTime, NaiveDateTime)> = BTreeMap::new();
    for (_, start, clock) in &events {
        let Clock::Zone(zone) = clock else { continue };
        let span = spans.entry(zone.name()).or_insert((*zone, *start, *start));
        (span.1, span.2) = (span.1.min(*start), span.2.max(*start));
    }
    for (zone, first, last) in spans.into_values().filter(|(zone, ..)| *zone != Zone::UTC) {
        time_zone(&mut out, zone, first, last);
    }
    for (entry, start, clock) in events {
        event(&mut out, entry, feed, None, start, clock);
        for (id, change) in overrides(entry).filter(|(_, change)| !is_excluded(change) && change.as_object().is_some_and(|change| !change.is_empty())) {
            let changed = with_patch(entry, change);
            let begins = text(change, "start").parse().unwrap_or(id);
            event(&mut out, &changed, feed, Some(id), begins, clock);
        }
    }
    out.push("END:VCALENDAR");
    out.0
}

fn timed(entry: &Value, zones: Zones) -> Option<(&Value, NaiveDateTime, Clock)> {
    let start = text(entry, "start").parse().ok().filter(|_| ["Event", ""].contains(&text(entry, "@type")))?;
    let clock = match text(entry, "timeZone") {
        _ if entry.get("showWithoutTime") == Some(&Value::Bool(true)) => Clock::WholeDay,
        "" => Clock::Floating,
        "Etc/UTC" => Clock::Zone(Zone::UTC),
        name => Clock::Zone(zones.named(name).ok()?),
    };
    Some((entry, start, clock))
}

/// Changes of single dates (RFC 8984 section 4.3.5), by the date that each changes.
fn overrides(entry: &Value) -> impl Iterator<Item = (NaiveDateTime, &Value)> {
    entry.get("recurrenceOverrides").and_then(Value::as_object).into_iter().flatten().filter_map(|(id, change)| Some((id.parse().ok()?, change)))
}

fn is_excluded(change: &Value) -> bool {
    change.get("excluded") == Some(&Value::Bool(true))
}

/// One date of a series, as its patch leaves it (RFC 8984 section 1.4.9); of deep patches, those of objects that are there.
fn with_patch(entry: &Value, change: &Value) -> Value {
    let mut one = entry.clone();
    if let Some(one) = one.as_object_mut() {
        one.retain(|key, _| !["recurrenceRule", "recurrenceOverrides"].contains(&key.as_str()));
    }
    for (path, value) in change.as_object().into_iter().flatten() {
        let (outer, key) = path.rsplit_once('/').map_or((String::new(), path.as_str()), |(outer, key)| (format!("/{outer}"), key));
        if let Some(Value::Object(object)) = one.pointer_mut(&outer) {
            set(object, &key.replace("~1", "/").replace("~0", "~"), Some(value.clone()).filter(|value| !value.is_null()));
        }
    }
    one
}

/// An event, or with `date` the one of that date of its series.
fn event(out: &mut Lines, entry: &Value, feed: &Value, date: Option<NaiveDateTime>, start: NaiveDateTime, clock: Clock) {
    out.push("BEGIN:VEVENT");
    out.property("UID", text(entry, "uid"));
    if let Some(date) = date {
        out.push(&local("RECURRENCE-ID", date, clock));
    }
    let updated = [text(entry, "updated"), text(feed, "updated")].into_iter().find_map(|stamp| stamp.parse::<DateTime<Utc>>().ok()).unwrap_or_default();
    out.push(&format!("DTSTAMP:{}", updated.format("%Y%m%dT%H%M%SZ")));
    out.push(&local("DTSTART", start, clock));
    if entry.get("duration").is_some() {
        out.push(&format!("DURATION:{}", text(entry, "duration")));
    }
    if let Some(sequence) = entry.get("sequence").and_then(Value::as_u64) {
        out.push(&format!("SEQUENCE:{sequence}"));
    }
    match text(entry, "status") {
        "cancelled" => out.push("STATUS:CANCELLED"),
        "tentative" => out.push("STATUS:TENTATIVE"),
        _ => {}
    }
    if let Some(rule) = entry.get("recurrenceRule") {
        out.push(&format!("RRULE:{}", rrule(rule, clock)));
    }
    for (id, change) in overrides(entry) {
        // A date that its rule has already is there once all the same.
        out.push(&local(if is_excluded(change) { "EXDATE" } else { "RDATE" }, id, clock));
    }
    out.property("SUMMARY", text(entry, "title"));
    out.property("DESCRIPTION", &description(entry));
    if let Some((host, address)) = owners(entry).map(|host| (host, text(host, "calendarAddress"))).find(|(_, address)| !address.is_empty()) {
        out.push(&format!("ORGANIZER;CN={}:{address}", parameter(text(host, "name"))));
    }
    if let Some(link) = entry.get("virtualLocations").and_then(Value::as_object).and_then(|all| all.values().next()) {
        out.push(&format!("URL:{}", text(link, "uri")));
    } else if let Some(post) = entry.get("links").and_then(|links| links.get("post")) {
        out.push(&format!("URL:{}", text(post, "href")));
    }
    out.push("END:VEVENT");
}

/// What the properties of iCalendar have no place for: hosts, links, how to get in, and whom the host looks for.
fn description(entry: &Value) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(Some(text(entry, "description").to_owned()).filter(|words| !words.is_empty()));
    let hosts: Vec<&str> = owners(entry).map(|host| text(host, "name")).collect();
    if !hosts.is_empty() {
        parts.push(format!("With {}", hosts.join(", ")));
    }
    for link in entry.get("links").and_then(Value::as_object).into_iter().flat_map(|links| links.values()).filter(|link| text(link, "rel") == "related") {
        parts.push(format!("{}: {}", text(link, "title"), text(link, "href")).trim_start_matches(": ").to_owned());
    }
    for call in entry.get(WANTED).and_then(Value::as_array).into_iter().flatten() {
        parts.push(format!("Wanted: {}", text(call, "text")));
    }
    parts.extend(entry.get(JOIN).map(|join| text(join, "instructions").to_owned()).filter(|words| !words.is_empty()));
    parts.join("\n")
}

fn rrule(rule: &Value, clock: Clock) -> String {
    let mut out = format!("FREQ={}", text(rule, "frequency").to_ascii_uppercase());
    for (key, name) in [("interval", "INTERVAL"), ("count", "COUNT")] {
        if let Some(number) = rule.get(key).and_then(Value::as_u64) {
            let _ = write!(out, ";{name}={number}");
        }
    }
    if let Ok(until) = text(rule, "until").parse::<NaiveDateTime>() {
        // With a zone on DTSTART, UNTIL is in UTC; else it is as DTSTART is (section 3.3.10).
        let _ = match clock {
            Clock::Zone(zone) => write!(out, ";UNTIL={}", zone.read(until).instant().format("%Y%m%dT%H%M%SZ")),
            Clock::Floating => write!(out, ";UNTIL={}", until.format("%Y%m%dT%H%M%S")),
            Clock::WholeDay => write!(out, ";UNTIL={}", until.format("%Y%m%d")),
        };
    }
    let days = rule.get("byDay").and_then(Value::as_array).into_iter().flatten();
    let days: Vec<String> = days
        .map(|day| {
            format!("{}{}", day.get("nthOfPeriod").and_then(Value::as_i64).map_or(String::new(), |n| n.to_string()), text(day, "day").to_ascii_uppercase())
        })
        .collect();
    if !days.is_empty() {
        let _ = write!(out, ";BYDAY={}", days.join(","));
    }
    for (key, name) in [("byMonthDay", "BYMONTHDAY"), ("byMonth", "BYMONTH"), ("byHour", "BYHOUR"), ("byMinute", "BYMINUTE"), ("bySetPosition", "BYSETPOS")] {
        let listed = rule.get(key).and_then(Value::as_array).into_iter().flatten();
        let values: Vec<String> = listed.map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned)).collect();
        if !values.is_empty() {
            let _ = write!(out, ";{name}={}", values.join(","));
        }
    }
    out
}

fn local(name: &str, time: NaiveDateTime, clock: Clock) -> String {
    match clock {
        Clock::Zone(zone) if zone == Zone::UTC => format!("{name}:{}", time.format("%Y%m%dT%H%M%SZ")),
        Clock::Zone(zone) => format!("{name};TZID={}:{}", zone.name(), time.format("%Y%m%dT%H%M%S")),
        Clock::Floating => format!("{name}:{}", time.format("%Y%m%dT%H%M%S")),
        Clock::WholeDay => format!("{name};VALUE=DATE:{}", time.format("%Y%m%d")),
    }
}

/// The zone's changes of clock around the events, each as an observance of its own (section 3.6.5).
fn time_zone(out: &mut Lines, zone: Zone, first: NaiveDateTime, last: NaiveDateTime) {
    out.push("BEGIN:VTIMEZONE");
    out.push(&format!("TZID:{}", zone.name()));
    let begin = zone.read(first).instant() - Duration::days(366);
    let end = zone.read(last.with_year(last.year() + YEARS).unwrap_or(last)).instant();
    let before = zone.offset_minutes(begin);
    observance(out, zone, begin, zone.wall(begin), before, before);
    let mut at = begin;
    while at < end {
        let next = at + Duration::days(1);
        if zone.offset_minutes(next) != zone.offset_minutes(at) {
            let change = change_between(zone, at, next);
            let (from, to) = (zone.offset_minutes(change - Duration::seconds(1)), zone.offset_minutes(change));
            // DTSTART is on the clock before the change.
            observance(out, zone, change, change.naive_utc() + Duration::minutes(from.into()), from, to);
        }
        at = next;
    }
    out.push("END:VTIMEZONE");
}

/// The instant from which the later offset holds.
fn change_between(zone: Zone, mut before: DateTime<Utc>, mut after: DateTime<Utc>) -> DateTime<Utc> {
    let old = zone.offset_minutes(before);
    while after - before > Duration::seconds(1) {
        let middle = before + (after - before) / 2;
        let middle = DateTime::from_timestamp(middle.timestamp(), 0).unwrap_or(middle);
        if zone.offset_minutes(middle) == old { before = middle } else { after = middle }
    }
    after
}

fn observance(out: &mut Lines, zone: Zone, at: DateTime<Utc>, local: NaiveDateTime, from: i32, to: i32) {
    let kind = if zone.is_daylight_saving(at) { "DAYLIGHT" } else { "STANDARD" };
    let offset = |minutes: i32| format!("{}{:02}{:02}", if minutes < 0 { '-' } else { '+' }, minutes.abs() / 60, minutes.abs() % 60);
    out.push(&format!("BEGIN:{kind}"));
    out.push(&format!("DTSTART:{}", local.format("%Y%m%dT%H%M%S")));
    out.push(&format!("TZOFFSETFROM:{}", offset(from)));
    out.push(&format!("TZOFFSETTO:{}", offset(to)));
    out.push(&format!("END:{kind}"));
}

/// A parameter's value in quotes, which has no quotes inside (section 3.2).
fn parameter(value: &str) -> String {
    format!("\"{}\"", value.chars().filter(|c| !c.is_control()).map(|c| if c == '"' { '\'' } else { c }).collect::<String>())
}

/// Content lines, folded.
#[derive(Default)]
pub(super) struct Lines(pub(super) String);

impl Lines {
    /// A property of the type TEXT (section 3.3.11); none if it is empty.
    pub(super) fn property(&mut self, name: &str, value: &str) {
        if value.is_empty() {
            return;
        }
        let mut line = format!("{name}:");
        for c in value.chars() {
            match c {
                '\\' | ';' | ',' => line.extend(['\\', c]),
                '\n' => line.push_str("\\n"),
                c if c.is_control() => {}
                c => line.push(c),
            }
        }
        self.push(&line);
    }

    pub(super) fn push(&mut self, line: &str) {
        let mut length = 0;
        for c in line.chars().filter(|c| *c != '\r' && *c != '\n') {
            if length + c.len_utf8() > LINE {
                self.0.push_str("\r\n ");
                length = 1;
            }
            self.0.push(c);
            length += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_between_characters_and_text_is_escaped() {
        let mut lines = Lines::default();
        lines.property("SUMMARY", &format!("a;b,c\\d\ne{}", "ü".repeat(80)));
        assert!(lines.0.starts_with("SUMMARY:a\\;b\\,c\\\\d\\neü"));
        assert!(lines.0.split("\r\n").all(|line| line.len() <= LINE), "{}", lines.0);
        assert_eq!(lines.0.replace("\r\n ", "").matches('ü').count(), 80);
    }

    /// What a publisher adds by hand is in the calendar too: read back, both say the same.
    #[test]
    fn changes_of_single_dates_and_other_clocks_are_read_back() {
        let feed = serde_json::json!({ "@type": "Group", "uid": "g", "entries": [
            { "@type": "Event", "uid": "weekly", "title": "Triage", "start": "2021-03-30T14:30:00", "timeZone": "America/New_York", "duration": "PT1H",
              "recurrenceRule": { "@type": "RecurrenceRule", "frequency": "weekly", "until": "2021-04-27T23:59:59" },
              "recurrenceOverrides": {
                "2021-04-06T14:30:00": { "start": "2021-04-07T15:00:00", "title": "Triage, a day later" },
                "2021-04-13T14:30:00": { "excluded": true },
                "2021-04-15T09:00:00": {},
                "2021-04-20T14:30:00": { "status": "cancelled" } } },
            { "@type": "Event", "uid": "floating", "title": "Lunch", "start": "2021-04-01T12:00:00" },
            { "@type": "Event", "uid": "day", "title": "Hack day", "start": "2021-04-02T00:00:00", "showWithoutTime": true },
            { "@type": "Task", "uid": "task", "title": "None", "start": "2021-04-02T00:00:00" } ] });
        let zones = Zones::bundled();
        let now = "2021-03-29T10:00:00Z".parse().unwrap();
        let scope = crate::feed::Scope::new(zones, crate::series::Window::around(now));
        let sessions = |bytes: &[u8]| {
            let feed = crate::feed::parse(bytes, &scope).unwrap().0;
            let line = |one: &crate::session::Session| format!("{} {:?} {:?} {} {:?}", one.uid.0, one.occurrence, one.start, one.title, one.status);
            feed.sessions.iter().map(line).collect::<Vec<_>>()
        };
        let (ours, theirs) = (sessions(feed.to_string().as_bytes()), sessions(calendar(&feed, zones).as_bytes()));
        assert_eq!((ours.len(), &ours), (7, &theirs));
    }

    #[test]
    fn a_zone_has_its_changes_of_clock() {
        let mut lines = Lines::default();
        let start: NaiveDateTime = "2021-03-30T14:30:00".parse().unwrap();
        time_zone(&mut lines, Zones::bundled().named("America/New_York").unwrap(), start, start);
        assert!(lines.0.contains("BEGIN:DAYLIGHT\r\nDTSTART:20210314T020000\r\nTZOFFSETFROM:-0500\r\nTZOFFSETTO:-0400\r\nEND:DAYLIGHT"), "{}", lines.0);
        assert!(lines.0.contains("BEGIN:STANDARD\r\nDTSTART:20211107T020000\r\nTZOFFSETFROM:-0400\r\nTZOFFSETTO:-0500\r\nEND:STANDARD"));
    }
}
