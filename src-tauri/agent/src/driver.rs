//! The one task that owns the engine: it waits for whatever comes first, hands it over, and performs what comes back.
//! It never decides anything itself.

mod begin;
mod performing;
#[cfg(test)]
mod tests;

use crate::clock::{Clock, machine_zone};
use crate::handle::Command;
use crate::ports::{
    Autostart, Clipboard, Courier, Disk, DiskFault, Fetcher, Notifier, NotifyEvent, Opener, Player, Screen, Secrets, SettingsFile, Shell, WorldEvent,
};
use crate::timer::{Timer, Woken};
use crate::tzdata::machine_zones;
use begin::{Stumbles, begin};
use sessionbell_core::action::{RefusalCode, Refused, Reply, WindowKind};
use sessionbell_core::engine::{Deed, Engine, Input};
use sessionbell_core::language::sentence;
use sessionbell_core::moment::Moment;
use sessionbell_core::session::SessionKey;
use sessionbell_core::store::Record;
use sessionbell_core::trouble::{Server, Surroundings};
use sessionbell_core::view::{Push, View};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};

/// A window that was started is waited for that long before another is started in its place.
const STARTS_WITHIN: Duration = Duration::from_secs(5);
/// Between two tries to begin anew after a fault of the program's own.
const REST: Duration = Duration::from_secs(5);
/// Changes kept for a disk that does not take them; beyond it the oldest go.
const MOST_UNSAVED: usize = 20_000;

/// The outside world.
pub struct Ports {
    /// What time it is.
    pub clock: Box<dyn Clock>,
    /// The notification server.
    pub notifier: Box<dyn Notifier>,
    /// The network.
    pub fetcher: Box<dyn Fetcher>,
    /// Hosts' servers.
    pub courier: Box<dyn Courier>,
    /// The saved state.
    pub disk: Box<dyn Disk>,
    /// The settings file.
    pub settings: Box<dyn SettingsFile>,
    /// Received links.
    pub secrets: Box<dyn Secrets>,
    /// Opening addresses.
    pub opener: Box<dyn Opener>,
    /// The bell's sound.
    pub player: Box<dyn Player>,
    /// The screen.
    pub screen: Box<dyn Screen>,
    /// The clipboard.
    pub clipboard: Box<dyn Clipboard>,
    /// Starting at login.
    pub autostart: Box<dyn Autostart>,
    /// Windows and tray.
    pub shell: Box<dyn Shell>,
}

/// Why the task goes on; the list is closed.
#[derive(Debug)]
enum Wake {
    Time(Woken),
    World(WorldEvent),
    Person(Command),
    /// Nobody is left who could ask for anything.
    Over,
}

struct Watcher {
    window: WindowKind,
    to: UnboundedSender<Push>,
    last: Option<View>,
}

pub(crate) struct Driver {
    engine: Engine,
    ports: Ports,
    timer: Timer,
    watchers: Vec<Watcher>,
    /// Windows that were started and have not come to the door yet: since when, and what they are to show.
    starting: BTreeMap<WindowKind, (Duration, Option<SessionKey>)>,
    unsaved: Vec<Record>,
    disk_fault: Option<DiskFault>,
    settings_place: String,
    seed: u64,
    stumbles: Stumbles,
    ends: bool,
}

impl Driver {
    /// Loads what was saved and takes up where the program left off.
    pub(crate) fn new(mut ports: Ports, timer: Timer, settings_place: String, seed: u64) -> Self {
        let around = Surroundings { autostart: ports.autostart.is_set(), ..Surroundings::default() };
        let (engine, disk_fault) = begin(&mut ports, &settings_place, seed, around, 0);
        let stumbles = Stumbles::default();
        Self {
            engine,
            ports,
            timer,
            settings_place,
            seed,
            watchers: Vec::new(),
            starting: BTreeMap::new(),
            unsaved: Vec::new(),
            disk_fault,
            stumbles,
            ends: false,
        }
    }

