//! Rules that are written to cost, and dates at the edges of the calendar.
//! It never measures time: work is counted.

use super::time;
use chrono::{NaiveDate, NaiveDateTime};
use sessionbell_core::recur::{End, First, Rule, Times, Work};

/// What a rule gives in January 2026 and how many candidates were looked at.
fn january(text: &str, start: &str) -> (Times, u64) {
    within(text, time(start), time("20260101")..time("20260201"))
}

fn within(text: &str, start: NaiveDateTime, window: std::ops::Range<NaiveDateTime>) -> (Times, u64) {
    let budget = 10_000_000;
    let mut work = Work::new(budget);
    let times = Rule::parse(text).unwrap().times(start, First::IfNamed, window, 500, &mut work);
    (times, budget - work.left())
}

#[test]
fn a_series_of_long_ago_costs_no_more_than_a_new_one() {
    for text in [
        "FREQ=DAILY",
        "FREQ=DAILY;INTERVAL=3;BYMONTH=1,2",
        "FREQ=DAILY;COUNT=1000000",
        "FREQ=DAILY;INTERVAL=7;COUNT=1000000;BYHOUR=9,17;BYSETPOS=-1",
        "FREQ=WEEKLY",
        "FREQ=WEEKLY;COUNT=1000000",
        "FREQ=WEEKLY;BYDAY=MO,TH;INTERVAL=3;COUNT=1000000;BYSETPOS=1",
        "FREQ=MONTHLY;BYDAY=-1FR",
        "FREQ=YEARLY;BYDAY=1MO,4TU",
    ] {
        let (times, cost) = january(text, "19000101T090000");
        assert!(!times.found.is_empty() && times.end == End::Whole && cost < 150, "{text}: {cost} {times:?}");
    }
}

#[test]
fn what_is_counted_from_long_ago_ends_where_the_count_does() {
    // 1 January 1900 is a Monday; the ten thousandth Monday after it is 21 August 2091.
    let (times, cost) = within("FREQ=WEEKLY;COUNT=10001", time("19000101T090000"), time("20910801")..time("20920101"));
    assert_eq!(times.found, ["20910806T090000", "20910813T090000", "20910820T090000", "20910827T090000"].map(time));
    assert!(cost < 250, "{cost}");
}

#[test]
fn hostile_rules_are_bounded_in_work() {
    let list = |from: u32, to: u32| (from..=to).map(|value| value.to_string()).collect::<Vec<_>>().join(",");
    let much = format!("BYHOUR={};BYMINUTE=0,30", list(0, 23));
    let positions = format!("BYSETPOS={},-{}", list(1, 366), list(1, 366).replace(',', ",-"));
    let numbered = (1..=53).flat_map(|n| ["MO", "TU", "WE", "TH", "FR", "SA", "SU"].map(|day| format!("{n}{day},-{n}{day}"))).collect::<Vec<_>>().join(",");
    let every_day = "BYDAY=MO,TU,WE,TH,FR,SA,SU";
    for (text, bound) in [
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30".to_owned(), 100),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=5".to_owned(), 5_000),
        ("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30;COUNT=5".to_owned(), 5_000),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=5".to_owned(), 50_000),
        ("FREQ=MONTHLY;BYDAY=53MO;COUNT=4294967295".to_owned(), 5_000),
        ("FREQ=WEEKLY;BYMONTH=1;COUNT=4294967295".to_owned(), 50_000),
        (format!("FREQ=YEARLY;{every_day};{much}"), 20_000),
        (format!("FREQ=YEARLY;{every_day};{much};COUNT=4294967295"), 40_000),
        (format!("FREQ=YEARLY;{every_day};{much};{positions};COUNT=4294967295"), 120_000),
        (format!("FREQ=YEARLY;BYDAY={numbered},{numbered}"), 10_000),
        (format!("FREQ=MONTHLY;BYDAY={numbered};COUNT=4294967295"), 1_200_000),
        (format!("FREQ=DAILY;{much}"), 2_000),
        (format!("FREQ=DAILY;{much};COUNT=4294967295"), 2_000),
    ] {
        let (times, cost) = january(&text, "19000101T090000");
        assert!(cost <= bound, "{text}: {cost}");
        assert_ne!(times.end, End::Work, "{text}");
    }
}

