//! What the bell promises, case by case: moves, do-not-disturb, leads of one's own, insisting, changes, damage.
//! It never looks at the ledger: what a person would see counts.

use crate::reminders::key;
use crate::world::{SECOND, World, at, document, entry};
use chrono::Duration;
use sessionbell_core::action::{PauseUntil, SettingChange, SnoozeUntil, UserAction, WindowKind};
use sessionbell_core::alarm::LeadTime;
use sessionbell_core::engine::Input;
use sessionbell_core::language::Sentence;
use sessionbell_core::notice::Urgency;
use sessionbell_core::poll::{AnswerKind, Validators};
use sessionbell_core::view::{Verdict, View};
use sessionbell_core::zone::Zones;

pub(crate) fn leads(minutes: &[i32]) -> Vec<LeadTime> {
    minutes.iter().map(|minutes| LeadTime::minutes(*minutes).unwrap()).collect()
}

#[test]
fn the_weeks_in_which_clocks_differ_are_said() {
    for (day, hint) in
        [("2021-03-23", Some("an hour earlier than usual for you")), ("2021-03-30", None), ("2021-11-02", Some("an hour earlier than usual for you"))]
    {
        let mut world = World::new(&format!("{day}T08:00:00Z"), "leads = [0]\nzone = \"Europe/Berlin\"", &[]);
        let body = String::from_utf8(document(&[entry("talk", &format!("{day}T12:00:00Z"))])).unwrap().replace("Etc/UTC", "America/New_York");
        world.origin = AnswerKind::Fresh { body: body.into_bytes(), validators: Validators::default() };
        world.answer();
        assert_eq!(world.upcoming().sessions[0].unusual.as_deref(), hint, "{day}");
        world.until_instant(at(&format!("{day}T20:00:00Z")));
        assert_eq!(world.rung[0].1.body.contains("earlier than usual"), hint.is_some(), "{day}: {}", world.rung[0].1.body);
    }
}

