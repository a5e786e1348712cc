//! The examples of RFC 5545 section 3.8.5.3, as a table.
//! It never says which frequencies are refused: `refusals` does.

use super::{time, times_from};
use sessionbell_core::recur::{End, First, Rule, Work};

/// `1997 9 2,4 10 1` is 2 and 4 September and 1 October 1997: a year of four digits, then months, each with its days.
fn days(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let (mut year, mut month) = ("", None);
    for word in text.split(' ') {
        match month {
            _ if word.len() == 4 && !word.contains([',', '-']) => year = word,
            None => month = Some(word),
            Some(name) => {
                for span in word.split(',') {
                    let (first, last) = span.split_once('-').unwrap_or((span, span));
                    let (first, last): (u8, u8) = (first.parse().unwrap(), last.parse().unwrap());
                    found.extend((first..=last).map(|day| format!("{year}{name:0>2}{day:02}")));
                }
                month = None;
            }
        }
    }
    found
}

/// Rule, start, the days on which it occurs, all at the start's time of day. Rules without an end are looked at as far as the days go.
const EXAMPLES: &[(&str, &str, &str)] = &[
    ("FREQ=DAILY;COUNT=10", "19970902T090000", "1997 9 2-11"),
    ("FREQ=DAILY;UNTIL=19971224T000000Z", "19970902T090000", "1997 9 2-30 10 1-31 11 1-30 12 1-23"),
    ("FREQ=DAILY;INTERVAL=2", "19970902T090000", "1997 9 2,4,6,8,10,12,14,16,18,20,22,24,26,28,30 10 2,4,6"),
    ("FREQ=DAILY;INTERVAL=10;COUNT=5", "19970902T090000", "1997 9 2,12,22 10 2,12"),
    ("FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA", "19980101T090000", "1998 1 1-31 1999 1 1-31 2000 1 1-31"),
    ("FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1", "19980101T090000", "1998 1 1-31 1999 1 1-31 2000 1 1-31"),
    ("FREQ=WEEKLY;COUNT=10", "19970902T090000", "1997 9 2,9,16,23,30 10 7,14,21,28 11 4"),
    ("FREQ=WEEKLY;UNTIL=19971224T000000Z", "19970902T090000", "1997 9 2,9,16,23,30 10 7,14,21,28 11 4,11,18,25 12 2,9,16,23"),
    ("FREQ=WEEKLY;INTERVAL=2;WKST=SU", "19970902T090000", "1997 9 2,16,30 10 14,28 11 11,25 12 9,23 1998 1 6,20 2 3,17"),
    ("FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH", "19970902T090000", "1997 9 2,4,9,11,16,18,23,25,30 10 2"),
    ("FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH", "19970902T090000", "1997 9 2,4,9,11,16,18,23,25,30 10 2"),
    (
        "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR",
        "19970901T090000",
        "1997 9 1,3,5,15,17,19,29 10 1,3,13,15,17,27,29,31 11 10,12,14,24,26,28 12 8,10,12,22",
    ),
    ("FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH", "19970902T090000", "1997 9 2,4,16,18,30 10 2,14,16"),
    ("FREQ=MONTHLY;COUNT=10;BYDAY=1FR", "19970905T090000", "1997 9 5 10 3 11 7 12 5 1998 1 2 2 6 3 6 4 3 5 1 6 5"),
    ("FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR", "19970905T090000", "1997 9 5 10 3 11 7 12 5"),
    ("FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU", "19970907T090000", "1997 9 7,28 11 2,30 1998 1 4,25 3 1,29 5 3,31"),
    ("FREQ=MONTHLY;COUNT=6;BYDAY=-2MO", "19970922T090000", "1997 9 22 10 20 11 17 12 22 1998 1 19 2 16"),
    ("FREQ=MONTHLY;BYMONTHDAY=-3", "19970928T090000", "1997 9 28 10 29 11 28 12 29 1998 1 29 2 26"),
    ("FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15", "19970902T090000", "1997 9 2,15 10 2,15 11 2,15 12 2,15 1998 1 2,15"),
    ("FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1", "19970930T090000", "1997 9 30 10 1,31 11 1,30 12 1,31 1998 1 1,31 2 1"),
    ("FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15", "19970910T090000", "1997 9 10-15 1999 3 10-13"),
    ("FREQ=MONTHLY;INTERVAL=2;BYDAY=TU", "19970902T090000", "1997 9 2,9,16,23,30 11 4,11,18,25 1998 1 6,13,20,27 3 3,10,17,24,31"),
    ("FREQ=YEARLY;COUNT=10;BYMONTH=6,7", "19970610T090000", "1997 6 10 7 10 1998 6 10 7 10 1999 6 10 7 10 2000 6 10 7 10 2001 6 10 7 10"),
    ("FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3", "19970310T090000", "1997 3 10 1999 1 10 2 10 3 10 2001 1 10 2 10 3 10 2003 1 10 2 10 3 10"),
    ("FREQ=YEARLY;BYDAY=20MO", "19970519T090000", "1997 5 19 1998 5 18 1999 5 17"),
    ("FREQ=YEARLY;BYMONTH=3;BYDAY=TH", "19970313T090000", "1997 3 13,20,27 1998 3 5,12,19,26 1999 3 4,11,18,25"),
    (
        "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8",
        "19970605T090000",
        "1997 6 5,12,19,26 7 3,10,17,24,31 8 7,14,21,28 1998 6 4,11,18,25 7 2,9,16,23,30 8 6,13,20,27 1999 6 3,10,17,24 7 1,8,15,22,29 8 5,12,19,26",
    ),
    // The RFC takes the start, which is no Friday, out with EXDATE: here it does not occur to begin with.
    ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "19970902T090000", "1998 2 13 3 13 11 13 1999 8 13 2000 10 13"),
    ("FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13", "19970913T090000", "1997 9 13 10 11 11 8 12 13 1998 1 10 2 7 3 7 4 11 5 9 6 13"),
    ("FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8", "19961105T090000", "1996 11 5 2000 11 7 2004 11 2"),
    ("FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "19970904T090000", "1997 9 4 10 7 11 6"),
    ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", "19970929T090000", "1997 9 29 10 30 11 27 12 30 1998 1 29 2 26 3 30"),
    ("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "19970805T090000", "1997 8 5,10,19,24"),
    ("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "19970805T090000", "1997 8 5,17,19,31"),
    ("FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", "20070115T090000", "2007 1 15,30 2 15 3 15,30"),
];

#[test]
fn the_examples_of_the_rfc_occur_when_it_says() {
    for (text, start, expected) in EXAMPLES {
        let rule = Rule::parse(text).unwrap();
        let at = &start[8..];
        let expected: Vec<_> = days(expected).iter().map(|day| time(&format!("{day}{at}"))).collect();
        let endless = rule.count().is_none() && rule.until().is_none();
        let most = if endless { expected.len() } else { usize::MAX };
        assert_eq!(times_from(&rule, start, start, most), expected, "{text}");
        // From any of its times on, the same ones follow.
        for (before, from) in expected.iter().enumerate() {
            let found = times_from(&rule, start, &from.format("%Y%m%dT%H%M%S").to_string(), most - before);
            assert!(found.starts_with(&expected[before..]), "{text} from {from}");
        }
    }
}

#[test]
fn every_twenty_minutes_of_a_working_day() {
    let rule = Rule::parse("FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40").unwrap();
    let day = |day: &str| (9..=16).flat_map(|hour| [0, 20, 40].map(|minute| time(&format!("{day}T{hour:02}{minute:02}00")))).collect::<Vec<_>>();
    assert_eq!(times_from(&rule, "19970902T090000", "19970902", 48), [day("19970902"), day("19970903")].concat());
}

#[test]
fn a_start_that_the_rule_does_not_name_occurs_where_it_is_the_first_by_definition() {
    let check = |text: &str, first: First, expected: &str| {
        let (rule, start) = (Rule::parse(text).unwrap(), time("20210330T140000"));
        let times = rule.times(start, first, time("20210101")..time("20220101"), 10, &mut Work::new(10_000));
        let expected: Vec<_> = days(expected).iter().map(|day| time(&format!("{day}T140000"))).collect();
        assert_eq!((times.found, times.end), (expected, End::Whole), "{text} {first:?}");
    };
    // A Tuesday.
    check("FREQ=WEEKLY;BYDAY=WE;COUNT=2", First::IfNamed, "2021 3 31 4 7");
    check("FREQ=WEEKLY;BYDAY=WE;COUNT=2", First::Always, "2021 3 30,31");
    check("FREQ=WEEKLY;BYDAY=WE;COUNT=1", First::Always, "2021 3 30");
    check("FREQ=WEEKLY;COUNT=2", First::Always, "2021 3 30 4 6");
    check("FREQ=MONTHLY;BYMONTHDAY=1;UNTIL=20210501", First::IfNamed, "2021 4 1 5 1");
    check("FREQ=MONTHLY;BYMONTHDAY=1;UNTIL=20210501", First::Always, "2021 3 30 4 1 5 1");
    check("FREQ=DAILY;UNTIL=20210329", First::IfNamed, "");
    check("FREQ=DAILY;UNTIL=20210329", First::Always, "2021 3 30");
    // An end on a day without a time takes in the whole day; with a time, that time itself.
    check("FREQ=DAILY;UNTIL=20210401", First::IfNamed, "2021 3 30-31 4 1");
    check("FREQ=DAILY;UNTIL=20210401T140000", First::IfNamed, "2021 3 30-31 4 1");
    check("FREQ=DAILY;UNTIL=20210401T135959Z", First::IfNamed, "2021 3 30-31");
}

#[test]
fn a_yearly_rule_by_days_of_the_month_keeps_to_the_month_of_its_start() {
    let rule = Rule::parse("FREQ=YEARLY;BYMONTHDAY=13;BYDAY=FR").unwrap();
    assert_eq!(times_from(&rule, "20200313T090000", "20200101", 2), [time("20200313T090000"), time("20260313T090000")]);
}

#[test]
fn whole_days_know_no_hours() {
    let rule = Rule::parse("FREQ=DAILY;BYHOUR=9,17;BYMINUTE=30;BYSECOND=15;COUNT=2").unwrap().of_days();
    assert_eq!(times_from(&rule, "20210330", "20210101", 9), [time("20210330"), time("20210331")]);
}

#[test]
fn an_end_in_utc_is_replaced_by_who_knows_the_zone() {
    let rule = Rule::parse("FREQ=DAILY;UNTIL=20210401T120000Z").unwrap().with_until(time("20210401T140000"));
    assert_eq!(times_from(&rule, "20210331T140000", "20210101", 9), [time("20210331T140000"), time("20210401T140000")]);
}
