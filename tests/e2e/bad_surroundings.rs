//! What is missing or broken around the program: it goes on, says so, and loses nothing.
//! It never takes silence for an answer: each case has a sentence to be found.

use crate::home::{Home, PUBLIC, Session, soon};
use xtask::command::wait;
use xtask::desktop::{PATIENCE, Parts};
use xtask::webdriver::Window;

#[test]
fn without_a_tray_and_a_notification_server_the_window_says_so_and_both_may_come_later() {
    let mut home = Home::new(Parts { tray: false, notifications: false });
    let due = soon(8);
    home.subscribe(&[Session { uid: "a", title: "Held up", start: due + chrono::Duration::minutes(10), more: PUBLIC }], "");
    let app = home.start();
    let window = Window::open(&mut home.desktop, &home.path, "upcoming").unwrap();
    for code in ["no-notifications", "no-tray"] {
        window.until(code, &format!("document.querySelector('[data-testid=trouble][data-code={code}]')")).unwrap();
    }
    let troubles = window.texts("[data-testid=trouble]").unwrap().join("\n");
    assert!(troubles.contains("No notification server is running") && troubles.contains("start Sessionbell again"), "{troubles}");
    // The bell's time passes without a server; the one that comes then shows it at once.
    wait("the bell's time", PATIENCE, || (chrono::Utc::now() > due + chrono::Duration::seconds(1)).then_some(())).unwrap();
    home.desktop.start_dunst().unwrap();
    home.until_rung("Held up", 1, 10);
    window.until("the trouble to be over", "!document.querySelector('[data-testid=trouble][data-code=no-notifications]')").unwrap();
    home.desktop.start_panel().unwrap();
    home.tray(app).menu().unwrap();
    window.until("no trouble", "!document.querySelector('[data-testid=trouble]')").unwrap();
    drop(window);
    home.quit(app);
}

#[test]
fn broken_settings_keep_those_before_and_are_never_overwritten() {
    let mut home = Home::new(Parts::ALL);
    home.subscribe(&[Session { uid: "a", title: "Kept", start: soon(3_600), more: PUBLIC }], "");
    let app = home.start();
    let good = std::fs::read_to_string(home.settings_file()).unwrap();
    let broken = format!("leads = [10\n{good}");
    let window = Window::open(&mut home.desktop, &home.path, "settings").unwrap();
    home.settings(&broken);
    window.click("[data-testid=nav-doctor]").unwrap();
    window.until("the trouble", "document.querySelector('[data-testid=trouble][data-code=bad-settings]')?.textContent.includes('line ')").unwrap();
    window.click("[data-testid=nav-feeds]").unwrap();
    assert_eq!(window.texts("[data-testid=feed]").unwrap().len(), 1, "the feed is still there");
    window.click("[data-testid=lead-remove]").unwrap();
    window.until("the refusal", "document.querySelector('[data-testid=refusal]')?.textContent.includes('Mend the settings file first')").unwrap();
    assert_eq!(std::fs::read_to_string(home.settings_file()).unwrap(), broken, "the broken file is its author's");
    home.settings(&good);
    window.click("[data-testid=nav-doctor]").unwrap();
    window.until("the trouble to be over", "!document.querySelector('[data-testid=trouble][data-code=bad-settings]')").unwrap();
    drop(window);
    home.quit(app);
}

#[test]
fn a_feed_that_breaks_is_kept_and_said() {
    let mut home = Home::new(Parts::ALL);
    home.subscribe(&[Session { uid: "a", title: "Last good", start: soon(3 * 3_600), more: PUBLIC }], "");
    let app = home.start();
    let window = Window::open(&mut home.desktop, &home.path, "upcoming").unwrap();
    window.until("the session", "document.querySelector('[data-testid=session]')").unwrap();
    drop(window);
    home.quit(app);
    std::fs::write(home.feed_file(), "<!doctype html><title>Gone fishing</title>").unwrap();
    home.feeds_are_due();
    let app = home.start();
    let window = Window::open(&mut home.desktop, &home.path, "upcoming").unwrap();
    window.until("the trouble", "document.querySelector('[data-testid=trouble][data-code=feed-stale]')?.textContent.includes('leads to a web page')").unwrap();
    assert!(window.texts("[data-testid=session]").unwrap()[0].contains("Last good"));
    drop(window);
    home.quit(app);
}

/// A traveller: the machine's own zone changes while the program runs, with no `TZ` to say otherwise.
#[test]
fn a_machine_that_is_set_to_another_zone_is_followed_at_once() {
    let mut home = Home::new(Parts::ALL);
    home.subscribe(&[Session { uid: "a", title: "Same instant", start: soon(2 * 3_600), more: PUBLIC }], "");
    // Its own copy of the few files of /etc that a desktop program reads, which nobody else sees.
    let etc = home.path().join("etc");
    let kept = "fonts passwd group ld.so.cache ld.so.conf machine-id nsswitch.conf hosts ssl alternatives gtk-3.0 dbus-1 mime.types xdg";
    let script = format!(
        "mkdir {etc} && cd /etc && for one in {kept}; do [ ! -e $one ] || cp -a $one {etc}/; done && ln -s /usr/share/zoneinfo/Europe/Berlin {etc}/localtime && mount --bind {etc} /etc && unset TZ",
        etc = etc.display()
    );
    let Some(app) = home.start_mounted(&script) else { return };
    let window = Window::open(&mut home.desktop, &home.path, "upcoming").unwrap();
    window.until("the zone", "document.querySelector('footer')?.textContent.includes('Europe/Berlin')").unwrap();
    // As systemd-timedated does it: a new link takes the place of the old one.
    std::os::unix::fs::symlink("/usr/share/zoneinfo/America/New_York", etc.join("localtime~")).unwrap();
    std::fs::rename(etc.join("localtime~"), etc.join("localtime")).unwrap();
    window.until("the new zone", "document.querySelector('footer').textContent.includes('America/New_York')").unwrap();
    drop(window);
    home.quit(app);
}

