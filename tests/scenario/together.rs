//! Several sessions in one notice: a digest at one instant, within a minute, on waking, of a feed that floods; and what is not joined.
//! It never looks at the ledger: what a person would see counts.

use crate::reminders::key;
use crate::world::{SECOND, World, at, document, entry};
use sessionbell_core::action::{SnoozeUntil, UserAction};
use sessionbell_core::menu::Item;
use sessionbell_core::notice::Press;
use sessionbell_core::poll::{AnswerKind, Validators};

#[test]
fn three_of_one_minute_are_one_digest_that_names_each() {
    let mut world = World::new("08:00", "leads = [10]\nsnooze = 5", &[entry("a", "10:00"), entry("b", "10:00"), entry("c", "10:00")]);
    world.until("09:51");
    assert_eq!(world.diary(), ["09:50:00 ring In 10 minutes: 3 sessions"]);
    let body = &world.rung[0].1.body;
    assert!(["a", "b", "c"].iter().all(|title| body.contains(title)), "{body}");
    assert_eq!(world.standing.len(), 1);
    world.press("3 sessions", Press::Snooze);
    assert!(world.standing.is_empty());
    world.until("11:00");
    assert_eq!(world.diary(), ["09:56:00 ring In 4 minutes: 3 sessions"]);
}

/// A feed that rings all the time is one notice on the screen, and each of its sessions is named in time.
#[test]
fn a_feed_that_floods_has_six_notices_an_hour_and_then_one_for_all() {
    let uids: Vec<String> = (10..30).map(|number| format!("talk-{number}")).collect();
    let talks: Vec<_> = uids.iter().zip(0..).map(|(uid, number)| entry(uid, &format!("10:{:02}", number * 2))).collect();
    let mut world = World::new("08:00", &format!("leads = [0]\ntell-changes = false\n[[feed]]\naddress = \"{SECOND}\""), &talks);
    let calm = world.engine.settings().feeds.iter().find(|feed| feed.address.as_str() == SECOND).unwrap().clone();
    let body = document(&[entry("calm", "10:31"), entry("calmer", "10:35")]);
    world.second = Some(AnswerKind::Fresh { body, validators: Validators::default() });
    // The copy that says much less is believed the second time.
    world.answer_for(calm.id.clone(), calm.address.clone());
    world.answer_for(calm.id, calm.address);
    world.until("10:10");
    assert_eq!(world.standing.len(), 6);
    world.until("10:12");
    assert_eq!(world.standing.len(), 1, "what stood is folded into one");
    world.until("10:39");
    for (uid, number) in uids.iter().zip(0..) {
        let named = world.rung.iter().find(|(_, notice)| format!("{} {}", notice.title, notice.body).contains(uid.as_str())).unwrap();
        assert_eq!(named.0, at(&format!("10:{:02}", number * 2)), "{uid} in time");
    }
    let alone = |uid: &str| world.standing.iter().any(|one| one.notice.title == format!("Now: {uid}"));
    assert!(world.standing.len() == 3 && alone("calm") && alone("calmer"), "{:?}", world.standing);
}

#[test]
fn notices_of_one_minute_are_joined_when_the_third_comes() {
    let mut world = World::new("08:00", "leads = [10]", &[entry("a", "10:00:00"), entry("b", "10:00:20"), entry("c", "10:00:40"), entry("d", "10:05:00")]);
    world.until("09:51");
    assert_eq!(world.diary(), ["09:50:00 ring In 10 minutes: a", "09:50:20 ring In 10 minutes: b", "09:50:40 ring 3 sessions, the first in 9 minutes"]);
    assert_eq!(world.standing.len(), 1, "the two before are taken away");
    world.until("09:56");
    assert_eq!(world.diary(), ["09:55:00 ring In 10 minutes: d"], "what came earlier is another matter");
}

#[test]
fn on_waking_one_digest_instead_of_a_pile() {
    let mut world = World::new("06:00", "leads = [60, 10]", &[entry("a", "10:00"), entry("b", "10:10"), entry("c", "10:30"), entry("d", "12:00")]);
    world.sleep_until("09:58");
    world.until("11:30");
    assert_eq!(world.diary()[0], "09:58:00 ring 3 sessions, the first in 2 minutes");
    assert!(!world.rung[0].1.body.contains('d'), "{}", world.rung[0].1.body);
}

#[test]
fn a_digest_loses_those_that_are_cancelled_and_stands_until_all_are_answered() {
    let all = [entry("a", "10:00"), entry("b", "10:00"), entry("c", "10:00"), entry("d", "10:00")];
    let mut world = World::new("08:00", "leads = [10]", &all);
    world.until("09:51");
    let mut cancelled = all.clone();
    cancelled[3].cancelled = true;
    world.publish(&cancelled);
    world.until("09:52");
    assert_eq!(world.diary(), ["09:50:00 ring In 10 minutes: 4 sessions", "09:51:00 ring In 9 minutes: 3 sessions", "09:51:05 ring Cancelled: d"]);
    let keys: Vec<_> = ["a", "b", "c"].iter().map(|uid| key(&world, uid)).collect();
    for one in &keys[..2] {
        world.ask(UserAction::Dismiss { session: one.clone() }).unwrap();
        assert!(world.standing.iter().any(|one| one.notice.title.contains("3 sessions")));
    }
    world.ask(UserAction::Dismiss { session: keys[2].clone() }).unwrap();
    assert!(world.standing.iter().all(|one| !one.notice.title.contains("sessions")), "{:?}", world.standing);
}

