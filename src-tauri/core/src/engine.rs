//! Decides everything: inputs and the moment they come at go in, effects and a deadline with its reason come out.
//! It never does any of it, and never asks for the time.

mod answering;
mod around;
mod asking;
mod exchange;
mod inheriting;
mod looking;
mod opening;
mod polling;
mod requesting;
mod ringing;
mod secrets;
mod setting;
mod sharing;
mod talking;
mod telling;

pub use exchange::{Deadline, Deed, Effect, Input, Purpose, SAMPLE};

use crate::action::{Refusal, Reply, UserAction, WindowKind};
use crate::alarm::{Bell, Posted};
use crate::menu::{Menu, menu};
use crate::moment::Moment;
use crate::plan::Firing;
use crate::request::JoinRequest;
use crate::session::{FeedId, SessionKey};
use crate::settings::{self, Settings, Subscription};
use crate::store::{Record, Saved, State, kept_settings, restore};
use crate::trouble::{Surroundings, troubles};
use crate::view::{Scene, SettingsView, Undo, UpcomingView, View, bell_view, settings_view, upcoming_view};
use crate::words::Voice;
use crate::zone::Zone;
use chrono::{DateTime, Utc};
use ringing::{Flight, Retry, Standing};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;
use talking::Talks;

/// What the program starts from.
#[derive(Clone, Debug, Default)]
pub struct Beginning {
    /// Everything saved.
    pub saved: Saved,
    /// Text of the settings file.
    pub settings: Option<String>,
    /// Where the settings file is, for people.
    pub settings_place: String,
    /// A random number, for jitter.
    pub seed: u64,
    /// The saved ledger was lost to a damaged file that was last written then.
    pub rang_before: Option<DateTime<Utc>>,
    /// What is known of the surroundings already.
    pub around: Surroundings,
    /// The last ticket that was given out before: its answer may still come.
    pub last_ticket: u64,
}

/// All decisions of the program, and the state they are made from.
#[derive(Debug)]
pub struct Engine {
    state: State,
    settings: Settings,
    settings_text: String,
    settings_place: String,
    around: Surroundings,
    machine: Zone,
    removed: Vec<(usize, Subscription)>,
    /// What puts back each setting that was changed, the last at the end.
    undo: Vec<setting::PutBack>,
    effects: VecDeque<Effect>,
    // Ringing.
    flights: BTreeMap<u64, Flight>,
    last_ticket: u64,
    /// Notices on their way that come with the bell; it is heard once, with the first of them that is shown.
    to_be_heard: BTreeSet<u64>,
    retry: BTreeMap<SessionKey, Retry>,
    standing: BTreeMap<SessionKey, Standing>,
    /// Notices that are no reminders, with the session that each is about, if it is about one.
    others: BTreeMap<Posted, Option<SessionKey>>,
    talks: Talks,
    /// When the screen was looked at, for a meeting that opens by itself.
    looked_at_screen: Option<DateTime<Utc>>,
    /// When each feed's last notices came up, oldest first.
    popups: BTreeMap<FeedId, VecDeque<DateTime<Utc>>>,
    /// When a pause ends by the time since the machine was started: a clock that is set does not move that.
    pause_ends: Option<Duration>,
    /// The notice that tells of changes.
    changes_notice: Option<Posted>,
    /// Not before then, because it was refused.
    tell_again: Option<DateTime<Utc>>,
    /// Since when reminders are due that no server takes.
    unheard: Option<DateTime<Utc>>,
    /// The sessions that therefore ring in a window, each with the last bell it was raised for.
    in_window: BTreeMap<SessionKey, Option<Bell>>,
    firings: Vec<Firing>,
    // Polling: when, in time since the machine was started, and what is on its way.
    poll_due: BTreeMap<FeedId, Duration>,
    fetching: BTreeSet<FeedId>,
    /// Feeds whose answer is on its way, and will have been read by settings that no longer hold.
    read_otherwise: BTreeSet<FeedId>,
    /// Feeds to be asked at once, because a bell is near.
    check_soon: BTreeSet<FeedId>,
    /// What was asked for last and opened, and how far that session's request was before.
    opened: Option<(SessionKey, Option<JoinRequest>)>,
    /// How far this machine's clock is ahead of each feed's server.
    clocks: BTreeMap<FeedId, chrono::Duration>,
    dice: u64,
    /// Differs between programs, so that their checks do not all come at once.
    salt: u64,
    /// Something happened at that moment which the plan does not know of yet.
    unplanned: Option<Moment>,
    // What was last said.
    menu: Option<Menu>,
    deadline: Option<Deadline>,
}

