//! Decides which rule a `recurrenceRule` object states (RFC 8984 section 4.3.3, and the same object of version 2.0).
//! It never follows half a rule: what is not supported or not understood refuses the whole of it, by name and place.

use super::grammar::local_date_time;
use super::pointer;
use crate::language::{Sentence, sentence};
use crate::recur::{Frequency, LONGEST_INTERVAL, Parts, Rule, RuleRefused, Until};
use crate::text;
use chrono::Weekday;
use serde_json::Value;

/// Most values of one list; no list of a rule has more that differ and mean something.
const MOST_VALUES: usize = 366;

/// Why a rule is not followed: the pointer from the rule's own place, and a sentence.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refused {
    pub(super) place: String,
    pub(super) sentence: Sentence,
}

impl Refused {
    fn of_whole(sentence: Sentence) -> Self {
        Self::at(String::new(), sentence)
    }

    fn at(place: String, sentence: Sentence) -> Self {
        Self { place, sentence }
    }

    fn of(key: &str, sentence: Sentence) -> Self {
        Self::at(format!("/{}", pointer(key)), sentence)
    }
}

/// The rule of a session; of whole days if its start is one. `until` is a time of the session's own clock.
pub(super) fn read(rule: &Value, whole_days: bool) -> Result<Rule, Refused> {
    let Value::Object(properties) = rule else { return Err(Refused::of_whole(sentence("rule-not-object"))) };
    let frequency = properties.get("frequency").ok_or_else(|| Refused::of_whole(sentence("rule-no-frequency")))?;
    let mut parts = Parts::every(read_frequency(frequency)?);
    for (key, value) in properties.iter().filter(|(_, value)| !value.is_null()) {
        let key = key.as_str();
        let shown = || text::line(value.as_str().unwrap_or_default(), 40);
        match key {
            "frequency" => {}
            "@type" if value == "RecurrenceRule" => {}
            "@type" => return Err(Refused::of(key, sentence("rule-type"))),
            "rscale" if shown().eq_ignore_ascii_case("gregorian") => {}
            "rscale" => return Err(Refused::of(key, sentence("rule-rscale").with("text", shown()))),
            "skip" if shown().eq_ignore_ascii_case("omit") => {}
            "skip" => return Err(Refused::of(key, sentence("rule-skip").with("text", shown()))),
            "interval" => parts.interval = one(key, value, "rule-must-be-number", number)?,
            "count" => parts.count = Some(one(key, value, "rule-must-be-number", number)?),
            "until" => {
                let last = one(key, value, "rule-must-be-date-time", |value| local_date_time(value.as_str()?))?;
                parts.until = Some(Until::Local(last));
            }
            "firstDayOfWeek" => parts.week_start = one(key, value, WEEKDAY, weekday)?,
            "byDay" => parts.by_day = days(value)?,
            "byMonth" => parts.by_month = months(value)?,
            "byMonthDay" => parts.by_month_day = list(key, value, "rule-must-be-numbers", number)?,
            "byHour" => parts.by_hour = list(key, value, "rule-must-be-numbers", number)?,
            "byMinute" => parts.by_minute = list(key, value, "rule-must-be-numbers", number)?,
            "bySecond" => parts.by_second = list(key, value, "rule-must-be-numbers", number)?,
            "bySetPosition" => parts.by_set_pos = list(key, value, "rule-must-be-numbers", number)?,
            // A vendor's own word does not change what the standard ones say (RFC 8984 section 3.3).
            vendors if vendors.contains(':') => {}
            unknown => return Err(Refused::of(unknown, sentence("rule-not-supported").with("what", text::line(unknown, 40)))),
        }
    }
    let rule = Rule::new(parts).map_err(|refused| Refused::of_whole(words(&refused)))?;
    Ok(if whole_days { rule.of_days() } else { rule })
}

const WEEKDAY: &str = "rule-must-be-weekday";

