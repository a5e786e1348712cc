//! One person's year: what they set, how they sleep and travel, what breaks around them.
//! It never helps the engine: it calls it when the engine asked to be called, or when something really happened.

mod events;

use crate::dice::Dice;
use crate::fate::{Event, fate, person};
use crate::naive::{Naive, Sid};
use crate::outside::Outside;
use crate::publisher::{self, Item, document};
use crate::terms::{Instant, Report, Wrong};
use chrono::{DateTime, Duration, Utc};
use sessionbell_core::action::WindowKind;
use sessionbell_core::engine::Input;
use sessionbell_core::feed;
use sessionbell_core::poll::{AnswerKind, FetchAnswer, FetchFault, FetchRequest, Validators};
use sessionbell_core::view::View;
use std::collections::{BTreeMap, BTreeSet};

struct Life {
    outside: Outside,
    naive: Naive,
    dice: Dice,
    items: Vec<Item>,
    events: BTreeMap<(DateTime<Utc>, u64), Event>,
    sequence: u64,
    /// The feeds whose origin answers nonsense, and those whose next answer is an empty feed.
    bad: BTreeSet<usize>,
    emptied: BTreeSet<usize>,
    /// The feeds that drop a session as it begins.
    forgetful: BTreeSet<usize>,
    /// What the documents name that the program has read last.
    in_document: BTreeMap<usize, BTreeSet<Sid>>,
    grace_until: DateTime<Utc>,
    report: Report,
}

pub(crate) fn live(seed: u64, year: u64) -> Report {
    let mut dice = Dice::new(seed, year);
    let begin: DateTime<Utc> = "2021-01-01T00:00:00Z".parse().expect("an instant");
    let begin = begin + Duration::days(dice.between(0, 1_400));
    let home = publisher::zone(&mut dice);
    let feeds = dice.pick(&[1, 1, 2]);
    let (wishes, settings) = person(&mut dice, feeds);
    let items = (0..feeds).flat_map(|feed| publisher::year(&mut dice, begin, feed)).collect();
    let forgetful = (0..feeds).filter(|_| dice.chance(30)).collect();
    let outside = Outside::new(begin, home, settings, seed ^ year);
    let naive = Naive::new(wishes, home);
    let mut life = Life {
        outside,
        naive,
        dice,
        items,
        events: BTreeMap::new(),
        sequence: 0,
        bad: BTreeSet::new(),
        emptied: BTreeSet::new(),
        forgetful,
        in_document: BTreeMap::new(),
        grace_until: begin,
        report: Report::default(),
    };
    for (when, event) in fate(&mut life.dice, begin, feeds) {
        life.at(when, event);
    }
    life.run(begin + Duration::days(365));
    life.report.events = life.outside.events;
    life.report.worst_ms = life.naive.worst.num_milliseconds();
    life.report.diary = life.outside.diary;
    life.report
}

impl Life {
    fn at(&mut self, when: DateTime<Utc>, event: Event) {
        self.sequence += 1;
        self.events.insert((when, self.sequence), event);
    }

    fn run(&mut self, end: DateTime<Utc>) {
        self.settle();
        loop {
            let event = self.events.first_key_value().map(|((at, _), _)| *at);
            let engine = self.outside.deadline();
            // The reader's own idea of when something must have happened, whatever the engine asked for.
            let must = Some(self.naive.next(self.outside.wall()) - self.outside.step);
            let Some(next) = [event, engine, must].into_iter().flatten().min().filter(|next| *next <= end) else { break };
            self.outside.now = next.max(self.outside.now);
            let mut turns = 0;
            while self.outside.deadline().is_some_and(|at| at <= self.outside.now) {
                self.outside.input(Input::Tick);
                turns += 1;
                assert!(turns < 100, "a deadline that does not pass: {:?}", self.outside.engine.as_ref().and_then(|engine| engine.poll_deadline()));
            }
            self.settle();
            while let Some(entry) = self.events.first_entry().filter(|entry| entry.key().0 <= self.outside.now) {
                let event = entry.remove();
                self.take(event);
                self.settle();
            }
            if self.report.wrong.len() > 20 {
                break;
            }
        }
    }

