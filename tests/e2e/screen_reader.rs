//! What a screen reader gets of the real windows through AT-SPI: the roles and names of what can be used.
//! It never asks the page: only what is on the accessibility bus counts.

use crate::home::{ASK, Home, PUBLIC, Session, soon};
use xtask::command::{root, wait};
use xtask::desktop::{PATIENCE, Parts};

/// Starts the bus that screen readers are on.
pub(crate) fn accessibility(home: &mut Home) {
    let mut launcher = home.desktop.command("/usr/libexec/at-spi-bus-launcher");
    home.desktop.spawn(launcher.arg("--launch-immediately")).unwrap();
    wait("the accessibility bus", PATIENCE, || home.desktop.has_name("org.a11y.Bus").then_some(())).unwrap();
}

/// The lines of the desktop, once one of them contains `words`.
pub(crate) fn read_out(home: &Home, words: &str) -> Vec<String> {
    let script = home.desktop.command("/usr/bin/python3").arg(root().join("tests/e2e/screen_reader.py")).arg(words).output().unwrap();
    assert!(script.status.success(), "{}", String::from_utf8_lossy(&script.stderr));
    String::from_utf8(script.stdout).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn a_screen_reader_gets_the_names_and_roles_of_what_can_be_used() {
    let mut home = Home::new(Parts::ALL);
    accessibility(&mut home);
    let start = soon(2 * 3_600);
    home.subscribe(
        &[
            Session { uid: "a", title: "Structured concurrency", start, more: PUBLIC },
            Session { uid: "b", title: "Triage", start: start + chrono::Duration::minutes(30), more: ASK },
        ],
        "",
    );
    let app = home.start();
    for (window, words, expected) in [
        (
            "upcoming",
            "Ask to join",
            &[
                "heading: Upcoming sessions",
                "entry: Search sessions",
                "toggle button: All",
                "toggle button: Requests",
                "push button: Settings",
                "landmark: Next session",
                "heading: Structured concurrency",
                "push button: Join",
                "push button: Ask to join",
                "push button: Bell: 10 min, at start",
                "push button: Keyboard",
            ][..],
        ),
        ("settings", "Feed address", &["entry: Feed address", "push button: Add feed", "push button: Check now", "push button: Appearance"][..]),
    ] {
        let mut process = home.program(&["--window", window]);
        let id = home.desktop.spawn(process.env_remove("NO_AT_BRIDGE")).unwrap();
        let lines = read_out(&home, words);
        for line in expected {
            assert!(lines.iter().any(|other| other == line), "“{line}” is not in:\n{}", lines.join("\n"));
        }
        // Nothing that can be pressed or filled in is without a name.
        let nameless: Vec<_> =
            lines.iter().filter(|line| ["toggle button: ", "push button: ", "entry: ", "combo box: ", "check box: "].contains(&line.as_str())).collect();
        assert_eq!(nameless, Vec::<&String>::new(), "{}", lines.join("\n"));
        drop(home.desktop.take(id));
    }
    home.quit(app);
}
