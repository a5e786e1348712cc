//! Checks the keyring against the real gnome-keyring on a bus of its own, and without one.
//! It never sees the keyring of whoever runs it.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![cfg(target_os = "linux")]

#[path = "support/again.rs"]
mod again;
#[path = "support/bus.rs"]
#[expect(dead_code, reason = "the bus alone is of use here")]
mod bus;

use again::{again, must_pass, role};
use bus::Bus;
use sessionbell_agent::ports::{Secrets, WorldEvent};
use sessionbell_agent::secrets::{DesktopSecrets, PrivateFile};
use sessionbell_core::secret::Secret;
use sessionbell_core::settings::SecretStore;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::timeout;

/// gnome-keyring with a store of its own; it ends with the test.
struct Keyring(Child);

impl Keyring {
    fn start(bus: &Bus, folder: &Path) -> Self {
        let mut command = Command::new("gnome-keyring-daemon");
        command.args(["--foreground", "--components=secrets", "--unlock"]).env("DBUS_SESSION_BUS_ADDRESS", &bus.address);
        command.env("HOME", folder).env("XDG_DATA_HOME", folder).env("XDG_RUNTIME_DIR", folder).env("XDG_CONFIG_HOME", folder);
        let mut process = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("gnome-keyring is installed");
        process.stdin.take().unwrap().write_all(b"of this test alone").unwrap();
        Self(process)
    }
}

impl Drop for Keyring {
    fn drop(&mut self) {
        let _ended = self.0.kill();
        let _status = self.0.wait();
    }
}

async fn next(world: &mut UnboundedReceiver<WorldEvent>) -> WorldEvent {
    timeout(Duration::from_secs(60), world.recv()).await.unwrap().unwrap()
}

async fn loaded(world: &mut UnboundedReceiver<WorldEvent>) -> Result<BTreeMap<String, Secret>, String> {
    match next(world).await {
        WorldEvent::Secrets(found) => found.map_err(|why| why.to_string()),
        other => panic!("{other:?}"),
    }
}

async fn kept(world: &mut UnboundedReceiver<WorldEvent>) -> Result<(), String> {
    match next(world).await {
        WorldEvent::SecretKept(kept) => kept.map_err(|why| why.to_string()),
        other => panic!("{other:?}"),
    }
}

fn map(pairs: &[(&str, &str)]) -> BTreeMap<String, Secret> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), Secret::new(*value))).collect()
}

#[test]
fn the_keyring_keeps_finds_and_forgets_and_takes_over_what_a_file_had() {
    let (bus, folder) = (Bus::start(), tempfile::tempdir().unwrap());
    let path = folder.path().join("links.json");
    PrivateFile::new(path.clone()).put("old", Some(&Secret::new("canary of the file"))).unwrap();
    let _keyring = Keyring::start(&bus, folder.path());
    let mut child = again("with_a_keyring", "keeper");
    must_pass_with(&mut child, &bus, &path);
    assert!(!std::fs::read_to_string(&path).unwrap().contains("canary"), "what moved over stands in no file");
    assert!(std::fs::read_dir(folder.path().join("keyrings")).unwrap().count() > 0);
}

#[test]
fn without_a_keyring_that_is_said_and_the_file_still_works() {
    let (bus, folder) = (Bus::start(), tempfile::tempdir().unwrap());
    let mut child = again("without_a_keyring", "keeper");
    must_pass_with(&mut child, &bus, &folder.path().join("links.json"));
}

fn must_pass_with(child: &mut Command, bus: &Bus, path: &Path) {
    child.env("DBUS_SESSION_BUS_ADDRESS", &bus.address).env("SESSIONBELL_TEST_NOTE", path);
    must_pass(std::mem::replace(child, Command::new("true")));
}

fn note() -> PathBuf {
    PathBuf::from(std::env::var("SESSIONBELL_TEST_NOTE").unwrap())
}

#[tokio::test]
async fn with_a_keyring() {
    if role().as_deref() != Some("keeper") {
        return;
    }
    let (events, mut world) = unbounded_channel();
    let mut secrets = DesktopSecrets::new(note(), events);
    let names = ["a", "b", "old", "never"].map(str::to_owned).to_vec();
    secrets.load(SecretStore::Keyring, names.clone());
    // The keyring may come up after the program: why there is nothing yet is said once, and then it is there.
    let mut found = loaded(&mut world).await;
    if found.is_err() {
        found = loaded(&mut world).await;
    }
    assert_eq!(found, Ok(map(&[("old", "canary of the file")])));
    for (name, value) in [("a", "https://zoom.us/j/1?pwd=ü"), ("b", "first"), ("b", "second")] {
        secrets.put(SecretStore::Keyring, name.to_owned(), Some(Secret::new(value)));
        assert_eq!(kept(&mut world).await, Ok(()));
    }
    secrets.put(SecretStore::Keyring, "never".to_owned(), None);
    assert_eq!(kept(&mut world).await, Ok(()), "what is not there is forgotten already");
    // Another start finds them.
    let (events, mut world) = unbounded_channel();
    let mut secrets = DesktopSecrets::new(note(), events);
    secrets.load(SecretStore::Keyring, names.clone());
    assert_eq!(loaded(&mut world).await, Ok(map(&[("a", "https://zoom.us/j/1?pwd=ü"), ("b", "second"), ("old", "canary of the file")])));
    for name in ["a", "old"] {
        secrets.put(SecretStore::Keyring, name.to_owned(), None);
        assert_eq!(kept(&mut world).await, Ok(()));
    }
    secrets.load(SecretStore::Keyring, names);
    assert_eq!(loaded(&mut world).await, Ok(map(&[("b", "second")])));
}

#[tokio::test]
async fn without_a_keyring() {
    if role().as_deref() != Some("keeper") {
        return;
    }
    let (events, mut world) = unbounded_channel();
    let mut secrets = DesktopSecrets::new(note(), events);
    secrets.put(SecretStore::Keyring, "a".to_owned(), Some(Secret::new("canary")));
    let why = kept(&mut world).await.unwrap_err();
    assert!(why.contains("kept only while Sessionbell runs") && !why.contains("canary"), "{why}");
    assert!(!note().exists(), "nothing stands in a file that nobody asked for");
    secrets.put(SecretStore::File, "a".to_owned(), Some(Secret::new("1")));
    assert_eq!(kept(&mut world).await, Ok(()));
    secrets.load(SecretStore::File, vec!["a".to_owned()]);
    assert_eq!(loaded(&mut world).await, Ok(map(&[("a", "1")])));
}
