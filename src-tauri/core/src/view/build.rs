//! Decides how state becomes what the windows see.
//! It never changes anything, and puts no address of a meeting into a view.

use super::{
    BellView, ChangeView, ContactView, FeedChip, FeedView, Health, Millis, MissedView, NextView, RequestView, SessionView, SettingsView, TopicView,
    UpcomingView, WayView, ZoneLine, doctor_view,
};
use crate::alarm::{Bell, Entry, Outcome};
use crate::link::{JoinLink, WebLink};
use crate::notice::{Stage, change_words, series};
use crate::plan::Firing;
use crate::request::{JoinRequest, RoomKey};
use crate::session::{Contact, FeedId, Session, SessionKey, Start, Status, Way};
use crate::settings::{Settings, Subscription};
use crate::store::State;
use crate::trouble::{Surroundings, troubles};
use crate::words;
use crate::zone::{Zone, ZoneName};
use chrono::{DateTime, Duration, Utc};
use std::collections::BTreeMap;

/// Past sessions are listed for that long.
const PAST: Duration = Duration::days(1);
/// Overlapping sessions named at most.
const OVERLAPS: usize = 3;
/// Issues shown of one feed at most.
const ISSUES: usize = 20;

/// All that a view is built from.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    /// What is known.
    pub state: &'a State,
    /// What is set.
    pub settings: &'a Settings,
    /// What is around.
    pub around: &'a Surroundings,
    /// The person's zone.
    pub reader: Zone,
    /// The instant of the view.
    pub now: DateTime<Utc>,
}

/// What the upcoming window shows at `scene.now`.
#[must_use]
pub fn upcoming_view(scene: Scene<'_>) -> UpcomingView {
    let Scene { state, settings, around, reader, now } = scene;
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
        theme: settings.theme,
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
    let Scene { state, settings, around, reader, now } = scene;
    let mut sessions: Vec<SessionView> = ringing
        .keys()
        .filter_map(|key| Some((key, state.session(key)?)))
        .filter(|(_, session)| session.status != Status::Cancelled && session.end(reader) > now)
        .map(|(key, session)| session_view(scene, &key.feed, session, &series(&key.feed, state, settings)))
        .collect();
    sessions.sort_by(|a, b| (a.starts, &a.key).cmp(&(b.starts, &b.key)));
    BellView { now: now.timestamp_millis(), theme: settings.theme, snooze: settings.snooze, why: around.unheard_sentence(), sessions }
}

fn changes(scene: Scene<'_>) -> Vec<ChangeView> {
    let Scene { state, settings, reader, now, .. } = scene;
    let stage = Stage { state, settings, reader, now };
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
    let Scene { state, settings, reader, now, .. } = scene;
    let key = SessionKey { feed: feed.clone(), uid: session.uid.clone(), occurrence: session.occurrence };
    let (start, end) = (session.start.instant(reader), session.end(reader));
    let all_day = matches!(session.start, Start::AllDay(_));
    let clock = |at| settings.hours.write(reader.wall(at).time());
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
        host_time: words::host_clock(session, reader, settings.hours),
        topics: session.topics.iter().map(|topic| TopicView { label: topic_label(&topic.title, &topic.link), host: topic.link.host().to_owned() }).collect(),
        has_post: session.post.is_some(),
        wanted: session.wanted.to_vec(),
        description: session.description.to_string(),
        cancelled: session.status == Status::Cancelled,
        tentative: session.status == Status::Tentative,
        moved_from: known.and_then(|known| known.moved_from).map(|from| {
            let from = match session.start {
                Start::Zoned { .. } => from,
                Start::Floating(_) | Start::AllDay(_) => reader.read(from.naive_utc()).instant(),
            };
            words::clock_beside(from, start, reader, settings.hours)
        }),
        way: way_view(state, &key, session),
        request: state.requests.get(&key).map(request_view),
        unusual: words::unusual_clock(session, reader),
        leads: state.leads_of(&key, settings).iter().map(|lead| lead.as_minutes()).collect(),
        own_leads: state.leads.contains_key(&key),
        muted: state.muted.contains(&key),
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
            let from = (kept.note.session != *key).then(|| kept.note.title.clone());
            WayView::Kept { service, host, from, contacts: contacts_view(contacts) }
        }
        (Way::Ask { instructions, .. }, None) => WayView::Ask { contacts: contacts_view(contacts), instructions: instructions.clone() },
        (Way::Unstated, None) => WayView::Unstated,
    }
}

