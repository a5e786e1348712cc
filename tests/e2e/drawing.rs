//! A window goes on drawing: what its page says is on the screen, pixel by pixel, however long nothing changed before.
//! It never asks WebKit what it drew: the X server is asked.

use crate::home::{Home, PUBLIC, Session, soon};
use std::time::Duration;
use xtask::command::{output, wait};
use xtask::desktop::Parts;
use xtask::webdriver::Window;

/// So soon after a change the screen has it.
const SOON: Duration = Duration::from_secs(2);

#[test]
fn what_changes_is_on_the_screen_at_once() {
    let mut home = Home::new(Parts::ALL);
    home.subscribe(&[Session { uid: "a", title: "Triage", start: soon(2 * 3_600), more: PUBLIC }], "");
    let app = home.start();
    let window = Window::open(&mut home.desktop, &home.path, "upcoming").unwrap();
    window.until("the session", "document.querySelector('[data-testid=session]')").unwrap();
    window
        .script(
            "const sheet = document.createElement('div'); sheet.id = 'sheet'; sheet.style.cssText = 'position: fixed; inset: 0; z-index: 99';
            document.body.append(sheet); return true",
        )
        .unwrap();
    let id = wait("the window", SOON, || home.desktop.windows("Upcoming sessions").pop()).unwrap();
    for turn in 0..40_u32 {
        match turn {
            10 | 30 => std::thread::sleep(Duration::from_secs(3)),
            20 => {
                home.desktop.xdotool(&["windowunmap", "--sync", &id]).unwrap();
                std::thread::sleep(Duration::from_secs(1));
                home.desktop.xdotool(&["windowmap", "--sync", &id]).unwrap();
            }
            _ => {}
        }
        let colour = format!("#{:06X}", 0x0020_4060 + turn * 0x0003_0201);
        window.script(&format!("document.getElementById('sheet').style.background = '{colour}'; return true")).unwrap();
        let drawn = || {
            let mut import = home.desktop.command("import");
            let pixel = output(import.args(["-window", &id, "-crop", "1x1+200+200", "-depth", "8", "txt:-"])).unwrap();
            pixel.contains(&colour).then_some(())
        };
        wait(&format!("change {turn}, {colour}"), SOON, drawn).unwrap();
    }
    home.quit(app);
}
