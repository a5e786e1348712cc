//! How long `sbell list` takes to find two weeks in a large `.ics`, and what it takes of memory, beside other programs that can.
//! It never compares programs that did not find the same.

mod calendar;
mod program;

use super::{Figure, quantile};
use crate::setup::{For, setup};
use anyhow::{Context, Result, bail, ensure};
use chrono::{DateTime, Duration, Utc};
use program::{Listed, Programs, Reader, Run};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Where the person is.
const ZONE: &str = "Europe/Berlin";
/// Two weeks of days in that zone, in which its clock is put forward: as instants, and as calcurse is asked for them.
const FROM: &str = "2026-03-19T23:00:00Z";
const TO: &str = "2026-04-02T22:00:00Z";
const FIRST_DAY: &str = "03/20/2026";
const DAYS: &str = "14";
/// A program that takes longer has no figure.
const LONGEST: Duration = Duration::seconds(120);
/// Sessions in the calendar.
const SIZES: [usize; 3] = [1_000, 10_000, 100_000];
/// The size that the goals are about, and the one that shows how time grows.
const GOAL_SIZE: usize = 10_000;
const LARGE: usize = 100_000;

/// What one program took for one size, run by run.
#[derive(Default)]
struct Taken {
    millis: Vec<f64>,
    busy_millis: Vec<f64>,
    megabytes: Vec<f64>,
}

impl Taken {
    fn add(&mut self, run: &Run) {
        self.millis.push(run.millis);
        self.busy_millis.push(run.busy_millis);
        self.megabytes.push(run.megabytes);
    }

    /// Five runs of what is quick, three of what takes seconds, one of what takes longer.
    fn is_enough(&self) -> bool {
        let enough = match self.millis.first() {
            Some(first) if *first > 20_000.0 => 1,
            Some(first) if *first > 3_000.0 => 3,
            Some(_) | None => 5,
        };
        self.millis.len() >= enough
    }
}

/// Every program, every size.
pub(super) fn two_weeks() -> Result<Vec<Figure>> {
    setup(For::Comparing)?;
    let programs = Programs::ready()?;
    let mut taken = BTreeMap::new();
    for size in SIZES {
        let file = programs.folder().join(format!("{size}.ics"));
        std::fs::write(&file, calendar::calendar(size, FROM.parse()?)?)?;
        measure(&programs, size, &file, &mut taken).with_context(|| format!("a calendar of {size} sessions"))?;
    }
    figures(&mut taken)
}

type AllTaken = BTreeMap<(usize, &'static str), Taken>;

/// Runs them in turn, so that what else the machine does falls on all alike.
fn measure(programs: &Programs, size: usize, file: &Path, taken: &mut AllTaken) -> Result<()> {
    let window = (FROM.parse()?, TO.parse()?);
    let mut readers = Vec::new();
    let mut first: Option<(Reader, Listed)> = None;
    for reader in Reader::ALL {
        let Some(listed) = programs.listed(reader, file)? else { continue };
        ensure!(!listed.is_empty(), "{} found nothing", reader.name());
        match &first {
            Some((other, same)) if !is_same(reader, same, &listed, window) => bail!("{}", apart(*other, same, reader, &listed)),
            Some(_) => {}
            None => first = Some((reader, listed)),
        }
        readers.push(reader);
    }
    while !readers.is_empty() {
        for reader in readers.clone() {
            let Some(run) = programs.run(reader, file)? else {
                taken.remove(&(size, reader.name()));
                readers.retain(|other| *other != reader);
                continue;
            };
            let so_far: &mut Taken = taken.entry((size, reader.name())).or_default();
            so_far.add(&run);
            if so_far.is_enough() {
                readers.retain(|other| *other != reader);
            }
        }
    }
    Ok(())
}

/// Whether a reader found what another had found. calcurse repeats by the clock of the machine's zone, so in the weeks in which
/// clocks differ its times are an hour off: of it only the titles count, and of sessions within a day of either end not even these.
fn is_same(reader: Reader, same: &Listed, listed: &Listed, (from, to): (DateTime<Utc>, DateTime<Utc>)) -> bool {
    let inner = from + Duration::days(1)..to - Duration::days(1);
    let is_inner_within = |these: &Listed, all: &Listed| {
        let titles: BTreeSet<&String> = all.iter().map(|(_, title)| title).collect();
        these.iter().all(|(at, title)| !inner.contains(at) || titles.contains(title))
    };
    match reader {
        Reader::Sbell | Reader::Libical | Reader::RecurringIcalEvents => same == listed,
        Reader::Calcurse => is_inner_within(same, listed) && is_inner_within(listed, same),
    }
}

/// Two programs that found different sessions, as a sentence.
fn apart(one: Reader, by_one: &Listed, other: Reader, by_other: &Listed) -> String {
    let only = |these: &Listed, those: &Listed| these.difference(those).next().map_or("none".to_owned(), |(at, title)| format!("“{title}” at {at}"));
    format!(
        "{} found {} sessions and {} found {}; the first that only the one found: {}; that only the other found: {}",
        one.name(),
        by_one.len(),
        other.name(),
        by_other.len(),
        only(by_one, by_other),
        only(by_other, by_one)
    )
}

fn figures(taken: &mut AllTaken) -> Result<Vec<Figure>> {
    let mut figures = Vec::new();
    let mut medians = BTreeMap::new();
    for size in SIZES {
        for reader in Reader::ALL {
            let Some(taken) = taken.get_mut(&(size, reader.name())) else { continue };
            let is_goal = reader == Reader::Sbell && size == GOAL_SIZE;
            let name = format!("two weeks of an .ics of {size} sessions, {} (median of {})", reader.name(), taken.millis.len());
            let millis = quantile(&mut taken.millis, 0.5);
            medians.insert((size, reader.name()), millis);
            figures.push(Figure { name: name.clone(), value: millis, unit: "ms", goal: is_goal.then_some(100.0) });
            figures.push(Figure { name: format!("{name}, of it with a processor"), value: quantile(&mut taken.busy_millis, 0.5), unit: "ms", goal: None });
            figures.push(Figure { name: format!("{name}, memory"), value: quantile(&mut taken.megabytes, 0.5), unit: "MB", goal: is_goal.then_some(60.0) });
        }
    }
    let of = |size: usize, reader: Reader| medians.get(&(size, reader.name())).copied();
    let needed = |size: usize, reader: Reader| {
        of(size, reader).with_context(|| format!("{} took more than {} s for {size} sessions", reader.name(), LONGEST.num_seconds()))
    };
    let sbell = needed(GOAL_SIZE, Reader::Sbell)?;
    let quicker = [Reader::Calcurse, Reader::RecurringIcalEvents].into_iter().filter_map(|reader| of(GOAL_SIZE, reader)).reduce(f64::min);
    let mut ratio = |name: &str, value: f64, goal: f64| figures.push(Figure { name: name.to_owned(), value, unit: "times", goal: Some(goal) });
    ratio("sbell’s time to libical’s, 10,000 sessions", sbell / needed(GOAL_SIZE, Reader::Libical)?, 1.0);
    ratio(
        "sbell’s time to that of the quicker of calcurse and recurring-ical-events, 10,000 sessions",
        sbell / quicker.context("neither calcurse nor recurring-ical-events was done in time")?,
        0.1,
    );
    ratio("sbell’s time for 100,000 sessions to that for 10,000", needed(LARGE, Reader::Sbell)? / sbell, 12.0);
    Ok(figures)
}
