//! Keeps received links and keys: in the desktop's keyring, or by choice in a file for this user alone.
//! It never prints what it keeps, and never holds up the program: keyrings ask people for passwords.

mod file;
mod keyring;

pub use file::PrivateFile;

use crate::ports::{Secrets, WorldEvent};
use sessionbell_core::language::{Sentence, sentence};
use sessionbell_core::secret::Secret;
use sessionbell_core::settings::SecretStore;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;
use tokio::sync::mpsc::UnboundedSender;

/// A keyring may come up later than this program does at login: that often, and after so long, it is looked for once more.
const AGAIN: u32 = 12;
const PAUSE: Duration = Duration::from_secs(5);

/// What is asked of the thread.
enum Errand {
    Load(SecretStore, Vec<String>),
    Put(SecretStore, String, Option<Secret>),
}

/// The desktop's keyring and the private file, on a thread of their own that is started when there is something to do.
pub struct DesktopSecrets {
    path: PathBuf,
    events: UnboundedSender<WorldEvent>,
    errands: Option<Sender<Errand>>,
}

impl DesktopSecrets {
    /// With the private file at `path`.
    #[must_use]
    pub fn new(path: PathBuf, events: UnboundedSender<WorldEvent>) -> Self {
        Self { path, events, errands: None }
    }

    fn send(&mut self, errand: Errand) {
        let errands = self.errands.get_or_insert_with(|| {
            let (errands, waiting) = channel();
            let (file, events) = (PrivateFile::new(self.path.clone()), self.events.clone());
            let started = std::thread::Builder::new().name("secrets".to_owned()).spawn(move || work(&waiting, file, &events));
            if let Err(error) = started {
                tracing::error!(%error, "no thread for secrets");
            }
            errands
        });
        if errands.send(errand).is_err() {
            let why = sentence("secrets-stumbled");
            let _ended = self.events.send(WorldEvent::SecretKept(Err(why)));
        }
    }
}

impl Secrets for DesktopSecrets {
    fn load(&mut self, from: SecretStore, names: Vec<String>) {
        self.send(Errand::Load(from, names));
    }

    fn put(&mut self, to: SecretStore, name: String, value: Option<Secret>) {
        self.send(Errand::Put(to, name, value));
    }
}

/// Does one errand after another, until nobody can have any more.
fn work(errands: &Receiver<Errand>, mut file: PrivateFile, events: &UnboundedSender<WorldEvent>) {
    while let Ok(errand) = errands.recv() {
        let event = match errand {
            Errand::Load(SecretStore::File, _) => WorldEvent::Secrets(file.load().map_err(|fault| fault.0)),
            Errand::Load(SecretStore::Keyring, names) => WorldEvent::Secrets(load(&names, &mut file, events)),
            Errand::Put(SecretStore::File, name, value) => WorldEvent::SecretKept(file.put(&name, value.as_ref()).map_err(|fault| fault.0)),
            Errand::Put(SecretStore::Keyring, name, value) => {
                let kept = keyring::put(&name, value.as_ref());
                if kept.is_ok() {
                    forget(&mut file, &name);
                }
                WorldEvent::SecretKept(kept)
            }
        };
        if events.send(event).is_err() {
            return;
        }
    }
}

/// From the keyring. What only the file has moves over to it.
fn load(names: &[String], file: &mut PrivateFile, events: &UnboundedSender<WorldEvent>) -> Result<BTreeMap<String, Secret>, Sentence> {
    let in_file = if file.is_there() { file.load().unwrap_or_default() } else { BTreeMap::new() };
    let mut tries = 0;
    let mut found = loop {
        match keyring::load(names) {
            Ok(found) => break found,
            Err(why) if tries == AGAIN => return Err(why),
            Err(why) => {
                if tries == 0 {
                    let _ended = events.send(WorldEvent::Secrets(Err(why)));
                }
                tries += 1;
                std::thread::sleep(PAUSE);
                if events.is_closed() {
                    return Err(sentence("secrets-stumbled"));
                }
            }
        }
    };
    for (name, value) in in_file.into_iter().filter(|(name, _)| names.contains(name)) {
        if !found.contains_key(&name) && keyring::put(&name, Some(&value)).is_err() {
            found.insert(name, value);
            continue;
        }
        found.entry(name.clone()).or_insert(value);
        forget(file, &name);
    }
    Ok(found)
}

/// What is in the keyring now need not stand in a file as well.
fn forget(file: &mut PrivateFile, name: &str) {
    if file.is_there()
        && let Err(fault) = file.put(name, None)
    {
        tracing::warn!("{fault}");
    }
}
