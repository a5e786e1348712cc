//! Decides what is said to somebody who asks “why didn’t it ring?”.
//! It never guesses: what cannot be known here is said to be so.

use super::{Millis, Scene};
use crate::alarm::{AlarmKey, Answer, Bell, Entry, Outcome, Unheard};
use crate::language::Language;
use crate::notice::series;
use crate::plan::{Firing, held_until};
use crate::trouble::{CLOCK_OFF, Server};
use crate::zone::Zone;
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
            zones(scene),
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

/// What is looked at: its name in the catalogue.
struct Looked {
    language: Language,
    what: &'static str,
}

impl Looked {
    fn find(&self, verdict: Verdict, sentence: String) -> Check {
        Check { what: self.language.word(self.what), verdict, sentence }
    }

    fn say(&self, verdict: Verdict, id: &str) -> Check {
        self.find(verdict, self.language.word(id))
    }
}

fn look(scene: Scene<'_>, what: &'static str) -> Looked {
    Looked { language: scene.voice.language, what }
}

fn server(scene: Scene<'_>) -> Check {
    let (looked, language) = (look(scene, "doctor-server"), scene.voice.language);
    let verdict = match &scene.around.server {
        Server::Up { has_buttons: true, .. } => Verdict::Good,
        Server::Up { has_buttons: false, .. } | Server::Unknown => Verdict::Fair,
        Server::Down(_) => Verdict::Bad,
    };
    if let Some(why) = &scene.around.refusal {
        return looked.find(Verdict::Bad, language.say("doctor-server-refused", [("why", why.said(language).into())]));
    }
    let sentence = scene.around.server_sentence(language);
    match &scene.around.server {
        Server::Up { abilities, .. } if !abilities.is_empty() => {
            looked.find(verdict, language.say("doctor-server-can", [("server", sentence.into()), ("abilities", abilities.join(", ").into())]))
        }
        Server::Up { .. } | Server::Unknown | Server::Down(_) => looked.find(verdict, sentence),
    }
}

fn permission(scene: Scene<'_>) -> Check {
    let looked = look(scene, "doctor-permission");
    match (&scene.around.server, &scene.around.refusal) {
        (Server::Up { .. }, None) => looked.say(Verdict::Good, "doctor-permission-good"),
        (Server::Up { .. }, Some(_)) => looked.say(Verdict::Bad, "doctor-permission-bad"),
        (Server::Unknown | Server::Down(_), _) => looked.say(Verdict::Fair, "doctor-permission-unknown"),
    }
}

fn do_not_disturb(scene: Scene<'_>) -> Check {
    let looked = look(scene, "doctor-do-not-disturb");
    if scene.around.do_not_disturb { looked.say(Verdict::Bad, "doctor-do-not-disturb-on") } else { looked.say(Verdict::Good, "doctor-do-not-disturb-off") }
}

fn holding(scene: Scene<'_>) -> Check {
    let Scene { state, settings, reader, voice, now, .. } = scene;
    let looked = look(scene, "doctor-holding");
    match held_until(state, settings, now, reader) {
        Some(until) => {
            let why = if state.paused_until.is_some_and(|until| until > now) { "doctor-paused" } else { "doctor-quiet" };
            looked.find(Verdict::Fair, voice.language.say(why, [("time", voice.clock_beside(until, now, reader).into())]))
        }
        None => looked.say(Verdict::Good, "doctor-nothing-holds"),
    }
}

fn tray(scene: Scene<'_>) -> Check {
    let looked = look(scene, "doctor-tray");
    match scene.around.tray {
        Some(true) => looked.say(Verdict::Good, "doctor-tray-good"),
        Some(false) => looked.say(Verdict::Fair, "doctor-tray-none"),
        None => looked.say(Verdict::Fair, "doctor-tray-unknown"),
    }
}

