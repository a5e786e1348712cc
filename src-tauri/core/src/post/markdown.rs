//! Decides what a Markdown post consists of: its front matter, and its tables, list items, paragraphs and headings with their links.
//! It never knows what a session is.

use super::source::{MASK, front_matter, has_tag, masked, with_rule_rows_mended};
use crate::finding::{Code, Finding, Place};
use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};
use std::cell::RefCell;
use std::ops::Range;

/// Longest post that is read, in bytes.
const LONGEST: usize = 1 << 20;
/// Undefined references that are looked at; each one costs a look through its text.
const MOST_UNDEFINED: usize = 500;
/// Deepest nesting of quotes, lists and links.
const DEEPEST: usize = 48;
/// A piece of text with its links.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Text {
    /// Without marks; line breaks are spaces.
    pub(super) words: String,
    /// In the order in which they stand.
    pub(super) links: Vec<Anchor>,
    /// Where it begins in the source, in bytes.
    pub(super) at: usize,
    /// All of it is struck through. Struck words beside others are not in [`Text::words`].
    pub(super) struck: bool,
    /// Links by reference that nothing defines: their label and place.
    pub(super) undefined: Vec<(String, usize)>,
    /// Where a template's tag was left in it.
    pub(super) tags: Vec<usize>,
}

/// A link in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Anchor {
    /// Its words, as a range of the text's.
    pub(super) over: Range<usize>,
    /// Where it leads, as written.
    pub(super) href: String,
    /// Where it stands in the source, in bytes.
    pub(super) at: usize,
}

impl Text {
    /// The links whose words begin in a range of the text's.
    pub(super) fn links_in(&self, range: Range<usize>) -> impl Iterator<Item = &Anchor> {
        self.links.iter().filter(move |link| range.contains(&link.over.start))
    }

    /// The words of a link.
    pub(super) fn over(&self, anchor: &Anchor) -> &str {
        self.words.get(anchor.over.clone()).unwrap_or_default()
    }
}

/// A part of a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// A table with its headings.
    Table { head: Vec<Text>, rows: Vec<Vec<Text>> },
    /// An item of a list, without the items inside it.
    Item(Text),
    /// A paragraph outside lists and tables.
    Paragraph(Text),
    /// A heading.
    Heading(Text),
}

/// A post, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Document {
    /// Its front matter: lower-case keys, values without their quotes, in the order in which they stand.
    pub(super) front: Vec<(String, String)>,
    /// Its parts, in order.
    pub(super) blocks: Vec<Block>,
}

/// Takes a post apart.
///
/// # Errors
/// It is not text, too long, or nested too deeply.
pub(super) fn read(bytes: &[u8]) -> Result<(String, Document), Finding> {
    let text = std::str::from_utf8(bytes.get(..LONGEST).unwrap_or(bytes));
    let text = match text {
        Ok(text) => text,
        // The limit may have cut a character in two.
        Err(error) if error.error_len().is_none() && bytes.len() > LONGEST => std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default(),
        Err(error) => {
            let before = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
            let place = Place::of_byte(&before, before.len());
            return Err(Finding::new(Code::NotText, place, "this is not UTF-8 text", "save the file as UTF-8"));
        }
    };
    if bytes.len() > LONGEST {
        let sentence = format!("the post has {} bytes; at most {LONGEST} are read", bytes.len());
        return Err(Finding::new(Code::TooLong, Place::of_byte(text, text.len()), sentence, "publish from a shorter post"));
    }
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    if let Some(at) = too_deep(text) {
        return Err(deep(text, at));
    }
    let masked = masked(text);
    let (front, body) = front_matter(&masked);
    let source = with_rule_rows_mended(&masked, body);
    let blocks = blocks(&source, text)?;
    // Places are looked up in what was parsed: it has the lines of the original.
    Ok((source, Document { front, blocks }))
}

fn deep(text: &str, at: usize) -> Finding {
    let sentence = format!("this is more than {DEEPEST} levels deep inside quotes, lists or links");
    Finding::new(Code::TooDeep, Place::of_byte(text, at), sentence, "write the sessions as a table or a plain list")
}

