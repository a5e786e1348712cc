//! Chance that can be repeated: the same seed gives the same crowd.
//! It never asks the machine for anything.

use chrono::Duration;

/// SplitMix64.
#[derive(Clone, Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64, client: u64) -> Self {
        let mut dice = Self(seed.wrapping_mul(0x2545_f491_4f6c_dd1d) ^ client.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        dice.roll();
        dice
    }

    pub(crate) fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// An even share of `span`, to the millisecond.
    pub(crate) fn within(&mut self, span: Duration) -> Duration {
        let most = u64::try_from(span.num_milliseconds()).unwrap_or(0).max(1);
        Duration::milliseconds((self.roll() % most) as i64)
    }

    /// One of these, as often as its weight says.
    pub(crate) fn weighed<'a, T>(&mut self, from: &'a [(u64, T)]) -> &'a T {
        let mut left = self.roll() % from.iter().map(|(weight, _)| weight).sum::<u64>();
        for (weight, one) in from {
            if left < *weight {
                return one;
            }
            left -= weight;
        }
        &from[0].1
    }
}
