//! A session for somebody else: as text on the clipboard, and for a calendar; and settings that are taken back.
//! It never looks at how a file is opened: that is the desktop's.

use crate::reminders::key;
use crate::talking::{ZULIP, signed_in};
use crate::world::{Entry, World, entry};
use sessionbell_core::action::{RefusalCode, Reply, SettingChange, UserAction};
use sessionbell_core::feed::{self, Scope};
use sessionbell_core::series::Window;
use sessionbell_core::settings::{FirstDay, Theme};
use sessionbell_core::zone::Zones;

const ASK: &str = r#","sessionbell.github.io:join":{"mode":"ask","contacts":[{"kind":"zulip","server":"https://chat.example.org","user":7,"name":"Niko"}]}"#;

fn talk() -> Entry {
    Entry { more: format!(r#","timeZone":"America/New_York"{ASK}"#), title: "Wrapping C++: async; APIs".to_owned(), ..entry("talk", "2021-03-30T14:30:00Z") }
}

#[test]
fn a_session_is_copied_with_both_clocks_and_without_the_link_that_a_host_sent() {
    let mut world = World::new("08:00", "zone = \"Europe/Berlin\"", &[talk()]);
    let talk = world.upcoming().sessions[0].key.clone();
    world.ask(UserAction::HaveLink { session: talk.clone(), link: "https://zoom.us/j/123".to_owned() }).unwrap();
    world.diary();
    world.ask(UserAction::CopySession { session: talk }).unwrap();
    let copied = world.diary().remove(0);
    assert!(copied.contains("copy Wrapping C++: async; APIs\nTuesday 30 March 2021, 20:30–21:30 (Europe/Berlin), 14:30 ET"), "{copied}");
    assert!(!copied.contains("zoom"), "{copied}");
}

#[test]
fn what_goes_to_a_calendar_is_read_back_as_the_same_session() {
    let mut world = World::new("08:00", "", &[talk()]);
    let talk = world.upcoming().sessions[0].key.clone();
    world.ask(UserAction::HaveLink { session: talk.clone(), link: "https://zoom.us/j/123".to_owned() }).unwrap();
    world.diary();
    world.ask(UserAction::AddToCalendar { session: talk }).unwrap();
    let told = world.diary().remove(0);
    let (name, calendar) = told.split_once("calendar ").unwrap().1.split_once(": ").unwrap();
    assert_eq!(name, "Wrapping C async APIs");
    assert!(!calendar.contains("zoom"), "{calendar}");
    let (read, issues) = feed::parse(calendar.as_bytes(), &Scope::new(Zones::bundled(), Window::around(world.now.wall))).unwrap();
    assert_eq!(issues, []);
    let session = &read.sessions[0];
    assert_eq!((&*session.title, session.duration.unwrap().num_minutes()), ("Wrapping C++: async; APIs", 60));
    assert_eq!(session.start.instant(sessionbell_core::zone::Zone::UTC), crate::world::at("2021-03-30T18:30:00Z"));
}

#[test]
fn what_the_desktop_does_not_do_is_said() {
    let mut world = World::new("08:00", "", &[entry("talk", "10:00")]);
    world.desktop_refuses = true;
    let talk = key(&world, "talk");
    for action in [UserAction::CopySession { session: talk.clone() }, UserAction::AddToCalendar { session: talk }] {
        world.ask(action).unwrap();
        assert_eq!(world.upcoming().troubles.len(), 1, "{:?}", world.upcoming().troubles);
        assert!(world.diary().iter().any(|line| line.contains("show upcoming")), "the window comes up with it");
    }
    let gone = world.ask(UserAction::CopySession { session: "f/gone".parse().unwrap() });
    assert_eq!(gone.unwrap_err().code, RefusalCode::NoSuchSession);
}

#[test]
fn each_change_of_a_setting_is_taken_back_in_turn_and_nothing_else() {
    let mut world = World::new("08:00", "", &[entry("talk", "10:00")]);
    let feed = world.engine.settings().feeds[0].id.clone();
    let before = world.engine.settings().clone();
    assert!(!world.settings_page().can_undo);
    assert_eq!(world.ask(UserAction::UndoSetting).unwrap_err().code, RefusalCode::NotDone);
    let named = |text: &str| Some(text.to_owned());
    let changes = [
        SettingChange::Leads(Vec::new()),
        SettingChange::Snooze(7),
        SettingChange::Late(1),
        SettingChange::Insist(true),
        SettingChange::BreakThrough(true),
        SettingChange::TellChanges(false),
        SettingChange::FeedLeads { feed: feed.clone(), leads: Some(Vec::new()) },
        SettingChange::Quiet(Some(("22:00".to_owned(), "06:30".to_owned()))),
        SettingChange::Theme(Theme::Dark),
        SettingChange::TextSize(150),
        SettingChange::Sound(0),
        SettingChange::FirstDay(FirstDay::Sunday),
        SettingChange::Hours(sessionbell_core::settings::HourCycle::H12),
        SettingChange::Zone(named("Asia/Kolkata")),
        SettingChange::Zones(vec!["UTC".to_owned()]),
        SettingChange::Name("Ada".to_owned()),
        SettingChange::Message("Hi {host}".to_owned()),
        SettingChange::NativeApps(true),
        SettingChange::Secrets(sessionbell_core::settings::SecretStore::File),
        SettingChange::FeedName { feed: feed.clone(), name: "Mine".to_owned() },
        SettingChange::FeedZone { feed: feed.clone(), zone: named("Asia/Kolkata") },
        SettingChange::StartAtLogin(true),
        SettingChange::WindowAtLogin(true),
    ];
    let mut passed = Vec::new();
    for change in changes {
        passed.push(world.engine.settings().clone());
        world.ask(UserAction::Set { change: change.clone() }).unwrap();
        assert_ne!(Some(world.engine.settings()), passed.last(), "{change:?} changes something");
        // The same once more is no change.
        world.ask(UserAction::Set { change }).unwrap();
    }
    assert_eq!(world.ask(UserAction::Set { change: SettingChange::TextSize(201) }).unwrap_err().code, RefusalCode::BadSetting);
    for settings in passed.into_iter().rev() {
        assert!(world.settings_page().can_undo);
        world.ask(UserAction::UndoSetting).unwrap();
        assert_eq!(*world.engine.settings(), settings);
    }
    assert_eq!((world.engine.settings(), world.settings_page().can_undo), (&before, false));
    // Of a feed that is gone there is nothing to take back.
    world.ask(UserAction::Set { change: SettingChange::Snooze(7) }).unwrap();
    world.ask(UserAction::Set { change: SettingChange::FeedName { feed: feed.clone(), name: "Mine".to_owned() } }).unwrap();
    world.ask(UserAction::RemoveFeed { feed }).unwrap();
    world.ask(UserAction::UndoSetting).unwrap();
    assert_eq!((world.engine.settings().snooze, world.engine.settings().feeds.len()), (5, 0));
}

#[test]
fn the_sample_is_kept_and_subscribed_like_any_other_feed() {
    let mut world = World::new("08:00", "", &[entry("talk", "10:00")]);
    world.ask(UserAction::AddSample).unwrap();
    assert!(world.diary().iter().any(|line| line.contains("sample of")));
    assert_eq!(world.engine.settings().feeds.len(), 2);
    assert_eq!(world.engine.settings().feeds[1].address.as_str(), "file:///home/ada/.config/sessionbell/sample.json");
    assert_eq!(world.ask(UserAction::AddSample).unwrap_err().code, RefusalCode::AlreadySubscribed);
}

#[test]
fn the_message_is_the_persons_own() {
    let (mut world, [talk, _]) = signed_in(ZULIP);
    let set = |text: &str| UserAction::Set { change: SettingChange::Message(text.to_owned()) };
    assert!(world.ask(set("Hi {nobody}")).unwrap_err().sentence.contains("{nobody}"));
    world.ask(set("Moin {host}, {session}? {name}")).unwrap();
    assert!(world.settings.contains("message = \"Moin {host}, {session}? {name}\""), "{}", world.settings);
    let page = world.settings_page();
    assert_eq!((page.message.as_str(), page.message_sample.as_str()), ("Moin {host}, {session}? {name}", "Moin Niko, talk? Ada"));
    let Ok(Reply::Draft { message, .. }) = world.ask(UserAction::Draft { session: talk, contact: 0 }) else { panic!() };
    assert_eq!(message, "Moin Niko, talk? Ada");
    let usual = page.usual_message;
    world.ask(set(&usual)).unwrap();
    assert!(!world.settings.contains("message = \"Moin"), "the usual is not written out");
}
