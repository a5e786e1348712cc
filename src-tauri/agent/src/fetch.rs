//! Fetches feeds: one conditional request at a time per host, within limits of time and size.
//! It never follows an address that a feed contains, and keeps no cookies.

mod courier;
mod file;
mod headers;
mod redirect;

use crate::ports::{Courier, Fetched, Fetcher, WorldEvent};
use anyhow::{Context, Result};
use courier::Caller;
use futures_util::FutureExt;
use reqwest::{Client, Response, StatusCode, Url};
use sessionbell_core::feed::{self, Scope};
use sessionbell_core::poll::{AnswerKind, FetchAnswer, FetchFault, FetchRequest};
use sessionbell_core::settings::FeedAddress;
use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::{Mutex, OnceCell};
use tokio::time::timeout;

/// Time limits of one request.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Until the connection stands.
    pub connect: Duration,
    /// For everything, redirects and body included.
    pub total: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { connect: Duration::from_secs(5), total: Duration::from_secs(20) }
    }
}

const AGENT: &str = concat!("Sessionbell/", env!("CARGO_PKG_VERSION"), " (+", env!("CARGO_PKG_REPOSITORY"), ")");

/// Fetches over the network and from files.
struct Network {
    limits: Limits,
    events: UnboundedSender<WorldEvent>,
    /// Made at the first request: most of its memory is the machine's certificates.
    client: Arc<OnceCell<Client>>,
    hosts: BTreeMap<String, Arc<Mutex<()>>>,
}

/// Starts answering requests, and making calls. Inside a tokio runtime.
#[must_use]
pub fn start(limits: Limits, events: UnboundedSender<WorldEvent>) -> (Box<dyn Fetcher>, Box<dyn Courier>) {
    let client: Arc<OnceCell<Client>> = Arc::default();
    let caller = Caller { limits, events: events.clone(), client: Arc::clone(&client) };
    (Box::new(Network { limits, events, client, hosts: BTreeMap::new() }), Box::new(caller))
}

/// Fetches once and reads what came, outside the program's polling (for the command line).
///
/// # Errors
/// No answer, or one that is no feed, as a sentence.
pub async fn once(request: FetchRequest, limits: Limits) -> Result<Fetched> {
    read(fetch(&request, limits, &OnceCell::new()).await, request.scope).await.context("reading was interrupted")
}

impl Fetcher for Network {
    fn fetch(&mut self, request: FetchRequest) {
        let url = request.address.url();
        let host = format!("{}:{}", url.host_str().unwrap_or_default(), url.port_or_known_default().unwrap_or_default());
        let (turn, client) = (Arc::clone(self.hosts.entry(host).or_default()), Arc::clone(&self.client));
        let (limits, events) = (self.limits, self.events.clone());
        tokio::spawn(async move {
            let _turn = turn.lock().await;
            // Whatever happens, an answer comes: a feed that waits for one would never be asked again.
            let work = async { read(fetch(&request, limits, &client).await, request.scope).await };
            let fetched = AssertUnwindSafe(work).catch_unwind().await.ok().flatten();
            let broke = || {
                let kind = AnswerKind::Failed(FetchFault::Stumbled(request.address.place()));
                Fetched { answer: no_answer(&request, kind), parsed: None }
            };
            let _ended = events.send(WorldEvent::Fetched(Box::new(fetched.unwrap_or_else(broke))));
        });
    }
}

/// Understands a fresh body on a thread of its own; `None` if that broke off by a fault.
async fn read(answer: FetchAnswer, scope: Scope) -> Option<Fetched> {
    let work = tokio::task::spawn_blocking(move || {
        let parsed = match &answer.kind {
            AnswerKind::Fresh { body, .. } => Some(feed::parse(body, &scope)),
            AnswerKind::NotModified { .. } | AnswerKind::Status(_) | AnswerKind::Failed(_) => None,
        };
        Fetched { answer, parsed }
    });
    work.await.ok()
}

async fn fetch(request: &FetchRequest, limits: Limits, client: &OnceCell<Client>) -> FetchAnswer {
    let mut answer = no_answer(request, AnswerKind::Status(0));
    let work =
        async { if request.address.url().scheme() == "file" { file::read(request).await } else { over_network(request, limits, client, &mut answer).await } };
    let place = request.address.place();
    let kind = timeout(limits.total, work).await.unwrap_or(Err(FetchFault::TooSlow(place)));
    answer.kind = kind.unwrap_or_else(AnswerKind::Failed);
    answer
}

fn no_answer(request: &FetchRequest, kind: AnswerKind) -> FetchAnswer {
    FetchAnswer { feed: request.feed.clone(), address: request.address.clone(), kind, max_age: None, retry_after: None, date: None, moved_to: None }
}

