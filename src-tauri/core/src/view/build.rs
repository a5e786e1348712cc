//! Decides how state becomes what the windows see.
//! It never changes anything, and puts no address of a meeting into a view.

use super::{
    BellView, ChangeView, ContactView, FeedChip, MissedView, NextView, OfferView, RequestView, SessionView, TopicView, UpcomingView, WayView, ZoneLine,
};
use crate::alarm::{Bell, Entry, Outcome};
use crate::courier::Offer;
use crate::link::{JoinLink, WebLink};
use crate::notice::{Stage, change_words, series};
use crate::request::{JoinRequest, RoomKey};
use crate::session::{Contact, FeedId, Session, SessionKey, Start, Status, Way};
use crate::settings::Settings;
use crate::store::State;
use crate::trouble::{Surroundings, troubles};
use crate::words::Voice;
use crate::zone::Zone;
use chrono::{DateTime, Duration, Utc};
use std::collections::{BTreeMap, BTreeSet};

/// Past sessions are listed for that long.
const PAST: Duration = Duration::days(14);
/// Overlapping sessions named at most.
const OVERLAPS: usize = 3;
/// All that a view is built from.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    /// What is known.
    pub state: &'a State,
    /// What is set.
    pub settings: &'a Settings,
    /// What is around.
    pub around: &'a Surroundings,
    /// What hosts have answered.
    pub offers: &'a BTreeMap<SessionKey, Offer>,
    /// The meeting link on the clipboard, while an answer is waited for.
    pub clipboard: Option<&'a JoinLink>,
    /// Sessions whose message is on its way.
    pub sending: &'a BTreeSet<SessionKey>,
    /// The person's zone.
    pub reader: Zone,
    /// How the person is spoken to.
    pub voice: Voice,
    /// The instant of the view.
    pub now: DateTime<Utc>,
}

/// What the upcoming window shows at `scene.now`.
#[must_use]
pub fn upcoming_view(scene: Scene<'_>) -> UpcomingView {
    let Scene { state, settings, around, reader, now, .. } = scene;
    let mut sessions: Vec<SessionView> = Vec::new();
    let mut names = BTreeMap::new();
    for feed in &settings.feeds {
        names.insert(&feed.id, series(&feed.id, state, settings));
        let Some(known) = state.feeds.get(&feed.id) else { continue };
        let current = known.sessions().iter().filter(|session| session.end(reader) > now - PAST);
        sessions.extend(current.map(|session| session_view(scene, &feed.id, session, names.get(&feed.id).map_or("", String::as_str))));
    }
    sessions.sort_by(|a, b| (a.starts, &a.key).cmp(&(b.starts, &b.key)));
    mark_overlaps(&mut sessions);
    let instant = now.timestamp_millis();
    let next = sessions.iter().find(|one| !one.cancelled && one.ends > instant).map(|one| one.key.clone());
    let held_until = crate::plan::held_until(state, settings, now, reader);
    UpcomingView {
        now: instant,
        zone: reader.name().to_owned(),
        today: reader.day(now).to_string(),
        hours: settings.hours,
        look: settings.look(around.language),
        first_day: settings.first_day,
        leads: settings.leads.iter().map(|lead| lead.as_minutes()).collect(),
        snooze: settings.snooze,
        feeds: settings.feeds.iter().map(|feed| FeedChip { id: feed.id.clone(), title: names.remove(&feed.id).unwrap_or_default() }).collect(),
        checked: settings.feeds.iter().filter_map(|feed| state.feeds.get(&feed.id)?.poll.checked).max().map(|at| at.timestamp_millis()),
        held_until: held_until.map(|at| at.timestamp_millis()),
        paused: state.paused_until.is_some_and(|until| until > now),
        do_not_disturb: around.do_not_disturb,
        troubles: troubles(state, settings, around, now),
        next: next.and_then(|key| next_view(scene, key)),
        sessions,
        missed: missed(scene),
        changes: changes(scene),
    }
}

