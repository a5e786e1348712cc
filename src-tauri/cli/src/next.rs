//! `sbell next`: the session that runs now or comes next, of the feeds on this machine.
//! It never fetches: it shows what Sessionbell has last read.

use crate::list::{now, say};
use crate::look::look;
use anyhow::{Result, bail};
use clap::Args;
use serde::Serialize;
use sessionbell_core::action::WindowKind;
use sessionbell_core::language::Language;
use sessionbell_core::view::{SessionView, UpcomingView, View};
use std::process::ExitCode;

/// How to show it.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Next<'a> {
    start: String,
    minutes: i64,
    key: String,
    title: &'a str,
    hosts: &'a str,
    series: &'a str,
    time: &'a str,
    host_time: Option<&'a str>,
    zone: &'a str,
}

/// Exit code 0 with a session, 1 without.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let (View::Upcoming(view), _) = look(WindowKind::Upcoming)? else { bail!("Sessionbell answered with another window") };
    let next = view.next.as_ref().and_then(|next| view.sessions.iter().find(|session| session.key == next.session));
    match next {
        Some(session) => show(&view, session, arguments.json)?,
        None if arguments.json => say("null"),
        None => say("No session is coming up."),
    }
    Ok(if next.is_some() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn show(view: &UpcomingView, session: &SessionView, json: bool) -> Result<()> {
    let start = chrono::DateTime::from_timestamp_millis(session.starts).unwrap_or_default();
    let now = now().wall;
    if json {
        let next = Next {
            start: start.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
            minutes: (start - now).num_minutes(),
            key: session.key.to_string(),
            title: &session.title,
            hosts: &session.hosts,
            series: &session.series,
            time: &session.time,
            host_time: session.host_time.as_deref(),
            zone: &view.zone,
        };
        say(&serde_json::to_string(&next)?);
    } else {
        let clocks = session.host_time.as_ref().map_or_else(|| session.time.clone(), |theirs| format!("{} ({theirs})", session.time));
        let parts = [session.hosts.as_str(), &clocks, &session.series];
        say(&format!("{}: {}", Language::English.distance(start, now), session.title));
        say(&parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" · "));
    }
    Ok(())
}
