//! Decides when a feed is checked outside its cadence because a session is near, and which regular polls that spares.
//! It never asks against the origin's wish, and never makes two checks out of one.

use super::{LEAST_APART, PollState, SPREAD, USUAL, part};
use chrono::{DateTime, Duration, Utc};

/// The check ahead of a session comes that long before its start at the earliest …
pub const LOOK_FROM: Duration = Duration::minutes(60);
/// … and that long before it at the latest.
pub const LOOK_TO: Duration = Duration::minutes(30);
/// The check ahead of a bell comes that long before it at the earliest …
pub const BELL_FROM: Duration = Duration::seconds(120);
/// … and that long before it at the latest.
pub const BELL_TO: Duration = Duration::seconds(60);

/// A bell to come, as far as polling cares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coming {
    /// When it rings.
    pub bell: DateTime<Utc>,
    /// When its session starts.
    pub start: DateTime<Utc>,
}

impl PollState {
    /// The next check of a feed outside its cadence; what is not later than `now` is to be made now.
    ///
    /// Promise: one between [`LOOK_FROM`] and [`LOOK_TO`] before each start and one between [`BELL_FROM`] and [`BELL_TO`]
    /// before each bell, unless the feed was asked in that time anyway; none before the origin's `Retry-After`
    /// (RFC 9110 section 10.2.3) has passed, and none within a minute of another. A machine that wakes between the check of
    /// a bell and the bell still makes it.
    ///
    /// `bells` are those to come. `share` is this program's own number, always the same for a feed: the same check always
    /// comes at the same time, and those of many programs are spread evenly over the time they may come in.
    #[must_use]
    pub fn check_ahead(&self, bells: impl IntoIterator<Item = Coming>, share: u64, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        if self.gone {
            return None;
        }
        let checks = bells.into_iter().flat_map(|coming| [self.look(coming.start, share, now), self.before_bell(coming.bell, share, now)]);
        checks.flatten().min()
    }

    fn look(&self, start: DateTime<Utc>, share: u64, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let (from, to) = (start - LOOK_FROM, start - LOOK_TO);
        if to < now || self.asked_since(from, now) {
            return None;
        }
        // Those whom the origin held off until now do not all come at the same instant.
        let from = self.not_before.map_or(from, |until| until.max(from));
        (from <= to).then(|| self.apart(from + part(to - from, share), now)).filter(|at| *at <= to)
    }

    fn before_bell(&self, bell: DateTime<Utc>, share: u64, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let (from, to) = (bell - BELL_FROM, bell - BELL_TO);
        if self.asked_since(from, now) {
            return None;
        }
        let at = self.apart(from + part(to - from, share), now);
        match self.not_before {
            Some(until) if until > to => None,
            Some(until) => Some(at.max(until)),
            None => Some(at),
        }
    }

    /// Whether the feed was asked at `from` or later. What a clock that was ahead has noted does not count.
    fn asked_since(&self, from: DateTime<Utc>, now: DateTime<Utc>) -> bool {
        self.asked.is_some_and(|asked| asked >= from && asked <= now)
    }

    /// Not within a minute of the last request.
    fn apart(&self, at: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
        self.asked.filter(|asked| *asked <= now).map_or(at, |asked| at.max(asked + LEAST_APART))
    }

