//! Decides which session one VEVENT is (RFC 5545 section 3.6.1).
//! It never takes a link from running text unless it leads into a meeting service that is known.

use super::lines::Line;
use super::place;
use super::times::{Clockmaker, Unclear, between, length, on_the_clock_of, parameter};
use super::words::Words;
use crate::feed::assemble::{Entry, Repeats, shared_text, uid_of_nameless};
use crate::feed::issues::Issues;
use crate::feed::{Weight, html};
use crate::language::sentence;
use crate::link::{JoinLink, WebLink, is_mailbox};
use crate::recur::{Rule, Until};
use crate::session::{Channel, Contact, Host, LONGEST, Session, Start, Status, Uid, Way};
use crate::text;
use calcard::icalendar::{ICalendarComponent, ICalendarDuration, ICalendarParameterName, ICalendarProperty, ICalendarValue};
use calcard::{Entry as Parsed, Parser, common::IanaParse};
use chrono::Duration;
use std::borrow::Cow;
use std::sync::Arc;

/// The properties that the parser reads: times, people and addresses.
const PARSED: [&str; 8] = ["DTSTART", "DTEND", "DURATION", "RDATE", "EXDATE", "RECURRENCE-ID", "ORGANIZER", "CONFERENCE"];
/// Most bytes of one event that are read, in known properties.
const MOST_BYTES: usize = 256 * 1024;
/// Most lines of one event.
const MOST_LINES: usize = 2_000;
/// Rules of one event.
const MOST_RULES: usize = 16;
/// Longest identifier, in bytes; those of Exchange are longer than RFC 8984 allows.
const LONGEST_UID: usize = 1_024;

/// A VEVENT as its lines come in.
#[derive(Debug)]
pub(super) struct Event {
    /// Where it begins.
    line: usize,
    words: Words,
    /// What the parser reads, as it takes it.
    source: String,
    lines: usize,
    rules: Vec<(usize, String)>,
    /// It has a rule of times that are left out (EXRULE of RFC 2445).
    unruled: bool,
    cut: bool,
}

/// What came of it.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) entry: Entry,
    /// The time in its series that it takes the place of.
    pub(super) of: Option<Start>,
}

impl Event {
    pub(super) fn new(line: usize) -> Self {
        Self { line, words: Words::default(), source: "BEGIN:VEVENT\r\n".to_owned(), lines: 0, rules: Vec::new(), unruled: false, cut: false }
    }

    /// Takes in one of its lines.
    pub(super) fn take(&mut self, line: Line<'_>) {
        let name = line.name();
        if self.words.take(name, line) {
            return;
        }
        let is = |other: &str| name.eq_ignore_ascii_case(other);
        if is("RRULE") {
            if self.rules.len() < MOST_RULES {
                self.rules.push((line.number, line.value()));
            }
        } else if is("EXRULE") {
            self.unruled = true;
        } else if PARSED.iter().any(|known| is(known)) {
            if self.lines >= MOST_LINES || self.source.len() >= MOST_BYTES {
                self.cut = true;
                return;
            }
            self.lines += 1;
            let end = self.source.len() + MOST_BYTES;
            self.source.extend(line.unfolded());
            self.source.truncate(self.source.floor_char_boundary(end));
            self.source.push_str("\r\n");
        }
    }

