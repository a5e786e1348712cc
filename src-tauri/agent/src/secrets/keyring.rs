//! The desktop's keyring: the Secret Service, the macOS Keychain, the Windows Credential Manager.
//! It never asks for anything but what this program put there.

use keyring_core::{Entry, Error};
use sessionbell_core::language::{Sentence, sentence};
use sessionbell_core::secret::Secret;
use std::collections::BTreeMap;

/// Under which name this program's secrets stand there.
const SERVICE: &str = "Sessionbell";

/// Those of `names` that the keyring has.
///
/// # Errors
/// It cannot be read.
pub(super) fn load(names: &[String]) -> Result<BTreeMap<String, Secret>, Sentence> {
    let mut found = BTreeMap::new();
    let keyring = Keyring::open().map_err(|error| why(&error))?;
    for name in names {
        match keyring.entry(name).and_then(|entry| entry.get_password()) {
            Ok(value) => drop(found.insert(name.clone(), Secret::new(value))),
            Err(Error::NoEntry) => {}
            Err(error) => return Err(why(&error)),
        }
    }
    Ok(found)
}

/// Keeps or, with `None`, forgets one.
///
/// # Errors
/// It is not kept.
pub(super) fn put(name: &str, value: Option<&Secret>) -> Result<(), Sentence> {
    let done = Keyring::open().and_then(|keyring| keyring.entry(name)).and_then(|entry| match value {
        Some(value) => entry.set_password(value.reveal()),
        None => entry.delete_credential(),
    });
    match done {
        Ok(()) | Err(Error::NoEntry) => Ok(()),
        Err(error) => Err(why(&error)),
    }
}

/// A connection to the Secret Service, made anew each time: one that was not there may be there now.
#[cfg(target_os = "linux")]
struct Keyring(std::sync::Arc<keyring_core::CredentialStore>);

#[cfg(target_os = "linux")]
impl Keyring {
    fn open() -> keyring_core::Result<Self> {
        Ok(Self(zbus_secret_service_keyring_store::Store::new()?))
    }

    fn entry(&self, name: &str) -> keyring_core::Result<Entry> {
        Entry::new_in_store(&self.0, SERVICE, name)
    }
}

/// The platform's own store.
#[cfg(not(target_os = "linux"))]
struct Keyring;

#[cfg(not(target_os = "linux"))]
impl Keyring {
    fn open() -> keyring_core::Result<Self> {
        Ok(Self)
    }

    fn entry(&self, name: &str) -> keyring_core::Result<Entry> {
        keyring::Entry::new(SERVICE, name).map(|entry| entry.inner)
    }
}

fn why(error: &Error) -> Sentence {
    tracing::warn!("the keyring: {}", kind(error));
    match error {
        Error::NoStorageAccess(_) => sentence("keyring-locked"),
        _ => sentence("keyring-none"),
    }
}

/// What kind of error it was, without anything of a secret.
fn kind(error: &Error) -> &'static str {
    match error {
        Error::PlatformFailure(_) => "the platform failed",
        Error::NoStorageAccess(_) => "no access",
        Error::NoEntry => "no such entry",
        Error::Ambiguous(_) => "several entries",
        _ => "another fault",
    }
}
