//! Knows which folders and files are the program's, and makes the folders for this user alone.
//! It never reads or writes a file.

use anyhow::{Context, Result};
use directories::{BaseDirs, ProjectDirs, UserDirs};
use std::path::{Path, PathBuf};

/// The program's folders. Each exists, with access for this user alone, once [`Paths::find`] has answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    data: PathBuf,
    config: PathBuf,
    logs: PathBuf,
    runtime: PathBuf,
    downloads: PathBuf,
}

impl Paths {
    /// The folders that the system names for this program, or those under `SESSIONBELL_HOME` if it is set.
    ///
    /// # Errors
    /// The system names no home for this user, or a folder cannot be made.
    pub fn find() -> Result<Self> {
        match std::env::var_os("SESSIONBELL_HOME") {
            Some(home) => Self::under(Path::new(&home)),
            None => {
                let project =
                    ProjectDirs::from("io.github", "sessionbell", "sessionbell").context("This user has no home folder to keep Sessionbell’s data in.")?;
                let base = BaseDirs::new().context("This user has no home folder.")?;
                let data = project.data_local_dir().to_owned();
                let runtime = base.runtime_dir().map_or_else(|| data.join("run"), |dir| dir.join("sessionbell"));
                let logs = project.state_dir().map_or_else(|| data.join("logs"), Path::to_owned);
                let user = UserDirs::new();
                let downloads = user.as_ref().and_then(UserDirs::download_dir).map_or_else(|| base.home_dir().to_owned(), Path::to_owned);
                Self { config: project.config_dir().to_owned(), logs, runtime, data, downloads }.made()
            }
        }
    }

    /// All folders under one.
    ///
    /// # Errors
    /// A folder cannot be made.
    pub fn under(home: &Path) -> Result<Self> {
        Self { data: home.join("data"), config: home.join("config"), logs: home.join("logs"), runtime: home.join("run"), downloads: home.join("downloads") }
            .made()
    }

    fn made(self) -> Result<Self> {
        for folder in [&self.data, &self.config, &self.logs, &self.runtime] {
            make_private(folder).with_context(|| format!("The folder {} cannot be made; check its place and permissions.", folder.display()))?;
        }
        Ok(self)
    }

    /// Where the saved state is.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.data.join("sessionbell.db")
    }

    /// Where received links are.
    #[must_use]
    pub fn secrets_file(&self) -> PathBuf {
        self.data.join("links.json")
    }

    /// The file whose lock the running agent holds.
    #[must_use]
    pub fn lock_file(&self) -> PathBuf {
        self.data.join("agent.lock")
    }

    /// Where the settings are.
    #[must_use]
    pub fn settings_file(&self) -> PathBuf {
        self.config.join("settings.toml")
    }

    /// Where the program's icon is kept, for notices.
    #[must_use]
    pub fn icon(&self) -> PathBuf {
        self.data.join("icon.png")
    }

    /// Where the bell's sound is kept.
    #[must_use]
    pub fn sound(&self) -> PathBuf {
        self.data.join("bell.wav")
    }

    /// Where files go that a person asked for.
    #[must_use]
    pub fn downloads(&self) -> &Path {
        &self.downloads
    }

    /// Where logs go.
    #[must_use]
    pub fn logs(&self) -> &Path {
        &self.logs
    }

    /// The socket of the running agent.
    #[must_use]
    pub fn door(&self) -> PathBuf {
        self.runtime.join("door.sock")
    }
}

/// Makes a folder and its parents; what is made, and the folder itself, is for this user alone, whatever the umask.
fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(folder)?.permissions().mode() & 0o777;
        if mode != 0o700 {
            // A read-only file system keeps its modes; what matters there was decided by its owner.
            let _kept = std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700));
        }
    }
    Ok(())
}
