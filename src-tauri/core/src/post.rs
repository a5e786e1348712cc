//! Decides what a host's blog post announces: sessions, and how to get into them.
//! It never adds what the text does not give or imply; what it implied is listed.

mod calls;
mod join;
mod markdown;
mod people;
mod reading;
mod rows;
mod sentence;
mod source;
mod when;

pub use join::{Join, Place as Channel, SharedRoom};
pub use people::{BadHostBook, BookHost, DiscordContact, HostBook, Person, ZulipContact};
pub use when::Repeats;

use crate::finding::{Code, Finding, Findings, Place};
use crate::link::{JoinLink, WebLink};
use crate::session::TopicLink;
use crate::text;
use crate::zone::{Zone, Zones};
use chrono::{Datelike, Duration, NaiveDate, NaiveDateTime};
use join::ways;
use markdown::{Block, Document, Text};
use people::{Known, People};
use reading::Reading;
use rows::rows;
use std::collections::{BTreeMap, BTreeSet};
use when::Context;

/// Sessions read of one post.
const MOST_SESSIONS: usize = 500;

/// What is known of a post beside its text.
#[derive(Clone, Debug)]
pub struct Circumstances<'a> {
    /// The name of its file, which often begins with its date.
    pub name: &'a str,
    /// When it was written, if its publisher says so.
    pub date: Option<NaiveDate>,
    /// The people whom its publisher knows.
    pub hosts: &'a HostBook,
    /// The time zone database.
    pub zones: Zones,
}

/// What a post announces.
#[derive(Clone, Debug)]
pub struct Announcement {
    /// The post's own name: that of its file, without ending.
    pub slug: String,
    /// Its title; may be empty.
    pub title: String,
    /// When it was written.
    pub posted: NaiveDate,
    /// Where it can be read, if it says so itself.
    pub link: Option<WebLink>,
    /// The sessions, in the order of the text.
    pub sessions: Vec<Announced>,
    /// Calls for people that are about none in particular.
    pub calls: Vec<String>,
    /// How people get in, by asking.
    pub join: Option<Join>,
    /// What can be said against it, in the order of the text.
    pub findings: Vec<Finding>,
    /// What the text only implies, in the order of the text.
    pub inferred: Vec<Inferred>,
}

/// Something that a post implies.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Inferred {
    /// By which words.
    #[serde(flatten)]
    pub place: Place,
    /// What, as a sentence without a full stop.
    pub sentence: String,
}

/// One session of a post.
#[derive(Clone, Debug)]
pub struct Announced {
    /// Where it stands.
    pub place: Place,
    /// The host's wall clock.
    pub local: NaiveDateTime,
    /// The host's zone.
    pub zone: Zone,
    /// How long it takes, if the text says so.
    pub length: Option<Duration>,
    /// The rule by which it repeats.
    pub repeats: Option<Repeats>,
    /// Who hosts it.
    pub hosts: Vec<Person>,
    /// Its topic; the post's title if the text has none.
    pub title: String,
    /// The links of its topic.
    pub topics: Vec<TopicLink>,
    /// A page that shows its time in other zones.
    pub times: Option<WebLink>,
    /// A meeting that is open to everybody.
    pub meeting: Option<JoinLink>,
    /// Whom its host looks for.
    pub wanted: Vec<String>,
    /// It does not take place.
    pub cancelled: bool,
}

