//! Decides how saved rows become state again, and which of them have had their time.
//! It never fails as a whole: a row that cannot be understood is left out and named.

use super::{FeedCopy, FeedState, Known, LedgerRow, LinkNote, Place, Record, Saved, State, content_hash};
use crate::alarm::{AlarmKey, Entry};
use crate::feed::{self, Scope};
use crate::language::Sentence;
use crate::request::{ASKED_COUNTS, RoomKey};
use crate::session::{FeedId, SessionKey};
use crate::settings::Settings;
use crate::zone::Zones;
use chrono::{DateTime, Duration, Utc};

/// Ledger entries are forgotten that long after the start they count back from.
pub const PRUNE_AFTER: Duration = Duration::days(30);

/// The saved form of a reminder's entry; `None` forgets it.
#[must_use]
pub fn ledger_record(key: &AlarmKey, entry: Option<&Entry>) -> Record {
    let (session, bell) = (key.session.to_string(), key.bell.to_string());
    match entry {
        Some(entry) => Record::Ledger(LedgerRow { session, bell, start: entry.start.timestamp(), due: entry.due.timestamp(), outcome: json(&entry.outcome) }),
        None => Record::LedgerForget { session, bell },
    }
}

impl State {
    /// The fact that keeps a feed's polling.
    #[must_use]
    pub fn poll_record(&self, feed: &FeedId) -> Record {
        fact("poll", &feed.0, self.feeds.get(feed).map(|state| json(&state.poll)))
    }

    /// The fact that keeps when a feed's sessions were first seen.
    #[must_use]
    pub fn known_record(&self, feed: &FeedId) -> Record {
        let known = self.feeds.get(feed).map(|state| json(&state.known.iter().collect::<Vec<_>>()));
        fact("known", &feed.0, known)
    }

    /// The fact that keeps what has changed in a feed lately.
    #[must_use]
    pub fn changes_record(&self, feed: &FeedId) -> Record {
        fact("changes", &feed.0, self.feeds.get(feed).filter(|state| !state.changes.is_empty()).map(|state| json(&state.changes)))
    }

    /// The fact that keeps a session's own leads.
    #[must_use]
    pub fn leads_record(&self, session: &SessionKey) -> Record {
        fact("leads", &session.to_string(), self.leads.get(session).map(json))
    }

    /// The fact that keeps whether a session is silent.
    #[must_use]
    pub fn mute_record(&self, session: &SessionKey) -> Record {
        fact("muted", &session.to_string(), self.muted.contains(session).then(|| "true".to_owned()))
    }

    /// The fact that keeps whether a session's meeting opens by itself.
    #[must_use]
    pub fn auto_open_record(&self, session: &SessionKey) -> Record {
        fact("auto-open", &session.to_string(), self.auto_open.contains(session).then(|| "true".to_owned()))
    }

    /// The fact that keeps how far a request is.
    #[must_use]
    pub fn request_record(&self, session: &SessionKey) -> Record {
        fact("request", &session.to_string(), self.requests.get(session).map(json))
    }

    /// The fact that keeps when a room's host was asked last.
    #[must_use]
    pub fn asked_record(&self, room: &RoomKey) -> Record {
        fact("asked", &room.text(), self.asked.get(room).map(|(channel, at)| json(&(&room.feed, &room.room, channel, at))))
    }

    /// The fact that keeps where a received link came from. The link itself is a secret.
    #[must_use]
    pub fn link_record(&self, room: &RoomKey) -> Record {
        let note = self.links.get(room).map(|kept| &kept.note).or_else(|| self.locked.get(room));
        fact("link", &room.text(), note.map(|note| json(&(&room.feed, &room.room, note))))
    }

    /// The fact that keeps a person's yes to a host.
    #[must_use]
    pub fn trust_record(&self, room: &RoomKey, host: &str) -> Record {
        let trusted = self.trusted.contains(&(room.clone(), host.to_owned()));
        fact("trusted", &format!("{}/{host}", room.text()), trusted.then(|| json(&(&room.feed, &room.room, host))))
    }

