//! Decides when a feed is fetched next, and what an answer means for that.
//! It never fetches: answers come in as values, the next time goes out as one.

mod ahead;

pub use ahead::{BELL_FROM, BELL_TO, Coming, LOOK_FROM, LOOK_TO};

use crate::feed::Scope;
use crate::language::{Sentence, sentence};
use crate::session::FeedId;
use crate::settings::{FeedAddress, Subscription};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The usual time between polls.
pub const USUAL: Duration = Duration::minutes(60);
/// The shortest time between polls that go well.
pub const SHORTEST: Duration = Duration::minutes(15);
/// The longest time between polls, before jitter.
pub const LONGEST: Duration = Duration::hours(24);
/// The longest wait that an origin may ask for.
const LONGEST_RETRY: Duration = Duration::days(7);
/// What is due after a pause or at the start is spread over this.
pub const SPREAD: Duration = Duration::seconds(60);
/// A person's “check now” waits this long after the last check of the feed.
pub const LEAST_APART: Duration = Duration::seconds(60);
/// Bumped when reading improves: validators of copies read by an older reader are not used.
pub const READER: u32 = 3;

/// What the origin said about its copy, byte for byte (RFC 9110 section 8.8).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validators {
    /// `ETag`, sent back as `If-None-Match`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// `Last-Modified`, sent back as `If-Modified-Since`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<String>,
}

/// How the polling of a feed stands; saved, so that it is kept over restarts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PollState {
    /// The address that all this is about; another address starts anew.
    pub address: Option<FeedAddress>,
    /// The [`READER`] that read the copy.
    #[serde(default)]
    pub reader: u32,
    /// Of the copy at hand.
    #[serde(default)]
    pub validators: Validators,
    /// When the feed was last asked.
    pub asked: Option<DateTime<Utc>>,
    /// When it last answered well (200 or 304).
    pub checked: Option<DateTime<Utc>>,
    /// When its content last changed.
    pub changed: Option<DateTime<Utc>>,
    /// When it is asked next, on the wall clock; `None` if never again.
    pub next: Option<DateTime<Utc>>,
    /// The origin asked not to be asked before then; that holds for a person's “check now” too.
    pub not_before: Option<DateTime<Utc>>,
    /// Failures in a row.
    #[serde(default)]
    pub failures: u32,
    /// Seconds between polls at least, as the last good answer left it; 0 before one.
    #[serde(default)]
    pub pace: u32,
    /// What went wrong last; `None` while all is well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<Sentence>,
    /// Its document does not say in which zone its times are, and nobody has said it yet.
    #[serde(default)]
    pub needs_zone: bool,
    /// What is there is a web page that offers this calendar.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<FeedAddress>,
    /// It answered 410: it is not asked again.
    #[serde(default)]
    pub gone: bool,
    /// Where the last answer said it has moved for good; adopted when the next one says the same.
    pub moving: Option<FeedAddress>,
    /// The content of a copy that lost most of its sessions; believed when the next one is the same.
    pub doubted: Option<u64>,
}

/// What an answer was, as far as polling cares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// 304, or 200 with a readable feed. With the cadence that its content asks for.
    Well(Option<Duration>),
    /// A readable feed that is not believed yet.
    Doubted,
    /// A document that is no feed, and why.
    Unreadable(Sentence),
    /// Another status.
    Status(u16),
    /// No whole answer.
    Failed(Sentence),
}

impl PollState {
    /// The request to make now.
    #[must_use]
    pub fn request(&self, feed: &Subscription, has_copy: bool, scope: Scope) -> FetchRequest {
        FetchRequest {
            feed: feed.id.clone(),
            address: feed.address.clone(),
            validators: self.usable(feed, has_copy).cloned().unwrap_or_default(),
            most_bytes: feed.most_mib as usize * 1024 * 1024,
            scope,
        }
    }