fn clock(scene: Scene<'_>, machine: Zone) -> Check {
    let (looked, language) = (look(scene, "doctor-clock"), scene.voice.language);
    let zone = ("zone", machine.name().into());
    match scene.around.clock_ahead {
        Some(ahead) if ahead.abs() > CLOCK_OFF => {
            let id = if ahead > chrono::Duration::zero() { "doctor-clock-ahead" } else { "doctor-clock-behind" };
            let span = language.span(ahead.num_minutes().abs().max(1));
            looked.find(Verdict::Bad, language.say(id, [("span", span.into()), zone]))
        }
        Some(ahead) => looked.find(Verdict::Good, language.say("doctor-clock-good", [("n", (ahead.num_seconds().abs() + 1).into()), zone])),
        None => looked.find(Verdict::Fair, language.say("doctor-clock-unknown", [zone])),
    }
}

fn zones(scene: Scene<'_>) -> Check {
    let zones = scene.around.zones;
    let id = if zones.is_bundled() { "doctor-zones-own" } else { "doctor-zones-machine" };
    look(scene, "doctor-zones").find(Verdict::Good, scene.voice.language.say(id, [("version", zones.version().into())]))
}

fn sound(scene: Scene<'_>) -> Check {
    let looked = look(scene, "doctor-sound");
    match &scene.around.silent {
        _ if scene.settings.sound == 0 => looked.say(Verdict::Good, "doctor-sound-off"),
        Some(why) => looked.find(Verdict::Fair, why.said(scene.voice.language)),
        None => looked.find(Verdict::Good, scene.voice.language.say("doctor-sound-on", [("n", scene.settings.sound.into())])),
    }
}

fn start(scene: Scene<'_>) -> Check {
    let looked = look(scene, "doctor-start");
    match (scene.settings.start_at_login, scene.around.autostart) {
        (true, Some(false)) => looked.say(Verdict::Bad, "doctor-start-gone"),
        (true, Some(true) | None) => looked.say(Verdict::Good, "doctor-start-good"),
        (false, _) => looked.say(Verdict::Fair, "doctor-start-off"),
    }
}

fn settings_file(scene: Scene<'_>) -> Check {
    let looked = look(scene, "doctor-settings");
    match &scene.around.settings_fault {
        Some(why) => looked.find(Verdict::Bad, scene.voice.language.say("doctor-settings-bad", [("why", why.said(scene.voice.language).into())])),
        None => looked.say(Verdict::Good, "doctor-settings-good"),
    }
}

fn stumbled(scene: Scene<'_>) -> Check {
    let looked = look(scene, "doctor-itself");
    match &scene.around.stumbled {
        Some(why) => looked.find(Verdict::Fair, why.said(scene.voice.language)),
        None => looked.say(Verdict::Good, "doctor-itself-good"),
    }
}

fn saving(scene: Scene<'_>) -> Check {
    let looked = look(scene, "doctor-saved");
    match scene.around.disk_fault.as_ref().or(scene.around.disk_note.as_ref()) {
        Some(why) => looked.find(Verdict::Bad, why.said(scene.voice.language)),
        None => looked.say(Verdict::Good, "doctor-saved-good"),
    }
}

fn feeds(scene: Scene<'_>) -> Vec<Check> {
    let Scene { state, settings, voice, now, .. } = scene;
    let language = voice.language;
    if settings.feeds.is_empty() {
        return vec![look(scene, "doctor-feeds").say(Verdict::Bad, "doctor-no-feeds")];
    }
    let one = |feed: &crate::settings::Subscription| {
        let known = state.feeds.get(&feed.id);
        let copy = known.and_then(|known| known.copy.as_ref());
        let fault = known.and_then(|known| known.poll.fault.as_ref());
        let why = ("why", fault.map_or_else(String::new, |fault| fault.said(language)).into());
        let coming = ("n", copy.map_or(0, |copy| crate::store::FeedState::coming(&copy.feed, now, scene.reader)).into());
        let has_leads = !settings.leads_of(&feed.id).is_empty();
        let (verdict, sentence) = match (copy, fault) {
            (Some(_), None) => {
                let sentence = match known.and_then(|known| known.poll.checked) {
                    Some(at) => language.say("doctor-feed-checked", [coming, ("span", language.span((now - at).num_minutes().max(0)).into())]),
                    None => language.say("doctor-feed-good", [coming]),
                };
                (if has_leads { Verdict::Good } else { Verdict::Bad }, sentence)
            }
            (Some(_), Some(_)) => (Verdict::Fair, language.say("doctor-feed-stale", [why, coming])),
            (None, None) => (Verdict::Fair, language.word("doctor-feed-new")),
            (None, Some(_)) => (Verdict::Bad, language.say("doctor-feed-never", [why])),
        };
        let is_silent = |key: &&crate::session::SessionKey| key.feed == feed.id && state.session(key).is_some_and(|one| one.start.instant(scene.reader) > now);
        let silent = copy.map_or(0, |_| state.muted.iter().filter(is_silent).count());
        let more = [
            (silent > 0).then(|| language.say("doctor-feed-silent", [("n", silent.into())])),
            (copy.is_some() && !has_leads).then(|| language.word("doctor-feed-no-leads")),
        ];
        let sentences: Vec<_> = [Some(sentence)].into_iter().chain(more).flatten().collect();
        Check { what: language.say("doctor-feed", [("feed", series(&feed.id, state, settings).into())]), verdict, sentence: sentences.join(" ") }
    };
    settings.feeds.iter().map(one).collect()
}

