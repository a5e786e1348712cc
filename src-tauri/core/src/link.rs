//! Decides which addresses may ever be opened, and which meeting service a link belongs to.
//! It never opens anything, and never lets a published string through as it came: only parsed addresses leave it.

mod found;
mod native;
mod services;

pub use found::{best_link, spelled};
pub use native::AppLink;

use crate::language::{Sentence, sentence};
use serde::{Deserialize, Deserializer, Serialize};
use services::{Opens, SERVICES, Service};
use std::fmt;
use std::sync::Arc;
use url::{Host, Url};

/// Addresses inside each other that are followed.
const DEEPEST_WRAPPING: usize = 32;
/// Longest address accepted, in bytes.
const LONGEST: usize = 2_048;

/// Why an address may not be opened. Each sentence is for the person who sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkRefused {
    /// The text does not parse as an address (WHATWG URL Standard).
    NotAnAddress,
    /// The scheme is not https.
    NotHttps(String),
    /// A user name or password stands before the host, as lookalike addresses have it.
    UserName,
    /// The host is a number instead of a name, or a name without a dot.
    NotPublic(String),
    /// The host has letters outside ASCII, which can imitate another name.
    Lookalike(String),
    /// Addresses inside of addresses, without end.
    Wrapped,
    /// Longer than any real address.
    TooLong,
}

impl LinkRefused {
    /// What is wrong, for people.
    #[must_use]
    pub fn sentence(&self) -> Sentence {
        match self {
            Self::NotAnAddress => sentence("link-none"),
            Self::NotHttps(scheme) => sentence("link-not-https").with("scheme", &**scheme),
            Self::UserName => sentence("link-user-name"),
            Self::NotPublic(host) => sentence("link-not-public").with("host", &**host),
            Self::Lookalike(host) => sentence("link-lookalike").with("host", &**host),
            Self::Wrapped => sentence("link-wrapped"),
            Self::TooLong => sentence("link-too-long"),
        }
    }
}

impl fmt::Display for LinkRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.sentence().fmt(f)
    }
}

impl std::error::Error for LinkRefused {}

/// An https address on a public, plainly written host, without user name or password: it may be opened. Copies share it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct WebLink(Arc<Url>);

impl WebLink {
    /// Checks `raw` and keeps its serialisation.
    ///
    /// # Errors
    /// The first rule that the address breaks.
    pub fn parse(raw: &str) -> Result<Self, LinkRefused> {
        let raw = raw.trim();
        if raw.len() > LONGEST {
            return Err(LinkRefused::TooLong);
        }
        // The URL parser drops tabs and line breaks inside an address; a real one has none.
        if raw.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\') {
            return Err(LinkRefused::NotAnAddress);
        }
        let url = Url::parse(raw).map_err(|_| LinkRefused::NotAnAddress)?;
        // Letters outside ASCII are longer as they are kept, and what is kept is read again.
        if url.as_str().len() > LONGEST {
            return Err(LinkRefused::TooLong);
        }
        if url.scheme() != "https" {
            return Err(LinkRefused::NotHttps(url.scheme().chars().take(20).collect()));
        }
        // The URL parser takes any number of slashes, none too; a real address has two.
        if !raw.get(url.scheme().len()..).is_some_and(|rest| rest.starts_with("://") && !rest.starts_with(":///")) {
            return Err(LinkRefused::NotAnAddress);
        }
        if !url.username().is_empty() || url.password().is_some() || authority(raw).contains('@') {
            return Err(LinkRefused::UserName);
        }
        match url.host() {
            Some(Host::Domain(name)) if name.split('.').any(|part| part.starts_with("xn--")) => Err(LinkRefused::Lookalike(name.to_owned())),
            // Letters that the URL parser turns into others: percent signs, full-width letters, other dots.
            Some(Host::Domain(name)) if !is_plainly_written(authority(raw)) => Err(LinkRefused::Lookalike(name.to_owned())),
            Some(Host::Domain(name)) if is_public(name) => Ok(Self(Arc::new(url))),
            Some(host) => Err(LinkRefused::NotPublic(host.to_string())),
            None => Err(LinkRefused::NotAnAddress),
        }
    }

    /// The address as it is opened.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The host's name in lower case, for people to judge.
    #[must_use]
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// The part of the host's name that somebody has registered, by the Public Suffix List: `example.org` of `meet.example.org`.
    #[must_use]
    pub fn domain(&self) -> &str {
        psl::domain_str(self.host()).unwrap_or_else(|| self.host())
    }

    /// The address inside of one that only leads on to it: Outlook's SafeLinks, and Google's redirects.
    fn wrapped(&self) -> Option<String> {
        let key = match (self.host(), self.path()) {
            (host, _) if host.ends_with(".safelinks.protection.outlook.com") => "url",
            ("www.google.com", "/url") if self.0.query_pairs().any(|(key, _)| key == "q") => "q",
            ("www.google.com", "/url") => "url",
            _ => return None,
        };
        self.0.query_pairs().find(|(name, _)| name == key).map(|(_, inner)| inner.into_owned())
    }

    /// The path as it was published, starting with `/`.
    #[must_use]
    pub fn path(&self) -> &str {
        self.0.path()
    }
}

