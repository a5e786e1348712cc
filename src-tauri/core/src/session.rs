//! Decides what a published session is: its identity, its time, its people and its ways in.
//! It knows nothing of this machine's user: reminders, requests and received links live elsewhere.

use crate::fault::Fault;
use crate::link::JoinLink;
use crate::link::WebLink;
use crate::zone::Zone;
use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;

/// The longest session that is believed.
pub const LONGEST: Duration = Duration::days(31);
/// How long a session without a published end counts as running.
pub const ASSUMED_LENGTH: Duration = Duration::minutes(60);

/// A subscribed feed on this machine; made once when the feed is added and kept when its address changes. A copy shares
/// its text: a plan makes thousands of keys.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FeedId(pub Arc<str>);

/// A session's identifier inside its feed: `uid` of RFC 8984 section 4.1.2.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Uid(pub Arc<str>);

/// Which occurrence of a recurring session, by its wall-clock start *as first announced* (RFC 8984 section 4.3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RecurrenceId(pub NaiveDateTime);

/// One session that a person can attend: feed, uid and, if it recurs, which occurrence. Never its title or time.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionKey {
    /// The feed that publishes it.
    pub feed: FeedId,
    /// Its identifier there.
    pub uid: Uid,
    /// The occurrence, for a recurring session.
    pub occurrence: Option<RecurrenceId>,
}

/// The text form of a key, as windows and the door carry it: three parts, each percent-encoded, joined by `/`.
impl fmt::Display for SessionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = crate::link::percent;
        write!(f, "{}/{}", part(&self.feed.0), part(&self.uid.0))?;
        match self.occurrence {
            Some(RecurrenceId(local)) => write!(f, "/{local:?}"),
            None => Ok(()),
        }
    }
}

/// A text that is not a session key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this does not name a session")]
pub struct NotASessionKey;

impl std::str::FromStr for SessionKey {
    type Err = NotASessionKey;
    fn from_str(text: &str) -> Result<Self, NotASessionKey> {
        let mut parts = text.split('/');
        let mut next = || parts.next().map(unpercent);
        let (Some(Some(feed)), Some(Some(uid))) = (next(), next()) else { return Err(NotASessionKey) };
        let occurrence = match parts.next() {
            None => None,
            Some(local) => Some(RecurrenceId(local.parse().map_err(|_| NotASessionKey)?)),
        };
        if parts.next().is_some() || feed.is_empty() || uid.is_empty() {
            return Err(NotASessionKey);
        }
        Ok(Self { feed: FeedId(feed.into()), uid: Uid(uid.into()), occurrence })
    }
}

impl Serialize for SessionKey {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for SessionKey {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

fn unpercent(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let digit = |b: Option<u8>| b.and_then(|b| char::from(b).to_digit(16));
            out.push(u8::try_from(digit(bytes.next())? * 16 + digit(bytes.next())?).ok()?);
        } else {
            out.push(byte);
        }
    }
    String::from_utf8(out).ok()
}

/// When a session starts, as it was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// A wall-clock time in a named zone: one instant, wherever it is read.
    Zoned {
        /// The host's wall clock.
        local: NaiveDateTime,
        /// The host's zone.
        zone: Zone,
        /// That instant: it is asked for whenever a plan is made.
        at: DateTime<Utc>,
    },
    /// A wall-clock time wherever the reader is (RFC 8984 section 4.7.1, no `timeZone`).
    Floating(NaiveDateTime),
    /// A whole day, wherever the reader is (RFC 8984 section 5.1.1, `showWithoutTime`).
    AllDay(NaiveDate),
}

impl Start {
    /// The hour of an all-day session from which its reminders count back, on the reader's clock.
    pub const ALL_DAY_BELL: NaiveTime = NaiveTime::from_hms_opt(9, 0, 0).expect("9:00 is a time");

    /// A wall-clock time in a named zone.
    #[must_use]
    pub fn zoned(local: NaiveDateTime, zone: Zone) -> Self {
        Self::Zoned { local, zone, at: zone.read(local).instant() }
    }

