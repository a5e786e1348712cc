//! The notification server is killed at random points, and another comes at once or after a while: one that notes what it
//! gets, or the real dunst. It never asks a server that died what it had.

use super::{Dice, Plan, Reckoning, Stage, holdings, noted};
use crate::command::wait;
use crate::desktop::PATIENCE;
use crate::run::Notices;
use anyhow::{Result, ensure};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

pub(super) fn servers(plan: &Plan) -> Result<Value> {
    let mut stage = Stage::new(plan, 3, 1, plan.count * 2 + 60)?;
    let mut dice = Dice(plan.seed);
    let mut files = vec![stage.desktop.folder().join("taken-0")];
    let mut server = stage.server(plan, &files[0])?;
    let agent = stage.agent(None)?;
    std::thread::sleep(Duration::from_secs(4));
    let before = holdings(agent);
    for life in 1..=plan.count {
        std::thread::sleep(dice.rest(Duration::from_millis(20), Duration::from_millis(1_500)));
        stage.end(server);
        if dice.below(3) == 0 {
            std::thread::sleep(dice.rest(Duration::from_millis(10), Duration::from_millis(900)));
        }
        let file = stage.desktop.folder().join(format!("taken-{life}"));
        server = stage.server(plan, &file)?;
        files.push(file);
    }
    let reckoning = stage.reckon(|| noted(&files))?;
    judged(plan, &mut stage, agent, before, &reckoning)
}

/// The real dunst, whose notices somebody closes soon after they come. What went to it is read off the bus.
pub(super) fn dunst(plan: &Plan) -> Result<Value> {
    let mut stage = Stage::new(plan, 3, 3, plan.count * 2 + 30)?;
    let mut dice = Dice(plan.seed);
    let notices = Notices::watch(&mut stage.desktop)?;
    stage.desktop.start_dunst()?;
    let agent = stage.agent(None)?;
    let words = || notices.all().into_iter().map(|notice| format!("{} {}", notice.title, notice.body)).collect();
    wait("the first notice", PATIENCE, || notices.first("Session 0"))?;
    let before = holdings(agent);
    for _ in 0..plan.count {
        let (begin, life) = (Instant::now(), dice.rest(Duration::from_millis(50), Duration::from_millis(5_000)));
        while begin.elapsed() < life {
            stage.desktop.dunst(&["close-all"])?;
            std::thread::sleep(Duration::from_millis(100).min(life.saturating_sub(begin.elapsed())));
        }
        stage.desktop.kill_dunst();
        if dice.below(3) == 0 {
            std::thread::sleep(dice.rest(Duration::from_millis(10), Duration::from_millis(900)));
        }
        stage.desktop.start_dunst()?;
    }
    let reckoning = stage.reckon(words)?;
    judged(plan, &mut stage, agent, before, &reckoning)
}

fn judged(plan: &Plan, stage: &mut Stage, agent: u32, before: (usize, usize), reckoning: &Reckoning) -> Result<Value> {
    let after = holdings(agent);
    ensure!(stage.desktop.is_running(agent), "the agent ended");
    stage.end(agent);
    ensure!(reckoning.repeats <= plan.count, "{} repeats are more than {} deaths explain", reckoning.repeats, plan.count);
    ensure!(after.0 <= before.0 && after.1 <= before.1, "threads and files grew from {before:?} to {after:?}");
    Ok(reckoning.figures(plan, &[("threads_and_files", json!({ "before": before, "after": after }))]))
}
