//! Decides what the feed of a series of posts is, and which of its sessions an edited row is.
//! It never gives a session another uid, and keeps what others wrote into the feed.

use super::event::event;
use super::{JOIN, PREFIX, ROOMS, WANTED, owners, text};
use crate::post::Announcement;
use chrono::{DateTime, Duration, SecondsFormat, Utc};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

pub(super) type Object = Map<String, Value>;

/// A feed made of posts.
#[derive(Clone, Debug)]
pub struct Publication {
    /// A JSCalendar Group (draft-ietf-calext-jscalendarbis), held to the profile of `docs/session-feed.schema.json`.
    pub document: Value,
    /// What was concluded from the feed that was there before, as sentences without a full stop.
    pub concluded: Vec<String>,
}

/// What was there before cannot be gone on with.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the feed that is there is not one that can be gone on with: {0}")]
pub struct NotMergeable(String);

/// The properties of an event that posts decide; all others are left as they are.
const OURS: [&str; 13] = [
    "@type",
    "title",
    "start",
    "timeZone",
    "duration",
    "recurrenceRule",
    "status",
    "participants",
    "organizerCalendarAddress",
    "links",
    "virtualLocations",
    JOIN,
    WANTED,
];

/// The feed of `posts`, oldest first, on top of an `earlier` one: sessions keep their uids, and those of posts that are not given stay.
/// `now` stamps what changed.
///
/// # Errors
/// The earlier document is no Group.
pub fn publish(posts: &[Announcement], earlier: Option<Value>, now: DateTime<Utc>) -> Result<Publication, NotMergeable> {
    let mut group = match earlier {
        None => Object::new(),
        Some(Value::Object(group)) if group.get("@type").is_none_or(|kind| kind == "Group") => group,
        Some(_) => return Err(NotMergeable("it is no JSON object with “@type”: “Group”".to_owned())),
    };
    let before = group.clone();
    let mut entries = match group.remove("entries") {
        None => Vec::new(),
        Some(Value::Array(entries)) => entries,
        Some(_) => return Err(NotMergeable("its “entries” is not a list".to_owned())),
    };
    let was = entries.clone();
    let mut concluded = Vec::new();
    for post in posts {
        merge(post, &mut entries, now, &mut concluded);
    }
    let stamp = now.to_rfc3339_opts(SecondsFormat::Secs, true);
    stamp_changed(&mut entries, &was, &stamp);
    let title = posts.iter().map(|post| series_title(&post.title)).find(|title| !title.is_empty()).unwrap_or_else(|| "Sessions".to_owned());
    group.insert("@type".to_owned(), "Group".into());
    group.entry("version").or_insert_with(|| "2.0".into());
    let uid = slug(&title);
    group.entry("uid").or_insert_with(|| uid.into());
    group.entry("title").or_insert_with(|| title.into());
    if let Some(post) = posts.last() {
        set(&mut group, WANTED, calls(&post.calls));
    }
    for room in posts.iter().filter_map(|post| post.join.as_ref()?.room.as_ref()) {
        let listed = group.entry(ROOMS).or_insert_with(|| Object::new().into());
        if let Value::Object(listed) = listed {
            listed.insert(slug(&room.label), json!({ "label": room.label, "access": "on-request", "note": room.note }));
        }
    }
    let same = entries == was
        && before.iter().filter(|(key, _)| *key != "entries").all(|(key, value)| group.get(key) == Some(value))
        && before.len() == group.len() + 1;
    if !same {
        group.insert("updated".to_owned(), stamp.into());
    }
    group.insert("entries".to_owned(), entries.into());
    Ok(Publication { document: group.into(), concluded })
}

impl Publication {
    /// The document as it is written: two spaces deep, what identifies a thing first, what is long last.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = serde_json::to_string_pretty(&InReadingOrder(&self.document)).unwrap_or_default();
        text.push('\n');
        text
    }
}

/// A document with the properties of each object in the order in which people read them.
struct InReadingOrder<'a>(&'a Value);

