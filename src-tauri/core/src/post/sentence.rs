//! Decides where sentences and words begin and end in running text, and which words are nearly the same.
//! It never knows what they mean.

use std::ops::Range;

/// A full stop after these ends no sentence.
const SHORTENED: [&str; 14] = ["e.g", "i.e", "etc", "vs", "mr", "mrs", "ms", "dr", "prof", "st", "a.m", "p.m", "approx", "incl"];

/// The sentences of a text, as ranges of it without the space around them.
pub(super) fn sentences(text: &str) -> Vec<Range<usize>> {
    let (mut out, mut start) = (Vec::new(), 0);
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let Some((next, after)) = chars.peek().copied() else { break };
        let closes = matches!(c, '.' | '!' | '?') && after.is_whitespace() && !is_shortened(&text[start..at]);
        // A list of things goes on in small letters.
        let goes_on = || text[next..].trim_start().chars().next().is_some_and(char::is_lowercase);
        if closes && !goes_on() {
            push(text, start..next, &mut out);
            start = next;
        }
    }
    push(text, start..text.len(), &mut out);
    out
}

fn push(text: &str, range: Range<usize>, out: &mut Vec<Range<usize>>) {
    let piece = &text[range.clone()];
    let from = range.start + (piece.len() - piece.trim_start().len());
    let to = from + piece.trim().len();
    if from < to {
        out.push(from..to);
    }
}

fn is_shortened(before: &str) -> bool {
    let word = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default().to_lowercase();
    SHORTENED.contains(&word.as_str())
}

/// The words of a text in lower case, without the punctuation around them; `Ryan’s` is `ryan's`.
pub(super) fn words(text: &str) -> Vec<String> {
    let clean = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().replace('’', "'");
    text.split(|c: char| c.is_whitespace() || matches!(c, '/' | '—' | '–')).map(clean).filter(|word| !word.is_empty()).collect()
}

/// Whether a word is nearly another: up to two letters wrong in a long one, one in a short one, none in one of three.
pub(super) fn is_nearly(a: &str, b: &str) -> bool {
    let longest = a.chars().count().max(b.chars().count());
    let allowed = if longest <= 4 {
        0
    } else if longest <= 7 {
        1
    } else {
        2
    };
    a == b || distance(a, b, allowed) <= allowed
}

/// How many letters have to be put in, left out or replaced; more than `most` is `most + 1`.
fn distance(a: &str, b: &str, most: usize) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().take(64).collect(), b.chars().take(64).collect());
    if a.len().abs_diff(b.len()) > most {
        return most + 1;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let (mut corner, mut left) = (row[0], i + 1);
        row[0] = left;
        for (j, y) in b.iter().enumerate() {
            let here = (corner + usize::from(x != y)).min(left + 1).min(row[j + 1] + 1);
            (corner, left) = (row[j + 1], here);
            row[j + 1] = here;
        }
    }
    row[b.len()].min(most + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_where_people_end_them() {
        let text = " Join us! We use C++, e.g. async APIs (node.js). At 5 p.m. ET? Ping me on Zulip.";
        let found: Vec<_> = sentences(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["Join us!", "We use C++, e.g. async APIs (node.js).", "At 5 p.m. ET?", "Ping me on Zulip."]);
        assert_eq!(sentences("  "), []);
    }

    #[test]
    fn nearly_the_same() {
        for (a, b, nearly) in [
            ("thusday", "thursday", true),
            ("concurency", "concurrency", true),
            ("wed", "web", false),
            ("monday", "sunday", false),
            ("friday", "friday", true),
            ("async", "sync", true),
        ] {
            assert_eq!(is_nearly(a, b), nearly, "{a} {b}");
        }
    }

    #[test]
    fn words_are_bare() {
        assert_eq!(words("on Ryan’s “Thusday” session (C#)."), ["on", "ryan's", "thusday", "session", "c"]);
    }
}
