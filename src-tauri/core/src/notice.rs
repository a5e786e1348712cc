//! Decides the words and buttons of one notification.
//! It never escapes or sends them: how a server wants its text is the notifier's affair.

use serde::{Deserialize, Serialize};

/// What pressing a button, or the notice itself, asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Press {
    /// The notice itself: show its session.
    Open,
    /// Open the meeting.
    Join,
    /// Ask the host for the link.
    Ask,
    /// Ring again in a while.
    Snooze,
}

impl Press {
    /// The action key on the bus (Desktop Notifications Specification 1.2, `Notify`); `default` is the notice itself.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Open => "default",
            Self::Join => "join",
            Self::Ask => "ask",
            Self::Snooze => "snooze",
        }
    }

    /// The press that an action key names.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Open, Self::Join, Self::Ask, Self::Snooze].into_iter().find(|press| press.key() == key)
    }
}

/// A button, with its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Button {
    /// What it asks for.
    pub press: Press,
    /// What it says.
    pub label: String,
}

/// One notification as a value: plain text, not escaped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// First line: how long until when, and the topic.
    pub title: String,
    /// Further lines, joined by `\n`.
    pub body: String,
    /// In order; the first is [`Press::Open`], which servers show as the notice itself; at most two more.
    pub buttons: Vec<Button>,
    /// The same for every notice of one session, so that servers that can replace by tag do.
    pub tag: String,
    /// Rings until answered: stays on the screen.
    pub urgent: bool,
}
