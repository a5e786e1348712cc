//! Decides which secrets are asked for, what follows from those that are found, and where they are kept.
//! It never forgets a link because a keyring was locked.

use super::{Effect, Engine};
use crate::language::{Sentence, sentence};
use crate::link::JoinLink;
use crate::secret::Secret;
use crate::settings::Settings;
use crate::store::KeptLink;
use std::collections::BTreeMap;

impl Engine {
    /// Asks for the secrets of what is known, if there are any.
    pub(super) fn load_secrets(&mut self) {
        let links = self.state.locked.keys().map(|room| room.text());
        let keys = self.settings.accounts.iter().map(|account| account.name()).filter(|name| !self.talks.keys.contains_key(name));
        let names: Vec<String> = links.chain(keys).collect();
        if !names.is_empty() {
            self.effects.push_back(Effect::LoadSecrets(self.settings.secrets, names));
        }
    }

    pub(super) fn take_secrets(&mut self, found: Result<BTreeMap<String, Secret>, Sentence>) {
        let found = match found {
            Ok(found) => found,
            Err(why) => {
                // What is not at hand now may be later.
                self.around.secrets_fault = Some(why);
                return;
            }
        };
        self.around.secrets_fault = None;
        let mut records = Vec::new();
        for (room, note) in std::mem::take(&mut self.state.locked) {
            // A link whose secret is gone is as good as forgotten.
            match found.get(&room.text()).and_then(|raw| JoinLink::parse(raw.reveal()).ok()) {
                Some(link) => drop(self.state.links.insert(room, KeptLink { link, note })),
                None => records.push(self.state.link_record(&room)),
            }
        }
        self.save(records);
        for account in &self.settings.accounts {
            let name = account.name();
            match found.get(&name) {
                Some(key) => drop(self.talks.keys.insert(name, key.clone())),
                None if self.talks.keys.contains_key(&name) => {}
                None => drop(self.talks.notes.insert(name, sentence("key-gone"))),
            }
        }
    }

    /// Keeps or, with `None`, forgets a secret where they are kept.
    pub(super) fn keep_secret(&mut self, name: String, value: Option<Secret>) {
        self.effects.push_back(Effect::Secret(self.settings.secrets, name, value));
    }

    /// Everything moves to where secrets are kept now.
    pub(super) fn move_secrets(&mut self, before: &Settings) {
        if before.secrets == self.settings.secrets {
            return;
        }
        let links = self.state.links.iter().map(|(room, kept)| (room.text(), Secret::new(kept.link.web().as_str())));
        let keys = self.talks.keys.iter().map(|(name, key)| (name.clone(), key.clone()));
        let all: Vec<(String, Secret)> = links.chain(keys).collect();
        for (name, value) in all {
            self.effects.push_back(Effect::Secret(self.settings.secrets, name.clone(), Some(value)));
            self.effects.push_back(Effect::Secret(before.secrets, name, None));
        }
        self.load_secrets();
    }
}
