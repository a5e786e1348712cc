//! Decides what can be said against a feed before it is published: what readers would not see, and what would mislead them.
//! It never says anything that the reading of a feed does not bear out.

mod pointer;

use crate::feed::{self, Issue, NotAFeed, Scope, Weight};
use crate::finding::{Code, Finding, Findings, Place};
use crate::link::JoinLink;
use crate::series::Feed;
use crate::session::{Session, Start, Status, Way};
use crate::text;
use crate::zone::{Reading, Zone};
use chrono::{DateTime, Duration, Utc};
use std::collections::BTreeSet;

/// What can be said against the bytes of a feed, in the order of the text. `now` tells what is over.
#[must_use]
pub fn check(bytes: &[u8], scope: &Scope, now: DateTime<Utc>) -> Vec<Finding> {
    let source = String::from_utf8_lossy(bytes);
    let mut findings = Findings::default();
    match feed::parse(bytes, scope) {
        Err(why) => findings.add(Code::NotAFeed, || not_a_feed(&why)),
        Ok((feed, issues)) => {
            issues.iter().for_each(|issue| findings.add(code(issue), || said(issue, &source)));
            Sayings { source: &source, findings: &mut findings }.all(&feed, now);
        }
    }
    findings.finish()
}

fn not_a_feed(why: &NotAFeed) -> Finding {
    let place = match why {
        NotAFeed::Malformed { line, column, .. } => Place { line: *line, column: *column },
        NotAFeed::Empty
        | NotAFeed::WebPage { .. }
        | NotAFeed::ScheduleXml
        | NotAFeed::NewsFeed
        | NotAFeed::CalendarXml
        | NotAFeed::TooDeep
        | NotAFeed::NotAGroup(_)
        | NotAFeed::NeedsZone => Place { line: 1, column: 1 },
    };
    let sentence = match why {
        NotAFeed::Malformed { what, .. } => format!("the document is damaged here: {what}"),
        NotAFeed::WebPage { .. } => "this is a web page, not a feed".to_owned(),
        other => other.to_string(),
    };
    Finding::new(Code::NotAFeed, place, sentence, "write a JSCalendar Group, or let sbell publish make one from your post")
}

fn code(issue: &Issue) -> Code {
    match issue.weight {
        Weight::Error if issue.place.ends_with("/timeZone") => Code::NoZone,
        Weight::Error if issue.sentence.is(feed::USED_AGAIN) => Code::DuplicateId,
        Weight::Error => Code::LeftOut,
        Weight::Warning if issue.place.ends_with("/href") || issue.place.ends_with("/uri") => Code::BadLink,
        Weight::Warning => Code::Misread,
    }
}

/// An issue of the reading, at its place in the text.
fn said(issue: &Issue, source: &str) -> Finding {
    let place = match issue.line() {
        Some(line) => Place { line, column: 1 },
        None => pointer::place(source, &issue.place),
    };
    // Issues carry their own advice after a semicolon.
    let whole = issue.sentence.to_string();
    let (sentence, mend) = whole.split_once("; ").unwrap_or((&whole, ""));
    Finding::new(code(issue), place, sentence, mend)
}

struct Sayings<'a> {
    source: &'a str,
    findings: &'a mut Findings,
}

