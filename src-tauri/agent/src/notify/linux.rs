//! One long-lived connection to the session bus, owned by one task, that talks to whichever notification server is there.
//! It never believes a signal from anybody but that server, and never waits for a reply without a limit.

mod meeting;

use super::wire::{self, Abilities, NAME, PATH};
use crate::ports::{Notifier, NotifyEvent, WorldEvent};
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt};
use sessionbell_core::alarm::Posted;
use sessionbell_core::language::{Sentence, sentence};
use sessionbell_core::notice::Notice;
use std::collections::BTreeSet;
use std::panic::AssertUnwindSafe;
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::{Instant, sleep, sleep_until, timeout};
use zbus::message::Type;
use zbus::{Connection, MatchRule, Message, MessageStream};

/// Time limits of the conversation.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// For one call.
    pub call: Duration,
    /// How long a signal that came before the reply it belongs to is kept.
    pub early: Duration,
    /// The first wait before the bus is tried again, which doubles up to a minute, and before a server is looked for again,
    /// which doubles up to an hour.
    pub reconnect: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { call: Duration::from_secs(5), early: Duration::from_secs(5), reconnect: Duration::from_secs(1) }
    }
}

const LONGEST_RECONNECT: Duration = Duration::from_secs(60);
const LONGEST_SEARCH: Duration = Duration::from_secs(3_600);
const NO_SERVER: &str = "notify-none";

#[derive(Debug)]
enum Request {
    Show { ticket: u64, notice: Notice, replaces: Option<Posted> },
    Retract(Posted),
}

/// Hands requests to the task.
#[derive(Debug)]
struct Line(UnboundedSender<Request>);

impl Notifier for Line {
    fn show(&mut self, ticket: u64, notice: Notice, replaces: Option<Posted>) {
        // The task ends only with the program.
        let _ended = self.0.send(Request::Show { ticket, notice, replaces });
    }

    fn retract(&mut self, posted: Posted) {
        let _ended = self.0.send(Request::Retract(posted));
    }
}

/// Starts the task on the session bus that the environment names. Inside a tokio runtime. `icon` is what notices show, as the address of a
/// file or the name of an icon of the desktop's.
#[must_use]
pub fn start(icon: String, events: UnboundedSender<WorldEvent>) -> Box<dyn Notifier> {
    start_at(None, Limits::default(), icon, events)
}

/// Starts the task on the bus at `address`; `None` for the one that the environment names. Inside a tokio runtime.
#[must_use]
pub fn start_at(address: Option<String>, limits: Limits, icon: String, events: UnboundedSender<WorldEvent>) -> Box<dyn Notifier> {
    let (send, requests) = unbounded_channel();
    tokio::spawn(run(address, (limits, icon), events, requests));
    Box::new(Line(send))
}

async fn run(address: Option<String>, (limits, icon): (Limits, String), events: UnboundedSender<WorldEvent>, mut requests: UnboundedReceiver<Request>) {
    let mut wait = limits.reconnect;
    loop {
        let why = match timeout(limits.call, connect(address.as_deref())).await {
            Ok(Ok(connection)) => {
                wait = limits.reconnect;
                let task = Talk::new(connection, limits, &icon, &events);
                // A fault in here costs the connection, not the program.
                match AssertUnwindSafe(task.talk(&mut requests)).catch_unwind().await {
                    Ok(Ended::Program) => return,
                    Ok(Ended::Bus) => sentence("notify-bus-gone"),
                    Err(_) => sentence("notify-stumbled"),
                }
            }
            Ok(Err(error)) => {
                tracing::debug!(%error, "no session bus");
                sentence("notify-no-bus")
            }
            Err(_) => sentence("notify-bus-silent"),
        };
        report(&events, NotifyEvent::ServerDown { why: why.clone() });
        let pause = sleep(wait);
        tokio::pin!(pause);
        wait = (wait * 2).min(LONGEST_RECONNECT);
        loop {
            tokio::select! {
                () = &mut pause => break,
                request = requests.recv() => match request {
                    None => return,
                    Some(Request::Retract(_)) => {}
                    Some(Request::Show { ticket, .. }) => report(&events, NotifyEvent::Failed { ticket, why: why.clone() }),
                },
            }
        }
    }
}

async fn connect(address: Option<&str>) -> zbus::Result<Connection> {
    match address {
        Some(address) => zbus::connection::Builder::address(address)?.build().await,
        None => Connection::session().await,
    }
}

fn report(events: &UnboundedSender<WorldEvent>, event: NotifyEvent) {
    let _ended = events.send(WorldEvent::Notify(event));
}

enum Ended {
    Program,
    Bus,
}

/// A server's life.
#[derive(Clone, Debug)]
struct Server {
    /// Its unique name on this bus.
    name: String,
    can: Abilities,
}

/// The answer to `Notify`, whenever it comes.
type Reply = BoxFuture<'static, Result<u32, Sentence>>;

