//! What is seen of changes to the settings file, and what it costs while nothing changes.
//! It never depends on how long the system takes to say so: time is turned, and goes on only when nothing is left to do.

use super::again::{again, role};
use sessionbell_agent::ports::{SettingsFile, WorldEvent};
use sessionbell_agent::settings_file::TomlFile;
use sessionbell_agent::watch;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};
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

    /// Nothing is said for a day: the system has queued what it has to say by the time a call that changes a file returns.
    async fn quiet(&mut self, what: &str) {
        let event = tokio::time::timeout(Duration::from_secs(86_400), self.world.recv()).await;
        assert!(event.is_err(), "{what}: {event:?}");
    }
}

#[tokio::test(start_paused = true)]
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
#[tokio::test(start_paused = true)]
async fn a_file_written_in_place_is_not_reported_while_it_is_empty() {
    let mut watched = Watched::new(|folder| fs::write(folder.join("settings.toml"), "leads = [1]\n").unwrap());
    let path = watched.path("settings.toml");
    let mut file = fs::File::create(&path).unwrap();
    watched.quiet("emptied, and not yet written").await;
    file.write_all(b"leads = [2]\n").unwrap();
    drop(file);
    watched.touched("written in place").await;
    watched.quiet("written in place").await;
    assert_eq!(fs::read_to_string(&path).unwrap(), "leads = [2]\n");
}

#[tokio::test(start_paused = true)]
async fn what_is_beside_the_settings_is_nobodys_business() {
    let mut watched = Watched::new(|folder| fs::write(folder.join("settings.toml"), "leads = [1]\n").unwrap());
    fs::write(watched.path("settings.toml.swp"), "x").unwrap();
    fs::write(watched.path("other.toml"), "x").unwrap();
    fs::remove_file(watched.path("other.toml")).unwrap();
    assert!(fs::read_to_string(watched.path("settings.toml")).is_ok());
    watched.quiet("neighbours and reading").await;
}

#[tokio::test(start_paused = true)]
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

/// For how long each thread that waits for events does so at most, in milliseconds; −1 is for as long as nothing happens.
/// From `/proc/PID/task/TID/syscall`: the number of the call a thread waits in, then its arguments.
#[cfg(target_os = "linux")]
fn waits(process: u32) -> Vec<i32> {
    // epoll_wait and epoll_pwait of x86-64, epoll_pwait of the others.
    let waiting = if cfg!(target_arch = "x86_64") { ["232", "281"] } else { ["22", "22"] };
    let tasks = fs::read_dir(format!("/proc/{process}/task")).unwrap();
    let calls = tasks.map(|task| fs::read_to_string(task.unwrap().path().join("syscall")).unwrap());
    let waits = calls.filter_map(|call| {
        let words: Vec<&str> = call.split_whitespace().collect();
        waiting.contains(words.first()?).then(|| u64::from_str_radix(words[4].trim_start_matches("0x"), 16).unwrap() as i32)
    });
    waits.collect()
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
    let began = Instant::now();
    let waits = loop {
        let waits = waits(child.id());
        if !waits.is_empty() || began.elapsed() > Duration::from_secs(30) {
            break waits;
        }
        std::thread::yield_now();
    };
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(waits, [-1]);
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
