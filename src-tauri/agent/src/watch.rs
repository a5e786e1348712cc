//! Reports when the settings file or the machine's time zone changes.
//! It never looks by itself: the system says when something changed.

use crate::ports::WorldEvent;
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use std::path::{Path, PathBuf};
use tokio::sync::mpsc::UnboundedSender;

/// Watches while it lives.
#[derive(Debug)]
pub struct Watch(#[expect(dead_code, reason = "dropping it ends the watch")] Option<RecommendedWatcher>);

/// Watches the settings file and, on Linux, the machine's time zone. Where that is not possible the program goes on
/// without: settings are then read at the next start.
#[must_use]
pub fn start(settings: &Path, events: UnboundedSender<WorldEvent>) -> Watch {
    let settings = settings.to_owned();
    // Editors replace the file, so its folder is watched; a file behind a link has a folder of its own.
    let target = std::fs::canonicalize(&settings).unwrap_or_else(|_| settings.clone());
    let zone_folder = PathBuf::from("/etc");
    let folders: Vec<PathBuf> = [settings.parent(), target.parent()].into_iter().flatten().map(Path::to_owned).collect();
    let report = move |event: notify::Result<Event>| {
        let Ok(event) = event else { return };
        if matches!(event.kind, EventKind::Access(_)) {
            return;
        }
        let touches = |name: &Path| event.paths.iter().any(|path| path == name);
        if touches(&settings) || touches(&target) {
            let _ended = events.send(WorldEvent::SettingsTouched);
        }
        if touches(Path::new("/etc/localtime")) || touches(Path::new("/etc/timezone")) {
            let _ended = events.send(WorldEvent::ZoneTouched);
        }
    };
    let mut watcher = match notify::recommended_watcher(report) {
        Ok(watcher) => watcher,
        Err(error) => {
            tracing::warn!(%error, "changes to the settings file will be seen at the next start");
            return Watch(None);
        }
    };
    let zone = cfg!(target_os = "linux").then_some(zone_folder);
    for folder in folders.into_iter().chain(zone) {
        if let Err(error) = watcher.watch(&folder, RecursiveMode::NonRecursive) {
            tracing::warn!(%error, "a folder cannot be watched");
        }
    }
    Watch(Some(watcher))
}
