//! Decides what “now” is made of: a wall-clock instant, and the time since the machine was started.
//! It never asks for either; both are handed in.

use chrono::{DateTime, Utc};
use std::time::Duration;

/// One moment, read once and handed to everything that happens in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The wall clock. It may be stepped either way.
    pub wall: DateTime<Utc>,
    /// Time since the machine was started, suspend included. It never goes back and no clock step changes it.
    pub up: Duration,
}
