//! What publishers hand in: posts and feeds, told apart by what is in them.
//! It never decides what is wrong with one: the core does.

use crate::files;
use anyhow::{Context, Result, anyhow, bail};
use chrono::NaiveDate;
use clap::Args;
use sessionbell_agent::tzdata::machine_zones;
use sessionbell_core::check;
use sessionbell_core::feed::{self, Scope};
use sessionbell_core::finding::Finding;
use sessionbell_core::post::{self, Announcement, Circumstances, HostBook};
use sessionbell_core::publish::publish;
use sessionbell_core::series::{Feed, Window};
use sessionbell_core::zone::Zones;
use std::path::{Path, PathBuf};

/// What is said of posts beside their text.
#[derive(Debug, Clone, Args)]
pub(crate) struct Beside {
    /// When the post was written, if neither its file name nor its front matter says so.
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<NaiveDate>,
    /// The list of hosts: names and where they can be asked. The hosts.toml beside the first file if not given.
    #[arg(long, value_name = "FILE")]
    hosts: Option<PathBuf>,
}

/// Reads documents, all with the same circumstances.
pub(crate) struct Reader {
    date: Option<NaiveDate>,
    hosts: HostBook,
    zones: Zones,
}

/// A document with all that can be said against it.
pub(crate) struct Checked {
    pub(crate) bytes: Vec<u8>,
    pub(crate) findings: Vec<Finding>,
    /// If it is a post that could be read.
    pub(crate) post: Option<Announcement>,
}

/// Adds what can be said of posts only beside each other.
fn compare(checked: &mut [Checked]) {
    let with_post: Vec<(usize, &Announcement)> = checked.iter().enumerate().filter_map(|(at, one)| Some((at, one.post.as_ref()?))).collect();
    let posts: Vec<&Announcement> = with_post.iter().map(|(_, post)| *post).collect();
    let reused: Vec<(usize, Finding)> = post::reused_between(&posts).into_iter().map(|(number, finding)| (with_post[number].0, finding)).collect();
    for (at, finding) in reused {
        checked[at].findings.push(finding);
        checked[at].findings.sort_by_key(|finding| finding.place);
    }
}

impl Reader {
    /// For these files.
    ///
    /// # Errors
    /// The list of hosts cannot be read.
    pub(crate) fn new(beside: &Beside, first: Option<&PathBuf>) -> Result<Self> {
        let book = match &beside.hosts {
            Some(path) => Some((path.clone(), String::from_utf8_lossy(&files::read(path)?).into_owned())),
            None => {
                let path = first.and_then(|first| first.parent()).unwrap_or(Path::new("")).join("hosts.toml");
                files::read_if_there(&path)?.map(|text| (path, text))
            }
        };
        let hosts = match book {
            Some((path, text)) => HostBook::read(&text).with_context(|| path.display().to_string())?,
            None => HostBook::default(),
        };
        Ok(Self { date: beside.date, hosts, zones: machine_zones() })
    }

    fn scope(&self) -> Scope {
        Scope::new(self.zones, Window::around(crate::list::now().wall))
    }

    /// Reads posts, whatever they look like.
    ///
    /// # Errors
    /// A file cannot be read.
    pub(crate) fn posts(&self, paths: &[PathBuf]) -> Result<Vec<Checked>> {
        let mut read = paths.iter().map(|path| self.post(path)).collect::<Result<Vec<_>>>()?;
        compare(&mut read);
        Ok(read)
    }

    /// Reads posts and feeds.
    ///
    /// # Errors
    /// A file cannot be read.
    pub(crate) fn all(&self, paths: &[PathBuf]) -> Result<Vec<Checked>> {
        let mut read = paths.iter().map(|path| self.checked(path)).collect::<Result<Vec<_>>>()?;
        compare(&mut read);
        Ok(read)
    }

    fn post(&self, path: &Path) -> Result<Checked> {
        let bytes = files::read(path)?;
        let name = path.to_string_lossy();
        let circumstances = Circumstances { name: &name, date: self.date, hosts: &self.hosts, zones: self.zones };
        Ok(match post::read(&bytes, &circumstances) {
            Ok(post) => Checked { bytes, findings: post.findings.clone(), post: Some(post) },
            Err(finding) => Checked { bytes, findings: vec![finding], post: None },
        })
    }

    fn checked(&self, path: &Path) -> Result<Checked> {
        let bytes = files::read(path)?;
        if is_feed(path, &bytes) {
            let findings = check::check(&bytes, &self.scope(), crate::list::now().wall);
            return Ok(Checked { bytes, findings, post: None });
        }
        self.post(path)
    }

    /// The feed that a file is, or that its post makes.
    ///
    /// # Errors
    /// It is neither.
    pub(crate) fn feed(&self, path: &Path) -> Result<Feed> {
        let bytes = files::read(path)?;
        let parsed = |bytes: &[u8]| feed::parse(bytes, &self.scope()).map(|(feed, _)| feed).map_err(|why| anyhow!("{}: {why}", path.display()));
        if is_feed(path, &bytes) {
            return parsed(&bytes);
        }
        let checked = self.post(path)?;
        let Some(post) = checked.post.filter(|post| !post.sessions.is_empty()) else {
            let said: Vec<String> = checked.findings.iter().map(|finding| format!("{}:{finding}", path.display())).collect();
            bail!("{}", said.join("\n"))
        };
        parsed(publish(&[post], None, crate::list::now().wall)?.text().as_bytes())
    }

    pub(crate) fn zones(&self) -> Zones {
        self.zones
    }
}

/// Whether a file is a feed or calendar: a post may be called anything, but begins otherwise.
fn is_feed(path: &Path, bytes: &[u8]) -> bool {
    let named = |endings: &[&str]| path.extension().is_some_and(|ending| endings.iter().any(|other| ending.eq_ignore_ascii_case(other)));
    let start = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    named(&["json", "ics"]) || (!named(&["md", "markdown", "mdx"]) && (start.starts_with(b"{") || start.starts_with(b"BEGIN:VCALENDAR")))
}
