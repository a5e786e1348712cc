//! Opens addresses with the person's own programs, and puts text on the clipboard.
//! It never takes a plain string to open: only what passed the checks of the core, and the file that it has just written.

use crate::clock::{Clock, SystemClock};
use crate::files::write_new;
use crate::ports::{Clipboard, Opener, WorldEvent};
use sessionbell_core::engine::Purpose;
use sessionbell_core::link::Openable;
use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tokio::sync::mpsc::UnboundedSender;

/// An opener that fails does so within that time; one that ends badly later was a browser that a person used until then.
const FAILS_WITHIN: Duration = Duration::from_secs(10);

/// The desktop's opener: `xdg-open`, `open`, or the Windows shell; `SESSIONBELL_OPENER` names another program.
#[derive(Clone, Debug)]
pub struct DesktopOpener {
    events: UnboundedSender<WorldEvent>,
    /// Where files go that a person asked for.
    downloads: PathBuf,
}

impl DesktopOpener {
    /// An opener that tells of what was not opened after all.
    #[must_use]
    pub fn new(events: UnboundedSender<WorldEvent>, downloads: PathBuf) -> Self {
        Self { events, downloads }
    }

    /// Starts the desktop's opener with one argument. What it was for is told if it fails, with `why` it matters and `then` what to do.
    fn start(&self, what: &OsStr, purpose: Option<Purpose>, why: String, then: &'static str) -> Result<(), String> {
        let mut command = program();
        command.arg(what).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        #[cfg(unix)]
        {
            use std::os::unix::process::CommandExt;
            // The browser must not end with this program.
            command.process_group(0);
        }
        let name = command.get_program().to_string_lossy().into_owned();
        let child = command.spawn().map_err(|error| format!("{why}: {name} did not start ({error})."))?;
        let events = self.events.clone();
        // Somebody must wait for it, or it stays as a zombie.
        std::thread::spawn(move || {
            if let Some(how) = failed(child) {
                let why = format!("{why}: {name} ended with {how}. {then}");
                // The program may have ended meanwhile.
                let _gone = events.send(WorldEvent::NotOpened { purpose, why });
            }
        });
        Ok(())
    }
}

impl Opener for DesktopOpener {
    fn open(&mut self, what: &Openable, purpose: Option<Purpose>) -> Result<(), String> {
        let then = "Choose a default browser in your desktop’s settings, then try again.";
        self.start(OsStr::new(what.as_str()), purpose, "The address could not be opened".to_owned(), then)
    }

    fn open_calendar(&mut self, name: &str, calendar: &str) -> Result<(), String> {
        let file = write_new(&self.downloads, name, calendar)
            .map_err(|error| format!("The session could not be saved for your calendar, in {}: {error}.", self.downloads.display()))?;
        let then = "Open that file with your calendar program.";
        self.start(file.as_os_str(), None, format!("The session is saved as {}, which could not be opened", file.display()), then)
    }
}

/// Waits until the opener has ended; how, if it failed.
fn failed(mut child: Child) -> Option<String> {
    let begin = SystemClock.now().up;
    let status = child.wait().ok()?;
    (!status.success() && SystemClock.now().up < begin + FAILS_WITHIN).then(|| status.to_string())
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

impl DesktopClipboard {
    fn get(&mut self) -> Result<&mut arboard::Clipboard, arboard::Error> {
        match &mut self.0 {
            Some(clipboard) => Ok(clipboard),
            none => Ok(none.insert(arboard::Clipboard::new()?)),
        }
    }
}

impl Clipboard for DesktopClipboard {
    fn copy(&mut self, text: &str) -> Result<(), String> {
        let copied = self.get().and_then(|clipboard| clipboard.set_text(text));
        copied.map_err(|error| format!("The message could not be put on the clipboard ({error}). Press “Ask again” in the window and copy it from there."))
    }

    fn read(&mut self) -> Option<String> {
        self.get().and_then(arboard::Clipboard::get_text).ok()
    }
}