/// Private meeting links pass through here too: a debug print shows the host alone.
impl fmt::Debug for WebLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WebLink(https://{}/…)", self.host())
    }
}

impl<'de> Deserialize<'de> for WebLink {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(from)?).map_err(serde::de::Error::custom)
    }
}

/// A link into a meeting: the web link, and whose service it is if that is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct JoinLink(WebLink);

impl JoinLink {
    /// Checks `raw` as [`WebLink::parse`] does, taken out of the addresses of mail programs and search engines that only lead on to it.
    ///
    /// # Errors
    /// As [`WebLink::parse`].
    pub fn parse(raw: &str) -> Result<Self, LinkRefused> {
        let mut link = WebLink::parse(raw)?;
        for _ in 0..DEEPEST_WRAPPING {
            match link.wrapped() {
                Some(inner) => link = WebLink::parse(&inner)?,
                None => return Ok(Self(link)),
            }
        }
        Err(LinkRefused::Wrapped)
    }

    /// The address that is opened.
    #[must_use]
    pub fn web(&self) -> &WebLink {
        &self.0
    }

    /// The meeting service, if the host and path are one's in the table and lead nowhere else; `None` means “ask before opening”.
    #[must_use]
    pub fn service(&self) -> Option<&'static str> {
        self.known().map(|service| service.label)
    }

    /// Whether it leads into a room of a known service, not to a chat server or a stream.
    #[must_use]
    pub fn is_room(&self) -> bool {
        self.known().is_some_and(|service| service.opens == Opens::Room)
    }

    fn known(&self) -> Option<&'static Service> {
        let (host, path, query) = (self.0.host(), self.0.path(), self.0.0.query());
        // Another port is another server, and an address inside of the address is where it will lead.
        if self.0.0.port().is_some() || carries_address(path) || query.is_some_and(carries_address) {
            return None;
        }
        SERVICES.iter().find(|service| service.has(host, path, query.is_some() || self.0.0.fragment().is_some()))
    }
}

/// What the opener may be given. There is no way to make one from an unchecked string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Openable {
    /// A web page or meeting.
    Web(WebLink),
    /// A new e-mail, built here (RFC 6068).
    Mail(MailLink),
    /// A chat program, by its own address, built here.
    Chat(ChatLink),
    /// A meeting in the service's own program, by an address made here from a checked link.
    App(AppLink),
}

impl Openable {
    /// The address handed to the desktop.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Web(link) => link.as_str(),
            Self::Mail(link) => &link.0,
            Self::Chat(link) => &link.0,
            Self::App(link) => &link.0,
        }
    }
}

/// A `mailto:` address built by this program (RFC 6068).
#[derive(Clone, PartialEq, Eq)]
pub struct MailLink(String);

