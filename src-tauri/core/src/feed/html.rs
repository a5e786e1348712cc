//! Decides which words a text in HTML has.
//! It never judges what a page means, and never keeps a tag, a script or a style.

/// Tags that begin a line of their own.
const BLOCKS: &[&str] =
    &["blockquote", "br", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "section", "table", "tr", "ul"];
/// Tags that stand inside a line.
const INLINE: &[&str] = &["a", "abbr", "b", "code", "del", "em", "font", "i", "img", "ins", "q", "s", "small", "span", "strong", "sub", "sup", "td", "th", "u"];
/// Elements whose content is nothing to read.
const UNREAD: &[&str] = &["script", "style", "template"];

/// Entities that published texts have (HTML Living Standard section 13.5, those of Latin scripts and punctuation).
const ENTITIES: &[(&str, char)] = &[
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", ' '),
    ("ndash", '–'),
    ("mdash", '—'),
    ("hellip", '…'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("sbquo", '‚'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("bdquo", '„'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("bull", '•'),
    ("middot", '·'),
    ("rarr", '→'),
    ("larr", '←'),
    ("copy", '©'),
    ("reg", '®'),
    ("trade", '™'),
    ("euro", '€'),
    ("pound", '£'),
    ("sect", '§'),
    ("deg", '°'),
    ("times", '×'),
    ("auml", 'ä'),
    ("ouml", 'ö'),
    ("uuml", 'ü'),
    ("Auml", 'Ä'),
    ("Ouml", 'Ö'),
    ("Uuml", 'Ü'),
    ("szlig", 'ß'),
    ("eacute", 'é'),
    ("egrave", 'è'),
    ("ecirc", 'ê'),
    ("agrave", 'à'),
    ("aacute", 'á'),
    ("acirc", 'â'),
    ("ccedil", 'ç'),
    ("iacute", 'í'),
    ("oacute", 'ó'),
    ("ocirc", 'ô'),
    ("uacute", 'ú'),
    ("ntilde", 'ñ'),
    ("aring", 'å'),
    ("Aring", 'Å'),
    ("oslash", 'ø'),
    ("Oslash", 'Ø'),
    ("aelig", 'æ'),
    ("AElig", 'Æ'),
    ("Eacute", 'É'),
];

/// Most bytes of an entity's name or number, with its semicolon.
const LONGEST_ENTITY: usize = 10;
/// Most bytes of a tag that a text is told to be HTML by.
const LONGEST_TAG: usize = 500;
/// How many angle brackets are looked at to tell.
const MOST_BRACKETS: usize = 200;

/// A tag of a text: its name in lower case, whether it closes, and where what is behind it begins.
pub(super) struct Tag<'a> {
    pub(super) name: String,
    pub(super) closes: bool,
    /// What stands between the name and `>`.
    pub(super) attributes: &'a str,
    pub(super) rest: &'a str,
}

/// The tag, comment or declaration that `text` begins with, which begins with `<`. `None`: it is a plain `<`.
pub(super) fn tag(text: &str) -> Option<Tag<'_>> {
    let inner = text.strip_prefix('<')?;
    if let Some(comment) = inner.strip_prefix("!--") {
        let rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
        return Some(Tag { name: "!--".to_owned(), closes: false, attributes: "", rest });
    }
    let (closes, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
    if !inner.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '!' | '?')) {
        return None;
    }
    let (inner, rest) = inner.split_once('>').unwrap_or((inner, ""));
    let end = inner.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(inner.len());
    let (name, attributes) = inner.split_at(end);
    Some(Tag { name: name.to_ascii_lowercase(), closes, attributes, rest })
}

/// What follows an element whose content is not read; as it is for any other tag.
pub(super) fn behind<'a>(tag: &Tag<'a>) -> &'a str {
    if tag.closes || !UNREAD.contains(&tag.name.as_str()) {
        return tag.rest;
    }
    let mut rest = tag.rest;
    while let Some(at) = rest.find("</") {
        let closing = rest.get(at + 2..).unwrap_or_default();
        if closing.get(..tag.name.len()).is_some_and(|name| name.eq_ignore_ascii_case(&tag.name)) {
            return closing.split_once('>').map_or("", |(_, rest)| rest);
        }
        rest = closing;
    }
    ""
}

/// Whether a text that does not say so is HTML: it has a tag that people write. “a < b” and “Vec<u8>” are not.
pub(super) fn is_html(text: &str) -> bool {
    let is_one = |from: &str| {
        let near = from.get(..from.floor_char_boundary(LONGEST_TAG)).unwrap_or_default();
        tag(near).is_some_and(|tag| {
            let name = tag.name.as_str();
            // A word in angle brackets is a type’s parameter as often as it is a tag.
            let is_inline = INLINE.contains(&name) && (tag.closes || tag.attributes.contains('='));
            is_inline || BLOCKS.contains(&name) || UNREAD.contains(&name)
        })
    };
    text.match_indices('<').take(MOST_BRACKETS).any(|(at, _)| text.get(at..).is_some_and(is_one))
}

