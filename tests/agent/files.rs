//! Checks the ports that keep small files, watch them, open addresses and enter the program into what starts at login.
//! It never opens a browser and never touches this user's own folders.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![cfg(unix)]

#[path = "support/again.rs"]
mod again;
#[cfg(target_os = "linux")]
#[path = "files/autostart.rs"]
mod autostart;
#[path = "files/opening.rs"]
mod opening;
#[path = "files/playing.rs"]
mod playing;
#[path = "files/watching.rs"]
mod watching;

use sessionbell_agent::paths::Paths;
use sessionbell_agent::ports::SettingsFile;
use sessionbell_agent::secrets::PrivateFile;
use sessionbell_agent::settings_file::TomlFile;
use sessionbell_core::secret::Secret;
use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn map(pairs: &[(&str, &str)]) -> BTreeMap<String, Secret> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), Secret::new(*value))).collect()
}

#[test]
fn secrets_are_kept_forgotten_and_never_printed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("links.json");
    let mut secrets = PrivateFile::new(path.clone());
    assert_eq!(secrets.load().unwrap(), map(&[]));
    secrets.put("a", Some(&Secret::new("https://zoom.us/j/1?pwd=canary"))).unwrap();
    secrets.put("b", Some(&Secret::new("two\n“lines”"))).unwrap();
    assert!(!format!("{secrets:?}").contains("canary"));
    assert_eq!(mode(&path), 0o600);
    // Somebody copied it back from elsewhere.
    fs::set_permissions(&path, Permissions::from_mode(0o644)).unwrap();
    let mut later = PrivateFile::new(path.clone());
    assert_eq!(later.load().unwrap(), map(&[("a", "https://zoom.us/j/1?pwd=canary"), ("b", "two\n“lines”")]));
    assert_eq!(mode(&path), 0o600);
    later.put("a", None).unwrap();
    assert_eq!(PrivateFile::new(path.clone()).load().unwrap(), map(&[("b", "two\n“lines”")]));
    assert!(!fs::read_to_string(&path).unwrap().contains("canary"));
    assert_eq!(names(folder.path()), ["links.json"]);
}

#[test]
fn a_damaged_file_of_secrets_is_set_aside() {
    for bytes in [&b"{\"a\":"[..], b"[1]", b"", b"{\"a\":\"\xff\"}", b"\xff\xfe"] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("links.json");
        fs::write(&path, bytes).unwrap();
        let mut secrets = PrivateFile::new(path.clone());
        let fault = secrets.load().unwrap_err();
        assert!(fault.to_string().contains("set aside") && fault.to_string().contains("links.json.damaged-1"), "{fault}");
        secrets.put("b", Some(&Secret::new("2"))).unwrap();
        assert_eq!(PrivateFile::new(path).load().unwrap(), map(&[("b", "2")]));
        assert_eq!(fs::read(folder.path().join("links.json.damaged-1")).unwrap(), bytes);
    }
}

#[test]
fn secrets_that_could_not_be_read_are_not_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("links.json");
    // What no user can read, not even root: a link that leads to itself.
    symlink(&path, &path).unwrap();
    let mut secrets = PrivateFile::new(path.clone());
    assert!(secrets.load().is_err());
    assert!(secrets.put("b", Some(&Secret::new("2"))).is_err());
    fs::remove_file(&path).unwrap();
    fs::write(&path, r#"{"a":"1"}"#).unwrap();
    secrets.put("b", Some(&Secret::new("2"))).unwrap();
    assert_eq!(PrivateFile::new(path).load().unwrap(), map(&[("a", "1"), ("b", "2")]));
}

#[test]
fn settings_are_replaced_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.toml");
    let mut file = TomlFile(path.clone());
    assert_eq!(file.read().unwrap(), None);
    let texts = ["# a\n".repeat(20_000), "# b\n".repeat(30_000)];
    file.write(&texts[0]).unwrap();
    assert_eq!(mode(&path), 0o600);
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            while !over.load(Ordering::SeqCst) {
                let text = fs::read_to_string(&path).unwrap();
                assert!(texts.contains(&text), "{} bytes", text.len());
            }
        });
        for number in 0..200 {
            file.write(&texts[number % 2]).unwrap();
        }
        over.store(true, Ordering::SeqCst);
        reader.join().unwrap();
    });
    assert_eq!(names(folder.path()), ["settings.toml"]);
}

#[test]
fn a_linked_settings_file_stays_a_link() {
    let (dotfiles, config) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (target, link) = (dotfiles.path().join("bell.toml"), config.path().join("settings.toml"));
    fs::write(&target, "").unwrap();
    symlink(&target, &link).unwrap();
    TomlFile(link.clone()).write("leads = [5]\n").unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&target).unwrap(), "leads = [5]\n");
}

#[test]
fn a_settings_file_that_cannot_be_replaced_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let mut missing = TomlFile(folder.path().join("gone/settings.toml"));
    assert!(missing.write("").unwrap_err().to_string().contains("could not be saved"));
    let path = folder.path().join("settings.toml");
    fs::write(&path, b"name = \"\xff\"").unwrap();
    assert!(TomlFile(path.clone()).read().unwrap_err().to_string().contains("could not be read"));
    assert_eq!(fs::read(path).unwrap(), b"name = \"\xff\"");
}

#[test]
fn folders_under_one_home() {
    let home = tempfile::tempdir().unwrap();
    let paths = Paths::under(home.path()).unwrap();
    for path in [paths.database(), paths.secrets_file(), paths.lock_file(), paths.settings_file(), paths.door()] {
        assert!(path.starts_with(home.path()) && !path.exists());
        assert_eq!(mode(path.parent().unwrap()), 0o700, "{}", path.display());
    }
    fs::set_permissions(paths.logs(), Permissions::from_mode(0o755)).unwrap();
    assert_eq!(Paths::under(home.path()).unwrap(), paths);
    assert_eq!(mode(paths.logs()), 0o700);
    let blocked = home.path().join("file");
    fs::write(&blocked, "").unwrap();
    let fault = Paths::under(&blocked).unwrap_err().to_string();
    assert!(fault.contains("cannot be made") && fault.contains("file/"), "{fault}");
}
