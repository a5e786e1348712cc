//! Replaces small files so that a reader finds the old text or the new one, and nobody else finds either.
//! It never leaves half a file.

use crate::ports::DiskFault;
use sessionbell_core::language::sentence;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Replaces `path` by `text`: temporary file beside it, fsync, rename, fsync of the folder. Mode 0600.
/// A symbolic link stays one; what it leads to is replaced, or made if it is not there.
pub(crate) fn replace(path: &Path, text: &str) -> Result<(), DiskFault> {
    let dangling = || std::fs::read_link(path).map(|to| path.parent().unwrap_or(Path::new(".")).join(to));
    let target = std::fs::canonicalize(path).or_else(|_| dangling()).unwrap_or_else(|_| path.to_owned());
    write(&target, text).map_err(|error| fault("done-saved", &target, &error))
}

fn write(target: &Path, text: &str) -> std::io::Result<()> {
    let folder = target.parent().unwrap_or(Path::new("."));
    // tempfile makes its files with mode 0600, whatever the umask.
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(target).map_err(|error| error.error)?;
    #[cfg(unix)]
    std::fs::File::open(folder)?.sync_all()?;
    Ok(())
}

/// The text of a file; `None` if there is none.
pub(crate) fn text(path: &Path) -> Result<Option<String>, DiskFault> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(fault("done-read", path, &error)),
    }
}

/// Moves a damaged file out of the way, beside itself; answers its new name.
pub(crate) fn set_aside(path: &Path) -> std::io::Result<PathBuf> {
    let spelled = |number: u32| PathBuf::from(format!("{}.damaged-{number}", path.display()));
    let free = (1..10_000).map(spelled).find(|other| !other.exists()).unwrap_or_else(|| spelled(10_000));
    std::fs::rename(path, &free)?;
    Ok(free)
}

/// A sentence that a person can act on; `done` is what was not done with the file, as the catalogue has it.
pub(crate) fn fault(done: &'static str, path: &Path, error: &std::io::Error) -> DiskFault {
    let fault = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => sentence("disk-full"),
        ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => sentence("disk-forbidden"),
        _ => sentence("disk-failed").with("why", error.to_string()),
    };
    DiskFault(fault.with("place", path.display().to_string()).with("done", sentence(done)))
}

/// Keeps these bytes in a file; nothing is written where it has them already.
pub(crate) fn keep(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if std::fs::read(path).is_ok_and(|kept| kept == bytes) { Ok(()) } else { std::fs::write(path, bytes) }
}

/// Writes a calendar into a folder, under a name that nothing there has; answers where.
pub(crate) fn write_new(folder: &Path, name: &str, calendar: &str) -> std::io::Result<PathBuf> {
    std::fs::create_dir_all(folder)?;
    let mut number = 1;
    loop {
        let path = folder.join(if number == 1 { format!("{name}.ics") } else { format!("{name} ({number}).ics") });
        match std::fs::File::create_new(&path) {
            Ok(mut file) => return file.write_all(calendar.as_bytes()).map(|()| path),
            Err(error) if error.kind() == ErrorKind::AlreadyExists && number < 1000 => number += 1,
            Err(error) => return Err(error),
        }
    }
}
