//! The real windows, shown what never changes, against pictures that somebody has looked at (`tests/looks`).
//! It never takes a new look for the right one: `UPDATE_LOOKS=1` writes the pictures anew, to be looked at.

mod agent;
mod pictures;
mod views;

use agent::Agent;
use pictures::Picture;
use sessionbell_core::view::View;
use std::path::Path;
use views::{DE, EN, bell, settings, upcoming};
use xtask::command::{root, target};
use xtask::desktop::{Desktop, Parts};
use xtask::webdriver::Window;

/// One picture.
struct Look {
    name: &'static str,
    view: View,
    size: (u32, u32),
    /// What is pressed before it, each with what comes then, as CSS.
    presses: &'static [(&'static str, &'static str)],
}

fn look(name: &'static str, view: View, size: (u32, u32), presses: &'static [(&'static str, &'static str)]) -> Look {
    Look { name, view, size, presses }
}

/// Nothing blinks, moves or fades.
const STILL: &str = "
    const still = new CSSStyleSheet();
    still.replaceSync('*, *::before, *::after { caret-color: transparent !important; transition: none !important; animation: none !important; } html { overflow: hidden !important; }');
    document.adoptedStyleSheets = [still];
    return true";

/// Shows a window what each picture is of, and answers what does not look as it did.
fn differences(window_name: &str, looks: Vec<Look>) -> Vec<String> {
    let mut desktop = Desktop::start(Parts { tray: false, notifications: false }).unwrap();
    // The pointer stands on nothing that would show it.
    desktop.xdotool(&["mousemove", "1279", "999"]).unwrap();
    let home = desktop.folder().join("home");
    let agent = Agent::open(&home, looks[0].view.clone());
    let window = Window::open(&mut desktop, &home, window_name).unwrap();
    let different = looks.into_iter().filter_map(|look| {
        let Look { name, view, size: (width, height), presses } = look;
        window.resize(width, height).unwrap();
        agent.show(view);
        // A new page has no panel open and no search left from the one before.
        window.script("window.before = true; location.reload(); return true").unwrap();
        window.until(name, "!window.before && document.documentElement.dataset.painted !== undefined").unwrap();
        window.script(STILL).unwrap();
        for (press, comes) in presses {
            window.script(&format!("document.querySelector(\"{press}\").click(); return true")).unwrap();
            window.until(comes, &format!("document.querySelector(\"{comes}\")")).unwrap();
        }
        compare(&window, name)
    });
    different.collect()
}

fn compare(window: &Window, name: &str) -> Option<String> {
    let folder = target().join("looks");
    std::fs::create_dir_all(&folder).unwrap();
    let (taken, marked) = (folder.join(format!("{name}.png")), folder.join(format!("{name}-difference.png")));
    let reference = root().join("tests/looks").join(format!("{name}.png"));
    window.picture(&taken).unwrap();
    let picture = Picture::read(&taken).unwrap();
    if std::env::var_os("UPDATE_LOOKS").is_some() {
        update(&picture, &reference);
        return None;
    }
    let Some(seen) = Picture::read(&reference) else { return Some(format!("{name}: there is no {}", reference.display())) };
    let (how, difference) = picture.against(&seen)?;
    difference.write(&marked);
    Some(format!("{name}: {how}; it is {}, it differs in {}", taken.display(), marked.display()))
}

/// A picture that only rounds differently stays as it is.
fn update(picture: &Picture, reference: &Path) {
    if Picture::read(reference).is_none_or(|seen| picture.against(&seen).is_some()) {
        picture.write(reference);
    }
}

/// Turns to a page of the settings.
macro_rules! page {
    ($page:literal) => {
        (concat!("[data-testid=nav-", $page, "]"), concat!("[data-testid=nav-", $page, "][aria-current=page]"))
    };
}

const NONE: &[String] = &[];
const REQUESTS: &[(&str, &str)] = &[("[data-testid=filter-requests]", "[data-testid=filter-requests][aria-pressed=true]")];
const WIDE: (u32, u32) = (760, 700);
const SMALL: (u32, u32) = (640, 520);

