//! Sets this machine's clock, for a moment, where that is allowed.
//! It never leaves it wrong: what has gone by on the monotonic clock is put back.

use anyhow::Result;
use chrono::{DateTime, Duration as Span, Utc};
use std::time::Instant;

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
}

impl Drop for Right {
    fn drop(&mut self) {
        let elapsed = Span::from_std(self.since.elapsed()).unwrap_or_default();
        // It was allowed a moment ago.
        let _set = set(self.wall + elapsed);
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
