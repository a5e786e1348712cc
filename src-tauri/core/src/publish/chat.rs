//! Decides how sessions are announced in a chat, with times that each reader sees in their own zone.
//! It never lets a title act as markup of the chat.

use super::page::in_order;
use crate::series::Feed;
use crate::session::{Session, Start, Status};
use crate::zone::Zone;
use chrono::{DateTime, Utc};

/// Which chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chat {
    /// `<t:…:F>` is shown in the reader's zone, and `<t:…:R>` counts down.
    Discord,
    /// `<time:…>` is shown in the reader's zone.
    Zulip,
}

/// A message with the sessions that start at or after `from`, one a line.
#[must_use]
pub fn chat(feed: &Feed, chat: Chat, from: DateTime<Utc>) -> String {
    let lines: Vec<String> = in_order(feed).into_iter().filter(|session| session.start.instant(Zone::UTC) >= from).map(|session| line(session, chat)).collect();
    let title = if feed.title.is_empty() { "Sessions".to_owned() } else { plain(&feed.title) };
    format!("**{title}**\n{}\n", lines.join("\n"))
}

fn line(session: &Session, chat: Chat) -> String {
    let time = match (session.start, chat) {
        (Start::Zoned { at, .. }, Chat::Discord) => format!("<t:{}:F>", at.timestamp()),
        (Start::Zoned { at, .. }, Chat::Zulip) => format!("<time:{}>", at.format("%Y-%m-%dT%H:%M:%SZ")),
        (Start::Floating(local), _) => local.format("%a %-d %b %Y, %H:%M").to_string(),
        (Start::AllDay(day), _) => day.format("%a %-d %b %Y").to_string(),
    };
    let until = match (session.start, session.duration, chat) {
        (Start::Zoned { at, .. }, Some(length), Chat::Discord) => format!("–<t:{}:t>", (at + length).timestamp()),
        _ => String::new(),
    };
    let who = if session.hosts.is_empty() { String::new() } else { format!(", {}", plain(&session.hosted_by())) };
    let line = format!("{time}{until}{who}: {}", plain(&session.title));
    if session.status == Status::Cancelled { format!("* ~~{line}~~ cancelled") } else { format!("* {line}") }
}

/// A text without what a chat takes for markup, a mention or a link.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '@' => out.push_str("@\u{200B}"),
            '*' | '_' | '~' | '`' | '|' | '<' | '>' | '[' | ']' | '#' | '\\' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}
