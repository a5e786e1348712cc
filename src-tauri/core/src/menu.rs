//! Decides what the tray menu and its icon say, as a value that can be compared.
//! It never draws: the shell turns the value into a widget when it differs from the last.

use crate::action::{PauseUntil, UserAction, WindowKind};
use crate::courier::Offer;
use crate::language::Language;
use crate::notice::series;
use crate::plan::held_until;
use crate::request::{JoinRequest, RoomKey};
use crate::session::{Session, SessionKey, Start, Status, Way};
use crate::settings::Settings;
use crate::store::State;
use crate::text::isolated;
use crate::trouble::{Surroundings, Trouble};
use crate::words::Voice;
use crate::zone::Zone;
use chrono::{DateTime, Duration, Utc};
use std::collections::BTreeMap;

/// Sessions listed at most.
const MOST: usize = 8;
/// Days listed from today.
const DAYS: i64 = 7;
/// Longest topic in the menu, in grapheme clusters.
const TOPIC: usize = 48;
/// A session is soon that long before its start.
const SOON: Duration = Duration::minutes(15);

/// The whole tray.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Menu {
    /// From top to bottom.
    pub items: Vec<Item>,
    /// What the icon says.
    pub icon: Icon,
    /// What hovering says.
    pub tooltip: String,
}

/// A line of the menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// Words alone.
    Words(String),
    /// Something to press.
    Press {
        /// What it says.
        label: String,
        /// What it asks for.
        action: UserAction,
    },
    /// A menu inside the menu.
    Sub {
        /// What it says.
        label: String,
        /// Its lines.
        items: Vec<Item>,
    },
    /// A dividing line.
    Rule,
}

/// What the tray icon says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// Nothing soon.
    Idle,
    /// A session begins within a quarter of an hour.
    Soon,
    /// A session runs.
    Running,
    /// Reminders are held.
    Paused,
    /// Something is wrong.
    Trouble,
}

/// A session in the menu's reach.
struct Listed<'a> {
    key: SessionKey,
    session: &'a Session,
    start: DateTime<Utc>,
    end: DateTime<Utc>,
}