/// Reads a post.
///
/// # Errors
/// It is not readable as text, or nothing says when it was written.
pub fn read(bytes: &[u8], circumstances: &Circumstances<'_>) -> Result<Announcement, Finding> {
    let (source, document) = markdown::read(bytes)?;
    let front = |keys: &[&str]| document.front.iter().find(|(key, value)| keys.contains(&key.as_str()) && !value.is_empty()).map(|(_, value)| value.as_str());
    let name = circumstances.name.rsplit(['/', '\\']).next().unwrap_or_default();
    let slug = name.rsplit_once('.').map_or(name, |(slug, _)| slug);
    let day = |text: &str| {
        let text =
            text.get(..10).filter(|text| text.bytes().enumerate().all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() }))?;
        NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|day| (1_970..2_200).contains(&day.year()))
    };
    let posted = circumstances.date.or_else(|| front(&["date", "publishdate", "pubdate"]).and_then(day)).or_else(|| day(slug));
    let Some(posted) = posted else {
        return Err(Finding::new(
            Code::NoDate,
            Place { line: 1, column: 1 },
            "nothing says when this post was written, so “Tue” could be any Tuesday",
            "name the file like 2021-03-29-title.md, write “date: 2021-03-29” into its front matter, or say --date 2021-03-29",
        ));
    };
    let heading = || document.blocks.iter().find_map(|block| if let Block::Heading(text) = block { Some(text.words.as_str()) } else { None });
    let title = text::line(front(&["title"]).or_else(heading).unwrap_or_default(), text::NAME);
    let link = front(&["canonical_url", "canonical", "url", "permalink"]).and_then(|url| WebLink::parse(url).ok());
    let mut reading = Reading { source: &source, findings: Findings::default(), inferred: Vec::new() };
    let running: Vec<&Text> = running(&document);
    let mut people = People::of(circumstances.hosts, running.iter().copied().chain(cells(&document)));
    let author = circumstances.hosts.author.as_deref().or_else(|| front(&["author"])).map(|name| match people.known(name) {
        Known::As(person) | Known::Short(person) => person,
        Known::Several(_) => Person { name: text::line(name, text::NAME), ..Person::default() },
    });
    let (rows, clock) = rows(&document, &people, circumstances.zones);
    let firsts: BTreeSet<String> = rows.iter().flat_map(|row| &row.hosts).filter(|name| !name.contains(' ')).cloned().collect();
    people.add_named(&firsts, running.iter().copied());
    let mut sessions = Vec::new();
    let host = author.as_ref().filter(|_| running.iter().any(|text| says_i_host(&text.words)));
    if let Some(row) = rows.get(MOST_SESSIONS) {
        let sentence = format!("{} sessions are announced; at most {MOST_SESSIONS} are read", rows.len());
        reading.say(Code::TooLong, row.at, sentence, "announce them in several posts");
    }
    for row in rows.iter().take(MOST_SESSIONS) {
        sessions.extend(reading.session(row, &title, &people, host, &Context { posted, fallback: clock.clone() }));
    }
    if rows.is_empty() {
        reading.say(
            Code::NoSessions,
            0,
            "no session was found in this post",
            "write a table with the headings When, Who and Topic, or a list with lines like “* Tue at 14:30 ET, Niko: topic”",
        );
    }
    reading.marks(running.iter().copied().chain(cells(&document)));
    reading.reused(&rows[..rows.len().min(MOST_SESSIONS)], &sessions);
    let mut hosts: Vec<Person> = Vec::new();
    for host in sessions.iter().flat_map(|(_, session)| &session.hosts) {
        if !hosts.contains(host) {
            hosts.push(host.clone());
        }
    }
    let mut ways = ways(&running, &hosts, &people, author.as_ref());
    reading.ways(&mut ways);
    let meetings: Vec<(JoinLink, usize)> = if ways.join.is_some() { Vec::new() } else { ways.meetings };
    let mut sessions: Vec<Announced> = sessions.into_iter().map(|(_, session)| session).collect();
    if let [(meeting, _)] = &meetings[..] {
        sessions.iter_mut().filter(|session| session.meeting.is_none()).for_each(|session| session.meeting = Some(meeting.clone()));
    }
    let general = reading.calls(&running, &mut sessions);
    reading.overlaps(&sessions);
    reading.inferred.sort_by_key(|inferred| inferred.place);
    Ok(Announcement {
        slug: slug.to_owned(),
        title,
        posted,
        link,
        sessions,
        calls: general,
        join: ways.join,
        findings: reading.findings.finish(),
        inferred: reading.inferred,
    })
}

/// Links to a page of times that an earlier post used for another time; each with the number of the post that has it.
#[must_use]
pub fn reused_between(posts: &[&Announcement]) -> Vec<(usize, Finding)> {
    let mut order: Vec<usize> = (0..posts.len()).collect();
    order.sort_by_key(|at| posts[*at].posted);
    let mut seen: BTreeMap<&str, (usize, NaiveDateTime)> = BTreeMap::new();
    let mut found = Vec::new();
    for at in order {
        for session in &posts[at].sessions {
            let Some(link) = &session.times else { continue };
            let (first, local) = *seen.entry(link.as_str()).or_insert((at, session.local));
            if first != at && local != session.local {
                let sentence = format!("the link {} stood beside {} in {}", text::line(link.as_str(), 80), local.format("%Y-%m-%d %H:%M"), posts[first].slug);
                found.push((at, Finding::new(Code::ReusedLink, session.place, sentence, "link the page of this time")));
            }
        }
    }
    found
}

/// Paragraphs, items and headings.
fn running(document: &Document) -> Vec<&Text> {
    document
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Item(text) | Block::Paragraph(text) | Block::Heading(text) => Some(text),
            Block::Table { .. } => None,
        })
        .collect()
}

