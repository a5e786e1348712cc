//! Decides which reminders are due, which had their time, and when to look again.
//! It never patches an earlier plan: each one is a function of state, settings and the time it is given.

use crate::alarm::{AlarmKey, Answer, Bell, Entry, Outcome, Unheard};
use crate::fault::Fault;
use crate::request::JoinRequest;
use crate::session::{FeedId, Session, SessionKey, Status, Uid};
use crate::settings::Settings;
use crate::store::State;
use crate::zone::Zone;
use chrono::{DateTime, Duration, Utc};
use std::collections::btree_map::Range;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use std::iter::Peekable;

/// A session is worth a late notice for at least that long after its start, however short it is or is set.
const LATE_AT_LEAST: Duration = Duration::minutes(1);
/// A reminder that rings until somebody acts rings again every minute, up to that many minutes after the start.
pub const INSISTS: u8 = 10;

/// What a plan is made from, besides state and settings.
#[derive(Clone, Copy, Debug)]
pub struct Sight<'a> {
    /// The instant that is planned for.
    pub now: DateTime<Utc>,
    /// The person's zone.
    pub reader: Zone,
    /// Sessions whose notice is on its way to the server.
    pub in_flight: &'a BTreeSet<SessionKey>,
    /// Sessions whose notice failed, and when to try again.
    pub retry: &'a BTreeMap<SessionKey, DateTime<Utc>>,
    /// The notification server is on do-not-disturb: all reminders wait.
    pub do_not_disturb: bool,
}

/// One notice to show now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The reminder that it is.
    pub key: AlarmKey,
    /// The start it counts back from.
    pub start: DateTime<Utc>,
    /// When it was due.
    pub due: DateTime<Utc>,
    /// Which attempt, from 1.
    pub attempt: u32,
    /// Whether it rings until somebody acts, or says what such a one would still have said.
    pub insists: bool,
    /// Other reminders of the session that it says as well, each with when it was due.
    pub covers: Vec<(AlarmKey, DateTime<Utc>)>,
}

/// That many reminders to come are named of each feed.
const SOONEST: usize = 20;

/// A reminder to come; the sooner is the lesser.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Firing {
    /// When.
    pub at: DateTime<Utc>,
    /// Which.
    pub key: AlarmKey,
}

/// What to do now, and when to look again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Notices to show now, in the order in which they were due; none of sessions that are held.
    pub due: Vec<Due>,
    /// Notices that would be shown now if their sessions were not held.
    pub held: Vec<Due>,
    /// Reminders that are settled without a notice.
    pub settled: Vec<(AlarmKey, Entry)>,
    /// The next reminders of each feed, soonest first.
    pub firings: Vec<Firing>,
    /// The next instant at which something changes without anybody doing anything.
    pub next: Option<DateTime<Utc>>,
    /// Until when reminders are held by a pause or quiet hours.
    pub held_until: Option<DateTime<Utc>>,
}

impl Plan {
    /// Whether that session's reminders wait for the end of a pause, of quiet hours or of do-not-disturb.
    fn holds(&self, session: &SessionKey, state: &State, settings: &Settings, sight: Sight<'_>) -> bool {
        let asked = || state.requests.get(session).is_some_and(JoinRequest::is_open);
        sight.do_not_disturb
            || (!Fault::IgnoresQuiet.is_on() && self.held_until.is_some() && !(settings.break_through && !Fault::NoBreakThrough.is_on() && asked()))
    }
}

