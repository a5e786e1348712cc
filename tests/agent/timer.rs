//! The kernel's timers: in time, once, and told of every change of the clock.
//! It never moves the clock: setting it to itself is a change already.

#![cfg(target_os = "linux")]

use sessionbell_agent::clock::{Clock, SystemClock};
use sessionbell_agent::timer::{Timer, Woken};
use std::time::Duration;
use tokio::time::timeout;

const PATIENCE: Duration = Duration::from_secs(10);

/// The next wake-up but for a change of the clock: the clock is the whole machine's, and a test beside this one sets it.
async fn woken(timer: &mut Timer) -> Woken {
    loop {
        let woken = timer.woken().await;
        if woken != Woken::ClockChanged {
            return woken;
        }
    }
}

/// Nothing is left to be told: what comes next is what is asked for now, each time.
async fn is_quiet(timer: &mut Timer) {
    timer.wake_at(None);
    for _ in 0..8 {
        timer.poll_at(Some(Duration::ZERO));
        assert_eq!(timeout(PATIENCE, woken(timer)).await, Ok(Woken::Poll));
    }
}

#[tokio::test]
async fn it_wakes_at_the_instant_and_not_before() {
    let mut timer = Timer::new().unwrap();
    for _ in 0..200 {
        let due = SystemClock.now().wall + chrono::Duration::milliseconds(5);
        timer.wake_at(Some(due));
        assert_eq!(timeout(PATIENCE, woken(&mut timer)).await.unwrap(), Woken::Wall);
        let after = SystemClock.now().wall - due;
        assert!(after >= chrono::Duration::zero(), "{after} early");
    }
    is_quiet(&mut timer).await;
}

#[tokio::test]
async fn an_instant_that_is_past_wakes_at_once_and_only_once() {
    let mut timer = Timer::new().unwrap();
    timer.wake_at(Some(SystemClock.now().wall - chrono::Duration::hours(1)));
    assert_eq!(timeout(PATIENCE, woken(&mut timer)).await.unwrap(), Woken::Wall);
    is_quiet(&mut timer).await;
    timer.poll_at(Some(Duration::ZERO));
    assert_eq!(timeout(PATIENCE, woken(&mut timer)).await.unwrap(), Woken::Poll);
    timer.wake_at(Some(SystemClock.now().wall - chrono::Duration::hours(1)));
    assert_eq!(timeout(PATIENCE, woken(&mut timer)).await.unwrap(), Woken::Wall, "a poll wakes only once as well");
}

#[tokio::test]
async fn a_wait_that_is_given_up_loses_nothing() {
    let mut timer = Timer::new().unwrap();
    timer.wake_at(Some(SystemClock.now().wall + chrono::Duration::milliseconds(60)));
    for _ in 0..5 {
        let _given_up = timeout(Duration::from_millis(3), woken(&mut timer)).await;
    }
    assert_eq!(timeout(PATIENCE, woken(&mut timer)).await.unwrap(), Woken::Wall);
}

#[tokio::test]
async fn a_clock_that_is_set_is_noticed_with_and_without_a_deadline() {
    use rustix::time::{ClockId, clock_gettime, clock_settime};
    // Only root may; elsewhere the rest of the tests stands alone.
    if !rustix::process::geteuid().is_root() || clock_settime(ClockId::Realtime, clock_gettime(ClockId::Realtime)).is_err() {
        return;
    }
    for deadline in [None, Some(chrono::Duration::hours(1))] {
        let mut timer = Timer::new().unwrap();
        timer.wake_at(deadline.map(|ahead| SystemClock.now().wall + ahead));
        clock_settime(ClockId::Realtime, clock_gettime(ClockId::Realtime)).unwrap();
        assert_eq!(timeout(PATIENCE, timer.woken()).await.unwrap(), Woken::ClockChanged);
        // Once is enough: what comes next is what is asked for now.
        for _ in 0..8 {
            timer.poll_at(Some(Duration::ZERO));
            assert_eq!(timeout(PATIENCE, timer.woken()).await.unwrap(), Woken::Poll);
        }
    }
}
