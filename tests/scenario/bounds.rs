//! The edges of what may be set, asked and pressed: one more, one less, another one, once again.
//! It never tries a value in the middle: others do.

use crate::reminders::key;
use crate::world::{SECOND, World, at, entry};
use chrono::Duration;
use sessionbell_core::action::{PauseUntil, RefusalCode, Reply, SettingChange, SnoozeUntil, UserAction};
use sessionbell_core::alarm::{AlarmKey, Bell, LeadTime, Posted};
use sessionbell_core::engine::Input;
use sessionbell_core::notice::Press;
use sessionbell_core::plan::{Firing, Sight, plan};
use sessionbell_core::poll::{AnswerKind, Validators};
use sessionbell_core::session::SessionKey;
use sessionbell_core::trouble::{Server, TroubleCode};
use std::collections::{BTreeMap, BTreeSet};

fn set(world: &mut World, change: SettingChange) -> Result<Reply, RefusalCode> {
    world.ask(UserAction::Set { change }).map_err(|refusal| refusal.code)
}

#[test]
fn as_many_as_fit_and_no_more() {
    let mut world = World::new("08:00", &format!("[[feed]]\naddress = \"{SECOND}\""), &[entry("talk", "2021-04-03T10:00:00Z")]);
    let leads = |count: i32| SettingChange::Leads((0..count).map(|lead| LeadTime::minutes(lead).unwrap()).collect());
    assert_eq!(set(&mut world, leads(9)), Err(RefusalCode::BadSetting));
    assert_eq!(set(&mut world, leads(8)), Ok(Reply::Done));
    assert_eq!(world.settings_page().leads.len(), 8);

    let names: Vec<String> = sessionbell_core::zone::ZoneName::all().take(13).map(|name| name.as_str().to_owned()).collect();
    assert_eq!(set(&mut world, SettingChange::Zones(names.clone())), Err(RefusalCode::BadSetting));
    assert_eq!(set(&mut world, SettingChange::Zones(names[..12].to_vec())), Ok(Reply::Done));
    assert_eq!(world.engine.settings().zones.len(), 12);
    let twice = vec!["Asia/Kolkata".to_owned(), "Asia/Kolkata".to_owned(), "Asia/Tokyo".to_owned()];
    assert_eq!(set(&mut world, SettingChange::Zones(twice)), Ok(Reply::Done));
    assert_eq!(world.engine.settings().zones.len(), 2);

    let second = world.engine.settings().feeds.iter().find(|feed| feed.address.as_str() == SECOND).unwrap().id.clone();
    assert_eq!(set(&mut world, SettingChange::FeedName { feed: second.clone(), name: "Mine".to_owned() }), Ok(Reply::Done));
    let named: Vec<_> = world.engine.settings().feeds.iter().filter(|feed| feed.name == "Mine").map(|feed| feed.id.clone()).collect();
    assert_eq!(named, [second]);

    let talk = key(&world, "talk");
    let snooze = |world: &mut World, minutes| world.ask(UserAction::Snooze { session: talk.clone(), until: SnoozeUntil::Minutes(minutes) });
    assert_eq!(snooze(&mut world, 1_441).unwrap_err().code, RefusalCode::BadSetting);
    assert_eq!(snooze(&mut world, 0).unwrap_err().code, RefusalCode::BadSetting);
    assert_eq!(snooze(&mut world, 1_440), Ok(Reply::Snoozed { until: at("2021-03-31T08:00:00Z").timestamp_millis() }));
}

#[test]
fn a_pause_until_tomorrow_ends_at_six_of_the_next_morning() {
    for (now, end) in [("05:59:59", "2021-03-30T06:00:00Z"), ("06:00:00", "2021-03-31T06:00:00Z"), ("23:00", "2021-03-31T06:00:00Z")] {
        let mut world = World::new(now, "", &[]);
        world.ask(UserAction::Pause { until: PauseUntil::Tomorrow }).unwrap();
        assert_eq!(world.upcoming().held_until, Some(at(end).timestamp_millis()), "{now}");
    }
    let mut world = World::new("08:00", "", &[]);
    for (minutes, allowed) in [(0, false), (1, true), (1_440, true), (1_441, false)] {
        assert_eq!(world.ask(UserAction::Pause { until: PauseUntil::Minutes(minutes) }).is_ok(), allowed, "{minutes}");
    }
}

