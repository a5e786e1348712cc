//! `sbell explain`: what a check means, with an example and the way to mend it.
//! It says what `docs/checks.md` says, and nothing else.

use crate::list::say;
use anyhow::Result;
use clap::Args;
use sessionbell_core::finding::Code;
use std::process::ExitCode;

const CHECKS: &str = include_str!("../../docs/checks.md");

/// Which check.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Its code, such as no-zone; all are listed without one.
    code: Option<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    match &arguments.code {
        None => Code::ALL.iter().for_each(|code| say(&format!("{:<20} {:<8} {}", code.name(), code.severity().name(), headline(*code)))),
        Some(name) => say(section(name.trim_matches(['[', ']']).parse::<Code>()?).trim_end()),
    }
    Ok(ExitCode::SUCCESS)
}

/// A code's part of the document, from its heading on.
fn section(code: Code) -> &'static str {
    let heading = format!("## {}\n", code.name());
    let Some(start) = CHECKS.find(&heading) else { return "" };
    let rest = &CHECKS[start..];
    rest[3..].find("\n## ").map_or(rest, |end| &rest[..end + 3])
}

/// The first sentence of it.
fn headline(code: Code) -> &'static str {
    section(code).lines().skip(1).find(|line| !line.is_empty()).unwrap_or_default()
}
