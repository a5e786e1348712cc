//! The program killed at any step and started again from what it saved.
//! It never loses a reminder, and repeats one only when it was killed before it could know.

use crate::reminders::key;
use crate::world::{World, at, entry};
use sessionbell_core::action::{PauseUntil, UserAction};
use sessionbell_core::notice::Press;

#[test]
fn killed_between_claim_and_notice_it_rings_after_the_restart() {
    let mut world = World::new("08:00", "leads = [10]", &[entry("standup", "10:00")]);
    world.dies_before_notify = true;
    world.until("11:00");
    assert_eq!(world.rung.len(), 1);
}

#[test]
fn killed_between_notice_and_record_it_rings_again_at_most_once() {
    let mut world = World::new("08:00", "leads = [10]", &[entry("standup", "10:00")]);
    world.dies_after_notify = true;
    world.until("11:00");
    assert_eq!(world.rung.len(), 2);
}

#[test]
fn killed_at_any_minute_it_rings_exactly_once() {
    for minute in 0..120 {
        let mut world = World::new("09:00", "leads = [60, 10, 0]", &[entry("standup", "10:30")]);
        world.until_instant(at("09:00") + chrono::Duration::minutes(minute));
        world.restart();
        world.until("12:00");
        let titles: Vec<_> = world.rung.iter().map(|(at, notice)| format!("{} {}", at.format("%H:%M"), notice.title)).collect();
        assert_eq!(titles, ["09:30 In 1 hour: standup", "10:20 In 10 minutes: standup", "10:30 Now: standup"], "killed in minute {minute}");
    }
}

#[test]
fn what_a_person_said_outlives_a_restart() {
    let mut world = World::new("08:00", "leads = [10]\nsnooze = 5", &[entry("a", "10:00"), entry("b", "10:00"), entry("c", "10:00"), entry("d", "10:30")]);
    let [b, d] = ["b", "d"].map(|uid| key(&world, uid));
    world.ask(UserAction::Mute { session: b, muted: true }).unwrap();
    world.until("09:51");
    world.press(": a", Press::Snooze);
    world.dismiss(": c");
    world.restart();
    world.until("09:58");
    world.ask(UserAction::Pause { until: PauseUntil::Minutes(30) }).unwrap();
    world.restart();
    assert!(world.upcoming().paused);
    world.until("11:30");
    assert_eq!(
        world.diary(),
        ["09:50:00 ring In 10 minutes: a", "09:50:00 ring In 10 minutes: c", "09:56:00 ring In 4 minutes: a", "10:28:00 ring In 2 minutes: d"]
    );
    world.ask(UserAction::Dismiss { session: d }).unwrap();
    world.restart();
    assert!(world.upcoming().sessions.iter().any(|session| session.muted));
}

#[test]
fn buttons_of_a_notice_from_before_a_restart_work() {
    let mut standup = entry("standup", "10:00");
    standup.more = r#","virtualLocations":{"1":{"uri":"https://meet.jit.si/Room"}}"#.into();
    let mut world = World::new("08:00", "leads = [10]", &[standup]);
    world.until("09:51");
    world.restart();
    world.press("standup", Press::Join);
    assert!(world.diary().contains(&"09:51:00 open https://meet.jit.si/Room".to_owned()));
    assert!(world.standing.is_empty());
}

#[test]
fn the_ledger_forgets_after_a_month_and_not_before() {
    let mut world = World::new("08:00", "leads = [10]", &[entry("standup", "10:00")]);
    world.until("11:00");
    assert_eq!(world.saved.ledger.len(), 1);
    world.now.wall = at("2021-04-28T10:00:00Z");
    world.restart();
    assert_eq!(world.saved.ledger.len(), 1);
    world.now.wall = at("2021-05-01T10:00:00Z");
    world.restart();
    assert_eq!(world.saved.ledger.len(), 0);
}
