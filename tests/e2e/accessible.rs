//! What axe-core finds wrong in the real windows, on every page, in both themes and in each language: nothing.
//! It never judges what a program cannot: that names say what they should is for people to read.

use crate::home::{ASK, Home, PUBLIC, Session, soon};
use serde_json::Value;
use xtask::command::root;
use xtask::desktop::Parts;
use xtask::webdriver::Window;

/// Each rule that is broken, with where.
fn broken(window: &Window, axe: &str) -> Vec<String> {
    window
        .script(&format!("if (!window.axe) {{ {axe} }}; window.found = undefined; window.axe.run().then((said) => (window.found = said)); return true"))
        .unwrap();
    window.until("axe to end", "window.found").unwrap();
    let found = window
        .script("return window.found.violations.flatMap((rule) => rule.nodes.map((node) => rule.id + ' (' + rule.help + '): ' + node.html.slice(0, 200)))")
        .unwrap();
    found.as_array().unwrap().iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

#[test]
fn axe_finds_nothing_wrong_on_any_page() {
    nothing_is_wrong_in("en");
}

#[test]
fn axe_finds_nothing_wrong_on_any_page_in_german() {
    nothing_is_wrong_in("de");
}

fn nothing_is_wrong_in(language: &str) {
    let axe = std::fs::read_to_string(root().join("ui/node_modules/axe-core/axe.min.js")).unwrap();
    for theme in ["light", "dark"] {
        let mut home = Home::new(Parts::ALL);
        let start = soon(2 * 3_600);
        home.subscribe(
            &[
                Session { uid: "a", title: "A talk", start, more: PUBLIC },
                Session { uid: "b", title: "Triage", start: start + chrono::Duration::minutes(30), more: ASK },
                Session { uid: "c", title: "Later", start: start + chrono::Duration::days(9), more: r#","status":"cancelled""# },
                Session { uid: "d", title: "Over", start: start - chrono::Duration::hours(9), more: "" },
            ],
            &format!("theme = \"{theme}\"\nlanguage = \"{language}\"\nzones = [\"America/New_York\", \"Asia/Kolkata\"]\n"),
        );
        let app = home.start();
        let window = Window::open(&mut home.desktop, &home.path, "upcoming").unwrap();
        window.until("the sessions", "document.querySelectorAll('[data-testid=session]').length === 3").unwrap();
        window.until("the language", &format!("document.documentElement.lang === '{language}'")).unwrap();
        let clean = |window: &Window, what: &str| assert_eq!(broken(window, &axe), Vec::<String>::new(), "{what}, {theme}, {language}");
        clean(&window, "the list");
        for panel in ["bell", "more"] {
            window.click(&format!("[data-testid={panel}]")).unwrap();
        }
        clean(&window, "the list with panels");
        window.keys("?").unwrap();
        window.until("the sheet", "document.querySelector('dialog[open]')").unwrap();
        clean(&window, "the keys");
        window.keys(xtask::webdriver::ESCAPE).unwrap();
        window.click("[data-testid=ask]").unwrap();
        window.until("the message", "document.querySelector('[data-testid=ask-message]')").unwrap();
        clean(&window, "the message to a host");
        window.keys(xtask::webdriver::ESCAPE).unwrap();
        window.click("[data-testid=past]").unwrap();
        clean(&window, "what is over");
        window.click("[data-testid=filter-requests]").unwrap();
        clean(&window, "no requests");
        drop(window);
        let window = Window::open(&mut home.desktop, &home.path, "settings").unwrap();
        for page in ["feeds", "reminders", "joining", "zones", "appearance", "general", "doctor"] {
            window.click(&format!("[data-testid=nav-{page}]")).unwrap();
            window.until("the page", &format!("document.querySelector('[data-testid=nav-{page}]').getAttribute('aria-current') === 'page'")).unwrap();
            clean(&window, page);
        }
        home.quit(app);
    }
}
