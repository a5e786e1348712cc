//! What follows for the reader from what happened: a document was read, somebody answered, a server or the program died.
//! It never says what must be heard.

use super::{At, Bell, Naive, Sid, Told};
use crate::publisher::Item;
use crate::terms::Instant;
use chrono::Duration;
use sessionbell_core::zone::Zone;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

impl Naive {
    pub(super) fn open(&self, sid: &Sid) -> Vec<(Sid, At, Bell)> {
        self.told.iter().filter(|((of, _, _), told)| of == sid && **told == Told::Open).map(|(key, _)| *key).collect()
    }

    /// What stood open of a session must be shown once more, if it still matters.
    fn again(&mut self, sid: &Sid, now: At) {
        let Some(item) = self.belief.get(sid).filter(|item| !item.cancelled) else { return };
        let (start, relevant) = (item.start(self.reader), now <= self.late_until(item));
        for key in self.open(sid).into_iter().filter(|(_, of, _)| relevant && *of == start) {
            self.told.remove(&key);
            self.tried.insert(key);
        }
    }

    /// The program died when it was about to show these: what was due of them has been tried.
    pub(crate) fn unshown(&mut self, titles: &[String], now: At) {
        let named = self.belief.iter().filter(|(_, item)| titles.contains(&item.title)).map(|(sid, item)| (*sid, item.clone()));
        for (sid, item) in named.collect::<Vec<_>>() {
            let due = self.untold(&sid, &item, now).into_iter().filter(|(_, due)| *due <= now);
            let start = item.start(self.reader);
            self.tried.extend(due.map(|(bell, _)| (sid, start, bell)));
        }
    }

    /// A document was read. `parsed` are the sessions in it.
    pub(crate) fn read(&mut self, feed: usize, document: &str, parsed: Vec<Item>, now: At) {
        if self.last_document.get(&feed).is_some_and(|last| last == document) {
            self.doubted.remove(&feed);
            return;
        }
        let coming = |items: &mut dyn Iterator<Item = &Item>| items.filter(|item| item.start(self.reader) > now).count();
        let (had, has) = (coming(&mut self.belief.values().filter(|item| item.series.feed == feed)), coming(&mut parsed.iter()));
        // What takes place when: two documents may say the same of it in other words.
        let outline: Vec<(Sid, At, bool)> = parsed.iter().map(|item| (Self::sid(item), item.start(Zone::UTC), item.cancelled)).collect();
        if self.last_document.contains_key(&feed) && has * 2 < had && self.doubted.get(&feed).is_none_or(|doubted| *doubted != outline) {
            self.doubted.insert(feed, outline);
            return;
        }
        self.doubted.remove(&feed);
        self.last_document.insert(feed, document.to_owned());
        let mut over = BTreeSet::new();
        let before: BTreeMap<Sid, Item> = self.belief.extract_if(.., |_, item| item.series.feed == feed).collect();
        self.belief.extend(parsed.into_iter().map(|item| (Self::sid(&item), item)));
        for (sid, item) in before {
            let runs = !item.cancelled && item.start(self.reader) <= now && item.end(self.reader) > now;
            let began = item.start(self.reader) <= now;
            match self.belief.entry(sid) {
                Entry::Vacant(gone) if runs => _ = gone.insert(item),
                Entry::Vacant(_) if began => _ = over.insert(sid),
                Entry::Vacant(_) | Entry::Occupied(_) => {}
            }
        }
        for sid in self.belief.keys() {
            self.since.entry(*sid).or_insert(now);
        }
        // What lies so far back is in no document and on no list.
        self.told.retain(|(_, start, _), _| *start > now - Duration::days(30));
        self.give_up(&over, now);
    }

    /// The person is in another zone.
    pub(crate) fn travelled(&mut self, reader: Zone, now: At) {
        self.reader = reader;
        self.give_up(&BTreeSet::new(), now);
    }

