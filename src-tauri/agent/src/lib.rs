//! Does what the core decides: one task owns the engine, everything else is a port.
//! It never shows anything itself: no window toolkit is linked here.

pub mod clock;
pub mod disk;
pub mod fetch;
pub mod notify;
pub mod opener;
pub mod paths;
pub mod ports;
pub mod secrets;
pub mod timer;
