//! Decides which occurrences a repeating session has within a window of time.
//! It never computes a rule's times (`recur` does), and never lets one feed have more occurrences than anybody could attend.

use crate::recur::{End, First, Rule, Work};
use crate::session::{LONGEST, RecurrenceId, Room, RoomId, Session, Start, Uid};
use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Most occurrences of one session in a window.
pub const MOST_OCCURRENCES: usize = 500;
/// What a day and a bit before and after the window may have at most.
const AROUND: usize = 4 * crate::recur::TIMES_A_DAY;
/// What the rules of a feed may cost.
const WORK: u64 = 1_000_000;
/// A wall clock is never further from UTC than that.
const FARTHEST_ZONE: Duration = Duration::hours(26);

/// The time in which occurrences are looked for: those that start from `from` up to before `to`, and those that still run at `from`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first instant that is in it.
    pub from: DateTime<Utc>,
    /// The first instant that is not.
    pub to: DateTime<Utc>,
}

impl Window {
    /// What is looked at while the program runs: from the day before `now` to 60 days after it, by whole days of UTC, so that it is the
    /// same all day long.
    #[must_use]
    pub fn around(now: DateTime<Utc>) -> Self {
        let midnight = now.date_naive().and_time(NaiveTime::MIN).and_utc();
        Self { from: midnight - Duration::days(1), to: midnight + Duration::days(61) }
    }

    /// When the next day's window holds instead.
    #[must_use]
    pub fn until(self) -> DateTime<Utc> {
        self.from + Duration::days(2)
    }

    /// Whether a session that starts then and lasts that long is in it. A start without a zone is, if it is for any reader.
    fn has(self, start: &Start, length: Option<Duration>) -> bool {
        let runs = |at: DateTime<Utc>, from: DateTime<Utc>| at >= from || at + run(length) > from;
        let has_wall = |local: NaiveDateTime| runs(local.and_utc(), self.from - FARTHEST_ZONE) && local.and_utc() < self.to + FARTHEST_ZONE;
        match *start {
            Start::Zoned { at, .. } => runs(at, self.from) && at < self.to,
            Start::Floating(local) => has_wall(local),
            Start::AllDay(day) => has_wall(day.and_time(NaiveTime::MIN)),
        }
    }

    /// The wall-clock times at which something that lasts that long may start to be in it, wherever the clock hangs.
    fn walls(self, length: Duration) -> Range<NaiveDateTime> {
        (self.from - FARTHEST_ZONE - length).naive_utc()..(self.to + FARTHEST_ZONE).naive_utc()
    }
}

/// A session that repeats (RFC 5545 section 3.8.5, RFC 8984 section 4.3). Times are on the wall clock of its first start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// As it was first announced; its start is where the rules count from.
    pub first: Session,
    /// When it repeats. None: at its start, and what is added.
    pub rules: Vec<Rule>,
    /// Whether the start takes place even if no rule has it.
    pub starts_anyway: bool,
    /// Further times, with a length of their own if they have one.
    pub also: BTreeMap<NaiveDateTime, Option<Duration>>,
    /// Times at which it does not take place.
    pub except: BTreeSet<NaiveDateTime>,
    /// Days on which it does not take place.
    pub except_days: BTreeSet<NaiveDate>,
    /// Occurrences that differ, whole, by the time that they were announced for.
    pub changed: BTreeMap<RecurrenceId, Session>,
    /// From a time on it is as in this session, put off by so much (RFC 5545 section 3.2.13, THISANDFUTURE).
    pub from_then_on: BTreeMap<RecurrenceId, (Duration, Session)>,
}

impl Series {
    /// The occurrences in `window`, unordered; at most `most`, the earliest. `false` beside them: there would have been more.
    fn occurrences(&self, window: Window, most: usize, work: &mut Work) -> (Vec<Session>, bool) {
        let start = self.first.start.wall();
        let first = if self.starts_anyway { First::Always } else { First::IfNamed };
        let mut earliest = Earliest { most: most.min(MOST_OCCURRENCES), times: BTreeMap::new(), whole: true };
        let offer = |earliest: &mut Earliest, time: NaiveDateTime, length: Option<Duration>| {
            let (id, (starts, like)) = (RecurrenceId(time), self.like(RecurrenceId(time)));
            let is_left_out = self.except.contains(&time) || self.except_days.contains(&time.date()) || self.changed.contains_key(&id);
            if !is_left_out && window.has(&starts, length.or(like.duration)) {
                earliest.offer(starts.wall(), id, length);
            }
        };
        for span in self.spans(&window.walls(self.longest())) {
            for rule in &self.rules {
                let named = rule.times(start, first, span.clone(), MOST_OCCURRENCES + AROUND, work);
                earliest.whole &= named.end == End::Whole;
                named.found.into_iter().for_each(|time| offer(&mut earliest, time, None));
            }
            if self.rules.is_empty() && span.contains(&start) {
                offer(&mut earliest, start, None);
            }
            self.also.range(span).for_each(|(time, length)| offer(&mut earliest, *time, *length));
        }
        for (id, one) in self.changed.iter().filter(|(_, one)| window.has(&one.start, one.duration)) {
            earliest.offer(one.start.wall(), *id, None);
        }
        let session = |((_, id), length): (&(NaiveDateTime, RecurrenceId), &Option<Duration>)| match self.changed.get(id) {
            Some(changed) => changed.clone(),
            None => {
                let (start, like) = self.like(*id);
                Session { occurrence: Some(*id), start, duration: length.or(like.duration), ..like.clone() }
            }
        };
        (earliest.times.iter().map(session).collect(), earliest.whole)
    }