    /// What no longer holds is taken back. A session that was dropped because it is `over` changes nothing for others.
    fn give_up(&mut self, over: &BTreeSet<Sid>, now: At) {
        // What no longer holds is void: bells, what was put off, and notices that name it.
        let holds = |sid: &Sid, start: At| self.belief.get(sid).is_some_and(|item| !item.cancelled && item.start(self.reader) == start);
        let void: Vec<(Sid, At, Bell)> =
            self.told.iter().filter(|((sid, start, _), told)| **told == Told::Open && !holds(sid, *start)).map(|(key, _)| *key).collect();
        let mut gone: BTreeSet<Sid> = void.iter().map(|(sid, _, _)| *sid).collect();
        let dropped: Vec<Sid> = self.snoozed.iter().filter(|(sid, (start, _))| !holds(sid, *start)).map(|(sid, _)| *sid).collect();
        for key in &void {
            self.told.remove(key);
        }
        for sid in dropped {
            // One that came back and was answered is over with.
            let over = |(start, _): (At, At)| self.told.contains_key(&(sid, start, Bell::Snooze));
            if !self.snoozed.remove(&sid).is_some_and(over) {
                gone.insert(sid);
            }
        }
        // Who turned to a session has answered for it alone: a notice that stands for others must not name it either.
        gone.extend(self.named.iter().filter(|(sid, notices)| notices.values().any(|start| !holds(sid, *start))).map(|(sid, _)| *sid));
        for sid in gone {
            self.notice.remove(&sid);
            let named = self.named.remove(&sid).unwrap_or_default();
            if over.contains(&sid) {
                continue;
            }
            let others: Vec<Sid> = self.notice.iter().filter(|(_, other)| named.contains_key(&(other.id, other.life))).map(|(other, _)| *other).collect();
            others.iter().for_each(|other| self.again(other, now));
        }
    }

    /// A person answered the notice that names these sessions: put off, or done with.
    /// Answering also settles what is just being tried in vain (`refused`).
    pub(crate) fn answered(&mut self, (id, life): (u32, u32), titles: &[String], snooze: bool, refused: bool, instant: Instant) {
        let now = instant.now;
        let sids: Vec<Sid> = titles.iter().filter_map(|title| self.belief.iter().find(|(_, item)| item.title == *title).map(|(sid, _)| *sid)).collect();
        // A session that has had a notice of its own since is not answered by the one before.
        let own = |sid: &Sid| self.notice.get(sid).is_some_and(|notice| (notice.id, notice.life) == (id, life));
        for sid in sids.into_iter().filter(own).collect::<Vec<_>>() {
            let item = self.belief[&sid].clone();
            let start = item.start(self.reader);
            let open = self.open(&sid);
            if open.iter().any(|(_, of, _)| *of == start) && now >= start {
                self.acted.insert((sid, start));
            }
            for key in open {
                self.told.insert(key, Told::Done);
            }
            let tried = refused && !self.held(&sid, instant);
            for (bell, due) in self.untold(&sid, &item, now).into_iter().filter(|(_, due)| tried && *due <= now) {
                if now <= self.last(&item, bell, due) {
                    self.tell(&sid, start, bell, Told::Done);
                }
            }
            self.notice.remove(&sid);
            if snooze {
                let until = (now + Duration::minutes(self.wishes.snooze)).min(item.end(self.reader) - Duration::minutes(1));
                if until > now {
                    self.told.remove(&(sid, start, Bell::Snooze));
                    self.snoozed.insert(sid, (start, until));
                }
            }
        }
    }

