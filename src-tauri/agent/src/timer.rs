//! Wakes the driver at an instant of the wall clock, and at a time since the machine was started.
//! It never polls: on Linux the kernel says when a clock was set or the machine woke up.

// Also tested where another timer is used: it needs nothing of any system.
#[cfg(any(not(target_os = "linux"), test))]
#[cfg_attr(target_os = "linux", expect(unreachable_pub, reason = "it is this module's face on the other systems"))]
mod elsewhere;
#[cfg(target_os = "linux")]
mod linux;

#[cfg(not(target_os = "linux"))]
pub use elsewhere::Timer;
#[cfg(target_os = "linux")]
pub use linux::Timer;

/// Why the timer woke its owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Woken {
    /// The wall clock has reached the instant.
    Wall,
    /// The machine has been up that long.
    Poll,
    /// The wall clock was set, or the machine woke from suspend: whatever was computed from it is void.
    ClockChanged,
}
