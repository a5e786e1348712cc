//! The lists of macOS (a LaunchAgent) and Windows (the Run key).
//! It never touches any other entry.

use auto_launch::{AutoLaunch, AutoLaunchBuilder};
use sessionbell_core::language::{Sentence, sentence};
use std::path::Path;

pub(super) fn is_set(program: &Path) -> Option<bool> {
    entry(program).and_then(|entry| entry.is_enabled()).ok()
}

fn entry(program: &Path) -> auto_launch::Result<AutoLaunch> {
    let mut builder = AutoLaunchBuilder::new();
    builder.set_app_name("sessionbell").set_app_path(&program.to_string_lossy()).set_args(&["--hidden"]).build()
}

pub(super) fn set(program: &Path, on: bool) -> Result<(), Sentence> {
    let change = entry(program).and_then(|entry| if on { entry.enable() } else { entry.disable() });
    change.map_err(|error| sentence("whole").with("why", error.to_string()))
}