    /// Settles what is open of a session: the person has turned to it.
    fn turned_to(&mut self, sid: &Sid, now: At) {
        let Some(start) = self.belief.get(sid).map(|item| item.start(self.reader)) else { return };
        let open = self.open(sid);
        let put_off = self.snoozed.get(sid).is_some_and(|(of, _)| *of == start) && !self.told.contains_key(&(*sid, start, Bell::Snooze));
        if (put_off || open.iter().any(|(_, of, _)| *of == start)) && now >= start {
            self.acted.insert((*sid, start));
        }
        let tried: Vec<(Sid, At, Bell)> = self.tried.iter().filter(|(of, when, _)| of == sid && *when == start).copied().collect();
        for (_, _, bell) in tried {
            self.tell(sid, start, bell, Told::Done);
        }
        for key in open {
            self.told.insert(key, Told::Done);
        }
        self.notice.remove(sid);
        if self.snoozed.get(sid).is_some_and(|(of, _)| *of == start) {
            self.told.entry((*sid, start, Bell::Snooze)).or_insert(Told::Done);
        }
    }

    /// The person has silenced a session, or no longer.
    pub(crate) fn mute(&mut self, sid: &Sid, muted: bool, now: At) {
        if muted {
            self.turned_to(sid, now);
            self.choices.muted.insert(*sid);
        } else {
            self.choices.muted.remove(sid);
        }
    }

    /// The person has chosen other times for a session; `None`: as its feed.
    pub(crate) fn leads(&mut self, sid: &Sid, leads: Option<Vec<i64>>) {
        match leads {
            Some(leads) => drop(self.choices.own_leads.insert(*sid, leads)),
            None => drop(self.choices.own_leads.remove(sid)),
        }
    }

    /// The person has asked the host.
    pub(crate) fn ask(&mut self, sid: &Sid, now: At) {
        self.turned_to(sid, now);
        self.choices.asked.insert(*sid);
    }

    /// Changes were lost with the program: what was chosen while the disk took nothing was among them.
    pub(crate) fn lose_choices(&mut self) {
        if let Some(left) = self.at_risk.take() {
            self.choices = left;
        }
    }

    /// A session that the program knows and that is not over, to be turned to.
    pub(crate) fn coming(&self, now: At) -> Vec<Sid> {
        self.belief.iter().filter(|(_, item)| item.end(self.reader) > now && item.start(self.reader) < now + Duration::days(3)).map(|(sid, _)| *sid).collect()
    }

    /// The clock was set by so much and shows this now: how long something has been waiting for cannot be told from it. A pause
    /// lasts as long as it was to.
    pub(crate) fn stepped(&mut self, by: Duration, now: At) {
        self.waiting.clear();
        self.paused = self.paused.map(|until| until + by);
        self.rang_before = self.rang_before.map(|then| then.min(now));
    }

    /// A new server: what stood unanswered on another one is shown again.
    pub(crate) fn server(&mut self, life: u32, now: At) {
        let void: Vec<Sid> = self.notice.iter().filter(|(_, notice)| notice.life != life).map(|(sid, _)| *sid).collect();
        for sid in void {
            self.notice.remove(&sid);
            self.again(&sid, now);
        }
    }

    /// The program died between showing these and noting it: each may come once more, and has to.
    pub(crate) fn unrecorded(&mut self, titles: &[String]) {
        let sids: Vec<Sid> = titles.iter().filter_map(|title| self.belief.iter().find(|(_, item)| item.title == *title).map(|(sid, _)| *sid)).collect();
        for sid in sids {
            self.excused.insert(sid);
        }
    }

    /// The program started again: sessions that it only knew because they ran are forgotten with it.
    pub(crate) fn restarted<'a>(&mut self, in_document: impl Iterator<Item = &'a Sid>) {
        let known: BTreeSet<&Sid> = in_document.collect();
        self.belief.retain(|sid, _| known.contains(sid));
    }

    /// The saved state was lost, which was last written then: what was due before rang while there was one; what was put
    /// off is forgotten.
    pub(crate) fn lost(&mut self, written: At) {
        *self = Self { rang_before: Some(written), unsure: self.unsure, worst: self.worst, ..Self::new(self.wishes.clone(), self.reader) };
    }
}
