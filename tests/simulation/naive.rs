//! A slow, obvious reader of the promises: at every instant it looks at every session anew and says who must hear what.
//! It never shares a line with the planner: it knows only what was published, what people did, and what the server got.

mod happened;

use crate::publisher::{Item, Series};
use crate::terms::{Instant, Wishes, Wrong};
use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use sessionbell_core::zone::Zone;
use std::collections::{BTreeMap, BTreeSet};

/// One occurrence of one series.
pub(crate) type Sid = (Series, NaiveDateTime);
type At = DateTime<Utc>;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Bell {
    Lead(i64),
    Insist(i64),
    Snooze,
}

/// What became of a bell of a session for one start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    /// Shown and not answered.
    Open,
    /// Answered, or said by another.
    Done,
    Missed,
}

pub(crate) struct Naive {
    wishes: Wishes,
    reader: Zone,
    belief: BTreeMap<Sid, Item>,
    since: BTreeMap<Sid, At>,
    /// By feed.
    doubted: BTreeMap<usize, Vec<(Sid, At, bool)>>,
    last_document: BTreeMap<usize, String>,
    pub(crate) choices: Choices,
    /// What was chosen before the disk took nothing any more: that much is left to a program that is killed meanwhile.
    pub(crate) at_risk: Option<Choices>,
    told: BTreeMap<(Sid, At, Bell), Told>,
    /// Bells that were told in this instant.
    just_told: Vec<(Sid, At, Bell)>,
    snoozed: BTreeMap<Sid, (At, At)>,
    acted: BTreeSet<(Sid, At)>,
    /// The notice that names it: which, whom else, when, and of which server.
    notice: BTreeMap<Sid, Notice>,
    /// When notices that name a session of a feed came up, by id and life.
    came_up: BTreeMap<(u32, u32), (usize, At)>,
    /// The notices, by id and life, that name a session, be they its latest or not, each with the start that it named.
    named: BTreeMap<Sid, BTreeMap<(u32, u32), At>>,
    pub(crate) paused: Option<At>,
    /// What was due before that rang while there was a ledger.
    rang_before: Option<At>,
    /// Nothing is said of these sessions until then.
    pub(crate) unsure: Option<At>,
    pub(crate) missed_now: Vec<(Sid, At)>,
    /// Sessions that could be heard of but were not, while a server that refused is being asked again.
    waiting: BTreeMap<Sid, At>,
    /// The longest of those waits.
    pub(crate) worst: Duration,
}

/// What a person has chosen for single sessions.
#[derive(Clone, Debug, Default)]
pub(crate) struct Choices {
    /// Sessions that are not to ring, those that ring at times of their own, and those whose host was asked.
    muted: BTreeSet<Sid>,
    own_leads: BTreeMap<Sid, Vec<i64>>,
    asked: BTreeSet<Sid>,
}

#[derive(Clone, Debug)]
struct Notice {
    id: u32,
    life: u32,
    at: At,
    start: At,
}

impl Naive {
    pub(crate) fn new(wishes: Wishes, reader: Zone) -> Self {
        Self {
            wishes,
            reader,
            belief: BTreeMap::new(),
            since: BTreeMap::new(),
            doubted: BTreeMap::new(),
            last_document: BTreeMap::new(),
            choices: Choices::default(),
            at_risk: None,
            told: BTreeMap::new(),
            just_told: Vec::new(),
            snoozed: BTreeMap::new(),
            acted: BTreeSet::new(),
            notice: BTreeMap::new(),
            came_up: BTreeMap::new(),
            named: BTreeMap::new(),
            paused: None,
            rang_before: None,
            unsure: None,
            missed_now: Vec::new(),
            waiting: BTreeMap::new(),
            worst: Duration::zero(),
        }
    }

    /// Whether the program can know all that was published and said: after changes were lost with it, it cannot for a while.
    pub(crate) fn is_sure(&self, now: At) -> bool {
        self.unsure.is_none_or(|until| now > until)
    }

    pub(crate) fn sid(item: &Item) -> Sid {
        (item.series, item.first)
    }

    fn late_until(&self, item: &Item) -> At {
        item.start(self.reader) + Duration::minutes(item.minutes.min(self.wishes.late)).max(Duration::minutes(1))
    }

    fn last(&self, item: &Item, bell: Bell, due: At) -> At {
        let (late, end) = (self.late_until(item), item.end(self.reader));
        if bell == Bell::Snooze { end.max(late) } else { late.max((due + Duration::minutes(1)).min(end)) }
    }

