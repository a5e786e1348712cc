//! Decides what the rows of a post say as sessions, and what can be said against each.
//! It never makes up what a row does not say.

use super::calls::{self, About, Call, Named, calls};
use super::join::Ways;
use super::markdown::Text;
use super::people::{Known, People, Person};
use super::rows::Row;
use super::source::has_tag;
use super::when::{Context, Resolved, When, resolve};
use super::{Announced, Inferred};
use crate::finding::{Code, Finding, Findings, Place};
use crate::link::{JoinLink, WebLink};
use crate::session::TopicLink;
use crate::text;
use chrono::{Datelike, Duration, NaiveDateTime};
use std::collections::BTreeMap;

/// Implied things listed of one post.
const MOST_INFERRED: usize = 200;

/// What was said against a post while it is read.
pub(super) struct Reading<'a> {
    pub(super) source: &'a str,
    pub(super) findings: Findings,
    pub(super) inferred: Vec<Inferred>,
}

impl Reading<'_> {
    pub(super) fn say(&mut self, code: Code, at: usize, sentence: impl Into<String>, mend: impl Into<String>) {
        let source = self.source;
        self.findings.add(code, || Finding::new(code, place(source, at), sentence, mend));
    }

    /// What holds for several rows is said at the first.
    fn infer(&mut self, at: usize, sentence: impl Into<String>) {
        let sentence = sentence.into();
        if self.inferred.len() < MOST_INFERRED && self.inferred.iter().all(|inferred| inferred.sentence != sentence) {
            self.inferred.push(Inferred { place: place(self.source, at), sentence });
        }
    }

    /// The session of a row, and where the row is; `None` if its time is not certain.
    pub(super) fn session(&mut self, row: &Row, post: &str, people: &People, host: Option<&Person>, context: &Context) -> Option<(usize, Announced)> {
        let resolved = row.when.clone().and_then(|when: When| resolve(&when, &row.phrase, context));
        let Resolved { local, zone, length, repeats, inferred, doubts } = match resolved {
            Ok(resolved) => resolved,
            Err(unread) => {
                self.say(unread.code, row.at, unread.sentence, unread.mend);
                return None;
            }
        };
        inferred.into_iter().for_each(|sentence| self.infer(row.at, sentence));
        if local.date() < context.posted && repeats.is_none() && !row.cancelled {
            let sentence = format!("{} is before {}, when the post was written", local.date(), context.posted);
            self.say(Code::Past, row.at, sentence, "correct the date, or write its year");
        }
        doubts.into_iter().for_each(|doubt| self.say(doubt.code, row.at, doubt.sentence, doubt.mend));
        let hosts = self.hosts(row, people, host);
        let mut topics = Vec::new();
        let mut meeting = None;
        let mut title = row.title.clone();
        for (words, href, at) in &row.topics {
            match JoinLink::parse(href) {
                Ok(link) if link.is_room() => {
                    // “traits [Zoom](…)”: its words are no part of the topic.
                    title = title.strip_suffix(words.as_str()).map_or(title.clone(), |rest| rest.trim_end_matches([' ', ',', '(', '-', '–', ':']).to_owned());
                    meeting = Some(link);
                }
                Ok(link) => topics.push(TopicLink { title: words.clone(), link: link.web().clone() }),
                Err(why) => self.bad_link(href, *at, &why.to_string()),
            }
        }
        let mut times = None;
        for (href, at) in &row.times {
            match WebLink::parse(href) {
                Ok(link) => times = times.or(Some(link)),
                Err(why) => self.bad_link(href, *at, &why.to_string()),
            }
        }
        let title = if title.is_empty() { text::line(post, text::TITLE) } else { title };
        let place = place(self.source, row.at);
        Some((row.at, Announced { place, local, zone, length, repeats, hosts, title, topics, times, meeting, wanted: Vec::new(), cancelled: row.cancelled }))
    }

    /// An address with a template's tag in it is named as such, once.
    fn bad_link(&mut self, href: &str, at: usize, why: &str) {
        if !has_tag(href) {
            self.say(Code::BadLink, at, format!("“{}” is left out: {why}", text::line(href, 80)), "write the whole address");
        }
    }

    fn hosts(&mut self, row: &Row, people: &People, otherwise: Option<&Person>) -> Vec<Person> {
        let mut hosts = Vec::new();
        for name in &row.hosts {
            let host = match people.known(name) {
                Known::As(person) => person,
                Known::Short(person) => {
                    self.infer(row.at, format!("{name} is {}", person.name));
                    person
                }
                Known::Several(names) => {
                    self.say(Code::UnknownHost, row.at, format!("“{name}” could be {}", names.join(" or ")), "write the full name");
                    Person { name: text::line(name, text::NAME), ..Person::default() }
                }
            };
            if people.is_missing(&host) {
                self.say(Code::UnknownHost, row.at, format!("{} is not in the list of hosts", host.name), "add them to hosts.toml, or correct the name");
            }
            if !hosts.contains(&host) {
                hosts.push(host);
            }
        }
        if hosts.is_empty()
            && let Some(host) = otherwise
        {
            self.infer(row.at, format!("where nobody is named, the host is {}, who wrote the post and says so", host.name));
            hosts.push(host.clone());
        }
        if hosts.is_empty() && !row.cancelled {
            self.say(
                Code::NoHost,
                row.at,
                format!("the session “{}” names no host", text::line(&row.phrase, 60)),
                "add a name, so that people know whom to ask",
            );
        }
        hosts
    }

    pub(super) fn marks<'t>(&mut self, texts: impl Iterator<Item = &'t Text>) {
        for text in texts {
            for at in &text.tags {
                self.say(
                    Code::TemplateTag,
                    *at,
                    "a template’s tag was left in the text, and is not read",
                    "run sbell on the built page’s source, or write the value",
                );
            }
            for (label, at) in &text.undefined {
                self.say(
                    Code::UndefinedReference,
                    *at,
                    format!("the reference [{}] is defined nowhere", text::line(label, 60)),
                    format!("add a line “[{}]: https://…”", text::line(label, 60)),
                );
            }
        }
    }

    /// Two rows of different times with one link to a page of times: one of them is of another week.
    pub(super) fn reused(&mut self, rows: &[Row], sessions: &[(usize, Announced)]) {
        let mut seen: BTreeMap<&str, NaiveDateTime> = BTreeMap::new();
        let mut found = Vec::new();
        for row in rows {
            let Some((_, session)) = sessions.iter().find(|(at, _)| *at == row.at) else { continue };
            for (href, at) in &row.times {
                if *seen.entry(href).or_insert(session.local) != session.local {
                    found.push((*at, href.clone()));
                }
            }
        }
        for (at, href) in found {
            let sentence = format!("the link {} stands beside two different times", text::line(&href, 80));
            self.say(Code::ReusedLink, at, sentence, "link the page of this time");
        }
    }

    pub(super) fn ways(&mut self, ways: &mut Ways) {
        if let Some(me) = &ways.me {
            self.infer(ways.at, format!("“me” is {me}, the only host not named beside it"));
        }
        if let Some(join) = &ways.join
            && join.channels.is_empty()
            && join.people.iter().all(|person| person.book.is_none())
        {
            self.say(
                Code::NoJoinChannel,
                ways.at,
                "people are told to ask, but not where",
                "name Zulip, Discord, Matrix, Telegram, Slack, IRC, an e-mail address or a page",
            );
        }
        if ways.join.is_some() {
            for (link, at) in &ways.meetings {
                let service = link.service().unwrap_or_default();
                self.say(
                    Code::PrivateLink,
                    *at,
                    format!("people are told to ask for the link, and here is one into {service}"),
                    "take the link out of the post and get a new one: everybody could read it",
                );
            }
        }
    }

    /// Puts calls on their sessions; answers the others.
    pub(super) fn calls(&mut self, texts: &[&Text], sessions: &mut [Announced]) -> Vec<String> {
        let named: Vec<Named<'_>> = sessions
            .iter()
            .map(|session| Named {
                weekday: session.repeats.is_none().then(|| session.local.weekday()),
                hosts: session.hosts.iter().map(|host| host.name.as_str()).collect(),
                title: &session.title,
            })
            .collect();
        let found: Vec<(usize, Call)> =
            texts.iter().flat_map(|text| calls(&text.words, &named).into_iter().map(|call| (text.at, call))).take(calls::MOST).collect();
        let mut general = Vec::new();
        for (at, call) in found {
            match call.about {
                About::All => general.push(call.words),
                About::One(which) => {
                    if let Some(session) = sessions.get_mut(which) {
                        session.wanted.push(call.words);
                    }
                }
                About::Unclear => {
                    let sentence = format!("no one session fits “{}”; it is put on all", text::line(&call.words, 80));
                    self.say(Code::UnplacedCall, at, sentence, "name the day and the host, or the topic");
                    general.push(call.words);
                }
            }
        }
        general
    }

    pub(super) fn overlaps(&mut self, sessions: &[Announced]) {
        let span = |session: &Announced| {
            let from = session.zone.read(session.local).instant();
            (from, from + session.length.unwrap_or(Duration::minutes(1)))
        };
        for (number, one) in sessions.iter().enumerate() {
            let clash = sessions[..number].iter().find(|other| {
                let ((a, b), (c, d)) = (span(one), span(other));
                !one.cancelled && !other.cancelled && a < d && c < b && one.hosts.iter().any(|host| other.hosts.contains(host))
            });
            if let Some(other) = clash {
                let who = one.hosts.iter().find(|host| other.hosts.contains(host)).map_or("", |host| &host.name);
                let sentence = format!("{who} hosts “{}” at the same time", text::line(&other.title, 60));
                self.findings.add(Code::Overlap, || Finding::new(Code::Overlap, one.place, sentence, "move one of the two"));
            }
        }
    }
}

/// A cell begins with the space before its words.
fn place(source: &str, at: usize) -> Place {
    let words = source.get(at..).map_or(at, |rest| at + rest.len() - rest.trim_start_matches(' ').len());
    Place::of_byte(source, words)
}
