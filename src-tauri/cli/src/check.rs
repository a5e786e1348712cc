//! `sbell check`: what is wrong with posts and feeds, before people are late for it.
//! It never changes a file.

use crate::documents::{Beside, Reader};
use crate::list::say;
use crate::report::{self, Line};
use anyhow::Result;
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;

/// What to check.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Posts (Markdown) and feeds (JSON, .ics).
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    beside: Beside,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Exit code 0 without errors, 1 with some.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let reader = Reader::new(&arguments.beside, arguments.files.first())?;
    let checked = reader.all(&arguments.files)?;
    let all = || arguments.files.iter().zip(&checked).flat_map(|(file, one)| one.findings.iter().map(move |finding| (file, one, finding)));
    let (errors, total) = report::total(all().map(|(.., finding)| finding));
    if arguments.json {
        say(&report::json(&all().map(|(file, _, finding)| Line::new(file, finding)).collect::<Vec<_>>())?);
    } else {
        all().for_each(|(file, one, finding)| say(&report::words(file, finding, &one.bytes)));
        if !total.is_empty() {
            say(&format!("{total}; `sbell explain CODE` says more of one"));
        }
    }
    Ok(if errors == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
