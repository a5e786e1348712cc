//! Fetches from servers on loopback and from files, and checks what comes back and what was asked.
//! It never contacts anything but this machine.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[cfg(target_os = "linux")]
#[path = "support/again.rs"]
mod again;
#[path = "support/http.rs"]
mod http;
#[cfg(target_os = "linux")]
#[path = "support/mounts.rs"]
mod mounts;
#[path = "fetch/redirects.rs"]
mod redirects;

#[cfg(target_os = "linux")]
use again::{must_pass, role};
use chrono::{DateTime, Datelike, Duration, Utc};
use http::{Part, Server, answer, head};
use sessionbell_agent::fetch::{Limits, start};
use sessionbell_agent::ports::{Fetched, Fetcher, WorldEvent};
use sessionbell_core::feed::{NotAFeed, Scope};
use sessionbell_core::language::sentence;
use sessionbell_core::poll::{AnswerKind, FetchAnswer, FetchFault, FetchRequest, RetryAfter, Validators};
use sessionbell_core::series::Window;
use sessionbell_core::settings::{FeedAddress, feed_id};
use sessionbell_core::zone::Zones;
use std::io::Write;
use std::time::Duration as Span;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

const FEED: &[u8] = br#"{"@type":"Group","uid":"series","title":"Community sessions","entries":[]}"#;
const MIB: usize = 1024 * 1024;
const SHORT: Limits = Limits { connect: Span::from_millis(300), total: Span::from_millis(300) };

struct Asking {
    fetcher: Box<dyn Fetcher>,
    world: UnboundedReceiver<WorldEvent>,
}

impl Asking {
    fn new(limits: Limits) -> Self {
        let (events, world) = unbounded_channel();
        Self { fetcher: start(limits, events).0, world }
    }

    async fn next(&mut self) -> Fetched {
        let event = tokio::time::timeout(Span::from_secs(30), self.world.recv()).await.expect("no answer ever came");
        match event {
            Some(WorldEvent::Fetched(fetched)) => *fetched,
            other => panic!("{other:?}"),
        }
    }

    async fn ask(&mut self, request: FetchRequest) -> Fetched {
        self.fetcher.fetch(request);
        self.next().await
    }
}

fn request(address: &str) -> FetchRequest {
    let address = FeedAddress::parse(address).unwrap();
    FetchRequest {
        feed: feed_id(&address),
        address,
        validators: Validators::default(),
        most_bytes: 2 * MIB,
        scope: Scope::new(Zones::bundled(), Window::around(DateTime::UNIX_EPOCH)),
    }
}

fn validators(etag: Option<&str>, last_modified: Option<&str>) -> Validators {
    Validators { etag: etag.map(str::to_owned), last_modified: last_modified.map(str::to_owned) }
}

async fn get(address: &str) -> FetchAnswer {
    Asking::new(Limits::default()).ask(request(address)).await.answer
}

/// The answer in one line.
fn words(kind: &AnswerKind) -> String {
    match kind {
        AnswerKind::Fresh { body, .. } => format!("fresh {}", body.len()),
        AnswerKind::NotModified { .. } => "not modified".to_owned(),
        AnswerKind::Status(status) => format!("status {status}"),
        AnswerKind::Failed(fault) => format!("failed: {fault}"),
    }
}

/// What a server that answers everything alike makes of a plain request.
async fn answered_with(parts: Vec<Part>) -> FetchAnswer {
    let server = Server::plain(move |_| parts.clone());
    get(&server.url("127.0.0.1", "/feed.json")).await
}

