//! Decides which rows of a post's tables and lists are sessions, and which of their words are time, people and topic.
//! It never reads a text for two things: what names a time is not part of a topic.

use super::markdown::{Anchor, Block, Document, Text};
use super::people::{Known, People, is_nobody, names};
use super::sentence::{sentences, words};
use super::when::{Clock, Unread, When, read, read_start};
use crate::finding::Code;
use crate::text;
use crate::zone::Zones;
use std::ops::Range;

/// What a post says of one session, before it is understood as a whole.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// Where it stands, in bytes of the source.
    pub(super) at: usize,
    /// The words for its time, as written.
    pub(super) phrase: String,
    /// What they say.
    pub(super) when: Result<When, Unread>,
    /// The names of its hosts, as written.
    pub(super) hosts: Vec<String>,
    /// Its topic; empty if there is none.
    pub(super) title: String,
    /// Links of the topic: words, address and place.
    pub(super) topics: Vec<(String, String, usize)>,
    /// Links of the time, with their places.
    pub(super) times: Vec<(String, usize)>,
    /// It does not take place.
    pub(super) cancelled: bool,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Day,
    Time,
    End,
    Length,
    Zone,
    Who,
    Topic,
    Status,
}

const HEADINGS: [(Column, &[&str]); 8] = [
    (Column::Day, &["date", "day", "datum", "tag", "when", "date and time", "date time", "date & time", "start", "starts", "session time", "when?"]),
    (Column::Time, &["time", "hour", "start time", "uhrzeit", "zeit", "begin", "begins"]),
    (Column::End, &["end", "ends", "until", "to", "end time"]),
    (Column::Length, &["length", "duration", "how long"]),
    (Column::Zone, &["zone", "timezone", "time zone", "tz"]),
    (
        Column::Who,
        &[
            "who",
            "who?",
            "host",
            "hosts",
            "speaker",
            "speakers",
            "presenter",
            "presenters",
            "with",
            "facilitator",
            "lead",
            "led by",
            "chair",
            "hosted by",
            "by",
            "wer",
        ],
    ),
    (
        Column::Topic,
        &[
            "topic",
            "topics",
            "title",
            "what",
            "what?",
            "subject",
            "talk",
            "agenda",
            "theme",
            "session",
            "event",
            "about",
            "meeting",
            "call",
            "presentation",
            "activity",
            "thema",
            "was",
        ],
    ),
    (Column::Status, &["status", "state"]),
];

/// The rows of a post, and the clock that it says all its times are on.
pub(super) fn rows(document: &Document, people: &People, zones: Zones) -> (Vec<Row>, Option<Clock>) {
    let mut found = Vec::new();
    let mut day = When::default();
    let mut clock = None;
    for block in &document.blocks {
        match block {
            Block::Heading(text) | Block::Paragraph(text) => {
                clock = clock.or_else(|| said_of_all(text, zones));
                match day_alone(text, zones) {
                    Some(said) => day = said,
                    // A new section is of no day, until it says one.
                    _ if matches!(block, Block::Heading(_)) => day = When::default(),
                    _ => {}
                }
            }
            Block::Item(text) => {
                clock = clock.or_else(|| said_of_all(text, zones));
                match day_alone(text, zones) {
                    Some(said) => day = said,
                    None => found.extend(of_item(text, &day, people, zones)),
                }
            }
            Block::Table { head, rows } => found.extend(of_table(head, rows, &day, zones)),
        }
    }
    if found.is_empty() {
        found = document
            .blocks
            .iter()
            .filter_map(|block| if let Block::Paragraph(text) = block { Some(text) } else { None })
            .flat_map(|text| of_prose(text, clock.is_some(), people, zones))
            .collect();
    }
    (found, clock)
}

/// A heading, paragraph or item that is nothing but a day, for what stands below it.
fn day_alone(text: &Text, zones: Zones) -> Option<When> {
    read(text.words.trim().trim_end_matches(':'), zones).ok().filter(|said| said.time.is_none() && said.day.is_some())
}

