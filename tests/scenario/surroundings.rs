//! What the surroundings do to reminders on their worst days: servers that take their mood with them or hang, clocks that
//! were ahead, settings and feeds that cannot be read any more.
//! It never lets any of it cost what was known.

use crate::reminders::key;
use crate::world::{World, at, entry};
use chrono::Duration;
use sessionbell_core::action::{PauseUntil, SettingChange, UserAction};
use sessionbell_core::engine::Input;
use sessionbell_core::menu::{Icon, Item};
use sessionbell_core::notice::Press;
use sessionbell_core::settings::HourCycle;

/// The words of the tray's lines.
fn tray(world: &World) -> Vec<String> {
    let words = |item: &Item| match item {
        Item::Press { label, .. } | Item::Words(label) | Item::Sub { label, .. } => label.clone(),
        Item::Rule => String::new(),
    };
    world.menu.as_ref().unwrap().items.iter().map(words).collect()
}

fn icon(world: &World) -> Icon {
    world.menu.as_ref().unwrap().icon
}

#[test]
fn the_do_not_disturb_of_a_server_that_died_holds_nothing() {
    let mut world = World::new("08:00", "leads = [10]", &[entry("a", "10:00")]);
    world.input(Input::DoNotDisturb(true));
    world.server_dies();
    world.until("09:51");
    assert_eq!(world.diary(), ["09:50:02 show bell "]);
    world.server_up();
    world.until("11:00");
    assert_eq!(world.diary(), ["09:51:00 ring In 9 minutes: a"]);
}

#[test]
fn a_server_that_hangs_has_its_reminder_ring_in_a_window_after_two_seconds() {
    let mut world = World::new("08:00", "leads = [10]", &[entry("a", "10:00")]);
    world.server_is_slow = true;
    world.until("09:50:30");
    assert_eq!(world.diary(), ["09:50:00 ring In 10 minutes: a", "09:50:02 show bell "]);
    world.server_answers();
    world.until("11:00");
    assert_eq!(world.diary(), Vec::<String>::new(), "it came after all");
}

#[test]
fn without_a_server_each_bell_of_a_session_brings_the_window_up() {
    let mut world = World::new("08:00", "leads = [10, 0]", &[entry("a", "10:00")]);
    world.server_dies();
    world.until("10:30");
    assert_eq!(world.diary(), ["09:50:02 show bell ", "10:00:00 show bell "]);
}

#[test]
fn a_refused_session_that_moves_away_brings_no_window_up_and_no_trouble() {
    let mut world = World::new("08:00", "leads = [10]\ntell-changes = false", &[entry("a", "10:00")]);
    world.server_refuses = true;
    world.until("09:50:30");
    world.diary();
    world.publish(&[entry("a", "2021-03-31T10:00:00Z")]);
    world.until("09:55");
    assert_eq!(world.diary(), Vec::<String>::new());
    assert!(world.upcoming().troubles.is_empty(), "{:?}", world.upcoming().troubles);
}

#[test]
fn a_pause_lasts_as_long_as_it_was_to_though_the_clock_was_ahead() {
    let mut world = World::new("08:00", "leads = [10]", &[entry("a", "10:00")]);
    world.set_clock(at("2021-03-31T08:00:00Z"));
    world.ask(UserAction::Pause { until: PauseUntil::Minutes(30) }).unwrap();
    world.set_clock(at("08:05"));
    world.until("11:00");
    assert_eq!(world.diary(), ["09:50:00 ring In 10 minutes: a"]);
}

#[test]
fn a_ledger_that_was_lost_while_the_clock_was_ahead_loses_no_later_reminder() {
    let mut world = World::new("08:00", "leads = [10]", &[entry("a", "10:00"), entry("b", "12:00")]);
    world.set_clock(at("10:20"));
    world.lose_everything();
    world.set_clock(at("08:05"));
    world.diary();
    world.until("13:00");
    assert_eq!(world.diary(), ["09:50:00 ring In 10 minutes: a", "11:50:00 ring In 10 minutes: b"]);
}

#[test]
fn what_was_missed_stays_listed_when_its_feed_drops_it_and_the_tray_says_so() {
    let mut world = World::new("08:00", "leads = [10]", &[entry("a", "10:00"), entry("b", "14:00")]);
    world.sleep_until("12:00");
    assert!(tray(&world).contains(&"You missed a session".to_owned()), "{:?}", tray(&world));
    world.publish(&[entry("b", "14:00")]);
    let missed: Vec<_> = world.upcoming().missed.into_iter().map(|one| (one.title, one.time)).collect();
    assert_eq!(missed, [("a".to_owned(), "10:00".to_owned())]);
    world.restart();
    assert_eq!(world.upcoming().missed.len(), 1);
    let outcome = world.settings_page().doctor.outcomes.remove(0);
    assert!(outcome.outcome.contains("the computer slept"), "{outcome:?}");
    world.ask(UserAction::ClearMissed).unwrap();
    assert!(!tray(&world).iter().any(|line| line.contains("missed")), "{:?}", tray(&world));
}

#[test]
fn why_a_reminder_was_missed_is_told_apart() {
    let mut world = World::new(
        "08:00",
        "leads = [10]\nquiet = { from = \"09:00\", to = \"13:00\" }\nzone = \"Etc/UTC\"",
        &[entry("held", "10:00"), entry("refused", "14:00")],
    );
    world.until("13:30");
    world.server_dies();
    world.until("15:00");
    let why: Vec<_> = world.settings_page().doctor.outcomes.into_iter().map(|one| one.outcome).collect();
    assert!(why[0].contains("no notification server took it") && why[1].contains("quiet hours"), "{why:?}");
}

