//! What a feed changes, and who is told: moves, cancellations, hosts and topics, checks just before a bell.
//! It never looks at the ledger: what a person would see counts.

use crate::promises::leads;
use crate::reminders::key;
use crate::world::{World, at, document, entry};
use sessionbell_core::action::UserAction;
use sessionbell_core::notice::{Press, Urgency};
use sessionbell_core::poll::{AnswerKind, Validators};

#[test]
fn a_snooze_is_dropped_when_its_session_moves() {
    let mut world = World::new("08:00", "leads = [10]\nsnooze = 5\ntell-changes = false", &[entry("standup", "10:00")]);
    world.until("09:51");
    world.press("standup", Press::Snooze);
    world.publish(&[entry("standup", "11:00")]);
    world.until("12:00");
    assert_eq!(world.diary(), ["09:50:00 ring In 10 minutes: standup", "10:50:00 ring In 10 minutes: standup"]);
}

#[test]
fn moved_away_and_back_before_anybody_answered_rings_again() {
    let mut world = World::new("08:00", "leads = [10]\ntell-changes = false", &[entry("standup", "10:00")]);
    world.until("09:52");
    world.publish(&[entry("standup", "2021-03-31T10:00:00Z")]);
    world.until("09:55");
    world.publish(&[entry("standup", "10:00")]);
    world.until("11:00");
    assert_eq!(world.diary(), ["09:50:00 ring In 10 minutes: standup", "09:55:00 ring Moved to 10:00, in 5 minutes: standup"]);
}

#[test]
fn a_server_that_refuses_is_not_asked_without_end_when_the_clock_is_set_back() {
    let mut world = World::new("08:00", "leads = [10]", &[entry("standup", "12:00")]);
    world.until("09:00");
    world.server_refuses = true;
    world.publish(&[entry("standup", "11:00")]);
    world.set_clock(at("08:30"));
    world.until("08:31");
    assert!((1..=2).contains(&world.refusals), "{}", world.refusals);
    world.server_refuses = false;
    world.until("08:33");
    let diary = world.diary();
    assert!(matches!(&diary[..], [told] if told.ends_with("ring Moved to 11:00: standup")), "{diary:?}");
}

#[test]
fn a_digest_that_names_a_cancelled_session_goes_though_the_session_had_a_notice_of_its_own_since() {
    let all = ["a", "b", "c"].map(|name| entry(name, if name == "a" { "10:00" } else { "11:00" }));
    let mut world = World::new("07:00", "leads = [120, 30]\ntell-changes = false", &all);
    world.sleep_until("09:10");
    world.until("09:31");
    assert_eq!(world.diary(), ["09:10:00 ring 3 sessions, the first in 50 minutes", "09:30:00 ring In 30 minutes: a"]);
    let mut cancelled = all.clone();
    cancelled[0].cancelled = true;
    world.restart();
    world.publish(&cancelled);
    let standing: Vec<_> = world.standing.iter().map(|one| one.notice.body.clone()).collect();
    assert!(!standing.is_empty() && standing.iter().all(|body| !body.contains("10:00")), "{standing:?}");
}

#[test]
fn withdrawn_after_it_rang_is_retracted_and_said() {
    let others = [entry("x", "12:00"), entry("y", "13:00")];
    let mut world = World::new("08:00", "leads = [10]", &[entry("standup", "10:00"), others[0].clone(), others[1].clone()]);
    world.until("09:52");
    world.publish(&others);
    assert!(world.standing.is_empty());
    world.until("10:30");
    assert_eq!(world.diary(), ["09:50:00 ring In 10 minutes: standup", "09:52:05 ring Cancelled: standup"]);
    assert!(world.rung.last().unwrap().1.body.contains("no longer in its feed"));
}

#[test]
fn a_session_that_runs_is_kept_when_its_feed_drops_what_has_begun() {
    let later = entry("later", "14:00");
    let mut world = World::new("08:00", "leads = [0]", &[entry("standup", "10:00"), later.clone()]);
    world.until("10:01");
    world.publish(std::slice::from_ref(&later));
    world.until("10:30");
    assert_eq!(world.diary(), ["10:00:00 ring Now: standup"]);
    assert_eq!(world.standing.len(), 1, "its notice stands, and it can be joined");
    assert_eq!(&*world.upcoming().next.unwrap().session.uid.0, "standup");
}

