//! A meeting that opens by itself: not while the screen is locked, and once it is not any more.
//! It never locks a screen: a lock of the test's own says that it is.

use crate::home::{Home, PUBLIC, Session, soon};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use xtask::command::wait;
use xtask::desktop::{PATIENCE, Parts};
use xtask::webdriver::Window;

#[derive(Clone)]
struct Lock {
    locked: Arc<AtomicBool>,
    asked: Arc<AtomicUsize>,
}

#[zbus::interface(name = "org.freedesktop.ScreenSaver")]
impl Lock {
    async fn get_active(&self) -> bool {
        self.asked.fetch_add(1, Ordering::SeqCst);
        self.locked.load(Ordering::SeqCst)
    }
}

#[test]
fn a_meeting_that_opens_by_itself_waits_for_the_screen_to_be_unlocked() {
    let mut home = Home::new(Parts::ALL);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let lock = Lock { locked: Arc::new(AtomicBool::new(true)), asked: Arc::default() };
    let served = runtime.block_on(async {
        let builder = zbus::connection::Builder::address(home.desktop.address()).unwrap().name("org.freedesktop.ScreenSaver").unwrap();
        builder.serve_at("/org/freedesktop/ScreenSaver", lock.clone()).unwrap().build().await.unwrap()
    });
    home.subscribe(&[Session { uid: "a", title: "By itself", start: soon(12), more: PUBLIC }], "leads = []\n");
    let app = home.start();
    let window = Window::open(&mut home.desktop, &home.path, "upcoming").unwrap();
    window.until("the session", "document.querySelector('[data-testid=bell]')").unwrap();
    window.click("[data-testid=bell]").unwrap();
    window.until("the choice", "document.querySelector('[data-testid=auto-open]')").unwrap();
    window.click("[data-testid=auto-open]").unwrap();
    window.until("it to be kept", "document.querySelector('[data-testid=auto-open]')?.checked").unwrap();
    drop(window);

    wait("two looks at the locked screen", PATIENCE * 4, || (lock.asked.load(Ordering::SeqCst) >= 2).then_some(())).unwrap();
    assert!(!home.opened.exists(), "nothing opens behind a locked screen");
    lock.locked.store(false, Ordering::SeqCst);
    wait("a look at the unlocked screen", PATIENCE * 4, || (lock.asked.load(Ordering::SeqCst) >= 3).then_some(())).unwrap();
    assert_eq!(home.until_opened("meet.jit.si"), "https://meet.jit.si/Room");
    home.quit(app);
    drop(served);
}
