//! Decides the words and buttons of one notification.
//! It never escapes or sends them: how a server wants its text is the notifier's affair.

use crate::language::Language;
use crate::request::RoomKey;
use crate::session::{Session, SessionKey, Way};
use crate::settings::Settings;
use crate::store::{Change, State, What, content_hash};
use crate::words::Voice;
use crate::zone::Zone;
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

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
    /// How much it asks for attention.
    pub urgency: Urgency,
}

/// How much a notice asks for attention (Desktop Notifications Specification 1.2, section “Urgency levels”).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    /// It may go by unseen.
    Quiet,
    /// As any other.
    Usual,
    /// It stays on the screen until it is answered.
    Urgent,
}

/// What notices are written from.
#[derive(Clone, Copy, Debug)]
pub struct Stage<'a> {
    /// What is known.
    pub state: &'a State,
    /// What is set.
    pub settings: &'a Settings,
    /// The person's zone.
    pub reader: Zone,
    /// How the person is spoken to.
    pub voice: Voice,
    /// The instant of the notice.
    pub now: DateTime<Utc>,
}

/// Lines of a notice that rings for several sessions, at most.
const SESSIONS: usize = 12;
/// Lines of a notice that tells of several changes, at most.
const CHANGES: usize = 6;

/// The notice that rings for a session: worded from the real distance between now and its start. `moved`: it rings late
/// because the session was moved to where this reminder had passed.
#[must_use]
pub fn reminder(key: &SessionKey, session: &Session, moved: bool, urgency: Urgency, stage: Stage<'_>) -> Notice {
    let Stage { state, settings, reader, voice, now } = stage;
    let language = voice.language;
    let clocks = voice.both_clocks(session, reader);
    let (unusual, place) = (language.unusual_clock(session, reader).unwrap_or_default(), session.place.to_string());
    let parts = [session.hosted_by(), clocks, unusual, place, series(&key.feed, state, settings)];
    let start = session.start.bell(reader);
    let title = if moved {
        let to = voice.clock_beside(start, now, reader);
        language.say("reminder-moved", [("to", to.into()), ("distance", language.distance_within(start, now).into()), ("title", (&*session.title).into())])
    } else {
        language.say("reminder", [("distance", language.distance(start, now).into()), ("title", (&*session.title).into())])
    };
    Notice {
        title,
        body: parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" · "),
        buttons: buttons(key, session, state, settings, language),
        tag: key.to_string(),
        urgency,
    }
}

/// The one notice that rings for several sessions, in the order of their starts: those that ring now, then `standing`,
/// which rang before and are named again.
#[must_use]
pub fn digest(ringing: &[(&SessionKey, &Session)], standing: &[(&SessionKey, &Session)], urgency: Urgency, stage: Stage<'_>) -> Notice {
    let Stage { settings, reader, voice, now, .. } = stage;
    let language = voice.language;
    let (mut ordered, standing) = (by_start(ringing, reader), by_start(standing, reader));
    let first = ordered.first().map_or(now, |(start, ..)| *start);
    // Those that rang long before are not what it rings for.
    let together =
        ordered.iter().all(|(start, ..)| *start == first) && standing.iter().all(|(start, ..)| *start == first || *start < first - Duration::minutes(1));
    let first = if together { first } else { standing.first().map_or(first, |(start, ..)| first.min(*start)) };
    ordered.extend(standing);
    let lines = ordered.iter().map(|(start, _, session)| {
        let when = match session.start {
            crate::session::Start::AllDay(_) => language.word("all-day"),
            crate::session::Start::Zoned { .. } | crate::session::Start::Floating(_) => voice.clock_beside(*start, now, reader),
        };
        let hosts = session.hosted_by();
        let hosts = if hosts.is_empty() { hosts } else { format!(" · {hosts}") };
        format!("{when}  {}{hosts}", session.title)
    });
    let count = ordered.len();
    Notice {
        title: if together {
            language.say("together", [("distance", language.distance(first, now).into()), ("n", count.into())])
        } else {
            language.say("several", [("n", count.into()), ("distance", language.distance_within(first, now).into())])
        },
        body: at_most(SESSIONS, lines.collect(), language),
        buttons: vec![open(language), snooze(settings, language)],
        tag: format!("together/{:016x}", content_hash(ordered.iter().map(|(_, key, _)| key.to_string()).collect::<String>().as_bytes())),
        urgency,
    }
}

fn by_start<'a>(sessions: &[(&'a SessionKey, &'a Session)], reader: Zone) -> Vec<(DateTime<Utc>, &'a SessionKey, &'a Session)> {
    let mut ordered: Vec<_> = sessions.iter().map(|(key, session)| (session.start.bell(reader), *key, *session)).collect();
    ordered.sort_by_key(|(start, key, _)| (*start, *key));
    ordered
}