/// What the bell window shows at `scene.now`: the sessions of `ringing` that still matter.
#[must_use]
pub fn bell_view(scene: Scene<'_>, ringing: &BTreeMap<SessionKey, Option<Bell>>) -> BellView {
    let Scene { state, settings, around, reader, now, .. } = scene;
    let mut sessions: Vec<SessionView> = ringing
        .keys()
        .filter_map(|key| Some((key, state.session(key)?)))
        .filter(|(_, session)| session.status != Status::Cancelled && session.end(reader) > now)
        .map(|(key, session)| session_view(scene, &key.feed, session, &series(&key.feed, state, settings)))
        .collect();
    sessions.sort_by(|a, b| (a.starts, &a.key).cmp(&(b.starts, &b.key)));
    BellView {
        now: now.timestamp_millis(),
        look: settings.look(around.language),
        snooze: settings.snooze,
        why: around.unheard_sentence(scene.voice.language),
        sessions,
    }
}

fn changes(scene: Scene<'_>) -> Vec<ChangeView> {
    let Scene { state, settings, reader, voice, now, .. } = scene;
    let stage = Stage { state, settings, reader, voice, now };
    let feeds = settings.feeds.iter().filter_map(|feed| state.feeds.get(&feed.id));
    let mut changes: Vec<ChangeView> = feeds
        .flat_map(|feed| &feed.changes)
        .map(|change| {
            let (words, more) = change_words(change, stage);
            ChangeView { key: change.session.clone(), at: change.at.timestamp_millis(), words, more }
        })
        .collect();
    changes.sort_by_key(|change| std::cmp::Reverse(change.at));
    changes
}

fn session_view(scene: Scene<'_>, feed: &FeedId, session: &Session, series: &str) -> SessionView {
    let Scene { state, settings, reader, voice, now, .. } = scene;
    let key = SessionKey { feed: feed.clone(), uid: session.uid.clone(), occurrence: session.occurrence };
    let (start, end) = (session.start.instant(reader), session.end(reader));
    let all_day = matches!(session.start, Start::AllDay(_));
    let clock = |at| voice.clock(at, reader);
    let known = state.feeds.get(feed).and_then(|known| known.known.get(&(session.uid.clone(), session.occurrence)));
    let snoozed = state.entries(&key).find_map(|(alarm, entry)| match (&alarm.bell, &entry.outcome) {
        (Bell::Snooze, Outcome::Snoozed { until }) if *until > now => Some(until.timestamp_millis()),
        (Bell::Snooze | Bell::Lead(_) | Bell::Insist(_), _) => None,
    });
    SessionView {
        feed: feed.clone(),
        title: session.title.to_string(),
        series: series.to_owned(),
        hosts: session.hosted_by(),
        starts: start.timestamp_millis(),
        ends: end.timestamp_millis(),
        minutes: session.duration.and_then(|length| u32::try_from(length.num_minutes()).ok()),
        day: reader.day(start).to_string(),
        time: if all_day { String::new() } else { clock(start) },
        end_time: session.duration.filter(|_| !all_day).map(|_| clock(end)),
        host_time: voice.host_clock(session, reader),
        topics: session.topics.iter().map(|topic| TopicView { label: topic_label(&topic.title, &topic.link), host: topic.link.host().to_owned() }).collect(),
        has_post: session.post.is_some(),
        wanted: session.wanted.to_vec(),
        description: session.description.to_string(),
        place: session.place.to_string(),
        cancelled: session.status == Status::Cancelled,
        tentative: session.status == Status::Tentative,
        moved_from: known.and_then(|known| known.moved_from).map(|from| {
            let from = match session.start {
                Start::Zoned { .. } => from,
                Start::Floating(_) | Start::AllDay(_) => reader.read(from.naive_utc()).instant(),
            };
            voice.clock_beside(from, start, reader)
        }),
        way: way_view(state, &key, session),
        request: state.requests.get(&key).map(|request| request_view(request, scene.sending.contains(&key))),
        offer: offer_view(scene, &key),
        unusual: voice.language.unusual_clock(session, reader),
        leads: state.leads_of(&key, settings).iter().map(|lead| lead.as_minutes()).collect(),
        own_leads: state.leads.contains_key(&key),
        muted: state.muted.contains(&key),
        auto_open: state.auto_open.contains(&key),
        snoozed,
        overlaps: Vec::new(),
        key,
    }
}