/// A call's end.
enum Done {
    Notify {
        ticket: u64,
        server: String,
        outcome: Result<u32, Sentence>,
    },
    /// It was not answered in time; the server may still do what it was asked.
    Late {
        ticket: u64,
        server: String,
        reply: Reply,
    },
    /// What was given up was shown after all.
    Orphan {
        server: String,
        id: u32,
    },
    Found(Option<String>),
    Met {
        name: String,
        product: String,
        words: Vec<String>,
        quiet: Option<bool>,
    },
    Nothing,
}

/// A signal about a notice.
#[derive(Clone, Debug)]
enum Signal {
    Action(String),
    Closed(u32),
}

/// One connection's conversation.
struct Talk<'a> {
    icon: &'a str,
    connection: Connection,
    limits: Limits,
    events: &'a UnboundedSender<WorldEvent>,
    /// Who has the name now, met or not.
    owner: Option<String>,
    server: Option<Server>,
    calls: FuturesUnordered<BoxFuture<'static, Done>>,
    /// When to look for a server again, and how long to wait the next time.
    search: Option<Instant>,
    next_search: Duration,
    early: Vec<(Instant, String, u32, Signal)>,
    known: BTreeSet<u32>,
}

impl<'a> Talk<'a> {
    fn new(connection: Connection, limits: Limits, icon: &'a str, events: &'a UnboundedSender<WorldEvent>) -> Self {
        let (calls, early, known) = (FuturesUnordered::new(), Vec::new(), BTreeSet::new());
        Self { icon, connection, limits, events, owner: None, server: None, calls, search: None, next_search: limits.reconnect, early, known }
    }

    /// What a server's life is called: its name means something on this bus alone, and returns with the next.
    fn life(&self, name: &str) -> String {
        format!("{}{name}", self.connection.server_guid())
    }

    async fn talk(mut self, requests: &mut UnboundedReceiver<Request>) -> Ended {
        // Subscribed before the first call, so that no answer can be missed.
        let Ok(Ok((mut signals, mut owners, mut moods))) = timeout(self.limits.call, self.subscribe()).await else { return Ended::Bus };
        self.find_server();
        loop {
            tokio::select! {
                biased;
                message = owners.next() => match message {
                    Some(Ok(message)) => self.take_owner(&message),
                    Some(Err(_)) | None => return Ended::Bus,
                },
                message = signals.next() => match message {
                    Some(Ok(message)) => self.take_signal(&message),
                    Some(Err(_)) | None => return Ended::Bus,
                },
                message = moods.next() => match message {
                    Some(Ok(message)) => self.take_mood(&message),
                    Some(Err(_)) | None => return Ended::Bus,
                },
                Some(done) = self.calls.next() => self.take_done(done),
                () = until(self.search) => self.find_server(),
                request = requests.recv() => match request {
                    None => return Ended::Program,
                    Some(request) => self.take_request(request),
                },
            }
        }
    }

    async fn subscribe(&mut self) -> zbus::Result<(MessageStream, MessageStream, MessageStream)> {
        let signals = MatchRule::builder().msg_type(Type::Signal).interface(NAME)?.path(PATH)?.build();
        let owners = MatchRule::builder()
            .msg_type(Type::Signal)
            .sender("org.freedesktop.DBus")?
            .interface("org.freedesktop.DBus")?
            .member("NameOwnerChanged")?
            .arg(0, NAME)?
            .build();
        let moods = MatchRule::builder().msg_type(Type::Signal).interface(wire::PROPERTIES)?.member("PropertiesChanged")?.path(PATH)?.build();
        let moods = MessageStream::for_match_rule(moods, &self.connection, Some(64)).await?;
        let signals = MessageStream::for_match_rule(signals, &self.connection, Some(256)).await?;
        let owners = MessageStream::for_match_rule(owners, &self.connection, Some(16)).await?;
        Ok((signals, owners, moods))
    }

    /// Nobody has the name: a server that ended by itself can be started again, and one may be installed.
    fn search_later(&mut self) {
        self.search = Some(Instant::now() + self.next_search);
        self.next_search = (self.next_search * 2).min(LONGEST_SEARCH);
    }

    fn take_owner(&mut self, message: &Message) {
        let Ok((_, _, owner)) = message.body().deserialize::<(String, String, String)>() else { return };
        self.owner = None;
        self.server = None;
        self.known.clear();
        self.early.clear();
        if owner.is_empty() {
            report(self.events, NotifyEvent::ServerDown { why: sentence(NO_SERVER) });
            self.search_later();
        } else {
            self.meet(owner);
        }
    }

    fn take_request(&mut self, request: Request) {
        match (request, self.server.clone()) {
            (Request::Show { ticket, .. }, None) => report(self.events, NotifyEvent::Failed { ticket, why: sentence(NO_SERVER) }),
            (Request::Show { ticket, notice, replaces }, Some(server)) => {
                let (connection, limit, life, icon) = (self.connection.clone(), self.limits.call, self.life(&server.name), self.icon.to_owned());
                let replaced = replaces.filter(|posted| posted.server == life).map_or(0, |posted| posted.id);
                let mut reply: Reply = Box::pin(async move {
                    let arguments = wire::arguments(&notice, &icon, replaced, server.can);
                    let reply = connection.call_method(Some(server.name.as_str()), PATH, Some(NAME), "Notify", &arguments).await;
                    let reply = reply.map_err(|error| sentence("notify-refused").with("why", error.to_string()))?;
                    reply.body().deserialize::<u32>().map_err(|error| sentence("notify-nonsense").with("why", error.to_string()))
                });
                self.calls.push(Box::pin(async move {
                    match timeout(limit, &mut reply).await {
                        Ok(outcome) => Done::Notify { ticket, server: life, outcome },
                        Err(_) => Done::Late { ticket, server: life, reply },
                    }
                }));
            }
            (Request::Retract(posted), _) => self.retract(&posted),
        }
    }

