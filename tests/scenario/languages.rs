//! The same things said in another language: on a desktop that has it, and where it was chosen.
//! It never checks a translation but by samples: that all of it is there is the catalogue's own test.

use crate::world::{World, entry};
use sessionbell_core::action::{SettingChange, UserAction};
use sessionbell_core::language::Language;
use sessionbell_core::settings::LanguageChoice;

fn languages(world: &World) -> [Language; 2] {
    [world.upcoming().look.language, world.settings_page().look.language]
}

#[test]
fn everything_changes_with_the_language_at_once() {
    let mut world = World::new("08:00", "leads = [10]", &[entry("talk", "10:00"), entry("next", "2021-04-02T10:00:00Z")]);
    assert_eq!(languages(&world), [Language::English; 2]);
    world.ask(UserAction::Set { change: SettingChange::Language(LanguageChoice::German) }).unwrap();
    assert_eq!(languages(&world), [Language::German; 2]);
    assert!(world.settings.contains("language = \"de\""), "{}", world.settings);
    let tray = format!("{:?}", world.menu.as_ref().unwrap().items);
    for said in ["talk in 2 Std.", "Freitag, 2. April", "Feeds jetzt prüfen", "Bis morgen"] {
        assert!(tray.contains(said), "{said}: {tray}");
    }
    world.until("09:51");
    assert_eq!(world.diary().last().map(String::as_str), Some("09:50:00 ring In 10 Minuten: talk"));
    let page = world.settings_page();
    assert!(page.doctor.checks.iter().any(|check| check.what == "Uhr"), "{:?}", page.doctor.checks);
    assert_eq!(page.doctor.outcomes[0].reminder, "talk, mit 10 Min. Vorlauf");
    world.ask(UserAction::UndoSetting).unwrap();
    assert_eq!(languages(&world), [Language::English; 2]);
    assert!(format!("{:?}", world.menu.as_ref().unwrap().items).contains("Check feeds now"));
}
