//! Decides what is said to somebody who asks “why didn’t it ring?”.
//! It never guesses: what cannot be known here is said to be so.

use super::{Millis, Scene};
use crate::alarm::{AlarmKey, Answer, Entry, Outcome, Unheard};
use crate::notice::series;
use crate::plan::{Firing, held_until};
use crate::sound::Volume;
use crate::trouble::{CLOCK_OFF, Server};
use crate::words;
use crate::zone::{Zone, Zones};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Reminders to come that are named.
const FIRINGS: usize = 5;
/// Past outcomes that are named.
const OUTCOMES: usize = 20;

/// Everything that decides whether a bell rings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct DoctorView {
    /// What was looked at, each with its verdict.
    pub checks: Vec<Check>,
    /// The next reminders, at most five, with the reason each rings.
    pub firings: Vec<FiringView>,
    /// What became of the last reminders, at most twenty, the latest first.
    pub outcomes: Vec<OutcomeView>,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Check {
    /// What.
    pub what: String,
    /// How it is.
    pub verdict: Verdict,
    /// In a sentence, with what to do where something is wrong.
    pub sentence: String,
}

/// How a thing is that was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// As it should be.
    Good,
    /// It rings, but something could be better or is not known.
    Fair,
    /// Bells may not ring.
    Bad,
}

/// A reminder to come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct FiringView {
    /// When.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub at: Millis,
    /// Why: “Structured concurrency, 10 min before”.
    pub why: String,
}

/// What became of a reminder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct OutcomeView {
    /// When it became so.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub at: Millis,
    /// When it was due.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub due: Millis,
    /// Which: “Structured concurrency, 10 min before”.
    pub reminder: String,
    /// What became of it, and why.
    pub outcome: String,
}

/// The whole report at `scene.now`. `firings` are the reminders to come, `machine` is the machine's zone.
#[must_use]
pub fn doctor_view(scene: Scene<'_>, firings: &[Firing], machine: Zone) -> DoctorView {
    DoctorView {
        checks: [
            permission(scene),
            server(scene),
            do_not_disturb(scene),
            holding(scene),
            sound(scene),
            tray(scene),
            clock(scene, machine),
            zones(scene.around.zones),
            start(scene),
            settings_file(scene),
            saving(scene),
            stumbled(scene),
        ]
        .into_iter()
        .chain(feeds(scene))
        .collect(),
        firings: firings.iter().take(FIRINGS).filter_map(|firing| firing_view(scene, firing)).collect(),
        outcomes: outcomes(scene),
    }
}

fn check(what: &str, verdict: Verdict, sentence: impl Into<String>) -> Check {
    Check { what: what.to_owned(), verdict, sentence: sentence.into() }
}

fn server(scene: Scene<'_>) -> Check {
    let verdict = match &scene.around.server {
        Server::Up { has_buttons: true, .. } => Verdict::Good,
        Server::Up { has_buttons: false, .. } | Server::Unknown => Verdict::Fair,
        Server::Down(_) => Verdict::Bad,
    };
    let abilities = match &scene.around.server {
        Server::Up { abilities, .. } if !abilities.is_empty() => format!(" It can: {}.", abilities.join(", ")),
        Server::Up { .. } | Server::Unknown | Server::Down(_) => String::new(),
    };
    match &scene.around.refusal {
        Some(why) => check("Notification server", Verdict::Bad, format!("It refused the last reminder: {why}.")),
        None => check("Notification server", verdict, scene.around.server_sentence() + &abilities),
    }
}

fn permission(scene: Scene<'_>) -> Check {
    let name = "Permission";
    match (&scene.around.server, &scene.around.refusal) {
        (Server::Up { .. }, None) => check(name, Verdict::Good, "The desktop lets Sessionbell show notifications."),
        (Server::Up { .. }, Some(_)) => {
            check(name, Verdict::Bad, "The desktop may not let Sessionbell show notifications. Allow it in your desktop’s notification settings.")
        }
        (Server::Unknown | Server::Down(_), _) => {
            check(name, Verdict::Fair, "Whether Sessionbell may show notifications is not known without a notification server.")
        }
    }
}

fn do_not_disturb(scene: Scene<'_>) -> Check {
    if scene.around.do_not_disturb {
        check("Do not disturb", Verdict::Bad, "It is on: reminders wait until it is off. Turn it off in your desktop’s notification settings.")
    } else {
        check("Do not disturb", Verdict::Good, "It is not on, as far as the notification server tells.")
    }
}