fn request_view(request: &JoinRequest) -> RequestView {
    match request {
        JoinRequest::Asked { channel, at } => RequestView::Asked { channel: channel.clone(), at: at.timestamp_millis() },
        JoinRequest::LinkReceived { at } => RequestView::LinkReceived { at: at.timestamp_millis() },
        JoinRequest::Declined { at } => RequestView::Declined { at: at.timestamp_millis() },
        JoinRequest::Joined { at } => RequestView::Joined { at: at.timestamp_millis() },
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

/// What the settings window shows at `scene.now`. `removed` can come back; `firings` are the reminders to come.
#[must_use]
pub fn settings_view(scene: Scene<'_>, removed: &[&Subscription], firings: &[Firing], machine: Zone, file: &str, version: &str) -> SettingsView {
    let Scene { state, settings, around, now, .. } = scene;
    SettingsView {
        now: now.timestamp_millis(),
        feeds: settings.feeds.iter().map(|feed| feed_view(scene, feed)).collect(),
        removed: removed.iter().map(|feed| FeedChip { id: feed.id.clone(), title: removed_title(state, feed) }).collect(),
        leads: settings.leads.iter().map(|lead| lead.as_minutes()).collect(),
        snooze: settings.snooze,
        late: settings.late,
        insist: settings.insist,
        break_through: settings.break_through,
        tell_changes: settings.tell_changes,
        quiet: settings.quiet.map(|quiet| (quiet.from.format("%H:%M").to_string(), quiet.to.format("%H:%M").to_string())),
        theme: settings.theme,
        hours: settings.hours,
        zone: settings.zone.map(|zone| zone.name().to_owned()),
        machine_zone: machine.name().to_owned(),
        zones: settings.zones.iter().map(|zone| zone.name().to_owned()).collect(),
        all_zones: ZoneName::all().map(|name| name.as_str().to_owned()).collect(),
        name: settings.name.clone(),
        start_at_login: settings.start_at_login,
        file: file.to_owned(),
        version: version.to_owned(),
        troubles: troubles(state, settings, around, now),
        doctor: doctor_view(scene, firings, machine),
    }
}

fn removed_title(state: &State, feed: &Subscription) -> String {
    let title = state.feeds.get(&feed.id).and_then(|known| known.copy.as_ref()).map(|copy| copy.feed.title.clone());
    title.filter(|title| !title.is_empty()).unwrap_or_else(|| feed.address.place())
}

fn feed_view(scene: Scene<'_>, feed: &Subscription) -> FeedView {
    let Scene { state, settings, reader, now, .. } = scene;
    let known = state.feeds.get(&feed.id);
    let (copy, poll) = (known.and_then(|known| known.copy.as_ref()), known.map(|known| &known.poll));
    let fault = poll.map_or("", |poll| poll.fault.as_str());
    let health = match (copy, fault) {
        _ if poll.is_some_and(|poll| poll.gone) => Health::Gone,
        (Some(_), "") => Health::Well,
        (Some(_), _) => Health::Stale,
        (None, "") => Health::New,
        (None, _) => Health::Failed,
    };
    let millis = |at: Option<DateTime<Utc>>| -> Option<Millis> { at.map(|at| at.timestamp_millis()) };
    let issues = copy.map_or(&[][..], |copy| &copy.issues);
    FeedView {
        id: feed.id.clone(),
        title: series(&feed.id, state, settings),
        place: feed.address.place(),
        address: feed.address.as_str().to_owned(),
        leads: feed.leads.as_ref().map(|leads| leads.iter().map(|lead| lead.as_minutes()).collect()),
        zone: feed.zone.map(|zone| zone.name().to_owned()),
        wants_zone: feed.zone.is_some() || poll.is_some_and(|poll| poll.needs_zone),
        health,
        sentence: if fault.is_empty() { String::new() } else { format!("{}.", capitalised(fault)) },
        sessions: copy.map_or(0, |copy| {
            let coming = copy.feed.sessions.iter().filter(|session| session.status != Status::Cancelled && session.end(reader) > now);
            u32::try_from(coming.count()).unwrap_or(u32::MAX)
        }),
        checked: millis(poll.and_then(|poll| poll.checked)),
        next: millis(poll.and_then(|poll| poll.next)),
        changed: millis(poll.and_then(|poll| poll.changed)),
        issues: issues.iter().take(ISSUES).map(ToString::to_string).collect(),
        issue_count: u32::try_from(issues.len()).unwrap_or(u32::MAX),
    }
}

fn capitalised(sentence: &str) -> String {
    let mut chars = sentence.chars();
    // A sentence that begins with a host's name keeps it as it is written.
    let first_word_is_a_name = sentence.split(' ').next().is_some_and(|word| word.contains('.'));
    match chars.next() {
        Some(first) if !first_word_is_a_name => first.to_uppercase().chain(chars).collect(),
        Some(_) | None => sentence.to_owned(),
    }
}
