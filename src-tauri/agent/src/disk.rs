//! Keeps what the program knows in an SQLite database (WAL, `synchronous=FULL`), a batch at a time, and the lock of the
//! one agent. It never decides what is worth keeping, and never leaves half a batch.

mod migrations;

use crate::files;
use crate::paths::Paths;
use crate::ports::{Damage, Disk, DiskFault, Kept, Loaded};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, ErrorCode, OpenFlags, params};
use sessionbell_core::language::sentence;
use sessionbell_core::session::FeedId;
use sessionbell_core::store::{LedgerRow, Record, Saved};
use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The database of this user.
#[derive(Debug)]
pub struct Database {
    path: PathBuf,
    open: Option<Connection>,
}

/// Why a database is not used.
enum Unusable {
    /// Its bytes are wrong.
    Damaged,
    /// Anything else, as a sentence.
    Fault(DiskFault),
}

impl Database {
    /// The database at `path`; it is opened when it is first needed.
    #[must_use]
    pub fn new(path: PathBuf) -> Self {
        Self { path, open: None }
    }

    fn connection(&mut self) -> Result<(&mut Connection, Option<Lost>), DiskFault> {
        let (connection, lost) = match self.open.take() {
            Some(connection) => (connection, None),
            None => match open(&self.path) {
                Ok(connection) => (connection, None),
                Err(Unusable::Fault(fault)) => return Err(fault),
                Err(Unusable::Damaged) => self.afresh().map(|(connection, lost)| (connection, Some(lost)))?,
            },
        };
        Ok((self.open.insert(connection), lost))
    }

    /// Sets the damaged file aside and opens a new one; answers what could still be read.
    fn afresh(&mut self) -> Result<(Connection, Lost), DiskFault> {
        self.open = None;
        let written = last_written(&self.path);
        let aside = set_aside(&self.path).map_err(|error| files::fault("done-set-aside", &self.path, &error))?;
        let (saved, whole) = salvage(&aside);
        let damaged = sentence("disk-damaged").with("file", aside.display().to_string());
        let lost = Lost { saved, damage: Damage { sentence: damaged, written: written.filter(|_| !whole) } };
        match open(&self.path) {
            Ok(connection) => Ok((connection, lost)),
            Err(Unusable::Fault(fault)) => Err(fault),
            Err(Unusable::Damaged) => Err(DiskFault(sentence("disk-unsound").with("file", self.path.display().to_string()))),
        }
    }
}

/// What was left of a damaged file.
struct Lost {
    saved: Saved,
    damage: Damage,
}

impl Disk for Database {
    fn load(&mut self) -> Result<Loaded, DiskFault> {
        let path = self.path.clone();
        let from = |lost: Lost| Loaded { saved: lost.saved, damage: Some(lost.damage), fault: None };
        let (connection, lost) = match self.connection() {
            Ok(open) => open,
            // What rang must not ring again because nothing can be written.
            Err(fault) => return read_beside(&path).map(|saved| Loaded { saved, damage: None, fault: Some(fault.clone()) }).ok_or(fault),
        };
        if let Some(lost) = lost {
            return Ok(from(lost));
        }
        match read_all(connection) {
            Ok(saved) => Ok(Loaded { saved, ..Loaded::default() }),
            // The quick check looks at the structure alone; a text that is none is only found by reading it.
            Err(error) if is_damage(&error) => {
                let (connection, lost) = self.afresh()?;
                self.open = Some(connection);
                Ok(from(lost))
            }
            Err(error) => Err(fault("done-read", &path, &error)),
        }
    }

    fn save(&mut self, records: &[Record]) -> Result<Kept, DiskFault> {
        let path = self.path.clone();
        let (connection, lost) = self.connection()?;
        match write_all(connection, records) {
            Ok(()) => Ok(lost.map_or(Kept::Beside, |lost| Kept::Afresh(lost.damage))),
            Err(error) if lost.is_none() && is_damage(&error) => {
                let (mut connection, lost) = self.afresh()?;
                write_all(&mut connection, records).map_err(|error| fault("done-saved", &path, &error))?;
                self.open = Some(connection);
                Ok(Kept::Afresh(lost.damage))
            }
            Err(error) => {
                // The next batch starts from a connection of its own: a disk that is well again is found so.
                self.open = None;
                Err(fault("done-saved", &path, &error))
            }
        }
    }
}

/// When a database was last written: a batch goes into the file beside it first.
fn last_written(path: &Path) -> Option<DateTime<Utc>> {
    let beside = PathBuf::from(format!("{}-wal", path.display()));
    [path, beside.as_path()].into_iter().filter_map(|file| file.metadata().ok()?.modified().ok()).max().map(DateTime::from)
}

