//! Keeps what an event says in words: properties that are text or one word of a list.
//! It never judges them, and keeps no more of one than the longest running text.

use super::lines::Line;

/// Most bytes of one property: the longest running text, several bytes a letter.
const MOST_OF_ONE: usize = 64 * 1024;
/// Links of an event that are looked at.
const MOST_LINKS: usize = 16;

/// An event's words. Of a property that stands there twice, the first.
#[derive(Debug, Default)]
pub(super) struct Words {
    pub(super) uid: Option<String>,
    pub(super) title: Option<String>,
    pub(super) description: Option<String>,
    /// The same in HTML, as Outlook adds it.
    pub(super) alternative: Option<String>,
    pub(super) location: Option<String>,
    pub(super) url: Option<String>,
    /// Where properties of Google's and Microsoft's own lead.
    pub(super) links: Vec<String>,
    pub(super) status: Option<String>,
    pub(super) sequence: Option<String>,
    pub(super) modified: Option<String>,
    pub(super) stamped: Option<String>,
}

impl Words {
    /// Takes in a line if it is one of these.
    pub(super) fn take(&mut self, name: &str, line: Line<'_>) -> bool {
        let is = |other: &str| name.eq_ignore_ascii_case(other);
        let place = match name.len() {
            3 if is("UID") => &mut self.uid,
            3 if is("URL") => &mut self.url,
            6 if is("STATUS") => &mut self.status,
            7 if is("SUMMARY") => &mut self.title,
            7 if is("DTSTAMP") => &mut self.stamped,
            8 if is("LOCATION") => &mut self.location,
            8 if is("SEQUENCE") => &mut self.sequence,
            10 if is("X-ALT-DESC") => &mut self.alternative,
            11 if is("DESCRIPTION") => &mut self.description,
            13 if is("LAST-MODIFIED") => &mut self.modified,
            19 if is("X-GOOGLE-CONFERENCE") => return self.link(line),
            32 if is("X-MICROSOFT-SKYPETEAMSMEETINGURL") => return self.link(line),
            37 if is("X-MICROSOFT-ONLINEMEETINGEXTERNALLINK") => return self.link(line),
            _ => return false,
        };
        if place.is_none() {
            *place = Some(text(line));
        }
        true
    }

    fn link(&mut self, line: Line<'_>) -> bool {
        if self.links.len() < MOST_LINKS {
            self.links.push(text(line));
        }
        true
    }
}

/// The value of a line as it is meant (RFC 5545 section 3.3.11).
fn text(line: Line<'_>) -> String {
    let mut value = line.value();
    value.truncate(value.floor_char_boundary(MOST_OF_ONE));
    if value.contains('\\') { unescaped(&value) } else { value }
}

/// A text value without its escapes.
pub(super) fn unescaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((plain, behind)) = rest.split_once('\\') {
        out.push_str(plain);
        let mut chars = behind.chars();
        match chars.next() {
            Some('n' | 'N') => out.push('\n'),
            Some(other) => out.push(other),
            None => {}
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_taken_back() {
        assert_eq!(unescaped(r"a\, b\; c\\n d\ne\Nf\"), "a, b; c\\n d\ne\nf");
        assert_eq!(unescaped("plain"), "plain");
    }
}