/// “All times are in ET.”
fn said_of_all(text: &Text, zones: Zones) -> Option<Clock> {
    sentences(&text.words).into_iter().find_map(|range| {
        let sentence = &text.words[range];
        let lower = sentence.to_lowercase();
        let after = lower.find("times")? + "times".len();
        let rest = sentence.get(after..)?;
        let said = words(rest);
        let is_said = said.iter().any(|word| ["in", "are"].contains(&word.as_str())) || lower.contains("all times");
        // Each word may begin the zone's name.
        let starts = rest.char_indices().filter(|(at, c)| c.is_alphabetic() && !rest[..*at].ends_with(char::is_alphanumeric)).map(|(at, _)| at);
        let zone = |at: usize| read_start(rest.get(at..)?, zones).ok().filter(|(when, _)| when.time.is_none() && when.day.is_none())?.0.zone;
        starts.filter(|_| is_said).find_map(zone)
    })
}

fn of_table(head: &[Text], rows: &[Vec<Text>], day: &When, zones: Zones) -> Vec<Row> {
    let mut columns: Vec<(Option<Column>, Option<Clock>)> = head.iter().map(|text| column(&text.words, zones)).collect();
    let has = |columns: &[(Option<Column>, Option<Clock>)], kind| columns.iter().any(|(column, _)| *column == Some(kind));
    if !has(&columns, Column::Day) && !has(&columns, Column::Time) {
        // A column without a usual heading, each cell of which is a time.
        let is_time = |at: usize| {
            !rows.is_empty() && rows.iter().all(|row| row.get(at).is_some_and(|cell| read(&cell.words, zones).is_ok_and(|when| when.time.is_some())))
        };
        match (0..columns.len()).find(|at| is_time(*at)) {
            Some(at) => columns[at].0 = Some(Column::Day),
            None => return Vec::new(),
        }
    }
    let mut before: Option<&Text> = None;
    let mut found = Vec::new();
    for row in rows.iter().filter(|row| row.iter().any(|cell| !cell.words.trim().is_empty())) {
        let cell = |kind| columns.iter().position(|(column, _)| *column == Some(kind)).and_then(|at| row.get(at)).filter(|cell| !cell.words.trim().is_empty());
        // A day stands for the rows below it too.
        let dated = cell(Column::Day).or_else(|| before.filter(|_| cell(Column::Time).is_some()));
        before = dated;
        let parts = [("", dated), ("", cell(Column::Time)), ("to ", cell(Column::End)), ("", cell(Column::Zone)), ("for ", cell(Column::Length))];
        let phrase: Vec<String> = parts.iter().filter_map(|(lead, cell)| cell.map(|cell| format!("{lead}{}", cell.words.trim()))).collect();
        let (phrase, called_off) = without_cancelled(&text::line(&phrase.join(" "), 200));
        let of_head = columns.iter().find_map(|(column, clock)| column.is_some().then_some(clock.clone()).flatten());
        let when = if is_nobody(&phrase) { Err(undecided(&phrase)) } else { read(&phrase, zones).map(|when| when.or(When { zone: of_head, ..day.clone() })) };
        let topic = cell(Column::Topic);
        let (title, off) = without_cancelled(&text::line(topic.map_or("", |cell| cell.words.as_str()), text::TITLE));
        let marks: Vec<&Text> = [dated.filter(|_| cell(Column::Day).is_some()), cell(Column::Time), topic].into_iter().flatten().collect();
        found.push(Row {
            at: row.iter().find(|cell| !cell.words.trim().is_empty()).map_or(0, |cell| cell.at),
            phrase,
            when,
            hosts: cell(Column::Who).map(|cell| names(&cell.words)).unwrap_or_default(),
            topics: topic.map(|cell| anchors(cell, cell.links.iter())).unwrap_or_default(),
            times: parts.iter().filter_map(|(_, cell)| *cell).flat_map(|cell| &cell.links).map(|link| (link.href.clone(), link.at)).collect(),
            title,
            cancelled: called_off
                || off
                || (!marks.is_empty() && marks.iter().all(|cell| cell.struck))
                || cell(Column::Status).is_some_and(|cell| says_cancelled(&cell.words)),
        });
    }
    found
}