    /// The validators to send, if they are of the copy at hand.
    #[must_use]
    pub fn usable(&self, feed: &Subscription, has_copy: bool) -> Option<&Validators> {
        let usable = has_copy && self.address.as_ref() == Some(&feed.address) && self.reader == READER && self.doubted.is_none();
        usable.then_some(&self.validators)
    }

    /// Notes what an answer means, and says how long to wait before the next request; `None`: do not ask again.
    ///
    /// `roll` is a random number, spread evenly; it lengthens the wait and never shortens it: by up to a tenth after a
    /// regular poll that went well, by up to a whole interval where many programs may have asked in the same minute. That is
    /// so after a check before a bell or one that a person asked for, after failures, and after an origin that was busy.
    pub fn answered(&mut self, answer: &FetchAnswer, verdict: &Verdict, feed: &Subscription, now: DateTime<Utc>, roll: u64) -> Option<Duration> {
        self.asked = Some(now);
        if self.address.as_ref() != Some(&answer.address) {
            *self = Self { address: Some(answer.address.clone()), asked: Some(now), ..Self::default() };
        }
        let place = || answer.address.place();
        let regular = self.is_regular(now);
        let pace = if self.pace > 0 { Duration::seconds(i64::from(self.pace)) } else { own_pace(feed) };
        self.not_before = None;
        let wait = match verdict {
            Verdict::Well(wish) => {
                self.checked = Some(now);
                (self.failures, self.gone, self.doubted) = (0, false, None);
                self.fault = None;
                let pace = own_pace(feed).max(answer.max_age.unwrap_or_default()).max(wish.unwrap_or_default()).clamp(SHORTEST, LONGEST);
                self.pace = u32::try_from(pace.num_seconds()).unwrap_or_default();
                Some(pace + part(if regular { pace / 10 } else { pace }, roll))
            }
            Verdict::Doubted => {
                self.fault = Some(sentence("feed-doubted").with("place", place()));
                Some(SHORTEST + part(if regular { SHORTEST / 10 } else { SHORTEST }, roll))
            }
            Verdict::Status(410) => {
                self.gone = true;
                self.fault = Some(sentence("feed-gone").with("place", place()));
                None
            }
            Verdict::Status(status @ (429 | 503)) => {
                self.failures += 1;
                self.fault = Some(sentence("feed-busy").with("place", place()).with("status", *status));
                let asked_for = match answer.retry_after {
                    Some(RetryAfter::Delay(delay)) => delay,
                    Some(RetryAfter::At(at)) => at - answer.date.unwrap_or(now),
                    None => Duration::hours(1),
                };
                let wait = asked_for.clamp(Duration::minutes(1), LONGEST_RETRY);
                self.not_before = Some(now + wait);
                // An origin that names an instant names it to all.
                let together = answer.retry_after.is_some() || !regular;
                Some(wait + part(if together { pace.max(wait / 10) } else { wait / 10 }, roll))
            }
            Verdict::Status(status) => {
                let fault = match status {
                    401 | 403 => sentence("feed-no-access").with("status", *status),
                    404 => sentence("feed-not-found"),
                    _ => sentence("feed-status").with("status", *status),
                };
                self.fault = Some(fault.with("place", place()));
                Some(self.back_off(pace, roll))
            }
            Verdict::Unreadable(why) | Verdict::Failed(why) => {
                self.fault = Some(why.clone());
                Some(self.back_off(pace, roll))
            }
        };
        self.next = wait.map(|wait| now + wait);
        wait
    }

    /// Whether the request that was answered at `now` came in the feed's cadence: then others come at other times.
    fn is_regular(&self, now: DateTime<Utc>) -> bool {
        self.failures == 0 && self.doubted.is_none() && self.next.is_none_or(|next| next <= now + Duration::seconds(1))
    }

    /// 1, 2, 4 … minutes, up to a day.
    fn back_off(&mut self, pace: Duration, roll: u64) -> Duration {
        let wait = Duration::minutes(1_i64 << self.failures.min(11)).min(LONGEST);
        self.failures += 1;
        wait + part(wait.min(pace).max(wait / 10), roll)
    }

