//! Prints what it costs to read and plan a feed of ten thousand sessions, as one line of JSON.
//! It never touches a file: the feed is made here.

#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "measuring and printing is what it is for")]

use sessionbell_core::alarm::{AlarmKey, Answer, Bell, Entry, LeadTime, Outcome};
use sessionbell_core::feed::{self, Scope};
use sessionbell_core::plan::{Sight, plan};
use sessionbell_core::session::SessionKey;
use sessionbell_core::settings::{FeedAddress, Settings, Subscription};
use sessionbell_core::store::{FeedCopy, State, content_hash};
use sessionbell_core::zone::{Zone, Zones};
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

const SESSIONS: i64 = 10_000;
const RUNS: usize = 20;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let now = "2026-01-05T12:00:00Z".parse::<chrono::DateTime<chrono::Utc>>()?;
    let entries: Vec<String> = (0..SESSIONS)
        .map(|number| {
            let start = now.naive_utc() + chrono::Duration::minutes(number * 8);
            format!(
                r#"{{"@type":"Event","uid":"{number}@cost","updated":"2026-01-01T00:00:00Z","title":"Session number {number} about something","start":"{}","timeZone":"America/New_York","duration":"PT1H","participants":{{"h":{{"@type":"Participant","name":"Niko","roles":{{"owner":true}}}}}},"links":{{"topic1":{{"@type":"Link","href":"https://example.org/issues/{number}","rel":"related"}}}}}}"#,
                start.format("%Y-%m-%dT%H:%M:%S")
            )
        })
        .collect();
    let document = format!(r#"{{"@type":"Group","uid":"cost","title":"Cost","entries":[{}]}}"#, entries.join(","));
    let subscription = Subscription::new(FeedAddress::parse("https://example.org/feed.json")?);
    let mut state = State::default();
    let (mut parses, mut plans) = (Vec::new(), Vec::new());
    let settings = Settings { feeds: vec![subscription.clone()], leads: vec![LeadTime::minutes(10)?, LeadTime::AT_START], ..Settings::default() };
    let scope = Scope::of(&subscription, Zones::bundled(), now);
    for _ in 0..RUNS {
        let begin = Instant::now();
        let (feed, issues) = feed::parse(document.as_bytes(), &scope)?;
        parses.push(begin.elapsed());
        assert!(issues.is_empty() && feed.sessions.len() == SESSIONS as usize, "the feed is read whole");
        state.feeds.entry(subscription.id.clone()).or_default().merge(
            &subscription.id,
            FeedCopy { feed, issues, fetched: now, hash: content_hash(&[]) },
            Zone::UTC,
            now,
        );
        plans.push(planned(&state, &settings, now));
    }
    // Half of them have rung, and are remembered.
    let half = now + chrono::Duration::minutes(SESSIONS / 2 * 8);
    let feed = state.feeds.get(&subscription.id).map_or(&[][..], |feed| feed.sessions());
    let mut ledger = BTreeMap::new();
    for session in feed {
        let key = SessionKey { feed: subscription.id.clone(), uid: session.uid.clone(), occurrence: session.occurrence };
        let start = session.start.bell(Zone::UTC);
        for lead in settings.leads.iter().filter(|_| start < half) {
            let entry = Entry { start, due: start - lead.span(), outcome: Outcome::Acknowledged { how: Answer::Dismissed, at: start, posted: None } };
            ledger.insert(AlarmKey { session: key.clone(), bell: Bell::Lead(*lead) }, entry);
        }
    }
    state.ledger = ledger;
    let later = (0..RUNS).map(|_| planned(&state, &settings, half)).collect();
    println!(r#"{{"sessions":{SESSIONS},"parse_ms":{:.2},"plan_ms":{:.2},"plan_later_ms":{:.2}}}"#, median(parses), median(plans), median(later));
    Ok(())
}

/// How long a plan takes.
fn planned(state: &State, settings: &Settings, now: chrono::DateTime<chrono::Utc>) -> Duration {
    let begin = Instant::now();
    let made = plan(state, settings, Sight { now, reader: Zone::UTC, in_flight: &BTreeSet::new(), retry: &BTreeMap::new(), do_not_disturb: false });
    let took = begin.elapsed();
    assert!(made.next.is_some(), "something is to come");
    took
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times.get(times.len() / 2).map_or(0.0, Duration::as_secs_f64) * 1_000.0
}