fn read_frequency(value: &Value) -> Result<Frequency, Refused> {
    match value.as_str() {
        Some("daily") => Ok(Frequency::Daily),
        Some("weekly") => Ok(Frequency::Weekly),
        Some("monthly") => Ok(Frequency::Monthly),
        Some("yearly") => Ok(Frequency::Yearly),
        Some(short @ ("hourly" | "minutely" | "secondly")) => Err(Refused::of("frequency", sentence("rule-frequency-short").with("frequency", short))),
        Some(other) => Err(Refused::of("frequency", sentence("rule-frequency-unknown").with("text", text::line(other, 40)))),
        None => Err(Refused::of("frequency", sentence("rule-frequency-not-text"))),
    }
}

fn one<T>(key: &str, value: &Value, wish: &'static str, read: impl Fn(&Value) -> Option<T>) -> Result<T, Refused> {
    read(value).ok_or_else(|| Refused::of(key, sentence(wish).with("key", key)))
}

fn list<T>(key: &str, value: &Value, wish: &'static str, read: impl Fn(&Value) -> Option<T>) -> Result<Vec<T>, Refused> {
    let wrong = |place: String| Refused::at(place, sentence(wish).with("key", key));
    let values = values(key, value).ok_or_else(|| wrong(format!("/{key}")))??;
    values.iter().enumerate().map(|(number, value)| read(value).ok_or_else(|| wrong(format!("/{key}/{number}")))).collect()
}

/// The values of a list, if it is one.
fn values<'a>(key: &str, value: &'a Value) -> Option<Result<&'a [Value], Refused>> {
    let values = value.as_array()?;
    let fits = values.len() <= MOST_VALUES;
    Some(if fits { Ok(values) } else { Err(Refused::of(key, too_many(key, values.len()))) })
}

fn too_many(key: &str, count: usize) -> Sentence {
    sentence("rule-too-many-values").with("n", count).with("key", key).with("most", MOST_VALUES)
}

/// A whole number in the range of `T`; `1.0` is none (RFC 8984 section 1.4.3).
fn number<T: TryFrom<i64>>(value: &Value) -> Option<T> {
    T::try_from(value.as_i64()?).ok()
}

fn weekday(value: &Value) -> Option<Weekday> {
    match value.as_str()? {
        "mo" => Some(Weekday::Mon),
        "tu" => Some(Weekday::Tue),
        "we" => Some(Weekday::Wed),
        "th" => Some(Weekday::Thu),
        "fr" => Some(Weekday::Fri),
        "sa" => Some(Weekday::Sat),
        "su" => Some(Weekday::Sun),
        _ => None,
    }
}

/// `byDay`: objects with a `day`, and `nthOfPeriod` if only the nth of them is meant.
fn days(value: &Value) -> Result<Vec<(Option<i8>, Weekday)>, Refused> {
    let values = values("byDay", value).ok_or_else(|| Refused::of("byDay", sentence("rule-days-not-list")))??;
    let day = |(place, value): (usize, &Value)| {
        let here = format!("/byDay/{place}");
        let day = value.get("day").and_then(weekday).ok_or_else(|| Refused::at(format!("{here}/day"), sentence(WEEKDAY).with("key", "day")))?;
        let nth = match value.get("nthOfPeriod") {
            None | Some(Value::Null) => None,
            Some(nth) => Some(number(nth).ok_or_else(|| Refused::at(format!("{here}/nthOfPeriod"), sentence("rule-nth")))?),
        };
        Ok((nth, day))
    };
    values.iter().enumerate().map(day).collect()
}

