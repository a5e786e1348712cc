//! What a year has in store: nights, naps, faults of every kind, changes, journeys.
//! It never knows what any of it does.

use crate::dice::Dice;
use crate::outside::Kill;
use crate::publisher;
use crate::terms::Wishes;
use chrono::{DateTime, Duration, NaiveTime, Utc};
use sessionbell_core::poll::FetchRequest;
use sessionbell_core::zone::Zone;

/// Something that happens.
#[derive(Clone, Debug)]
pub(crate) enum Event {
    Change,
    Sleep(DateTime<Utc>),
    Wake,
    Step(Duration),
    StepBack,
    Travel(Zone),
    Die {
        damage: bool,
    },
    ArmKill(Kill),
    ArmStall,
    Start {
        damaged: bool,
    },
    ServerDies,
    ServerUp,
    Refuse(bool),
    DoNotDisturb(bool),
    DiskIsBad(bool),
    Pause(i64),
    Resume,
    Origin {
        feed: usize,
        well: bool,
    },
    Emptied {
        feed: usize,
    },
    /// A person turns to a session that is to come.
    Turn(Turn),
    Answer(Box<FetchRequest>),
    React {
        id: u32,
        life: u32,
        snooze: bool,
    },
}

/// What a person does about a session in the window.
#[derive(Clone, Debug)]
pub(crate) enum Turn {
    Mute,
    Unmute,
    /// Ring at other times; `None`: as its feed.
    Leads(Option<Vec<i64>>),
    Ask,
}

/// What the year has in store.
pub(crate) fn fate(dice: &mut Dice, begin: DateTime<Utc>, feeds: usize) -> Vec<(DateTime<Utc>, Event)> {
    let mut year = Vec::new();
    for day in 0..365 {
        let midnight = begin + Duration::days(day);
        let any = |dice: &mut Dice| midnight + dice.seconds(0, 86_400);
        if dice.chance(85) {
            let asleep = midnight + dice.seconds(20 * 3_600, 24 * 3_600);
            let until = asleep + dice.seconds(4 * 3_600, 10 * 3_600);
            year.push((asleep, Event::Sleep(until)));
        }
        if dice.chance(30) {
            let asleep = any(dice);
            let until = asleep + dice.seconds(30, 3 * 3_600);
            year.push((asleep, Event::Sleep(until)));
        }
        if dice.chance(25) {
            let when = any(dice);
            year.push((when, Event::Change));
        }
        if dice.chance(12) {
            let (when, back) = (any(dice), dice.seconds(1, 7_200));
            let on = match dice.between(0, 3) {
                0 => (Event::ServerDies, Event::ServerUp),
                1 => (Event::Refuse(true), Event::Refuse(false)),
                _ => (Event::DoNotDisturb(true), Event::DoNotDisturb(false)),
            };
            year.push((when, on.0));
            year.push((when + back, on.1));
        }
        if dice.chance(14) {
            let when = any(dice);
            let event = match dice.between(0, 6) {
                5 => Event::ArmStall,
                0 | 1 => Event::Die { damage: false },
                2 => Event::ArmKill(Kill::Before),
                3 => Event::ArmKill(Kill::After),
                _ => Event::Die { damage: dice.chance(10) },
            };
            year.push((when, event));
        }
        if dice.chance(8) {
            let (when, minutes) = (any(dice), dice.pick(&[5, 30, 60, 240]));
            year.push((when, Event::Pause(minutes)));
            if dice.chance(30) {
                let dies = when + dice.seconds(1, minutes * 60);
                year.push((dies, Event::Die { damage: false }));
            }
            if dice.chance(50) {
                let resumed = when + dice.seconds(1, minutes * 60);
                year.push((resumed, Event::Resume));
            }
        }
        if dice.chance(3) {
            let (when, length, feed) = (any(dice), dice.seconds(60, 50_000), dice.between(0, feeds as i64) as usize);
            year.push((when, Event::Origin { feed, well: false }));
            year.push((when + length, Event::Origin { feed, well: true }));
        }
        if dice.chance(10) {
            let turn = match dice.between(0, 8) {
                0..2 => Turn::Mute,
                2 => Turn::Unmute,
                3 => Turn::Leads(None),
                4 => Turn::Leads(Some(dice.pick(&[&[30][..], &[], &[120, 5], &[0, -3]]).to_vec())),
                _ => Turn::Ask,
            };
            let when = any(dice);
            year.push((when, Event::Turn(turn)));
        }
        if dice.chance(1) {
            let (when, step, back) = (any(dice), dice.seconds(-7_200, 7_200), dice.seconds(60, 40_000));
            year.push((when, Event::Step(step)));
            year.push((when + back, Event::StepBack));
        }
        if dice.chance(1) {
            let (when, zone) = (any(dice), publisher::zone(dice));
            year.push((when, Event::Travel(zone)));
        }
        if dice.chance(1) {
            let (when, length) = (any(dice), dice.seconds(60, 20_000));
            year.push((when, Event::DiskIsBad(true)));
            year.push((when + length, Event::DiskIsBad(false)));
        }
        if dice.chance(1) {
            let (when, feed) = (any(dice), dice.between(0, feeds as i64) as usize);
            year.push((when, Event::Emptied { feed }));
        }
    }
    year
}

/// What a person has set: for the reader, and as the settings file.
pub(crate) fn person(dice: &mut Dice, feeds: usize) -> (Wishes, String) {
    let leads = |dice: &mut Dice| -> Vec<i64> {
        match dice.between(0, 5) {
            0 => vec![0],
            1 => vec![60, 15],
            2 => vec![15, 5, -5],
            3 => vec![1_440, 10],
            _ => vec![10, 0],
        }
    };
    let usual = leads(dice);
    let time = |dice: &mut Dice| NaiveTime::from_hms_opt(dice.between(0, 24) as u32, dice.pick(&[0, 30]), 0).expect("a time");
    let quiet = dice.chance(30).then(|| (time(dice), time(dice))).filter(|(from, to)| from != to);
    let mut wishes = Wishes {
        leads: Vec::new(),
        snooze: dice.pick(&[5, 10, 2]),
        late: dice.pick(&[15, 15, 0, 60]),
        insist: dice.chance(15),
        quiet,
        break_through: dice.chance(50),
    };
    let quiet_line = quiet.map_or(String::new(), |(from, to)| format!("quiet = {{ from = \"{}\", to = \"{}\" }}\n", from.format("%H:%M"), to.format("%H:%M")));
    let mut settings = format!(
        "leads = {usual:?}\nsnooze = {}\nlate = {}\ninsist = {}\nbreak-through = {}\n{quiet_line}",
        wishes.snooze, wishes.late, wishes.insist, wishes.break_through
    );
    for feed in 0..feeds {
        let own = dice.chance(25).then(|| leads(dice));
        let line = own.as_ref().map_or(String::new(), |own| format!("leads = {own:?}\n"));
        settings.push_str(&format!("[[feed]]\naddress = \"https://example.org/{feed}.json\"\nevery = 720\n{line}"));
        wishes.leads.push(own.unwrap_or_else(|| usual.clone()));
    }
    (wishes, settings)
}
