//! Decides which address opens a meeting in the service's own program instead of a page.
//! It never makes one from anything but a meeting link that was checked, and of that takes only what the program needs.

use super::{JoinLink, percent};
use std::fmt;

/// An address that opens a meeting in the service's own program.
#[derive(Clone, PartialEq, Eq)]
pub struct AppLink(pub(super) String);

impl JoinLink {
    /// The address for the service's own program, where it has documented one: Zoom's number and password, Teams' own path.
    #[must_use]
    pub fn native(&self) -> Option<AppLink> {
        let (url, host) = (&self.0.0, self.0.host());
        match self.service()? {
            "Zoom" => {
                let number = url.path().strip_prefix("/j/")?.trim_end_matches('/');
                let is_number = (9..=11).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
                let password = url.query_pairs().find(|(key, _)| key == "pwd").map_or_else(String::new, |(_, value)| format!("&pwd={}", percent(&value)));
                is_number.then(|| AppLink(format!("zoommtg://{host}/join?action=join&confno={number}{password}")))
            }
            "Microsoft Teams" if host == "teams.microsoft.com" && url.path().starts_with("/l/meetup-join/") => {
                let query = url.query().map_or_else(String::new, |query| format!("?{query}"));
                Some(AppLink(format!("msteams:{}{query}", url.path())))
            }
            _ => None,
        }
    }
}

impl fmt::Debug for AppLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AppLink(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::super::Openable;
    use super::*;

    #[test]
    fn only_a_checked_meeting_becomes_an_address_of_a_program() {
        let native = |raw: &str| JoinLink::parse(raw).unwrap().native().map(|link| Openable::App(link).as_str().to_owned());
        for (raw, expected) in [
            (
                "https://us02web.zoom.us/j/12345678901?pwd=a%26uname%3Dx&uname=evil#x",
                "zoommtg://us02web.zoom.us/join?action=join&confno=12345678901&pwd=a%26uname%3Dx",
            ),
            ("https://zoom.us/j/123456789", "zoommtg://zoom.us/join?action=join&confno=123456789"),
            (
                "https://teams.microsoft.com/l/meetup-join/19%3ameeting_a%40thread.v2/0?context=%7b%22Tid%22%3a%22b%22%7d",
                "msteams:/l/meetup-join/19%3ameeting_a%40thread.v2/0?context=%7b%22Tid%22%3a%22b%22%7d",
            ),
        ] {
            assert_eq!(native(raw).as_deref(), Some(expected), "{raw}");
        }
        for raw in [
            "https://zoom.us/j/1",
            "https://zoom.us/my/niko",
            "https://zoom.us/j/123456789/x",
            "https://evil-zoom.us/j/123456789",
            "https://zoom.us:444/j/123456789",
            "https://meet.jit.si/Room",
            "https://teams.live.com/meet/1",
        ] {
            assert_eq!(native(raw), None, "{raw}");
        }
    }
}
