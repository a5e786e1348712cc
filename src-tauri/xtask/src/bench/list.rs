//! Measures the upcoming window with ten thousand sessions: how soon a search shows its result, and how evenly the list scrolls.
//! It never measures a built page without the program: the real window is driven.

use super::{Figure, home, quantile, soon, start_app};
use crate::command::wait;
use crate::desktop::{Desktop, PATIENCE, Parts};
use crate::webdriver::Window;
use anyhow::{Context, Result};
use chrono::Duration as Span;
use serde_json::Value;

/// Types one more letter again and again, each when the one before is on the screen.
const SEARCH: &str = "
    window.times = undefined;
    const field = document.querySelector('[data-testid=search]');
    const times = [];
    const words = ['7', '77', '777', '7777', ''];
    const next = (turn) => {
      if (turn === 40) return (window.times = times);
      const begin = performance.now();
      field.value = words[turn % words.length];
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      // The second frame after it begins when the first is on the screen.
      requestAnimationFrame(() => requestAnimationFrame(() => { times.push(performance.now() - begin); next(turn + 1); }));
    };
    next(0); return true";

/// Scrolls on by a third of the window in every frame.
const SCROLL: &str = "
    window.times = undefined;
    const times = []; let last = performance.now();
    const next = (turn) => requestAnimationFrame((now) => {
      times.push(now - last); last = now;
      if (turn === 600) return (window.times = times);
      scrollBy(0, innerHeight / 3);
      next(turn + 1);
    });
    next(0); return true";

pub(super) fn list() -> Result<Vec<Figure>> {
    let mut desktop = Desktop::start(Parts::ALL)?;
    let home = home(&desktop, 10_000, soon(7_200), Span::minutes(8), "")?;
    start_app(&mut desktop, &home)?;
    wait("the door", PATIENCE, || home.join("run/door.sock").exists().then_some(()))?;
    let window = Window::open_built(&mut desktop, &home, "upcoming", true)?;
    window.until("the sessions", "document.querySelector('[data-testid=session]')")?;
    let mut searched = times(&window, SEARCH)?;
    let mut frames = times(&window, SCROLL)?;
    // The first waits for whatever the page did before.
    frames.remove(0);
    let figure = |name: &str, value, unit, goal| Figure { name: name.to_owned(), value, unit, goal };
    let last = |values: &mut [f64]| quantile(values, 1.0);
    Ok(vec![
        figure("10,000 sessions: keystroke to painted result (median of 40)", quantile(&mut searched, 0.5), "ms", Some(50.0)),
        figure("10,000 sessions: keystroke to painted result (longest)", last(&mut searched), "ms", Some(50.0)),
        figure("10,000 sessions: frame while scrolling (p99 of 600)", quantile(&mut frames, 0.99), "ms", None),
        figure("10,000 sessions: frame while scrolling (longest of 600)", last(&mut frames), "ms", Some(50.0)),
    ])
}

fn times(window: &Window, script: &str) -> Result<Vec<f64>> {
    window.script(script)?;
    window.until("the measurement", "window.times")?;
    let times = window.script("return window.times")?;
    times.as_array().context("no times")?.iter().map(|time| Value::as_f64(time).context("no time")).collect()
}
