//! Decides what the program knows and how a newly fetched feed changes it.
//! It never forgets on its own: the saved form of each change goes out as a [`Record`] for the disk.

pub mod record;

pub use record::{LedgerRow, Record, Saved};
