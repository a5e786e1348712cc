//! The recurrence rules: the examples of RFC 5545, libical's list where it is at hand, and a slow, obvious reader beside the engine.
//! It never asks the engine what to expect.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod bounds;
mod examples;
mod libical;
mod properties;
mod reader;
mod refusals;

use chrono::{NaiveDate, NaiveDateTime};
use sessionbell_core::recur::{End, First, Rule, Work};

/// `19970902T090000`, or `19970902` for midnight; a “Z” is passed over.
fn time(text: &str) -> NaiveDateTime {
    let text = text.trim_end_matches('Z');
    let day = |text: &str| NaiveDate::parse_from_str(text, "%Y%m%d").unwrap();
    if text.len() == 8 { day(text).and_hms_opt(0, 0, 0).unwrap() } else { NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S").unwrap() }
}

/// The times of a rule from `from` on, as RFC 5545 reads them.
fn times_from(rule: &Rule, start: &str, from: &str, most: usize) -> Vec<NaiveDateTime> {
    let mut work = Work::new(1_000_000);
    let times = rule.times(time(start), First::IfNamed, time(from)..time("99991231"), most, &mut work);
    assert_ne!(times.end, End::Work, "{rule:?}");
    times.found
}