    /// Notes where an answer says the feed has moved for good; the new address once two answers in a row agree.
    pub fn moved(&mut self, to: Option<&FeedAddress>) -> Option<FeedAddress> {
        let agreed = to.is_some() && self.moving.as_ref() == to;
        self.moving = if agreed { None } else { to.cloned() };
        to.filter(|_| agreed).cloned()
    }
}

/// How long to wait at the program's start, or after a new subscription: what is due is spread over [`SPREAD`].
#[must_use]
pub fn first_wait(state: &PollState, feed: &Subscription, has_copy: bool, now: DateTime<Utc>, roll: u64) -> Option<Duration> {
    if state.address.as_ref() != Some(&feed.address) {
        return Some(Duration::zero());
    }
    if state.gone {
        return None;
    }
    match state.next {
        // A clock that was set back must not put a poll off for longer than any poll is ever put off.
        Some(next) if next > now => Some((next - now).min(LONGEST_RETRY + LONGEST)),
        Some(_) | None if has_copy => Some(part(SPREAD, roll)),
        Some(_) | None => Some(Duration::zero()),
    }
}

/// How long a poll still waits that comes so late, because the machine slept: what is due then is spread over [`SPREAD`].
#[must_use]
pub fn late_wait(late: Duration, roll: u64) -> Duration {
    if late > SPREAD { part(SPREAD, roll) } else { Duration::zero() }
}

fn own_pace(feed: &Subscription) -> Duration {
    feed.every.map_or(USUAL, |minutes| Duration::minutes(i64::from(minutes)))
}

/// An even share of `whole`, to the millisecond.
fn part(whole: Duration, roll: u64) -> Duration {
    let span = u64::try_from(whole.num_milliseconds()).unwrap_or(0).saturating_add(1);
    Duration::milliseconds(i64::try_from(roll % span).unwrap_or(0))
}

/// One request to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchRequest {
    /// For which feed.
    pub feed: FeedId,
    /// Where.
    pub address: FeedAddress,
    /// What is known of the copy at hand; empty without a copy.
    pub validators: Validators,
    /// Most bytes of the decoded body.
    pub most_bytes: usize,
    /// How the document is read.
    pub scope: Scope,
}

/// What came of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchAnswer {
    /// For which feed.
    pub feed: FeedId,
    /// The address that was asked; an answer for an address since changed is dropped.
    pub address: FeedAddress,
    /// The answer itself.
    pub kind: AnswerKind,
    /// `max-age` of `Cache-Control` (RFC 9111 section 5.2.2.1).
    pub max_age: Option<Duration>,
    /// `Retry-After` (RFC 9110 section 10.2.3).
    pub retry_after: Option<RetryAfter>,
    /// `Date` (RFC 9110 section 6.6.1), with the moment of this machine at which the answer came.
    pub date: Option<DateTime<Utc>>,
    /// Where a chain of permanent redirects (301, 308) alone led.
    pub moved_to: Option<FeedAddress>,
}

/// The kinds of answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnswerKind {
    /// 200 with a whole body, decoded.
    Fresh {
        /// The document.
        body: Vec<u8>,
        /// For the next request.
        validators: Validators,
    },
    /// 304: the copy at hand is current.
    NotModified {
        /// Those of the 304, where it had any.
        validators: Validators,
    },
    /// Any other status.
    Status(u16),
    /// No whole answer came.
    Failed(FetchFault),
}

/// When the origin wants to be asked again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryAfter {
    /// So long after the answer.
    Delay(Duration),
    /// At that instant.
    At(DateTime<Utc>),
}

