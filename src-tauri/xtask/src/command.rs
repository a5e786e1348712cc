//! Runs other programs, and knows where the repository and its build are.
//! It never swallows a failure.

use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The repository's root.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).map_or_else(PathBuf::new, Path::to_owned)
}

/// Where cargo builds to.
#[must_use]
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// A built program of this repository.
#[must_use]
pub fn built(name: &str, release: bool) -> PathBuf {
    target().join(if release { "release" } else { "debug" }).join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// Prints a command, runs it in the repository's root and waits for it.
///
/// # Errors
/// It did not start or did not succeed.
#[expect(clippy::print_stderr, reason = "what is run is said")]
pub fn run(command: &mut Command) -> Result<()> {
    let words: Vec<_> = std::iter::once(command.get_program()).chain(command.get_args()).map(|word| word.to_string_lossy().into_owned()).collect();
    let words = words.join(" ");
    eprintln!("$ {words}");
    if command.get_current_dir().is_none() {
        command.current_dir(root());
    }
    let status = command.stdin(Stdio::null()).status().with_context(|| format!("“{words}” did not start"))?;
    if !status.success() {
        bail!("“{words}” failed ({status})");
    }
    Ok(())
}

/// What a command prints.
///
/// # Errors
/// It did not start or did not succeed.
pub fn output(command: &mut Command) -> Result<String> {
    let done = command.stdin(Stdio::null()).output().with_context(|| format!("{:?} did not start", command.get_program()))?;
    if !done.status.success() {
        bail!("{:?} failed ({}): {}", command.get_program(), done.status, String::from_utf8_lossy(&done.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&done.stdout).into_owned())
}

/// `npm` in the UI's folder.
#[must_use]
pub fn npm() -> Command {
    let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.current_dir(root().join("ui"));
    npm
}

/// Cargo, as this was started by.
#[must_use]
pub fn cargo() -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root());
    // What cargo tells of this program, build scripts of others look at too: they would run anew, and all that stands on them.
    for (name, _) in
        std::env::vars_os().filter(|(name, _)| name.to_str().is_some_and(|name| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")))
    {
        cargo.env_remove(name);
    }
    cargo
}

/// Asks again and again until there is an answer or the time is over.
///
/// # Errors
/// The time is over; the sentence says what was waited for.
pub fn wait<T>(what: &str, limit: Duration, mut answer: impl FnMut() -> Option<T>) -> Result<T> {
    let begin = Instant::now();
    loop {
        if let Some(answer) = answer() {
            return Ok(answer);
        }
        if begin.elapsed() > limit {
            bail!("waited {} s in vain: {what}", limit.as_secs());
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}