const FIRST: [&str; 14] =
    ["@type", "version", "uid", "sequence", "updated", "title", "name", "description", "start", "timeZone", "duration", "recurrenceRule", "status", "mode"];

impl Serialize for InReadingOrder<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Object(object) => {
                let rank = |key: &str| match key {
                    "entries" => usize::MAX,
                    key => FIRST.iter().position(|first| *first == key).unwrap_or(FIRST.len()),
                };
                let mut members: Vec<(&String, &Value)> = object.iter().collect();
                members.sort_by_key(|(key, _)| (rank(key), key.len(), *key));
                to.collect_map(members.into_iter().map(|(key, value)| (key, InReadingOrder(value))))
            }
            Value::Array(list) => to.collect_seq(list.iter().map(InReadingOrder)),
            other => other.serialize(to),
        }
    }
}

/// The title of a series, without the number of one post: “Writing Sessions III” and “Triage #12” are of one.
fn series_title(title: &str) -> String {
    let is_number = |word: &str| {
        let bare = word.trim_matches(['#', '(', ')', ',', ':', '–', '-']);
        !bare.is_empty() && (bare.chars().all(|c| c.is_ascii_digit()) || bare.chars().all(|c| "IVXLC".contains(c)))
    };
    let words: Vec<&str> = title.split_whitespace().collect();
    match &words[..] {
        [rest @ .., last] if !rest.is_empty() && is_number(last) => rest.join(" ").trim_end_matches(['#', ',', ':', '–', '-', ' ']).to_owned(),
        _ => words.join(" "),
    }
}

/// Letters and digits in lower case, with single dashes for the rest.
pub(super) fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.trim_end_matches('-').chars().take(80).collect()
}

pub(super) fn set(object: &mut Object, key: &str, value: Option<Value>) {
    match value {
        Some(value) => _ = object.insert(key.to_owned(), value),
        None => _ = object.remove(key),
    }
}

pub(super) fn calls(texts: &[String]) -> Option<Value> {
    (!texts.is_empty()).then(|| texts.iter().map(|text| json!({ "text": text })).collect())
}

/// Puts the sessions of one post into the feed.
fn merge(post: &Announcement, entries: &mut Vec<Value>, now: DateTime<Utc>, concluded: &mut Vec<String>) {
    let from = format!("{PREFIX}from");
    let mut left: Vec<usize> = (0..entries.len()).filter(|at| text(&entries[*at], &from) == post.slug).collect();
    let fresh: Vec<Value> = post.sessions.iter().map(|session| event(session, post).into()).collect();
    let places = matched(&fresh, entries, &mut left);
    let mut taken: BTreeSet<String> = entries.iter().map(|entry| text(entry, "uid").to_owned()).collect();
    for (new, place) in fresh.into_iter().zip(places) {
        let elsewhere = || entries.iter().position(|entry| text(entry, &from) != post.slug && is_same(entry, &new));
        let whole = place.is_some();
        match place.or_else(elsewhere).and_then(|at| entries[at].as_object_mut()) {
            Some(old) => renew(old, new, whole),
            None => entries.push(with_uid(new, post, &from, &mut taken)),
        }
    }
    for at in left {
        let entry = &mut entries[at];
        if text(entry, "status") != "cancelled" && is_to_come(entry, now) {
            concluded.push(format!("“{}” is no longer in {}; it is published as cancelled", text(entry, "title"), post.slug));
            entry["status"] = "cancelled".into();
        }
    }
}

/// Whether two are at the same time and of the same topic.
fn is_same(a: &Value, b: &Value) -> bool {
    is_at_once(a, b) && (text(a, "title") == text(b, "title") || is_of_one_topic(a, b))
}

fn is_at_once(a: &Value, b: &Value) -> bool {
    ["start", "timeZone"].iter().all(|key| text(a, key) == text(b, key))
}

