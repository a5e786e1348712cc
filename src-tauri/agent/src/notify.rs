//! Shows notices on the desktop's notification server and reports what people do with them.
//! It never decides when a notice is due, nor whether it is shown again.

#[cfg(not(target_os = "linux"))]
mod elsewhere;
#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
mod wire;

#[cfg(not(target_os = "linux"))]
pub use elsewhere::start;
#[cfg(target_os = "linux")]
pub use linux::{Limits, start, start_at};
