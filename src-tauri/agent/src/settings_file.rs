//! Reads and writes the settings file.
//! It never judges its text: that is the core's.

use crate::files;
use crate::ports::{DiskFault, SettingsFile};
use sessionbell_core::engine::SAMPLE;
use std::path::PathBuf;

/// The settings file of this user.
#[derive(Clone, Debug)]
pub struct TomlFile(pub PathBuf);

impl SettingsFile for TomlFile {
    fn read(&mut self) -> Result<Option<String>, DiskFault> {
        files::text(&self.0)
    }

    fn write(&mut self, text: &str) -> Result<(), DiskFault> {
        files::replace(&self.0, text)
    }

    fn write_sample(&mut self, feed: &str) -> Result<(), DiskFault> {
        files::replace(&self.0.with_file_name(SAMPLE), feed)
    }
}
