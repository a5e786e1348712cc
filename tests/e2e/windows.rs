//! The real windows, driven through WebDriver.
//! It never looks into the program: what is on the page counts, and what was opened.

use crate::home::{ASK, Home, PUBLIC, Session, soon};
use serde_json::Value;
use xtask::command::{root, target, wait};
use xtask::desktop::{PATIENCE, Parts};
use xtask::webdriver::Window;

const CHAT: &str = "https://chat.example.org/#narrow/dm/7-Niko-Host";

fn week(home: &Home) {
    let start = soon(2 * 3_600);
    let later = start + chrono::Duration::days(1);
    home.subscribe(
        &[
            Session { uid: "a", title: "First", start, more: PUBLIC },
            Session { uid: "b", title: "<img src=x onerror=alert(1)> asked", start: start + chrono::Duration::hours(2), more: ASK },
            Session { uid: "c", title: "Same room", start: later, more: ASK },
        ],
        "",
    );
}

#[test]
fn from_asking_to_joining_in_the_upcoming_window() {
    let mut home = Home::new(Parts::ALL);
    week(&home);
    let app = home.start();
    let window = Window::open(&mut home.desktop, &home.path, "upcoming").unwrap();
    window.until("three sessions", "document.querySelectorAll('[data-testid=session]').length === 3").unwrap();
    let rows = window.texts("[data-testid=session]").unwrap();
    assert!(rows[0].contains("First") && rows[0].contains("Niko · Series"), "{}", rows[0]);
    assert!(rows[1].contains("<img src=x onerror=alert(1)> asked"), "a title is text: {}", rows[1]);
    let next = window.texts("[data-testid=next]").unwrap();
    assert!(next[0].contains("Starts in 2 hours") || next[0].contains("Starts in 12"), "{}", next[0]);

    let top = "return document.querySelector('[data-testid=next]').getBoundingClientRect().top";
    let before = window.script(top).unwrap();
    window.click("[data-key$='/b'] [data-testid=ask]").unwrap();
    window.until("the message", "document.querySelector('[data-testid=ask-message]')?.value.startsWith('Hi Niko')").unwrap();
    window.picture(&xtask::command::target().join("looks/ask-dialog.png")).unwrap();
    assert!(!home.opened.exists() || !std::fs::read_to_string(&home.opened).unwrap().contains("chat"), "nothing is opened before the click");
    window.click("[data-testid=ask-send]").unwrap();
    assert_eq!(home.until_opened("chat.example.org"), CHAT);
    window.until("the word after", "document.querySelector('[data-testid=status]')?.textContent.includes('Hi Niko, I would like to join')").unwrap();
    assert!(window.texts("[data-testid=status]").unwrap()[0].contains("Message copied"));
    assert_eq!(window.script(top).unwrap(), before, "the word after pushes nothing down under the pointer");
    window.picture(&xtask::command::target().join("looks/asked.png")).unwrap();
    let copied = home.desktop.clipboard().unwrap();
    assert!(copied.starts_with("Hi Niko, I would like to join “<img src=x onerror=alert(1)> asked” (Series) on "), "{copied}");
    window.until("the state", "document.querySelector('[data-key$=\"/b\"]').textContent.includes('Did you send it?')").unwrap();
    window.picture(&xtask::command::target().join("looks/did-you-send.png")).unwrap();
    window.click("[data-key$='/b'] [data-testid=sent-yes]").unwrap();
    window.until("the state", "document.querySelector('[data-key$=\"/b\"]').textContent.includes('Asked on Zulip')").unwrap();
    window.click("[data-testid=filter-requests]").unwrap();
    window.until("one request", "document.querySelectorAll('[data-testid=session]').length === 1").unwrap();

    window.click("[data-key$='/b'] [data-testid=have-link]").unwrap();
    window.write("[data-testid=link-field]", "javascript:alert(1)").unwrap();
    window.click("[data-testid=link-save]").unwrap();
    window.until("the refusal", "document.querySelector('[data-testid=refusal]')?.textContent.includes('is not kept')").unwrap();
    window
        .script("const field = document.querySelector('[data-testid=link-field]'); field.value = ''; field.dispatchEvent(new Event('input', { bubbles: true })); return true")
        .unwrap();
    window.write("[data-testid=link-field]", "Here you are: https://meet.secret.example/room?pwd=canary").unwrap();
    window.click("[data-testid=link-save]").unwrap();
    window.click("[data-testid=filter-all]").unwrap();
    window.until("the same link for the later session of the room", "document.querySelector('li[data-key$=\"/c\"] [data-testid=join]')").unwrap();
    assert!(window.texts("li[data-key$='/c']").unwrap()[0].contains("Same link as before"));
    let page = window.script("return document.documentElement.outerHTML").unwrap();
    assert!(!page.as_str().unwrap().contains("canary"), "a received link is in no page");
    assert!(!home.log("agent").contains("canary"), "nor in a log");

    window.click("li[data-key$='/c'] [data-testid=join]").unwrap();
    window.until("the question", "document.querySelector('dialog[open]')?.textContent.includes('meet.secret.example')").unwrap();
    assert!(!std::fs::read_to_string(&home.opened).unwrap_or_default().contains("canary"), "nothing is opened before the yes");
    window.click("[data-testid=confirm-open]").unwrap();
    assert_eq!(home.until_opened("canary"), "https://meet.secret.example/room?pwd=canary");
    window.until("the state", "document.querySelector('li[data-key$=\"/c\"]').textContent.includes('opened just now')").unwrap();

    window.click("[data-testid=search]").unwrap();
    window.write("[data-testid=search]", "same ROOM").unwrap();
    window.until("the search's one row", "document.querySelectorAll('[data-testid=session]').length === 1").unwrap();
    drop(window);
    home.quit(app);
}

