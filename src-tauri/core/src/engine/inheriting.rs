//! Decides what goes over from a session to the one that took its place in the feed: what rang, what was asked, what is set.
//! It never takes anything from a session that is still there.

use super::Engine;
use super::ringing::Flight;
use crate::alarm::AlarmKey;
use crate::session::SessionKey;
use crate::store::{Record, ledger_record};

impl Engine {
    /// Each of these sessions is known by another name now: one that began to repeat, or no longer does, or whose series was put off.
    /// Answered is what has to be saved together with the document that says so.
    pub(super) fn inherit(&mut self, heirs: Vec<(SessionKey, SessionKey)>) -> Vec<Record> {
        let mut records = Vec::new();
        for (old, new) in heirs {
            // What is on its way comes back under the old name.
            let flies = self
                .flights
                .values()
                .any(|flight| matches!(flight, Flight::Reminders { claimed, again, .. } if claimed.iter().chain(again).any(|key| key.session == old)));
            if flies || self.state.entries(&new).next().is_some() {
                continue;
            }
            records.extend(self.rename(&old, &new));
        }
        records
    }

    fn rename(&mut self, old: &SessionKey, new: &SessionKey) -> Vec<Record> {
        let rows: Vec<_> = self.state.entries(old).map(|(key, entry)| (key.bell, entry.clone())).collect();
        let mut records = Vec::new();
        for (bell, entry) in rows {
            let (before, after) = (AlarmKey { session: old.clone(), bell }, AlarmKey { session: new.clone(), bell });
            records.extend([ledger_record(&before, None), ledger_record(&after, Some(&entry))]);
            self.state.ledger.remove(&before);
            self.state.ledger.insert(after, entry);
        }
        if let Some(request) = self.state.requests.remove(old) {
            self.state.requests.insert(new.clone(), request);
            records.extend([self.state.request_record(old), self.state.request_record(new)]);
        }
        if let Some(leads) = self.state.leads.remove(old) {
            self.state.leads.insert(new.clone(), leads);
            records.extend([self.state.leads_record(old), self.state.leads_record(new)]);
        }
        if self.state.muted.remove(old) {
            self.state.muted.insert(new.clone());
            records.extend([self.state.mute_record(old), self.state.mute_record(new)]);
        }
        if self.state.auto_open.remove(old) {
            self.state.auto_open.insert(new.clone());
            records.extend([self.state.auto_open_record(old), self.state.auto_open_record(new)]);
        }
        if let Some(standing) = self.standing.remove(old) {
            self.standing.insert(new.clone(), standing);
        }
        if let Some(retry) = self.retry.remove(old) {
            self.retry.insert(new.clone(), retry);
        }
        if let Some(bell) = self.in_window.remove(old) {
            self.in_window.insert(new.clone(), bell);
        }
        records
    }
}
