//! The notifier on a private bus, against a server of the test's own that races, lies, hangs and dies.
//! It never touches the bus of whoever runs it.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/bus.rs"]
mod bus;

use bus::{Bus, Mood, Server};
use sessionbell_agent::notify::{Limits, start_at};
use sessionbell_agent::ports::{Notifier, NotifyEvent, WorldEvent};
use sessionbell_core::alarm::Posted;
use sessionbell_core::notice::{Button, Notice, Press, Urgency};
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::timeout;

const PATIENCE: Duration = Duration::from_secs(20);

struct Case {
    notifier: Box<dyn Notifier>,
    events: UnboundedReceiver<WorldEvent>,
}

impl Case {
    fn new(address: &str) -> Self {
        let (send, events) = unbounded_channel();
        let limits = Limits { call: Duration::from_millis(400), early: Duration::from_secs(5), reconnect: Duration::from_millis(50) };
        Self { notifier: start_at(Some(address.to_owned()), limits, "sessionbell".to_owned(), send), events }
    }

    async fn next(&mut self) -> NotifyEvent {
        match timeout(PATIENCE, self.events.recv()).await.expect("something happens").unwrap() {
            WorldEvent::Notify(event) => event,
            other => panic!("{other:?}"),
        }
    }

    async fn up(&mut self) -> String {
        loop {
            if let NotifyEvent::ServerUp { server, .. } = self.next().await {
                return server;
            }
        }
    }

    async fn posted(&mut self, ticket: u64) -> Posted {
        self.notifier.show(ticket, notice("One"), None);
        match self.next().await {
            NotifyEvent::Posted { ticket: of, posted } if of == ticket => posted,
            other => panic!("{other:?}"),
        }
    }
}

fn notice(title: &str) -> Notice {
    Notice {
        title: title.to_owned(),
        body: "<b>body</b> & more".to_owned(),
        buttons: vec![Button { press: Press::Open, label: "Open".into() }, Button { press: Press::Join, label: "Join".into() }],
        tag: "tag".to_owned(),
        urgency: Urgency::Usual,
    }
}

#[tokio::test]
async fn shown_pressed_closed_replaced_and_retracted() {
    let bus = Bus::start();
    let server = Server::start(&bus.address, Mood::default()).await;
    let mut case = Case::new(&bus.address);
    let life = case.up().await;
    let posted = case.posted(1).await;
    assert_eq!(posted.server, life);
    let seen = server.seen().pop().unwrap();
    assert_eq!((seen.title.as_str(), seen.body.as_str()), ("One", "&lt;b&gt;body&lt;/b&gt; &amp; more"));
    assert_eq!(seen.actions, ["default", "Open", "join", "Join"]);

    server.invoke(posted.id, "join").await;
    assert_eq!(case.next().await, NotifyEvent::Pressed { posted: posted.clone(), press: Press::Join });
    server.invoke(posted.id, "unknown").await;
    server.close(posted.id, 2).await;
    assert_eq!(case.next().await, NotifyEvent::Closed { posted: posted.clone(), by_person: true });

    let first = case.posted(2).await;
    case.notifier.show(3, notice("Two"), Some(first.clone()));
    assert!(matches!(case.next().await, NotifyEvent::Posted { ticket: 3, posted } if posted == first));
    assert_eq!(server.seen().pop().unwrap().replaces, first.id);
    // An id of another life is not this server's.
    case.notifier.show(4, notice("Three"), Some(Posted { server: ":9.9".into(), id: first.id }));
    assert!(matches!(case.next().await, NotifyEvent::Posted { ticket: 4, .. }));
    assert_eq!(server.seen().pop().unwrap().replaces, 0);
    case.notifier.retract(Posted { server: ":9.9".into(), id: 77 });
    case.notifier.retract(first.clone());
    assert_eq!(case.next().await, NotifyEvent::Closed { posted: first.clone(), by_person: false });
    assert_eq!(server.retracted(), [first.id]);
}

/// 2,000 times, or as often as `SESSIONBELL_RACES` says.
#[tokio::test]
async fn an_action_that_beats_its_reply_is_not_lost_and_nothing_leaks() {
    let races: u64 = std::env::var("SESSIONBELL_RACES").map_or(2_000, |count| count.parse().unwrap());
    let bus = Bus::start();
    let _server = Server::start(&bus.address, Mood { acts_before_reply: true, ..Mood::default() }).await;
    let mut case = Case::new(&bus.address);
    case.up().await;
    let count = |what: &str| std::fs::read_dir(format!("/proc/self/{what}")).unwrap().count();
    let mut before = (0, 0);
    for ticket in 1..=races {
        let posted = case.posted(ticket).await;
        assert_eq!(case.next().await, NotifyEvent::Pressed { posted: posted.clone(), press: Press::Join }, "round {ticket}");
        assert_eq!(case.next().await, NotifyEvent::Closed { posted, by_person: true }, "round {ticket}");
        if ticket == 10 {
            before = (count("task"), count("fd"));
        }
    }
    // A thread that had nothing to do for ten seconds may have ended.
    let after = (count("task"), count("fd"));
    assert!(after.0 <= before.0 && after.1 <= before.1, "threads and open files: {after:?} after {before:?}");
}

