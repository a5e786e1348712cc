//! Random rules, beside the slow reader.
//! It never repeats the engine's way of reckoning.

use super::reader;
use chrono::{Days, NaiveDate, NaiveDateTime, TimeDelta, Weekday};
use proptest::collection::vec;
use proptest::prelude::*;
use sessionbell_core::recur::{End, First, Frequency, Parts, Rule, Until, Work};
use std::fmt::Write;

const WEEKDAYS: [Weekday; 7] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

/// A list that is often not given.
fn maybe<T: std::fmt::Debug>(values: impl Strategy<Value = T>, most: usize) -> impl Strategy<Value = Vec<T>> {
    prop_oneof![2 => Just(0), 1 => 1..=most].prop_flat_map({
        let values = std::rc::Rc::new(values);
        move |count| vec(values.clone(), count)
    })
}

fn signed(most: i8) -> impl Strategy<Value = i8> {
    (1..=most, any::<bool>()).prop_map(|(value, back)| if back { -value } else { value })
}

fn parts() -> impl Strategy<Value = Parts> {
    let frequency = prop_oneof![Just(Frequency::Daily), Just(Frequency::Weekly), Just(Frequency::Monthly), Just(Frequency::Yearly)];
    let weekday = || proptest::sample::select(&WEEKDAYS[..]);
    let number = prop_oneof![2 => Just(None), 2 => signed(5).prop_map(Some), 1 => signed(53).prop_map(Some)];
    let days = (maybe(1..=12_u8, 4), maybe(prop_oneof![signed(31), signed(3)], 4), maybe((number, weekday()), 5));
    let times = (maybe(0..24_u8, 3), maybe(0..60_u8, 3), maybe(0..60_u8, 2));
    let positions = prop_oneof![3 => Just(Vec::new()), 1 => vec(prop_oneof![signed(5), signed(100)].prop_map(i16::from), 1..4)];
    let end = (proptest::option::weighted(0.4, prop_oneof![1..12_u32, 1..2_000_u32]), any::<bool>());
    (frequency, prop_oneof![3 => Just(1_u32), 3 => 2..5_u32, 1 => 5..40_u32], end, days, times, positions, weekday()).prop_map(
        |(frequency, interval, (end, by_count), (by_month, by_month_day, by_day), (by_hour, by_minute, by_second), by_set_pos, week_start)| {
            let until = NaiveDate::from_ymd_opt(1996, 1, 1).unwrap() + Days::new(u64::from(end.unwrap_or(0)) * 3);
            let by_day: Vec<_> = match frequency {
                Frequency::Daily | Frequency::Weekly => by_day.into_iter().map(|(_, weekday)| (None, weekday)).collect(),
                Frequency::Monthly | Frequency::Yearly => by_day,
            };
            let by_month_day = if frequency == Frequency::Weekly { Vec::new() } else { by_month_day };
            Parts {
                count: end.filter(|_| by_count),
                until: end.filter(|_| !by_count).map(|end| match end % 3 {
                    0 => Until::Day(until),
                    1 => Until::Local(until.and_hms_opt(12, 30, 0).unwrap()),
                    _ => Until::Utc(until.and_hms_opt(0, 0, 0).unwrap()),
                }),
                ..Parts { frequency, interval, count: None, until: None, by_month, by_month_day, by_day, by_hour, by_minute, by_second, by_set_pos, week_start }
            }
        },
    )
}

fn starts() -> impl Strategy<Value = NaiveDateTime> {
    let day = prop_oneof![4 => 0..1_500_u64, 1 => Just(59), 1 => Just(30)];
    (day, prop_oneof![Just(0_i64), Just(86_399), 0..86_400_i64])
        .prop_map(|(day, second)| (NaiveDate::from_ymd_opt(1996, 1, 1).unwrap() + Days::new(day)).and_hms_opt(0, 0, 0).unwrap() + TimeDelta::seconds(second))
}

fn firsts() -> impl Strategy<Value = First> {
    prop_oneof![Just(First::IfNamed), Just(First::Always)]
}

fn last(until: Until) -> NaiveDateTime {
    match until {
        Until::Day(day) => day.and_hms_opt(23, 59, 59).unwrap(),
        Until::Local(last) | Until::Utc(last) => last,
    }
}

