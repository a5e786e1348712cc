//! The bell as dunst receives it, and what its buttons do.
//! It never believes the program's own word: the bus, dunst and the opener are asked.

use crate::home::{ASK, Home, PUBLIC, Session, soon};
use xtask::command::wait;
use xtask::desktop::{PATIENCE, Parts};

#[test]
fn it_rings_at_its_time_with_its_buttons_and_they_work() {
    let mut home = Home::new(Parts::ALL);
    let due = soon(6);
    let start = due + chrono::Duration::minutes(10);
    home.subscribe(
        &[
            Session { uid: "a", title: "Public <b>talk</b> & more", start, more: PUBLIC },
            Session { uid: "b", title: "Asked for", start: start + chrono::Duration::seconds(2), more: ASK },
        ],
        "snooze = 1",
    );
    let app = home.start();
    let public = home.until_rung("Public", 1, 30).remove(0);
    let late = public.at - due;
    assert!(late >= chrono::Duration::zero() && late < chrono::Duration::milliseconds(500), "rang {late} after it was due");
    assert_eq!(public.title, "In 10 minutes: Public <b>talk</b> & more");
    assert!(public.body.contains("Niko · ") && public.body.ends_with(" · Series"), "{}", public.body);
    assert_eq!(public.buttons, ["Open", "Join", "Snooze 1 min"]);
    let asked = home.until_rung("Asked for", 1, 30).remove(0);
    assert_eq!(asked.buttons, ["Open", "Ask to join", "Snooze 1 min"]);
    wait("both on dunst's screen", PATIENCE, || (home.desktop.displayed() == 2).then_some(())).unwrap();

    // Whatever a title holds, dunst shows it as it was typed.
    let shown = home.desktop.dunst(&["history"]).unwrap();
    assert!(!shown.contains("\"Public talk"), "markup was read: {shown}");

    home.desktop.press_notice("Public", "Join").unwrap();
    assert_eq!(home.until_opened("jit.si"), "https://meet.jit.si/Room");
    home.desktop.press_notice("Asked for", "Ask to join").unwrap();
    assert_eq!(home.until_opened("chat.example.org"), "https://chat.example.org/#narrow/dm/7-Niko-Host");
    wait("the answered notices to go", PATIENCE, || (home.desktop.displayed() == 0).then_some(())).unwrap();
    home.quit(app);
    let log = home.log("agent");
    assert!(
        log.contains("pressed") && !["Public talk", "Asked for", "https://"].iter().any(|words| log.contains(words)),
        "titles and links are nobody’s business: {log}"
    );
}

#[test]
fn snooze_rings_again_and_a_restart_loses_nothing() {
    let mut home = Home::new(Parts::ALL);
    let due = soon(5);
    home.subscribe(&[Session { uid: "a", title: "Put off", start: due + chrono::Duration::minutes(10), more: PUBLIC }], "snooze = 1");
    let app = home.start();
    home.until_rung("Put off", 1, 30);
    home.desktop.press_notice("Put off", "Snooze 1 min").unwrap();
    wait("the notice to go", PATIENCE, || (home.desktop.displayed() == 0).then_some(())).unwrap();
    wait("the snooze in the log", PATIENCE, || home.log("agent").contains("press=Snooze").then_some(())).unwrap();
    // Killed without a chance to save anything.
    home.desktop.take(app).unwrap().kill();
    let app = home.start();
    let rung = home.until_rung("Put off", 2, 90);
    let again = rung[1].at - rung[0].at;
    assert!(again >= chrono::Duration::seconds(60) && again < chrono::Duration::seconds(75), "rang again after {again}");
    assert_eq!(rung[1].title, "In 9 minutes: Put off");
    home.quit(app);
    assert_eq!(home.until_rung("Put off", 2, 1).len(), 2, "and not a third time");
}

#[test]
fn a_notice_that_stood_when_its_server_died_is_shown_by_the_next() {
    let mut home = Home::new(Parts::ALL);
    let due = soon(4);
    home.subscribe(&[Session { uid: "a", title: "Survivor", start: due + chrono::Duration::minutes(10), more: PUBLIC }], "");
    let app = home.start();
    home.until_rung("Survivor", 1, 30);
    wait("it on dunst's screen", PATIENCE, || (home.desktop.displayed() == 1).then_some(())).unwrap();
    home.desktop.kill_dunst();
    wait("the loss in the log", PATIENCE, || home.log("agent").contains("no notification server").then_some(())).unwrap();
    home.desktop.start_dunst().unwrap();
    home.until_rung("Survivor", 2, 10);
    wait("it on the new dunst's screen", PATIENCE, || (home.desktop.displayed() == 1).then_some(())).unwrap();
    home.quit(app);
}

#[test]
fn do_not_disturb_of_dunst_holds_the_bell_and_is_said_in_the_tray() {
    let mut home = Home::new(Parts::ALL);
    let due = soon(5);
    home.subscribe(&[Session { uid: "a", title: "Held back", start: due + chrono::Duration::minutes(10), more: PUBLIC }], "");
    let app = home.start();
    home.desktop.dunst(&["set-paused", "true"]).unwrap();
    wait("the tray to say so", PATIENCE, || {
        let menu = home.tray(app).menu().ok()?;
        menu.iter().any(|entry| entry.label.contains("Do not disturb is on")).then_some(())
    })
    .unwrap();
    wait("the bell's time", PATIENCE, || (chrono::Utc::now() > due + chrono::Duration::seconds(2)).then_some(())).unwrap();
    assert!(home.notices.as_ref().unwrap().first("Held back").is_none(), "nothing is handed to a server that shows nothing");
    let off = chrono::Utc::now();
    home.desktop.dunst(&["set-paused", "false"]).unwrap();
    let rung = home.until_rung("Held back", 1, 10).remove(0);
    assert!(rung.at >= off, "it comes when it can be seen");
    let doctor =
        std::process::Command::new(xtask::command::built("sbell", false)).args(["doctor", "--json"]).env("SESSIONBELL_HOME", home.path()).output().unwrap();
    let doctor = String::from_utf8_lossy(&doctor.stdout).into_owned();
    for words in ["\"running\":true", "dunst", "Held back, 10 min before", "shown, ", "Time zone database 20"] {
        assert!(doctor.contains(words), "{words} is not in {doctor}");
    }
    home.quit(app);
}
