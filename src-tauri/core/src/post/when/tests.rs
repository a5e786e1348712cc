//! What phrases of hosts name, and which are refused.
//! It never looks at how they are read.

use super::*;
use crate::zone::Zones;

/// What a phrase of a post of Monday, 29 March 2021 says: local time, zone, minutes, rule; or the code that it is refused with.
fn reading(phrase: &str) -> String {
    let zones = Zones::bundled();
    let context = Context { posted: "2021-03-29".parse().unwrap(), fallback: None };
    match read(phrase, zones).and_then(|when| resolve(&when, phrase, &context)) {
        Err(unread) => unread.code.name().to_owned(),
        Ok(found) => {
            let mut out = format!("{} {}", found.local.format("%Y-%m-%d %H:%M"), found.zone.name());
            if let Some(length) = found.length {
                out.push_str(&format!(" {}m", length.num_minutes()));
            }
            if let Some(rule) = found.repeats {
                let days: Vec<_> = rule.days.iter().map(|(n, day)| format!("{}{day}", n.map_or(String::new(), |n| n.to_string()))).collect();
                out.push_str(&format!(" {:?}/{} {}", rule.frequency, rule.interval, days.join(",")));
                out.push_str(&rule.until.map_or(String::new(), |until| format!(" to {until}")));
            }
            for doubt in found.doubts {
                out.push_str(&format!(" !{}", doubt.code.name()));
            }
            out.trim_end().to_owned()
        }
    }
}

const PHRASES: &[(&str, &str)] = &[
    // The seed's.
    ("Tue at 14:30 ET", "2021-03-30 14:30 America/New_York"),
    ("Wed at 10:00 ET", "2021-03-31 10:00 America/New_York"),
    ("Thu at 07:00 ET", "2021-04-01 07:00 America/New_York"),
    ("Fri at 14:30 ET", "2021-04-02 14:30 America/New_York"),
    // Days.
    ("Monday 9h30 CEST", "2021-03-29 09:30 Europe/Berlin"),
    ("Sunday, 18:00 UTC", "2021-04-04 18:00 UTC"),
    ("March 23rd at noon ET", "2021-03-23 12:00 America/New_York"),
    ("tomorrow, March 30th at noon ET", "2021-03-30 12:00 America/New_York"),
    ("tomorrow at 2pm ET", "2021-03-30 14:00 America/New_York"),
    ("today, 17:00 Europe/Berlin", "2021-03-29 17:00 Europe/Berlin"),
    ("30 March 2021, 14:30 ET", "2021-03-30 14:30 America/New_York"),
    ("30th of March at 5pm PDT", "2021-03-30 17:00 America/Los_Angeles"),
    ("Match 30th at 2pm ET", "2021-03-30 14:00 America/New_York"),
    ("Tuesday, Mar. 30, 2021 @ 2:30 p.m. EDT", "2021-03-30 14:30 America/New_York"),
    ("Tue 30.03.2021 14.30 Uhr MESZ", "2021-03-30 14:30 Europe/Berlin"),
    ("30.03. um", "unclear-time"),
    ("2021-03-30 14:30 ET", "2021-03-30 14:30 America/New_York"),
    ("2021-03-30T14:30:00 America/New_York", "2021-03-30 14:30 America/New_York"),
    ("2021-03-30T18:30Z", "2021-03-30 18:30 UTC"),
    ("3/30 at 14:30 ET", "2021-03-30 14:30 America/New_York"),
    ("30/3/2021 14:30 ET", "2021-03-30 14:30 America/New_York"),
    ("January 5th, 10:00 PT", "2022-01-05 10:00 America/Los_Angeles"),
    ("Feb 1st, 10:00 PT", "2021-02-01 10:00 America/Los_Angeles"),
    ("Tuesday the 30th, 14:30 ET", "2021-03-30 14:30 America/New_York"),
    ("This Thursday at 11am Eastern", "2021-04-01 11:00 America/New_York"),
    // Times.
    ("Tue 4PM UTC", "2021-03-30 16:00 UTC"),
    ("Tue 5pm - 7pm PDT", "2021-03-30 17:00 America/Los_Angeles 120m"),
    ("Tue 5-7pm PDT", "2021-03-30 17:00 America/Los_Angeles 120m"),
    ("Tue 11-1pm ET", "2021-03-30 11:00 America/New_York 120m"),
    ("Tue 14:30–16:00 ET", "2021-03-30 14:30 America/New_York 90m"),
    ("Tue from 22:00 to 00:30 CEST", "2021-03-30 22:00 Europe/Berlin 150m"),
    ("Tue 14:30 ET to 15:30 ET", "2021-03-30 14:30 America/New_York 60m"),
    ("Tue 14:30 ET for 90 minutes", "2021-03-30 14:30 America/New_York 90m"),
    ("Tue 14:30 ET (1.5 hours)", "2021-03-30 14:30 America/New_York 90m"),
    ("Tue 14:30 ET, half an hour", "2021-03-30 14:30 America/New_York 30m"),
    ("Tue 1430 UTC", "2021-03-30 14:30 UTC"),
    ("Tue at 7:00 ET", "2021-03-30 07:00 America/New_York"),
    ("Tue 12am ET", "2021-03-30 00:00 America/New_York"),
    ("Tue 12pm ET", "2021-03-30 12:00 America/New_York"),
    ("Tue 17 Uhr CEST", "2021-03-30 17:00 Europe/Berlin"),
    // Zones.
    ("Tue 14:30 (ET)", "2021-03-30 14:30 America/New_York"),
    ("Tue 14:30 US Eastern time", "2021-03-30 14:30 America/New_York"),
    ("Tue 14:30 Berlin time", "2021-03-30 14:30 Europe/Berlin"),
    ("Tue 14:30 São Paulo time", "2021-03-30 14:30 America/Sao_Paulo"),
    ("Tue 14:30 Central European Summer Time", "2021-03-30 14:30 Europe/Berlin"),
    ("Tue 14:30 UK time", "2021-03-30 14:30 Europe/London"),
    ("Tue 14:30 ET / 20:30 CEST", "2021-03-30 14:30 America/New_York"),
    ("Tue 14:30 ET (18:30 UTC)", "2021-03-30 14:30 America/New_York"),
    ("Tue 14:30 EST", "2021-03-30 14:30 America/New_York !wrong-season"),
    ("Jan 11th 2022 14:30 EDT", "2022-01-11 14:30 America/New_York !wrong-season"),
    ("Nov 7th 2021 at 01:30 ET", "2021-11-07 01:30 America/New_York !repeated-hour"),
    ("March 14th 2021 at 02:30 ET", "2021-03-14 02:30 America/New_York !skipped-hour"),
    ("Tue 14:30 ET (note the new time)", "2021-03-30 14:30 America/New_York"),
    // Rules.
    ("Last Wed of every month at 17:00 UTC", "2021-03-31 17:00 UTC Monthly/1 -1Wed"),
    ("first and third Tuesday of the month, 5pm - 7pm PDT", "2021-04-06 17:00 America/Los_Angeles 120m Monthly/1 1Tue,3Tue"),
    ("every last Friday, 10:00 PT", "2021-04-30 10:00 America/Los_Angeles Monthly/1 -1Fri"),
    ("2nd Tuesday of each month at 5pm CEST", "2021-04-13 17:00 Europe/Berlin Monthly/1 2Tue"),
    ("every Wednesday at 15:00 UTC", "2021-03-31 15:00 UTC Weekly/1 Wed"),
    ("Wednesdays, 15:00 UTC", "2021-03-31 15:00 UTC Weekly/1 Wed"),
    ("every Mon and Thu at 15:00 UTC", "2021-03-29 15:00 UTC Weekly/1 Mon,Thu"),
    ("every other Wednesday at 15:00 UTC", "2021-03-31 15:00 UTC Weekly/2 Wed"),
    ("every two weeks on Thursday at 11am ET", "2021-04-01 11:00 America/New_York Weekly/2 Thu"),
    ("weekly on Tue, 16:00 UTC", "2021-03-30 16:00 UTC Weekly/1 Tue"),
    ("every weekday at 9am ET", "2021-03-29 09:00 America/New_York Weekly/1 Mon,Tue,Wed,Thu,Fri"),
    ("daily at 9am ET", "2021-03-29 09:00 America/New_York Daily/1"),
    ("every Wednesday at 15:00 UTC starting April 7th", "2021-04-07 15:00 UTC Weekly/1 Wed"),
    ("every Wednesday at 15:00 UTC until June 30, 2021", "2021-03-31 15:00 UTC Weekly/1 Wed to 2021-06-30"),
    // Refused.
    ("Tue at 5 ET", "unclear-time"),
    ("Tue at 14:30", "no-zone"),
    ("Tue 14:30 local time", "no-zone"),
    ("at 14:30 ET", "no-day"),
    ("Tue", "no-time"),
    ("Tue, 3/4 at 14:30 ET", "unclear-time"),
    ("Wed, March 30th at noon ET", "wrong-weekday"),
    ("Tue 14:30 IST", "unclear-time"),
    ("Tue 14:30 UTC+2", "unclear-time"),
    ("2021-03-30T14:30:00+02:00", "unclear-time"),
    ("Tue 14:30 ET / 21:30 CEST", "unclear-time"),
    ("Tue at midnight ET", "unclear-time"),
    ("next Tuesday at 14:30 ET", "unclear-time"),
    ("every second Tuesday at 14:30 ET", "unclear-time"),
    ("biweekly on Tue at 14:30 ET", "unclear-time"),
    ("Feb 30 at 14:30 ET", "unclear-time"),
    ("Tue at 14:30 ET or Wed at 10:00 ET", "unclear-time"),
    ("every Wednesday at 15:00 UTC starting April 6th", "wrong-weekday"),
    ("Tue at 25:30 ET", "unclear-time"),
    ("", "no-time"),
];

