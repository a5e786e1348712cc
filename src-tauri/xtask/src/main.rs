//! `cargo xtask`: what this repository needs done.
//! It never does anything that it does not print.

#![expect(clippy::print_stderr, clippy::print_stdout, reason = "a terminal program")]

use anyhow::{Result, bail};
use std::process::ExitCode;
use xtask::{bench, checks, codegen, fuzz, machine_clock, quality, run, setup, tidy, torture};

const HELP: &str = "cargo xtask COMMAND

  run [--headless] [--release]  set up, build and start Sessionbell with a sample feed; without a display on a virtual desktop
  test [FILTER]                 set up and run every test: Rust, UI, end to end
  simulate [--years N] [--seed S] [--break NAME | --breaks] [--year N]
                                run years of random users against the engine, checked by a naive reader
  clients [--count N] [--days D] [--seed S] [--max-age SECONDS] [--changes N]
                                a million clients of one feed with the real polling policy: requests an hour at its origin
  torture [kills | servers | dunst | stops | clock | races] [--count N] [--seed S] [--dev]
                                kill and stop the real agent and its notification server while it rings, set the clock,
                                press before the answer; count misses, repeats and leaks
  fuzz [TARGET …] [--seconds N] look for bytes that break what must hold for feeds, links, settings and texts
  coverage                      lines of the core that its tests reach
  mutants [--shard K/N]         mutations of plan and engine that the core's tests notice
  bench [PART …]                build for release, measure, print the figures; all, or those of idle, start, click, due,
                                due-in-real-time, restart, plan, ics and size
  setup                         install what is missing
  codegen [--check]             write the TypeScript types from the Rust ones, or compare
  tidy                          check the laws of the tree
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Result<()> {
    let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
    match arguments.first().map(String::as_str) {
        Some("run") => run::run(has("--headless"), has("--release")),
        Some("test") => checks::test(arguments.get(1).map(String::as_str)),
        Some("simulate") => checks::simulate(&arguments[1..]),
        Some("clients") => checks::clients(&arguments[1..]),
        Some("torture") => torture::torture(&arguments[1..]),
        Some("bench") => bench::bench(&arguments[1..]),
        Some("fuzz") => fuzz::fuzz(&arguments[1..]),
        Some("coverage") => quality::coverage(),
        Some("mutants") => quality::mutants(&arguments[1..]),
        Some("setup") => setup::setup(setup::For::Testing),
        Some("codegen") => codegen::codegen(has("--check")),
        Some("tidy") => tidy::tidy(),
        Some(machine_clock::GUARD) => machine_clock::guard(),
        Some("help" | "--help") | None => {
            print!("{HELP}");
            Ok(())
        }
        Some(other) => bail!("“{other}” is not a command\n\n{HELP}"),
    }
}