fn undecided(phrase: &str) -> Unread {
    Unread::new(Code::Undecided, format!("the time is “{phrase}”; the row is left out"), "write the time as soon as it is known")
}

/// What a heading says its column holds, and on which clock: “When (ET)”.
fn column(heading: &str, zones: Zones) -> (Option<Column>, Option<Clock>) {
    let lower = heading.trim().to_lowercase().replace('/', " ").split_whitespace().collect::<Vec<_>>().join(" ");
    let longest = HEADINGS
        .iter()
        .flat_map(|(column, names)| names.iter().map(move |name| (*column, *name)))
        .filter(|(_, name)| lower.strip_prefix(name).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric())))
        .max_by_key(|(_, name)| name.len());
    let Some((column, name)) = longest else { return (None, None) };
    let rest = heading.trim().get(name.len()..).unwrap_or_default();
    let clock = if matches!(column, Column::Day | Column::Time | Column::End) { read(rest, zones).ok().and_then(|when| when.zone) } else { None };
    (Some(column), clock)
}

/// Links with their words, without repeating an address.
fn anchors<'a>(text: &Text, links: impl Iterator<Item = &'a Anchor>) -> Vec<(String, String, usize)> {
    let mut found: Vec<(String, String, usize)> = Vec::new();
    for link in links {
        if found.iter().all(|(_, href, _)| *href != link.href) {
            found.push((text::line(text.over(link), text::TITLE), link.href.clone(), link.at));
        }
    }
    found
}

fn of_item(item: &Text, day: &When, people: &People, zones: Zones) -> Option<Row> {
    let (said, called_off) = without_cancelled_start(&item.words);
    let trimmed = said.trim_start();
    let is_lead = |lead: &&str| trimmed.get(..lead.len()).is_some_and(|start| start.eq_ignore_ascii_case(lead));
    let said = ["moved to ", "now ", "new time: ", "new date: "].iter().find(|lead| is_lead(lead)).map_or(said, |lead| &trimmed[lead.len()..]);
    let from = item.words.len() - said.len();
    match read_start(said, zones) {
        Ok((when, end)) if when.time.is_some() && (when.day.is_some() || day.day.is_some()) => {
            let when = when.or(day.clone());
            Some(of_rest(item, from..from + end, Ok(when), people, called_off))
        }
        Ok(_) => None,
        // Only what looks like a session is one with a wrong time.
        Err(unread) => {
            let starts_so = words(said)
                .first()
                .is_some_and(|word| super::when::likely_weekday(word).is_some() || word.chars().any(|c| c.is_ascii_digit()) || word == "next");
            let end = said.find([':', '–', '—']).unwrap_or(said.len());
            starts_so.then(|| of_rest(item, from..from + end, Err(unread), people, called_off))
        }
    }
}

/// Sentences of a paragraph that have a day, a time and a zone in them; without the zone if the post says one for all, or if they begin
/// with “When:”.
fn of_prose(text: &Text, has_clock: bool, people: &People, zones: Zones) -> Vec<Row> {
    let mut found = Vec::new();
    for sentence in sentences(&text.words) {
        let said = &text.words[sentence.clone()];
        let is_enough = |when: &When| {
            let is_whole = when.zone.is_some() || has_clock || said.to_lowercase().starts_with("when:");
            when.day.is_some() && when.time.is_some() && is_whole
        };
        let starts = said.char_indices().filter(|(at, c)| c.is_alphanumeric() && !said[..*at].ends_with(char::is_alphanumeric)).map(|(at, _)| at);
        let time = starts.take(200).find_map(|at| {
            let (when, end) = read_start(said.get(at..)?, zones).ok()?;
            is_enough(&when).then_some((at, when, end))
        });
        if let Some((at, when, end)) = time {
            let over = sentence.start + at..sentence.start + at + end;
            let mut row = of_rest(text, over.clone(), Ok(when), people, false);
            // What stands around a time in running text is no topic, but its links are.
            row.title = String::new();
            row.hosts.retain(|name| is_known(name, people));
            row.topics = anchors(text, text.links_in(sentence).filter(|link| !over.contains(&link.over.start)));
            found.push(row);
        }
    }
    found
}

