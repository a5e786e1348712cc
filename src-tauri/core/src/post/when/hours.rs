//! Decides which time of day is written somewhere.
//! It never takes a bare 5 for the morning or the afternoon: its caller is told that it is bare.

use super::read::Reader;
use crate::region;
use chrono::NaiveTime;

/// A time of day, as it is written.
#[derive(Clone, Copy)]
pub(super) struct Hour {
    pub(super) hour: u32,
    pub(super) minute: u32,
    pub(super) half: Half,
    /// How many parts it takes.
    pub(super) parts: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Half {
    Am,
    Pm,
    /// Told by the way it is written: 07:00, 14:30, noon.
    Whole,
    /// 7:00, which some write for the evening.
    Bare,
    /// A number alone.
    Number,
}

impl Reader<'_> {
    pub(super) fn half(&self, at: usize) -> Option<(Half, usize)> {
        match self.word(at)? {
            "am" => Some((Half::Am, 1)),
            "pm" => Some((Half::Pm, 1)),
            word @ ("a" | "p") if self.sign(at + 1) == Some('.') && self.is_word(at + 2, &["m"]) => {
                Some((if word == "a" { Half::Am } else { Half::Pm }, 3 + usize::from(self.sign(at + 3) == Some('.'))))
            }
            _ => None,
        }
    }

    /// A time of day at a place; a number alone is one too.
    pub(super) fn hour_at(&self, at: usize) -> Option<Hour> {
        if self.is_word(at, &["noon", "midday"]) {
            return Some(Hour { hour: 12, minute: 0, half: Half::Whole, parts: 1 });
        }
        let (hour, digits) = self.number(at)?;
        let minute_after = |mark: char| {
            self.number(at + 2)
                .filter(|(minute, digits)| *digits == 2 && *minute < 60 && self.sign(at + 1) == Some(mark) && self.touches(at) && self.touches(at + 1))
        };
        let whole = |minute, parts, half| Some(Hour { hour, minute, half, parts });
        let with_half = |minute, parts: usize, otherwise: Half| match self.half(at + parts) {
            Some((half, more)) if (1..=12).contains(&hour) => whole(minute, parts + more, half),
            Some(_) => None,
            None => whole(minute, parts + usize::from(self.is_word(at + parts, &["uhr", "h", "hrs"])), otherwise),
        };
        if digits == 4 && hour / 100 < 24 && hour % 100 < 60 {
            let is_time = self.is_word(at + 1, &["h", "hrs", "hours", "uhr"]);
            let has_zone = !self.is_word(at + 1, &["z"]) && self.word(at + 1).and_then(region::meaning).is_some();
            return (is_time || has_zone).then_some(Hour { hour: hour / 100, minute: hour % 100, half: Half::Whole, parts: 1 + usize::from(is_time) });
        }
        if digits > 2 || hour > 23 {
            return None;
        }
        let by_clock = if digits == 2 { Half::Whole } else { Half::Bare };
        if let Some((minute, _)) = minute_after(':') {
            // Seconds are written by machines; they are always 00.
            let seconds =
                if self.sign(at + 3) == Some(':') && self.number(at + 4).is_some_and(|(seconds, digits)| seconds == 0 && digits == 2) { 2 } else { 0 };
            return with_half(minute, 3 + seconds, by_clock);
        }
        if let Some((minute, _)) = minute_after('.') {
            let is_date = self.sign(at + 3) == Some('.') && self.touches(at + 2) && self.number(at + 4).is_some();
            return if is_date { None } else { with_half(minute, 3, by_clock) };
        }
        if self.is_word(at + 1, &["h", "uhr"]) {
            return match self.number(at + 2).filter(|(minute, digits)| *digits == 2 && *minute < 60 && self.touches(at + 1)) {
                Some((minute, _)) => whole(minute, 3, Half::Whole),
                None => whole(0, 2, Half::Whole),
            };
        }
        with_half(0, 1, Half::Number)
    }
}

/// The half of the day in which “11 - 1pm” begins.
pub(super) fn half_of_start(first: Hour, last: Option<Hour>, half: Half) -> Half {
    let end = last.and_then(|last| clock_time(last, last.half));
    let other = if half == Half::Pm { Half::Am } else { Half::Pm };
    if clock_time(first, half) < end { half } else { other }
}

/// That hour, on a clock of 24.
pub(super) fn clock_time(hour: Hour, half: Half) -> Option<NaiveTime> {
    let of_day = match half {
        Half::Am => hour.hour % 12,
        Half::Pm => hour.hour % 12 + 12,
        Half::Whole | Half::Bare | Half::Number => hour.hour,
    };
    NaiveTime::from_hms_opt(of_day, hour.minute, 0)
}
