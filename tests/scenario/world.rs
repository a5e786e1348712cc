//! A whole outside world for the engine: clocks, a notification server, a disk, a feed's origin.
//! It never does anything by itself: the test turns the clock.

use chrono::{DateTime, Duration, Utc};
use sessionbell_core::action::{Refusal, Reply, UserAction, WindowKind};
use sessionbell_core::alarm::Posted;
use sessionbell_core::courier::Call;
use sessionbell_core::engine::{Beginning, Deed, Effect, Engine, Input};
use sessionbell_core::feed::{self, Scope};
use sessionbell_core::language::Sentence;
use sessionbell_core::menu::Menu;
use sessionbell_core::moment::Moment;
use sessionbell_core::notice::{Notice, Press};
use sessionbell_core::poll::{AnswerKind, FetchAnswer, FetchRequest, Validators};
use sessionbell_core::secret::Secret;
use sessionbell_core::session::FeedId;
use sessionbell_core::settings::{FeedAddress, Subscription};
use sessionbell_core::store::Saved;
use sessionbell_core::trouble::Server;
use sessionbell_core::view::{SettingsView, UpcomingView, View};
use sessionbell_core::zone::{Zone, Zones};
use std::collections::{BTreeMap, VecDeque};

use crate::disk::keep;
pub(crate) use crate::published::{Entry, FEED, at, document, entry};

/// The address of another feed.
pub(crate) const SECOND: &str = "https://second.example/feed.json";

/// Where the settings file is.
const PLACE: &str = "/home/ada/.config/sessionbell/settings.toml";

/// A notice that stands on the server.
#[derive(Clone, Debug)]
pub(crate) struct Standing {
    pub(crate) id: u32,
    pub(crate) notice: Notice,
}

pub(crate) struct World {
    pub(crate) engine: Engine,
    pub(crate) now: Moment,
    /// What rang, was opened, copied …: time and words.
    pub(crate) diary: Vec<String>,
    /// Every notice that the server took, with when.
    pub(crate) rung: Vec<(DateTime<Utc>, Notice)>,
    pub(crate) standing: Vec<Standing>,
    /// When the bell was heard, and how loud.
    pub(crate) sounds: Vec<(DateTime<Utc>, u32)>,
    pub(crate) requests: Vec<FetchRequest>,
    pub(crate) saved: Saved,
    pub(crate) secrets: BTreeMap<String, String>,
    pub(crate) settings: String,
    server: Option<u32>,
    last_id: u32,
    /// What the origin answers.
    pub(crate) origin: AnswerKind,
    /// What [`SECOND`] answers, if not the same.
    pub(crate) second: Option<AnswerKind>,
    pub(crate) retry_after: Option<Duration>,
    /// Claims that reach no server: the program is killed right after.
    pub(crate) dies_before_notify: bool,
    /// The program is killed when the server has the notice and the program does not know it yet.
    pub(crate) dies_after_notify: bool,
    pub(crate) disk_is_full: bool,
    /// The server answers every notice with an error.
    pub(crate) server_refuses: bool,
    pub(crate) refusals: usize,
    /// The desktop opens nothing and copies nothing.
    pub(crate) desktop_refuses: bool,
    /// The tray, as it was last drawn.
    pub(crate) menu: Option<Menu>,
    /// The server takes notices and answers only when it is told to.
    pub(crate) server_is_slow: bool,
    unanswered: Vec<(u64, u32)>,
    /// Calls of conversations that nobody has answered yet.
    pub(crate) calls: VecDeque<(u64, Call)>,
    /// The keyring gives nothing out.
    pub(crate) keyring_is_locked: bool,
    /// What the desktop says of the screen.
    pub(crate) screen_is_locked: Option<bool>,
    /// What is on the clipboard.
    pub(crate) clipboard: String,
    /// The clock of the feed's server, against ours.
    pub(crate) origin_clock_ahead: Option<Duration>,
}

