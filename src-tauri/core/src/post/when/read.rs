//! Decides what a phrase says of a time, part by part, in any order.
//! It never leaves out a word that it does not know: the phrase is refused with it, or ends before it.

use super::hours::{Half, Hour, clock_time, half_of_start};
use super::tokens::{Kind, Token, tokens, weekday};
use super::{Day, Unread, When};
use crate::finding::Code;
use crate::text;
use crate::zone::Zones;
use chrono::{Duration, NaiveDate};

/// No time is longer, in characters.
const LONGEST_PHRASE: usize = 200;
/// Words that mean nothing here.
const FILLERS: [&str; 12] = ["at", "on", "from", "the", "starting", "starts", "begins", "beginning", "each", "t", "and", "of"];
const SIGNS: [char; 12] = [',', '@', '(', ')', '/', '·', '|', '=', '.', ';', '–', '*'];
pub(super) const DASHES: [char; 4] = ['-', '–', '—', '−'];

/// Reads a whole phrase, such as a cell of a column of times.
///
/// # Errors
/// It has a part with two readings, or one that is not understood.
pub(in crate::post) fn read(phrase: &str, zones: Zones) -> Result<When, Unread> {
    let mut reader = Reader::new(phrase, zones);
    reader.run()?;
    match reader.next_unknown() {
        None => Ok(reader.when),
        Some(rest) => Err(Unread::new(
            Code::UnclearTime,
            format!("“{}” in “{}” is not understood as a time", text::line(rest, 40), text::line(phrase, 60)),
            "write the day, the time and the zone like “Tue at 14:30 ET”, and anything else in another place",
        )),
    }
}

/// Reads the time that a text begins with, and where the rest begins.
///
/// # Errors
/// As [`read`]; a word that is not understood only ends the time.
pub(in crate::post) fn read_start(text: &str, zones: Zones) -> Result<(When, usize), Unread> {
    let cut = text.char_indices().nth(LONGEST_PHRASE).map_or(text.len(), |(at, _)| at);
    let text = &text[..cut];
    let mut reader = Reader::new(text, zones);
    reader.run()?;
    let end = reader.end;
    Ok((reader.when, end))
}

pub(super) struct Reader<'a> {
    pub(super) phrase: &'a str,
    pub(super) tokens: Vec<Token>,
    pub(super) zones: Zones,
    pub(super) at: usize,
    /// After the last part that was understood, in bytes.
    end: usize,
    pub(super) when: When,
}

impl<'a> Reader<'a> {
    fn new(phrase: &'a str, zones: Zones) -> Self {
        Self { phrase, tokens: tokens(phrase), zones, at: 0, end: 0, when: When::default() }
    }

    fn run(&mut self) -> Result<(), Unread> {
        loop {
            let before = self.at;
            while self.is_filler(self.at) {
                self.at += 1;
            }
            if !self.part()? {
                self.at = before;
                return Ok(());
            }
            self.end = self.at.checked_sub(1).and_then(|last| self.tokens.get(last)).map_or(0, |token| token.at.end);
            // The bracket that closes a part belongs to it.
            if self.sign(self.at) == Some(')') {
                self.end = self.tokens[self.at].at.end;
                self.at += 1;
            }
        }
    }

