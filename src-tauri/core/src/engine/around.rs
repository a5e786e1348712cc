//! Decides what follows when the machine’s clock is set or its disk has lost everything, when the bell is heard, and rolls the dice for polls.
//! It never asks what time it is.

use super::{Effect, Engine};
use crate::alarm::{AlarmKey, Bell, Entry, Outcome};
use crate::language::Sentence;
use crate::moment::Moment;
use crate::poll::Validators;
use crate::store::ledger_record;
use crate::zone::Zone;
use chrono::{DateTime, Duration, Utc};
use std::collections::BTreeSet;

impl Engine {
    /// The wall clock was set, or the machine woke up. What was noted of it while it was ahead must not hold back anything now.
    pub(super) fn take_clock(&mut self, now: Moment) {
        self.forget_retries();
        // Whether it is right now is not known until a server says so.
        self.clocks.clear();
        self.around.clock_ahead = None;
        if let (Some(until), Some(ends)) = (self.state.paused_until, self.pause_ends) {
            let left = Duration::from_std(ends.saturating_sub(now.up)).unwrap_or_default();
            if until != now.wall + left {
                self.state.paused_until = Some(now.wall + left);
                self.save(vec![self.state.pause_record()]);
            }
        }
        // What was found missed later than now was not: it rings, or it is missed now. So it is with what a later reminder was to say
        // as well and no server took.
        let claimed = |entry: &Entry| match entry.outcome {
            Outcome::Claimed { .. } => true,
            Outcome::Missed { at, .. } => at > now.wall,
            _ => false,
        };
        let unheard: BTreeSet<_> =
            self.state.ledger.iter().filter(|(_, entry)| claimed(entry)).map(|(key, entry)| (key.session.clone(), entry.start)).collect();
        let ahead = |key: &AlarmKey, entry: &Entry| match entry.outcome {
            Outcome::Missed { at, .. } => at > now.wall,
            Outcome::Superseded { at, posted: None } => at > now.wall && unheard.contains(&(key.session.clone(), entry.start)),
            _ => false,
        };
        let forgotten: Vec<_> = self.state.ledger.extract_if(.., |key, entry| ahead(key, entry)).collect();
        // When a snooze rings stands nowhere else: it is put off as before.
        let put_off = |entry: &Entry| Entry { outcome: Outcome::Snoozed { until: entry.due }, ..entry.clone() };
        let (snoozed, leads): (Vec<_>, Vec<_>) = forgotten.into_iter().partition(|(key, _)| key.bell == Bell::Snooze);
        self.save(leads.iter().map(|(key, _)| ledger_record(key, None)).collect());
        self.write(snoozed.iter().map(|(key, entry)| (key.clone(), put_off(entry))).collect());
        if self.state.missed_seen.is_some_and(|seen| seen > now.wall) {
            self.state.missed_seen = Some(now.wall);
            self.save(vec![self.state.seen_record()]);
        }
        if self.state.rang_before.is_some_and(|then| then > now.wall) {
            self.state.rang_before = Some(now.wall);
            self.save(vec![self.state.rang_record()]);
        }
    }

    /// Lets the bell be heard, once for all that comes up in one instant.
    pub(super) fn sound(&mut self) {
        let sounds = Effect::Sound(self.settings.sound);
        if self.settings.sound > 0 && !self.effects.contains(&sounds) {
            self.effects.push_back(sounds);
        }
    }

    pub(super) fn take_zone(&mut self, machine: Zone, now: DateTime<Utc>) {
        let reader = self.reader();
        self.machine = machine;
        self.follow_zone(reader, now);
    }

    /// The person's zone was `before`: notices of sessions that are at another instant now are taken away.
    pub(super) fn follow_zone(&mut self, before: Zone, now: DateTime<Utc>) {
        if self.reader() != before {
            for feed in self.state.feeds.keys().cloned().collect::<Vec<_>>() {
                self.follow_changes(&feed, now);
            }
        }
    }

    /// Notes when the present pause ends, whatever becomes of the clock.
    pub(super) fn note_pause(&mut self, now: Moment) {
        self.pause_ends = self.state.paused_until.and_then(|until| (until - now.wall).to_std().ok()).map(|left| now.up + left);
    }

    pub(super) fn save_afresh(&mut self, note: Sentence, now: Moment) {
        self.around.disk_note = Some(note);
        // The documents themselves are not at hand any more: they are fetched once more, whole.
        for feed in self.state.feeds.values_mut() {
            feed.poll.validators = Validators::default();
            feed.copy.iter_mut().for_each(|copy| copy.hash = 0);
        }
        self.save(self.state.records());
        self.start_polling(now);
        for id in self.settings.feeds.iter().map(|feed| feed.id.clone()) {
            self.check_soon.insert(id);
        }
    }

    /// A random number (SplitMix64).
    pub(super) fn roll(&mut self) -> u64 {
        self.dice = self.dice.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.dice;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::Engine;
    use crate::engine::Beginning;
    use crate::moment::Moment;
    use crate::zone::Zone;

    /// The first numbers of SplitMix64 from the seed 1234567, as its author's reference gives them.
    #[test]
    fn the_dice_are_splitmix64() {
        let now = Moment { wall: chrono::DateTime::UNIX_EPOCH, up: std::time::Duration::ZERO };
        let (mut engine, _) = Engine::new(Beginning { seed: 1_234_567, ..Beginning::default() }, Zone::UTC, now);
        let rolled = [engine.roll(), engine.roll(), engine.roll(), engine.roll(), engine.roll()];
        assert_eq!(
            rolled,
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423, 4_593_380_528_125_082_431, 16_408_922_859_458_223_821]
        );
    }
}