#[test]
fn changes_of_one_burst_are_one_quiet_notice_and_all_are_listed() {
    let mut world = World::new("08:00", "leads = [10]", &[entry("a", "12:00"), entry("b", "13:00"), entry("c", "14:00"), entry("d", "15:00")]);
    let (mut cancelled, muted) = (entry("b", "13:00"), key(&world, "d"));
    cancelled.cancelled = true;
    world.ask(UserAction::Mute { session: muted, muted: true }).unwrap();
    world.publish(&[entry("a", "12:30"), cancelled, entry("c", "14:00"), entry("d", "15:30"), entry("new", "16:00")]);
    world.until("08:10");
    assert_eq!(world.diary(), ["08:00:05 ring 2 sessions have changed"]);
    let notice = &world.rung[0].1;
    assert_eq!(notice.urgency, Urgency::Quiet);
    assert_eq!(notice.body, "Moved to 12:30: a\nCancelled: b");
    let listed: Vec<_> = world.upcoming().changes.iter().map(|change| change.words.clone()).collect();
    assert_eq!(listed, ["Moved to 12:30: a", "Cancelled: b", "Moved to 15:30: d", "New: new"]);
    world.restart();
    assert_eq!(world.upcoming().changes.len(), 4);
    world.until("08:20");
    assert_eq!(world.diary(), Vec::<String>::new(), "told once");
    world.ask(UserAction::ClearChanges).unwrap();
    assert!(world.upcoming().changes.is_empty());
}

#[test]
fn a_new_host_and_a_new_topic_are_listed_and_told_to_those_who_asked() {
    let with = |host: &str, topic: &str| {
        let mut one = entry("a", "12:00");
        one.more = format!(
            r#","participants":{{"h":{{"@type":"Participant","name":"{host}","roles":{{"owner":true}}}}}},"links":{{"1":{{"@type":"Link","href":"https://example.org/{topic}","rel":"related","title":"{topic}"}}}},"sessionbell.github.io:join":{{"mode":"ask","contacts":[{{"kind":"zulip","server":"https://chat.example.org","user":7,"name":"Niko"}}]}}"#
        );
        one
    };
    let mut world = World::new("08:00", "leads = [10]", &[with("Niko", "one")]);
    let a = key(&world, "a");
    world.ask(UserAction::Ask { session: a, contact: 0, message: None, again: true }).unwrap();
    world.diary();
    world.publish(&[with("Ryan", "two")]);
    world.until("09:00");
    let listed: Vec<_> = world.upcoming().changes.iter().map(|change| change.words.clone()).collect();
    assert!(listed.contains(&"Ryan hosts a now".to_owned()), "{listed:?}");
    assert!(listed.iter().any(|words| words.starts_with("New topic for a")), "{listed:?}");
    assert_eq!(world.diary(), ["08:00:05 ring A session has changed"]);
}

#[test]
fn changes_wait_for_quiet_hours_and_are_old_news_after_a_day() {
    let settings = "leads = []\nquiet = { from = \"09:00\", to = \"10:00\" }";
    let mut world = World::new("08:00", settings, &[entry("a", "2021-04-03T12:00:00Z"), entry("b", "2021-04-03T13:00:00Z")]);
    let a = key(&world, "a");
    world.ask(UserAction::SessionLeads { session: a, leads: Some(leads(&[10])) }).unwrap();
    world.until("09:30");
    world.publish(&[entry("a", "2021-04-04T12:00:00Z"), entry("b", "2021-04-04T13:00:00Z")]);
    world.until("11:00");
    assert_eq!(world.diary(), ["10:00:00 ring Moved to Sun 4 Apr 12:00: a"]);
    world.server_dies();
    world.publish(&[entry("a", "2021-04-03T12:00:00Z"), entry("b", "2021-04-04T13:00:00Z")]);
    world.until_instant(at("2021-03-31T12:00:00Z"));
    world.server_up();
    assert_eq!(world.diary(), Vec::<String>::new());
    assert_eq!(world.upcoming().changes.len(), 3);
}

#[test]
fn a_feed_is_asked_a_minute_or_two_before_its_bell_and_the_bell_rings_whatever_comes_of_it() {
    let mut world = World::new("08:00", "leads = [10]", &[entry("standup", "10:00")]);
    let feed = world.engine.settings().feeds[0].clone();
    let asked = |world: &World| world.engine.state().feeds[&feed.id].poll.asked.unwrap();
    world.until("09:47:59");
    let before = asked(&world);
    world.origin = AnswerKind::Status(500);
    world.until("09:49:00");
    let check = asked(&world);
    assert!(check > before && check >= at("09:48:00") && check <= at("09:49:00"), "{check}");
    let polls = world.requests.len();
    world.until("09:52");
    assert_eq!(world.diary(), ["09:50:00 ring In 10 minutes: standup"]);
    assert!(world.requests.len() <= polls + 2, "no storm: {} requests", world.requests.len() - polls);
}

#[test]
fn a_late_move_is_known_before_the_bell() {
    let mut world = World::new("08:00", "leads = [10]\ntell-changes = false", &[entry("standup", "10:00")]);
    world.until("09:40");
    // Published, and nobody asks for a check: the one before the bell finds it.
    world.origin = AnswerKind::Fresh { body: document(&[entry("standup", "11:00")]), validators: Validators::default() };
    world.until("12:00");
    assert_eq!(world.diary(), ["10:50:00 ring In 10 minutes: standup"]);
}
