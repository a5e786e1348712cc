//! The tray as the panel reaches it: read and pressed over the bus.
//! It never moves a mouse: `cargo xtask run` does that, for the picture.

use crate::home::{ASK, Home, PUBLIC, Session, soon};
use xtask::command::wait;
use xtask::desktop::{Entry, PATIENCE, Parts};

fn labels(menu: &[Entry]) -> Vec<&str> {
    menu.iter().map(|entry| entry.label.trim()).filter(|label| !label.is_empty()).collect()
}

#[test]
fn the_menu_says_what_is_next_and_does_what_it_says() {
    let mut home = Home::new(Parts::ALL);
    let start = soon(5 * 60);
    home.subscribe(
        &[
            Session { uid: "a", title: "First", start, more: PUBLIC },
            Session { uid: "b", title: "Second", start, more: ASK },
            Session { uid: "c", title: "Third", start: start + chrono::Duration::days(2), more: ASK },
        ],
        "leads = []",
    );
    let app = home.start();
    let tray = home.tray(app);
    wait("the sessions in the menu", PATIENCE, || tray.menu().ok().filter(|menu| labels(menu).iter().any(|label| label.contains("First")))).unwrap();
    let menu = tray.menu().unwrap();
    let said = labels(&menu);
    assert_eq!(said[..5], ["2 sessions at the same time", "First in 5 min", "Join", "Second in 5 min", "Ask to join on Zulip"], "{said:?}");
    assert!(said.iter().any(|label| label.ends_with("Third")), "{said:?}");
    assert_eq!(said[said.len() - 5..], ["Pause", "Check feeds now", "Open Sessionbell", "Settings", "Quit"]);

    tray.press("Join").unwrap();
    home.until_opened("jit.si/Room");
    tray.press("Ask to join").unwrap();
    home.until_opened("chat.example.org");

    tray.press("1 hour").unwrap();
    wait("the pause in the menu", PATIENCE, || tray.menu().ok().filter(|menu| labels(menu).iter().any(|label| label.starts_with("Resume")))).unwrap();
    assert!(tray.tooltip().unwrap().starts_with("Reminders are held until"), "{}", tray.tooltip().unwrap());
    tray.press("Resume").unwrap();
    wait("the end of the pause", PATIENCE, || tray.menu().ok().filter(|menu| labels(menu).contains(&"Pause"))).unwrap();

    // A second start shows the first one's window, and ends.
    assert!(home.program(&[]).status().unwrap().success());
    wait("the window", PATIENCE, || home.desktop.windows("Upcoming sessions").pop()).unwrap();
    tray.press("Quit").unwrap();
    let mut app = home.desktop.take(app).unwrap();
    assert!(app.ended(PATIENCE).is_some_and(|status| status.success()));
}

#[test]
fn a_left_click_opens_the_window_once_and_closing_it_leaves_nothing() {
    let mut home = Home::new(Parts::ALL);
    home.subscribe(&[Session { uid: "a", title: "First", start: soon(3_600), more: PUBLIC }], "");
    let app = home.start();
    let tray = home.tray(app);
    let before = xtask::desktop::memory_of(app).0;
    for _ in 0..3 {
        tray.click().unwrap();
    }
    let window = wait("the window", PATIENCE, || home.desktop.windows("Upcoming sessions").pop()).unwrap();
    wait("it painted", PATIENCE, || (xtask::run::painted(home.path(), "upcoming") > 0).then_some(())).unwrap();
    assert_eq!(home.desktop.windows("Upcoming sessions").len(), 1, "one window, however often it was asked for");
    assert!(!home.webkit_processes(app).is_empty(), "a window has WebKit processes");
    home.desktop.xdotool(&["windowclose", &window]).unwrap();
    wait("WebKit to be gone", PATIENCE, || home.webkit_processes(app).is_empty().then_some(())).unwrap();
    wait("the window's process to be gone", PATIENCE, || (xtask::desktop::tree(app).len() == 1).then_some(())).unwrap();
    let after = xtask::desktop::memory_of(app).0;
    assert!(after < before + 4 * 1024, "{before} KiB before, {after} KiB after");
    // A window can be opened again after one was closed.
    tray.click().unwrap();
    wait("the window again", PATIENCE, || home.desktop.windows("Upcoming sessions").pop()).unwrap();
    home.quit(app);
}

#[test]
fn tray_and_notice_speak_the_language_of_the_desktop() {
    let mut home = Home::new(Parts::ALL);
    home.subscribe(&[Session { uid: "a", title: "Vorgelesen", start: soon(8) + chrono::Duration::minutes(10), more: PUBLIC }], "leads = [10]\n");
    let mut command = home.program(&["--hidden"]);
    let app = home.desktop.spawn(command.env("LANGUAGE", "de_AT:en")).unwrap();
    let tray = home.tray(app);
    let said = |words: &str| tray.menu().ok().filter(|menu| menu.iter().any(|entry| entry.label == words));
    wait("the tray in German", PATIENCE, || said("Feeds jetzt prüfen")).unwrap();
    assert!(said("Einstellungen").is_some() && said("Settings").is_none());
    let rung = home.until_rung("Vorgelesen", 1, 30).remove(0);
    assert_eq!((rung.title.as_str(), rung.buttons.contains(&"Beitreten".to_owned())), ("In 10 Minuten: Vorgelesen", true), "{rung:?}");
    home.quit(app);
}