#[test]
fn two_sessions_of_one_minute_from_two_feeds_are_two_notices_and_the_tray_says_two() {
    let mut joinable = entry("same", "10:00");
    joinable.more = r#","virtualLocations":{"1":{"@type":"VirtualLocation","uri":"https://meet.jit.si/Room"}}"#.to_owned();
    let second = "leads = [10]\n[[feed]]\naddress = \"https://example.com/other.json\"\n";
    let mut world = World::new("08:00", second, &[joinable]);
    world.until("09:51");
    assert_eq!(world.diary(), ["09:50:00 ring In 10 minutes: same", "09:50:00 ring In 10 minutes: same"]);
    assert_eq!(world.standing.len(), 2);
    assert!(world.standing.iter().all(|one| one.notice.buttons.iter().any(|button| button.press == Press::Join)), "both can be joined");
    let lines: Vec<String> = world
        .menu
        .as_ref()
        .unwrap()
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Words(words) => Some(words.clone()),
            Item::Press { label, .. } => Some(label.trim().to_owned()),
            Item::Sub { .. } | Item::Rule => None,
        })
        .collect();
    assert_eq!(lines[0], "2 sessions at the same time");
    assert_eq!(lines.iter().filter(|line| *line == "Join").count(), 2, "{lines:?}");
}

fn bodies(world: &World) -> Vec<&str> {
    world.standing.iter().map(|one| one.notice.body.as_str()).collect()
}

/// Who asked has answered for one session; the digest stands for the others, but not with a session that is cancelled.
#[test]
fn a_digest_does_not_go_on_naming_a_cancelled_session_that_was_asked_for() {
    let mut all = ["a", "b", "c", "d"].map(|name| entry(name, "10:00"));
    let mut world = World::new("08:00", "leads = [60]", &all);
    world.until("09:01");
    let a = key(&world, "a");
    world.ask(UserAction::Mute { session: a, muted: true }).unwrap();
    assert_eq!(world.standing.len(), 1, "it stands for the others");
    all[0].cancelled = true;
    world.publish(&all);
    world.until("09:02");
    assert!(bodies(&world).iter().all(|body| !body.contains("  a")), "{:?}", bodies(&world));
    assert!(bodies(&world).iter().any(|body| body.contains("  b") && body.contains("  c")), "{:?}", bodies(&world));
}

/// Snoozed twice, its first reminder is no longer its own notice, but still names it.
#[test]
fn a_digest_does_not_go_on_naming_a_cancelled_session_that_was_snoozed_twice() {
    let mut all = [entry("a", "10:00"), entry("b", "11:00"), entry("c", "11:00"), entry("d", "11:00")];
    let mut world = World::new("07:00", "leads = [120, 30]\nsnooze = 5\ntell-changes = false", &all);
    world.sleep_until("09:10");
    world.until("09:31");
    world.press("minutes: a", Press::Snooze);
    world.until("09:37");
    world.press("minutes: a", Press::Snooze);
    assert!(bodies(&world).iter().any(|body| body.contains("  a") && body.contains("  b")), "{:?}", bodies(&world));
    all[0].cancelled = true;
    world.publish(&all);
    assert!(!world.standing.is_empty() && bodies(&world).iter().all(|body| !body.contains("  a")), "{:?}", bodies(&world));
}

/// A feed that drops what is over has withdrawn nothing: what stood with it need not ring again.
#[test]
fn a_digest_is_not_shown_again_because_one_of_its_sessions_is_over_and_dropped() {
    let all = [entry("a", "13:00"), entry("b", "14:30"), entry("c", "14:30")];
    let mut world = World::new("06:30", "leads = [360]\ntell-changes = false", &all);
    world.sleep_until("09:10");
    world.until("14:05");
    assert_eq!(world.diary(), ["09:10:00 ring 3 sessions, the first in 3 h 50 min"]);
    world.publish(&all[1..]);
    world.until("14:10");
    assert_eq!((world.diary(), world.standing.len()), (Vec::new(), 1));
}

/// A session that rings on takes the place of its own last notice, not of one for several that is just taking it.
#[test]
fn what_rings_on_does_not_take_the_place_of_a_notice_for_several_of_the_same_instant() {
    let early: Vec<String> = (0..6).map(|number| format!("early-{number}")).collect();
    let mut talks: Vec<_> = early.iter().zip(20..).map(|(uid, minute)| entry(uid, &format!("09:{minute}"))).collect();
    talks.extend([entry("on", "10:00"), entry("next", "10:15")]);
    let mut world = World::new("08:00", "leads = [15]\ninsist = true\ntell-changes = false", &talks);
    world.until("09:12");
    for uid in &early {
        let session = key(&world, uid);
        world.ask(UserAction::Mute { session, muted: true }).unwrap();
    }
    world.until("10:00:30");
    assert!(world.standing.iter().any(|one| format!("{} {}", one.notice.title, one.notice.body).contains("next")), "{:?}", world.standing);
}

/// What rings until somebody acts has a notice of its own; what would have rung on but is over by now has not.
#[test]
fn sessions_put_off_past_the_time_in_which_they_rang_on_come_together() {
    let entries = ["a", "b", "c"].map(|uid| entry(uid, "10:00"));
    let mut world = World::new("08:00", "leads = [10]\ninsist = true\nlate = 1", &entries);
    for uid in ["a", "b", "c"] {
        let session = key(&world, uid);
        world.ask(UserAction::Snooze { session, until: SnoozeUntil::Minutes(123) }).unwrap();
    }
    world.until("10:03");
    let rung: Vec<_> = world.diary().into_iter().filter(|line| line.starts_with("10:03") && line.contains("ring")).collect();
    assert_eq!(rung.len(), 1, "{rung:?}");
}
