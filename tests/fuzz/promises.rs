//! What must hold for any bytes, one function for each door that strange bytes come through.
//! It never makes bytes itself: the fuzzer does, and the replay of the kept ones shows them again.

use sessionbell_core::feed::{self, Scope, Weight};
use sessionbell_core::finding::{Finding, Severity};
use sessionbell_core::language::Language;
use sessionbell_core::link::{JoinLink, WebLink, best_link, spelled};
use sessionbell_core::post::{self, Circumstances, HostBook};
use sessionbell_core::publish::{calendar, publish};
use sessionbell_core::series::Window;
use sessionbell_core::settings::{self, FeedAddress};
use sessionbell_core::text;
use sessionbell_core::zone::Zones;

/// Checks what must hold for some bytes, and panics if it does not.
pub(crate) type Promise = fn(&[u8]);

/// Each promise, by the name of its folder in `corpus/`.
pub(crate) const TARGETS: &[(&str, Promise)] = &[
    ("answer", answer),
    ("ics", a_feed),
    ("jscalendar", a_feed),
    ("link", link),
    ("post", a_post),
    ("schedule", a_feed),
    ("sessionize", a_feed),
    ("settings", settings),
    ("text", texts),
];

/// A feed of any format is answered; its sessions are in order and none is there twice; what people read is clean and short.
fn a_feed(bytes: &[u8]) {
    let at = |text: &str| text.parse().expect("an instant");
    let window = Window { from: at("2021-03-22T00:00:00Z"), to: at("2021-05-22T00:00:00Z") };
    let zone = Zones::bundled().named("Europe/Vienna").ok();
    let scope = Scope { zone, ..Scope::new(Zones::bundled(), window) };
    let Ok((feed, issues)) = feed::parse(bytes, &scope) else { return };
    assert!(feed.sessions.windows(2).all(|pair| (&pair[0].uid, pair[0].occurrence) < (&pair[1].uid, pair[1].occurrence)), "out of order");
    assert!(issues.len() <= 201, "{} issues", issues.len());
    for session in &feed.sessions {
        assert!(!session.title.is_empty(), "no title");
        is_clean(&session.title, text::TITLE, false);
        is_clean(&session.description, text::PROSE, true);
    }
    for issue in &issues {
        is_clean(&issue.place, 500, false);
        for language in [Language::English, Language::German] {
            // Names that run from right to left are set apart by marks of the program's own.
            is_clean(&issue.sentence.said(language).replace(['\u{2068}', '\u{2069}'], ""), 600, false);
        }
    }
}

