//! Getting into a session: public links, asking, received links, hosts that are not known.
//! It never finds a received link anywhere but in the secrets and the opener.

use crate::reminders::key;
use crate::talking::{ZULIP, asked_at, signed_in, view, with as asked};
use crate::world::{Entry, World, entry};
use sessionbell_core::action::{RefusalCode, Reply, SettingChange, SnoozeUntil, UserAction};
use sessionbell_core::engine::{Deed, Effect, Input, Purpose};
use sessionbell_core::language::Sentence;
use sessionbell_core::notice::Press;
use sessionbell_core::secret::Secret;
use sessionbell_core::settings::SecretStore;
use sessionbell_core::trouble::TroubleCode;
use sessionbell_core::view::{RequestView, View, WayView};

const ASK: &str = r#","participants":{"n":{"name":"Niko","roles":{"owner":true}}},"sessionbell.github.io:join":{"mode":"ask","room":"zoom","contacts":[{"participant":"n","kind":"zulip","server":"https://chat.example.org","user":7,"handle":"Niko M"},{"kind":"email","handle":"niko@example.org"}]}"#;

fn with(uid: &str, start: &str, more: &str) -> Entry {
    Entry { more: more.to_owned(), ..entry(uid, start) }
}

#[test]
fn asking_copies_the_message_opens_the_chat_and_is_remembered() {
    let mut world = World::new("08:00", "leads = [10]\nname = \"Ada\"", &[with("talk", "10:00", ASK)]);
    world.until("09:50");
    assert_eq!(world.standing[0].notice.buttons[1].label, "Ask to join");
    world.diary();
    world.press("talk", Press::Ask);
    let diary = world.diary();
    assert_eq!(
        diary,
        [
            "09:50:00 copy Hi Niko, I would like to join “talk” (Series) on Tuesday 30 March at 10:00 UTC. Could you send me the link? This would be my first.\nAda",
            "09:50:00 open https://chat.example.org/#narrow/dm/7-Niko-M"
        ]
    );
    assert!(matches!(&world.upcoming().sessions[0].request, Some(RequestView::Drafted { channel, .. }) if channel == "Zulip"));
    world.restart();
    assert!(world.upcoming().sessions[0].request.is_some());
    let talk = key(&world, "talk");
    let reply = world.ask(UserAction::Ask { session: talk.clone(), contact: 1, message: None, again: true }).unwrap();
    assert!(matches!(reply, Reply::Asked { channel, .. } if channel == "e-mail"));
    assert!(world.diary()[1].contains("mailto:niko@example.org?subject=Joining%3A%20talk"));
    assert_eq!(world.ask(UserAction::Ask { session: talk.clone(), contact: 9, message: None, again: true }).unwrap_err().code, RefusalCode::NobodyToAsk);
    world.ask(UserAction::Withdraw { session: talk }).unwrap();
    assert_eq!(world.upcoming().sessions[0].request, None);
}

#[test]
fn a_received_link_opens_every_later_session_of_its_room_and_shows_nowhere() {
    let mut world = World::new("08:00", "leads = [10]", &[with("talk", "10:00", ASK), with("next", "2021-03-31T10:00:00Z", ASK)]);
    let [talk, next] = ["talk", "next"].map(|uid| key(&world, uid));
    assert_eq!(world.ask(UserAction::Join { session: talk.clone(), host: None }).unwrap_err().code, RefusalCode::NoLink);
    for bad in ["javascript:alert(1)", "http://zoom.us/j/1", "https://zoom.us@evil.example/", "hello", ""] {
        let refused = world.ask(UserAction::HaveLink { session: talk.clone(), link: bad.into() }).unwrap_err();
        assert!(refused.code == RefusalCode::BadLink && refused.sentence.starts_with("This link is not kept"), "{bad}");
    }
    let pasted = "Hi! Here it is: <https://us02web.zoom.us/j/1?pwd=canary>. See you";
    world.ask(UserAction::HaveLink { session: talk.clone(), link: pasted.into() }).unwrap();
    world.restart();
    let view = world.upcoming();
    assert!(matches!(&view.sessions[0].way, WayView::Kept { service, from: None, .. } if service.as_deref() == Some("Zoom")));
    assert!(matches!(&view.sessions[1].way, WayView::Kept { from: Some(from), .. } if from == "talk"));
    world.ask(UserAction::Join { session: next.clone(), host: None }).unwrap();
    assert_eq!(world.diary(), ["08:00:00 open https://us02web.zoom.us/j/1?pwd=canary"]);
    assert!(matches!(world.upcoming().sessions[1].request, Some(RequestView::Joined { .. })));

    let seen = serde_json::to_string(&View::Upcoming(Box::new(world.upcoming()))).unwrap() + &format!("{:?}{:?}", world.engine, world.saved);
    assert!(!seen.contains("canary"), "a received link is a secret");
    assert_eq!(world.secrets.len(), 1);
    world.ask(UserAction::ForgetLink { session: next.clone() }).unwrap();
    assert!(world.secrets.is_empty());
    assert_eq!(world.ask(UserAction::Join { session: next, host: None }).unwrap_err().code, RefusalCode::NoLink);
}

