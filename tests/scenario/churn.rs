//! What a feed may do: be edited, moved, cancelled, emptied, broken, busy, gone.
//! It never lets a bad answer cost what was known.

use crate::world::{World, at, document, entry};
use chrono::Duration;
use sessionbell_core::action::{Reply, SettingChange, UserAction};
use sessionbell_core::engine::{Effect, Input};
use sessionbell_core::feed::{self, Scope};
use sessionbell_core::language::Sentence;
use sessionbell_core::poll::{AnswerKind, FetchAnswer, FetchFault, Validators};
use sessionbell_core::settings::{FeedAddress, Theme};
use sessionbell_core::zone::Zones;

fn bytes(text: &str) -> AnswerKind {
    AnswerKind::Fresh { body: text.as_bytes().to_vec(), validators: Validators::default() }
}

#[test]
fn the_same_session_fetched_five_hundred_times_rings_once() {
    let mut world = World::new("08:00", "leads = [10]", &[entry("standup", "10:00"), entry("other", "2021-04-02T10:00:00Z")]);
    world.until("09:55");
    for round in 0..500 {
        let mut standup = entry("standup", "10:00");
        standup.title = if round % 2 == 0 { "Stand-up".into() } else { "Standup, corrected".into() };
        standup.more = format!(r#","updated":"2021-03-30T09:{:02}:00Z","sequence":{round}"#, round % 60);
        let other = entry("other", "2021-04-02T10:00:00Z");
        world.publish(&if round % 2 == 0 { [standup, other] } else { [other, standup] });
    }
    world.until("11:00");
    assert_eq!(world.diary(), ["09:50:00 ring In 10 minutes: standup"]);
}

#[test]
fn moved_to_tomorrow_after_it_rang_is_retracted_and_armed_again() {
    let mut world = World::new("08:00", "leads = [10]", &[entry("standup", "10:00")]);
    world.until("09:55");
    assert_eq!(world.standing.len(), 1);
    world.publish(&[entry("standup", "2021-03-31T10:00:00Z")]);
    assert!(world.standing.is_empty());
    assert_eq!(world.upcoming().sessions[0].moved_from.as_deref(), Some("Tue 30 Mar 10:00"));
    world.until_instant(at("2021-03-31T12:00:00Z"));
    assert_eq!(
        world.diary(),
        ["09:50:00 ring In 10 minutes: standup", "09:55:05 ring Moved to Wed 31 Mar 10:00: standup", "09:50:00 ring In 10 minutes: standup"]
    );
}

#[test]
fn moved_so_near_that_every_lead_has_passed_gives_one_notice_now() {
    let mut world = World::new("08:00", "leads = [60, 15]", &[entry("standup", "17:00")]);
    world.until("12:50");
    world.publish(&[entry("standup", "13:00")]);
    world.until("18:00");
    assert_eq!(world.diary(), ["12:50:00 ring Moved to 13:00, in 10 minutes: standup"]);
}

#[test]
fn a_cancelled_session_is_retracted_and_rings_no_more() {
    let mut world = World::new("08:00", "leads = [10, 0]", &[entry("standup", "10:00")]);
    world.until("09:55");
    let mut cancelled = entry("standup", "10:00");
    cancelled.cancelled = true;
    world.publish(&[cancelled]);
    assert!(world.standing.is_empty());
    world.until("11:00");
    assert_eq!(world.diary(), ["09:50:00 ring In 10 minutes: standup", "09:55:05 ring Cancelled: standup"]);
    assert!(world.upcoming().sessions[0].cancelled);
}

#[test]
fn an_emptied_feed_is_believed_the_second_time() {
    let mut world = World::new("08:00", "leads = [10]", &[entry("a", "10:00"), entry("b", "11:00"), entry("c", "12:00")]);
    world.publish(&[]);
    assert_eq!(world.upcoming().sessions.len(), 3);
    assert!(world.upcoming().troubles[0].sentence.contains("more than half"), "{:?}", world.upcoming().troubles);
    world.answer();
    assert_eq!(world.upcoming().sessions.len(), 0);
    assert!(world.upcoming().troubles.is_empty());
}

#[test]
fn no_bad_answer_costs_the_copy() {
    let good = document(&[entry("standup", "10:00")]);
    let half = good[..good.len() / 2].to_vec();
    let bad = [
        bytes("[]"),
        bytes(""),
        bytes("{}"),
        bytes("<!doctype html>"),
        bytes("BEGIN:VCALENDAR\r\nEND:VCALENDAR"),
        AnswerKind::Fresh { body: half, validators: Validators::default() },
        AnswerKind::Status(404),
        AnswerKind::Status(500),
        AnswerKind::Status(410),
        AnswerKind::Failed(FetchFault::TooLarge(2)),
        AnswerKind::Failed(FetchFault::BadRedirect(Sentence::as_it_is("http://example.org"))),
        AnswerKind::Failed(FetchFault::Unreachable("example.org".into())),
    ];
    for answer in bad {
        let mut world = World::new("08:00", "leads = [10]", &[entry("standup", "10:00")]);
        world.origin = answer.clone();
        world.answer();
        let view = world.upcoming();
        assert_eq!(view.sessions.len(), 1, "{answer:?}");
        assert_eq!(view.troubles.len(), 1, "{answer:?}");
        assert!(view.troubles[0].sentence.contains("reminders are kept"), "{:?}", view.troubles);
        world.restart();
        world.until("11:00");
        assert_eq!(world.rung.len(), 1, "{answer:?}");
    }
}

#[test]
fn a_feed_is_asked_once_and_then_at_its_pace() {
    let mut world = World::new("08:00", "", &[entry("standup", "2021-04-02T10:00:00Z")]);
    assert_eq!(world.requests.len(), 1);
    world.until("20:00");
    let hours = world.requests.len() - 1;
    assert!((10..=12).contains(&hours), "{hours} polls in twelve hours");
    assert!(world.ask(UserAction::Check { feed: None }).is_ok());
    let refused = world.ask(UserAction::Check { feed: None }).unwrap_err();
    assert!(refused.sentence.contains("less than a minute"), "{refused}");
    world.origin = AnswerKind::Status(429);
    world.retry_after = Some(Duration::hours(2));
    world.until("21:30");
    let asked = world.requests.len();
    let refused = world.ask(UserAction::Check { feed: None }).unwrap_err();
    assert!(refused.sentence.contains("asked not to be checked before"), "{refused}");
    assert_eq!(world.requests.len(), asked);
}

#[test]
fn a_clock_step_causes_no_storm_of_polls() {
    let mut world = World::new("08:00", "", &[entry("standup", "2021-04-02T10:00:00Z")]);
    let asked = world.requests.len();
    for step in 1..50 {
        world.set_clock(at("08:00") + Duration::days(step % 7));
    }
    assert_eq!(world.requests.len(), asked);
}

#[test]
fn a_restart_keeps_the_pace() {
    let mut world = World::new("08:00", "", &[entry("standup", "2021-04-02T10:00:00Z")]);
    world.until("08:30");
    for _ in 0..10 {
        world.restart();
    }
    assert_eq!(world.requests.len(), 1);
    world.until("09:10");
    assert_eq!(world.requests.len(), 2);
}

#[test]
fn feeds_are_added_removed_and_brought_back() {
    let mut world = World::new("08:00", "leads = [10]", &[entry("standup", "10:00")]);
    let feed = world.engine.settings().feeds[0].id.clone();
    let again = world.ask(UserAction::AddFeed { address: crate::world::FEED.into() }).unwrap_err();
    assert!(again.sentence.contains("as “Series”"), "{again}");
    world.until("09:55");
    world.ask(UserAction::RemoveFeed { feed: feed.clone() }).unwrap();
    assert!(world.upcoming().sessions.is_empty() && world.standing.is_empty());
    assert!(!world.settings.contains("example.org"));
    let asked = world.requests.len();
    world.ask(UserAction::RestoreFeed { feed }).unwrap();
    assert_eq!(world.upcoming().sessions.len(), 1);
    world.until("09:59");
    assert_eq!(world.diary(), ["09:50:00 ring In 10 minutes: standup"]);
    assert!(world.requests.len() <= asked + 1);
}

#[test]
fn a_permanent_move_is_followed_after_two_answers_and_loses_nothing() {
    let mut world = World::new("08:00", "leads = [10]", &[entry("standup", "10:00")]);
    world.until("09:55");
    let id = world.engine.settings().feeds[0].id.clone();
    for _ in 0..2 {
        let feed = world.engine.settings().feeds[0].clone();
        let moved_to = FeedAddress::parse("https://new.example/feed.json").ok();
        let kind = AnswerKind::NotModified { validators: Validators::default() };
        let answer = FetchAnswer { feed: feed.id, address: feed.address, kind, max_age: None, retry_after: None, date: None, moved_to };
        world.input(Input::Answered(Box::new(answer), None));
    }
    let feed = world.engine.settings().feeds[0].clone();
    assert_eq!((feed.address.as_str(), &feed.id), ("https://new.example/feed.json", &id));
    world.restart();
    world.until("11:00");
    assert_eq!(world.rung.len(), 1, "the same feed, the same ledger");
}

#[test]
fn settings_edited_by_hand_hold_and_broken_ones_change_nothing() {
    let mut world = World::new("08:00", "leads = [10]", &[entry("standup", "10:00")]);
    let good = world.settings.clone();
    world.input(Input::SettingsText(Some(good.replace("[10]", "[30]"))));
    world.until("09:35");
    assert_eq!(world.diary(), ["09:30:00 ring In 30 minutes: standup"]);
    world.input(Input::SettingsText(Some("leads = [".into())));
    assert!(world.upcoming().troubles[0].sentence.contains("line 1, column"), "{:?}", world.upcoming().troubles);
    assert_eq!(world.upcoming().sessions.len(), 1);
    let refused = world.ask(UserAction::Set { change: SettingChange::Theme(Theme::Dark) }).unwrap_err();
    assert!(refused.sentence.contains("Mend the settings file first"), "{refused}");
    world.input(Input::SettingsText(Some(good)));
    assert_eq!(world.ask(UserAction::Set { change: SettingChange::Theme(Theme::Dark) }), Ok(Reply::Done));
    assert!(world.settings.contains("theme = \"dark\"") && world.settings.contains("leads = [10]"), "{}", world.settings);
    assert_eq!(world.settings_page().leads, [10]);
}

#[test]
fn a_full_disk_is_said_and_rings_all_the_same() {
    let mut world = World::new("08:00", "leads = [10]", &[entry("standup", "10:00")]);
    world.disk_is_full = true;
    world.input(Input::Disk(Err(Sentence::as_it_is("The disk is full."))));
    world.until("11:00");
    assert_eq!(world.rung.len(), 1);
    assert!(world.upcoming().troubles.iter().any(|trouble| trouble.sentence == "The disk is full."));
}

/// A schedule of wall-clock times alone.
fn wall_clocks() -> AnswerKind {
    let body = br#"{"sessions":[{"id":"1","title":"talk","startsAt":"2021-03-30T12:00:00","endsAt":"2021-03-30T13:00:00"}],"speakers":[],"rooms":[]}"#;
    AnswerKind::Fresh { body: body.to_vec(), validators: Validators { etag: Some("\"1\"".into()), ..Validators::default() } }
}

#[test]
fn a_schedule_without_a_zone_asks_for_one_and_is_read_once_it_has_one() {
    let mut world = World::new("08:00", "leads = [10]", &[]);
    world.origin = wall_clocks();
    world.answer();
    assert!(world.upcoming().sessions.is_empty());
    assert!(world.upcoming().troubles.iter().any(|trouble| trouble.sentence.contains("choose the zone of the event")), "{:?}", world.upcoming().troubles);
    let without = world.settings.clone();
    world.input(Input::SettingsText(Some(format!("{without}zone = \"Europe/Vienna\"\n"))));
    world.until("09:00");
    assert!(world.upcoming().troubles.is_empty(), "{:?}", world.upcoming().troubles);
    // The same document means another time in another zone; it is fetched whole.
    let asked = world.requests.len();
    world.input(Input::SettingsText(Some(format!("{without}zone = \"Europe/Lisbon\"\n"))));
    world.until("09:01");
    assert_eq!(world.requests[asked..].iter().map(|request| &request.validators).collect::<Vec<_>>(), [&Validators::default()]);
    world.until("13:00");
    assert_eq!(world.diary(), ["09:00:05 ring Moved to 11:00: talk", "10:50:00 ring In 10 minutes: talk"]);
}

#[test]
fn the_zone_of_a_schedule_is_asked_for_in_settings_and_chosen_there() {
    let mut world = World::new("08:00", "leads = [10]", &[]);
    assert!(!world.settings_page().feeds[0].wants_zone);
    world.origin = wall_clocks();
    world.answer();
    let feed = world.settings_page().feeds[0].clone();
    assert!(feed.wants_zone && feed.zone.is_none());
    let choose = |zone: Option<&str>| UserAction::Set { change: SettingChange::FeedZone { feed: feed.id.clone(), zone: zone.map(str::to_owned) } };
    let refused = world.ask(choose(Some("CET"))).unwrap_err();
    assert!(refused.sentence.contains("“CET” is not a time zone name"), "{}", refused.sentence);
    world.ask(choose(Some("Europe/Vienna"))).unwrap();
    world.until("08:30");
    let feed = world.settings_page().feeds[0].clone();
    assert_eq!((feed.wants_zone, feed.zone.as_deref(), feed.sessions), (true, Some("Europe/Vienna"), 1));
    assert!(world.settings.contains("zone = \"Europe/Vienna\""), "{}", world.settings);
}

#[test]
fn an_answer_that_was_read_by_the_zone_before_is_not_believed() {
    let mut world = World::new("08:00", "leads = [10]", &[]);
    world.until("08:05");
    world.engine.ask(UserAction::Check { feed: None }, world.now).unwrap();
    world.engine.handle(Input::Tick, world.now);
    let mut under_way = None;
    while let Some(effect) = world.engine.poll_effect() {
        if let Effect::Fetch(request) = effect {
            under_way = Some(request);
        }
    }
    let request = under_way.unwrap();
    let lisbon = Scope { zone: Zones::bundled().named("Europe/Lisbon").ok(), ..request.scope };
    world.origin = wall_clocks();
    world.input(Input::SettingsText(Some(format!("{}zone = \"Europe/Vienna\"\n", world.settings))));
    let AnswerKind::Fresh { body, .. } = &world.origin else { panic!() };
    let parsed = feed::parse(body, &lisbon);
    let (kind, moved_to) = (world.origin.clone(), None);
    let answer = FetchAnswer { feed: request.feed, address: request.address, kind, max_age: None, retry_after: None, date: None, moved_to };
    world.input(Input::Answered(Box::new(answer), Some(parsed)));
    world.until("13:00");
    assert_eq!(world.diary().iter().filter(|line| line.contains("ring")).collect::<Vec<_>>(), ["09:50:00 ring In 10 minutes: talk"]);
}

#[test]
fn a_page_that_offers_a_calendar_is_said_with_the_whole_address() {
    let mut world = World::new("08:00", "leads = [10]", &[entry("standup", "10:00")]);
    let page = br#"<html><link rel="alternate" type="text/calendar" href="/meetings/all.ics"></html>"#;
    world.origin = AnswerKind::Fresh { body: page.to_vec(), validators: Validators::default() };
    world.answer();
    let troubles = world.upcoming().troubles;
    assert!(troubles[0].sentence.contains("it offers a calendar at https://example.org/meetings/all.ics; use that address instead"), "{troubles:?}");
    assert_eq!(world.upcoming().sessions.len(), 1);
}