/// The plan at `sight.now`.
///
/// Promise: no reminder is due before its time, none of a cancelled or muted session, none that is settled for the
/// same start, and at most one a session.
#[must_use]
pub fn plan(state: &State, settings: &Settings, sight: Sight<'_>) -> Plan {
    let mut plan = Plan { held_until: held_until(state, settings, sight.now, sight.reader), ..Plan::default() };
    let mut wake = plan.held_until;
    for (feed, feed_state) in &state.feeds {
        // A removed feed is known while its removal can be undone; it does not ring.
        if settings.feed(feed).is_none() {
            continue;
        }
        let own = state.leads.iter().filter(|(session, _)| session.feed == *feed).flat_map(|(_, leads)| leads);
        let longest = settings.leads_of(feed).iter().chain(own).max().map_or(Duration::zero(), |lead| lead.span().max(Duration::zero()));
        let (mut ledger, mut soonest) = (Ledger::of(feed, state), BinaryHeap::with_capacity(SOONEST + 1));
        let oldest = sight.now - Duration::days(8);
        for session in feed_state.sessions() {
            if session.status == Status::Cancelled && !Fault::RingsCancelled.is_on() {
                continue;
            }
            let start = session.start.bell(sight.reader);
            let rows = ledger.rows(session);
            // All of it is to come, and others come sooner.
            if rows.is_empty() && is_full(&soonest, start - longest) {
                continue;
            }
            let case = Case::new(feed, session, start, settings, sight.reader);
            if case.end <= oldest {
                continue;
            }
            let since = || feed_state.known.get(&(session.uid.clone(), session.occurrence)).map_or(sight.now, |known| known.since);
            let past = Past { state, rows };
            wake = earliest(wake, case.plan(&past, settings, since, sight, &mut plan, &mut soonest));
        }
        plan.firings.extend(soonest.into_vec());
    }
    let due = std::mem::take(&mut plan.due);
    (plan.held, plan.due) = due.into_iter().partition(|due| plan.holds(&due.key.session, state, settings, sight));
    plan.due.sort_by(|a, b| (a.due, &a.key).cmp(&(b.due, &b.key)));
    plan.firings.sort();
    plan.next = earliest(wake, plan.firings.first().map(|firing| firing.at));
    plan
}

/// The last instant at which a reminder of a session still shows a notice.
#[must_use]
pub fn late_until(start: DateTime<Utc>, end: DateTime<Utc>, settings: &Settings) -> DateTime<Utc> {
    start + (end - start).min(Duration::minutes(i64::from(settings.late))).max(LATE_AT_LEAST)
}

/// Until when a pause or quiet hours hold reminders; `None` if they are not held.
#[must_use]
pub fn held_until(state: &State, settings: &Settings, now: DateTime<Utc>, reader: Zone) -> Option<DateTime<Utc>> {
    let pause = state.paused_until.filter(|until| *until > now);
    let quiet = settings.quiet.and_then(|quiet| quiet.end(now, reader));
    pause.max(quiet)
}

/// A feed's part of the ledger, read once beside its sessions: both are in the order of their keys.
struct Ledger<'a> {
    feed: &'a FeedId,
    rest: Peekable<Range<'a, AlarmKey, Entry>>,
    rows: Vec<(Bell, &'a Entry)>,
}

impl<'a> Ledger<'a> {
    fn of(feed: &'a FeedId, state: &'a State) -> Self {
        let first = SessionKey { feed: feed.clone(), uid: Uid("".into()), occurrence: None };
        Self { feed, rest: state.ledger.range(AlarmKey { session: first, bell: Bell::FIRST }..).peekable(), rows: Vec::new() }
    }

    /// The entries of a session; sessions are asked for in the order of their keys.
    fn rows(&mut self, session: &Session) -> &[(Bell, &'a Entry)] {
        self.rows.clear();
        let sought = (&session.uid, session.occurrence);
        let of = |key: &'a AlarmKey| (&key.session.uid, key.session.occurrence);
        while let Some((key, entry)) = self.rest.next_if(|(key, _)| key.session.feed == *self.feed && of(key) <= sought) {
            if of(key) == sought {
                self.rows.push((key.bell, entry));
            }
        }
        &self.rows
    }
}

/// What has become of a session's reminders, and everything else that is known.
struct Past<'a> {
    state: &'a State,
    rows: &'a [(Bell, &'a Entry)],
}

impl Past<'_> {
    /// The entry of a reminder, whatever start it counts back from.
    fn of(&self, bell: Bell) -> Option<&Entry> {
        self.rows.iter().find(|(other, _)| *other == bell).map(|(_, entry)| *entry)
    }
}

/// One session with the instants that count for its reminders.
struct Case<'a> {
    feed: &'a FeedId,
    session: &'a Session,
    start: DateTime<Utc>,
    end: DateTime<Utc>,
    late_until: DateTime<Utc>,
}

/// A reminder whose time has come.
struct Overdue {
    bell: Bell,
    due: DateTime<Utc>,
    attempt: u32,
    /// It is on the missed list already.
    missed: bool,
}