#[test]
fn settings_change_at_once_and_both_windows_stay_in_step() {
    let mut home = Home::new(Parts::ALL);
    home.settings("# mine\n");
    let app = home.start();
    let upcoming = Window::open(&mut home.desktop, &home.path, "upcoming").unwrap();
    upcoming.until("the first start", "document.querySelector('[data-testid=feed-address]')").unwrap();
    let settings = Window::open(&mut home.desktop, &home.path, "settings").unwrap();

    settings.write("[data-testid=feed-address]", "http://example.org/feed.json").unwrap();
    settings.click("[data-testid=feed-add]").unwrap();
    settings.until("the refusal", "document.querySelector('[data-testid=refusal]')?.textContent.includes('not encrypted')").unwrap();
    let file = home.path().join("added.json");
    std::fs::write(&file, crate::home::feed(&[Session { uid: "x", title: "Added", start: soon(3_600), more: PUBLIC }])).unwrap();
    settings
        .script("const field = document.querySelector('[data-testid=feed-address]'); field.value = ''; field.dispatchEvent(new Event('input', { bubbles: true })); return true")
        .unwrap();
    settings.write("[data-testid=feed-address]", &format!("file://{}", file.display())).unwrap();
    settings.click("[data-testid=feed-add]").unwrap();
    settings.until("the feed", "document.querySelector('[data-testid=feed][data-health=well]')").unwrap();
    upcoming.until("its session in the other window", "document.querySelector('[data-testid=session]')?.textContent.includes('Added')").unwrap();

    settings.click("[data-testid=lead-remove]").unwrap();
    settings.until("one lead less", "document.querySelectorAll('[data-testid=lead]').length === 1").unwrap();
    upcoming.until("it in the other window", "document.querySelector('[data-testid=bell]').textContent === 'Bell: at start'").unwrap();
    let written = std::fs::read_to_string(home.settings_file()).unwrap();
    assert!(written.contains("# mine") && written.contains("leads = [0]") && written.contains("added.json"), "{written}");

    settings.click("[data-testid=nav-appearance]").unwrap();
    settings
        .script("const list = document.querySelector('[data-testid=theme]'); list.value = 'dark'; list.dispatchEvent(new Event('change', { bubbles: true })); return true")
        .unwrap();
    for window in [&settings, &upcoming] {
        window.until("dark in both", "document.documentElement.dataset.theme === 'dark'").unwrap();
    }
    // By hand, in the file.
    home.settings(&std::fs::read_to_string(home.settings_file()).unwrap().replace("dark", "light"));
    upcoming.until("what was edited by hand", "document.documentElement.dataset.theme === 'light'").unwrap();

    settings.click("[data-testid=nav-doctor]").unwrap();
    settings.click("[data-testid=ring-bell]").unwrap();
    home.until_rung("this is how a session rings", 1, 10);

    settings.click("[data-testid=nav-feeds]").unwrap();
    settings.click("[data-testid=feed-remove]").unwrap();
    upcoming.until("no session", "!document.querySelector('[data-testid=session]')").unwrap();
    settings.click("[data-testid=feed-undo]").unwrap();
    upcoming.until("the session again", "document.querySelector('[data-testid=session]')").unwrap();
    drop(settings);
    drop(upcoming);
    home.quit(app);
}

