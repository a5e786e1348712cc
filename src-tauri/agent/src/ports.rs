//! The whole outside world as the driver sees it: narrow traits and the events that come back.
//! A port never decides: it carries out one thing and reports what came of it.

use chrono::{DateTime, Utc};
use sessionbell_core::action::WindowKind;
use sessionbell_core::alarm::Posted;
use sessionbell_core::courier::{Call, Called};
use sessionbell_core::engine::Purpose;
use sessionbell_core::feed::{Issue, NotAFeed};
use sessionbell_core::language::Sentence;
use sessionbell_core::link::Openable;
use sessionbell_core::menu::Menu;
use sessionbell_core::notice::{Notice, Press};
use sessionbell_core::poll::{FetchAnswer, FetchRequest};
use sessionbell_core::secret::Secret;
use sessionbell_core::series::Feed;
use sessionbell_core::session::SessionKey;
use sessionbell_core::settings::SecretStore;
use sessionbell_core::store::{Record, Saved};
use std::collections::BTreeMap;

/// Something the outside world reports to the driver.
#[derive(Debug)]
pub enum WorldEvent {
    /// From the notification server.
    Notify(NotifyEvent),
    /// An answer to a [`Fetcher::fetch`].
    Fetched(Box<Fetched>),
    /// What came of the [`Courier::call`] of that ticket.
    Called(u64, Called),
    /// The secrets that are kept, of those that were asked for; or why they cannot be read now, as a sentence.
    Secrets(Result<BTreeMap<String, Secret>, Sentence>),
    /// Whether a secret was kept; if not, why, as a sentence.
    SecretKept(Result<(), Sentence>),
    /// Whether the screen is locked; `None` where nobody says.
    Screen(Option<bool>),
    /// Whether the bell was heard; if not, why, as a sentence.
    Sounded(Result<(), Sentence>),
    /// The settings file has changed; it is read again.
    SettingsTouched,
    /// The machine's time zone may have changed.
    ZoneTouched,
    /// Whether the desktop has a tray now.
    TrayHost(bool),
    /// What was opened did not open after all.
    NotOpened {
        /// What it was opened for.
        purpose: Option<Purpose>,
        /// What to tell people.
        why: Sentence,
    },
}

/// An answer, with its body already understood off the driver's task.
#[derive(Debug)]
pub struct Fetched {
    /// The answer as it came.
    pub answer: FetchAnswer,
    /// For a fresh body: what it says.
    pub parsed: Option<Result<(Feed, Vec<Issue>), NotAFeed>>,
}

/// What the notification server reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotifyEvent {
    /// The notice handed in under `ticket` is on the server.
    Posted {
        /// As given to [`Notifier::show`].
        ticket: u64,
        /// Its id and the server's life.
        posted: Posted,
    },
    /// The notice could not be shown now.
    Failed {
        /// As given to [`Notifier::show`].
        ticket: u64,
        /// Why, as a sentence for people.
        why: Sentence,
    },
    /// A person pressed the notice or one of its buttons.
    Pressed {
        /// Which notice.
        posted: Posted,
        /// What was pressed.
        press: Press,
    },
    /// A notice is gone from the screen.
    Closed {
        /// Which notice.
        posted: Posted,
        /// Whether a person closed it (reason 2), rather than time, a call or the server's end.
        by_person: bool,
    },
    /// A server is there (again): every id of an earlier life is void.
    ServerUp {
        /// Its unique bus name.
        server: String,
        /// Its name and version in words, for people.
        product: String,
        /// Whether it can show buttons (`actions`).
        has_buttons: bool,
        /// What it says it can do, in its own words.
        abilities: Vec<String>,
        /// Whether it holds notices back, as far as it tells.
        do_not_disturb: bool,
    },
    /// The server holds notices back from now on, or no longer does.
    DoNotDisturb {
        /// Whether it does now.
        on: bool,
    },
    /// There is no server, or no bus; why, as a sentence.
    ServerDown {
        /// What to tell people.
        why: Sentence,
    },
}

/// The notification server. Calls return at once; what came of them arrives as [`NotifyEvent`].
pub trait Notifier: Send {
    /// Shows a notice; replaces an earlier one where that still stands.
    fn show(&mut self, ticket: u64, notice: Notice, replaces: Option<Posted>);
    /// Takes a notice from the screen, if it is still there.
    fn retract(&mut self, posted: Posted);
}

/// The network and feed files. Calls return at once; the answer arrives as [`WorldEvent::Fetched`].
pub trait Fetcher: Send {
    /// Makes one request and reads its body whole, within the caps.
    fn fetch(&mut self, request: FetchRequest);
}

/// Hosts' servers. Calls return at once; what came of each arrives as [`WorldEvent::Called`].
pub trait Courier: Send {
    /// Makes one call and reads its answer whole, within the caps.
    fn call(&mut self, ticket: u64, call: Call);
}

