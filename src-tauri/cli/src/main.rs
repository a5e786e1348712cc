//! `sbell`: session feeds from a terminal or a build.
//! It never subscribes to anything, and writes no file that it was not told the name of.

mod check;
mod diff;
mod doctor;
mod documents;
mod explain;
mod files;
mod link;
mod list;
mod look;
mod next;
mod preview;
mod publish;
mod report;
mod shell;

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
    /// Makes a feed of hosts' posts, and a calendar, a web page and a chat announcement besides.
    Publish(publish::Arguments),
    /// Says what is wrong with posts and feeds, with the place and a way to mend it.
    Check(check::Arguments),
    /// Says what a check means.
    Explain(explain::Arguments),
    /// Shows what readers in several zones will see of a post or a feed.
    Preview(preview::Arguments),
    /// Says what is new, moved, cancelled or changed between two states of a feed.
    Diff(diff::Arguments),
    /// Says whose meeting an address leads into, and whether it would be opened.
    Link(link::Arguments),
    /// Lists the sessions of a feed: an https address, a loopback http address, or a file.
    List(list::Arguments),
    /// Shows the next session of the feeds that Sessionbell is subscribed to.
    Next(next::Arguments),
    /// Says why it did not ring, or that it will: what is around, the next reminders, what became of the last.
    Doctor(doctor::Arguments),
    /// Prints the completions for a shell.
    Completions(shell::Arguments),
    /// Prints the manual page.
    Man,
}

/// The exit code for what could not be done as it was asked for.
const MISUSE: u8 = 2;

fn main() -> ExitCode {
    let command = Arguments::parse().command;
    // A check’s 1 is what was found wrong; that it could not be made is another thing.
    let otherwise = match command {
        Command::Publish(_) | Command::Check(_) | Command::Explain(_) | Command::Preview(_) | Command::Diff(_) | Command::Link(_) => ExitCode::from(MISUSE),
        Command::List(_) | Command::Next(_) | Command::Doctor(_) | Command::Completions(_) | Command::Man => ExitCode::FAILURE,
    };
    let outcome = match command {
        Command::Publish(arguments) => publish::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Preview(arguments) => preview::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Link(arguments) => link::run(&arguments),
        Command::List(arguments) => list::run(&arguments),
        Command::Next(arguments) => next::run(&arguments),
        Command::Doctor(arguments) => doctor::run(&arguments),
        Command::Completions(arguments) => shell::completions(&arguments),
        Command::Man => shell::man(),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            #[expect(clippy::print_stderr, reason = "a terminal program says there what went wrong")]
            {
                eprintln!("sbell: {error:#}");
            }
            otherwise
        }
    }
}