fn holding(scene: Scene<'_>) -> Check {
    let Scene { state, settings, reader, now, .. } = scene;
    match held_until(state, settings, now, reader) {
        Some(until) => {
            let why = if state.paused_until.is_some_and(|until| until > now) { "paused" } else { "held by your quiet hours" };
            let clock = words::clock_beside(until, now, reader, settings.hours);
            check("Pause and quiet hours", Verdict::Fair, format!("Reminders are {why} until {clock} and come then, if they still matter."))
        }
        None => check("Pause and quiet hours", Verdict::Good, "Nothing holds reminders back now."),
    }
}

fn tray(scene: Scene<'_>) -> Check {
    match scene.around.tray {
        Some(true) => check("Tray", Verdict::Good, "The desktop shows the tray icon."),
        Some(false) => {
            check("Tray", Verdict::Fair, "This desktop shows no tray icons; reminders ring all the same. Start Sessionbell again to bring its window up.")
        }
        None => check("Tray", Verdict::Fair, "Whether the desktop shows the tray icon is not known yet."),
    }
}

fn clock(scene: Scene<'_>, machine: Zone) -> Check {
    let zone = format!("The machine is set to {}.", machine.name());
    match scene.around.clock_ahead {
        Some(ahead) if ahead.abs() > CLOCK_OFF => {
            let which = if ahead > chrono::Duration::zero() { "ahead of" } else { "behind" };
            let sentence = format!(
                "This computer’s clock is {} {which} the feeds’ servers, and reminders follow it. Set it right. {zone}",
                words::span(ahead.num_minutes().abs().max(1))
            );
            check("Clock", Verdict::Bad, sentence)
        }
        Some(ahead) => check("Clock", Verdict::Good, format!("It agrees with the feeds’ servers to within {} s. {zone}", ahead.num_seconds().abs() + 1)),
        None => check("Clock", Verdict::Fair, format!("No server has been asked yet that could tell whether it is right. {zone}")),
    }
}

fn zones(zones: Zones) -> Check {
    let whose = if zones.is_bundled() { "its own" } else { "this computer’s" };
    check("Time zones", Verdict::Good, format!("Time zone database {}, {whose}.", zones.version()))
}

fn sound(scene: Scene<'_>) -> Check {
    match &scene.around.silent {
        _ if scene.settings.sound == Volume::NONE => check("Sound", Verdict::Good, "Reminders make no sound, as is set."),
        Some(why) => check("Sound", Verdict::Fair, why.clone()),
        None => check("Sound", Verdict::Good, format!("A bell is heard with each reminder, at {} percent.", u32::from(scene.settings.sound))),
    }
}

fn start(scene: Scene<'_>) -> Check {
    match (scene.settings.start_at_login, scene.around.autostart) {
        (true, Some(false)) => {
            check("Start at login", Verdict::Bad, "It is switched on, but the desktop’s entry is gone. Switch it off and on again in Settings.")
        }
        (true, Some(true) | None) => check("Start at login", Verdict::Good, "Sessionbell starts when you log in."),
        (false, _) => {
            check("Start at login", Verdict::Fair, "Sessionbell does not start when you log in; nothing rings until you start it. Switch it on in Settings.")
        }
    }
}

fn settings_file(scene: Scene<'_>) -> Check {
    match &scene.around.settings_fault {
        Some(why) => check("Settings file", Verdict::Bad, format!("It is not used: {why}. The settings before it stay in force.")),
        None => check("Settings file", Verdict::Good, "It is in force."),
    }
}

fn stumbled(scene: Scene<'_>) -> Check {
    match &scene.around.stumbled {
        Some(why) => check("Sessionbell itself", Verdict::Fair, why.clone()),
        None => check("Sessionbell itself", Verdict::Good, "It had no fault of its own since it was started."),
    }
}

fn saving(scene: Scene<'_>) -> Check {
    match scene.around.disk_fault.as_ref().or(scene.around.disk_note.as_ref()) {
        Some(why) => check("Saved state", Verdict::Bad, why.clone()),
        None => check("Saved state", Verdict::Good, "What rang and what you answered is saved."),
    }
}