impl Engine {
    /// Takes up where the program left off. Also answers a sentence for each saved row that was left out.
    #[must_use]
    pub fn new(from: Beginning, machine: Zone, now: Moment) -> (Self, Vec<String>) {
        let mut around = from.around;
        let text = from.settings.unwrap_or_default();
        let zones = around.zones;
        let read = settings::read(&text, zones).map_err(|fault| around.settings_fault = Some(fault.sentence()));
        let settings = match read {
            Ok(settings) if around.settings_fault.is_none() => settings,
            // Those before a file that is refused stay in force, over a start as well.
            Ok(_) | Err(()) => kept_settings(&from.saved).and_then(|text| settings::read(&text, zones).ok()).unwrap_or_default(),
        };
        let (mut state, mut forget, left_out) = restore(from.saved, &settings, (zones, now.wall));
        if from.rang_before.is_some() {
            state.rang_before = from.rang_before.map(|then| then.min(now.wall));
            forget.push(state.rang_record());
        }
        let mut engine = Self {
            standing: ringing::standing(&state),
            state,
            settings,
            settings_text: text,
            settings_place: from.settings_place,
            around,
            machine,
            removed: Vec::new(),
            undo: Vec::new(),
            effects: VecDeque::new(),
            flights: BTreeMap::new(),
            last_ticket: from.last_ticket,
            to_be_heard: BTreeSet::new(),
            retry: BTreeMap::new(),
            others: BTreeMap::new(),
            talks: Talks::default(),
            looked_at_screen: None,
            popups: BTreeMap::new(),
            pause_ends: None,
            changes_notice: None,
            tell_again: None,
            unheard: None,
            in_window: BTreeMap::new(),
            firings: Vec::new(),
            poll_due: BTreeMap::new(),
            fetching: BTreeSet::new(),
            read_otherwise: BTreeSet::new(),
            check_soon: BTreeSet::new(),
            opened: None,
            clocks: BTreeMap::new(),
            dice: from.seed,
            salt: from.seed,
            unplanned: Some(now),
            menu: None,
            deadline: None,
        };
        // A settings file that is refused says nothing about what is subscribed: nothing is forgotten on its account.
        if engine.around.settings_fault.is_some() {
            forget.retain(|record| !record.forgets());
        }
        engine.save(forget);
        engine.note_pause(now);
        if engine.around.settings_fault.is_none() {
            engine.keep_settings();
        }
        engine.start_polling(now);
        engine.load_secrets();
        (engine, left_out)
    }

    /// Takes in what happened at `now`.
    pub fn handle(&mut self, input: Input, now: Moment) {
        match input {
            Input::Tick => {}
            Input::ClockChanged => self.take_clock(now),
            Input::MachineZone(zone) => self.take_zone(zone, now.wall),
            Input::SettingsText(text) => self.take_settings(text.unwrap_or_default(), now),
            Input::SettingsUnusable(why) => self.around.settings_fault = Some(why),
            Input::Answered(answer, parsed) => self.take_answer(&answer, parsed, now),
            Input::Posted(ticket, posted) => self.take_posted(ticket, posted, now.wall),
            Input::NotPosted(ticket, why) => self.take_not_posted(ticket, why, now.wall),
            Input::Pressed(posted, press) => self.take_pressed(&posted, press, now),
            Input::Closed(posted, by_person) => self.take_closed(&posted, by_person, now.wall),
            Input::Server(server) => self.take_server(server, now.wall),
            Input::DoNotDisturb(on) => self.around.do_not_disturb = on,
            Input::Tray(there) => self.around.tray = Some(there),
            Input::Opened(purpose) => self.take_opened(purpose, now.wall),
            Input::NotDone(deed, why) => self.take_not_done(deed, why),
            Input::Disk(result) => self.around.disk_fault = result.err(),
            Input::DiskAfresh(note) => self.save_afresh(note, now),
            Input::Secrets(found) => self.take_secrets(found),
            Input::SecretKept(kept) => self.around.secrets_fault = kept.err(),
            Input::Sounded(heard) => self.around.silent = heard.err(),
            Input::Screen(locked) => self.take_screen(locked, now),
            Input::Clipboard(text) => self.take_clipboard(text.reveal()),
            Input::Called(ticket, called) => self.take_called(ticket, &called, now),
            Input::Autostart(there) => self.around.autostart = there,
        }
        self.poll(now);
        self.look_into_threads(now);
        self.unplanned = Some(now);
    }

