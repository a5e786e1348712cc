//! What follows for the reader from what happened: a document was read, somebody answered, a server or the program died.
//! It never says what must be heard.

use super::{At, Bell, Naive, Sid, Told};
use crate::publisher::Item;
use chrono::Duration;
use sessionbell_core::zone::Zone;
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
        let before: BTreeMap<Sid, Item> = self.belief.extract_if(.., |_, item| item.series.feed == feed).collect();
        self.belief.extend(parsed.into_iter().map(|item| (Self::sid(&item), item)));
        for (sid, item) in before {
            let runs = !item.cancelled && item.start(self.reader) <= now && item.end(self.reader) > now;
            if runs {
                self.belief.entry(sid).or_insert(item);
            }
        }
        for sid in self.belief.keys() {
            self.since.entry(*sid).or_insert(now);
        }
        // What lies so far back is in no document and on no list.
        self.told.retain(|(_, start, _), _| *start > now - Duration::days(30));
        self.give_up(now);
    }

    /// The person is in another zone.
    pub(crate) fn travelled(&mut self, reader: Zone, now: At) {
        self.reader = reader;
        self.give_up(now);
    }

    /// What no longer holds is taken back. A session that was dropped because it is over changes nothing for others.
    fn give_up(&mut self, now: At) {
        // What no longer holds is void: bells, what was put off, and notices that name it.
        let holds = |sid: &Sid, start: At| self.belief.get(sid).is_some_and(|item| !item.cancelled && item.start(self.reader) == start);
        let void: Vec<(Sid, At, Bell)> =
            self.told.iter().filter(|((sid, start, _), told)| **told == Told::Open && !holds(sid, *start)).map(|(key, _)| *key).collect();
        // Each with whether it is over.
        let mut gone: BTreeMap<Sid, bool> = BTreeMap::new();
        let mut give_up = |sid: Sid, start: At| *gone.entry(sid).or_insert(true) &= !self.belief.contains_key(&sid) && start <= now;
        void.iter().for_each(|(sid, start, _)| give_up(*sid, *start));
        let dropped: Vec<(Sid, At)> = self.snoozed.iter().filter(|(sid, (start, _))| !holds(sid, *start)).map(|(sid, (start, _))| (*sid, *start)).collect();
        for key in &void {
            self.told.remove(key);
        }
        for (sid, start) in dropped {
            self.snoozed.remove(&sid);
            // One that came back and was answered is over with.
            if !self.told.contains_key(&(sid, start, Bell::Snooze)) {
                give_up(sid, start);
            }
        }
        // Who turned to a session has answered for it alone: a notice that stands for others must not name it either.
        let named = self.named.iter().flat_map(|(sid, notices)| notices.values().map(|start| (*sid, *start)));
        named.filter(|(sid, start)| !holds(sid, *start)).for_each(|(sid, start)| give_up(sid, start));
        for (sid, over) in gone {
            self.notice.remove(&sid);
            let named = self.named.remove(&sid).unwrap_or_default();
            if over {
                continue;
            }
            let others: Vec<Sid> = self.notice.iter().filter(|(_, other)| named.contains_key(&(other.id, other.life))).map(|(other, _)| *other).collect();
            others.iter().for_each(|other| self.again(other, now));
        }
    }

    /// A person answered the notice that names these sessions: put off, or done with. What it did not say still comes, unless
    /// all of the session is put off.
    pub(crate) fn answered(&mut self, (id, life): (u32, u32), titles: &[String], snooze: bool, now: At) {
        let sids: Vec<Sid> = titles.iter().filter_map(|title| self.belief.iter().find(|(_, item)| item.title == *title).map(|(sid, _)| *sid)).collect();
        // A session that has had a notice of its own since is not answered by the one before.
        let own = |sid: &Sid| self.notice.get(sid).is_some_and(|notice| (notice.id, notice.life) == (id, life));
        for sid in sids.into_iter().filter(own).collect::<Vec<_>>() {
            let item = self.belief[&sid].clone();
            let until = (now + Duration::minutes(self.wishes.snooze)).min(item.end(self.reader) - Duration::minutes(1));
            if snooze && until > now {
                let start = item.start(self.reader);
                self.turned_to(&sid, now);
                self.told.remove(&(sid, start, Bell::Snooze));
                self.snoozed.insert(sid, (start, until));
                continue;
            }
            let start = item.start(self.reader);
            let open = self.open(&sid);
            if open.iter().any(|(_, of, _)| *of == start) && now >= start {
                self.acted.insert((sid, start));
            }
            for key in open {
                self.told.insert(key, Told::Done);
            }
            self.notice.remove(&sid);
        }
    }

    /// The person has turned to a session: all of it whose time has come is settled, shown or not.
    fn turned_to(&mut self, sid: &Sid, now: At) {
        let Some(item) = self.belief.get(sid).cloned() else { return };
        let start = item.start(self.reader);
        let open = self.open(sid);
        let put_off = self.snoozed.get(sid).is_some_and(|(of, _)| *of == start) && !self.told.contains_key(&(*sid, start, Bell::Snooze));
        let due = self.untold(sid, &item, now).into_iter().filter(|(bell, due)| !item.cancelled && *due <= now && now <= self.last(&item, *bell, *due));
        let due: Vec<Bell> = due.map(|(bell, _)| bell).collect();
        if (put_off || !due.is_empty() || open.iter().any(|(_, of, _)| *of == start)) && now >= start {
            self.acted.insert((*sid, start));
        }
        for bell in due {
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

    /// What was just told was not noted: the server or the program died first. Each must be told once more.
    pub(crate) fn unrecorded(&mut self, titles: &[String]) {
        for key in &self.just_told {
            if self.belief.get(&key.0).is_some_and(|item| titles.contains(&item.title)) {
                self.told.remove(key);
            }
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