impl MailLink {
    /// A new message to `address`; subject and body are percent-encoded as UTF-8, line breaks as CRLF.
    /// `None` if `address` is not plainly one mailbox (RFC 5322 `addr-spec` in ASCII without quoting).
    #[must_use]
    pub fn new(address: &str, subject: &str, body: &str) -> Option<Self> {
        is_mailbox(address).then(|| {
            let encode = |text: &str| percent(&text.replace("\r\n", "\n").replace('\n', "\r\n"));
            Self(format!("mailto:{}?subject={}&body={}", percent(address).replace("%40", "@"), encode(subject), encode(body)))
        })
    }
}

impl fmt::Debug for MailLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MailLink(…)")
    }
}

/// An address that opens a chat program, built by this program.
#[derive(Clone, PartialEq, Eq)]
pub struct ChatLink(String);

impl ChatLink {
    /// The direct messages with a member of a Slack workspace, as Slack documents it; `None` if either is no id of theirs.
    #[must_use]
    pub fn slack(team: &str, member: &str) -> Option<Self> {
        let is_id = |id: &str, kinds: &str| {
            (3..=24).contains(&id.len()) && id.starts_with(|c| kinds.contains(c)) && id.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        };
        (is_id(team, "TE") && is_id(member, "UW")).then(|| Self(format!("slack://user?team={team}&id={member}")))
    }

    /// A channel (with its `#`) or a nick on an IRC network, over TLS, as browsers of the nineties began it and clients still read it
    /// (draft-butcher-irc-url-04); `None` if the server is no public host or the name none of RFC 2812.
    #[must_use]
    pub fn irc(server: &str, name: &str) -> Option<Self> {
        let is_host = server.len() <= 253
            && is_plainly_written(server)
            && !server.contains([':', '_'])
            && is_public(server)
            && !server.ends_with(|c: char| c.is_ascii_digit());
        let (channel, word) = name.strip_prefix('#').map_or((false, name), |channel| (true, channel));
        let letters = |extra: &str| (1..=50).contains(&word.len()) && word.chars().all(|c| c.is_ascii_alphanumeric() || extra.contains(c));
        let is_name = if channel { letters("-_.+#") } else { letters("-_[]\\`^{|}") };
        (is_host && is_name).then(|| Self(format!("ircs://{}/{}{}", server.to_ascii_lowercase(), percent(word), if channel { "" } else { ",isnick" })))
    }
}

impl fmt::Debug for ChatLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ChatLink(…)")
    }
}

/// Percent-encodes everything outside RFC 3986's unreserved set.
#[must_use]
pub fn percent(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Whether `address` is one plain mailbox, such as `niko@example.org`.
#[must_use]
pub fn is_mailbox(address: &str) -> bool {
    let Some((local, domain)) = address.split_once('@') else { return false };
    let atoms = |text: &str, extra: &[u8]| {
        !text.is_empty()
            && text.len() <= 255
            && !text.starts_with('.')
            && !text.ends_with('.')
            && !text.contains("..")
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || extra.contains(&b))
    };
    atoms(local, b".+-_'=") && atoms(domain, b".-") && domain.contains('.')
}

fn authority(raw: &str) -> &str {
    let rest = raw.split_once(':').map_or(raw, |(_, rest)| rest).trim_start_matches('/');
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}

/// Whether a part of an address holds another one, as those that redirect have it.
fn carries_address(part: &str) -> bool {
    let part = part.to_ascii_lowercase().replace("%25", "%").replace("%2f", "/").replace("%5c", "\\").replace("%3d", "=");
    ["//", "/\\", "\\/", "\\\\", "=www."].iter().any(|sign| part.contains(sign))
}

fn is_plainly_written(authority: &str) -> bool {
    authority.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_:".contains(&byte))
}