/// What can still be read of a damaged file, which is not changed; and whether that is all of the ledger.
fn salvage(path: &Path) -> (Saved, bool) {
    let mut saved = Saved::default();
    let Ok(connection) = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX) else { return (saved, false) };
    let ledger = read_ledger(&connection, &mut saved);
    // The rest helps where it can be read; documents are fetched again anyway.
    let _facts = read_facts(&connection, &mut saved);
    let _copies = read_copies(&connection, &mut saved);
    (saved, ledger.is_ok())
}

/// Reads a database where nothing can be written: from a copy, since SQLite cannot take the file beside it into account
/// without writing. `None` if there is none, or no place for a copy.
fn read_beside(path: &Path) -> Option<Saved> {
    let folder = tempfile::tempdir().ok()?;
    let copy = folder.path().join("copy.db");
    std::fs::copy(path, &copy).ok()?;
    let beside = PathBuf::from(format!("{}-wal", path.display()));
    if beside.exists() {
        std::fs::copy(beside, folder.path().join("copy.db-wal")).ok()?;
    }
    read_all(&open(&copy).ok()?).ok()
}

fn open(path: &Path) -> Result<Connection, Unusable> {
    let classify = |error: rusqlite::Error| if is_damage(&error) { Unusable::Damaged } else { Unusable::Fault(fault("done-opened", path, &error)) };
    make_private(path).map_err(|error| Unusable::Fault(files::fault("done-opened", path, &error)))?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags).map_err(classify)?;
    let prepare = |connection: &Connection| {
        connection.busy_timeout(Duration::from_secs(2))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0))
    };
    match prepare(&connection) {
        // The file was opened for writing above: if it is read-only all the same, its header asks for that, which is
        // never ours.
        Ok(verdict) if verdict == "ok" && !connection.is_readonly("main").map_err(classify)? => {}
        Ok(_) => return Err(Unusable::Damaged),
        Err(error) => return Err(classify(error)),
    }
    let version: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(classify)?;
    if version > migrations::NEWEST {
        return Err(Unusable::Fault(DiskFault(sentence("disk-newer").with("file", path.display().to_string()))));
    }
    migrations::all().to_latest(&mut connection).map_err(|error| match error {
        // A step that does not fit says more about the step than about the file.
        rusqlite_migration::Error::RusqliteError { err, .. } if !is_senseless(&err) => classify(err),
        other => Unusable::Fault(DiskFault(sentence("disk-not-updated").with("file", path.display().to_string()).with("why", other.to_string()))),
    })?;
    Ok(connection)
}

/// Whether the bytes themselves are wrong, rather than the disk or the moment.
fn is_damage(error: &rusqlite::Error) -> bool {
    use rusqlite::Error::{FromSqlConversionFailure, IntegralValueOutOfRange, InvalidColumnType, Utf8Error};
    is_senseless(error)
        || matches!(error, Utf8Error(..) | FromSqlConversionFailure(..) | InvalidColumnType(..) | IntegralValueOutOfRange(..))
        || matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
}

/// What is asked of the file while it is opened and read never changes: if SQLite makes no sense of that, the names and
/// statements inside the file are what is wrong.
fn is_senseless(error: &rusqlite::Error) -> bool {
    matches!(error, rusqlite::Error::SqlInputError { .. }) || error.sqlite_error().is_some_and(|error| error.extended_code == rusqlite::ffi::SQLITE_ERROR)
}

/// The file exists afterwards and is for this user alone; SQLite gives its companions the same mode.
fn make_private(path: &Path) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
        options.mode(0o600);
        let file = options.open(path)?;
        if file.metadata()?.permissions().mode() & 0o777 != 0o600 {
            file.set_permissions(std::fs::Permissions::from_mode(0o600))?;
        }
    }
    #[cfg(not(unix))]
    options.open(path)?;
    Ok(())
}

fn set_aside(path: &Path) -> std::io::Result<PathBuf> {
    let aside = files::set_aside(path)?;
    for companion in ["-wal", "-shm"] {
        let beside = PathBuf::from(format!("{}{companion}", path.display()));
        if beside.exists() {
            std::fs::rename(&beside, format!("{}{companion}", aside.display()))?;
        }
    }
    Ok(aside)
}

fn fault(done: &'static str, path: &Path, error: &rusqlite::Error) -> DiskFault {
    let kind = match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => std::io::ErrorKind::StorageFull,
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => std::io::ErrorKind::PermissionDenied,
        Some(_) | None => return files::fault(done, path, &std::io::Error::other(error.to_string())),
    };
    files::fault(done, path, &std::io::Error::from(kind))
}