/// The words of an HTML text: each paragraph and list entry on a line of its own.
pub(super) fn words(html: &str) -> String {
    // Without such tags the line breaks of the source are its author's.
    let has_lines = pieces(html).any(|piece| matches!(piece, Piece::Tag(tag) if BLOCKS.contains(&tag.name.as_str())));
    let mut out = String::with_capacity(html.len());
    for piece in pieces(html) {
        match piece {
            Piece::Plain(plain) if has_lines => out.push_str(&decoded(plain).replace(['\n', '\r'], " ")),
            Piece::Plain(plain) => out.push_str(&decoded(plain)),
            Piece::Tag(tag) => out.push_str(match tag.name.as_str() {
                "li" if !tag.closes => "\n• ",
                "li" => "",
                "br" | "div" | "dd" | "dt" | "tr" => "\n",
                "td" | "th" => " ",
                name if BLOCKS.contains(&name) => "\n\n",
                _ => "",
            }),
        }
    }
    out
}

enum Piece<'a> {
    Plain(&'a str),
    Tag(Tag<'a>),
}

/// A text as its tags and what is between them.
fn pieces(html: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = html;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        if let Some(tag) = tag(rest) {
            rest = behind(&tag);
            return Some(Piece::Tag(tag));
        }
        // A “<” that begins no tag belongs to the text.
        let next = rest.char_indices().skip(1).find(|(_, c)| *c == '<').map_or(rest.len(), |(at, _)| at);
        let (plain, behind) = rest.split_at(next);
        rest = behind;
        Some(Piece::Plain(plain))
    })
}

/// A text with its entities as the characters that they stand for.
pub(super) fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((plain, from)) = rest.split_once('&') {
        out.push_str(plain);
        let near = from.get(..from.floor_char_boundary(LONGEST_ENTITY)).unwrap_or_default();
        let found = near.split_once(';').and_then(|(name, _)| Some((entity(name)?, from.get(name.len() + 1..)?)));
        match found {
            Some((c, behind)) => {
                out.push(c);
                rest = behind;
            }
            None => {
                out.push('&');
                rest = from;
            }
        }
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<char> {
    let Some(number) = name.strip_prefix('#') else {
        return ENTITIES.iter().find(|(known, _)| *known == name).map(|(_, c)| *c);
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
        None => number.parse(),
    };
    char::from_u32(code.ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;
    use proptest::prelude::*;

    fn read(html: &str) -> String {
        text::prose(&words(html), text::PROSE)
    }

    #[test]
    fn the_words_of_html_are_kept_in_their_lines() {
        for (html, expected) in [
            ("<p>One<br/>two</p><p>three</p>", "One\ntwo\n\nthree"),
            ("<ul><li>one</li>\n<li>two</li></ul>", "• one\n• two"),
            ("a <b>bold</b>word &amp; &#8230; &#x27;x&apos; &uuml; &nosuch; AT&T", "a boldword & … 'x' ü &nosuch; AT&T"),
            ("a<script>if (a < b) { '</p>' }</script>b<style>p {}</STYLE >c", "abc"),
            ("one\n\ntwo <em>three</em>", "one\n\ntwo three"),
            ("<p>one\ntwo</p>", "one two"),
            ("1 < 2 and 3 > 2<br>x", "1 < 2 and 3 > 2\nx"),
            ("a<!-- <b> -->c<b", "ac"),
            ("a<script>b", "a"),
        ] {
            assert_eq!(read(html), expected, "{html}");
        }
    }

    #[test]
    fn plain_text_is_not_taken_for_html() {
        for plain in ["a < b", "Vec<u8> and Option<Box<T>>", "use std::vector<int>", "x <- y", "<3", "Result<a, b>", "mail <ada@example.org>", "<"] {
            assert!(!is_html(plain), "{plain}");
        }
        for html in ["x<br />y", "<p>x", "see <a href='y'>y</a>", "<b>x</b>", "<SCRIPT>x", "x<li>y"] {
            assert!(is_html(html), "{html}");
        }
    }

    proptest! {
        #[test]
        fn any_text_has_words(html in "[<>&;/!a-p\\-#x0-9 ü\n]{0,60}|.*") {
            let _is = is_html(&html);
            prop_assert!(words(&html).chars().count() <= html.chars().count() * 3);
        }
    }
}
