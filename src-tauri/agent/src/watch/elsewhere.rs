//! Watching files on systems other than Linux, through the `notify` crate.
//! It never reports a file that was only read.

use super::{Touched, Watched};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use std::path::Path;
use tokio::sync::mpsc::UnboundedSender;

pub(super) type Watching = RecommendedWatcher;

/// Editors replace a file, so its folder is watched.
pub(super) fn watch(files: Vec<Watched>, touched: UnboundedSender<Touched>) -> std::io::Result<Watching> {
    let folders: Vec<_> = files.iter().filter_map(|(path, _)| path.parent().map(Path::to_owned)).collect();
    let note = move |event: notify::Result<Event>| {
        let Ok(event) = event else { return };
        if matches!(event.kind, EventKind::Access(_)) {
            return;
        }
        for (_, what) in files.iter().filter(|(file, _)| event.paths.contains(file)) {
            let _ended = touched.send(*what);
        }
    };
    let mut watcher = notify::recommended_watcher(note).map_err(std::io::Error::other)?;
    for folder in folders {
        watcher.watch(&folder, RecursiveMode::NonRecursive).map_err(std::io::Error::other)?;
    }
    Ok(watcher)
}