fn read_all(connection: &Connection) -> rusqlite::Result<Saved> {
    let mut saved = Saved::default();
    read_ledger(connection, &mut saved)?;
    read_copies(connection, &mut saved)?;
    read_facts(connection, &mut saved)?;
    Ok(saved)
}

fn read_ledger(connection: &Connection, saved: &mut Saved) -> rusqlite::Result<()> {
    let mut ledger = connection.prepare("SELECT session, bell, start, due, outcome FROM ledger ORDER BY session, bell")?;
    for row in
        ledger.query_map([], |row| Ok(LedgerRow { session: row.get(0)?, bell: row.get(1)?, start: row.get(2)?, due: row.get(3)?, outcome: row.get(4)? }))?
    {
        saved.ledger.push(row?);
    }
    Ok(())
}

fn read_copies(connection: &Connection, saved: &mut Saved) -> rusqlite::Result<()> {
    let mut copies = connection.prepare("SELECT feed, body, fetched FROM copies ORDER BY feed")?;
    for row in copies.query_map([], |row| Ok((FeedId(row.get::<_, String>(0)?.into()), row.get(1)?, row.get::<_, i64>(2)?)))? {
        let (feed, body, fetched) = row?;
        saved.copies.push((feed, body, DateTime::from_timestamp(fetched, 0).unwrap_or_default()));
    }
    Ok(())
}

fn read_facts(connection: &Connection, saved: &mut Saved) -> rusqlite::Result<()> {
    let mut facts = connection.prepare("SELECT kind, key, value FROM facts ORDER BY kind, key")?;
    for row in facts.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))? {
        saved.facts.push(row?);
    }
    Ok(())
}

fn write_all(connection: &mut Connection, records: &[Record]) -> rusqlite::Result<()> {
    let batch = connection.transaction()?;
    for record in records {
        match record {
            Record::Ledger(row) => batch
                .prepare_cached("INSERT OR REPLACE INTO ledger (session, bell, start, due, outcome) VALUES (?1, ?2, ?3, ?4, ?5)")?
                .execute(params![row.session, row.bell, row.start, row.due, row.outcome])?,
            Record::LedgerForget { session, bell } => {
                batch.prepare_cached("DELETE FROM ledger WHERE session = ?1 AND bell = ?2")?.execute(params![session, bell])?
            }
            Record::Copy { feed, body, fetched } => batch
                .prepare_cached("INSERT OR REPLACE INTO copies (feed, body, fetched) VALUES (?1, ?2, ?3)")?
                .execute(params![feed.0, body, fetched.timestamp()])?,
            Record::CopyForget { feed } => batch.prepare_cached("DELETE FROM copies WHERE feed = ?1")?.execute([&feed.0])?,
            Record::Fact { kind, key, value: Some(value) } => {
                batch.prepare_cached("INSERT OR REPLACE INTO facts (kind, key, value) VALUES (?1, ?2, ?3)")?.execute(params![kind, key, value])?
            }
            Record::Fact { kind, key, value: None } => batch.prepare_cached("DELETE FROM facts WHERE kind = ?1 AND key = ?2")?.execute(params![kind, key])?,
        };
    }
    batch.commit()
}

/// Held by the one agent of this user; the system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub struct AgentLock(#[expect(dead_code, reason = "the lock is the open file")] File);

impl AgentLock {
    /// Takes the lock; `None` if another agent has it.
    ///
    /// # Errors
    /// The lock file cannot be made.
    pub fn take(paths: &Paths) -> std::io::Result<Option<Self>> {
        let path = paths.lock_file();
        make_private(&path)?;
        let file = OpenOptions::new().write(true).open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self(file))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How durable a commit is belongs to the connection: another one cannot ask for it.
    #[test]
    fn the_connection_is_as_durable_as_promised() {
        let folder = tempfile::tempdir().unwrap();
        let mut database = Database::new(folder.path().join("sessionbell.db"));
        let (connection, lost) = database.connection().unwrap();
        assert!(lost.is_none());
        let synchronous: u32 = connection.pragma_query_value(None, "synchronous", |row| row.get(0)).unwrap();
        let journal: String = connection.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
        let version: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
        // 2 is FULL.
        assert_eq!((synchronous, journal.as_str(), version), (2, "wal", migrations::NEWEST));
    }

    #[test]
    fn every_form_follows_from_the_one_before() {
        migrations::all().validate().unwrap();
    }
}