#[tokio::test]
async fn a_feed_and_its_validators_come_and_go_byte_for_byte() {
    const ETAG: &str = "W/\"a,b  c\"";
    const MODIFIED: &str = "Tue, 30 Mar 2021 12:00:00 GMT";
    let server = Server::plain(|seen| {
        let known = seen.header("if-none-match") == Some(ETAG) && seen.header("if-modified-since") == Some(MODIFIED);
        let headers = [&format!("ETag: {ETAG}"), &format!("Last-Modified: {MODIFIED}"), "Set-Cookie: a=b", "Content-Type: text/html"];
        if known { vec![Part::Bytes(head("304 Not Modified", &headers, &[]))] } else { answer("200 OK", &headers, FEED) }
    });
    let mut asking = Asking::new(Limits::default());
    let first = asking.ask(request(&server.url("127.0.0.1", "/feed.json?token=1"))).await;
    let both = validators(Some(ETAG), Some(MODIFIED));
    assert_eq!(first.answer.kind, AnswerKind::Fresh { body: FEED.to_vec(), validators: both.clone() });
    let (feed, _issues) = first.parsed.unwrap().unwrap();
    assert_eq!(feed.title, "Community sessions");

    let again = FetchRequest { validators: both.clone(), ..request(&server.url("127.0.0.1", "/feed.json?token=1")) };
    let second = asking.ask(again).await;
    assert_eq!(second.answer.kind, AnswerKind::NotModified { validators: both });
    assert!(second.parsed.is_none());

    let seen = server.seen();
    assert_eq!(seen.len(), 2);
    for one in &seen {
        assert_eq!((one.method.as_str(), one.path.as_str()), ("GET", "/feed.json?token=1"));
        let agent = one.header("user-agent").unwrap();
        assert!(agent.starts_with("Sessionbell/") && agent.ends_with("(+https://github.com/sessionbell/sessionbell)"), "{agent}");
        assert_eq!(one.header("accept-encoding"), Some("gzip"));
        for never in ["cookie", "referer", "authorization", "range"] {
            assert_eq!(one.header(never), None, "{never}");
        }
    }
    assert_eq!(seen[0].header("if-none-match"), None);
    assert_eq!(seen[0].header("if-modified-since"), None);
}

#[tokio::test]
async fn what_is_no_feed_is_said_and_not_lost() {
    let server = Server::plain(|_| answer("200 OK", &[], b"<html>sign in"));
    let fetched = Asking::new(Limits::default()).ask(request(&server.url("127.0.0.1", "/"))).await;
    assert_eq!(fetched.parsed, Some(Err(NotAFeed::WebPage { offers: Vec::new(), base: None })));
}

#[tokio::test]
async fn other_statuses_come_as_they_are() {
    for status in [204, 206, 400, 401, 403, 404, 410, 429, 500, 503] {
        assert_eq!(answered_with(answer(&format!("{status} Whatever"), &[], b"{}")).await.kind, AnswerKind::Status(status));
    }
    for status in [300, 301, 302, 304, 305, 307, 308] {
        let kind = answered_with(answer(&format!("{status} Nowhere"), &[], b"")).await.kind;
        let expected = if status == 304 { "not modified".to_owned() } else { format!("status {status}") };
        assert_eq!(words(&kind), expected);
    }
}

#[tokio::test]
async fn headers_that_polling_reads() {
    let busy = |value: &str| answer("429 Too Many Requests", &[&format!("Retry-After: {value}")], b"");
    let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
    for (value, expected) in [
        ("120", Some(RetryAfter::Delay(Duration::seconds(120)))),
        ("Tue, 30 Mar 2021 12:00:00 GMT", Some(RetryAfter::At(at("2021-03-30T12:00:00Z")))),
        ("soon", None),
        ("-5", None),
    ] {
        assert_eq!(answered_with(busy(value)).await.retry_after, expected, "{value}");
    }
    for (header, expected) in [
        ("Cache-Control: max-age=600", Some(600)),
        ("Cache-Control: public, Max-Age=600", Some(600)),
        ("Cache-Control: no-store", None),
        ("Cache-Control: s-maxage=600", None),
    ] {
        assert_eq!(answered_with(answer("200 OK", &[header], FEED)).await.max_age, expected.map(Duration::seconds), "{header}");
    }
    let dated = answered_with(answer("200 OK", &["Date: Tue, 30 Mar 2021 12:00:00 GMT", "Age: 60"], FEED)).await;
    assert_eq!(dated.date, Some(at("2021-03-30T12:01:00Z")));
}

