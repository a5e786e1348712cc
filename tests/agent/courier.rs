//! Checks the calls of conversations on loopback: what arrives, what is not followed, and the reference receiver of requests.
//! It never contacts another machine.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/http.rs"]
#[expect(dead_code, reason = "what feeds are tested with is not needed here")]
mod http;

use http::{Part, Server, answer};
use serde_json::{Value, json};
use sessionbell_agent::fetch::{Limits, start};
use sessionbell_agent::ports::{Courier, WorldEvent};
use sessionbell_core::courier::{Asked, Call, Called, Conversation, Decision, Done, Next, Verb};
use sessionbell_core::feed::{self, Scope};
use sessionbell_core::poll::FetchFault;
use sessionbell_core::request::Thread;
use sessionbell_core::secret::Secret;
use sessionbell_core::series::Window;
use sessionbell_core::session::{Contact, Session, Way};
use sessionbell_core::zone::Zones;
use std::io::{BufRead, BufReader, Lines, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use url::Url;

struct Calling {
    courier: Box<dyn Courier>,
    world: UnboundedReceiver<WorldEvent>,
}

impl Calling {
    fn new(limits: Limits) -> Self {
        let (events, world) = unbounded_channel();
        Self { courier: start(limits, events).1, world }
    }

    async fn call(&mut self, call: Call) -> Called {
        self.courier.call(7, call);
        match tokio::time::timeout(Duration::from_secs(30), self.world.recv()).await.expect("no answer ever came") {
            Some(WorldEvent::Called(7, called)) => called,
            other => panic!("{other:?}"),
        }
    }
}

fn get(url: &str) -> Call {
    let headers = vec![("Authorization", Secret::new("Bearer canary"))];
    Call { verb: Verb::Get, url: Url::parse(url).unwrap(), headers, body: None, most_bytes: 1_000, only_public: false }
}

#[tokio::test]
async fn a_call_arrives_as_it_was_meant_and_its_answer_comes_back() {
    let server = Server::plain(|_| answer("429 Too Many Requests", &["Retry-After: 1.5"], b"{}"));
    let mut calling = Calling::new(Limits::default());
    let form = Call { verb: Verb::Post, body: Some(("application/x-www-form-urlencoded", "a=b".into())), ..get(&server.url("127.0.0.1", "/api")) };
    let called = calling.call(form.clone()).await;
    assert_eq!(called, Called::Answer { status: 429, retry_after: Some(chrono::Duration::milliseconds(1_500)), location: None, body: b"{}".to_vec() });
    let seen = server.seen().remove(0);
    assert_eq!((seen.method.as_str(), seen.path.as_str()), ("POST", "/api"));
    assert_eq!(seen.header("authorization"), Some("Bearer canary"));
    assert_eq!(seen.header("content-type"), Some("application/x-www-form-urlencoded"));
    assert!(!format!("{form:?}{called:?}").contains("canary"));
}

#[tokio::test]
async fn a_redirect_is_not_followed_with_a_key() {
    let elsewhere = Server::plain(|_| answer("200 OK", &[], b"{}"));
    let address = elsewhere.url("localhost", "/");
    let location = format!("Location: {address}");
    let server = Server::plain(move |_| answer("307 Temporary Redirect", &[&location], b""));
    let called = Calling::new(Limits::default()).call(get(&server.url("127.0.0.1", "/"))).await;
    assert!(matches!(called, Called::Answer { status: 307, location: Some(to), .. } if to == address));
    assert!(elsewhere.seen().is_empty());
}

#[tokio::test]
async fn what_is_too_long_too_slow_or_not_there_is_a_fault() {
    let long = Server::plain(|_| answer("200 OK", &[], &[b' '; 1_001]));
    let slow = Server::plain(|_| vec![Part::Hold]);
    let limits = Limits { connect: Duration::from_millis(300), total: Duration::from_millis(300) };
    let mut calling = Calling::new(limits);
    for (url, fault) in [
        (long.url("127.0.0.1", "/"), FetchFault::BrokenOff("127.0.0.1".into())),
        (slow.url("127.0.0.1", "/"), FetchFault::TooSlow("127.0.0.1".into())),
        ("http://127.0.0.1:1/".to_owned(), FetchFault::Unreachable("127.0.0.1".into())),
    ] {
        assert_eq!(calling.call(get(&url)).await, Called::Failed(fault));
    }
}

#[tokio::test]
async fn an_address_of_a_feed_leads_to_no_machine_of_this_network() {
    let server = Server::plain(|_| answer("200 OK", &[], b"{}"));
    for host in ["localhost", "127.0.0.1"] {
        let call = Call { only_public: true, ..get(&server.url(host, "/")) };
        assert!(matches!(Calling::new(Limits::default()).call(call).await, Called::Failed(FetchFault::BadRedirect(_))));
    }
    assert!(server.seen().is_empty());
}

/// The reference receiver, with the host's terminal.
struct Receiver {
    process: Child,
    lines: Lines<BufReader<ChildStdout>>,
    address: Url,
}

impl Receiver {
    fn start() -> Self {
        let script = here("tests/receiver/receiver.py");
        let mut process = Command::new("python3").arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("python3 is installed");
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let address = Url::parse(&lines.next().unwrap().unwrap()).unwrap();
        Self { process, lines, address }
    }

    /// Has the host type a line; answers what the terminal says.
    fn host(&mut self, line: &str) -> String {
        writeln!(self.process.stdin.as_mut().unwrap(), "{line}").unwrap();
        self.lines.next().unwrap().unwrap()
    }

    /// The call of a public address, to where the receiver really is.
    fn here(&self, call: Call) -> Call {
        let mut url = self.address.clone();
        url.set_path(call.url.path());
        Call { url, only_public: false, ..call }
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        let _ended = self.process.kill();
        let _status = self.process.wait();
    }
}

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

fn session() -> Session {
    let document = br#"{"@type":"Group","uid":"g","entries":[{"@type":"Event","uid":"talk","title":"A talk","start":"2021-03-30T14:30:00","timeZone":"America/New_York","sessionbell.github.io:join":{"mode":"ask","contacts":[{"kind":"endpoint","uri":"https://club.example/join"}]}}]}"#;
    let window = Window { from: "2021-01-01T00:00:00Z".parse().unwrap(), to: "2022-01-01T00:00:00Z".parse().unwrap() };
    feed::parse(document, &Scope::new(Zones::bundled(), window)).unwrap().0.sessions.remove(0)
}

/// The part of the document under `components/schemas` of that name, as something that says what is wrong.
fn schema(name: &str) -> jsonschema::Validator {
    let document: Value = serde_json::from_str(&std::fs::read_to_string(here("src-tauri/docs/join-endpoint.json")).unwrap()).unwrap();
    jsonschema::validator_for(&json!({ "$ref": format!("#/components/schemas/{name}"), "components": document["components"] })).unwrap()
}

fn fits(name: &str, text: &str) {
    let value: Value = serde_json::from_str(text).unwrap();
    let wrong: Vec<String> = schema(name).iter_errors(&value).map(|error| error.to_string()).collect();
    assert!(wrong.is_empty(), "{name}: {text}: {wrong:?}");
}

fn body(called: &Called) -> String {
    match called {
        Called::Answer { body, .. } => String::from_utf8(body.clone()).unwrap(),
        Called::Failed(fault) => panic!("{fault}"),
    }
}

#[tokio::test]
async fn both_sides_of_the_document_understand_each_other() {
    let mut receiver = Receiver::start();
    let mut calling = Calling::new(Limits::default());
    let session = session();
    let Way::Ask { contacts, .. } = &*session.way else { panic!() };
    let contact: &Contact = &contacts[0];
    let ask = |name, token| Conversation::ask_endpoint(contact, Asked { session: &session, feed: "g", name, message: "Hi, é?", token }).unwrap();

    let (conversation, call) = ask("Ada", "0123456789abcdef0123456789abcdef");
    fits("Request", &call.body.as_ref().unwrap().1);
    let first = calling.call(receiver.here(call.clone())).await;
    assert_eq!(receiver.lines.next().unwrap().unwrap(), "r1 Ada: A talk");
    fits("State", &body(&first));
    let Next::Done(Done::Decided(Decision::Pending, Some(thread))) = conversation.take(&first) else { panic!("{first:?}") };
    // Nobody knows whether it arrived: said once more it is the same request.
    let again = calling.call(receiver.here(call)).await;
    let location = |called: &Called| match called {
        Called::Answer { location, .. } => location.clone().unwrap(),
        Called::Failed(_) => panic!(),
    };
    assert_eq!(location(&first), location(&again));

    let mut decided = Vec::new();
    for line in ["waitlist r1", "approve r1 https://meet.jit.si/Club", "decline r1"] {
        receiver.host(line);
        let (conversation, call) = Conversation::look(&thread, None).unwrap();
        let called = calling.call(receiver.here(call)).await;
        fits("State", &body(&called));
        match conversation.take(&called) {
            Next::Done(Done::Decided(decision, Some(Thread::Endpoint { .. }))) => decided.push(decision),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(decided, [Decision::Waitlisted, Decision::Approved(Secret::new("https://meet.jit.si/Club")), Decision::Declined]);

    // The same key with another request is refused in words.
    let (conversation, call) = ask("Bob", "0123456789abcdef0123456789abcdef");
    let called = calling.call(receiver.here(call)).await;
    fits("Problem", &body(&called));
    assert!(matches!(conversation.take(&called), Next::Stopped(stopped) if stopped.sentence.to_string().contains("came with another request")));
    // A status address that is not known.
    let unknown = Thread::Endpoint { status: sessionbell_core::link::WebLink::parse("https://club.example/join/guessed").unwrap() };
    let (conversation, call) = Conversation::look(&unknown, None).unwrap();
    let called = calling.call(receiver.here(call)).await;
    fits("Problem", &body(&called));
    assert!(matches!(conversation.take(&called), Next::Stopped(stopped) if stopped.sentence.to_string().contains("does not know the request any more")));
    assert!(schema("State").iter_errors(&json!({ "state": "approved" })).next().is_some(), "the document asks for a link");
}