/// A short label: an issue's or pull request's number, else the published words, else where it leads.
fn topic_label(title: &str, link: &WebLink) -> String {
    let number = link.path().rsplit_once('/').filter(|(before, _)| ["/issues", "/pull", "/merge_requests"].iter().any(|kind| before.ends_with(kind)));
    match number {
        Some((_, digits)) if !digits.is_empty() && digits.len() <= 9 && digits.bytes().all(|b| b.is_ascii_digit()) => format!("#{digits}"),
        Some(_) | None if title.is_empty() => link.host().to_owned(),
        Some(_) | None => crate::text::line(title, 40),
    }
}

fn contacts_view(contacts: &[Contact]) -> Vec<ContactView> {
    contacts.iter().map(|contact| ContactView { channel: contact.channel.label().to_owned(), person: contact.person.clone() }).collect()
}

fn way_view(state: &State, key: &SessionKey, session: &Session) -> WayView {
    let label = |link: &JoinLink| (link.service().map(str::to_owned), link.web().host().to_owned());
    let contacts: &[Contact] = match &*session.way {
        Way::Ask { contacts, .. } => contacts,
        Way::Public(_) | Way::Unstated => &[],
    };
    let kept = state.links.get(&RoomKey::of(&key.feed, session));
    match (&*session.way, kept) {
        (Way::Public(links), _) => links.first().map_or(WayView::Unstated, |link| {
            let (service, host) = label(link);
            WayView::Public { service, host }
        }),
        (Way::Ask { .. } | Way::Unstated, Some(kept)) => {
            let (service, host) = label(&kept.link);
            let note = &kept.note;
            let from = (note.session != *key).then(|| note.title.clone());
            let whose = (!note.hosts.is_empty() && note.hosts != session.hosted_by()).then(|| note.hosts.clone());
            WayView::Kept { service, host, from, whose, opened: note.opened.map(|at| at.timestamp_millis()), contacts: contacts_view(contacts) }
        }
        (Way::Ask { instructions, .. }, None) => WayView::Ask { contacts: contacts_view(contacts), instructions: instructions.clone() },
        (Way::Unstated, None) => WayView::Unstated,
    }
}

fn request_view(request: &JoinRequest, sending: bool) -> RequestView {
    match request {
        JoinRequest::Drafted { channel, at } => RequestView::Drafted { channel: channel.clone(), at: at.timestamp_millis(), sending },
        JoinRequest::Asked { channel, at, thread, waitlisted } => {
            RequestView::Asked { channel: channel.clone(), at: at.timestamp_millis(), watched: thread.is_some(), waitlisted: *waitlisted }
        }
        JoinRequest::LinkReceived { at } => RequestView::LinkReceived { at: at.timestamp_millis() },
        JoinRequest::Declined { at } => RequestView::Declined { at: at.timestamp_millis() },
        JoinRequest::Joined { at } => RequestView::Joined { at: at.timestamp_millis() },
    }
}

