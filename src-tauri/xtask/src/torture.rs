//! Does to the real agent what a machine does on its worst days, while it rings over a real bus from a real database:
//! kills it, stops it, kills its notification server, sets the clock, presses notices before they are answered.
//! It never counts what the agent says of itself: the notification server's own notes count.

#![expect(clippy::print_stdout, reason = "the figures are the answer")]

mod clock;
mod kills;
mod servers;
mod stops;

use crate::bench::{home, soon, taken};
use crate::command::{cargo, run, target, wait};
use crate::desktop::{Desktop, PATIENCE, Parts};
use anyhow::{Result, bail, ensure};
use chrono::{DateTime, Duration as Span, Utc};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

type Act = fn(&Plan) -> Result<Value>;

/// What can be done to it: the name, how often in full, and how.
const PARTS: [(&str, u64, Act); 6] = [
    ("kills", 10_000, kills::kills),
    ("servers", 200, servers::servers),
    ("dunst", 100, servers::dunst),
    ("stops", 100, stops::stops),
    ("clock", 1_000, clock::clock),
    ("races", 100_000, races),
];

/// How often, from which seed, and with which build.
struct Plan {
    count: u64,
    seed: u64,
    dev: bool,
}

/// `[PART] [--count N] [--seed S] [--dev]`: one part, or all of them.
///
/// # Errors
/// A reminder was missed, one was repeated more often than what was done explains, something leaked, or the database was
/// damaged.
pub fn torture(arguments: &[String]) -> Result<()> {
    let (mut part, mut count, mut seed, mut dev) = (None, None, 1, false);
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        let mut number = || words.next().and_then(|value| value.parse().ok());
        match word.as_str() {
            "--count" => count = number(),
            "--seed" => seed = number().unwrap_or(seed),
            "--dev" => dev = true,
            name if PARTS.iter().any(|(part, ..)| *part == name) => part = Some(name.to_owned()),
            _ => bail!("torture knows [{}] [--count N] [--seed S] [--dev]", PARTS.map(|(name, ..)| name).join(" | ")),
        }
    }
    for (name, full, act) in PARTS.iter().filter(|(name, ..)| part.as_deref().is_none_or(|part| part == *name)) {
        let plan = Plan { count: count.unwrap_or(*full), seed, dev };
        let mut figures = act(&plan)?;
        if let Some(figures) = figures.as_object_mut() {
            figures.insert("part".to_owned(), json!(name));
        }
        println!("{figures}");
    }
    Ok(())
}

/// The agent without windows, on a bus of its own, with a session every few seconds that rings at its start.
struct Stage {
    desktop: Desktop,
    ringer: PathBuf,
    home: PathBuf,
    first: DateTime<Utc>,
    /// Seconds from one session to the next.
    apart: i64,
    count: usize,
}

impl Stage {
    /// The first session begins in so many seconds.
    fn new(plan: &Plan, ahead: i64, apart: i64, count: u64) -> Result<Self> {
        let profile: &[&str] = if plan.dev { &[] } else { &["--release"] };
        run(cargo().args(["build", "--quiet", "-p", "sessionbell-agent", "--example", "ringer"]).args(profile))?;
        run(cargo().args(["build", "--quiet", "-p", "xtask", "--bin", "notify_sink"]).args(profile))?;
        let ringer = target().join(if plan.dev { "debug" } else { "release" }).join("examples/ringer");
        let desktop = Desktop::start(Parts { tray: false, notifications: false })?;
        let (count, first) = (usize::try_from(count)?, soon(ahead));
        let home = home(&desktop, count, first, Span::seconds(apart), "tell-changes = false\nleads = [0]")?;
        Ok(Self { desktop, ringer, home, first, apart, count })
    }

    /// Starts the agent; `dies` names the step at which it kills itself.
    fn agent(&mut self, dies: Option<&str>) -> Result<u32> {
        let mut command = self.desktop.command(&self.ringer);
        command.env("SESSIONBELL_HOME", &self.home).env("TZ", "Europe/Berlin");
        command.envs(dies.map(|step| ("RINGER_DIES", step)));
        self.desktop.spawn(&mut command)
    }