    /// Carries out what a person asks for, as far as it is decided here; the effects follow.
    ///
    /// # Errors
    /// Why not, in words; nothing has changed then.
    pub fn ask(&mut self, action: UserAction, now: Moment) -> Result<Reply, Refusal> {
        self.forget_last_deed();
        let reply = self.carry_out(action, now);
        self.poll(now);
        self.look_into_threads(now);
        self.unplanned = Some(now);
        reply.map_err(|refused| refused.said(self.voice().language))
    }

    /// The next effect to perform; effects are performed in order. With none left, deadlines and views are up to date.
    ///
    /// The plan is made here, when all that was asked for before is performed; the reminders that are due go out before
    /// anything else is worked out.
    pub fn poll_effect(&mut self) -> Option<Effect> {
        loop {
            if let Some(effect) = self.effects.pop_front() {
                return Some(effect);
            }
            let now = self.unplanned.take()?;
            self.turn_windows(now.wall);
            if self.ring(now) {
                self.unplanned = Some(now);
            } else {
                self.poll(now);
                self.say(now.wall);
            }
        }
    }

    /// Whether the effects handed out so far can be let run before the next are worked out.
    #[must_use]
    pub fn is_unplanned(&self) -> bool {
        self.effects.is_empty() && self.unplanned.is_some()
    }

    /// When to come back with [`Input::Tick`] by the wall clock.
    #[must_use]
    pub fn poll_deadline(&self) -> Option<&Deadline> {
        self.deadline.as_ref()
    }

    /// When to come back with [`Input::Tick`] by the time since the machine was started: the next poll of a feed, or the
    /// next look for a host’s answer.
    #[must_use]
    pub fn next_poll(&self) -> Option<Duration> {
        let feeds = self.poll_due.iter().filter(|(feed, _)| !self.fetching.contains(*feed)).map(|(_, due)| *due).min();
        feeds.into_iter().chain(self.talks.next_look()).min()
    }

    /// What a window shows at `now`.
    #[must_use]
    pub fn view(&self, window: WindowKind, now: Moment) -> View {
        match window {
            WindowKind::Upcoming => View::Upcoming(Box::new(self.upcoming(now.wall))),
            WindowKind::Settings => View::Settings(Box::new(self.settings_page(now.wall))),
            WindowKind::Bell => View::Bell(Box::new(bell_view(self.scene(now.wall), &self.in_window))),
        }
    }

    /// What is set.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// What is around, for a program that starts anew after a fault of its own.
    #[must_use]
    pub fn surroundings(&self) -> &Surroundings {
        &self.around
    }

    /// What is known.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    fn upcoming(&self, now: DateTime<Utc>) -> UpcomingView {
        upcoming_view(self.scene(now))
    }

    fn settings_page(&self, now: DateTime<Utc>) -> SettingsView {
        let removed: Vec<_> = self.removed.iter().map(|(_, feed)| feed).collect();
        let undo = Undo { removed: &removed, setting: !self.undo.is_empty() };
        settings_view(self.scene(now), &self.talks.accounts(), undo, &self.firings, self.machine, &self.settings_place, env!("CARGO_PKG_VERSION"))
    }

    fn scene(&self, now: DateTime<Utc>) -> Scene<'_> {
        Scene {
            state: &self.state,
            settings: &self.settings,
            around: &self.around,
            offers: &self.talks.offers,
            sending: &self.talks.sending,
            clipboard: self.talks.clipboard.as_ref(),
            reader: self.reader(),
            voice: self.voice(),
            now,
        }
    }

    /// The person's zone: the chosen one, else the machine's.
    #[must_use]
    pub fn reader(&self) -> Zone {
        self.settings.zone.unwrap_or(self.machine)
    }

    /// How the person is spoken to: as chosen, else in the desktop’s language.
    #[must_use]
    pub fn voice(&self) -> Voice {
        Voice::of(&self.settings, self.around.language)
    }

    fn save(&mut self, records: Vec<Record>) {
        if !records.is_empty() {
            self.effects.push_back(Effect::Save(records));
        }
    }

    /// Notes what the tray says, and looks again when it would say something else.
    fn say(&mut self, now: DateTime<Utc>) {
        let troubles = troubles(&self.state, &self.settings, &self.around, now);
        let (menu, menu_changes) = menu(&self.state, &self.settings, &troubles, &self.around, &self.talks.offers, (self.reader(), now));
        if self.menu.as_ref() != Some(&menu) {
            self.effects.push_back(Effect::Tray(menu.clone()));
            self.menu = Some(menu);
        }
        let tray = menu_changes.map(|at| Deadline { at, why: "the tray's words change".to_owned() });
        self.deadline = [self.deadline.take(), tray, self.next_turn()].into_iter().flatten().min_by_key(|deadline| deadline.at);
    }
}
