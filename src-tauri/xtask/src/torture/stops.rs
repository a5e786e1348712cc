//! The agent is stopped (SIGSTOP) and goes on (SIGCONT), as a machine under load or a debugger has it.
//! It never leaves it stopped.

use super::{Dice, Plan, Stage, holdings, noted};
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::time::Duration;

pub(super) fn stops(plan: &Plan) -> Result<Value> {
    let mut stage = Stage::new(plan, 3, 1, plan.count * 2 + 60)?;
    let mut dice = Dice(plan.seed);
    let file = stage.desktop.folder().join("taken");
    stage.server(plan, &file)?;
    let agent = stage.agent(None)?;
    std::thread::sleep(Duration::from_secs(4));
    let before = holdings(agent);
    for _ in 0..plan.count {
        signal(agent, true)?;
        std::thread::sleep(dice.rest(Duration::from_millis(100), Duration::from_millis(2_500)));
        signal(agent, false)?;
        std::thread::sleep(dice.rest(Duration::from_millis(5), Duration::from_millis(700)));
    }
    let reckoning = stage.reckon(|| noted(std::slice::from_ref(&file)))?;
    let after = holdings(agent);
    stage.end(agent);
    ensure!(reckoning.repeats == 0, "{} reminders were repeated", reckoning.repeats);
    ensure!(after.0 <= before.0 && after.1 <= before.1, "threads and files grew from {before:?} to {after:?}");
    Ok(reckoning.figures(plan, &[("threads_and_files", json!({ "before": before, "after": after }))]))
}

#[cfg(target_os = "linux")]
fn signal(id: u32, stop: bool) -> Result<()> {
    use rustix::process::{Pid, Signal, kill_process};
    let pid = Pid::from_raw(i32::try_from(id)?).context("no process")?;
    Ok(kill_process(pid, if stop { Signal::STOP } else { Signal::CONT })?)
}

#[cfg(not(target_os = "linux"))]
fn signal(_id: u32, _stop: bool) -> Result<()> {
    anyhow::bail!("the agent is tortured on Linux only")
}
