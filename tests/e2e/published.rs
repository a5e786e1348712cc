//! A feed that is published over http: what is asked again after a restart, and what is said when it cannot be.
//! It never asks a server that is not on loopback.

use crate::home::{Home, PUBLIC, Session, feed, soon};
use crate::origin::{Answers, Origin};
use chrono::Duration;
use xtask::command::wait;
use xtask::desktop::{PATIENCE, Parts};
use xtask::webdriver::Window;

#[test]
fn validators_and_the_copy_outlive_restarts_and_a_broken_origin() {
    let mut home = Home::new(Parts::ALL);
    let document = feed(&[Session { uid: "a", title: "Published", start: soon(2 * 3_600), more: PUBLIC }]);
    let origin = Origin::new(Answers::With(document.clone()));
    home.settings(&format!("[[feed]]\naddress = \"{}\"\n", origin.address()));
    let trouble = |code: &str, words: &str| format!("document.querySelector('[data-testid=trouble][data-code={code}]')?.textContent.includes('{words}')");

    let app = home.start();
    let window = Window::open(&mut home.desktop, &home.path, "upcoming").unwrap();
    window.until("the session", "document.querySelector('[data-testid=session]')").unwrap();
    drop(window);
    home.quit(app);
    let asked = origin.asked();
    assert!(asked.len() == 1 && !asked[0].contains("if-none-match"), "{asked:?}");

    origin.now(Answers::ClockAhead(document, Duration::minutes(120) + Duration::seconds(30)));
    home.feeds_are_due();
    let app = home.start();
    wait("the second request", PATIENCE, || (origin.asked().len() == 2).then_some(())).unwrap();
    let again = origin.asked().remove(1);
    assert!(again.contains("if-none-match: \"v1\"") && again.contains("if-modified-since: tue, 03 mar 2026 10:00:00 gmt"), "{again}");
    let window = Window::open(&mut home.desktop, &home.path, "upcoming").unwrap();
    window.until("what the server’s clock says", &trouble("wrong-clock", "120 min behind")).unwrap();
    assert!(window.texts("[data-testid=session]").unwrap()[0].contains("Published"), "304 has the copy stand");
    drop(window);
    home.quit(app);

    origin.now(Answers::Broken);
    home.feeds_are_due();
    let app = home.start();
    let window = Window::open(&mut home.desktop, &home.path, "upcoming").unwrap();
    window.until("the trouble", &trouble("feed-stale", "500")).unwrap();
    assert!(window.texts("[data-testid=session]").unwrap()[0].contains("Published"), "the last good copy is shown");
    drop(window);
    home.quit(app);
}
