//! What the real windows look like at their limits: narrow, with large text, in both themes, in each language, with hostile words.
//! It never compares pixels: nothing may be cut off, run over the edge, or be anything but text.

use crate::home::{ASK, Home, PUBLIC, Session, soon};
use serde_json::Value;
use xtask::command::{root, target};
use xtask::desktop::Parts;
use xtask::webdriver::Window;

/// Elements that reach over the window's edge, or whose words do not fit into them.
const CUT_OFF: &str = "
    const wide = document.documentElement.clientWidth;
    const words = (one) => one.tagName + '.' + one.className + ' ' + (one.textContent || one.value || '').trim().slice(0, 40);
    const shown = [...document.body.querySelectorAll('*')]
      .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest('.hidden'));
    const over = shown.filter((one) => { const box = one.getBoundingClientRect(); return box.width > 0 && (box.right > wide + 1 || box.left < -1); });
    const cut = shown.filter((one) => getComputedStyle(one).display !== 'inline' && one.clientWidth > 0 && !['INPUT', 'SELECT'].includes(one.tagName) && one.scrollWidth > one.clientWidth + 1);
    const page = document.documentElement.scrollWidth > wide ? ['the page scrolls sideways: ' + document.documentElement.scrollWidth + ' > ' + wide] : [];
    return page.concat(over.map((one) => 'over the edge: ' + words(one)), cut.map((one) => 'cut off: ' + words(one)));";