    /// Compares what came in this instant with what had to come, and lets it have its consequences.
    fn settle(&mut self) {
        let now = self.outside.wall();
        let rung = std::mem::take(&mut self.outside.rung);
        let killed = std::mem::take(&mut self.outside.killed);
        let awake = self.outside.is_awake();
        let instant = Instant {
            now,
            awake,
            can_show: awake && self.outside.server_up && !self.outside.refuses,
            do_not_disturb: self.outside.server_up && self.outside.do_not_disturb,
            grace: self.outside.now < self.grace_until,
        };
        // Of two notices with one id, the later is the one that a person saw.
        if self.outside.stalls && awake && rung.iter().any(|shown| shown.unrecorded) {
            self.outside.stalls = false;
            // A server that hangs is given up within seconds; another takes its place.
            let (dies, later) = (self.outside.now + self.dice.seconds(1, 5), self.dice.seconds(6, 300));
            self.grace_until = dies + Duration::seconds(1);
            self.at(dies, Event::ServerDies);
            self.at(dies + later, Event::ServerUp);
        }
        let seen: Vec<_> = rung.iter().map(|shown| (shown.posted.id, self.outside.life, shown.titles.clone())).collect();
        self.report.notices += rung.len() as u64;
        let mut wrong = self.naive.look(instant, &seen);
        for shown in rung {
            if shown.unrecorded {
                self.naive.unrecorded(&shown.titles);
            } else if self.dice.chance(60) {
                let when = self.outside.now + self.dice.seconds(1, 500);
                let snooze = self.dice.chance(35);
                self.at(when, Event::React { id: shown.posted.id, life: self.outside.life, snooze });
            }
        }
        if awake && self.outside.server_up && self.naive.is_sure(now) {
            // One whose id the program never learnt is beyond its reach.
            let standing: Vec<_> = self
                .outside
                .standing
                .iter()
                .filter(|shown| !shown.unrecorded)
                .map(|shown| (shown.posted.id, self.outside.life, shown.titles.clone()))
                .collect();
            wrong.extend(self.naive.stale(&standing));
        }
        let missed = std::mem::take(&mut self.naive.missed_now);
        // What a hanging server keeps waiting is noted when it is given up.
        if awake && !instant.grace && !missed.is_empty() {
            wrong.extend(self.unlisted(&missed));
        }
        for one in wrong {
            let (count, words) = match &one {
                Wrong::Miss(title) => (&mut self.report.misses, format!("MISS {title}")),
                Wrong::Repeat(title) => (&mut self.report.repeats, format!("REPEAT {title}")),
                Wrong::Stands(title) => (&mut self.report.stands, format!("STANDS though it does not take place then: {title}")),
                Wrong::Unlisted(title) => (&mut self.report.unlisted, format!("UNLISTED {title}")),
                Wrong::Apart(titles) => (&mut self.report.apart, format!("APART {titles}")),
            };
            *count += 1;
            self.outside.note(&format!("!!! {words}"));
            self.report.wrong.push(format!("{} {words}", now.format("%Y-%m-%d %H:%M:%S")));
        }
        for request in std::mem::take(&mut self.outside.requests) {
            let when = self.outside.now + Duration::milliseconds(self.dice.between(20, 3_000));
            self.at(when, Event::Answer(Box::new(request)));
        }
        if killed {
            self.plan_restart(false);
        }
    }

