//! What Sessionbell shows: from the running program through its door, else from what it saved.
//! It never changes anything, and fetches nothing.

use crate::list::now;
use anyhow::Result;
use sessionbell_agent::clock::machine_zone;
use sessionbell_agent::disk::Database;
use sessionbell_agent::door::Visitor;
use sessionbell_agent::paths::Paths;
use sessionbell_agent::ports::{Disk, SettingsFile};
use sessionbell_agent::settings_file::TomlFile;
use sessionbell_agent::tzdata::machine_zones;
use sessionbell_core::action::WindowKind;
use sessionbell_core::engine::{Beginning, Engine};
use sessionbell_core::trouble::Surroundings;
use sessionbell_core::view::{Push, View};

/// What a window of Sessionbell would show now, and whether Sessionbell runs.
///
/// # Errors
/// It does not run, and what it saved cannot be read.
pub(crate) fn look(window: WindowKind) -> Result<(View, bool)> {
    let paths = Paths::find()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let door = paths.door();
    let from_agent = runtime.block_on(async {
        let (_visitor, mut pushes) = Visitor::knock(&door, Some(window)).await.ok()?;
        match pushes.recv().await? {
            Push::View { view } => Some(view),
            Push::Show { .. } | Push::Gone => None,
        }
    });
    if let Some(view) = from_agent {
        return Ok((view, true));
    }
    let saved = if paths.database().exists() { Database::new(paths.database()).load()?.saved } else { Default::default() };
    let settings_place = paths.settings_file().display().to_string();
    let zones = machine_zones();
    let around = Surroundings { zones, ..Surroundings::default() };
    let beginning = Beginning { saved, settings: TomlFile(paths.settings_file()).read()?, settings_place, around, ..Beginning::default() };
    let moment = now();
    let (mut engine, _) = Engine::new(beginning, machine_zone(zones), moment);
    // Nothing of it is performed: this only makes the plan.
    while engine.poll_effect().is_some() {}
    Ok((engine.view(window, moment), false))
}
