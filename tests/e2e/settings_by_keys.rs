//! The settings window by keys alone: every page, and a setting of each kind.
//! It never touches the pointer, and is never without a visible focus.

use crate::home::{Home, PUBLIC, Session, feed, soon};
use serde_json::Value;
use xtask::command::wait;
use xtask::desktop::{PATIENCE, Parts};
use xtask::webdriver::{CONTROL, DOWN, ENTER, SHIFT, TAB, Window};

const SPACE: &str = " ";

/// A person at the keyboard.
struct Person<'a> {
    window: &'a Window,
    home: &'a Home,
}

impl Person<'_> {
    fn press(&self, key: &str) {
        self.window.keys(key).unwrap();
        self.sees_the_focus(key);
    }

    fn sees_the_focus(&self, after: &str) {
        let focus = "const at = document.activeElement; return at.matches('body') || !at.matches(':focus-visible, [type=time]') || getComputedStyle(at).outlineStyle === 'none' ? at.outerHTML.slice(0, 200) : 'seen'";
        assert_eq!(self.window.script(focus).unwrap(), "seen", "after {after}");
    }

    /// Goes to a control, forwards or back.
    fn goes_to(&self, css: &str) {
        self.window.until(css, &format!("document.querySelector(\"{css}\")")).unwrap();
        let way = format!(
            "const [at, to] = [document.activeElement, document.querySelector(\"{css}\")];
             return at === to ? 'there' : at.compareDocumentPosition(to) & Node.DOCUMENT_POSITION_PRECEDING ? 'back' : 'on'"
        );
        for _ in 0..150 {
            match self.window.script(&way).unwrap().as_str() {
                Some("there") => return,
                Some("back") => self.window.keys_with(SHIFT, TAB).unwrap(),
                _ => self.window.keys(TAB).unwrap(),
            }
            self.sees_the_focus(&format!("a step to {css}"));
        }
        panic!("{css} is not reached");
    }

    fn uses(&self, css: &str, keys: &str) {
        self.goes_to(css);
        self.press(keys);
    }

    fn opens(&self, page: &str) {
        self.uses(&format!("[data-testid=nav-{page}]"), ENTER);
        self.until(&format!("document.querySelector('[data-testid=nav-{page}]').getAttribute('aria-current') === 'page'"));
    }

    /// Waits for what a page shows; the focus is not lost over it.
    fn until(&self, shown: &str) {
        self.window.until(shown, shown).unwrap();
        self.sees_the_focus(shown);
    }

    /// Waits for what the settings file says; the focus is not lost over it.
    fn until_set(&self, line: &str) {
        let says = || std::fs::read_to_string(self.home.settings_file()).ok().filter(|text| text.lines().any(|one| one.trim() == line)).map(drop);
        wait(&format!("“{line}” in the settings file"), PATIENCE, says).unwrap();
        self.sees_the_focus(line);
    }
}

#[test]
fn the_settings_window_is_used_by_keys_alone() {
    let mut home = Home::new(Parts::ALL);
    home.settings("");
    let file = home.path().join("typed.json");
    std::fs::write(&file, feed(&[Session { uid: "x", title: "Typed", start: soon(3_600), more: PUBLIC }])).unwrap();
    let app = home.start();
    let window = Window::open(&mut home.desktop, &home.path, "settings").unwrap();
    let person = Person { window: &window, home: &home };

    person.uses("[data-testid=feed-address]", &format!("file://{}", file.display()));
    person.press(ENTER);
    person.until("document.querySelector('[data-testid=feed][data-health=well]')");

    person.opens("reminders");
    person.uses("[data-testid=lead-add]", SPACE);
    person.uses("[data-testid=lead-choose][data-minutes='60']", ENTER);
    person.until_set("leads = [60, 10, 0]");
    person.uses("[data-minutes='10'] [data-testid=lead-remove]", SPACE);
    person.until_set("leads = [60, 0]");
    person.uses("[data-testid=late]", DOWN);
    person.until_set("late = 30");
    person.uses("[data-testid=insist]", SPACE);
    person.until_set("insist = true");
    person.uses("[data-testid=quiet-on]", SPACE);
    person.until("document.querySelector('[data-testid=quiet-from]')");
    // Going back, its minutes are reached first; on leaving it they hold.
    person.uses("[data-testid=quiet-from]", "23");
    person.goes_to("[data-testid=quiet-on]");
    person.until_set("quiet = { from = \"22:23\", to = \"07:00\" }");
    person.press(SPACE);
    person.until("!document.querySelector('[data-testid=quiet-from]')");

    person.opens("joining");
    person.goes_to("[data-testid=message]");
    window.keys_with(CONTROL, "a").unwrap();
    person.press("Dear {host}, it is me");
    person.press(TAB);
    person.until_set("message = \"Dear {host}, it is me\"");
    person.uses("[data-testid=message-usual]", ENTER);
    person.until("!document.querySelector('[data-testid=message-usual]')");

    person.opens("zones");
    person.uses("[data-testid=zone-search]", "kolk");
    person.uses("[data-testid=zone-add]", ENTER);
    person.until_set("zones = [\"Asia/Kolkata\"]");
    person.uses("[aria-label='Remove Asia/Kolkata']", SPACE);
    person.until("!document.querySelector('.chosen li')");

    person.opens("appearance");
    person.uses("[data-testid=hours]", DOWN);
    person.until_set("hours = \"12h\"");
    person.uses("[data-testid=undo]", ENTER);
    person.until_set("hours = \"24h\"");

    person.opens("general");
    person.uses("[data-testid=start-at-login]", SPACE);
    person.until_set("start-at-login = true");
    window.keys_with(CONTROL, "z").unwrap();
    person.until_set("start-at-login = false");

    person.opens("doctor");
    person.uses("[data-testid=ring-bell]", ENTER);
    home.until_rung("this is how a session rings", 1, 10);
    person.sees_the_focus("the bell");

    person.opens("feeds");
    person.uses("[data-testid=feed-remove]", ENTER);
    person.until("!document.querySelector('[data-testid=feed]')");
    person.uses("[data-testid=feed-undo]", ENTER);
    person.until("document.querySelector('[data-testid=feed]')");
    assert_eq!(window.script("return document.querySelectorAll('[data-testid=refusal]').length").unwrap(), Value::from(0));
    drop(window);
    home.quit(app);
}
