//! Enters the program into what starts with the desktop session, or takes it out.
//! It never touches any other entry.

#[cfg(target_os = "linux")]
#[path = "autostart/linux.rs"]
mod list;
#[cfg(not(target_os = "linux"))]
#[path = "autostart/elsewhere.rs"]
mod list;

use crate::ports::Autostart;

/// The desktop's own list: an XDG autostart entry, a LaunchAgent, or the Run key.
#[derive(Clone, Copy, Debug, Default)]
pub struct DesktopAutostart;

impl Autostart for DesktopAutostart {
    fn set(&mut self, on: bool) -> Result<(), String> {
        let program = std::env::current_exe().map_err(|error| format!("Starting at login could not be changed: {error}."))?;
        list::set(&program, on).map_err(|why| format!("Starting at login could not be changed: {why}"))
    }

    fn is_set(&mut self) -> Option<bool> {
        list::is_set(&std::env::current_exe().ok()?)
    }
}