fn is_public(host: &str) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host);
    let Some((first, last)) = host.rsplit_once('.') else { return false };
    if first.split('.').any(str::is_empty) {
        return false;
    }
    let local = ["local", "localhost", "localdomain", "intranet", "internal", "lan", "home", "corp", "arpa", "onion", "invalid"];
    !local.contains(&last) && last.bytes().any(|b| b.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_public_https_is_opened() {
        for (raw, expected) in [
            ("javascript:alert(1)", "NotHttps(\"javascript\")"),
            ("file:///etc/passwd", "NotHttps(\"file\")"),
            ("http://zoom.us/j/1", "NotHttps(\"http\")"),
            ("smb://host/share", "NotHttps(\"smb\")"),
            ("data:text/html,x", "NotHttps(\"data\")"),
            ("https://zoom.us@evil.example/j/1", "UserName"),
            ("https://@evil.example/j/1", "UserName"),
            ("https://127.0.0.1/j/1", "NotPublic(\"127.0.0.1\")"),
            ("https://2130706433/", "NotPublic(\"127.0.0.1\")"),
            ("https://[::1]/", "NotPublic(\"[::1]\")"),
            ("https://localhost/", "NotPublic(\"localhost\")"),
            ("https://printer.local/", "NotPublic(\"printer.local\")"),
            ("https://zооm.us/j/1", "Lookalike(\"xn--zm-jmca.us\")"),
            ("https://zoom.us\\@evil.example/", "NotAnAddress"),
            ("https://zoom.us/j/1\n2", "NotAnAddress"),
            ("zoom.us/j/1", "NotAnAddress"),
            ("", "NotAnAddress"),
        ] {
            let refused = WebLink::parse(raw).unwrap_err();
            if raw.contains('о') {
                assert!(matches!(refused, LinkRefused::Lookalike(_)), "{raw}: {refused:?}");
            } else {
                assert_eq!(format!("{refused:?}"), expected, "{raw}");
            }
        }
        assert_eq!(WebLink::parse(&format!("https://a.example/{}", "x".repeat(3_000))), Err(LinkRefused::TooLong));
        assert_eq!(WebLink::parse(" HTTPS://Zoom.us/j/1?pwd=a ").unwrap().as_str(), "https://zoom.us/j/1?pwd=a");
    }

    #[test]
    fn a_lookalike_of_a_service_has_no_label() {
        for (raw, label) in [
            ("https://us02web.zoom.us/j/123", Some("Zoom")),
            ("https://zoom.us/j/123", Some("Zoom")),
            ("https://zoom.us/pricing", None),
            ("https://evil-zoom.us/j/1", None),
            ("https://zoom.us.evil.example/j/1", None),
            ("https://evil.example/x.zoom.us/j/1", None),
            ("https://meet.google.com/abc-defg-hij", Some("Google Meet")),
        ] {
            assert_eq!(JoinLink::parse(raw).unwrap().service(), label, "{raw}");
        }
    }

    /// Of each service its sample is known, and three that look like it are not.
    #[test]
    fn every_service_is_known_by_its_sample_and_no_lookalike_is() {
        let labels: std::collections::BTreeSet<_> = SERVICES.iter().map(|service| service.label).collect();
        assert!(labels.len() >= 70, "{}", labels.len());
        for service in SERVICES {
            assert_eq!(JoinLink::parse(service.sample).unwrap().service(), Some(service.label), "{}", service.sample);
            let rest = service.sample.strip_prefix("https://").unwrap();
            let (host, path) = rest.split_once('/').unwrap();
            for lookalike in [
                format!("https://evil-{}/{path}", service.host),
                format!("https://{host}.evil.example/{path}"),
                format!("https://evil.example/{host}/{path}"),
                format!("https://{host}:8443/{path}"),
                format!("https://evil.example/?u={host}/{path}"),
                format!("https://{}/", service.host),
            ] {
                // One may be another service's own: pop.com and its like have short names.
                let label = JoinLink::parse(&lookalike).unwrap().service();
                assert_eq!(label, None, "{lookalike}");
            }
        }
    }

    #[test]
    fn a_link_is_taken_out_of_what_only_leads_on_to_it() {
        let meeting = "https://us02web.zoom.us/j/1?pwd=a";
        let safe = |inner: &str| format!("https://eur01.safelinks.protection.outlook.com/?url={}&data=05", percent(inner));
        let google = |inner: &str| format!("https://www.google.com/url?q={}&sa=D", percent(inner));
        for raw in [safe(meeting), google(meeting), safe(&google(&safe(meeting)))] {
            assert_eq!(JoinLink::parse(&raw).unwrap().web().as_str(), meeting, "{raw}");
        }
        assert!(JoinLink::parse(&safe("javascript:alert(1)")).is_err());
        assert!(JoinLink::parse(&google("http://zoom.us/j/1")).is_err());
        assert_eq!(JoinLink::parse(&safe("https://evil.example/")).unwrap().service(), None);
        assert_eq!(JoinLink::parse(&google("")).unwrap_err(), LinkRefused::NotAnAddress);
    }

    #[test]
    fn the_registered_part_of_a_host_is_known() {
        for (raw, domain) in [
            ("https://meet.club.example.org/a", "example.org"),
            ("https://zoom.us.evil.co.uk/j/1", "evil.co.uk"),
            ("https://niko.github.io/a", "niko.github.io"),
            ("https://example.org/a", "example.org"),
        ] {
            assert_eq!(WebLink::parse(raw).unwrap().domain(), domain, "{raw}");
        }
    }

    #[test]
    fn a_private_link_is_not_in_a_debug_print() {
        let link = JoinLink::parse("https://zoom.us/j/99?pwd=secret").unwrap();
        assert_eq!(format!("{link:?}"), "JoinLink(WebLink(https://zoom.us/…))");
    }

    #[test]
    fn chat_programs_are_opened_by_addresses_made_here() {
        let open = |link: ChatLink| Openable::Chat(link).as_str().to_owned();
        assert_eq!(ChatLink::slack("T024BE7LD", "U024BE7LH").map(open).as_deref(), Some("slack://user?team=T024BE7LD&id=U024BE7LH"));
        for (team, member) in [("", ""), ("T1&id=U2", "U024BE7LH"), ("t024be7ld", "U024BE7LH"), ("T024BE7LD", "C024BE7LH"), ("U024BE7LH", "T024BE7LD")] {
            assert_eq!(ChatLink::slack(team, member), None, "{team} {member}");
        }
        assert_eq!(ChatLink::irc("irc.libera.chat", "#rust-async").map(open).as_deref(), Some("ircs://irc.libera.chat/rust-async"));
        assert_eq!(ChatLink::irc("IRC.Libera.Chat", "niko[m]").map(open).as_deref(), Some("ircs://irc.libera.chat/niko%5Bm%5D,isnick"));
        for (server, name) in [
            ("localhost", "a"),
            ("127.0.0.1", "a"),
            ("irc.libera.chat/x", "a"),
            ("a@irc.libera.chat", "a"),
            ("irc.libera.chat", ""),
            ("irc.libera.chat", "a,b"),
            ("irc.libera.chat", "#a b"),
            ("irc.libera.chat", "a\r\nQUIT"),
        ] {
            assert_eq!(ChatLink::irc(server, name), None, "{server} {name}");
        }
    }

    #[test]
    fn mail_is_built_as_rfc_6068_says() {
        let mail = MailLink::new("niko@example.org", "Join & learn", "Hi\nthere").unwrap();
        assert_eq!(Openable::Mail(mail).as_str(), "mailto:niko@example.org?subject=Join%20%26%20learn&body=Hi%0D%0Athere");
        for wrong in ["niko", "a@b", "a@b.org?bcc=x@y.org", "a@b.org,c@d.org", "\"a b\"@c.org", "a b@c.org"] {
            assert_eq!(MailLink::new(wrong, "", ""), None, "{wrong}");
        }
    }
}