const BETWEEN: [char; 9] = [' ', ',', ':', '-', '–', '—', '|', ';', '.'];

/// The session of a list item: `time` is the range of its words that name the time.
fn of_rest(item: &Text, time: Range<usize>, when: Result<When, Unread>, people: &People, called_off: bool) -> Row {
    let time = time.start..time.end + linked_brackets(item, time.end);
    let rest = item.words.get(time.end..).unwrap_or_default();
    let from = item.words.len() - rest.trim_start_matches(BETWEEN).len();
    let (rest, off) = without_cancelled(item.words.get(from..).unwrap_or_default());
    let (hosts, title) = who_and_what(&rest, people);
    Row {
        at: item.at,
        phrase: text::line(item.words.get(time.clone()).unwrap_or_default(), 200),
        when,
        hosts,
        title: text::line(title.trim_matches(BETWEEN), text::TITLE),
        topics: anchors(item, item.links_in(time.end..usize::MAX)),
        times: item.links_in(0..time.end).map(|link| (link.href.clone(), link.at)).collect(),
        cancelled: called_off || off || item.struck,
    }
}

/// How long the brackets behind a time are that hold nothing but a link, such as “(your time)”: it shows the time elsewhere.
fn linked_brackets(item: &Text, at: usize) -> usize {
    let rest = item.words.get(at..).unwrap_or_default();
    let inner = rest.trim_start().strip_prefix('(').and_then(|inner| inner.split_once(')')).map_or("", |(inner, _)| inner);
    let opens = at + rest.len() - rest.trim_start().len() + 1;
    let is_link = !inner.is_empty() && item.links.iter().any(|link| link.over.start == opens && item.over(link) == inner);
    if is_link { opens - at + inner.len() + 1 } else { 0 }
}

fn is_known(name: &str, people: &People) -> bool {
    matches!(people.known(name), Known::Short(_) | Known::Several(_)) || people.is_somebody(name)
}

/// The names and the topic in what follows a time: “Niko: traits”, “with Niko on traits”, “traits (Niko)”.
fn who_and_what(rest: &str, people: &People) -> (Vec<String>, String) {
    let rest = rest.trim();
    let is_known = |name: &str| is_known(name, people);
    let looks_like_one = |name: &str| {
        name.split_whitespace().count() <= 3
            && name.split_whitespace().all(|word| word.trim_start_matches('@').starts_with(char::is_uppercase) || word.starts_with('@'))
    };
    for (mark, trusted) in [(": ", true), (" — ", true), (" – ", true), (" - ", true), (" | ", true), (", ", false), (" on ", false)] {
        if let Some((first, second)) = rest.split_once(mark) {
            let named = first.strip_prefix("with ").or_else(|| first.strip_prefix("by "));
            let listed = names(named.unwrap_or(first));
            let all = |is: &dyn Fn(&str) -> bool| !listed.is_empty() && listed.iter().all(|name| is(name));
            if all(&is_known)
                || (named.is_some() && all(&looks_like_one))
                || (trusted && all(&looks_like_one) && first.split_whitespace().count() <= 6 && !second.trim().is_empty())
            {
                return (listed, second.to_owned());
            }
        }
    }
    if let Some((topic, last)) = rest.rsplit_once(" (").and_then(|(topic, last)| Some((topic, last.strip_suffix(')')?))) {
        let listed = names(last);
        if !listed.is_empty() && listed.iter().all(|name| looks_like_one(name)) {
            return (listed, topic.to_owned());
        }
    }
    for mark in [" with ", " w/ ", ", hosted by ", " hosted by ", " led by "] {
        if let Some((topic, last)) = rest.rsplit_once(mark) {
            let listed = names(last.trim_end_matches('.'));
            if !listed.is_empty() && listed.iter().all(|name| looks_like_one(name) || is_known(name)) {
                return (listed, topic.to_owned());
            }
        }
    }
    let alone = names(rest.strip_prefix("with ").unwrap_or(rest));
    if !alone.is_empty() && alone.iter().all(|name| is_known(name)) {
        return (alone, String::new());
    }
    (Vec::new(), sentences(rest).first().map_or_else(String::new, |first| rest[first.clone()].to_owned()))
}

