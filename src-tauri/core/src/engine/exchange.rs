//! Decides what can be said to the engine and what it asks for: the closed lists of inputs and effects.
//! It never holds anything by itself.

use crate::action::WindowKind;
use crate::alarm::Posted;
use crate::courier::{Call, Called};
use crate::feed::{Issue, NotAFeed};
use crate::language::Sentence;
use crate::link::Openable;
use crate::menu::Menu;
use crate::notice::{Notice, Press};
use crate::poll::{FetchAnswer, FetchRequest};
use crate::secret::Secret;
use crate::series::Feed;
use crate::session::SessionKey;
use crate::settings::SecretStore;
use crate::store::Record;
use crate::trouble::Server;
use crate::zone::Zone;
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

/// Everything that can happen.
#[derive(Clone, Debug)]
pub enum Input {
    /// A deadline has been reached, or may have been: the plan is made anew.
    Tick,
    /// The wall clock was set, or the machine woke up.
    ClockChanged,
    /// The machine's time zone is this now.
    MachineZone(Zone),
    /// The settings file holds this now; `None` if there is none.
    SettingsText(Option<String>),
    /// The settings file could not be read or written, and why.
    SettingsUnusable(Sentence),
    /// An answer to [`Effect::Fetch`]; for a fresh body with what it says.
    Answered(Box<FetchAnswer>, Option<Result<(Feed, Vec<Issue>), NotAFeed>>),
    /// The notice of that ticket is on the server.
    Posted(u64, Posted),
    /// The notice of that ticket could not be shown, and why.
    NotPosted(u64, Sentence),
    /// A person pressed a notice.
    Pressed(Posted, Press),
    /// A notice is gone; whether a person closed it.
    Closed(Posted, bool),
    /// What is known of the notification server now.
    Server(Server),
    /// Whether the notification server is on do-not-disturb, as far as it tells.
    DoNotDisturb(bool),
    /// Whether there is a tray now.
    Tray(bool),
    /// What was opened for this purpose.
    Opened(Purpose),
    /// The desktop did not do it, and why. Opening may fail after [`Input::Opened`] as well.
    NotDone(Deed, Sentence),
    /// Whether the last changes were saved; if not, why.
    Disk(Result<(), Sentence>),
    /// What was saved is lost, as the sentence says: everything is saved again.
    DiskAfresh(Sentence),
    /// The secrets that are kept, of those that [`Effect::LoadSecrets`] asked for; or why they cannot be read now.
    Secrets(Result<BTreeMap<String, Secret>, Sentence>),
    /// Whether the last secret was kept; if not, why.
    SecretKept(Result<(), Sentence>),
    /// Whether the bell was heard, as [`Effect::Sound`] asked; if not, why.
    Sounded(Result<(), Sentence>),
    /// Whether the screen is locked, as [`Effect::LookAtScreen`] asked; `None` where nobody says.
    Screen(Option<bool>),
    /// The clipboard has this text, as [`Effect::ReadClipboard`] asked.
    Clipboard(Secret),
    /// What came of the [`Effect::Call`] of that ticket.
    Called(u64, Called),
    /// Whether the desktop's list of what starts at login has the program.
    Autostart(Option<bool>),
}

/// The name of the sample feed's file.
pub const SAMPLE: &str = "sample.json";

/// Everything that can be asked of the outside world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Save these, all or none, before any later effect.
    Save(Vec<Record>),
    /// Show a notice and answer with its ticket.
    Notify {
        /// For the answer.
        ticket: u64,
        /// What to show.
        notice: Notice,
        /// The session's notice that still stands.
        replaces: Option<Posted>,
        /// When it was due, for the log.
        due: DateTime<Utc>,
    },
    /// Take a notice away.
    Retract(Posted),
    /// Make a request.
    Fetch(FetchRequest),
    /// Make a call of a conversation, and answer with its ticket.
    Call(u64, Call),
    /// Open an address, and say so if it worked.
    Open(Openable, Option<Purpose>),
    /// Put text about a session on the clipboard.
    Copy(String, SessionKey),
    /// Hand a session to the person's calendar program.
    AddToCalendar {
        /// What its file is to be called, without an ending.
        name: String,
        /// The file (RFC 5545).
        calendar: String,
        /// Which.
        session: SessionKey,
    },
    /// Let the bell be heard, that loud in percent.
    Sound(u32),
    /// Find out whether the screen is locked, and answer with [`Input::Screen`].
    LookAtScreen,
    /// Look whether there is text on the clipboard.
    ReadClipboard,
    /// Keep this feed beside the settings file, as [`SAMPLE`].
    WriteSample(String),
    /// Replace the text of the settings file.
    WriteSettings(String),
    /// Read those of these secrets that are kept there, and answer with [`Input::Secrets`].
    LoadSecrets(SecretStore, Vec<String>),
    /// Keep or forget a secret there, by name, and answer with [`Input::SecretKept`].
    Secret(SecretStore, String, Option<Secret>),
    /// Bring a window up, perhaps with a session in view.
    Show(WindowKind, Option<SessionKey>),
    /// Start with the desktop session, or no longer.
    Autostart(bool),
    /// The tray looks like this now.
    Tray(Menu),
    /// End the program.
    Quit,
}

/// What something was opened for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To join the session.
    Join(SessionKey),
    /// To ask for its link, on that channel.
    Ask(SessionKey, String),
}

/// What the desktop is asked to do for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// [`Effect::Copy`] for that session.
    Copy(SessionKey),
    /// [`Effect::AddToCalendar`] for that session.
    AddToCalendar(SessionKey),
    /// [`Effect::Open`] for that purpose.
    Open(Option<Purpose>),
}

/// When to call again with [`Input::Tick`], and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// The instant.
    pub at: DateTime<Utc>,
    /// What happens then, in words.
    pub why: String,
}