fn is_of_one_topic(a: &Value, b: &Value) -> bool {
    let topic = |entry: &Value| entry.pointer("/links/topic1/href").cloned();
    topic(a).is_some() && topic(a) == topic(b)
}

/// Whether an entry's start is not over by its own wall clock, whatever its zone; one that repeats always may be.
fn is_to_come(entry: &Value, now: DateTime<Utc>) -> bool {
    let start = text(entry, "start").parse::<chrono::NaiveDateTime>();
    entry.get("recurrenceRule").is_some() || start.is_ok_and(|start| start > now.naive_utc() - Duration::days(1))
}

/// Which entry each session was before, of those left: the same time and topic or host, or else the same topic at another time.
fn matched(fresh: &[Value], entries: &[Value], left: &mut Vec<usize>) -> Vec<Option<usize>> {
    fn titles(a: &Value, b: &Value) -> bool {
        text(a, "title") == text(b, "title")
    }
    fn hosts(a: &Value, b: &Value) -> bool {
        let names = |entry| owners(entry).map(|host| text(host, "name")).collect::<Vec<_>>();
        names(a) == names(b)
    }
    let passes: [fn(&Value, &Value) -> bool; 6] = [
        |a, b| is_at_once(a, b) && titles(a, b),
        |a, b| is_at_once(a, b) && hosts(a, b),
        |a, b| titles(a, b) && hosts(a, b),
        is_of_one_topic,
        titles,
        is_at_once,
    ];
    let mut places = vec![None; fresh.len()];
    for same in passes {
        for (new, place) in fresh.iter().zip(&mut places).filter(|(_, place)| place.is_none()) {
            *place = left.iter().position(|at| same(new, &entries[*at])).map(|at| left.remove(at));
        }
    }
    places
}

/// Takes over what a post says of an entry that is there; the `whole` of it if that post announced it. What another post says of it
/// again only adds what is not known yet, and calls it off.
fn renew(old: &mut Object, mut new: Value, whole: bool) {
    for key in OURS {
        let said = new.get_mut(key).map(Value::take);
        match (key, said) {
            ("status", Some(off)) => set(old, key, Some(off)),
            (_, said) if !whole => {
                if let Some(said) = said.filter(|_| !old.contains_key(key)) {
                    set(old, key, Some(said));
                }
            }
            ("links", Some(Value::Object(mut links))) => {
                let kept = old.get("links").and_then(Value::as_object).into_iter().flatten().filter(|(key, _)| !is_our_link(key));
                links.extend(kept.map(|(key, value)| (key.clone(), value.clone())));
                set(old, key, Some(links.into()));
            }
            (_, said) => set(old, key, said),
        }
    }
}

