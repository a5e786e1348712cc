//! Makes the calls of conversations with hosts' servers, within limits of time and size.
//! It never follows a redirect, and sends what it was given to that one address alone.

use super::{Limits, build, fault, redirect};
use crate::ports::{Courier, WorldEvent};
use futures_util::FutureExt;
use reqwest::Client;
use reqwest::header::{HeaderMap, HeaderValue};
use sessionbell_core::courier::{Call, Called, Verb};
use sessionbell_core::poll::FetchFault;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use tokio::sync::OnceCell;
use tokio::sync::mpsc::UnboundedSender;
use tokio::time::timeout;

/// Calls over the network.
pub(super) struct Caller {
    pub(super) limits: Limits,
    pub(super) events: UnboundedSender<WorldEvent>,
    pub(super) client: Arc<OnceCell<Client>>,
}

impl Courier for Caller {
    fn call(&mut self, ticket: u64, call: Call) {
        let (limits, events, client) = (self.limits, self.events.clone(), Arc::clone(&self.client));
        tokio::spawn(async move {
            let place = call.url.host_str().unwrap_or_default().to_owned();
            let work = timeout(limits.total, answer(call, limits, &client));
            // Whatever happens, an answer comes: a conversation that waits for one would never go on.
            let called = match AssertUnwindSafe(work).catch_unwind().await {
                Ok(Ok(Ok(called))) => called,
                Ok(Ok(Err(fault))) => Called::Failed(fault),
                Ok(Err(_)) => Called::Failed(FetchFault::TooSlow(place)),
                Err(_) => Called::Failed(FetchFault::BrokenOff(place)),
            };
            let _ended = events.send(WorldEvent::Called(ticket, called));
        });
    }
}

async fn answer(call: Call, limits: Limits, client: &OnceCell<Client>) -> Result<Called, FetchFault> {
    let url = call.url;
    let client = if call.only_public {
        // Judged and then used: the name cannot turn out to be elsewhere a moment later.
        let addresses = redirect::public_addresses(&url).await?;
        build(limits, Some((url.host_str().unwrap_or_default(), &addresses))).map_err(|error| fault(&error, &url))?
    } else {
        client.get_or_try_init(|| async { build(limits, None) }).await.map_err(|error| fault(&error, &url))?.clone()
    };
    let mut request = match call.verb {
        Verb::Get => client.get(url.clone()),
        Verb::Post => client.post(url.clone()),
        Verb::Put => client.put(url.clone()),
    };
    for (name, value) in &call.headers {
        let mut value = HeaderValue::from_str(value.reveal()).map_err(|_| FetchFault::Unreachable(url.host_str().unwrap_or_default().to_owned()))?;
        value.set_sensitive(true);
        request = request.header(*name, value);
    }
    if let Some((kind, body)) = call.body {
        request = request.header("Content-Type", kind).body(body);
    }
    let mut response = request.send().await.map_err(|error| fault(&error, &url))?;
    let status = response.status().as_u16();
    let (retry_after, location) = (retry_after(response.headers()), text(response.headers(), "location"));
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| fault(&error, &url))? {
        if body.len() + chunk.len() > call.most_bytes {
            return Err(FetchFault::BrokenOff(url.host_str().unwrap_or_default().to_owned()));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Called::Answer { status, retry_after, location, body })
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

/// `Retry-After` in seconds, whole or not; a date is not what these servers send.
fn retry_after(headers: &HeaderMap) -> Option<chrono::Duration> {
    let seconds: f64 = text(headers, "retry-after")?.trim().parse().ok()?;
    (0.0..86_400.0).contains(&seconds).then(|| chrono::Duration::milliseconds((seconds * 1000.0).ceil() as i64))
}
