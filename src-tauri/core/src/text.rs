//! Decides what published text may look like before anyone sees it: cleaned, on one line or several, and cut.
//! It never judges meaning: a title in any script stays as its author wrote it.

use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;

/// Longest title, in grapheme clusters (Unicode UAX 29).
pub const TITLE: usize = 200;
/// Longest name of a person, series or place, in grapheme clusters.
pub const NAME: usize = 120;
/// Longest running text, in grapheme clusters.
pub const PROSE: usize = 4_000;
/// Most code points kept of one grapheme cluster; beyond it combining marks are dropped.
const MARKS: usize = 12;

/// One line of text: white space of every kind folded to single spaces, invisible and directional controls removed,
/// cut to `limit` grapheme clusters with an ellipsis.
///
/// Promise: the result holds no code point of the general categories Cc and Cf except U+200D and U+200C between
/// visible characters (needed by emoji, Persian and Indic scripts), and U+FE0F is kept.
#[must_use]
pub fn line(raw: &str, limit: usize) -> String {
    cut(fold(raw, false), limit)
}

/// Running text: as [`line`], but line breaks stay (at most one empty line in a row).
#[must_use]
pub fn prose(raw: &str, limit: usize) -> String {
    cut(fold(raw, true), limit)
}

/// Text set apart from its surroundings for display: U+2068 FIRST STRONG ISOLATE … U+2069 POP DIRECTIONAL ISOLATE
/// (Unicode UAX 9), added only where the text has a right-to-left character.
#[must_use]
pub fn isolated(text: &str) -> String {
    if text.chars().any(is_right_to_left) { format!("\u{2068}{text}\u{2069}") } else { text.to_owned() }
}

/// Text as whatever reads markup (HTML, a notification server) shows it unchanged.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

/// A sentence with its first letter as sentences have it; one that begins with a host's name keeps it as it is written.
#[must_use]
pub fn capitalised(sentence: &str) -> String {
    let mut chars = sentence.chars();
    let is_name = sentence.split(' ').next().is_some_and(|word| word.contains('.'));
    match chars.next() {
        Some(first) if !is_name => first.to_uppercase().chain(chars).collect(),
        Some(_) | None => sentence.to_owned(),
    }
}

/// Whether nothing needs to be folded: printable ASCII with single spaces between words.
fn is_plain(raw: &str) -> bool {
    let mut before = b' ';
    let plain = raw.bytes().all(|byte| {
        let last = std::mem::replace(&mut before, byte);
        (b' '..=b'~').contains(&byte) && !(byte == b' ' && last == b' ')
    });
    plain && (before != b' ' || raw.is_empty())
}

fn fold(raw: &str, keep_breaks: bool) -> Cow<'_, str> {
    if raw.len() <= PROSE * MARKS && is_plain(raw) { Cow::Borrowed(raw) } else { Cow::Owned(folded(raw, keep_breaks)) }
}

fn folded(raw: &str, keep_breaks: bool) -> String {
    // Work is bounded before anything else looks at the text: the longest prose, each cluster with all its marks.
    let bound = if raw.len() <= PROSE * MARKS { None } else { raw.char_indices().nth(PROSE * MARKS) };
    let mut rest = bound.and_then(|(end, _)| raw.get(..end)).unwrap_or(raw);
    let mut out = String::with_capacity(rest.len());
    let mut gap = false;
    let mut breaks = 0_u8;
    loop {
        // Most text is words of ASCII: each goes over whole.
        let word = rest.bytes().position(|byte| !byte.is_ascii_graphic()).unwrap_or(rest.len());
        let (plain, behind) = rest.split_at(word);
        let mut chars = behind.chars();
        let visible = if word > 0 {
            rest = behind;
            plain
        } else {
            let Some(c) = chars.next() else { return out };
            let (piece, behind) = behind.split_at(c.len_utf8());
            rest = behind;
            if c == '\n' && keep_breaks {
                breaks = breaks.saturating_add(1);
                continue;
            }
            if c.is_whitespace() {
                gap = true;
                continue;
            }
            if is_joiner(c) {
                let follows = chars.next().is_some_and(is_visible);
                if !gap && breaks == 0 && !out.is_empty() && follows && !out.ends_with(is_joiner) {
                    out.push(c);
                }
                continue;
            }
            if !is_visible(c) {
                continue;
            }
            piece
        };
        if !out.is_empty() {
            match (breaks, gap) {
                (0, true) => out.push(' '),
                (0, false) => {}
                (1, _) => out.push('\n'),
                (2.., _) => out.push_str("\n\n"),
            }
        }
        (gap, breaks) = (false, 0);
        out.push_str(visible);
    }
}