    /// The session that it is; `None` if it had to be left out.
    pub(super) fn read(mut self, is_cancelled: bool, clock: &mut Clockmaker<'_>, issues: &mut Issues) -> Option<Read> {
        let here = place(self.line);
        self.source.push_str("END:VEVENT\r\n");
        let Parsed::ICalendar(parsed) = Parser::new(&self.source).entry() else {
            issues.add(Weight::Error, here, sentence("issue-event-unreadable"));
            return None;
        };
        let event = parsed.components.first()?;
        if self.cut {
            issues.warn(here.clone(), sentence("issue-event-cut"));
        }
        let (start, length) = self.when(event, clock, issues)?;
        let of = match event.property(&ICalendarProperty::RecurrenceId) {
            None => None,
            Some(id) => match clock.time(id) {
                Ok(of) => Some(of),
                Err(why) => {
                    issues.add(Weight::Error, here, sentence("issue-occurrence-unclear").with("why", why));
                    return None;
                }
            },
        };
        let title = self.words.title.as_deref().unwrap_or_default();
        let title = text::line(&if title.contains('&') { Cow::Owned(html::decoded(title)) } else { Cow::Borrowed(title) }, text::TITLE);
        let repeats = if of.is_none() { self.repeats(event, &start, clock, issues) } else { None };
        // What takes place once is shown on its host's clock, if the calendar says where that hangs.
        let start = match (start, clock.usual) {
            (Start::Zoned { at, zone, .. }, Some(usual)) if repeats.is_none() && of.is_none() && zone == crate::zone::Zone::UTC => {
                Start::zoned(usual.wall(at), usual)
            }
            (start, _) => start,
        };
        let whole = self.words.uid.as_deref().map(|uid| uid.chars().filter(|c| !c.is_control()).collect::<String>()).unwrap_or_default();
        let uid = match whole.trim() {
            "" => {
                issues.warn(here.clone(), sentence("issue-event-no-uid"));
                uid_of_nameless(&title, &start.wall())
            }
            long if long.len() > LONGEST_UID => {
                issues.add(Weight::Error, here, sentence("issue-event-uid-length"));
                return None;
            }
            uid => Uid(uid.into()),
        };
        if title.is_empty() {
            issues.warn(here.clone(), sentence("issue-event-no-title"));
        }
        let places = Places::of(event, &self.words);
        let range = event.property(&ICalendarProperty::RecurrenceId).is_some_and(|id| id.params.iter().any(|one| one.name == ICalendarParameterName::Range));
        let session = Session {
            uid,
            occurrence: None,
            title: title.into(),
            topics: Arc::default(),
            description: shared_text(description(&self.words)),
            place: shared_text(places.location.clone()),
            start,
            duration: length,
            hosts: host(event).map_or_else(Arc::default, |host| [host].into()),
            status: if is_cancelled { Status::Cancelled } else { status(&self.words) },
            sequence: self.words.sequence.as_deref().and_then(|number| number.parse().ok()).unwrap_or(0),
            way: match way(event, &places) {
                Way::Unstated => Arc::clone(&clock.unstated),
                stated => Arc::new(stated),
            },
            wanted: Arc::default(),
            post: places.post,
        };
        Some(Read {
            entry: Entry {
                session,
                updated: self.words.modified.or(self.words.stamped).map(Into::into),
                place: here.into(),
                repeats: repeats.map(Box::new),
                from_then_on: range && of.is_some(),
            },
            of,
        })
    }

    /// Its start and length.
    fn when(&self, event: &ICalendarComponent, clock: &mut Clockmaker<'_>, issues: &mut Issues) -> Option<(Start, Option<Duration>)> {
        let here = || place(self.line);
        let start = event.property(&ICalendarProperty::Dtstart).ok_or_else(|| sentence("time-none")).and_then(|entry| clock.time(entry));
        let start = start.map_err(|why: Unclear| issues.add(Weight::Error, here(), sentence("issue-event-start-unclear").with("why", why))).ok()?;
        let end = event.property(&ICalendarProperty::Dtend).map(|entry| clock.time(entry).map(|end| Some(between(&start, &end))));
        let given = end.or_else(|| {
            let value = event.property(&ICalendarProperty::Duration)?.values.first()?;
            Some(match value {
                ICalendarValue::Duration(duration) => Ok(length(duration)),
                _ => Err(sentence("time-duration")),
            })
        });
        let length = match given {
            None => None,
            Some(Ok(length)) => length.filter(|length| *length > Duration::zero() && *length <= LONGEST).or_else(|| {
                // An end at the start says that there is none.
                if length.is_none_or(|length| length != Duration::zero()) {
                    issues.warn(here(), sentence("issue-event-end-range"));
                }
                None
            }),
            Some(Err(why)) => {
                issues.warn(here(), sentence("issue-no-end").with("why", why));
                None
            }
        };
        Some((start, length))
    }

    /// How often it takes place, if it is more than once.
    fn repeats(&self, event: &ICalendarComponent, start: &Start, clock: &mut Clockmaker<'_>, issues: &mut Issues) -> Option<Repeats> {
        let mut repeating = !self.rules.is_empty();
        if repeating || event.has_property(&ICalendarProperty::Rdate) {
            let Some(left) = clock.series_left.checked_sub(1) else { return Some(Repeats::unfollowed()) };
            clock.series_left = left;
        }
        let mut repeats = Repeats { starts_anyway: true, ..Repeats::default() };
        for (line, rule) in &self.rules {
            match Rule::parse(rule) {
                Ok(rule) => repeats.rules.push(ended(rule, start)),
                Err(why) => issues.warn(place(*line), sentence("issue-only-first-date").with("why", why.sentence())),
            }
        }
        if self.unruled {
            issues.warn(place(self.line), sentence("issue-exrule"));
        }
        for entry in event.properties(&ICalendarProperty::Rdate) {
            repeating = true;
            match clock.times(entry) {
                Ok(times) => repeats.also.extend(times.into_iter().map(|(time, length)| (on_the_clock_of(start, &time), length))),
                Err(why) => issues.warn(place(self.line), sentence("issue-rdate").with("why", why)),
            }
        }
        for entry in event.properties(&ICalendarProperty::Exdate) {
            match clock.times(entry) {
                Ok(times) => {
                    for (time, _) in times {
                        match (&time, start) {
                            // A day that is left out is left out with all its times.
                            (Start::AllDay(day), Start::Zoned { .. } | Start::Floating(_)) => drop(repeats.except_days.insert(*day)),
                            _ => drop(repeats.except.insert(on_the_clock_of(start, &time))),
                        }
                    }
                }
                Err(why) => issues.warn(place(self.line), sentence("issue-exdate").with("why", why)),
            }
        }
        repeating.then_some(repeats)
    }
}

