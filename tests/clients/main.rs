//! A million clients of one feed on a turned clock: what they ask of its origin, hour by hour, after an outage too.
//! It never has a polling policy of its own: every wait is the core's.

#![expect(clippy::print_stdout, reason = "the figures are the answer")]
#![expect(
    clippy::expect_used,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    reason = "a simulation that cannot go on has failed, and its figures are far from the limits of their types"
)]

mod client;
mod crowd;
#[path = "../simulation/dice.rs"]
#[expect(dead_code, reason = "a crowd rolls for other things than a year")]
mod dice;
mod figures;
mod origin;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Duration, Utc};
use crowd::Crowd;
use figures::{Figures, figures};
use origin::{Origin, Outage};
use sessionbell_core::settings::{FeedAddress, Subscription};
use std::process::ExitCode;
use std::time::Instant;

/// When sessions start, each week: day, hour, minute (UTC).
const SESSIONS: [(i64, i64, i64); 5] = [(1, 16, 0), (1, 18, 30), (2, 17, 0), (4, 13, 0), (5, 20, 30)];
/// The outages that are tried, each over a quiet hour and over one with a session in its middle.
const OUTAGES: [Outage; 4] = [Outage::Busy, Outage::BusyFor(1_800), Outage::BusyUntilItsEnd, Outage::Refused];
/// What lies between two usual polls on average: clients that come one by one within a multiple of it are spread evenly.
const USUAL_INTERVAL: Duration = Duration::minutes(63);
/// One day shows all of a crowd that no session breaks into.
const DAYS_WITHOUT_SESSIONS: i64 = 1;
/// That many days, with three sessions in them, show what other leads and nights make of it.
const DAYS_OF_OTHERS: i64 = 3;
/// An outage begins that many hours after the first client came …
const OUT_FROM: i64 = 4;
/// … and is over an hour later; then the clients are watched on.
const OUT_HOURS: i64 = 11;

/// What is simulated.
#[derive(Clone, Debug)]
struct Arguments {
    count: u64,
    days: i64,
    seed: u64,
    max_age: i64,
    changes: i64,
}

fn arguments() -> Result<Arguments, String> {
    let mut parsed = Arguments { count: 1_000_000, days: 7, seed: 1, max_age: 600, changes: 1 };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let value = words.next().ok_or(format!("{word} needs a value"))?;
        let number = value.parse::<u32>().map_err(|_| format!("“{value}” is not a number"))?;
        match word.as_str() {
            "--count" => parsed.count = u64::from(number),
            "--days" => parsed.days = i64::from(number.max(1)),
            "--seed" => parsed.seed = u64::from(number),
            // In seconds, as the origin says it.
            "--max-age" => parsed.max_age = i64::from(number),
            // Of the file, a day.
            "--changes" => parsed.changes = i64::from(number),
            other => return Err(format!("{other} is not known; there are --count N, --days D, --seed S, --max-age SECONDS and --changes N")),
        }
    }
    Ok(parsed)
}

