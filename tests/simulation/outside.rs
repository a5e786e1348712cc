//! Everything around the engine, with its faults: clocks that step, sleep, a server that dies, a disk that fills.
//! It never decides when a bell should ring: it only carries out what the engine asks for, and writes it down.

use chrono::{DateTime, Duration, Utc};
use sessionbell_core::action::UserAction;
use sessionbell_core::alarm::Posted;
use sessionbell_core::engine::{Beginning, Effect, Engine, Input};
use sessionbell_core::language::Sentence;
use sessionbell_core::moment::Moment;
use sessionbell_core::notice::{Notice, Urgency};
use sessionbell_core::poll::FetchRequest;
use sessionbell_core::session::FeedId;
use sessionbell_core::store::{Record, Saved};
use sessionbell_core::trouble::Server;
use sessionbell_core::zone::Zone;

/// A notice about sessions, as the server got it.
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    pub(crate) posted: Posted,
    pub(crate) titles: Vec<String>,
    /// The program was killed before it knew.
    pub(crate) unrecorded: bool,
}

/// How the program is killed at its next notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kill {
    Before,
    After,
}

pub(crate) struct Outside {
    /// `None` while the program does not run.
    pub(crate) engine: Option<Engine>,
    /// How far the wall clock is ahead of true time.
    pub(crate) step: Duration,
    pub(crate) now: DateTime<Utc>,
    begin: DateTime<Utc>,
    pub(crate) asleep: bool,
    pub(crate) zone: Zone,
    pub(crate) settings: String,
    // The server.
    pub(crate) life: u32,
    pub(crate) server_up: bool,
    pub(crate) refuses: bool,
    pub(crate) do_not_disturb: bool,
    last_id: u32,
    pub(crate) standing: Vec<Shown>,
    pub(crate) kill: Option<Kill>,
    /// The server takes the next notice and never answers.
    pub(crate) stalls: bool,
    // The disk.
    pub(crate) saved: Saved,
    unsaved: Vec<Record>,
    /// When the disk last took something, on the wall clock.
    pub(crate) last_saved: DateTime<Utc>,
    pub(crate) disk_is_bad: bool,
    /// Changes were lost with a program that was killed while the disk took none.
    pub(crate) lost_changes: bool,
    // What the engine asked for and is still to be done, and what it did in this instant.
    pub(crate) requests: Vec<FetchRequest>,
    pub(crate) rung: Vec<Shown>,
    pub(crate) killed: bool,
    pub(crate) diary: Vec<String>,
    pub(crate) events: u64,
    seed: u64,
}

impl Outside {
    pub(crate) fn new(begin: DateTime<Utc>, zone: Zone, settings: String, seed: u64) -> Self {
        let mut outside = Self {
            engine: None,
            step: Duration::zero(),
            now: begin,
            begin,
            asleep: false,
            zone,
            settings,
            life: 1,
            server_up: true,
            refuses: false,
            do_not_disturb: false,
            last_id: 0,
            standing: Vec::new(),
            kill: None,
            stalls: false,
            saved: Saved::default(),
            unsaved: Vec::new(),
            last_saved: begin,
            disk_is_bad: false,
            lost_changes: false,
            requests: Vec::new(),
            rung: Vec::new(),
            killed: false,
            diary: Vec::new(),
            events: 0,
            seed,
        };
        outside.start(None);
        outside
    }

    pub(crate) fn wall(&self) -> DateTime<Utc> {
        self.now + self.step
    }

    fn moment(&self) -> Moment {
        Moment { wall: self.wall(), up: (self.now - self.begin).to_std().unwrap_or_default() }
    }

    /// The feeds, in the order of the settings.
    pub(crate) fn feeds(&self) -> Vec<FeedId> {
        self.engine.iter().flat_map(|engine| engine.settings().feeds.iter().map(|feed| feed.id.clone())).collect()
    }

    pub(crate) fn life(&self) -> String {
        format!(":1.{}", self.life)
    }

    /// Whether the disk has all that was given to it.
    pub(crate) fn is_saved(&self) -> bool {
        self.unsaved.is_empty()
    }

    pub(crate) fn is_awake(&self) -> bool {
        self.engine.is_some() && !self.asleep
    }

    /// When the engine wants to be called next, in true time.
    pub(crate) fn deadline(&self) -> Option<DateTime<Utc>> {
        let engine = self.engine.as_ref().filter(|_| !self.asleep)?;
        let wall = engine.poll_deadline().map(|deadline| deadline.at - self.step);
        let poll = engine.next_poll().map(|up| self.begin + Duration::from_std(up).unwrap_or_default());
        wall.into_iter().chain(poll).min().map(|at| at.max(self.now))
    }

    pub(crate) fn start(&mut self, rang_before: Option<DateTime<Utc>>) {
        let beginning = Beginning { saved: self.saved.clone(), settings: Some(self.settings.clone()), seed: self.seed, rang_before, ..Beginning::default() };
        let (engine, left_out) = Engine::new(beginning, self.zone, self.moment());
        assert!(left_out.is_empty(), "what was saved is understood: {left_out:?}");
        self.engine = Some(engine);
        self.note("the program starts");
        self.perform();
        self.tell_server();
    }

    /// The program is gone, and what it had not saved with it.
    pub(crate) fn die(&mut self) {
        self.note("the program is killed");
        self.engine = None;
        self.kill = None;
        self.requests.clear();
        self.lost_changes |= !self.unsaved.is_empty();
        self.unsaved.clear();
    }