/// A task that ends without an answer would leave its feed waiting for ever.
#[tokio::test]
async fn no_header_keeps_an_answer_from_coming() {
    let last = DateTime::<Utc>::MAX_UTC;
    let end_of_time = format!("{}, {} {} +{} 23:59:59 GMT", last.format("%a"), last.format("%d"), last.format("%b"), last.year());
    for headers in [
        vec![format!("Date: {end_of_time}"), "Age: 4294967295".to_owned()],
        vec![format!("Retry-After: {end_of_time}")],
        vec!["Cache-Control: max-age=99999999999999999999".to_owned()],
        vec!["Location: https://[".to_owned()],
        vec!["ETag: \"\u{e9}\"".to_owned(), "Last-Modified: \u{1f514}".to_owned()],
    ] {
        let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
        assert_eq!(words(&answered_with(answer("200 OK", &headers, FEED)).await.kind), format!("fresh {}", FEED.len()), "{headers:?}");
    }
}

#[tokio::test]
async fn slow_answers_end_at_the_limit() {
    let slow_body = vec![Part::Bytes(head("200 OK", &[], &["Content-Length: 100"])), Part::Bytes(b"{".to_vec()), Part::Hold];
    for parts in [vec![Part::Hold], slow_body] {
        let server = Server::plain(move |_| parts.clone());
        let answer = Asking::new(SHORT).ask(request(&server.url("127.0.0.1", "/"))).await.answer;
        assert_eq!(answer.kind, AnswerKind::Failed(FetchFault::TooSlow("127.0.0.1".to_owned())));
    }
    // Each redirect is answered in time; the limit is for all of them together.
    let drip = Server::plain(|_| {
        let mut parts = vec![Part::Pause(Span::from_millis(150))];
        parts.extend(answer("302 Found", &["Location: /next"], b""));
        parts
    });
    let answer = Asking::new(SHORT).ask(request(&drip.url("127.0.0.1", "/"))).await.answer;
    assert_eq!(answer.kind, AnswerKind::Failed(FetchFault::TooSlow("127.0.0.1".to_owned())));
}

/// A machine that drops what is sent to it: a listener whose queue is full.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_connection_that_does_not_come_ends_at_its_own_limit() {
    use rustix::net::{AddressFamily, SocketType, bind, getsockname, listen, socket};
    let listener = socket(AddressFamily::INET, SocketType::STREAM, None).unwrap();
    bind(&listener, &std::net::SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
    listen(&listener, 0).unwrap();
    let at = std::net::SocketAddr::try_from(getsockname(&listener).unwrap()).unwrap();
    let mut queue = Vec::new();
    while let Ok(one) = std::net::TcpStream::connect_timeout(&at, Span::from_millis(300)) {
        queue.push(one);
    }
    let limits = Limits { connect: Span::from_millis(300), total: Span::from_secs(3_600) };
    let answer = Asking::new(limits).ask(request(&format!("http://{at}/"))).await.answer;
    assert_eq!(answer.kind, AnswerKind::Failed(FetchFault::TooSlow("127.0.0.1".to_owned())));
}