#[test]
fn an_unknown_host_is_confirmed_once() {
    let public = r#","virtualLocations":{"1":{"uri":"https://meet.club.example/a"}}"#;
    let mut world = World::new("08:00", "leads = [10]", &[with("talk", "10:00", public)]);
    let talk = key(&world, "talk");
    let join = |host: Option<&str>| UserAction::Join { session: talk.clone(), host: host.map(str::to_owned) };
    assert_eq!(world.ask(join(None)), Ok(Reply::ConfirmHost { host: "meet.club.example".into(), domain: "club.example".into(), was: None }));
    assert_eq!(world.ask(join(Some("evil.example"))), Ok(Reply::ConfirmHost { host: "meet.club.example".into(), domain: "club.example".into(), was: None }));
    assert_eq!(world.diary(), Vec::<String>::new());
    world.until("09:50");
    world.diary();
    world.press("talk", Press::Join);
    assert_eq!(world.diary(), ["09:50:00 show upcoming talk"], "a notice cannot ask; the window can");
    assert_eq!(world.ask(join(Some("meet.club.example"))), Ok(Reply::Done));
    world.restart();
    assert_eq!(world.ask(join(None)), Ok(Reply::Done));
    assert_eq!(world.diary(), ["09:50:00 open https://meet.club.example/a", "09:50:00 open https://meet.club.example/a"]);
}

#[test]
fn what_the_desktop_does_not_do_is_said_and_is_not_noted_as_done() {
    let mut world = World::new("08:00", "leads = [10]", &[with("talk", "10:00", ASK), entry("public", "10:00")]);
    let said = |world: &World| world.upcoming().troubles.into_iter().map(|trouble| (trouble.code, trouble.sentence)).collect::<Vec<_>>();
    world.until("09:50");
    world.diary();
    world.desktop_refuses = true;
    world.press("talk", Press::Ask);
    assert_eq!(said(&world), [(TroubleCode::NotDone, "It did not open.".to_owned())]);
    assert!(world.diary().iter().all(|line| line == "09:50:00 show upcoming talk"), "a notice has no place for it; the window has");
    assert_eq!(world.upcoming().sessions[1].request, None, "nobody was asked");

    // It seems to open, and only later turns out not to have: what was known before holds again.
    world.desktop_refuses = false;
    let talk = key(&world, "talk");
    world.ask(UserAction::HaveLink { session: talk.clone(), link: "https://us02web.zoom.us/j/1".into() }).unwrap();
    assert_eq!(said(&world), [], "the next thing that is asked for is another matter");
    world.ask(UserAction::Join { session: talk.clone(), host: None }).unwrap();
    assert!(matches!(world.upcoming().sessions[1].request, Some(RequestView::Joined { .. })));
    world.input(Input::NotDone(Deed::Open(Some(Purpose::Join(talk.clone()))), Sentence::as_it_is("The opener failed.")));
    assert!(matches!(world.upcoming().sessions[1].request, Some(RequestView::LinkReceived { .. })));
    assert_eq!(said(&world), [(TroubleCode::NotDone, "The opener failed.".to_owned())]);
    world.restart();
    assert!(matches!(world.upcoming().sessions[1].request, Some(RequestView::LinkReceived { .. })), "it was saved, too");

    // Opened well once; that the next time fails at once takes nothing of that back.
    world.ask(UserAction::Join { session: talk.clone(), host: None }).unwrap();
    world.desktop_refuses = true;
    world.ask(UserAction::Join { session: talk, host: None }).unwrap();
    assert!(matches!(world.upcoming().sessions[1].request, Some(RequestView::Joined { .. })));
}

