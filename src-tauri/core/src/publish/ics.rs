//! Decides how a feed reads as an iCalendar (RFC 5545), for programs that know no other.
//! It never writes the link that people are asked for, and never a time without its zone.

use super::{JOIN, WANTED};
use crate::zone::{Zone, Zones};
use chrono::{DateTime, Datelike, Duration, NaiveDateTime, Utc};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Longest line, in bytes without its end (section 3.1).
const LINE: usize = 75;
/// Years after the last known start for which a zone's changes of clock are written.
const YEARS: i32 = 5;

/// The events of a native feed as a calendar; entries that have no start or zone are left out, as readers of the feed leave them out.
#[must_use]
pub fn calendar(feed: &Value, zones: Zones) -> String {
    let mut out = Lines::default();
    out.push("BEGIN:VCALENDAR");
    out.push("VERSION:2.0");
    out.push("PRODID:-//Sessionbell//sbell//EN");
    out.property("X-WR-CALNAME", text(feed, "title"));
    let entries: Vec<&Value> = feed.get("entries").and_then(Value::as_array).into_iter().flatten().collect();
    let mut spans: BTreeMap<&'static str, (Zone, NaiveDateTime, NaiveDateTime)> = BTreeMap::new();
    for (_, start, zone) in entries.iter().filter_map(|entry| timed(entry, zones)) {
        let span = spans.entry(zone.name()).or_insert((zone, start, start));
        (span.1, span.2) = (span.1.min(start), span.2.max(start));
    }
    for (zone, first, last) in spans.into_values().filter(|(zone, ..)| *zone != Zone::UTC) {
        time_zone(&mut out, zone, first, last);
    }
    for entry in entries {
        event(&mut out, entry, feed, zones);
    }
    out.push("END:VCALENDAR");
    out.0
}

fn timed(entry: &Value, zones: Zones) -> Option<(&Value, NaiveDateTime, Zone)> {
    let start = text(entry, "start").parse().ok()?;
    let zone = match text(entry, "timeZone") {
        "Etc/UTC" => Zone::UTC,
        name => zones.named(name).ok()?,
    };
    Some((entry, start, zone))
}

fn event(out: &mut Lines, entry: &Value, feed: &Value, zones: Zones) {
    let Some((_, start, zone)) = timed(entry, zones) else { return };
    out.push("BEGIN:VEVENT");
    out.property("UID", text(entry, "uid"));
    let updated = [text(entry, "updated"), text(feed, "updated")].into_iter().find_map(|stamp| stamp.parse::<DateTime<Utc>>().ok()).unwrap_or_default();
    out.push(&format!("DTSTAMP:{}", updated.format("%Y%m%dT%H%M%SZ")));
    out.push(&local("DTSTART", start, zone));
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
        out.push(&format!("RRULE:{}", rrule(rule, zone)));
    }
    for (id, change) in entry.get("recurrenceOverrides").and_then(Value::as_object).into_iter().flatten() {
        if change.get("excluded") == Some(&Value::Bool(true))
            && let Ok(id) = id.parse()
        {
            out.push(&local("EXDATE", id, zone));
        }
    }
    out.property("SUMMARY", text(entry, "title"));
    out.property("DESCRIPTION", &description(entry));
    for host in people(entry) {
        let address = text(host, "calendarAddress");
        if !address.is_empty() {
            out.push(&format!("ORGANIZER;CN={}:{address}", parameter(text(host, "name"))));
            break;
        }
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
    let hosts: Vec<&str> = people(entry).map(|host| text(host, "name")).collect();
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

fn people(entry: &Value) -> impl Iterator<Item = &Value> {
    entry.get("participants").and_then(Value::as_object).into_iter().flat_map(|people| people.values()).filter(|person| person["roles"]["owner"] == true)
}

fn rrule(rule: &Value, zone: Zone) -> String {
    let mut out = format!("FREQ={}", text(rule, "frequency").to_ascii_uppercase());
    for (key, name) in [("interval", "INTERVAL"), ("count", "COUNT")] {
        if let Some(number) = rule.get(key).and_then(Value::as_u64) {
            let _ = write!(out, ";{name}={number}");
        }
    }
    if let Ok(until) = text(rule, "until").parse::<NaiveDateTime>() {
        // With a zone on DTSTART, UNTIL is in UTC (section 3.3.10).
        let _ = write!(out, ";UNTIL={}", zone.read(until).instant().format("%Y%m%dT%H%M%SZ"));
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

fn local(name: &str, time: NaiveDateTime, zone: Zone) -> String {
    if zone == Zone::UTC {
        return format!("{name}:{}", time.format("%Y%m%dT%H%M%SZ"));
    }
    format!("{name};TZID={}:{}", zone.name(), time.format("%Y%m%dT%H%M%S"))
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

fn text<'a>(object: &'a Value, key: &str) -> &'a str {
    object.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// A parameter's value in quotes, which has no quotes inside (section 3.2).
fn parameter(value: &str) -> String {
    format!("\"{}\"", value.chars().filter(|c| !c.is_control()).map(|c| if c == '"' { '\'' } else { c }).collect::<String>())
}

/// Content lines, folded.
#[derive(Default)]
struct Lines(String);

impl Lines {
    /// A property of the type TEXT (section 3.3.11); none if it is empty.
    fn property(&mut self, name: &str, value: &str) {
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

    fn push(&mut self, line: &str) {
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

    #[test]
    fn a_zone_has_its_changes_of_clock() {
        let mut lines = Lines::default();
        let start: NaiveDateTime = "2021-03-30T14:30:00".parse().unwrap();
        time_zone(&mut lines, Zones::bundled().named("America/New_York").unwrap(), start, start);
        assert!(lines.0.contains("BEGIN:DAYLIGHT\r\nDTSTART:20210314T020000\r\nTZOFFSETFROM:-0500\r\nTZOFFSETTO:-0400\r\nEND:DAYLIGHT"), "{}", lines.0);
        assert!(lines.0.contains("BEGIN:STANDARD\r\nDTSTART:20211107T020000\r\nTZOFFSETFROM:-0400\r\nTZOFFSETTO:-0500\r\nEND:STANDARD"));
    }
}
