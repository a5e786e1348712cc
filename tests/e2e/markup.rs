//! Hostile words in notices of real servers: what xfce4-notifyd shows is what stands in the feed, to the letter.
//! It never looks at what went over the bus: what is on the screen counts. Dunst's part is in `bell`.

use crate::home::{Home, PUBLIC, Session, soon};
use crate::screen_reader::{accessibility, read_out};
use xtask::command::{target, wait};
use xtask::desktop::{PATIENCE, Parts};

const TITLE: &str = r"<b>bold</b> &amp; <img src=x> &#x3C;i> <a href=file:///etc>%s</a>";
const SERIES: &str = r"<u>Series</u> & &lt;b&gt; <markup> </span>";

#[test]
fn what_is_published_is_no_markup_for_xfce4_notifyd() {
    let mut home = Home::new(Parts { tray: true, notifications: false });
    accessibility(&mut home);
    let daemon = std::fs::read_dir("/usr/lib").unwrap().flatten().map(|entry| entry.path().join("xfce4/notifyd/xfce4-notifyd")).find(|path| path.exists());
    let mut daemon = home.desktop.command(daemon.expect("xfce4-notifyd is installed"));
    home.desktop.spawn(daemon.env_remove("NO_AT_BRIDGE")).unwrap();
    wait("the notification server", PATIENCE, || home.desktop.has_name("org.freedesktop.Notifications").then_some(())).unwrap();
    home.subscribe(&[Session { uid: "a", title: TITLE, start: soon(1_790), more: PUBLIC }], "leads = [30]");
    let settings = std::fs::read_to_string(home.settings_file()).unwrap();
    home.settings(&format!("{settings}name = '{SERIES}'\n"));
    let app = home.start();
    let lines = read_out(&home, "In 30 minutes");
    home.desktop.picture(&target().join("looks/xfce4-notifyd.png"), None).unwrap();
    assert!(lines.contains(&format!("label: In 30 minutes: {TITLE}")), "{}", lines.join("\n"));
    assert!(lines.iter().any(|line| line.starts_with("label: Niko · ") && line.ends_with(SERIES)), "{}", lines.join("\n"));
    home.quit(app);
}