async fn over_network(request: &FetchRequest, limits: Limits, client: &OnceCell<Client>, answer: &mut FetchAnswer) -> Result<AnswerKind, FetchFault> {
    let typed = request.address.url();
    let usual = client.get_or_try_init(|| async { build(limits, None) }).await.map_err(|error| fault(&error, typed))?.clone();
    let (mut url, mut hop_client) = (typed.clone(), usual);
    let mut permanent = true;
    let mut hop = 0;
    loop {
        let mut call = hop_client.get(url.clone()).header("Accept", "application/jscalendar+json, text/calendar;q=0.9, application/json;q=0.9, */*;q=0.5");
        // Validators are about the copy that the typed address gave; they follow its redirects.
        if let Some(etag) = &request.validators.etag {
            call = call.header("If-None-Match", etag);
        }
        if let Some(since) = &request.validators.last_modified {
            call = call.header("If-Modified-Since", since);
        }
        let response = call.send().await.map_err(|error| fault(&error, &url))?;
        let status = response.status();
        let is_redirect = matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308);
        let target = response.headers().get("location").and_then(|value| value.to_str().ok()).filter(|_| is_redirect);
        let Some(target) = target else {
            if hop > 0 && permanent {
                answer.moved_to = FeedAddress::parse(url.as_str()).ok();
            }
            return whole(response, request, answer).await;
        };
        permanent = permanent && matches!(status, StatusCode::MOVED_PERMANENTLY | StatusCode::PERMANENT_REDIRECT);
        let (next, addresses) = redirect::follow(typed, hop, &url, target).await?;
        if let Some(addresses) = addresses {
            let host = next.host_str().unwrap_or_default().to_owned();
            hop_client = build(limits, Some((&host, &addresses))).map_err(|error| fault(&error, &next))?;
        }
        url = next;
        hop += 1;
    }
}

/// A client; with a host whose addresses were looked up and judged already.
fn build(limits: Limits, judged: Option<(&str, &[std::net::SocketAddr])>) -> reqwest::Result<Client> {
    // Fails only if one is installed already, which is as good.
    let _installed = rustls::crypto::ring::default_provider().install_default();
    let mut builder = Client::builder()
        .user_agent(AGENT)
        .referer(false)
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(limits.connect)
        .pool_max_idle_per_host(0)
        .no_proxy();
    if let Some((host, addresses)) = judged {
        builder = builder.resolve_to_addrs(host, addresses);
    }
    builder.build()
}

async fn whole(mut response: Response, request: &FetchRequest, answer: &mut FetchAnswer) -> Result<AnswerKind, FetchFault> {
    let (status, url) = (response.status(), response.url().clone());
    headers::note(response.headers(), answer);
    let validators = headers::validators(response.headers());
    match status {
        StatusCode::NOT_MODIFIED => return Ok(AnswerKind::NotModified { validators }),
        StatusCode::OK => {}
        other => return Ok(AnswerKind::Status(other.as_u16())),
    }
    let too_large = || FetchFault::TooLarge(request.most_bytes / (1024 * 1024));
    if response.content_length().is_some_and(|length| length > request.most_bytes as u64) {
        return Err(too_large());
    }
    let mut body = Vec::new();
    // Chunks come decoded: the cap holds for what a small compressed body becomes.
    while let Some(chunk) = response.chunk().await.map_err(|error| fault(&error, &url))? {
        if body.len() + chunk.len() > request.most_bytes {
            return Err(too_large());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(AnswerKind::Fresh { body, validators })
}

fn fault(error: &reqwest::Error, url: &Url) -> FetchFault {
    let place = url.host_str().unwrap_or_default().to_owned();
    tracing::debug!(host = %place, "a request failed: {}", error.without_url_words());
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(one) = cause {
        if one.is::<rustls::Error>() {
            return FetchFault::NotSecure(place);
        }
        // What an I/O error wraps is not its source but its content, and it may wrap another one.
        cause = match one.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref) {
            Some(wrapped) => Some(wrapped),
            None => one.source(),
        };
    }
    if error.is_timeout() {
        FetchFault::TooSlow(place)
    } else if error.is_connect() {
        FetchFault::Unreachable(place)
    } else if error.is_body() || error.is_decode() {
        FetchFault::BrokenOff(place)
    } else {
        FetchFault::Unreachable(place)
    }
}

trait WithoutUrl {
    /// The kind of error in words, without the address: it may carry a private token.
    fn without_url_words(&self) -> String;
}

impl WithoutUrl for reqwest::Error {
    fn without_url_words(&self) -> String {
        let kind = [(self.is_timeout(), "time ran out"), (self.is_connect(), "no connection"), (self.is_body(), "body"), (self.is_decode(), "decoding")];
        kind.iter().find(|(is, _)| *is).map_or("other", |(_, words)| words).to_owned()
    }
}