#[test]
fn the_upcoming_window_looks_as_it_did() {
    let looks = vec![
        look("upcoming-light", upcoming::week(EN), (760, 900), &[]),
        look("upcoming-dark", upcoming::week(EN.dark()), (760, 900), &[]),
        look("upcoming-de", upcoming::week(DE), (760, 900), &[]),
        look("upcoming-large", upcoming::week(EN.large()), (640, 900), &[]),
        look("upcoming-running", upcoming::running(EN), WIDE, &[]),
        look("upcoming-news", upcoming::news(EN), WIDE, &[]),
        look("upcoming-news-de-dark", upcoming::news(DE.dark()), WIDE, &[]),
        look("upcoming-requests", upcoming::requests(EN), (760, 780), REQUESTS),
        look("upcoming-requests-dark", upcoming::requests(EN.dark()), (760, 780), REQUESTS),
        look("upcoming-requests-de", upcoming::requests(DE), (760, 780), REQUESTS),
        look("upcoming-answers", upcoming::answers(EN), (760, 700), REQUESTS),
        look("upcoming-answers-de", upcoming::answers(DE), (760, 700), REQUESTS),
        look("upcoming-troubles", upcoming::troubles(EN), SMALL, &[]),
        look("upcoming-troubles-dark", upcoming::troubles(EN.dark()), SMALL, &[]),
        look("upcoming-nothing", upcoming::nothing(EN), SMALL, &[]),
        look("upcoming-first", upcoming::first(EN), SMALL, &[]),
        look("upcoming-first-de-large", upcoming::first(DE.large()), (640, 860), &[]),
        look(
            "upcoming-panels",
            upcoming::one(EN),
            WIDE,
            &[("[data-testid=bell]", "[data-testid=bell-panel]"), ("[data-testid=more]", "[data-testid=more-panel]")],
        ),
        look("upcoming-keys", upcoming::one(EN), (640, 620), &[("[data-testid=keys]", "dialog[open] kbd")]),
        look("upcoming-ask", upcoming::one(EN), SMALL, &[("[data-testid=ask]", "[data-testid=ask-message]")]),
        look("upcoming-ask-dark", upcoming::one(EN.dark()), SMALL, &[("[data-testid=ask]", "[data-testid=ask-message]")]),
        look("upcoming-confirm", upcoming::week(EN), SMALL, &[("[data-testid=join]", "[data-testid=confirm-open]")]),
    ];
    assert_eq!(differences("upcoming", looks), NONE);
}

#[test]
fn the_settings_window_looks_as_it_did() {
    let looks = vec![
        look("settings-feeds", settings::usual(EN), WIDE, &[("[data-testid=feed-details]", ".details")]),
        look("settings-feeds-dark", settings::usual(EN.dark()), WIDE, &[]),
        look("settings-feeds-large", settings::usual(EN.large()), (640, 900), &[]),
        look("settings-reminders", settings::usual(EN), (760, 860), &[page!("reminders")]),
        look("settings-leads", settings::usual(EN), SMALL, &[page!("reminders"), ("[data-testid=lead-add]", "[data-testid=lead-choose]")]),
        look("settings-joining", settings::usual(EN), (760, 960), &[page!("joining")]),
        look("settings-zones", settings::usual(EN), SMALL, &[page!("zones")]),
        look("settings-appearance-de", settings::usual(DE), SMALL, &[page!("appearance")]),
        look("settings-general", settings::usual(EN), SMALL, &[page!("general")]),
        look("settings-doctor", settings::usual(EN), (760, 960), &[page!("doctor")]),
        look("settings-doctor-dark", settings::usual(EN.dark()), (760, 960), &[page!("doctor")]),
    ];
    assert_eq!(differences("settings", looks), NONE);
}

#[test]
fn the_window_that_rings_looks_as_it_did() {
    let looks = vec![
        look("bell", bell::ringing(EN), (460, 420), &[]),
        look("bell-dark", bell::ringing(EN.dark()), (460, 420), &[]),
        look("bell-de-large", bell::ringing(DE.large()), (460, 700), &[]),
    ];
    assert_eq!(differences("bell", looks), NONE);
}
