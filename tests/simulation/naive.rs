//! A slow, obvious reader of the promises: at every instant it looks at every session anew and says who must hear what.
//! It never shares a line with the planner: it knows only what was published, what people did, and what the server got.

use crate::publisher::Item;
use crate::terms::{Instant, Wishes, Wrong};
use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use sessionbell_core::zone::Zone;
use std::collections::{BTreeMap, BTreeSet};

/// One occurrence of one series.
pub(crate) type Sid = (String, NaiveDateTime);
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
    pub(crate) reader: Zone,
    belief: BTreeMap<Sid, Item>,
    since: BTreeMap<Sid, At>,
    doubted: Option<String>,
    last_document: Option<String>,
    told: BTreeMap<(Sid, At, Bell), Told>,
    snoozed: BTreeMap<Sid, (At, At)>,
    acted: BTreeSet<(Sid, At)>,
    /// The notice that names it: which, whom else, when, and of which server.
    notice: BTreeMap<Sid, Notice>,
    pub(crate) paused: Option<At>,
    /// What was due before that rang while there was a ledger.
    rang_before: Option<At>,
    /// May be shown once more: the program died before it knew that it was.
    excused: BTreeSet<Sid>,
    /// Nothing is said of these sessions until then.
    pub(crate) unsure: Option<At>,
    pub(crate) missed_now: Vec<(Sid, At)>,
    /// Sessions that could be heard of but were not, while a server that refused is being asked again.
    waiting: BTreeMap<Sid, At>,
    /// The longest of those waits.
    pub(crate) worst: Duration,
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
            doubted: None,
            last_document: None,
            told: BTreeMap::new(),
            snoozed: BTreeMap::new(),
            acted: BTreeSet::new(),
            notice: BTreeMap::new(),
            paused: None,
            rang_before: None,
            excused: BTreeSet::new(),
            unsure: None,
            missed_now: Vec::new(),
            waiting: BTreeMap::new(),
            worst: Duration::zero(),
        }
    }

    pub(crate) fn sid(item: &Item) -> Sid {
        (item.uid.clone(), item.first)
    }

    fn late_until(&self, item: &Item) -> At {
        item.start(self.reader) + Duration::minutes(item.minutes.min(self.wishes.late)).max(Duration::minutes(1))
    }

    fn last(&self, item: &Item, bell: Bell, due: At) -> At {
        let (late, end) = (self.late_until(item), item.end(self.reader));
        if bell == Bell::Snooze { end.max(late) } else { late.max((due + Duration::minutes(1)).min(end)) }
    }

    /// Bells of a session that have not been told for its present start, each with when it is due.
    fn untold(&self, sid: &Sid, item: &Item) -> Vec<(Bell, At)> {
        let start = item.start(self.reader);
        let mut bells: Vec<(Bell, At)> = self.wishes.leads.iter().map(|lead| (Bell::Lead(*lead), start - Duration::minutes(*lead))).collect();
        if self.wishes.insist && !self.acted.contains(&(sid.clone(), start)) {
            let last = (self.late_until(item) - start).num_minutes().min(10);
            bells.extend((0..=last).map(|minute| (Bell::Insist(minute), start + Duration::minutes(minute))));
        }
        bells.retain(|(_, due)| self.rang_before.is_none_or(|then| *due > then));
        let snooze = self.snoozed.get(sid).filter(|(of, _)| *of == start).map(|(_, until)| *until);
        bells.extend(snooze.map(|until| (Bell::Snooze, until)));
        bells.retain(|(bell, _)| !self.told.contains_key(&(sid.clone(), start, *bell)));
        bells
    }

    /// Until when the person wants nothing to be heard of a session.
    fn put_off(&self, sid: &Sid, item: &Item, now: At) -> Option<At> {
        let start = item.start(self.reader);
        let until = self.snoozed.get(sid).filter(|(of, _)| *of == start).map(|(_, until)| *until)?;
        (until > now && !self.told.contains_key(&(sid.clone(), start, Bell::Snooze))).then_some(until)
    }

    pub(crate) fn held(&self, instant: Instant) -> bool {
        let wall = self.reader.wall(instant.now).time();
        let quiet = self.wishes.quiet.is_some_and(|(from, to)| if from < to { from <= wall && wall < to } else { wall >= from || wall < to });
        // Where the clock is put back over its end, quiet hours are over the first time.
        let over = self.wishes.quiet.is_some_and(|(from, to)| {
            let day = self.reader.day(instant.now);
            let last = if from < to || wall < to { day } else { day.succ_opt().expect("a day") };
            self.reader.read(last.and_time(to)).instant() <= instant.now
        });
        instant.do_not_disturb || (quiet && !over) || self.paused.is_some_and(|until| until > instant.now)
    }

    /// The next instants at which something must happen, or must be over, whatever the engine thinks.
    pub(crate) fn next(&self, now: At) -> Option<At> {
        let mut next: Option<At> = None;
        for (sid, item) in &self.belief {
            for (bell, due) in self.untold(sid, item) {
                for at in [due, self.last(item, bell, due) + Duration::seconds(1)] {
                    if at > now && next.is_none_or(|other| at < other) {
                        next = Some(at);
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
        let certain = self.unsure.is_none_or(|until| now > until);
        let mut named: BTreeMap<Sid, (u32, u32, bool)> = BTreeMap::new();
        for (id, life, titles) in rung {
            for sid in titles.iter().filter_map(|title| self.belief.iter().find(|(_, item)| item.title == *title).map(|(sid, _)| sid.clone())) {
                named.insert(sid, (*id, *life, titles.len() > 1));
            }
        }
        let sids: Vec<Sid> = self.belief.keys().cloned().collect();
        for sid in sids {
            let item = self.belief[&sid].clone();
            let start = item.start(self.reader);
            let heard = named.get(&sid).copied();
            let mut overdue: Vec<(Bell, At)> = Vec::new();
            if !item.cancelled {
                let quiet_until = self.put_off(&sid, &item, now);
                overdue = self.untold(&sid, &item).into_iter().filter(|(_, due)| (*due).max(quiet_until.unwrap_or(*due)) <= now).collect();
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
                        self.missed_now.push((sid.clone(), start));
                    }
                    for (bell, _) in late {
                        self.tell(&sid, start, bell, Told::Missed);
                    }
                }
                if let Some((id, life, joined)) = heard {
                    let before = self.notice.get(&sid);
                    let again = joined && before.is_some_and(|notice| notice.at > now - Duration::minutes(1) && notice.at <= now);
                    if !self.excused.remove(&sid) && !again && certain {
                        wrong.push(Wrong::Repeat(item.title.clone()));
                    }
                    self.notice.insert(sid.clone(), Notice { id, life, at: now, start });
                }
                continue;
            }
            match heard {
                Some((id, life, _)) => {
                    if self.held(instant) && certain {
                        wrong.push(Wrong::Repeat(format!("{}, which is held", item.title)));
                    }
                    let newest = live.iter().map(|(bell, due)| (*due, *bell)).max().map(|(_, bell)| bell);
                    // What stood of it is said by this notice now.
                    self.told.iter_mut().filter(|((of, _, _), told)| *of == sid && **told == Told::Open).for_each(|(_, told)| *told = Told::Done);
                    for (bell, _) in live.into_iter().chain(late) {
                        let told = if Some(bell) == newest { Told::Open } else { Told::Done };
                        self.tell(&sid, start, bell, told);
                    }
                    self.excused.remove(&sid);
                    let waited = self.waiting.remove(&sid).map_or(Duration::zero(), |since| now - since);
                    self.worst = self.worst.max(waited);
                    self.notice.insert(sid.clone(), Notice { id, life, at: now, start });
                }
                None if instant.can_show && !self.held(instant) && instant.grace => {
                    self.waiting.entry(sid).or_insert(now);
                }
                None if instant.can_show && !self.held(instant) && !instant.grace => {
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
        self.told.insert((sid.clone(), start, bell), told);
    }

    fn open(&self, sid: &Sid) -> Vec<(Sid, At, Bell)> {
        self.told.iter().filter(|((of, _, _), told)| of == sid && **told == Told::Open).map(|(key, _)| key.clone()).collect()
    }

    /// What stood open of a session must be shown once more, if it still matters.
    fn again(&mut self, sid: &Sid, now: At) {
        let Some(item) = self.belief.get(sid).filter(|item| !item.cancelled) else { return };
        let (start, relevant) = (item.start(self.reader), now <= self.late_until(item));
        for key in self.open(sid).into_iter().filter(|(_, of, _)| relevant && *of == start) {
            self.told.remove(&key);
        }
    }

    /// A document was read. `parsed` are the sessions in it.
    pub(crate) fn read(&mut self, document: &str, parsed: Vec<Item>, now: At) {
        if self.last_document.as_deref() == Some(document) {
            self.doubted = None;
            return;
        }
        let coming = |items: &mut dyn Iterator<Item = &Item>| items.filter(|item| item.start(self.reader) > now).count();
        let (had, has) = (coming(&mut self.belief.values()), coming(&mut parsed.iter()));
        if self.last_document.is_some() && has * 2 < had && self.doubted.as_deref() != Some(document) {
            self.doubted = Some(document.to_owned());
            return;
        }
        self.doubted = None;
        self.last_document = Some(document.to_owned());
        let before = std::mem::replace(&mut self.belief, parsed.into_iter().map(|item| (Self::sid(&item), item)).collect());
        for (sid, item) in before {
            let runs = !item.cancelled && item.start(self.reader) <= now && item.end(self.reader) > now;
            if runs && !self.belief.contains_key(&sid) {
                self.belief.insert(sid, item);
            }
        }
        for sid in self.belief.keys() {
            self.since.entry(sid.clone()).or_insert(now);
        }
        // What no longer holds is void: bells, what was put off, and notices that name it.
        let holds = |sid: &Sid, start: At| self.belief.get(sid).is_some_and(|item| !item.cancelled && item.start(self.reader) == start);
        let void: Vec<(Sid, At, Bell)> =
            self.told.iter().filter(|((sid, start, _), told)| **told == Told::Open && !holds(sid, *start)).map(|(key, _)| key.clone()).collect();
        let mut gone: BTreeSet<Sid> = void.iter().map(|(sid, _, _)| sid.clone()).collect();
        let dropped: Vec<Sid> = self.snoozed.iter().filter(|(sid, (start, _))| !holds(sid, *start)).map(|(sid, _)| sid.clone()).collect();
        for key in &void {
            self.told.remove(key);
        }
        for sid in dropped {
            self.snoozed.remove(&sid);
            gone.insert(sid);
        }
        for sid in gone {
            let Some(notice) = self.notice.remove(&sid) else { continue };
            let others: Vec<Sid> =
                self.notice.iter().filter(|(_, other)| (other.id, other.life) == (notice.id, notice.life)).map(|(other, _)| other.clone()).collect();
            others.iter().for_each(|other| self.again(other, now));
        }
    }

    /// A person answered the notice that names these sessions: put off, or done with.
    /// Answering also settles what is just being tried in vain (`refused`).
    pub(crate) fn answered(&mut self, (id, life): (u32, u32), titles: &[String], snooze: bool, refused: bool, now: At) {
        let sids: Vec<Sid> = titles.iter().filter_map(|title| self.belief.iter().find(|(_, item)| item.title == *title).map(|(sid, _)| sid.clone())).collect();
        // A session that has had a notice of its own since is not answered by the one before.
        let own = |sid: &Sid| self.notice.get(sid).is_some_and(|notice| (notice.id, notice.life) == (id, life));
        for sid in sids.into_iter().filter(own).collect::<Vec<_>>() {
            let item = self.belief[&sid].clone();
            let start = item.start(self.reader);
            let open = self.open(&sid);
            if open.iter().any(|(_, of, _)| *of == start) && now >= start {
                self.acted.insert((sid.clone(), start));
            }
            for key in open {
                self.told.insert(key, Told::Done);
            }
            for (bell, due) in self.untold(&sid, &item).into_iter().filter(|(_, due)| refused && *due <= now) {
                if now <= self.last(&item, bell, due) {
                    self.tell(&sid, start, bell, Told::Done);
                }
            }
            self.notice.remove(&sid);
            if snooze {
                let until = (now + Duration::minutes(self.wishes.snooze)).min(item.end(self.reader) - Duration::minutes(1));
                if until > now {
                    self.told.remove(&(sid.clone(), start, Bell::Snooze));
                    self.snoozed.insert(sid, (start, until));
                }
            }
        }
    }

    /// The clock was set: how long something has been waiting for cannot be told from it.
    pub(crate) fn stepped(&mut self) {
        self.waiting.clear();
    }

    /// A new server: what stood unanswered on another one is shown again.
    pub(crate) fn server(&mut self, life: u32, now: At) {
        let void: Vec<Sid> = self.notice.iter().filter(|(_, notice)| notice.life != life).map(|(sid, _)| sid.clone()).collect();
        for sid in void {
            self.notice.remove(&sid);
            self.again(&sid, now);
        }
    }

    /// The program died between showing these and noting it: each may come once more, and has to.
    pub(crate) fn unrecorded(&mut self, titles: &[String]) {
        let sids: Vec<Sid> = titles.iter().filter_map(|title| self.belief.iter().find(|(_, item)| item.title == *title).map(|(sid, _)| sid.clone())).collect();
        for sid in sids {
            self.excused.insert(sid);
        }
    }

    /// The program started again: sessions that it only knew because they ran are forgotten with it.
    pub(crate) fn restarted(&mut self, in_document: &BTreeSet<Sid>) {
        self.belief.retain(|sid, _| in_document.contains(sid));
    }

    /// The saved state was lost, which was last written then: what was due before rang while there was one; what was put
    /// off is forgotten.
    pub(crate) fn lost(&mut self, written: At) {
        *self = Self { rang_before: Some(written), unsure: self.unsure, worst: self.worst, ..Self::new(self.wishes.clone(), self.reader) };
    }
}
