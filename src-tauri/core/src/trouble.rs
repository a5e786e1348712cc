//! Decides what is wrong, and the sentence with which a person can mend it.
//! It never mends anything itself.

use crate::language::{Language, Sentence};
use crate::notice::series;
use crate::settings::Settings;
use crate::store::State;
use crate::zone::Zones;
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

/// A clock that differs from a feed's server by more than this is worth saying.
pub const CLOCK_OFF: Duration = Duration::seconds(60);

/// Something wrong, and the way to mend it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Trouble {
    /// What kind, for tests and styling.
    pub code: TroubleCode,
    /// What is wrong and what to do.
    pub sentence: String,
}

/// Kinds of trouble, the most important first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum TroubleCode {
    /// No notification server: nothing can ring.
    NoNotifications,
    /// The program had a fault of its own and went on.
    Stumbled,
    /// What was asked for last was not done.
    NotDone,
    /// What is known is not being saved.
    NotSaved,
    /// Received links and keys are not kept.
    SecretsNotKept,
    /// The settings file is refused.
    BadSettings,
    /// The machine's clock differs from the feeds' servers'.
    WrongClock,
    /// A feed has never been read.
    FeedFailed,
    /// A feed could not be refreshed.
    FeedStale,
    /// No tray to stand in.
    NoTray,
}

/// What is known of the notification server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Server {
    /// Not heard of yet.
    Unknown,
    /// It takes notices.
    Up {
        /// Its life: its unique bus name.
        life: String,
        /// Its name and version; empty if it has none.
        product: String,
        /// Whether it shows buttons.
        has_buttons: bool,
        /// What it says it can do (`GetCapabilities`).
        abilities: Vec<String>,
    },
    /// It is not there, and why.
    Down(Sentence),
}

/// What the program knows of its surroundings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Surroundings {
    /// The time zone database.
    pub zones: Zones,
    /// The desktop’s language.
    pub language: Language,
    /// The notification server.
    pub server: Server,
    /// Whether that server holds notices back (do-not-disturb), as far as it tells.
    pub do_not_disturb: bool,
    /// Why it last refused a notice.
    pub refusal: Option<Sentence>,
    /// Why the last change was not saved.
    pub disk_fault: Option<Sentence>,
    /// Why links and keys cannot be read or kept.
    pub secrets_fault: Option<Sentence>,
    /// What was found and mended in the saved files at the start.
    pub disk_note: Option<Sentence>,
    /// Why the settings file is refused.
    pub settings_fault: Option<Sentence>,
    /// Whether the desktop has a tray; `None` while that is open.
    pub tray: Option<bool>,
    /// Whether the desktop's list of what starts at login has the program, as far as that is known.
    pub autostart: Option<bool>,
    /// Why the bell was not heard the last time.
    pub silent: Option<Sentence>,
    /// What fault of its own the program had and went on after.
    pub stumbled: Option<Sentence>,
    /// Why what a person asked for last was not done by the desktop; until they ask for something else.
    pub not_done: Option<Sentence>,
    /// How far this machine's clock is ahead of a feed's server.
    pub clock_ahead: Option<Duration>,
}

impl Default for Surroundings {
    fn default() -> Self {
        Self {
            zones: Zones::bundled(),
            language: Language::default(),
            server: Server::Unknown,
            do_not_disturb: false,
            refusal: None,
            disk_fault: None,
            secrets_fault: None,
            disk_note: None,
            settings_fault: None,
            tray: None,
            autostart: None,
            silent: None,
            stumbled: None,
            not_done: None,
            clock_ahead: None,
        }
    }
}

impl Surroundings {
    /// Whether notices can be shown now.
    #[must_use]
    pub fn can_ring(&self) -> bool {
        match self.server {
            Server::Up { .. } => true,
            Server::Unknown | Server::Down(_) => false,
        }
    }

    /// Why reminders ring in a window of their own, in a sentence.
    #[must_use]
    pub fn unheard_sentence(&self, language: Language) -> String {
        match (&self.server, &self.refusal) {
            (Server::Down(why), _) => why.said(language),
            (Server::Unknown | Server::Up { .. }, Some(why)) => language.say("unheard-refused", [("why", why.said(language).into())]),
            (Server::Unknown | Server::Up { .. }, None) => language.word("unheard-silent"),
        }
    }

    /// The notification server in a sentence.
    #[must_use]
    pub fn server_sentence(&self, language: Language) -> String {
        match &self.server {
            Server::Unknown => language.word("server-unknown"),
            Server::Up { product, has_buttons: true, .. } => language.say("server-up", [("product", name(product, language).into())]),
            Server::Up { product, has_buttons: false, .. } => language.say("server-up-plain", [("product", name(product, language).into())]),
            Server::Down(why) => why.said(language),
        }
    }
}

/// All that is wrong, the most important first.
#[must_use]
pub fn troubles(state: &State, settings: &Settings, around: &Surroundings, now: DateTime<Utc>) -> Vec<Trouble> {
    let language = settings.language.on(around.language);
    let because = |id, why: &Sentence| language.say(id, [("why", why.said(language).into())]);
    let mut found = Vec::new();
    let mut add = |code, sentence: String| found.push(Trouble { code, sentence });
    if let Server::Down(why) = &around.server {
        add(TroubleCode::NoNotifications, why.said(language));
    }
    if let Some(why) = &around.refusal {
        add(TroubleCode::NoNotifications, because("trouble-refused", why));
    }
    if let Some(why) = &around.stumbled {
        add(TroubleCode::Stumbled, why.said(language));
    }
    if let Some(why) = &around.not_done {
        add(TroubleCode::NotDone, why.said(language));
    }
    for why in [&around.disk_fault, &around.disk_note].into_iter().flatten() {
        add(TroubleCode::NotSaved, why.said(language));
    }
    if let Some(why) = &around.secrets_fault {
        add(TroubleCode::SecretsNotKept, why.said(language));
    }
    if let Some(why) = &around.settings_fault {
        add(TroubleCode::BadSettings, because("trouble-settings", why));
    }
    if let Some(ahead) = around.clock_ahead.filter(|ahead| ahead.abs() > CLOCK_OFF) {
        let id = if ahead > Duration::zero() { "trouble-clock-ahead" } else { "trouble-clock-behind" };
        add(TroubleCode::WrongClock, language.say(id, [("n", ahead.num_minutes().abs().max(1).into())]));
    }
    for feed in &settings.feeds {
        let Some((known, fault)) = state.feeds.get(&feed.id).and_then(|known| Some((known, known.poll.fault.as_ref()?))) else { continue };
        let (name, why) = (series(&feed.id, state, settings), fault.said(language));
        match &known.copy {
            None => add(TroubleCode::FeedFailed, language.say("trouble-feed", [("feed", name.into()), ("why", why.into())])),
            Some(copy) => {
                let checked = known.poll.checked.unwrap_or(copy.fetched);
                let age = language.span((now - checked).num_minutes().max(1));
                add(TroubleCode::FeedStale, language.say("trouble-feed-stale", [("feed", name.into()), ("why", why.into()), ("span", age.into())]));
            }
        }
    }
    if around.tray == Some(false) {
        add(TroubleCode::NoTray, language.word("trouble-no-tray"));
    }
    found.sort_by_key(|trouble| trouble.code);
    found
}

fn name(product: &str, language: Language) -> String {
    if product.is_empty() { language.word("server-nameless") } else { product.to_owned() }
}