/// What a host has answered; else, while an answer is waited for, what is on the clipboard.
fn offer_view(scene: Scene<'_>, key: &SessionKey) -> Option<OfferView> {
    let view = |link: Option<&JoinLink>, from: &str, sealed, clipboard| OfferView {
        from: from.to_owned(),
        host: link.map(|link| link.web().host().to_owned()),
        service: link.and_then(JoinLink::service).map(str::to_owned),
        sealed,
        clipboard,
    };
    match scene.offers.get(key) {
        Some(offer) => Some(view(offer.link.as_ref(), &offer.from, offer.sealed, false)),
        None if scene.state.requests.get(key).is_some_and(JoinRequest::waits) => scene.clipboard.map(|link| view(Some(link), "", false, true)),
        None => None,
    }
}

/// Names, for each session that takes place, those that overlap it. Sessions come ordered by start.
fn mark_overlaps(sessions: &mut [SessionView]) {
    let takes_place = |one: &SessionView| !one.cancelled && !one.time.is_empty();
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (at, one) in sessions.iter().enumerate().filter(|(_, one)| takes_place(one)) {
        let later = sessions.iter().enumerate().skip(at + 1).take_while(|(_, other)| other.starts < one.ends);
        pairs.extend(later.filter(|(_, other)| takes_place(other)).take(OVERLAPS).map(|(other, _)| (at, other)));
    }
    for (a, b) in pairs {
        for (one, other) in [(a, b), (b, a)] {
            let title = sessions.get(other).map(|session| session.title.to_string());
            if let Some(session) = sessions.get_mut(one).filter(|session| session.overlaps.len() < OVERLAPS) {
                session.overlaps.extend(title);
            }
        }
    }
}

fn next_view(scene: Scene<'_>, key: SessionKey) -> Option<NextView> {
    let Scene { state, settings, reader, .. } = scene;
    let session = state.session(&key)?;
    let start = session.start.instant(reader);
    let length = u32::try_from((session.end(reader) - start).num_minutes()).unwrap_or(0);
    let host = match session.start {
        Start::Zoned { zone, .. } => Some(zone),
        Start::Floating(_) | Start::AllDay(_) => None,
    };
    let mut zones: Vec<Zone> = Vec::new();
    for zone in host.into_iter().chain([reader]).chain(settings.zones.iter().copied()) {
        // Two zones whose clocks agree are one line; the person's own name for it wins.
        let same = |other: &Zone| other.offset_minutes(start) == zone.offset_minutes(start) && (zone == reader || *other == reader || *other == zone);
        match zones.iter().position(same) {
            Some(at) if zone == reader => {
                if let Some(place) = zones.get_mut(at) {
                    *place = zone;
                }
            }
            Some(_) => {}
            None => zones.push(zone),
        }
    }
    let today = reader.day(start);
    let line = |zone: Zone| {
        let wall = zone.wall(start);
        let minute = (wall.time() - chrono::NaiveTime::MIN).num_minutes();
        ZoneLine {
            city: zone.city(),
            you: zone == reader,
            time: settings.hours.write(wall.time()),
            minute: u16::try_from(minute).unwrap_or(0),
            day: i8::try_from((wall.date() - today).num_days()).unwrap_or(0),
            length,
        }
    };
    Some(NextView { session: key, zones: zones.into_iter().map(line).collect() })
}

fn missed(scene: Scene<'_>) -> Vec<MissedView> {
    let Scene { state, settings, reader, now, .. } = scene;
    let view = |(key, entry): (&SessionKey, &Entry), title: &str| {
        let session = state.session(key).filter(|session| session.start.bell(reader) == entry.start);
        let start = session.map_or(entry.start, |session| session.start.instant(reader));
        MissedView {
            key: key.clone(),
            title: session.map_or(title, |session| &*session.title).to_owned(),
            starts: start.timestamp_millis(),
            day: reader.day(start).to_string(),
            time: settings.hours.write(reader.wall(start).time()),
        }
    };
    let mut missed: Vec<MissedView> = state.missed(reader, now).into_iter().map(|(key, entry, title)| view((key, entry), title)).collect();
    missed.sort_by(|a, b| (a.starts, &a.key).cmp(&(b.starts, &b.key)));
    missed
}
