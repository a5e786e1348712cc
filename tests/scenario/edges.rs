//! The edges of ringing and polling that nothing else comes near: one minute more, one document more, another feed.
//! It never tries a value in the middle: others do.

use crate::reminders::key;
use crate::world::{SECOND, World, entry};
use chrono::Duration;
use sessionbell_core::action::{RefusalCode, Reply, SettingChange, SnoozeUntil, UserAction};
use sessionbell_core::alarm::LeadTime;
use sessionbell_core::engine::Input;
use sessionbell_core::language::Sentence;
use sessionbell_core::notice::Press;
use sessionbell_core::poll::{AnswerKind, Validators};
use sessionbell_core::session::SessionKey;

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

#[test]
fn what_an_earlier_notice_did_not_say_comes_although_that_was_closed() {
    let mut world = World::new("08:00", "leads = [15, 5]", &[entry("talk", "10:00")]);
    world.until("09:54");
    world.input(Input::DoNotDisturb(true));
    world.until("09:56");
    world.dismiss("talk");
    rung(&mut world);
    world.until("09:58");
    world.input(Input::DoNotDisturb(false));
    assert_eq!(rung(&mut world), ["09:58:00 ring In 2 minutes: talk"], "it was held when the other was closed");
    // Nor does closing it settle what the server has refused until then.
    let mut world = World::new("08:00", "leads = [15, 5]", &[entry("talk", "10:00")]);
    world.until("09:54");
    world.server_refuses = true;
    world.until("09:56");
    world.dismiss("talk");
    world.server_refuses = false;
    rung(&mut world);
    world.until("09:58");
    assert_eq!(rung(&mut world).len(), 1);
}

#[test]
fn who_turns_to_a_session_in_a_window_has_answered_what_is_due_of_it_held_or_refused() {
    type Deed = fn(SessionKey) -> UserAction;
    let deeds: [Deed; 3] = [
        |session| UserAction::Dismiss { session },
        |session| UserAction::Mute { session, muted: true },
        |session| UserAction::Snooze { session, until: SnoozeUntil::Minutes(30) },
    ];
    for deed in deeds {
        for refused in [true, false] {
            let mut world = World::new("08:00", "leads = [15, 10]\nlate = 60", &[entry("talk", "10:00"), entry("other", "10:00")]);
            world.server_refuses = refused;
            world.input(Input::DoNotDisturb(!refused));
            world.until("09:52");
            let talk = key(&world, "talk");
            world.ask(deed(talk.clone())).unwrap();
            world.ask(UserAction::Mute { session: talk, muted: false }).unwrap();
            rung(&mut world);
            world.server_refuses = false;
            world.input(Input::DoNotDisturb(false));
            world.until("09:58");
            let rang = rung(&mut world);
            assert_eq!(rang.len(), 1, "{rang:?}");
            assert!(rang[0].ends_with("other"), "{rang:?}");
        }
    }
}

#[test]
fn what_was_put_off_rings_although_the_clock_was_ahead_of_the_whole_session_meanwhile() {
    let mut world = World::new("08:00", "leads = [10]\nsnooze = 5", &[entry("talk", "10:00")]);
    world.until("09:51");
    world.press("talk", Press::Snooze);
    world.set_clock(crate::world::at("13:00"));
    assert_eq!(world.upcoming().missed.len(), 1);
    rung(&mut world);
    world.set_clock(crate::world::at("09:53"));
    assert_eq!(world.upcoming().missed.len(), 0);
    world.until("10:30");
    assert_eq!(rung(&mut world), ["09:56:00 ring In 4 minutes: talk"]);
}

#[test]
fn one_that_rings_on_is_said_once_after_a_sleep_and_its_next_alone_is_announced() {
    let mut world = World::new("08:00", "leads = [10]\ninsist = true", &[entry("talk", "10:00")]);
    let announced = |world: &World| world.settings_page().doctor.firings.len();
    world.until("09:55");
    assert_eq!(announced(&world), 1, "the start");
    world.sleep_until("10:03:30");
    assert_eq!(rung(&mut world).len(), 2, "ten minutes ahead, and on waking");
    assert_eq!(announced(&world), 1, "the next minute");
    world.until("10:04:30");
    assert_eq!(rung(&mut world).len(), 1);
}

#[test]
fn one_that_rings_on_and_that_no_server_took_is_missed_and_said_to_be_refused() {
    let mut world = World::new("08:00", "leads = [0]\ninsist = true\nlate = 5", &[entry("talk", "10:00")]);
    world.server_refuses = true;
    world.until("10:30");
    assert_eq!(world.upcoming().missed.len(), 1);
    let outcomes = world.settings_page().doctor.outcomes;
    assert!(outcomes.iter().any(|one| one.outcome.contains("no notification server took it")), "{outcomes:?}");
}

#[test]
fn a_reminder_after_the_start_rings_although_nothing_else_is_worth_a_notice_so_late() {
    let mut world = World::new("08:00", "leads = [-5]\nlate = 0", &[entry("talk", "10:00")]);
    world.until("10:10");
    assert_eq!(rung(&mut world), ["10:05:00 ring Started 5 minutes ago: talk"]);
}

#[test]
fn the_bell_is_heard_once_for_what_comes_up_together_and_as_loud_as_is_set() {
    let at = crate::world::at;
    let mut world = World::new("08:00", "leads = [10]\nsound = 40", &[entry("a", "10:00"), entry("b", "10:00"), entry("c", "12:00")]);
    world.until("10:30");
    assert_eq!((world.rung.len(), &*world.sounds), (2, &[(at("09:50"), 40)][..]));
    // What a server refuses is not heard; once it is shown, it is.
    world.publish(&[entry("c", "12:00"), entry("d", "11:00")]);
    world.server_refuses = true;
    world.until("10:50");
    assert_eq!(world.sounds.len(), 1);
    world.server_refuses = false;
    world.until("10:52");
    assert_eq!((world.sounds.len(), world.rung.len()), (2, 3));
    world.publish(&[entry("c", "12:00")]);
    world.sounds.truncate(1);
    // Without a server a window comes up, and is heard.
    world.server_dies();
    world.until("11:55");
    assert_eq!(world.sounds.len(), 2, "{:?}", world.sounds);
    world.server_up();
    world.ask(UserAction::Set { change: SettingChange::Sound(100) }).unwrap();
    world.sounds.clear();
    world.ask(UserAction::RingTheBell).unwrap();
    assert_eq!(world.sounds, [(at("11:55"), 100)]);
    world.ask(UserAction::Set { change: SettingChange::Sound(0) }).unwrap();
    world.ask(UserAction::RingTheBell).unwrap();
    assert_eq!(world.sounds.len(), 1, "none is wished for");
    // What only tells of a change is quiet.
    world.ask(UserAction::UndoSetting).unwrap();
    world.publish(&[entry("a", "10:00"), entry("b", "10:00"), entry("c", "12:30")]);
    world.until("12:00");
    assert!(world.rung.iter().any(|(_, notice)| notice.title.starts_with("Moved")), "{:?}", world.rung);
    assert_eq!(world.sounds.len(), 1);
    let sound = |world: &World| world.settings_page().doctor.checks.into_iter().find(|check| check.what == "Sound").unwrap().sentence;
    assert!(sound(&world).contains("100 percent"));
    world.input(Input::Sounded(Err(Sentence::as_it_is("It was not heard."))));
    assert_eq!(sound(&world), "It was not heard.");
    world.input(Input::Sounded(Ok(())));
    assert!(sound(&world).contains("100 percent"));
}
