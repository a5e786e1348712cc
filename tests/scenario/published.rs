//! What the test's feed says.
//! It never answers anybody: the world does.

use chrono::{DateTime, NaiveTime, Utc};

pub(crate) const FEED: &str = "https://example.org/feed.json";

/// A session of the test's feed.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) uid: String,
    pub(crate) title: String,
    pub(crate) start: DateTime<Utc>,
    pub(crate) minutes: i64,
    pub(crate) cancelled: bool,
    /// Further properties, as JSON with a leading comma, or nothing.
    pub(crate) more: String,
}

pub(crate) fn entry(uid: &str, start: &str) -> Entry {
    Entry { uid: uid.to_owned(), title: uid.to_owned(), start: at(start), minutes: 60, cancelled: false, more: String::new() }
}

/// `HH:MM` or `HH:MM:SS` of the test's day, UTC, or a whole instant.
pub(crate) fn at(time: &str) -> DateTime<Utc> {
    let clock = NaiveTime::parse_from_str(time, "%H:%M:%S").or_else(|_| NaiveTime::parse_from_str(time, "%H:%M"));
    match clock {
        Ok(clock) => "2021-03-30".parse::<chrono::NaiveDate>().unwrap().and_time(clock).and_utc(),
        Err(_) => time.parse().unwrap(),
    }
}

pub(crate) fn document(entries: &[Entry]) -> Vec<u8> {
    let entries: Vec<String> = entries
        .iter()
        .map(|entry| {
            format!(
                r#"{{"@type":"Event","uid":"{}","title":"{}","start":"{}","timeZone":"Etc/UTC","duration":"PT{}M","status":"{}"{}}}"#,
                entry.uid,
                entry.title,
                entry.start.format("%Y-%m-%dT%H:%M:%S"),
                entry.minutes,
                if entry.cancelled { "cancelled" } else { "confirmed" },
                entry.more
            )
        })
        .collect();
    format!(r#"{{"@type":"Group","uid":"test","title":"Series","entries":[{}]}}"#, entries.join(",")).into_bytes()
}