/// A rule whose end is on the clock of its series.
fn ended(rule: Rule, start: &Start) -> Rule {
    let rule = if matches!(start, Start::AllDay(_)) { rule.of_days() } else { rule };
    match (rule.until(), start) {
        (Some(Until::Utc(last)), Start::Zoned { zone, .. }) => rule.with_until(zone.wall(last.and_utc())),
        (Some(Until::Utc(_) | Until::Local(_) | Until::Day(_)) | None, _) => rule,
    }
}

/// Where it takes place, and where it is written about.
#[derive(Debug, Default)]
struct Places {
    /// In words.
    location: String,
    links: Vec<JoinLink>,
    post: Option<WebLink>,
}

impl Places {
    fn of(event: &ICalendarComponent, words: &Words) -> Self {
        let mut found = Self::default();
        let conferences = event.properties(&ICalendarProperty::Conference).filter_map(|entry| entry.values.first()?.as_text());
        found.links.extend(conferences.filter_map(|link| JoinLink::parse(link).ok()));
        match words.url.as_deref().map(JoinLink::parse) {
            Some(Ok(link)) if link.service().is_some() => found.links.push(link),
            Some(Ok(link)) => found.post = Some(link.web().clone()),
            Some(Err(_)) | None => {}
        }
        if let Some(location) = &words.location {
            found.location = text::line(location, text::TITLE);
            found.links.extend(known_links(location));
        }
        found.links.extend(words.links.iter().filter_map(|link| JoinLink::parse(link).ok()));
        found.links.extend(words.description.iter().flat_map(|description| known_links(description)));
        let mut seen = std::collections::BTreeSet::new();
        found.links.retain(|link| seen.insert(link.web().clone()));
        found.links.truncate(8);
        // An address instead of a place is one of the links by now.
        if found.location.starts_with("https://") && !found.location.contains(' ') && !found.links.is_empty() {
            found.location.clear();
        }
        found
    }
}

/// The links of a text that lead into a meeting service that is known.
fn known_links(text: &str) -> impl Iterator<Item = JoinLink> {
    let begins = text.match_indices("https://").take(50);
    begins.filter_map(|(at, _)| {
        let rest = text.get(at..)?;
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '\'' | ')' | ']' | '|')).unwrap_or(rest.len());
        let address = rest.get(..end)?.trim_end_matches(['.', ',', ';', ':', '!', '?']);
        JoinLink::parse(&address.replace("&amp;", "&")).ok().filter(|link| link.service().is_some())
    })
}

fn way(event: &ICalendarComponent, places: &Places) -> Way {
    if !places.links.is_empty() {
        return Way::Public(places.links.clone());
    }
    let organizer = text_of(event, &ICalendarProperty::Organizer).unwrap_or_default();
    let address = organizer.split_once(':').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("mailto")).map_or(organizer, |(_, address)| address);
    // The address of a calendar answers nobody.
    let answers =
        !address.ends_with("calendar.google.com") && !["noreply", "no-reply", "donotreply"].iter().any(|one| address.to_ascii_lowercase().starts_with(one));
    if is_mailbox(address) && answers {
        let contact = Contact { person: host(event).map(|host| host.name), channel: Channel::Mail { address: address.to_owned() } };
        return Way::Ask { instructions: String::new(), contacts: vec![contact], room: None };
    }
    Way::Unstated
}

/// Who organizes it, if a name is given (RFC 5545 section 3.2.2).
fn host(event: &ICalendarComponent) -> Option<Host> {
    let name = text::line(parameter(event.property(&ICalendarProperty::Organizer)?, &ICalendarParameterName::Cn)?, text::NAME);
    (!name.is_empty() && !name.contains('@')).then_some(Host { name })
}

fn description(words: &Words) -> String {
    let plain = words.description.as_deref().filter(|plain| !plain.trim().is_empty());
    let raw = plain.or(words.alternative.as_deref()).unwrap_or_default();
    if html::is_html(raw) { text::prose(&html::words(raw), text::PROSE) } else { text::prose(raw, text::PROSE) }
}

fn status(words: &Words) -> Status {
    match words.status.as_deref() {
        Some(status) if status.eq_ignore_ascii_case("CANCELLED") => Status::Cancelled,
        Some(status) if status.eq_ignore_ascii_case("TENTATIVE") => Status::Tentative,
        Some(_) | None => Status::Confirmed,
    }
}

fn text_of<'a>(event: &'a ICalendarComponent, name: &ICalendarProperty) -> Option<&'a str> {
    event.property(name)?.values.first()?.as_text()
}

/// A length of time that a property of the calendar itself says, such as how often to look again.
pub(super) fn duration(value: &str) -> Option<Duration> {
    length(&ICalendarDuration::parse(value.trim().as_bytes())?)
}
