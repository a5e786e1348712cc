//! `sbell`: session feeds from a terminal or a build.
//! It never subscribes to anything and writes nothing.

mod doctor;
mod list;
mod look;
mod next;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Session feeds from a terminal or a build.
#[derive(Debug, Parser)]
#[command(name = "sbell", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Lists the sessions of a feed: an https address, a loopback http address, or a file.
    List(list::Arguments),
    /// Shows the next session of the feeds that Sessionbell is subscribed to.
    Next(next::Arguments),
    /// Says why it did not ring, or that it will: what is around, the next reminders, what became of the last.
    Doctor(doctor::Arguments),
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::List(arguments) => list::run(&arguments),
        Command::Next(arguments) => next::run(&arguments),
        Command::Doctor(arguments) => doctor::run(&arguments),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            #[expect(clippy::print_stderr, reason = "a terminal program says there what went wrong")]
            {
                eprintln!("sbell: {error:#}");
            }
            ExitCode::FAILURE
        }
    }
}
