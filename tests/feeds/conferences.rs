//! Conferences' schedules (frab, pretalx, hubs) and Sessionize: damaged, oversized, and published ones where they are at hand.
//! It never asks the program for the expected times: they are computed here from the documents themselves.

use crate::{root, scope, understood};
use chrono::{DateTime, Duration, FixedOffset, NaiveDateTime, Utc};
use proptest::prelude::*;
use serde_json::Value;
use sessionbell_core::feed::{self, NotAFeed, Scope, Weight};
use sessionbell_core::series::Feed;
use sessionbell_core::session::{Session, Start, Status, Way};
use sessionbell_core::zone::{Zone, Zones};
use std::collections::BTreeMap;

/// The documents of these formats beside this file.
const DOCUMENTS: &[&str] = &[
    "101-frab.json",
    "102-pretalx.json",
    "103-hub.json",
    "106-odd-schedule.json",
    "107-pretalx-widget.json",
    "111-sessionize-all.json",
    "112-sessionize-sessions.json",
    "113-sessionize-grid.json",
    "121-page-with-calendars.html",
];

fn document(name: &str) -> Vec<u8> {
    std::fs::read(root().join("tests/feeds").join(name)).unwrap()
}

fn in_vienna() -> Scope {
    Scope { zone: Zones::bundled().named("Europe/Vienna").ok(), ..scope() }
}

#[test]
fn a_schedule_cut_off_anywhere_is_no_feed() {
    for name in ["102-pretalx.json", "112-sessionize-sessions.json"] {
        let whole = document(name);
        let whole = whole.trim_ascii();
        for end in 0..whole.len() {
            assert!(feed::parse(&whole[..end], &in_vienna()).is_err(), "{name} cut at {end}");
        }
    }
}

