//! `sbell diff`: what readers will find different between two states of a feed.
//! It never changes a file.

use crate::documents::{Beside, Reader};
use crate::list::say;
use anyhow::Result;
use clap::Args;
use sessionbell_core::publish::diff;
use std::path::PathBuf;
use std::process::ExitCode;

/// What to compare.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The feed as it was.
    old: PathBuf,
    /// The feed as it is to be.
    new: PathBuf,
    #[command(flatten)]
    beside: Beside,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let reader = Reader::new(&arguments.beside, Some(&arguments.new))?;
    let found = diff(reader.feed(&arguments.old)?, reader.feed(&arguments.new)?);
    if arguments.json {
        say(&serde_json::to_string_pretty(&found)?);
    } else if found.is_empty() {
        say("no difference");
    } else {
        found.iter().for_each(|one| say(&one.sentence));
    }
    Ok(ExitCode::SUCCESS)
}