#[test]
fn a_pause_moves_with_a_clock_that_is_set() {
    let mut world = World::new("08:00", "", &[]);
    world.ask(UserAction::Pause { until: PauseUntil::Minutes(60) }).unwrap();
    world.set_clock(at("2021-03-31T10:00:00Z"));
    assert_eq!(world.upcoming().held_until, Some(at("2021-03-31T11:00:00Z").timestamp_millis()));
    world.set_clock(at("2021-03-30T09:00:00Z"));
    assert_eq!(world.upcoming().held_until, Some(at("10:00").timestamp_millis()));
    world.restart();
    assert_eq!(world.upcoming().held_until, Some(at("10:00").timestamp_millis()), "and is saved so");
}

#[test]
fn a_list_that_was_cleared_by_a_clock_ahead_still_lists_what_is_missed_later() {
    let mut world = World::new("08:00", "leads = [0]", &[entry("talk", "10:00")]);
    world.set_clock(at("2021-03-30T20:00:00Z"));
    assert_eq!(world.upcoming().missed.len(), 1);
    world.ask(UserAction::ClearMissed).unwrap();
    world.set_clock(at("2021-03-30T08:30:00Z"));
    world.sleep_until("13:00");
    assert_eq!(world.upcoming().missed.len(), 1, "it is missed for good now");
    world.ask(UserAction::ClearMissed).unwrap();
    assert!(world.upcoming().missed.is_empty());
    world.input(Input::ClockChanged);
    assert!(world.upcoming().missed.is_empty(), "a clock that is right brings nothing back");
}

#[test]
fn feeds_come_and_go_one_by_one() {
    let mut world = World::new("08:00", &format!("[[feed]]\naddress = \"{SECOND}\""), &[]);
    let mut feeds = world.engine.settings().feeds.clone();
    feeds.sort_by_key(|feed| feed.address.as_str() == SECOND);
    for feed in &feeds {
        world.ask(UserAction::RemoveFeed { feed: feed.id.clone() }).unwrap();
    }
    assert_eq!(world.settings_page().removed.len(), 2);
    world.ask(UserAction::RestoreFeed { feed: feeds[0].id.clone() }).unwrap();
    assert_eq!(world.ask(UserAction::RestoreFeed { feed: feeds[0].id.clone() }).unwrap_err().code, RefusalCode::NoSuchFeed);
    // Added by its address, the other is not a removed one any more.
    let added = world.ask(UserAction::AddFeed { address: feeds[1].address.as_str().to_owned() }).unwrap();
    assert_eq!(added, Reply::Subscribed { feed: feeds[1].id.clone() });
    assert_eq!(world.ask(UserAction::RestoreFeed { feed: feeds[1].id.clone() }).unwrap_err().code, RefusalCode::NoSuchFeed);
    assert_eq!(world.engine.settings().feeds.len(), 2);

    // A feed that has moved keeps its identity; the address it left gets another.
    let moved = world.settings.replace(SECOND, "https://third.example/feed.json").replace("[[feed]]", &format!("[[feed]]\nid = \"{}\"", feeds[1].id.0));
    let only = moved.split("[[feed]]").filter(|part| part.contains("third")).map(|part| format!("[[feed]]{part}")).collect::<String>();
    world.input(Input::SettingsText(Some(only)));
    assert_eq!(world.engine.settings().feeds[0].id, feeds[1].id);
    let added = world.ask(UserAction::AddFeed { address: SECOND.to_owned() }).unwrap();
    assert_eq!(added, Reply::Subscribed { feed: sessionbell_core::session::FeedId(format!("{}-2", feeds[1].id.0).into()) });
}