impl Sayings<'_> {
    fn say(&mut self, code: Code, session: &Session, sentence: String, mend: &str) {
        if self.findings.is_full(code) {
            return self.findings.add(code, || Finding::new(code, Place::default(), sentence, mend));
        }
        let place = of_uid(self.source, &session.uid.0);
        // Of a series, the first date stands for all.
        if !self.findings.has(code, place) {
            self.findings.add(code, || Finding::new(code, place, sentence, mend));
        }
    }

    fn all(&mut self, feed: &Feed, now: DateTime<Utc>) {
        let repeating: BTreeSet<&str> = feed.series.iter().map(|series| &*series.first.uid.0).collect();
        for session in &feed.sessions {
            self.times(session);
            self.people(session, repeating.contains(&*session.uid.0));
        }
        self.overlaps(&feed.sessions);
        let is_over = |session: &Session| session.end(Zone::UTC) < now;
        if repeating.is_empty()
            && let Some(last) = feed.sessions.iter().max_by_key(|session| session.end(Zone::UTC)).filter(|last| is_over(last))
        {
            let sentence = format!("every session of this feed is over; the last one was on {}", last.start.wall().date());
            self.say(Code::Past, last, sentence, "add the next sessions");
        }
    }

    fn times(&mut self, session: &Session) {
        let Start::Zoned { local, zone, at } = session.start else {
            if let Start::Floating(local) = session.start {
                let sentence = format!("“{}” is at {} wherever its reader is", shown(&session.title), local.format("%H:%M"));
                self.say(Code::NoZone, session, sentence, "add “timeZone”, such as “Europe/Berlin”");
            }
            return;
        };
        match zone.read(local) {
            Reading::Once(_) => {}
            Reading::Gap(_) => {
                let sentence = format!(
                    "clocks in {} are put forward over {}; it is read as {}",
                    zone.name(),
                    local.format("%H:%M on %Y-%m-%d"),
                    zone.wall(at).format("%H:%M")
                );
                self.say(Code::SkippedHour, session, sentence, "choose a time that exists");
            }
            Reading::Fold(_) => {
                let sentence = format!("clocks in {} show {} twice; the first is meant", zone.name(), local.format("%H:%M on %Y-%m-%d"));
                self.say(Code::RepeatedHour, session, sentence, "choose a time that is there once");
            }
        }
    }

    fn people(&mut self, session: &Session, repeats: bool) {
        if session.status == Status::Cancelled {
            return;
        }
        if session.hosts.is_empty() && !repeats {
            self.say(Code::NoHost, session, format!("“{}” names no host", shown(&session.title)), "add a participant with the role “owner”");
        }
        let Way::Ask { contacts, .. } = &*session.way else { return };
        if contacts.is_empty() {
            let sentence = format!("people are to ask for the link of “{}”, and there is no contact", shown(&session.title));
            self.say(Code::NoJoinChannel, session, sentence, "add “contacts” with a “kind” and a “handle”");
        }
        let texts = [&*session.title, &*session.description];
        let topics = session.topics.iter().map(|topic| topic.link.as_str());
        let words = texts.iter().flat_map(|text| text.split_whitespace()).map(|word| word.trim_matches(['(', ')', '<', '>', ',', '.', '"']));
        let meeting = words.chain(topics).filter_map(|word| JoinLink::parse(word).ok()).find(JoinLink::is_room).and_then(|link| link.service());
        if let Some(service) = meeting {
            let sentence = format!("people are to ask for the link of “{}”, and its text has one into {service}", shown(&session.title));
            self.say(Code::PrivateLink, session, sentence, "take it out and get a new one: everybody could read it");
        }
    }

    /// Sessions of one host at one time. In order of time, only neighbours can be.
    fn overlaps(&mut self, sessions: &[Session]) {
        let mut on: Vec<&Session> =
            sessions.iter().filter(|session| session.status != Status::Cancelled && matches!(session.start, Start::Zoned { .. })).collect();
        on.sort_by_key(|session| session.start.instant(Zone::UTC));
        let end = |session: &Session| session.start.instant(Zone::UTC) + session.duration.unwrap_or(Duration::minutes(1));
        for (number, one) in on.iter().enumerate() {
            if self.findings.is_full(Code::Overlap) {
                return;
            }
            let later = on[number + 1..].iter().take_while(|other| other.start.instant(Zone::UTC) < end(one));
            for other in later.take(20) {
                if let Some(host) = one.hosts.iter().find(|host| other.hosts.contains(host)) {
                    let sentence = format!("{} hosts “{}” at the same time", host.name, shown(&one.title));
                    self.say(Code::Overlap, other, sentence, "move one of the two");
                }
            }
        }
    }
}

fn shown(title: &str) -> String {
    text::line(title, 60)
}

