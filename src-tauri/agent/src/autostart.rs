//! Enters the program into what starts with the desktop session, or takes it out.
//! It never touches any other entry.

use crate::ports::Autostart;
use auto_launch::AutoLaunchBuilder;

/// The desktop's own list: an XDG autostart entry, a LaunchAgent, or the Run key.
#[derive(Clone, Copy, Debug, Default)]
pub struct DesktopAutostart;

impl Autostart for DesktopAutostart {
    fn set(&mut self, on: bool) -> Result<(), String> {
        let sentence = |error: String| format!("Starting at login could not be changed: {error}.");
        let program = std::env::current_exe().map_err(|error| sentence(error.to_string()))?;
        let entry = AutoLaunchBuilder::new().set_app_name("sessionbell").set_app_path(&program.to_string_lossy()).set_args(&["--hidden"]).build();
        let entry = entry.map_err(|error| sentence(error.to_string()))?;
        let change = if on { entry.enable() } else { entry.disable() };
        change.map_err(|error| sentence(error.to_string()))
    }
}
