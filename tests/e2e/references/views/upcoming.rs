//! The upcoming window in each of its states.
//! It never shows two states in one picture that a person does not meet together.

use super::{NOW, WEEK_BEFORE, Worn, ago, ask, kept, millis, session, topic, view, with};
use serde_json::{Value, json};
use sessionbell_core::view::View;

fn upcoming(worn: Worn, now: &str, change: Value) -> View {
    let usual = json!({
        "now": millis(now), "zone": "Europe/Berlin", "today": now.get(..10), "hours": "24h", "look": worn.look(), "firstDay": "monday", "leads": [10, 0],
        "snooze": 5, "feeds": [{ "id": "vision", "title": "Async Vision Doc" }, { "id": "compiler", "title": "Compiler team" }],
        "checked": ago(now, 3), "heldUntil": null, "paused": false, "doNotDisturb": false, "troubles": [], "next": null, "sessions": [],
        "missed": [], "changes": [],
    });
    view("upcoming", with(usual, change))
}

/// New York, Berlin and Kolkata.
fn zones(start: [(&str, u16, i8); 3], length: u16) -> Value {
    let cities = [("New York", false), ("Berlin", true), ("Kolkata", false)];
    let lines = cities
        .iter()
        .zip(start)
        .map(|((city, you), (time, minute, day))| json!({ "city": city, "you": you, "time": time, "minute": minute, "day": day, "length": length }));
    lines.collect()
}

/// The days as they usually are.
pub(crate) fn week(worn: Worn) -> View {
    let sessions = json!([
        session("a", "2021-03-30", "20:30", 60, "Wrapping C++ async APIs in Rust futures", json!({ "topics": [topic("#102")] })),
        session("b", "2021-03-31", "16:00", 60, "Picking an HTTP library", json!({ "way": ask(), "topics": [topic("#95")] })),
        session(
            "c",
            "2021-03-31",
            "21:00",
            60,
            "Structured concurrency and parallel data processing",
            json!({
                "way": ask(), "topics": [topic("#107")], "wanted": [worn.say("people who have used Kotlin coroutines", "wer Kotlins Coroutinen kennt")],
                "request": { "state": "asked", "channel": "Zulip", "at": ago(NOW, 120), "watched": true, "waitlisted": false },
            })
        ),
        session(
            "d",
            "2021-04-01",
            "13:00",
            60,
            "Debugging, and insights into running services",
            json!({
                "hosts": "Ryan", "movedFrom": "12:00", "way": kept(Some("Picking an HTTP library"), None), "topics": [topic("#76"), topic("#75")], "hasPost": true,
            })
        ),
        session("e", "2021-04-02", "13:00", 60, "A polished common set of async helpers", json!({ "hosts": "Ryan", "place": "Saal 1", "cancelled": true })),
        session(
            "f",
            "2021-04-06",
            "15:00",
            45,
            "Triage",
            json!({
                "series": "Compiler team", "feed": "compiler", "hosts": "", "way": { "kind": "unstated" }, "tentative": true, "muted": true, "hostTime": null,
            })
        ),
    ]);
    let next = json!({ "session": "vision/a", "zones": zones([("14:30", 870, 0), ("20:30", 1230, 0), ("00:00", 0, 1)], 60) });
    upcoming(worn, NOW, json!({ "sessions": sessions, "next": next }))
}

/// One runs and another overlaps it, in a week in which the clocks differ.
pub(crate) fn running(worn: Worn) -> View {
    let unusual = worn.say(
        "an hour earlier than usual for you: the US has changed its clocks, Europe not yet",
        "eine Stunde früher als sonst bei dir: Die USA haben die Uhren schon umgestellt, Europa noch nicht",
    );
    let sessions = json!([
        session(
            "a",
            "2021-03-23",
            "19:00",
            60,
            "Wrapping C++ async APIs in Rust futures",
            json!({ "unusual": unusual, "place": "Metalab, Rathausstraße 6", "overlaps": ["Triage"] })
        ),
        session(
            "b",
            "2021-03-23",
            "19:30",
            45,
            "Triage",
            json!({
                "series": "Compiler team", "feed": "compiler", "hosts": "Felix & Wesley", "unusual": unusual, "way": ask(),
                "overlaps": ["Wrapping C++ async APIs in Rust futures"], "snoozed": millis("2021-03-23T18:25:00Z"),
            })
        ),
        session(
            "c",
            "2021-03-24",
            "00:00",
            1440,
            "Hack day",
            json!({ "time": "", "endTime": null, "hostTime": null, "minutes": null, "leads": [1440], "ownLeads": true })
        ),
    ]);
    let next = json!({ "session": "vision/a", "zones": zones([("14:00", 840, 0), ("19:00", 1140, 0), ("23:30", 1410, 0)], 60) });
    upcoming(worn, WEEK_BEFORE, json!({ "sessions": sessions, "next": next }))
}