    /// Bells of a session that have not been told for its present start, each with when it is due.
    fn untold(&self, sid: &Sid, item: &Item, now: At) -> Vec<(Bell, At)> {
        if self.choices.muted.contains(sid) {
            return Vec::new();
        }
        let start = item.start(self.reader);
        let leads = self.choices.own_leads.get(sid).unwrap_or(&self.wishes.leads[item.series.feed]);
        let mut bells: Vec<(Bell, At)> = leads.iter().map(|lead| (Bell::Lead(*lead), start - Duration::minutes(*lead))).collect();
        if self.wishes.insist && !self.acted.contains(&(*sid, start)) {
            let last = (self.late_until(item) - start).num_minutes().min(10);
            bells.extend((0..=last).map(|minute| (Bell::Insist(minute), start + Duration::minutes(minute))));
        }
        bells.retain(|(_, due)| self.rang_before.is_none_or(|then| *due > then));
        let snooze = self.snoozed.get(sid).filter(|(of, _)| *of == start).map(|(_, until)| *until);
        bells.extend(snooze.map(|until| (Bell::Snooze, until)));
        // What was missed is so only as long as its time is over.
        let open = |bell: Bell, due: At| match self.told.get(&(*sid, start, bell)) {
            None => true,
            Some(Told::Missed) => now <= self.last(item, bell, due),
            Some(_) => false,
        };
        bells.retain(|(bell, due)| open(*bell, *due));
        bells
    }

    /// Until when the person wants nothing to be heard of a session.
    fn put_off(&self, sid: &Sid, item: &Item, now: At) -> Option<At> {
        let start = item.start(self.reader);
        let until = self.snoozed.get(sid).filter(|(of, _)| *of == start).map(|(_, until)| *until)?;
        (until > now && !self.told.contains_key(&(*sid, start, Bell::Snooze))).then_some(until)
    }

    /// Whether the person wants nothing to be heard of a session now.
    pub(crate) fn held(&self, sid: &Sid, instant: Instant) -> bool {
        let wall = self.reader.wall(instant.now).time();
        let quiet = self.wishes.quiet.is_some_and(|(from, to)| if from < to { from <= wall && wall < to } else { wall >= from || wall < to });
        // Where the clock is put back over its end, quiet hours are over the first time.
        let over = self.wishes.quiet.is_some_and(|(from, to)| {
            let day = self.reader.day(instant.now);
            let last = if from < to || wall < to { day } else { day.succ_opt().expect("a day") };
            self.reader.read(last.and_time(to)).instant() <= instant.now
        });
        let silent = (quiet && !over) || self.paused.is_some_and(|until| until > instant.now);
        instant.do_not_disturb || (silent && !(self.wishes.break_through && self.choices.asked.contains(sid)))
    }

    /// Whether a bell of a session may be due: none rings more than a day ahead, or is late for longer than a week.
    fn is_near(&self, item: &Item, now: At) -> bool {
        let start = item.start(self.reader);
        start > now - Duration::days(7) && start < now + Duration::days(2)
    }

    /// The next instant at which something must happen, or must be over, whatever the engine thinks; half a day at the most.
    pub(crate) fn next(&self, now: At) -> At {
        let mut next = now + Duration::hours(12);
        for (sid, item) in self.belief.iter().filter(|(_, item)| self.is_near(item, now)) {
            for (bell, due) in self.untold(sid, item, now) {
                for at in [due, self.last(item, bell, due) + Duration::seconds(1)] {
                    if at > now && at < next {
                        next = at;
                    }
                }
            }
        }
        next
    }

