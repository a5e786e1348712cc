//! The same things said in another language: on a desktop that has it, and where it was chosen.
//! It never checks a translation but by samples: that all of it is there is the catalogue's own test.

use crate::world::{Entry, World, entry};
use sessionbell_core::action::{SettingChange, UserAction};
use sessionbell_core::engine::Input;
use sessionbell_core::language::Language;
use sessionbell_core::poll::AnswerKind;
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

#[test]
fn what_went_wrong_is_said_anew_in_the_language_that_is_set_later() {
    let mut world = World::new("08:00", "leads = [10]", &[entry("talk", "20:00")]);
    world.origin = AnswerKind::Status(404);
    world.until("10:00");
    let feed = |world: &World| world.settings_page().feeds[0].sentence.clone();
    assert_eq!(feed(&world), "example.org has no feed at this address (it answered 404); check the address.");
    let set = |choice| UserAction::Set { change: SettingChange::Language(choice) };
    world.ask(set(LanguageChoice::German)).unwrap();
    assert_eq!(feed(&world), "example.org hat unter dieser Adresse keinen Feed (Antwort 404); prüfe die Adresse.");
    world.restart();
    assert!(feed(&world).starts_with("example.org hat "), "{}", feed(&world));
    assert!(world.upcoming().troubles[0].sentence.contains("deine Erinnerungen bleiben"), "{:?}", world.upcoming().troubles);
    let refused = world.ask(UserAction::Set { change: SettingChange::Snooze(0) }).unwrap_err().sentence;
    assert_eq!(refused, "Verschieben lässt sich um 1 bis 120 Minuten.");
    let refused = world.ask(UserAction::AddFeed { address: "http://example.org/".into() }).unwrap_err().sentence;
    assert_eq!(refused, "diese Adresse ist nicht verschlüsselt; versuche es mit https:// statt http://.");
    // A later version may not say it any more: then nothing is known of it until the next check.
    for (.., value) in &mut world.saved.facts {
        *value = value.replace("feed-not-found", "feed-of-old");
    }
    world.restart();
    assert_eq!(feed(&world), "");
}

#[test]
fn what_a_feed_and_a_settings_file_have_wrong_is_said_in_every_language() {
    let odd = Entry { more: ",\"status\":\"sure\"".to_owned(), ..entry("talk", "10:00") };
    let nameless = Entry { uid: String::new(), ..entry("", "10:00") };
    let mut world = World::new("08:00", "leads = [10]", &[odd, nameless]);
    world.until("08:05");
    let issues = |world: &World| world.settings_page().feeds[0].issues.clone();
    assert_eq!(
        issues(&world),
        [
            "warning: /entries/0/status: “sure” is not a status; the session is taken as confirmed",
            "error: /entries/1/uid: the uid must have 1 to 255 bytes of text"
        ]
    );
    world.ask(UserAction::Set { change: SettingChange::Language(LanguageChoice::German) }).unwrap();
    assert_eq!(
        issues(&world),
        [
            "Hinweis: /entries/0/status: „sure“ ist kein Status; das Treffen gilt als bestätigt",
            "Fehler: /entries/1/uid: die uid muss 1 bis 255 Bytes Text haben"
        ]
    );
    world.input(Input::SettingsText(Some("language = \"de\"\nsnooze = 0\n".to_owned())));
    let trouble = &world.upcoming().troubles[0].sentence;
    assert!(trouble.contains("der Einstellungsdatei: „0 is not between 1 and 120“ (in den Worten des Parsers)"), "{trouble}");
}
