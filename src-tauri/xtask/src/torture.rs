//! Kills the real agent at random points, again and again, while it rings over a real bus from a real database.
//! It never counts what the agent says of itself: the notification server's own notes count.

#![expect(clippy::print_stdout, reason = "the figures are the answer")]

use crate::bench::{home, sink, soon, taken};
use crate::command::{cargo, run, target, wait};
use crate::desktop::{Desktop, PATIENCE, Parts};
use anyhow::{Result, bail, ensure};
use chrono::{Duration as Span, Utc};
use serde_json::json;
use std::collections::BTreeMap;
use std::time::Duration;

/// How often by default.
const KILLS: u64 = 10_000;

/// `--kills N`, `--seed S`.
///
/// # Errors
/// A reminder was missed, one was repeated more often than kills explain, or the database was damaged.
pub fn torture(arguments: &[String]) -> Result<()> {
    let (mut kills, mut seed) = (KILLS, 1_u64);
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        let value = words.next().and_then(|value| value.parse().ok());
        match (word.as_str(), value) {
            ("--kills", Some(value)) => kills = value,
            ("--seed", Some(value)) => seed = value,
            _ => bail!("torture knows --kills N and --seed S"),
        }
    }
    run(cargo().args(["build", "--quiet", "--release", "-p", "sessionbell-agent", "--example", "ringer"]))?;
    run(cargo().args(["build", "--quiet", "--release", "-p", "xtask", "--bin", "notify_sink"]))?;
    let ringer = target().join("release/examples/ringer");
    let mut desktop = Desktop::start(Parts { tray: false, notifications: false })?;
    let file = desktop.folder().join("taken");
    sink(&mut desktop, &file, &[])?;
    // One reminder a second, for longer than the kills take.
    let first = soon(3);
    let count = usize::try_from(kills / 8 + 120)?;
    let home = home(&desktop, count, first, Span::seconds(1), "leads = [0]\ntell-changes = false")?;
    let start = |desktop: &mut Desktop| {
        let mut command = desktop.command(&ringer);
        desktop.spawn(command.env("SESSIONBELL_HOME", &home).env("TZ", "Europe/Berlin"))
    };
    let mut dice = seed;
    for _ in 0..kills {
        let id = start(&mut desktop)?;
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // A life lasts from before the database is open to well after a reminder was noted.
        std::thread::sleep(Duration::from_micros(2_000 + (dice >> 33) % 90_000));
        if let Some(mut life) = desktop.take(id) {
            life.kill();
        }
    }
    let last = Utc::now();
    let id = start(&mut desktop)?;
    let due = usize::try_from((last - first).num_seconds().max(0) + 1)?.min(count);
    // A notice may name several: those that were shown just before a kill are named again with the next.
    let distinct = || {
        let mut all: BTreeMap<String, u64> = BTreeMap::new();
        for (_, words) in taken(&file) {
            for named in words.split("Session ").skip(1) {
                let number = named.chars().take_while(char::is_ascii_digit).collect();
                *all.entry(number).or_default() += 1;
            }
        }
        all
    };
    let complete = || (0..due).all(|number| distinct().contains_key(&number.to_string()));
    let all_came = wait("the last reminders", PATIENCE, || complete().then_some(())).is_ok();
    drop(desktop.take(id));
    let shown = distinct();
    let missed = (0..due).filter(|number| !shown.contains_key(&number.to_string())).count();
    let repeats: u64 = shown.values().map(|times| times - 1).sum();
    let damaged = std::fs::read_dir(home.join("data"))?.filter_map(Result::ok).filter(|entry| entry.file_name().to_string_lossy().contains("damaged")).count();
    println!(
        "{}",
        json!({ "kills": kills, "seed": seed, "reminders": due, "missed": missed, "repeats": repeats, "most_of_one": shown.values().max(), "damaged": damaged })
    );
    ensure!(all_came && missed == 0, "{missed} of {due} reminders were missed");
    ensure!(repeats <= kills, "{repeats} repeats are more than {kills} kills explain");
    ensure!(damaged == 0, "the database was damaged {damaged} times");
    Ok(())
}
