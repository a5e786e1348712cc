//! The origin: a static file with an `ETag` that changes now and then, sessions in it, and an outage.
//! It never knows who asks: what it answers depends on the time alone.

use crate::dice::Dice;
use chrono::{DateTime, Duration, Utc};
use sessionbell_core::poll::{AnswerKind, BELL_FROM, BELL_TO, Coming, FetchAnswer, FetchFault, LOOK_FROM, LOOK_TO, RetryAfter, Validators, Verdict};
use sessionbell_core::settings::Subscription;

/// How an origin is out of order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outage {
    /// No connection.
    Refused,
    /// 503 without a word of when to come back.
    Busy,
    /// 503 and `Retry-After` in seconds.
    BusyFor(i64),
    /// 503 and `Retry-After` with the instant at which the outage ends, the same for everybody.
    BusyUntilItsEnd,
}

impl Outage {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Refused => "connection refused",
            Self::Busy => "503",
            Self::BusyFor(_) => "503, Retry-After in seconds",
            Self::BusyUntilItsEnd => "503, Retry-After with its end",
        }
    }
}

/// An answer with what it means to polling.
pub(crate) struct Answer {
    pub(crate) answer: FetchAnswer,
    pub(crate) verdict: Verdict,
}

pub(crate) struct Origin {
    /// When each version was published, the first from the beginning.
    published: Vec<DateTime<Utc>>,
    tags: Vec<Validators>,
    outage: Option<(DateTime<Utc>, DateTime<Utc>)>,
    well: Answer,
    out: Answer,
}

impl Origin {
    pub(crate) fn new(feed: &Subscription, begin: DateTime<Utc>, days: i64, changes: i64, max_age: i64, seed: u64) -> Self {
        let mut dice = Dice::new(seed, u64::MAX);
        let mut published = vec![begin];
        for day in 0..days {
            published.extend((0..changes).map(|_| begin + Duration::days(day) + dice.within(Duration::days(1))));
        }
        published.sort();
        let tags = (0..published.len()).map(|version| Validators { etag: Some(format!("\"{version}\"")), last_modified: None }).collect();
        let kind = AnswerKind::NotModified { validators: Validators::default() };
        let max_age = Some(Duration::seconds(max_age));
        let answer = FetchAnswer { feed: feed.id.clone(), address: feed.address.clone(), kind, max_age, retry_after: None, date: None, moved_to: None };
        let out = Answer { answer: answer.clone(), verdict: Verdict::Status(503) };
        Self { published, tags, outage: None, well: Answer { answer, verdict: Verdict::Well(None) }, out }
    }

    /// Is out of order from `from` to `to`.
    pub(crate) fn fails(mut self, outage: Outage, from: DateTime<Utc>, to: DateTime<Utc>) -> Self {
        self.outage = Some((from, to));
        self.out.answer.kind = AnswerKind::Status(503);
        match outage {
            Outage::Refused => {
                let fault = FetchFault::Unreachable("example.org".to_owned());
                self.out.verdict = Verdict::Failed(fault.sentence());
                self.out.answer.kind = AnswerKind::Failed(fault);
            }
            Outage::Busy => {}
            Outage::BusyFor(seconds) => self.out.answer.retry_after = Some(RetryAfter::Delay(Duration::seconds(seconds))),
            Outage::BusyUntilItsEnd => self.out.answer.retry_after = Some(RetryAfter::At(to)),
        }
        self
    }

    /// Whether it is out of order now, and what it answers then.
    pub(crate) fn answer(&self, now: DateTime<Utc>) -> (bool, &Answer) {
        let out = self.outage.is_some_and(|(from, to)| from <= now && now < to);
        (out, if out { &self.out } else { &self.well })
    }

    /// What the file is called now, looked for from the version that the client has.
    pub(crate) fn tag(&self, now: DateTime<Utc>, known: usize) -> (usize, &Validators) {
        let mut version = known;
        while self.published.get(version + 1).is_some_and(|at| *at <= now) {
            version += 1;
        }
        (version, &self.tags[version])
    }
}

/// A bell, with the time before which it decides nothing: a lead is at least −120 minutes, the first check for a session
/// comes an hour before its start, and a poll is left to it up to an hour before that.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bell {
    pub(crate) coming: Coming,
    pub(crate) in_sight: DateTime<Utc>,
}

/// The bells of those starts at these leads, soonest first.
pub(crate) fn bells(starts: &[DateTime<Utc>], leads: &[i64]) -> Vec<Bell> {
    let bell = |start: DateTime<Utc>, lead: i64| {
        let bell = start - Duration::minutes(lead);
        Bell { coming: Coming { bell, start }, in_sight: bell - Duration::hours(4) }
    };
    let mut bells: Vec<Bell> = starts.iter().flat_map(|start| leads.iter().map(|lead| bell(*start, *lead))).collect();
    bells.sort_by_key(|bell| bell.coming.bell);
    bells
}

/// The times within which a check is promised.
pub(crate) fn promises(bells: &[Bell]) -> Vec<(DateTime<Utc>, DateTime<Utc>)> {
    let bells = bells.iter().map(|bell| bell.coming);
    let mut promises: Vec<_> = bells.clone().map(|coming| (coming.bell - BELL_FROM, coming.bell - BELL_TO)).collect();
    // The look ahead of a start is promised while one of its bells is to come.
    let looks = bells.filter(|coming| coming.bell > coming.start - LOOK_TO);
    promises.extend(looks.map(|coming| (coming.start - LOOK_FROM, coming.start - LOOK_TO)));
    promises.sort_by_key(|(from, to)| (*to, *from));
    promises.dedup();
    promises
}

/// When requests are made at the latest by a client that makes as few as keep all promises.
pub(crate) fn fewest(promises: &[(DateTime<Utc>, DateTime<Utc>)]) -> Vec<DateTime<Utc>> {
    let mut made: Vec<DateTime<Utc>> = Vec::new();
    for (from, to) in promises {
        if made.last().is_none_or(|last| last < from) {
            // The end itself belongs to the next hour.
            made.push(*to - Duration::milliseconds(1));
        }
    }
    made
}
