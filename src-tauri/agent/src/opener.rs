//! Opens addresses with the person's own programs, and puts text on the clipboard.
//! It never takes a plain string to open: only what passed the checks of the core, and the file that it has just written.

use crate::clock::{Clock, SystemClock};
use crate::files::write_new;
use crate::ports::{Clipboard, Opener, WorldEvent};
use sessionbell_core::engine::Purpose;
use sessionbell_core::language::{Sentence, sentence};
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

    /// Starts the desktop's opener with one argument. What it was for is told if it fails; `why` has a gap for how.
    fn start(&self, what: &OsStr, purpose: Option<Purpose>, why: Sentence) -> Result<(), Sentence> {
        let mut command = program();
        command.arg(what).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        #[cfg(unix)]
        {
            use std::os::unix::process::CommandExt;
            // The browser must not end with this program.
            command.process_group(0);
        }
        let name = command.get_program().to_string_lossy().into_owned();
        let not_started = |error: std::io::Error| sentence("not-started").with("name", &*name).with("why", error.to_string());
        let child = command.spawn().map_err(|error| why.clone().with("how", not_started(error)))?;
        let events = self.events.clone();
        // Somebody must wait for it, or it stays as a zombie.
        std::thread::spawn(move || {
            if let Some(how) = failed(child) {
                let why = why.with("how", sentence("ended-badly").with("name", name).with("how", how));
                // The program may have ended meanwhile.
                let _gone = events.send(WorldEvent::NotOpened { purpose, why });
            }
        });
        Ok(())
    }
}

impl Opener for DesktopOpener {
    fn open(&mut self, what: &Openable, purpose: Option<Purpose>) -> Result<(), Sentence> {
        self.start(OsStr::new(what.as_str()), purpose, sentence("open-failed"))
    }

    fn open_calendar(&mut self, name: &str, calendar: &str) -> Result<(), Sentence> {
        let not_saved =
            |error: std::io::Error| sentence("calendar-not-saved").with("folder", self.downloads.display().to_string()).with("why", error.to_string());
        let file = write_new(&self.downloads, name, calendar).map_err(not_saved)?;
        self.start(file.as_os_str(), None, sentence("calendar-not-opened").with("file", file.display().to_string()))
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
    fn copy(&mut self, text: &str) -> Result<(), Sentence> {
        let copied = self.get().and_then(|clipboard| clipboard.set_text(text));
        copied.map_err(|error| sentence("not-copied").with("why", error.to_string()))
    }

    fn read(&mut self) -> Option<String> {
        self.get().and_then(arboard::Clipboard::get_text).ok()
    }
}
