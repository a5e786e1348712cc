//! Decides what an iCalendar document means (RFC 5545, RFC 7986), as lenient as the programs that write them are careless.
//! It never hands more to the parser than one event's known properties, so that no document costs more than it weighs.

mod event;
mod lines;
mod times;
mod words;
mod zones;

use super::assemble::{Entry, assemble, most_series};
use super::issues::Issues;
use super::{Issue, NotAFeed, Scope, Weight};
use crate::language::sentence;
use crate::series::Feed;
use crate::session::{RecurrenceId, Start, Uid, Way};
use crate::text;
use crate::zone::Zone;
use chrono::Duration;
use event::Event;
use lines::{Line, lines};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use times::{Clockmaker, on_the_clock_of};
use words::unescaped;
use zones::{Definition, Known};

/// Deepest nesting of components that is followed; RFC 5545 knows three levels.
const DEEPEST: usize = 16;

/// Whether a document is an iCalendar one, whatever stands before its first component.
pub(super) fn is_one(document: &[u8]) -> bool {
    let head = document.get(..2_048).unwrap_or(document);
    head.split(|byte| *byte == b'\n').any(|line| {
        let line = line.trim_ascii();
        [&b"BEGIN:VCALENDAR"[..], b"BEGIN:VEVENT"].iter().any(|begin| line.eq_ignore_ascii_case(begin))
    })
}

/// What is inside of which component.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Inside {
    Calendar,
    Event,
    Zone,
    Observance,
    /// What is not read: alarms, to-dos, journals and everything in them.
    Other,
}

impl Inside {
    fn named(name: &str, outer: Option<Self>) -> Self {
        let is = |other: &str| name.eq_ignore_ascii_case(other);
        match outer {
            None | Some(Self::Calendar) if is("VCALENDAR") => Self::Calendar,
            None | Some(Self::Calendar) if is("VEVENT") => Self::Event,
            None | Some(Self::Calendar) if is("VTIMEZONE") => Self::Zone,
            Some(Self::Zone) if is("STANDARD") || is("DAYLIGHT") => Self::Observance,
            _ => Self::Other,
        }
    }
}

/// What stands beside the events.
#[derive(Debug, Default)]
struct Head {
    title: String,
    description: String,
    uid: String,
    refresh: Option<Duration>,
    zone: Option<Zone>,
    /// The whole is a message that takes its events back (RFC 5546 section 3.2.5).
    cancels: bool,
}

pub(super) fn parse(bytes: &[u8], scope: &Scope) -> Result<(Feed, Vec<Issue>), NotAFeed> {
    let mut issues = Issues::default();
    // Checking a whole document is quick, mending one is not.
    let document = std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed);
    if matches!(document, Cow::Owned(_)) {
        issues.warn(String::new(), sentence("issue-not-utf8"));
    }
    let mut known = Known::new(scope.zones, scope.window.from);
    let mut head = Head::default();
    // Zones may be defined behind the events that are in them.
    let seen = survey(&document, &mut head, &mut known, &mut issues);
    if seen > scope.most_entries {
        issues.add(Weight::Error, String::new(), sentence("issue-only-first-events").with("most", scope.most_entries).with("all", seen));
    }
    let mut clock = Clockmaker { known: &mut known, usual: head.zone, unstated: Arc::new(Way::Unstated), series_left: most_series(scope.most_entries) };
    let entries = events(&document, &head, seen.min(scope.most_entries), &mut clock, &mut issues);
    let mut feed =
        Feed { uid: head.uid, title: head.title, description: head.description, refresh: head.refresh, ..Feed::empty(scope.window, scope.most_entries) };
    assemble(&mut feed, entries, scope, &mut issues);
    Ok((feed, issues.finish()))
}

/// Walks through the components: what begins, what stands in it, what ends.
fn walk<'a>(document: &'a str, mut take: impl FnMut(Step<'a>)) {
    let mut stack: Vec<Inside> = Vec::new();
    // Components below the deepest that is followed.
    let mut below = 0_usize;
    for line in lines(document) {
        let name = line.name();
        if name.eq_ignore_ascii_case("BEGIN") {
            let component = line.value();
            let outer = stack.last().copied();
            let inside = Inside::named(&component, outer);
            // An event that was never ended is ended by the next.
            let is_next = component.eq_ignore_ascii_case("VEVENT") && outer.is_some_and(|outer| outer != Inside::Calendar);
            if let Some(at) = stack.iter().position(|one| *one == Inside::Event).filter(|_| is_next) {
                take(Step::End(Inside::Event));
                stack.truncate(at);
                below = 0;
                take(Step::Begin(Inside::Event, line));
                stack.push(Inside::Event);
            } else if stack.len() < DEEPEST {
                take(Step::Begin(inside, line));
                stack.push(inside);
            } else {
                below += 1;
            }
        } else if name.eq_ignore_ascii_case("END") {
            let component = line.value();
            let ends_event = component.eq_ignore_ascii_case("VEVENT");
            if let Some(at) = stack.iter().position(|one| *one == Inside::Event).filter(|_| ends_event) {
                // An alarm in it that was never ended ends with it.
                stack.truncate(at);
                below = 0;
                take(Step::End(Inside::Event));
            } else if below > 0 {
                below -= 1;
            } else if let Some(inside) = stack.pop() {
                take(Step::End(inside));
            }
        } else if below == 0
            && let Some(inside) = stack.last()
        {
            take(Step::Line(*inside, line));
        }
    }
    if stack.contains(&Inside::Event) {
        take(Step::End(Inside::Event));
    }
}