/// `byMonth`: numbers as text, since other calendars have leap months (`5L`, RFC 7529).
fn months(value: &Value) -> Result<Vec<u8>, Refused> {
    let months: Vec<&str> = match values("byMonth", value) {
        Some(values) => values?.iter().filter_map(Value::as_str).collect(),
        None => Vec::new(),
    };
    if value.as_array().is_none_or(|all| all.len() != months.len()) {
        return Err(Refused::of("byMonth", sentence("rule-months-not-text")));
    }
    let month = |(place, month): (usize, &&str)| {
        let here = format!("/byMonth/{place}");
        let shown = text::line(month, 20);
        let digits = |month: &str| month.bytes().all(|byte| byte.is_ascii_digit()).then(|| month.parse::<u8>().ok())?;
        match (digits(month), month.strip_suffix('L').and_then(digits)) {
            (Some(month), _) => Ok(month),
            (None, Some(_)) => Err(Refused::at(here, sentence("rule-leap-month").with("text", shown))),
            (None, None) => Err(Refused::at(here, sentence("rule-month-unknown").with("text", shown))),
        }
    };
    months.iter().enumerate().map(month).collect()
}

/// The engine's refusal in the words of this format.
fn words(refused: &RuleRefused) -> Sentence {
    match refused {
        RuleRefused::PartHere(part, frequency) => sentence("rule-part-here").with("part", renamed(part)).with("frequency", frequency.to_ascii_lowercase()),
        RuleRefused::Interval(interval) => sentence("rule-interval").with("interval", *interval).with("most", LONGEST_INTERVAL),
        RuleRefused::NumberedDays(frequency) => sentence("rule-numbered-days").with("frequency", frequency.to_ascii_lowercase()),
        RuleRefused::TwoEnds => sentence("rule-two-ends"),
        RuleRefused::Malformed(part) => sentence("rule-out-of-range").with("part", renamed(part)),
        RuleRefused::TimesADay(_) | RuleRefused::NoFrequency | RuleRefused::Frequency(_) | RuleRefused::Part(_) | RuleRefused::Twice(_) => refused.sentence(),
    }
}