impl World {
    /// The program as it has been running since `start` with one feed of these entries.
    pub(crate) fn new(start: &str, settings: &str, entries: &[Entry]) -> Self {
        let now = Moment { wall: at(start), up: std::time::Duration::from_secs(1_000) };
        let settings = format!("{settings}\n[[feed]]\naddress = \"{FEED}\"\n");
        let beginning = Beginning { settings: Some(settings.clone()), settings_place: PLACE.to_owned(), seed: 7, ..Beginning::default() };
        let (engine, _) = Engine::new(beginning, Zone::UTC, now);
        let mut world = Self {
            engine,
            now,
            diary: Vec::new(),
            rung: Vec::new(),
            standing: Vec::new(),
            sounds: Vec::new(),
            requests: Vec::new(),
            saved: Saved::default(),
            secrets: BTreeMap::new(),
            settings,
            server: None,
            last_id: 0,
            origin: AnswerKind::Fresh { body: document(entries), validators: Validators::default() },
            second: None,
            retry_after: None,
            dies_before_notify: false,
            dies_after_notify: false,
            disk_is_full: false,
            server_refuses: false,
            refusals: 0,
            desktop_refuses: false,
            menu: None,
            server_is_slow: false,
            unanswered: Vec::new(),
            calls: VecDeque::new(),
            keyring_is_locked: false,
            screen_is_locked: Some(false),
            clipboard: String::new(),
            origin_clock_ahead: None,
        };
        world.input(Input::Tick);
        world.server_up();
        world
    }

    pub(crate) fn input(&mut self, input: Input) {
        self.engine.handle(input, self.now);
        self.perform();
    }

    pub(crate) fn ask(&mut self, action: UserAction) -> Result<Reply, Refusal> {
        let reply = self.engine.ask(action, self.now);
        self.perform();
        reply
    }

    pub(crate) fn server_up(&mut self) {
        self.last_id += 1;
        self.server = Some(self.last_id);
        let life = format!(":1.{}", self.last_id);
        self.input(Input::Server(up(&life)));
    }

    pub(crate) fn server_dies(&mut self) {
        self.server = None;
        self.standing.clear();
        self.input(Input::Server(Server::Down(Sentence::as_it_is("gone"))));
    }

    /// The origin has these entries from now on, and a person asks for a check.
    pub(crate) fn publish(&mut self, entries: &[Entry]) {
        self.origin = AnswerKind::Fresh { body: document(entries), validators: Validators::default() };
        self.answer();
    }

    /// The origin's answer comes in unasked, as if a poll had been due.
    pub(crate) fn answer(&mut self) {
        let feed = self.engine.settings().feeds[0].clone();
        self.answer_for(feed.id, feed.address);
    }

    pub(crate) fn answer_for(&mut self, feed: FeedId, address: FeedAddress) {
        let origin = self.second.as_ref().filter(|_| address.as_str() == SECOND).unwrap_or(&self.origin).clone();
        let subscribed = self.engine.settings().feed(&feed).cloned().unwrap_or_else(|| Subscription::new(address.clone()));
        let parsed = match &origin {
            AnswerKind::Fresh { body, .. } => Some(feed::parse(body, &Scope::of(&subscribed, Zones::bundled(), self.now.wall))),
            AnswerKind::NotModified { .. } | AnswerKind::Status(_) | AnswerKind::Failed(_) => None,
        };
        let retry_after = self.retry_after.map(sessionbell_core::poll::RetryAfter::Delay);
        let answer = FetchAnswer {
            feed,
            address,
            kind: origin,
            max_age: None,
            retry_after,
            date: self.origin_clock_ahead.map(|ahead| self.now.wall + ahead),
            moved_to: None,
        };
        self.input(Input::Answered(Box::new(answer), parsed));
    }

    /// Turns the clock on to `time`, stopping wherever the engine wants to be called.
    pub(crate) fn until(&mut self, time: &str) {
        self.until_instant(at(time));
    }

    pub(crate) fn until_instant(&mut self, end: DateTime<Utc>) {
        for _ in 0..100_000 {
            let bell = self.engine.poll_deadline().map(|deadline| deadline.at);
            let poll = self.engine.next_poll().map(|up| self.now.wall + Duration::from_std(up.saturating_sub(self.now.up)).unwrap());
            let Some(next) = bell.into_iter().chain(poll).min().filter(|next| *next <= end) else { break };
            let next = next.max(self.now.wall);
            self.pass(next - self.now.wall);
            self.input(Input::Tick);
            assert!(
                self.engine.poll_deadline().is_none_or(|deadline| deadline.at > self.now.wall),
                "a deadline in the past would spin: {:?}",
                self.engine.poll_deadline()
            );
        }
        self.pass(end - self.now.wall);
    }

