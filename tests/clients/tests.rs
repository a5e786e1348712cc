//! The goals, with a crowd small enough for every run of the tests.
//! It never asks for less than the large crowd does.

use crate::{Arguments, all};

#[test]
fn ten_thousand_clients_are_no_burden_and_no_stampede() {
    let missed = all(&Arguments { count: 10_000, days: 1, seed: 1, max_age: 600, changes: 1 }, &mut |line| println!("{line}"));
    assert_eq!(missed, Vec::<String>::new());
}
