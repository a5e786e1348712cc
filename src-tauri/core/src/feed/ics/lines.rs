//! Decides what the content lines of an iCalendar document are (RFC 5545 section 3.1), with the number of each.
//! It never copies: a line is a piece of the document, folds included.

/// One content line: a property of a component.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    /// Where it begins in the document, from 1.
    pub(super) number: usize,
    /// With its folds, without the last line break.
    pub(super) text: &'a str,
}

impl<'a> Line<'a> {
    /// The property's name, as it is written.
    pub(super) fn name(&self) -> &'a str {
        let end = self.text.bytes().position(|byte| matches!(byte, b':' | b';' | b'\r' | b'\n')).unwrap_or(self.text.len());
        self.text.get(..end).unwrap_or_default().trim()
    }

    /// What stands behind the colon, folds included. A colon between quotation marks belongs to a parameter.
    fn raw_value(&self) -> &'a str {
        let mut quoted = false;
        let colon = self.text.bytes().position(|byte| {
            quoted ^= byte == b'"';
            byte == b':' && !quoted
        });
        // A quotation mark that is never closed hides the colon.
        let colon = colon.or_else(|| self.text.find(':'));
        colon.and_then(|at| self.text.get(at + 1..)).unwrap_or_default()
    }

    /// The value in one piece, as it is written.
    pub(super) fn value(&self) -> String {
        pieces(self.raw_value()).collect::<String>().trim().to_owned()
    }

    /// The whole line without its folds.
    pub(super) fn unfolded(&self) -> impl Iterator<Item = &'a str> {
        pieces(self.text)
    }
}

/// The pieces of a folded text, without line breaks and the white space that each fold begins with.
fn pieces(folded: &str) -> impl Iterator<Item = &str> {
    let behind = |(number, piece): (usize, &str)| if number == 0 { Some(0) } else { piece.chars().next().map(char::len_utf8) };
    folded.split('\n').enumerate().filter_map(move |(number, piece)| {
        let piece = piece.trim_end_matches('\r');
        piece.get(behind((number, piece))?..)
    })
}

/// The content lines of `document`, whatever ends them (CRLF, LF), without empty ones.
pub(super) fn lines(document: &str) -> impl Iterator<Item = Line<'_>> {
    let bytes = document.as_bytes();
    let (mut at, mut number) = (0, 1);
    std::iter::from_fn(move || {
        loop {
            if at >= bytes.len() {
                return None;
            }
            let (begin, first) = (at, number);
            // A line goes on where the next begins with white space.
            let end = loop {
                let Some(length) = document.get(at..).unwrap_or_default().find('\n') else {
                    at = bytes.len();
                    break at;
                };
                at += length + 1;
                number += 1;
                // Some put an empty line before each fold.
                let next = bytes.get(at..).unwrap_or_default();
                let blank = next.iter().take(4).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
                if !matches!(next.get(blank), Some(b' ' | b'\t')) {
                    break at - 1;
                }
            };
            let text = document.get(begin..end).unwrap_or_default();
            let text = text.strip_suffix('\r').unwrap_or(text);
            if !text.trim().is_empty() {
                return Some(Line { number: first, text });
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_unfolded_and_counted() {
        let document = "BEGIN:VCALENDAR\r\nSUMMARY:one\r\n  and\r\n\t two\r\n\r\nURL;X=\"a:b\":https://x\nEND : x";
        let found: Vec<_> = lines(document).map(|line| (line.number, line.name(), line.value())).collect();
        let expected = [(1, "BEGIN", "VCALENDAR"), (2, "SUMMARY", "one and two"), (6, "URL", "https://x"), (7, "END", "x")];
        assert_eq!(found, expected.map(|(number, name, value)| (number, name, value.to_owned())));
    }

    #[test]
    fn a_fold_behind_an_empty_line_is_one() {
        let found: Vec<_> = lines("UID\n\n :9\r\r\n 5\r\n\r\nURL:x").map(|line| (line.number, line.name(), line.value())).collect();
        assert_eq!(found, [(1, "UID", "95".to_owned()), (6, "URL", "x".to_owned())]);
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_hides_no_value() {
        let found: Vec<_> = lines("ORGANIZER;CN=\"Niko:mailto:niko@example.org").map(|line| line.value()).collect();
        assert_eq!(found, ["mailto:niko@example.org"]);
    }

    #[test]
    fn a_document_of_one_line_break_has_no_line() {
        assert_eq!(lines("\n \n\r\n").count(), 0);
        assert_eq!(lines("").count(), 0);
    }
}
