//! The edges of ringing and polling that nothing else comes near: one minute more, one document more, another feed.
//! It never tries a value in the middle: others do.

use crate::reminders::key;
use crate::world::{SECOND, World, entry};
use chrono::Duration;
use sessionbell_core::action::{RefusalCode, Reply, UserAction};
use sessionbell_core::alarm::LeadTime;
use sessionbell_core::poll::{AnswerKind, Validators};

fn rung(world: &mut World) -> Vec<String> {
    world.diary().into_iter().filter(|line| line.contains(" ring ")).collect()
}

#[test]
fn a_session_far_away_with_a_lead_of_days_is_not_forgotten_behind_many_that_are_near() {
    let mut entries: Vec<_> = (0..30).map(|number| entry(&format!("near{number:02}"), &format!("2021-04-01T{:02}:00:00Z", number % 24))).collect();
    entries.push(entry("zz-far", "2021-04-04T10:00:00Z"));
    let mut world = World::new("08:00", "leads = [10]", &entries);
    let far = key(&world, "zz-far");
    world.ask(UserAction::SessionLeads { session: far, leads: Some(vec![LeadTime::minutes(4 * 1440 + 720).unwrap()]) }).unwrap();
    let first = world.settings_page().doctor.firings.remove(0);
    assert!(first.why.contains("zz-far"), "{first:?}");
    world.until("2021-03-30T22:30:00Z");
    assert_eq!(rung(&mut world).len(), 1, "four and a half days ahead");
}

#[test]
fn a_check_may_be_asked_for_again_after_exactly_a_minute_and_of_one_feed_alone() {
    let mut world = World::new("08:00", &format!("[[feed]]\naddress = \"{SECOND}\""), &[entry("talk", "10:00")]);
    let feeds: Vec<_> = world.engine.settings().feeds.iter().map(|feed| (feed.id.clone(), feed.address.clone())).collect();
    world.until("08:05");
    world.requests.clear();
    let check = |world: &mut World, feed: usize| world.ask(UserAction::Check { feed: Some(feeds[feed].0.clone()) }).map_err(|refusal| refusal.code);
    for feed in [0, 1] {
        assert_eq!(check(&mut world, feed), Ok(Reply::Done));
        let asked: Vec<_> = world.requests.drain(..).map(|request| request.address).collect();
        assert_eq!(asked, [feeds[feed].1.clone()], "no other is asked");
    }
    world.until("08:05:59");
    assert_eq!(check(&mut world, 0), Err(RefusalCode::TooSoon));
    world.until("08:06");
    assert_eq!(check(&mut world, 0), Ok(Reply::Done));
}

#[test]
fn what_an_origin_asked_for_holds_until_that_second_and_not_longer() {
    let mut world = World::new("08:00", "", &[entry("talk", "2021-03-31T10:00:00Z")]);
    world.until("08:05");
    world.retry_after = Some(Duration::minutes(20));
    world.origin = AnswerKind::Status(503);
    world.ask(UserAction::Check { feed: None }).unwrap();
    let check = |world: &mut World| world.ask(UserAction::Check { feed: None }).map_err(|refusal| refusal.code);
    world.until("08:24:59");
    assert_eq!(check(&mut world), Err(RefusalCode::TooSoon));
    world.until("08:25");
    assert_eq!(check(&mut world), Ok(Reply::Done));
}

#[test]
fn a_copy_that_lost_most_sessions_is_believed_when_it_says_the_same_twice() {
    let all: Vec<_> = ["a", "b", "c", "d", "e", "f"].map(|uid| entry(uid, "2021-03-31T10:00:00Z")).to_vec();
    let mut world = World::new("08:00", "", &all);
    let sessions = |world: &World| world.upcoming().sessions.iter().filter(|session| !session.cancelled).count();
    world.publish(&all[..1]);
    assert_eq!(sessions(&world), 6, "once is no proof");
    world.publish(&all[1..2]);
    assert_eq!(sessions(&world), 6, "another document proves nothing of the first");
    world.publish(&all[1..2]);
    assert_eq!(sessions(&world), 1);
}

#[test]
fn when_a_feed_last_changed_is_when_its_document_did() {
    let mut world = World::new("08:00", "", &[entry("talk", "2021-03-31T10:00:00Z")]);
    let changed = |world: &World| world.settings_page().feeds[0].changed.map(|at| at - world.now.wall.timestamp_millis());
    assert_eq!(changed(&world), Some(0));
    world.until("08:10");
    world.publish(&[entry("talk", "2021-03-31T10:00:00Z")]);
    assert_eq!(changed(&world), Some(-600_000), "the same once more is no change");
    world.publish(&[entry("talk", "2021-03-31T11:00:00Z")]);
    assert_eq!(changed(&world), Some(0));
}

