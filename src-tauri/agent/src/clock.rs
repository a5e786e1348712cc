//! The only place in the program that asks what time it is.
//! It never waits for a time: that is the timer's.

use chrono::Utc;
use sessionbell_core::moment::Moment;
use sessionbell_core::zone::{Zone, Zones};

/// Something that knows the time.
pub trait Clock: Send {
    /// The present moment: wall clock, and time since the machine was started (suspend included).
    fn now(&self) -> Moment;
}

/// The machine's own clocks.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Moment {
        Moment { wall: Utc::now(), up: up() }
    }
}

/// `CLOCK_BOOTTIME`: it goes on in suspend, and no clock step changes it.
#[cfg(target_os = "linux")]
fn up() -> std::time::Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
    std::time::Duration::new(seconds, u32::try_from(time.tv_nsec).unwrap_or_default())
}

/// Time since the program first asked; whether it goes on in suspend is up to the system.
#[cfg(not(target_os = "linux"))]
fn up() -> std::time::Duration {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    START.get_or_init(std::time::Instant::now).elapsed()
}

/// The machine's time zone: `TZ` if it names a place, else the system's; UTC if neither can be told.
#[must_use]
pub fn machine_zone(zones: Zones) -> Zone {
    let from_environment = std::env::var("TZ").ok().and_then(|name| zones.named(name.trim_start_matches(':')).ok());
    let from_system = || iana_time_zone::get_timezone().ok().and_then(|name| zones.named(&name).ok());
    from_environment.or_else(from_system).unwrap_or(Zone::UTC)
}
