//! Keeps and loses the saved state on real file systems: kills its writer, flips its bits, fills its disk.
//! It never looks into the database except to check what the program itself will find.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/again.rs"]
mod again;
#[path = "disk/damage.rs"]
mod damage;
#[cfg(target_os = "linux")]
#[path = "disk/full.rs"]
mod full;
#[cfg(target_os = "linux")]
#[path = "support/mounts.rs"]
mod mounts;

use again::{again, must_pass, role, through};
use chrono::DateTime;
use rusqlite::Connection;
use sessionbell_agent::disk::{AgentLock, Database};
use sessionbell_agent::paths::Paths;
use sessionbell_agent::ports::{Disk, Loaded, SettingsFile};
use sessionbell_agent::secrets::PrivateFile;
use sessionbell_agent::settings_file::TomlFile;
use sessionbell_core::secret::Secret;
use sessionbell_core::session::FeedId;
use sessionbell_core::store::{LedgerRow, Record, Saved};
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::Stdio;

const FOLDER: &str = "SESSIONBELL_TEST_FOLDER";

fn row(number: u64) -> LedgerRow {
    let start = 1_617_105_600 + number.cast_signed();
    LedgerRow { session: format!("feed/session–{number}"), bell: "10".into(), start, due: start - 600, outcome: r#"{"state":"missed"}"#.into() }
}

fn fact(number: u64) -> Record {
    Record::Fact { kind: "number".into(), key: number.to_string(), value: Some("{}".into()) }
}

/// What one commit of the writer saves: both of it or neither.
fn pair(number: u64) -> [Record; 2] {
    [Record::Ledger(row(number)), fact(number)]
}

fn copy(feed: &str, size: usize) -> Record {
    Record::Copy { feed: FeedId(feed.into()), body: vec![b'x'; size], fetched: DateTime::from_timestamp(1_617_105_600, 0).unwrap() }
}

fn load(path: &Path) -> (Saved, Option<String>) {
    let loaded = Database::new(path.to_owned()).load().unwrap();
    (loaded.saved, loaded.damage.map(|damage| damage.sentence.to_string()))
}

fn is_sound(path: &Path) -> bool {
    Connection::open(path).unwrap().query_row("PRAGMA integrity_check", [], |row| row.get::<_, String>(0)).unwrap() == "ok"
}

#[test]
fn what_is_saved_is_loaded_and_what_is_forgotten_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sessionbell.db");
    let mut disk = Database::new(path.clone());
    assert_eq!(disk.load().unwrap(), Loaded::default());
    let records = [pair(2).as_slice(), &pair(1), &[copy("a", 3), copy("b", 0)]].concat();
    disk.save(&records).unwrap();
    let at = DateTime::from_timestamp(1_617_105_600, 0).unwrap();
    let all = Saved {
        ledger: vec![row(1), row(2)],
        copies: vec![(FeedId("a".into()), b"xxx".to_vec(), at), (FeedId("b".into()), Vec::new(), at)],
        facts: vec![("number".into(), "1".into(), "{}".into()), ("number".into(), "2".into(), "{}".into())],
    };
    assert_eq!(load(&path), (all, None));

    let moved = LedgerRow { start: 0, due: i64::MIN, outcome: "{}".into(), ..row(1) };
    disk.save(&[
        Record::Ledger(moved.clone()),
        Record::LedgerForget { session: row(2).session, bell: "10".into() },
        Record::LedgerForget { session: "nobody's".into(), bell: "snooze".into() },
        Record::CopyForget { feed: FeedId("a".into()) },
        Record::Fact { kind: "number".into(), key: "1".into(), value: None },
    ])
    .unwrap();
    let (saved, _) = load(&path);
    assert_eq!((saved.ledger, saved.copies.len(), saved.facts.len()), (vec![moved], 1, 1));
    disk.save(&[]).unwrap();
}

#[test]
fn the_database_is_as_durable_as_promised() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sessionbell.db");
    let mut disk = Database::new(path.clone());
    disk.save(&pair(1)).unwrap();
    let other = Connection::open(&path).unwrap();
    let pragma = |name: &str| other.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, String>(0)).unwrap();
    assert_eq!(pragma("journal_mode"), "wal");
    let strict: u32 =
        other.query_row("SELECT count(*) FROM pragma_table_list WHERE strict AND name IN ('ledger', 'copies', 'facts')", [], |row| row.get(0)).unwrap();
    assert_eq!(strict, 3);
    // A batch of which one line is refused leaves nothing of the others.
    other.execute_batch("CREATE TRIGGER refuse BEFORE INSERT ON facts WHEN new.key = '3' BEGIN SELECT RAISE(ABORT, 'no'); END").unwrap();
    let batch = [pair(2).as_slice(), &pair(3), &pair(4)].concat();
    assert!(disk.save(&batch).is_err());
    assert_eq!(load(&path).0.ledger, [row(1)]);
    other.execute_batch("DROP TRIGGER refuse").unwrap();
    disk.save(&batch).unwrap();
    assert_eq!(load(&path).0.ledger.len(), 4);
}