#[test]
fn a_sample_is_known_to_its_server_alone_and_opens_on_its_own_press() {
    let mut world = World::new("08:00", "", &[]);
    let life = |world: &World| match &world.engine.surroundings().server {
        Server::Up { life, .. } => life.clone(),
        Server::Unknown | Server::Down(_) => panic!("no server"),
    };
    world.ask(UserAction::RingTheBell).unwrap();
    let sample = Posted { server: life(&world), id: world.standing[0].id };
    world.input(Input::Pressed(sample.clone(), Press::Snooze));
    world.diary();
    // The server says again that it is there: its notices are still its.
    let again = world.engine.surroundings().server.clone();
    world.ask(UserAction::RingTheBell).unwrap();
    let sample = Posted { server: life(&world), id: world.standing.last().unwrap().id };
    world.input(Input::Server(again));
    world.diary();
    world.input(Input::Pressed(sample.clone(), Press::Open));
    assert_eq!(world.diary(), ["08:00:00 show upcoming "]);
    world.input(Input::Pressed(sample, Press::Open));
    assert_eq!(world.diary(), Vec::<String>::new(), "once");

    world.ask(UserAction::RingTheBell).unwrap();
    let old = Posted { server: life(&world), id: world.standing.last().unwrap().id };
    world.server_dies();
    world.server_up();
    world.diary();
    world.input(Input::Pressed(old, Press::Open));
    assert_eq!(world.diary(), Vec::<String>::new(), "an id of a server that died is nobody’s");
}

#[test]
fn the_notice_of_changes_opens_the_window_until_it_is_closed() {
    let changed = |world: &mut World| {
        world.publish(&[entry("a", "15:00"), entry("b", "16:00")]);
        world.publish(&[entry("a", "15:10"), entry("b", "16:10")]);
        world.until_instant(world.now.wall + Duration::minutes(3));
        world.diary();
        let standing = world.standing.iter().find(|one| one.notice.title.contains("changed") || one.notice.title.contains("moved")).unwrap();
        let Server::Up { life, .. } = &world.engine.surroundings().server else { panic!("no server") };
        Posted { server: life.clone(), id: standing.id }
    };
    let mut world = World::new("08:00", "leads = [60]", &[entry("soon", "09:00"), entry("a", "15:00"), entry("b", "16:00")]);
    world.until("08:00:01");
    let notice = changed(&mut world);
    // Another notice that goes is another notice.
    if world.standing.iter().any(|one| one.notice.title.contains("soon")) {
        world.dismiss("soon");
    }
    world.diary();
    world.input(Input::Pressed(notice.clone(), Press::Open));
    assert_eq!(world.diary().len(), 1);
    world.input(Input::Pressed(notice, Press::Open));
    assert_eq!(world.diary(), Vec::<String>::new());
    world.standing.clear();
    let mut world = World::new("08:00", "leads = [60]", &[entry("a", "15:00"), entry("b", "16:00")]);
    let notice = changed(&mut world);
    world.input(Input::Closed(notice.clone(), true));
    world.input(Input::Pressed(notice, Press::Open));
    assert_eq!(world.diary(), Vec::<String>::new(), "what is closed cannot be pressed");
}

#[test]
fn who_has_been_to_another_series_is_new_to_this_one() {
    const ASK: &str = r#","sessionbell.github.io:join":{"mode":"ask","contacts":[{"kind":"email","handle":"niko@example.org"}]}"#;
    let mut talk = entry("talk", "10:00");
    talk.more = ASK.to_owned();
    let mut open = entry("open", "10:00");
    open.more = r#","virtualLocations":{"1":{"@type":"VirtualLocation","uri":"https://meet.jit.si/Room"}}"#.to_owned();
    let mut world = World::new("08:00", &format!("[[feed]]\naddress = \"{SECOND}\""), &[talk, open]);
    let of = |world: &World, uid: &str, address: &str| {
        let feed = world.engine.settings().feeds.iter().find(|feed| feed.address.as_str() == address).unwrap().id.clone();
        SessionKey { feed, ..key(world, uid) }
    };
    let first = world.engine.settings().feeds.iter().find(|feed| feed.address.as_str() != SECOND).unwrap().address.as_str().to_owned();
    let is_new = |world: &mut World| {
        let session = of(world, "talk", &first);
        let Ok(Reply::Asked { message, .. }) = world.ask(UserAction::Ask { session, contact: 0, message: None, again: true }) else { panic!("not asked") };
        message.contains("This would be my first")
    };
    assert!(is_new(&mut world));
    let elsewhere = of(&world, "open", SECOND);
    world.ask(UserAction::Join { session: elsewhere, host: None }).unwrap();
    assert!(is_new(&mut world), "that was another series; and to have asked is not to have been there");
    let here = of(&world, "open", &first);
    world.ask(UserAction::Join { session: here, host: None }).unwrap();
    assert!(!is_new(&mut world));
}

