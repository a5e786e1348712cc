//! Decides which settings are possible, and how the file that holds them is read and written.
//! It never touches the file system, and never throws away what a person wrote into the file.

mod account;
mod file;
mod look;

pub use account::{Account, AccountKind, ServerAddress};
pub use file::{SettingsFault, quiet_hours, read, tidy_leads, write};
pub use look::{FirstDay, HourCycle, LanguageChoice, Look, Theme};

use crate::alarm::LeadTime;
use crate::language::{Language, Sentence, sentence};
use crate::session::FeedId;
use crate::zone::Zone;
use chrono::{DateTime, NaiveTime, Utc};
use serde::{Deserialize, Serialize};
use std::fmt;
use url::{Host, Url};

/// Where a feed is: an https address, http on this machine alone, or a file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FeedAddress(Url);

/// Why an address cannot be a feed's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AddressRefused {
    /// Not an address at all.
    NotAnAddress,
    /// http to another machine.
    NotEncrypted,
    /// Another scheme.
    OtherScheme(String),
    /// Credentials in the address.
    UserName,
    /// A file on another machine, or a relative path.
    NotALocalFile,
}

impl AddressRefused {
    /// What is wrong, for people.
    #[must_use]
    pub fn sentence(&self) -> Sentence {
        match self {
            Self::NotAnAddress => sentence("address-none"),
            Self::NotEncrypted => sentence("address-not-encrypted"),
            Self::OtherScheme(scheme) => sentence("address-other-scheme").with("scheme", &**scheme),
            Self::UserName => sentence("address-user-name"),
            Self::NotALocalFile => sentence("address-not-local"),
        }
    }
}

impl fmt::Display for AddressRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.sentence().fmt(f)
    }
}

impl std::error::Error for AddressRefused {}

/// Longest address of a feed, in bytes.
const LONGEST_ADDRESS: usize = 4_096;

impl FeedAddress {
    /// Checks an address that a person typed. `webcal:` is read as `https:`; a path that begins with `/` as a file.
    ///
    /// # Errors
    /// Which rule it breaks, as a sentence.
    pub fn parse(raw: &str) -> Result<Self, AddressRefused> {
        let raw = raw.trim();
        if raw.is_empty() || raw.len() > LONGEST_ADDRESS || raw.chars().any(char::is_control) {
            return Err(AddressRefused::NotAnAddress);
        }
        let spelled = match raw.split_once(':') {
            None if raw.starts_with('/') => format!("file://{raw}"),
            None if raw.contains('.') && !raw.contains(' ') => format!("https://{raw}"),
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("webcal") || scheme.eq_ignore_ascii_case("webcals") => format!("https:{rest}"),
            Some(_) | None => raw.to_owned(),
        };
        let mut url = Url::parse(&spelled).map_err(|_| AddressRefused::NotAnAddress)?;
        url.set_fragment(None);
        // Letters outside ASCII are longer as they are kept, and what is kept is read again.
        if url.as_str().len() > LONGEST_ADDRESS {
            return Err(AddressRefused::NotAnAddress);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(AddressRefused::UserName);
        }
        match url.scheme() {
            "https" => Ok(Self(url)),
            "http" if is_loopback(&url) => Ok(Self(url)),
            "http" => Err(AddressRefused::NotEncrypted),
            "file" if url.host().is_none() && url.path().len() > 1 => Ok(Self(url)),
            "file" => Err(AddressRefused::NotALocalFile),
            other => Err(AddressRefused::OtherScheme(other.chars().take(20).collect())),
        }
    }

    /// The parsed address.
    #[must_use]
    pub fn url(&self) -> &Url {
        &self.0
    }

    /// The address as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// What people call the place: the host, or the file's name.
    #[must_use]
    pub fn place(&self) -> String {
        match self.0.host_str() {
            Some(host) => host.to_owned(),
            None => self.0.path_segments().and_then(|mut parts| parts.next_back()).unwrap_or_default().to_owned(),
        }
    }

    /// Whether the address names this machine by http or https.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.0)
    }
}

/// Whether an http(s) address leads to this machine.
#[must_use]
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

/// A feed's address may carry a private token: a debug print shows the place alone.
impl fmt::Debug for FeedAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FeedAddress({}: {}…)", self.0.scheme(), self.place())
    }
}

impl TryFrom<String> for FeedAddress {
    type Error = AddressRefused;
    fn try_from(raw: String) -> Result<Self, AddressRefused> {
        Self::parse(&raw)
    }
}