    /// The instant of the start, for a reader whose clock is set to `reader`.
    #[must_use]
    pub fn instant(&self, reader: Zone) -> DateTime<Utc> {
        match *self {
            Self::Zoned { local, .. } if Fault::ReadersZone.is_on() => reader.read(local).instant(),
            Self::Zoned { at, .. } => at,
            Self::Floating(local) => reader.read(local).instant(),
            Self::AllDay(day) => reader.midnight(day),
        }
    }

    /// The wall-clock time as it was published; midnight of an all-day session.
    #[must_use]
    pub fn wall(&self) -> NaiveDateTime {
        match *self {
            Self::Zoned { local, .. } | Self::Floating(local) => local,
            Self::AllDay(day) => day.and_time(NaiveTime::MIN),
        }
    }

    /// The same kind of start, at another time of the same wall clock.
    #[must_use]
    pub fn at_wall(&self, local: NaiveDateTime) -> Self {
        match *self {
            Self::Zoned { zone, .. } => Self::zoned(local, zone),
            Self::Floating(_) => Self::Floating(local),
            Self::AllDay(_) => Self::AllDay(local.date()),
        }
    }

    /// The instant from which reminders count back: the start, or 09:00 of an all-day session.
    #[must_use]
    pub fn bell(&self, reader: Zone) -> DateTime<Utc> {
        match *self {
            Self::Zoned { .. } | Self::Floating(_) => self.instant(reader),
            Self::AllDay(day) => reader.read(day.and_time(Self::ALL_DAY_BELL)).instant(),
        }
    }
}

/// Whether a session takes place (RFC 8984 section 5.1.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    /// It takes place.
    Confirmed,
    /// Its host is not sure yet; it still rings.
    Tentative,
    /// It does not take place; it never rings.
    Cancelled,
}

/// A link with the words it was published under.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicLink {
    /// What it says; may be empty, then the host and path stand for it.
    pub title: String,
    /// Where it leads.
    pub link: WebLink,
}

/// Somebody who hosts a session.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Host {
    /// The name as published.
    pub name: String,
}

/// Where a host can be asked for the link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Who answers there, if the feed says.
    pub person: Option<String>,
    /// Which kind of place it is.
    pub channel: Channel,
}

/// A way to reach a host. Each carries only what was checked when it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Channel {
    /// A Zulip organisation, and the user's number there if it is published.
    Zulip {
        /// The organisation's address, without a path; a feed that names Zulip alone has none.
        realm: Option<WebLink>,
        /// The numeric user id, for a direct-message address.
        user: Option<u64>,
        /// The name shown there.
        handle: String,
    },
    /// Discord; the numeric user id (a snowflake) opens the person's page.
    Discord {
        /// The numeric user id, if published.
        user: Option<u64>,
        /// The name shown there.
        handle: String,
    },
    /// A Matrix user id (`@niko:example.org`).
    Matrix {
        /// The user id, with `@` and `:`.
        id: String,
    },
    /// An e-mail address.
    Mail {
        /// One plain mailbox.
        address: String,
    },
    /// Telegram.
    Telegram {
        /// The public user name, without `@`.
        name: String,
    },
    /// A Slack workspace.
    Slack {
        /// The ids of the workspace and of the member there, if both are published.
        ids: Option<(String, String)>,
        /// The workspace's own page.
        workspace: Option<WebLink>,
        /// The name shown there.
        handle: String,
    },
    /// IRC.
    Irc {
        /// A server of the network.
        server: String,
        /// A nick, or a channel with its `#`.
        name: String,
    },
    /// A service that takes requests itself (docs/join-endpoint.json).
    Endpoint {
        /// Where.
        address: WebLink,
        /// What the place is called.
        label: String,
    },
    /// A page that says how.
    Web {
        /// Where.
        page: WebLink,
        /// What the place is called.
        label: String,
    },
}

impl Channel {
    /// What people call the place.
    #[must_use]
    pub fn label(&self) -> &str {
        match self {
            Self::Zulip { .. } => "Zulip",
            Self::Discord { .. } => "Discord",
            Self::Matrix { .. } => "Matrix",
            Self::Mail { .. } => "e-mail",
            Self::Telegram { .. } => "Telegram",
            Self::Slack { .. } => "Slack",
            Self::Irc { .. } => "IRC",
            Self::Endpoint { label, .. } | Self::Web { label, .. } => label,
        }
    }
}

