//! Opens addresses with the person's own programs, and puts text on the clipboard.
//! It never takes a plain string to open: only what passed the checks of the core.

use crate::ports::{Clipboard, Opener};
use sessionbell_core::link::Openable;
use std::process::{Command, Stdio};

/// The desktop's opener: `xdg-open`, `open`, or the Windows shell; `SESSIONBELL_OPENER` names another program.
#[derive(Clone, Copy, Debug, Default)]
pub struct DesktopOpener;

impl Opener for DesktopOpener {
    fn open(&mut self, what: &Openable) -> Result<(), String> {
        let mut command = program();
        command.arg(what.as_str()).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        #[cfg(unix)]
        {
            use std::os::unix::process::CommandExt;
            // The browser must not end with this program.
            command.process_group(0);
        }
        let name = command.get_program().to_string_lossy().into_owned();
        let mut child = command.spawn().map_err(|error| format!("The address could not be opened: {name} did not start ({error})."))?;
        // Somebody must wait for it, or it stays as a zombie.
        std::thread::spawn(move || child.wait());
        Ok(())
    }
}

fn program() -> Command {
    if let Some(other) = std::env::var_os("SESSIONBELL_OPENER") {
        return Command::new(other);
    }
    if cfg!(target_os = "macos") {
        Command::new("open")
    } else if cfg!(target_os = "windows") {
        let mut command = Command::new("rundll32");
        command.arg("url.dll,FileProtocolHandler");
        command
    } else {
        Command::new("xdg-open")
    }
}

/// The desktop's clipboard. The text stays there while the program runs.
#[derive(Default)]
pub struct DesktopClipboard(Option<arboard::Clipboard>);

impl Clipboard for DesktopClipboard {
    fn copy(&mut self, text: &str) -> Result<(), String> {
        let sentence = |error| format!("The message could not be put on the clipboard ({error}); copy it from the window.");
        let clipboard = match &mut self.0 {
            Some(clipboard) => clipboard,
            none => none.insert(arboard::Clipboard::new().map_err(sentence)?),
        };
        clipboard.set_text(text).map_err(sentence)
    }
}
