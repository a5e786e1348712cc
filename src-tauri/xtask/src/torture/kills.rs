//! `kill -9`, at random points of a life and at each step between a reminder's claim and its record.
//! It never kills anything but the agent that it started.

use super::{Dice, Plan, Stage, noted};
use crate::bench::soon;
use crate::command::wait;
use crate::desktop::PATIENCE;
use anyhow::{Result, ensure};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;

/// Where a reminder's way from the plan to the ledger can be cut.
const STEPS: [&str; 5] = ["before-claim", "after-claim", "before-notice", "before-record", "after-record"];
/// One life of that many ends at a step; the others at a random moment.
const STEP_EVERY: u64 = 10;

pub(super) fn kills(plan: &Plan) -> Result<Value> {
    // A step is reached within a second, the next reminder; another life lasts 50 ms on the average.
    let mut stage = Stage::new(plan, soon(3), 1, plan.count / STEP_EVERY * 3 / 2 + plan.count / if plan.dev { 3 } else { 8 } + 120)?;
    let file = stage.desktop.folder().join("taken");
    stage.server(plan, &file)?;
    let mut dice = Dice(plan.seed);
    let mut at_steps: BTreeMap<&str, u64> = BTreeMap::new();
    for life in 0..plan.count {
        if life % STEP_EVERY == 0 {
            let step = STEPS[usize::try_from(life / STEP_EVERY)? % STEPS.len()];
            let id = stage.agent(Some(step))?;
            wait("the agent’s death", PATIENCE, || (!stage.desktop.is_running(id)).then_some(()))?;
            *at_steps.entry(step).or_default() += 1;
            stage.end(id);
        } else {
            let id = stage.agent(None)?;
            // From before the database is open to well after a reminder was noted; a build for development takes longer for it.
            let longest = Duration::from_millis(if plan.dev { 400 } else { 92 });
            std::thread::sleep(dice.rest(Duration::from_millis(2), longest));
            stage.end(id);
        }
    }
    let id = stage.agent(None)?;
    let reckoning = stage.reckon(|| noted(std::slice::from_ref(&file)))?;
    stage.end(id);
    // Shown and not recorded: nobody can tell, so it is shown once more. No other kill may repeat anything.
    ensure!(reckoning.repeats <= plan.count, "{} repeats are more than {} kills explain", reckoning.repeats, plan.count);
    Ok(reckoning.figures(plan, &[("at_steps", json!(at_steps))]))
}