fn feeds(scene: Scene<'_>) -> Vec<Check> {
    let Scene { state, settings, now, .. } = scene;
    if settings.feeds.is_empty() {
        return vec![check("Feeds", Verdict::Bad, "There are none, so nothing can ring. Add one in Settings.")];
    }
    let one = |feed: &crate::settings::Subscription| {
        let name = format!("Feed {}", series(&feed.id, state, settings));
        let known = state.feeds.get(&feed.id);
        let copy = known.and_then(|known| known.copy.as_ref());
        let fault = known.map_or("", |known| known.poll.fault.as_str());
        let coming = copy.map_or(0, |copy| crate::store::FeedState::coming(&copy.feed, now, scene.reader));
        let checked = known.and_then(|known| known.poll.checked).map(|at| format!(", checked {} ago", words::span((now - at).num_minutes().max(0))));
        let is_silent = |key: &&crate::session::SessionKey| key.feed == feed.id && state.session(key).is_some_and(|one| one.start.instant(scene.reader) > now);
        let silent = match state.muted.iter().filter(is_silent).count() {
            0 => String::new(),
            1 => " One of them is set to silent.".to_owned(),
            many => format!(" {many} of them are set to silent."),
        };
        let leads = if settings.leads_of(&feed.id).is_empty() { " It rings for none of them: no time is set." } else { "" };
        match (copy, fault) {
            (Some(_), "") => {
                let verdict = if leads.is_empty() { Verdict::Good } else { Verdict::Bad };
                check(&name, verdict, format!("{} to come{}.{silent}{leads}", sessions(coming), checked.unwrap_or_default()))
            }
            (Some(_), fault) => check(&name, Verdict::Fair, format!("{fault}. The last good copy has {} to come.{silent}{leads}", sessions(coming))),
            (None, "") => check(&name, Verdict::Fair, "It has not been read yet."),
            (None, fault) => check(&name, Verdict::Bad, format!("{fault}. It has never been read.")),
        }
    };
    settings.feeds.iter().map(one).collect()
}

fn sessions(count: usize) -> String {
    if count == 1 { "1 session".to_owned() } else { format!("{count} sessions") }
}

fn firing_view(scene: Scene<'_>, firing: &Firing) -> Option<FiringView> {
    let session = scene.state.session(&firing.key.session)?;
    Some(FiringView { at: firing.at.timestamp_millis(), why: format!("{}, {}", session.title, words::bell(firing.key.bell)) })
}

fn outcomes(scene: Scene<'_>) -> Vec<OutcomeView> {
    let mut entries: Vec<(&AlarmKey, &Entry)> = scene.state.ledger.iter().collect();
    entries.sort_by_key(|(key, entry)| (std::cmp::Reverse(entry.outcome.at()), *key));
    let view = |(key, entry): (&AlarmKey, &Entry)| {
        let title = scene.state.session(&key.session).map_or("A session that is no longer in its feed", |session| &*session.title);
        OutcomeView {
            at: entry.outcome.at().timestamp_millis(),
            due: entry.due.timestamp_millis(),
            reminder: format!("{title}, {}", words::bell(key.bell)),
            outcome: outcome_words(scene, entry),
        }
    };
    entries.into_iter().take(OUTCOMES).map(view).collect()
}

fn outcome_words(scene: Scene<'_>, entry: &Entry) -> String {
    let late = |at: DateTime<Utc>| match (at - entry.due).num_seconds() {
        ..2 => "on time".to_owned(),
        seconds @ 2..120 => format!("{seconds} s late"),
        seconds => format!("{} late", words::span(seconds / 60)),
    };
    match &entry.outcome {
        Outcome::Snoozed { until } => format!("put off until {}", words::clock_beside(*until, scene.now, scene.reader, scene.settings.hours)),
        Outcome::Claimed { attempt: 1, .. } => "handed to the notification server, which has not answered yet".to_owned(),
        Outcome::Claimed { attempt, .. } => format!("tried {attempt} times; the notification server has not taken it yet"),
        Outcome::Shown { at, .. } => format!("shown, {}; not answered", late(*at)),
        Outcome::Acknowledged { how, .. } => match how {
            Answer::Dismissed => "shown, and closed by you".to_owned(),
            Answer::Opened => "shown, and opened by you".to_owned(),
            Answer::Joined => "you joined".to_owned(),
            Answer::Asked => "you asked for the link".to_owned(),
            Answer::Snoozed => "shown, and put off by you".to_owned(),
        },
        Outcome::Superseded { .. } => "another reminder of the same session said it".to_owned(),
        Outcome::Cancelled { .. } => "taken back: the session was cancelled, moved or withdrawn".to_owned(),
        Outcome::Missed { why: Unheard::Away, .. } => "missed: its time passed while the computer slept or Sessionbell was not running".to_owned(),
        Outcome::Missed { why: Unheard::Held, .. } => "missed: a pause, quiet hours or do-not-disturb held it until its time had passed".to_owned(),
        Outcome::Missed { why: Unheard::Refused, .. } => "missed: no notification server took it until its time had passed".to_owned(),
    }
}