fn main() -> ExitCode {
    let arguments = match arguments() {
        Ok(arguments) => arguments,
        Err(why) => {
            println!("clients: {why}");
            return ExitCode::from(2);
        }
    };
    let missed = all(&arguments, &mut |line| println!("{line}"));
    missed.iter().for_each(|line| println!("missed: {line}"));
    if missed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn subscription() -> Subscription {
    Subscription::new(FeedAddress::parse("https://example.org/feed.json").expect("an address"))
}

fn beginning() -> DateTime<Utc> {
    "2021-03-28T00:00:00Z".parse().expect("an instant")
}

/// All crowds, one line of JSON each; answers what of the goals is missed.
fn all(arguments: &Arguments, say: &mut dyn FnMut(String)) -> Vec<String> {
    let mut missed = Vec::new();
    let mut note = |name: &str, what: Vec<String>| missed.extend(what.into_iter().map(|what| format!("{name}: {what}")));
    let days = arguments.days + 1;
    let starts = SESSIONS.map(|(day, hour, minute)| beginning() + Duration::days(day) + Duration::minutes(hour * 60 + minute));
    let weeks = 0..=days / 7;
    let starts: Vec<_> = weeks.flat_map(|week| starts.map(|start| start + Duration::weeks(week))).collect();
    let steady = Crowd {
        clients: arguments.count,
        seed: arguments.seed,
        mixed_leads: false,
        sleeps: false,
        starts: Vec::new(),
        begin: beginning(),
        arrive: Duration::days(1),
        hours: (DAYS_WITHOUT_SESSIONS + 1) * 24,
    };
    let with_sessions = Crowd { starts, hours: days * 24, ..steady.clone() };
    let others = Crowd { mixed_leads: true, hours: (arguments.days.min(DAYS_OF_OTHERS) + 1) * 24, ..with_sessions.clone() };
    let crowds = [
        ("always on, no sessions", true, steady.clone()),
        ("always on, the usual leads", true, with_sessions),
        ("always on, many leads", true, others.clone()),
        ("asleep at night, many leads", false, Crowd { sleeps: true, ..others }),
    ];
    let mut mean = None;
    for (name, has_goals, crowd) in crowds {
        let (traffic, seconds) = timed(|| crowd.live(&subscription(), &origin(arguments, days)));
        let figures = figures(&traffic, 24, crowd.hours as usize, None);
        mean.get_or_insert(figures.mean);
        say(line(name, arguments, crowd.hours - 24, &figures, &format!(r#""goals":{has_goals},"seconds":{seconds:.1}"#)));
        if has_goals {
            note(name, figures.missed());
        }
    }
    for with_session in [false, true] {
        for outage in OUTAGES {
            let name = format!("an hour of {}{}", outage.name(), if with_session { ", a session in it" } else { "" });
            let from = beginning() + Duration::hours(OUT_FROM);
            let starts = if with_session { vec![from + Duration::minutes(30)] } else { Vec::new() };
            let crowd = Crowd { starts, arrive: USUAL_INTERVAL * 3, hours: OUT_HOURS, ..steady.clone() };
            let origin = origin(arguments, 1).fails(outage, from, from + Duration::hours(1));
            let (traffic, seconds) = timed(|| crowd.live(&subscription(), &origin));
            let during = figures(&traffic, OUT_FROM as usize, OUT_FROM as usize + 1, mean);
            let after = figures(&traffic, OUT_FROM as usize + 1, OUT_HOURS as usize, mean);
            let hours = after.hours.iter().map(u64::to_string).collect::<Vec<_>>().join(",");
            let more = format!(r#""during":{},"peak_minute_during":{},"hours_after":[{hours}],"seconds":{seconds:.1}"#, during.hours[0], during.peak_minute);
            say(line(&name, arguments, OUT_HOURS - OUT_FROM - 1, &after, &more));
            note(&name, after.missed_after(during.quiet_peak_minute));
        }
    }
    missed
}

fn origin(arguments: &Arguments, days: i64) -> Origin {
    Origin::new(&subscription(), beginning(), days, arguments.changes, arguments.max_age, arguments.seed)
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    #[expect(clippy::disallowed_methods, reason = "how long it takes is one of the figures")]
    let begin = Instant::now();
    (work(), begin.elapsed().as_secs_f64())
}

fn line(name: &str, arguments: &Arguments, hours: i64, figures: &Figures, more: &str) -> String {
    format!(
        r#"{{"crowd":"{name}","clients":{},"hours":{hours},"seed":{},"max_age":{},"mean_an_hour":{:.0},"peak_hour":{},"peak_to_mean":{:.3},"quiet_peak_to_mean":{:.3},"promised_in_an_hour":{},"peak_to_promised_or_mean":{:.3},"peak_minute":{},"quiet_peak_minute":{},"quiet_minute_to_mean":{:.3},"unmodified":{:.4},{more}}}"#,
        arguments.count,
        arguments.seed,
        arguments.max_age,
        figures.mean,
        figures.peak,
        figures.peak_to_mean(),
        figures.quiet_peak_to_mean(),
        figures.promised_peak,
        figures.over_promised,
        figures.peak_minute,
        figures.quiet_peak_minute,
        figures.quiet_minute_to_mean(),
        figures.unmodified,
    )
}
