//! What the requests of a crowd amount to: means, peaks, shares, and whether the goals hold.
//! It never rounds in favour of a goal.

use crate::crowd::{Minute, Traffic};

/// The goal: no hour has more than that many times the mean.
pub(crate) const MOST_TO_MEAN: f64 = 1.2;
/// No minute in which no check is promised has more than that many times the mean minute: at a few hundred requests a
/// minute, chance alone makes 1.2 of it.
pub(crate) const MOST_TO_MEAN_MINUTE: f64 = 1.5;
/// After an outage no minute has more than that many times the mean minute, unless the outage's own minutes had more: those
/// who were turned away come back beside those who were not, which makes 2, and chance comes on top.
pub(crate) const MOST_TO_MEAN_MINUTE_AFTER: f64 = 2.5;
/// The goal: more than that share of the answers is 304.
pub(crate) const LEAST_UNMODIFIED: f64 = 0.95;

/// Figures of the whole hours of a stretch.
#[derive(Debug)]
pub(crate) struct Figures {
    pub(crate) hours: Vec<u64>,
    pub(crate) mean: f64,
    pub(crate) peak: u64,
    /// The most in an hour in which no check is promised to anybody.
    pub(crate) quiet_peak: u64,
    pub(crate) promised_peak: u64,
    /// The largest of each hour's requests over the mean, or over the promised where those are more.
    pub(crate) over_promised: f64,
    pub(crate) peak_minute: u64,
    pub(crate) quiet_peak_minute: u64,
    pub(crate) unmodified: f64,
}

/// The figures of the hours `from` to `to`; against `mean` requests an hour, or their own.
pub(crate) fn figures(traffic: &Traffic, from: usize, to: usize, mean: Option<f64>) -> Figures {
    let minutes = &traffic.counts.minutes[from * 60..to * 60];
    let near = &traffic.near_session[from * 60..to * 60];
    let sum = |minutes: &[Minute], of: fn(&Minute) -> u32| minutes.iter().map(|minute| u64::from(of(minute))).sum::<u64>();
    let hours: Vec<u64> = minutes.chunks(60).map(|hour| sum(hour, |minute| minute.requests)).collect();
    let total: u64 = hours.iter().sum();
    let mean = mean.unwrap_or(total as f64 / hours.len().max(1) as f64);
    let promised = &traffic.promised[from..to];
    let quiet_hours = hours.iter().zip(near.chunks(60)).filter(|(_, near)| !near.contains(&true));
    let quiet_minutes = minutes.iter().zip(near).filter(|(_, near)| !**near);
    let refused = sum(minutes, |minute| minute.refused);
    Figures {
        mean,
        peak: hours.iter().copied().max().unwrap_or(0),
        quiet_peak: quiet_hours.map(|(count, _)| *count).max().unwrap_or(0),
        promised_peak: promised.iter().copied().max().unwrap_or(0),
        over_promised: hours.iter().zip(promised).map(|(count, promised)| *count as f64 / mean.max(*promised as f64)).fold(0.0, f64::max),
        peak_minute: minutes.iter().map(|minute| u64::from(minute.requests)).max().unwrap_or(0),
        quiet_peak_minute: quiet_minutes.map(|(minute, _)| u64::from(minute.requests)).max().unwrap_or(0),
        unmodified: sum(minutes, |minute| minute.unmodified) as f64 / (total - refused).max(1) as f64,
        hours,
    }
}

impl Figures {
    /// How many times the mean is asked in the busiest hour.
    pub(crate) fn peak_to_mean(&self) -> f64 {
        self.peak as f64 / self.mean
    }

    /// Likewise in the busiest hour in which no check is promised.
    pub(crate) fn quiet_peak_to_mean(&self) -> f64 {
        self.quiet_peak as f64 / self.mean
    }

    /// Likewise in the busiest minute in which none is.
    pub(crate) fn quiet_minute_to_mean(&self) -> f64 {
        self.quiet_peak_minute as f64 * 60.0 / self.mean
    }

    /// The goals of a crowd that nothing befalls, as far as they are missed, in words.
    pub(crate) fn missed(&self) -> Vec<String> {
        let mut missed = self.missed_by_hours();
        if self.quiet_minute_to_mean() > MOST_TO_MEAN_MINUTE {
            missed.push(format!("a minute without a promised check has {:.3} times the mean", self.quiet_minute_to_mean()));
        }
        if self.unmodified <= LEAST_UNMODIFIED {
            missed.push(format!("{:.2} % are answered 304", self.unmodified * 100.0));
        }
        missed
    }

    /// The goals of the time after an outage that had so many requests in its busiest minute, as far as they are missed.
    pub(crate) fn missed_after(&self, during: u64) -> Vec<String> {
        let mut missed = self.missed_by_hours();
        if self.quiet_peak_minute > during && self.quiet_minute_to_mean() > MOST_TO_MEAN_MINUTE_AFTER {
            missed.push(format!("a minute after the outage has {:.3} times the mean, and more than any in it", self.quiet_minute_to_mean()));
        }
        missed
    }

    fn missed_by_hours(&self) -> Vec<String> {
        let mut missed = Vec::new();
        if self.quiet_peak_to_mean() > MOST_TO_MEAN {
            missed.push(format!("an hour without a promised check has {:.3} times the mean", self.quiet_peak_to_mean()));
        }
        if self.over_promised > MOST_TO_MEAN {
            missed.push(format!("an hour has {:.3} times what is the more of the mean and the promised", self.over_promised));
        }
        missed
    }
}
