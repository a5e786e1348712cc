//! Decides how state becomes what the settings window sees.
//! It never puts a key or a received link into a view.

use super::build::Scene;
use super::{AccountView, FeedChip, FeedView, Health, Millis, SettingsView, SignInView, doctor_view};
use crate::courier::SigningIn;
use crate::language::{Language, Sentence};
use crate::notice::series;
use crate::plan::Firing;
use crate::request::message;
use crate::session::{Status, Way};
use crate::settings::{Account, Subscription};
use crate::store::State;
use crate::text;
use crate::trouble::troubles;
use crate::zone::{Zone, ZoneName};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

/// Issues shown of one feed at most.
const ISSUES: usize = 20;

/// What can be taken back.
#[derive(Clone, Copy, Debug)]
pub struct Undo<'a> {
    /// Subscriptions that were removed.
    pub removed: &'a [&'a Subscription],
    /// Whether a setting was changed.
    pub setting: bool,
}

/// What the settings window shows at `scene.now`. `firings` are the reminders to come.
#[must_use]
pub fn settings_view(scene: Scene<'_>, accounts: &Accounts<'_>, undo: Undo<'_>, firings: &[Firing], machine: Zone, file: &str, version: &str) -> SettingsView {
    let Scene { state, settings, around, now, .. } = scene;
    SettingsView {
        now: now.timestamp_millis(),
        feeds: settings.feeds.iter().map(|feed| feed_view(scene, feed)).collect(),
        removed: undo.removed.iter().map(|feed| FeedChip { id: feed.id.clone(), title: removed_title(state, feed) }).collect(),
        can_undo: undo.setting,
        leads: settings.leads.iter().map(|lead| lead.as_minutes()).collect(),
        snooze: settings.snooze,
        late: settings.late,
        insist: settings.insist,
        sound: settings.sound,
        break_through: settings.break_through,
        tell_changes: settings.tell_changes,
        quiet: settings.quiet.map(|quiet| (quiet.from.format("%H:%M").to_string(), quiet.to.format("%H:%M").to_string())),
        look: settings.look(around.language),
        language: settings.language,
        first_day: settings.first_day,
        hours: settings.hours,
        zone: settings.zone.map(|zone| zone.name().to_owned()),
        machine_zone: machine.name().to_owned(),
        zones: settings.zones.iter().map(|zone| zone.name().to_owned()).collect(),
        all_zones: ZoneName::all().map(|name| name.as_str().to_owned()).collect(),
        name: settings.name.clone(),
        message: if settings.message.is_empty() { message::TEMPLATE.to_owned() } else { settings.message.clone() },
        usual_message: message::TEMPLATE.to_owned(),
        message_fields: message::FIELDS.map(|field| format!("{{{field}}}")).to_vec(),
        message_sample: message_sample(scene),
        accounts: settings.accounts.iter().map(|account| account_view(account, accounts, scene.voice.language)).collect(),
        native_apps: settings.native_apps,
        secrets: settings.secrets,
        sign_in: match accounts.signing_in {
            SigningIn::Not => SignInView::Not,
            SigningIn::Asking => SignInView::Asking,
            SigningIn::Refused(why) => SignInView::Refused { why: why.said(scene.voice.language) },
        },
        start_at_login: settings.start_at_login,
        window_at_login: settings.window_at_login,
        file: file.to_owned(),
        version: version.to_owned(),
        troubles: troubles(state, settings, around, now),
        doctor: doctor_view(scene, firings, machine),
    }
}

/// What is known of the person's accounts beside the settings.
#[derive(Clone, Copy, Debug)]
pub struct Accounts<'a> {
    /// What is wrong, by the accounts' names.
    pub notes: &'a BTreeMap<String, Sentence>,
    /// How far a sign-in is.
    pub signing_in: &'a SigningIn,
}

fn account_view(account: &Account, accounts: &Accounts<'_>, language: Language) -> AccountView {
    let name = account.name();
    AccountView {
        kind: account.kind.label().to_owned(),
        server: account.server.host(),
        user: account.user.clone(),
        note: accounts.notes.get(&name).map_or_else(String::new, |note| note.said(language)),
        name,
    }
}

/// The message for the next session whose host is asked.
fn message_sample(scene: Scene<'_>) -> String {
    let Scene { state, settings, reader, now, .. } = scene;
    let sessions = settings
        .feeds
        .iter()
        .filter_map(|feed| Some((feed, state.feeds.get(&feed.id)?)))
        .flat_map(|(feed, known)| known.sessions().iter().map(move |session| (feed, session)));
    let asked = sessions.filter_map(|(feed, session)| match &*session.way {
        Way::Ask { contacts, .. } if session.end(reader) > now && session.status != Status::Cancelled => {
            contacts.first().map(|contact| (feed, session, contact))
        }
        Way::Ask { .. } | Way::Public(_) | Way::Unstated => None,
    });
    let template = if settings.message.is_empty() { message::TEMPLATE } else { &settings.message };
    let next = asked.min_by_key(|(_, session, _)| session.start.instant(reader));
    next.map_or_else(String::new, |(feed, session, contact)| {
        let series = series(&feed.id, state, settings);
        message::fill(template, message::Subject { contact, session, series: &series, name: &settings.name, was_there: false })
    })
}

fn removed_title(state: &State, feed: &Subscription) -> String {
    let title = state.feeds.get(&feed.id).and_then(|known| known.copy.as_ref()).map(|copy| copy.feed.title.clone());
    title.filter(|title| !title.is_empty()).unwrap_or_else(|| feed.address.place())
}

fn feed_view(scene: Scene<'_>, feed: &Subscription) -> FeedView {
    let Scene { state, settings, reader, voice, now, .. } = scene;
    let known = state.feeds.get(&feed.id);
    let (copy, poll) = (known.and_then(|known| known.copy.as_ref()), known.map(|known| &known.poll));
    let fault = poll.and_then(|poll| poll.fault.as_ref());
    let health = match (copy, fault) {
        _ if poll.is_some_and(|poll| poll.gone) => Health::Gone,
        (Some(_), None) => Health::Well,
        (Some(_), Some(_)) => Health::Stale,
        (None, None) => Health::New,
        (None, Some(_)) => Health::Failed,
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
        offer: poll.and_then(|poll| poll.offer.as_ref()).map(|offer| offer.as_str().to_owned()),
        sentence: fault.map_or_else(String::new, |fault| format!("{}.", text::capitalised(&fault.said(voice.language)))),
        sessions: copy.map_or(0, |copy| {
            let coming = copy.feed.sessions.iter().filter(|session| session.status != Status::Cancelled && session.end(reader) > now);
            u32::try_from(coming.count()).unwrap_or(u32::MAX)
        }),
        checked: millis(poll.and_then(|poll| poll.checked)),
        next: millis(poll.and_then(|poll| poll.next)),
        changed: millis(poll.and_then(|poll| poll.changed)),
        issues: issues.iter().take(ISSUES).map(|issue| issue.said(voice.language)).collect(),
        issue_count: u32::try_from(issues.len()).unwrap_or(u32::MAX),
    }
}
