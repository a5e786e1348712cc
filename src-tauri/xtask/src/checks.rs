//! Runs every test: the tree's laws, generated types, UI, Rust, and end to end on the virtual desktop.
//! It never goes on after a failure.

use crate::codegen::codegen;
use crate::command::{cargo, npm, run};
use crate::run::build;
use crate::setup::{For, setup};
use crate::tidy::tidy;
use crate::torture::torture;
use anyhow::Result;
use std::process::Command;

/// All tests; with a filter, the Rust tests whose name contains it.
///
/// # Errors
/// The first that failed.
pub fn test(filter: Option<&str>) -> Result<()> {
    setup(For::Testing)?;
    tidy()?;
    codegen(true)?;
    if filter.is_none() {
        run(npm().args(["run", "--silent", "check"]))?;
        run(npm().args(["run", "--silent", "test"]))?;
    }
    // The end-to-end tests drive the built program.
    build(false)?;
    let has_nextest = Command::new("cargo-nextest").arg("--version").output().is_ok_and(|output| output.status.success());
    let mut tests = cargo();
    if has_nextest {
        tests.args(["nextest", "run", "--workspace", "--no-fail-fast"]);
    } else {
        tests.args(["test", "--workspace"]);
    }
    run(tests.args(filter))?;
    if !has_nextest {
        run(cargo().args(["test", "--workspace", "--doc"]))?;
    }
    if filter.is_some() {
        return Ok(());
    }
    simulate(&["--years".to_owned(), "1000".to_owned()])?;
    simulate(&["--breaks".to_owned()])?;
    for (part, count) in [("kills", "300"), ("servers", "10"), ("dunst", "5"), ("stops", "10")] {
        torture(&[part, "--count", count, "--dev"].map(str::to_owned))?;
    }
    Ok(())
}

/// Years of random users against the engine: misses and repeats are failures.
///
/// # Errors
/// A year failed, or a deliberate fault was not found.
pub fn simulate(arguments: &[String]) -> Result<()> {
    let mut simulate = cargo();
    simulate.args(["run", "--quiet", "--release", "-p", "sessionbell-core", "--features", "faults", "--example", "simulate", "--"]);
    run(simulate.args(arguments))
}

/// A million clients of one feed on a turned clock: an origin that is asked too much at once, or too often in vain, is a failure.
///
/// # Errors
/// A goal was missed.
pub fn clients(arguments: &[String]) -> Result<()> {
    let mut clients = cargo();
    clients.args(["run", "--quiet", "--release", "-p", "sessionbell-core", "--example", "clients", "--"]);
    run(clients.args(arguments))
}
