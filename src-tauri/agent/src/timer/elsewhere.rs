//! The timer on systems without a kernel timer that follows the wall clock: short waits, the clock compared each time.
//! It never trusts a wait to have taken as long as it was asked to.

use super::Woken;
use crate::clock::{Clock, SystemClock};
use chrono::{DateTime, Utc};
use std::io;
use std::time::Duration;

/// The longest single wait.
const SLICE: Duration = Duration::from_secs(30);
/// The clocks may drift apart by that much in one slice without a step.
const DRIFT: chrono::Duration = chrono::Duration::seconds(2);

/// One wake-up by the wall clock and one by the time since the start.
#[derive(Debug)]
pub struct Timer {
    wall: Option<DateTime<Utc>>,
    poll: Option<Duration>,
}

impl Timer {
    /// Timers that are not set.
    ///
    /// # Errors
    /// None here; the signature is that of every system.
    pub fn new() -> io::Result<Self> {
        Ok(Self { wall: None, poll: None })
    }

    /// Wake at that instant of the wall clock, at once if it is past.
    pub fn wake_at(&mut self, at: Option<DateTime<Utc>>) {
        self.wall = at;
    }

    /// Wake when the program has been up that long, at once if it has.
    pub fn poll_at(&mut self, up: Option<Duration>) {
        self.poll = up;
    }

    /// Waits for whichever comes first. May be dropped and called again at any time without losing a wake-up.
    pub async fn woken(&mut self) -> Woken {
        loop {
            let before = SystemClock.now();
            if self.wall.is_some_and(|at| at <= before.wall) {
                self.wall = None;
                return Woken::Wall;
            }
            if self.poll.is_some_and(|at| at <= before.up) {
                self.poll = None;
                return Woken::Poll;
            }
            let to_wall = self.wall.and_then(|at| (at - before.wall).to_std().ok());
            let to_poll = self.poll.map(|at| at.saturating_sub(before.up));
            let wait = [to_wall, to_poll].into_iter().flatten().chain([SLICE]).min().unwrap_or(SLICE);
            tokio::time::sleep(wait).await;
            let after = SystemClock.now();
            let passed = chrono::Duration::from_std(after.up.saturating_sub(before.up)).unwrap_or_default();
            if ((after.wall - before.wall) - passed).abs() > DRIFT {
                return Woken::ClockChanged;
            }
        }
    }
}
