//! What lies at the margin of what happens: another session in the same second, a minute after the start, a week later.
//! It never looks at one session alone.

use crate::reminders::key;
use crate::world::{Entry, World, entry};
use sessionbell_core::action::{Reply, UserAction};
use sessionbell_core::engine::Input;
use sessionbell_core::notice::Press;

const ASK: &str = r#","sessionbell.github.io:join":{"mode":"ask","contacts":[{"kind":"discord","handle":"niko","user":"42"}]}"#;

fn titles(world: &World) -> Vec<&str> {
    world.rung.iter().map(|(_, notice)| notice.title.as_str()).collect()
}

#[test]
fn opening_a_notice_does_not_answer_what_was_held_meanwhile() {
    let mut world = World::new("08:00", "leads = [15, 5]", &[entry("talk", "10:00")]);
    world.until("09:54");
    world.input(Input::DoNotDisturb(true));
    world.until("09:56");
    world.press("talk", Press::Open);
    world.until("09:58");
    world.input(Input::DoNotDisturb(false));
    assert_eq!(titles(&world), ["In 15 minutes: talk", "In 2 minutes: talk"]);
}

#[test]
fn a_reminder_says_nothing_of_another_s_move_which_is_told_all_the_same() {
    let mut world = World::new("08:00", "leads = [120, 10]", &[entry("b", "10:00"), entry("a", "11:30")]);
    world.until("09:49:58");
    world.rung.clear();
    world.publish(&[entry("b", "10:00"), entry("a", "13:00")]);
    world.until("09:50:30");
    assert_eq!(titles(&world), ["In 10 minutes: b", "Moved to 13:00: a"]);
}

#[test]
fn a_further_topic_is_told_to_those_who_asked_to_join_alone() {
    let linked = |uid: &str, more: &str| Entry {
        more: format!(r#","links":{{"t":{{"@type":"Link","href":"https://example.org/topic","rel":"related","title":"Story"}}}}{more}"#),
        ..entry(uid, "12:00")
    };
    let asked = Entry { more: ASK.to_owned(), ..entry("asked", "12:00") };
    let mut world = World::new("08:00", "leads = [120]", &[entry("other", "12:00"), asked.clone()]);
    let session = key(&world, "asked");
    world.ask(UserAction::Ask { session, contact: 0, message: None, again: true }).unwrap();
    world.until("10:30");
    world.rung.clear();
    world.publish(&[linked("other", ""), linked("asked", ASK)]);
    world.until("10:31");
    assert_eq!(world.rung.len(), 1, "{:?}", titles(&world));
    assert!(world.rung[0].1.title.contains("asked"), "{:?}", titles(&world));
}

#[test]
fn one_that_is_cancelled_after_its_start_is_taken_out_of_the_notice_for_several() {
    let all = ["a", "b", "c"].map(|uid| entry(uid, "10:00"));
    let mut world = World::new("08:00", "leads = [0]", &all);
    world.until("10:01");
    assert_eq!(world.standing.len(), 1);
    assert!(world.standing[0].notice.body.contains('b'));
    let off = Entry { cancelled: true, ..entry("b", "10:00") };
    world.publish(&[all[0].clone(), off, all[2].clone()]);
    world.until("10:02");
    let lines: Vec<_> = world
        .standing
        .iter()
        .filter(|one| !one.notice.title.starts_with("Cancelled"))
        .flat_map(|one| one.notice.body.lines().chain([&*one.notice.title]))
        .collect();
    assert!(lines.iter().any(|line| line.ends_with('a')) && lines.iter().any(|line| line.ends_with('c')), "{lines:?}");
    assert!(!lines.iter().any(|line| line.ends_with(" b")), "{lines:?}");
}

#[test]
fn a_flood_is_over_an_hour_later() {
    let morning = (0..6).map(|number| entry(&format!("m{number}"), &format!("08:{:02}", 20 + number * 3)));
    let noon = ["x", "y"].map(|uid| entry(uid, "11:00"));
    let mut world = World::new("08:00", "leads = [10]", &morning.chain(noon).collect::<Vec<_>>());
    world.until("08:40");
    assert_eq!(world.rung.len(), 6);
    world.until("10:51");
    assert_eq!(titles(&world)[6..], ["In 10 minutes: x", "In 10 minutes: y"], "each by itself again");
}

#[test]
fn that_a_host_was_asked_counts_for_a_week() {
    let ask = |uid: &str, start: &str| Entry { more: ASK.to_owned(), ..entry(uid, start) };
    let mut world = World::new("08:00", "leads = []", &[ask("talk", "2021-04-20T10:00:00Z")]);
    let talk = key(&world, "talk");
    world.ask(UserAction::Ask { session: talk.clone(), contact: 0, message: Some("Hi".to_owned()), again: false }).unwrap();
    world.ask(UserAction::Sent { session: talk.clone(), sent: true }).unwrap();
    let lately = |world: &mut World| match world.ask(UserAction::Draft { session: talk.clone(), contact: 0 }).unwrap() {
        Reply::Draft { lately, .. } => lately,
        other => panic!("{other:?}"),
    };
    world.until("2021-04-06T07:59:00Z");
    assert!(lately(&mut world).is_some());
    world.until("2021-04-06T08:01:00Z");
    assert_eq!(lately(&mut world), None);
}

#[test]
fn a_meeting_that_is_to_open_by_itself_waits_for_its_own_start() {
    let public = |uid: &str, start: &str, room: &str| Entry {
        more: format!(r#","virtualLocations":{{"1":{{"@type":"VirtualLocation","uri":"https://meet.jit.si/{room}"}}}}"#),
        ..entry(uid, start)
    };
    let mut world = World::new("08:00", "leads = []", &[public("a", "10:00", "First"), public("b", "10:30", "Second")]);
    for uid in ["a", "b"] {
        let session = key(&world, uid);
        world.ask(UserAction::AutoOpen { session, on: true }).unwrap();
    }
    world.diary();
    world.until("10:29");
    let opened: Vec<_> = world.diary().into_iter().filter(|line| line.contains(" open ")).collect();
    assert_eq!(opened, ["10:00:00 open https://meet.jit.si/First"]);
    world.until("10:31");
    assert!(world.diary().iter().any(|line| line == "10:30:00 open https://meet.jit.si/Second"));
}

#[test]
fn one_that_was_called_off_or_gone_and_is_back_elsewhere_is_told_as_such() {
    let (a, b) = (entry("a", "12:00"), entry("b", "13:00"));
    let off = Entry { cancelled: true, ..a.clone() };
    let mut world = World::new("08:00", "leads = [10]", &[off, b.clone()]);
    let listed = |world: &World| world.upcoming().changes.iter().map(|change| change.words.clone()).collect::<Vec<_>>();
    world.publish(&[a.clone(), b]);
    assert_eq!(listed(&world), ["On after all: a"]);
    world.publish(std::slice::from_ref(&a));
    world.publish(std::slice::from_ref(&a));
    world.publish(&[a, entry("b", "14:00")]);
    assert!(listed(&world).iter().any(|words| words == "Moved to 14:00: b"), "{:?}", listed(&world));
}
