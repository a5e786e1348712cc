//! Decides which date a phrase names.
//! It never chooses between 3 April and March 4.

use super::read::Reader;
use super::tokens::month;
use super::{Day, Unread};

impl Reader<'_> {
    /// A date with a month in it, or “the 30th”.
    pub(super) fn date(&mut self) -> Result<bool, Unread> {
        let Some((date, parts)) = self.date_at(self.at)? else { return Ok(false) };
        match &mut self.when.day {
            None => {}
            // “tomorrow, March 26th” and “the 26th, tomorrow” are one day, said twice.
            Some(Day::Weekday(day)) => self.when.weekday = Some(*day),
            Some(Day::Repeats(rule)) if rule.from.is_none() => {
                if let Day::Date { year, month, day } = date {
                    rule.from = Some((year, month, day));
                    self.at += parts;
                    return Ok(true);
                }
                return Ok(false);
            }
            Some(Day::After(..)) => {}
            Some(_) => return Ok(false),
        }
        Ok(self.set_day(date, parts))
    }

    pub(super) fn date_at(&self, at: usize) -> Result<Option<(Day, usize)>, Unread> {
        let full = |year: u32, month: u32, day: u32| Day::Date { year: i32::try_from(year).ok(), month, day };
        if let Some((first, digits)) = self.number(at) {
            let mark = self.sign(at + 1).filter(|_| self.touches(at));
            let second = self.number(at + 2).filter(|_| self.touches(at + 1));
            let third = self.number(at + 4).filter(|_| self.sign(at + 3) == mark && self.touches(at + 2) && self.touches(at + 3));
            return Ok(match (mark, digits, second, third) {
                (Some('-' | '/' | '.'), 4, Some((month, 1 | 2)), Some((day, 1 | 2))) => Some((full(first, month, day), 5)),
                (Some('/'), 1 | 2, Some((second, 1 | 2)), _) if third.is_none_or(|(_, digits)| digits == 2 || digits == 4) => {
                    let year = third.map(|(year, digits)| if digits == 2 { 2_000 + year } else { year });
                    let (month, day) = match (first, second) {
                        (13..=31, 1..=12) => (second, first),
                        (1..=12, 13..=31) => (first, second),
                        (a, b) if a == b => (a, b),
                        _ => {
                            let said = self.said(at, at + if third.is_some() { 5 } else { 3 });
                            return Err(Self::unclear(
                                format!("“{said}” is one day in America and another in Europe"),
                                "write the month’s name, or the date like 2021-03-30",
                            ));
                        }
                    };
                    Some((Day::Date { year: year.and_then(|year| i32::try_from(year).ok()), month, day }, if third.is_some() { 5 } else { 3 }))
                }
                (Some('.'), 1 | 2, Some((month, 1 | 2)), Some((year, 4))) => Some((full(year, month, first), 5)),
                (Some('.'), 1 | 2, Some((month, 2)), None) if self.sign(at + 3) == Some('.') && self.touches(at + 2) => {
                    Some((Day::Date { year: None, month, day: first }, 4))
                }
                _ => self.day_then_month(at, first),
            });
        }
        let Some(month) = self.word(at).and_then(month) else { return Ok(None) };
        let mut next = at + 1;
        next += usize::from(self.sign(next) == Some('.'));
        next += usize::from(self.is_word(next, &["the"]));
        let Some((day, 1 | 2)) = self.number(next) else { return Ok(None) };
        // “March 5pm” has no day in it.
        if self.sign(next + 1) == Some(':') && self.touches(next) || self.half(next + 1).is_some() {
            return Ok(None);
        }
        next += 1;
        next += usize::from(self.is_word(next, &["st", "nd", "rd", "th"]) && self.touches(next - 1));
        let (year, next) = self.year_at(next);
        Ok(Some((Day::Date { year, month, day }, next - at)))
    }

    /// “23rd of March 2021”, “the 23rd”.
    fn day_then_month(&self, at: usize, day: u32) -> Option<(Day, usize)> {
        let mut next = at + 1;
        let is_ordinal = self.is_word(next, &["st", "nd", "rd", "th"]) && self.touches(at);
        next += usize::from(is_ordinal || self.sign(next) == Some('.'));
        next += usize::from(self.is_word(next, &["of"]));
        if let Some(month) = self.word(next).and_then(month).filter(|_| (1..=31).contains(&day)) {
            next += 1;
            next += usize::from(self.sign(next) == Some('.') && self.touches(next - 1));
            let (year, next) = self.year_at(next);
            return Some((Day::Date { year, month, day }, next - at));
        }
        (is_ordinal && (1..=31).contains(&day)).then_some((Day::OfMonth(day), 2))
    }

    fn year_at(&self, at: usize) -> (Option<i32>, usize) {
        let after = at + usize::from(self.sign(at) == Some(','));
        match self.number(after) {
            Some((year @ 1_970..=2_199, 4)) if self.sign(after + 1) != Some(':') => (i32::try_from(year).ok(), after + 1),
            _ => (None, at),
        }
    }
}
