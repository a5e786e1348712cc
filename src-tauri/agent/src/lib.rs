//! Does what the core decides: one task owns the engine, everything else is a port.
//! It never shows anything itself: no window toolkit is linked here.

pub mod autostart;
pub mod clock;
pub mod disk;
pub mod door;
pub mod driver;
pub mod fetch;
mod files;
pub mod handle;
pub mod notify;
pub mod opener;
pub mod paths;
pub mod player;
pub mod ports;
pub mod screen;
pub mod secrets;
pub mod settings_file;
pub mod start;
pub mod timer;
mod tray_host;
pub mod tzdata;
pub mod watch;
