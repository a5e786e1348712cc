//! What the windows of the pictures show: always the same sessions, feeds and findings, at the same time.
//! It never asks for the time.

pub(super) mod bell;
pub(super) mod settings;
pub(super) mod upcoming;

use chrono::{DateTime, Duration, NaiveDate};
use serde_json::{Value, json};
use sessionbell_core::view::View;

/// In which colours, size of text and language.
#[derive(Clone, Copy)]
pub(super) struct Worn {
    theme: &'static str,
    text: u16,
    language: &'static str,
}

pub(super) const EN: Worn = Worn { theme: "light", text: 100, language: "en" };
pub(super) const DE: Worn = Worn { language: "de", ..EN };

impl Worn {
    pub(super) const fn dark(self) -> Self {
        Self { theme: "dark", ..self }
    }

    pub(super) const fn large(self) -> Self {
        Self { text: 200, ..self }
    }

    fn look(self) -> Value {
        json!({ "theme": self.theme, "textSize": self.text, "language": self.language })
    }

    /// What the agent says, in the language.
    fn say(self, english: &'static str, german: &'static str) -> &'static str {
        if self.language == "de" { german } else { english }
    }
}

/// A Tuesday evening in Berlin, at 20:18.
const NOW: &str = "2021-03-30T18:18:00Z";
/// The Tuesday before, at 19:18: Berlin has not changed its clocks yet, New York has.
const WEEK_BEFORE: &str = "2021-03-23T18:18:00Z";

fn millis(at: &str) -> i64 {
    DateTime::parse_from_rfc3339(at).unwrap().timestamp_millis()
}

fn ago(now: &str, minutes: i64) -> i64 {
    millis(now) - minutes * 60_000
}

/// A value with other values in some of its places.
fn with(mut value: Value, change: Value) -> Value {
    let (Some(all), Value::Object(change)) = (value.as_object_mut(), change) else { return value };
    all.extend(change);
    value
}

fn view(window: &str, value: Value) -> View {
    serde_json::from_value(with(value, json!({ "window": window }))).unwrap()
}

/// A session of Niko's that begins then in Berlin, and is public.
fn session(uid: &str, day: &str, time: &str, minutes: i64, title: &str, change: Value) -> Value {
    let date: NaiveDate = day.parse().unwrap();
    let local = date.and_time(format!("{time}:00").parse().unwrap());
    let summer = date >= NaiveDate::from_ymd_opt(2021, 3, 28).unwrap();
    let start = local - Duration::hours(if summer { 2 } else { 1 });
    let usual = json!({
        "key": format!("vision/{uid}"), "feed": "vision", "title": title, "series": "Async Vision Doc", "hosts": "Niko",
        "starts": start.and_utc().timestamp_millis(), "ends": (start + Duration::minutes(minutes)).and_utc().timestamp_millis(), "minutes": minutes,
        "day": day, "time": time, "endTime": (local + Duration::minutes(minutes)).format("%H:%M").to_string(),
        "hostTime": format!("{} ET", (start - Duration::hours(4)).format("%H:%M")),
        "topics": [], "hasPost": false, "wanted": [], "description": "", "place": "", "cancelled": false, "tentative": false, "movedFrom": null,
        "way": { "kind": "public", "service": "Jitsi Meet", "host": "meet.jit.si" }, "request": null, "offer": null, "unusual": null,
        "leads": [10, 0], "ownLeads": false, "muted": false, "autoOpen": false, "snoozed": null, "overlaps": [],
    });
    with(usual, change)
}

fn topic(label: &str) -> Value {
    json!({ "label": label, "host": "github.com" })
}

/// Niko is asked on Zulip.
fn ask() -> Value {
    json!({ "kind": "ask", "contacts": [{ "channel": "Zulip", "person": "Niko" }], "instructions": "Ping me on Zulip." })
}

/// The link is there.
fn kept(from: Option<&str>, opened: Option<i64>) -> Value {
    json!({ "kind": "kept", "service": "Zoom", "host": "us02web.zoom.us", "from": from, "whose": null, "opened": opened, "contacts": [] })
}
