//! When bells ring: leads, lateness, sleep, clock steps, zones, pause, quiet hours, servers that go and come.
//! It never looks at the ledger: what a person would see counts.

use crate::world::{World, at, entry};
use chrono::Duration;
use sessionbell_core::action::{PauseUntil, SnoozeUntil, UserAction};
use sessionbell_core::engine::Input;
use sessionbell_core::notice::Press;
use sessionbell_core::session::{FeedId, SessionKey, Uid};
use sessionbell_core::zone::Zones;

pub(crate) fn key(world: &World, uid: &str) -> SessionKey {
    let feed: FeedId = world.engine.settings().feeds[0].id.clone();
    SessionKey { feed, uid: Uid(uid.into()), occurrence: None }
}

#[test]
fn each_lead_rings_once_at_its_time() {
    let mut world = World::new("08:00", "leads = [60, 10, 0]", &[entry("standup", "10:00")]);
    world.until("12:00");
    assert_eq!(world.diary(), ["09:00:00 ring In 1 hour: standup", "09:50:00 ring In 10 minutes: standup", "10:00:00 ring Now: standup"]);
    assert_eq!(world.standing.len(), 1, "a later notice takes the place of an earlier one");
}

#[test]
fn asleep_over_both_leads_gives_one_truthful_notice() {
    let mut world = World::new("08:00", "leads = [15, 5]", &[entry("standup", "10:00")]);
    world.until("09:40");
    world.sleep_until("09:58");
    world.until("12:00");
    assert_eq!(world.diary(), ["09:58:00 ring In 2 minutes: standup"]);
}

#[test]
fn asleep_past_the_start_by_six_minutes_is_late_and_by_three_hours_is_missed() {
    let mut world = World::new("08:00", "leads = [10, 0]", &[entry("standup", "10:00")]);
    world.until("09:40");
    world.sleep_until("10:06");
    assert_eq!(world.diary(), ["10:06:00 ring Started 6 minutes ago: standup"]);
    assert!(world.upcoming().missed.is_empty());

    let mut world = World::new("08:00", "leads = [10, 0]", &[entry("standup", "10:00")]);
    world.until("09:40");
    world.sleep_until("13:00");
    world.until("14:00");
    assert_eq!(world.diary(), Vec::<String>::new());
    assert_eq!(world.upcoming().missed.len(), 1);
    world.ask(UserAction::ClearMissed).unwrap();
    assert!(world.upcoming().missed.is_empty());
}

#[test]
fn what_was_over_before_it_was_known_is_not_missed() {
    let mut world = World::new("12:00", "", &[entry("long ago", "09:00"), entry("just begun", "11:55")]);
    assert_eq!(world.diary(), ["12:00:00 ring Started 5 minutes ago: just begun"]);
    world.until("18:00");
    assert!(world.upcoming().missed.is_empty());
}

#[test]
fn the_clock_set_back_an_hour_rings_nothing_twice() {
    let mut world = World::new("08:00", "leads = [10]", &[entry("standup", "10:00")]);
    world.until("09:55");
    world.set_clock(at("08:55"));
    world.until("11:00");
    assert_eq!(world.diary(), ["09:50:00 ring In 10 minutes: standup"]);
}

#[test]
fn the_clock_set_forward_rings_what_became_due() {
    let mut world = World::new("08:00", "leads = [10]", &[entry("standup", "10:00")]);
    world.set_clock(at("09:57"));
    assert_eq!(world.diary(), ["09:57:00 ring In 3 minutes: standup"]);
}

#[test]
fn the_weeks_in_which_clocks_differ() {
    let new_york = |uid: &str, day: &str| {
        let mut one = entry(uid, &format!("{day}T12:00:00Z"));
        // The wall clock of New York, not UTC.
        one.more = String::new();
        one
    };
    let document =
        |uid: &str, day: &str| String::from_utf8(crate::world::document(&[new_york(uid, day)])).unwrap().replace("Etc/UTC", "America/New_York").into_bytes();
    for (day, rings, said) in [("2021-03-23", "2021-03-23T16:00:00Z", "17:00"), ("2021-03-30", "2021-03-30T16:00:00Z", "18:00")] {
        let mut world = World::new(&format!("{day}T08:00:00Z"), "leads = [0]\nzone = \"Europe/Berlin\"", &[]);
        world.origin = sessionbell_core::poll::AnswerKind::Fresh { body: document("talk", day), validators: Default::default() };
        world.answer();
        world.until_instant(at(&format!("{day}T20:00:00Z")));
        assert_eq!(world.rung.len(), 1);
        assert_eq!(world.rung[0].0, at(rings));
        assert_eq!(world.upcoming().sessions[0].time, said);
        assert_eq!(world.upcoming().sessions[0].host_time.as_deref(), Some("12:00 ET"));
    }
}

#[test]
fn a_traveller_s_zone_changes_words_and_rings_nothing_twice() {
    let mut world = World::new("08:00", "leads = [10]", &[entry("standup", "10:00")]);
    world.input(Input::MachineZone(Zones::bundled().named("Europe/Berlin").unwrap()));
    world.until("09:55");
    assert_eq!(world.upcoming().sessions[0].time, "12:00");
    world.input(Input::MachineZone(Zones::bundled().named("America/New_York").unwrap()));
    assert_eq!(world.upcoming().sessions[0].time, "06:00");
    world.until("11:00");
    assert_eq!(world.diary(), ["09:50:00 ring In 10 minutes: standup"]);
    assert_eq!(world.upcoming().sessions[0].moved_from, None);
}