/// A sequence of numbers that is the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

#[test]
fn a_writer_killed_at_any_moment_loses_nothing_it_committed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sessionbell.db");
    let (mut committed, mut dice) = (BTreeSet::new(), Dice(7));
    for round in 0..60 {
        let mut child = again("killed_writer", "writer").env(FOLDER, folder.path()).stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        // Not read to its end yet: the rest is what it still said while it was being killed.
        let mut numbers = lines.map_while(Result::ok).filter_map(|line| line.strip_prefix("committed ").and_then(|number| number.parse::<u64>().ok()));
        committed.extend(numbers.by_ref().take(1 + usize::try_from(dice.below(25)).unwrap()));
        for _ in 0..dice.below(200_000) {
            std::hint::spin_loop();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        committed.extend(numbers);

        let (saved, note) = load(&path);
        assert_eq!(note, None, "round {round}");
        let rows: BTreeSet<u64> = saved.ledger.iter().map(|row| row.session.strip_prefix("feed/session–").unwrap().parse().unwrap()).collect();
        let facts: BTreeSet<u64> = saved.facts.iter().map(|(_, key, _)| key.parse().unwrap()).collect();
        assert_eq!(rows, facts, "round {round}: half a batch");
        assert!(committed.is_subset(&rows), "round {round}: lost {:?}", committed.difference(&rows));
        assert!(rows.len() - committed.len() <= round + 1, "round {round}: more than the commit that was not told");
        assert!(is_sound(&path), "round {round}");
    }
    assert!(committed.len() > 60);
}

#[test]
fn killed_writer() {
    if role().as_deref() != Some("writer") {
        return;
    }
    let path = PathBuf::from(std::env::var(FOLDER).unwrap()).join("sessionbell.db");
    let mut disk = Database::new(path);
    let first = disk.load().unwrap().saved.ledger.len() as u64;
    println!();
    for number in first.. {
        disk.save(&pair(number)).unwrap();
        let mut out = std::io::stdout().lock();
        writeln!(out, "committed {number}").unwrap();
        out.flush().unwrap();
    }
}

#[test]
fn one_agent_at_a_time() {
    let home = tempfile::tempdir().unwrap();
    let paths = Paths::under(home.path()).unwrap();
    let first = AgentLock::take(&paths).unwrap();
    assert!(first.is_some());
    assert!(AgentLock::take(&paths).unwrap().is_none());
    drop(first);

    let mut child = again("lock_holder", "holder").env(FOLDER, home.path()).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap() == "held"));
    assert!(AgentLock::take(&paths).unwrap().is_none());
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(AgentLock::take(&paths).unwrap().is_some());
}

#[test]
fn lock_holder() {
    if role().as_deref() != Some("holder") {
        return;
    }
    let paths = Paths::under(Path::new(&std::env::var(FOLDER).unwrap())).unwrap();
    let _lock = AgentLock::take(&paths).unwrap().unwrap();
    println!("\nheld");
    std::io::stdout().flush().unwrap();
    loop {
        std::thread::park();
    }
}

#[cfg(unix)]
#[test]
fn files_are_for_this_user_alone_whatever_the_umask() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = through(&["sh", "-c", "umask 000; exec \"$0\" \"$@\""], "careless_umask", "careless");
    child.env("SESSIONBELL_HOME", folder.path().join("a/home"));
    must_pass(child);
}

#[cfg(unix)]
#[test]
fn careless_umask() {
    use std::os::unix::fs::PermissionsExt;
    if role().as_deref() != Some("careless") {
        return;
    }
    let paths = Paths::find().unwrap();
    let mut disk = Database::new(paths.database());
    disk.save(&pair(1)).unwrap();
    let _lock = AgentLock::take(&paths).unwrap().unwrap();
    PrivateFile::new(paths.secrets_file()).put("a", Some(&Secret::new("b"))).unwrap();
    TomlFile(paths.settings_file()).write("leads = [10]\n").unwrap();
    let home = PathBuf::from(std::env::var("SESSIONBELL_HOME").unwrap());
    let (mut left, mut files) = (vec![home.parent().unwrap().to_owned()], BTreeSet::new());
    while let Some(path) = left.pop() {
        let about = std::fs::metadata(&path).unwrap();
        let expected = if about.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(about.permissions().mode() & 0o777, expected, "{}", path.display());
        if about.is_dir() {
            left.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else {
            files.insert(path.file_name().unwrap().to_str().unwrap().to_owned());
        }
    }
    let expected = ["agent.lock", "links.json", "sessionbell.db", "sessionbell.db-shm", "sessionbell.db-wal", "settings.toml"];
    assert_eq!(files.iter().map(String::as_str).collect::<Vec<_>>(), expected);
}