    pub(crate) fn tell_server(&mut self) {
        let server = if self.server_up {
            Server::Up { life: self.life(), product: "simulated".to_owned(), has_buttons: true, abilities: Vec::new() }
        } else {
            Server::Down(Sentence::as_it_is("it is gone"))
        };
        let moment = self.moment();
        // A server that is gone tells nothing of itself any more.
        if let Some(engine) = self.engine.as_mut().filter(|_| self.server_up) {
            engine.handle(Input::DoNotDisturb(self.do_not_disturb), moment);
        }
        self.input(Input::Server(server));
    }

    pub(crate) fn input(&mut self, input: Input) {
        self.events += 1;
        let moment = self.moment();
        if let Some(engine) = &mut self.engine {
            engine.handle(input, moment);
        }
        self.perform();
    }

    /// Whether what a person asks for is carried out; what is refused changes nothing.
    pub(crate) fn ask(&mut self, action: UserAction) -> bool {
        self.events += 1;
        let moment = self.moment();
        let done = self.engine.as_mut().is_some_and(|engine| engine.ask(action, moment).is_ok());
        self.perform();
        done
    }

    fn perform(&mut self) {
        loop {
            let Some(effect) = self.engine.as_mut().and_then(Engine::poll_effect) else { return };
            match effect {
                Effect::Save(records) => self.save(records),
                Effect::Notify { ticket, notice, replaces, .. } => self.show(ticket, &notice, replaces),
                Effect::Retract(posted) => {
                    if self.server_up && posted.server == self.life() {
                        self.standing.retain(|shown| shown.posted != posted);
                    }
                }
                Effect::Fetch(request) => self.requests.push(request),
                Effect::WriteSettings(text) => self.settings = text,
                Effect::Open(_, Some(purpose)) => {
                    let moment = self.moment();
                    if let Some(engine) = &mut self.engine {
                        engine.handle(Input::Opened(purpose), moment);
                    }
                }
                Effect::Call(..)
                | Effect::Open(_, None)
                | Effect::Copy(..)
                | Effect::AddToCalendar { .. }
                | Effect::WriteSample(_)
                | Effect::Sound(_)
                | Effect::LookAtScreen
                | Effect::ReadClipboard
                | Effect::LoadSecrets(..)
                | Effect::Secret(..)
                | Effect::Show(..)
                | Effect::Autostart(_)
                | Effect::Tray(_)
                | Effect::Quit => {}
            }
        }
    }

    fn save(&mut self, records: Vec<Record>) {
        self.unsaved.extend(records);
        if !self.disk_is_bad {
            self.last_saved = self.wall();
            std::mem::take(&mut self.unsaved).into_iter().for_each(|record| keep(&mut self.saved, record));
        }
    }

    fn show(&mut self, ticket: u64, notice: &Notice, replaces: Option<Posted>) {
        if self.kill == Some(Kill::Before) && notice.urgency != Urgency::Quiet {
            self.note("… just before a notice");
            self.killed = true;
            return self.die();
        }
        if !self.server_up || self.refuses {
            let moment = self.moment();
            if let Some(engine) = &mut self.engine {
                engine.handle(Input::NotPosted(ticket, Sentence::as_it_is("it did not work")), moment);
            }
            return;
        }
        let life = self.life();
        let id = match replaces.filter(|posted| posted.server == life && self.standing.iter().any(|shown| shown.posted == *posted)) {
            Some(posted) => posted.id,
            None => {
                self.last_id += 1;
                self.last_id
            }
        };
        let posted = Posted { server: life, id };
        self.standing.retain(|shown| shown.posted != posted);
        let text = notice.body.replace('\n', " | ");
        self.note(&format!("notice {id}: {} [{text}]", notice.title));
        let dies = self.kill == Some(Kill::After) && notice.urgency != Urgency::Quiet;
        let unrecorded = dies || (self.stalls && notice.urgency != Urgency::Quiet);
        if notice.urgency != Urgency::Quiet {
            let shown = Shown { posted: posted.clone(), titles: titles(notice), unrecorded };
            self.standing.push(shown.clone());
            self.rung.push(shown);
        }
        if dies {
            self.note("… just after a notice");
            self.killed = true;
            return self.die();
        }
        if unrecorded {
            self.note("… which is never answered");
            return;
        }
        let moment = self.moment();
        if let Some(engine) = &mut self.engine {
            engine.handle(Input::Posted(ticket, posted), moment);
        }
    }

    pub(crate) fn note(&mut self, what: &str) {
        self.diary.push(format!("{:?} {what}", self.wall()));
    }
}

/// The sessions that a notice names: one behind its title's colon, or one a line.
fn titles(notice: &Notice) -> Vec<String> {
    if notice.tag.starts_with("together") {
        return notice.body.lines().filter_map(|line| line.split("  ").nth(1)).map(str::to_owned).collect();
    }
    notice.title.rsplit(": ").next().map(str::to_owned).into_iter().collect()
}

fn keep(saved: &mut Saved, record: Record) {
    match record {
        Record::Ledger(row) => match saved.ledger.iter_mut().find(|one| one.session == row.session && one.bell == row.bell) {
            Some(line) => *line = row,
            None => saved.ledger.push(row),
        },
        Record::LedgerForget { session, bell } => saved.ledger.retain(|one| one.session != session || one.bell != bell),
        Record::Copy { feed, body, fetched } => {
            saved.copies.retain(|(other, ..)| *other != feed);
            saved.copies.push((feed, body, fetched));
        }
        Record::CopyForget { feed } => saved.copies.retain(|(other, ..)| *other != feed),
        Record::Fact { kind, key, value } => {
            saved.facts.retain(|(other, which, _)| *other != kind || *which != key);
            saved.facts.extend(value.map(|value| (kind, key, value)));
        }
    }
}