pub(crate) fn complaints(window: &Window) -> Vec<String> {
    let found = window.script(CUT_OFF).unwrap();
    found.as_array().unwrap().iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

#[test]
fn nothing_is_cut_off_in_a_narrow_window_with_text_twice_as_large() {
    nothing_is_cut_off("en", &["light", "dark"]);
}

#[test]
fn nothing_is_cut_off_in_german_either() {
    nothing_is_cut_off("de", &["light"]);
}

fn nothing_is_cut_off(language: &str, themes: &[&str]) {
    let pictures = target().join("looks");
    std::fs::create_dir_all(&pictures).unwrap();
    for theme in themes {
        let mut home = Home::new(Parts::ALL);
        let start = soon(2 * 3_600);
        home.subscribe(
            &[
                Session { uid: "a", title: "Structured concurrency without tears, and what cancellation costs", start, more: PUBLIC },
                Session { uid: "b", title: "Triage", start: start + chrono::Duration::minutes(30), more: ASK },
                Session {
                    uid: "c",
                    title: "Lopadotemachoselachogaleokranioleipsanodrimhypotrimmatosilphiokarabomelitokatakechymenokichl",
                    start: start + chrono::Duration::days(1),
                    more: ASK,
                },
            ],
            &format!("theme = \"{theme}\"\nlanguage = \"{language}\"\nzones = [\"America/New_York\", \"Asia/Kolkata\"]\n"),
        );
        let app = home.start();
        for (name, pages) in [
            ("upcoming", &[""][..]),
            ("settings", &["nav-feeds", "nav-reminders", "nav-joining", "nav-zones", "nav-appearance", "nav-general", "nav-doctor"][..]),
        ] {
            let window = Window::open(&mut home.desktop, &home.path, name).unwrap();
            window
                .until("theme and language", &format!("document.documentElement.dataset.theme === '{theme}' && document.documentElement.lang === '{language}'"))
                .unwrap();
            if name == "upcoming" {
                // With the word after asking to join, and the panel open in which a session's bell is changed.
                window.click("[data-testid=ask]").unwrap();
                window.click("[data-testid=ask-send]").unwrap();
                window.until("the word after", "document.querySelector('main:has([data-testid=sent-yes]) [data-testid=status]')").unwrap();
                window.click("[data-testid=bell]").unwrap();
                window.until("the panel", "document.querySelector('[data-testid=bell-panel]')").unwrap();
            }
            for (text, width) in [(100, 760), (100, 360), (200, 760), (200, 360)] {
                window.resize(width, 700).unwrap();
                window.script(&format!("document.documentElement.style.fontSize = '{}%'; return true", f64::from(text) * 0.875)).unwrap();
                for page in pages {
                    if !page.is_empty() && window.script(&format!("return !!document.querySelector('[data-testid={page}]')")).unwrap() == Value::Bool(true) {
                        window.click(&format!("[data-testid={page}]")).unwrap();
                        window.until("the page", &format!("document.querySelector('[data-testid={page}]').getAttribute('aria-current') === 'page'")).unwrap();
                    }
                    window.picture(&pictures.join(format!("{name}{page}-{theme}-{language}-{text}-{width}.png"))).unwrap();
                    assert_eq!(
                        complaints(&window),
                        Vec::<String>::new(),
                        "{name} {page}, {theme}, {language}, {text} %, {width} px wide; see {}",
                        pictures.display()
                    );
                }
            }
        }
        home.quit(app);
    }
}

#[test]
fn a_hostile_feed_is_text_and_the_policy_has_nothing_to_report() {
    let mut home = Home::new(Parts::ALL);
    let start = soon(2 * 3_600);
    home.subscribe(&[Session { uid: "a", title: "Harmless", start, more: PUBLIC }], "");
    let app = home.start();
    let window = Window::open(&mut home.desktop, &home.path, "upcoming").unwrap();
    window.until("a session", "document.querySelector('[data-testid=session]')").unwrap();
    window
        .script(
            "window.reports = []; window.ran = false;
             document.addEventListener('securitypolicyviolation', (event) => window.reports.push(event.effectiveDirective + ' ' + event.blockedURI));
             return true",
        )
        .unwrap();
    let hostile = std::fs::read_to_string(root().join("tests/e2e/hostile.json")).unwrap();
    std::fs::write(home.feed_file(), hostile.replace("START", &start.format("%Y-%m-%dT%H:%M:%S").to_string())).unwrap();
    // A file is asked again at once only a minute after the last time: the subscription is made anew.
    let address = home.path().join("hostile.json");
    std::fs::rename(home.feed_file(), &address).unwrap();
    home.settings(&format!("[[feed]]\naddress = \"file://{}\"\n", address.display()));
    window.until("the hostile sessions", "document.querySelectorAll('[data-testid=session]').length >= 5").unwrap();
    // Each press moves what is below it: the next one waits for what the last one brings.
    for (press, comes) in [
        ("ask", "[data-testid=ask-send]"),
        ("ask-send", "main:has([data-testid=sent-yes]) [data-testid=status]"),
        ("bell", "[data-testid=mute]"),
        ("mute", "[data-testid=mute][aria-pressed=true]"),
    ] {
        window.click(&format!("[data-testid={press}]")).unwrap();
        window.until(&format!("what {press} brings"), &format!("document.querySelector('{comes}')")).unwrap();
    }
    let rows = window.texts("[data-testid=session]").unwrap().join("\n");
    for text in ["<script>window.ran = true</script>", "<img src=x onerror=\"window.ran = true\">", "{{ran}}", "<style>*{display:none}</style>"] {
        assert!(rows.contains(text), "{text} is shown as it was typed: {rows}");
    }
    assert!(!rows.contains('\u{202e}'), "nothing turns the line around");
    let found = window.script("return document.querySelectorAll('li script, li img, li iframe, li style, li a, li object, li form').length").unwrap();
    assert_eq!(found, Value::from(0), "no element comes out of a feed");
    assert_eq!(complaints(&window), Vec::<String>::new());
    assert_eq!(
        window.script("return [window.ran, window.reports.length]").unwrap(),
        serde_json::json!([false, 0]),
        "{}",
        window.script("return window.reports").unwrap()
    );

    // The policy is really in force: what a page must not do is refused, and reported.
    window
        .script("const code = document.createElement('script'); code.textContent = 'window.ran = true'; document.body.append(code); const image = new Image(); image.src = 'https://example.invalid/x.png'; return true")
        .unwrap();
    window.until("the reports", "window.reports.length >= 2 && window.ran === false").unwrap();
    drop(window);
    home.quit(app);
}
