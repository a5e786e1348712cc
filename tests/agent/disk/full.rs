//! Disks that are full or read-only: small file systems that only the test's own process sees.
//! It never fills a disk that anybody else uses.

use super::again::{must_pass, role, through};
use super::{FOLDER, copy, is_sound, load, pair, row};
use sessionbell_agent::disk::Database;
use sessionbell_agent::ports::{Disk, DiskFault, SettingsFile};
use sessionbell_agent::settings_file::TomlFile;
use sessionbell_core::store::Record;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Runs `test` with a file system of 1 MiB of its own in the folder that it finds named.
fn on_a_small_disk(test: &str) {
    let Some(way) = super::mounts::own() else {
        eprintln!("{test}: not shown here, since this system lets nobody mount");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let script = format!("mount -t tmpfs -o size=1m,mode=700 tmpfs {} && exec \"$0\" \"$@\"", folder.path().display());
    let program: Vec<&str> = way.iter().copied().chain(["sh", "-c", &script]).collect();
    let mut child = through(&program, test, "small disk");
    child.env(FOLDER, folder.path());
    must_pass(child);
}

fn small_disk() -> Option<PathBuf> {
    role().filter(|role| role == "small disk").map(|_| PathBuf::from(std::env::var(FOLDER).unwrap()))
}

/// Leaves no byte free.
fn fill(folder: &Path) -> PathBuf {
    let path = folder.join("filler");
    let mut filler = std::fs::File::create(&path).unwrap();
    for size in [65_536, 4_096, 1] {
        while filler.write_all(&vec![b'f'; size]).is_ok() {}
    }
    path
}

#[test]
fn a_full_disk_loses_nothing_that_was_saved() {
    on_a_small_disk("full::full_disk");
}

#[test]
fn full_disk() {
    let Some(folder) = small_disk() else { return };
    let (path, settings) = (folder.join("sessionbell.db"), folder.join("settings.toml"));
    let full = |fault: &DiskFault| {
        let fault = fault.to_string();
        assert!(fault.starts_with("The disk is full: ") && fault.contains("Free some space"), "{fault}");
    };
    let mut file = TomlFile(settings.clone());
    file.write("leads = [10]\n").unwrap();
    let mut disk = Database::new(path.clone());
    disk.save(&pair(1)).unwrap();
    let filler = fill(&folder);
    full(&disk.save(&[copy("a", 100_000)]).unwrap_err());
    full(&disk.save(&[copy("a", 100_000)]).unwrap_err());
    drop(disk);
    // Begun on a full disk: the program says what is wrong, and nobody takes that for damage.
    let mut late = Database::new(path.clone());
    match late.load() {
        Ok(loaded) => {
            assert_eq!((loaded.saved.ledger, loaded.damage), (vec![row(1)], None));
            loaded.fault.into_iter().for_each(|fault| full(&fault));
        }
        Err(fault) => full(&fault),
    }
    full(&file.write(&"# long\n".repeat(2_000)).unwrap_err());
    assert_eq!(file.read().unwrap().as_deref(), Some("leads = [10]\n"));

    std::fs::remove_file(filler).unwrap();
    late.save(&[copy("a", 100_000)]).unwrap();
    // A batch that does not fit, of which the first lines would.
    full(&late.save(&[Record::Ledger(row(2)), copy("big", 4 << 20)]).unwrap_err());
    late.save(&pair(3)).unwrap();
    drop(late);
    let (saved, note) = load(&path);
    assert_eq!((saved.ledger, saved.copies.len(), note), (vec![row(1), row(3)], 1, None));
    let names: BTreeSet<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert!(names.iter().all(|name| name.starts_with("sessionbell.db") || name == "settings.toml"), "left behind: {names:?}");
    assert!(is_sound(&path));
}

#[test]
fn a_read_only_disk_is_said() {
    on_a_small_disk("full::read_only_disk");
}

#[test]
fn read_only_disk() {
    let Some(folder) = small_disk() else { return };
    let (path, settings) = (folder.join("sessionbell.db"), folder.join("settings.toml"));
    let mount = |how: &str| assert!(std::process::Command::new("mount").args(["-o", how]).arg(&folder).status().unwrap().success());
    let mut file = TomlFile(settings);
    file.write("leads = [10]\n").unwrap();
    let mut before = Database::new(path.clone());
    before.save(&pair(1)).unwrap();
    // As after a crash: the one who wrote it did not tidy up, and the last batch is in the file beside it.
    let files = ["sessionbell.db", "sessionbell.db-wal"].map(|name| (folder.join(name), std::fs::read(folder.join(name)).unwrap()));
    assert!(!files[1].1.is_empty());
    drop(before);
    for (file, bytes) in files {
        std::fs::write(file, bytes).unwrap();
    }
    mount("remount,ro");
    let mut disk = Database::new(path.clone());
    // What is known still counts, and the file beside it too: that is where the last batch is.
    let loaded = disk.load().unwrap();
    assert_eq!(loaded.saved.ledger, [row(1)]);
    for fault in [loaded.fault.unwrap(), disk.save(&pair(2)).unwrap_err(), file.write("leads = []\n").unwrap_err()] {
        assert!(fault.to_string().contains("may not write there"), "{fault}");
    }
    assert_eq!(file.read().unwrap().as_deref(), Some("leads = [10]\n"));
    mount("remount,rw");
    disk.save(&pair(2)).unwrap();
    assert_eq!(load(&path).0.ledger, [row(1), row(2)]);
}
