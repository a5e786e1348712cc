//! Fuzzes the readers of strange bytes with libFuzzer, on the stable toolchain.
//! It never writes into the kept corpus: what it finds stays in the build's folder until somebody keeps it.

use crate::command::{cargo, output, root, run, target};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// As cargo-fuzz instruments code when no sanitizer is asked for; none of it needs a nightly toolchain.
const INSTRUMENTED: &[&str] = &[
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Cllvm-args=-simplifycfg-branch-fold-threshold=0",
    "-Ccodegen-units=1",
];

/// Builds the fuzzer and runs each target, or those that are named, for so many seconds: `[TARGET…] [--seconds N]`.
///
/// # Errors
/// A target that does not exist, or a promise was broken; libFuzzer says by which bytes, and keeps them.
pub fn fuzz(arguments: &[String]) -> Result<()> {
    let mut seconds = 60_u32;
    let mut named = Vec::new();
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--seconds" => seconds = rest.next().context("--seconds needs a number")?.parse().context("--seconds needs a number")?,
            name => named.push(name.to_owned()),
        }
    }
    let all = targets()?;
    if let Some(unknown) = named.iter().find(|name| !all.contains(name)) {
        bail!("“{unknown}” is no target; there are {}", all.join(", "));
    }
    let fuzzer = build()?;
    for name in if named.is_empty() { all } else { named } {
        one(&fuzzer, &name, seconds)?;
    }
    Ok(())
}

/// Every target has a folder of kept bytes.
fn targets() -> Result<Vec<String>> {
    let folders = std::fs::read_dir(root().join("tests/fuzz/corpus")).context("tests/fuzz/corpus")?;
    let mut names = folders.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect::<Result<Vec<_>>>()?;
    names.sort();
    Ok(names)
}

/// Instruments all but build scripts and macros: those are built for the host apart, because a target is named.
fn build() -> Result<PathBuf> {
    let about = output(Command::new("rustc").arg("-vV"))?;
    let host = about.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc does not name its host")?;
    let folder = target().join("fuzz");
    run(cargo()
        .args(["build", "--quiet", "--release", "--locked", "--manifest-path", "tests/fuzz/Cargo.toml", "--target", host])
        .env("CARGO_TARGET_DIR", &folder)
        .env("RUSTFLAGS", INSTRUMENTED.join(" ")))?;
    Ok(folder.join(host).join("release").join("fuzz"))
}

#[expect(clippy::print_stdout, reason = "the figures are wanted")]
fn one(fuzzer: &Path, name: &str, seconds: u32) -> Result<()> {
    let kept = root().join("tests/fuzz/corpus").join(name);
    let (found, broken) = (target().join("fuzz/corpus").join(name), target().join("fuzz/broken").join(name));
    std::fs::create_dir_all(&found)?;
    std::fs::create_dir_all(&broken)?;
    let mut fuzz = Command::new(fuzzer);
    fuzz.env("SESSIONBELL_FUZZ", name).args([&found, &kept]);
    fuzz.args([format!("-max_total_time={seconds}"), format!("-artifact_prefix={}/", broken.display())]);
    // A run that never ends is caught by the first; one that ends late or took too much memory, in the fuzzer itself. The second
    // guards the whole process, with all that it has found.
    fuzz.args(["-timeout=5", "-rss_limit_mb=1024", "-max_len=65536", "-print_final_stats=1"]);
    let words = root().join("tests/fuzz/words").join(format!("{name}.txt"));
    if words.exists() {
        fuzz.arg(format!("-dict={}", words.display()));
    }
    println!("{name}: {seconds} s");
    let done = fuzz.stdin(Stdio::null()).output().with_context(|| format!("{} did not start", fuzzer.display()))?;
    let said = String::from_utf8_lossy(&done.stderr);
    if !done.status.success() {
        let end: Vec<&str> = said.lines().rev().take(40).collect();
        bail!("{}\n{name}: the bytes that broke it are in {}", end.into_iter().rev().collect::<Vec<_>>().join("\n"), broken.display());
    }
    let covered = said.lines().rev().find(|line| line.contains(" cov: "));
    for line in covered.into_iter().chain(said.lines().filter(|line| line.starts_with("stat::"))) {
        println!("  {line}");
    }
    Ok(())
}
