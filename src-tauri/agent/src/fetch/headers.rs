//! Reads the few headers that polling cares about.
//! It never fails: a header that makes no sense is as good as none.

use chrono::{DateTime, Duration, Utc};
use reqwest::header::HeaderMap;
use sessionbell_core::poll::{FetchAnswer, RetryAfter, Validators};

pub(super) fn note(headers: &HeaderMap, answer: &mut FetchAnswer) {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    answer.max_age = text("cache-control").and_then(max_age);
    answer.retry_after = text("retry-after").and_then(|value| match value.parse::<u32>() {
        Ok(seconds) => Some(RetryAfter::Delay(Duration::seconds(i64::from(seconds)))),
        Err(_) => http_date(value).map(RetryAfter::At),
    });
    // A cache answers with the origin's date and says how old that is (RFC 9111 section 5.1).
    let age = text("age").and_then(|age| age.parse::<u32>().ok()).map_or(Duration::zero(), |age| Duration::seconds(i64::from(age)));
    answer.date = text("date").and_then(http_date).and_then(|date| date.checked_add_signed(age));
}

pub(super) fn validators(headers: &HeaderMap) -> Validators {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).filter(|value| value.len() <= 1_024).map(str::to_owned);
    Validators { etag: text("etag"), last_modified: text("last-modified") }
}

fn max_age(value: &str) -> Option<Duration> {
    // Names of directives have no case (RFC 9111 section 5.2).
    let mut directives = value.split(',').filter_map(|part| part.trim().split_once('='));
    let (_, seconds) = directives.find(|(name, _)| name.eq_ignore_ascii_case("max-age"))?;
    seconds.trim_matches('"').parse::<u32>().ok().map(|seconds| Duration::seconds(i64::from(seconds)))
}

/// RFC 9110 section 5.6.7; its first form (IMF-fixdate) is the one that servers must send.
fn http_date(value: &str) -> Option<DateTime<Utc>> {
    let forms = ["%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"];
    forms.iter().find_map(|form| chrono::NaiveDateTime::parse_from_str(value, form).ok()).map(|local| local.and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_all_three_forms() {
        let expected: DateTime<Utc> = "1994-11-06T08:49:37Z".parse().unwrap();
        for date in ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"] {
            assert_eq!(http_date(date), Some(expected), "{date}");
        }
        assert_eq!(http_date("tomorrow"), None);
    }

    #[test]
    fn max_age_among_others() {
        assert_eq!(max_age("public, max-age=600, must-revalidate"), Some(Duration::seconds(600)));
        assert_eq!(max_age("no-cache"), None);
        assert_eq!(max_age("max-age=soon"), None);
    }
}
