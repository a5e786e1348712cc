//! When a feed is asked ahead of sessions, and what that spares: looks, checks before bells, polls that are left to them.
//! It never counts a request that it did not see in the feed's state.

use crate::world::{World, at, entry};
use chrono::{DateTime, Duration, Utc};
use sessionbell_core::action::UserAction;
use sessionbell_core::poll::AnswerKind;

/// When the feed is asked from now until `end`.
fn asked_until(world: &mut World, end: &str) -> Vec<DateTime<Utc>> {
    let mut asked = Vec::new();
    while world.now.wall < at(end) {
        let requests = world.requests.len();
        world.until_instant(world.now.wall + Duration::seconds(1));
        assert!(world.requests.len() <= requests + 1, "one at a time");
        if world.requests.len() > requests {
            asked.push(world.now.wall);
        }
    }
    asked
}

fn within(asked: &[DateTime<Utc>], from: &str, to: &str) -> usize {
    asked.iter().filter(|time| (at(from)..=at(to)).contains(time)).count()
}

#[test]
fn one_look_ahead_of_a_session_and_one_check_before_each_bell_and_no_poll_between_them() {
    let mut world = World::new("06:30", "leads = [10, 0]", &[entry("standup", "10:00")]);
    let asked = asked_until(&mut world, "10:55");
    assert_eq!(within(&asked, "09:00:00", "09:30:01"), 1, "{asked:?}");
    assert_eq!(within(&asked, "09:48:00", "09:49:01"), 1, "{asked:?}");
    assert_eq!(within(&asked, "09:58:00", "09:59:01"), 1, "{asked:?}");
    assert_eq!(within(&asked, "06:30:00", "08:59:59"), 1, "the regular poll of 07:30, and that of 08:30 is left: {asked:?}");
    assert_eq!(asked.len(), 4, "{asked:?}");
    let later = asked_until(&mut world, "12:00");
    assert_eq!(later.len(), 1, "within two intervals after the last check: {later:?}");
}

#[test]
fn every_bell_has_its_check_however_close_they_are() {
    let mut world = World::new("07:00", "leads = [59, 30, 12, 11, 5, 0]", &[entry("a", "10:00"), entry("b", "10:07")]);
    let asked = asked_until(&mut world, "10:30");
    for start in ["10:00", "10:07"] {
        for lead in [59, 30, 12, 11, 5, 0] {
            let bell = at(start) - Duration::minutes(lead);
            let checks = asked.iter().filter(|time| (bell - Duration::seconds(120)..=bell - Duration::seconds(59)).contains(time));
            assert_eq!(checks.count(), 1, "the bell at {bell}: {asked:?}");
        }
    }
    assert!(asked.windows(2).all(|pair| pair[1] - pair[0] >= Duration::seconds(59)), "{asked:?}");
}

#[test]
fn a_session_that_is_told_of_by_the_look_rings_at_its_new_time() {
    let mut world = World::new("07:00", "leads = [10]\ntell-changes = false", &[entry("standup", "10:00")]);
    world.until("08:59:59");
    world.origin = AnswerKind::Fresh { body: crate::world::document(&[entry("standup", "09:45")]), validators: Default::default() };
    world.until("10:30");
    assert_eq!(world.diary(), ["09:35:00 ring In 10 minutes: standup"], "the check before its old bell would have come too late");
}

#[test]
fn nothing_is_asked_before_retry_after_has_passed() {
    let mut world = World::new("07:00", "leads = [10, 0]", &[entry("standup", "10:00")]);
    world.until("07:30");
    world.origin = AnswerKind::Status(503);
    world.retry_after = Some(Duration::hours(3));
    let asked = asked_until(&mut world, "11:00");
    assert_eq!(asked.len(), 1, "the poll of 08:00 alone: {asked:?}");
    assert_eq!(world.rung.len(), 2, "and it rings");
    assert!(asked_until(&mut world, "12:10").len() == 1, "at most an interval after Retry-After");
}

#[test]
fn a_person_s_check_is_not_left_to_anything() {
    let mut world = World::new("07:00", "leads = [10]", &[entry("standup", "10:00")]);
    world.until("08:50");
    let requests = world.requests.len();
    assert!(world.ask(UserAction::Check { feed: None }).is_ok());
    assert_eq!(world.requests.len(), requests + 1);
}

#[test]
fn what_came_due_asleep_is_asked_within_a_minute_of_waking() {
    let mut world = World::new("07:00", "leads = [10]", &[entry("standup", "2021-03-31T10:00:00Z")]);
    world.sleep_until("12:00");
    let woken = asked_until(&mut world, "12:01");
    assert_eq!(woken.len(), 1, "{woken:?}");
    assert!(woken[0] > at("12:00:01"), "and not by all machines in the same second: {woken:?}");
    assert_eq!(asked_until(&mut world, "12:59").len(), 0);
}

#[test]
fn a_machine_that_wakes_just_before_a_bell_still_checks() {
    let mut world = World::new("07:00", "leads = [10]", &[entry("standup", "10:00")]);
    world.sleep_until("09:49:40");
    assert_eq!(asked_until(&mut world, "09:49:42").len(), 0, "it was asked as it woke");
    assert_eq!(world.requests.len(), 2);
}

#[test]
fn a_look_that_a_session_no_longer_needs_costs_a_poll_a_short_wait_at_most() {
    let mut world = World::new("07:00", "leads = [10]", &[entry("standup", "10:00")]);
    world.until("08:30");
    let session = crate::reminders::key(&world, "standup");
    world.ask(UserAction::Mute { session, muted: true }).unwrap();
    let asked = asked_until(&mut world, "09:40");
    assert_eq!(asked.len(), 1, "{asked:?}");
}
