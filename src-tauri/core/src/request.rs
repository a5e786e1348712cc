//! Decides how far a person is with getting into a session, and the words in which a host is asked.
//! It never sends anything and never holds a received link.

use crate::link::{MailLink, Openable, WebLink, percent};
use crate::session::{Channel, Contact, FeedId, RoomId, Session, Start, Way};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// How far a request is. No request means “not asked”.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum JoinRequest {
    /// The host's chat was opened with the message at hand.
    Asked {
        /// What the place is called: “Zulip”.
        channel: String,
        /// When.
        at: DateTime<Utc>,
    },
    /// A link came and is kept for the room.
    LinkReceived {
        /// When.
        at: DateTime<Utc>,
    },
    /// The host said no, or the person gave up.
    Declined {
        /// When.
        at: DateTime<Utc>,
    },
    /// The link was opened.
    Joined {
        /// When.
        at: DateTime<Utc>,
    },
}

impl JoinRequest {
    /// Whether the person means to be there: asked, has the link, or has joined.
    #[must_use]
    pub fn is_open(&self) -> bool {
        match self {
            Self::Asked { .. } | Self::LinkReceived { .. } | Self::Joined { .. } => true,
            Self::Declined { .. } => false,
        }
    }
}

/// What one received link opens: a room of a feed, or, where the feed names none, a host's sessions in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoomKey {
    /// The feed.
    pub feed: FeedId,
    /// The room's name, or `host:` and the host's name.
    pub room: String,
}

impl RoomKey {
    /// The room of a session that is joined by asking or that says nothing; sessions of one room share a link.
    #[must_use]
    pub fn of(feed: &FeedId, session: &Session) -> Self {
        let room = match &*session.way {
            Way::Ask { room: Some(RoomId(name)), .. } => name.clone(),
            Way::Ask { room: None, .. } | Way::Public(_) | Way::Unstated => format!("host:{}", session.hosted_by()),
        };
        Self { feed: feed.clone(), room }
    }

    /// Text form for storage: both parts percent-encoded, joined by `/`.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{}/{}", percent(&self.feed.0), percent(&self.room))
    }
}

/// What pressing “Ask to join” does for one contact: the words for the clipboard, and what is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asking {
    /// The place's name: “Zulip”.
    pub channel: String,
    /// The message, to be put on the clipboard.
    pub message: String,
    /// The host's chat, or a new e-mail.
    pub open: Openable,
}

/// Prepares to ask `contact` for the link of `session`, in the words of [`message`].
///
/// `None` if the contact gives no address that can be opened.
#[must_use]
pub fn prepare(contact: &Contact, session: &Session, series: &str, my_name: &str, was_there: bool) -> Option<Asking> {
    let message = message(contact, session, series, my_name, was_there);
    let web = |address: String| WebLink::parse(&address).ok().map(Openable::Web);
    let open = match &contact.channel {
        Channel::Zulip { realm, user, handle } => {
            let root = realm.as_ref().map(|realm| realm.as_str().trim_end_matches('/'));
            match (root, user) {
                // The narrow of a direct message: user id, then the name for people to read.
                (Some(root), Some(id)) => web(format!("{root}/#narrow/dm/{id}-{}", narrow_name(handle))),
                (Some(root), None) => web(format!("{root}/")),
                // Where Zulip asks for the organisation.
                (None, _) => web("https://zulip.com/accounts/go/".to_owned()),
            }
        }
        Channel::Discord { user, .. } => match user {
            Some(id) => web(format!("https://discord.com/users/{id}")),
            None => web("https://discord.com/channels/@me".to_owned()),
        },
        Channel::Matrix { id } => web(format!("https://matrix.to/#/{}", percent(id))),
        Channel::Mail { address } => MailLink::new(address, &format!("Joining: {}", session.title), &message).map(Openable::Mail),
        Channel::Web { page, .. } => Some(Openable::Web(page.clone())),
    }?;
    Some(Asking { channel: contact.channel.label().to_owned(), message, open })
}

/// Zulip writes a name in a narrow with dashes for spaces and a dot for each percent sign of its encoding.
fn narrow_name(name: &str) -> String {
    percent(&name.replace(' ', "-")).replace('.', "%2E").replace('%', ".")
}

/// The message to a host: which session, when in the host's own zone, and whether one was there before.
#[must_use]
pub fn message(contact: &Contact, session: &Session, series: &str, my_name: &str, was_there: bool) -> String {
    let mut out = match contact.person.as_deref() {
        Some(person) => format!("Hi {person}, "),
        None => "Hi, ".to_owned(),
    };
    out.push_str(&format!("I would like to join “{}”", session.title));
    if !series.is_empty() {
        out.push_str(&format!(" ({series})"));
    }
    out.push_str(&match session.start {
        Start::Zoned { local, zone, at } => {
            format!(" on {} {}", local.format("%A %-d %B at %H:%M"), zone.label(at))
        }
        Start::Floating(local) => format!(" on {}", local.format("%A %-d %B at %H:%M")),
        Start::AllDay(day) => format!(" on {}", day.format("%A %-d %B")),
    });
    out.push_str(". Could you send me the link? ");
    out.push_str(if was_there { "I joined an earlier session." } else { "This would be my first." });
    for call in &*session.wanted {
        out.push_str(&format!("\nYou are looking for: {call} – "));
    }
    if !my_name.is_empty() {
        out.push_str(&format!("\n{my_name}"));
    }
    out
}