#[test]
fn unchanged_without_a_copy_is_a_fault_and_is_asked_again_whole() {
    let mut world = World::new("08:00", "", &[]);
    world.ask(UserAction::RemoveFeed { feed: world.engine.settings().feeds[0].id.clone() }).unwrap();
    world.origin = AnswerKind::NotModified { validators: Validators { etag: Some("\"x\"".into()), ..Validators::default() } };
    world.ask(UserAction::AddFeed { address: "https://fresh.example/feed.json".to_owned() }).unwrap();
    assert!(world.upcoming().troubles.iter().any(|trouble| trouble.code == TroubleCode::FeedFailed), "{:?}", world.upcoming().troubles);
    world.until("12:00");
    assert_eq!(world.requests.last().unwrap().validators, Validators::default());
}

#[test]
fn a_plan_is_wanted_until_every_effect_is_out() {
    let mut world = World::new("08:00", "leads = [0]", &[entry("talk", "10:00")]);
    assert!(!world.engine.is_unplanned());
    world.engine.handle(Input::Tick, world.now);
    assert!(world.engine.is_unplanned());
    while world.engine.poll_effect().is_some() {}
    assert!(!world.engine.is_unplanned());
    world.engine.ask(UserAction::Pause { until: PauseUntil::Minutes(5) }, world.now).unwrap();
    assert!(!world.engine.is_unplanned(), "the effects at hand come first");
}

/// The next twenty reminders of a feed are the soonest of all, whatever leads some of its sessions have of their own.
#[test]
fn the_next_reminders_are_the_soonest_of_all() {
    let entries: Vec<_> = (0..90_i64)
        .map(|number| {
            let start = at("2021-03-30T09:00:00Z") + Duration::minutes((number * 37) % 90 * 11);
            entry(&format!("talk-{number:02}"), &start.format("%Y-%m-%dT%H:%M:%SZ").to_string())
        })
        .collect();
    let mut world = World::new("08:00", &format!("leads = [10, 0]\n[[feed]]\naddress = \"{SECOND}\""), &entries);
    for (number, leads) in [(70, vec![900, 0]), (80, vec![]), (85, vec![700])] {
        let session = key(&world, &format!("talk-{number}"));
        let leads = leads.into_iter().map(|lead| LeadTime::minutes(lead).unwrap()).collect();
        world.ask(UserAction::SessionLeads { session, leads: Some(leads) }).unwrap();
    }
    let silent = key(&world, "talk-00");
    world.ask(UserAction::Mute { session: silent.clone(), muted: true }).unwrap();
    world.until("09:30");
    for now in ["09:30", "13:37", "20:00", "2021-03-31T01:00:00Z"] {
        let now = at(now);
        let (state, settings) = (world.engine.state(), world.engine.settings());
        let mut expected = Vec::new();
        for (feed, known) in &state.feeds {
            let mut all = Vec::new();
            for session in known.sessions() {
                let session_key = SessionKey { feed: feed.clone(), uid: session.uid.clone(), occurrence: session.occurrence };
                for lead in state.leads_of(&session_key, settings) {
                    let ring = session.start.bell(world.engine.reader()) - lead.span();
                    if ring > now && session_key != silent {
                        all.push(Firing { at: ring, key: AlarmKey { session: session_key.clone(), bell: Bell::Lead(*lead) } });
                    }
                }
            }
            all.sort();
            all.truncate(20);
            expected.extend(all);
        }
        expected.sort();
        let sight = Sight { now, reader: world.engine.reader(), in_flight: &BTreeSet::new(), retry: &BTreeMap::new(), do_not_disturb: false };
        assert_eq!(plan(state, settings, sight).firings, expected, "{now}");
    }
}