impl<'a> Case<'a> {
    fn new(feed: &'a FeedId, session: &'a Session, start: DateTime<Utc>, settings: &Settings, reader: Zone) -> Self {
        let end = session.end(reader).max(start);
        Self { feed, session, start, end, late_until: late_until(start, end, settings) }
    }

    fn key(&self) -> SessionKey {
        SessionKey { feed: self.feed.clone(), uid: self.session.uid.clone(), occurrence: self.session.occurrence }
    }

    /// Adds what this session asks for; answers when it wants to be looked at again, besides its firings.
    fn plan(
        &self,
        past: &Past<'_>,
        settings: &Settings,
        since: impl Fn() -> DateTime<Utc>,
        sight: Sight<'_>,
        plan: &mut Plan,
        soonest: &mut BinaryHeap<Firing>,
    ) -> Option<DateTime<Utc>> {
        let state = past.state;
        let session = self.key();
        if state.muted.contains(&session) || sight.in_flight.contains(&session) {
            return None;
        }
        let entry = |bell| {
            if Fault::UidKeyedLedger.is_on() {
                let same = |other: &AlarmKey, entry: &Entry| other.session.uid == session.uid && other.bell == bell && entry.outcome.is_settled();
                if let Some((_, entry)) = state.ledger.iter().find(|(other, entry)| same(other, entry)) {
                    return Some(entry);
                }
            }
            past.of(bell).filter(|entry| entry.start == self.start || Fault::DroppedRearm.is_on())
        };
        let snooze = entry(Bell::Snooze);
        let snoozed_until = match snooze.map(|entry| &entry.outcome) {
            Some(Outcome::Snoozed { until }) => Some(*until),
            Some(_) | None => None,
        };
        let mut overdue = Vec::new();
        let early = Fault::EarlyBell.span(Duration::minutes(1));
        let leads = state.leads_of(&session, settings).iter().map(|lead| (Bell::Lead(*lead), self.start - lead.span() - early));
        let insists = self.insists(past, settings, sight.now).map(|minute| (Bell::Insist(minute), self.start + Duration::minutes(i64::from(minute))));
        for (bell, due) in leads.chain(insists).chain(snooze.map(|entry| (Bell::Snooze, entry.due))) {
            let outcome = entry(bell).map(|entry| &entry.outcome);
            let missed = matches!(outcome, Some(Outcome::Missed { .. }));
            let (due, attempt) = match (bell, outcome) {
                (_, Some(outcome)) if outcome.is_settled() => continue,
                // What was put off was tied to a time that no longer holds.
                (Bell::Snooze, Some(Outcome::Cancelled { .. })) => continue,
                (_, Some(Outcome::Claimed { attempt, .. })) => (due, attempt + 1),
                (_, Some(Outcome::Snoozed { until })) => (*until, 1),
                (_, None) if state.rang_before.is_some_and(|then| due <= then) => continue,
                (_, Some(_) | None) => (due, 1),
            };
            // A person who put the session off hears nothing of it until then.
            let rings = due.max(snoozed_until.unwrap_or(due));
            if rings > sight.now {
                // One notice will say all that is put off to the same instant.
                if rings == due {
                    keep_soonest(soonest, rings, &session, bell);
                }
            } else {
                overdue.push(Overdue { bell, due, attempt, missed });
            }
        }
        if overdue.is_empty() {
            return None;
        }
        self.settle_or_ring(overdue, since, sight, plan)
    }

