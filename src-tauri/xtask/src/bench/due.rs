//! How long it takes from the instant at which a reminder is due until a notification server has the notice.
//! It never counts what the program says of itself.

use super::{Figure, home, quantile, sink, soon, start_app, taken, write_feed};
use crate::desktop::{Desktop, Parts, Tray};
use crate::machine_clock::{Guard, Right, may_set, set};
use anyhow::{Context, Result, ensure};
use chrono::{DateTime, Duration as Span, Utc};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

/// Reminders in one life of the program: as many sessions are in its feed.
const REMINDERS: usize = 1_000;
/// Lives, where the waiting is left out.
const LIVES: usize = 10;
/// So long before each reminder the clock is set to, so that the timer is armed when it comes.
const AHEAD: Span = Span::milliseconds(50);

/// Ten thousand reminders, two at each second, each of a session of its own, each notice closed at once. The time from one
/// second to the next is left out: the clock is set to just before each, and right again after it. Where this user may not
/// set the clock there is no figure.
pub(super) fn ten_thousand() -> Result<Vec<Figure>> {
    if !may_set() {
        return Ok(Vec::new());
    }
    let _guard = Guard::start()?;
    let lives = (0..LIVES).map(|_| life(true)).collect::<Result<Vec<_>>>()?;
    Ok(figures("10,000 reminders", lives.into_iter().flatten().collect()))
}

/// A thousand reminders likewise, while the clock goes on by itself.
pub(super) fn in_real_time() -> Result<Vec<Figure>> {
    Ok(figures("1,000 reminders in real time", life(false)?))
}

fn figures(what: &str, seconds: Vec<Vec<f64>>) -> Vec<Figure> {
    let mut first_of_two: Vec<f64> = seconds.iter().filter_map(|second| second.iter().copied().reduce(f64::min)).collect();
    let mut all: Vec<f64> = seconds.into_iter().flatten().collect();
    let name = |of: &str| format!("due to Notify, {what}, {of}");
    vec![
        Figure { name: name("median of the first of two at once"), value: quantile(&mut first_of_two, 0.5), unit: "ms", goal: None },
        Figure { name: name("p99"), value: quantile(&mut all, 0.99), unit: "ms", goal: Some(5.0) },
        Figure { name: name("max"), value: quantile(&mut all, 1.0), unit: "ms", goal: Some(25.0) },
    ]
}

/// How late each notice of each second was, in milliseconds.
fn life(jumps: bool) -> Result<Vec<Vec<f64>>> {
    let mut desktop = Desktop::start(Parts { tray: true, notifications: false })?;
    // A server that only answers: dunst draws each notice, which is not what is measured.
    let file = desktop.folder().join("taken");
    sink(&mut desktop, &file, &[], true)?;
    let first = soon(if jumps { 7_200 } else { 12 });
    // Two feeds with a session each at every second: of one feed, two at once would be one notice after the first six.
    let seconds = REMINDERS / 2;
    let second = desktop.folder().join("second.json");
    write_feed(&second, seconds..REMINDERS, first, Span::seconds(1))?;
    let settings = format!("leads = [0]\nlate = 5\n[[feed]]\naddress = \"file://{}\"", second.display());
    let home = home(&desktop, seconds, first, Span::seconds(1), &settings)?;
    let app = start_app(&mut desktop, &home)?;
    Tray::of(&desktop, app)?;
    std::thread::sleep(Duration::from_secs(3));
    for second in 0..seconds {
        let due = first + Span::seconds(i64::try_from(second)?);
        let right = jumps.then(Right::now);
        if jumps {
            set(due - AHEAD)?;
        }
        // The sink’s first line says that it is there.
        until_lines(&file, 1 + 2 * (second + 1), if jumps { Duration::from_secs(30) } else { Duration::from_secs(60) })?;
        drop(right);
    }
    let mut by_second: BTreeMap<DateTime<Utc>, Vec<f64>> = BTreeMap::new();
    for taken in taken(&file).iter().filter(|taken| taken.words.contains("Session")) {
        let summary = taken.words.split(" | ").next().unwrap_or_default();
        let number: usize = summary.rsplit(' ').next().and_then(|number| number.parse().ok()).context("a notice without a number")?;
        let due = first + Span::seconds(i64::try_from(number % seconds)?);
        by_second.entry(due).or_default().push((taken.at - due).num_microseconds().unwrap_or(0) as f64 / 1_000.0);
    }
    drop(desktop.take(app));
    ensure!(by_second.len() == seconds && by_second.values().all(|second| second.len() == 2), "not every reminder rang once");
    Ok(by_second.into_values().collect())
}

fn until_lines(file: &Path, lines: usize, limit: Duration) -> Result<()> {
    let begin = Instant::now();
    while std::fs::read(file)?.iter().filter(|byte| **byte == b'\n').count() < lines {
        ensure!(begin.elapsed() < limit, "waited in vain for the notice in line {lines}");
        std::thread::sleep(Duration::from_millis(5));
    }
    Ok(())
}
