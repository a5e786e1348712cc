//! What a community publishes over a year: weekly series in a zone of their own, moved, cancelled, withdrawn, edited.
//! It never knows who reads it.

use crate::dice::Dice;
use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use sessionbell_core::zone::{Zone, Zones};

/// A series of a feed, whose sessions share a uid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Series {
    pub(crate) feed: usize,
    number: i64,
}

impl std::fmt::Display for Series {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "f{}s{}", self.feed, self.number)
    }
}

/// One session of the year.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) series: Series,
    /// Where it was first announced.
    pub(crate) first: NaiveDateTime,
    local: NaiveDateTime,
    /// `None`: a wall-clock time wherever the reader is.
    pub(crate) zone: Option<Zone>,
    /// The instant of `local` in `zone`, which is asked for often.
    instant: Option<DateTime<Utc>>,
    pub(crate) minutes: i64,
    pub(crate) title: String,
    pub(crate) cancelled: bool,
    pub(crate) withdrawn: bool,
}

impl Item {
    pub(crate) fn start(&self, reader: Zone) -> DateTime<Utc> {
        self.instant.unwrap_or_else(|| reader.read(self.local).instant())
    }

    fn move_to(&mut self, local: NaiveDateTime) {
        self.local = local;
        self.instant = self.zone.map(|zone| zone.read(local).instant());
    }

    pub(crate) fn end(&self, reader: Zone) -> DateTime<Utc> {
        self.start(reader) + Duration::minutes(self.minutes)
    }
}

pub(crate) const ZONES: [&str; 8] =
    ["Europe/Berlin", "America/New_York", "America/Los_Angeles", "Asia/Kolkata", "Australia/Sydney", "Europe/London", "America/Sao_Paulo", "Asia/Tokyo"];

pub(crate) fn zone(dice: &mut Dice) -> Zone {
    let name = dice.pick(&ZONES);
    Zones::bundled().named(name).expect("it is a zone")
}

/// The sessions of a feed over a year from `begin`: one to three weekly series, sometimes several at the same hour.
pub(crate) fn year(dice: &mut Dice, begin: DateTime<Utc>, number: usize) -> Vec<Item> {
    let mut items = Vec::new();
    let series = dice.pick(&[1, 1, 2, 3]);
    let (mut shared_zone, mut shared_hour, mut shared_day) = (zone(dice), dice.between(6, 23), dice.between(0, 7));
    for which in 0..series {
        // Half of the series of one feed meet at the same hour, so that several ring together.
        if dice.chance(50) {
            (shared_zone, shared_hour, shared_day) = (zone(dice), dice.between(0, 24), dice.between(0, 7));
        }
        let floating = dice.chance(8);
        let (minutes, minute) = (dice.pick(&[15, 30, 45, 60, 60, 90, 180]), dice.pick(&[0, 0, 0, 30, 1]));
        for week in 0..53 {
            if dice.chance(12) {
                continue;
            }
            let day = begin.date_naive() + Duration::days(week * 7 + shared_day);
            let local = day.and_hms_opt(shared_hour as u32, minute, 0).expect("it is a time");
            let zone = (!floating).then_some(shared_zone);
            items.push(Item {
                series: Series { feed: number, number: which },
                first: local,
                local,
                zone,
                instant: zone.map(|zone| zone.read(local).instant()),
                minutes,
                title: format!("f{number}s{which}w{week}"),
                cancelled: false,
                withdrawn: false,
            });
        }
    }
    items
}

/// How its host is asked.
const WAY: &str = r#""sessionbell.github.io:join":{"mode":"ask","contacts":[{"kind":"discord","handle":"h"}]}"#;

/// A feed's document as it is at `now`, and what it names: what was lately, unless it is forgetful, and what is to come.
pub(crate) fn document(items: &[Item], feed: usize, forgetful: bool, reader: Zone, now: DateTime<Utc>) -> (String, Vec<Item>) {
    let (from, to) = (if forgetful { now } else { now - Duration::days(2) }, now + Duration::days(9));
    let near = |item: &&Item| item.series.feed == feed && !item.withdrawn && item.start(reader) > from && item.start(reader) < to;
    let named: Vec<Item> = items.iter().filter(near).cloned().collect();
    let entries: Vec<String> = named
        .iter()
        .map(|item| {
            let zone = item.zone.map_or(String::new(), |zone| format!(r#","timeZone":"{}""#, zone.name()));
            format!(
                r#"{{"@type":"Event","uid":"{}","recurrenceId":"{:?}","title":"{}","start":"{:?}"{zone},"duration":"PT{}M","status":"{}",{WAY}}}"#,
                item.series,
                item.first,
                item.title,
                item.local,
                item.minutes,
                if item.cancelled { "cancelled" } else { "confirmed" }
            )
        })
        .collect();
    (format!(r#"{{"@type":"Group","uid":"f{feed}","title":"Series","entries":[{}]}}"#, entries.join(",")), named)
}

/// Something about a session that is to come within a week or so changes. Answers what, for the diary.
pub(crate) fn change(items: &mut [Item], dice: &mut Dice, reader: Zone, now: DateTime<Utc>) -> Option<String> {
    let near: Vec<usize> =
        items.iter().enumerate().filter(|(_, item)| item.end(reader) > now && item.start(reader) < now + Duration::days(4)).map(|(place, _)| place).collect();
    if near.is_empty() {
        return None;
    }
    let item = &mut items[dice.pick(&near)];
    let what = match dice.between(0, 10) {
        0..4 => {
            let minutes = dice.pick(&[-240, -60, -30, 15, 30, 60, 120, 1_440, 2_880]);
            item.move_to(item.local + Duration::minutes(minutes));
            format!("moved by {minutes} min")
        }
        4..6 => {
            item.cancelled = !item.cancelled;
            if item.cancelled { "cancelled" } else { "on again" }.to_owned()
        }
        6 => {
            item.withdrawn = !item.withdrawn;
            if item.withdrawn { "withdrawn" } else { "back" }.to_owned()
        }
        7 => {
            item.move_to(item.first);
            "moved back to where it was announced".to_owned()
        }
        _ => {
            item.minutes = dice.pick(&[20, 30, 60, 120]);
            "has another length".to_owned()
        }
    };
    Some(format!("{} {what}", item.title))
}
