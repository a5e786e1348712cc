//! Decides when hosts’ answers are looked for, and when that is given up.
//! It never looks for an answer that can no longer help.

use super::Engine;
use super::talking::Errand;
use crate::courier::{Again, Conversation, Stopped};
use crate::moment::Moment;
use crate::request::{JoinRequest, Thread};
use crate::session::{SessionKey, Status};
use chrono::{DateTime, Utc};
use std::time::Duration;

/// Longest wait between two looks into a thread.
const RAREST: Duration = Duration::from_secs(30 * 60);

impl Engine {
    /// A look came to an end; the next is when it is worth it.
    pub(super) fn looked(&mut self, session: &SessionKey, now: Moment) {
        self.talks.failures.remove(session);
        if let Some(JoinRequest::Asked { at, .. }) = self.state.requests.get(session) {
            self.talks.looks.insert(session.clone(), now.up + pause_after(*at, now.wall));
        }
    }

    /// Looks into each thread whose time has come. One is looked into as long as its answer can still help.
    pub(super) fn look_into_threads(&mut self, now: Moment) {
        let reader = self.reader();
        let mut open: Vec<(SessionKey, Thread)> = Vec::new();
        for (key, request) in &self.state.requests {
            let JoinRequest::Asked { thread: Some(thread), .. } = request else { continue };
            let helps = self.state.session(key).is_some_and(|session| session.status != Status::Cancelled && session.end(reader) > now.wall);
            let is_answered = self.talks.offers.get(key).is_some_and(|offer| offer.link.is_some());
            if helps && !is_answered && !self.talks.stopped.contains(key) {
                open.push((key.clone(), thread.clone()));
            }
        }
        self.talks.looks.retain(|key, _| open.iter().any(|(session, _)| session == key));
        self.talks.offers.retain(|key, _| matches!(self.state.requests.get(key), Some(JoinRequest::Asked { .. })));
        for (session, thread) in open {
            let due = *self.talks.looks.entry(session.clone()).or_insert(now.up);
            if due > now.up || self.talks.is_looking(&session) {
                continue;
            }
            let account = match &thread {
                Thread::Zulip { account, .. } | Thread::Matrix { account, .. } => {
                    self.settings.account(account).cloned().zip(self.talks.keys.get(account).cloned())
                }
                Thread::Endpoint { .. } => None,
            };
            match Conversation::look(&thread, account) {
                Some(begins) => self.begin_talk(Errand::Look(session), begins),
                // Signed out: the answer goes by unseen.
                None => {
                    self.talks.looks.insert(session, now.up + RAREST);
                }
            }
        }
    }

    /// A look came to nothing; when it is tried again.
    pub(super) fn look_failed(&mut self, session: SessionKey, stopped: Stopped, now: Moment) {
        let failures = self.talks.failures.entry(session.clone()).or_default();
        *failures += 1;
        let wait = match stopped.again {
            Again::After(wait) => wait.to_std().unwrap_or_default(),
            Again::Later | Again::Unknown => Duration::from_secs(60 << (*failures - 1).min(5)).min(RAREST),
            Again::Never => {
                let account = match self.state.requests.get(&session) {
                    Some(JoinRequest::Asked { thread: Some(Thread::Zulip { account, .. } | Thread::Matrix { account, .. }), .. }) => Some(account.clone()),
                    _ => None,
                };
                if let Some(account) = account.filter(|account| self.settings.account(account).is_some()) {
                    self.talks.notes.insert(account, stopped.sentence);
                }
                self.talks.stopped.insert(session.clone());
                RAREST
            }
        };
        self.talks.looks.insert(session, now.up + wait);
    }
}

/// How long after a look the next is worth it: hosts answer at once or in their own time.
fn pause_after(asked: DateTime<Utc>, now: DateTime<Utc>) -> Duration {
    match (now - asked).num_minutes() {
        ..5 => Duration::from_secs(15),
        5..60 => Duration::from_secs(60),
        60..1440 => Duration::from_secs(5 * 60),
        _ => RAREST,
    }
}
