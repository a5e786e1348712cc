//! Decides how far a person is with getting into a session, and where and in which words a host is asked.
//! It never sends anything and never holds a received link.

pub mod message;

use crate::link::{ChatLink, MailLink, Openable, WebLink, percent};
use crate::session::{Channel, Contact, FeedId, RoomId, Session, Way};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

/// A host who was asked within that time is asked again for the same series only if the person insists.
pub const ASKED_COUNTS: Duration = Duration::days(7);

/// How far a request is. No request means “not asked”.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum JoinRequest {
    /// The message is written and its way to the host is open; nobody has said yet that it was sent.
    Drafted {
        /// What the place is called: “Zulip”.
        channel: String,
        /// When.
        at: DateTime<Utc>,
    },
    /// The host was asked.
    Asked {
        /// What the place is called: “Zulip”.
        channel: String,
        /// When.
        at: DateTime<Utc>,
        /// Where the answer will come, if it can be looked for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        thread: Option<Thread>,
        /// The host has answered that the session is full, and that the person is on the waiting list.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        waitlisted: bool,
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

/// Where a host's answer will come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "on", rename_all = "kebab-case")]
pub enum Thread {
    /// A conversation of direct messages.
    Zulip {
        /// The account it was asked with, by its name among the secrets.
        account: String,
        /// The host's user id.
        host: u64,
        /// The id of the message that asked.
        sent: u64,
    },
    /// A room of two.
    Matrix {
        /// The account it was asked with, by its name among the secrets.
        account: String,
        /// The host's user id.
        host: String,
        /// The room's id.
        room: String,
        /// The id of the event that asked.
        sent: String,
    },
    /// A service that takes requests itself.
    Endpoint {
        /// Where its state can be read.
        status: WebLink,
    },
}

impl JoinRequest {
    /// A host who was asked at `at` on `channel`, and whose answer goes by this program unseen.
    #[must_use]
    pub fn asked(channel: impl Into<String>, at: DateTime<Utc>) -> Self {
        Self::Asked { channel: channel.into(), at, thread: None, waitlisted: false }
    }

    /// Whether an answer is waited for.
    #[must_use]
    pub fn waits(&self) -> bool {
        match self {
            Self::Drafted { .. } | Self::Asked { .. } => true,
            Self::LinkReceived { .. } | Self::Declined { .. } | Self::Joined { .. } => false,
        }
    }

    /// Whether the person means to be there: asked, has the link, or has joined.
    #[must_use]
    pub fn is_open(&self) -> bool {
        match self {
            Self::Drafted { .. } | Self::Asked { .. } | Self::LinkReceived { .. } | Self::Joined { .. } => true,
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

/// Where `contact` is asked: what is opened, with the message in it where the place can be handed one.
///
/// `None` if the contact gives no address that can be opened: an endpoint is sent to instead.
#[must_use]
pub fn address(contact: &Contact, session: &Session, message: &str) -> Option<Openable> {
    let web = |address: String| WebLink::parse(&address).ok().map(Openable::Web);
    match &contact.channel {
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
        Channel::Mail { address } => MailLink::new(address, &format!("Joining: {}", session.title), message).map(Openable::Mail),
        // A draft of the text is what Telegram documents for public names; one that is too long for an address is on the clipboard.
        Channel::Telegram { name } => web(format!("https://t.me/{name}?text={}", percent(message))).or_else(|| web(format!("https://t.me/{name}"))),
        Channel::Slack { ids, workspace, .. } => {
            let chat = ids.as_ref().and_then(|(team, member)| ChatLink::slack(team, member)).map(Openable::Chat);
            chat.or_else(|| workspace.clone().map(Openable::Web))
        }
        Channel::Irc { server, name } => ChatLink::irc(server, name).map(Openable::Chat),
        Channel::Web { page, .. } => Some(Openable::Web(page.clone())),
        Channel::Endpoint { .. } => None,
    }
}

/// Zulip writes a name in a narrow with dashes for spaces and a dot for each percent sign of its encoding.
fn narrow_name(name: &str) -> String {
    percent(&name.replace(' ', "-")).replace('.', "%2E").replace('%', ".")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feed::{self, Scope};
    use crate::series::Window;
    use crate::zone::Zones;

    /// A session that is asked for at these contacts (JSON).
    fn session(contacts: &str) -> Session {
        let document = format!(
            r#"{{"@type":"Group","uid":"g","entries":[{{"@type":"Event","uid":"a","title":"Async & you","start":"2021-03-30T14:30:00","timeZone":"Etc/UTC","sessionbell.github.io:join":{{"mode":"ask","contacts":[{contacts}]}}}}]}}"#
        );
        let window = Window { from: "2021-01-01T00:00:00Z".parse().unwrap(), to: "2022-01-01T00:00:00Z".parse().unwrap() };
        feed::parse(document.as_bytes(), &Scope::new(Zones::bundled(), window)).unwrap().0.sessions.remove(0)
    }

    /// What is opened for a contact of the feed, for the message “Hi, é?\n& more”.
    fn opened(contact: &str) -> String {
        let session = session(contact);
        let Way::Ask { contacts, .. } = &*session.way else { panic!("{contact} is not asked") };
        let Some(contact) = contacts.first() else { return "no contact".to_owned() };
        address(contact, &session, "Hi, é?\n& more").map_or_else(|| "nothing".to_owned(), |open| open.as_str().to_owned())
    }

    #[test]
    fn zulip_opens_the_narrow_of_the_direct_message() {
        let zulip = |more: &str| opened(&format!(r#"{{"kind":"zulip",{more}}}"#));
        assert_eq!(
            zulip(r#""server":"https://rust-lang.zulipchat.com","user":116883,"handle":"Niko M. (he/him) 50%""#),
            "https://rust-lang.zulipchat.com/#narrow/dm/116883-Niko-M.2E-.28he.2Fhim.29-50.25"
        );
        assert_eq!(zulip(r#""server":"https://rust-lang.zulipchat.com/x?y","handle":"Niko""#), "https://rust-lang.zulipchat.com/");
        assert_eq!(zulip(r#""uri":"https://chat.example.org/#narrow/dm/7-Jürgen","handle":"Jürgen""#), "https://chat.example.org/#narrow/dm/7-J.C3.BCrgen");
        assert_eq!(zulip(r#""handle":"Niko""#), "https://zulip.com/accounts/go/");
    }

    #[test]
    fn discord_matrix_and_mail_open_by_their_documented_addresses() {
        assert_eq!(opened(r#"{"kind":"discord","user":"80351110224678912","handle":"niko"}"#), "https://discord.com/users/80351110224678912");
        assert_eq!(opened(r#"{"kind":"discord","handle":"niko"}"#), "https://discord.com/channels/@me");
        assert_eq!(opened(r#"{"kind":"matrix","handle":"@niko:example.org"}"#), "https://matrix.to/#/%40niko%3Aexample.org");
        assert_eq!(
            opened(r#"{"kind":"email","handle":"niko+sessions@example.org"}"#),
            "mailto:niko%2Bsessions@example.org?subject=Joining%3A%20Async%20%26%20you&body=Hi%2C%20%C3%A9%3F%0D%0A%26%20more"
        );
    }

    #[test]
    fn telegram_slack_and_irc_open_by_their_documented_addresses() {
        assert_eq!(opened(r#"{"kind":"telegram","handle":"@niko_m"}"#), "https://t.me/niko_m?text=Hi%2C%20%C3%A9%3F%0A%26%20more");
        assert_eq!(opened(r#"{"kind":"telegram","uri":"https://t.me/niko_m"}"#), "https://t.me/niko_m?text=Hi%2C%20%C3%A9%3F%0A%26%20more");
        assert_eq!(opened(r#"{"kind":"slack","team":"T024BE7LD","user":"U024BE7LH","handle":"niko"}"#), "slack://user?team=T024BE7LD&id=U024BE7LH");
        assert_eq!(opened(r#"{"kind":"slack","server":"https://rustaceans.slack.com/team/x","handle":"niko"}"#), "https://rustaceans.slack.com/");
        assert_eq!(opened(r##"{"kind":"irc","server":"irc.libera.chat","handle":"#rust"}"##), "ircs://irc.libera.chat/rust");
        assert_eq!(opened(r#"{"kind":"irc","server":"ircs://irc.libera.chat/","handle":"niko|away"}"#), "ircs://irc.libera.chat/niko%7Caway,isnick");
        assert_eq!(opened(r#"{"kind":"web","uri":"https://example.org/join?a=b","handle":"our page"}"#), "https://example.org/join?a=b");
        assert_eq!(opened(r#"{"kind":"endpoint","uri":"https://example.org/join"}"#), "nothing");
    }

    #[test]
    fn a_contact_that_cannot_be_opened_is_left_out() {
        for contact in [
            r#"{"kind":"telegram","handle":"a b"}"#,
            r#"{"kind":"telegram","uri":"https://t.me/joinchat/AAA","handle":"x"}"#,
            r#"{"kind":"slack","handle":"niko"}"#,
            r#"{"kind":"slack","server":"https://slack.com.evil.example/","handle":"niko"}"#,
            r#"{"kind":"irc","handle":"niko"}"#,
            r#"{"kind":"irc","server":"localhost","handle":"niko"}"#,
            r#"{"kind":"endpoint","uri":"http://example.org/join"}"#,
            r#"{"kind":"endpoint","uri":"https://127.0.0.1/join"}"#,
            r#"{"kind":"carrier pigeon","handle":"x"}"#,
        ] {
            assert_eq!(opened(contact), "no contact", "{contact}");
        }
    }
}
