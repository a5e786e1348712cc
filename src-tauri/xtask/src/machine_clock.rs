//! Sets this machine's clock, for a moment, where that is allowed.
//! It never leaves it wrong: what has gone by on the monotonic clock is put back, even if this process is killed meanwhile.

use anyhow::{Context, Result};
use chrono::{DateTime, Duration as Span, Utc};
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

/// How a process of its own is asked to be the guard.
pub const GUARD: &str = "right-the-clock";

/// A process of its own that sets the clock right when this one ends, however it ends.
#[derive(Debug)]
pub struct Guard(Child);

impl Guard {
    /// Starts it; the clock must be right now. It stays until it is dropped.
    ///
    /// # Errors
    /// It did not start.
    pub fn start() -> Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg(GUARD).stdin(Stdio::piped()).stdout(Stdio::piped());
        #[cfg(unix)]
        // What is typed to end this program must not end its guard first.
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut guard = command.spawn().context("the guard of the clock did not start")?;
        let mut line = String::new();
        BufReader::new(guard.stdout.take().context("the guard says nothing")?).read_line(&mut line)?;
        Ok(Self(guard))
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        // It ends by itself once nobody writes to it any more.
        let _ended = self.0.wait();
    }
}

/// The guard's whole life: it waits until whoever started it is gone.
///
/// # Errors
/// The clock could not be set.
#[expect(clippy::print_stdout, reason = "whoever started it waits for the word")]
pub fn guard() -> Result<()> {
    let right = Right::now();
    println!("watching");
    // However it ends, the pipe does.
    let _gone = std::io::stdin().read_to_end(&mut Vec::new());
    let off = Utc::now() - right.now_should_be();
    if off.abs() < Span::seconds(1) {
        // Nobody left it wrong.
        std::mem::forget(right);
    }
    Ok(())
}

/// Whether this user may set the clock here; it is set to what it shows.
#[must_use]
pub fn may_set() -> bool {
    set(Utc::now()).is_ok()
}

/// Sets the clock right again when it is dropped.
#[derive(Debug)]
pub struct Right {
    wall: DateTime<Utc>,
    since: Instant,
}

impl Right {
    /// Remembers what is right now.
    #[must_use]
    pub fn now() -> Self {
        Self { wall: Utc::now(), since: Instant::now() }
    }

    fn now_should_be(&self) -> DateTime<Utc> {
        self.wall + Span::from_std(self.since.elapsed()).unwrap_or_default()
    }
}

impl Drop for Right {
    fn drop(&mut self) {
        // It was allowed a moment ago.
        let _set = set(self.now_should_be());
    }
}

/// Sets the clock.
///
/// # Errors
/// This user may not.
#[cfg(target_os = "linux")]
pub fn set(to: DateTime<Utc>) -> Result<()> {
    use rustix::time::{ClockId, Timespec, clock_settime};
    Ok(clock_settime(ClockId::Realtime, Timespec { tv_sec: to.timestamp(), tv_nsec: i64::from(to.timestamp_subsec_nanos()) })?)
}

/// Elsewhere the clock is left alone.
///
/// # Errors
/// Always.
#[cfg(not(target_os = "linux"))]
pub fn set(_to: DateTime<Utc>) -> Result<()> {
    anyhow::bail!("the clock is set on Linux only")
}
