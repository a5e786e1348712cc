//! Databases that are damaged, cut off, no databases at all, or of a newer program.
//! It never expects damage to be found where SQLite has no means to: its content has no sums.

use super::{Dice, copy, load, pair, row};
use rusqlite::Connection;
use sessionbell_agent::disk::Database;
use sessionbell_agent::ports::{Disk, Kept};
use sessionbell_core::store::Saved;
use std::io::{Seek, SeekFrom, Write};

/// A database with something of each kind, closed, as bytes.
fn sample() -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sessionbell.db");
    let mut disk = Database::new(path.clone());
    for number in 0..20 {
        disk.save(&pair(number)).unwrap();
    }
    disk.save(&[copy("a", 9_000)]).unwrap();
    drop(disk);
    std::fs::read(path).unwrap()
}

/// Loads `bytes`; whatever they are, the state can be saved and found afterwards. Answers what was loaded and said.
fn after_damage(bytes: &[u8], what: &str) -> (Saved, Option<String>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sessionbell.db");
    std::fs::write(&path, bytes).unwrap();
    let mut disk = Database::new(path.clone());
    let loaded = disk.load().unwrap_or_else(|fault| panic!("{what}: {fault}"));
    let (saved, note) = (loaded.saved, loaded.damage.map(|damage| damage.sentence.to_string()));
    let aside = folder.path().join("sessionbell.db.damaged-1");
    assert_eq!(note.is_some(), aside.exists(), "{what}: {note:?}");
    if let Some(note) = &note {
        assert!(note.contains(&aside.display().to_string()), "{what}: {note}");
        assert!(std::fs::metadata(&aside).unwrap().len() >= bytes.len() as u64, "{what}: what was there is kept");
    }
    disk.save(&pair(99)).unwrap_or_else(|fault| panic!("{what}: {fault}"));
    drop(disk);
    let (later, nothing_more) = load(&path);
    assert!(later.ledger.contains(&row(99)), "{what}");
    assert_eq!(nothing_more, None, "{what}");
    (saved, note)
}

#[test]
fn flipped_bits_never_keep_the_program_from_starting() {
    let whole = sample();
    let (original, _) = after_damage(&whole, "nothing");
    assert_eq!((original.ledger.len(), original.copies.len()), (20, 1));
    // The version says which program wrote the file; see the next test.
    let version = 60..64;
    let mut dice = Dice(11);
    let header = (0..100).map(|at| (at, 1_u8 << (at % 8)));
    let elsewhere: Vec<(usize, u8)> = (0..700).map(|_| (usize::try_from(dice.below(whole.len() as u64)).unwrap(), 1 << dice.below(8))).collect();
    let (mut aside, mut unharmed, mut salvaged) = (0, 0, 0);
    for (at, bit) in header.chain(elsewhere).filter(|(at, _)| !version.contains(at)) {
        let mut bytes = whole.clone();
        bytes[at] ^= bit;
        let (saved, note) = after_damage(&bytes, &format!("bit {bit:#04x} of byte {at}"));
        aside += usize::from(note.is_some());
        salvaged += usize::from(note.is_some() && saved.ledger == original.ledger);
        unharmed += usize::from(saved == original);
    }
    assert!(aside > 50 && unharmed > 50 && salvaged > 20, "set aside {aside}, of them with the whole ledger read {salvaged}, unharmed {unharmed}");
}

/// SQLite has no sums over its content, so this is found by reading alone.
#[test]
fn text_that_is_no_text_is_damage() {
    let mut bytes = sample();
    let mark = "feed/session–7".as_bytes();
    let places: Vec<usize> = (0..bytes.len() - mark.len()).filter(|at| bytes[*at..].starts_with(mark)).collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at] ^= 0x80;
    }
    assert!(after_damage(&bytes, "no UTF-8").1.is_some());
}

#[test]
fn files_that_are_no_whole_database() {
    let whole = sample();
    for keep in [2, 15, 16, 99, 100, 101, 512, 4_095, 4_096, 4_097, 8_192, whole.len() - 4_096] {
        assert!(after_damage(&whole[..keep], &format!("the first {keep} bytes")).1.is_some(), "{keep}");
    }
    assert!(after_damage(b"leads = [10]\n# not a database, but someone's notes\n", "text").1.is_some());
    assert!(after_damage(&[0; 8_192], "zeros").1.is_some());
    let mut version = whole.clone();
    version[60] ^= 0x80;
    assert!(after_damage(&version, "a version below zero").1.is_some());
    assert_eq!(after_damage(b"", "an empty file"), (Saved::default(), None));
    // A second damaged file does not replace the first.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sessionbell.db");
    for number in 1..=3 {
        std::fs::write(&path, format!("no database {number}")).unwrap();
        assert!(load(&path).1.is_some());
    }
    for number in 1..=3 {
        let kept = std::fs::read_to_string(folder.path().join(format!("sessionbell.db.damaged-{number}"))).unwrap();
        assert_eq!(kept, format!("no database {number}"));
    }
}