/// Where quotes, list items or brackets are nested without end: parsers take long over it.
fn too_deep(text: &str) -> Option<usize> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let (mut markers, mut open) = (0, 0_usize);
        let mut leading = true;
        for (offset, byte) in line.bytes().enumerate() {
            match byte {
                b'>' | b'-' | b'*' | b'+' if leading => markers += 1,
                b' ' | b'\t' if leading => {}
                b'0'..=b'9' | b'.' | b')' if leading => markers += usize::from(byte == b'.' || byte == b')'),
                b'[' => (open, leading) = (open + 1, false),
                b']' => (open, leading) = (open.saturating_sub(1), false),
                _ => leading = false,
            }
            // A rule is a line of one mark alone.
            if open > DEEPEST || (markers > DEEPEST && !leading) {
                return Some(at + offset);
            }
        }
        let is_rule = ["-", "*"].iter().any(|mark| line.replace([' ', '\t', '\r', '\n'], "").replace(mark, "").is_empty());
        if markers > DEEPEST && leading && !is_rule {
            return Some(at);
        }
        at += line.len();
    }
    None
}

/// A text that is being read.
#[derive(Default)]
struct Open {
    text: Text,
    links: Vec<(usize, String, usize)>,
    /// Ranges of the words.
    struck: Vec<Range<usize>>,
    strikes: usize,
}

impl Open {
    fn at(at: usize) -> Self {
        Self { text: Text { at, ..Text::default() }, ..Self::default() }
    }

    fn push(&mut self, words: &str, at: usize) {
        if words.contains([MASK.0, MASK.1]) {
            self.text.tags.push(at);
        }
        let before = self.text.words.len();
        self.text.words.extend(words.chars().filter(|c| *c != MASK.0 && *c != MASK.1).map(|c| if c.is_whitespace() { ' ' } else { c }));
        if self.strikes > 0 {
            self.struck.push(before..self.text.words.len());
        }
    }

    fn done(mut self) -> Text {
        let is_struck = |at: usize| self.struck.iter().any(|range| range.contains(&at));
        let solid = |(at, c): &(usize, char)| !c.is_whitespace() && !is_struck(*at);
        self.text.struck = !self.text.words.trim().is_empty() && !self.text.words.char_indices().any(|char| solid(&char));
        if !self.text.struck && !self.struck.is_empty() {
            // What is struck beside other words no longer holds.
            let blank = |(at, c): (usize, char)| if is_struck(at) { " ".repeat(c.len_utf8()) } else { c.to_string() };
            self.text.words = self.text.words.char_indices().map(blank).collect();
            self.text.links.retain(|link| !self.text.words[link.over.clone()].trim().is_empty());
        }
        bare_addresses(&mut self.text);
        self.text
    }
}

/// Addresses that stand in the text as they are, which most sites make links of.
fn bare_addresses(text: &mut Text) {
    // In the order in which they stand, as the links are.
    let written: Vec<Range<usize>> = text.links.iter().map(|link| link.over.clone()).collect();
    let starts: Vec<usize> = text.words.match_indices("https://").map(|(at, _)| at).collect();
    for start in starts {
        let rest = &text.words[start..];
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '|')).unwrap_or(rest.len());
        let address = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'', '*', '_']);
        let before = written.partition_point(|over| over.start <= start);
        if before.checked_sub(1).and_then(|last| written.get(last)).is_none_or(|over| !over.contains(&start)) {
            text.links.push(Anchor { over: start..start + address.len(), href: address.to_owned(), at: text.at });
        }
    }
    text.links.sort_by_key(|link| link.over.start);
}

