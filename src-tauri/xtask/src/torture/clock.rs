//! The clock is set onto the instant at which a reminder is due, and set right again: how long until the notice comes?
//! It never leaves the clock wrong: what was elapsed by the monotonic clock is put back after each step.

use super::{Plan, Stage, named, noted};
use crate::bench::{quantile, taken};
use crate::command::wait;
use crate::desktop::PATIENCE;
use crate::machine_clock::{Guard, Right, may_set, set};
use anyhow::{Result, ensure};
use chrono::Duration as Span;
use serde_json::{Value, json};
use std::time::Duration;

/// The steps reach into a time that does not come by itself while they are made.
const AHEAD: i64 = 3_600;

pub(super) fn clock(plan: &Plan) -> Result<Value> {
    ensure!(may_set(), "this user may not set the clock here; root may");
    let mut stage = Stage::new(plan, AHEAD, 1, plan.count)?;
    let file = stage.desktop.folder().join("taken");
    stage.server(plan, &file)?;
    let agent = stage.agent(None)?;
    std::thread::sleep(Duration::from_secs(3));
    let _guard = Guard::start()?;
    let mut late = Vec::new();
    for step in 0..plan.count {
        let due = stage.first + Span::seconds(i64::try_from(step)?);
        let number = format!("Session {step} ");
        let right = Right::now();
        set(due)?;
        let got = wait("the notice", PATIENCE, || taken(&file).into_iter().find(|taken| taken.words.contains(&number)));
        drop(right);
        late.push((got?.at - due).num_microseconds().unwrap_or(i64::MAX) as f64 / 1_000.0);
        // Back in the right time the agent plans once more before the next step.
        std::thread::sleep(Duration::from_millis(20));
    }
    let repeats: u64 = named(&noted(&[file])).values().map(|times| times - 1).sum();
    stage.end(agent);
    ensure!(repeats == 0, "{repeats} reminders were repeated");
    let p99 = quantile(&mut late, 0.99);
    Ok(json!({
        "steps": plan.count, "missed": 0, "repeats": repeats, "median_ms": quantile(&mut late, 0.5), "p99_ms": p99, "p99_goal_ms": 20,
        "max_ms": quantile(&mut late, 1.0), "max_goal_ms": 100
    }))
}