    /// The fact that keeps a pause.
    #[must_use]
    pub fn pause_record(&self) -> Record {
        fact("pause", "", self.paused_until.map(|until| json(&until)))
    }

    /// The fact that keeps up to when missed reminders have been seen.
    #[must_use]
    pub fn seen_record(&self) -> Record {
        fact("missed-seen", "", self.missed_seen.map(|at| json(&at)))
    }

    /// The fact that keeps up to when the ledger was lost.
    #[must_use]
    pub fn rang_record(&self) -> Record {
        fact("rang-before", "", self.rang_before.map(|at| json(&at)))
    }

    /// The fact that keeps the last settings that were understood.
    #[must_use]
    pub fn settings_record(&self) -> Record {
        fact("settings", "", self.settings_text.as_ref().map(json))
    }

    /// Everything, for a database that has nothing yet. Copies are left out: feeds are fetched again.
    #[must_use]
    pub fn records(&self) -> Vec<Record> {
        let mut records: Vec<Record> = self.ledger.iter().map(|(key, entry)| ledger_record(key, Some(entry))).collect();
        records.extend(self.feeds.keys().flat_map(|feed| [self.known_record(feed), self.changes_record(feed)]));
        records.extend(self.leads.keys().map(|session| self.leads_record(session)));
        records.extend(self.muted.iter().map(|session| self.mute_record(session)));
        records.extend(self.auto_open.iter().map(|session| self.auto_open_record(session)));
        records.extend(self.requests.keys().map(|session| self.request_record(session)));
        records.extend(self.asked.keys().map(|room| self.asked_record(room)));
        records.extend(self.links.keys().chain(self.locked.keys()).map(|room| self.link_record(room)));
        records.extend(self.trusted.iter().map(|(room, host)| self.trust_record(room, host)));
        records.extend([self.pause_record(), self.seen_record(), self.rang_record(), self.settings_record()]);
        records
    }
}

fn fact(kind: &str, key: &str, value: Option<String>) -> Record {
    Record::Fact { kind: kind.to_owned(), key: key.to_owned(), value }
}

/// Our own types all have string keys and finite numbers, so that they always have a JSON form.
fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// State from what was saved: what is forgotten for good comes back as records.
///
/// Also returned is a sentence for each row that was left out.
#[must_use]
pub fn restore(saved: Saved, settings: &Settings, (zones, now): (Zones, DateTime<Utc>)) -> (State, Vec<Record>, Vec<String>) {
    let mut state = State::default();
    let (mut forget, mut left_out) = (Vec::new(), Vec::new());
    for feed in &settings.feeds {
        state.feeds.insert(feed.id.clone(), FeedState::default());
    }
    for row in saved.ledger {
        match ledger_entry(&row) {
            Ok((_, entry)) if entry.start < now - PRUNE_AFTER => forget.push(Record::LedgerForget { session: row.session, bell: row.bell }),
            Ok((key, entry)) => {
                state.ledger.insert(key, entry);
            }
            Err(why) => left_out.push(format!("a line of the ledger ({}, {}): {why}", row.session, row.bell)),
        }
    }
    for (id, body, fetched) in saved.copies {
        let (Some(subscription), Some(known)) = (settings.feed(&id), state.feeds.get_mut(&id)) else {
            forget.push(Record::CopyForget { feed: id });
            continue;
        };
        match feed::parse(&body, &Scope::of(subscription, zones, now)) {
            Ok((feed, issues)) => known.copy = Some(FeedCopy { feed, issues, fetched, hash: content_hash(&body) }),
            Err(why) => left_out.push(format!("the copy of a feed: {why}")),
        }
    }
    for (kind, key, value) in saved.facts {
        match restore_fact(&mut state, &kind, &key, &value, now) {
            Ok(true) => {}
            Ok(false) => forget.push(Record::Fact { kind, key, value: None }),
            Err(why) => left_out.push(format!("{kind} {key}: {why}")),
        }
    }
    (state, forget, left_out)
}