#[tokio::test]
async fn nobody_there_and_answers_that_break_off() {
    let port = Server::plain(|_| Vec::new()).port();
    let kind = get(&format!("http://127.0.0.1:{port}/")).await.kind;
    assert_eq!(kind, AnswerKind::Failed(FetchFault::Unreachable("127.0.0.1".to_owned())));

    let packed = gzip(FEED);
    let zipped = |bytes: &[u8]| answer("200 OK", &["Content-Encoding: gzip"], bytes);
    let broken_sum: Vec<u8> = packed.iter().enumerate().map(|(at, byte)| if at == packed.len() - 6 { byte ^ 1 } else { *byte }).collect();
    for (what, parts) in [
        ("short of its length", vec![Part::Bytes(head("200 OK", &[], &["Content-Length: 100"])), Part::Bytes(FEED.to_vec())]),
        ("a chunk that is not whole", vec![Part::Bytes(head("200 OK", &[], &["Transfer-Encoding: chunked"])), Part::Bytes(b"ff\r\n{".to_vec())]),
        ("half a gzip", zipped(&packed[..packed.len() / 2])),
        ("a gzip with a wrong sum", zipped(&broken_sum)),
        ("no gzip at all", zipped(FEED)),
    ] {
        assert_eq!(answered_with(parts).await.kind, AnswerKind::Failed(FetchFault::BrokenOff("127.0.0.1".to_owned())), "{what}");
    }
    assert_eq!(words(&answered_with(zipped(&packed)).await.kind), format!("fresh {}", FEED.len()));
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut to = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    to.write_all(bytes).unwrap();
    to.finish().unwrap()
}

#[tokio::test]
async fn the_cap_is_on_the_decoded_body_and_exact() {
    let most = 2 * MIB;
    let close_ends = |size: usize| vec![Part::Bytes(head("200 OK", &[], &[])), Part::Bytes(vec![b' '; size])];
    let zipped = |size: usize| answer("200 OK", &["Content-Encoding: gzip"], &gzip(&vec![b' '; size]));
    for (size, expected) in [(most, format!("fresh {most}")), (most + 1, format!("failed: {}", FetchFault::TooLarge(2)))] {
        assert_eq!(words(&answered_with(answer("200 OK", &[], &vec![b' '; size])).await.kind), expected, "with its length");
        assert_eq!(words(&answered_with(close_ends(size)).await.kind), expected, "without a length");
        assert_eq!(words(&answered_with(zipped(size)).await.kind), expected, "compressed");
    }
    // Told too much, it does not wait for the body; flooded, it does not take the rest.
    let told = Server::plain(|_| vec![Part::Bytes(head("200 OK", &[], &["Content-Length: 3000000"])), Part::Hold]);
    assert_eq!(get(&told.url("127.0.0.1", "/")).await.kind, AnswerKind::Failed(FetchFault::TooLarge(2)));
    let flood = Server::plain(|_| vec![Part::Bytes(head("200 OK", &[], &[])), Part::Repeat(vec![b' '; 65_536], 16_384)]);
    assert_eq!(get(&flood.url("127.0.0.1", "/")).await.kind, AnswerKind::Failed(FetchFault::TooLarge(2)));
    assert!(flood.sent() < 64 * MIB, "{} bytes were taken", flood.sent());
}

