//! Decides what a document in markup is, and which calendars a web page offers.
//! It never reads more than a page's beginning, and never takes an offer up by itself.

use super::NotAFeed;
use super::html::{Tag, behind, decoded, tag};
use crate::settings::FeedAddress;

/// How much of a page is looked at, in bytes.
const BEGINNING: usize = 256 * 1024;
/// Offers kept of one page.
const MOST_OFFERS: usize = 5;
/// Longer addresses, in bytes, are no offer.
const LONGEST: usize = 500;

/// What bytes that begin with `<` are.
pub(super) fn read(bytes: &[u8]) -> NotAFeed {
    let beginning = String::from_utf8_lossy(bytes.get(..BEGINNING).unwrap_or(bytes));
    let root = tags(&beginning).find(|tag| !tag.name.starts_with(['!', '?'])).map(|tag| tag.name).unwrap_or_default();
    match root.as_str() {
        "schedule" => NotAFeed::ScheduleXml,
        "rss" | "feed" | "rdf:rdf" => NotAFeed::NewsFeed,
        "icalendar" | "xcal:icalendar" => NotAFeed::CalendarXml,
        _ => NotAFeed::WebPage { offers: offers(&beginning), base: base(&beginning) },
    }
}

/// Addresses of calendars as they stand in the page, best first: those that it names as its alternates, then those that it links to.
fn offers(page: &str) -> Vec<String> {
    let mut found: Vec<(u8, String)> = tags(page).filter(|tag| !tag.closes).filter_map(|tag| offer(&tag)).collect();
    found.sort_by_key(|(rank, _)| *rank);
    let mut offers: Vec<String> = Vec::new();
    for (_, href) in found {
        if offers.len() < MOST_OFFERS && !offers.contains(&href) {
            offers.push(href);
        }
    }
    offers
}

/// What the page’s addresses are relative to: its first `<base href>` (HTML Living Standard section 4.2.3).
fn base(page: &str) -> Option<String> {
    let bases = tags(page).filter(|tag| tag.name == "base" && !tag.closes);
    let mut hrefs =
        bases.filter_map(|tag| attributes(tag.attributes).find(|(key, _)| key.eq_ignore_ascii_case("href")).map(|(_, value)| decoded(value).trim().to_owned()));
    hrefs.next().filter(|href| is_clean(href))
}

/// What one tag offers, and how good it is.
fn offer(tag: &Tag<'_>) -> Option<(u8, String)> {
    let attribute = |name| attributes(tag.attributes).find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| decoded(value));
    let href = || attribute("href").map(|href| href.trim().to_owned()).filter(|href| is_clean(href));
    match tag.name.as_str() {
        "link" => {
            let is_alternate = attribute("rel")?.split_ascii_whitespace().any(|rel| rel.eq_ignore_ascii_case("alternate"));
            let kind = attribute("type")?.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
            let rank = match kind.as_str() {
                _ if !is_alternate => return None,
                "application/jscalendar+json" => 0,
                "text/calendar" => 1,
                "application/json" => 2,
                _ => return None,
            };
            // Every page of the commonest site program names itself as JSON there.
            href().filter(|href| rank != 2 || !href.contains("/wp-json/")).map(|href| (rank, href))
        }
        "a" => {
            let href = href()?;
            let path = href.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
            (path.ends_with(".ics") || path.starts_with("webcal:") || path.starts_with("webcals:")).then_some((3, href))
        }
        _ => None,
    }
}

fn is_clean(href: &str) -> bool {
    !href.is_empty() && href.len() <= LONGEST && !href.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\')
}

/// The tags of a page that are not inside a comment, script or style.
fn tags(page: &str) -> impl Iterator<Item = Tag<'_>> {
    let mut rest = page;
    std::iter::from_fn(move || {
        loop {
            let at = rest.find('<')?;
            let from = rest.get(at..)?;
            match tag(from) {
                Some(tag) => {
                    rest = behind(&tag);
                    return Some(tag);
                }
                None => rest = from.get(1..)?,
            }
        }
    })
}

/// Names and values of a tag's attributes (HTML Living Standard section 13.1.2.3).
fn attributes(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if rest.is_empty() {
            return None;
        }
        // The first character belongs to the name whatever it is, so that every step goes on.
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let end = rest.get(first..)?.find(|c: char| c.is_whitespace() || matches!(c, '=' | '/')).map_or(rest.len(), |at| first + at);
        let (name, behind) = rest.split_at(end);
        let Some(value) = behind.trim_start().strip_prefix('=').map(str::trim_start) else {
            rest = behind;
            return Some((name, ""));
        };
        let (value, behind) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let inner = value.get(1..)?;
                inner.split_once(quote).unwrap_or((inner, ""))
            }
            _ => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
        };
        rest = behind;
        Some((name, value))
    })
}