/// What was missed, what has changed, and a pause.
pub(crate) fn news(worn: Worn) -> View {
    let moved = worn.say("Moved to 13:00: Debugging, and insights into running services", "Verlegt auf 13:00: Debugging, and insights into running services");
    let cancelled = worn.say("Cancelled: A polished common set of async helpers", "Abgesagt: A polished common set of async helpers");
    let was = worn.say("was 12:00", "bisher 12:00");
    upcoming(
        worn,
        NOW,
        json!({
            "heldUntil": millis("2021-03-30T19:00:00Z"), "paused": true,
            "missed": [
                { "key": "vision/m", "title": "Barrier-free standups", "starts": millis("2021-03-29T13:00:00Z"), "day": "2021-03-29", "time": "15:00" },
                { "key": "vision/n", "title": "Office hours", "starts": millis("2021-03-30T08:00:00Z"), "day": "2021-03-30", "time": "10:00" },
            ],
            "changes": [
                { "key": "vision/d", "at": ago(NOW, 25), "words": moved, "more": was },
                { "key": "vision/e", "at": ago(NOW, 190), "words": cancelled, "more": "" },
            ],
            "sessions": [
                session("d", "2021-04-01", "13:00", 60, "Debugging, and insights into running services", json!({ "hosts": "Ryan", "movedFrom": "12:00" })),
                session("e", "2021-04-02", "13:00", 60, "A polished common set of async helpers", json!({ "hosts": "Ryan", "cancelled": true })),
            ],
        }),
    )
}

/// A request in each of its states.
pub(crate) fn requests(worn: Worn) -> View {
    let drafted = |sending: bool| json!({ "state": "drafted", "channel": "Zulip", "at": ago(NOW, 4), "sending": sending });
    let since = |state: &str| json!({ "state": state, "at": ago(NOW, 1500) });
    let rows = [
        ("Just written", json!({ "way": ask(), "request": drafted(false) })),
        ("On its way", json!({ "way": ask(), "request": drafted(true) })),
        ("Asked", json!({ "way": ask(), "request": asked(false) })),
        ("On the waiting list", json!({ "way": ask(), "request": asked(true) })),
        ("The link came", json!({ "way": kept(None, None), "request": since("link-received") })),
        ("The host said no", json!({ "way": ask(), "request": since("declined") })),
    ];
    upcoming(worn, NOW, json!({ "sessions": hourly(&rows) }))
}

/// What can be an answer.
pub(crate) fn answers(worn: Worn) -> View {
    let zoom = json!({ "from": "Niko", "host": "us02web.zoom.us", "service": "Zoom", "sealed": false, "clipboard": false });
    let none = json!({ "host": null, "service": null });
    let rows = [
        ("Answered with a link", zoom.clone()),
        ("A link on the clipboard", with(zoom.clone(), json!({ "clipboard": true }))),
        ("Answered without a link", with(zoom.clone(), none.clone())),
        ("Answered for another program", with(with(zoom, none), json!({ "sealed": true }))),
    ]
    .map(|(title, offer)| (title, json!({ "way": ask(), "request": asked(false), "offer": offer })));
    upcoming(worn, NOW, json!({ "sessions": hourly(&rows) }))
}

fn asked(waitlisted: bool) -> Value {
    json!({ "state": "asked", "channel": "Zulip", "at": ago(NOW, 120), "watched": true, "waitlisted": waitlisted })
}

/// Tomorrow, one after another.
fn hourly(rows: &[(&str, Value)]) -> Value {
    let row = |(number, (title, change)): (usize, &(&str, Value))| {
        session(&format!("r{number}"), "2021-03-31", &format!("{}:00", 10 + number), 60, title, change.clone())
    };
    rows.iter().enumerate().map(row).collect()
}

/// Offline, with an old copy of one feed and none of the other.
pub(crate) fn troubles(worn: Worn) -> View {
    let why = worn.say("there is no way to lists.example.org at the moment", "gerade ist lists.example.org nicht zu erreichen");
    let (stale, failed) = match worn.language {
        "de" => (format!("Async Vision Doc: {why}. Gezeigt wird der Stand von vor 2 Tagen; deine Erinnerungen bleiben."), format!("Compiler team: {why}.")),
        _ => (format!("Async Vision Doc: {why}. Showing the copy from 2 days ago; your reminders are kept."), format!("Compiler team: {why}.")),
    };
    let silent = worn.say("The notification server does not answer.", "Der Meldungsdienst antwortet nicht.");
    upcoming(
        worn,
        NOW,
        json!({
            "troubles": [
                { "code": "no-notifications", "sentence": silent }, { "code": "feed-failed", "sentence": failed }, { "code": "feed-stale", "sentence": stale },
            ],
            "checked": ago(NOW, 2 * 1440), "doNotDisturb": true,
            "sessions": [session("b", "2021-03-31", "16:00", 60, "Picking an HTTP library", json!({ "way": ask(), "topics": [topic("#95")] }))],
        }),
    )
}

/// Feeds, but nothing in them.
pub(crate) fn nothing(worn: Worn) -> View {
    upcoming(worn, NOW, json!({}))
}

/// No feed yet.
pub(crate) fn first(worn: Worn) -> View {
    upcoming(worn, NOW, json!({ "feeds": [], "checked": null }))
}

/// A single session whose host is asked.
pub(crate) fn one(worn: Worn) -> View {
    let description = "What people use today, and what they wish there was. Bring the crate you cannot do without.";
    let change = json!({ "way": ask(), "topics": [topic("#95")], "description": description, "autoOpen": true, "ownLeads": true, "leads": [60, 10, 0] });
    upcoming(worn, NOW, json!({ "sessions": [session("b", "2021-03-31", "16:00", 60, "Picking an HTTP library", change)] }))
}
