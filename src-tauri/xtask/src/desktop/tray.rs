//! The program's tray item, as a panel reaches it: StatusNotifierItem and com.canonical.dbusmenu.
//! It never presses what it has not read.

use super::{Desktop, PATIENCE};
use crate::command::wait;
use anyhow::{Context, Result};
use serde_json::Value;

/// The tray item of one process.
#[derive(Debug)]
pub struct Tray<'a> {
    desktop: &'a Desktop,
    name: String,
}

/// A line of the menu, with those inside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its number.
    pub id: i64,
    /// What it says; empty for a dividing line.
    pub label: String,
    /// Whether it can be pressed.
    pub enabled: bool,
    /// Lines inside it.
    pub inside: Vec<Entry>,
}

const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const ITEM: &str = "org.kde.StatusNotifierItem";

impl<'a> Tray<'a> {
    /// Waits until the process has registered its item with the tray host.
    ///
    /// # Errors
    /// It does not.
    pub fn of(desktop: &'a Desktop, process: u32) -> Result<Self> {
        let name = wait("the tray item on the bus", PATIENCE, || {
            let items = desktop.property(WATCHER, "/StatusNotifierWatcher", WATCHER, "RegisteredStatusNotifierItems").ok()?;
            let wanted = format!("{ITEM}-{process}-");
            items
                .as_array()?
                .iter()
                .filter_map(Value::as_str)
                .find_map(|item| item.contains(&wanted).then(|| item.split('/').next().unwrap_or(item).to_owned()))
        })?;
        Ok(Self { desktop, name })
    }

    /// What hovering says.
    ///
    /// # Errors
    /// The item does not answer.
    pub fn tooltip(&self) -> Result<String> {
        let tip = self.desktop.property(&self.name, "/StatusNotifierItem", ITEM, "ToolTip")?;
        Ok(tip.pointer("/3").or_else(|| tip.pointer("/0/3")).and_then(Value::as_str).unwrap_or_default().to_owned())
    }

    /// The left click.
    ///
    /// # Errors
    /// The item does not answer.
    pub fn click(&self) -> Result<()> {
        self.desktop.call(&self.name, "/StatusNotifierItem", ITEM, "Activate", &["ii", "10", "10"]).map(|_| ())
    }

    /// The menu, as the panel reads it.
    ///
    /// # Errors
    /// The item does not answer.
    pub fn menu(&self) -> Result<Vec<Entry>> {
        let layout = self.desktop.call(&self.name, "/MenuBar", "com.canonical.dbusmenu", "GetLayout", &["iias", "0", "-1", "0"])?;
        let root = layout.pointer("/data/1").context("the menu has no root")?;
        Ok(entry(root).inside)
    }

    /// Presses the first line that contains `label`, also inside other lines.
    ///
    /// # Errors
    /// There is no such line, or the item does not answer.
    pub fn press(&self, label: &str) -> Result<()> {
        let menu = self.menu()?;
        let found = find(&menu, label).with_context(|| format!("the menu has no “{label}”: {menu:#?}"))?;
        let id = found.id.to_string();
        self.desktop.call(&self.name, "/MenuBar", "com.canonical.dbusmenu", "Event", &["isvu", &id, "clicked", "i", "0", "0"]).map(|_| ())
    }
}

fn find<'a>(menu: &'a [Entry], label: &str) -> Option<&'a Entry> {
    menu.iter().find_map(|entry| if entry.enabled && entry.label.contains(label) { Some(entry) } else { find(&entry.inside, label) })
}

fn entry(raw: &Value) -> Entry {
    let property = |name: &str| raw.pointer(&format!("/1/{name}/data"));
    Entry {
        id: raw.pointer("/0").and_then(Value::as_i64).unwrap_or(0),
        // A single underscore marks a shortcut letter there.
        label: property("label").and_then(Value::as_str).unwrap_or_default().replace("__", "_"),
        enabled: property("enabled").and_then(Value::as_bool).unwrap_or(true),
        inside: raw
            .pointer("/2")
            .and_then(Value::as_array)
            .map_or(Vec::new(), |inside| inside.iter().map(|one| entry(one.get("data").unwrap_or(one))).collect()),
    }
}