#[test]
fn damage_in_the_copies_costs_no_entry_of_the_ledger() {
    let mut bytes = sample();
    let (folder, fact) = (tempfile::tempdir().unwrap(), "feed/session–7".as_bytes());
    let path = folder.path().join("sessionbell.db");
    // The pages of the document alone are overwritten: they hold nothing but its letter.
    let document: Vec<usize> =
        bytes.chunks(4_096).enumerate().filter(|(_, page)| page.iter().filter(|byte| **byte == b'x').count() > 3_000).map(|(at, _)| at).collect();
    assert!(!document.is_empty() && bytes.windows(fact.len()).any(|part| part == fact));
    for page in document {
        bytes[page * 4_096..page * 4_096 + 40].fill(0xff);
    }
    std::fs::write(&path, &bytes).unwrap();
    let loaded = Database::new(path).load().unwrap();
    assert_eq!(loaded.saved.ledger.len(), 20);
    if let Some(damage) = loaded.damage {
        assert_eq!(damage.written, None, "nothing of the ledger is lost");
    }
}

#[test]
fn damage_found_while_saving_starts_afresh_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sessionbell.db");
    let mut disk = Database::new(path.clone());
    for number in 0..50 {
        disk.save(&pair(number)).unwrap();
    }
    drop(disk);
    let mut disk = Database::new(path.clone());
    assert!(disk.load().unwrap().damage.is_none());
    // More than SQLite keeps in memory, so that it has to look at the file again.
    disk.save(&[copy("a", 8 * 1024 * 1024)]).unwrap();
    // Somebody overwrites the file under the open connection: all but its first page.
    let size = std::fs::metadata(&path).unwrap().len();
    let mut file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
    file.seek(SeekFrom::Start(4_096)).unwrap();
    file.write_all(&vec![0xff; usize::try_from(size - 4_096).unwrap()]).unwrap();
    let mut kept = Kept::Beside;
    for number in 100..400 {
        kept = disk.save(&pair(number)).unwrap();
        if kept != Kept::Beside {
            let Kept::Afresh(damage) = &kept else { unreachable!() };
            assert!(damage.sentence.to_string().contains("damaged-1") && damage.written.is_some(), "{damage:?}");
            drop(disk);
            assert_eq!(load(&path).0.ledger, [row(number)], "what was to be saved is in the new file");
            break;
        }
    }
    assert_ne!(kept, Kept::Beside, "the damage was found");
}

/// SQLite would play a log that was left behind into whatever database it finds beside it.
#[test]
fn the_log_of_a_damaged_database_goes_with_it() {
    let (folder, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (path, other) = (folder.path().join("sessionbell.db"), elsewhere.path().join("sessionbell.db"));
    Database::new(other.clone()).save(&pair(1)).unwrap();
    // As a killed program leaves them: the last batch is in the log alone, and the log holds nothing else.
    let mut disk = Database::new(other);
    disk.save(&pair(2)).unwrap();
    let log = std::fs::read(elsewhere.path().join("sessionbell.db-wal")).unwrap();
    assert!(!log.is_empty());
    std::fs::write(folder.path().join("sessionbell.db-wal"), log).unwrap();
    std::fs::write(&path, [b'x'; 28_672]).unwrap();

    let mut fresh = Database::new(path.clone());
    let loaded = fresh.load().unwrap();
    assert_eq!((loaded.saved, loaded.damage.is_some()), (Saved::default(), true));
    fresh.save(&pair(3)).unwrap();
    drop(fresh);
    assert_eq!(load(&path).0.ledger, [row(3)]);
}

#[test]
fn a_newer_database_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sessionbell.db");
    Database::new(path.clone()).save(&pair(1)).unwrap();
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let before = std::fs::read(&path).unwrap();
    let mut disk = Database::new(path.clone());
    let fault = disk.load().unwrap_err();
    assert!(fault.to_string().contains("newer Sessionbell") && fault.to_string().contains("update"), "{fault}");
    assert_eq!(disk.save(&pair(2)).unwrap_err(), fault);
    drop(disk);
    assert_eq!(std::fs::read(&path).unwrap(), before);
    assert!(!folder.path().join("sessionbell.db.damaged-1").exists());
}
