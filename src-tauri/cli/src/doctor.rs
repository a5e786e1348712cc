//! `sbell doctor`: why it did not ring, or that it will.
//! It never mends anything itself: each line says what a person can do.

use crate::list::say;
use crate::look::look;
use anyhow::{Result, bail};
use chrono::DateTime;
use clap::Args;
use serde::Serialize;
use sessionbell_agent::clock::machine_zone;
use sessionbell_agent::tzdata::machine_zones;
use sessionbell_core::action::WindowKind;
use sessionbell_core::view::{Check, DoctorView, Verdict, View};
use std::process::ExitCode;

/// How to say it.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Print JSON: times in milliseconds since 1970-01-01T00:00:00Z.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Report<'a> {
    running: bool,
    version: &'a str,
    #[serde(flatten)]
    doctor: &'a DoctorView,
}

/// Exit code 0 if bells can ring, 1 if something keeps them from it.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let (View::Settings(view), running) = look(WindowKind::Settings)? else { bail!("Sessionbell answered with another window") };
    let mut doctor = view.doctor;
    if !running {
        // What only the running program knows is not said in its name.
        doctor.checks.retain(|check| !["Notification server", "Do not disturb", "Tray", "Clock"].contains(&check.what.as_str()));
        let sentence = "It does not run, so nothing rings. Start it from your menu, or with `sessionbell`.".to_owned();
        doctor.checks.insert(0, Check { what: "Sessionbell".to_owned(), verdict: Verdict::Bad, sentence });
    }
    if arguments.json {
        say(&serde_json::to_string(&Report { running, version: &view.version, doctor: &doctor })?);
    } else {
        print(&doctor);
    }
    let bad = doctor.checks.iter().any(|check| check.verdict == Verdict::Bad);
    Ok(if bad { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn print(doctor: &DoctorView) {
    for check in &doctor.checks {
        let mark = match check.verdict {
            Verdict::Good => "ok  ",
            Verdict::Fair => "note",
            Verdict::Bad => "BAD ",
        };
        say(&format!("{mark}  {}: {}", check.what, check.sentence));
    }
    let zone = machine_zone(machine_zones());
    let clock = |millis| DateTime::from_timestamp_millis(millis).map_or_else(String::new, |at| zone.wall(at).format("%a %d %b %H:%M:%S").to_string());
    say("\nNext reminders:");
    if doctor.firings.is_empty() {
        say("  none");
    }
    for firing in &doctor.firings {
        say(&format!("  {}  {}", clock(firing.at), firing.why));
    }
    say("\nLast reminders:");
    if doctor.outcomes.is_empty() {
        say("  none");
    }
    for outcome in &doctor.outcomes {
        say(&format!("  {}  {}: {}", clock(outcome.due), outcome.reminder, outcome.outcome));
    }
}
