//! `sbell preview`: what readers in several zones will see of a post or a feed.
//! It never publishes anything.

use crate::documents::{Beside, Reader};
use crate::files;
use crate::list::say;
use anyhow::Result;
use clap::Args;
use sessionbell_core::publish::{page, preview};
use sessionbell_core::zone::Zone;
use std::path::PathBuf;
use std::process::ExitCode;

/// What to look at.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// A post or a feed.
    file: PathBuf,
    #[command(flatten)]
    beside: Beside,
    /// A zone to show times in; may be said several times.
    #[arg(long = "zone", value_name = "ZONE")]
    zones: Vec<String>,
    /// Write a page to look at instead.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let reader = Reader::new(&arguments.beside, Some(&arguments.file))?;
    let zones: Vec<Zone> = arguments.zones.iter().map(|name| Ok(reader.zones().named(name)?)).collect::<Result<_>>()?;
    let feed = reader.feed(&arguments.file)?;
    match &arguments.html {
        Some(path) => files::write(path, &page(&feed))?,
        None => say(preview(&feed, &zones).trim_end()),
    }
    Ok(ExitCode::SUCCESS)
}
