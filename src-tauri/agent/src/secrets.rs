//! Keeps received links in a file for this user alone (mode 0600).
//! It never prints what it keeps.

use crate::files;
use crate::ports::{DiskFault, Secrets};
use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

/// Secrets by name, in one JSON file.
pub struct PrivateFile {
    path: PathBuf,
    kept: BTreeMap<String, String>,
}

impl PrivateFile {
    /// The file at `path`; it is read by [`Secrets::load`].
    #[must_use]
    pub fn new(path: PathBuf) -> Self {
        Self { path, kept: BTreeMap::new() }
    }
}

impl fmt::Debug for PrivateFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PrivateFile({} secrets)", self.kept.len())
    }
}

impl Secrets for PrivateFile {
    fn load(&mut self) -> Result<BTreeMap<String, String>, DiskFault> {
        let Some(text) = files::text(&self.path)? else { return Ok(BTreeMap::new()) };
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // Somebody may have copied the file back from elsewhere.
            let _kept = std::fs::set_permissions(&self.path, std::fs::Permissions::from_mode(0o600));
        }
        match serde_json::from_str(&text) {
            Ok(kept) => {
                self.kept = kept;
                Ok(self.kept.clone())
            }
            Err(_) => {
                let aside = files::set_aside(&self.path).map_err(|error| files::fault("set aside", &self.path, &error))?;
                Err(DiskFault(format!("The file of received links was damaged; it is set aside as {}. Ask again for the links you need.", aside.display())))
            }
        }
    }

    fn put(&mut self, name: &str, value: Option<&str>) -> Result<(), DiskFault> {
        match value {
            Some(value) => self.kept.insert(name.to_owned(), value.to_owned()),
            None => self.kept.remove(name),
        };
        files::replace(&self.path, &serde_json::to_string(&self.kept).unwrap_or_default())
    }
}