    /// Starts the notification server that notes what it gets in `file`.
    fn server(&mut self, plan: &Plan, file: &Path) -> Result<u32> {
        crate::bench::sink(&mut self.desktop, file, &[], !plan.dev)
    }

    fn end(&mut self, id: u32) {
        if let Some(mut process) = self.desktop.take(id) {
            process.kill();
        }
    }

    /// How many sessions are due by now.
    fn due(&self) -> usize {
        usize::try_from((Utc::now() - self.first).num_seconds() / self.apart + 1).unwrap_or(0).min(self.count)
    }

    /// Waits until all that are due by now were shown, and counts; `words` is what each notice said so far.
    fn reckon(&self, words: impl Fn() -> Vec<String>) -> Result<Reckoning> {
        let due = self.due();
        let complete = || (0..due).all(|number| named(&words()).contains_key(&number)).then_some(());
        // What does not come is counted as missed.
        let _complete = wait("the last reminders", PATIENCE, complete);
        let shown = named(&words());
        let damaged = std::fs::read_dir(self.home.join("data"))?.flatten().filter(|entry| entry.file_name().to_string_lossy().contains("damaged")).count();
        let unheard: Vec<usize> = (0..due).filter(|number| !shown.contains_key(number)).collect();
        let missed = unheard.len();
        let repeats = shown.values().map(|times| times - 1).sum();
        ensure!(missed == 0, "{missed} of {due} reminders were missed, among them those of sessions {:?}", &unheard[..missed.min(20)]);
        ensure!(damaged == 0, "the database was damaged {damaged} times");
        Ok(Reckoning { due, missed, repeats, most: shown.values().copied().max().unwrap_or(0), damaged })
    }
}

struct Reckoning {
    due: usize,
    missed: usize,
    repeats: u64,
    most: u64,
    damaged: usize,
}

impl Reckoning {
    /// The figures, with what else was counted.
    fn figures(&self, plan: &Plan, more: &[(&str, Value)]) -> Value {
        let mut figures = json!({
            "count": plan.count, "seed": plan.seed, "reminders": self.due, "missed": self.missed, "repeats": self.repeats,
            "most_of_one": self.most, "damaged": self.damaged
        });
        for (name, value) in more {
            figures[*name] = value.clone();
        }
        figures
    }
}

/// What each notice said that the recording servers noted in these files.
fn noted(files: &[PathBuf]) -> Vec<String> {
    files.iter().flat_map(|file| taken(file)).map(|taken| taken.words).collect()
}

/// How often each session was named: a notice may name several, those that were shown just before a kill with the next.
fn named(words: &[String]) -> BTreeMap<usize, u64> {
    let mut all = BTreeMap::new();
    for named in words.iter().flat_map(|words| words.split("Session ").skip(1)) {
        let digits: String = named.chars().take_while(char::is_ascii_digit).collect();
        if let Ok(number) = digits.parse() {
            *all.entry(number).or_default() += 1;
        }
    }
    all
}

/// Random numbers (Knuth's linear congruential generator), the same for a seed.
struct Dice(u64);

impl Dice {
    /// From 0 up to, not including, `below`.
    fn below(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    fn rest(&mut self, least: Duration, most: Duration) -> Duration {
        let span = u64::try_from((most - least).as_micros()).unwrap_or(u64::MAX);
        least + Duration::from_micros(self.below(span.max(1)))
    }
}

/// Threads and open files of a process.
fn holdings(id: u32) -> (usize, usize) {
    let count = |what: &str| std::fs::read_dir(format!("/proc/{id}/{what}")).map_or(0, Iterator::count);
    (count("task"), count("fd"))
}

/// Presses that come before the answer to the call they belong to: the notifier's own test, that many times.
fn races(plan: &Plan) -> Result<Value> {
    let mut test = cargo();
    test.args(["test", "--quiet", "-p", "sessionbell-agent", "--test", "notify"]);
    if !plan.dev {
        test.arg("--release");
    }
    test.args(["an_action_that_beats_its_reply_is_not_lost_and_nothing_leaks"]).env("SESSIONBELL_RACES", plan.count.to_string());
    run(&mut test)?;
    Ok(json!({ "races": plan.count, "lost": 0, "leaked": 0 }))
}
