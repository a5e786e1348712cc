//! Decides which rule a phrase such as “last Wed of every month” states.
//! It never chooses between two meanings of one: “biweekly” is refused.

use super::read::Reader;
use super::tokens::{ordinal, weekday, weekdays};
use super::{Day, Repeats, Unread};
use crate::recur::Frequency;
use chrono::Weekday;

/// A weekday, with its number within the month if it has one.
type NumberedDay = (Option<i8>, Weekday);

impl Reader<'_> {
    /// “every other Wednesday”, “last Wed of every month”, “Wednesdays”, “weekly on Wed”.
    pub(super) fn repeats(&mut self) -> Result<bool, Unread> {
        if self.when.day.is_some() {
            return Ok(false);
        }
        let start = self.at;
        if self.is_word(start, &["biweekly", "bi"]) && (self.is_word(start, &["biweekly"]) || self.is_word(start + 2, &["weekly"])) {
            return Err(Self::unclear(
                "“biweekly” means twice a week to some and every two weeks to others",
                "write “every two weeks on Wed” or “every Mon and Wed”",
            ));
        }
        let mut at = start;
        let mut interval = 1;
        let mut says_every = false;
        let mut monthly = false;
        if self.is_word(at, &["every", "each"]) {
            (at, says_every) = (at + 1, true);
            if self.is_word(at, &["other"]) {
                (at, interval) = (at + 1, 2);
            }
            let count = match self.word(at) {
                Some("two") => Some(2),
                Some("three") => Some(3),
                Some("four") => Some(4),
                _ => self.number(at).map(|(count, _)| count).filter(|count| (1..=52).contains(count)),
            };
            if let Some(count) = count.filter(|_| self.is_word(at + 1, &["weeks", "week"])) {
                (at, interval) = (at + 2, count);
                at += usize::from(self.is_word(at, &["on"]));
            } else if self.is_word(at, &["week"]) {
                at += 1 + usize::from(self.is_word(at + 1, &["on"]));
            } else if self.is_word(at, &["month"]) {
                (at, monthly) = (at + 1, true);
                at += usize::from(self.is_word(at, &["on"]));
                at += usize::from(self.is_word(at, &["the"]));
            }
        } else if self.is_word(at, &["weekly", "fortnightly", "monthly"]) {
            interval = if self.is_word(at, &["fortnightly"]) { 2 } else { 1 };
            monthly = self.is_word(at, &["monthly"]);
            (at, says_every) = (at + 1, true);
            at += usize::from(self.is_word(at, &["on"]));
            at += usize::from(self.is_word(at, &["the"]));
        }
        if says_every && self.is_word(at, &["day"]) || at == start && self.is_word(at, &["daily"]) {
            return Ok(self.set_day(Day::Repeats(Repeats::every(Frequency::Daily, interval, Vec::new())), at + 1 - start));
        }
        if says_every && self.is_word(at, &["weekday"]) {
            let days = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri].map(|day| (None, day)).to_vec();
            return Ok(self.set_day(Day::Repeats(Repeats::every(Frequency::Weekly, 1, days)), at + 1 - start));
        }
        if let Some(found) = self.of_month(at, says_every, monthly)? {
            let (days, end) = found;
            return Ok(self.set_day(Day::Repeats(Repeats::every(Frequency::Monthly, interval, days)), end - start));
        }
        let mut days = Vec::new();
        let mut plural = false;
        let mut here = at;
        while let Some(word) = self.word(here) {
            let Some(day) = weekday(word).or_else(|| weekdays(word)) else { break };
            plural |= weekdays(word).is_some() && weekday(word).is_none();
            days.push((None, day));
            at = here + 1;
            here = at;
            while self.is_word(here, &["and"]) || matches!(self.sign(here), Some(',' | '&' | '/')) {
                here += 1;
            }
        }
        if days.is_empty() || !(says_every || plural) {
            return Ok(false);
        }
        Ok(self.set_day(Day::Repeats(Repeats::every(Frequency::Weekly, interval, days)), at - start))
    }

    /// “first and third Tuesday of the month”, and where it ends.
    fn of_month(&self, start: usize, says_every: bool, says_monthly: bool) -> Result<Option<(Vec<NumberedDay>, usize)>, Unread> {
        let mut at = start;
        let mut numbers = Vec::new();
        loop {
            let by_word = self.word(at).and_then(ordinal);
            let by_digit = self
                .number(at)
                .filter(|_| self.is_word(at + 1, &["st", "nd", "rd", "th"]))
                .and_then(|(n, _)| i8::try_from(n).ok())
                .filter(|n| (1..=5).contains(n));
            match (by_word, by_digit) {
                (Some(number), _) => (numbers.push(number), at += 1),
                (None, Some(number)) => (numbers.push(number), at += 2),
                (None, None) => break,
            };
            while self.is_word(at, &["and"]) || matches!(self.sign(at), Some(',' | '&' | '/')) {
                at += 1;
            }
        }
        let Some(day) = self.word(at).and_then(|word| weekday(word).or_else(|| weekdays(word))).filter(|_| !numbers.is_empty()) else { return Ok(None) };
        at += 1;
        let mut end = at;
        while self.is_word(end, &["of", "in", "every", "each", "the", "a"]) {
            end += 1;
        }
        let of_month = self.is_word(end, &["month", "monthly"]);
        if of_month {
            at = end + 1;
        } else if !says_monthly {
            if !says_every {
                return Ok(None);
            }
            if numbers == [2] {
                let name = self.word(at - 1).unwrap_or_default().to_owned();
                return Err(Self::unclear(
                    format!("“every second {name}” is every other one to some and one a month to others"),
                    format!("write “every other {name}” or “second {name} of every month”"),
                ));
            }
        }
        Ok(Some((numbers.into_iter().map(|number| (Some(number), day)).collect(), at)))
    }
}
