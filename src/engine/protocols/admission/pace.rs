//! The policy `turns`: which threads open regions that are short and follow each other closely.
//!
//! Where processors are short, a region of microseconds costs several times its work: its members
//! are seldom on their processors at the same moment, and a member that waits for another one
//! switches to it and back. A thread that opens many such regions is admitted as a gang, whose
//! regions follow each other at full speed for a turn. That pays only as long as the gang uses its
//! processors all the time. Regions that compute for long, or that have much serial work in
//! between, would leave processors idle in vain. The processor time that a region costs its thread
//! tells the two kinds apart, however many threads there are: it hardly depends on other threads
//! that want to run.

use std::cell::Cell;

use crate::engine::protocols::admission::gate::Turn;

/// The number of regions of a sample. A thread with fewer regions has ended before its first turn
/// would pay.
const SAMPLE: u32 = 32;

/// The most processor time of a short region, in nanoseconds: that of the thread that opens it,
/// with the serial work before the next region.
const SHORT: u64 = 20_000;

/// The most nanoseconds for each region of a turn that was of use.
const CLOSE: u64 = 2 * SHORT;

/// The most samples to let pass before a thread is tried again, after turns that were of no use.
const MOST_PATIENCE: u32 = 1024;

/// The pace of one thread's regions.
#[derive(Default)]
pub struct Pace {
    /// Whether the thread takes turns.
    takes_turns: Cell<bool>,
    /// The number of regions in the sample, and the time that the thread had computed when the
    /// sample began; 0: not known.
    regions: Cell<u32>,
    since: Cell<u64>,
    /// The number of samples to let pass after a turn of no use, and how many of them are left.
    patience: Cell<u32>,
    left: Cell<u32>,
}

impl Pace {
    /// Whether the thread takes turns.
    #[inline]
    pub fn takes_turns(&self) -> bool {
        self.takes_turns.get()
    }

    /// Counts a region of a thread that takes no turns; whether it takes turns from now on.
    /// `short`: whether processors are short. `computed`: the nanoseconds that the thread has
    /// computed so far.
    #[inline]
    pub fn count(&self, short: impl FnOnce() -> bool, computed: impl FnOnce() -> u64) -> bool {
        let regions = self.regions.get() + 1;
        self.regions.set(regions % SAMPLE);
        match regions {
            1 if self.since.get() == 0 => self.begin(short(), computed),
            SAMPLE => return self.judge(short(), computed),
            _ => {}
        }
        false
    }

    #[cold]
    fn begin(&self, short: bool, computed: impl FnOnce() -> u64) {
        if short && self.left.get() == 0 {
            self.since.set(computed());
        }
    }

    #[cold]
    fn judge(&self, short: bool, computed: impl FnOnce() -> u64) -> bool {
        self.left.set(self.left.get().saturating_sub(1));
        let since = self.since.replace(0);
        if short && since != 0 {
            let now = computed();
            self.since.set(now);
            self.takes_turns.set(now - since <= u64::from(SAMPLE) * SHORT);
        }
        self.takes_turns.get()
    }

    /// Notes a turn that the thread has ended because others wait.
    pub fn ended(&self, turn: Turn) {
        if turn.time <= u64::from(turn.regions) * CLOSE {
            self.patience.set(0);
        } else {
            self.lost();
        }
    }

    /// Notes that others took the admission away, because the thread was elsewhere or its region
    /// was long.
    pub fn lost(&self) {
        self.takes_turns.set(false);
        self.since.set(0);
        self.left.set(self.patience.get());
        self.patience.set((self.patience.get() * 4).clamp(1, MOST_PATIENCE));
    }

    /// Resets this in a forked child, where there is nobody to take turns with and the thread's
    /// clock began anew.
    pub fn forget(&self) {
        self.takes_turns.set(false);
        self.since.set(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The number of regions of `each` nanoseconds after which the thread takes turns.
    fn regions_until_turns(pace: &Pace, each: u64) -> Option<u32> {
        let base = 1_000_000;
        (1..100_000).find(|region| pace.count(|| true, || base + u64::from(*region) * each))
    }

    #[test]
    fn a_thread_with_short_regions_takes_turns_after_a_sample() {
        let pace = Pace::default();
        assert_eq!(regions_until_turns(&pace, SHORT), Some(SAMPLE));
        assert!(pace.takes_turns());
    }

    #[test]
    fn one_with_long_regions_or_where_processors_are_at_hand_does_not() {
        assert_eq!(regions_until_turns(&Pace::default(), 2 * SHORT), None);
        let pace = Pace::default();
        assert!(!(0..1000).any(|_| pace.count(|| false, || unreachable!("nobody asks"))));
    }

    #[test]
    fn turns_of_no_use_are_tried_ever_less_often() {
        let pace = Pace::default();
        for samples in [1, 1, 2, 5] {
            assert_eq!(regions_until_turns(&pace, 1000), Some(samples * SAMPLE));
            pace.ended(Turn { regions: 10, time: 10 * CLOSE + 1 });
            assert!(!pace.takes_turns());
        }
        regions_until_turns(&pace, 1000);
        pace.ended(Turn { regions: 10, time: 10 * CLOSE });
        assert!(pace.takes_turns());
        pace.lost();
        assert_eq!(regions_until_turns(&pace, 1000), Some(SAMPLE));
    }
}
