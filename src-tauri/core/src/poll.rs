//! Decides when a feed is fetched next, and what an answer means for that.
//! It never fetches: answers come in as values, the next time goes out as one.

use crate::session::FeedId;
use crate::settings::FeedAddress;
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

/// What the origin said about its copy, byte for byte (RFC 9110 section 8.8).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validators {
    /// `ETag`, sent back as `If-None-Match`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// `Last-Modified`, sent back as `If-Modified-Since`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<String>,
}

/// One request to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchRequest {
    /// For which feed.
    pub feed: FeedId,
    /// Where.
    pub address: FeedAddress,
    /// What is known of the copy at hand; empty without a copy.
    pub validators: Validators,
    /// Most bytes of the decoded body.
    pub most_bytes: usize,
}

/// What came of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchAnswer {
    /// For which feed.
    pub feed: FeedId,
    /// The address that was asked; an answer for an address since changed is dropped.
    pub address: FeedAddress,
    /// The answer itself.
    pub kind: AnswerKind,
    /// `max-age` of `Cache-Control` (RFC 9111 section 5.2.2.1).
    pub max_age: Option<Duration>,
    /// `Retry-After` (RFC 9110 section 10.2.3).
    pub retry_after: Option<RetryAfter>,
    /// `Date` (RFC 9110 section 6.6.1), with the moment of this machine at which the answer came.
    pub date: Option<DateTime<Utc>>,
    /// Where a chain of permanent redirects (301, 308) alone led.
    pub moved_to: Option<FeedAddress>,
}

/// The kinds of answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnswerKind {
    /// 200 with a whole body, decoded.
    Fresh {
        /// The document.
        body: Vec<u8>,
        /// For the next request.
        validators: Validators,
    },
    /// 304: the copy at hand is current.
    NotModified {
        /// Those of the 304, where it had any.
        validators: Validators,
    },
    /// Any other status.
    Status(u16),
    /// No whole answer came.
    Failed(FetchFault),
}

/// When the origin wants to be asked again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryAfter {
    /// So long after the answer.
    Delay(Duration),
    /// At that instant.
    At(DateTime<Utc>),
}

/// Why no whole answer came. Each sentence is for people.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FetchFault {
    /// No connection.
    #[error("{0} could not be reached")]
    Unreachable(String),
    /// The certificate or the handshake failed.
    #[error("the connection to {0} is not secure: its certificate was not accepted")]
    NotSecure(String),
    /// Took longer than 20 s, or 5 s to connect.
    #[error("{0} did not answer in time")]
    TooSlow(String),
    /// The body, decoded, is over the cap.
    #[error("the feed is larger than {0} MiB; raise the limit for it in the settings file if that is right")]
    TooLarge(usize),
    /// The body broke off or could not be decoded.
    #[error("the answer of {0} broke off")]
    BrokenOff(String),
    /// A redirect that is not followed.
    #[error("the address redirects to {0}, which is not followed")]
    BadRedirect(String),
    /// More than three redirects.
    #[error("the address redirects more than three times")]
    TooManyRedirects,
    /// A file that cannot be read.
    #[error("the file cannot be read: {0}")]
    File(String),
}
