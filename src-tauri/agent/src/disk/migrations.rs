//! The database's forms, oldest first.
//! A form that was ever published is never changed: what is new is a further one.

use rusqlite_migration::{M, Migrations};

/// How many there are: the version of a database in the newest form.
pub(super) const NEWEST: u32 = 1;

pub(super) fn all() -> Migrations<'static> {
    Migrations::new(vec![M::up(
        "CREATE TABLE ledger (
            session TEXT NOT NULL, bell TEXT NOT NULL, start INTEGER NOT NULL, due INTEGER NOT NULL, outcome TEXT NOT NULL,
            PRIMARY KEY (session, bell)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE copies (feed TEXT PRIMARY KEY NOT NULL, body BLOB NOT NULL, fetched INTEGER NOT NULL) STRICT;
        CREATE TABLE facts (
            kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
            PRIMARY KEY (kind, key)
        ) STRICT, WITHOUT ROWID;",
    )])
}
