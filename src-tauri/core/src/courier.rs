//! Decides what is said to a host’s server with the person’s own account, and what its answers mean.
//! It never sends anything itself, and puts a key nowhere but into the call that needs it.

mod endpoint;
mod matrix;
mod zulip;

pub use endpoint::Asked;
pub use zulip::zuliprc;

use crate::language::{Gap, Sentence, sentence};
use crate::link::JoinLink;
use crate::poll::FetchFault;
use crate::request::Thread;
use crate::secret::Secret;
use crate::session::{Channel, Contact};
use crate::settings::{Account, AccountKind};
use crate::text;
use chrono::{DateTime, Duration, Utc};
use serde_json::Value;
use std::fmt;
use url::Url;

/// Most bytes of an answer.
const MOST: usize = 1024 * 1024;
/// Most bytes of an answer that lists an organisation’s people.
const MOST_PEOPLE: usize = 24 * 1024 * 1024;

/// How a call is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// To read.
    Get,
    /// To make something.
    Post,
    /// To put something in its place; may be said twice.
    Put,
}

/// One HTTP request. It goes to its address and follows no redirect: what it carries is meant for that server alone.
#[derive(Clone, PartialEq, Eq)]
pub struct Call {
    /// How.
    pub verb: Verb,
    /// Where.
    pub url: Url,
    /// With which headers; their values may be secrets.
    pub headers: Vec<(&'static str, Secret)>,
    /// With which content, and of which type.
    pub body: Option<(&'static str, String)>,
    /// Most bytes of the answer.
    pub most_bytes: usize,
    /// Whether the address came from a feed: it must not lead into the person’s own network.
    pub only_public: bool,
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Call({:?} {}…)", self.verb, self.url.host_str().unwrap_or_default())
    }
}

/// What came of a call.
#[derive(Clone, PartialEq, Eq)]
pub enum Called {
    /// An answer.
    Answer {
        /// The status.
        status: u16,
        /// `Retry-After`.
        retry_after: Option<Duration>,
        /// `Location`, as it was written.
        location: Option<String>,
        /// The content.
        body: Vec<u8>,
    },
    /// No whole answer.
    Failed(FetchFault),
}

impl fmt::Debug for Called {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answer { status, body, .. } => write!(f, "Answer({status}, {} bytes)", body.len()),
            Self::Failed(fault) => write!(f, "Failed({fault})"),
        }
    }
}

/// How far a sign-in is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SigningIn {
    /// Nobody signs in.
    #[default]
    Not,
    /// The server is asked.
    Asking,
    /// It was refused, and why.
    Refused(Sentence),
}

/// A host’s answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The link in it, if there is one.
    pub link: Option<JoinLink>,
    /// Who answered; may be empty.
    pub from: String,
    /// When it was seen.
    pub at: DateTime<Utc>,
    /// The thread, from behind it.
    pub upto: Thread,
    /// There is something that only the host’s own program can read.
    pub sealed: bool,
}

/// A conversation with a server, one call at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Conversation {
    /// With a Zulip organisation.
    Zulip(zulip::Step),
    /// With a Matrix home server.
    Matrix(matrix::Step),
    /// With a service that takes requests itself.
    Endpoint(endpoint::Step),
}

/// How a conversation goes on.
#[expect(clippy::large_enum_variant, reason = "there is one at a time, and it is taken apart at once")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// With this call.
    Call(Conversation, Call),
    /// It has come to its end.
    Done(Done),
    /// It was broken off.
    Stopped(Stopped),
}

/// What a conversation came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Done {
    /// The key is good: who the person is there.
    SignedIn {
        /// For the settings: an e-mail address, a user id.
        user: String,
    },
    /// The host was asked; the answer will come there.
    Delivered(Thread),
    /// What the host has said since, the newest first.
    Heard {
        /// The messages.
        texts: Vec<Secret>,
        /// The thread, from behind the last of them.
        upto: Thread,
        /// Something was said that only the host’s own program can read.
        sealed: bool,
    },
    /// A service has decided.
    Decided(Decision, Option<Thread>),
}

/// What a service says to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Nothing yet.
    Pending,
    /// It is full; the person moves up when a place is free.
    Waitlisted,
    /// Yes; with the link.
    Approved(Secret),
    /// No.
    Declined,
}

/// Why a conversation was broken off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stopped {
    /// What happened and what to do.
    pub sentence: Sentence,
    /// Whether to try again.
    pub again: Again,
}

/// Whether something that was broken off is worth another try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Again {
    /// Not as it is.
    Never,
    /// Later.
    Later,
    /// Not before.
    After(Duration),
    /// Nobody knows whether it was done.
    Unknown,
}

