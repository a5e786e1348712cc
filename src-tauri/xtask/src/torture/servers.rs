//! The notification server is killed at random points, and another comes at once or after a while: one that notes what it
//! gets, or the real dunst. It never asks a server that died what it had.

use super::{Dice, Plan, Reckoning, Stage, holdings, named, noted};
use crate::command::wait;
use crate::desktop::PATIENCE;
use crate::run::Notices;
use anyhow::{Result, ensure};
use serde_json::{Value, json};
use std::collections::BTreeSet;
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
    let twice = files.iter().map(|file| twice_in_a_life(&noted(std::slice::from_ref(file)))).sum::<usize>();
    ensure!(twice == 0, "{twice} reminders were repeated by a server that did not die in between");
    judged(plan, &mut stage, agent, before, &reckoning)
}

/// How many sessions rang twice on one server: a notice that names one again rings for another that it names too.
fn twice_in_a_life(shown: &[String]) -> usize {
    let mut seen = BTreeSet::new();
    let again = |words: &String| {
        let numbers: Vec<usize> = named(std::slice::from_ref(words)).into_keys().collect();
        let rings_anew = numbers.iter().filter(|number| seen.insert(**number)).count() > 0;
        usize::from(!rings_anew && !numbers.is_empty())
    };
    shown.iter().map(again).sum()
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

#[cfg(test)]
mod tests {
    use super::twice_in_a_life;

    #[test]
    fn only_a_notice_without_anything_new_is_a_repeat() {
        let count = |shown: &[&str]| twice_in_a_life(&shown.iter().map(|words| (*words).to_owned()).collect::<Vec<_>>());
        assert_eq!(count(&["is there", "Session 1", "Session 2", "Session 1 | Session 2 | Session 3"]), 0);
        assert_eq!(count(&["Session 1", "Session 2", "Session 1"]), 1);
    }
}