/// Ten minutes after the start are still in time, a second more is not.
#[test]
fn late_ends_at_its_last_instant() {
    for (wakes, rings) in [("10:10:00", true), ("10:10:01", false)] {
        let mut world = World::new("08:00", "leads = [10]\nlate = 10", &[entry("talk", "10:00")]);
        world.sleep_until(wakes);
        assert_eq!((world.diary().len(), world.upcoming().missed.len()), (usize::from(rings), usize::from(!rings)), "{wakes}");
    }
}

/// One that rings every minute until somebody acts is missed once, not eleven times.
#[test]
fn what_rings_on_is_missed_once() {
    let missed = |world: &World| {
        let outcomes = world.settings_page().doctor.outcomes;
        outcomes.into_iter().filter(|one| one.outcome.starts_with("missed")).map(|one| one.reminder).collect::<BTreeSet<_>>()
    };
    let mut world = World::new("08:00", "leads = [10]\ninsist = true", &[entry("talk", "10:00")]);
    world.sleep_until("13:00");
    assert_eq!(missed(&world), BTreeSet::from(["talk, 10 min before".to_owned(), "talk, at the start, until you act".to_owned()]));
}

/// The second of two that were put off, the first still to come, says so by itself.
#[test]
fn a_snooze_that_is_put_off_again_rings_once_more_and_the_outcomes_say_why() {
    let mut world = World::new("08:00", "leads = [10, 5]\nsnooze = 5", &[entry("talk", "10:00")]);
    world.sleep_until("09:56");
    world.press("talk", Press::Snooze);
    world.until("10:01");
    world.press("talk", Press::Snooze);
    world.until("10:30");
    assert_eq!(world.diary().iter().map(|line| &line[..8]).collect::<Vec<_>>(), ["09:56:00", "10:01:00", "10:06:00"]);
    let outcomes: Vec<_> = world.settings_page().doctor.outcomes.into_iter().map(|one| format!("{}: {}", one.reminder, one.outcome)).collect();
    let said =
        ["talk, put off: shown, on time; not answered", "talk, 5 min before: shown, and put off by you", "talk, 10 min before: shown, and put off by you"];
    assert_eq!(outcomes, said);
}

/// Put off in the window and then looked at there: looking is no answer.
#[test]
fn what_is_put_off_outlives_a_look_at_it_and_not_a_dismissal() {
    for (dismissed, rings) in [(false, 1), (true, 0)] {
        let mut world = World::new("08:00", "leads = []", &[entry("talk", "10:00")]);
        let talk = key(&world, "talk");
        world.ask(UserAction::Snooze { session: talk.clone(), until: SnoozeUntil::Minutes(30) }).unwrap();
        world.ask(UserAction::Show { window: sessionbell_core::action::WindowKind::Upcoming, session: Some(talk.clone()) }).unwrap();
        if dismissed {
            world.ask(UserAction::Dismiss { session: talk }).unwrap();
        }
        world.diary();
        world.until("11:00");
        assert_eq!(world.diary().len(), rings, "dismissed: {dismissed}");
    }
}

/// The log and the doctor say what the program waits for.
#[test]
fn what_it_waits_for_has_a_reason() {
    let why = |world: &World| world.engine.poll_deadline().map(|deadline| (deadline.at, deadline.why.clone()));
    let mut world = World::new("08:00", "leads = [10, 0]\nlate = 10", &[entry("talk", "10:00")]);
    world.until("09:49:50");
    assert_eq!(why(&world), Some((at("09:50"), "talk, 10 min before".to_owned())));
    world.until("09:59:50");
    assert_eq!(why(&world), Some((at("10:00"), "talk, at the start".to_owned())));
    world.ask(UserAction::Pause { until: PauseUntil::Minutes(1) }).unwrap();
    world.until("10:00:40");
    assert_eq!(why(&world), Some((at("10:00:50"), "reminders are no longer held".to_owned())));
}
