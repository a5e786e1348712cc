//! How findings are printed: as compilers print theirs, or as JSON.
//! It never leaves out one.

use anyhow::Result;
use serde::Serialize;
use sessionbell_core::finding::{Finding, Severity};
use std::fmt::Write;
use std::path::Path;

/// The longest part of a source line that is shown, in characters.
const SHOWN: usize = 160;

/// A finding with its file, as JSON.
#[derive(Serialize)]
pub(crate) struct Line<'a> {
    file: String,
    severity: Severity,
    #[serde(flatten)]
    finding: &'a Finding,
}

impl<'a> Line<'a> {
    pub(crate) fn new(file: &Path, finding: &'a Finding) -> Self {
        Self { file: file.display().to_string(), severity: finding.code.severity(), finding }
    }
}

pub(crate) fn json(lines: &[Line<'_>]) -> Result<String> {
    Ok(serde_json::to_string_pretty(lines)?)
}

/// A finding with the line that it is about, a mark below its place, and the way to mend it.
pub(crate) fn words(file: &Path, finding: &Finding, bytes: &[u8]) -> String {
    let mut out = format!("{}:{finding}", file.display());
    let source = String::from_utf8_lossy(bytes);
    if let Some(line) = source.lines().nth(finding.place.line - 1).filter(|line| !line.trim().is_empty()) {
        // Of a long line, what is around the place.
        let skipped = finding.place.column.saturating_sub(SHOWN / 2);
        let skipped = if line.chars().count() <= SHOWN { 0 } else { skipped };
        let shown: String = line.chars().skip(skipped).take(SHOWN).map(|c| if c.is_control() { ' ' } else { c }).collect();
        let number = finding.place.line.to_string();
        let gutter = " ".repeat(number.len());
        let _ = write!(out, "\n {number} | {shown}\n {gutter} | {}^", " ".repeat(finding.place.column - 1 - skipped));
        if !finding.mend.is_empty() {
            let _ = write!(out, "\n {gutter} = help: {}", finding.mend);
        }
    } else if !finding.mend.is_empty() {
        let _ = write!(out, "\n  = help: {}", finding.mend);
    }
    out
}

/// How many there are of each, as a sentence; empty if there are none.
pub(crate) fn total<'a>(findings: impl Iterator<Item = &'a Finding>) -> (usize, String) {
    let (mut errors, mut warnings) = (0, 0);
    for finding in findings {
        match finding.code.severity() {
            Severity::Error => errors += 1,
            Severity::Warning => warnings += 1,
        }
    }
    let count = |number: usize, word: &str| format!("{number} {word}{}", if number == 1 { "" } else { "s" });
    let said = match (errors, warnings) {
        (0, 0) => String::new(),
        (errors, 0) => count(errors, "error"),
        (0, warnings) => count(warnings, "warning"),
        (errors, warnings) => format!("{}, {}", count(errors, "error"), count(warnings, "warning")),
    };
    (errors, said)
}
