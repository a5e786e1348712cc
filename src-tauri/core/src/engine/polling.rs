//! Decides which feeds to fetch now, and what their answers change.
//! It never lets a bad answer cost the copy at hand.

use super::{Deadline, Effect, Engine};
use crate::action::{RefusalCode, Refused};
use crate::fault::Fault;
use crate::feed::{Issue, NotAFeed, Scope};
use crate::language::sentence;
use crate::moment::Moment;
use crate::plan::Firing;
use crate::poll::{AnswerKind, Coming, FetchAnswer, LEAST_APART, READER, Validators, Verdict, first_wait, late_wait};
use crate::series::{Feed, Window};
use crate::session::{FeedId, Session, SessionKey};
use crate::settings::{self, Settings};
use crate::store::{Change, FeedCopy, FeedState, Record, content_hash};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::time::Duration;

impl Engine {
    /// Sets when each feed is asked first.
    pub(super) fn start_polling(&mut self, now: Moment) {
        for feed in self.settings.feeds.clone() {
            let roll = self.roll();
            let state = self.state.feeds.entry(feed.id.clone()).or_default();
            let wait = first_wait(&state.poll, &feed, state.copy.is_some(), now.wall, roll);
            self.set_poll(&feed.id, wait, now);
        }
    }

    /// Hands out the requests that are due.
    pub(super) fn poll(&mut self, now: Moment) {
        for id in std::mem::take(&mut self.check_soon) {
            self.set_poll(&id, Some(chrono::Duration::zero()), now);
        }
        let due: Vec<(FeedId, Duration)> =
            self.poll_due.iter().filter(|(id, due)| **due <= now.up && !self.fetching.contains(*id)).map(|(id, due)| (id.clone(), *due)).collect();
        for (id, due) in due {
            let late = late_wait(chrono::Duration::from_std(now.up - due).unwrap_or_default(), self.roll());
            if late > chrono::Duration::zero() {
                self.set_poll(&id, Some(late), now);
                continue;
            }
            self.poll_due.remove(&id);
            let Some(feed) = self.settings.feed(&id) else { continue };
            let state = self.state.feeds.entry(id.clone()).or_default();
            self.effects.push_back(Effect::Fetch(state.poll.request(feed, state.copy.is_some(), Scope::of(feed, self.around.zones, now.wall))));
            self.fetching.insert(id);
        }
    }

    /// Has each feed checked ahead of its next sessions and bells, so that they know of a late change; answers when the
    /// next such check is. Bells ring on time whatever comes of it.
    pub(super) fn check_ahead(&mut self, firings: &[Firing], now: Moment) -> Option<Deadline> {
        let reader = self.reader();
        let mut bells: BTreeMap<&FeedId, Vec<Coming>> = BTreeMap::new();
        for firing in firings {
            let start = self.state.session(&firing.key.session).map_or(firing.at, |session| session.start.bell(reader));
            bells.entry(&firing.key.session.feed).or_default().push(Coming { bell: firing.at, start });
        }
        let mut next: Option<DateTime<Utc>> = None;
        for (id, bells) in bells {
            let Some(poll) = self.state.feeds.get_mut(id).map(|state| &mut state.poll).filter(|_| !self.fetching.contains(id)) else { continue };
            let share = content_hash(id.0.as_bytes()) ^ self.salt;
            let Some(at) = poll.check_ahead(bells, share, now.wall) else { continue };
            if at <= now.wall {
                self.check_soon.insert(id.clone());
                continue;
            }
            next = Some(next.map_or(at, |other| other.min(at)));
            if let Some(wait) = poll.leave_to(at, now.wall) {
                self.set_poll(id, Some(wait), now);
            }
        }
        next.map(|at| Deadline { at, why: "a feed is checked before its bell".to_owned() })
    }

    /// Looks at the occurrences of today's window, if the day has changed.
    pub(super) fn turn_windows(&mut self, now: DateTime<Utc>) {
        let (window, reader) = (Window::around(now), self.reader());
        for feed in self.state.feeds.values_mut() {
            if feed.copy.as_ref().is_some_and(|copy| copy.feed.window != window) {
                feed.turn(window, reader, now);
            }
        }
    }

