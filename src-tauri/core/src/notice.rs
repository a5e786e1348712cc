//! Decides the words and buttons of one notification.
//! It never escapes or sends them: how a server wants its text is the notifier's affair.

use crate::request::RoomKey;
use crate::session::{Session, SessionKey, Way};
use crate::settings::Settings;
use crate::store::State;
use crate::words;
use crate::zone::Zone;
use chrono::{DateTime, Utc};
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

/// The notice that rings for a session: worded from the real distance between `now` and its start.
#[must_use]
pub fn reminder(key: &SessionKey, session: &Session, state: &State, settings: &Settings, reader: Zone, now: DateTime<Utc>) -> Notice {
    let clocks = words::both_clocks(session, reader, settings.hours);
    let parts = [session.hosted_by(), clocks, series(&key.feed, state, settings)];
    Notice {
        title: format!("{}: {}", words::distance(session.start.bell(reader), now), session.title),
        body: parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" · "),
        buttons: buttons(key, session, state, settings),
        tag: key.to_string(),
        urgent: false,
    }
}

/// The notice of “ring the bell now”.
#[must_use]
pub fn sample(settings: &Settings) -> Notice {
    Notice {
        title: "In 10 minutes: this is how a session rings".to_owned(),
        body: "Sessionbell · the bell works".to_owned(),
        buttons: vec![Button { press: Press::Open, label: "Open".to_owned() }, Button { press: Press::Snooze, label: snooze_label(settings) }],
        tag: "sample".to_owned(),
        urgent: false,
    }
}

/// What a feed is called: the person's name for it, its own title, or where it comes from.
#[must_use]
pub fn series(feed: &crate::session::FeedId, state: &State, settings: &Settings) -> String {
    let own = settings.feed(feed).map(|feed| feed.name.clone()).filter(|name| !name.is_empty());
    let title = || state.feeds.get(feed)?.copy.as_ref().map(|copy| copy.feed.title.clone()).filter(|title| !title.is_empty());
    let place = || settings.feed(feed).map(|feed| feed.address.place());
    own.or_else(title).or_else(place).unwrap_or_default()
}

fn buttons(key: &SessionKey, session: &Session, state: &State, settings: &Settings) -> Vec<Button> {
    let mut buttons = vec![Button { press: Press::Open, label: "Open".to_owned() }];
    let kept = state.links.contains_key(&RoomKey::of(&key.feed, session));
    let way_in = match &session.way {
        Way::Public(_) => Some((Press::Join, "Join")),
        Way::Ask { .. } | Way::Unstated if kept => Some((Press::Join, "Join")),
        Way::Ask { contacts, .. } if !contacts.is_empty() => Some((Press::Ask, "Ask to join")),
        Way::Ask { .. } | Way::Unstated => None,
    };
    buttons.extend(way_in.map(|(press, label)| Button { press, label: label.to_owned() }));
    buttons.push(Button { press: Press::Snooze, label: snooze_label(settings) });
    buttons
}

fn snooze_label(settings: &Settings) -> String {
    format!("Snooze {} min", settings.snooze)
}
