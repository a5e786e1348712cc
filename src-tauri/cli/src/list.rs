//! `sbell list`: the sessions of one feed, as instants and as a clock shows them.
//! It never hides what was not understood: issues go to standard error, and into the JSON.

use anyhow::{Context, Result, anyhow, bail};
use chrono::Duration;
use clap::Args;
use serde::Serialize;
use sessionbell_agent::clock::{Clock, SystemClock, machine_zone};
use sessionbell_agent::fetch::{Limits, once};
use sessionbell_agent::tzdata::machine_zones;
use sessionbell_core::feed::{Issue, NotAFeed, Scope};
use sessionbell_core::poll::{AnswerKind, FetchRequest, Validators};
use sessionbell_core::series::{Feed, Window};
use sessionbell_core::session::{FeedId, Session, Start, Status, Way};
use sessionbell_core::settings::{FeedAddress, Subscription};
use sessionbell_core::zone::Zone;
use std::path::Path;
use std::process::ExitCode;

/// What to list.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The feed: an https address, a loopback http address, or a file.
    source: String,
    /// The zone to show times in, and of a schedule that names none; the machine's to show them if not given.
    #[arg(long, value_name = "ZONE")]
    zone: Option<String>,
    /// Only sessions that end after this instant (2021-03-30T12:00:00Z) or on or after this day (2021-03-30). Of those that repeat, all
    /// from yesterday on if not given.
    #[arg(long, value_name = "T")]
    from: Option<String>,
    /// Only sessions that start before this instant or day. Of those that repeat, 60 days if not given.
    #[arg(long, value_name = "T")]
    to: Option<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// A session as JSON.
#[derive(Serialize)]
struct Line {
    start: String,
    end: Option<String>,
    local: String,
    zone: String,
    uid: String,
    occurrence: Option<String>,
    title: String,
    hosts: Vec<String>,
    status: Status,
    way: &'static str,
    links: Vec<String>,
    wanted: Vec<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    place: String,
}