#[test]
fn a_session_that_is_gone_is_refused_with_a_sentence() {
    let mut world = World::new("08:00", "", &[entry("talk", "10:00")]);
    let mut gone = key(&world, "talk");
    gone.uid.0 = "other".into();
    for action in [
        UserAction::Join { session: gone.clone(), host: None },
        UserAction::OpenTopic { session: gone.clone(), topic: 0 },
        UserAction::Snooze { session: gone.clone(), until: SnoozeUntil::Usual },
        UserAction::Mute { session: gone, muted: true },
    ] {
        assert_eq!(world.ask(action).unwrap_err().code, RefusalCode::NoSuchSession);
    }
}

#[test]
fn a_link_that_came_with_another_host_is_confirmed_before_it_opens() {
    let (mut world, [talk, next]) = signed_in(ZULIP);
    world.ask(UserAction::HaveLink { session: talk, link: "https://zoom.us/j/1".into() }).unwrap();
    let other = asked_at(ZULIP).replace("\"Niko\"", "\"Ryan\"");
    world.publish(&[asked("talk", "10:00", ZULIP), Entry { more: other, ..entry("next", "2021-03-31T10:00:00Z") }]);
    assert!(matches!(view(&world, &next).way, WayView::Kept { whose: Some(whose), .. } if whose == "Niko"));
    world.diary();
    let join = |host: Option<&str>| UserAction::Join { session: next.clone(), host: host.map(str::to_owned) };
    assert_eq!(world.ask(join(None)), Ok(Reply::ConfirmHost { host: "zoom.us".into(), domain: "zoom.us".into(), was: Some("Niko".into()) }));
    assert_eq!(world.ask(join(Some("zoom.us"))), Ok(Reply::Done));
    assert_eq!(world.ask(join(None)), Ok(Reply::Done), "once is enough");
    assert_eq!(world.diary(), ["08:00:00 open https://zoom.us/j/1", "08:00:00 open https://zoom.us/j/1"]);
}

#[test]
fn a_locked_keyring_forgets_nothing_and_one_that_lost_a_link_is_believed() {
    let (mut world, [talk, next]) = signed_in(ZULIP);
    world.ask(UserAction::HaveLink { session: talk, link: "https://zoom.us/j/1".into() }).unwrap();
    let trouble = |world: &World| world.upcoming().troubles.iter().any(|trouble| trouble.code == TroubleCode::SecretsNotKept);
    world.keyring_is_locked = true;
    world.restart();
    assert!(trouble(&world) && matches!(view(&world, &next).way, WayView::Ask { .. }));
    assert!(world.settings.contains("[[account]]"), "nor an account");
    // It is unlocked, and what was kept is there.
    let found = world.secrets.iter().map(|(name, value)| (name.clone(), Secret::new(value))).collect();
    world.input(Input::Secrets(Ok(found)));
    assert!(!trouble(&world) && matches!(view(&world, &next).way, WayView::Kept { .. }));
    assert!(matches!(world.ask(UserAction::Draft { session: next.clone(), contact: 0 }), Ok(Reply::Draft { account: Some(_), .. })));
    world.input(Input::SecretKept(Err(Sentence::as_it_is("It is full."))));
    assert!(trouble(&world));
    // Somebody has removed everything from it.
    world.keyring_is_locked = false;
    world.secrets.clear();
    world.restart();
    assert!(matches!(view(&world, &next).way, WayView::Ask { .. }));
    assert!(world.settings_page().accounts[0].note.contains("sign in again"));
    assert!(world.saved.facts.iter().all(|(kind, ..)| kind != "link"));
}