fn ledger_entry(row: &LedgerRow) -> Result<(AlarmKey, Entry), String> {
    let session = row.session.parse().map_err(|why| format!("{why}"))?;
    let bell = row.bell.parse()?;
    let instant = |seconds| DateTime::from_timestamp(seconds, 0).ok_or_else(|| "a time out of range".to_owned());
    let outcome = serde_json::from_str(&row.outcome).map_err(|why| why.to_string())?;
    Ok((AlarmKey { session, bell }, Entry { start: instant(row.start)?, due: instant(row.due)?, outcome }))
}

/// The last settings that were understood, if they are among what was saved.
#[must_use]
pub fn kept_settings(saved: &Saved) -> Option<String> {
    let (.., value) = saved.facts.iter().find(|(kind, ..)| kind == "settings")?;
    serde_json::from_str(value).ok()
}

/// Whether the fact still has something to belong to.
fn restore_fact(state: &mut State, kind: &str, key: &str, value: &str, now: DateTime<Utc>) -> Result<bool, String> {
    fn from<T: serde::de::DeserializeOwned>(value: &str) -> Result<T, String> {
        serde_json::from_str(value).map_err(|why| why.to_string())
    }
    let session = || key.parse::<SessionKey>().map_err(|why| why.to_string());
    match kind {
        "poll" => match state.feeds.get_mut(&FeedId(key.into())) {
            Some(feed) => {
                feed.poll = from(value)?;
                feed.poll.fault = feed.poll.fault.take().filter(Sentence::is_known);
            }
            None => return Ok(false),
        },
        "known" => match state.feeds.get_mut(&FeedId(key.into())) {
            Some(feed) => feed.known = from::<Vec<(Place, Known)>>(value)?.into_iter().collect(),
            None => return Ok(false),
        },
        "changes" => match state.feeds.get_mut(&FeedId(key.into())) {
            Some(feed) => feed.changes = from(value)?,
            None => return Ok(false),
        },
        "leads" => {
            let session = session()?;
            let subscribed = state.feeds.contains_key(&session.feed);
            if subscribed {
                state.leads.insert(session, from(value)?);
            }
            return Ok(subscribed);
        }
        "muted" => {
            let session = session()?;
            let subscribed = state.feeds.contains_key(&session.feed);
            if subscribed {
                state.muted.insert(session);
            }
            return Ok(subscribed);
        }
        "auto-open" => {
            let session = session()?;
            let subscribed = state.feeds.contains_key(&session.feed);
            if subscribed {
                state.auto_open.insert(session);
            }
            return Ok(subscribed);
        }
        "request" => {
            let session = session()?;
            let subscribed = state.feeds.contains_key(&session.feed);
            if subscribed {
                state.requests.insert(session, from(value)?);
            }
            return Ok(subscribed);
        }
        "asked" => {
            let (feed, room, channel, at): (FeedId, String, String, DateTime<Utc>) = from(value)?;
            // Only the last week counts.
            if at < now - ASKED_COUNTS {
                return Ok(false);
            }
            state.asked.insert(RoomKey { feed, room }, (channel, at));
        }
        "link" => {
            let (feed, room, note): (FeedId, String, LinkNote) = from(value)?;
            state.locked.insert(RoomKey { feed, room }, note);
        }
        "trusted" => {
            let (feed, room, host): (FeedId, String, String) = from(value)?;
            state.trusted.insert((RoomKey { feed, room }, host));
        }
        "pause" => state.paused_until = Some(from(value)?),
        "settings" => state.settings_text = Some(from(value)?),
        "missed-seen" => state.missed_seen = Some(from(value)?),
        "rang-before" => {
            let then: DateTime<Utc> = from(value)?;
            state.rang_before = (then > now - PRUNE_AFTER).then_some(then);
            return Ok(state.rang_before.is_some());
        }
        _ => return Err("a kind that this version does not know".to_owned()),
    }
    Ok(true)
}
