//! Decides what is published of the sessions that posts announce: the feed, and the forms in which else people read it.
//! It never writes a file and never asks for the time.

mod chat;
mod diff;
mod event;
mod ics;
mod invitation;
mod native;
mod page;
mod preview;
mod sample;

pub use chat::{Chat, chat};
pub use diff::{Difference, diff};
pub use ics::calendar;
pub use invitation::invitation;
pub use native::{NotMergeable, Publication, publish};
pub use page::page;
pub use preview::preview;
pub use sample::sample;

// This program's own properties of a feed, with its prefix (RFC 8984 section 3.3: vendor-specific properties).
use crate::feed::jscalendar::{JOIN, PREFIX, ROOMS, WANTED};
use serde_json::Value;

/// A text property; empty if there is none.
fn text<'a>(object: &'a Value, key: &str) -> &'a str {
    object.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// The people with the role of owner.
fn owners(entry: &Value) -> impl Iterator<Item = &Value> {
    entry.get("participants").and_then(Value::as_object).into_iter().flat_map(|people| people.values()).filter(|person| person["roles"]["owner"] == true)
}
