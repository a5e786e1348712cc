//! `sbell publish`: from hosts' posts to a feed, and the other forms in which people read it.
//! It never writes anything of a post with an error in it.

use crate::documents::{Beside, Reader};
use crate::files;
use crate::list::{complain, now, say};
use crate::report;
use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use sessionbell_core::feed::{self, Scope};
use sessionbell_core::post::Announcement;
use sessionbell_core::publish::{Chat, calendar, chat, page, publish};
use sessionbell_core::series::Window;
use std::path::PathBuf;
use std::process::ExitCode;

/// What to publish.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The posts: Markdown, with Jekyll's or Hugo's front matter or none. Those of one series make one feed.
    #[arg(required = true, value_name = "POST")]
    posts: Vec<PathBuf>,
    #[command(flatten)]
    beside: Beside,
    /// Write the feed here. If it is there already it is gone on with: sessions keep their identifiers, and those of other posts stay.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Write a calendar here too.
    #[arg(long, value_name = "FILE")]
    ics: Option<PathBuf>,
    /// Write a web page here too.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Print an announcement for a chat, with times that each reader sees in their own zone.
    #[arg(long, value_name = "CHAT", num_args = 0..=1, require_equals = true, default_missing_value = "discord")]
    chat: Option<ChatName>,
    /// Show what was read and what was only implied, and ask before anything is written.
    #[arg(long)]
    confirm: bool,
}

/// A chat.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum ChatName {
    Discord,
    Zulip,
}

/// Exit code 0 if it was published, 1 if not.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let reader = Reader::new(&arguments.beside, arguments.posts.first())?;
    let read = reader.posts(&arguments.posts)?;
    for (path, one) in arguments.posts.iter().zip(&read) {
        one.findings.iter().for_each(|finding| complain(&report::words(path, finding, &one.bytes)));
    }
    let (errors, total) = report::total(read.iter().flat_map(|one| &one.findings));
    if errors > 0 {
        complain(&format!("{total}; nothing was written"));
        return Ok(ExitCode::FAILURE);
    }
    for (path, post) in arguments.posts.iter().zip(&read).filter_map(|(path, one)| Some((path, one.post.as_ref()?))) {
        for inferred in &post.inferred {
            complain(&format!("{}:{}:{}: note: {}", path.display(), inferred.place.line, inferred.place.column, inferred.sentence));
        }
    }
    let mut posts: Vec<Announcement> = read.into_iter().filter_map(|one| one.post).collect();
    posts.sort_by(|a, b| (a.posted, &a.slug).cmp(&(b.posted, &b.slug)));
    let earlier = match &arguments.out {
        Some(path) => files::read_if_there(path)?.map(|text| serde_json::from_str(&text).with_context(|| path.display().to_string())).transpose()?,
        None => None,
    };
    let publication = publish(&posts, earlier, now().wall)?;
    publication.concluded.iter().for_each(|sentence| complain(&format!("note: {sentence}")));
    let text = publication.text();
    let (read_back, _) = feed::parse(text.as_bytes(), &Scope::new(reader.zones(), Window::around(now().wall))).map_err(|why| anyhow::anyhow!("{why}"))?;
    if arguments.confirm && !is_confirmed(&sessionbell_core::publish::preview(&read_back, &[]))? {
        complain("nothing was written");
        return Ok(ExitCode::FAILURE);
    }
    if let Some(path) = &arguments.ics {
        files::write(path, &calendar(&publication.document, reader.zones()))?;
    }
    if let Some(path) = &arguments.html {
        files::write(path, &page(&read_back))?;
    }
    if let Some(which) = arguments.chat {
        let which = match which {
            ChatName::Discord => Chat::Discord,
            ChatName::Zulip => Chat::Zulip,
        };
        let first = posts.iter().flat_map(|post| &post.sessions).map(|session| session.zone.read(session.local).instant()).min();
        say(chat(&read_back, which, first.unwrap_or_default()).trim_end());
    }
    match &arguments.out {
        Some(path) => files::write(path, &text)?,
        None if arguments.ics.is_none() && arguments.html.is_none() && arguments.chat.is_none() => say(text.trim_end()),
        None => {}
    }
    Ok(ExitCode::SUCCESS)
}

/// Shows the sessions and asks; only a yes is one.
fn is_confirmed(sessions: &str) -> Result<bool> {
    complain(sessions.trim_end());
    complain("Publish this? [y/N]");
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer).context("no answer could be read")?;
    Ok(["y", "yes"].contains(&answer.trim().to_lowercase().as_str()))
}