#[test]
fn one_recurring_uid_three_occurrences_in_a_week_ring_three_times() {
    let occurrence = |day: u32| {
        let mut one = entry("weekly", &format!("2021-03-{day:02}T10:00:00Z"));
        one.more = format!(r#","recurrenceId":"2021-03-{day:02}T10:00:00""#);
        one
    };
    let mut world = World::new("2021-03-28T08:00:00Z", "leads = [10]", &[occurrence(29), occurrence(30), occurrence(31)]);
    world.until_instant(at("2021-04-02T00:00:00Z"));
    assert_eq!(world.diary(), vec!["09:50:00 ring In 10 minutes: weekly"; 3]);
}

#[test]
fn floating_sessions_are_planned_anew_in_another_zone_and_fixed_ones_are_not() {
    let floating = String::from_utf8(document(&[entry("breakfast", "10:00"), entry("call", "12:00")])).unwrap().replacen(r#","timeZone":"Etc/UTC""#, "", 1);
    let mut world = World::new("06:00", "leads = [10]", &[]);
    world.origin = AnswerKind::Fresh { body: floating.into_bytes(), validators: Validators::default() };
    world.answer();
    world.input(Input::MachineZone(Zones::bundled().named("Europe/Berlin").unwrap()));
    world.until("13:00");
    assert_eq!(world.diary(), ["07:50:00 ring In 10 minutes: breakfast", "11:50:00 ring In 10 minutes: call"]);
    assert!(world.upcoming().changes.iter().all(|change| change.words.starts_with("New")), "a reader who travels moves no session");
}

#[test]
fn the_notice_of_a_floating_session_goes_when_its_reader_travels_and_rings_anew() {
    let floating = String::from_utf8(document(&[entry("breakfast", "10:00"), entry("call", "09:55")])).unwrap().replacen(r#","timeZone":"Etc/UTC""#, "", 1);
    let mut world = World::new("06:00", "leads = [10]", &[]);
    world.origin = AnswerKind::Fresh { body: floating.into_bytes(), validators: Validators::default() };
    world.answer();
    world.until("09:51");
    assert_eq!(world.standing.len(), 2);
    // Breakfast is at 15:00 by the old clock now; the call is where it was.
    world.input(Input::MachineZone(Zones::bundled().named("America/New_York").unwrap()));
    assert_eq!(world.standing.iter().map(|one| one.notice.title.as_str()).collect::<Vec<_>>(), ["In 10 minutes: call"]);
    world.until("16:00");
    assert_eq!(world.diary(), ["09:45:00 ring In 10 minutes: call", "09:50:00 ring In 10 minutes: breakfast", "13:50:00 ring In 10 minutes: breakfast"]);
}

#[test]
fn do_not_disturb_holds_and_then_gives_one_truthful_notice() {
    let mut world = World::new("08:00", "leads = [5, 3]", &[entry("standup", "10:00")]);
    world.until("09:55:00");
    world.diary();
    world.input(Input::DoNotDisturb(true));
    assert!(world.upcoming().do_not_disturb);
    world.until("09:59");
    assert_eq!(world.diary(), Vec::<String>::new());
    world.input(Input::DoNotDisturb(false));
    world.until("10:30");
    assert_eq!(world.diary(), ["09:59:00 ring In 1 minute: standup"]);
}

#[test]
fn do_not_disturb_from_before_the_first_lead() {
    let mut world = World::new("08:00", "leads = [4]", &[entry("standup", "10:00")]);
    world.until("09:55");
    world.input(Input::DoNotDisturb(true));
    world.until("09:59");
    world.input(Input::DoNotDisturb(false));
    world.until("10:30");
    assert_eq!(world.diary(), ["09:59:00 ring In 1 minute: standup"]);
}

#[test]
fn what_was_asked_for_breaks_through_if_that_is_wished() {
    for (wish, expected) in [("true", 1), ("false", 0)] {
        let settings = format!("leads = [10]\nbreak-through = {wish}\nquiet = {{ from = \"09:00\", to = \"12:00\" }}");
        let ask = r#","sessionbell.github.io:join":{"mode":"ask","contacts":[{"kind":"zulip","server":"https://chat.example.org","user":7,"name":"Niko"}]}"#;
        let mut asked = entry("asked", "10:00");
        asked.more = ask.to_owned();
        let mut world = World::new("08:00", &settings, &[asked, entry("other", "10:00")]);
        let asked = key(&world, "asked");
        world.ask(UserAction::Ask { session: asked, contact: 0, message: None, again: true }).unwrap();
        world.diary();
        world.until("11:00");
        let rang = world.diary();
        assert_eq!(rang.len(), expected, "{rang:?}");
        assert!(rang.iter().all(|line| line.ends_with("asked")));
    }
}

#[test]
fn a_session_and_a_feed_may_have_leads_of_their_own_even_after_the_start() {
    let mut world = World::new("08:00", "leads = [10]", &[entry("a", "10:00"), entry("b", "12:00")]);
    let feed = world.engine.settings().feeds[0].id.clone();
    world.ask(UserAction::Set { change: SettingChange::FeedLeads { feed, leads: Some(leads(&[30])) } }).unwrap();
    let a = key(&world, "a");
    world.ask(UserAction::SessionLeads { session: a.clone(), leads: Some(leads(&[2, -5])) }).unwrap();
    world.restart();
    assert_eq!(world.upcoming().sessions[0].leads, [2, -5]);
    world.until("10:06");
    world.ask(UserAction::SessionLeads { session: a, leads: None }).unwrap();
    world.until("13:00");
    assert_eq!(
        world.diary(),
        ["09:58:00 ring In 2 minutes: a", "10:05:00 ring Started 5 minutes ago: a", "10:06:00 ring Started 6 minutes ago: a", "11:30:00 ring In 30 minutes: b"]
    );
}

#[test]
fn it_rings_on_from_the_start_until_somebody_acts() {
    let mut world = World::new("08:00", "leads = [10]\ninsist = true", &[entry("standup", "10:00")]);
    world.until("09:51");
    world.dismiss(": standup");
    world.until("10:02:30");
    assert_eq!(
        world.diary(),
        [
            "09:50:00 ring In 10 minutes: standup",
            "10:00:00 ring Now: standup",
            "10:01:00 ring Started 1 minute ago: standup",
            "10:02:00 ring Started 2 minutes ago: standup"
        ]
    );
    assert_eq!(world.standing.len(), 1, "each takes the place of the one before");
    assert_eq!(world.rung.last().unwrap().1.urgency, Urgency::Urgent);
    world.dismiss(": standup");
    world.until("12:00");
    assert_eq!(world.diary(), Vec::<String>::new());

    let mut world = World::new("08:00", "leads = []\ninsist = true", &[entry("unheard", "10:00")]);
    world.until("12:00");
    assert_eq!(world.diary().len(), 11, "the start and ten minutes after it");
}

#[test]
fn ringing_on_outlives_a_clock_that_is_set_back() {
    let mut world = World::new("08:00", "leads = []\ninsist = true", &[entry("standup", "10:00")]);
    world.set_clock(at("10:00"));
    world.until("10:01");
    world.set_clock(at("09:40"));
    world.dismiss(": standup");
    world.until("10:02:30");
    assert_eq!(
        world.diary(),
        ["10:00:00 ring Now: standup", "10:01:00 ring Started 1 minute ago: standup", "10:02:00 ring Started 2 minutes ago: standup"],
        "nobody has acted since the start"
    );
}

#[test]
fn what_a_clock_that_was_ahead_took_for_missed_still_rings() {
    let mut world = World::new("08:00", "leads = [15]\nlate = 15", &[entry("standup", "10:00"), entry("retro", "12:00")]);
    world.set_clock(at("11:30"));
    assert_eq!(world.upcoming().missed.len(), 1, "it seems to be over");
    world.set_clock(at("08:01"));
    world.until("13:00");
    assert_eq!(world.diary(), ["09:45:00 ring In 15 minutes: standup", "11:45:00 ring In 15 minutes: retro"]);
    assert!(world.upcoming().missed.is_empty(), "nothing was missed");
}

#[test]
fn snooze_until_before_the_start_and_at_it() {
    let mut world = World::new("08:00", "leads = [30]", &[entry("standup", "10:00")]);
    let standup = key(&world, "standup");
    world.until("09:31");
    world.ask(UserAction::Snooze { session: standup.clone(), until: SnoozeUntil::Before(5) }).unwrap();
    world.restart();
    world.until("09:56");
    world.ask(UserAction::Snooze { session: standup.clone(), until: SnoozeUntil::Before(0) }).unwrap();
    world.until("10:30");
    assert_eq!(world.diary(), ["09:30:00 ring In 30 minutes: standup", "09:55:00 ring In 5 minutes: standup", "10:00:00 ring Now: standup"]);
    let refused = world.ask(UserAction::Snooze { session: standup, until: SnoozeUntil::Before(0) }).unwrap_err();
    assert!(refused.sentence.contains("passed already"), "{refused}");
}

#[test]
fn without_a_server_for_two_seconds_a_window_rings_and_a_server_that_comes_does_too() {
    let mut world = World::new("08:00", "leads = [10]", &[entry("a", "10:00"), entry("b", "10:00")]);
    world.server_dies();
    world.until("09:50:01");
    assert_eq!(world.diary(), Vec::<String>::new());
    world.until("09:50:03");
    assert_eq!(world.diary(), ["09:50:02 show bell "]);
    let ringing = |world: &World| match world.engine.view(WindowKind::Bell, world.now) {
        View::Bell(bell) => bell.sessions.iter().map(|session| session.title.clone()).collect::<Vec<_>>(),
        _ => panic!("another window"),
    };
    assert_eq!(ringing(&world), ["a", "b"]);
    let a = key(&world, "a");
    world.ask(UserAction::Dismiss { session: a }).unwrap();
    assert_eq!(ringing(&world), ["b"]);
    world.until("09:52");
    world.server_up();
    world.until("11:00");
    assert_eq!(world.diary(), ["09:52:00 ring In 8 minutes: b"]);
    assert!(ringing(&world).is_empty());
}

#[test]
fn a_server_that_refuses_is_asked_again_and_a_window_rings_meanwhile() {
    let mut world = World::new("08:00", "leads = [10]", &[entry("a", "10:00")]);
    world.server_refuses = true;
    world.until("09:50:30");
    assert_eq!(world.diary(), ["09:50:01 show bell "]);
    assert!(world.upcoming().troubles[0].sentence.contains("could not be shown"), "{:?}", world.upcoming().troubles);
    world.server_refuses = false;
    world.until("10:30");
    assert_eq!(world.diary().len(), 1);
    assert!(world.upcoming().troubles.is_empty());
}

#[test]
fn a_lost_ledger_rings_nothing_again_and_loses_nothing() {
    let mut world = World::new("08:00", "leads = [60, 10]", &[entry("a", "10:00"), entry("b", "10:40")]);
    world.until("09:45");
    assert_eq!(world.diary().len(), 2);
    world.lose_everything();
    world.until("12:00");
    assert_eq!(world.diary(), ["09:50:00 ring In 10 minutes: a", "10:30:00 ring In 10 minutes: b"]);
}

#[test]
fn damage_found_while_running_is_said_and_everything_is_saved_again() {
    let mut world = World::new("08:00", "leads = [60, 10]", &[entry("a", "10:00")]);
    world.until("09:30");
    let before = world.saved.ledger.clone();
    world.saved = Default::default();
    world.input(Input::DiskAfresh(Sentence::as_it_is("The saved state was damaged.")));
    assert_eq!(world.saved.ledger, before);
    assert!(world.upcoming().troubles.iter().any(|trouble| trouble.sentence.contains("damaged")));
    world.until("09:31:30");
    assert_eq!(world.saved.copies.len(), 1, "the document is fetched once more");
    world.restart();
    world.until("12:00");
    assert_eq!(world.diary(), ["09:00:00 ring In 1 hour: a", "09:50:00 ring In 10 minutes: a"]);
}

#[test]
fn a_wrong_clock_is_said() {
    for (ahead, said) in [(30, false), (90, true), (-7_200, true)] {
        let mut world = World::new("08:00", "", &[entry("a", "10:00")]);
        world.origin_clock_ahead = Some(Duration::seconds(-ahead));
        world.answer();
        let found = world.upcoming().troubles.iter().any(|trouble| trouble.sentence.contains("clock seems"));
        assert_eq!(found, said, "{ahead} s ahead");
        let clock = world.settings_page().doctor.checks.into_iter().find(|check| check.what == "Clock").unwrap();
        assert_eq!(clock.verdict == Verdict::Bad, said, "{}", clock.sentence);
    }
}

#[test]
fn one_server_with_a_wrong_clock_proves_nothing_while_another_agrees_with_ours() {
    let mut world = World::new("08:00", &format!("[[feed]]\naddress = \"{SECOND}\""), &[entry("a", "10:00")]);
    let ours = |world: &World| world.settings_page().doctor.checks.into_iter().find(|check| check.what == "Clock").unwrap().verdict == Verdict::Good;
    let feeds = world.engine.settings().feeds.clone();
    world.origin_clock_ahead = Some(Duration::hours(2));
    for feed in &feeds {
        world.answer_for(feed.id.clone(), feed.address.clone());
        assert!(!ours(&world), "nobody agrees");
    }
    world.origin_clock_ahead = Some(Duration::seconds(-2));
    world.answer_for(feeds[0].id.clone(), feeds[0].address.clone());
    assert!(ours(&world));
    // A server that is asked no longer has no say.
    world.input(Input::SettingsText(Some(format!("[[feed]]\naddress = \"{}\"\n", feeds[1].address.as_str()))));
    world.origin_clock_ahead = Some(Duration::hours(2));
    world.answer_for(feeds[1].id.clone(), feeds[1].address.clone());
    assert!(!ours(&world));
}

#[test]
fn the_doctor_names_what_rang_what_will_and_why_it_did_not() {
    let mut world = World::new("08:00", "leads = [10, 0]", &[entry("a", "10:00"), entry("b", "11:00"), entry("c", "14:00")]);
    world.until("09:51");
    world.dismiss(": a");
    world.until("10:30");
    world.sleep_until("13:00");
    world.ask(UserAction::Pause { until: PauseUntil::Minutes(30) }).unwrap();
    let doctor = world.settings_page().doctor;
    let outcomes: Vec<_> = doctor.outcomes.iter().map(|one| format!("{}: {}", one.reminder, one.outcome)).collect();
    assert!(outcomes.iter().any(|line| line == "a, 10 min before: shown, and closed by you"), "{outcomes:#?}");
    assert!(outcomes.iter().any(|line| line.starts_with("b, at the start: missed")), "{outcomes:#?}");
    let firings: Vec<_> = doctor.firings.iter().map(|one| one.why.as_str()).collect();
    assert_eq!(firings, ["c, 10 min before", "c, at the start"]);
    let checked = |world: &World, what: &str| world.settings_page().doctor.checks.into_iter().find(|check| check.what == what).unwrap();
    assert_eq!((checked(&world, "Permission").verdict, checked(&world, "Settings file").verdict), (Verdict::Good, Verdict::Good));
    let silent = key(&world, "c");
    world.ask(UserAction::Mute { session: silent, muted: true }).unwrap();
    assert!(checked(&world, "Feed Series").sentence.contains("One of them is set to silent."));
    let good = world.settings.clone();
    world.input(Input::SettingsText(Some("leads = [".to_owned())));
    assert_eq!(checked(&world, "Settings file").verdict, Verdict::Bad);
    world.input(Input::SettingsText(Some(good)));
    let held = doctor.checks.iter().find(|check| check.what == "Pause and quiet hours").unwrap();
    assert!(held.sentence.contains("paused until 13:30"), "{}", held.sentence);
    world.server_dies();
    let bad: Vec<_> = world.settings_page().doctor.checks.into_iter().filter(|check| check.verdict == Verdict::Bad).map(|check| check.what).collect();
    assert_eq!(bad, ["Notification server"]);
}

#[test]
fn an_answer_while_the_notice_is_on_its_way_takes_it_back() {
    let mut world = World::new("08:00", "leads = [10]", &[entry("a", "10:00")]);
    world.server_is_slow = true;
    world.until("09:50:01");
    let a = key(&world, "a");
    world.ask(UserAction::Dismiss { session: a }).unwrap();
    world.server_answers();
    assert!(world.standing.is_empty(), "{:?}", world.standing);
}

#[test]
fn a_connection_that_breaks_with_a_notice_on_its_way_does_not_keep_it() {
    let mut world = World::new("08:00", "leads = [10]", &[entry("a", "10:00")]);
    world.server_is_slow = true;
    world.until("09:50:01");
    world.server_dies();
    world.server_is_slow = false;
    world.until("09:51");
    world.diary();
    world.server_up();
    world.until("11:00");
    assert_eq!(world.diary(), ["09:51:00 ring In 9 minutes: a"]);
}

#[test]
fn at_the_end_of_daylight_saving_time_one_bell_at_the_right_instant() {
    // 02:30 comes twice in Berlin on that day: the session is at the first. 10:00 is an hour later by UTC than the day before.
    for (local, instant) in [("2021-10-31T02:30:00Z", "2021-10-31T00:30:00Z"), ("2021-10-31T10:00:00Z", "2021-10-31T09:00:00Z")] {
        let mut world = World::new("2021-10-30T20:00:00Z", "leads = [0]\nzone = \"Europe/Berlin\"", &[]);
        let body = String::from_utf8(document(&[entry("night", local)])).unwrap().replace("Etc/UTC", "Europe/Berlin");
        world.origin = AnswerKind::Fresh { body: body.into_bytes(), validators: Validators::default() };
        world.answer();
        world.until_instant(at("2021-10-31T20:00:00Z"));
        let rung: Vec<_> = world.rung.iter().map(|(when, _)| *when).collect();
        assert_eq!(rung, [at(instant)], "{local}");
    }
}
