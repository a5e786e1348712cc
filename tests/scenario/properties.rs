//! Random feeds, leads, sleeps, clock steps, restarts and edits, against the slow model and against what must never be.
//! It never depends on luck: a failing case is found again from its seed.

use crate::model::{Awake, bells};
use crate::world::{Entry, World, at, entry};
use chrono::{DateTime, Duration, Utc};
use proptest::prelude::*;
use sessionbell_core::notice::{Notice, Urgency};

const DAY: &str = "08:00";

fn minute(of: i64) -> DateTime<Utc> {
    at(DAY) + Duration::minutes(of)
}

fn leads() -> impl Strategy<Value = Vec<i64>> {
    proptest::collection::btree_set(prop_oneof![Just(0_i64), 1_i64..90], 1..4).prop_map(|set| set.into_iter().rev().collect())
}

/// Sleeps as minutes from the start: so long awake, so long asleep, and so on.
fn nights() -> impl Strategy<Value = Vec<(i64, i64)>> {
    proptest::collection::vec((1_i64..120, 1_i64..90), 0..5)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_planner_rings_when_the_slow_model_does(
        leads in leads(), nights in nights(), starts in proptest::collection::vec((95_i64..500, 1_i64..120), 1..3), restarts in any::<bool>(),
    ) {
        let entries: Vec<Entry> = starts.iter().enumerate().map(|(number, (start, length))| {
            Entry { start: minute(*start), minutes: *length, ..entry(&format!("s{number}"), DAY) }
        }).collect();
        let mut world = World::new(DAY, &format!("leads = {leads:?}"), &entries);
        let (mut now, mut awake) = (0, Vec::new());
        for (up, asleep) in nights {
            awake.push(Awake { from: minute(now), to: minute(now + up) });
            world.until_instant(minute(now + up));
            now += up + asleep;
            world.sleep_until(&minute(now).to_rfc3339());
            if restarts {
                world.restart();
            }
        }
        awake.push(Awake { from: minute(now), to: minute(700.max(now)) });
        world.until_instant(minute(700.max(now)));
        for one in &entries {
            let expected = bells(one.start, Duration::minutes(one.minutes), &leads, &awake);
            let found: Vec<_> = world.rung.iter().filter(|(_, notice)| notice.title.ends_with(&format!(": {}", one.title))).map(|(at, _)| *at).collect();
            prop_assert_eq!(found, expected, "{} at {}", one.uid, one.start);
        }
    }

    #[test]
    fn nothing_rings_early_twice_or_when_it_is_cancelled(
        leads in leads(),
        steps in proptest::collection::vec((0_u8..9, 0_usize..3, 1_i64..90), 1..40),
    ) {
        let mut entries: Vec<Entry> = (0..3).map(|number| Entry { start: minute(100 + 60 * number), ..entry(&format!("s{number}"), DAY) }).collect();
        let mut world = World::new(DAY, &format!("leads = {leads:?}"), &entries);
        // Of each session: every start it ever had, and since when it is cancelled.
        let mut starts: Vec<Vec<DateTime<Utc>>> = entries.iter().map(|one| vec![one.start]).collect();
        let mut cancelled: Vec<Option<usize>> = vec![None; 3];
        let mut excused = 0_usize;
        for (what, which, amount) in steps {
            match what {
                0 => world.until_instant(world.now.wall + Duration::minutes(amount)),
                1 => world.sleep_until(&(world.now.wall + Duration::minutes(amount)).to_rfc3339()),
                2 => {
                    world.set_clock(world.now.wall - Duration::minutes(amount));
                }
                3 => world.restart(),
                4 => {
                    // A server that dies with a notice standing shows it again: that is no repeat.
                    excused += world.standing.len();
                    world.server_dies();
                    world.server_up();
                }
                5 => {
                    entries[which].start += Duration::minutes(amount);
                    // Those that shared a notice with it are shown again without it, and it rings anew.
                    excused += 3;
                    starts[which].push(entries[which].start);
                    world.publish(&entries);
                }
                6 => {
                    entries[which].cancelled = true;
                    excused += 3;
                    world.publish(&entries);
                    cancelled[which].get_or_insert(world.rung.len());
                }
                7 => {
                    excused += 1;
                    world.dies_after_notify = true;
                    world.until_instant(world.now.wall + Duration::minutes(amount));
                    world.dies_after_notify = false;
                }
                _ => {
                    entries[which].title = format!("s{which}");
                    world.publish(&entries);
                }
            }
        }
        world.until_instant(minute(2_000).max(world.now.wall));
        for (number, starts) in starts.iter().enumerate() {
            let names = |notice: &Notice| notice.urgency != Urgency::Quiet && (notice.title.ends_with(&format!(": s{number}")) || notice.body.contains(&format!("  s{number}")));
            let rung: Vec<_> = world.rung.iter().enumerate().filter(|(_, (_, notice))| names(notice)).collect();
            let longest = *leads.first().unwrap();
            for (place, (when, notice)) in &rung {
                let earliest = starts.iter().min().unwrap();
                prop_assert!(*when >= *earliest - Duration::minutes(longest), "{} rang at {when}", notice.title);
                prop_assert!(cancelled[number].is_none_or(|since| *place < since), "{} rang though it is cancelled", notice.title);
            }
            // The third of a minute brings the two before once more, in one notice.
                let most = 2 * starts.len() * leads.len() + excused;
            prop_assert!(rung.len() <= most, "s{number} rang {} times, at most {most} are explained", rung.len());
        }
    }
}