/// Why no whole answer came. Each sentence is for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FetchFault {
    /// No connection.
    Unreachable(String),
    /// The certificate or the handshake failed.
    NotSecure(String),
    /// Took longer than 20 s, or 5 s to connect.
    TooSlow(String),
    /// The body, decoded, is over the cap.
    TooLarge(usize),
    /// The body broke off or could not be decoded.
    BrokenOff(String),
    /// A redirect that is not followed.
    BadRedirect(Sentence),
    /// More than three redirects.
    TooManyRedirects,
    /// Reading it hit a fault of the program.
    Stumbled(String),
    /// A file that cannot be read.
    File(Sentence),
}

impl FetchFault {
    /// What is wrong, for people.
    #[must_use]
    pub fn sentence(&self) -> Sentence {
        match self {
            Self::Unreachable(place) => sentence("fetch-unreachable").with("place", &**place),
            Self::NotSecure(place) => sentence("fetch-not-secure").with("place", &**place),
            Self::TooSlow(place) => sentence("fetch-too-slow").with("place", &**place),
            Self::TooLarge(mib) => sentence("fetch-too-large").with("mib", *mib),
            Self::BrokenOff(place) => sentence("fetch-broken-off").with("place", &**place),
            Self::BadRedirect(to) => sentence("fetch-bad-redirect").with("to", to.clone()),
            Self::TooManyRedirects => sentence("fetch-too-many-redirects"),
            Self::Stumbled(place) => sentence("fetch-stumbled").with("place", &**place),
            Self::File(why) => sentence("fetch-file").with("why", why.clone()),
        }
    }
}

impl fmt::Display for FetchFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.sentence().fmt(f)
    }
}

impl std::error::Error for FetchFault {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    fn feed() -> Subscription {
        Subscription::new(FeedAddress::parse("https://example.org/feed.json").unwrap())
    }

    fn scope() -> Scope {
        Scope::of(&feed(), crate::zone::Zones::bundled(), now())
    }

    fn answer() -> FetchAnswer {
        FetchAnswer { feed: feed().id, address: feed().address, kind: AnswerKind::Status(0), max_age: None, retry_after: None, date: None, moved_to: None }
    }

    fn now() -> DateTime<Utc> {
        "2021-03-30T12:00:00Z".parse().unwrap()
    }

    #[test]
    fn what_kept_an_answer_away_is_said_with_its_place_in_every_language() {
        let place = || "example.org".to_owned();
        for (fault, english, german) in [
            (FetchFault::Unreachable(place()), "example.org could not be reached", "example.org war nicht zu erreichen"),
            (FetchFault::TooSlow(place()), "example.org did not answer in time", "example.org hat nicht rechtzeitig geantwortet"),
            (FetchFault::BrokenOff(place()), "the answer of example.org broke off", "die Antwort von example.org brach ab"),
            (
                FetchFault::NotSecure(place()),
                "the connection to example.org is not secure: its certificate was not accepted",
                "die Verbindung zu example.org ist nicht sicher: Das Zertifikat wurde nicht anerkannt",
            ),
            (FetchFault::TooManyRedirects, "the address redirects more than three times", "die Adresse leitet mehr als dreimal weiter"),
            (
                FetchFault::BadRedirect(sentence("redirect-password").with("place", place())),
                "the address redirects to example.org with a password in it, which is not followed",
                "die Adresse leitet zu example.org mit einem Passwort darin weiter, und dem wird nicht gefolgt",
            ),
            (
                FetchFault::File(sentence("file-not-there").with("path", "/feeds/a.json")),
                "the file cannot be read: /feeds/a.json is not there",
                "die Datei kann nicht gelesen werden: /feeds/a.json ist nicht da",
            ),
        ] {
            assert_eq!((fault.to_string().as_str(), fault.sentence().said(Language::German).as_str()), (english, german));
        }
        let stumbled = FetchFault::Stumbled(place()).to_string();
        assert!(stumbled.contains("example.org") && stumbled.contains("please report it"), "{stumbled}");
    }

    /// The wait in minutes after `verdict`, without jitter.
    fn wait(state: &mut PollState, answer: &FetchAnswer, verdict: &Verdict, feed: &Subscription) -> Option<i64> {
        state.answered(answer, verdict, feed, now(), 0).map(|wait| wait.num_minutes())
    }

