//! What is refused, and by which name.
//! It never looks at times.

use sessionbell_core::recur::{Frequency, Parts, Rule, RuleRefused};

fn refusal(text: &str) -> String {
    Rule::parse(text).err().map_or_else(|| "followed".to_owned(), |why| why.to_string())
}

#[test]
fn what_is_not_followed_is_refused_by_name() {
    for (text, sentence) in [
        // The examples of RFC 5545 section 3.8.5.3 that are outside.
        ("FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200", "rule not supported: BYYEARDAY"),
        ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "rule not supported: BYWEEKNO"),
        ("FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T170000Z", "rule not supported: FREQ=HOURLY; sessions repeat by days, weeks, months or years"),
        ("FREQ=MINUTELY;INTERVAL=15;COUNT=6", "rule not supported: FREQ=MINUTELY; sessions repeat by days, weeks, months or years"),
        ("FREQ=MINUTELY;INTERVAL=90;COUNT=4", "rule not supported: FREQ=MINUTELY; sessions repeat by days, weeks, months or years"),
        ("FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16", "rule not supported: FREQ=MINUTELY; sessions repeat by days, weeks, months or years"),
        // And others.
        ("FREQ=SECONDLY", "rule not supported: FREQ=SECONDLY; sessions repeat by days, weeks, months or years"),
        ("RSCALE=CHINESE;FREQ=YEARLY", "rule not supported: RSCALE"),
        ("FREQ=MONTHLY;SKIP=FORWARD", "rule not supported: SKIP"),
        ("FREQ=YEARLY;BYEASTER=0", "rule not supported: BYEASTER"),
        ("FREQ=DAILY;EXRULE=FREQ", "rule not supported: EXRULE"),
        ("FREQ=WEEKLY;BYDAY=1MO", "rule not supported: BYDAY with numbers with FREQ=WEEKLY"),
        ("FREQ=DAILY;BYDAY=MO,-1FR", "rule not supported: BYDAY with numbers with FREQ=DAILY"),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "rule not supported: BYMONTHDAY with FREQ=WEEKLY"),
        ("FREQ=DAILY;INTERVAL=0", "rule not supported: INTERVAL=0; it is from 1 to 1000"),
        ("FREQ=DAILY;INTERVAL=1001", "rule not supported: INTERVAL=1001; it is from 1 to 1000"),
        ("FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6;BYMINUTE=0,1,2,3,4,5,6", "rule not supported: 49 times a day; at most 48"),
        ("FREQ=DAILY;COUNT=3;UNTIL=20210101", "rule not understood: it ends by COUNT and by UNTIL; one of them says when"),
        ("FREQ=DAILY;COUNT=3;COUNT=4", "rule not understood: COUNT is given twice"),
        ("", "rule not understood: it does not say how often (FREQ)"),
        ("INTERVAL=2", "rule not understood: it does not say how often (FREQ)"),
        ("FREQ=FORTNIGHTLY", "rule not understood: “FREQ=FORTNIGHTLY”"),
        ("FREQ", "rule not understood: “FREQ”"),
        ("FREQ=DAILY;COUNT=0", "rule not understood: “COUNT=0”"),
        ("FREQ=DAILY;COUNT=4294967296", "rule not understood: “COUNT=4294967296”"),
        ("FREQ=DAILY;COUNT=-1", "rule not understood: “COUNT=-1”"),
        ("FREQ=DAILY;INTERVAL=TWO", "rule not understood: “INTERVAL=TWO”"),
        ("FREQ=DAILY;UNTIL=", "rule not understood: “UNTIL=”"),
        ("FREQ=DAILY;UNTIL=20210229", "rule not understood: “UNTIL=20210229”"),
        ("FREQ=DAILY;UNTIL=2021-01-01", "rule not understood: “UNTIL=2021-01-01”"),
        ("FREQ=DAILY;UNTIL=20210101T2500Z", "rule not understood: “UNTIL=20210101T2500Z”"),
        ("FREQ=DAILY;UNTIL=20210101T000000ZZ", "rule not understood: “UNTIL=20210101T000000ZZ”"),
        ("FREQ=DAILY;UNTIL=2021+1+1", "rule not understood: “UNTIL=2021+1+1”"),
        ("FREQ=DAILY;WKST=XX", "rule not understood: “WKST=XX”"),
        ("FREQ=DAILY;BYMONTH=0", "rule not understood: “BYMONTH=0”"),
        ("FREQ=DAILY;BYMONTH=13", "rule not understood: “BYMONTH=13”"),
        ("FREQ=YEARLY;BYMONTH=5L", "rule not understood: “BYMONTH=5L”"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "rule not understood: “BYMONTHDAY=0”"),
        ("FREQ=MONTHLY;BYMONTHDAY=-32", "rule not understood: “BYMONTHDAY=-32”"),
        ("FREQ=MONTHLY;BYDAY=0MO", "rule not understood: “BYDAY=0”"),
        ("FREQ=YEARLY;BYDAY=54MO", "rule not understood: “BYDAY=54”"),
        ("FREQ=WEEKLY;BYDAY=", "rule not understood: “BYDAY=”"),
        ("FREQ=WEEKLY;BYDAY=MO,,TU", "rule not understood: “BYDAY=MO,,TU”"),
        ("FREQ=WEEKLY;BYDAY=MON", "rule not understood: “BYDAY=MON”"),
        ("FREQ=WEEKLY;BYDAY=É", "rule not understood: “BYDAY=É”"),
        ("FREQ=DAILY;BYHOUR=24", "rule not understood: “BYHOUR=24”"),
        ("FREQ=DAILY;BYMINUTE=60", "rule not understood: “BYMINUTE=60”"),
        ("FREQ=DAILY;BYSECOND=61", "rule not understood: “BYSECOND=61”"),
        ("FREQ=MONTHLY;BYSETPOS=0", "rule not understood: “BYSETPOS=0”"),
        ("FREQ=MONTHLY;BYSETPOS=-367", "rule not understood: “BYSETPOS=-367”"),
        ("FREQ=MONTHLY;BYSETPOS=-32768", "rule not understood: “BYSETPOS=-32768”"),
    ] {
        assert_eq!(refusal(text), sentence, "{text}");
    }
}

