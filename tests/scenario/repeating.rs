//! Sessions that repeat, over weeks in which nobody publishes anything new: bells, windows that turn, changes of single dates.
//! It never looks at which window the engine has: what rings and what is listed counts.

use crate::world::{Entry, World, at, entry};
use chrono::{DateTime, Duration, Utc};
use sessionbell_core::action::UserAction;
use sessionbell_core::alarm::LeadTime;
use sessionbell_core::poll::{AnswerKind, Validators};

/// A session that repeats by `rule`; `more` is further JSON with a leading comma, or nothing.
fn series(start: &str, rule: &str, more: &str) -> Entry {
    Entry { more: format!(r#","recurrenceRule":{{{rule}}}{more}"#), ..entry("standup", start) }
}

const WEEKLY: &str = r#""frequency":"weekly""#;
const DAILY: &str = r#""frequency":"daily""#;
const NEW_YORK: &str = r#","timeZone":"America/New_York""#;

fn overrides(changes: &str) -> String {
    format!(r#","recurrenceOverrides":{{{changes}}}"#)
}

/// From now on the origin only says that nothing is new.
fn nothing_new(world: &mut World) {
    world.origin = AnswerKind::NotModified { validators: Validators::default() };
}

/// Another document, that takes effect though it has less: it is seen twice.
fn publish_twice(world: &mut World, entries: &[Entry]) {
    world.publish(entries);
    world.publish(entries);
}

fn rung(world: &World) -> Vec<DateTime<Utc>> {
    world.rung.iter().map(|(at, _)| *at).collect()
}

fn listed(world: &World) -> Vec<String> {
    world.upcoming().changes.iter().map(|change| change.words.clone()).collect()
}

/// Ten minutes before noon in New York, every Tuesday: in March the clocks there are put forward.
fn tuesdays() -> Vec<DateTime<Utc>> {
    let winter = ["2021-03-02", "2021-03-09"].map(|day| at(&format!("{day}T16:50:00Z")));
    let summer = (0..11).map(|week| at("2021-03-16T15:50:00Z") + Duration::weeks(week));
    winter.into_iter().chain(summer).collect()
}

#[test]
fn a_weekly_series_rings_for_three_months_on_one_document() {
    let mut world = World::new("2021-03-01T08:00:00Z", "leads = [10]", &[series("2021-03-02T12:00:00Z", WEEKLY, NEW_YORK)]);
    nothing_new(&mut world);
    for day in 0..92 {
        world.until_instant(at("2021-03-01T23:00:00Z") + Duration::days(day));
        assert_eq!(listed(&world), Vec::<String>::new(), "the window alone changes nothing");
        assert_eq!(world.upcoming().sessions.first().unwrap().title, "standup");
    }
    assert_eq!(rung(&world), tuesdays());
    assert!(world.rung.iter().all(|(_, notice)| notice.title == "In 10 minutes: standup"), "{:?}", world.rung);
}

#[test]
fn it_rings_once_though_the_program_is_started_every_few_hours() {
    let mut world = World::new("2021-03-01T08:00:00Z", "leads = [10]", &[series("2021-03-02T12:00:00Z", WEEKLY, NEW_YORK)]);
    nothing_new(&mut world);
    for turn in 1..=184 {
        world.until_instant(at("2021-03-01T08:00:00Z") + Duration::hours(12 * turn) + Duration::minutes(7 * turn % 500));
        world.restart();
        assert_eq!(listed(&world), Vec::<String>::new());
    }
    assert_eq!(rung(&world), tuesdays());
}

#[test]
fn after_a_sleep_of_days_or_months_it_goes_on() {
    let mut world = World::new("2021-03-01T08:00:00Z", "leads = [10]", &[series("2021-03-02T12:00:00Z", WEEKLY, NEW_YORK)]);
    nothing_new(&mut world);
    world.until_instant(at("2021-03-05T08:00:00Z"));
    world.sleep_until("2021-03-15T08:00:00Z");
    world.until_instant(at("2021-03-17T08:00:00Z"));
    // Longer than any window reaches.
    world.sleep_until("2021-06-22T15:40:00Z");
    world.until_instant(at("2021-06-30T00:00:00Z"));
    let expected = ["2021-03-02T16:50:00Z", "2021-03-16T15:50:00Z", "2021-06-22T15:50:00Z", "2021-06-29T15:50:00Z"];
    assert_eq!(rung(&world), expected.map(at));
    assert_eq!(listed(&world), Vec::<String>::new());
}

#[test]
fn a_notice_stands_though_its_date_has_left_the_window() {
    let mut world = World::new("08:00", "leads = [10]", &[series("2021-03-30T10:00:00Z", WEEKLY, ""), entry("later", "2021-04-20T10:00:00Z")]);
    nothing_new(&mut world);
    world.until_instant(at("2021-04-04T00:00:00Z"));
    assert_eq!(world.diary(), ["09:50:00 ring In 10 minutes: standup"]);
    world.restart();
    assert_eq!((world.diary(), listed(&world)), (Vec::new(), Vec::new()));
}

#[test]
fn one_date_is_moved_and_told_in_its_own_words() {
    let mut world = World::new("08:00", "leads = [10]", &[series("2021-03-23T10:00:00Z", WEEKLY, "")]);
    let moved = overrides(r#""2021-03-30T10:00:00":{"start":"2021-03-30T11:00:00"}"#);
    world.publish(&[series("2021-03-23T10:00:00Z", WEEKLY, &moved)]);
    world.until_instant(at("2021-04-06T12:00:00Z"));
    assert_eq!(world.diary(), ["08:00:05 ring Moved to 11:00: standup", "10:50:00 ring In 10 minutes: standup", "09:50:00 ring In 10 minutes: standup"],);
    assert_eq!(world.rung[0].1.body, "was 10:00 · Series");
    assert_eq!(listed(&world), ["Moved to Tue 30 Mar 11:00: standup"]);
}

#[test]
fn a_date_that_rang_and_is_excluded_is_retracted_and_the_others_ring() {
    let all = [series("2021-03-23T10:00:00Z", WEEKLY, ""), entry("x", "2021-04-01T12:00:00Z")];
    let mut world = World::new("08:00", "leads = [10]", &all);
    world.until("09:52");
    world.publish(&[series("2021-03-23T10:00:00Z", WEEKLY, &overrides(r#""2021-03-30T10:00:00":{"excluded":true}"#)), all[1].clone()]);
    assert!(world.standing.is_empty());
    world.until_instant(at("2021-04-06T12:00:00Z"));
    let expected =
        ["09:50:00 ring In 10 minutes: standup", "09:52:05 ring Cancelled: standup", "11:50:00 ring In 10 minutes: x", "09:50:00 ring In 10 minutes: standup"];
    assert_eq!(world.diary(), expected);
    assert_eq!(listed(&world), ["Cancelled: standup"]);
    world.publish(&all);
    assert_eq!(listed(&world), ["Cancelled: standup"], "a date that is over is no news");
}

#[test]
fn a_cancelled_date_is_told_and_back_when_it_is() {
    let mut world = World::new("08:00", "leads = [10]", &[series("2021-03-23T10:00:00Z", WEEKLY, "")]);
    world.publish(&[series("2021-03-23T10:00:00Z", WEEKLY, &overrides(r#""2021-04-06T10:00:00":{"status":"cancelled"}"#))]);
    world.until("08:10");
    world.publish(&[series("2021-03-23T10:00:00Z", WEEKLY, &overrides(r#""2021-04-06T10:00:00":{"excluded":true}"#))]);
    world.until("08:20");
    world.publish(&[series("2021-03-23T10:00:00Z", WEEKLY, "")]);
    world.until("08:30");
    assert_eq!(listed(&world), ["On after all: standup", "Cancelled: standup"], "the latest first");
}

#[test]
fn an_edit_after_weeks_tells_nothing_of_dates_that_came_into_view_meanwhile() {
    for restarts in [false, true] {
        let mut world = World::new("2021-03-01T08:00:00Z", "leads = [10]", &[series("2021-03-02T12:00:00Z", DAILY, NEW_YORK)]);
        nothing_new(&mut world);
        world.until_instant(at("2021-03-22T08:00:00Z"));
        if restarts {
            world.sleep_until("2021-04-12T08:00:00Z");
            world.restart();
        }
        let mut mended = series("2021-03-02T12:00:00Z", DAILY, NEW_YORK);
        mended.title = "Standup".to_owned();
        world.publish(&[mended]);
        assert_eq!(listed(&world), Vec::<String>::new());
    }
}

#[test]
fn a_new_series_is_one_change_and_so_is_a_host_of_all_its_dates() {
    let host = |name: &str| format!(r#","participants":{{"h":{{"name":"{name}","roles":{{"owner":true}}}}}}"#);
    let other = entry("x", "2021-04-01T12:00:00Z");
    let mut world = World::new("08:00", "leads = [10]", std::slice::from_ref(&other));
    world.publish(&[series("2021-03-02T12:00:00Z", DAILY, &host("Niko")), other.clone()]);
    assert_eq!(listed(&world), ["New: standup"]);
    assert_eq!(world.upcoming().changes[0].key.occurrence.unwrap().0.to_string(), "2021-03-30 12:00:00", "the first that is still to come");
    world.ask(UserAction::ClearChanges).unwrap();
    world.publish(&[series("2021-03-02T12:00:00Z", DAILY, &host("Ryan")), other]);
    world.until("08:10");
    assert_eq!(listed(&world), ["Ryan hosts standup now"]);
    assert_eq!(world.diary(), ["08:00:05 ring Ryan hosts standup now"]);
}

#[test]
fn a_series_that_ends_earlier_withdraws_what_was_announced() {
    let mut world = World::new("08:00", "leads = [10]", &[series("2021-03-23T10:00:00Z", WEEKLY, "")]);
    let ended = [series("2021-03-23T10:00:00Z", r#""frequency":"weekly","until":"2021-04-06T10:00:00""#, "")];
    world.publish(&ended);
    assert_eq!(listed(&world), Vec::<String>::new(), "that most dates are gone is believed when it is seen twice");
    world.publish(&ended);
    world.until_instant(at("2021-06-01T00:00:00Z"));
    assert_eq!(rung(&world), ["2021-03-30T08:00:05Z", "2021-03-30T09:50:00Z", "2021-04-06T09:50:00Z"].map(at));
    assert_eq!(world.rung[0].1.title, "Cancelled: standup");
}

#[test]
fn of_many_dates_that_change_alike_the_first_stands_for_all() {
    let mut world = World::new("08:00", "leads = [10]", &[series("2021-03-23T10:00:00Z", DAILY, "")]);
    publish_twice(&mut world, &[series("2021-03-23T10:00:00Z", r#""frequency":"daily","until":"2021-04-02T10:00:00""#, "")]);
    world.until("08:10");
    assert_eq!(world.diary(), ["08:00:05 ring Cancelled: standup"]);
    assert_eq!(world.upcoming().changes.len(), 1);
    assert_eq!(world.upcoming().changes[0].key.occurrence.unwrap().0.to_string(), "2021-04-03 10:00:00");
    // A few are named one by one.
    let mut world = World::new("08:00", "leads = [10]", &[series("2021-03-23T10:00:00Z", DAILY, "")]);
    let three = overrides(r#""2021-04-02T10:00:00":{"excluded":true},"2021-04-05T10:00:00":{"excluded":true},"2021-04-09T10:00:00":{"excluded":true}"#);
    world.publish(&[series("2021-03-23T10:00:00Z", DAILY, &three)]);
    assert_eq!(world.upcoming().changes.len(), 3);
}

#[test]
fn what_is_seen_on_two_days_is_seen_twice() {
    let mut world = World::new("08:00", "leads = []", &[series("2021-03-23T10:00:00Z", DAILY, "")]);
    let ended = [series("2021-03-23T10:00:00Z", r#""frequency":"daily","until":"2021-04-10T10:00:00""#, "")];
    world.publish(&ended);
    world.sleep_until("2021-03-31T08:00:00Z");
    world.until_instant(at("2021-03-31T08:05:00Z"));
    let last = world.upcoming().sessions.last().unwrap().clone();
    assert_eq!(last.key.occurrence.unwrap().0.to_string(), "2021-04-10 10:00:00");
}

#[test]
fn a_new_day_wakes_the_program_once() {
    let mut world =
        World::new("2021-03-01T08:00:00Z", "zone = \"Asia/Kolkata\"\nleads = []\ntell-changes = false", &[series("2021-03-02T12:00:00Z", WEEKLY, NEW_YORK)]);
    nothing_new(&mut world);
    let mut turns = Vec::new();
    while world.now.wall < at("2021-04-01T00:00:00Z") {
        let Some(deadline) = world.engine.poll_deadline().cloned() else { panic!("a series always has a next day") };
        turns.extend((deadline.why == "a new day's sessions are looked up").then_some(deadline.at));
        world.until_instant(deadline.at);
    }
    turns.dedup();
    let days: Vec<_> = turns.iter().map(|at| at.date_naive()).collect();
    assert!(days.windows(2).all(|pair| pair[0] < pair[1]), "{turns:?}");
    assert!(days.len() >= 20, "{turns:?}");
}

#[test]
fn a_single_session_that_becomes_a_series_is_not_cancelled() {
    let mut world = World::new("08:00", "leads = [10]", &[entry("standup", "2021-03-30T10:00:00Z"), entry("x", "2021-04-01T12:00:00Z")]);
    world.publish(&[series("2021-03-30T10:00:00Z", WEEKLY, ""), entry("x", "2021-04-01T12:00:00Z")]);
    world.until("10:30");
    assert_eq!(world.diary(), ["09:50:00 ring In 10 minutes: standup"]);
    assert_eq!(listed(&world), ["New: standup"], "the next week's is");
}

#[test]
fn what_rang_and_what_is_set_goes_over_to_the_series_that_a_session_becomes_and_back() {
    let alone = entry("standup", "2021-03-30T10:00:00Z");
    let mut world = World::new("08:00", "leads = [10, 5]", std::slice::from_ref(&alone));
    let session = crate::reminders::key(&world, "standup");
    world.ask(UserAction::SessionLeads { session: session.clone(), leads: Some(vec![LeadTime::minutes(20).unwrap(), LeadTime::minutes(3).unwrap()]) }).unwrap();
    world.ask(UserAction::Decline { session: session.clone() }).unwrap();
    world.until("09:45");
    world.publish(&[series("2021-03-30T10:00:00Z", WEEKLY, "")]);
    assert_eq!(world.standing.len(), 1, "its notice stands");
    world.restart();
    let first = world.upcoming().sessions.into_iter().find(|one| one.day == "2021-03-30").unwrap();
    assert!(first.key != session && first.own_leads && first.request.is_some());
    // Most of what was to come is gone: that is believed when it is said twice.
    world.publish(std::slice::from_ref(&alone));
    world.publish(std::slice::from_ref(&alone));
    assert!(world.upcoming().sessions.iter().any(|one| one.key == session && one.own_leads));
    world.until("10:30");
    let rung: Vec<_> = world.diary().into_iter().filter(|line| line.contains("ring In")).collect();
    assert_eq!(rung, ["09:40:00 ring In 20 minutes: standup", "09:57:00 ring In 3 minutes: standup"], "nothing rings twice");
}

#[test]
fn a_series_whose_start_is_edited_has_moved() {
    let mut world = World::new("08:00", "leads = [10]", &[series("2021-03-23T10:00:00Z", WEEKLY, "")]);
    world.publish(&[series("2021-03-23T11:00:00Z", WEEKLY, "")]);
    world.until("11:30");
    assert_eq!(world.diary(), ["08:00:05 ring Moved to 11:00: standup", "10:50:00 ring In 10 minutes: standup"]);
    assert_eq!(listed(&world), ["Moved to 11:00: standup"]);
}

#[test]
fn what_is_pushed_behind_the_cut_and_comes_back_is_no_change() {
    let hours: Vec<String> = (0..24).map(|hour| hour.to_string()).collect();
    let hourly = format!(r#""frequency":"daily","byHour":[{}]"#, hours.join(","));
    let alone = [series("2021-03-23T00:00:00Z", &hourly, "")];
    let mut world = World::new("08:00", "leads = [10]", &alone);
    let half_past = overrides(r#""2021-03-29T08:30:00":{},"2021-03-29T09:30:00":{},"2021-03-29T10:30:00":{},"2021-03-29T11:30:00":{}"#);
    world.publish(&[series("2021-03-23T00:00:00Z", &hourly, &half_past)]);
    assert_eq!(listed(&world), Vec::<String>::new());
    world.publish(&alone);
    assert_eq!(listed(&world), Vec::<String>::new());
}

#[test]
fn a_series_that_is_held_on_another_weekday_has_moved() {
    let mut world = World::new("08:00", "leads = [10]", &[series("2021-03-23T10:00:00Z", WEEKLY, "")]);
    let this_week = world.upcoming().sessions.into_iter().find(|session| session.day == "2021-03-30").unwrap().key;
    world.ask(UserAction::SessionLeads { session: this_week, leads: Some(vec![LeadTime::minutes(20).unwrap()]) }).unwrap();
    world.publish(&[series("2021-03-25T10:00:00Z", WEEKLY, "")]);
    assert_eq!(listed(&world), ["Moved to Thu 1 Apr 10:00: standup"], "one for all of the weeks");
    world.until("2021-04-08T12:00:00Z");
    let rung: Vec<_> = world.diary().into_iter().filter(|line| line.contains("ring In")).collect();
    assert_eq!(rung, ["09:40:00 ring In 20 minutes: standup", "09:50:00 ring In 10 minutes: standup"]);
    assert_eq!(self::rung(&world)[1..], [at("2021-04-01T09:40:00Z"), at("2021-04-08T09:50:00Z")]);
}

#[test]
fn what_was_held_on_the_old_weekday_did_not_move() {
    let mut world = World::new("2021-03-31T08:00:00Z", "leads = [10]", &[series("2021-03-23T10:00:00Z", WEEKLY, "")]);
    world.publish(&[series("2021-03-25T10:00:00Z", WEEKLY, "")]);
    assert_eq!(listed(&world), ["New: standup", "Moved to Thu 8 Apr 10:00: standup"], "Tuesday's took place");
}

#[test]
fn an_occurrence_that_began_days_ago_is_there_as_long_as_it_runs() {
    let mut sprint = series("2021-03-20T10:00:00Z", WEEKLY, "");
    sprint.minutes = 5 * 1440;
    let mut world = World::new("2021-03-30T08:00:00Z", "leads = [10]", &[sprint]);
    let runs = |world: &World| world.upcoming().sessions.iter().any(|session| session.day == "2021-03-27");
    assert!(runs(&world));
    world.restart();
    assert!(runs(&world));
    world.until_instant(at("2021-04-01T09:00:00Z"));
    world.restart();
    assert!(runs(&world), "an hour before its end");
    world.until_instant(at("2021-04-03T00:01:00Z"));
    world.restart();
    assert!(!runs(&world));
}