/// A step of a walk through a document.
#[derive(Clone, Copy, Debug)]
enum Step<'a> {
    Begin(Inside, Line<'a>),
    Line(Inside, Line<'a>),
    End(Inside),
}

/// Reads what stands beside the events: names, zones, how often to look again. Answers how many events there are.
fn survey(document: &str, head: &mut Head, known: &mut Known, issues: &mut Issues) -> usize {
    let mut definition: Option<Definition> = None;
    let (mut zone, mut events) = (None, 0);
    walk(document, |step| match step {
        Step::Begin(Inside::Zone, _) => definition = Some(Definition::default()),
        Step::Begin(Inside::Observance, _) => definition.iter_mut().for_each(Definition::begin_observance),
        Step::Line(Inside::Zone, line) => definition.iter_mut().for_each(|definition| definition.read(line)),
        Step::Line(Inside::Observance, line) => definition.iter_mut().for_each(|definition| definition.read_observance(line)),
        Step::End(Inside::Zone) => definition.take().into_iter().for_each(|definition| known.define(definition)),
        Step::Begin(Inside::Event, _) => events += 1,
        Step::Line(Inside::Calendar, line) => note(line, head, &mut zone),
        Step::Begin(..) | Step::Line(Inside::Event | Inside::Other, _) | Step::End(..) => {}
    });
    if let Some((name, number)) = zone {
        head.zone = known.find(&name);
        if head.zone.is_none() {
            issues.warn(place(number), sentence("issue-calendar-zone").with("name", text::line(&name, 60)));
        }
    }
    events
}

/// Notes a property of the calendar itself; of several calendars in one document the first that says it counts.
fn note(line: Line<'_>, head: &mut Head, zone: &mut Option<(String, usize)>) {
    let words = |limit: usize| text::line(&unescaped(&line.value()), limit);
    match line.name().to_ascii_uppercase().as_str() {
        "NAME" => head.title = words(text::NAME),
        "X-WR-CALNAME" if head.title.is_empty() => head.title = words(text::NAME),
        "DESCRIPTION" | "X-WR-CALDESC" if head.description.is_empty() => head.description = text::prose(&unescaped(&line.value()), text::PROSE),
        "UID" | "X-WR-RELCALID" if head.uid.is_empty() => head.uid = words(255),
        "X-WR-TIMEZONE" | "TIMEZONE-ID" if zone.is_none() => *zone = Some((line.value(), line.number)),
        "REFRESH-INTERVAL" | "X-PUBLISHED-TTL" if head.refresh.is_none() => head.refresh = event::duration(&line.value()),
        "METHOD" => head.cancels |= line.value().eq_ignore_ascii_case("CANCEL"),
        _ => {}
    }
}

/// Reads the first `most` events. Each changed occurrence is named by the clock of the series that it is of.
fn events(document: &str, head: &Head, most: usize, clock: &mut Clockmaker<'_>, issues: &mut Issues) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::with_capacity(most);
    let mut changes: Vec<(usize, Start)> = Vec::new();
    let mut event: Option<Event> = None;
    let (mut seen, mut tasks) = (0_usize, 0_usize);
    walk(document, |step| match step {
        Step::Begin(Inside::Event, line) => {
            seen += 1;
            event = (seen <= most).then(|| Event::new(line.number));
        }
        Step::Line(Inside::Event, line) => event.iter_mut().for_each(|event| event.take(line)),
        Step::End(Inside::Event) => {
            if let Some(read) = event.take().and_then(|event| event.read(head.cancels, clock, issues)) {
                changes.extend(read.of.map(|of| (entries.len(), of)));
                entries.push(read.entry);
            }
        }
        Step::Begin(Inside::Other, line) => tasks += usize::from(line.value().eq_ignore_ascii_case("VTODO")),
        Step::Begin(..) | Step::Line(..) | Step::End(..) => {}
    });
    if tasks > 0 {
        issues.warn(String::new(), sentence("issue-to-dos").with("n", tasks));
    }
    if !changes.is_empty() {
        let are_changes: BTreeSet<usize> = changes.iter().map(|(at, _)| *at).collect();
        let firsts = entries.iter().enumerate().filter(|(at, _)| !are_changes.contains(at));
        let clocks: BTreeMap<Uid, Start> = firsts.map(|(_, entry)| (entry.session.uid.clone(), entry.session.start)).collect();
        for (at, of) in changes {
            let Some(entry) = entries.get_mut(at) else { continue };
            let clock = clocks.get(&entry.session.uid).unwrap_or(&of);
            entry.session.occurrence = Some(RecurrenceId(on_the_clock_of(clock, &of)));
        }
    }
    entries
}

/// Where an issue is.
fn place(line: usize) -> String {
    format!("line {line}")
}