#[test]
fn a_page_may_ask_and_watch_and_nothing_else() {
    // What was compiled into the program, against what is meant.
    let compiled: Value = serde_json::from_str(&std::fs::read_to_string(root().join("gen/schemas/capabilities.json")).unwrap()).unwrap();
    let meant: Value = serde_json::from_str(include_str!("capabilities.json")).unwrap();
    assert_eq!(compiled, meant);

    let mut home = Home::new(Parts::ALL);
    week(&home);
    let app = home.start();
    let window = Window::open(&mut home.desktop, &home.path, "upcoming").unwrap();
    window.until("a session", "document.querySelector('[data-testid=session]')").unwrap();
    assert_eq!(window.script("return typeof window.__TAURI__").unwrap(), "undefined");
    window
        .script(
            "window.refused = {};
             for (const command of ['plugin:event|emit', 'plugin:window|create', 'plugin:webview|create_webview_window', 'plugin:fs|read_text_file',
                                    'plugin:shell|open', 'plugin:opener|open_url', 'plugin:app|version', 'plugin:path|resolve_directory', 'open'])
               window.__TAURI_INTERNALS__.invoke(command, { path: '/etc/hostname', url: 'https://example.invalid/', event: 'x' })
                 .then((answer) => { window.refused[command] = 'answered ' + JSON.stringify(answer); }, (why) => { window.refused[command] = 'refused ' + why; });
             return true",
        )
        .unwrap();
    window.until("nine answers", "Object.keys(window.refused).length === 9").unwrap();
    let refused = window.script("return window.refused").unwrap();
    assert!(refused.as_object().unwrap().values().all(|answer| answer.as_str().unwrap().starts_with("refused")), "{refused}");

    let here = window.script("return location.href").unwrap();
    for elsewhere in ["https://example.invalid/", "file:///etc/hostname", "data:text/html,x", "javascript:document.title='ran'"] {
        window.script(&format!("window.mark = true; setTimeout(() => {{ location.href = {}; }}, 0); return true", serde_json::json!(elsewhere))).unwrap();
    }
    assert_eq!(window.script("return window.open('https://example.invalid/') === null").unwrap(), true);
    // The page is the one it was, not a new one at the same address.
    window.until("the page", "window.mark === true && document.querySelector('[data-testid=session]')").unwrap();
    assert_eq!(window.script("return [location.href, document.title]").unwrap(), serde_json::json!([here, "Upcoming sessions"]));
    assert_eq!(home.desktop.windows("Sessionbell").len(), 1);
    drop(window);
    home.quit(app);
}

#[test]
fn a_window_that_is_killed_disturbs_nothing() {
    let mut home = Home::new(Parts::ALL);
    let due = soon(12);
    home.subscribe(&[Session { uid: "a", title: "Undisturbed", start: due + chrono::Duration::minutes(10), more: PUBLIC }], "");
    let app = home.start();
    let tray = home.tray(app);
    tray.click().unwrap();
    wait("the window", PATIENCE, || home.desktop.windows("Upcoming sessions").pop()).unwrap();
    for id in xtask::desktop::tree(app).into_iter().filter(|id| *id != app) {
        let _killed = std::process::Command::new("kill").args(["-KILL", &id.to_string()]).status();
    }
    wait("the window's process to be gone", PATIENCE, || (xtask::desktop::tree(app).len() == 1).then_some(())).unwrap();
    let rung = home.until_rung("Undisturbed", 1, 30).remove(0);
    assert!(rung.at - due < chrono::Duration::milliseconds(500), "late by {}", rung.at - due);
    tray.click().unwrap();
    wait("a new window", PATIENCE, || home.desktop.windows("Upcoming sessions").pop()).unwrap();
    home.quit(app);
}

#[test]
fn the_first_start_leads_to_a_bell_within_seconds() {
    let mut home = Home::new(Parts::ALL);
    let app = home.start();
    let window = Window::open(&mut home.desktop, &home.path, "upcoming").unwrap();
    window.until("the first start", "document.querySelector('[data-testid=first-start]')").unwrap();
    window.picture(&target().join("looks/first-start.png")).unwrap();
    assert_eq!(crate::looks::complaints(&window), Vec::<String>::new());
    window.click("[data-testid=first-ring]").unwrap();
    home.until_rung("this is how a session rings", 1, 20);
    let played = || std::fs::read_to_string(&home.played).ok().filter(|played| played.ends_with("bell.wav\n"));
    let sound = wait("the bell to be heard", PATIENCE, played).unwrap();
    assert!(std::fs::read(sound.trim()).unwrap().starts_with(b"RIFF"));
    window.click("[data-testid=sample]").unwrap();
    window.until("its sessions", "document.querySelectorAll('[data-testid=session]').length === 6").unwrap();
    home.until_rung("In 3 minutes: Hear the bell", 1, 20);
    window.picture(&target().join("looks/first-start-sample.png")).unwrap();
    window.click("[data-testid=first-done]").unwrap();
    window.until("the list alone", "!document.querySelector('[data-testid=first-start]')").unwrap();
    home.quit(app);
}