impl From<FeedAddress> for String {
    fn from(address: FeedAddress) -> Self {
        address.as_str().to_owned()
    }
}

/// The identity of a feed that was subscribed at `address`: FNV-1a (64 bits) of the address in hexadecimal.
#[must_use]
pub fn feed_id(address: &FeedAddress) -> FeedId {
    let hash = address.as_str().bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    FeedId(format!("{hash:016x}").into())
}

/// A subscription.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// Its identity on this machine.
    pub id: FeedId,
    /// Where it is.
    pub address: FeedAddress,
    /// What the person calls it; empty: the feed's own title.
    pub name: String,
    /// Its own leads, instead of those for every feed.
    pub leads: Option<Vec<LeadTime>>,
    /// Minutes between polls at least, 15 to 1,440; `None`: as the publisher says, or 60.
    pub every: Option<u32>,
    /// Most bytes of its document once decoded, in MiB, 1 to 64.
    pub most_mib: u32,
    /// The zone of a document that names none.
    pub zone: Option<Zone>,
}

impl Subscription {
    /// A subscription to `address` with everything else as usual.
    #[must_use]
    pub fn new(address: FeedAddress) -> Self {
        Self { id: feed_id(&address), address, name: String::new(), leads: None, every: None, most_mib: Self::MOST_MIB, zone: None }
    }

    /// The usual cap on a decoded document.
    pub const MOST_MIB: u32 = 2;
}

/// The hours in which reminders are held, on this machine's clock; may run over midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuietHours {
    /// The first minute of it.
    pub from: NaiveTime,
    /// The first minute after it. Never equal to `from`.
    pub to: NaiveTime,
}

impl QuietHours {
    /// When the quiet ends, if `now` is in it, on a clock set to `reader`.
    #[must_use]
    pub fn end(&self, now: DateTime<Utc>, reader: Zone) -> Option<DateTime<Utc>> {
        let wall = reader.wall(now);
        let (time, today) = (wall.time(), wall.date());
        let last_day = if self.from < self.to {
            (self.from <= time && time < self.to).then_some(today)
        } else if time >= self.from {
            today.succ_opt()
        } else {
            (time < self.to).then_some(today)
        };
        // The clock may show the end twice or not at all on a day it is put; the end is never before now.
        last_day.map(|day| reader.read(day.and_time(self.to)).instant()).filter(|end| *end > now)
    }
}

/// Where received links and keys are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum SecretStore {
    /// In the desktop's keyring.
    #[default]
    Keyring,
    /// In a file that only this user can read.
    File,
}

/// Everything a person can set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Subscribed feeds, in the person's order; no two with one id or address.
    pub feeds: Vec<Subscription>,
    /// When every session rings, longest lead first, no two alike. Empty: nothing rings.
    pub leads: Vec<LeadTime>,
    /// How long a snooze takes, in minutes, 1 to 120.
    pub snooze: u32,
    /// How long after the start a late reminder still shows a notice, in minutes, 0 to 120.
    pub late: u32,
    /// Whether a session rings on from its start, every minute, until somebody acts.
    pub insist: bool,
    /// How loud the bell is with each reminder, in percent, 0 (none) to 100.
    pub sound: u32,
    /// When reminders are held.
    pub quiet: Option<QuietHours>,
    /// Whether a session that the person asked to join rings through a pause and quiet hours.
    pub break_through: bool,
    /// Whether a quiet notice tells of sessions that moved, are cancelled, or are on again.
    pub tell_changes: bool,
    /// Colours of the windows.
    pub theme: Theme,
    /// How large the windows' text is, in percent of the usual size, 75 to 200.
    pub text_size: u32,
    /// In which language everything is said.
    pub language: LanguageChoice,
    /// On which day weeks begin.
    pub first_day: FirstDay,
    /// How times are written.
    pub hours: HourCycle,
    /// The person's zone, if it is not the machine's.
    pub zone: Option<Zone>,
    /// Further zones to show.
    pub zones: Vec<Zone>,
    /// The person's name, for messages to hosts.
    pub name: String,
    /// The template of those messages, as [`crate::request::message::fill`] fills it; empty: the usual.
    pub message: String,
    /// Where received links and keys are kept.
    pub secrets: SecretStore,
    /// Whether meetings open in the services' own programs where these are known, rather than in the browser.
    pub native_apps: bool,
    /// Accounts that messages are sent with, no two of a kind on one server.
    pub accounts: Vec<Account>,
    /// Whether the app starts with the desktop session.
    pub start_at_login: bool,
    /// Whether its window comes up then.
    pub window_at_login: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            feeds: Vec::new(),
            leads: [10, 0].into_iter().filter_map(|minutes| LeadTime::minutes(minutes).ok()).collect(),
            snooze: 5,
            late: 15,
            insist: false,
            sound: 60,
            quiet: None,
            break_through: false,
            tell_changes: true,
            theme: Theme::default(),
            text_size: 100,
            language: LanguageChoice::default(),
            first_day: FirstDay::default(),
            hours: HourCycle::default(),
            zone: None,
            zones: Vec::new(),
            name: String::new(),
            message: String::new(),
            secrets: SecretStore::default(),
            native_apps: false,
            accounts: Vec::new(),
            start_at_login: false,
            window_at_login: false,
        }
    }
}

