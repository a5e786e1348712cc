//! The settings window, with something on each of its pages.
//! It never shows a machine's own paths or zones.

use super::{NOW, Worn, ago, millis, view};
use serde_json::{Value, json};
use sessionbell_core::view::View;

fn feed(id: &str, title: &str, place: &str, health: &str) -> Value {
    json!({
        "id": id, "title": title, "place": place, "address": format!("https://{place}/{id}.json"), "leads": null, "zone": null, "wantsZone": false,
        "health": health, "offer": null, "sentence": "", "sessions": 6, "checked": ago(NOW, 3), "next": ago(NOW, -12), "changed": ago(NOW, 1600),
        "issues": [], "issueCount": 0,
    })
}

fn feeds(worn: Worn) -> Value {
    let mut feeds = [
        feed("vision", "Async Vision Doc", "rust-lang.github.io", "well"),
        feed("compiler", "Compiler team", "lists.example.org", "stale"),
        feed("meetup", "Meetup", "meetup.example.net", "failed"),
        feed("camp", "Community day", "camp.example.org", "well"),
    ];
    for (feed, change) in feeds.iter_mut().zip([
        json!({ "leads": [60, 10], "issues": ["/entries/3/start: not a time"], "issueCount": 1 }),
        json!({
            "checked": ago(NOW, 1500),
            "sentence": worn.say("The address answered 503 twice; your reminders are kept.", "Die Adresse antwortete zweimal mit 503; deine Erinnerungen bleiben."),
        }),
        json!({
            "checked": null, "offer": "https://meetup.example.net/events.ics",
            "sentence": worn.say("This is a web page, not a feed; it names a calendar.", "Das ist eine Webseite, kein Feed; sie nennt einen Kalender."),
        }),
        json!({ "wantsZone": true, "sentence": worn.say("Its times name no zone.", "Die Zeitangaben nennen keine Zone.") }),
    ]) {
        *feed = super::with(feed.take(), change);
    }
    feeds.to_vec().into()
}

/// Each name with its verdict and a sentence.
fn checks(worn: Worn) -> Value {
    [
        (
            worn.say("Permission", "Erlaubnis"),
            "good",
            worn.say("The desktop lets Sessionbell show notifications.", "Der Desktop lässt Sessionbell Meldungen zeigen."),
        ),
        (
            worn.say("Notification server", "Meldungsdienst"),
            "good",
            worn.say("dunst shows the reminders, with buttons.", "dunst zeigt die Erinnerungen, mit Knöpfen."),
        ),
        (
            worn.say("Do not disturb", "Nicht stören"),
            "bad",
            worn.say(
                "It is on: reminders wait until it is off. Turn it off in your desktop’s notification settings.",
                "Es ist an: Erinnerungen warten, bis es aus ist. Schalte es in den Meldungseinstellungen des Desktops aus.",
            ),
        ),
        (
            worn.say("Start at login", "Start bei der Anmeldung"),
            "fair",
            worn.say(
                "Sessionbell does not start when you log in; nothing rings until you start it. Switch it on in Settings.",
                "Sessionbell startet nicht bei der Anmeldung; nichts läutet, bis du es startest. Schalte es in den Einstellungen ein.",
            ),
        ),
    ]
    .map(|(what, verdict, sentence)| json!({ "what": what, "verdict": verdict, "sentence": sentence }))
    .to_vec()
    .into()
}

/// Something on every page.
pub(crate) fn usual(worn: Worn) -> View {
    let (before, start) = (worn.say(", 10 min before", ", 10 Min. vorher"), worn.say(", at the start", ", zum Beginn"));
    let firing = |minutes: i64, title: &str, when: &str| json!({ "at": ago(NOW, -minutes), "why": format!("{title}{when}") });
    let outcome = |minutes: i64, title: &str, what: &str| json!({ "at": ago(NOW, minutes), "due": ago(NOW, minutes), "reminder": format!("{title}{before}"), "outcome": what });
    view(
        "settings",
        json!({
            "now": millis(NOW), "feeds": feeds(worn), "removed": [{ "id": "old", "title": "Last year’s series" }], "canUndo": true,
            "leads": [60, 10, 0], "snooze": 5, "late": 15, "insist": false, "sound": 60, "breakThrough": true, "tellChanges": true,
            "quiet": ["22:00", "07:00"], "look": worn.look(), "language": worn.language, "firstDay": "monday", "hours": "24h", "zone": null,
            "machineZone": "Europe/Berlin", "zones": ["America/New_York", "Asia/Kolkata"], "allZones": ["America/New_York", "Asia/Kolkata", "Europe/Berlin", "UTC"],
            "name": "Ada", "message": "Hi {host}, may I join {topic}? {name}", "usualMessage": "Hi {host}", "messageFields": ["{host}", "{topic}", "{series}", "{time}", "{name}"],
            "messageSample": "Hi Niko, may I join Picking an HTTP library? Ada",
            "accounts": [
                { "name": "zulip", "kind": "Zulip", "server": "chat.example.org", "user": "ada@example.org", "note": "" },
                { "name": "matrix", "kind": "Matrix", "server": "matrix.example.org", "user": "@ada:example.org",
                  "note": worn.say("The server no longer takes its token; sign in again.", "Der Server nimmt das Token nicht mehr; melde dich neu an.") },
            ],
            "nativeApps": true, "secrets": "keyring", "signIn": { "state": "not" }, "startAtLogin": true, "windowAtLogin": false,
            "file": "~/.config/sessionbell/settings.toml", "version": "0.1.0",
            "troubles": [{ "code": "no-tray", "sentence": worn.say(
                "This desktop shows no tray; start Sessionbell again to bring this window up.",
                "Dieser Desktop hat keinen Infobereich; starte Sessionbell noch einmal, um dieses Fenster zu öffnen.",
            ) }],
            "doctor": {
                "checks": checks(worn),
                "firings": [
                    firing(2, "Wrapping C++ async APIs in Rust futures", before), firing(12, "Wrapping C++ async APIs in Rust futures", start),
                    firing(1172, "Picking an HTTP library", before),
                ],
                "outcomes": [
                    outcome(200, "Office hours", worn.say("shown and closed by you", "gezeigt und von dir geschlossen")),
                    outcome(1700, "Barrier-free standups", worn.say("missed: its time passed while the computer slept", "verpasst: Die Zeit verging, während der Computer schlief")),
                ],
            },
        }),
    )
}