    /// Runs until the program is asked to end.
    pub(crate) async fn run(mut self, mut world: UnboundedReceiver<WorldEvent>, mut people: UnboundedReceiver<Command>) {
        let mut wake = None;
        loop {
            // A fault in here costs what was just done, not the program: it takes up again from what is saved.
            let turn = catch_unwind(AssertUnwindSafe(|| self.turn(wake.take())));
            if turn.is_err() {
                // What is saved may be what it stumbles over; a rest, and it is tried again.
                while catch_unwind(AssertUnwindSafe(|| self.recover())).is_err() {
                    tokio::time::sleep(REST).await;
                }
            }
            if self.ends {
                break;
            }
            if turn.is_ok() && self.engine.is_unplanned() {
                // The notices just handed out go to the server before the next plan is made.
                tokio::task::yield_now().await;
                continue;
            }
            wake = Some(tokio::select! {
                biased;
                woken = self.timer.woken() => Wake::Time(woken),
                Some(event) = world.recv() => Wake::World(event),
                command = people.recv() => command.map_or(Wake::Over, Wake::Person),
            });
        }
        // What was asked for last is still done.
        while self.engine.is_unplanned() {
            let _fault = self.perform();
        }
        self.ports.shell.quit();
    }

    /// Takes in one wake-up, does what follows, and sets the timers.
    fn turn(&mut self, wake: Option<Wake>) {
        if let Some(wake) = wake {
            self.take(wake);
        }
        if let Some(fault) = self.perform() {
            tracing::warn!("not done: {fault}");
        }
        if self.engine.is_unplanned() {
            return;
        }
        self.publish();
        let deadline = self.engine.poll_deadline();
        tracing::debug!(at = ?deadline.map(|deadline| deadline.at), "next");
        self.timer.wake_at(deadline.map(|deadline| deadline.at));
        self.timer.poll_at(self.engine.next_poll());
    }

    /// After a fault of the program's own: a new engine from what is saved, with what is known of the surroundings.
    fn recover(&mut self) {
        let now = self.ports.clock.now();
        let clock = now.wall.format("%Y-%m-%d %H:%M:%S UTC");
        tracing::error!("a fault of the program's own; beginning anew from what is saved");
        let mut around = self.engine.surroundings().clone();
        around.stumbled = Some(sentence("stumbled").with("time", clock.to_string()));
        let rest = self.stumbles.again(now.up);
        let (engine, disk_fault) = begin(&mut self.ports, &self.settings_place, self.seed, around, self.engine.last_ticket());
        self.engine = engine;
        self.disk_fault = disk_fault;
        for watcher in &mut self.watchers {
            watcher.last = None;
        }
        // Once more at once; what fails again and again is given some rest in between.
        self.timer.wake_at(Some(now.wall + rest));
        self.timer.poll_at(None);
    }

    fn take(&mut self, wake: Wake) {
        let now = self.ports.clock.now();
        match wake {
            Wake::Time(Woken::Wall | Woken::Poll) => self.engine.handle(Input::Tick, now),
            Wake::Time(Woken::ClockChanged) => {
                tracing::info!("the clock was set, or the machine woke up");
                self.engine.handle(Input::ClockChanged, now);
            }
            Wake::World(event) => self.take_world(event, now),
            Wake::Person(Command::Watch(window, to)) => self.take_watcher(window, to),
            Wake::Person(Command::Ask(action, answer)) => {
                let reply = self.engine.ask(action, now);
                // Whether it was really done is known once its effects were performed.
                let fault = self.perform();
                let reply = match (reply, fault) {
                    (Ok(Reply::Asked { channel, message, .. }), None) => {
                        Ok(Reply::Asked { channel, message, copied: self.engine.surroundings().not_done.is_none() })
                    }
                    (Ok(_), Some(fault)) => Err(Refused::new(RefusalCode::NotDone, fault).said(self.engine.voice().language)),
                    (reply, _) => reply,
                };
                if let Err(refusal) = &reply {
                    tracing::info!(code = ?refusal.code, "refused");
                }
                // Who asked may be gone by now.
                let _gone = answer.send(reply);
            }
            Wake::Over => self.ends = true,
        }
    }

