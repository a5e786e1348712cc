//! Reads what publishers hand in and writes what they get, whole or not at all.
//! It never leaves half a file, and never writes a file that would stay the same.

use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// Longest file that is read, in bytes.
const LONGEST: u64 = 64 * 1024 * 1024;

/// The bytes of a file; of a longer one as many as are read.
///
/// # Errors
/// It cannot be read.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>> {
    use std::io::Read;
    let cannot = || format!("{} cannot be read", path.display());
    let mut bytes = Vec::new();
    std::fs::File::open(path).with_context(cannot)?.take(LONGEST).read_to_end(&mut bytes).with_context(cannot)?;
    Ok(bytes)
}

/// The text of a file that may not be there.
///
/// # Errors
/// It is there and cannot be read.
pub(crate) fn read_if_there(path: &Path) -> Result<Option<String>> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("{} cannot be read", path.display())),
    }
}

/// Replaces a file by way of one beside it. Everybody may read it: it is published.
///
/// # Errors
/// It cannot be written.
pub(crate) fn write(path: &Path, text: &str) -> Result<()> {
    if read_if_there(path).is_ok_and(|old| old.as_deref() == Some(text)) {
        return Ok(());
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    let beside: PathBuf = path.with_file_name(name);
    let written = std::fs::write(&beside, text).and_then(|()| std::fs::rename(&beside, path));
    if written.is_err() {
        // The first error is the one to tell.
        let _ = std::fs::remove_file(&beside);
    }
    written.with_context(|| format!("{} cannot be written", path.display()))
}