fn cells(document: &Document) -> impl Iterator<Item = &Text> {
    document
        .blocks
        .iter()
        .flat_map(|block| match block {
            Block::Table { rows, .. } => &rows[..],
            Block::Item(_) | Block::Paragraph(_) | Block::Heading(_) => &[],
        })
        .flatten()
}

/// “I will be hosting”.
fn says_i_host(text: &str) -> bool {
    let said = sentence::words(text).join(" ");
    ["i will be hosting", "i'll be hosting", "i am hosting", "i'm hosting", "i will host", "i'll host"].iter().any(|words| said.contains(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn announced(post: &str) -> Announcement {
        let hosts = HostBook::default();
        read(post.as_bytes(), &Circumstances { name: "_posts/2021-03-29-week.md", date: None, hosts: &hosts, zones: Zones::bundled() }).unwrap()
    }

    fn codes(post: &str) -> Vec<String> {
        announced(post).findings.iter().map(|finding| format!("{}:{} {}", finding.place.line, finding.place.column, finding.code.name())).collect()
    }

    #[test]
    fn a_post_without_a_date_is_refused_with_advice() {
        let hosts = HostBook::default();
        let of = |text: &str, date| read(text.as_bytes(), &Circumstances { name: "week.md", date, hosts: &hosts, zones: Zones::bundled() });
        assert_eq!(of("* Tue at noon ET: a\n", None).unwrap_err().code, Code::NoDate);
        assert_eq!(of("---\ndate: 2021-03-29 10:00:00 -0400\n---\n* Tue at noon ET: a\n", None).unwrap().posted.to_string(), "2021-03-29");
        assert_eq!(of("+++\ndate = 2021-03-29T10:00:00Z\n+++\n* Tue at noon ET: a\n", None).unwrap().posted.to_string(), "2021-03-29");
        assert_eq!(of("* Tue at noon ET: a\n", "2021-04-01".parse().ok()).unwrap().sessions[0].local.to_string(), "2021-04-06 12:00:00");
    }

    #[test]
    fn what_can_be_said_against_a_post_has_its_place() {
        for (post, expected) in [
            ("Nothing.\n", &["1:1 no-sessions"][..]),
            ("* March 23 at noon ET: Niko: traits\n", &["1:1 past"]),
            ("* Tue at 14:30, Niko: traits\n", &["1:1 no-zone"]),
            ("\n* Tue at 5 ET, Niko: traits\n", &["2:1 unclear-time"]),
            ("| When | Who |\n|--|--|\n| Wed, March 30 at noon ET | Niko |\n", &["3:3 wrong-weekday"]),
            ("| When | Who |\n|--|--|\n| Tue noon EST | Niko |\n| TBD | Niko |\n", &["3:3 wrong-season", "4:3 undecided"]),
            ("| When | Topic |\n|--|--|\n| Tue noon ET | x |\n", &["3:3 no-host"]),
            ("* Tue noon ET: Niko: a\n* Tue noon ET: Niko: b\n", &["2:1 overlap"]),
            ("* [Tue noon ET](https://t.example/1): Niko: a\n* [Wed noon ET](https://t.example/1): Niko: b\n", &["2:3 reused-link"]),
            ("* Tue noon ET: Niko: a\n\nPing Niko for the link.\n", &["3:1 no-join-channel"]),
            ("* Tue noon ET: Niko: a\n\nPing Niko on Zulip for the [link](https://zoom.us/j/1).\n", &["3:28 private-link"]),
            ("* Tue noon ET: Niko: [a](javascript:alert(1)) and [b][9] {{ x }}\n", &["1:22 bad-link", "1:51 undefined-reference", "1:58 template-tag"]),
            ("* Tue noon ET: Niko: a\n* Wed noon ET: Niko: b\n\nPeople who know Go are welcome on Friday.\n", &["4:1 unplaced-call"]),
        ] {
            assert_eq!(codes(post), expected, "{post}");
        }
    }

    #[test]
    fn an_open_meeting_is_everybodys_and_a_chat_server_is_none() {
        let post = announced("* Tue noon ET: Niko: a\n\nJoin at <https://meet.jit.si/room>, or talk on <https://discord.gg/x>.\n");
        assert_eq!(post.sessions[0].meeting.as_ref().map(|link| link.web().as_str()), Some("https://meet.jit.si/room"));
        assert!(post.findings.is_empty(), "{:?}", post.findings);
    }
}