impl Stopped {
    fn never(sentence: Sentence) -> Self {
        Self { sentence, again: Again::Never }
    }

    fn later(sentence: Sentence) -> Self {
        Self { sentence, again: Again::Later }
    }
}

impl Conversation {
    /// Finds out whether `key` is good.
    #[must_use]
    pub fn sign_in(account: Account, key: Secret) -> (Self, Call) {
        match account.kind {
            AccountKind::Zulip => zulip::sign_in(account, key),
            AccountKind::Matrix => matrix::sign_in(account, key),
        }
    }

    /// Asks `contact` with an account of the same kind; `token` tells this request from every other.
    /// `None` if nobody can be asked there that way.
    #[must_use]
    pub fn ask(account: Account, key: Secret, contact: &Contact, message: &str, token: &str) -> Option<(Self, Call)> {
        match (&contact.channel, account.kind) {
            (Channel::Zulip { user, handle, .. }, AccountKind::Zulip) => Some(zulip::ask(account, key, *user, handle, contact.person.as_deref(), message)),
            (Channel::Matrix { id }, AccountKind::Matrix) => Some(matrix::ask(account, key, id, message, token)),
            _ => None,
        }
    }

    /// Asks at a service that takes requests itself; `None` if the contact is none.
    #[must_use]
    pub fn ask_endpoint(contact: &Contact, asked: Asked<'_>) -> Option<(Self, Call)> {
        match &contact.channel {
            Channel::Endpoint { address, .. } => endpoint::ask(address, asked),
            _ => None,
        }
    }

    /// Looks what has been said in a thread since. An account is needed where the thread names one.
    #[must_use]
    pub fn look(thread: &Thread, account: Option<(Account, Secret)>) -> Option<(Self, Call)> {
        match (thread, account) {
            (Thread::Zulip { host, sent, .. }, Some((account, key))) => Some(zulip::look(account, key, *host, *sent)),
            (Thread::Matrix { host, room, sent, .. }, Some((account, key))) => Some(matrix::look(account, key, host, room, sent)),
            (Thread::Endpoint { status }, _) => endpoint::look(status),
            (Thread::Zulip { .. } | Thread::Matrix { .. }, None) => None,
        }
    }

    /// Goes on with what came of the last call.
    #[must_use]
    pub fn take(self, called: &Called) -> Next {
        match self {
            Self::Zulip(step) => step.take(called),
            Self::Matrix(step) => step.take(called),
            Self::Endpoint(step) => step.take(called),
        }
    }
}

/// An answer that is worth reading, or why the conversation ends here. `changes`: what was asked for may have been done even if
/// nobody said so.
fn answer<'a>(called: &'a Called, place: &str, changes: bool) -> Result<(u16, Value, &'a Called), Stopped> {
    match called {
        Called::Failed(fault @ (FetchFault::TooSlow(_) | FetchFault::BrokenOff(_))) if changes => {
            Err(Stopped { sentence: sentence("call-unknown").with("why", Gap::Opening(fault.sentence())), again: Again::Unknown })
        }
        Called::Failed(fault) => Err(Stopped::later(sentence("call-failed").with("why", Gap::Opening(fault.sentence())))),
        Called::Answer { status: 300..=399, location, .. } => {
            let to = location.as_deref().and_then(|to| Url::parse(to).ok()).and_then(|to| to.host_str().map(str::to_owned));
            let moved = to.map_or_else(|| sentence("server-moved"), |to| sentence("server-moved-to").with("to", text::line(&to, 80)));
            Err(Stopped::never(moved.with("place", place)))
        }
        Called::Answer { status: 500..=599, retry_after, .. } => {
            Err(Stopped { sentence: sentence("server-trouble").with("place", place), again: retry_after.map_or(Again::Later, Again::After) })
        }
        Called::Answer { status, body, .. } => Ok((*status, serde_json::from_slice(body).unwrap_or(Value::Null), called)),
    }
}

/// When a server that is asked too often wants to be asked again: its header, else what its answer says in seconds.
fn rate_limited(called: &Called, seconds: Option<f64>, place: &str) -> Stopped {
    let header = match called {
        Called::Answer { retry_after, .. } => *retry_after,
        Called::Failed(_) => None,
    };
    let said = seconds.filter(|seconds| (0.0..86_400.0).contains(seconds)).map(|seconds| Duration::milliseconds((seconds * 1000.0).ceil() as i64));
    let wait = header.or(said).unwrap_or(Duration::minutes(1));
    Stopped { sentence: sentence("server-pause").with("place", place).with("n", wait.num_seconds().max(1)), again: Again::After(wait) }
}

fn words<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}
