//! Golden pairs: each document beside this file, and what is understood of it.
//! It never passes on what changed unnoticed: set UPDATE_GOLDEN=1 to write what is understood now, and read the difference.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::disallowed_methods, reason = "the core reads no files, its test does")]

mod conferences;
mod links;
mod repeats;
mod texts;

use proptest::prelude::*;
use sessionbell_core::feed::{self, NotAFeed, Scope};
use sessionbell_core::series::Window;
use sessionbell_core::session::{Channel, Session, Start, Way};
use sessionbell_core::settings::FeedAddress;
use sessionbell_core::zone::{Zone, Zones};
use std::fmt::Write;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap()
}

fn documents(folder: &Path) -> Vec<PathBuf> {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<_> = files.filter(|path| path.extension().is_some_and(|end| end != "out" && end != "rs")).collect();
    found.sort();
    found
}

/// All that is understood of a document, as text; if it asks for a zone, then also in Vienna's.
fn understood(bytes: &[u8], scope: &Scope) -> String {
    let (feed, issues) = match feed::parse(bytes, scope) {
        Ok(read) => read,
        Err(why) => {
            let asked_for = (why == NotAFeed::NeedsZone).then(|| Scope { zone: Zones::bundled().named("Europe/Vienna").ok(), ..*scope });
            let page = FeedAddress::parse("https://example.org/meetings/").unwrap();
            let answer = format!("not a feed: {}\n", why.sentence(Some(&page)));
            return asked_for.map_or_else(|| answer.clone(), |scope| format!("{answer}in Vienna:\n{}", understood(bytes, &scope)));
        }
    };
    let mut out = String::new();
    writeln!(out, "feed {:?} {:?}", feed.uid, feed.title).unwrap();
    if let Some(refresh) = feed.refresh {
        writeln!(out, "  refresh {} min", refresh.num_minutes()).unwrap();
    }
    for call in &feed.wanted {
        writeln!(out, "  wanted {call:?}").unwrap();
    }
    for (id, room) in &feed.rooms {
        writeln!(out, "  room {:?} {:?} {:?}", id.0, room.label, room.note).unwrap();
    }
    for session in &feed.sessions {
        write_session(&mut out, session);
    }
    for issue in &issues {
        writeln!(out, "{issue}").unwrap();
    }
    out
}

fn write_session(out: &mut String, session: &Session) {
    let reader = Zones::bundled().named("Europe/Berlin").unwrap();
    let start = match session.start {
        Start::Zoned { local, zone, .. } => format!("{local} {}", zone.name()),
        Start::Floating(local) => format!("{local} floating"),
        Start::AllDay(day) => format!("{day} all day"),
    };
    writeln!(out, "session {:?} {:?}", session.uid.0, session.title).unwrap();
    writeln!(out, "  start {start} = {}", session.start.instant(reader)).unwrap();
    if let Some(length) = session.duration {
        writeln!(out, "  length {} min", length.num_minutes()).unwrap();
    }
    if let Some(occurrence) = session.occurrence {
        writeln!(out, "  occurrence {}", occurrence.0).unwrap();
    }
    writeln!(out, "  {:?} sequence {} hosts {:?}", session.status, session.sequence, session.hosted_by()).unwrap();
    for topic in &*session.topics {
        writeln!(out, "  topic {:?} {}", topic.title, topic.link.as_str()).unwrap();
    }
    match &*session.way {
        Way::Unstated => {}
        Way::Public(links) => links.iter().for_each(|link| writeln!(out, "  join {} {:?}", link.web().as_str(), link.service()).unwrap()),
        Way::Ask { instructions, contacts, room } => {
            writeln!(out, "  ask {instructions:?} room {:?}", room.as_ref().map(|room| &room.0)).unwrap();
            for contact in contacts {
                let place = match &contact.channel {
                    Channel::Zulip { realm, user, handle } => format!("zulip {} {user:?} {handle:?}", realm.as_ref().map_or("", |realm| realm.as_str())),
                    Channel::Discord { user, handle } => format!("discord {user:?} {handle:?}"),
                    Channel::Matrix { id } => format!("matrix {id}"),
                    Channel::Mail { address } => format!("mail {address}"),
                    Channel::Telegram { name } => format!("telegram {name}"),
                    Channel::Slack { ids, workspace, handle } => format!("slack {ids:?} {} {handle:?}", workspace.as_ref().map_or("", |page| page.as_str())),
                    Channel::Irc { server, name } => format!("irc {server} {name:?}"),
                    Channel::Endpoint { address, label } => format!("endpoint {} {label:?}", address.as_str()),
                    Channel::Web { page, label } => format!("web {} {label:?}", page.as_str()),
                };
                writeln!(out, "    {:?} {place}", contact.person).unwrap();
            }
        }
    }
    for call in &*session.wanted {
        writeln!(out, "  wanted {call:?}").unwrap();
    }
    if !session.place.is_empty() {
        writeln!(out, "  place {:?}", session.place).unwrap();
    }
    if !session.description.is_empty() {
        writeln!(out, "  text {:?}", session.description).unwrap();
    }
    if let Some(post) = &session.post {
        writeln!(out, "  post {}", post.as_str()).unwrap();
    }
}