/// The quiet notice about sessions that have changed; at least one.
#[must_use]
pub fn changed(changes: &[&Change], stage: Stage<'_>) -> Notice {
    let language = stage.voice.language;
    let notice = |title: String, body: String| Notice { title, body, buttons: vec![open(language)], tag: "changes".to_owned(), urgency: Urgency::Quiet };
    match changes {
        [one] => {
            let Stage { state, settings, .. } = stage;
            let (title, more) = change_words(one, stage);
            let parts = [more, series(&one.session.feed, state, settings)];
            notice(title, parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" · "))
        }
        several => {
            let sessions: BTreeSet<_> = several.iter().map(|change| &change.session).collect();
            let title = language.say("changed", [("n", sessions.len().into())]);
            notice(title, at_most(CHANGES, several.iter().map(|change| change_words(change, stage).0).collect(), language))
        }
    }
}

/// A change in words, and what more there is to say: “Moved to 13:00: Standup”, “was 17:00”.
#[must_use]
pub fn change_words(change: &Change, stage: Stage<'_>) -> (String, String) {
    let Stage { state, reader, voice, now, .. } = stage;
    let language = voice.language;
    let titled = |id| language.say(id, [("title", (&*change.title).into())]);
    match &change.what {
        What::New => (titled("change-new"), String::new()),
        What::Moved { from, to } => {
            let floats = state.session(&change.session).is_some_and(|session| !matches!(session.start, crate::session::Start::Zoned { .. }));
            let at = |instant: &DateTime<Utc>| if floats { reader.read(instant.naive_utc()).instant() } else { *instant };
            let clock = |instant| voice.clock_beside(instant, now, reader).into();
            (
                language.say("change-moved", [("to", clock(at(to))), ("title", (&*change.title).into())]),
                language.say("change-moved-from", [("from", clock(at(from)))]),
            )
        }
        What::Cancelled => (titled("change-cancelled"), String::new()),
        What::Withdrawn => (titled("change-cancelled"), language.word("change-withdrawn")),
        What::Back => (titled("change-back"), String::new()),
        What::Topic { label } => (language.say("change-topic", [("title", (&*change.title).into()), ("label", (&**label).into())]), String::new()),
        What::Host { to } => (language.say("change-host", [("host", (&**to).into()), ("title", (&*change.title).into())]), String::new()),
    }
}

fn at_most(most: usize, mut lines: Vec<String>, language: Language) -> String {
    if lines.len() > most {
        let rest = lines.len() - (most - 1);
        lines.truncate(most - 1);
        lines.push(language.say("and-more", [("n", rest.into())]));
    }
    lines.join("\n")
}

/// The notice of “ring the bell now”.
#[must_use]
pub fn sample(settings: &Settings, language: Language) -> Notice {
    Notice {
        title: language.word("sample-title"),
        body: language.word("sample-body"),
        buttons: vec![open(language), snooze(settings, language)],
        tag: "sample".to_owned(),
        urgency: Urgency::Usual,
    }
}

/// The quiet notice that a host has answered; the link is nobody’s business who looks at the screen.
#[must_use]
pub fn answered(title: &str, from: &str, has_link: bool, language: Language) -> Notice {
    let who = if from.is_empty() { language.word("the-host") } else { from.to_owned() };
    Notice {
        title: language.say("answered", [("who", who.into()), ("title", title.into())]),
        body: language.word(if has_link { "answered-link" } else { "answered-no-link" }),
        buttons: vec![open(language)],
        tag: "answer".to_owned(),
        urgency: Urgency::Quiet,
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

fn buttons(key: &SessionKey, session: &Session, state: &State, settings: &Settings, language: Language) -> Vec<Button> {
    let mut buttons = vec![open(language)];
    let kept = state.links.contains_key(&RoomKey::of(&key.feed, session));
    let way_in = match &*session.way {
        Way::Public(_) => Some((Press::Join, "join")),
        Way::Ask { .. } | Way::Unstated if kept => Some((Press::Join, "join")),
        Way::Ask { contacts, .. } if !contacts.is_empty() => Some((Press::Ask, "ask")),
        Way::Ask { .. } | Way::Unstated => None,
    };
    buttons.extend(way_in.map(|(press, label)| Button { press, label: language.word(label) }));
    buttons.push(snooze(settings, language));
    buttons
}

fn open(language: Language) -> Button {
    Button { press: Press::Open, label: language.word("open") }
}

fn snooze(settings: &Settings, language: Language) -> Button {
    Button { press: Press::Snooze, label: language.say("snooze", [("n", settings.snooze.into())]) }
}
