//! Watching files through inotify, on the runtime that is there: no thread, and no wake-up for a file that is only read.
//! It never misses an editor's way of saving: the folders are watched, for what is written, moved and deleted in them.

use super::{Touched, Watched};
use rustix::fd::OwnedFd;
use rustix::fs::inotify::{CreateFlags, Reader, WatchFlags, add_watch, init};
use std::io;
use std::mem::MaybeUninit;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use tokio::io::unix::AsyncFd;
use tokio::sync::mpsc::UnboundedSender;
use tokio::task::JoinHandle;

/// Ends when it is dropped.
#[derive(Debug)]
pub(super) struct Watching(JoinHandle<()>);

impl Drop for Watching {
    fn drop(&mut self) {
        self.0.abort();
    }
}

pub(super) fn watch(files: Vec<Watched>, touched: UnboundedSender<Touched>) -> io::Result<Watching> {
    let inotify = init(CreateFlags::NONBLOCK | CreateFlags::CLOEXEC)?;
    let changes = WatchFlags::CLOSE_WRITE | WatchFlags::MOVED_TO | WatchFlags::MOVED_FROM | WatchFlags::DELETE | WatchFlags::CREATE;
    let mut folders: Vec<(i32, PathBuf)> = Vec::new();
    for folder in files.iter().filter_map(|(path, _)| path.parent()) {
        match add_watch(&inotify, folder, changes) {
            Ok(number) => folders.push((number, folder.to_owned())),
            Err(error) => tracing::warn!(%error, "a folder cannot be watched"),
        }
    }
    #[expect(deprecated, reason = "it is deprecated for types whose descriptor may change; an OwnedFd keeps its own")]
    let inotify = AsyncFd::new(inotify)?;
    Ok(Watching(tokio::spawn(async move {
        while let Ok(mut ready) = inotify.readable().await {
            if ready.try_io(|inotify| pass_on(inotify.get_ref(), &folders, &files, &touched)).is_ok_and(|read| read.is_err()) {
                return;
            }
        }
    })))
}

/// Reads what there is; “would block” when nothing is left.
fn pass_on(inotify: &OwnedFd, folders: &[(i32, PathBuf)], files: &[Watched], touched: &UnboundedSender<Touched>) -> io::Result<()> {
    let mut space = [MaybeUninit::uninit(); 4_096];
    let mut events = Reader::new(inotify, &mut space);
    loop {
        let event = events.next()?;
        let Some(name) = event.file_name().map(|name| Path::new(std::ffi::OsStr::from_bytes(name.to_bytes())).to_owned()) else { continue };
        let number = event.wd();
        for (_, folder) in folders.iter().filter(|(of, _)| *of == number) {
            let path = folder.join(&name);
            for (_, what) in files.iter().filter(|(file, _)| *file == path) {
                let _ended = touched.send(*what);
            }
        }
    }
}
