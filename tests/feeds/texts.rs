//! Every text property of a feed with every control and format character of Unicode, and with two million letters.
//! It never relies on the reader's own list of such characters.

use super::scope;
use serde_json::{Value, json};
use sessionbell_core::feed;

/// General categories Cc and Cf of the Unicode Character Database, version 16.
const CONTROL_AND_FORMAT: &[(u32, u32)] = &[
    (0x0000, 0x001F),
    (0x007F, 0x009F),
    (0x00AD, 0x00AD),
    (0x0600, 0x0605),
    (0x061C, 0x061C),
    (0x06DD, 0x06DD),
    (0x070F, 0x070F),
    (0x0890, 0x0891),
    (0x08E2, 0x08E2),
    (0x180E, 0x180E),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x2064),
    (0x2066, 0x206F),
    (0xFEFF, 0xFEFF),
    (0xFFF9, 0xFFFB),
    (0x110BD, 0x110BD),
    (0x110CD, 0x110CD),
    (0x13430, 0x1343F),
    (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A),
    (0xE0001, 0xE0001),
    (0xE0020, 0xE007F),
];

/// Where a text may stand, and the most characters that may come out of it; `None`: it never comes out whole.
const PLACES: &[(&str, usize)] = &[
    ("/uid", 255),
    ("/title", 120),
    ("/description", 4_000),
    ("/sessionbell.github.io:refresh", 40),
    ("/sessionbell.github.io:wanted/0/text", 300),
    ("/sessionbell.github.io:wanted/1", 300),
    ("/sessionbell.github.io:rooms/zoom/label", 120),
    ("/sessionbell.github.io:rooms/zoom/note", 500),
    ("/sessionbell.github.io:join/instructions", 1_000),
    ("/sessionbell.github.io:join/room", 120),
    ("/sessionbell.github.io:join/mode", 40),
    ("/entries/0/uid", 255),
    ("/entries/0/@type", 40),
    ("/entries/0/start", 40),
    ("/entries/0/timeZone", 40),
    ("/entries/0/duration", 40),
    ("/entries/0/status", 40),
    ("/entries/0/recurrenceId", 40),
    ("/entries/0/title", 200),
    ("/entries/0/description", 4_000),
    ("/entries/1/description", 4_000),
    ("/entries/0/links/a/title", 200),
    ("/entries/0/links/a/href", 40),
    ("/entries/0/links/a/rel", 40),
    ("/entries/0/participants/n/name", 120),
    ("/entries/0/sessionbell.github.io:wanted/0/text", 300),
    ("/entries/0/sessionbell.github.io:join/instructions", 1_000),
    ("/entries/0/sessionbell.github.io:join/room", 120),
    ("/entries/0/sessionbell.github.io:join/mode", 40),
    ("/entries/0/sessionbell.github.io:join/contacts/0/handle", 120),
    ("/entries/0/sessionbell.github.io:join/contacts/1/name", 120),
    ("/entries/0/sessionbell.github.io:join/contacts/2/handle", 120),
    ("/entries/0/sessionbell.github.io:join/contacts/3/handle", 120),
    ("/entries/0/sessionbell.github.io:join/contacts/4/handle", 120),
    ("/entries/0/sessionbell.github.io:join/contacts/4/kind", 120),
    ("/entries/1/virtualLocations/v/uri", 40),
    ("/entries/2/replyTo/imip", 40),
    ("/entries/2/replyTo/web", 40),
];