    /// When [`Engine::turn_windows`] has something to do.
    pub(super) fn next_turn(&self) -> Option<Deadline> {
        let repeating = self.state.feeds.values().filter_map(|feed| feed.copy.as_ref()).filter(|copy| !copy.feed.series.is_empty());
        let at = repeating.map(|copy| copy.feed.window.until()).min()?;
        Some(Deadline { at, why: "a new day's sessions are looked up".to_owned() })
    }

    fn set_poll(&mut self, feed: &FeedId, wait: Option<chrono::Duration>, now: Moment) {
        match wait {
            Some(wait) => self.poll_due.insert(feed.clone(), now.up + wait.to_std().unwrap_or(Duration::ZERO)),
            None => self.poll_due.remove(feed),
        };
    }

    pub(super) fn take_answer(&mut self, answer: &FetchAnswer, parsed: Option<Result<(Feed, Vec<Issue>), NotAFeed>>, now: Moment) {
        self.fetching.remove(&answer.feed);
        let was_read_otherwise = self.read_otherwise.remove(&answer.feed);
        // An answer for a feed that was removed or moved meanwhile is not about what is subscribed now.
        let Some(feed) = self.settings.feed(&answer.feed).cloned() else { return };
        if feed.address != answer.address || was_read_otherwise {
            self.set_poll(&feed.id, Some(chrono::Duration::zero()), now);
            return;
        }
        if let (Some(date), AnswerKind::Fresh { .. } | AnswerKind::NotModified { .. }) = (answer.date, &answer.kind) {
            self.clocks.insert(feed.id.clone(), now.wall - date);
            self.weigh_clocks();
        }
        let roll = self.roll();
        let state = self.state.feeds.entry(feed.id.clone()).or_default();
        let mut records = Vec::new();
        let reader = self.settings.zone.unwrap_or(self.machine);
        let (mut changes, mut renamed) = (Vec::new(), Vec::new());
        let mut doubted = None;
        let needs_zone = matches!(parsed, Some(Err(NotAFeed::NeedsZone)));
        let at = answer.moved_to.as_ref().unwrap_or(&answer.address);
        let offer = parsed.as_ref().and_then(|parsed| parsed.as_ref().err()).and_then(|why| why.offer(at)).filter(|offer| *offer != feed.address);
        let (verdict, validators) = match (&answer.kind, parsed) {
            (AnswerKind::Fresh { body, validators }, Some(Ok((read, issues)))) => {
                doubted = Some(outline(&read));
                let verdict = take_copy(state, Reading { body, read, issues, reader, now }, &feed.id, &mut records, (&mut changes, &mut renamed));
                let kept = if verdict == Verdict::Doubted { Validators::default() } else { validators.clone() };
                (verdict, Some(kept))
            }
            (AnswerKind::Fresh { .. }, Some(Err(why))) => (Verdict::Unreadable(why.sentence(Some(at))), None),
            (AnswerKind::Fresh { .. }, None) => (Verdict::Unreadable(sentence("feed-not-read")), None),
            (AnswerKind::NotModified { validators }, _) if state.copy.is_some() => {
                let wish = state.copy.as_ref().and_then(|copy| copy.feed.refresh);
                (Verdict::Well(wish), (*validators != Validators::default()).then(|| validators.clone()))
            }
            // “Unchanged” without a copy at hand: ask again, without validators.
            (AnswerKind::NotModified { .. }, _) => (Verdict::Status(304), Some(Validators::default())),
            (AnswerKind::Status(status), _) => (Verdict::Status(*status), None),
            (AnswerKind::Failed(fault), _) => (Verdict::Failed(fault.sentence()), None),
        };
        let wait = state.poll.answered(answer, &verdict, &feed, now.wall, roll);
        state.poll.needs_zone = needs_zone;
        state.poll.offer = offer;
        if verdict == Verdict::Doubted {
            state.poll.doubted = doubted;
        }
        if let Some(validators) = validators {
            state.poll.validators = validators;
            state.poll.reader = READER;
        }
        if !records.is_empty() {
            state.poll.changed = Some(now.wall);
        }
        let well = matches!(verdict, Verdict::Well(_));
        let moved = if well { state.poll.moved(answer.moved_to.as_ref()) } else { None };
        let changed = !records.is_empty();
        if let Some(address) = moved {
            state.poll.address = Some(address.clone());
            let mut settings = self.settings.clone();
            if let Some(subscription) = settings.feeds.iter_mut().find(|one| one.id == feed.id) {
                subscription.address = address;
            }
            // If the file cannot be written now, the next two answers will say it again.
            let _kept = self.change_settings(settings, now);
        }
        self.set_poll(&feed.id, wait, now);
        records.push(self.state.poll_record(&feed.id));
        if changed {
            records.push(self.state.known_record(&feed.id));
            records.extend(self.inherit(renamed));
        }
        self.save(records);
        if changed {
            self.note_changes(&feed.id, changes, now.wall);
            self.follow_changes(&feed.id, now.wall);
        }
    }