/// The address that an offer of the page at `page` stands for: https, or on this machine if the page is.
#[must_use]
pub fn offered(page: &FeedAddress, base: Option<&str>, href: &str) -> Option<FeedAddress> {
    let beside = base.and_then(|base| page.url().join(base).ok());
    let whole = beside.as_ref().unwrap_or(page.url()).join(href).ok()?;
    let address = FeedAddress::parse(whole.as_str()).ok()?;
    let is_public = address.url().scheme() == "https" && !address.is_loopback();
    (is_public || address.is_loopback() && page.is_loopback()).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn offers_of(page: &str) -> Vec<String> {
        match read(page.as_bytes()) {
            NotAFeed::WebPage { offers, .. } => offers,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_page_offers_its_alternates_before_its_links() {
        let page = r#"<!DOCTYPE html><html><head><link href="/feed.xml" rel=alternate type="application/rss+xml">
            <LINK REL='alternate nofollow' TYPE="text/calendar; charset=utf-8" HREF='/events.ics?a=1&amp;b=2'>
            <link rel="alternate" type="application/json" href="https://example.org/wp-json/wp/v2/pages/7">
            <link rel="alternate" type="application/json" href="schedule.json"><link rel="stylesheet" type="text/calendar" href="no.ics">
            <script>document.write('<a href="script.ics">')</script><!-- <a href="comment.ics"> -->
            </head><body><a class=x href=webcal://example.org/all.ics>all</a> <a href="talk.ICS#top">one</a> <a href="/about">no</a>
            <a href="/events.ics?a=1&b=2">twice</a> <a href="bad link.ics">x</a> <link rel=alternate type=application/jscalendar+json href=week.json />"#;
        let expected = ["week.json", "/events.ics?a=1&b=2", "schedule.json", "webcal://example.org/all.ics", "talk.ICS#top"];
        assert_eq!(offers_of(page), expected);
        let many: String = (0..50).map(|number| format!("<a href={number}.ics>")).collect();
        assert_eq!(offers_of(&many), ["0.ics", "1.ics", "2.ics", "3.ics", "4.ics"]);
        assert_eq!(offers_of(&format!("<p>{}<a href=late.ics>", " ".repeat(BEGINNING))), Vec::<String>::new());
    }

    #[test]
    fn markup_that_is_no_page_is_named() {
        let named = |text: &str| read(text.as_bytes()).to_string();
        assert_eq!(read(b"<?xml version='1.0'?><!-- x --><schedule><day/></schedule>"), NotAFeed::ScheduleXml);
        assert!(named("<?xml version='1.0'?>\n<rss version='2.0'>").contains("a news feed (RSS or Atom)"));
        assert!(named("<feed xmlns='http://www.w3.org/2005/Atom'>").contains("a news feed"));
        assert!(named("<icalendar xmlns='urn:ietf:params:xml:ns:icalendar-2.0'>").contains("a calendar in XML"));
        assert_eq!(offers_of("<?xml version='1.0'?><!DOCTYPE html><html><a href='x.ics'/>"), ["x.ics"]);
    }

    #[test]
    fn an_offer_is_an_address_beside_its_page_and_nothing_local() {
        let page = FeedAddress::parse("https://example.org/events/2021/").unwrap();
        for (href, address) in [
            ("all.ics", Some("https://example.org/events/2021/all.ics")),
            ("/all.ics?x=1#top", Some("https://example.org/all.ics?x=1")),
            ("//cal.example.net/a.ics", Some("https://cal.example.net/a.ics")),
            ("webcal://cal.example.net/a.ics", Some("https://cal.example.net/a.ics")),
            ("http://example.org/a.ics", None),
            ("https://ada:secret@example.org/a.ics", None),
            ("https://localhost/a.ics", None),
            ("http://127.0.0.1/a.ics", None),
            ("file:///etc/passwd.ics", None),
            ("javascript:alert(1)//.ics", None),
        ] {
            assert_eq!(offered(&page, None, href).map(String::from).as_deref(), address, "{href}");
        }
        let here = FeedAddress::parse("http://127.0.0.1:8080/").unwrap();
        assert_eq!(offered(&here, None, "a.ics").map(String::from).as_deref(), Some("http://127.0.0.1:8080/a.ics"));
    }

    #[test]
    fn a_page_may_say_what_its_addresses_are_relative_to() {
        let page = FeedAddress::parse("https://example.org/events/").unwrap();
        let offer = |text: &str| read(text.as_bytes()).offer(&page).map(String::from);
        assert_eq!(offer("<base href='/other/'><base href='/no/'><a href='a.ics'>").as_deref(), Some("https://example.org/other/a.ics"));
        assert_eq!(offer("<base target=_top><base href=https://cal.example.net/x/><a href='a.ics'>").as_deref(), Some("https://cal.example.net/x/a.ics"));
        assert_eq!(offer("<base href='http://127.0.0.1/'><a href='a.ics'>"), None);
        assert_eq!(offer("<base href='javascript:'><a href='a.ics'>"), None);
        assert_eq!(offer("<a href='a.ics'>").as_deref(), Some("https://example.org/events/a.ics"));
        assert_eq!(offer("<p>nothing"), None);
    }

    proptest! {
        #[test]
        fn any_page_is_answered(page in "<(a|link|script|!--|)[ a-z=\"'/<>.:&;ü]{0,80}|<.*") {
            if let NotAFeed::WebPage { offers, .. } = read(page.as_bytes()) {
                prop_assert!(offers.len() <= MOST_OFFERS && offers.iter().all(|href| is_clean(href)));
            }
        }
    }
}