/// The server is in this process and the client in another, whose peak is measured.
#[cfg(target_os = "linux")]
#[test]
fn a_compressed_bomb_costs_16_mib_at_most() {
    let bomb = gzip(&vec![0; 100 * MIB]);
    let server = Server::plain(move |seen| match seen.path.as_str() {
        "/bomb" => answer("200 OK", &["Content-Encoding: gzip"], &bomb),
        _ => answer("200 OK", &[], FEED),
    });
    let mut child = again::again("bomb_client", "client");
    child.env("SESSIONBELL_TEST_SERVER", server.url("127.0.0.1", ""));
    let said = must_pass(child);
    let grown: usize = said.lines().find_map(|line| line.strip_prefix("grown ")).unwrap().parse().unwrap();
    assert!(grown <= 16 * 1024, "{grown} KiB");
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn bomb_client() {
    if role().as_deref() != Some("client") {
        return;
    }
    let kib = |name: &str| -> usize {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    };
    let server = std::env::var("SESSIONBELL_TEST_SERVER").unwrap();
    let mut asking = Asking::new(Limits::default());
    let calm = asking.ask(request(&format!("{server}/calm"))).await.answer.kind;
    assert_eq!(words(&calm), format!("fresh {}", FEED.len()));
    // Sets the peak to what is held now (proc(5), /proc/pid/clear_refs).
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    let before = kib("VmRSS");
    let kind = asking.ask(request(&format!("{server}/bomb"))).await.answer.kind;
    assert_eq!(kind, AnswerKind::Failed(FetchFault::TooLarge(2)));
    println!("\ngrown {}", kib("VmHWM") - before);
}

#[tokio::test]
async fn one_request_at_a_time_per_host() {
    let server = Server::plain(|_| {
        let mut parts = vec![Part::Pause(Span::from_millis(50))];
        parts.extend(answer("200 OK", &[], FEED));
        parts
    });
    let mut asking = Asking::new(Limits::default());
    for number in 0..6 {
        asking.fetcher.fetch(request(&server.url("127.0.0.1", &format!("/{number}.json"))));
    }
    for _ in 0..6 {
        assert_eq!(words(&asking.next().await.answer.kind), format!("fresh {}", FEED.len()));
    }
    assert_eq!((server.seen().len(), server.most_at_once()), (6, 1));
}

#[tokio::test]
async fn a_host_that_hangs_holds_up_no_other() {
    let (stuck, well) = (Server::plain(|_| vec![Part::Hold]), Server::plain(|_| answer("200 OK", &[], FEED)));
    let mut asking = Asking::new(Limits::default());
    asking.fetcher.fetch(request(&stuck.url("127.0.0.1", "/")));
    asking.fetcher.fetch(request(&well.url("127.0.0.1", "/")));
    assert_eq!(asking.next().await.answer.address.as_str(), well.url("127.0.0.1", "/"));
}

fn file_request(path: &std::path::Path) -> FetchRequest {
    request(path.to_str().unwrap())
}

#[tokio::test]
async fn a_file_is_read_when_it_has_changed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("my feed.json");
    std::fs::write(&path, FEED).unwrap();
    let mut asking = Asking::new(Limits::default());
    let first = asking.ask(file_request(&path)).await;
    assert!(first.parsed.unwrap().is_ok());
    let AnswerKind::Fresh { body, validators } = first.answer.kind else { panic!() };
    assert_eq!(body, FEED);

    let known = FetchRequest { validators: validators.clone(), ..file_request(&path) };
    assert_eq!(asking.ask(known.clone()).await.answer.kind, AnswerKind::NotModified { validators });
    std::fs::write(&path, [FEED, b"\n"].concat()).unwrap();
    assert_eq!(words(&asking.ask(known).await.answer.kind), format!("fresh {}", FEED.len() + 1));
}

#[tokio::test]
async fn files_that_are_no_feed_files() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("feed.json");
    let failed = async |path: &std::path::Path| match Asking::new(Limits::default()).ask(file_request(path)).await.answer.kind {
        AnswerKind::Failed(fault) => fault,
        kind => panic!("{}", words(&kind)),
    };
    assert_eq!(failed(&path).await, FetchFault::File(sentence("file-not-there").with("path", path.display().to_string())));
    assert_eq!(failed(folder.path()).await, FetchFault::File(sentence("file-none").with("path", folder.path().display().to_string())));
    std::fs::write(&path, vec![b' '; 2 * MIB]).unwrap();
    assert_eq!(words(&get(path.to_str().unwrap()).await.kind), format!("fresh {}", 2 * MIB));
    std::fs::write(&path, vec![b' '; 2 * MIB + 1]).unwrap();
    assert_eq!(failed(&path).await, FetchFault::TooLarge(2));
    assert!(matches!(failed(std::path::Path::new("/dev/zero")).await, FetchFault::File(_)));
}

/// Nobody ever writes into the pipe: a thread that opened it would hang, and the program could not end.
#[cfg(target_os = "linux")]
#[test]
fn a_pipe_is_refused_without_being_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("feed.json");
    assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let kind = runtime.block_on(async { Asking::new(SHORT).ask(file_request(&path)).await.answer.kind });
    // A thread that hangs there is let go, so that this test fails rather than hangs with it.
    runtime.shutdown_background();
    assert_eq!(kind, AnswerKind::Failed(FetchFault::File(sentence("file-none").with("path", path.display().to_string()))));
}