    /// A person asks for a check of one feed, or of all.
    pub(super) fn check_now(&mut self, which: Option<&FeedId>, now: Moment) -> Result<(), Refused> {
        let mut refusal = Refused::new(RefusalCode::NoSuchFeed, sentence("check-no-feeds"));
        let mut asked = false;
        let reader = self.reader();
        for feed in self.settings.feeds.clone().iter().filter(|feed| which.is_none_or(|which| feed.id == *which)) {
            let poll = self.state.feeds.get(&feed.id).map(|state| &state.poll);
            let last = poll.and_then(|poll| poll.asked);
            if let Some(until) = poll.and_then(|poll| poll.not_before).filter(|until| *until > now.wall) {
                let clock = self.settings.hours.write(reader.wall(until).time());
                refusal = Refused::new(RefusalCode::TooSoon, sentence("check-not-before").with("place", feed.address.place()).with("time", clock));
            } else if self.fetching.contains(&feed.id) || last.is_some_and(|last| last <= now.wall && now.wall - last < LEAST_APART) {
                refusal = Refused::new(RefusalCode::TooSoon, sentence("check-too-soon"));
            } else {
                self.set_poll(&feed.id, Some(chrono::Duration::zero()), now);
                asked = true;
            }
        }
        if asked { Ok(()) } else { Err(refusal) }
    }

    /// Takes over a settings file that somebody edited.
    /// One server whose clock is wrong proves nothing of this machine's, while another agrees with it.
    fn weigh_clocks(&mut self) {
        let ahead = self.clocks.iter().filter(|(feed, _)| self.settings.feed(feed).is_some()).map(|(_, ahead)| *ahead);
        self.around.clock_ahead = ahead.min_by_key(|ahead| ahead.abs());
    }

    pub(super) fn take_settings(&mut self, text: String, now: Moment) {
        if text == self.settings_text && self.around.settings_fault.is_none() {
            return;
        }
        match settings::read(&text, self.around.zones) {
            Ok(settings) => {
                self.settings_text = text;
                self.around.settings_fault = None;
                self.use_settings(settings, now);
            }
            Err(fault) => self.around.settings_fault = Some(fault.sentence()),
        }
    }

    /// Writes changed settings into the file and lets them hold at once.
    pub(super) fn change_settings(&mut self, settings: Settings, now: Moment) -> Result<(), Refused> {
        if let Some(fault) = &self.around.settings_fault {
            return Err(Refused::new(RefusalCode::BadSetting, sentence("mend-settings").with("why", fault.clone())));
        }
        let text = settings::write(&self.settings_text, &settings)
            .map_err(|fault| Refused::new(RefusalCode::BadSetting, sentence("mend-settings").with("why", fault.sentence())))?;
        self.settings_text.clone_from(&text);
        self.effects.push_back(Effect::WriteSettings(text));
        self.use_settings(settings, now);
        Ok(())
    }

    /// Has a feed's document fetched whole and read once more, because the same text means something else now.
    fn read_anew(&mut self, id: &FeedId, now: Moment) {
        let state = self.state.feeds.entry(id.clone()).or_default();
        state.poll.validators = Validators::default();
        state.copy.iter_mut().for_each(|copy| copy.hash = 0);
        let wait = state.poll.not_before.map_or_else(chrono::Duration::zero, |until| (until - now.wall).max(chrono::Duration::zero()));
        if self.fetching.contains(id) {
            // What is on its way was asked for with the old reading.
            self.read_otherwise.insert(id.clone());
        } else if !state.poll.gone {
            self.set_poll(id, Some(wait), now);
        }
    }

