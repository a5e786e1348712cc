//! `kill -9`, at random points of a life and at each step between a reminder's claim and its record.
//! It never kills anything but the agent that it started.

use super::{Dice, Plan, Stage, named, noted};
use crate::bench::{Taken, taken};
use crate::command::wait;
use crate::desktop::{PATIENCE, name_number};
use anyhow::{Result, anyhow, ensure};
use serde_json::{Value, json};
use sessionbell_core::session::SessionKey;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

/// Where a reminder's way from the plan to the ledger can be cut.
const STEPS: [&str; 5] = ["before-claim", "after-claim", "before-notice", "before-record", "after-record"];
/// One life of that many ends at a step; the others at a random moment.
const STEP_EVERY: u64 = 10;

pub(super) fn kills(plan: &Plan) -> Result<Value> {
    // A step is reached within a second, the next reminder; the lives in between are as long as it takes to ring. A feed of more
    // sessions than are due until then would only make each start longer.
    let mut stage = Stage::new(plan, 1, 1, plan.count / 3 + 180)?;
    let file = stage.desktop.folder().join("taken");
    stage.server(plan, &file)?;
    let ready = until_it_rings(&mut stage, &file)?;
    let mut dice = Dice(plan.seed);
    let mut at_steps: BTreeMap<&str, u64> = BTreeMap::new();
    let mut deaths = vec![Death::read(&stage)?];
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
        deaths.push(Death::read(&stage)?);
    }
    let id = stage.agent(None)?;
    let reckoning = stage.reckon(|| noted(std::slice::from_ref(&file)))?;
    stage.end(id);
    let again = Again::count(&taken(&file), &deaths);
    ensure!(again.unexplained == 0, "{} repeats are of reminders that were on record", again.unexplained);
    let repeats = [("repeats", json!(again.killed)), ("named_with_another", json!(again.together)), ("unexplained", json!(again.unexplained))];
    Ok(reckoning.figures(plan, &repeats.into_iter().chain([("ready_ms", json!(ready.as_millis())), ("at_steps", json!(at_steps))]).collect::<Vec<_>>()))
}

/// How long the agent takes from its start to a reminder that is overdue.
fn until_it_rings(stage: &mut Stage, file: &Path) -> Result<Duration> {
    std::thread::sleep(Duration::from_millis(1_500));
    let begin = Instant::now();
    let id = stage.agent(None)?;
    wait("the first reminder", PATIENCE, || taken(file).iter().any(|taken| taken.words.contains("Session")).then_some(()))?;
    let ready = begin.elapsed();
    stage.end(id);
    Ok(ready)
}

/// What the ledger had of a reminder when a life of the agent ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Recorded {
    /// A notice stands, as far as the agent knows: the next that comes within a minute names its session again.
    Stands,
    Answered,
}

/// The end of one life of the agent: what was on record from then on, and who had been on the bus by then.
struct Death {
    recorded: BTreeMap<usize, Recorded>,
    newest_name: u64,
}

impl Death {
    /// Reads a copy of the database, so that the next life still finds it as the last one left it.
    fn read(stage: &Stage) -> Result<Self> {
        let copy = tempfile::tempdir()?;
        for name in ["sessionbell.db", "sessionbell.db-wal"] {
            let file = stage.home.join("data").join(name);
            if file.exists() {
                std::fs::copy(&file, copy.path().join(name))?;
            }
        }
        let mut death = Self { recorded: BTreeMap::new(), newest_name: stage.desktop.newest_name()? };
        let database = rusqlite::Connection::open(copy.path().join("sessionbell.db"))?;
        // It may have been killed before it made the tables.
        if !database.table_exists(None, "ledger")? {
            return Ok(death);
        }
        let mut rows = database.prepare("SELECT session, json_extract(outcome, '$.state') FROM ledger")?;
        for row in rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))? {
            let (session, state): (String, String) = row?;
            let recorded = match state.as_str() {
                "shown" | "superseded" => Recorded::Stands,
                "acknowledged" => Recorded::Answered,
                _ => continue,
            };
            let key: SessionKey = session.parse().map_err(|_| anyhow!("the ledger has “{session}”"))?;
            death.recorded.insert(key.uid.0.parse()?, recorded);
        }
        Ok(death)
    }
}

/// How often a session was named again, and why.
#[derive(Debug, Default, PartialEq, Eq)]
struct Again {
    /// Its notice was not on record when the life that showed it ended.
    killed: usize,
    /// It stood while another rang, in one notice with that.
    together: usize,
    /// Neither.
    unexplained: usize,
}

impl Again {
    fn count(shown: &[Taken], deaths: &[Death]) -> Self {
        let mut lives: BTreeMap<usize, usize> = BTreeMap::new();
        let mut again = Self::default();
        for taken in shown {
            // What a life sent just before it ended may have come later: its name tells which life it was.
            let name = name_number(&taken.from).unwrap_or(0);
            let life = deaths.partition_point(|death| death.newest_name < name);
            let on_record = |number| life.checked_sub(1).and_then(|before| deaths[before].recorded.get(&number)).copied();
            let numbers: Vec<usize> = named(std::slice::from_ref(&taken.words)).into_keys().collect();
            let before: Vec<Option<usize>> = numbers.iter().map(|number| lives.insert(*number, life)).collect();
            let is_new = |at: usize| before[at] != Some(life) && on_record(numbers[at]).is_none();
            let rings = (0..numbers.len()).any(is_new);
            for at in 0..numbers.len() {
                if is_new(at) {
                    again.killed += usize::from(before[at].is_some());
                } else if rings && on_record(numbers[at]) != Some(Recorded::Answered) {
                    again.together += 1;
                } else {
                    again.unexplained += 1;
                }
            }
        }
        again
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(from: u64, words: &str) -> Taken {
        Taken { at: chrono::DateTime::UNIX_EPOCH, from: format!(":1.{from}"), words: words.to_owned() }
    }

    fn death(newest_name: u64, recorded: &[(usize, Recorded)]) -> Death {
        Death { recorded: recorded.iter().copied().collect(), newest_name }
    }

    #[test]
    fn a_repeat_is_explained_by_what_was_on_record() {
        let count = |recorded: &[(usize, Recorded)], words: &str| Again::count(&[taken(1, "Session 1"), taken(3, words)], &[death(2, recorded), death(4, &[])]);
        assert_eq!(count(&[], "Session 1"), Again { killed: 1, ..Again::default() });
        assert_eq!(count(&[(1, Recorded::Stands)], "Session 1"), Again { unexplained: 1, ..Again::default() });
        assert_eq!(count(&[(1, Recorded::Stands)], "Session 1 | Session 2"), Again { together: 1, ..Again::default() });
        assert_eq!(count(&[(1, Recorded::Answered)], "Session 1 | Session 2"), Again { unexplained: 1, ..Again::default() });
    }

    #[test]
    fn twice_in_one_life_is_never_explained_by_its_death() {
        let twice = [taken(1, "Session 1"), taken(1, "Session 1")];
        assert_eq!(Again::count(&twice, &[death(2, &[])]), Again { unexplained: 1, ..Again::default() });
    }
}
