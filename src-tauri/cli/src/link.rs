//! `sbell link`: what Sessionbell makes of addresses: whose meeting, whether they may be opened, and as what.
//! It never opens one.

use crate::list::say;
use anyhow::{Context, Result};
use clap::Args;
use serde::Serialize;
use sessionbell_core::link::JoinLink;
use std::process::ExitCode;

/// Which addresses.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Addresses; “-” reads one a line from standard input.
    #[arg(required = true, value_name = "URL")]
    addresses: Vec<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// What is made of one address.
#[derive(Serialize)]
struct Line<'a> {
    given: &'a str,
    /// The service's name, if it is known.
    service: Option<&'static str>,
    /// `opened`, `asked-first` or `refused`.
    outcome: &'static str,
    /// Why.
    why: String,
    /// As it would be opened.
    address: Option<String>,
}

/// Exit code 0 if all may be opened, 1 if one may not.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let mut given = Vec::new();
    for address in &arguments.addresses {
        if address == "-" {
            for line in std::io::stdin().lines() {
                given.push(line.context("standard input cannot be read")?);
            }
        } else {
            given.push(address.clone());
        }
    }
    given.retain(|line| !line.trim().is_empty());
    let lines: Vec<Line<'_>> = given.iter().map(|raw| judged(raw)).collect();
    if arguments.json {
        say(&serde_json::to_string_pretty(&lines)?);
    } else {
        for line in &lines {
            let address = line.address.as_deref().unwrap_or(line.given);
            say(&format!("{}: {}; {address}", line.service.unwrap_or("no known service"), line.why));
        }
    }
    Ok(if lines.iter().all(|line| line.address.is_some()) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn judged(given: &str) -> Line<'_> {
    match JoinLink::parse(given) {
        Ok(link) => {
            let service = link.service();
            let (outcome, why) =
                if service.is_some() { ("opened", "opened when its session is joined") } else { ("asked-first", "opened after its host is confirmed once") };
            Line { given, service, outcome, why: why.to_owned(), address: Some(link.web().as_str().to_owned()) }
        }
        Err(why) => Line { given, service: None, outcome: "refused", why: format!("not opened: {why}"), address: None },
    }
}