fn document() -> Value {
    let contacts = json!([
        {"kind": "zulip", "server": "https://chat.example.org", "handle": "h"},
        {"kind": "discord", "name": "n"},
        {"kind": "matrix", "handle": "@a:example.org"},
        {"kind": "email", "handle": "a@example.org"},
        {"kind": "web", "uri": "https://example.org/ask", "handle": "h"},
    ]);
    let join = json!({"mode": "ask", "instructions": "i", "room": "zoom", "contacts": contacts});
    let event = |uid: &str| json!({"@type": "Event", "uid": uid, "title": "t", "description": "d", "start": "2021-03-30T14:30:00"});
    let mut first = event("1");
    let more = json!({
        "timeZone": "Europe/Berlin", "duration": "PT1H", "status": "confirmed", "recurrenceId": "2021-03-30T14:30:00",
        "links": {"a": {"href": "https://example.org/t", "title": "t", "rel": "related"}},
        "participants": {"n": {"name": "n", "roles": {"owner": true}}},
        "sessionbell.github.io:wanted": [{"text": "w"}],
        "sessionbell.github.io:join": join,
    });
    first.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let mut second = event("2");
    second["descriptionContentType"] = json!("text/html");
    second["virtualLocations"] = json!({"v": {"uri": "https://meet.jit.si/a"}});
    let mut third = event("3");
    third["replyTo"] = json!({"imip": "mailto:a@example.org", "web": "https://example.org/"});
    json!({
        "@type": "Group", "uid": "g", "title": "t", "description": "d",
        "sessionbell.github.io:refresh": "PT1H",
        "sessionbell.github.io:wanted": [{"text": "w"}, "w"],
        "sessionbell.github.io:rooms": {"zoom": {"label": "l", "note": "n"}},
        "sessionbell.github.io:join": join,
        "entries": [first, second, third],
    })
}

/// Objects whose keys come from the publisher too.
const NAMED: &[&str] = &["", "/sessionbell.github.io:rooms", "/entries/0", "/entries/0/links", "/entries/0/participants", "/entries/1/virtualLocations"];

/// The document with `text` in each place, by turns and, as a key, in each object.
fn with(text: &str) -> impl Iterator<Item = (&'static str, usize, String)> {
    let places = PLACES.iter().map({
        let text = text.to_owned();
        move |(place, most)| {
            let mut document = document();
            *document.pointer_mut(place).unwrap_or_else(|| panic!("{place}")) = json!(text);
            (*place, *most, document.to_string())
        }
    });
    let text = text.to_owned();
    places.chain(NAMED.iter().map(move |place| {
        let mut document = document();
        let object = document.pointer_mut(place).unwrap().as_object_mut().unwrap();
        object.insert(text.clone(), json!({"href": "javascript:x", "uri": "javascript:x"}));
        (*place, 500, document.to_string())
    }))
}

/// Everything that comes out: the feed and its issues, or why it is none.
fn shown(document: &str) -> String {
    match feed::parse(document.as_bytes(), &scope()) {
        Ok((feed, issues)) => format!("{feed:?}{issues:?}"),
        Err(why) => format!("{why}"),
    }
}

#[test]
fn no_control_or_format_character_comes_out_of_any_text() {
    let all = CONTROL_AND_FORMAT.iter().flat_map(|(first, last)| *first..=*last).map(|code| char::from_u32(code).unwrap());
    for c in all {
        let escaped = c.escape_debug().to_string();
        for (place, _, document) in with(&format!("a{c}{c}b{c}")) {
            // A joiner may join, in a place also a key and what follows it; line breaks are part of running text.
            let spelled = [escaped.as_str(), c.encode_utf8(&mut [0; 4])].map(str::to_owned);
            let may_stand: Vec<String> = match c {
                '\u{200C}' | '\u{200D}' => spelled.iter().flat_map(|c| [format!("a{c}b{c}/"), format!("a{c}b{c}”"), format!("a{c}b")]).collect(),
                '\n' => vec![r"a\n\nb".to_owned()],
                _ => Vec::new(),
            };
            let left = may_stand.iter().fold(shown(&document), |left, joined| left.replace(joined, ""));
            assert!(!left.contains(c) && !left.contains(&escaped), "U+{:04X} in {place}: {left}", u32::from(c));
        }
    }
}

#[test]
fn two_million_letters_are_cut_in_every_text() {
    let many = "x".repeat(2_000_000);
    for (place, most, document) in with(&many) {
        let shown = shown(&document);
        let longest = shown.split(|c| c != 'x').map(str::len).max().unwrap();
        assert!(longest <= most, "{longest} letters come out of {place}");
        assert!(shown.len() < 60_000, "{} bytes come out of {place}", shown.len());
    }
}