    fn pass(&mut self, time: Duration) {
        self.now.wall += time;
        self.now.up += time.to_std().unwrap();
    }

    /// The machine sleeps until `time`: the clock goes on, nobody is called before it wakes.
    pub(crate) fn sleep_until(&mut self, time: &str) {
        self.pass(at(time) - self.now.wall);
        self.input(Input::ClockChanged);
    }

    /// Somebody sets the wall clock.
    pub(crate) fn set_clock(&mut self, time: DateTime<Utc>) {
        self.now.wall = time;
        self.input(Input::ClockChanged);
    }

    /// The program is killed, and started again from what is saved.
    pub(crate) fn restart(&mut self) {
        let beginning = Beginning { saved: self.saved.clone(), settings: Some(self.settings.clone()), seed: 8, ..Beginning::default() };
        let (engine, left_out) = Engine::new(beginning, Zone::UTC, self.now);
        assert_eq!(left_out, Vec::<String>::new(), "what was saved is understood");
        self.engine = engine;
        self.perform();
        if let Some(life) = self.server {
            self.input(Input::Server(up(&format!(":1.{life}"))));
        }
    }

    /// The program is killed, its database destroyed, and started again.
    pub(crate) fn lose_everything(&mut self) {
        self.saved = Saved::default();
        let beginning = Beginning { settings: Some(self.settings.clone()), seed: 9, rang_before: Some(self.now.wall), ..Beginning::default() };
        (self.engine, _) = Engine::new(beginning, Zone::UTC, self.now);
        self.standing.clear();
        self.input(Input::Tick);
        let life = format!(":1.{}", self.server.unwrap_or(0));
        self.input(Input::Server(up(&life)));
    }

    /// Presses a button of the standing notice whose title contains `words`.
    pub(crate) fn press(&mut self, words: &str, press: Press) {
        let standing = self.standing.iter().find(|one| one.notice.title.contains(words)).unwrap_or_else(|| panic!("no “{words}” in {:?}", self.standing));
        let posted = self.posted(standing.id);
        self.input(Input::Pressed(posted, press));
    }

    pub(crate) fn dismiss(&mut self, words: &str) {
        let at = self.standing.iter().position(|one| one.notice.title.contains(words)).unwrap();
        let gone = self.standing.remove(at);
        let posted = self.posted(gone.id);
        self.input(Input::Closed(posted, true));
    }

    fn posted(&self, id: u32) -> Posted {
        Posted { server: format!(":1.{}", self.server.unwrap_or(0)), id }
    }

    pub(crate) fn upcoming(&self) -> UpcomingView {
        match self.engine.view(WindowKind::Upcoming, self.now) {
            View::Upcoming(view) => *view,
            View::Settings(_) | View::Bell(_) => panic!("another window"),
        }
    }

    pub(crate) fn settings_page(&self) -> SettingsView {
        match self.engine.view(WindowKind::Settings, self.now) {
            View::Settings(view) => *view,
            View::Upcoming(_) | View::Bell(_) => panic!("another window"),
        }
    }

    fn perform(&mut self) {
        while let Some(effect) = self.engine.poll_effect() {
            self.perform_one(effect);
        }
    }

