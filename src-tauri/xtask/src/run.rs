//! Starts Sessionbell with a sample feed, on the real desktop or on a virtual one, and there proves that it rings.
//! It never touches the person's own feeds and settings: the sample has a home of its own.

#![expect(clippy::print_stdout, reason = "what happens is said")]

use crate::command::{built, cargo, npm, output, root, run as run_command, wait};
use crate::desktop::{Desktop, PATIENCE, Parts, Tray};
use crate::sample;
use crate::setup::{For, setup};
use anyhow::{Context, Result, ensure};
use chrono::{DateTime, Duration as Span, Timelike, Utc};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// The sample's first session starts that long after the first bell.
const LEAD: Span = Span::minutes(10);

/// Sets up, builds and starts. Without a display, or if it is asked for, on a virtual desktop.
///
/// # Errors
/// Something of that failed, or the bell did not ring; as a sentence.
pub fn run(headless: bool, release: bool) -> Result<()> {
    setup(For::Running)?;
    build(release)?;
    let home = root().join("target/run/home");
    if home.exists() {
        std::fs::remove_dir_all(&home)?;
    }
    let has_display = ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()));
    if has_display && !headless {
        let due = subscribe_to_sample(&home, Span::seconds(20))?;
        println!("A bell rings at {} (UTC). Sessionbell is in the tray; end it there, or with Ctrl-C here.", due.format("%H:%M:%S"));
        return run_command(Command::new(built("sessionbell", release)).env("SESSIONBELL_HOME", &home));
    }
    prove(&home, release)
}

/// Builds pages and programs.
///
/// # Errors
/// A build failed.
pub fn build(release: bool) -> Result<()> {
    // Pages that are written anew, be they the same, have the program linked anew.
    if !pages_are_current()? {
        run_command(npm().args(["run", "--silent", "build", "--", "--logLevel=warn"]))?;
    }
    let mut build = cargo();
    build.args(["build", "--workspace", "--bins"]);
    if release {
        build.arg("--release");
    }
    run_command(&mut build)
}

/// Whether the built pages are younger than all that they are made from.
fn pages_are_current() -> Result<bool> {
    let ui = root().join("ui");
    let Some(built) = ui.join("dist/index.html").metadata().and_then(|about| about.modified()).ok() else { return Ok(false) };
    let (mut folders, mut newest) = (vec![ui], None);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let entry = entry?;
            if entry.file_type()?.is_file() {
                newest = newest.max(entry.metadata()?.modified().ok());
            } else if !["dist", "node_modules"].iter().any(|name| entry.file_name() == *name) {
                folders.push(entry.path());
            }
        }
    }
    Ok(newest < Some(built))
}

/// Makes a home whose one feed is the sample, with a bell `ahead` from now; answers when exactly.
///
/// # Errors
/// The files could not be written.
pub fn subscribe_to_sample(home: &Path, ahead: Span) -> Result<DateTime<Utc>> {
    let bell = (Utc::now() + ahead).with_nanosecond(0).context("no whole second")? + Span::seconds(1);
    let feed = home.join("sample.json");
    std::fs::create_dir_all(home.join("config"))?;
    std::fs::write(&feed, sample::feed(bell + LEAD)?)?;
    let zones = "zones = [\"Europe/Berlin\", \"Asia/Kolkata\"]";
    std::fs::write(home.join("config/settings.toml"), format!("{zones}\n\n[[feed]]\naddress = \"file://{}\"\n", feed.display()))?;
    Ok(bell)
}

/// Rings the bell on a virtual desktop of real parts and takes the pictures.
fn prove(home: &Path, release: bool) -> Result<()> {
    let pictures = root().join("target/run");
    std::fs::create_dir_all(&pictures)?;
    let mut desktop = Desktop::start(Parts::ALL)?;
    let notices = Notices::watch(&mut desktop)?;
    let due = subscribe_to_sample(home, Span::seconds(15))?;
    let mut app = desktop.command(built("sessionbell", release));
    app.env("SESSIONBELL_HOME", home).env("TZ", "Europe/Berlin").env("SESSIONBELL_OPENER", "true");
    let app = desktop.spawn(&mut app)?;
    let tray = Tray::of(&desktop, app)?;
    println!("tray: {}", tray.tooltip()?);
    let shown = wait("the bell on the bus", Duration::from_secs(60), || notices.first("Wrapping C++"))?;
    wait("the bell on dunst’s screen", PATIENCE, || (desktop.displayed() > 0).then_some(()))?;
    println!("rang: {}", shown.title);
    println!("      {}", shown.body.replace('\n', " "));
    println!("due:  {} UTC", due.format("%H:%M:%S%.6f"));
    println!("sent: {} UTC, {:.1} ms after it was due", shown.at.format("%H:%M:%S%.6f"), (shown.at - due).num_microseconds().unwrap_or(0) as f64 / 1_000.0);
    println!("with: {}", shown.buttons.join(", "));
    std::thread::sleep(Duration::from_millis(400));
    desktop.picture(&pictures.join("notification.png"), Some("460x240+820+30"))?;
    window(&desktop, home, "upcoming", "Upcoming sessions", &pictures.join("upcoming.png"))?;
    tray.press("Settings")?;
    window(&desktop, home, "settings", "Settings", &pictures.join("settings.png"))?;
    open_menu(&desktop, &pictures.join("tray.png"))?;
    ensure!(
        shown.buttons.iter().any(|label| label == "Join") && shown.buttons.iter().any(|label| label.starts_with("Snooze")),
        "the notification had no buttons"
    );
    let kept = desktop.dunst(&["history"])?;
    ensure!(desktop.displayed() > 0 || kept.contains("Wrapping C++"), "dunst does not have the notification");
    tray.press("Quit")?;
    let mut app = desktop.take(app).context("the program is gone")?;
    ensure!(app.ended(PATIENCE).is_some_and(|status| status.success()), "the program did not end when it was asked to");
    println!("pictures: {}", pictures.display());
    Ok(())
}