fn firing_view(scene: Scene<'_>, firing: &Firing) -> Option<FiringView> {
    let session = scene.state.session(&firing.key.session)?;
    Some(FiringView { at: firing.at.timestamp_millis(), why: reminder(scene, &session.title, firing.key.bell) })
}

fn reminder(scene: Scene<'_>, title: &str, bell: Bell) -> String {
    let language = scene.voice.language;
    language.say("doctor-reminder", [("title", title.into()), ("bell", language.bell(bell).into())])
}

fn outcomes(scene: Scene<'_>) -> Vec<OutcomeView> {
    let mut entries: Vec<(&AlarmKey, &Entry)> = scene.state.ledger.iter().collect();
    entries.sort_by_key(|(key, entry)| (std::cmp::Reverse(entry.outcome.at()), *key));
    let view = |(key, entry): (&AlarmKey, &Entry)| {
        let title = scene.state.session(&key.session).map_or_else(|| scene.voice.language.word("doctor-gone"), |session| session.title.to_string());
        OutcomeView {
            at: entry.outcome.at().timestamp_millis(),
            due: entry.due.timestamp_millis(),
            reminder: reminder(scene, &title, key.bell),
            outcome: outcome_words(scene, entry),
        }
    };
    entries.into_iter().take(OUTCOMES).map(view).collect()
}

fn outcome_words(scene: Scene<'_>, entry: &Entry) -> String {
    let Scene { reader, voice, now, .. } = scene;
    let language = voice.language;
    let late = |at: DateTime<Utc>| match (at - entry.due).num_seconds() {
        ..2 => language.word("outcome-on-time"),
        seconds @ 2..120 => language.say("outcome-seconds-late", [("n", seconds.into())]),
        seconds => language.say("outcome-late", [("span", language.span(seconds / 60).into())]),
    };
    let id = match &entry.outcome {
        Outcome::Snoozed { until } => return language.say("outcome-snoozed", [("time", voice.clock_beside(*until, now, reader).into())]),
        Outcome::Claimed { attempt, .. } => return language.say("outcome-claimed", [("n", (*attempt).into())]),
        Outcome::Shown { at, .. } => return language.say("outcome-shown", [("late", late(*at).into())]),
        Outcome::Acknowledged { how, .. } => match how {
            Answer::Dismissed => "outcome-dismissed",
            Answer::Opened => "outcome-opened",
            Answer::Joined => "outcome-joined",
            Answer::Asked => "outcome-asked",
            Answer::Snoozed => "outcome-put-off",
        },
        Outcome::Superseded { .. } => "outcome-superseded",
        Outcome::Cancelled { .. } => "outcome-cancelled",
        Outcome::Missed { why: Unheard::Away, .. } => "outcome-missed-away",
        Outcome::Missed { why: Unheard::Held, .. } => "outcome-missed-held",
        Outcome::Missed { why: Unheard::Refused, .. } => "outcome-missed-refused",
    };
    language.word(id)
}