    /// What stands after the parts that were understood, without what means nothing and remarks in brackets.
    fn next_unknown(&self) -> Option<&'a str> {
        let mut at = self.at;
        while at < self.tokens.len() {
            if self.sign(at) == Some('(')
                && let Some(close) = (at..self.tokens.len()).find(|at| self.sign(*at) == Some(')'))
                && (at..close).all(|at| self.number(at).is_none())
            {
                at = close + 1;
            } else if self.is_filler(at) || self.dash(at) {
                at += 1;
            } else {
                return self.phrase.get(self.tokens[at].at.start..);
            }
        }
        None
    }

    pub(super) fn word(&self, at: usize) -> Option<&str> {
        match &self.tokens.get(at)?.kind {
            Kind::Word(word) => Some(word),
            Kind::Number(..) | Kind::Sign(_) => None,
        }
    }

    pub(super) fn number(&self, at: usize) -> Option<(u32, usize)> {
        match self.tokens.get(at)?.kind {
            Kind::Number(value, digits) => Some((value, digits)),
            Kind::Word(_) | Kind::Sign(_) => None,
        }
    }

    pub(super) fn sign(&self, at: usize) -> Option<char> {
        match self.tokens.get(at)?.kind {
            Kind::Sign(sign) => Some(sign),
            Kind::Word(_) | Kind::Number(..) => None,
        }
    }

    pub(super) fn dash(&self, at: usize) -> bool {
        self.sign(at).is_some_and(|sign| DASHES.contains(&sign))
    }

    pub(super) fn is_word(&self, at: usize, words: &[&str]) -> bool {
        self.word(at).is_some_and(|word| words.contains(&word))
    }

    /// Nothing stands between a part and the one after it.
    pub(super) fn touches(&self, at: usize) -> bool {
        match (self.tokens.get(at), self.tokens.get(at + 1)) {
            (Some(one), Some(next)) => one.at.end == next.at.start,
            _ => false,
        }
    }

    fn is_filler(&self, at: usize) -> bool {
        self.is_word(at, &FILLERS)
            || self.sign(at).is_some_and(|sign| SIGNS.contains(&sign) || sign == ':' && at > 0 && self.number(at - 1).is_none())
            || (self.dash(at) && self.when.time.is_none())
    }

    pub(super) fn said(&self, from: usize, to: usize) -> String {
        let range =
            self.tokens.get(from).map_or(0, |token| token.at.start)..to.checked_sub(1).and_then(|at| self.tokens.get(at)).map_or(0, |token| token.at.end);
        text::line(self.phrase.get(range).unwrap_or_default(), 60)
    }

    pub(super) fn unclear(sentence: impl Into<String>, mend: impl Into<String>) -> Unread {
        Unread::new(Code::UnclearTime, sentence, mend)
    }

    /// Takes the next part; false if what comes is none.
    fn part(&mut self) -> Result<bool, Unread> {
        if self.at >= self.tokens.len() {
            return Ok(false);
        }
        Ok(self.repeats()? || self.date()? || self.day()? || self.time()? || self.length() || self.zone()?)
    }

    pub(super) fn set_day(&mut self, day: Day, parts: usize) -> bool {
        self.when.day = Some(day);
        self.at += parts;
        true
    }

    /// A weekday, “today”, “tomorrow”, or where a rule ends.
    fn day(&mut self) -> Result<bool, Unread> {
        let Some(word) = self.word(self.at).map(str::to_owned) else { return Ok(false) };
        if ["until", "till", "through"].contains(&word.as_str())
            && let Some(Day::Repeats(rule)) = &self.when.day
            && let Some((Day::Date { year: Some(year), month, day }, parts)) = self.date_at(self.at + 1)?
        {
            let mut rule = rule.clone();
            rule.until = NaiveDate::from_ymd_opt(year, month, day);
            return Ok(self.set_day(Day::Repeats(rule), parts + 1));
        }
        if word == "next" && self.word(self.at + 1).and_then(weekday).is_some() {
            let said = self.said(self.at, self.at + 2);
            return Err(Self::unclear(format!("“{said}” is the coming one to some and the one after it to others"), "write the date"));
        }
        let skip = usize::from(word == "this" && self.word(self.at + 1).and_then(weekday).is_some());
        if let Some(day) = self.word(self.at + skip).and_then(weekday) {
            let dot = usize::from(self.sign(self.at + skip + 1) == Some('.') && self.touches(self.at + skip));
            match self.when.day {
                None => return Ok(self.set_day(Day::Weekday(day), 1 + skip + dot)),
                Some(Day::Weekday(_) | Day::Repeats(_)) => return Ok(false),
                Some(_) if self.when.weekday.is_some() => return Ok(false),
                Some(_) => {
                    self.when.weekday = Some(day);
                    self.at += 1 + skip + dot;
                    return Ok(true);
                }
            }
        }
        let after = match word.as_str() {
            "today" | "tonight" => (0, "today"),
            "tomorrow" => (1, "tomorrow"),
            _ => return Ok(false),
        };
        match self.when.day {
            None => Ok(self.set_day(Day::After(after.0, after.1), 1)),
            Some(_) => Ok(false),
        }
    }

    fn time(&mut self) -> Result<bool, Unread> {
        let start = self.at;
        if self.is_word(start, &["midnight"]) {
            return Err(Self::unclear("“midnight” is the beginning of the day to some and its end to others", "write 00:00, or 23:59 of the day before"));
        }
        let Some(first) = self.hour_at(start) else { return Ok(false) };
        if self.when.time.is_some() {
            return self.other_clock(start, first);
        }
        let mut at = start + first.parts;
        let zone_between = self.clock_at(at)?;
        let skipped = at + zone_between.as_ref().map_or(0, |(_, parts)| *parts);
        let is_to = self.dash(skipped) || self.is_word(skipped, &["to", "until", "till"]);
        let last = if is_to { self.hour_at(skipped + 1) } else { None };
        if let (Some((clock, _)), Some(_)) = (&zone_between, &last) {
            self.when.zone = Some(clock.clone());
            at = skipped;
        }
        let has_clock_after =
            last.map_or_else(|| zone_between.is_some(), |last| self.clock_at(at + 1 + last.parts).is_ok_and(|clock| clock.is_some()) || zone_between.is_some());
        let is_said_so = start.checked_sub(1).is_some_and(|before| self.is_word(before, &["at", "from"])) || has_clock_after;
        if first.half == Half::Number && last.is_none_or(|last| last.half == Half::Number) {
            if !is_said_so {
                return Ok(false);
            }
            if first.hour <= 12 {
                let said = self.said(start, start + 1);
                return Err(Self::unclear(
                    format!("“{said}” does not say whether it is morning or afternoon"),
                    format!("write “{said}am”, “{said}pm” or “{:02}:00”", first.hour),
                ));
            }
        }
        let half = match (first.half, last.map(|last| last.half)) {
            (Half::Number | Half::Bare, Some(half @ (Half::Am | Half::Pm))) => half_of_start(first, last, half),
            (half, _) => half,
        };
        let time = clock_time(first, half);
        self.when.time = time;
        if half == Half::Bare {
            self.when.bare_hour = Some(self.said(start, start + first.parts));
        }
        if let Some(last) = last {
            self.when.until = clock_time(last, last.half);
            at += 1 + last.parts;
        }
        self.at = at;
        Ok(time.is_some())
    }

    /// The same time on another clock: “14:30 ET / 20:30 CET”.
    fn other_clock(&mut self, start: usize, first: Hour) -> Result<bool, Unread> {
        let Some((clock, parts)) = self.clock_at(start + first.parts)? else { return Ok(false) };
        if first.half == Half::Number && first.hour <= 12 {
            return Ok(false);
        }
        if let Some(time) = clock_time(first, first.half) {
            self.when.others.push((time, clock));
        }
        self.at = start + first.parts + parts;
        Ok(true)
    }

    /// “for 90 minutes”, “(1 hour)”.
    fn length(&mut self) -> bool {
        let mut at = self.at + usize::from(self.is_word(self.at, &["for"]));
        if self.when.time.is_none() || self.when.length.is_some() {
            return false;
        }
        let mut minutes = 0;
        let half = usize::from(self.is_word(at, &["half"]));
        if (half > 0 || self.is_word(at, &["an", "one"]))
            && (self.is_word(at + 1, &["hour"]) || half > 0 && self.is_word(at + 1, &["an"]) && self.is_word(at + 2, &["hour"]))
        {
            minutes = if half > 0 { 30 } else { 60 };
            at += if self.is_word(at + 1, &["hour"]) { 2 } else { 3 };
        }
        while minutes < 10_000 {
            let Some((number, digits)) = self.number(at).filter(|(_, digits)| *digits <= 3) else { break };
            let tenths = self.number(at + 2).filter(|(_, digits)| *digits == 1 && self.sign(at + 1) == Some('.') && self.touches(at) && self.touches(at + 1));
            let unit = at + if tenths.is_some() { 3 } else { 1 };
            if self.is_word(unit, &["min", "mins", "minute", "minutes", "m"]) && tenths.is_none() {
                minutes += number;
            } else if self.is_word(unit, &["h", "hr", "hrs", "hour", "hours"]) && digits <= 2 {
                minutes += number * 60 + tenths.map_or(0, |(tenths, _)| tenths * 6);
            } else {
                break;
            }
            at = unit + 1;
        }
        if minutes == 0 {
            return false;
        }
        self.when.length = Some(Duration::minutes(minutes.into()));
        self.at = at;
        true
    }

    fn zone(&mut self) -> Result<bool, Unread> {
        let Some((clock, parts)) = self.clock_at(self.at)? else { return Ok(false) };
        // “14:30 ET to 15:30 ET” says it twice.
        if self.when.zone.as_ref().is_some_and(|known| known.zone != clock.zone) {
            return Ok(false);
        }
        self.when.zone = Some(clock);
        self.at += parts;
        Ok(true)
    }
}