#[test]
fn a_move_in_quiet_hours_is_said_by_the_reminder_after_them() {
    let mut world = World::new("06:00", "leads = [10]\nquiet = { from = \"05:00\", to = \"09:00\" }\nzone = \"Etc/UTC\"", &[entry("a", "17:00")]);
    world.until("08:00");
    world.publish(&[entry("a", "09:05")]);
    world.until("09:01");
    assert_eq!(world.diary(), ["09:00:00 ring Moved to 09:05, in 5 minutes: a"]);
}

#[test]
fn an_emptied_feed_whose_stamps_change_is_believed_the_second_time() {
    let stamped = |number: u32| {
        let mut only = entry("a", "10:00");
        only.more = format!(r#","updated":"2021-03-30T08:00:{number:02}Z""#);
        only
    };
    let mut world = World::new("08:00", "leads = [10]", &[entry("a", "10:00"), entry("b", "10:30"), entry("c", "11:00")]);
    world.publish(&[stamped(1)]);
    assert_eq!(world.upcoming().sessions.len(), 3, "two polls have to agree");
    world.publish(&[stamped(2)]);
    assert_eq!(world.upcoming().sessions.len(), 1);
}

#[test]
fn settings_that_are_broken_at_the_start_leave_those_before_in_force() {
    let mut world = World::new("08:00", "leads = [10]", &[entry("a", "10:00"), entry("b", "10:30")]);
    let (a, good) = (key(&world, "a"), world.settings.clone());
    world.ask(UserAction::Mute { session: a, muted: true }).unwrap();
    world.settings = format!("leads = [\n{good}");
    world.restart();
    assert_eq!(world.upcoming().sessions.len(), 2, "still subscribed");
    assert!(world.settings_page().troubles.iter().any(|trouble| trouble.sentence.contains("line")), "{:?}", world.settings_page().troubles);
    world.settings = good.clone();
    world.input(Input::SettingsText(Some(good)));
    world.until("11:00");
    assert_eq!(world.diary(), ["10:20:00 ring In 10 minutes: b"], "what was said before is still known");
}

#[test]
fn the_tray_s_icon_and_its_words_follow_what_happens() {
    let mut world = World::new("08:00", "leads = [10]", &[entry("a", "10:00"), entry("b", "10:05")]);
    assert_eq!(icon(&world), Icon::Idle);
    world.until("09:45");
    assert_eq!(icon(&world), Icon::Soon);
    world.until("10:06");
    assert_eq!(icon(&world), Icon::Running);
    assert_eq!(tray(&world)[0], "2 sessions run now");
    world.ask(UserAction::Pause { until: PauseUntil::Tomorrow }).unwrap();
    assert_eq!(icon(&world), Icon::Paused);
    world.until("2021-03-31T05:59:00Z");
    assert_eq!(icon(&world), Icon::Paused);
    world.until("2021-03-31T06:00:01Z");
    assert_eq!(icon(&world), Icon::Idle, "six in the morning");
    world.server_dies();
    assert_eq!(icon(&world), Icon::Trouble);
}

#[test]
fn pressing_a_notice_opens_its_session_and_a_topic_its_page() {
    let mut linked = entry("a", "10:00");
    linked.more = r#","links":{"topic1":{"@type":"Link","href":"https://example.org/topic","rel":"related","title":"Topic"},"post":{"@type":"Link","href":"https://example.org/post","rel":"describedby"}}"#.to_owned();
    let mut world = World::new("08:00", "leads = [10]", &[linked]);
    let a = key(&world, "a");
    world.until("09:51");
    world.diary();
    world.press(": a", Press::Open);
    world.ask(UserAction::OpenTopic { session: a.clone(), topic: 0 }).unwrap();
    world.ask(UserAction::OpenPost { session: a }).unwrap();
    assert_eq!(world.diary(), ["09:51:00 show upcoming a", "09:51:00 open https://example.org/topic", "09:51:00 open https://example.org/post"]);
}

#[test]
fn settings_hold_at_once_within_their_bounds() {
    let mut world = World::new("08:00", "leads = [10]", &[entry("a", "10:00")]);
    let mut set = |change| world.ask(UserAction::Set { change }).map(|_| ()).map_err(|refusal| refusal.sentence);
    assert!(set(SettingChange::Snooze(0)).unwrap_err().contains("1 to 120"));
    assert!(set(SettingChange::Snooze(121)).is_err() && set(SettingChange::Late(121)).is_err());
    for change in [SettingChange::Snooze(120), SettingChange::Late(0), SettingChange::Hours(HourCycle::H12), SettingChange::StartAtLogin(true)] {
        set(change).unwrap();
    }
    let settings = world.engine.settings();
    assert_eq!((settings.snooze, settings.late, settings.hours, settings.start_at_login), (120, 0, HourCycle::H12, true));
    assert_eq!(world.diary(), ["08:00:00 autostart true"]);
    world.ask(UserAction::LoggedIn).unwrap();
    assert_eq!(world.diary(), Vec::<String>::new());
    world.ask(UserAction::Set { change: SettingChange::WindowAtLogin(true) }).unwrap();
    world.ask(UserAction::LoggedIn).unwrap();
    assert_eq!(world.diary(), ["08:00:00 show upcoming "]);
    world.now.wall += Duration::minutes(1);
    world.restart();
    assert_eq!(world.engine.settings().snooze, 120);
}