fn cut(text: Cow<'_, str>, limit: usize) -> String {
    // It has no more clusters than bytes, and no cluster with too many marks: ASCII is never a mark.
    if text.len() <= limit && !text.as_bytes().split(u8::is_ascii).any(|marks| marks.len() >= MARKS) {
        return text.into_owned();
    }
    clusters(&text, limit)
}

/// The first `limit` clusters, each with so many marks as it may have.
fn clusters(text: &str, limit: usize) -> String {
    let mut out = String::with_capacity(text.len().min(limit * 4));
    let mut rest = text.graphemes(true).enumerate().peekable();
    while let Some((count, cluster)) = rest.next() {
        if count == limit {
            out.push('…');
            break;
        }
        match cluster.char_indices().nth(MARKS).and_then(|(end, _)| cluster.get(..end)) {
            None => out.push_str(cluster),
            Some(short) => out.push_str(alone(short, rest.peek().and_then(|(_, next)| next.chars().next()))),
        }
    }
    out
}

/// The beginning of a cluster that was cut short, without what would join nothing now, or would join what comes next
/// (Unicode UAX 29, GB9c and GB11): cleaned again it has to stay as it is.
fn alone(short: &str, next: Option<char>) -> &str {
    let mut kept = short.trim_end_matches(is_joiner);
    while let Some(last) = next.and_then(|next| {
        let together: String = kept.chars().chain([next]).collect();
        kept.char_indices().next_back().filter(|(at, _)| *at > 0 && together.graphemes(true).nth(1).is_none())
    }) {
        kept = kept.get(..last.0).unwrap_or_default().trim_end_matches(is_joiner);
    }
    kept
}

/// Whether a character is of the general category Cc or Cf, or renders as nothing.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    c.is_control() || is_format(c)
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}')
}

fn is_visible(c: char) -> bool {
    !(is_invisible(c) || c.is_whitespace())
}

/// General category Cf, and the fillers that render as nothing, as of Unicode 16.
fn is_format(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{0600}'..='\u{0605}' | '\u{061C}' | '\u{06DD}' | '\u{070F}'
        | '\u{0890}'..='\u{0891}' | '\u{08E2}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFFB}' | '\u{110BD}' | '\u{110CD}' | '\u{13430}'..='\u{1343F}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

pub(crate) fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_line_is_one_line_without_anything_invisible() {
        assert_eq!(line("  Async \n\t Vision\u{202E} Doc\u{200B} ", TITLE), "Async Vision Doc");
        assert_eq!(line("a\u{0007}b\u{FEFF}c", TITLE), "abc");
        assert_eq!(line("👩\u{200D}💻 pairs", TITLE), "👩\u{200D}💻 pairs");
        assert_eq!(line("\u{200D}x\u{200D}", TITLE), "x");
    }

    #[test]
    fn prose_keeps_its_paragraphs() {
        assert_eq!(prose("one\ntwo\n\n\n\nthree\r\n", PROSE), "one\ntwo\n\nthree");
    }

    #[test]
    fn long_text_is_cut_between_clusters() {
        assert_eq!(line(&"é".repeat(300), 3), "ééé…");
        assert_eq!(line(&"👩\u{200D}💻".repeat(3), 2), format!("{}…", "👩\u{200D}💻".repeat(2)));
        let zalgo = format!("a{}", "\u{0301}".repeat(10_000));
        assert!(line(&zalgo, TITLE).chars().count() <= MARKS);
    }

    #[test]
    fn every_control_and_format_character_is_removed() {
        for code in 0..=0x10_FFFF_u32 {
            let Some(c) = char::from_u32(code) else { continue };
            if (c.is_control() || is_format(c)) && !c.is_whitespace() {
                assert_eq!(line(&format!("a{c}{c}"), TITLE), "a", "U+{code:04X} at the end");
                if !is_joiner(c) {
                    assert_eq!(line(&format!("a{c}b"), TITLE), "ab", "U+{code:04X} in the middle");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn what_is_plain_is_folded_already(raw in "[ -~]{0,12}|\\PC{0,4}|[ a\n]{0,6}", keep_breaks: bool) {
            prop_assert_eq!(fold(&raw, keep_breaks), folded(&raw, keep_breaks));
            prop_assert!(!is_plain(&raw) || folded(&raw, keep_breaks) == raw);
        }

        #[test]
        fn short_text_is_what_its_clusters_are(raw in "\u{0600}{0,16}a?\u{0301}{0,16}é|\\PC{0,8}|.{0,8}", limit in 1_usize..90) {
            let folded = fold(&raw, true);
            prop_assert_eq!(cut(folded.clone(), limit), clusters(&folded, limit));
        }

        #[test]
        fn cleaning_twice_changes_nothing(raw in "\\PC*|.*", limit in 1_usize..50) {
            let once = prose(&raw, limit);
            prop_assert!(once.graphemes(true).count() <= limit + 1);
            prop_assert_eq!(fold(&once, true), once.as_str());
        }
    }
}
