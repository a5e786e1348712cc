//! Decides how a feed looks on a web page: a table whose times every browser can show in its own zone.
//! It never writes a text into a page unescaped.

use crate::series::Feed;
use crate::session::{Session, Start, Status, Way};
use crate::text::escaped;
use crate::zone::Zone;
use chrono::{DateTime, Utc};
use std::fmt::Write;

/// An HTML table of a feed's sessions, by time; cancelled ones are struck through.
fn table(feed: &Feed) -> String {
    let mut out = String::from(
        "<table class=\"sessions\">\n<thead><tr><th scope=\"col\">When</th><th scope=\"col\">Who</th><th scope=\"col\">Topic</th></tr></thead>\n<tbody>\n",
    );
    for session in in_order(feed) {
        let topic = topic(session);
        let (open, close) = if session.status == Status::Cancelled { ("<s>", "</s> (cancelled)") } else { ("", "") };
        let _ = writeln!(out, "<tr><td>{open}{}{close}</td><td>{}</td><td>{topic}</td></tr>", time(session), escaped(&session.hosted_by()));
    }
    out.push_str("</tbody>\n</table>\n");
    out
}

/// A page of its own with [`table`] in it, which shows each time in its reader's zone too.
#[must_use]
pub fn page(feed: &Feed) -> String {
    let title = if feed.title.is_empty() { "Sessions" } else { &feed.title };
    let title = escaped(title);
    let mut join = String::new();
    let mut said: Vec<&str> = Vec::new();
    for session in in_order(feed) {
        if let Way::Ask { instructions, .. } = &*session.way
            && !said.contains(&instructions.as_str())
        {
            said.push(instructions);
            let _ = writeln!(join, "<p>{}</p>", escaped(instructions).replace('\n', "<br>"));
        }
    }
    for call in &feed.wanted {
        let _ = writeln!(join, "<p>{}</p>", escaped(call));
    }
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n{}{join}<script>{SCRIPT}</script>\n</body>\n</html>\n",
        table(feed)
    )
}

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color-scheme:light dark}\
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.5em .75em .5em 0;border-bottom:1px solid #8884}\
td:first-child{white-space:nowrap}.yours{display:block;opacity:.75}";

const SCRIPT: &str = "for(const t of document.querySelectorAll('time[datetime*=\"T\"]')){const s=document.createElement('span');s.className='yours';\
s.textContent=new Date(t.dateTime).toLocaleString([],{weekday:'short',day:'numeric',month:'short',hour:'2-digit',minute:'2-digit',timeZoneName:'short'});t.after(s)}";

/// The sessions by their time.
pub(super) fn in_order(feed: &Feed) -> Vec<&Session> {
    let mut sessions: Vec<&Session> = feed.sessions.iter().collect();
    sessions.sort_by_key(|session| (session.start.instant(Zone::UTC), &session.uid, session.occurrence));
    sessions
}

fn time(session: &Session) -> String {
    match session.start {
        Start::Zoned { local, zone, at } => {
            let until = session.duration.map(|length| format!("–{}", zone.wall(at + length).format("%H:%M"))).unwrap_or_default();
            let words = format!("{}{until} {}", local.format("%a %-d %b %Y, %H:%M"), zone.label(at));
            format!("<time datetime=\"{}\">{}</time>", utc(at), escaped(&words))
        }
        Start::Floating(local) => format!("<time datetime=\"{}\">{}</time>", local.format("%Y-%m-%dT%H:%M"), local.format("%a %-d %b %Y, %H:%M")),
        Start::AllDay(day) => format!("<time datetime=\"{day}\">{}</time>", day.format("%a %-d %b %Y")),
    }
}

fn utc(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The title, with each topic's link over the words that it had, or behind it.
fn topic(session: &Session) -> String {
    let mut out = String::new();
    let mut rest: &str = &session.title;
    let mut behind = Vec::new();
    for topic in &*session.topics {
        let anchor = |words: &str| format!("<a href=\"{}\">{}</a>", escaped(topic.link.as_str()), escaped(words));
        match rest.split_once(topic.title.as_str()).filter(|_| !topic.title.is_empty()) {
            Some((before, after)) => {
                out.push_str(&escaped(before));
                out.push_str(&anchor(&topic.title));
                rest = after;
            }
            None => behind.push(anchor(if topic.title.is_empty() { topic.link.host() } else { &topic.title })),
        }
    }
    out.push_str(&escaped(rest));
    for link in behind {
        let _ = write!(out, " {link}");
    }
    if let Way::Public(links) = &*session.way {
        for link in links {
            let _ = write!(out, " <a href=\"{}\">Join</a>", escaped(link.web().as_str()));
        }
    }
    for call in &*session.wanted {
        let _ = write!(out, "<br><small>{}</small>", escaped(call));
    }
    out
}