/// The year from the day on which the seed's sessions were announced.
fn scope() -> Scope {
    let at = |text: &str| text.parse().unwrap();
    Scope::new(Zones::bundled(), Window { from: at("2021-03-22T00:00:00Z"), to: at("2022-03-22T00:00:00Z") })
}

#[test]
fn every_document_is_understood_as_written_beside_it() {
    let folder = root().join("tests/feeds");
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let all: Vec<_> = documents(&folder).into_iter().chain(documents(&folder.join("hostile"))).filter(|path| path.is_file()).collect();
    assert!(all.len() >= 15, "only {} documents", all.len());
    for path in all {
        let found = understood(&std::fs::read(&path).unwrap(), &scope());
        let beside = path.with_extension("out");
        if update {
            std::fs::write(&beside, &found).unwrap();
        }
        let expected = std::fs::read_to_string(&beside).unwrap_or_default();
        assert_eq!(found, expected, "{}", path.display());
    }
}

#[test]
fn documents_too_large_to_keep() {
    let event = |uid: usize, title: &str| format!(r#"{{"@type":"Event","uid":"{uid}","title":"{title}","start":"2021-03-30T14:30:00"}}"#);
    let group = |entries: &[String]| format!(r#"{{"@type":"Group","entries":[{}]}}"#, entries.join(","));
    let (feed, _) = feed::parse(group(&[event(1, &"x".repeat(2_000_000))]).as_bytes(), &scope()).unwrap();
    assert_eq!(feed.sessions[0].title.chars().count(), 201, "a title of two million letters is cut");

    let many: Vec<String> = (0..25_000).map(|uid| event(uid, "x")).collect();
    let (feed, issues) = feed::parse(group(&many).as_bytes(), &scope()).unwrap();
    assert_eq!(feed.sessions.len(), 20_000);
    assert!(issues[0].sentence.to_string().contains("only the first 20000 of 25000"), "{}", issues[0]);

    let deep = format!(r#"{{"@type":"Group","entries":[{}{}]}}"#, "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(feed::parse(deep.as_bytes(), &scope()), Err(feed::NotAFeed::TooDeep));

    let bad: Vec<String> = (0..500).map(|_| "7".to_owned()).collect();
    let (_, issues) = feed::parse(group(&bad).as_bytes(), &scope()).unwrap();
    assert_eq!(issues.len(), 201, "two hundred and how many more");
}

#[test]
fn a_feed_cut_off_anywhere_is_no_feed() {
    let whole = std::fs::read(root().join("tests/feeds/001-a-week.json")).unwrap();
    let whole = whole.trim_ascii();
    for end in 0..whole.len() {
        assert!(feed::parse(&whole[..end], &scope()).is_err(), "cut at {end}");
    }
}

#[test]
fn published_examples_are_read_where_they_are_at_hand() {
    let folder = root().join("../shared/feeds/jscalendar");
    if !folder.exists() {
        return;
    }
    let read = |name: &str| feed::parse(&std::fs::read(folder.join(name)).unwrap(), &scope());
    for path in documents(&folder) {
        // Whatever it is, it is answered.
        let _answer = feed::parse(&std::fs::read(&path).unwrap(), &scope());
    }
    let (feed, issues) = read("rfc8984_6.1-simple-event.json").unwrap();
    assert_eq!((feed.sessions.len(), issues.len()), (1, 0));
    assert_eq!(feed.sessions[0].start.instant(Zone::UTC).to_string(), "2020-01-15 18:00:00 UTC");
    let (feed, _) = read("rfc8984_6.3-simple-group.json").unwrap();
    assert_eq!(feed.sessions.len(), 1, "an event, and a task that is named as an issue");
    assert!(matches!(read("rfc8984_6.4-all-day-event.json").unwrap().0.sessions[0].start, Start::AllDay(_)));
    assert!(matches!(read("rfc8984_6.7-floating-time-event.json").unwrap().0.sessions[0].start, Start::Floating(_)));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn anything_is_answered(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _answer = feed::parse(&bytes, &scope());
    }

    #[test]
    fn a_damaged_feed_is_answered(at in 0_usize..4_000, with in any::<u8>(), cut in 0_usize..40) {
        let mut bytes = std::fs::read(root().join("tests/feeds/001-a-week.json")).unwrap();
        let at = at.min(bytes.len() - 1);
        bytes[at] = with;
        bytes.drain(at..(at + cut).min(bytes.len()));
        if let Ok((feed, _)) = feed::parse(&bytes, &scope()) {
            prop_assert!(feed.sessions.len() <= 6);
            prop_assert!(feed.sessions.windows(2).all(|pair| (&pair[0].uid, pair[0].occurrence) < (&pair[1].uid, pair[1].occurrence)));
        }
    }
}
