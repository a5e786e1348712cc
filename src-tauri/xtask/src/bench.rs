//! Measures the figures that the README publishes, on the virtual desktop, with the release build.
//! It never hides a missed goal.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "the figures are the answer")]

mod due;
mod ics;
mod list;

use crate::command::{built, cargo, output, wait};
use crate::desktop::{Desktop, PATIENCE, Parts, Tray, memory_of, ran, ran_since};
use crate::run::{build, logs, painted};
use crate::setup::{For, setup};
use anyhow::{Context, Result};
use chrono::{DateTime, Duration as Span, Timelike, Utc};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// One measured figure.
struct Figure {
    name: String,
    value: f64,
    unit: &'static str,
    /// At most this; none for a figure without a goal.
    goal: Option<f64>,
}

type Measure = fn() -> Result<Vec<Figure>>;

/// What can be measured: its name, what it is, and how.
const PARTS: [(&str, &str, Measure); 11] = [
    ("idle", "memory and wake-ups", idle),
    ("start", "start", start),
    ("click", "click to painted", click),
    ("window", "memory with a window", window),
    ("due", "due to Notify", due::ten_thousand),
    ("due-in-real-time", "due to Notify, in real time", due::in_real_time),
    ("restart", "a server's restart", restart),
    ("plan", "reading and planning", plan_cost),
    (ICS, "reading .ics", ics::two_weeks),
    ("list", "the window with 10,000 sessions", list::list),
    ("size", "size", size),
];

/// The part that needs `sbell` alone: neither the app nor a desktop.
const ICS: &str = "ics";

/// Measures and prints the parts of those names; everything, if none is named.
///
/// # Errors
/// A name is none of a part, or something could not be measured.
pub fn bench(parts: &[String]) -> Result<()> {
    if let Some(other) = parts.iter().find(|part| PARTS.iter().all(|(name, ..)| name != part)) {
        anyhow::bail!("“{other}” is not a part; there are {}", PARTS.map(|(name, ..)| name).join(", "));
    }
    if parts.iter().any(|part| part != ICS) || parts.is_empty() {
        setup(For::Running)?;
        build(true)?;
    } else {
        crate::command::run(cargo().args(["build", "--release", "-p", "sbell"]))?;
    }
    // Pages of a program that was just written count as its own dirty memory until they are on the disk.
    crate::command::run(&mut std::process::Command::new("sync"))?;
    let mut figures = Vec::new();
    println!("{}", machine());
    for (_, what, measure) in PARTS.iter().filter(|(name, ..)| parts.is_empty() || parts.iter().any(|part| part == name)) {
        eprintln!("measuring {what} …");
        for figure in measure().with_context(|| format!("{what} could not be measured"))? {
            let ok = figure.goal.is_none_or(|goal| figure.value <= goal);
            println!("{}", json!({ "figure": figure.name, "value": rounded(figure.value), "unit": figure.unit, "goal": figure.goal, "ok": ok }));
            figures.push(figure);
        }
    }
    println!("\n| figure | measured | goal | |\n|---|---|---|---|");
    for figure in &figures {
        let goal = figure.goal.map_or("–".to_owned(), |goal| format!("≤ {goal} {}", figure.unit));
        let verdict = if figure.goal.is_none_or(|goal| figure.value <= goal) { "" } else { "missed" };
        println!("| {} | {} {} | {goal} | {verdict} |", figure.name, rounded(figure.value), figure.unit);
    }
    Ok(())
}

fn rounded(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

fn machine() -> String {
    let model = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = model.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": ").map(|(_, name)| name.to_owned())).unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    json!({ "machine": model, "cores": cores, "date": Utc::now().format("%Y-%m-%d").to_string() }).to_string()
}

/// A home with a feed of so many sessions, the first of them at `first`, `apart` from each other.
pub(crate) fn home(desktop: &Desktop, count: usize, first: DateTime<Utc>, apart: Span, settings: &str) -> Result<PathBuf> {
    let home = desktop.folder().join("home");
    std::fs::create_dir_all(home.join("config"))?;
    let feed = home.join("feed.json");
    write_feed(&feed, 0..count, first, apart)?;
    std::fs::write(home.join("config/settings.toml"), format!("{settings}\n[[feed]]\naddress = \"file://{}\"\n", feed.display()))?;
    Ok(home)
}