    #[test]
    fn the_longest_of_all_wishes_within_bounds() {
        let ask = |every: Option<u32>, max_age: Option<i64>, wish: Option<i64>| {
            let feed = Subscription { every, ..feed() };
            let answer = FetchAnswer { max_age: max_age.map(Duration::seconds), ..answer() };
            wait(&mut PollState::default(), &answer, &Verdict::Well(wish.map(Duration::minutes)), &feed)
        };
        assert_eq!(ask(None, None, None), Some(60));
        assert_eq!(ask(Some(15), None, None), Some(15));
        assert_eq!(ask(Some(15), Some(60), Some(5)), Some(15));
        assert_eq!(ask(Some(15), Some(7_200), None), Some(120));
        assert_eq!(ask(None, None, Some(240)), Some(240));
        assert_eq!(ask(None, Some(i64::MAX / 1_000_000), None), Some(1_440));
    }

    #[test]
    fn busy_origins_say_when() {
        let busy = |retry_after| wait(&mut PollState::default(), &FetchAnswer { retry_after, ..answer() }, &Verdict::Status(429), &feed());
        assert_eq!(busy(None), Some(60));
        assert_eq!(busy(Some(RetryAfter::Delay(Duration::minutes(5)))), Some(5));
        assert_eq!(busy(Some(RetryAfter::Delay(Duration::seconds(0)))), Some(1));
        assert_eq!(busy(Some(RetryAfter::Delay(Duration::days(400)))), Some(7 * 1_440));
        assert_eq!(busy(Some(RetryAfter::At(now() + Duration::minutes(90)))), Some(90));
    }

