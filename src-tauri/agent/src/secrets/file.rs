//! Keeps links and keys in a file for this user alone (mode 0600).
//! It never prints what it keeps.

use crate::files;
use crate::ports::DiskFault;
use sessionbell_core::language::sentence;
use sessionbell_core::secret::Secret;
use std::collections::BTreeMap;
use std::fmt;
use std::io::ErrorKind;
use std::path::PathBuf;

/// Secrets by name, in one JSON file.
pub struct PrivateFile {
    path: PathBuf,
    /// What is in the file; `None` until it was read, and then nothing is written over it.
    kept: Option<BTreeMap<String, Secret>>,
}

impl PrivateFile {
    /// The file at `path`; it is read by [`Self::load`].
    #[must_use]
    pub fn new(path: PathBuf) -> Self {
        Self { path, kept: None }
    }
}

impl fmt::Debug for PrivateFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PrivateFile({} secrets)", self.kept.as_ref().map_or(0, BTreeMap::len))
    }
}

impl PrivateFile {
    /// Whether there is such a file.
    #[must_use]
    pub fn is_there(&self) -> bool {
        self.path.exists()
    }

    /// All of them.
    ///
    /// # Errors
    /// They cannot be read now.
    pub fn load(&mut self) -> Result<BTreeMap<String, Secret>, DiskFault> {
        let bytes = match std::fs::read(&self.path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(self.kept.insert(BTreeMap::new()).clone()),
            Err(error) => return Err(files::fault("done-read", &self.path, &error)),
        };
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // Somebody may have copied the file back from elsewhere.
            let _kept = std::fs::set_permissions(&self.path, std::fs::Permissions::from_mode(0o600));
        }
        match serde_json::from_slice(&bytes) {
            Ok(kept) => Ok(self.kept.insert(kept).clone()),
            Err(_) => {
                let aside = files::set_aside(&self.path).map_err(|error| files::fault("done-set-aside", &self.path, &error))?;
                self.kept = Some(BTreeMap::new());
                Err(DiskFault(sentence("secrets-damaged").with("file", aside.display().to_string())))
            }
        }
    }

    /// Keeps or, with `None`, forgets one.
    ///
    /// # Errors
    /// It is not kept.
    pub fn put(&mut self, name: &str, value: Option<&Secret>) -> Result<(), DiskFault> {
        if self.kept.is_none() {
            self.load()?;
        }
        let kept = self.kept.get_or_insert_default();
        match value {
            Some(value) => kept.insert(name.to_owned(), value.clone()),
            None => kept.remove(name),
        };
        files::replace(&self.path, &serde_json::to_string(kept).unwrap_or_default())
    }
}