    /// Keeps the settings that hold, for a start with a file that is refused.
    pub(super) fn keep_settings(&mut self) {
        if self.state.settings_text.as_ref() != Some(&self.settings_text) {
            self.state.settings_text = Some(self.settings_text.clone());
            self.save(vec![self.state.settings_record()]);
        }
    }

    fn use_settings(&mut self, settings: Settings, now: Moment) {
        self.keep_settings();
        let reader = self.reader();
        let before = std::mem::replace(&mut self.settings, settings);
        self.move_secrets(&before);
        self.follow_zone(reader, now.wall);
        for feed in &before.feeds {
            if self.settings.feed(&feed.id).is_none() {
                self.poll_due.remove(&feed.id);
                let standing: Vec<_> = self.standing.keys().filter(|session| session.feed == feed.id).cloned().collect();
                for session in standing {
                    self.retract(&session);
                }
            }
        }
        for feed in self.settings.feeds.clone() {
            let old = before.feed(&feed.id);
            let same = old.is_some_and(|old| old.address == feed.address);
            if old.is_some_and(|old| old.zone != feed.zone) {
                self.read_anew(&feed.id, now);
            }
            let state = self.state.feeds.entry(feed.id.clone()).or_default();
            let known_there = state.poll.address.as_ref() == Some(&feed.address);
            if !same && !self.fetching.contains(&feed.id) {
                let roll = self.dice;
                let wait = if known_there { first_wait(&state.poll, &feed, state.copy.is_some(), now.wall, roll) } else { Some(chrono::Duration::zero()) };
                self.set_poll(&feed.id, wait, now);
            }
        }
        if before.start_at_login != self.settings.start_at_login {
            self.effects.push_back(Effect::Autostart(self.settings.start_at_login));
        }
    }
}

/// A document that was read.
struct Reading<'a> {
    body: &'a [u8],
    read: Feed,
    issues: Vec<Issue>,
    reader: crate::zone::Zone,
    now: Moment,
}

/// What takes place when, as a number: two documents that say the same of it may differ in stamps and words. Of a series its rules are
/// said and not its occurrences: those are others on another day.
fn outline(feed: &Feed) -> u64 {
    let line = |session: &Session| format!("{:?} {:?} {:?} {:?}\n", session.uid, session.occurrence, session.start, session.status);
    let repeats: BTreeSet<_> = feed.series.iter().map(|series| &series.first.uid).collect();
    let mut lines: String = feed.sessions.iter().filter(|session| !repeats.contains(&session.uid)).map(line).collect();
    for series in &feed.series {
        lines.push_str(&line(&series.first));
        lines.extend(series.rules.iter().map(|rule| format!("{rule:?}\n")));
        lines.extend([format!("{} {:?} {:?} {:?}\n", series.starts_anyway, series.also, series.except, series.except_days)]);
        lines.extend(series.changed.values().map(line));
        lines.extend(series.from_then_on.iter().map(|(id, (put_off, session))| format!("{id:?} {put_off} {}", line(session))));
    }
    content_hash(lines.as_bytes())
}

/// Takes over a readable document, unless it lost most of its coming sessions and is seen for the first time.
fn take_copy(
    state: &mut FeedState,
    reading: Reading<'_>,
    id: &FeedId,
    records: &mut Vec<Record>,
    (changes, renamed): (&mut Vec<Change>, &mut Vec<(SessionKey, SessionKey)>),
) -> Verdict {
    let Reading { body, read, issues, reader, now } = reading;
    let hash = content_hash(body);
    let wish = read.refresh;
    if let Some(copy) = &mut state.copy {
        if copy.hash == hash {
            copy.fetched = now.wall;
            return Verdict::Well(wish);
        }
        let [had, has] = [&copy.feed, &read].map(|feed| FeedState::coming(feed, now.wall, reader));
        if has * 2 < had && state.poll.doubted != Some(outline(&read)) && !Fault::BelievesEmptied.is_on() {
            return Verdict::Doubted;
        }
    }
    records.push(Record::Copy { feed: id.clone(), body: body.to_vec(), fetched: now.wall });
    (*changes, *renamed) = state.merge(id, FeedCopy { feed: read, issues, fetched: now.wall, hash }, reader, now.wall);
    Verdict::Well(wish)
}
