//! `kill -9`, at random points of a life and at each step between a reminder's claim and its record.
//! It never kills anything but the agent that it started.

use super::{Dice, Plan, Stage, named, noted};
use crate::bench::taken;
use crate::command::wait;
use crate::desktop::PATIENCE;
use anyhow::{Result, ensure};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

/// Where a reminder's way from the plan to the ledger can be cut.
const STEPS: [&str; 5] = ["before-claim", "after-claim", "before-notice", "before-record", "after-record"];
/// One life of that many ends at a step; the others at a random moment.
const STEP_EVERY: u64 = 10;

pub(super) fn kills(plan: &Plan) -> Result<Value> {
    // A step is reached within a second, the next reminder; the lives in between are as long as it takes to ring.
    let mut stage = Stage::new(plan, 1, 1, plan.count + 180)?;
    let file = stage.desktop.folder().join("taken");
    stage.server(plan, &file)?;
    let ready = until_it_rings(&mut stage, &file)?;
    let mut dice = Dice(plan.seed);
    let mut at_steps: BTreeMap<&str, u64> = BTreeMap::new();
    let mut deaths = vec![Utc::now()];
    for life in 0..plan.count {
        if life % STEP_EVERY == 0 {
            let step = STEPS[usize::try_from(life / STEP_EVERY)? % STEPS.len()];
            let id = stage.agent(Some(step))?;
            wait("the agent’s death", PATIENCE, || (!stage.desktop.is_running(id)).then_some(()))?;
            *at_steps.entry(step).or_default() += 1;
            stage.end(id);
        } else {
            let id = stage.agent(None)?;
            // From before the database is open to well after a reminder was noted.
            std::thread::sleep(dice.rest(Duration::from_millis(2), ready * 2));
            stage.end(id);
        }
        deaths.push(Utc::now());
    }
    let id = stage.agent(None)?;
    let reckoning = stage.reckon(|| noted(std::slice::from_ref(&file)))?;
    stage.end(id);
    let unexplained = unexplained(&taken(&file), &deaths);
    ensure!(unexplained == 0, "{unexplained} repeats are of reminders that were on record");
    Ok(reckoning.figures(plan, &[("unexplained", json!(unexplained)), ("ready_ms", json!(ready.as_millis())), ("at_steps", json!(at_steps))]))
}

/// How long the agent takes from its start to a reminder that is overdue.
fn until_it_rings(stage: &mut Stage, file: &Path) -> Result<Duration> {
    std::thread::sleep(Duration::from_millis(1_500));
    let begin = Instant::now();
    let id = stage.agent(None)?;
    wait("the first reminder", PATIENCE, || taken(file).iter().any(|(_, words)| words.contains("Session")).then_some(()))?;
    let ready = begin.elapsed();
    stage.end(id);
    Ok(ready)
}

/// Repeats that no kill explains: of reminders that were not among the last that their life showed. Whoever goes on to
/// another notice has recorded the one before.
fn unexplained(shown: &[(DateTime<Utc>, String)], deaths: &[DateTime<Utc>]) -> usize {
    let mut last: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    let mut newest: BTreeMap<usize, usize> = BTreeMap::new();
    let mut wrong = 0;
    for (place, (at, words)) in shown.iter().enumerate() {
        let life = deaths.partition_point(|death| death < at);
        for number in named(std::slice::from_ref(words)).into_keys() {
            if let Some((before, there)) = last.insert(number, (life, place)) {
                wrong += usize::from(before == life || newest.get(&before) != Some(&there));
            }
        }
        newest.insert(life, place);
    }
    wrong
}
