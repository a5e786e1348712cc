//! The sample feed: a week of community sessions, moved so that the first is about to begin.
//! It never names a real meeting: the one public link leads to an empty room.

use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};
use sessionbell_core::zone::Zones;

/// Days after the first, time in New York, host, topic, issues, what is looked for.
type Row = (i64, &'static str, &'static str, &'static str, &'static [u32], Option<&'static str>);

const WEEK: &[Row] = &[
    (0, "", "Niko", "Wrapping C++ async APIs in Rust futures, and other tales of interop", &[67], None),
    (1, "10:00", "Niko", "Picking an HTTP library, and similar stories", &[95], None),
    (1, "15:00", "Niko", "Structured concurrency and parallel data processing", &[107], Some("people who have used Kotlin’s coroutines")),
    (2, "07:00", "Ryan", "Debugging, and insights into running services", &[76, 75], Some("people who have debugged async code in node.js or C#")),
    (3, "07:00", "Ryan", "A polished common set of async helpers", &[105], None),
    (3, "14:30", "Niko", "Bridging sync and async", &[54], None),
];

/// The feed as a JSCalendar Group. Its first session starts at `first`, to the second, and has a public link; the
/// others are asked for.
///
/// # Errors
/// The time zone database does not know New York.
pub fn feed(first: DateTime<Utc>) -> anyhow::Result<String> {
    let zone = Zones::bundled().named("America/New_York")?;
    let local = zone.wall(first);
    let entries: Vec<Value> = WEEK.iter().enumerate().map(|(number, row)| entry(number, row, local)).collect();
    let group = json!({
        "@type": "Group", "uid": "async-vision-doc@sample.sessionbell", "title": "Async Vision Doc",
        "description": "Open drafting sessions: bring a story about async, leave with it written down.",
        "sessionbell.github.io:rooms": { "zoom": { "label": "Zoom", "access": "on-request", "note": "The link is the same as last time." } },
        "sessionbell.github.io:wanted": [{ "text": "people with experience of the topic" }],
        "entries": entries
    });
    Ok(serde_json::to_string_pretty(&group)?)
}

fn entry(number: usize, row: &Row, first: chrono::NaiveDateTime) -> Value {
    let (days, time, host, topic, issues, wanted) = row;
    let day = first.date() + Duration::days(*days);
    let start = match chrono::NaiveTime::parse_from_str(time, "%H:%M") {
        Ok(time) => day.and_time(time),
        Err(_) => first,
    };
    let links: serde_json::Map<String, Value> = issues
        .iter()
        .enumerate()
        .map(|(at, issue)| {
            let href = format!("https://github.com/rust-lang/wg-async-foundations/issues/{issue}");
            (format!("topic{}", at + 1), json!({ "@type": "Link", "href": href, "rel": "related", "title": format!("Story {issue}") }))
        })
        .collect();
    let mut entry = json!({
        "@type": "Event", "uid": format!("{}-{}@sample.sessionbell", number + 1, host.to_lowercase()), "updated": "2021-03-29T00:00:00Z",
        "title": topic, "start": start.format("%Y-%m-%dT%H:%M:%S").to_string(), "timeZone": "America/New_York", "duration": "PT1H",
        "participants": { "host": { "@type": "Participant", "name": host, "roles": { "owner": true, "chair": true } } },
        "links": links
    });
    let ask = json!({
        "mode": "ask", "room": "zoom",
        "instructions": "Ping the host on Zulip or Discord, and you will get the link. If you came before, it is the same one.",
        "contacts": [
            { "participant": "host", "kind": "zulip", "server": "https://rust-lang.zulipchat.com", "handle": host, "user": 116_009 },
            { "participant": "host", "kind": "discord", "handle": host.to_lowercase() }
        ]
    });
    if let Some(object) = entry.as_object_mut() {
        if number == 0 {
            object.insert("virtualLocations".into(), json!({ "room": { "@type": "VirtualLocation", "uri": "https://meet.jit.si/SessionbellSampleRoom" } }));
        } else {
            object.insert("sessionbell.github.io:join".into(), ask);
        }
        if let Some(wanted) = wanted {
            object.insert("sessionbell.github.io:wanted".into(), json!([{ "text": wanted }]));
        }
    }
    entry
}

#[cfg(test)]
mod tests {
    use super::*;
    use sessionbell_core::feed::Scope;
    use sessionbell_core::series::Window;
    use sessionbell_core::zone::Zone;

    #[test]
    fn the_sample_is_a_feed_without_a_fault() {
        let first: DateTime<Utc> = "2026-03-07T20:30:20Z".parse().unwrap();
        let (feed, issues) =
            sessionbell_core::feed::parse(super::feed(first).unwrap().as_bytes(), &Scope::new(Zones::bundled(), Window::around(first))).unwrap();
        assert_eq!(issues, []);
        assert_eq!(feed.sessions.len(), 6);
        assert_eq!(feed.sessions.first().map(|session| session.start.instant(Zone::UTC)), Some(first));
    }
}