#[test]
fn schedules_too_large_to_keep() {
    let talk = |number: usize| format!(r#"{{"guid":"{number}","date":"2021-04-01T10:00:00Z","title":"x"}}"#);
    let schedule = |talks: &[String]| format!(r#"{{"schedule":{{"conference":{{"days":[{{"rooms":{{"A":[{}]}}}}]}}}}}}"#, talks.join(","));
    let many: Vec<String> = (0..25_000).map(talk).collect();
    let (feed, issues) = feed::parse(schedule(&many).as_bytes(), &scope()).unwrap();
    assert_eq!(feed.sessions.len(), 20_000);
    assert_eq!(issues.len(), 1);
    assert!(issues[0].sentence.to_string().contains("only the first 20000 of 25000"), "{}", issues[0]);

    let session = |number: usize| format!(r#"{{"id":"{number}","startsAt":"2021-04-01T10:00:00Z","title":"x"}}"#);
    let sessions = |sessions: &[String]| format!(r#"{{"sessions":[{}],"rooms":[]}}"#, sessions.join(","));
    let many: Vec<String> = (0..25_000).map(session).collect();
    let (feed, issues) = feed::parse(sessions(&many).as_bytes(), &scope()).unwrap();
    assert_eq!(feed.sessions.len(), 20_000);
    assert!(issues[0].sentence.to_string().contains("only the first 20000 of 25000"), "{}", issues[0]);

    let people = format!("[{}]", vec![r#""Ada""#; 5_000].join(","));
    let crowded =
        format!(r#"{{"id":"1","startsAt":"2021-04-01T10:00:00Z","title":"{}","description":"{}","speakers":{people}}}"#, "x".repeat(300), "<a".repeat(500_000));
    let (feed, issues) = feed::parse(sessions(&[crowded]).as_bytes(), &scope()).unwrap();
    assert_eq!((feed.sessions[0].title.chars().count(), feed.sessions[0].hosts.len()), (201, 1));
    assert!(issues[0].sentence.to_string().contains("only the first 100 of 5000 people"), "{}", issues[0]);

    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    for deep in [schedule(std::slice::from_ref(&deep)), sessions(&[deep])] {
        assert_eq!(feed::parse(deep.as_bytes(), &scope()), Err(NotAFeed::TooDeep));
    }
    let rooms: Vec<String> = (0..1_500).map(|room| format!(r#""room {room:04}":[{}]"#, talk(room))).collect();
    let crowded = format!(r#"{{"schedule":{{"conference":{{"days":[{{"rooms":{{{}}}}}]}}}}}}"#, rooms.join(","));
    let (feed, issues) = feed::parse(crowded.as_bytes(), &scope()).unwrap();
    assert_eq!((feed.sessions.len(), issues.len()), (1_000, 1));
    assert!(issues[0].sentence.to_string().contains("more than a thousand rooms"), "{}", issues[0]);

    let bad: Vec<String> = (0..500).map(|_| "7".to_owned()).collect();
    assert_eq!(feed::parse(schedule(&bad).as_bytes(), &scope()).unwrap().1.len(), 201, "two hundred and how many more");
}

#[test]
fn a_zone_is_asked_for_once_and_holds() {
    let all = document("111-sessionize-all.json");
    assert_eq!(feed::parse(&all, &scope()), Err(NotAFeed::NeedsZone));
    let (feed, _) = feed::parse(&all, &in_vienna()).unwrap();
    let first = feed.sessions.iter().find(|session| &*session.uid.0 == "14022").unwrap();
    assert_eq!(first.start.instant(Zone::UTC).to_string(), "2021-10-09 07:55:00 UTC");
}

type Times = BTreeMap<String, (DateTime<Utc>, DateTime<Utc>)>;

/// When each session that is read starts and ends, by its uid.
fn times(feed: &Feed) -> Times {
    let one = |session: &Session| {
        let Start::Zoned { at, .. } = session.start else { panic!("{session:?}") };
        (session.uid.0.to_string(), (at, at + session.duration.unwrap()))
    };
    feed.sessions.iter().map(one).collect()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap()
}

/// The talks of a schedule, and when each starts and ends, by its guid.
fn talks(document: &Value) -> (Vec<&Value>, Times) {
    let days = document["schedule"]["conference"]["days"].as_array().unwrap();
    let talks: Vec<&Value> = days.iter().flat_map(|day| day["rooms"].as_object().unwrap().values()).flat_map(|room| room.as_array().unwrap()).collect();
    let one = |talk: &&Value| {
        let start = DateTime::parse_from_rfc3339(text(talk, "date")).unwrap().to_utc();
        let (hours, minutes) = text(talk, "duration").split_once(':').unwrap();
        let length = Duration::minutes(hours.parse::<i64>().unwrap() * 60 + minutes.parse::<i64>().unwrap());
        (text(talk, "guid").to_owned(), (start, start + length))
    };
    let times = talks.iter().map(one).collect();
    (talks, times)
}

#[test]
fn published_schedules_are_read_where_they_are_at_hand() {
    let folder = root().join("../shared/feeds/schedule");
    if !folder.exists() {
        return;
    }
    for (name, count, zone) in
        [("frab_cccamp2019.json", 79, "Europe/Berlin"), ("pretalx_democon.json", 36, "UTC"), ("invalid-example.json", 1, "Europe/Zurich")]
    {
        let bytes = std::fs::read(folder.join(name)).unwrap();
        let document: Value = serde_json::from_slice(&bytes).unwrap();
        let (talks, expected) = talks(&document);
        let (feed, issues) = feed::parse(&bytes, &scope()).unwrap();
        assert_eq!((feed.sessions.len(), talks.len()), (count, count), "{name}");
        assert_eq!(times(&feed), expected, "{name}");
        assert_eq!(feed.title, text(&document["schedule"]["conference"], "title"));
        assert!(
            issues.iter().all(|issue| issue.weight == Weight::Warning && issue.sentence.to_string().contains("the link is left out")),
            "{name}: {issues:?}"
        );
        for talk in talks {
            let session = feed.sessions.iter().find(|session| &*session.uid.0 == text(talk, "guid")).unwrap();
            assert!(matches!(session.start, Start::Zoned { zone: named, .. } if named.name() == zone), "{name}");
            assert_eq!(&*session.title, text(talk, "title").trim());
            assert_eq!(session.hosts.len(), talk["persons"].as_array().unwrap().len(), "{}", session.title);
            assert_eq!(&*session.place, text(talk, "room").trim());
            assert!(!session.description.contains("<br"), "{}", session.description);
        }
    }
    assert!(matches!(feed::parse(&std::fs::read(folder.join("schema_v1.json")).unwrap(), &scope()), Err(NotAFeed::NotAGroup(_))));
}

#[test]
fn a_published_sessionize_view_is_read_where_it_is_at_hand() {
    let path = root().join("../shared/feeds/sessionize/global_azure_austria_2025.json");
    let Ok(bytes) = std::fs::read(path) else { return };
    let document: Value = serde_json::from_slice(&bytes).unwrap();
    let listed = document["sessions"].as_array().unwrap();
    let summer_time = Duration::hours(2);
    let instant = |session: &Value, key: &str| (text(session, key).parse::<NaiveDateTime>().unwrap() - summer_time).and_utc();
    let expected: Times = listed.iter().map(|one| (text(one, "id").to_owned(), (instant(one, "startsAt"), instant(one, "endsAt")))).collect();
    assert_eq!(feed::parse(&bytes, &scope()), Err(NotAFeed::NeedsZone));
    let (feed, issues) = feed::parse(&bytes, &in_vienna()).unwrap();
    assert_eq!((feed.sessions.len(), listed.len(), issues.len()), (13, 13, 0), "{issues:?}");
    assert_eq!(times(&feed), expected);
    for one in listed {
        let session = feed.sessions.iter().find(|session| &*session.uid.0 == text(one, "id")).unwrap();
        let speaker = |id: &Value| document["speakers"].as_array().unwrap().iter().find(|speaker| speaker["id"] == *id).unwrap();
        let names: Vec<&str> = one["speakers"].as_array().unwrap().iter().map(|id| text(speaker(id), "fullName")).collect();
        assert_eq!(session.hosts.iter().map(|host| host.name.as_str()).collect::<Vec<_>>(), names);
        let room = document["rooms"].as_array().unwrap().iter().find(|room| room["id"] == one["roomId"]).unwrap();
        assert_eq!(&*session.place, text(room, "name"));
        assert_eq!((session.status, &*session.way), (Status::Confirmed, &Way::Unstated));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_schedule_is_answered(which in 0..DOCUMENTS.len(), at in 0_usize..8_000, with in any::<u8>(), cut in 0_usize..40) {
        let mut bytes = document(DOCUMENTS[which]);
        let at = at % bytes.len();
        bytes[at] = with;
        bytes.drain(at..(at + cut).min(bytes.len()));
        for scope in [scope(), in_vienna()] {
            if let Ok((feed, _)) = feed::parse(&bytes, &scope) {
                prop_assert!(feed.sessions.len() <= 16);
                prop_assert!(feed.sessions.windows(2).all(|pair| (&pair[0].uid, pair[0].occurrence) < (&pair[1].uid, pair[1].occurrence)));
            }
        }
    }

    #[test]
    fn a_value_of_another_type_anywhere_is_answered(which in 0..DOCUMENTS.len() - 1, at in 0_usize..400, with in 0_usize..7) {
        let mut document: Value = serde_json::from_slice(&document(DOCUMENTS[which])).unwrap();
        let odd = [Value::Null, Value::Bool(true), 7.into(), "x".into(), Value::Array(Vec::new()), serde_json::json!({}), serde_json::json!([{"en": []}])];
        let mut left = at;
        replace(&mut document, &mut left, &odd[with]);
        for scope in [scope(), in_vienna()] {
            let _answer = understood(document.to_string().as_bytes(), &scope);
        }
    }

    #[test]
    fn an_offset_is_kept_in_any_zone(seconds in -2_000_000_000_i64..4_000_000_000, minutes in -1_080_i32..=1_080, zone in "Europe/Berlin|America/New_York|Pacific/Apia|UTC|Mars/Olympus") {
        let at = DateTime::from_timestamp(seconds, 0).unwrap();
        let local = at.with_timezone(&FixedOffset::east_opt(minutes * 60).unwrap()).to_rfc3339();
        let document = serde_json::json!({"schedule": {"conference": {"time_zone_name": zone, "days": [{"rooms": {"A": [{"guid": "g", "date": local, "title": "x"}]}}]}}});
        let (feed, _) = feed::parse(document.to_string().as_bytes(), &scope()).unwrap();
        let Start::Zoned { at: read, local, zone } = feed.sessions[0].start else { panic!() };
        prop_assert_eq!((read, local), (at, zone.wall(at)));
    }
}

/// Puts `with` in the place of one value, counting down to it in the order of the document.
fn replace(value: &mut Value, left: &mut usize, with: &Value) {
    if *left == 0 {
        *value = with.clone();
        *left = usize::MAX;
        return;
    }
    *left -= 1;
    match value {
        Value::Array(list) => list.iter_mut().for_each(|one| replace(one, left, with)),
        Value::Object(object) => object.values_mut().for_each(|one| replace(one, left, with)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
