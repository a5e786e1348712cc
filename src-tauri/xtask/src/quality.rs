//! Asks how good the tests of the core are: which lines they reach, and which mutations of the code they notice.
//! It never counts tests themselves.

#![expect(clippy::print_stdout, reason = "the figures are the answer")]

use crate::command::{root, run, target};
use crate::setup::tool;
use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

/// What decides whether a reminder rings.
const PARTS: [&str; 6] = ["plan", "alarm", "action", "poll", "store", "engine"];
/// Percent of the lines of each part that have to be reached.
const LINES_GOAL: f64 = 95.0;
/// Percent of the mutations that have to be noticed.
const MUTANTS_GOAL: f64 = 90.0;

/// Line coverage of the parts of the core by its own tests.
///
/// # Errors
/// It could not be measured, or a part is below the goal.
pub fn coverage() -> Result<()> {
    let tarpaulin = tool("cargo-tarpaulin", "^0.37")?;
    let folder = target().join("coverage");
    std::fs::create_dir_all(&folder)?;
    let mut command = Command::new(tarpaulin);
    command.current_dir(root()).args(["tarpaulin", "-p", "sessionbell-core", "--engine", "llvm", "--out", "Json", "--skip-clean", "--output-dir"]);
    run(command.arg(&folder).arg("--target-dir").arg(folder.join("build")))?;
    let report: Value = serde_json::from_slice(&std::fs::read(folder.join("tarpaulin-report.json"))?)?;
    let mut parts: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for file in report.get("files").and_then(Value::as_array).context("no files in the report")? {
        let path: PathBuf = file.get("path").and_then(Value::as_array).context("no path")?.iter().filter_map(Value::as_str).collect();
        let Ok(inside) = path.strip_prefix(root().join("src-tauri/core/src")) else { continue };
        let first = inside.iter().next().unwrap_or_default().to_string_lossy();
        let Some(part) = PARTS.into_iter().find(|part| *part == first.trim_end_matches(".rs")) else { continue };
        let count = |what: &str| file.get(what).and_then(Value::as_u64).unwrap_or(0);
        let sum = parts.entry(part).or_default();
        *sum = (sum.0 + count("covered"), sum.1 + count("coverable"));
    }
    let percent = |(covered, lines): (u64, u64)| covered as f64 / lines.max(1) as f64 * 100.0;
    for (part, lines) in &parts {
        println!("{}", json!({ "part": part, "covered": lines.0, "lines": lines.1, "percent": (percent(*lines) * 10.0).round() / 10.0, "goal": LINES_GOAL }));
    }
    ensure!(parts.len() == PARTS.len(), "some parts are not in the report");
    let below: Vec<_> = parts.iter().filter(|(_, lines)| percent(**lines) < LINES_GOAL).map(|(part, _)| *part).collect();
    ensure!(below.is_empty(), "below the goal: {}", below.join(", "));
    Ok(())
}

/// `[--shard K/N]`: mutations of plan and engine that the core’s own tests notice; a shard takes one in N of them.
///
/// The tests of a mutation take a second without the properties; what they do not notice is tried once more with them.
///
/// # Errors
/// It could not be measured, or fewer are noticed than the goal.
pub fn mutants(arguments: &[String]) -> Result<()> {
    let shard = match arguments {
        [] => None,
        [flag, shard] if flag == "--shard" => Some(shard.as_str()),
        _ => bail!("mutants knows --shard K/N"),
    };
    let shard: Vec<String> = shard.map_or_else(Vec::new, |shard| vec!["--shard".to_owned(), shard.to_owned()]);
    let first = tried(&["--", "--skip", "properties"], &shard)?;
    let missed = std::fs::read_to_string(target().join("mutants/mutants.out/missed.txt"))?;
    let again: Vec<String> = missed.lines().flat_map(|name| ["--re".to_owned(), format!("^{}$", literal(name))]).collect();
    let left = if again.is_empty() { 0 } else { tried(&[], &again)?.missed };
    let (viable, missed) = (first.caught + first.missed, left);
    let percent = (viable - missed) as f64 / viable.max(1) as f64 * 100.0;
    println!(
        "{}",
        json!({ "caught": viable - missed, "missed": missed, "unviable": first.unviable, "percent": (percent * 10.0).round() / 10.0, "goal": MUTANTS_GOAL })
    );
    ensure!(percent >= MUTANTS_GOAL, "only {percent:.1} % of the mutations were noticed");
    Ok(())
}

/// What became of the mutations that were tried.
struct Tried {
    /// With those that never ended.
    caught: u64,
    missed: u64,
    unviable: u64,
}

/// A pattern that matches that text alone.
fn literal(text: &str) -> String {
    text.chars().flat_map(|c| r"\.+*?()|[]{}^$#&-~".contains(c).then_some('\\').into_iter().chain([c])).collect()
}

/// Tries them, with `tests` for the test programs; `which` says which.
fn tried(tests: &[&str], which: &[String]) -> Result<Tried> {
    let folder = target().join("mutants");
    std::fs::create_dir_all(&folder)?;
    let mut command = Command::new(tool("cargo-mutants", "^27")?);
    command.current_dir(root()).args(["mutants", "-p", "sessionbell-core", "--no-shuffle", "--jobs", "2", "--colors", "never", "--timeout", "30"]);
    command.args(["--file", "src-tauri/core/src/plan.rs", "--file", "src-tauri/core/src/engine.rs", "--file", "src-tauri/core/src/engine/*.rs"]);
    command.args(which).arg("--output").arg(&folder);
    command.args(["--", "--lib", "--test", "scenario"]).args(tests);
    // What is built again for each is built quickly.
    command.env_remove("CARGO_TARGET_DIR").env("CARGO_INCREMENTAL", "1").env("CARGO_PROFILE_DEV_DEBUG", "0");
    // Mutations that nobody noticed make it fail; they are counted here.
    let _some_missed = command.status().context("cargo-mutants did not start")?;
    let outcomes: Value = serde_json::from_slice(&std::fs::read(folder.join("mutants.out/outcomes.json"))?)?;
    let count = |what: &str| outcomes.get(what).and_then(Value::as_u64).unwrap_or(0);
    Ok(Tried { caught: count("caught") + count("timeout"), missed: count("missed"), unviable: count("unviable") })
}
