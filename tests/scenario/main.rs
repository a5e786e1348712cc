//! The engine on a clock that the test turns: what happens goes in as lines, what must come of it stands beside them.
//! It never waits, and allows no tolerance.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod bounds;
mod changes;
mod churn;
mod disk;
mod edges;
mod joining;
mod languages;
mod margins;
mod model;
mod other_servers;
mod polling;
mod promises;
mod properties;
mod published;
mod reminders;
mod repeating;
mod restart;
mod saved;
mod sharing;
mod surroundings;
mod talking;
mod together;
mod world;