/// What this format calls a part, whatever follows its name.
fn renamed(part: &str) -> String {
    // A name that another begins with comes after it.
    const NAMES: [(&str, &str); 8] = [
        ("BYMONTHDAY", "byMonthDay"),
        ("BYMONTH", "byMonth"),
        ("BYDAY", "byDay"),
        ("BYHOUR", "byHour"),
        ("BYMINUTE", "byMinute"),
        ("BYSECOND", "bySecond"),
        ("BYSETPOS", "bySetPosition"),
        ("COUNT", "count"),
    ];
    let renamed = NAMES.iter().find_map(|(theirs, ours)| Some(format!("{ours}{}", part.strip_prefix(theirs)?)));
    renamed.unwrap_or_else(|| part.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn both_formats_state_the_same_rules() {
        for (object, value) in [
            (json!({"@type": "RecurrenceRule", "frequency": "daily"}), "FREQ=DAILY"),
            (
                json!({"frequency": "weekly", "interval": 2, "count": 10, "firstDayOfWeek": "su", "byDay": [{"day": "tu"}, {"@type": "NDay", "day": "th"}]}),
                "FREQ=WEEKLY;INTERVAL=2;COUNT=10;WKST=SU;BYDAY=TU,TH",
            ),
            (
                json!({"frequency": "monthly", "byDay": [{"day": "fr", "nthOfPeriod": -1}], "until": "2021-06-30T14:30:00"}),
                "FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20210630T143000",
            ),
            (
                json!({"frequency": "monthly", "byMonthDay": [1, -1], "byHour": [9, 17], "byMinute": [0], "bySecond": [0, 60]}),
                "FREQ=MONTHLY;BYMONTHDAY=1,-1;BYHOUR=9,17;BYMINUTE=0;BYSECOND=0,60",
            ),
            (
                json!({"frequency": "yearly", "byMonth": ["3", "11"], "byDay": [{"day": "mo"}], "bySetPosition": [1, -1], "rscale": "gregorian", "skip": "omit"}),
                "FREQ=YEARLY;BYMONTH=3,11;BYDAY=MO;BYSETPOS=1,-1",
            ),
            (json!({"frequency": "daily", "interval": null, "example.com:why": "a vendor's word"}), "FREQ=DAILY"),
        ] {
            assert_eq!(read(&object, false), Ok(Rule::parse(value).unwrap()), "{value}");
        }
    }

    #[test]
    fn what_is_not_followed_is_named_with_its_place() {
        for (object, place, sentence) in [
            (json!("weekly"), "", "a rule must be an object"),
            (json!({}), "", "it has no “frequency”"),
            (json!({"frequency": 7}), "/frequency", "must be text"),
            (json!({"frequency": "hourly"}), "/frequency", "rule not supported: frequency hourly"),
            (json!({"frequency": "Weekly"}), "/frequency", "“Weekly” is not a frequency"),
            (json!({"@type": "Rule", "frequency": "daily"}), "/@type", "must be “RecurrenceRule”"),
            (json!({"frequency": "yearly", "byWeekNo": [20]}), "/byWeekNo", "rule not supported: byWeekNo"),
            (json!({"frequency": "yearly", "byYearDay": [100]}), "/byYearDay", "rule not supported: byYearDay"),
            (json!({"frequency": "yearly", "byEaster": 1}), "/byEaster", "rule not supported: byEaster"),
            (json!({"frequency": "yearly", "rscale": "hebrew"}), "/rscale", "rule not supported: rscale “hebrew”"),
            (json!({"frequency": "yearly", "skip": "forward"}), "/skip", "rule not supported: skip “forward”"),
            (json!({"frequency": "yearly", "byMonth": ["5L"]}), "/byMonth/0", "rule not supported: byMonth “5L”"),
            (json!({"frequency": "yearly", "byMonth": ["1", "May"]}), "/byMonth/1", "“May” is not a month"),
            (json!({"frequency": "yearly", "byMonth": ["13"]}), "", "“byMonth=13” is out of range"),
            (json!({"frequency": "yearly", "byMonth": [5]}), "/byMonth", "months as text"),
            (json!({"frequency": "yearly", "byMonth": "5"}), "/byMonth", "months as text"),
            (json!({"frequency": "daily", "interval": 1.5}), "/interval", "whole number"),
            (json!({"frequency": "daily", "interval": 2.0}), "/interval", "whole number"),
            (json!({"frequency": "daily", "interval": 0}), "", "interval 0"),
            (json!({"frequency": "daily", "count": -1}), "/count", "whole number"),
            (json!({"frequency": "daily", "count": 0}), "", "“count=0”"),
            (json!({"frequency": "daily", "count": 2, "until": "2021-06-30T14:30:00"}), "", "by “count” and by “until”"),
            (json!({"frequency": "daily", "until": "2021-06-30T14:30:00Z"}), "/until", "local date-time"),
            (json!({"frequency": "weekly", "byDay": ["mo"]}), "/byDay/0/day", "must be a weekday"),
            (json!({"frequency": "weekly", "byDay": {"day": "mo"}}), "/byDay", "must be a list"),
            (json!({"frequency": "monthly", "byDay": [{"day": "mo"}, {"day": "tu", "nthOfPeriod": 1.5}]}), "/byDay/1/nthOfPeriod", "whole number"),
            (json!({"frequency": "monthly", "byDay": [{"day": "mo", "nthOfPeriod": 0}]}), "", "“byDay=0” is out of range"),
            (json!({"frequency": "weekly", "byMonthDay": [1]}), "", "byMonthDay with the frequency weekly"),
            (json!({"frequency": "daily", "byHour": [24]}), "", "“byHour=24” is out of range"),
            (json!({"frequency": "daily", "byHour": [9, "10"]}), "/byHour/1", "whole numbers"),
            (json!({"frequency": "daily", "byHour": vec![9; 400]}), "/byHour", "400 values of byHour"),
            (json!({"frequency": "daily", "byMinute": (0..60).collect::<Vec<_>>()}), "", "60 times a day"),
        ] {
            let refused = read(&object, false).unwrap_err();
            assert_eq!(refused.place, place, "{object}");
            assert!(refused.sentence.to_string().contains(sentence), "{object}: {}", refused.sentence);
        }
    }
}
