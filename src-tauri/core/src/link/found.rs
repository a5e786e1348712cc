//! Decides which link of a text is most likely the way into a meeting: a host's answer, or what was pasted.
//! It never opens one, and never keeps more than it was asked about.

use super::JoinLink;

/// Links of one text that are looked at.
const MOST: usize = 32;

/// The link of `text` that is most likely a meeting's: a room of a known service, else another place of one, else any that may be
/// opened; of several alike the first. `None` if the text has none.
#[must_use]
pub fn best_link(text: &str) -> Option<JoinLink> {
    let links: Vec<JoinLink> = spelled(text).take(MOST).filter_map(|raw| JoinLink::parse(raw).ok()).collect();
    let rank = |link: &JoinLink| match (link.is_room(), link.service()) {
        (true, _) => 0,
        (false, Some(_)) => 1,
        (false, None) => 2,
    };
    links.into_iter().min_by_key(rank)
}

/// The addresses of a text as they are spelled, with whatever scheme. Brackets, quotation marks and what ends a sentence are not of them.
pub fn spelled(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("://").filter_map(|(colon, _)| {
        let before = text.get(..colon)?;
        let start = before
            .rfind(|c: char| !(c.is_ascii_alphanumeric() || "+-.".contains(c)))
            .map_or(0, |at| at + before.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
        let rest = text.get(start..)?;
        // An address inside of another one is a part of that.
        if before.get(..start)?.ends_with(['=', '/', '&', '?', '%']) {
            return None;
        }
        let end = rest.find(|c: char| c.is_whitespace() || "<>\"”»`|\\^{}[]".contains(c)).unwrap_or(rest.len());
        let spelled = rest.get(..end)?.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_']);
        // A bracket that closes one from before the address: “(https://…)”, “[here](https://…)”.
        let closed = spelled.matches(')').count() > spelled.matches('(').count();
        let spelled = if closed { spelled.split(')').next().unwrap_or(spelled) } else { spelled };
        (!spelled.starts_with("://")).then_some(spelled)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best(text: &str) -> Option<String> {
        best_link(text).map(|link| link.web().as_str().to_owned())
    }

    #[test]
    fn a_link_is_found_as_people_write_it() {
        for text in [
            "https://meet.jit.si/Sessions",
            "Sure! Here: https://meet.jit.si/Sessions.",
            "<https://meet.jit.si/Sessions>",
            "(https://meet.jit.si/Sessions)",
            "[the room](https://meet.jit.si/Sessions), see you",
            "“https://meet.jit.si/Sessions”",
            "*https://meet.jit.si/Sessions*",
            "the room is…https://meet.jit.si/Sessions",
            "https://meet.jit.si/Sessions\nhttps://us02web.zoom.us/j/1",
            "our notes are at https://notes.example.org/a and we meet on https://meet.jit.si/Sessions",
            "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fmeet.jit.si%2FSessions&data=05",
        ] {
            assert_eq!(best(text).as_deref(), Some("https://meet.jit.si/Sessions"), "{text}");
        }
    }

    #[test]
    fn a_room_counts_more_than_what_is_none_and_what_is_known_more_than_what_is_not() {
        assert_eq!(best("https://discord.gg/abc and https://zoom.us/j/1?pwd=a").as_deref(), Some("https://zoom.us/j/1?pwd=a"));
        assert_eq!(best("https://notes.example.org/a, https://discord.gg/abc").as_deref(), Some("https://discord.gg/abc"));
        assert_eq!(best("https://meet.club.example/a").as_deref(), Some("https://meet.club.example/a"));
        assert_eq!(best("https://bbb.example.org/b/nik-abc(1)").as_deref(), Some("https://bbb.example.org/b/nik-abc(1)"));
    }

    #[test]
    fn what_may_not_be_opened_is_no_link() {
        for text in [
            "",
            "no link yet, ask again",
            "http://zoom.us/j/1",
            "javascript://zoom.us/j/1",
            "https://zoom.us@evil.example/j/1",
            "https://127.0.0.1/a",
            "://",
            "https://",
            "é://x",
        ] {
            assert_eq!(best(text), None, "{text}");
        }
    }
}
