//! The whole agent without windows and tray: what `cargo xtask torture` starts and kills.
//! It never ends by itself.

use anyhow::Result;
use sessionbell_agent::paths::Paths;
use sessionbell_agent::ports::Shell;
use sessionbell_agent::start;
use sessionbell_core::action::WindowKind;
use sessionbell_core::menu::Menu;
use sessionbell_core::session::SessionKey;

/// A desktop on which nothing is shown.
struct Bare;

impl Shell for Bare {
    fn open_window(&mut self, _window: WindowKind, _session: Option<&SessionKey>) -> Result<(), String> {
        Ok(())
    }
    fn tray(&mut self, _menu: Menu) {}
    fn tray_host(&mut self, _there: bool) {}
    fn quit(&mut self) {}
}

fn main() -> Result<()> {
    let (_handle, thread) = start::start(Paths::find()?, Box::new(Bare))?;
    // Whoever started it ends it.
    let _ended = thread.join();
    Ok(())
}