const CANCELLED: [&str; 4] = ["cancelled", "canceled", "abgesagt", "called off"];

fn says_cancelled(text: &str) -> bool {
    let lower = text.to_lowercase();
    CANCELLED.iter().any(|word| lower.contains(word))
}

/// A text without the words that call it off at its beginning or end, or in brackets, and whether there were such.
fn without_cancelled(text: &str) -> (String, bool) {
    let (rest, off) = without_cancelled_start(text);
    let lower = rest.to_ascii_lowercase();
    for word in CANCELLED {
        for form in [format!("({word})"), format!("[{word}]"), format!("- {word}"), format!("– {word}"), word.to_owned()] {
            if let Some(at) = lower.rfind(&form).filter(|at| lower[at + form.len()..].trim_matches(['!', '.', '*', ' ']).is_empty()) {
                return (rest[..at].trim_end().to_owned(), true);
            }
        }
    }
    (rest.to_owned(), off)
}

fn without_cancelled_start(text: &str) -> (&str, bool) {
    let trimmed = text.trim_start_matches([' ', '[', '(']);
    for word in CANCELLED {
        if trimmed.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word)) {
            return (trimmed[word.len()..].trim_start_matches([':', '!', ' ', ']', ')', '-', '–', '—']), true);
        }
    }
    (text, false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::post::markdown;

    fn of(post: &str) -> Vec<String> {
        let (_, document) = markdown::read(post.as_bytes()).unwrap();
        let texts = document.blocks.iter().flat_map(|block| match block {
            Block::Item(text) | Block::Paragraph(text) | Block::Heading(text) => vec![text],
            Block::Table { rows, .. } => rows.iter().flatten().collect(),
        });
        let people = People::of(&Default::default(), texts);
        let (rows, clock) = rows(&document, &people, Zones::bundled());
        let words = |row: &Row| {
            let when = row.when.clone().map(|when| when.or(When { zone: clock.clone(), ..When::default() }));
            let zone = when.as_ref().ok().and_then(|when| when.zone.as_ref()).map_or("none", |clock| clock.zone.name());
            let time = when
                .as_ref()
                .map_or_else(|unread| unread.code.name().to_owned(), |when| when.time.map_or_else(String::new, |time| time.format("%H:%M").to_string()));
            format!("{time} {zone} [{}] {}{}", row.hosts.join("+"), row.title, if row.cancelled { " off" } else { "" })
        };
        rows.iter().map(words).collect()
    }

    #[test]
    fn columns_in_any_order_under_usual_headings() {
        for (post, expected) in [
            ("| Who | Topic | When |\n|--|--|--|\n| Niko | traits | Tue at 14:30 ET |\n", "14:30 America/New_York [Niko] traits"),
            (
                "| What | Date | Time (ET) | Speaker(s) |\n|--|--|--|--|\n| traits | March 30 | 14:30 | Niko & Ryan |\n",
                "14:30 America/New_York [Niko+Ryan] traits",
            ),
            ("| Start | End | Zone | Title |\n|--|--|--|--|\n| Tue 14:30 | 15:00 | UTC | traits |\n", "14:30 UTC [] traits"),
            ("| | |\n|--|--|\n| Tue at noon ET | traits |\n", "12:00 America/New_York [] "),
            ("| When |\n|--|\n| ~~Tue at noon ET~~ |\n", "12:00 America/New_York []  off"),
            ("| When | Topic |\n|--|--|\n| Tue at noon ET | CANCELLED: traits |\n", "12:00 America/New_York [] traits off"),
            ("| When | Status |\n|--|--|\n| Tue at noon ET | cancelled |\n", "12:00 America/New_York []  off"),
            ("| When | Topic |\n|--|--|\n| TBD | traits |\n", "undecided none [] traits"),
        ] {
            assert_eq!(of(post), [expected], "{post}");
        }
        assert!(of("| Name | Size |\n|--|--|\n| a | 1 |\n").is_empty());
    }

    #[test]
    fn a_day_stands_for_the_rows_below_it() {
        let rows = of("## Tuesday, March 30\n\n* 10:00 ET: Niko: traits\n* 11:00 ET: Ryan: types\n\n## Notes\n\n* 12:00 ET: lunch\n");
        assert_eq!(rows, ["10:00 America/New_York [Niko] traits", "11:00 America/New_York [Ryan] types"]);
        let rows = of("All times are in Pacific time.\n\n| Date | Time |\n|--|--|\n| March 30 | 10:00 |\n| | 11:00 |\n");
        assert_eq!(rows, ["10:00 America/Los_Angeles [] ", "11:00 America/Los_Angeles [] "]);
    }

    #[test]
    fn list_items_in_usual_words() {
        for (item, expected) in [
            ("* March 23rd at noon ET, Niko: traits\n", "12:00 America/New_York [Niko] traits"),
            ("* On March 26th at 2pm ET, we will be telling the story of Barbara.\n", "14:00 America/New_York [] we will be telling the story of Barbara"),
            ("* Tue 16:00 UTC – traits, with Ada Smith\n", "16:00 UTC [Ada Smith] traits"),
            ("* ~~Mon 16:00 UTC~~ moved to Tue 16:00 UTC – traits w/ Ada\n", "16:00 UTC [Ada] traits"),
            ("* Tue 16:00 UTC – traits (Ada)\n", "16:00 UTC [Ada] traits"),
            ("* Tue 16:00 UTC ([your time](https://t.example/1)): traits\n", "16:00 UTC [] traits"),
            ("* ~~Tue 16:00 UTC – traits (Ada)~~\n", "16:00 UTC [Ada] traits off"),
            ("* ~~Tue~~ Wed 16:00 UTC – traits\n", "16:00 UTC [] traits"),
            ("* Cancelled: Tue 16:00 UTC – traits\n", "16:00 UTC [] traits off"),
            ("* Tue at 5 ET – traits\n", "unclear-time none [] traits"),
        ] {
            assert_eq!(of(item), [expected], "{item}");
        }
        assert!(of("* People who know Go\n* Saturday is a day\n").is_empty());
        assert_eq!(
            of("* **Monday, March 29th**\n  * 10:00 PT: Ferris: crabs\n* Tuesday\n  * 9am PT - Corro: snakes\n"),
            ["10:00 America/Los_Angeles [Ferris] crabs", "09:00 America/Los_Angeles [Corro] snakes"]
        );
    }

    #[test]
    fn running_text_is_read_if_nothing_else_has_a_time() {
        assert_eq!(of("Our next meeting is on Tuesday, March 30th at 17:00 UTC in [our room](https://a.example/).\n"), ["17:00 UTC [] "]);
        assert_eq!(of("**When:** Tuesday, March 30th at 17:00\n**Where:** here\n"), ["17:00 none [] "]);
        assert_eq!(of("We meet on Tuesday, March 30th at 17:00 (all times UTC).\n"), ["17:00 UTC [] "]);
        assert_eq!(of("We met on Tuesday, March 23rd at 17:00 UTC.\n\n* Tue 16:00 UTC: traits\n").len(), 1);
    }
}
