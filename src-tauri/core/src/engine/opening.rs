//! Decides which meetings open by themselves at their start: those that a person has marked, one by one.
//! It never opens one while the screen is locked, or where nobody says whether it is.

use super::{Deadline, Effect, Engine};
use crate::action::{Reply, UserAction, WindowKind};
use crate::moment::Moment;
use crate::plan::held_until;
use crate::session::{SessionKey, Status};
use chrono::{DateTime, Duration, Utc};

/// A meeting opens that long after its start at the latest.
const LATEST: Duration = Duration::minutes(5);
/// While the screen is locked it is looked at again after so long.
const PAUSE: Duration = Duration::seconds(20);

impl Engine {
    /// The marked sessions whose time it is, and when the next look is due. What is over is forgotten.
    pub(super) fn open_by_itself(&mut self, now: DateTime<Utc>) -> Option<Deadline> {
        let reader = self.reader();
        let mut next: Option<DateTime<Utc>> = None;
        let (mut over, mut any) = (Vec::new(), false);
        for key in &self.state.auto_open {
            // What is not in its feed at the moment may be back.
            let Some(session) = self.state.session(key) else { continue };
            let start = session.start.instant(reader);
            if now > start + LATEST {
                over.push(key.clone());
            } else if session.status == Status::Cancelled {
                // It may take place after all.
            } else if start > now {
                next = Some(next.map_or(start, |other| other.min(start)));
            } else {
                any = true;
            }
        }
        for key in over {
            self.mark(&key, false);
        }
        if !any {
            self.looked_at_screen = None;
        } else if held_until(&self.state, &self.settings, now, reader).is_none() {
            let again = self.looked_at_screen.map(|at| at + PAUSE).filter(|again| *again > now && *again <= now + PAUSE);
            if again.is_none() {
                self.looked_at_screen = Some(now);
                self.effects.push_back(Effect::LookAtScreen);
            }
            let again = again.unwrap_or(now + PAUSE);
            next = Some(next.map_or(again, |other| other.min(again)));
        }
        next.map(|at| Deadline { at, why: "a meeting opens by itself".to_owned() })
    }

    /// The screen is locked, is not, or nobody says.
    pub(super) fn take_screen(&mut self, locked: Option<bool>, now: Moment) {
        if locked != Some(false) {
            return;
        }
        let reader = self.reader();
        let is_time = |key: &&SessionKey| {
            let session = self.state.session(key).filter(|session| session.status != Status::Cancelled);
            session.map(|session| session.start.instant(reader)).is_some_and(|start| start <= now.wall && now.wall <= start + LATEST)
        };
        let due: Vec<SessionKey> = self.state.auto_open.iter().filter(is_time).cloned().collect();
        for session in due {
            self.mark(&session, false);
            // What needs a word from the person is shown instead.
            if !matches!(self.carry_out(UserAction::Join { session: session.clone(), host: None }, now), Ok(Reply::Done)) {
                self.effects.push_back(Effect::Show(WindowKind::Upcoming, Some(session)));
            }
        }
    }

    /// Marks a session, or no longer.
    pub(super) fn mark(&mut self, session: &SessionKey, on: bool) {
        if on {
            self.state.auto_open.insert(session.clone());
        } else {
            self.state.auto_open.remove(session);
        }
        self.save(vec![self.state.auto_open_record(session)]);
    }
}