    fn unlisted(&self, missed: &[(Sid, DateTime<Utc>)]) -> Vec<Wrong> {
        let Some(engine) = self.outside.engine.as_ref().filter(|_| self.naive.is_sure(self.outside.wall())) else {
            return Vec::new();
        };
        let moment = sessionbell_core::moment::Moment { wall: self.outside.wall(), up: std::time::Duration::ZERO };
        let View::Upcoming(view) = engine.view(WindowKind::Upcoming, moment) else { return Vec::new() };
        let listed = |sid: &Sid| {
            view.missed.iter().any(|one| *one.key.uid.0 == *sid.0.to_string() && one.key.occurrence.is_some_and(|occurrence| occurrence.0 == sid.1))
        };
        missed
            .iter()
            .filter(|(sid, start)| !listed(sid) && *start > self.outside.wall() - Duration::days(7))
            .map(|(sid, _)| Wrong::Unlisted(format!("{} of {}", sid.0, sid.1)))
            .collect()
    }

    fn plan_restart(&mut self, damaged: bool) {
        let rest = if self.dice.chance(70) { self.dice.seconds(1, 60) } else { self.dice.seconds(60, 100_000) };
        let when = self.outside.now + rest;
        self.at(when, Event::Start { damaged });
    }

    fn start(&mut self, damaged: bool) {
        let wall = self.outside.wall();
        if std::mem::take(&mut self.outside.lost_changes) {
            // What was not saved was lost with the program: nothing is said of the day after.
            self.naive.unsure = Some(wall + Duration::days(2));
            self.naive.lose_choices();
        }
        let rang_before = damaged.then_some(self.outside.last_saved);
        if damaged {
            self.outside.note("the saved state is damaged");
            self.outside.saved = Default::default();
            // The ids of the notices on the screen went with it: they are beyond the program's reach.
            self.outside.standing.iter_mut().for_each(|shown| shown.unrecorded = true);
            self.naive.lost(self.outside.last_saved.min(wall));
        } else {
            self.naive.restarted(self.in_document.values().flatten());
        }
        self.naive.server(self.outside.life, wall);
        self.outside.start(rang_before);
    }

    fn answer(&mut self, request: FetchRequest) {
        if self.outside.asleep {
            let later = self.outside.now + Duration::seconds(30);
            return self.at(later, Event::Answer(Box::new(request)));
        }
        if self.outside.engine.is_none() {
            return;
        }
        let (now, reader) = (self.outside.wall(), self.outside.zone);
        let feed = self.outside.feeds().iter().position(|id| *id == request.feed).expect("it is subscribed");
        let kind = if self.bad.contains(&feed) {
            match self.dice.between(0, 5) {
                0 => AnswerKind::Status(500),
                1 => AnswerKind::Failed(FetchFault::Unreachable("example.org".to_owned())),
                2 => AnswerKind::Fresh { body: b"<!doctype html>".to_vec(), validators: Validators::default() },
                3 => AnswerKind::Fresh { body: b"{\"@type\":\"Group\",\"entries\":[{".to_vec(), validators: Validators::default() },
                _ => AnswerKind::Status(404),
            }
        } else {
            let emptied = self.emptied.remove(&feed);
            let items = if emptied { &[][..] } else { &self.items[..] };
            let (text, parsed) = document(items, feed, self.forgetful.contains(&feed), reader, now);
            let sids = parsed.iter().map(Naive::sid).collect();
            self.naive.read(feed, &text, parsed, now);
            if !emptied {
                self.in_document.insert(feed, sids);
            } else {
                self.outside.note(&format!("feed {feed} is empty, once"));
            }
            let validators = Validators { etag: Some(etag(&text)), last_modified: None };
            if request.validators == validators { AnswerKind::NotModified { validators } } else { AnswerKind::Fresh { body: text.into_bytes(), validators } }
        };
        let parsed = match &kind {
            AnswerKind::Fresh { body, .. } => Some(feed::parse(body, &request.scope)),
            AnswerKind::NotModified { .. } | AnswerKind::Status(_) | AnswerKind::Failed(_) => None,
        };
        let answer = FetchAnswer { feed: request.feed, address: request.address, kind, max_age: None, retry_after: None, date: None, moved_to: None };
        self.outside.input(Input::Answered(Box::new(answer), parsed));
    }
}

/// What an origin calls this document (RFC 9110 section 8.8.3).
fn etag(document: &str) -> String {
    let hash = document.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    format!("\"{hash:x}\"")
}
