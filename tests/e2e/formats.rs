//! What people paste today: a calendar with a weekly session, and a schedule that does not say in which zone it is.
//! It never fetches over a network: both are files.

use crate::home::{Home, soon};
use crate::looks::complaints;
use xtask::command::target;
use xtask::desktop::Parts;
use xtask::webdriver::Window;

#[test]
fn a_calendar_repeats_and_a_schedule_asks_for_its_zone_once() {
    let pictures = target().join("looks");
    std::fs::create_dir_all(&pictures).unwrap();
    for theme in ["light", "dark"] {
        let mut home = Home::new(Parts::ALL);
        let (last_week, tomorrow) = (soon(3 * 3_600) - chrono::Duration::days(7), soon(24 * 3_600));
        let calendar = home.path().join("calendar.ics");
        let weekly = format!(
            "BEGIN:VCALENDAR\r\nX-WR-CALNAME:Triage\r\nBEGIN:VEVENT\r\nUID:weekly\r\nDTSTART:{}\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY\r\nSUMMARY:Weekly triage\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
            last_week.format("%Y%m%dT%H%M%SZ")
        );
        std::fs::write(&calendar, weekly).unwrap();
        let schedule = home.path().join("schedule.json");
        let talk = format!(
            r#"{{"sessions":[{{"id":"1","title":"A talk somewhere","startsAt":"{}"}}],"speakers":[],"rooms":[]}}"#,
            tomorrow.format("%Y-%m-%dT%H:%M:%S")
        );
        std::fs::write(&schedule, talk).unwrap();
        home.settings(&format!(
            "theme = \"{theme}\"\n[[feed]]\naddress = \"file://{}\"\n[[feed]]\naddress = \"file://{}\"\nname = \"Community day\"\n",
            calendar.display(),
            schedule.display()
        ));
        let app = home.start();
        let window = Window::open(&mut home.desktop, &home.path, "settings").unwrap();
        window.until("the question", "document.querySelectorAll('[data-testid=feed-zone]').length === 1").unwrap();
        for (text, width) in [(100, 760), (200, 360)] {
            window.resize(width, 700).unwrap();
            window.script(&format!("document.documentElement.style.fontSize = '{}%'; return true", f64::from(text) * 0.875)).unwrap();
            window.script("document.querySelector('[data-testid=feed-zone]').scrollIntoView({ block: 'center' }); return true").unwrap();
            window.picture(&pictures.join(format!("zone-asked-{theme}-{text}-{width}.png"))).unwrap();
            assert_eq!(complaints(&window), Vec::<String>::new(), "{theme}, {text} %, {width} px wide; see {}", pictures.display());
        }
        window
            .script("const zone = document.querySelector('[data-testid=feed-zone]'); zone.value = 'Asia/Tokyo'; zone.dispatchEvent(new Event('change', { bubbles: true })); return true")
            .unwrap();
        window.until("the schedule", "[...document.querySelectorAll('[data-testid=feed]')].every((feed) => feed.dataset.health === 'well')").unwrap();
        drop(window);
        assert!(std::fs::read_to_string(home.settings_file()).unwrap().contains("zone = \"Asia/Tokyo\""));
        let window = Window::open(&mut home.desktop, &home.path, "upcoming").unwrap();
        window.until("the sessions", "document.querySelectorAll('[data-testid=session]').length >= 2").unwrap();
        window.picture(&pictures.join(format!("formats-{theme}.png"))).unwrap();
        let rows = window.texts("[data-testid=session]").unwrap().join("\n");
        assert!(rows.contains("Weekly triage") && rows.contains("A talk somewhere"), "{rows}");
        drop(window);
        home.quit(app);
    }
}
