//! The XDG autostart entry (Desktop Application Autostart Specification 0.5).
//! It never looks at what a person may have added to the entry: switching on writes it anew.

use crate::files;
use directories::BaseDirs;
use sessionbell_core::language::{Sentence, sentence};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

fn folder() -> Option<PathBuf> {
    BaseDirs::new().map(|base| base.config_dir().join("autostart"))
}

const ENTRY: &str = "sessionbell.desktop";

pub(super) fn is_set(_program: &Path) -> Option<bool> {
    folder().map(|folder| folder.join(ENTRY).exists())
}

pub(super) fn set(program: &Path, on: bool) -> Result<(), Sentence> {
    let folder = folder().ok_or_else(|| sentence("no-home"))?;
    let entry = folder.join(ENTRY);
    if on {
        let text = text(program).ok_or_else(|| sentence("not-text").with("path", program.display().to_string()))?;
        fs::create_dir_all(&folder).map_err(|error| files::fault("done-made", &folder, &error).0)?;
        return files::replace(&entry, &text).map_err(|fault| fault.0);
    }
    match fs::remove_file(&entry) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(files::fault("done-removed", &entry, &error).0),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// `None` for a path that is not UTF-8, which an entry cannot hold.
fn text(program: &Path) -> Option<String> {
    let exec = quoted(program.to_str()?);
    Some(format!("[Desktop Entry]\nType=Application\nName=Sessionbell\nExec={exec} --hidden\nTerminal=false\nStartupNotify=false\n"))
}

/// One word of an `Exec` line: quoted, then escaped as every string is (Desktop Entry Specification 1.5, “The Exec key”).
fn quoted(word: &str) -> String {
    let mut out = String::from("\"");
    for mark in word.chars() {
        match mark {
            '"' | '`' | '$' => out.extend(['\\', '\\', mark]),
            '\\' => out.push_str(r"\\\\"),
            '%' => out.push_str("%%"),
            '\n' => out.push_str(r"\n"),
            '\t' => out.push_str(r"\t"),
            '\r' => out.push_str(r"\r"),
            other => out.push(other),
        }
    }
    out.push('"');
    out
}