    /// How long the longest occurrence runs.
    fn longest(&self) -> Duration {
        let lengths = std::iter::once(self.first.duration).chain(self.from_then_on.values().map(|(_, like)| like.duration)).chain(self.also.values().copied());
        lengths.map(run).max().unwrap_or_default()
    }

    /// When the occurrence that was announced for a time starts, unless it is changed itself, and what it is like.
    fn like(&self, id: RecurrenceId) -> (Start, &Session) {
        match self.from_then_on.range(..=id).next_back() {
            Some((_, (put_off, like))) => (like.start.at_wall(id.0 + *put_off), like),
            None => (self.first.start.at_wall(id.0), &self.first),
        }
    }

    /// The times, as first announced, of what may take place within `walls`. What was put off by a week was announced for a week before.
    fn spans(&self, walls: &Range<NaiveDateTime>) -> Vec<Range<NaiveDateTime>> {
        let changes = self.from_then_on.iter().map(|(id, (put_off, _))| (id.0, *put_off));
        let begins: Vec<_> = std::iter::once((NaiveDateTime::MIN, Duration::zero())).chain(changes).collect();
        let ends = begins.iter().skip(1).map(|(begin, _)| *begin).chain([NaiveDateTime::MAX]);
        let span = |((begin, put_off), end): (&(NaiveDateTime, Duration), NaiveDateTime)| {
            let span = (*begin).max(walls.start - *put_off)..end.min(walls.end - *put_off);
            (span.start < span.end).then_some(span)
        };
        begins.iter().zip(ends).filter_map(span).collect()
    }
}

/// How long a session of that length is looked for.
fn run(length: Option<Duration>) -> Duration {
    length.unwrap_or_default().clamp(Duration::zero(), LONGEST)
}

/// The earliest of the times that are offered, by their starts.
struct Earliest {
    most: usize,
    times: BTreeMap<(NaiveDateTime, RecurrenceId), Option<Duration>>,
    /// Whether these are all.
    whole: bool,
}

impl Earliest {
    fn offer(&mut self, start: NaiveDateTime, id: RecurrenceId, length: Option<Duration>) {
        self.times.insert((start, id), length);
        if self.times.len() > self.most {
            self.times.pop_last();
            self.whole = false;
        }
    }
}

/// One published feed, understood: a series of sessions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// The publisher's stable identifier of the series; empty if there is none.
    pub uid: String,
    /// The series' name; empty if there is none.
    pub title: String,
    /// Running text about the series.
    pub description: String,
    /// How often the publisher asks to be polled.
    pub refresh: Option<Duration>,
    /// What the series in general looks for.
    pub wanted: Vec<String>,
    /// Rooms that sessions share.
    pub rooms: BTreeMap<RoomId, Room>,
    /// The sessions, ordered by uid and occurrence; no two have the same. Of those that repeat, the occurrences in the window.
    pub sessions: Vec<Session>,
    /// Those that repeat, ordered by uid.
    pub series: Vec<Series>,
    /// The window that the occurrences are of.
    pub window: Window,
    /// Most sessions that are kept, single and repeating ones together; an eighth of it is for those that repeat in any case.
    pub most: usize,
    /// Uids of sessions that have more occurrences in the window than are kept, or whose rule takes too long to work out.
    pub cut: Vec<Uid>,
}

impl Feed {
    /// A feed of nothing yet.
    #[must_use]
    pub fn empty(window: Window, most: usize) -> Self {
        Self {
            uid: String::new(),
            title: String::new(),
            description: String::new(),
            refresh: None,
            wanted: Vec::new(),
            rooms: BTreeMap::new(),
            sessions: Vec::new(),
            series: Vec::new(),
            window,
            most,
            cut: Vec::new(),
        }
    }

    /// Puts the occurrences of `window` in the place of those that were there.
    pub fn unroll(&mut self, window: Window) {
        let mut sessions = std::mem::take(&mut self.sessions);
        if !self.series.is_empty() {
            let repeats: BTreeSet<&Uid> = self.series.iter().map(|series| &series.first.uid).collect();
            sessions.retain(|session| !repeats.contains(&session.uid));
        }
        self.window = window;
        self.cut.clear();
        // What does not repeat leaves less room for what does, but some.
        let (mut left, mut work) = (self.most.saturating_sub(sessions.len()).max(self.most / 8), Work::new(WORK));
        for series in &self.series {
            let (found, whole) = series.occurrences(window, left, &mut work);
            left -= found.len();
            sessions.extend(found);
            if !whole {
                self.cut.push(series.first.uid.clone());
            }
        }
        sessions.sort_unstable_by(|a, b| (&a.uid, a.occurrence).cmp(&(&b.uid, b.occurrence)));
        // They stay for a day.
        sessions.shrink_to_fit();
        self.sessions = sessions;
    }
}