fn blocks(source: &str, original: &str) -> Result<Vec<Block>, Finding> {
    let undefined: RefCell<Vec<(String, Range<usize>)>> = RefCell::default();
    let note = |link: BrokenLink<'_>| {
        // A word in brackets may be no link at all; a label after it is meant.
        undefined.borrow_mut().push((link.reference.to_string(), link.span));
        None::<(CowStr<'_>, CowStr<'_>)>
    };
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let parser = Parser::new_with_broken_link_callback(source, options, Some(note)).into_offset_iter();
    let (mut out, mut open): (Vec<Block>, Vec<Open>) = (Vec::new(), Vec::new());
    let (mut depth, mut in_item) = (0_usize, 0_usize);
    let mut slots: Vec<usize> = Vec::new();
    let (mut head, mut rows, mut row): (Vec<Text>, Vec<Vec<Text>>, Vec<Text>) = Default::default();
    for (event, span) in parser {
        match event {
            Event::Start(tag) => {
                depth += 1;
                if depth > DEEPEST {
                    return Err(deep(original, span.start.min(original.len())));
                }
                match tag {
                    Tag::Item => {
                        // What stood before in the item around it is its own text.
                        in_item += 1;
                        // It stands before the items inside it.
                        slots.push(out.len());
                        out.push(Block::Item(Text::default()));
                        open.push(Open::at(span.start));
                    }
                    Tag::Paragraph if in_item == 0 => open.push(Open::at(span.start)),
                    Tag::Paragraph => {
                        if let Some(open) = open.last_mut().filter(|open| !open.text.words.is_empty()) {
                            open.push(" ", span.start);
                        }
                    }
                    Tag::Heading { .. } | Tag::TableCell => open.push(Open::at(span.start)),
                    Tag::Strikethrough => open.last_mut().into_iter().for_each(|open| open.strikes += 1),
                    Tag::Link { dest_url, link_type, .. } => {
                        if let Some(open) = open.last_mut() {
                            let href = if matches!(link_type, LinkType::Email) { format!("mailto:{dest_url}") } else { dest_url.to_string() };
                            if has_tag(&href) {
                                open.text.tags.push(span.start);
                            }
                            open.links.push((open.text.words.len(), href, span.start));
                        }
                    }
                    _ => {}
                }
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                match tag {
                    TagEnd::Item => {
                        in_item = in_item.saturating_sub(1);
                        if let (Some(open), Some(slot)) = (open.pop(), slots.pop().and_then(|slot| out.get_mut(slot))) {
                            *slot = Block::Item(open.done());
                        }
                    }
                    TagEnd::Paragraph if in_item == 0 => out.extend(open.pop().map(|open| Block::Paragraph(open.done()))),
                    TagEnd::Heading(_) => out.extend(open.pop().map(|open| Block::Heading(open.done()))),
                    TagEnd::TableCell => row.extend(open.pop().map(Open::done)),
                    TagEnd::TableHead => head = std::mem::take(&mut row),
                    TagEnd::TableRow => rows.push(std::mem::take(&mut row)),
                    TagEnd::Table => out.push(Block::Table { head: std::mem::take(&mut head), rows: std::mem::take(&mut rows) }),
                    TagEnd::Strikethrough => open.last_mut().into_iter().for_each(|open| open.strikes = open.strikes.saturating_sub(1)),
                    TagEnd::Link => {
                        if let Some(open) = open.last_mut()
                            && let Some((start, href, at)) = open.links.pop()
                        {
                            open.text.links.push(Anchor { over: start..open.text.words.len(), href, at });
                        }
                    }
                    _ => {}
                }
            }
            Event::Text(words) | Event::Code(words) => open.last_mut().into_iter().for_each(|open| open.push(&words, span.start)),
            Event::SoftBreak | Event::HardBreak => open.last_mut().into_iter().for_each(|open| open.push(" ", span.start)),
            Event::Html(_) | Event::InlineHtml(_) | Event::Rule | Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
            Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }
    let mut undefined = undefined.into_inner();
    undefined.sort_by_key(|(_, span)| span.start);
    place_undefined(&mut out, &undefined, source);
    Ok(out)
}

