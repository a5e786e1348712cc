//! Redirects and certificates: which are followed and believed, over http and https.
//! It never lets a refused one reach the server that it leads to.

#[cfg(target_os = "linux")]
use super::again::{self, must_pass, role, through};
use super::http::{Part, Seen, Server, answer};
#[cfg(target_os = "linux")]
use super::mounts;
use super::{FEED, get, words};
use sessionbell_core::poll::{AnswerKind, FetchFault};
use sessionbell_core::settings::FeedAddress;
use std::io::Write;

/// `/hop/301,308,200` redirects with 301 to `/hop/308,200`, and so on to a feed.
fn hops(seen: &Seen) -> Vec<Part> {
    let rest = seen.path.strip_prefix("/hop/").unwrap_or("200");
    match rest.split_once(',') {
        Some((status, rest)) => answer(&format!("{status} Over there"), &[&format!("Location: /hop/{rest}")], b""),
        None => answer(&format!("{rest} Here"), &[], FEED),
    }
}

#[tokio::test]
async fn chains_of_redirects() {
    let fresh = format!("fresh {}", FEED.len());
    let many = format!("failed: {}", FetchFault::TooManyRedirects);
    for (chain, expected, moved) in [
        ("301,200", fresh.as_str(), true),
        ("308,301,308,200", &fresh, true),
        ("302,200", &fresh, false),
        ("301,302,200", &fresh, false),
        ("307,308,200", &fresh, false),
        ("303,200", &fresh, false),
        ("200", &fresh, false),
        ("302,302,302,200", &fresh, false),
        ("302,302,302,302,200", &many, false),
        ("301,301,301,301,200", &many, false),
        ("302,404", "status 404", false),
    ] {
        let server = Server::plain(hops);
        let typed = server.url("127.0.0.1", &format!("/hop/{chain}"));
        let answer = get(&typed).await;
        assert_eq!(words(&answer.kind), expected, "{chain}");
        let last = FeedAddress::parse(&server.url("127.0.0.1", &format!("/hop/{}", chain.rsplit(',').next().unwrap()))).unwrap();
        assert_eq!(answer.moved_to, moved.then_some(last), "{chain}");
        assert_eq!(answer.address.as_str(), typed);
        assert!(server.seen().len() <= 4, "{chain}");
    }
}

/// Where a redirect from a server of this machine leads, given `PORT` of another one there that must not be asked.
async fn where_to(from: &str, make: fn(String) -> Server, targets: &[&str]) {
    for target in targets {
        let elsewhere = Server::plain(|_| answer("200 OK", &[], FEED));
        let target = target.replace("PORT", &elsewhere.port().to_string());
        let server = make(target.clone());
        let kind = get(&server.url(from, "/")).await.kind;
        assert!(matches!(kind, AnswerKind::Failed(FetchFault::BadRedirect(_))), "{target}: {}", words(&kind));
        assert_eq!((server.seen().len(), elsewhere.seen().len()), (1, 0), "{target}");
    }
}

const NEVER: &[&str] = &[
    "http://example.org/feed.json",
    "file:///etc/hostname",
    "file://localhost/etc/hostname",
    "ftp://127.0.0.1/feed.json",
    "data:application/json,{}",
    "javascript:alert(1)",
    "https://10.0.0.1/",
    "https://172.16.0.1/",
    "https://172.31.255.255/",
    "https://192.168.1.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://100.64.0.1/",
    "https://0.0.0.0:PORT/",
    "https://[::]:PORT/",
    "https://[::1]:PORT/",
    "https://[fc00::1]/",
    "https://[fe80::1]/",
    "https://[::ffff:127.0.0.1]:PORT/",
    "https://me:secret@example.org/",
];

fn redirecting_plain(target: String) -> Server {
    Server::plain(move |_| answer("302 Found", &[&format!("Location: {target}")], b""))
}

#[cfg(target_os = "linux")]
fn redirecting_tls(target: String) -> Server {
    Server::tls(move |_| answer("302 Found", &[&format!("Location: {target}")], b""))
}

#[tokio::test]
async fn a_server_of_this_machine_leads_nowhere_else() {
    where_to("127.0.0.1", redirecting_plain, NEVER).await;
    where_to("127.0.0.1", redirecting_plain, &["https://localhost:PORT/"]).await;
    // The host that was typed may be of this machine: another port of it is the same host.
    let elsewhere = Server::plain(|_| answer("200 OK", &[], FEED));
    let server = redirecting_plain(elsewhere.url("127.0.0.1", "/feed.json"));
    assert_eq!(words(&get(&server.url("127.0.0.1", "/")).await.kind), format!("fresh {}", FEED.len()));
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_said() {
    let server = Server::tls(|_| answer("200 OK", &[], FEED));
    let kind = get(&server.url("localhost", "/")).await.kind;
    assert_eq!(kind, AnswerKind::Failed(FetchFault::NotSecure("localhost".to_owned())));
    assert!(server.seen().is_empty());
    // Something that does not speak TLS at all.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let talks = std::thread::spawn(move || listener.accept().unwrap().0.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").unwrap());
    let kind = get(&format!("https://127.0.0.1:{port}/")).await.kind;
    talks.join().unwrap();
    assert_eq!(kind, AnswerKind::Failed(FetchFault::NotSecure("127.0.0.1".to_owned())));
}

/// Runs [`over_tls`] where the test certificate is trusted and a public-looking name leads to this machine.
#[cfg(target_os = "linux")]
#[test]
fn https_leads_to_https_alone_and_to_no_private_address() {
    let folder = tempfile::tempdir().unwrap();
    let (certificate, hosts) = (folder.path().join("trusted.pem"), folder.path().join("hosts"));
    std::fs::write(&certificate, include_bytes!("../support/localhost-cert.pem")).unwrap();
    std::fs::write(&hosts, "127.0.0.1 localhost feed.example.org\n192.168.1.1 lan.example.org\n").unwrap();
    let mut child = match mounts::own() {
        Some(way) => {
            let script = format!("mount --bind {} /etc/hosts && exec \"$0\" \"$@\"", hosts.display());
            let program: Vec<&str> = way.iter().copied().chain(["sh", "-c", &script]).collect();
            through(&program, "redirects::over_tls", "with hosts")
        }
        None => again::again("redirects::over_tls", "without hosts"),
    };
    child.env("SSL_CERT_FILE", certificate).env_remove("SSL_CERT_DIR");
    must_pass(child);
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn over_tls() {
    let Some(role) = role().filter(|role| role.ends_with("hosts")) else { return };
    let server = Server::tls(hops);
    let answer = get(&server.url("localhost", "/hop/301,308,200")).await;
    assert_eq!(words(&answer.kind), format!("fresh {}", FEED.len()));
    assert_eq!(answer.moved_to.unwrap().as_str(), server.url("localhost", "/hop/200"));
    // The certificate is trusted, but it is for another name.
    let kind = get(&server.url("127.0.0.1", "/hop/200")).await.kind;
    assert_eq!(kind, AnswerKind::Failed(FetchFault::NotSecure("127.0.0.1".to_owned())));

    where_to("localhost", redirecting_tls, NEVER).await;
    where_to("localhost", redirecting_tls, &["http://localhost:PORT/", "https://127.0.0.1:PORT/", "https://127.1:PORT/"]).await;
    if role == "with hosts" {
        // Names that look public and are not: judged by where they lead.
        where_to("localhost", redirecting_tls, &["https://feed.example.org:PORT/", "https://lan.example.org/"]).await;
    }
}