/// A link is https on a public name without disguise, survives being kept, and its label is its host's.
fn link(bytes: &[u8]) {
    let Ok(raw) = std::str::from_utf8(bytes) else { return };
    let Ok(link) = WebLink::parse(raw) else { return };
    let rest = link.as_str().strip_prefix("https://").expect("https alone");
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.split(':').next().unwrap_or_default();
    assert_eq!(host, link.host(), "another host is shown");
    assert!(host.trim_end_matches('.').contains('.') && host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_".contains(&b)), "{host}");
    assert!(raw.to_ascii_lowercase().contains(host), "{host} was not written there");
    assert!(!link.as_str().chars().any(|c| c.is_control() || c.is_whitespace()), "white space");
    assert_eq!(WebLink::parse(link.as_str()).as_ref(), Ok(&link), "it is not read back");
    let Ok(join) = JoinLink::parse(raw) else {
        let leads_on = ["www.google.com"].contains(&host) || host.ends_with(".safelinks.protection.outlook.com");
        return assert!(leads_on, "what is a web link may be a meeting, unless it only leads on to something else");
    };
    if let Some(label) = join.service() {
        let rest = join.web().as_str().strip_prefix("https://").expect("https alone");
        let path = rest.strip_prefix(join.web().host()).expect("no port");
        let lookalike = format!("https://{}.evil.example{path}", join.web().host());
        // It may be too long for a link at all.
        assert_eq!(JoinLink::parse(&lookalike).ok().and_then(|link| link.service()), None, "{label} for {lookalike}");
    }
}

/// Every address in a host's answer stands in it as it is spelled; the link that is taken of them is one that may be kept, and there is
/// none better among them.
fn answer(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let all: Vec<&str> = spelled(text).collect();
    assert!(all.iter().all(|one| text.contains(one) && one.contains("://") && !one.contains(char::is_whitespace)), "{all:?}");
    let links: Vec<JoinLink> = all.iter().take(32).filter_map(|raw| JoinLink::parse(raw).ok()).collect();
    match best_link(text) {
        Some(best) => {
            assert!(links.contains(&best), "{best:?} is none of {links:?}");
            assert!(best.is_room() || !links.iter().any(JoinLink::is_room), "a room is there");
            assert!(best.service().is_some() || links.iter().all(|link| link.service().is_none()), "a service is there");
        }
        None => assert!(links.is_empty(), "{links:?}"),
    }
}

/// Of a post every finding has a place in it. What has no error is published as a feed in which nothing is left out, and the same again.
fn a_post(bytes: &[u8]) {
    let hosts = HostBook::default();
    let zones = Zones::bundled();
    let lines = bytes.iter().filter(|byte| **byte == b'\n').count() + 1;
    let has_place = |finding: &Finding| (1..=lines + 1).contains(&finding.place.line) && finding.place.column >= 1 && !finding.sentence.is_empty();
    let post = match post::read(bytes, &Circumstances { name: "2021-03-29-fuzzed.md", date: None, hosts: &hosts, zones }) {
        Ok(post) => post,
        Err(finding) => return assert!(has_place(&finding), "{finding}"),
    };
    assert!(post.findings.iter().all(has_place) && post.findings.is_sorted_by_key(|finding| finding.place), "{:?}", post.findings);
    if post.findings.iter().any(|finding| finding.code.severity() == Severity::Error) {
        return;
    }
    let [now, later] = ["2021-03-29T10:00:00Z", "2021-03-30T10:00:00Z"].map(|text| text.parse().expect("an instant"));
    let first = publish(std::slice::from_ref(&post), None, now).expect("nothing was there");
    let (feed, issues) = feed::parse(first.text().as_bytes(), &Scope::new(zones, Window::around(now))).expect("a feed");
    assert!(issues.iter().all(|issue| issue.weight != Weight::Error), "{issues:?}");
    let single = post.sessions.iter().filter(|session| session.repeats.is_none()).count();
    assert!(feed.sessions.iter().filter(|session| session.occurrence.is_none()).count() == single, "{single} sessions are announced");
    let again = publish(&[post], Some(first.document.clone()), later).expect("its own feed");
    assert_eq!(again.text(), first.text(), "published again it differs");
    assert!(!calendar(&first.document, zones).is_empty());
}

/// A settings file that is read can be written without changes; a fault has a place in it. A typed address stays what it is.
fn settings(bytes: &[u8]) {
    let Ok(source) = std::str::from_utf8(bytes) else { return };
    match settings::read(source, Zones::bundled()) {
        Ok(read) => {
            let written = settings::write(source, &read).expect("what was read is TOML");
            assert_eq!(settings::read(&written, Zones::bundled()).as_ref(), Ok(&read), "{written}");
            assert_eq!(settings::write(&written, &read).as_deref(), Ok(written.as_str()), "written twice it differs");
            let anew = settings::write("", &read).expect("nothing is TOML");
            assert_eq!(settings::read(&anew, Zones::bundled()).as_ref(), Ok(&read), "{anew}");
        }
        Err(fault) => {
            assert!(fault.line >= 1 && fault.line <= source.lines().count() + 1 && fault.column >= 1 && !fault.what.to_string().is_empty(), "{fault}")
        }
    }
    if let Ok(address) = FeedAddress::parse(source) {
        assert_eq!(FeedAddress::parse(address.as_str()).as_ref(), Ok(&address));
    }
}

/// The first byte says how much is kept; what is left is clean and short, and cleaning it again changes nothing.
fn texts(bytes: &[u8]) {
    let Some((limit, rest)) = bytes.split_first() else { return };
    let (limit, raw) = (usize::from(*limit) + 1, String::from_utf8_lossy(rest));
    for (cleaned, breaks) in [(text::line(&raw, limit), false), (text::prose(&raw, limit), true)] {
        is_clean(&cleaned, limit, breaks);
        let again = if breaks { text::prose(&cleaned, limit + 1) } else { text::line(&cleaned, limit + 1) };
        assert_eq!(again, cleaned, "cleaned twice it differs");
    }
}

/// No invisible character but single joiners between visible ones, and no more than `most` clusters of twelve, with the ellipsis.
fn is_clean(text: &str, most: usize, breaks: bool) {
    let is_joiner = |c: char| matches!(c, '\u{200C}' | '\u{200D}');
    for c in text.chars() {
        let allowed = is_joiner(c) || c == ' ' || (breaks && c == '\n') || !(text::is_invisible(c) || c.is_whitespace());
        assert!(allowed, "U+{:04X} in {text:?}", u32::from(c));
    }
    assert!(text.chars().count() <= most * 12 + 1, "{} characters, {most} clusters", text.chars().count());
    assert!(!text.contains("  ") && !text.contains("\n\n\n") && text.trim() == text, "{text:?}");
    assert!(!text.starts_with(is_joiner) && !text.ends_with(is_joiner), "{text:?}");
}