/// The name of a room inside a feed: sessions of one room share one link.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RoomId(pub String);

/// How people get in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// The link is public.
    Public(Vec<JoinLink>),
    /// The host is asked for it.
    Ask {
        /// The host's own sentence about asking.
        instructions: String,
        /// Where to ask, best first.
        contacts: Vec<Contact>,
        /// The room whose link it is, if sessions share one.
        room: Option<RoomId>,
    },
    /// The feed does not say.
    Unstated,
}

/// A room that several sessions share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Room {
    /// What people call it.
    pub label: String,
    /// What the host says of it, for example that the link stays the same.
    pub note: String,
}

/// One session, as the feed publishes it. A copy shares what its series says: a feed may have thousands of occurrences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Identifier inside the feed.
    pub uid: Uid,
    /// Which occurrence, if it recurs.
    pub occurrence: Option<RecurrenceId>,
    /// Its topic. Cleaned; if the feed has none, the feed’s own title, or a dash.
    pub title: Arc<str>,
    /// Links of the topic, in published order.
    pub topics: Arc<[TopicLink]>,
    /// Running text, possibly empty.
    pub description: Arc<str>,
    /// Where it takes place besides online, in words; empty if nowhere or not said.
    pub place: Arc<str>,
    /// When it starts.
    pub start: Start,
    /// How long it takes; `None` if the feed does not say.
    pub duration: Option<Duration>,
    /// Who hosts it.
    pub hosts: Arc<[Host]>,
    /// Whether it takes place.
    pub status: Status,
    /// The publisher's revision counter (RFC 8984 section 4.1.7).
    pub sequence: u64,
    /// How people get in.
    pub way: Arc<Way>,
    /// What experience the host looks for.
    pub wanted: Arc<[String]>,
    /// The post that announces it.
    pub post: Option<WebLink>,
}

impl Session {
    /// The end, for lateness and “running now”: the published one, or an hour after the start.
    #[must_use]
    pub fn end(&self, reader: Zone) -> DateTime<Utc> {
        let length = match (self.duration, self.start) {
            (Some(length), _) => length,
            (None, Start::AllDay(_)) => Duration::days(1),
            (None, Start::Zoned { .. } | Start::Floating(_)) => ASSUMED_LENGTH,
        };
        self.start.instant(reader) + length
    }

    /// The hosts' names, the same in every language: “Niko”, “Niko & Ryan”, “Niko, Ryan & Ada”.
    #[must_use]
    pub fn hosted_by(&self) -> String {
        match &*self.hosts {
            [] => String::new(),
            [one] => one.name.clone(),
            [first @ .., last] => {
                format!("{} & {}", first.iter().map(|host| host.name.as_str()).collect::<Vec<_>>().join(", "), last.name)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_key_survives_its_text_form(feed in ".+", uid in ".+", recurs in any::<bool>()) {
            let occurrence = recurs.then(|| RecurrenceId("2021-03-30T14:30:00".parse().unwrap()));
            let key = SessionKey { feed: FeedId(feed.into()), uid: Uid(uid.into()), occurrence };
            prop_assert_eq!(key.to_string().parse(), Ok(key));
        }
    }

    #[test]
    fn a_text_that_names_no_session_is_refused() {
        for wrong in ["", "a", "a/", "/b", "a/b/c", "a/b/2021-03-30T14:30:00/d", "a/%zz", "a/%ff"] {
            assert_eq!(wrong.parse::<SessionKey>(), Err(NotASessionKey), "{wrong}");
        }
    }

    #[test]
    fn an_all_day_session_rings_in_the_morning_of_the_reader() {
        let berlin = crate::zone::Zones::bundled().named("Europe/Berlin").unwrap();
        let day = Start::AllDay("2021-03-30".parse().unwrap());
        assert_eq!(day.instant(berlin).to_string(), "2021-03-29 22:00:00 UTC");
        assert_eq!(day.bell(berlin).to_string(), "2021-03-30 07:00:00 UTC");
    }
}
