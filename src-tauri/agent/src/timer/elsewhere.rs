//! The timer on systems without a kernel timer that follows the wall clock: short waits, the clock compared each time.
//! It never trusts a wait to have taken as long as it was asked to.

use super::Woken;
use crate::clock::{Clock, SystemClock};
use chrono::{DateTime, Utc};
use sessionbell_core::moment::Moment;
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
    /// Both clocks as they were looked at last.
    seen: Moment,
}

impl Timer {
    /// Timers that are not set.
    ///
    /// # Errors
    /// None here; the signature is that of every system.
    pub fn new() -> io::Result<Self> {
        Ok(Self { wall: None, poll: None, seen: SystemClock.now() })
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
            let now = SystemClock.now();
            let seen = std::mem::replace(&mut self.seen, now);
            let passed = chrono::Duration::from_std(now.up.saturating_sub(seen.up)).unwrap_or_default();
            if ((now.wall - seen.wall) - passed).abs() > DRIFT {
                return Woken::ClockChanged;
            }
            if self.wall.is_some_and(|at| at <= now.wall) {
                self.wall = None;
                return Woken::Wall;
            }
            if self.poll.is_some_and(|at| at <= now.up) {
                self.poll = None;
                return Woken::Poll;
            }
            let to_wall = self.wall.and_then(|at| (at - now.wall).to_std().ok());
            let to_poll = self.poll.map(|at| at.saturating_sub(now.up));
            let wait = [to_wall, to_poll].into_iter().flatten().chain([SLICE]).min().unwrap_or(SLICE);
            tokio::time::sleep(wait).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::time::timeout;

    const PATIENCE: Duration = Duration::from_secs(10);

    #[tokio::test]
    async fn it_wakes_by_either_clock_and_only_once() {
        let mut timer = Timer::new().unwrap();
        let due = SystemClock.now().wall + chrono::Duration::milliseconds(30);
        timer.wake_at(Some(due));
        assert_eq!(timeout(PATIENCE, timer.woken()).await.unwrap(), Woken::Wall);
        assert!(SystemClock.now().wall >= due);
        timer.poll_at(Some(SystemClock.now().up + Duration::from_millis(30)));
        assert_eq!(timeout(PATIENCE, timer.woken()).await.unwrap(), Woken::Poll);
        assert!(timeout(Duration::from_millis(100), timer.woken()).await.is_err());
    }

    #[tokio::test]
    async fn a_step_of_the_clock_is_noticed_even_if_the_wait_was_given_up_before() {
        let mut timer = Timer::new().unwrap();
        assert!(timeout(Duration::from_millis(20), timer.woken()).await.is_err());
        // As if the wall clock had been an hour behind when it was looked at last.
        timer.seen.wall -= chrono::Duration::hours(1);
        assert_eq!(timeout(PATIENCE, timer.woken()).await.unwrap(), Woken::ClockChanged);
        assert!(timeout(Duration::from_millis(100), timer.woken()).await.is_err(), "once is enough");
    }
}