/// The saved state.
pub trait Disk: Send {
    /// Everything saved. A damaged file is set aside after what can still be read of it was taken over.
    ///
    /// # Errors
    /// Nothing can be read or written here; the program goes on from memory.
    fn load(&mut self) -> Result<Loaded, DiskFault>;
    /// Saves a batch, all or nothing, durable when it returns.
    ///
    /// # Errors
    /// Nothing of the batch is saved; the program goes on from memory and tries again.
    fn save(&mut self, records: &[Record]) -> Result<Kept, DiskFault>;
}

/// What was loaded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loaded {
    /// Everything that could be read.
    pub saved: Saved,
    /// What was damaged, if anything was.
    pub damage: Option<Damage>,
    /// Why nothing can be written, if it could still be read.
    pub fault: Option<DiskFault>,
}

/// A damaged file that was set aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// What was found and done, as a sentence for people.
    pub sentence: Sentence,
    /// When the file was last written, if entries of its ledger are lost.
    pub written: Option<DateTime<Utc>>,
}

/// Where a batch is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Beside what was saved before.
    Beside,
    /// In a new file, since the one before was damaged and is set aside: all else has to be saved again.
    Afresh(Damage),
}

/// Why something was not saved or read, as a sentence for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiskFault(pub Sentence);

impl std::fmt::Display for DiskFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for DiskFault {}

/// The settings file.
pub trait SettingsFile: Send {
    /// Its text; `None` while there is no file.
    ///
    /// # Errors
    /// It is there but cannot be read.
    fn read(&mut self) -> Result<Option<String>, DiskFault>;
    /// Replaces its text (temporary file, fsync, rename).
    ///
    /// # Errors
    /// The old text stays.
    fn write(&mut self, text: &str) -> Result<(), DiskFault>;
    /// Keeps the sample feed beside it, as [`sessionbell_core::engine::SAMPLE`].
    ///
    /// # Errors
    /// It could not be written.
    fn write_sample(&mut self, feed: &str) -> Result<(), DiskFault>;
}

/// Received links and keys, by name. Calls return at once: keyrings ask people for passwords.
pub trait Secrets: Send {
    /// Reads those of `names` that are kept; they arrive as [`WorldEvent::Secrets`].
    fn load(&mut self, from: SecretStore, names: Vec<String>);
    /// Keeps or, with `None`, forgets one; what came of it arrives as [`WorldEvent::SecretKept`].
    fn put(&mut self, to: SecretStore, name: String, value: Option<Secret>);
}

/// The desktop's way of opening addresses.
pub trait Opener: Send {
    /// Opens an address with the person's own program for it; if that fails later, a [`WorldEvent::NotOpened`] tells of it.
    ///
    /// # Errors
    /// No program took it, as a sentence.
    fn open(&mut self, what: &Openable, purpose: Option<Purpose>) -> Result<(), Sentence>;
    /// Hands a calendar (RFC 5545) to the person's own program for calendars, as a file of that name, without an ending; if that fails
    /// later, a [`WorldEvent::NotOpened`] tells of it.
    ///
    /// # Errors
    /// The file could not be written, or no program took it, as a sentence.
    fn open_calendar(&mut self, name: &str, calendar: &str) -> Result<(), Sentence>;
}

/// Whatever lets sounds be heard.
pub trait Player: Send {
    /// Plays the bell, unless it is still heard; what came of it arrives as [`WorldEvent::Sounded`].
    fn play(&mut self, volume: u32);
}

/// The desktop's screen.
pub trait Screen: Send {
    /// Finds out whether it is locked; a [`WorldEvent::Screen`] tells.
    fn look(&mut self);
}

/// The desktop's clipboard.
pub trait Clipboard: Send {
    /// Puts text on it.
    ///
    /// # Errors
    /// It did not take it, as a sentence.
    fn copy(&mut self, text: &str) -> Result<(), Sentence>;
    /// The text on it, if there is some.
    fn read(&mut self) -> Option<String>;
}

/// The shell around the agent: what has to happen where the windows and the tray are.
pub trait Shell: Send {
    /// Starts a window of its own, perhaps with a session in view.
    ///
    /// # Errors
    /// It did not start, as a sentence.
    fn open_window(&mut self, window: WindowKind, session: Option<&SessionKey>) -> Result<(), Sentence>;
    /// The tray looks like this now.
    fn tray(&mut self, menu: Menu);
    /// Whether the desktop has a tray to put it in now.
    fn tray_host(&mut self, there: bool);
    /// The agent has saved everything and ends.
    fn quit(&mut self);
}

/// Starting with the desktop session.
pub trait Autostart: Send {
    /// Enters or removes this program.
    ///
    /// # Errors
    /// The entry was not changed, as a sentence.
    fn set(&mut self, on: bool) -> Result<(), Sentence>;
    /// Whether the entry is there; `None` where that cannot be told.
    fn is_set(&mut self) -> Option<bool>;
}
