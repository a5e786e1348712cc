//! Decides what somebody sees who has no feed yet: a few sessions that show what the program does.
//! It never names a real meeting or person: the one public link leads to an empty room.

use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};

/// A native feed (JSCalendar Group) with a session that is about to begin, `soon` after `now`; one to be asked for; and one every week.
#[must_use]
pub fn sample(now: DateTime<Utc>, soon: Duration) -> String {
    let first = now + soon;
    let at = |time: DateTime<Utc>| time.format("%Y-%m-%dT%H:%M:%S").to_string();
    let evening = |days: i64| format!("{}T18:00:00", (now + Duration::days(days)).format("%Y-%m-%d"));
    let host = |name: &str| json!({ "host": { "@type": "Participant", "name": name, "roles": { "owner": true } } });
    let entries: [Value; 3] = [
        json!({
            "@type": "Event", "uid": "bell@sample.sessionbell", "title": "Hear the bell: this session is about to begin", "start": at(first), "timeZone": "Etc/UTC",
            "duration": "PT15M", "participants": host("Robin"),
            "description": "It rings ahead of its start and when it starts. “Join” opens an empty room in your browser.",
            "virtualLocations": { "room": { "@type": "VirtualLocation", "uri": "https://meet.jit.si/SessionbellSampleRoom" } }
        }),
        json!({
            "@type": "Event", "uid": "ask@sample.sessionbell", "title": "Ask for the link: this host gives it to whoever asks", "start": evening(1),
            "timeZone": "America/New_York", "duration": "PT1H", "participants": host("Alex"),
            "description": "“Ask to join” shows a message before anything is opened. The address is one that nobody has.",
            "sessionbell.github.io:join": {
                "mode": "ask", "instructions": "Write to me, and you will get the link. If you came before, it is the same one.",
                "contacts": [{ "participant": "host", "kind": "email", "handle": "alex@example.org" }]
            },
            "sessionbell.github.io:wanted": [{ "text": "people who have never asked for a link" }]
        }),
        json!({
            "@type": "Event", "uid": "weekly@sample.sessionbell", "title": "Open drafting hour", "start": evening(3), "timeZone": "Europe/Berlin", "duration": "PT1H",
            "participants": host("Robin"), "recurrenceRule": { "@type": "RecurrenceRule", "frequency": "weekly", "count": 4 },
            "virtualLocations": { "room": { "@type": "VirtualLocation", "uri": "https://meet.jit.si/SessionbellSampleRoom" } }
        }),
    ];
    let group = json!({
        "@type": "Group", "uid": "sample.sessionbell", "title": "Sample sessions",
        "description": "What a community’s feed looks like here. Remove it in Settings, under Feeds.", "entries": entries
    });
    format!("{group:#}\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feed::{self, Scope};
    use crate::series::Window;
    use crate::session::Way;
    use crate::zone::{Zone, Zones};

    #[test]
    fn the_sample_is_a_feed_without_a_fault_in_which_nothing_is_missing() {
        let now: DateTime<Utc> = "2026-03-07T20:30:20Z".parse().unwrap();
        let (feed, issues) = feed::parse(sample(now, Duration::minutes(3)).as_bytes(), &Scope::new(Zones::bundled(), Window::around(now))).unwrap();
        assert_eq!(issues, []);
        let mut sessions: Vec<_> = feed.sessions.iter().collect();
        sessions.sort_by_key(|session| session.start.instant(Zone::UTC));
        assert_eq!(sessions.len(), 6);
        assert_eq!(sessions[0].start.instant(Zone::UTC), now + Duration::minutes(3));
        assert!(matches!(&*sessions[0].way, Way::Public(links) if links.len() == 1));
        assert!(matches!(&*sessions[1].way, Way::Ask { contacts, .. } if contacts.len() == 1));
    }
}