    /// Looks at this instant: `rung` are the notices that came in it.
    pub(crate) fn look(&mut self, instant: Instant, rung: &[(u32, u32, Vec<String>)]) -> Vec<Wrong> {
        let mut wrong = Vec::new();
        let now = instant.now;
        let certain = self.is_sure(now);
        self.just_told.clear();
        // Those from before the clock was set back count again when it shows their time.
        self.came_up.retain(|_, (_, at)| *at > now - Duration::hours(1));
        let floods: Vec<usize> = (0..2).filter(|feed| self.came_up.values().filter(|(of, at)| of == feed && *at <= now).count() >= 6).collect();
        let mut named: BTreeMap<Sid, (u32, u32, bool)> = BTreeMap::new();
        for (id, life, titles) in rung {
            for sid in titles.iter().filter_map(|title| self.belief.iter().find(|(_, item)| item.title == *title).map(|(sid, _)| *sid)) {
                named.insert(sid, (*id, *life, titles.len() > 1));
                self.came_up.entry((*id, *life)).or_insert((sid.0.feed, now));
            }
            // An id that is used again says nothing of those that it named before.
            for notices in self.named.values_mut() {
                notices.remove(&(*id, *life));
            }
            for (sid, _) in named.iter().filter(|(_, (by, ..))| by == id) {
                let start = self.belief[sid].start(self.reader);
                self.named.entry(*sid).or_default().insert((*id, *life), start);
            }
        }
        let mut alone = Vec::new();
        let sids: Vec<Sid> = self.belief.keys().copied().collect();
        for sid in sids {
            let heard = named.get(&sid).copied();
            if heard.is_none() && !self.is_near(&self.belief[&sid], now) {
                continue;
            }
            let item = self.belief[&sid].clone();
            let start = item.start(self.reader);
            let mut overdue: Vec<(Bell, At)> = Vec::new();
            if !item.cancelled {
                let quiet_until = self.put_off(&sid, &item, now);
                overdue = self.untold(&sid, &item, now).into_iter().filter(|(_, due)| (*due).max(quiet_until.unwrap_or(*due)) <= now).collect();
            }
            let (live, late): (Vec<_>, Vec<_>) = overdue.into_iter().partition(|(bell, due)| now <= self.last(&item, *bell, *due));
            // Within a second of its end, a bell may be noted as missed or not yet.
            let ends_now = late.iter().any(|(bell, due)| now < self.last(&item, *bell, *due) + Duration::seconds(1));
            if live.is_empty() && ends_now && heard.is_none() {
                continue;
            }
            if live.is_empty() {
                self.waiting.remove(&sid);
                if instant.awake {
                    let counts = late.iter().any(|(bell, _)| !matches!(bell, Bell::Insist(1..)));
                    // What was over before it was known was not missed.
                    if counts && self.since.get(&sid).is_some_and(|since| *since <= self.late_until(&item)) {
                        self.missed_now.push((sid, start));
                    }
                    for (bell, _) in late {
                        self.tell(&sid, start, bell, Told::Missed);
                    }
                }
                if let Some((id, life, joined)) = heard {
                    let before = self.notice.get(&sid);
                    let lately = if floods.contains(&sid.0.feed) { Duration::hours(1) } else { Duration::minutes(1) };
                    let again = joined && before.is_some_and(|notice| notice.at > now - lately && notice.at <= now);
                    if !again && certain {
                        wrong.push(Wrong::Repeat(item.title.clone()));
                    }
                    self.notice.insert(sid, Notice { id, life, at: now, start });
                }
                continue;
            }
            match heard {
                Some((id, life, joined)) => {
                    // One that rings on until somebody acts has a notice of its own each time.
                    if !joined && !floods.contains(&sid.0.feed) && !live.iter().any(|(bell, _)| matches!(bell, Bell::Insist(_))) {
                        alone.push(item.title.clone());
                    }
                    if self.held(&sid, instant) && certain {
                        wrong.push(Wrong::Repeat(format!("{}, which is held", item.title)));
                    }
                    // The one that holds longest says the others.
                    let says = live.iter().map(|(bell, due)| (self.last(&item, *bell, *due), *due, *bell)).max().map(|(_, _, bell)| bell);
                    // What stood of it is said by this notice now.
                    self.told.iter_mut().filter(|((of, _, _), told)| *of == sid && **told == Told::Open).for_each(|(_, told)| *told = Told::Done);
                    for (bell, _) in live.into_iter().chain(late) {
                        let told = if Some(bell) == says { Told::Open } else { Told::Done };
                        self.tell(&sid, start, bell, told);
                    }
                    self.just_told.extend(says.map(|bell| (sid, start, bell)));
                    let waited = self.waiting.remove(&sid).map_or(Duration::zero(), |since| now - since);
                    self.worst = self.worst.max(waited);
                    self.notice.insert(sid, Notice { id, life, at: now, start });
                }
                None if instant.can_show && !self.held(&sid, instant) && instant.grace => {
                    self.waiting.entry(sid).or_insert(now);
                }
                None if instant.can_show && !self.held(&sid, instant) && !instant.grace => {
                    if certain {
                        wrong.push(Wrong::Miss(item.title.clone()));
                    }
                    self.waiting.remove(&sid);
                    for (bell, _) in live {
                        self.tell(&sid, start, bell, Told::Done);
                    }
                }
                None => drop(self.waiting.remove(&sid)),
            }
        }
        if alone.len() >= 3 {
            wrong.push(Wrong::Apart(alone.join(", ")));
        }
        wrong
    }

    /// Notices that stand on the server although their session was cancelled, moved or withdrawn.
    pub(crate) fn stale(&self, standing: &[(u32, u32, Vec<String>)]) -> Vec<Wrong> {
        let mut wrong = Vec::new();
        for (id, life, titles) in standing {
            for title in titles {
                let Some((sid, item)) = self.belief.iter().find(|(_, item)| item.title == *title) else { continue };
                let moved = self
                    .notice
                    .get(sid)
                    .is_some_and(|notice| notice.id == *id && notice.life == *life && item.zone.is_some() && notice.start != item.start(self.reader));
                if item.cancelled || moved {
                    wrong.push(Wrong::Stands(title.clone()));
                }
            }
        }
        wrong
    }

    /// Notes what became of a bell for a start. What it said of another start no longer counts: the last word does.
    fn tell(&mut self, sid: &Sid, start: At, bell: Bell, told: Told) {
        self.told.retain(|(of, when, which), _| of != sid || *which != bell || *when == start);
        self.told.insert((*sid, start, bell), told);
    }
}
