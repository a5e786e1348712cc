//! Series against a slow reference that looks at every day, and against the bounds of what a document may cost.
//! It never asks the rule engine for what is expected.

use crate::{documents, root, scope};
use chrono::{DateTime, Datelike, Duration, NaiveDateTime, Utc, Weekday};
use proptest::prelude::*;
use sessionbell_core::feed::{self, Issue};
use sessionbell_core::recur::{Frequency, Parts, Rule, Until};
use sessionbell_core::series::{Feed, Series, Window};
use sessionbell_core::session::{RecurrenceId, Session, Start, Status};
use sessionbell_core::zone::{Zone, Zones};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

fn read(document: &str) -> (Feed, Vec<Issue>) {
    feed::parse(document.as_bytes(), &scope()).unwrap()
}

fn event(more: &str) -> String {
    format!(r#"{{"@type":"Event","uid":"a","title":"a","start":"2021-03-30T14:30:00","timeZone":"Etc/UTC",{more}}}"#)
}

/// `number` overrides, each of another minute.
fn overrides(number: usize, patch: impl Fn(usize) -> String) -> String {
    let first: NaiveDateTime = "2021-04-01T00:00:00".parse().unwrap();
    let one = |number: usize| format!(r#""{}":{{{}}}"#, (first + Duration::minutes(number as i64)).format("%Y-%m-%dT%H:%M:%S"), patch(number));
    (0..number).map(one).collect::<Vec<_>>().join(",")
}

#[test]
fn patches_inside_a_large_property_repeat_no_more_than_a_document_may_have() {
    let people: Vec<String> =
        (0..400).map(|number| format!(r#""p{number}":{{"name":"Person {number}{}","roles":{{"owner":true}}}}"#, "x".repeat(300))).collect();
    let people = format!(r#""participants":{{{}}}"#, people.join(","));
    let changes = overrides(1_500, |number| format!(r#""participants/p{}/name":"Another""#, number % 400));
    let (feed, issues) = read(&event(&format!(r#"{people},"recurrenceOverrides":{{{changes}}}"#)));
    let changed = &feed.series[0].changed;
    assert!(!changed.is_empty() && changed.len() * people.len() <= 2 * 1024 * 1024 + people.len(), "{}", changed.len());
    let unread = format!("{} changes of single dates are not read", 1_500 - changed.len());
    assert_eq!(issues.iter().filter(|issue| issue.sentence.to_string().starts_with(&unread)).count(), 1, "{issues:?}");
    assert_eq!(feed.series[0].also.len(), 1_500 - changed.len(), "their dates are shown");

    let description = format!(r#""links":{{"long":{{"title":"{}"}}}}"#, "x".repeat(300_000));
    let (feed, issues) = read(&event(&format!(r#"{description},"recurrenceOverrides":{{"2021-04-06T14:30:00":{{"links/long/rel":"related"}}}}"#)));
    assert!(feed.series[0].changed.is_empty());
    assert!(issues.iter().any(|issue| issue.sentence.to_string().starts_with("a change of a single date is not read")), "{issues:?}");
}

#[test]
fn what_a_patch_leaves_alone_is_in_memory_once() {
    let people = r#""participants":{"p":{"name":"Niko","roles":{"owner":true}}},"description":"As every week.""#;
    let changes = overrides(100, |number| format!(r#""title":"{number}","participants/p/participationStatus":"declined""#));
    let (feed, issues) = read(&event(&format!(r#"{people},"recurrenceOverrides":{{{changes}}}"#)));
    assert_eq!(issues, []);
    let series = &feed.series[0];
    assert_eq!(series.changed.len(), 100);
    for one in series.changed.values() {
        assert!(
            Arc::ptr_eq(&one.description, &series.first.description)
                && Arc::ptr_eq(&one.hosts, &series.first.hosts)
                && Arc::ptr_eq(&one.way, &series.first.way)
        );
    }
}

#[test]
fn of_more_changes_than_a_feed_may_have_entries_the_dates_are_shown() {
    let document = event(&format!(r#""recurrenceOverrides":{{{}}}"#, overrides(1_500, |_| r#""title":"b""#.to_owned())));
    let (feed, issues) = feed::parse(document.as_bytes(), &feed::Scope { most_entries: 1_000, ..scope() }).unwrap();
    assert_eq!((feed.series[0].changed.len(), feed.series[0].also.len()), (1_000, 500));
    assert!(issues.iter().any(|issue| issue.sentence.to_string().starts_with("500 changes of single dates are not read")), "{issues:?}");
}

#[test]
fn a_rule_with_more_than_five_hundred_times_in_the_window_is_cut_after_them() {
    let hourly = |start: &str| {
        let hours: Vec<String> = (0..24).map(|hour| hour.to_string()).collect();
        format!(
            r#"{{"@type":"Event","uid":"a","title":"a","start":"{start}","timeZone":"Etc/UTC","recurrenceRule":{{"frequency":"daily","byHour":[{}]}}}}"#,
            hours.join(",")
        )
    };
    for start in ["2021-03-30T00:00:00", "1999-01-01T00:00:00"] {
        let (feed, issues) = read(&hourly(start));
        let starts: Vec<_> = feed.sessions.iter().map(|session| session.start.instant(Zone::UTC)).collect();
        let first = scope().window.from.max(format!("{start}Z").parse().unwrap());
        let expected: Vec<_> = (0..500).map(|hour| first + Duration::hours(hour)).collect();
        assert_eq!(starts, expected, "from {start}");
        assert_eq!(issues.len(), 1);
        assert!(issues[0].sentence.to_string().contains("“a” repeats more often than can be shown"), "{}", issues[0]);
    }
}

#[test]
fn published_series_are_read_where_they_are_at_hand() {
    let folder = root().join("../shared/feeds/jscalendar");
    if !folder.exists() {
        return;
    }
    let at = |text: &str| -> DateTime<Utc> { text.parse().unwrap() };
    let window = Window { from: at("2020-01-01T00:00:00Z"), to: at("2020-12-31T00:00:00Z") };
    // The draft prints its examples without what is the same in all of them.
    let completed = |text: String| text.replacen(r#""...": "","#, r#""@type": "Event", "uid": "example","#, 1);
    let read = |name: &str| {
        let path = documents(&folder).into_iter().find(|path| path.ends_with(name)).unwrap();
        feed::parse(completed(std::fs::read_to_string(path).unwrap()).as_bytes(), &feed::Scope { window, ..scope() }).unwrap()
    };
    for name in ["bis17_recurring-event-with-overrides.json", "rfc8984_6.9-recurring-event-with-overrides.json"] {
        let (feed, issues) = read(name);
        assert_eq!(issues, [], "{name}");
        // 25 Wednesdays from 8 January to 24 June, one of them not; an introduction before and an exam after them.
        assert_eq!(feed.sessions.len(), 26, "{name}");
        let (introduction, exam) = (&feed.sessions[0], &feed.sessions[25]);
        assert_eq!((&*introduction.title, introduction.start.instant(Zone::UTC)), ("Introduction to Calculus I (optional)", at("2020-01-07T14:00:00Z")));
        assert_eq!((&*exam.title, exam.start.instant(Zone::UTC), exam.duration), ("Calculus I Exam", at("2020-06-25T09:00:00Z"), Some(Duration::hours(2))));
        assert!(feed.sessions.iter().all(|session| session.start.wall().date().to_string() != "2020-04-01"));
        assert_eq!(feed.sessions[13].start.instant(Zone::UTC), at("2020-04-08T08:00:00Z"), "British summer time");
    }
    for name in ["bis17_floating-time-event-with-recurrence.json", "rfc8984_6.7-floating-time-event.json"] {
        let (feed, issues) = read(name);
        // The last day of the year as well: for a reader in the east it begins before the window ends.
        assert_eq!((feed.sessions.len(), issues.len()), (366, 0), "{name}");
        assert!(feed.sessions.iter().all(|session| matches!(session.start, Start::Floating(_))));
    }
    let (feed, issues) = read("rfc8984_6.10-recurring-event-with-participants.json");
    assert_eq!((feed.sessions.len(), issues.len()), (52, 0));
    assert!(feed.sessions.iter().all(|session| session.hosted_by() == "Zoe Zelda"), "one declined date changes nothing here");
}

/// A rule that the reference understands: every `interval` days, or weeks on some weekdays, up to a number or a day.
#[derive(Clone, Debug)]
struct Plain {
    weekly: Option<BTreeSet<u8>>,
    interval: u32,
    count: Option<u32>,
    until: Option<u16>,
}

impl Plain {
    fn rule(&self, start: NaiveDateTime) -> Rule {
        let mut parts = Parts::every(if self.weekly.is_some() { Frequency::Weekly } else { Frequency::Daily });
        parts.by_day = self.weekly.iter().flatten().map(|day| (None, Weekday::try_from(*day).unwrap())).collect();
        parts.interval = self.interval;
        parts.count = self.count;
        parts.until = self.until.filter(|_| self.count.is_none()).map(|days| Until::Local(start + Duration::days(days.into())));
        Rule::new(parts).unwrap()
    }

    /// All its times up to `end`, one day after the other.
    fn times(&self, start: NaiveDateTime, end: NaiveDateTime, starts_anyway: bool) -> BTreeSet<NaiveDateTime> {
        let monday = start - Duration::days(start.weekday().num_days_from_monday().into());
        let mut times = BTreeSet::new();
        for day in 0.. {
            let time = start + Duration::days(day);
            let is_over =
                self.until.is_some_and(|days| self.count.is_none() && day > i64::from(days)) || self.count.is_some_and(|count| times.len() >= count as usize);
            if time > end || is_over {
                return times;
            }
            let named = match &self.weekly {
                Some(weekdays) => {
                    let is_day =
                        if weekdays.is_empty() { time.weekday() == start.weekday() } else { weekdays.contains(&(time.weekday().num_days_from_monday() as u8)) };
                    is_day && ((time - monday).num_days() / 7) % i64::from(self.interval) == 0
                }
                None => day % i64::from(self.interval) == 0,
            };
            if named || (day == 0 && starts_anyway) {
                times.insert(time);
            }
        }
        unreachable!("the window has an end")
    }
}

fn plain() -> impl Strategy<Value = Plain> {
    let weekly = proptest::option::of(proptest::collection::btree_set(0_u8..7, 0..4));
    (weekly, 1_u32..4, proptest::option::of(1_u32..40), proptest::option::of(0_u16..200)).prop_map(|(weekly, interval, count, until)| Plain {
        weekly,
        interval,
        count,
        until,
    })
}

/// What becomes of a date: a day and, by number, how.
type Change = (i64, u8, i64);

const START: &str = "2021-02-10T02:30:00";

fn first(zone: Option<Zone>) -> Session {
    let (feed, _) = read(&event(r#""duration":"PT1H""#));
    let local = START.parse().unwrap();
    Session { start: zone.map_or(Start::Floating(local), |zone| Start::zoned(local, zone)), ..feed.sessions[0].clone() }
}

/// The starts that a person would note in a calendar, by the date that each was announced for.
fn noted(series: &Series, rules: &[Plain], window: Window) -> BTreeMap<NaiveDateTime, (Start, Arc<str>)> {
    let start = series.first.start.wall();
    let end = window.to.naive_utc() + Duration::days(40);
    let mut announced: BTreeSet<NaiveDateTime> = rules.iter().flat_map(|rule| rule.times(start, end, series.starts_anyway)).collect();
    announced.extend((rules.is_empty()).then_some(start));
    announced.extend(series.also.keys());
    announced.retain(|time| !series.except.contains(time) && !series.except_days.contains(&time.date()));
    let mut noted = BTreeMap::new();
    for time in announced {
        let later = series.from_then_on.iter().rfind(|(from, _)| from.0 <= time);
        let like = later.map_or((series.first.start.at_wall(time), series.first.title.clone()), |(_, (put_off, session))| {
            (session.start.at_wall(time + *put_off), session.title.clone())
        });
        noted.insert(time, like);
    }
    noted.extend(series.changed.iter().map(|(id, session)| (id.0, (session.start, session.title.clone()))));
    let margin = Duration::hours(26);
    noted.retain(|_, (start, _)| match start {
        Start::Zoned { at, .. } => window.from <= *at && *at < window.to,
        Start::Floating(local) => (window.from - margin).naive_utc() <= *local && *local < (window.to + margin).naive_utc(),
        Start::AllDay(_) => false,
    });
    noted
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_occurrences_of_a_window_are_those_that_a_person_would_note(
        rules in proptest::collection::vec(plain(), 0..3),
        changes in proptest::collection::vec((-5_i64..150, 0_u8..6, -30_i64..30), 0..12),
        zone in proptest::option::of(Just("Europe/Berlin")),
        starts_anyway in any::<bool>(),
        from in -10_i64..120,
        days in 1_i64..70,
    ) {
        let zone = zone.map(|name| Zones::bundled().named(name).unwrap());
        let first = first(zone);
        let start = first.start.wall();
        let mut series = Series {
            rules: rules.iter().map(|rule| rule.rule(start)).collect(),
            starts_anyway,
            also: BTreeMap::new(),
            except: BTreeSet::new(),
            except_days: BTreeSet::new(),
            changed: BTreeMap::new(),
            from_then_on: BTreeMap::new(),
            first: first.clone(),
        };
        for (number, &(day, how, hours)) in changes.iter().collect::<Vec<&Change>>().into_iter().enumerate() {
            let time = start + Duration::days(day);
            let moved = Session {
                start: first.start.at_wall(time + Duration::hours(hours)),
                title: number.to_string().into(),
                status: Status::Tentative,
                occurrence: Some(RecurrenceId(time)),
                ..first.clone()
            };
            match how {
                0 => drop(series.also.insert(time, None)),
                1 => drop(series.also.insert(time + Duration::hours(hours), None)),
                2 => drop(series.except.insert(time)),
                5 => drop(series.except_days.insert(time.date())),
                3 => drop(series.changed.insert(RecurrenceId(time), moved)),
                _ => drop(series.from_then_on.insert(RecurrenceId(time), (Duration::hours(hours), moved))),
            }
        }
        let opens = start.and_utc() + Duration::days(from);
        let window = Window { from: opens, to: opens + Duration::days(days) };
        let expected = noted(&series, &rules, window);
        let mut feed = Feed::empty(window, feed::MOST_ENTRIES);
        feed.series.push(series);
        feed.unroll(window);
        let found: BTreeMap<_, _> = feed.sessions.iter().map(|session| (session.occurrence.unwrap().0, (session.start, session.title.clone()))).collect();
        prop_assert_eq!(found.len(), feed.sessions.len());
        prop_assert_eq!(found, expected);
        prop_assert!(feed.cut.is_empty());
    }
}
