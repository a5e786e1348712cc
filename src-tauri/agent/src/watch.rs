//! Reports when the settings file or the machine's time zone changes.
//! It never looks by itself: the system says when something changed.

#[cfg(not(target_os = "linux"))]
#[path = "watch/elsewhere.rs"]
mod system;
#[cfg(target_os = "linux")]
#[path = "watch/linux.rs"]
mod system;

use crate::ports::WorldEvent;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::timeout;

/// Saving a file takes several steps, and between them it may be empty or gone: a change is reported once nothing more
/// has happened for so long.
const SETTLED: Duration = Duration::from_millis(100);

/// What changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Touched {
    Settings,
    Zone,
}

/// Watches while it lives.
#[derive(Debug)]
pub struct Watch(#[expect(dead_code, reason = "dropping it ends the watch")] Option<system::Watching>);

/// A file that is watched, and what a change of it means.
type Watched = (PathBuf, Touched);

/// Watches the settings file and, on Linux, the machine's time zone. Where that is not possible the program goes on
/// without: settings are then read at the next start. Inside a tokio runtime.
#[must_use]
pub fn start(settings: &Path, events: UnboundedSender<WorldEvent>) -> Watch {
    // A file behind a link has a folder of its own.
    let target = std::fs::canonicalize(settings).unwrap_or_else(|_| settings.to_owned());
    let mut files: Vec<Watched> = vec![(settings.to_owned(), Touched::Settings), (target, Touched::Settings)];
    if cfg!(target_os = "linux") {
        files.extend(["/etc/localtime", "/etc/timezone"].map(|path| (PathBuf::from(path), Touched::Zone)));
    }
    let (touched, touches) = unbounded_channel();
    tokio::spawn(report(touches, events));
    match system::watch(files, touched) {
        Ok(watching) => Watch(Some(watching)),
        Err(error) => {
            tracing::warn!(%error, "changes to the settings file will be seen at the next start");
            Watch(None)
        }
    }
}

/// Passes on what was touched, each thing once, when it has settled. Ends with the watch.
async fn report(mut touches: UnboundedReceiver<Touched>, events: UnboundedSender<WorldEvent>) {
    while let Some(first) = touches.recv().await {
        let mut all = vec![first];
        while let Ok(Some(next)) = timeout(SETTLED, touches.recv()).await {
            if !all.contains(&next) {
                all.push(next);
            }
        }
        for touched in all {
            let _ended = events.send(match touched {
                Touched::Settings => WorldEvent::SettingsTouched,
                Touched::Zone => WorldEvent::ZoneTouched,
            });
        }
    }
}
