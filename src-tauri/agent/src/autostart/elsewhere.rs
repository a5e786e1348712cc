//! The lists of macOS (a LaunchAgent) and Windows (the Run key).
//! It never touches any other entry.

use auto_launch::AutoLaunchBuilder;
use std::path::Path;

pub(super) fn set(program: &Path, on: bool) -> Result<(), String> {
    let mut builder = AutoLaunchBuilder::new();
    let entry = builder.set_app_name("sessionbell").set_app_path(&program.to_string_lossy()).set_args(&["--hidden"]).build();
    let change = entry.and_then(|entry| if on { entry.enable() } else { entry.disable() });
    change.map_err(|error| format!("{error}."))
}