/// The menu at `now`, and the instant from which it would say something else.
#[must_use]
pub fn menu(
    state: &State,
    settings: &Settings,
    troubles: &[Trouble],
    around: &Surroundings,
    offers: &BTreeMap<SessionKey, Offer>,
    (reader, now): (Zone, DateTime<Utc>),
) -> (Menu, Option<DateTime<Utc>>) {
    let voice = Voice::of(settings, around.language);
    let language = voice.language;
    let today = reader.day(now);
    let mut listed = listed(state, settings, reader, now);
    let mut changes: Vec<DateTime<Utc>> = listed.iter().flat_map(|one| [one.start - SOON, one.start, one.end]).collect();
    changes.push(reader.midnight(today + Duration::days(1)));
    // The horizon moves with the day, which is a change of its own.
    let horizon = reader.midnight(today + Duration::days(DAYS));
    listed.retain(|one| one.start < horizon);

    let mut items = Vec::new();
    let top: Vec<_> = listed.iter().filter(|one| one.start <= now).collect();
    let first = listed.iter().find(|one| one.start > now);
    // Several at once are all shown: those that run, and all that start together with the next.
    let together: Vec<_> = first.map_or(Vec::new(), |first| listed.iter().filter(|one| one.start == first.start).take(MOST).collect());
    for one in top.iter().take(MOST) {
        items.push(open(one, language.say("tray-now", [("topic", topic(one.session).into())])));
        items.extend(way_in(one, state, language));
    }
    for one in &together {
        let (countdown, until) = language.countdown(one.start, now);
        changes.extend(until);
        items.push(open(one, language.say("tray-coming", [("topic", topic(one.session).into()), ("countdown", countdown.into())])));
        items.extend(way_in(one, state, language));
    }
    if items.is_empty() {
        items.push(Item::Words(language.word(if settings.feeds.is_empty() { "no-feeds" } else { "no-sessions" })));
    }
    if together.len() > 1 {
        items.insert(0, Item::Words(language.say("tray-together", [("n", together.len().into())])));
    }
    if top.len() > 1 {
        items.insert(0, Item::Words(language.say("tray-running", [("n", top.len().into())])));
    }
    for one in listed.iter().filter(|one| offers.get(&one.key).is_some_and(|offer| offer.link.is_some())).take(MOST) {
        let from = offers.get(&one.key).map(|offer| offer.from.as_str()).filter(|from| !from.is_empty());
        let who = from.map_or_else(|| language.word("the-host"), |from| crate::text::line(from, TOPIC));
        items.push(open(one, language.say("tray-answered", [("who", who.into()), ("topic", topic(one.session).into())])));
    }
    let missed = state.missed(reader, now).len();
    if missed > 0 {
        let label = language.say("tray-missed", [("n", missed.into())]);
        items.push(Item::Press { label, action: UserAction::Show { window: WindowKind::Upcoming, session: None } });
    }
    let rest = listed.iter().filter(|one| one.start > now && first.is_none_or(|first| one.start != first.start)).take(MOST);
    let mut day = None;
    for one in rest {
        let its_day = reader.day(one.start);
        if day != Some(its_day) {
            items.extend([Item::Rule, Item::Words(language.day(its_day, today))]);
            day = Some(its_day);
        }
        let time = match one.session.start {
            Start::AllDay(_) => language.word("all-day"),
            Start::Zoned { .. } | Start::Floating(_) => voice.clock(one.start, reader),
        };
        items.push(open(one, format!("{time}  {}", isolated(&topic(one.session)))));
    }
    items.push(Item::Rule);
    if let Some(worst) = troubles.first() {
        let window = WindowKind::Settings;
        let label = crate::text::line(&worst.sentence, 80);
        items.push(Item::Press { label, action: UserAction::Show { window, session: None } });
    }
    let held = held_until(state, settings, now, reader);
    if around.do_not_disturb {
        items.push(Item::Words(language.word("tray-do-not-disturb")));
    }
    items.push(pause(state.paused_until.filter(|until| *until > now), voice, reader));
    changes.extend(held);
    if let Some(quiet) = settings.quiet.filter(|_| held.is_none()) {
        changes.push(next_time(quiet.from, reader, now));
    }
    let press = |label, action| Item::Press { label: language.word(label), action };
    items.extend([
        press("tray-check", UserAction::Check { feed: None }),
        Item::Rule,
        press("tray-open", UserAction::Show { window: WindowKind::Upcoming, session: None }),
        press("tray-settings", UserAction::Show { window: WindowKind::Settings, session: None }),
        press("tray-quit", UserAction::Quit),
    ]);
    let icon = if !troubles.is_empty() {
        Icon::Trouble
    } else if held.is_some() || around.do_not_disturb {
        Icon::Paused
    } else if !top.is_empty() {
        Icon::Running
    } else if first.is_some_and(|first| first.start - SOON <= now) {
        Icon::Soon
    } else {
        Icon::Idle
    };
    let tooltip = tooltip(troubles, around, held, top.first().or(together.first()).copied(), settings, reader, state);
    (Menu { items, icon, tooltip }, changes.into_iter().filter(|at| *at > now).min())
}

fn listed<'a>(state: &'a State, settings: &Settings, reader: Zone, now: DateTime<Utc>) -> Vec<Listed<'a>> {
    let mut listed: Vec<_> = settings
        .feeds
        .iter()
        .filter_map(|feed| state.feeds.get(&feed.id).map(|known| (feed, known)))
        .flat_map(|(feed, known)| known.sessions().iter().map(move |session| (feed, session)))
        .filter(|(_, session)| session.status != Status::Cancelled)
        .filter_map(|(feed, session)| {
            let (start, end) = (session.start.instant(reader), session.end(reader));
            let in_reach = end > now && start < now + Duration::days(DAYS + 1);
            in_reach.then(|| Listed {
                key: SessionKey { feed: feed.id.clone(), uid: session.uid.clone(), occurrence: session.occurrence },
                session,
                start,
                end,
            })
        })
        .collect();
    listed.sort_by(|a, b| (a.start, &a.key).cmp(&(b.start, &b.key)));
    listed
}

