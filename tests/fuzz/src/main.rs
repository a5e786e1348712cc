//! Lets libFuzzer look for bytes that break a promise: a panic, more than 16 MiB, or more than two seconds.
//! It never decides what must hold: `promises.rs` does. `SESSIONBELL_FUZZ` names the target.

#![no_main]

#[path = "../promises.rs"]
mod promises;

use libfuzzer_sys::fuzz_target;
use peak_alloc::PeakAlloc;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// What one run may take beside the bytes themselves.
const MOST: usize = 16 * 1024 * 1024;
const LONGEST: Duration = Duration::from_secs(2);

static PROMISE: LazyLock<promises::Promise> = LazyLock::new(|| {
    let name = std::env::var("SESSIONBELL_FUZZ").expect("SESSIONBELL_FUZZ names the target");
    promises::TARGETS.iter().find(|(target, _)| *target == name).expect("there is such a target").1
});

fuzz_target!(|bytes: &[u8]| {
    let promise = *PROMISE;
    let (before, begin) = (MEMORY.current_usage(), Instant::now());
    MEMORY.reset_peak_usage();
    promise(bytes);
    let (peak, took) = (MEMORY.peak_usage() - before, begin.elapsed());
    assert!(peak <= MOST, "{} bytes took {} KiB of memory", bytes.len(), peak / 1024);
    assert!(took <= LONGEST, "{} bytes took {took:?}", bytes.len());
});