/// Gives each text the undefined references that stand in it: those of two brackets are meant as links, `[so]` alone may not be.
fn place_undefined(blocks: &mut [Block], undefined: &[(String, Range<usize>)], source: &str) {
    let mut texts: Vec<&mut Text> = Vec::new();
    for block in blocks {
        match block {
            Block::Table { head, rows } => texts.extend(head.iter_mut().chain(rows.iter_mut().flatten())),
            Block::Item(text) | Block::Paragraph(text) | Block::Heading(text) => texts.push(text),
        }
    }
    texts.sort_by_key(|text| text.at);
    for (label, span) in undefined.iter().take(MOST_UNDEFINED) {
        let before = texts.partition_point(|text| text.at <= span.start);
        let is_meant = source.get(span.clone()).is_some_and(|raw| raw.contains("]["));
        if let Some(text) = before.checked_sub(1).and_then(|last| texts.get_mut(last))
            && (is_meant || text.words.trim_start().starts_with(&format!("[{label}]")))
        {
            text.undefined.push((label.clone(), span.start));
            // Readers see the words, not the brackets.
            let bare = source.get(span.clone()).and_then(|raw| raw.strip_prefix('[')?.split(']').next()).unwrap_or_default();
            if let Some(raw) = source.get(span.clone()).filter(|raw| text.words.contains(*raw)) {
                let (from, by) = (text.words.find(raw).unwrap_or_default(), raw.len() - bare.len());
                text.words = text.words.replacen(raw, bare, 1);
                for anchor in text.links.iter_mut().filter(|anchor| anchor.over.start > from) {
                    anchor.over = anchor.over.start.saturating_sub(by)..anchor.over.end.saturating_sub(by);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(text: &str) -> Document {
        read(text.as_bytes()).unwrap().1
    }

    #[test]
    fn a_table_whose_rule_has_another_width_is_a_table() {
        for rule in ["| --- | --- | --- |", "|---|---|", "--- | --- | --- | ---", "| --- |"] {
            let blocks = document(&format!("Words.\n\n| When | Who |\n{rule}\n| [Tue][1] | Niko |\n\n[1]: https://a.example/\n")).blocks;
            let [Block::Paragraph(_), Block::Table { head, rows }] = &blocks[..] else { panic!("{rule}: {blocks:?}") };
            assert_eq!((head.len(), rows.len()), (2, 1), "{rule}");
            assert_eq!((rows[0][0].words.as_str(), rows[0][0].links[0].href.as_str()), ("Tue", "https://a.example/"));
        }
    }

    #[test]
    fn front_matter_of_both_kinds() {
        assert_eq!(
            document("---\nTitle: \"A: b\" # c\ndate: 2021-03-29\nlist:\n  - x\n---\n# H\n").front[..2],
            [("title".to_owned(), "A: b".to_owned()), ("date".to_owned(), "2021-03-29".to_owned())]
        );
        assert_eq!(document("+++\ntitle = 'A'\n+++\nText\n").front, [("title".to_owned(), "A".to_owned())]);
        assert_eq!(document("---\nno end\n").front, []);
    }

    #[test]
    fn tags_of_templates_are_nothing_and_known() {
        let blocks = document("* Tue {{ site.x }} at [noon]({% post_url a b %})\n").blocks;
        let [Block::Item(item)] = &blocks[..] else { panic!("{blocks:?}") };
        assert_eq!((item.words.as_str(), item.tags.len(), item.links.len()), ("Tue  at noon", 2, 1));
        assert!(item.links[0].href.chars().all(|c| c == MASK.0 || c == MASK.1));
    }

    #[test]
    fn references_that_nothing_defines_are_known() {
        let blocks = document("* [Wed at noon][9] and [more](https://a.example/) [sic]\n").blocks;
        let [Block::Item(item)] = &blocks[..] else { panic!("{blocks:?}") };
        assert_eq!((item.words.as_str(), item.undefined.len()), ("Wed at noon and more [sic]", 1));
        assert_eq!(item.over(&item.links[0]), "more");
    }

    #[test]
    fn an_item_stands_before_those_inside_it_and_a_bare_address_is_a_link() {
        let blocks = document("* Monday\n  * at https://a.example/x. Bye <https://b.example/>\n").blocks;
        let [Block::Item(day), Block::Item(inner)] = &blocks[..] else { panic!("{blocks:?}") };
        assert_eq!(day.words, "Monday");
        assert_eq!(inner.links.iter().map(|link| link.href.as_str()).collect::<Vec<_>>(), ["https://a.example/x", "https://b.example/"]);
    }

    #[test]
    fn what_is_struck_through_is_known() {
        let blocks = document("* ~~Tue at noon~~\n* ~~Tue~~ Wed at noon\n* ~~[Tue](https://a.example/) at~~ ~~noon~~\n").blocks;
        let struck: Vec<_> = blocks.iter().map(|block| matches!(block, Block::Item(item) if item.struck)).collect();
        assert_eq!(struck, [true, false, true]);
        assert!(matches!(&blocks[1], Block::Item(item) if item.words.trim() == "Wed at noon"), "{:?}", blocks[1]);
    }

    #[test]
    fn hostile_text_is_refused_with_its_place() {
        let refused = |bytes: &[u8]| read(bytes).unwrap_err();
        assert_eq!(refused(b"one\ntw\xFFo").to_string(), "2:3: error[not-text]: this is not UTF-8 text");
        assert_eq!(refused(&vec![b'a'; LONGEST + 1]).code, Code::TooLong);
        for part in ["> ", "* ", "- > ", "[", "1. "] {
            let text = format!("Text\n\n{}x", part.repeat(100_000));
            assert_eq!((refused(text.as_bytes()).code, refused(text.as_bytes()).place.line), (Code::TooDeep, 3), "{part}");
        }
        assert!(read("-".repeat(500).as_bytes()).is_ok());
    }
}