    /// The minutes after the start at which the session rings on: those that have come, and the next; none once
    /// somebody has acted, and none unless that is wished for.
    fn insists(&self, past: &Past<'_>, settings: &Settings, now: DateTime<Utc>) -> impl Iterator<Item = u8> + use<'_> {
        let acted = |entry: &Entry| match entry.outcome {
            Outcome::Acknowledged { how, at, .. } => how == Answer::Joined || at >= self.start,
            Outcome::Snoozed { .. }
            | Outcome::Claimed { .. }
            | Outcome::Shown { .. }
            | Outcome::Superseded { .. }
            | Outcome::Cancelled { .. }
            | Outcome::Missed { .. } => false,
        };
        let deaf = Fault::DeafInsisting.is_on();
        let wished = settings.insist && (deaf || !past.rows.iter().any(|(_, entry)| entry.start == self.start && acted(entry)));
        let last = u8::try_from((self.late_until - self.start).num_minutes()).unwrap_or(INSISTS).min(INSISTS);
        let due = |minute: u8| self.start + Duration::minutes(i64::from(minute));
        // After the clock was set back, the next to come need not be the first: some have rung already.
        let rung = |minute: u8| past.of(Bell::Insist(minute)).is_some_and(|entry| entry.start == self.start);
        let passed = (0..=last).take_while(|minute| wished && due(*minute) <= now).count();
        let next = (0..=last).skip(passed).find(|minute| wished && !rung(*minute));
        (0..=last).take(passed).chain(next)
    }

    fn settle_or_ring(&self, mut overdue: Vec<Overdue>, since: impl Fn() -> DateTime<Utc>, sight: Sight<'_>, plan: &mut Plan) -> Option<DateTime<Utc>> {
        let session = self.key();
        let key = |bell| AlarmKey { session: session.clone(), bell };
        // A snooze was asked for: it holds to the session's end. A lead is worth a notice for a while after the start, and
        // one that is set to ring after it for a while after its own time.
        let replayed = Fault::ReplayedWeek.span(Duration::days(7));
        let last = |one: &Overdue| match one.bell {
            Bell::Snooze => self.end.max(self.late_until),
            Bell::Lead(_) | Bell::Insist(_) => self.late_until.max((one.due + LATE_AT_LEAST).min(self.end)) + replayed,
        };
        let mut too_late: Vec<_> = overdue.extract_if(.., |one| sight.now > last(one)).collect();
        too_late.retain(|one| !one.missed);
        // The one that holds longest, and of those the one whose time came last, is shown; it says what the others would have
        // said, so that nothing is lost if no server takes it before they are out of date.
        overdue.sort_by_key(|one| (last(one), one.due, one.bell));
        let Some(shown) = overdue.pop() else {
            // What was over before the program knew of it was not missed, nor is one of many that ring on; but one that was
            // claimed said what all before it would have said.
            let held = sight.do_not_disturb || plan.held_until.is_some();
            let missed = |one: &Overdue| {
                let why = if one.attempt > 1 {
                    Unheard::Refused
                } else if held {
                    Unheard::Held
                } else {
                    Unheard::Away
                };
                Outcome::Missed { at: sight.now, title: self.session.title.to_string(), why }
            };
            plan.settled.extend(
                too_late
                    .into_iter()
                    .filter(|one| since() <= self.late_until && !Fault::UnlistedMissed.is_on() && (one.attempt > 1 || !matches!(one.bell, Bell::Insist(1..))))
                    .map(|one| (key(one.bell), Entry { start: self.start, due: one.due, outcome: missed(&one) })),
            );
            return None;
        };
        let expires = last(&shown) + Duration::seconds(1);
        if let Some(again) = sight.retry.get(&session).filter(|again| **again > sight.now) {
            return Some(expires.min(*again));
        }
        let rings_on = |one: &Overdue| matches!(one.bell, Bell::Insist(_));
        plan.due.push(Due {
            insists: rings_on(&shown) || overdue.iter().any(rings_on),
            key: key(shown.bell),
            start: self.start,
            due: shown.due,
            attempt: shown.attempt,
            covers: overdue.into_iter().chain(too_late).map(|one| (key(one.bell), one.due)).collect(),
        });
        // While reminders are held or no server takes them, it is missed from then on.
        Some(expires)
    }
}

/// Whether none that rings at `at` or later is among the next of its feed any more.
fn is_full(soonest: &BinaryHeap<Firing>, at: DateTime<Utc>) -> bool {
    soonest.len() == SOONEST && soonest.peek().is_some_and(|last| last.at < at)
}

/// Keeps a reminder to come if it is among the next of its feed.
fn keep_soonest(soonest: &mut BinaryHeap<Firing>, at: DateTime<Utc>, session: &SessionKey, bell: Bell) {
    if is_full(soonest, at) {
        return;
    }
    soonest.push(Firing { at, key: AlarmKey { session: session.clone(), bell } });
    if soonest.len() > SOONEST {
        soonest.pop();
    }
}

fn earliest(a: Option<DateTime<Utc>>, b: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (one, other) => one.or(other),
    }
}
