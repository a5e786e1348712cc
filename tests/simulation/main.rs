//! Years of random users against the real engine, checked by a slow reader of the promises that shares no code with it.
//! It never passes by luck: a year that fails is told by its number and comes again byte for byte.

#![expect(clippy::print_stdout, reason = "the figures are the answer")]
#![expect(
    clippy::expect_used,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_possible_wrap,
    reason = "a simulation that cannot go on has failed"
)]

mod dice;
mod fate;
mod naive;
mod outside;
mod publisher;
mod terms;
mod year;

use sessionbell_core::fault::Fault;
use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, mpsc};
use std::time::{Duration, Instant};
use terms::Report;
use year::live;

/// A year is millions of small pieces of memory; the system's own allocator takes a sixth of the time for them.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

struct Arguments {
    years: u64,
    seed: u64,
    first: u64,
    fault: Option<String>,
    /// Every fault in turn: each must be found.
    breaks: bool,
    diary: bool,
}

fn arguments() -> Result<Arguments, String> {
    let mut parsed = Arguments { years: 1_000, seed: 1, first: 0, fault: None, breaks: false, diary: false };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or(format!("{word} needs a value"));
        let number = |text: String| text.parse::<u64>().map_err(|_| format!("“{text}” is not a number"));
        match word.as_str() {
            "--years" => parsed.years = number(value()?)?,
            "--seed" => parsed.seed = number(value()?)?,
            // One year alone, with its diary.
            "--year" => (parsed.first, parsed.years, parsed.diary) = (number(value()?)?, 1, true),
            "--break" => parsed.fault = Some(value()?),
            "--breaks" => parsed.breaks = true,
            other => return Err(format!("{other} is not known; there are --years N, --seed S, --year N, --break NAME and --breaks")),
        }
    }
    Ok(parsed)
}

fn main() -> ExitCode {
    match arguments() {
        Ok(arguments) => run(&arguments),
        Err(why) => {
            println!("simulate: {why}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &Arguments) -> ExitCode {
    if let Some(name) = &arguments.fault {
        let Some(fault) = fault(name) else {
            let names: Vec<_> = Fault::ALL.iter().map(|(name, _)| *name).collect();
            println!("simulate: there is no fault “{name}”; there are {}", names.join(", "));
            return ExitCode::from(2);
        };
        Fault::switch(Some(fault));
    }
    if arguments.breaks {
        return breaks(arguments);
    }
    #[expect(clippy::disallowed_methods, reason = "how long it takes is one of the figures")]
    let begin = Instant::now();
    let (reports, stopped) = all(arguments);
    let total = |of: fn(&Report) -> u64| reports.values().map(of).sum::<u64>();
    let (misses, repeats) = (total(|report| report.misses), total(|report| report.repeats));
    let (stands, unlisted, apart) = (total(|report| report.stands), total(|report| report.unlisted), total(|report| report.apart));
    let failed: Vec<_> = reports.iter().filter(|(_, report)| !report.wrong.is_empty()).collect();
    let wall = begin.elapsed().as_secs_f64();
    println!(
        r#"{{"seed":{},"years":{},"events":{},"notices":{},"misses":{misses},"repeats":{repeats},"standing":{stands},"unlisted":{unlisted},"apart":{apart},"worst_lateness_ms":{},"ms_a_year":{:.1},"seconds":{wall:.1}}}"#,
        arguments.seed,
        reports.len(),
        total(|report| report.events),
        total(|report| report.notices),
        reports.values().map(|report| report.worst_ms).max().unwrap_or(0),
        wall * 1_000.0 * 2.0 / reports.len().max(1) as f64,
    );
    if let Some((number, report)) = failed.first() {
        println!(
            "year {number} of seed {} fails; see it again with --seed {} --year {number}{}",
            arguments.seed,
            arguments.seed,
            arguments.fault.as_ref().map_or(String::new(), |name| format!(" --break {name}"))
        );
        report.wrong.iter().take(10).for_each(|line| println!("  {line}"));
        if arguments.diary {
            report.diary.iter().for_each(|line| println!("{line}"));
        }
    } else if arguments.diary {
        reports.values().flat_map(|report| &report.diary).for_each(|line| println!("{line}"));
    }
    for (number, report) in failed.iter().skip(1) {
        println!("year {number} fails too: {}", report.wrong.first().map_or("", String::as_str));
    }
    if stopped {
        println!("stopped at the first years that failed");
    }
    if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn fault(name: &str) -> Option<Fault> {
    Fault::ALL.iter().find(|(other, _)| *other == name).map(|(_, fault)| *fault)
}

/// Gives the engine one fault after the other; each must be found within the years.
fn breaks(arguments: &Arguments) -> ExitCode {
    let mut found_all = true;
    for (name, fault) in Fault::ALL {
        Fault::switch(Some(fault));
        let (reports, _) = all(arguments);
        let first = reports
            .iter()
            .find(|(_, report)| !report.wrong.is_empty())
            .map(|(year, report)| (year - arguments.first + 1, report.wrong.first().cloned().unwrap_or_default()));
        found_all &= first.is_some();
        match first {
            Some((years, what)) => println!(r#"{{"break":"{name}","found":true,"within_years":{years},"first":"{what}"}}"#),
            None => println!(r#"{{"break":"{name}","found":false,"years":{}}}"#, reports.len()),
        }
    }
    Fault::switch(None);
    if found_all { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// A year takes a tenth of a second; one that takes that long goes round in circles.
const ENDLESS: Duration = Duration::from_secs(60);

fn stop_if_endless(seed: u64, lives: &BTreeMap<u64, Instant>) {
    if let Some((year, _)) = lives.iter().find(|(_, since)| since.elapsed() > ENDLESS) {
        println!("year {year} of seed {seed} does not end; see it again with --seed {seed} --year {year}");
        std::process::exit(1);
    }
}

/// All years, on all cores, in their order. With a fault it ends at the first that shows it.
#[expect(clippy::disallowed_methods, reason = "a year that does not end is told by the time it takes")]
fn all(arguments: &Arguments) -> (BTreeMap<u64, Report>, bool) {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicU64::new(arguments.first);
    let reports = Mutex::new(BTreeMap::new());
    let failed = AtomicU64::new(0);
    // Which years are being lived through, and since when.
    let lives: Mutex<BTreeMap<u64, Instant>> = Mutex::default();
    let (alive, ended) = mpsc::channel::<()>();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let (next, reports, failed, lives, alive) = (&next, &reports, &failed, &lives, alive.clone());
            scope.spawn(move || {
                loop {
                    let year = next.fetch_add(1, Ordering::Relaxed);
                    if year >= arguments.first + arguments.years || failed.load(Ordering::Relaxed) >= if arguments.breaks { 1 } else { 5 } {
                        drop(alive);
                        return;
                    }
                    lives.lock().expect("no thread panics").insert(year, Instant::now());
                    let mut report = live(arguments.seed, year);
                    lives.lock().expect("no thread panics").remove(&year);
                    if report.wrong.is_empty() && !arguments.diary {
                        report.diary = Vec::new();
                    }
                    failed.fetch_add(u64::from(!report.wrong.is_empty()), Ordering::Relaxed);
                    reports.lock().expect("no thread panics").insert(year, report);
                }
            });
        }
        drop(alive);
        while ended.recv_timeout(Duration::from_secs(1)) == Err(mpsc::RecvTimeoutError::Timeout) {
            stop_if_endless(arguments.seed, &lives.lock().expect("no thread panics"));
        }
    });
    let reports = reports.into_inner().expect("no thread panics");
    let stopped = (reports.len() as u64) < arguments.years;
    (reports, stopped)
}
