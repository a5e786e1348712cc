//! Ten thousand sessions in the real window: drawn as far as they are seen, searched, and gone through by keys alone.
//! It never asserts how fast that is: `cargo xtask bench list` measures it.

use crate::home::{Home, PUBLIC, Session, soon};
use serde_json::Value;
use xtask::desktop::Parts;
use xtask::webdriver::Window;

fn number(window: &Window, expression: &str) -> i64 {
    window.script(&format!("return Math.round({expression})")).unwrap().as_i64().unwrap()
}

#[test]
fn ten_thousand_sessions_are_drawn_as_far_as_they_are_seen() {
    let mut home = Home::new(Parts::ALL);
    let start = soon(2 * 3_600);
    xtask::bench::write_feed(&home.feed_file(), 0..10_000, start, chrono::Duration::minutes(8)).unwrap();
    home.settings(&format!("[[feed]]\naddress = \"file://{}\"\n", home.feed_file().display()));
    let app = home.start();
    let window = Window::open(&mut home.desktop, &home.path, "upcoming").unwrap();
    window.resize(760, 700).unwrap();
    window.until("sessions", "document.querySelector('[data-testid=session]')").unwrap();
    let drawn = |window: &Window| number(window, "document.querySelectorAll('[data-testid=session]').length");
    assert!(drawn(&window) < 300, "{} are drawn at once", drawn(&window));
    // To the very end, wherever that is once all that comes into sight has its true height, and back.
    window.until("the last", "scrollTo(0, document.documentElement.scrollHeight) || [...document.querySelectorAll('[data-testid=session]')].some((row) => row.textContent.includes('Session 9999') && row.getBoundingClientRect().top < innerHeight)").unwrap();
    assert!(drawn(&window) < 300, "{} are drawn at the end", drawn(&window));
    window.until("the first", "scrollTo(0, 0) || document.querySelector('[data-testid=session]').textContent.includes('Session 0')").unwrap();
    // In the middle, what is read stays where it is while what is above it gets its true height.
    window.script("scrollTo(0, document.documentElement.scrollHeight / 2); return true").unwrap();
    window.until("rows in sight", "document.elementFromPoint(300, 350)?.closest('[data-testid=session]')").unwrap();
    window.write("[data-testid=search]", "9876").unwrap();
    window.until("the one", "document.querySelectorAll('[data-testid=session]').length === 1 && document.querySelector('[data-testid=session]').textContent.includes('Session 9876')").unwrap();
    home.quit(app);
}

#[test]
fn the_upcoming_window_is_used_by_keys_alone() {
    let mut home = Home::new(Parts::ALL);
    let start = soon(2 * 3_600);
    home.subscribe(
        &[
            Session { uid: "a", title: "First talk", start, more: "" },
            Session { uid: "b", title: "Second talk", start: start + chrono::Duration::hours(2), more: PUBLIC },
        ],
        "",
    );
    let app = home.start();
    let window = Window::open(&mut home.desktop, &home.path, "upcoming").unwrap();
    window.until("both", "document.querySelectorAll('[data-testid=session]').length === 2").unwrap();
    let press = |key: &str| window.keys(key).unwrap();
    press("?");
    window.until("the sheet", "document.querySelector('dialog[open] kbd')").unwrap();
    assert_eq!(crate::looks::complaints(&window), Vec::<String>::new());
    press(xtask::webdriver::ESCAPE);
    window.until("no sheet", "!document.querySelector('dialog[open]')").unwrap();
    press("j");
    press("j");
    window.until("the second", "document.activeElement.textContent.includes('Second talk')").unwrap();
    press("c");
    xtask::command::wait("the clipboard", xtask::desktop::PATIENCE, || home.desktop.clipboard().ok().filter(|text| text.starts_with("Second talk\n"))).unwrap();
    press("e");
    let file = home.path.join("downloads/Second talk.ics");
    home.until_opened(&file.display().to_string());
    assert!(std::fs::read_to_string(&file).unwrap().contains("SUMMARY:Second talk"));
    press("b");
    window.until("its bell", "document.querySelector('[data-testid=bell-panel]')").unwrap();
    press(xtask::webdriver::ENTER);
    home.until_opened("https://meet.jit.si/Room");
    press("/");
    window.until("the search", "document.activeElement.dataset.testid === 'search'").unwrap();
    press("First");
    window.until("one", "document.querySelectorAll('[data-testid=session]').length === 1").unwrap();
    press(xtask::webdriver::ESCAPE);
    window.until("both again", "document.querySelectorAll('[data-testid=session]').length === 2").unwrap();
    assert_eq!(window.script("return document.querySelector('[data-testid=search]').value").unwrap(), Value::from(""));
    home.quit(app);
}