/// As iCalendar writes it.
fn written(parts: &Parts) -> String {
    let frequency = match parts.frequency {
        Frequency::Daily => "DAILY",
        Frequency::Weekly => "WEEKLY",
        Frequency::Monthly => "MONTHLY",
        Frequency::Yearly => "YEARLY",
    };
    let short = |weekday: &Weekday| weekday.to_string()[..2].to_uppercase();
    let mut text = format!("FREQ={frequency};INTERVAL={};WKST={}", parts.interval, short(&parts.week_start));
    let mut part = |name: &str, values: Vec<String>| {
        if !values.is_empty() {
            write!(text, ";{name}={}", values.join(",")).unwrap();
        }
    };
    part("COUNT", parts.count.iter().map(ToString::to_string).collect());
    let until = parts.until.map(|until| match until {
        Until::Day(day) => day.format("%Y%m%d").to_string(),
        Until::Local(last) => last.format("%Y%m%dT%H%M%S").to_string(),
        Until::Utc(last) => last.format("%Y%m%dT%H%M%SZ").to_string(),
    });
    part("UNTIL", until.into_iter().collect());
    part("BYMONTH", parts.by_month.iter().map(ToString::to_string).collect());
    part("BYMONTHDAY", parts.by_month_day.iter().map(ToString::to_string).collect());
    part("BYDAY", parts.by_day.iter().map(|(number, weekday)| number.map(|number| number.to_string()).unwrap_or_default() + &short(weekday)).collect());
    part("BYHOUR", parts.by_hour.iter().map(ToString::to_string).collect());
    part("BYMINUTE", parts.by_minute.iter().map(ToString::to_string).collect());
    part("BYSECOND", parts.by_second.iter().map(ToString::to_string).collect());
    part("BYSETPOS", parts.by_set_pos.iter().map(ToString::to_string).collect());
    text
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_engine_finds_what_the_slow_reader_finds(
        parts in parts(), start in starts(), first in firsts(), from in -400_i64..3_000, hours in 0_i64..40_000, at in 0_i64..86_400,
    ) {
        let window_start = start + TimeDelta::days(from) + TimeDelta::seconds(at) - TimeDelta::hours(12);
        let window = window_start..window_start + TimeDelta::hours(hours);
        let mut expected = reader::times(&parts, start, first, window.end);
        expected.retain(|time| *time >= window.start);
        let times = Rule::new(parts).unwrap().times(start, first, window, usize::MAX, &mut Work::new(u64::MAX));
        prop_assert_eq!(times.end, End::Whole);
        prop_assert_eq!(times.found, expected);
    }

}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn going_straight_to_the_window_is_the_same_as_walking_there(parts in parts(), start in starts(), first in firsts(), from in 0_i64..60_000) {
        let start = start - TimeDelta::days(35_000);
        let window = start + TimeDelta::days(from)..start + TimeDelta::days(from + 300);
        let mut work = Work::new(u64::MAX);
        let straight = Rule::new(Parts { count: None, ..parts.clone() }).unwrap().times(start, first, window.clone(), 500, &mut work);
        let walked = Rule::new(Parts { count: Some(u32::MAX), until: None, ..parts.clone() }).unwrap();
        let walked = if let Some(until) = Rule::new(parts).unwrap().until() { walked.with_until(last(until)) } else { walked };
        prop_assert_eq!(straight, walked.times(start, first, window, 500, &mut work));
    }

    #[test]
    fn what_is_written_is_read_as_it_was_meant(parts in parts()) {
        prop_assert_eq!(Rule::parse(&written(&parts)), Rule::new(parts));
    }

    #[test]
    fn any_text_is_answered(text in "((FREQ|COUNT|UNTIL|BYDAY|BYMONTH|WKST|\\PC{0,3})=?[-+]?(DAILY|WEEKLY|[0-9]{0,9}|MO|\\PC{0,3})[;,]){0,6}") {
        let _answered = Rule::parse(&text);
    }

    #[test]
    fn a_budget_is_never_overdrawn(parts in parts(), start in starts(), budget in 0_u64..3_000, from in 0_i64..20_000) {
        let window = start + TimeDelta::days(from)..start + TimeDelta::days(from + 400);
        let rule = Rule::new(parts).unwrap();
        let all = rule.times(start, First::IfNamed, window.clone(), usize::MAX, &mut Work::new(u64::MAX));
        let mut work = Work::new(budget);
        let some = rule.times(start, First::IfNamed, window, usize::MAX, &mut work);
        prop_assert!(all.found.starts_with(&some.found));
        prop_assert!(some.end == End::Work && work.left() == 0 || some == all);
        prop_assert!(some.found.len() as u64 <= budget);
    }
}