#[test]
fn a_full_and_a_read_only_disk_are_said_and_cost_nothing() {
    let mut home = Home::new(Parts::ALL);
    home.subscribe(&[Session { uid: "a", title: "Silent", start: soon(3_600), more: PUBLIC }], "");
    let data = home.path().join("data");
    std::fs::create_dir_all(&data).unwrap();
    // A small file system of its own, which nobody else sees and which ends with the program.
    let script = format!("mount -t tmpfs -o size=1m,mode=700 tmpfs {}", data.display());
    let Some(app) = home.start_mounted(&script) else { return };
    let window = Window::open(&mut home.desktop, &home.path, "upcoming").unwrap();
    let inside = std::path::PathBuf::from(format!("/proc/{app}/root{}", data.display()));
    wait("the saved copy", PATIENCE, || home.log("agent").contains("kind=\"fresh\"").then_some(())).unwrap();
    let trouble = "document.querySelector('[data-testid=trouble][data-code=not-saved]')";
    window.click("[data-testid=bell]").unwrap();

    let filler = inside.join("filler");
    let full = std::fs::write(&filler, vec![0_u8; 2 * 1024 * 1024]);
    assert!(full.is_err(), "the disk is full");
    // The last free bytes may take a small change or two.
    wait("the sentence", PATIENCE, || {
        window.click("[data-testid=mute]").ok()?;
        window.until("it", &format!("{trouble} !== null")).ok()
    })
    .unwrap();
    let said = window.texts("[data-testid=trouble]").unwrap().join("\n");
    assert!(said.contains("disk") && said.contains("full"), "{said}");
    assert!(window.texts("[data-testid=session]").unwrap()[0].contains("Silent"), "what was known is still there");
    std::fs::remove_file(&filler).unwrap();
    window.click("[data-testid=mute]").unwrap();
    window.until("the trouble to be over", &format!("{trouble} === null")).unwrap();

    drop(window);
    home.quit(app);

    // Begun where nothing can be written at all: it says so, and shows and rings from memory.
    let script = format!("mount -t tmpfs -o size=1m,mode=700,ro tmpfs {}", data.display());
    let Some(app) = home.start_mounted(&script) else { return };
    let window = Window::open(&mut home.desktop, &home.path, "upcoming").unwrap();
    window.until("the sentence", &format!("{trouble} !== null")).unwrap();
    let said = window.texts("[data-testid=trouble]").unwrap().join("\n");
    assert!(said.contains("sessionbell.db") && said.contains("go on from memory"), "{said}");
    window.until("the session all the same", "document.querySelector('[data-testid=session]')?.textContent.includes('Silent')").unwrap();
    drop(window);
    home.quit(app);
}

#[test]
fn without_a_notification_server_a_window_of_its_own_rings() {
    let mut home = Home::new(Parts { tray: true, notifications: false });
    let due = soon(4);
    home.subscribe(&[Session { uid: "a", title: "Rings in a window", start: due + chrono::Duration::minutes(10), more: PUBLIC }], "");
    let app = home.start();
    wait("the window that rings", PATIENCE, || home.desktop.windows("Reminder – Sessionbell").pop()).unwrap();
    assert!(chrono::Utc::now() >= due, "not before its time");
    let window = Window::open(&mut home.desktop, &home.path, "bell").unwrap();
    window.until("the session", "document.querySelector('[data-testid=ringing]')?.textContent.includes('Rings in a window')").unwrap();
    std::fs::create_dir_all(xtask::command::target().join("looks")).unwrap();
    window.picture(&xtask::command::target().join("looks/bell.png")).unwrap();
    window.click("[data-testid=join]").unwrap();
    assert_eq!(home.until_opened("jit.si"), "https://meet.jit.si/Room");
    // With nothing left to ring for, every such window closes by itself.
    wait("the windows to close", PATIENCE, || home.desktop.windows("Reminder – Sessionbell").is_empty().then_some(())).unwrap();
    home.quit(app);
}

#[test]
fn without_a_bus_or_a_display_it_ends_or_lives_with_a_sentence() {
    let mut home = Home::new(Parts { tray: false, notifications: false });
    home.subscribe(&[Session { uid: "a", title: "Alone", start: soon(3_600), more: PUBLIC }], "");
    let mut without_display = home.program(&["--hidden"]);
    let answer = without_display.env_remove("DISPLAY").output().unwrap();
    assert!(!answer.status.success());
    assert!(String::from_utf8_lossy(&answer.stderr).contains("there is no display here"), "{}", String::from_utf8_lossy(&answer.stderr));

    let mut without_bus = home.program(&["--hidden"]);
    without_bus.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
    let app = home.desktop.spawn(&mut without_bus).unwrap();
    wait("the door", PATIENCE, || home.path.join("run/door.sock").exists().then_some(())).unwrap();
    let window = Window::open(&mut home.desktop, &home.path, "upcoming").unwrap();
    window.until("the trouble", "document.querySelector('[data-testid=trouble][data-code=no-notifications]')?.textContent.includes('session bus')").unwrap();
    window.until("the session all the same", "document.querySelector('[data-testid=session]')").unwrap();
    drop(window);
    home.quit(app);
}