    fn take_world(&mut self, event: WorldEvent, now: Moment) {
        let input = match event {
            WorldEvent::Notify(event) => match event {
                NotifyEvent::Posted { ticket, posted } => {
                    tracing::info!(ticket, id = posted.id, "shown");
                    Input::Posted(ticket, posted)
                }
                NotifyEvent::Failed { ticket, why } => {
                    tracing::warn!(ticket, "not shown: {why}");
                    Input::NotPosted(ticket, why)
                }
                NotifyEvent::Pressed { posted, press } => {
                    tracing::info!(id = posted.id, ?press, "pressed");
                    Input::Pressed(posted, press)
                }
                NotifyEvent::Closed { posted, by_person } => Input::Closed(posted, by_person),
                NotifyEvent::ServerUp { server, product, has_buttons, abilities, do_not_disturb } => {
                    tracing::info!(%server, %product, has_buttons, do_not_disturb, "notification server");
                    self.engine.handle(Input::DoNotDisturb(do_not_disturb), now);
                    Input::Server(Server::Up { life: server, product, has_buttons, abilities })
                }
                NotifyEvent::DoNotDisturb { on } => {
                    tracing::info!(on, "do not disturb");
                    Input::DoNotDisturb(on)
                }
                NotifyEvent::ServerDown { why } => {
                    tracing::warn!("no notification server: {why}");
                    Input::Server(Server::Down(why))
                }
            },
            WorldEvent::Fetched(fetched) => {
                tracing::info!(host = %fetched.answer.address.place(), kind = kind_word(&fetched.answer.kind), "answered");
                Input::Answered(Box::new(fetched.answer), fetched.parsed)
            }
            WorldEvent::Called(ticket, called) => {
                tracing::info!(ticket, answer = ?called, "a host's server answered");
                Input::Called(ticket, called)
            }
            WorldEvent::Secrets(found) => Input::Secrets(found),
            WorldEvent::SecretKept(kept) => Input::SecretKept(kept),
            WorldEvent::Screen(locked) => Input::Screen(locked),
            WorldEvent::Sounded(heard) => Input::Sounded(heard),
            WorldEvent::SettingsTouched => match self.ports.settings.read() {
                Ok(text) => Input::SettingsText(text),
                Err(fault) => Input::SettingsUnusable(fault.0),
            },
            WorldEvent::ZoneTouched => Input::MachineZone(machine_zone(machine_zones())),
            WorldEvent::NotOpened { purpose, why } => {
                tracing::warn!("{why}");
                Input::NotDone(Deed::Open(purpose), why)
            }
            WorldEvent::TrayHost(there) => {
                self.ports.shell.tray_host(there);
                Input::Tray(there)
            }
        };
        self.engine.handle(input, now);
    }

    fn take_watcher(&mut self, window: WindowKind, to: UnboundedSender<Push>) {
        if let Some((_, session @ Some(_))) = self.starting.remove(&window) {
            let _closed = to.send(Push::Show { session });
        }
        self.watchers.push(Watcher { window, to, last: None });
    }

    /// Sends each open window its view if it has changed.
    fn publish(&mut self) {
        self.watchers.retain(|watcher| !watcher.to.is_closed());
        let now = self.ports.clock.now();
        let mut built: BTreeMap<WindowKind, View> = BTreeMap::new();
        for watcher in &mut self.watchers {
            let view = built.entry(watcher.window).or_insert_with(|| self.engine.view(watcher.window, now));
            let said = watcher.last.as_mut().is_some_and(|last| {
                last.set_clock_of(view);
                last == view
            });
            if !said {
                watcher.last = Some(view.clone());
                let _closed = watcher.to.send(Push::View { view: view.clone() });
            }
        }
    }
}

fn kind_word(kind: &sessionbell_core::poll::AnswerKind) -> &'static str {
    use sessionbell_core::poll::AnswerKind;
    match kind {
        AnswerKind::Fresh { .. } => "fresh",
        AnswerKind::NotModified { .. } => "not modified",
        AnswerKind::Status(_) => "another status",
        AnswerKind::Failed(_) => "failed",
    }
}