    /// Has a notice taken away; an id means nothing to another server.
    fn retract(&mut self, posted: &Posted) {
        let Some(server) = self.server.clone().filter(|server| self.life(&server.name) == posted.server) else { return };
        let (connection, limit, id) = (self.connection.clone(), self.limits.call, posted.id);
        self.calls.push(Box::pin(async move {
            let call = connection.call_method(Some(server.name.as_str()), PATH, Some(NAME), "CloseNotification", &(id));
            // A notice that is gone already is what was wanted.
            let _gone = timeout(limit, call).await;
            Done::Nothing
        }));
    }

    fn take_done(&mut self, done: Done) {
        match done {
            Done::Nothing => {}
            Done::Found(Some(name)) if self.owner.is_none() => self.meet(name),
            Done::Found(None) if self.owner.is_none() => {
                // Said once; looking for one goes on quietly.
                if self.next_search == self.limits.reconnect {
                    report(self.events, NotifyEvent::ServerDown { why: sentence(NO_SERVER) });
                }
                self.search_later();
            }
            // Its owner was told of by the bus meanwhile.
            Done::Found(_) => {}
            // It has been replaced, or has ended, before it had answered.
            Done::Met { name, .. } if self.owner.as_ref() != Some(&name) => {}
            Done::Met { name, product, words, quiet } => {
                let can = Abilities::from_words(&words);
                let life = self.life(&name);
                self.next_search = self.limits.reconnect;
                self.server = Some(Server { name, can });
                let abilities = words.iter().take(20).map(|word| sessionbell_core::text::line(word, 30)).collect();
                let do_not_disturb = quiet.unwrap_or(false);
                report(self.events, NotifyEvent::ServerUp { server: life, product, has_buttons: can.buttons, abilities, do_not_disturb });
            }
            Done::Notify { ticket, outcome: Err(why), .. } => report(self.events, NotifyEvent::Failed { ticket, why }),
            Done::Late { ticket, server, reply } => {
                report(self.events, NotifyEvent::Failed { ticket, why: sentence("notify-too-slow") });
                self.calls.push(Box::pin(async move { reply.await.map_or(Done::Nothing, |id| Done::Orphan { server, id }) }));
            }
            Done::Orphan { server, id } => self.retract(&Posted { server, id }),
            Done::Notify { ticket, server, outcome: Ok(id) } => {
                self.known.insert(id);
                report(self.events, NotifyEvent::Posted { ticket, posted: Posted { server, id } });
            }
        }
        self.deliver_early();
    }

    fn take_signal(&mut self, message: &Message) {
        let header = message.header();
        let (Some(sender), Some(member)) = (header.sender(), header.member()) else { return };
        // Anybody on the bus can send such a signal; only the server's own count.
        let Some(server) = self.server.as_ref().filter(|server| server.name == sender.as_str()) else { return };
        let life = self.life(&server.name);
        let (id, signal) = match member.as_str() {
            "ActionInvoked" => match message.body().deserialize::<(u32, String)>() {
                Ok((id, key)) => (id, Signal::Action(key)),
                Err(_) => return,
            },
            "NotificationClosed" => match message.body().deserialize::<(u32, u32)>() {
                Ok((id, reason)) => (id, Signal::Closed(reason)),
                Err(_) => return,
            },
            _ => return,
        };
        self.early.push((Instant::now(), life, id, signal));
        self.deliver_early();
    }

    /// Passes on what belongs to a known notice; the rest waits while a reply that may name it is under way.
    fn deliver_early(&mut self) {
        let waiting = !self.calls.is_empty();
        let waiting_signals = std::mem::take(&mut self.early);
        for (at, life, id, signal) in waiting_signals {
            if waiting && !self.known.contains(&id) && at.elapsed() < self.limits.early {
                self.early.push((at, life, id, signal));
                continue;
            }
            let posted = Posted { server: life, id };
            match signal {
                Signal::Closed(reason) => {
                    self.known.remove(&id);
                    report(self.events, NotifyEvent::Closed { posted, by_person: reason == 2 });
                }
                Signal::Action(key) => {
                    if let Some(press) = wire::press(&key) {
                        report(self.events, NotifyEvent::Pressed { posted, press });
                    }
                }
            }
        }
    }
}

/// Comes at an instant, or never.
async fn until(at: Option<Instant>) {
    match at {
        Some(at) => sleep_until(at).await,
        None => std::future::pending().await,
    }
}