#[derive(Serialize)]
struct Listing<'a> {
    title: &'a str,
    uid: &'a str,
    sessions: Vec<Line>,
    issues: &'a [Issue],
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let zones = machine_zones();
    let zone = arguments.zone.as_deref().map_or_else(|| Ok(machine_zone(zones)), |name| zones.named(name))?;
    let bound = |raw: &Option<String>| raw.as_deref().map(|raw| instant(raw, zone)).transpose();
    let (from, to) = (bound(&arguments.from)?, bound(&arguments.to)?);
    let around = Window::around(now().wall);
    let begin = from.unwrap_or(around.from);
    let window = Window { from: begin, to: to.unwrap_or_else(|| around.to.max(begin + Duration::days(60))) };
    // A schedule on the wall clock of nobody knows where is asked about, not taken for one of this machine's.
    let scope = Scope { zone: arguments.zone.is_some().then_some(zone), most_entries: usize::MAX, ..Scope::new(zones, window) };
    let (feed, issues) = read(&arguments.source, scope)?;
    // The program ends with it: taking a large feed apart again would only cost time.
    let feed = std::mem::ManuallyDrop::new(feed);
    let mut sessions: Vec<&Session> = feed
        .sessions
        .iter()
        .filter(|session| from.is_none_or(|from| session.end(zone) > from) && to.is_none_or(|to| session.start.instant(zone) < to))
        .collect();
    sessions.sort_by_key(|session| (session.start.instant(zone), &session.uid, session.occurrence));
    if arguments.json {
        let listing = Listing { title: &feed.title, uid: &feed.uid, sessions: sessions.iter().map(|session| line(session, zone)).collect(), issues: &issues };
        say(&serde_json::to_string_pretty(&listing)?);
    } else {
        if !sessions.is_empty() {
            say(&sessions.iter().map(|session| words(session, zone)).collect::<Vec<_>>().join("\n"));
        }
        for issue in &issues {
            complain(&issue.to_string());
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// An instant, or the midnight that a day begins with in `zone`.
fn instant(raw: &str, zone: Zone) -> Result<chrono::DateTime<chrono::Utc>> {
    if let Ok(instant) = raw.parse::<chrono::DateTime<chrono::FixedOffset>>() {
        return Ok(instant.to_utc());
    }
    let day = raw.parse().with_context(|| format!("“{raw}” is neither an instant (2021-03-30T12:00:00Z) nor a day (2021-03-30)"))?;
    Ok(zone.midnight(day))
}

fn read(source: &str, scope: Scope) -> Result<(Feed, Vec<Issue>)> {
    // A file is named as files are named in a terminal.
    let path = Path::new(source);
    let spelled = if path.exists() || is_named_like_a_file(source) { std::path::absolute(path)?.display().to_string() } else { source.to_owned() };
    let address = FeedAddress::parse(&spelled).with_context(|| format!("“{source}” is neither a file nor an address"))?;
    let feed = Subscription::new(address);
    let request = FetchRequest { feed: FeedId("listed".into()), address: feed.address, validators: Validators::default(), most_bytes: 64 * 1024 * 1024, scope };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let fetched = runtime.block_on(once(request, Limits::default()))?;
    match (fetched.answer.kind, fetched.parsed) {
        (AnswerKind::Fresh { .. }, Some(Err(NotAFeed::NeedsZone))) => {
            bail!("this schedule does not say in which time zone it is; name the zone of the event, as in --zone Europe/Vienna")
        }
        (AnswerKind::Fresh { .. }, Some(parsed)) => {
            let address = fetched.answer.moved_to.as_ref().unwrap_or(&fetched.answer.address);
            parsed.map_err(|why| anyhow!("{}", why.sentence(Some(address))))
        }
        (AnswerKind::Status(status), _) => bail!("{source} answered {status}"),
        (AnswerKind::Failed(fault), _) => bail!("{fault}"),
        (AnswerKind::Fresh { .. } | AnswerKind::NotModified { .. }, _) => bail!("{source} gave no document"),
    }
}

/// Whether what is not there was meant to be a file: `missing.json` is no host, nor does one begin with `feeds/`.
fn is_named_like_a_file(source: &str) -> bool {
    if source.contains(':') {
        // A scheme, or the port of a host.
        return false;
    }
    match source.split_once('/') {
        Some((first, _)) => first != "localhost" && !first.trim_start_matches('.').contains('.'),
        None => [".json", ".ics"].iter().any(|ending| source.to_ascii_lowercase().ends_with(ending)),
    }
}

fn line(session: &Session, zone: Zone) -> Line {
    let start = session.start.instant(zone);
    let utc = |at: chrono::DateTime<chrono::Utc>| at.format("%Y-%m-%dT%H:%M:%SZ").to_string();
    let (way, mut links) = match &*session.way {
        Way::Public(links) => ("public", links.iter().map(|link| link.web().as_str().to_owned()).collect()),
        Way::Ask { .. } => ("ask", Vec::new()),
        Way::Unstated => ("unstated", Vec::new()),
    };
    links.extend(session.topics.iter().map(|topic| topic.link.as_str().to_owned()));
    Line {
        start: utc(start),
        end: session.duration.map(|length| utc(start + length)),
        local: zone.wall(start).format("%Y-%m-%dT%H:%M:%S").to_string(),
        zone: zone.name().to_owned(),
        uid: session.uid.0.to_string(),
        occurrence: session.occurrence.map(|occurrence| occurrence.0.format("%Y-%m-%dT%H:%M:%S").to_string()),
        title: session.title.to_string(),
        hosts: session.hosts.iter().map(|host| host.name.clone()).collect(),
        status: session.status,
        way,
        links,
        wanted: session.wanted.to_vec(),
        place: session.place.to_string(),
    }
}

fn words(session: &Session, zone: Zone) -> String {
    let wall = zone.wall(session.start.instant(zone));
    let time = match session.start {
        Start::AllDay(_) => "all day".to_owned(),
        Start::Zoned { .. } | Start::Floating(_) => wall.format("%H:%M").to_string(),
    };
    let hosts = if session.hosts.is_empty() { String::new() } else { format!(" ({})", session.hosted_by()) };
    let cancelled = if session.status == Status::Cancelled { "  cancelled" } else { "" };
    format!("{} {time:>7}  {}{hosts}{cancelled}", wall.format("%a %Y-%m-%d"), session.title)
}

/// Answers on the terminal. A reader that has seen enough, such as `head`, ends the program.
pub(crate) fn say(text: &str) {
    use std::io::Write;
    if let Err(why) = writeln!(std::io::stdout().lock(), "{text}") {
        if why.kind() != std::io::ErrorKind::BrokenPipe {
            complain(&format!("sbell: the answer could not be written: {why}"));
        }
        std::process::exit(1);
    }
}

#[expect(clippy::print_stderr, reason = "what was not understood must not be taken for an answer")]
pub(crate) fn complain(text: &str) {
    eprintln!("{text}");
}

/// The present moment, for what is shown relative to it.
pub(crate) fn now() -> sessionbell_core::moment::Moment {
    SystemClock.now()
}
