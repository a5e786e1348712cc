//! Decides which texts are local date-times and durations (RFC 8984 sections 1.4.4 to 1.4.7).
//! It never guesses what a text outside the grammar may have meant.

use chrono::{Duration, NaiveDate, NaiveDateTime};

/// `YYYY-MM-DDTHH:MM:SS` and nothing else: no fraction, no `Z`, no offset.
pub(super) fn local_date_time(text: &str) -> Option<NaiveDateTime> {
    let shape = text.len() == 19
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            10 => byte == b'T',
            13 | 16 => byte == b':',
            _ => byte.is_ascii_digit(),
        });
    if !shape {
        return None;
    }
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u32>().ok();
    let date = NaiveDate::from_ymd_opt(i32::try_from(number(0, 4)?).ok()?, number(5, 7)?, number(8, 10)?)?;
    // A leap second is a time of the grammar but of no clock here.
    date.and_hms_opt(number(11, 13)?, number(14, 16)?, number(17, 19)?)
}

/// `P[nW][nD][T[nH][nM][nS]]` with at least one part, each at most once and in order; whole seconds.
pub(super) fn duration(text: &str) -> Option<Duration> {
    let rest = text.strip_prefix('P')?;
    let (date, time) = match rest.split_once('T') {
        Some((date, time)) if !time.is_empty() => (date, time),
        Some(_) => return None,
        None => (rest, ""),
    };
    let mut total = Duration::zero();
    let mut parts = 0;
    for (mut text, units) in [(date, &[('W', 604_800_i64), ('D', 86_400)][..]), (time, &[('H', 3_600), ('M', 60), ('S', 1)][..])] {
        for (letter, seconds) in units {
            let Some((number, rest)) = text.split_once(*letter) else { continue };
            if number.is_empty() || number.len() > 9 || !number.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            total = total.checked_add(&Duration::try_seconds(number.parse::<i64>().ok()?.checked_mul(*seconds)?)?)?;
            (text, parts) = (rest, parts + 1);
        }
        if !text.is_empty() {
            return None;
        }
    }
    (parts > 0).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_grammar_s_date_times() {
        assert!(local_date_time("2021-03-30T14:30:00").is_some());
        for wrong in [
            "2021-03-30T14:30",
            "2021-03-30 14:30:00",
            "2021-03-30T14:30:00Z",
            "2021-03-30T14:30:00.5",
            "2021-02-30T14:30:00",
            "2021-03-30T24:00:00",
            "2021-03-30T14:30:60",
            "+021-03-30T14:30:00",
            "",
        ] {
            assert_eq!(local_date_time(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn only_the_grammar_s_durations() {
        for (text, minutes) in [("PT1H", 60), ("PT90M", 90), ("P1D", 1_440), ("P1W", 10_080), ("P1DT1H30M", 1_530), ("PT0S", 0)] {
            assert_eq!(duration(text), Some(Duration::minutes(minutes)), "{text}");
        }
        for wrong in ["", "P", "PT", "1H", "PT1M1H", "PT1.5H", "P1M", "-PT1H", "PT+1H", "P1DT", "PT9999999999S", "PT1H ", "pt1h"] {
            assert_eq!(duration(wrong), None, "{wrong}");
        }
    }
}
