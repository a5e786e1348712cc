//! Decides what is said to a service that takes requests to join itself (docs/join-endpoint.json), and what it answers.
//! It never takes a status address on another server than the one that was asked.

use super::{Call, Called, Conversation, Decision, Done, MOST, Next, Stopped, Verb, answer, rate_limited, words};
use crate::language::sentence;
use crate::link::WebLink;
use crate::request::Thread;
use crate::secret::Secret;
use crate::session::{Session, Start};
use crate::text;
use serde_json::json;
use url::Url;

/// What is asked for, and by whom.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The session.
    pub session: &'a Session,
    /// The feed’s own uid; may be empty.
    pub feed: &'a str,
    /// Who asks; may be empty.
    pub name: &'a str,
    /// In which words.
    pub message: &'a str,
    /// Tells this request from every other: said twice, it is one.
    pub token: &'a str,
}

/// Where a conversation stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    asked: WebLink,
    /// Whether this asks rather than looks.
    asks: bool,
}

pub(super) fn ask(address: &WebLink, asked: Asked<'_>) -> Option<(Conversation, Call)> {
    let Asked { session, feed, name, message, token } = asked;
    let start = match session.start {
        Start::Zoned { at, .. } => at.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
        Start::Floating(local) => local.format("%Y-%m-%dT%H:%M:%S").to_string(),
        Start::AllDay(day) => day.to_string(),
    };
    let mut about = json!({ "uid": &*session.uid.0, "title": &*session.title, "start": start });
    if let (Some(occurrence), Some(object)) = (session.occurrence, about.as_object_mut()) {
        object.insert("recurrenceId".to_owned(), occurrence.0.format("%Y-%m-%dT%H:%M:%S").to_string().into());
    }
    let body = json!({ "feed": feed, "session": about, "name": name, "message": message }).to_string();
    // A string of a structured header (RFC 8941 section 3.3.3).
    let headers = vec![("Idempotency-Key", Secret::new(format!("\"{token}\"")))];
    let call = Call { verb: Verb::Post, body: Some(("application/json", body)), ..call(address, headers)? };
    Some((Conversation::Endpoint(Step { asked: address.clone(), asks: true }), call))
}

pub(super) fn look(status: &WebLink) -> Option<(Conversation, Call)> {
    Some((Conversation::Endpoint(Step { asked: status.clone(), asks: false }), call(status, Vec::new())?))
}

fn call(address: &WebLink, mut headers: Vec<(&'static str, Secret)>) -> Option<Call> {
    headers.push(("Accept", Secret::new("application/json, application/problem+json")));
    Some(Call { verb: Verb::Get, url: Url::parse(address.as_str()).ok()?, headers, body: None, most_bytes: MOST, only_public: true })
}

impl Step {
    pub(super) fn take(self, called: &Called) -> Next {
        self.read(called).unwrap_or_else(Next::Stopped)
    }

    fn read(&self, called: &Called) -> Result<Next, Stopped> {
        let place = self.asked.host();
        // Asked twice under one key it is asked once: what is not known can be tried again.
        let (status, value, called) = answer(called, place, false)?;
        let detail = text::line([words(&value, "detail"), words(&value, "title")].into_iter().find(|words| !words.is_empty()).unwrap_or_default(), 200);
        let at = |id| sentence(id).with("place", place);
        let decision = match (status, words(&value, "state")) {
            (200..=202, "pending") => Decision::Pending,
            (200..=202, "waitlist") => Decision::Waitlisted,
            (200..=202, "approved") => Decision::Approved(Secret::new(words(&value, "link"))),
            (200..=202, "declined") => Decision::Declined,
            (200..=202, _) => return Err(Stopped::never(at("endpoint-odd"))),
            (429, _) => return Err(rate_limited(called, None, place)),
            (404 | 410, _) if !self.asks => return Err(Stopped::never(at("endpoint-forgot"))),
            (404 | 410, _) => return Err(Stopped::never(at("endpoint-not-there"))),
            _ if detail.is_empty() => return Err(Stopped::never(at("endpoint-refused").with("status", status))),
            _ => return Err(Stopped::never(at("endpoint-refused-why").with("why", detail.trim_end_matches('.')))),
        };
        let thread = if self.asks { self.status_address(called) } else { Some(Thread::Endpoint { status: self.asked.clone() }) };
        Ok(Next::Done(Done::Decided(decision, thread)))
    }

    /// Where the state can be read from now on: on the same server, or nowhere.
    fn status_address(&self, called: &Called) -> Option<Thread> {
        let Called::Answer { location: Some(location), .. } = called else { return None };
        let base = Url::parse(self.asked.as_str()).ok()?;
        let status = WebLink::parse(base.join(location).ok()?.as_str()).ok()?;
        let same = Url::parse(status.as_str()).ok()?.origin() == base.origin();
        same.then_some(Thread::Endpoint { status })
    }
}