/// Where a session's identifier stands in the text of a JSON or iCalendar document.
fn of_uid(source: &str, uid: &str) -> Place {
    let json = serde_json::to_string(uid).unwrap_or_default();
    let after = |key: &str, value: &str| {
        let found = source.match_indices(value).find(|(at, _)| source[..*at].trim_end_matches([' ', '\t', ':']).ends_with(key));
        found.map(|(at, _)| at)
    };
    let at = after("\"uid\"", &json).or_else(|| after("UID", uid)).unwrap_or(0);
    Place::of_byte(source, at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::series::Window;
    use crate::zone::Zones;

    fn codes(feed: &str) -> Vec<String> {
        let now = "2021-03-29T10:00:00Z".parse().unwrap();
        let scope = Scope::new(Zones::bundled(), Window::around(now));
        check(feed.as_bytes(), &scope, now).iter().map(|finding| format!("{}:{} {}", finding.place.line, finding.place.column, finding.code.name())).collect()
    }

    fn event(more: &str) -> String {
        format!("{{\"@type\":\"Group\",\"entries\":[\n{{\"@type\":\"Event\",\"uid\":\"a\",\"title\":\"x\",{more}}}]}}")
    }

    const HOST: &str = "\"participants\":{\"n\":{\"name\":\"Niko\",\"roles\":{\"owner\":true}}}";
    const TIME: &str = "\"start\":\"2021-03-30T14:30:00\",\"timeZone\":\"Europe/Berlin\"";

    #[test]
    fn what_misleads_readers_is_named_at_its_place() {
        for (feed, expected) in [
            (event(&format!("{TIME},{HOST}")), &[][..]),
            (event(TIME), &["2:24 no-host"]),
            (event(&format!("\"start\":\"2021-03-30T14:30:00\",{HOST}")), &["2:24 no-zone"]),
            (event(&format!("\"start\":\"2021-03-30T14:30:00\",\"timeZone\":\"ET\",{HOST}")), &["2:81 no-zone"]),
            (event(&format!("\"start\":\"2021-04-04T02:30:00\",\"timeZone\":\"Australia/Sydney\",{HOST}")), &["2:24 repeated-hour"]),
            (event(&format!("\"start\":\"2022-03-27T02:30:00\",\"timeZone\":\"Europe/Berlin\",{HOST}")), &["2:24 skipped-hour"]),
            (event(&format!("\"start\":\"2020-03-27T02:30:00\",\"timeZone\":\"Europe/Berlin\",{HOST}")), &["2:24 past"]),
            (event(&format!("{TIME},{HOST},\"sessionbell.github.io:join\":{{\"mode\":\"ask\"}}")), &["2:24 no-join-channel"]),
            (
                event(&format!(
                    "{TIME},{HOST},\"description\":\"https://zoom.us/j/1\",\"sessionbell.github.io:join\":{{\"contacts\":[{{\"kind\":\"discord\"}}]}}"
                )),
                &["2:24 private-link"],
            ),
            (event(&format!("{TIME},{HOST},\"duration\":\"1h\"")), &["2:168 misread"]),
            (event(&format!("{TIME},{HOST},\"links\":{{\"a\":{{\"href\":\"http://a.example\"}}}}")), &["2:178 bad-link"]),
            ("{\"@type\":\"Group\",\n \"entries\":[5]}".to_owned(), &["2:13 left-out"]),
            ("{\n  oops".to_owned(), &["2:3 not-a-feed"]),
            ("<html>".to_owned(), &["1:1 not-a-feed"]),
        ] {
            assert_eq!(codes(&feed), expected, "{feed}");
        }
    }

    #[test]
    fn two_sessions_of_one_host_at_one_time_and_one_identifier_twice() {
        let one = |uid: &str| format!("{{\"@type\":\"Event\",\"uid\":\"{uid}\",\"title\":\"x\",{TIME},{HOST}}}");
        assert_eq!(codes(&format!("{{\"@type\":\"Group\",\"entries\":[\n{},\n{}]}}", one("a"), one("b"))), ["3:24 overlap"]);
        assert_eq!(codes(&format!("{{\"@type\":\"Group\",\"entries\":[\n{},\n{}]}}", one("a"), one("a"))), ["2:1 duplicate-id"]);
    }
}