#[test]
fn two_sessions_of_one_minute_are_two_notices() {
    let mut world = World::new("08:00", "leads = [10]", &[entry("a", "10:00"), entry("b", "10:00")]);
    world.until("11:00");
    assert_eq!(world.diary(), ["09:50:00 ring In 10 minutes: a", "09:50:00 ring In 10 minutes: b"]);
    assert_eq!(world.standing.len(), 2);
}

#[test]
fn a_pause_holds_and_then_gives_one_truthful_notice() {
    let mut world = World::new("08:00", "leads = [15, 5]", &[entry("standup", "10:00")]);
    world.until("09:40");
    world.ask(UserAction::Pause { until: PauseUntil::Minutes(18) }).unwrap();
    assert!(world.upcoming().paused);
    world.until("11:00");
    assert_eq!(world.diary(), ["09:58:00 ring In 2 minutes: standup"]);
}

#[test]
fn quiet_hours_that_outlast_a_session_leave_it_on_the_missed_list() {
    let settings = "leads = [10]\nquiet = { from = \"09:00\", to = \"12:00\" }";
    let mut world = World::new("08:00", settings, &[entry("standup", "10:00"), entry("lunch", "12:05")]);
    world.until("13:00");
    assert_eq!(world.diary(), ["12:00:00 ring In 5 minutes: lunch"]);
    assert_eq!(world.upcoming().missed.len(), 1);
}

#[test]
fn a_muted_session_is_silent_and_can_be_heard_again() {
    let mut world = World::new("08:00", "leads = [60, 10]", &[entry("standup", "10:00")]);
    let standup = key(&world, "standup");
    world.ask(UserAction::Mute { session: standup.clone(), muted: true }).unwrap();
    world.until("09:30");
    assert_eq!(world.diary(), Vec::<String>::new());
    world.ask(UserAction::Mute { session: standup, muted: false }).unwrap();
    world.until("11:00");
    assert_eq!(world.diary(), ["09:30:00 ring In 30 minutes: standup", "09:50:00 ring In 10 minutes: standup"]);
}

#[test]
fn two_snoozed_sessions_both_come_back() {
    let mut world = World::new("08:00", "leads = [10]\nsnooze = 5", &[entry("a", "10:00"), entry("b", "10:02")]);
    world.until("09:53");
    world.press(": a", Press::Snooze);
    world.press(": b", Press::Snooze);
    assert!(world.standing.is_empty());
    world.until("11:00");
    assert_eq!(
        world.diary(),
        ["09:50:00 ring In 10 minutes: a", "09:52:00 ring In 10 minutes: b", "09:58:00 ring In 2 minutes: a", "09:58:00 ring In 4 minutes: b"]
    );
}

#[test]
fn a_snooze_over_another_lead_says_both_in_one_notice_and_never_outlasts_the_session() {
    let mut world = World::new("08:00", "leads = [2, 0]", &[entry("standup", "10:00")]);
    world.until("09:58");
    let standup = key(&world, "standup");
    world.ask(UserAction::Snooze { session: standup.clone(), until: SnoozeUntil::Minutes(5) }).unwrap();
    world.until("10:30");
    assert_eq!(world.diary(), ["09:58:00 ring In 2 minutes: standup", "10:03:00 ring Started 3 minutes ago: standup"]);
    world.ask(UserAction::Snooze { session: standup.clone(), until: SnoozeUntil::Minutes(600) }).unwrap();
    world.until("12:00");
    assert_eq!(world.diary(), ["10:59:00 ring Started 59 minutes ago: standup"]);
    assert!(world.ask(UserAction::Snooze { session: standup, until: SnoozeUntil::Usual }).is_err());
}

#[test]
fn a_dismissed_notice_does_not_come_back_with_a_new_server() {
    let mut world = World::new("08:00", "leads = [10]", &[entry("a", "10:00"), entry("b", "10:00")]);
    world.until("09:51");
    world.dismiss(": a");
    world.server_dies();
    world.until("09:52");
    world.server_up();
    world.until("11:00");
    assert_eq!(world.diary(), ["09:50:00 ring In 10 minutes: a", "09:50:00 ring In 10 minutes: b", "09:52:00 ring In 8 minutes: b"]);
}

#[test]
fn without_a_server_nothing_is_lost_until_it_is_too_late() {
    let mut world = World::new("08:00", "leads = [10]", &[entry("a", "10:00"), entry("b", "14:00")]);
    world.server_dies();
    world.until("10:10");
    world.server_up();
    assert_eq!(world.diary(), ["09:50:02 show bell ", "10:10:00 ring Started 10 minutes ago: a"]);
    world.server_dies();
    world.until("15:00");
    world.server_up();
    assert_eq!(world.diary(), ["13:50:02 show bell "]);
    assert_eq!(world.upcoming().missed.len(), 1);
}

#[test]
fn late_set_to_nothing_still_rings_at_the_start() {
    let mut world = World::new("08:00", "leads = [0]\nlate = 0", &[entry("standup", "10:00")]);
    world.until("11:00");
    assert_eq!(world.diary(), ["10:00:00 ring Now: standup"]);
}

#[test]
fn the_tray_is_told_of_every_change_of_its_words_and_of_no_other() {
    let mut world = World::new("08:00", "leads = []", &[entry("a", "10:00"), entry("b", "2021-03-31T09:00:00Z")]);
    let mut wakes = 0;
    let end = at("2021-03-31T12:00:00Z");
    while let Some(next) = world.engine.poll_deadline().map(|deadline| deadline.at).filter(|next| *next < end) {
        // Just before a deadline the menu says what it said before; the words are never older than they claim.
        world.now.wall = next - Duration::milliseconds(1);
        world.input(Input::Tick);
        world.now.wall = next;
        world.input(Input::Tick);
        wakes += 1;
    }
    assert!(wakes < 120, "{wakes} wake-ups in 28 hours with two sessions");
}
