//! Enters the program into what starts with the desktop session, or takes it out.
//! It never touches any other entry.

#[cfg(target_os = "linux")]
#[path = "autostart/linux.rs"]
mod list;
#[cfg(not(target_os = "linux"))]
#[path = "autostart/elsewhere.rs"]
mod list;

use crate::ports::Autostart;
use sessionbell_core::language::{Sentence, sentence};

/// The desktop's own list: an XDG autostart entry, a LaunchAgent, or the Run key.
#[derive(Clone, Copy, Debug, Default)]
pub struct DesktopAutostart;

impl Autostart for DesktopAutostart {
    fn set(&mut self, on: bool) -> Result<(), Sentence> {
        let failed = |why: Sentence| sentence("autostart-failed").with("why", why);
        let program = std::env::current_exe().map_err(|error| failed(sentence("whole").with("why", error.to_string())))?;
        list::set(&program, on).map_err(failed)
    }

    fn is_set(&mut self) -> Option<bool> {
        list::is_set(&std::env::current_exe().ok()?)
    }
}