    fn perform_one(&mut self, effect: Effect) {
        match effect {
            Effect::Save(records) if !self.disk_is_full => records.into_iter().for_each(|record| keep(&mut self.saved, record)),
            Effect::Save(_) => {}
            Effect::Notify { ticket, notice, replaces, .. } => self.show(ticket, notice, replaces),
            Effect::Retract(posted) => {
                if self.server.is_some_and(|life| posted.server == format!(":1.{life}")) {
                    self.standing.retain(|one| one.id != posted.id);
                }
            }
            Effect::Fetch(request) => {
                let (feed, address) = (request.feed.clone(), request.address.clone());
                self.requests.push(request);
                self.answer_for(feed, address);
            }
            Effect::Call(ticket, call) => self.calls.push_back((ticket, call)),
            Effect::Open(_, purpose) if self.desktop_refuses => {
                self.engine.handle(Input::NotDone(Deed::Open(purpose), Sentence::as_it_is("It did not open.")), self.now)
            }
            Effect::Open(what, purpose) => {
                self.note(format!("open {}", what.as_str()));
                if let Some(purpose) = purpose {
                    self.engine.handle(Input::Opened(purpose), self.now);
                }
            }
            Effect::Copy(_, session) if self.desktop_refuses => {
                self.engine.handle(Input::NotDone(Deed::Copy(session), Sentence::as_it_is("It was not copied.")), self.now)
            }
            Effect::Copy(text, _) => self.note(format!("copy {text}")),
            Effect::AddToCalendar { session, .. } if self.desktop_refuses => {
                self.engine.handle(Input::NotDone(Deed::AddToCalendar(session), Sentence::as_it_is("It was not handed over.")), self.now)
            }
            Effect::AddToCalendar { name, calendar, .. } => self.note(format!("calendar {name}: {calendar}")),
            Effect::Sound(volume) => self.sounds.push((self.now.wall, volume)),
            Effect::LookAtScreen => self.engine.handle(Input::Screen(self.screen_is_locked), self.now),
            Effect::ReadClipboard => self.engine.handle(Input::Clipboard(Secret::new(&self.clipboard)), self.now),
            Effect::WriteSample(feed) => self.note(format!("sample of {} bytes", feed.len())),
            Effect::WriteSettings(text) => self.settings = text,
            Effect::LoadSecrets(..) => self.engine.handle(Input::Secrets(self.found()), self.now),
            Effect::Secret(_, name, value) => match value {
                Some(value) => drop(self.secrets.insert(name, value.reveal().to_owned())),
                None => drop(self.secrets.remove(&name)),
            },
            Effect::Show(window, session) => {
                self.note(format!("show {} {}", window.name(), session.map_or(String::new(), |session| session.uid.0.to_string())))
            }
            Effect::Autostart(on) => self.note(format!("autostart {on}")),
            Effect::Tray(menu) => self.menu = Some(menu),
            Effect::Quit => self.note("quit".to_owned()),
        }
    }

    fn show(&mut self, ticket: u64, notice: Notice, replaces: Option<Posted>) {
        if self.dies_before_notify {
            self.dies_before_notify = false;
            return self.restart();
        }
        if self.server.is_none() {
            return self.engine.handle(Input::NotPosted(ticket, Sentence::as_it_is("no server")), self.now);
        }
        if self.server_refuses {
            self.refusals += 1;
            assert!(self.refusals < 1_000, "the server is asked without end");
            return self.engine.handle(Input::NotPosted(ticket, Sentence::as_it_is("it is out of order")), self.now);
        }
        let id = match replaces.filter(|posted| self.standing.iter().any(|one| one.id == posted.id)) {
            Some(posted) => posted.id,
            None => {
                self.last_id += 1;
                self.last_id
            }
        };
        self.standing.retain(|one| one.id != id);
        self.standing.push(Standing { id, notice: notice.clone() });
        self.note(format!("ring {}", notice.title));
        self.rung.push((self.now.wall, notice));
        if self.dies_after_notify {
            self.dies_after_notify = false;
            return self.restart();
        }
        if self.server_is_slow {
            self.unanswered.push((ticket, id));
            return;
        }
        let posted = self.posted(id);
        self.engine.handle(Input::Posted(ticket, posted), self.now);
    }

    /// A slow server answers all that it took.
    pub(crate) fn server_answers(&mut self) {
        for (ticket, id) in std::mem::take(&mut self.unanswered) {
            let posted = self.posted(id);
            self.input(Input::Posted(ticket, posted));
        }
    }

    fn note(&mut self, what: String) {
        self.diary.push(format!("{} {what}", self.now.wall.format("%H:%M:%S")));
    }

    /// What was noted since the last time, each line `HH:MM:SS what`.
    pub(crate) fn diary(&mut self) -> Vec<String> {
        std::mem::take(&mut self.diary)
    }
}

fn up(life: &str) -> Server {
    Server::Up { life: life.to_owned(), product: "test".into(), has_buttons: true, abilities: Vec::new() }
}
