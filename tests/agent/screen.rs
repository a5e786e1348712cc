//! Checks what is said of a locked screen, against locks on a bus of the test's own.
//! It never locks a screen.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![cfg(target_os = "linux")]

#[path = "support/again.rs"]
mod again;
#[path = "support/bus.rs"]
#[expect(dead_code, reason = "the bus alone is of use here")]
mod bus;

use again::{again, must_pass, role};
use bus::Bus;
use sessionbell_agent::ports::{Screen, WorldEvent};
use sessionbell_agent::screen::DesktopScreen;
use std::time::Duration;
use tokio::sync::mpsc::unbounded_channel;

/// A lock that says so, or says nothing.
struct Lock(Option<bool>);

#[zbus::interface(name = "org.freedesktop.ScreenSaver")]
impl Lock {
    async fn get_active(&self) -> zbus::fdo::Result<bool> {
        match self.0 {
            Some(active) => Ok(active),
            None => std::future::pending().await,
        }
    }
}

/// The same under GNOME's name.
struct Gnome(bool);

#[zbus::interface(name = "org.gnome.ScreenSaver")]
impl Gnome {
    async fn get_active(&self) -> bool {
        self.0
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_screen_is_locked_if_any_lock_says_so_and_unknown_if_none_does() {
    for (lock, gnome, expected) in [
        (None, None, "None"),
        (Some(Some(true)), None, "Some(true)"),
        (Some(Some(false)), None, "Some(false)"),
        (Some(Some(false)), Some(true), "Some(true)"),
        (Some(None), None, "None"),
        (Some(None), Some(false), "Some(false)"),
    ] {
        let bus = Bus::start();
        let mut served = Vec::new();
        let builder = || zbus::connection::Builder::address(bus.address.as_str()).unwrap();
        if let Some(active) = lock {
            served.push(
                builder().name("org.freedesktop.ScreenSaver").unwrap().serve_at("/org/freedesktop/ScreenSaver", Lock(active)).unwrap().build().await.unwrap(),
            );
        }
        if let Some(active) = gnome {
            served.push(builder().name("org.gnome.ScreenSaver").unwrap().serve_at("/org/gnome/ScreenSaver", Gnome(active)).unwrap().build().await.unwrap());
        }
        let mut child = again("looks_once", "looker");
        child.env("DBUS_SESSION_BUS_ADDRESS", &bus.address);
        let said = tokio::task::spawn_blocking(move || must_pass(child)).await.unwrap();
        assert!(said.contains(&format!("locked: {expected}\n")), "{lock:?} {gnome:?}: {said}");
    }
}

#[tokio::test]
async fn looks_once() {
    if role().as_deref() != Some("looker") {
        return;
    }
    let (events, mut world) = unbounded_channel();
    DesktopScreen::new(events).look();
    let event = tokio::time::timeout(Duration::from_secs(30), world.recv()).await.unwrap();
    let Some(WorldEvent::Screen(locked)) = event else { panic!("{event:?}") };
    println!("\nlocked: {locked:?}");
}
