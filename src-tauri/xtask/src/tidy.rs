//! Checks the laws of the tree, each with its reason.
//! It never changes a file.

mod laws;

use crate::command::{output, root};
use anyhow::{Result, bail};
use std::process::Command;

/// The most lines of a Rust file, its tests not counted.
const LONGEST: usize = 400;

/// A law that a line breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// The file, from the root.
    pub file: String,
    /// The line, from 1; 0 for the file as a whole.
    pub line: usize,
    /// The law and its reason.
    pub law: String,
}

/// Checks all files that belong to the repository and prints what breaks a law.
///
/// # Errors
/// Something does.
#[expect(clippy::print_stdout, reason = "what is wrong is said")]
pub fn tidy() -> Result<()> {
    let files = files()?;
    let order = laws::core_order(&std::fs::read_to_string(root().join("src-tauri/core/src/lib.rs"))?);
    let mut breaches: Vec<Breach> = files.iter().flat_map(|(name, text)| laws::check(name, text, &order)).collect();
    let mut lengths: Vec<usize> = files.iter().filter(|(name, _)| laws::is_program(name)).map(|(_, text)| laws::length(text)).collect();
    lengths.sort_unstable();
    println!("tidy: {} files; half of the Rust files have at most {} lines, the longest {}", files.len(), middle(&lengths), lengths.last().unwrap_or(&0));
    breaches.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    for breach in &breaches {
        println!("{}:{}: {}", breach.file, breach.line, breach.law);
    }
    if breaches.is_empty() { Ok(()) } else { bail!("{} laws of the tree are broken", breaches.len()) }
}

fn middle(lengths: &[usize]) -> usize {
    lengths.get(lengths.len() / 2).copied().unwrap_or(0)
}

/// Name and text of every text file that git tracks or would.
fn files() -> Result<Vec<(String, String)>> {
    let listed = output(Command::new("git").args(["ls-files", "--cached", "--others", "--exclude-standard"]).current_dir(root()))?;
    let with_text = |name: &str| std::fs::read_to_string(root().join(name)).ok().map(|text| (name.to_owned(), text));
    Ok(listed.lines().filter_map(with_text).collect())
}
