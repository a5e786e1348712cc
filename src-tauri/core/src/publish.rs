//! Decides what is published of the sessions that posts announce: the feed, and the forms in which else people read it.
//! It never writes a file and never asks for the time.

mod chat;
mod diff;
mod event;
mod ics;
mod native;
mod page;
mod preview;

pub use chat::{Chat, chat};
pub use diff::{Difference, diff};
pub use ics::calendar;
pub use native::{NotMergeable, Publication, publish};
pub use page::page;
pub use preview::preview;

// This program's own properties of a feed, with its prefix (RFC 8984 section 3.3: vendor-specific properties).
use crate::feed::jscalendar::{JOIN, PREFIX, ROOMS, WANTED};