impl Settings {
    /// What every window looks like on a desktop that has the language `desktop`.
    #[must_use]
    pub fn look(&self, desktop: Language) -> Look {
        Look { theme: self.theme, text_size: self.text_size, language: self.language.on(desktop) }
    }

    /// The subscription of that id.
    #[must_use]
    pub fn feed(&self, id: &FeedId) -> Option<&Subscription> {
        self.feeds.iter().find(|feed| feed.id == *id)
    }

    /// The account of that name among the secrets.
    #[must_use]
    pub fn account(&self, name: &str) -> Option<&Account> {
        self.accounts.iter().find(|account| account.name() == name)
    }

    /// The leads that hold for a feed.
    #[must_use]
    pub fn leads_of(&self, id: &FeedId) -> &[LeadTime] {
        self.feed(id).and_then(|feed| feed.leads.as_deref()).unwrap_or(&self.leads)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_a_person_may_paste() {
        for (raw, kept) in [
            ("https://example.org/feed.json", "https://example.org/feed.json"),
            (" example.org/feed.json ", "https://example.org/feed.json"),
            ("webcal://example.org/a.ics", "https://example.org/a.ics"),
            ("http://localhost:8000/f.json", "http://localhost:8000/f.json"),
            ("http://127.0.0.1:8000/f.json#x", "http://127.0.0.1:8000/f.json"),
            ("/home/ada/feed.json", "file:///home/ada/feed.json"),
            ("file:///home/ada/feed.json", "file:///home/ada/feed.json"),
        ] {
            assert_eq!(FeedAddress::parse(raw).map(String::from).as_deref(), Ok(kept), "{raw}");
        }
        for (raw, refused) in [
            ("", AddressRefused::NotAnAddress),
            ("feed", AddressRefused::NotAnAddress),
            ("http://example.org/feed.json", AddressRefused::NotEncrypted),
            ("http://localhost.evil.example/", AddressRefused::NotEncrypted),
            ("https://me:secret@example.org/", AddressRefused::UserName),
            ("javascript:alert(1)", AddressRefused::OtherScheme("javascript".into())),
            ("file://server/share/feed.json", AddressRefused::NotALocalFile),
        ] {
            assert_eq!(FeedAddress::parse(raw).map(String::from), Err(refused), "{raw}");
        }
    }

    #[test]
    fn an_address_with_a_token_is_not_in_a_debug_print() {
        let address = FeedAddress::parse("https://example.org/feed.json?token=secret").unwrap();
        assert_eq!(format!("{address:?}"), "FeedAddress(https: example.org…)");
    }

    #[test]
    fn quiet_hours_may_run_over_midnight() {
        let time = |text: &str| format!("{text}:00").parse().unwrap();
        let night = QuietHours { from: time("22:00"), to: time("07:00") };
        let end = |at: &str| night.end(at.parse().unwrap(), Zone::UTC).map(|end| end.format("%dT%H:%M").to_string());
        assert_eq!(end("2021-03-30T21:59:00Z"), None);
        assert_eq!(end("2021-03-30T22:00:00Z").as_deref(), Some("31T07:00"));
        assert_eq!(end("2021-03-31T06:59:00Z").as_deref(), Some("31T07:00"));
        assert_eq!(end("2021-03-31T07:00:00Z"), None);
        let noon = QuietHours { from: time("12:00"), to: time("13:00") };
        assert!(noon.end("2021-03-31T12:30:00Z".parse().unwrap(), Zone::UTC).is_some());
        assert!(noon.end("2021-03-31T13:00:00Z".parse().unwrap(), Zone::UTC).is_none());
    }
}
