//! Two kernel timers: one on the wall clock that is cancelled when it is set, one on the time since boot.
//! They never wake anybody for nothing.

use super::Woken;
use chrono::{DateTime, Utc};
use rustix::fd::OwnedFd;
use rustix::io::Errno;
use rustix::time::{Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, timerfd_create, timerfd_settime};
use std::io;
use std::time::Duration;
use tokio::io::unix::AsyncFd;

/// Seconds since 1970 that no deadline reaches: the wall timer stays armed, so that clock changes are still seen.
const FAR: i64 = 1 << 40;

/// One wake-up by the wall clock and one by the time since boot; both absolute.
#[derive(Debug)]
pub struct Timer {
    wall: AsyncFd<OwnedFd>,
    boot: AsyncFd<OwnedFd>,
    wall_at: Option<DateTime<Utc>>,
    /// Setting the timer found the clock changed; said at the next wait.
    changed: bool,
}

impl Timer {
    /// Timers that are not set. Inside a tokio runtime with I/O enabled.
    ///
    /// # Errors
    /// The kernel has no timers left to give.
    pub fn new() -> io::Result<Self> {
        #[expect(deprecated, reason = "it is deprecated for types whose descriptor may change; an OwnedFd keeps its own")]
        let create = |clock| -> io::Result<AsyncFd<OwnedFd>> { AsyncFd::new(timerfd_create(clock, TimerfdFlags::NONBLOCK | TimerfdFlags::CLOEXEC)?) };
        let mut timer = Self { wall: create(TimerfdClockId::Realtime)?, boot: create(TimerfdClockId::Boottime)?, wall_at: None, changed: false };
        timer.arm_wall();
        Ok(timer)
    }

    /// Wake at that instant of the wall clock, at once if it is past; with `None` only when the clock is changed.
    pub fn wake_at(&mut self, at: Option<DateTime<Utc>>) {
        if self.wall_at != at {
            self.wall_at = at;
            self.arm_wall();
        }
    }

    /// Wake when the machine has been up that long, at once if it has.
    pub fn poll_at(&mut self, up: Option<Duration>) {
        let value = up.map_or(Timespec { tv_sec: 0, tv_nsec: 0 }, |up| Timespec {
            tv_sec: i64::try_from(up.as_secs()).unwrap_or(i64::MAX),
            // All zero would disarm the timer instead of firing it.
            tv_nsec: i64::from(up.subsec_nanos().max(1)),
        });
        if let Err(error) = timerfd_settime(self.boot.get_ref(), TimerfdTimerFlags::ABSTIME, &once(value)) {
            tracing::error!(%error, "the poll timer could not be set");
        }
    }

    /// Waits for whichever comes first. May be dropped and called again at any time without losing a wake-up.
    pub async fn woken(&mut self) -> Woken {
        if std::mem::take(&mut self.changed) {
            return Woken::ClockChanged;
        }
        let woken = tokio::select! {
            biased;
            outcome = expired(&self.wall) => match outcome {
                Ok(()) => Woken::Wall,
                Err(()) => Woken::ClockChanged,
            },
            _ = expired(&self.boot) => Woken::Poll,
        };
        match woken {
            Woken::Poll => {}
            Woken::Wall => {
                self.wall_at = None;
                self.arm_wall();
            }
            Woken::ClockChanged => {
                self.arm_wall();
                self.changed = false;
            }
        }
        woken
    }

    fn arm_wall(&mut self) {
        let value = self.wall_at.map_or(Timespec { tv_sec: FAR, tv_nsec: 0 }, |at| Timespec {
            tv_sec: at.timestamp().max(0),
            tv_nsec: i64::from(at.timestamp_subsec_nanos().clamp(1, 999_999_999)),
        });
        let flags = TimerfdTimerFlags::ABSTIME | TimerfdTimerFlags::CANCEL_ON_SET;
        // The clock may be set in the very moment of arming; the timer is then armed all the same, and says so.
        match timerfd_settime(self.wall.get_ref(), flags, &once(value)) {
            Ok(_) => {}
            Err(Errno::CANCELED) => self.changed = true,
            Err(error) => tracing::error!(%error, "the reminder timer could not be set"),
        }
    }
}

fn once(value: Timespec) -> Itimerspec {
    Itimerspec { it_interval: Timespec { tv_sec: 0, tv_nsec: 0 }, it_value: value }
}

/// Waits until a timer has expired (`Ok`) or was cancelled by a change of the clock (`Err`).
async fn expired(timer: &AsyncFd<OwnedFd>) -> Result<(), ()> {
    loop {
        let Ok(mut ready) = timer.readable().await else { return Err(()) };
        let mut count = [0_u8; 8];
        match ready.try_io(|fd| rustix::io::read(fd.get_ref(), &mut count).map_err(io::Error::from)) {
            Ok(Ok(_)) => return Ok(()),
            Ok(Err(error)) if error.raw_os_error() == Some(Errno::CANCELED.raw_os_error()) => return Err(()),
            Ok(Err(error)) => {
                tracing::error!(%error, "a timer could not be read");
                return Err(());
            }
            Err(_would_block) => {}
        }
    }
}
