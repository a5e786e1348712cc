//! A slow, obvious answer to when a session should have rung: minute by minute, with no plan.
//! It never shares a line with the planner that it checks.

use chrono::{DateTime, Duration, Utc};

/// A stretch of time in which the program was awake, with a server, and not held.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Awake {
    pub(crate) from: DateTime<Utc>,
    pub(crate) to: DateTime<Utc>,
}

/// The instants at which one session rings: for each moment of being awake, whether a lead's time has passed that has
/// not been said yet, and the session is not a quarter of an hour old.
pub(crate) fn bells(start: DateTime<Utc>, length: Duration, leads: &[i64], awake: &[Awake]) -> Vec<DateTime<Utc>> {
    let late = start + length.min(Duration::minutes(15)).max(Duration::minutes(1));
    let mut unsaid: Vec<DateTime<Utc>> = leads.iter().map(|lead| start - Duration::minutes(*lead)).collect();
    let mut rung = Vec::new();
    for stretch in awake {
        let mut now = stretch.from;
        while now <= stretch.to {
            if unsaid.iter().any(|due| *due <= now) {
                unsaid.retain(|due| *due > now);
                if now <= late {
                    rung.push(now);
                }
            }
            now += Duration::seconds(1);
        }
    }
    rung
}
