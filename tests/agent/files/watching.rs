//! What is seen of changes to the settings file, and what it costs while nothing changes.
//! It never depends on how long the system takes to say so.

use super::again::{again, role};
use sessionbell_agent::ports::{SettingsFile, WorldEvent};
use sessionbell_agent::settings_file::TomlFile;
use sessionbell_agent::watch;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

struct Watched {
    folder: tempfile::TempDir,
    world: UnboundedReceiver<WorldEvent>,
    _watch: watch::Watch,
}

impl Watched {
    fn new(prepare: impl FnOnce(&Path)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        prepare(folder.path());
        let (events, world) = unbounded_channel();
        let watch = watch::start(&folder.path().join("settings.toml"), events);
        Self { folder, world, _watch: watch }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Waits until the settings are said to have changed.
    async fn touched(&mut self, what: &str) {
        let event = tokio::time::timeout(Duration::from_secs(30), self.world.recv()).await.unwrap_or_else(|_| panic!("{what}: not seen"));
        assert!(matches!(event, Some(WorldEvent::SettingsTouched)), "{what}: {event:?}");
    }

    /// That nothing comes can only be seen by waiting for it.
    async fn quiet(&mut self, what: &str) {
        let event = tokio::time::timeout(Duration::from_millis(400), self.world.recv()).await;
        assert!(event.is_err(), "{what}: {event:?}");
    }
}

#[tokio::test]
async fn however_an_editor_saves_it_is_seen_once() {
    let mut watched = Watched::new(|folder| fs::write(folder.join("settings.toml"), "").unwrap());
    let path = watched.path("settings.toml");

    fs::write(watched.path("settings.toml~new"), "leads = [1]\n").unwrap();
    fs::rename(watched.path("settings.toml~new"), &path).unwrap();
    watched.touched("renamed over").await;
    watched.quiet("renamed over").await;

    fs::rename(&path, watched.path("settings.toml~")).unwrap();
    fs::write(&path, "leads = [2]\n").unwrap();
    watched.touched("backed up and written anew").await;
    watched.quiet("backed up and written anew").await;

    fs::remove_file(&path).unwrap();
    watched.touched("removed").await;
    TomlFile(path.clone()).write("leads = [3]\n").unwrap();
    watched.touched("written by the program").await;
    watched.quiet("written by the program").await;
}

/// An editor that empties the file first: whoever reads it at once would find no feeds.
#[tokio::test]
async fn a_file_written_in_place_is_not_reported_while_it_is_empty() {
    let mut watched = Watched::new(|folder| fs::write(folder.join("settings.toml"), "leads = [1]\n").unwrap());
    let path = watched.path("settings.toml");
    let mut file = fs::File::create(&path).unwrap();
    // The watch's thread has its say while the file is empty.
    tokio::time::sleep(Duration::from_millis(20)).await;
    file.write_all(b"leads = [2]\n").unwrap();
    drop(file);
    watched.touched("written in place").await;
    watched.quiet("written in place").await;
    assert_eq!(fs::read_to_string(&path).unwrap(), "leads = [2]\n");
}

#[tokio::test]
async fn what_is_beside_the_settings_is_nobodys_business() {
    let mut watched = Watched::new(|folder| fs::write(folder.join("settings.toml"), "leads = [1]\n").unwrap());
    fs::write(watched.path("settings.toml.swp"), "x").unwrap();
    fs::write(watched.path("other.toml"), "x").unwrap();
    fs::remove_file(watched.path("other.toml")).unwrap();
    assert!(fs::read_to_string(watched.path("settings.toml")).is_ok());
    watched.quiet("neighbours and reading").await;
}

#[tokio::test]
async fn a_settings_file_behind_a_link_is_seen() {
    let dotfiles = tempfile::tempdir().unwrap();
    let target = dotfiles.path().join("bell.toml");
    fs::write(&target, "").unwrap();
    let mut watched = Watched::new(|folder| symlink(&target, folder.join("settings.toml")).unwrap());
    fs::write(&target, "leads = [1]\n").unwrap();
    watched.touched("behind a link").await;
}

#[tokio::test]
async fn a_folder_that_cannot_be_watched_is_no_end() {
    let (events, _world) = unbounded_channel();
    let _watch = watch::start(Path::new("/nowhere/at/all/settings.toml"), events);
}

/// Counts how often the system let a thread of the process run again after it had waited.
#[cfg(target_os = "linux")]
fn wake_ups(process: u32) -> u64 {
    let tasks = fs::read_dir(format!("/proc/{process}/task")).unwrap();
    let statuses = tasks.map(|task| fs::read_to_string(task.unwrap().path().join("status")).unwrap());
    statuses.map(|status| status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:")).unwrap().trim().parse::<u64>().unwrap()).sum()
}

#[cfg(target_os = "linux")]
#[test]
fn nothing_wakes_up_while_nothing_changes() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("settings.toml"), "").unwrap();
    let mut child = again("watching::idle_watcher", "watcher").env("SESSIONBELL_HOME", folder.path()).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap() == "watching"));
    fs::write(folder.path().join("settings.toml"), "leads = [1]\n").unwrap();
    assert!(lines.any(|line| line.unwrap() == "touched"));
    let settled = || {
        let before = wake_ups(child.id());
        std::thread::sleep(Duration::from_millis(700));
        wake_ups(child.id()) - before
    };
    // The machine's own files may change once meanwhile; a timer would wake it every time.
    let calmest = (0..5).map(|_| settled()).min();
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(calmest, Some(0));
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn idle_watcher() {
    if role().as_deref() != Some("watcher") {
        return;
    }
    let (events, mut world) = unbounded_channel();
    let _watch = watch::start(&PathBuf::from(std::env::var("SESSIONBELL_HOME").unwrap()).join("settings.toml"), events);
    println!("\nwatching");
    loop {
        world.recv().await.unwrap();
        println!("touched");
    }
}