    /// Leaves the regular poll that is to come to the `check` soon after it; answers how long to wait for the next if the
    /// check does not come. `None`: the poll stays.
    ///
    /// The check comes at most an hour after the poll would have, and the copy is then at most two intervals old: a poll
    /// that comes late, or is to mend a failure, is never left.
    pub fn leave_to(&mut self, check: DateTime<Utc>, now: DateTime<Utc>) -> Option<Duration> {
        let (next, checked) = (self.next?, self.checked?);
        let pace = Duration::seconds(i64::from(self.pace));
        let soon = next > now && check >= next && check - next <= USUAL && check - checked <= (pace + pace / 10) * 2;
        if !soon || self.failures > 0 || self.doubted.is_some() {
            return None;
        }
        let next = check + SPREAD * 2;
        self.next = Some(next);
        Some(next - now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(clock: &str) -> DateTime<Utc> {
        format!("2021-03-30T{clock}Z").parse().unwrap()
    }

    const BELLS: [(&str, &str); 2] = [("14:20:00", "14:30:00"), ("14:30:00", "14:30:00")];

    /// The next check at `now` of a client that was asked then; the session starts at 14:30 and rings 10 minutes before and then.
    fn next(asked: &str, not_before: Option<&str>, share: u64, now: &str) -> Option<DateTime<Utc>> {
        let state = PollState { asked: Some(at(asked)), not_before: not_before.map(at), ..PollState::default() };
        let bells = BELLS.map(|(bell, start)| Coming { bell: at(bell), start: at(start) });
        state.check_ahead(bells.into_iter().filter(|coming| coming.bell > at(now)), share, at(now))
    }

    #[test]
    fn checks_are_spread_evenly_over_the_time_they_may_come_in() {
        let mut look = [0_u32; 30];
        let mut bell = [0_u32; 60];
        let (now, start) = (at("13:00:00"), at("14:30:00"));
        let (fresh, looked) = (PollState::default(), PollState { asked: Some(at("13:30:00")), ..PollState::default() });
        for number in 0..6_000_u64 {
            let share = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let check = |state: &PollState, now| state.check_ahead([Coming { bell: start, start }], share, now).unwrap();
            look[usize::try_from((check(&fresh, now) - at("13:30:00")).num_minutes()).unwrap().min(29)] += 1;
            bell[usize::try_from((check(&looked, at("14:00:00")) - at("14:28:00")).num_seconds()).unwrap().min(59)] += 1;
        }
        assert!(look.iter().all(|count| (180..220).contains(count)), "{look:?}");
        assert!(bell.iter().all(|count| (80..120).contains(count)), "{bell:?}");
    }

    #[test]
    fn what_was_asked_in_that_time_is_the_check() {
        let look = at("13:40:00");
        let share = 600_000;
        assert_eq!(next("13:29:59", None, share, "13:30:00"), Some(look.max(at("13:30:59"))));
        assert_eq!(next("13:30:00", None, share, "13:30:30"), Some(at("14:18:00") + part(Duration::seconds(60), share)));
        assert_eq!(next("14:18:00", None, share, "14:18:30"), Some(at("14:28:00") + part(Duration::seconds(60), share)));
        assert_eq!(next("14:17:59", None, 0, "14:17:59"), Some(at("14:18:59")), "a minute after the last, and still in time");
        assert_eq!(next("14:28:00", None, share, "14:28:30"), None);
        // Noted by a clock that was ahead.
        assert_eq!(next("18:00:00", None, share, "13:30:00"), Some(look));
    }

    #[test]
    fn what_was_slept_over_is_made_up_for_while_it_is_of_use() {
        assert_eq!(next("12:00:00", None, 0, "13:50:00"), Some(at("13:30:00")), "in the look’s time");
        assert_eq!(next("12:00:00", None, 0, "14:00:01"), Some(at("14:18:00")), "too late for the look");
        assert_eq!(next("12:00:00", None, 0, "14:19:50"), Some(at("14:18:00")), "just before the bell");
    }

    #[test]
    fn never_against_retry_after() {
        for share in [0, 1, 12_345, 1_799_999, u64::MAX] {
            let held = next("12:00:00", Some("13:45:00"), share, "13:00:00").unwrap();
            assert!(held >= at("13:45:00") && held <= at("14:00:00"), "{held}");
            let held = next("12:00:00", Some("14:18:50"), share, "13:00:00").unwrap();
            assert!(held >= at("14:18:50") && held <= at("14:19:00"), "{held}");
            let held = next("12:00:00", Some("14:19:01"), share, "13:00:00").unwrap();
            assert!(held >= at("14:28:00") && held <= at("14:29:00"), "{held}");
            assert_eq!(next("12:00:00", Some("14:29:01"), share, "13:00:00"), None);
        }
        let gone = PollState { gone: true, ..PollState::default() };
        assert_eq!(gone.check_ahead([Coming { bell: at("14:20:00"), start: at("14:30:00") }], 0, at("13:00:00")), None);
    }

    #[test]
    fn a_poll_is_left_to_a_check_within_the_hour_and_within_two_intervals() {
        let regular = PollState { checked: Some(at("12:00:00")), next: Some(at("13:00:00")), pace: 3_600, ..PollState::default() };
        let left = |state: &PollState, check: &str, now: &str| {
            let mut state = state.clone();
            let wait = state.leave_to(at(check), at(now));
            assert_eq!(wait.map(|wait| at(now) + wait), state.next.filter(|_| wait.is_some()));
            wait.map(|wait| at(now) + wait)
        };
        assert_eq!(left(&regular, "13:30:00", "12:10:00"), Some(at("13:32:00")), "if the check does not come, the poll does");
        assert_eq!(left(&regular, "13:00:00", "12:10:00"), Some(at("13:02:00")));
        assert_eq!(left(&regular, "14:00:00", "12:10:00"), Some(at("14:02:00")));
        assert_eq!(left(&regular, "14:00:01", "12:10:00"), None, "more than an hour");
        assert_eq!(left(&regular, "12:59:59", "12:10:00"), None, "the check comes first");
        assert_eq!(left(&regular, "13:30:00", "13:00:00"), None, "it is due");
        let often = PollState { checked: Some(at("12:45:00")), pace: 900, ..regular.clone() };
        assert_eq!(left(&often, "13:18:00", "12:50:00"), Some(at("13:20:00")));
        assert_eq!(left(&often, "13:18:01", "12:50:00"), None, "more than two intervals");
        for other in [PollState { failures: 1, ..regular.clone() }, PollState { doubted: Some(1), ..regular.clone() }, PollState { checked: None, ..regular }] {
            assert_eq!(left(&other, "13:30:00", "12:10:00"), None, "{other:?}");
        }
    }
}