#[test]
fn phrases_of_hosts() {
    let wrong: Vec<String> = PHRASES
        .iter()
        .filter(|(phrase, expected)| reading(phrase) != *expected)
        .map(|(phrase, expected)| format!("{phrase}: {} instead of {expected}", reading(phrase)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_time_at_the_beginning_of_a_sentence_ends_before_the_rest() {
    for (text, rest) in [
        ("March 23rd at noon ET, Niko on traits", ", Niko on traits"),
        ("On March 26th at 2pm ET, we will be telling a story", ", we will be telling a story"),
        ("Tue at 14:30 ET – Niko: interop", " – Niko: interop"),
        ("Tue 5pm - 7pm PDT: hacking", ": hacking"),
        ("Tue at 14:30 ET (1 hour) Sun and moon", " Sun and moon"),
        ("Nothing at all", "Nothing at all"),
    ] {
        let (_, end) = read_start(text, Zones::bundled()).unwrap();
        assert_eq!(&text[end..], rest, "{text}");
    }
}

#[test]
fn what_is_implied_is_said() {
    let context = Context { posted: "2021-03-29".parse().unwrap(), fallback: None };
    let found = resolve(&read("Tue at 7:00 ET", Zones::bundled()).unwrap(), "", &context).unwrap();
    assert_eq!(
        found.inferred,
        ["Tue is 2021-03-30, the first one from the post’s date on", "“7:00” is 07:00 in the morning", "ET is the clock of America/New_York"]
    );
}