#[test]
fn each_notice_has_a_ticket_of_its_own() {
    let mut world = World::new("08:00", "leads = [10, 0]", &[entry("talk", "10:00")]);
    assert_eq!(world.engine.last_ticket(), 0);
    world.until("10:00");
    assert_eq!(world.engine.last_ticket(), 2);
}

#[test]
fn a_server_that_refused_is_asked_at_once_when_the_clock_was_set() {
    let mut world = World::new("08:00", "leads = [10]", &[entry("talk", "10:00")]);
    world.server_refuses = true;
    world.until("09:50:20");
    rung(&mut world);
    world.server_refuses = false;
    // It would be asked again at 09:50:31.
    world.set_clock(crate::world::at("09:50:16"));
    assert_eq!(rung(&mut world), ["09:50:16 ring In 10 minutes: talk"]);
}

#[test]
fn that_a_session_is_off_is_told_to_those_who_were_called_to_it_alone() {
    let cancelled = |world: &mut World| {
        let entry = crate::world::Entry { more: r#","status":"cancelled""#.to_owned(), ..entry("talk", "10:00") };
        world.publish(&[entry]);
        world.until("09:55");
        world.rung.iter().filter(|(_, notice)| notice.title.starts_with("Cancelled")).count()
    };
    let told = |rings: bool, called: bool| {
        let mut world =
            World::new("08:00", if rings { "leads = [30, 5]\ntell-changes = false" } else { "leads = []\ntell-changes = false" }, &[entry("talk", "10:00")]);
        world.until(if called { "09:40" } else { "09:00" });
        cancelled(&mut world)
    };
    assert_eq!((told(true, true), told(true, false), told(false, false)), (1, 0, 0));
}

#[test]
fn the_calendar_that_a_web_page_offers_is_taken_in_its_place() {
    let mut world = World::new("08:00", "", &[]);
    world.origin = AnswerKind::Fresh { body: b"<html><base href='/other/'><a href='all.ics'>".to_vec(), validators: Validators::default() };
    world.answer();
    let feed = world.settings_page().feeds.remove(0);
    assert_eq!(feed.offer.as_deref(), Some("https://example.org/other/all.ics"), "{feed:?}");
    assert_eq!(world.ask(UserAction::TakeOffer { feed: feed.id.clone() }), Ok(Reply::Done));
    assert!(world.settings.contains("https://example.org/other/all.ics") && world.engine.settings().feeds.len() == 1);
    world.publish(&[entry("talk", "10:00")]);
    let after = world.settings_page().feeds.remove(0);
    assert_eq!((after.offer, after.sessions, after.id == feed.id), (None, 1, true));
    assert_eq!(world.ask(UserAction::TakeOffer { feed: feed.id }).unwrap_err().code, RefusalCode::NoLink);
}

#[test]
fn what_a_later_reminder_was_to_say_rings_when_the_clock_goes_back_before_anybody_heard_it() {
    let mut world = World::new("08:00", "leads = [10, 5]", &[entry("talk", "10:00")]);
    world.until("09:45");
    world.server_refuses = true;
    world.until("09:57");
    rung(&mut world);
    world.set_clock(crate::world::at("09:30"));
    world.server_refuses = false;
    world.until("10:10");
    assert_eq!(rung(&mut world), ["09:50:00 ring In 10 minutes: talk", "09:55:00 ring In 5 minutes: talk"]);
    // Nor does it matter that by then all of it was out of date.
    let mut world = World::new("08:00", "leads = [10, 5]\nlate = 15", &[entry("talk", "10:00")]);
    world.until("09:45");
    world.server_refuses = true;
    world.until("10:30");
    rung(&mut world);
    world.set_clock(crate::world::at("09:30"));
    world.server_refuses = false;
    world.until("10:10");
    assert_eq!(rung(&mut world), ["09:50:00 ring In 10 minutes: talk", "09:55:00 ring In 5 minutes: talk"]);
    // What was heard is not said once more.
    let mut world = World::new("08:00", "leads = [10, 5]", &[entry("talk", "10:00")]);
    world.sleep_until("09:56");
    assert_eq!(rung(&mut world).len(), 1);
    world.set_clock(crate::world::at("09:30"));
    world.until("10:10");
    assert_eq!(rung(&mut world), Vec::<String>::new());
}