/// Waits until a window is painted and takes its picture.
fn window(desktop: &Desktop, home: &Path, log: &str, title: &str, to: &Path) -> Result<()> {
    let id = wait(&format!("the window “{title}”"), PATIENCE, || desktop.windows(title).into_iter().next())?;
    desktop.xdotool(&["windowmove", &id, "20", "20"])?;
    desktop.xdotool(&["windowraise", &id])?;
    wait(&format!("“{title}” painted"), PATIENCE, || (painted(home, log) > 0).then_some(()))?;
    std::thread::sleep(Duration::from_millis(500));
    output(desktop.command("import").args(["-window", &id]).arg(to)).map(|_| ())
}

/// How often windows of that name have said that they are painted.
#[must_use]
pub fn painted(home: &Path, name: &str) -> usize {
    logs(home, name).lines().filter(|line| line.ends_with("painted")).count()
}

/// What the log of that name holds.
#[must_use]
pub fn logs(home: &Path, name: &str) -> String {
    let files = std::fs::read_dir(home.join("logs")).into_iter().flatten().flatten();
    let of_name = files.filter(|file| file.file_name().to_string_lossy().starts_with(name));
    of_name.filter_map(|file| std::fs::read_to_string(file.path()).ok()).collect()
}

/// Opens the tray's menu with the mouse, as a person does, and takes its picture.
fn open_menu(desktop: &Desktop, to: &Path) -> Result<()> {
    for title in ["Upcoming sessions", "Settings"] {
        for id in desktop.windows(title) {
            desktop.xdotool(&["windowmove", &id, "20", "400"])?;
        }
    }
    let panel = wait("the panel", PATIENCE, || desktop.windows("xfce4-panel").into_iter().next())?;
    let place = desktop.xdotool(&["getwindowgeometry", "--shell", &panel])?;
    let number = |key: &str| -> i64 { place.lines().find_map(|line| line.strip_prefix(key)?.parse().ok()).unwrap_or(0) };
    let (x, y, width, height) = (number("X="), number("Y="), number("WIDTH="), number("HEIGHT="));
    // The tray is the last thing on the panel, and ours the only item in it.
    desktop.xdotool(&["mousemove", &(x + width - 16).to_string(), &(y + height / 2).to_string(), "click", "3"])?;
    wait("the tray’s menu", PATIENCE, || has_menu(desktop).then_some(()))?;
    std::thread::sleep(Duration::from_millis(500));
    desktop.picture(to, Some("640x600+640+0"))?;
    desktop.xdotool(&["key", "Escape"]).map(|_| ())
}

/// Whether a window as tall as our menu belongs to the panel's tray, which is a process of its own.
fn has_menu(desktop: &Desktop) -> bool {
    let found = desktop.xdotool(&["search", "--onlyvisible", "--name", "wrapper"]).unwrap_or_default();
    found.lines().any(|id| {
        let place = desktop.xdotool(&["getwindowgeometry", "--shell", id]).unwrap_or_default();
        place.lines().find_map(|line| line.strip_prefix("HEIGHT=")?.parse::<u32>().ok()).is_some_and(|height| height > 250)
    })
}

/// A `Notify` call as it went over the bus.
#[derive(Clone, Debug)]
pub struct Notice {
    /// When the bus saw it.
    pub at: DateTime<Utc>,
    /// Its summary.
    pub title: String,
    /// Its body.
    pub body: String,
    /// The words of its buttons, the notice itself among them.
    pub buttons: Vec<String>,
}

/// All `Notify` calls on a desktop's bus, as a monitor notes them.
#[derive(Debug)]
pub struct Notices(PathBuf);

impl Notices {
    /// Starts the monitor.
    ///
    /// # Errors
    /// It did not start.
    pub fn watch(desktop: &mut Desktop) -> Result<Self> {
        let path = desktop.folder().join("notices");
        let mut monitor = desktop.command("busctl");
        monitor
            .arg(format!("--address={}", desktop.address()))
            .args(["--json=short", "--match=type='method_call',interface='org.freedesktop.Notifications',member='Notify'", "monitor"])
            .stdout(std::fs::File::create(&path)?)
            .stderr(std::process::Stdio::null());
        desktop.spawn(&mut monitor)?;
        std::thread::sleep(Duration::from_millis(300));
        Ok(Self(path))
    }

    /// All of them so far.
    #[must_use]
    pub fn all(&self) -> Vec<Notice> {
        std::fs::read_to_string(&self.0).unwrap_or_default().lines().filter_map(notice).collect()
    }

    /// The first whose summary contains `words`.
    #[must_use]
    pub fn first(&self, words: &str) -> Option<Notice> {
        self.all().into_iter().find(|notice| notice.title.contains(words))
    }
}

fn notice(line: &str) -> Option<Notice> {
    let message: Value = serde_json::from_str(line).ok()?;
    let data = message.pointer("/payload/data")?.as_array()?;
    let text = |at: usize| data.get(at).and_then(Value::as_str).unwrap_or_default().to_owned();
    let micros = message.get("timestamp-realtime").and_then(Value::as_i64)?;
    let actions = data.get(5)?.as_array()?;
    Some(Notice {
        at: DateTime::from_timestamp_micros(micros)?,
        title: text(3),
        body: text(4),
        buttons: actions.iter().skip(1).step_by(2).filter_map(Value::as_str).map(str::to_owned).collect(),
    })
}