fn topic(session: &Session) -> String {
    crate::text::line(&session.title, TOPIC)
}

fn open(one: &Listed<'_>, label: String) -> Item {
    Item::Press { label, action: UserAction::Show { window: WindowKind::Upcoming, session: Some(one.key.clone()) } }
}

fn way_in(one: &Listed<'_>, state: &State, language: Language) -> Option<Item> {
    let under = |words: String| format!("    {words}");
    let join = || Item::Press { label: under(language.word("join")), action: UserAction::Join { session: one.key.clone(), host: None } };
    let kept = state.links.contains_key(&RoomKey::of(&one.key.feed, one.session));
    let request = state.requests.get(&one.key);
    match &*one.session.way {
        Way::Public(_) => Some(join()),
        Way::Ask { .. } | Way::Unstated if kept => Some(join()),
        Way::Ask { contacts, .. } => match request {
            Some(JoinRequest::Asked { channel, .. }) => Some(Item::Words(under(language.say("tray-asked", [("channel", (&**channel).into())])))),
            Some(JoinRequest::Drafted { .. }) => Some(open(one, under(language.word("tray-did-you-send")))),
            Some(JoinRequest::LinkReceived { .. } | JoinRequest::Declined { .. } | JoinRequest::Joined { .. }) | None => {
                contacts.first().map(|contact| Item::Press {
                    label: under(language.say("tray-ask", [("channel", contact.channel.label().into())])),
                    action: UserAction::Ask { session: one.key.clone(), contact: 0, message: None, again: false },
                })
            }
        },
        Way::Unstated => None,
    }
}

fn pause(paused: Option<DateTime<Utc>>, voice: Voice, reader: Zone) -> Item {
    let language = voice.language;
    match paused {
        Some(until) => Item::Press { label: language.say("tray-resume", [("time", voice.clock(until, reader).into())]), action: UserAction::Resume },
        None => {
            let choice = |label, until| Item::Press { label, action: UserAction::Pause { until } };
            Item::Sub {
                label: language.word("tray-pause"),
                items: vec![
                    choice(language.say("tray-pause-minutes", [("n", 30.into())]), PauseUntil::Minutes(30)),
                    choice(language.word("tray-pause-hour"), PauseUntil::Minutes(60)),
                    choice(language.word("tray-pause-tomorrow"), PauseUntil::Tomorrow),
                ],
            }
        }
    }
}

fn tooltip(
    troubles: &[Trouble],
    around: &Surroundings,
    held: Option<DateTime<Utc>>,
    next: Option<&Listed<'_>>,
    settings: &Settings,
    reader: Zone,
    state: &State,
) -> String {
    if let Some(worst) = troubles.first() {
        return worst.sentence.clone();
    }
    let voice = Voice::of(settings, around.language);
    if around.do_not_disturb {
        return voice.language.word("tip-do-not-disturb");
    }
    if let Some(until) = held {
        return voice.language.say("tip-held", [("time", voice.clock(until, reader).into())]);
    }
    next.map_or_else(
        || voice.language.word("tip-nothing"),
        |one| {
            let clocks = voice.both_clocks(one.session, reader);
            format!("{clocks} · {} · {}", isolated(&topic(one.session)), series(&one.key.feed, state, settings))
        },
    )
}

/// The next instant at which the reader's clock shows `time`.
fn next_time(time: chrono::NaiveTime, reader: Zone, now: DateTime<Utc>) -> DateTime<Utc> {
    let today = reader.day(now);
    let at = |day: chrono::NaiveDate| reader.read(day.and_time(time)).instant();
    if at(today) > now { at(today) } else { at(today + Duration::days(1)) }
}
