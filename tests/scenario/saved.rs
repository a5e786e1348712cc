//! What was saved by another version or was damaged: it is left out by name, and the rest is taken up.
//! It never writes a database: the rows are the store's own.

use crate::published::document;
use crate::world::{World, at, entry};
use sessionbell_core::action::{PauseUntil, UserAction, WindowKind};
use sessionbell_core::alarm::{Bell, LeadTime, Outcome};
use sessionbell_core::engine::{Beginning, Engine};
use sessionbell_core::notice::Press;
use sessionbell_core::session::FeedId;
use sessionbell_core::zone::Zone;

#[test]
fn what_is_not_understood_is_left_out_by_name_and_the_rest_is_taken_up() {
    let mut world = World::new("08:00", "leads = [10]", &[entry("talk", "10:00"), entry("missed", "08:30")]);
    world.ask(UserAction::Pause { until: PauseUntil::Minutes(60) }).unwrap();
    world.until("08:50");
    world.ask(UserAction::ClearMissed).unwrap();
    let mut saved = world.saved.clone();
    let row = saved.ledger.first().expect("what was missed is on record").clone();
    saved.ledger.push(sessionbell_core::store::LedgerRow { bell: "whenever".to_owned(), ..row.clone() });
    saved.ledger.push(sessionbell_core::store::LedgerRow { outcome: "{}".to_owned(), ..row });
    saved.copies.push((FeedId("gone".into()), document(&[]), at("08:00")));
    saved.facts.push(("tomorrow".to_owned(), "x".to_owned(), "1".to_owned()));
    saved.facts.push(("pause".to_owned(), "y".to_owned(), "nonsense".to_owned()));
    let beginning = Beginning { saved, settings: Some(world.settings.clone()), ..Beginning::default() };
    let (engine, left_out) = Engine::new(beginning, Zone::UTC, world.now);
    assert_eq!(left_out.len(), 4, "{left_out:?}");
    for words in ["whenever", "a line of the ledger", "a kind that this version does not know"] {
        assert!(left_out.iter().any(|one| one.contains(words)), "{words}: {left_out:?}");
    }
    assert_eq!(engine.state().paused_until, Some(at("09:00")));
    assert!(engine.state().missed_seen.is_some());
}

#[test]
fn what_was_put_off_does_not_ring_for_a_time_that_was_given_up() {
    let mut world = World::new("08:00", "leads = [60]\nsnooze = 30", &[entry("talk", "10:00")]);
    world.until("09:05");
    world.press("talk", Press::Snooze);
    world.publish(&[entry("talk", "15:00")]);
    world.until("09:10");
    world.publish(&[entry("talk", "10:00")]);
    world.rung.clear();
    world.until("09:59");
    let again = world.rung.iter().filter(|(_, notice)| !notice.title.starts_with("Moved")).count();
    assert_eq!(again, 0, "{:?}", world.rung);
}

#[test]
fn names_are_read_back_and_what_is_none_is_refused() {
    for bell in [Bell::Lead(LeadTime::AT_START), Bell::Insist(3), Bell::Snooze, Bell::FIRST] {
        assert_eq!(bell.to_string().parse(), Ok(bell));
    }
    for wrong in ["insist often", "soon", "99999"] {
        assert!(wrong.parse::<Bell>().is_err(), "{wrong}");
    }
    assert!(LeadTime::minutes(10_081).is_err() && LeadTime::minutes(-121).is_err() && LeadTime::minutes(40_000).is_err());
    assert_eq!(Outcome::Snoozed { until: at("10:00") }.at(), at("10:00"));
    assert_eq!([WindowKind::Upcoming, WindowKind::Settings, WindowKind::Bell].map(WindowKind::name), ["upcoming", "settings", "bell"]);
}