#[tokio::test]
async fn a_signal_from_anybody_else_means_nothing() {
    let bus = Bus::start();
    let server = Server::start(&bus.address, Mood::default()).await;
    let mut case = Case::new(&bus.address);
    case.up().await;
    let posted = case.posted(1).await;
    bus::forge(&bus.address, posted.id, "join").await;
    server.invoke(posted.id, "default").await;
    assert_eq!(case.next().await, NotifyEvent::Pressed { posted, press: Press::Open }, "the forged one did not arrive");
}

#[tokio::test]
async fn a_server_that_hangs_or_refuses_fails_within_the_limit() {
    let bus = Bus::start();
    let hanging = Server::start(&bus.address, Mood { hangs: true, ..Mood::default() }).await;
    let mut case = Case::new(&bus.address);
    case.up().await;
    case.notifier.show(1, notice("One"), None);
    let NotifyEvent::Failed { ticket: 1, why } = case.next().await else { panic!("it fails") };
    assert!(why.to_string().contains("did not answer in time"), "{why}");
    hanging.leave().await;
    assert!(matches!(case.next().await, NotifyEvent::ServerDown { .. }));
    let _refusing = Server::start(&bus.address, Mood { refuses: true, ..Mood::default() }).await;
    case.up().await;
    case.notifier.show(2, notice("Two"), None);
    let NotifyEvent::Failed { ticket: 2, why } = case.next().await else { panic!("it fails") };
    assert!(why.to_string().contains("refused the reminder"), "{why}");
}

#[tokio::test]
async fn what_is_shown_after_the_limit_is_taken_away_again() {
    let bus = Bus::start();
    let server = Server::start(&bus.address, Mood { late: true, ..Mood::default() }).await;
    let mut case = Case::new(&bus.address);
    case.up().await;
    case.notifier.show(1, notice("One"), None);
    assert!(matches!(case.next().await, NotifyEvent::Failed { ticket: 1, .. }));
    server.release();
    assert!(matches!(case.next().await, NotifyEvent::Closed { posted: Posted { id: 1, .. }, by_person: false }));
    assert_eq!(server.retracted(), [1], "nobody else could");
}

#[tokio::test]
async fn a_server_that_is_replaced_before_it_has_answered_is_not_used() {
    let bus = Bus::start();
    let mut case = Case::new(&bus.address);
    assert!(matches!(case.next().await, NotifyEvent::ServerDown { .. }));
    let first = Server::start(&bus.address, Mood { shy: true, ..Mood::default() }).await;
    first.asked().await;
    first.leave().await;
    assert!(matches!(case.next().await, NotifyEvent::ServerDown { .. }));
    let second = Server::start(&bus.address, Mood::default()).await;
    let life = case.up().await;
    assert_eq!(case.posted(1).await.server, life);
    assert_eq!(second.seen().len(), 1);
}

#[tokio::test]
async fn servers_come_and_go() {
    let bus = Bus::start();
    let mut case = Case::new(&bus.address);
    let NotifyEvent::ServerDown { why } = case.next().await else { panic!("nobody is there") };
    assert!(why.to_string().contains("No notification server is running"), "{why}");
    case.notifier.show(1, notice("One"), None);
    assert!(matches!(case.next().await, NotifyEvent::Failed { ticket: 1, .. }));
    let first = Server::start(&bus.address, Mood { plain: true, ..Mood::default() }).await;
    let one = case.up().await;
    case.posted(2).await;
    let seen = first.seen().pop().unwrap();
    assert_eq!(seen.body, "<b>body</b> & more", "a server without markup gets the text as it is");
    assert!(seen.actions.is_empty(), "a server without actions gets none");
    drop(first);
    assert!(matches!(case.next().await, NotifyEvent::ServerDown { .. }));
    let _second = Server::start(&bus.address, Mood::default()).await;
    assert_ne!(case.up().await, one, "another life");
}

#[tokio::test]
async fn without_a_bus_it_says_so_and_finds_it_when_it_comes() {
    let folder = tempfile::tempdir().unwrap();
    let address = format!("unix:path={}", folder.path().join("bus").display());
    let mut case = Case::new(&address);
    let NotifyEvent::ServerDown { why } = case.next().await else { panic!("no bus") };
    assert!(why.to_string().contains("no desktop session bus"), "{why}");
    let bus = Bus::start_in(folder.path());
    let _server = Server::start(&bus.address, Mood::default()).await;
    let before = case.up().await;
    drop(bus);
    loop {
        if let NotifyEvent::ServerDown { why } = case.next().await {
            assert!(why.to_string().contains("bus"), "{why}");
            break;
        }
    }
    std::fs::remove_file(folder.path().join("bus")).unwrap();
    let bus = Bus::start_in(folder.path());
    let _server = Server::start(&bus.address, Mood::default()).await;
    assert_ne!(case.up().await, before, "a name means nothing on another bus");
    case.posted(7).await;
}