/// Writes a feed of sessions with these numbers, the first at `first` and each `apart` from the one before.
///
/// # Errors
/// It cannot be written.
pub fn write_feed(path: &Path, numbers: std::ops::Range<usize>, first: DateTime<Utc>, apart: Span) -> Result<()> {
    let entries: Vec<String> = numbers
        .scan(first, |at, number| {
            let start = at.format("%Y-%m-%dT%H:%M:%S").to_string();
            *at += apart;
            Some(format!(
                r#"{{"@type":"Event","uid":"{number}","title":"Session {number}","start":"{start}","timeZone":"UTC","duration":"PT30M","participants":{{"h":{{"@type":"Participant","name":"Niko","roles":{{"owner":true}}}}}}}}"#
            ))
        })
        .collect();
    Ok(std::fs::write(path, format!(r#"{{"@type":"Group","uid":"bench","title":"Bench","entries":[{}]}}"#, entries.join(",")))?)
}

fn start_app(desktop: &mut Desktop, home: &Path) -> Result<u32> {
    let mut app = desktop.command(built("sessionbell", true));
    desktop.spawn(app.arg("--hidden").env("SESSIONBELL_HOME", home).env("TZ", "Europe/Berlin").env("SESSIONBELL_OPENER", "true"))
}

pub(crate) fn soon(seconds: i64) -> DateTime<Utc> {
    Utc::now().with_nanosecond(0).unwrap_or_default() + Span::seconds(seconds)
}

/// So long nobody touches the program.
const IDLE: Duration = Duration::from_secs(900);
/// A feed is asked once an hour, unless it is set otherwise.
const POLLS_A_DAY: f64 = 24.0;

fn idle() -> Result<Vec<Figure>> {
    let mut desktop = Desktop::start(Parts::ALL)?;
    let home = home(&desktop, 6, soon(2 * 86_400), Span::days(1), "")?;
    let app = start_app(&mut desktop, &home)?;
    let tray = Tray::of(&desktop, app)?;
    // What helped at the start ends by itself within that time.
    std::thread::sleep(Duration::from_secs(30));
    let before = memory_of(app);
    let began = ran(app);
    std::thread::sleep(IDLE);
    let idle = ran_since(app, &began);
    for (thread, now) in ran(app) {
        let woken = now.wakeups - began.get(&thread).map_or(0, |then| then.wakeups).min(now.wakeups);
        if woken > 0 {
            let name = std::fs::read_to_string(thread.join("comm")).unwrap_or_default();
            eprintln!("{} woke {woken} times", name.trim());
        }
    }
    let began = ran(app);
    let checked = || logs(&home, "agent").matches("answered").count();
    let earlier = checked();
    tray.press("Check feeds now")?;
    wait("the check", PATIENCE, || (checked() > earlier).then_some(()))?;
    std::thread::sleep(Duration::from_secs(1));
    let poll = ran_since(app, &began);
    let in_a_day = idle.time.as_secs_f64() * 86_400.0 / IDLE.as_secs_f64() + poll.time.as_secs_f64() * POLLS_A_DAY;
    Ok(vec![
        Figure { name: "idle memory of its own, before a window was open".to_owned(), value: mib(before.0), unit: "MiB", goal: Some(20.0) },
        Figure { name: "idle memory, its share of all".to_owned(), value: mib(before.1), unit: "MiB", goal: None },
        Figure {
            name: "wake-ups an hour between polls (of 15 minutes)".to_owned(),
            value: idle.wakeups as f64 * 3_600.0 / IDLE.as_secs_f64(),
            unit: "1/h",
            goal: Some(4.0),
        },
        Figure { name: "processor time a day, idle, with a poll an hour".to_owned(), value: in_a_day, unit: "s", goal: Some(1.0) },
    ])
}

fn mib(kib: u64) -> f64 {
    kib as f64 / 1024.0
}

fn window() -> Result<Vec<Figure>> {
    let mut desktop = Desktop::start(Parts::ALL)?;
    let home = home(&desktop, 100, soon(7_200), Span::hours(8), "")?;
    let app = start_app(&mut desktop, &home)?;
    let tray = Tray::of(&desktop, app)?;
    std::thread::sleep(SETTLED);
    let before = memory_of(app);
    let (open, after) = open_and_close(&desktop, &home, &tray, app, 1)?;
    Ok(vec![
        Figure { name: "memory of their own of all processes with the window open".to_owned(), value: mib(open.0), unit: "MiB", goal: Some(120.0) },
        Figure { name: "memory with the window open, their share of all".to_owned(), value: mib(open.1), unit: "MiB", goal: None },
        Figure { name: "memory of its own after the window was closed".to_owned(), value: mib(after.0), unit: "MiB", goal: Some(20.0) },
        Figure { name: "of that, more than before it was opened".to_owned(), value: mib(after.0.saturating_sub(before.0)), unit: "MiB", goal: Some(2.0) },
    ])
}

/// After that long nothing that was just started or ended takes memory for it any more.
const SETTLED: Duration = Duration::from_secs(5);

/// Opens the window by the tray, waits until it is painted, closes it; answers the memory a while after each.
fn open_and_close(desktop: &Desktop, home: &Path, tray: &Tray<'_>, app: u32, times: usize) -> Result<((u64, u64), (u64, u64))> {
    tray.click()?;
    wait("the window painted", PATIENCE, || (painted(home, "upcoming") >= times).then_some(()))?;
    let window = wait("the window", PATIENCE, || desktop.windows("Upcoming sessions").pop())?;
    std::thread::sleep(SETTLED);
    let open = memory_of(app);
    desktop.xdotool(&["windowclose", &window])?;
    wait("the window's processes to end", PATIENCE, || (crate::desktop::tree(app).len() == 1).then_some(()))?;
    std::thread::sleep(SETTLED);
    Ok((open, memory_of(app)))
}

fn start() -> Result<Vec<Figure>> {
    let mut desktop = Desktop::start(Parts::ALL)?;
    let home = home(&desktop, 1_000, soon(86_400), Span::minutes(30), "")?;
    // The first start reads the feed; the others start from its saved copy.
    let app = start_app(&mut desktop, &home)?;
    let tray = Tray::of(&desktop, app)?;
    wait("the feed in the menu", PATIENCE, || tray.menu().ok().filter(|menu| menu.iter().any(|entry| entry.label.contains("Session 0"))))?;
    drop(desktop.take(app));
    let items = desktop.folder().join("items");
    let mut monitor = desktop.command("busctl");
    monitor
        .arg(format!("--address={}", desktop.address()))
        .args(["--json=short", "--match=type='method_call',member='RegisterStatusNotifierItem'", "monitor"])
        .stdout(std::fs::File::create(&items)?)
        .stderr(std::process::Stdio::null());
    desktop.spawn(&mut monitor)?;
    std::thread::sleep(Duration::from_millis(500));
    let mut times = Vec::new();
    for round in 1..=5 {
        let begin = Utc::now();
        let app = start_app(&mut desktop, &home)?;
        let at = wait("the tray item to register", PATIENCE, || {
            let text = std::fs::read_to_string(&items).ok()?;
            let message: Value = serde_json::from_str(text.lines().nth(round - 1)?).ok()?;
            DateTime::from_timestamp_micros(message.get("timestamp-realtime")?.as_i64()?)
        })?;
        times.push((at - begin).num_microseconds().unwrap_or(0) as f64 / 1_000.0);
        drop(desktop.take(app));
        std::thread::sleep(Duration::from_millis(300));
    }
    Ok(vec![Figure {
        name: "start to tray registered, 1,000 sessions (median of 5)".to_owned(),
        value: quantile(&mut times, 0.5),
        unit: "ms",
        goal: Some(150.0),
    }])
}

fn click() -> Result<Vec<Figure>> {
    let mut desktop = Desktop::start(Parts::ALL)?;
    let home = home(&desktop, 6, soon(7_200), Span::days(1), "")?;
    let app = start_app(&mut desktop, &home)?;
    let tray = Tray::of(&desktop, app)?;
    let mut times = Vec::new();
    for round in 1..=7 {
        let begin = Utc::now();
        open_and_close(&desktop, &home, &tray, app, round)?;
        let log = logs(&home, "upcoming");
        let line = log.lines().filter(|line| line.ends_with("painted")).nth(round - 1).context("no such line")?;
        let at: DateTime<Utc> = line.split_whitespace().next().context("no time")?.parse()?;
        times.push((at - begin).num_microseconds().unwrap_or(0) as f64 / 1_000.0);
    }
    let p95 = quantile(&mut times.clone(), 0.95);
    Ok(vec![
        Figure { name: "click to painted window (median of 7)".to_owned(), value: quantile(&mut times, 0.5), unit: "ms", goal: Some(700.0) },
        Figure { name: "click to painted window (p95)".to_owned(), value: p95, unit: "ms", goal: None },
    ])
}

/// What a notification server that only takes notices got, and when it was there.
/// A notice that the recording server noted.
pub(crate) struct Taken {
    pub(crate) at: DateTime<Utc>,
    /// The unique bus name of whoever sent it: another for every life of the program.
    pub(crate) from: String,
    pub(crate) words: String,
}

pub(crate) fn taken(file: &Path) -> Vec<Taken> {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let line = |line: &str| {
        let (at, rest) = line.split_once(' ')?;
        let (from, words) = rest.split_once(' ')?;
        Some(Taken { at: DateTime::from_timestamp_micros(at.parse().ok()?)?, from: from.to_owned(), words: words.to_owned() })
    };
    text.lines().filter_map(line).collect()
}

pub(crate) fn sink(desktop: &mut Desktop, file: &Path, arguments: &[&str], release: bool) -> Result<u32> {
    let mut command = desktop.command(built("notify_sink", release));
    command.args(arguments).stdout(std::fs::File::create(file)?);
    let id = desktop.spawn(&mut command)?;
    wait("the notification server", PATIENCE, || desktop.has_name("org.freedesktop.Notifications").then_some(()))?;
    Ok(id)
}

/// A notice stands, its server is killed, and another comes: how long until it has the notice.
fn restart() -> Result<Vec<Figure>> {
    let mut desktop = Desktop::start(Parts { tray: true, notifications: false })?;
    let file = desktop.folder().join("taken");
    let mut server = sink(&mut desktop, &file, &["--keep"], true)?;
    let home = home(&desktop, 1, soon(120), Span::days(1), "leads = [10]")?;
    let app = start_app(&mut desktop, &home)?;
    let mut times = Vec::new();
    for round in 0..20 {
        let shown = wait("the notice", PATIENCE, || taken(&file).into_iter().find(|taken| taken.words.contains("Session 0")))?;
        let there = taken(&file).first().map(|taken| taken.at).context("the server did not say when it came")?;
        if round > 0 {
            times.push((shown.at - there).num_microseconds().unwrap_or(0) as f64 / 1_000.0);
        }
        // The claim is saved as shown before the server goes.
        std::thread::sleep(Duration::from_millis(200));
        drop(desktop.take(server));
        server = sink(&mut desktop, &file, &["--keep"], true)?;
    }
    drop(desktop.take(app));
    Ok(vec![Figure { name: "a new server to the notice on it (max of 19)".to_owned(), value: quantile(&mut times, 1.0), unit: "ms", goal: Some(250.0) }])
}

fn plan_cost() -> Result<Vec<Figure>> {
    let printed = output(cargo().args(["run", "--quiet", "--release", "-p", "sessionbell-core", "--example", "plan_cost"]))?;
    let cost: Value = serde_json::from_str(printed.trim())?;
    let of = |name: &str| cost.get(name).and_then(Value::as_f64).unwrap_or(f64::NAN);
    Ok(vec![
        Figure { name: "reading and planning 10,000 sessions".to_owned(), value: of("parse_ms") + of("plan_ms"), unit: "ms", goal: Some(100.0) },
        Figure { name: "of that, planning".to_owned(), value: of("plan_ms"), unit: "ms", goal: None },
        Figure { name: "planning them when half have rung".to_owned(), value: of("plan_later_ms"), unit: "ms", goal: None },
    ])
}

fn size() -> Result<Vec<Figure>> {
    let bytes = built("sessionbell", true).metadata()?.len();
    Ok(vec![Figure { name: "size of the program".to_owned(), value: bytes as f64 / 1024.0 / 1024.0, unit: "MiB", goal: None }])
}

pub(crate) fn quantile(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let at = ((values.len() as f64 * share).ceil() as usize).clamp(1, values.len().max(1)) - 1;
    values.get(at).copied().unwrap_or(f64::NAN)
}