#[test]
fn numbered_weekdays_are_paid_for_once_each() {
    let cost = |days: &str| january(&format!("FREQ=YEARLY;BYDAY={days}"), "20250101T090000").1;
    assert!(cost("1MO,2MO") >= cost("1MO") + 12);
    assert_eq!(cost(&vec!["1MO"; 1_000].join(",")), cost("1MO"));
}

#[test]
fn a_budget_that_is_used_up_is_said_and_what_was_found_is_right() {
    let rule = Rule::parse("FREQ=DAILY").unwrap();
    let (start, window) = (time("20260101T090000"), time("20260101")..time("20270101"));
    let whole = rule.times(start, First::IfNamed, window.clone(), 500, &mut Work::new(10_000));
    assert_eq!((whole.found.len(), whole.end), (365, End::Whole));
    let mut work = Work::new(100);
    let cut = rule.times(start, First::IfNamed, window.clone(), 500, &mut work);
    assert_eq!((cut.end, work.left()), (End::Work, 0));
    assert!(!cut.found.is_empty() && whole.found.starts_with(&cut.found));
    assert_eq!(rule.times(start, First::IfNamed, window, 500, &mut work), Times { found: Vec::new(), end: End::Work });
}

#[test]
fn more_than_was_asked_for_is_said() {
    let rule = Rule::parse("FREQ=DAILY;COUNT=3").unwrap();
    for (most, found, end) in [(2, 2, End::Most), (3, 3, End::Whole), (0, 0, End::Most)] {
        let times = rule.times(time("20260101"), First::IfNamed, time("20260101")..time("20270101"), most, &mut Work::new(100));
        assert_eq!((times.found.len(), times.end), (found, end), "{most}");
    }
}

#[test]
fn a_window_has_its_first_moment_and_not_its_last() {
    let daily = |from: &str, to: &str| within("FREQ=DAILY", time("20200101T090000"), time(from)..time(to)).0.found;
    assert_eq!(daily("20260101T090000", "20260102T090000"), [time("20260101T090000")]);
    assert_eq!(daily("20260101T090001", "20260102T090001"), [time("20260102T090000")]);
    assert_eq!(daily("20200101T090000", "20200101T090000"), []);
    assert_eq!(daily("20260102", "20260101"), []);
}

#[test]
fn the_calendar_ends_without_a_panic() {
    let edges = ["99991231T235959", "00010101", "19700101T000001"].map(time);
    let far = [NaiveDateTime::MIN, NaiveDateTime::MAX, NaiveDate::from_ymd_opt(10_000, 1, 1).unwrap().into(), NaiveDate::from_ymd_opt(0, 1, 1).unwrap().into()];
    let moments: Vec<_> = edges.into_iter().chain(far).collect();
    for text in ["FREQ=DAILY", "FREQ=WEEKLY;INTERVAL=1000;WKST=SU", "FREQ=MONTHLY;BYDAY=-1MO;COUNT=4294967295", "FREQ=YEARLY;UNTIL=99991231T235959Z"] {
        let rule = Rule::parse(text).unwrap();
        for &start in &moments {
            for &from in &moments {
                for &to in &moments {
                    for first in [First::IfNamed, First::Always] {
                        for rule in [&rule, &rule.clone().with_until(start), &rule.clone().with_until(NaiveDateTime::MAX)] {
                            let times = rule.times(start, first, from..to, 5, &mut Work::new(2_000));
                            assert!(times.found.iter().all(|at| *at >= start && *at >= from && *at < to), "{text} {start} {from} {to}");
                        }
                    }
                }
            }
        }
    }
    let (times, _) = within("FREQ=DAILY", time("99991230T090000"), time("99991201")..NaiveDateTime::MAX);
    assert_eq!((times.found, times.end), (vec![time("99991230T090000"), time("99991231T090000")], End::Whole));
}