#[test]
fn secrets_move_to_where_they_are_to_be_kept() {
    let (mut world, [talk, next]) = signed_in(ZULIP);
    world.ask(UserAction::HaveLink { session: talk, link: "https://zoom.us/j/1".into() }).unwrap();
    world.engine.ask(UserAction::Set { change: SettingChange::Secrets(SecretStore::File) }, world.now).unwrap();
    let mut moved = Vec::new();
    while let Some(effect) = world.engine.poll_effect() {
        if let Effect::Secret(store, name, value) = effect {
            moved.push((store, name.starts_with("account/"), value.is_some()));
        }
    }
    use SecretStore::{File, Keyring};
    assert_eq!(moved, [(File, false, true), (Keyring, false, false), (File, true, true), (Keyring, true, false)]);
    assert!(matches!(view(&world, &next).way, WayView::Kept { .. }));
}

#[test]
fn a_meeting_opens_in_its_own_program_where_that_is_wanted_and_known() {
    let public = |uri: &str| format!(r#","virtualLocations":{{"1":{{"uri":"{uri}"}}}}"#);
    let (zoom, jitsi) = (public("https://zoom.us/j/123456789?pwd=a"), public("https://meet.jit.si/Room"));
    let mut world = World::new("08:00", "native-apps = true", &[with("zoom", "10:00", &zoom), with("jitsi", "10:00", &jitsi)]);
    for uid in ["zoom", "jitsi"] {
        let session = key(&world, uid);
        world.ask(UserAction::Join { session, host: None }).unwrap();
    }
    assert_eq!(world.diary(), ["08:00:00 open zoommtg://zoom.us/join?action=join&confno=123456789&pwd=a", "08:00:00 open https://meet.jit.si/Room"]);
}

#[test]
fn a_marked_meeting_opens_once_at_its_start_and_never_behind_a_locked_screen() {
    let public = r#","virtualLocations":{"1":{"uri":"https://meet.jit.si/Room"}}"#;
    let marked = |settings: &str| {
        let mut world = World::new("08:00", settings, &[with("talk", "10:00", public), with("other", "10:00", public)]);
        let talk = key(&world, "talk");
        world.ask(UserAction::AutoOpen { session: talk.clone(), on: true }).unwrap();
        world.restart();
        assert!(view(&world, &talk).auto_open);
        (world, talk)
    };
    let opened = |world: &mut World| world.diary().into_iter().filter(|line| line.contains("open") || line.contains("show")).collect::<Vec<_>>();
    let (mut world, talk) = marked("leads = []");
    world.until("12:00");
    assert_eq!(opened(&mut world), ["10:00:00 open https://meet.jit.si/Room"]);
    assert!(!view(&world, &talk).auto_open);

    // Locked, it is looked at again; unlocked three minutes later it opens, six minutes later no more.
    for (unlocked, expected) in [("10:03", Some("10:03:20 open https://meet.jit.si/Room")), ("10:06", None)] {
        let (mut world, _) = marked("leads = []");
        world.screen_is_locked = Some(true);
        world.until(unlocked);
        world.screen_is_locked = Some(false);
        world.until("12:00");
        assert_eq!(opened(&mut world), expected.into_iter().collect::<Vec<_>>());
    }
    let (mut world, _) = marked("leads = []");
    world.screen_is_locked = None;
    world.until("12:00");
    assert_eq!(opened(&mut world), Vec::<String>::new(), "nobody says whether it is locked");
    let (mut world, _) = marked("leads = []\n[quiet]\nfrom = \"09:00\"\nto = \"11:00\"");
    world.until("12:00");
    assert_eq!(opened(&mut world), Vec::<String>::new(), "quiet hours are quiet");
    let (mut world, talk) = marked("leads = []");
    world.ask(UserAction::AutoOpen { session: talk, on: false }).unwrap();
    world.until("12:00");
    assert_eq!(opened(&mut world), Vec::<String>::new());
    // Moved, it opens at its new time; what has to be confirmed is shown.
    let (mut world, _) = marked("leads = []");
    let unknown = r#","virtualLocations":{"1":{"uri":"https://meet.club.example/a"}}"#;
    world.publish(&[with("talk", "11:00", unknown)]);
    world.until("12:00");
    assert_eq!(opened(&mut world), ["11:00:00 show upcoming talk"]);
}