#[test]
fn a_long_refusal_is_cut() {
    assert!(refusal(&format!("FREQ=DAILY;{}=1", "Q".repeat(5_000))).chars().count() < 100);
    assert!(refusal(&format!("FREQ=DAILY;BYHOUR={}", "Q".repeat(5_000))).chars().count() < 100);
}

#[test]
fn spelling_is_borne_with() {
    let rule = Rule::parse("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU;WKST=SU").unwrap();
    for text in [
        "freq=weekly;interval=2;byday=mo,tu;wkst=su",
        " FREQ = WEEKLY ; INTERVAL = 2 ; BYDAY = MO, TU ; WKST = SU ",
        "INTERVAL=02;BYDAY=TU,MO,TU;WKST=SU;FREQ=WEEKLY;",
        ";FREQ=WEEKLY;;X-OURS=1;X-OURS=2;INTERVAL=+2;BYDAY=MO,TU;WKST=SU",
    ] {
        assert_eq!(Rule::parse(text).as_ref(), Ok(&rule), "{text}");
    }
    assert_eq!(Rule::parse("FREQ=MONTHLY;BYDAY=2TU,-1MO,FR,2TU"), Rule::parse("FREQ=MONTHLY;BYDAY=FR,-1MO,2TU"));
    assert_eq!(Rule::parse("FREQ=DAILY;BYSECOND=60"), Rule::parse("FREQ=DAILY;BYSECOND=59,60"));
    assert_eq!(Rule::parse("FREQ=DAILY;UNTIL=20161231T235960Z"), Rule::parse("FREQ=DAILY;UNTIL=20161231T235959Z"));
    assert_eq!(Rule::parse("FREQ=DAILY;INTERVAL=1000").map(|rule| rule.count()), Ok(None));
    assert_eq!(Rule::parse("FREQ=DAILY;COUNT=4294967295").map(|rule| rule.count()), Ok(Some(u32::MAX)));
    assert!(Rule::parse("FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7;BYMINUTE=0,1,2;BYSECOND=0,30").is_ok());
}

#[test]
fn parts_that_another_format_states_are_checked_alike() {
    let parts = Parts { by_month: vec![13], ..Parts::every(Frequency::Yearly) };
    assert_eq!(Rule::new(parts), Err(RuleRefused::Malformed("BYMONTH=13".into())));
    let parts = Parts { by_day: vec![(Some(i8::MIN), chrono::Weekday::Mon)], ..Parts::every(Frequency::Yearly) };
    assert_eq!(Rule::new(parts), Err(RuleRefused::Malformed("BYDAY=-128".into())));
    assert_eq!(Rule::new(Parts::every(Frequency::Daily)), Rule::parse("FREQ=DAILY"));
}
