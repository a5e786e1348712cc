//! Decides where the words, numbers and signs of a phrase are, and what single words mean.
//! It never looks further than one word.

use crate::post::sentence::is_nearly;
use chrono::Weekday;
use std::ops::Range;

/// The smallest parts of a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters, in lower case.
    Word(String),
    /// Digits: their value, and how many there are.
    Number(u32, usize),
    /// Anything else that is seen.
    Sign(char),
}

/// A part with its place in the phrase, in bytes.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) at: Range<usize>,
}

pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let run = |chars: &mut std::iter::Peekable<std::str::CharIndices<'_>>, is: fn(char) -> bool| {
            let mut end = start + c.len_utf8();
            while let Some((at, c)) = chars.next_if(|(_, c)| is(*c)) {
                end = at + c.len_utf8();
            }
            start..end
        };
        if c.is_ascii_digit() {
            let at = run(&mut chars, |c| c.is_ascii_digit());
            let digits = at.len();
            out.push(Token { kind: Kind::Number(text[at.clone()].parse().unwrap_or(u32::MAX), digits), at });
        } else if c.is_alphabetic() {
            let at = run(&mut chars, |c| c.is_alphabetic() || c == '_');
            out.push(Token { kind: Kind::Word(text[at.clone()].to_lowercase()), at });
        } else if !c.is_whitespace() {
            out.push(Token { kind: Kind::Sign(c), at: start..start + c.len_utf8() });
        }
    }
    out
}

const WEEKDAYS: [(Weekday, &str, &[&str]); 7] = [
    (Weekday::Mon, "monday", &["mon"]),
    (Weekday::Tue, "tuesday", &["tue", "tues"]),
    (Weekday::Wed, "wednesday", &["wed", "weds"]),
    (Weekday::Thu, "thursday", &["thu", "thur", "thurs"]),
    (Weekday::Fri, "friday", &["fri"]),
    (Weekday::Sat, "saturday", &["sat"]),
    (Weekday::Sun, "sunday", &["sun"]),
];

/// A weekday by its name or a short form of it.
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    WEEKDAYS.iter().find(|(_, name, short)| *name == word || short.contains(&word)).map(|(day, ..)| *day)
}

/// A weekday by its name, also a misspelt one, or a short form of it.
pub(in crate::post) fn likely_weekday(word: &str) -> Option<Weekday> {
    // “Monday” and “Sunday” are two letters apart: an exact name comes first, and a misspelt one must be one day’s alone.
    let misspelt: Vec<_> = WEEKDAYS.iter().filter(|(_, name, _)| word.len() > 5 && word.ends_with("ay") && is_nearly(word, name)).collect();
    match (weekday(word), &misspelt[..]) {
        (Some(day), _) => Some(day),
        (None, [(day, ..)]) => Some(*day),
        (None, _) => None,
    }
}

/// A weekday in the plural: “Wednesdays”.
pub(super) fn weekdays(word: &str) -> Option<Weekday> {
    word.strip_suffix('s').and_then(|one| WEEKDAYS.iter().find(|(_, name, _)| *name == one)).map(|(day, ..)| *day)
}

/// A month by its name, a short form of it, or, of five letters or more, nearly its name.
pub(super) fn month(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
    let exact = MONTHS.iter().position(|name| *name == word || (word.len() == 3 && name.starts_with(word)) || (word == "sept" && *name == "september"));
    let nearly = || MONTHS.iter().position(|name| word.len() >= 5 && is_nearly(word, name));
    exact.or_else(nearly).and_then(|at| u32::try_from(at + 1).ok())
}

/// An ordinal written as a word, for rules by the month; −1 is the last.
pub(super) fn ordinal(word: &str) -> Option<i8> {
    Some(match word {
        "first" => 1,
        "second" => 2,
        "third" => 3,
        "fourth" => 4,
        "fifth" => 5,
        "last" => -1,
        _ => return None,
    })
}
