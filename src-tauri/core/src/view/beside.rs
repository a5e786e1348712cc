//! Decides what the windows see beside the sessions themselves: the next one's clocks, feeds, changes, what was missed.
//! It never holds an address that could be opened.

use super::Millis;
use crate::session::{FeedId, SessionKey};
use serde::{Deserialize, Serialize};

/// A change of a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ChangeView {
    /// Of which session; it may be gone from its feed.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub key: SessionKey,
    /// When it was seen.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub at: Millis,
    /// In words: “Moved to 13:00: Standup”.
    pub words: String,
    /// What more there is to say: “was 17:00”; may be empty.
    pub more: String,
}

/// A feed, as the list's filter has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct FeedChip {
    /// Which.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub id: FeedId,
    /// What it is called.
    pub title: String,
}

/// The session on top.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct NextView {
    /// Which.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub session: SessionKey,
    /// Its time in the zones that matter: the host's, the person's, those added.
    pub zones: Vec<ZoneLine>,
}

/// A session's time in one zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ZoneLine {
    /// The city.
    pub city: String,
    /// Whether it is the person's own.
    pub you: bool,
    /// The start there, written as set: `14:30`.
    pub time: String,
    /// Minutes from midnight there to the start, 0 to 1,439.
    pub minute: u16,
    /// Days between the person's calendar day and this zone's, −1 to 1.
    pub day: i8,
    /// Length in minutes, for the strip.
    pub length: u32,
}

/// A session whose reminder came too late.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct MissedView {
    /// Which.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub key: SessionKey,
    /// Topic.
    pub title: String,
    /// Start.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub starts: Millis,
    /// The person's calendar day of the start.
    pub day: String,
    /// The start on the person's clock.
    pub time: String,
}