    #[test]
    fn failures_back_off_to_a_day_and_success_forgets_them() {
        let mut state = PollState::default();
        let waits: Vec<_> = (0..13).filter_map(|_| wait(&mut state, &answer(), &Verdict::Failed(Sentence::as_it_is("no")), &feed())).collect();
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024, 1_440, 1_440]);
        assert_eq!(wait(&mut state, &answer(), &Verdict::Well(None), &feed()), Some(60));
        assert_eq!((state.failures, &state.fault), (0, &None));
        assert_eq!(wait(&mut state, &answer(), &Verdict::Status(500), &feed()), Some(1));
    }

    #[test]
    fn gone_is_gone() {
        let mut state = PollState::default();
        assert_eq!(wait(&mut state, &answer(), &Verdict::Status(410), &feed()), None);
        assert_eq!(first_wait(&state, &feed(), true, now(), 7), None);
    }

    const ROLLS: [u64; 5] = [0, 1, 99_999, u64::MAX / 2, u64::MAX];

    /// The shortest and the longest wait in minutes after `verdict`, over many rolls.
    fn waits(state: &PollState, answer: &FetchAnswer, verdict: &Verdict) -> (i64, i64) {
        let waits = (0..500_u64).filter_map(|roll| state.clone().answered(answer, verdict, &feed(), now(), roll.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
        let minutes: Vec<_> = waits.map(|wait| wait.num_minutes()).collect();
        (minutes.iter().copied().min().unwrap(), minutes.iter().copied().max().unwrap())
    }

    #[test]
    fn jitter_only_lengthens_and_by_a_tenth_at_most() {
        for next in [None, Some(now()), Some(now() - Duration::minutes(5))] {
            let state = PollState { address: Some(feed().address), next, ..PollState::default() };
            for roll in ROLLS {
                let wait = state.clone().answered(&answer(), &Verdict::Well(None), &feed(), now(), roll).unwrap();
                assert!((USUAL..=USUAL + USUAL / 10).contains(&wait), "{roll}: {wait}");
            }
        }
    }

    #[test]
    fn many_who_ask_in_the_same_minute_do_not_do_so_again() {
        let due = PollState { address: Some(feed().address), next: Some(now()), ..PollState::default() };
        let ahead = PollState { next: Some(now() + Duration::minutes(20)), ..due.clone() };
        let mended = PollState { failures: 1, ..due.clone() };
        let doubted = PollState { doubted: Some(1), ..due.clone() };
        for state in [&ahead, &mended, &doubted] {
            assert_eq!(waits(state, &answer(), &Verdict::Well(None)), (60, 119), "{state:?}");
        }
        assert_eq!(waits(&ahead, &answer(), &Verdict::Doubted), (15, 29));
        assert_eq!(waits(&due, &answer(), &Verdict::Status(503)), (60, 65));
        assert_eq!(waits(&ahead, &answer(), &Verdict::Status(503)), (60, 119));
        let asked = FetchAnswer { retry_after: Some(RetryAfter::At(now() + Duration::minutes(5))), ..answer() };
        assert_eq!(waits(&due, &asked, &Verdict::Status(503)), (5, 64), "the origin names the same instant to all");
        let asked = FetchAnswer { retry_after: Some(RetryAfter::Delay(Duration::days(7))), ..answer() };
        let (least, most) = waits(&due, &asked, &Verdict::Status(503));
        assert!(least >= 7 * 1_440 && most < 7 * 1_584, "{least} {most}");
        assert_eq!(waits(&PollState { failures: 4, ..due.clone() }, &answer(), &Verdict::Status(500)), (16, 31));
        assert_eq!(waits(&PollState { failures: 9, ..due.clone() }, &answer(), &Verdict::Status(500)), (512, 571));
    }

    #[test]
    fn what_comes_late_because_the_machine_slept_is_spread_over_a_minute() {
        for roll in ROLLS {
            assert_eq!(late_wait(SPREAD, roll), Duration::zero());
            assert!(late_wait(SPREAD + Duration::seconds(1), roll) <= SPREAD);
        }
        assert_eq!(late_wait(Duration::hours(9), 12_345), Duration::milliseconds(12_345));
    }

    #[test]
    fn a_permanent_move_needs_two_answers() {
        let (a, b) = (FeedAddress::parse("https://a.example/").unwrap(), FeedAddress::parse("https://b.example/").unwrap());
        let mut state = PollState::default();
        assert_eq!(state.moved(Some(&a)), None);
        assert_eq!(state.moved(Some(&b)), None);
        assert_eq!(state.moved(None), None);
        assert_eq!(state.moved(Some(&b)), None);
        assert_eq!(state.moved(Some(&b)), Some(b));
    }

    #[test]
    fn validators_are_for_the_copy_at_hand_alone() {
        let validators = Validators { etag: Some("\"1\"".into()), last_modified: None };
        let state = PollState { address: Some(feed().address), reader: READER, validators: validators.clone(), ..PollState::default() };
        assert_eq!(state.request(&feed(), true, scope()).validators, validators);
        assert_eq!(state.request(&feed(), false, scope()).validators, Validators::default());
        let elsewhere = PollState { address: None, ..state.clone() };
        assert_eq!(elsewhere.request(&feed(), true, scope()).validators, Validators::default());
        let older = PollState { reader: 0, ..state };
        assert_eq!(older.request(&feed(), true, scope()).validators, Validators::default());
    }

    #[test]
    fn what_became_due_while_away_is_spread_over_a_minute() {
        let state = PollState { address: Some(feed().address), next: Some(now() - Duration::hours(3)), ..PollState::default() };
        for roll in [0, 12_345, u64::MAX] {
            assert!(first_wait(&state, &feed(), true, now(), roll).unwrap() <= SPREAD);
        }
        let later = PollState { next: Some(now() + Duration::minutes(5)), ..state };
        assert_eq!(first_wait(&later, &feed(), true, now(), 9), Some(Duration::minutes(5)));
        assert_eq!(first_wait(&PollState::default(), &feed(), false, now(), 9), Some(Duration::zero()));
    }
}