fn is_our_link(key: &str) -> bool {
    matches!(key, "post" | "tz") || key.strip_prefix("topic").is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Stamps what is new or different once all posts are in. Another time, rule or status counts the sequence up too.
fn stamp_changed(entries: &mut [Value], was: &[Value], stamp: &str) {
    let before: BTreeMap<&str, &Value> = was.iter().map(|entry| (text(entry, "uid"), entry)).collect();
    for entry in entries.iter_mut() {
        let old = before.get(text(entry, "uid"));
        if old.is_some_and(|old| *old == entry) || !entry.is_object() {
            continue;
        }
        if let Some(old) = old
            && ["start", "timeZone", "duration", "recurrenceRule", "status"].iter().any(|key| old.get(*key) != entry.get(*key))
        {
            entry["sequence"] = (old.get("sequence").and_then(Value::as_u64).unwrap_or(0) + 1).into();
        }
        entry["updated"] = stamp.into();
    }
}

/// A new entry: its uid is made of what announced it, once, and stays when that changes.
fn with_uid(mut new: Value, post: &Announcement, from: &str, taken: &mut BTreeSet<String>) -> Value {
    let when: String = text(&new, "start").chars().take(16).filter(|c| c.is_ascii_digit()).collect();
    let stem = format!("{}-{when}", slug(&post.slug));
    let uid = std::iter::once(stem.clone()).chain((2..).map(|number| format!("{stem}-{number}"))).find(|uid| !taken.contains(uid)).unwrap_or(stem);
    taken.insert(uid.clone());
    new["uid"] = uid.into();
    new["sequence"] = 0.into();
    new[from] = post.slug.clone().into();
    new
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::post::{Circumstances, HostBook, read};
    use crate::zone::Zones;

    fn post(name: &str, text: &str) -> Announcement {
        let hosts = HostBook::default();
        read(text.as_bytes(), &Circumstances { name, date: None, hosts: &hosts, zones: Zones::bundled() }).unwrap()
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn summary(document: &Value) -> Vec<String> {
        let one = |entry: &Value| {
            let status = entry["status"].as_str().unwrap_or("on");
            format!(
                "{} {} {} {status} {}",
                entry["uid"].as_str().unwrap(),
                entry["start"].as_str().unwrap(),
                entry["title"].as_str().unwrap(),
                entry["sequence"]
            )
        };
        document["entries"].as_array().unwrap().iter().map(one).collect()
    }

    const WEEK: &str = "---\ntitle: Sessions II\n---\n\n| When | Who | Topic |\n|--|--|--|\n| Tue 14:30 ET | Niko | traits |\n| Wed 10:00 ET | Niko | types |\n| Thu 10:00 ET | Ryan | [debugging](https://a.example/1) |\n";

    #[test]
    fn an_edited_post_changes_sessions_and_keeps_their_uids() {
        let now = at("2021-03-29T10:00:00Z");
        let first = publish(&[post("2021-03-29-week.md", WEEK)], None, now).unwrap();
        assert_eq!(first.document["title"], "Sessions");
        assert_eq!(
            summary(&first.document),
            [
                "2021-03-29-week-202103301430 2021-03-30T14:30:00 traits on 0",
                "2021-03-29-week-202103311000 2021-03-31T10:00:00 types on 0",
                "2021-03-29-week-202104011000 2021-04-01T10:00:00 debugging on 0"
            ]
        );
        let edited = WEEK
            .replace("Tue 14:30 ET", "Tue 15:30 ET")
            .replace("| Wed 10:00 ET | Niko | types |", "| ~~Wed 10:00 ET~~ | ~~Niko~~ | ~~types~~ |")
            .replace("debugging](https://a.example/1)", "debugging](https://a.example/1) and [more](https://a.example/2)");
        let second = publish(&[post("2021-03-29-week.md", &edited)], Some(first.document.clone()), at("2021-03-29T12:00:00Z")).unwrap();
        assert_eq!(
            summary(&second.document),
            [
                "2021-03-29-week-202103301430 2021-03-30T15:30:00 traits on 1",
                "2021-03-29-week-202103311000 2021-03-31T10:00:00 types cancelled 1",
                "2021-03-29-week-202104011000 2021-04-01T10:00:00 debugging and more on 0"
            ]
        );
        assert_eq!(second.document["entries"][2]["updated"], "2021-03-29T12:00:00Z");
    }

    #[test]
    fn publishing_again_changes_nothing() {
        let first = publish(&[post("2021-03-29-week.md", WEEK)], None, at("2021-03-29T10:00:00Z")).unwrap();
        let again = publish(&[post("2021-03-29-week.md", WEEK)], Some(first.document.clone()), at("2021-03-30T10:00:00Z")).unwrap();
        assert_eq!(again.document, first.document);
        assert_eq!(again.text(), first.text());
        assert!(first.text().starts_with("{\n  \"@type\": \"Group\",\n  \"version\": \"2.0\",\n  \"uid\": \"sessions\","), "{}", first.text());
    }

    #[test]
    fn a_row_that_is_gone_is_cancelled_and_said_but_not_one_that_is_over() {
        let now = at("2021-03-29T10:00:00Z");
        let first = publish(&[post("2021-03-29-week.md", WEEK)], None, now).unwrap();
        let shorter = WEEK.replace("| Wed 10:00 ET | Niko | types |\n", "");
        let second = publish(&[post("2021-03-29-week.md", &shorter)], Some(first.document.clone()), now).unwrap();
        assert_eq!(second.concluded, ["“types” is no longer in 2021-03-29-week; it is published as cancelled"]);
        assert!(summary(&second.document)[1].ends_with("cancelled 1"));
        let later = publish(&[post("2021-03-29-week.md", &shorter)], Some(first.document), at("2021-04-03T10:00:00Z")).unwrap();
        assert!(later.concluded.is_empty());
    }

    #[test]
    fn a_session_that_another_post_announces_again_is_one() {
        let now = at("2021-03-29T10:00:00Z");
        let reminder = "Tomorrow:\n\n* March 31 at 10:00 ET, Niko: types\n* March 31 at 11:00 ET, Niko: macros\n";
        let both = [post("2021-03-29-week.md", WEEK), post("2021-03-30-reminder.md", reminder)];
        let feed = publish(&both, None, now).unwrap().document;
        assert_eq!(summary(&feed).len(), 4, "{:?}", summary(&feed));
        assert!(summary(&feed)[3].contains("macros"));
        assert_eq!(publish(&both, Some(feed.clone()), now).unwrap().document, feed);
    }

    /// A reminder has fewer words than the announcement, and takes none away; what it calls off is off, however often it is published.
    #[test]
    fn what_another_post_says_again_adds_and_calls_off() {
        let now = at("2021-03-29T10:00:00Z");
        let reminder = "* April 1 at 10:00 ET, Niko: debugging\n* ~~March 31 at 10:00 ET, Niko: types~~\n";
        let both = [post("2021-03-29-week.md", WEEK), post("2021-03-30-reminder.md", reminder)];
        let feed = publish(&both, None, now).unwrap();
        assert!(summary(&feed.document)[1].ends_with("types cancelled 0"), "{:?}", summary(&feed.document));
        assert_eq!(feed.document["entries"][2]["links"]["topic1"]["href"], "https://a.example/1");
        assert_eq!(feed.document["entries"][2]["participants"]["ryan"]["name"], "Ryan");
        assert_eq!(publish(&both, Some(feed.document.clone()), at("2021-03-30T10:00:00Z")).unwrap().text(), feed.text());
    }

    #[test]
    fn what_others_wrote_into_the_feed_stays() {
        let now = at("2021-03-29T10:00:00Z");
        let mut first = publish(&[post("2021-03-29-week.md", WEEK)], None, now).unwrap().document;
        first["x.example:mine"] = "kept".into();
        first["entries"][0]["locations"] = json!({ "a": { "name": "Berlin" } });
        first["entries"][2]["links"]["slides"] = json!({ "href": "https://a.example/slides" });
        first["entries"]
            .as_array_mut()
            .unwrap()
            .push(json!({ "@type": "Event", "uid": "by-hand", "title": "x", "start": "2021-04-05T10:00:00", "sequence": 3 }));
        let second =
            publish(&[post("2021-03-29-week.md", WEEK), post("2021-04-05-week.md", "* Tue 10:00 ET, Niko: new\n")], Some(first.clone()), now).unwrap().document;
        assert_eq!(second["x.example:mine"], "kept");
        assert_eq!(second["entries"].as_array().unwrap()[..4], first["entries"].as_array().unwrap()[..]);
        assert_eq!(second["entries"].as_array().unwrap().len(), 5);
        assert!(publish(&[], Some(json!([])), now).is_err());
    }

    #[test]
    fn the_title_of_a_series_has_no_number() {
        for (title, series) in
            [("Writing Sessions III", "Writing Sessions"), ("Triage #12", "Triage"), ("Meetup 7", "Meetup"), ("XI", "XI"), ("Part of it", "Part of it")]
        {
            assert_eq!(series_title(title), series);
        }
    }
}
