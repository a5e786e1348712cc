//! What the pointer drags from another program's window and drops on the real one.
//! It never makes an event in the page.

use crate::home::{Home, soon};
use serde_json::json;
use xtask::command::{root, wait};
use xtask::desktop::{PATIENCE, Parts};
use xtask::webdriver::Window;

/// Drags from a program that offers this, as kind and text in turn, to the middle of what the CSS finds.
fn drag(home: &mut Home, window: &Window, css: &str, offered: &[&str]) {
    // There is no window manager here: both windows stand where they ask to, beside each other.
    let at = window
        .script(&format!(
            "window.over = 0;
             window.ondragover = () => {{ window.over += 1; }};
             const at = document.querySelector({}).getBoundingClientRect();
             return [Math.round(at.x + at.width / 2), Math.round(at.y + at.height / 2)]",
            json!(css)
        ))
        .unwrap();
    let (x, y) = (at[0].as_i64().unwrap(), at[1].as_i64().unwrap());
    let mut source = home.desktop.command("/usr/bin/python3");
    let id = home.desktop.spawn(source.arg(root().join("tests/e2e/drag_source.py")).args(offered)).unwrap();
    let says = |how_far: &str| home.desktop.windows(&format!("Drag source: {how_far}")).pop();
    let pointer = |steps: &str| home.desktop.xdotool(&steps.split(' ').collect::<Vec<_>>()).unwrap();
    wait("the other program", PATIENCE, || says("waiting")).unwrap();
    pointer("mousemove 1160 860 mousedown 1 mousemove 1150 850 mousemove 1120 840 mousemove 900 800");
    let mut step = 0;
    wait("the drag to be accepted", PATIENCE, || {
        step = 1 - step;
        pointer(&format!("mousemove {} {y}", x + step));
        (window.script("return window.over > 1").ok()? == true).then_some(())?;
        says("accepted")
    })
    .unwrap();
    pointer("mouseup 1");
    wait("the drag to be over", PATIENCE, || says("over")).unwrap();
    drop(home.desktop.take(id));
}

#[test]
fn what_is_dragged_from_another_program_is_taken_where_it_is_dropped() {
    let mut home = Home::new(Parts::ALL);
    let start = soon(2 * 3_600).format("%Y%m%dT%H%M%SZ");
    let calendar = home.path().join("talks & more.ics");
    let talk = format!("BEGIN:VEVENT\r\nUID:talk\r\nDTSTART:{start}\r\nDURATION:PT1H\r\nSUMMARY:A talk from a file\r\nEND:VEVENT");
    std::fs::write(&calendar, format!("BEGIN:VCALENDAR\r\nX-WR-CALNAME:Talks\r\n{talk}\r\nEND:VCALENDAR\r\n")).unwrap();
    let address = format!("file://{}/talks%20&%20more.ics", home.path().display());
    let app = home.start();
    let settled = |home: &Home, line: &str| {
        let subscribed = || std::fs::read_to_string(home.settings_file()).ok().filter(|text| text.contains(line));
        wait(&format!("“{line}” in the settings"), PATIENCE, subscribed).unwrap()
    };

    let window = Window::open(&mut home.desktop, &home.path, "upcoming").unwrap();
    // As file managers offer a file.
    let file = ["text/uri-list", &format!("{address}\r\n"), "text/plain", &calendar.display().to_string()];
    drag(&mut home, &window, "main", &file);
    settled(&home, &format!("address = \"{address}\""));
    window.until("the file's session", "document.querySelector('[data-testid=session]')?.textContent.includes('A talk from a file')").unwrap();

    drag(&mut home, &window, "h1", &["text/plain", "https://127.0.0.1:9/plain.ics"]);
    settled(&home, "address = \"https://127.0.0.1:9/plain.ics\"");
    drag(&mut home, &window, "h1", &["text/uri-list", "https://127.0.0.1:9/listed%2Fonce.ics\r\n"]);
    settled(&home, "address = \"https://127.0.0.1:9/listed%2Fonce.ics\"");

    window.script("document.querySelector('[data-testid=session]').scrollIntoView({ block: 'center' }); return true").unwrap();
    drag(&mut home, &window, "[data-testid=session]", &["text/uri-list", "https://us02web.zoom.us/j/3?pwd=dropped\r\n"]);
    window.click("li[data-testid=session] [data-testid=join]").unwrap();
    home.until_opened("https://us02web.zoom.us/j/3?pwd=dropped");
    drop(window);

    // A window that takes nothing is not led away by it either.
    let settings = Window::open(&mut home.desktop, &home.path, "settings").unwrap();
    let before = settings.script("window.mark = true; return location.href").unwrap();
    drag(&mut home, &settings, "h1", &["text/uri-list", "https://127.0.0.1:9/elsewhere\r\n"]);
    settings.click("[data-testid=nav-appearance]").unwrap();
    settings.until("the page that it was", "window.mark === true && document.querySelector('[data-testid=theme]')").unwrap();
    assert_eq!(settings.script("return location.href").unwrap(), before);
    assert_eq!(settled(&home, "").matches("[[feed]]").count(), 3);
    drop(settings);
    home.quit(app);
}
