//! The policy `turns`: which threads open regions that are short and follow each other closely.
//!
//! Where processors are short, a region of microseconds costs several times its work: its members are seldom on their
//! processors at the same moment, and who waits for another switches to it and back. A thread that opens many of them
//! is let in as a gang, whose regions follow each other at full speed for a turn. That pays only as long as the gang
//! uses its processors throughout; regions that compute for long, or that have much serial work in between, leave
//! processors idle to no purpose. What a region costs its thread in processor time tells the ones from the others, however
//! many threads there are: that time hardly depends on who else wants to run.

use std::cell::Cell;

use crate::engine::protocols::admission::gate::Turn;

/// So many regions are a sample. A thread with fewer has ended before its first turn would pay.
const SAMPLE: u32 = 32;

/// The most processor time, in nanoseconds, that a short region takes of the thread that opens it, the serial work before
/// the next one included.
const SHORT: u64 = 20_000;

/// The most time for each region of a turn that was of use.
const CLOSE: u64 = 2 * SHORT;

/// The most samples to let pass before a thread is tried again whose turns were of no use.
const MOST_PATIENCE: u32 = 1024;

/// What is known of the regions of one thread.
#[derive(Default)]
pub struct Pace {
    /// Whether it takes turns.
    takes_turns: Cell<bool>,
    /// Regions in the sample, and what the thread had computed when it began; 0: not known.
    regions: Cell<u32>,
    since: Cell<u64>,
    /// How many samples to let pass after a turn of no use, and how many of these are left.
    patience: Cell<u32>,
    left: Cell<u32>,
}

impl Pace {
    /// Whether the thread takes turns.
    #[inline]
    pub fn takes_turns(&self) -> bool {
        self.takes_turns.get()
    }

    /// The thread, which takes no turns, opens a region; whether it takes turns from now on. `short`: whether processors are
    /// short; `computed`: for how many nanoseconds the thread has computed so far.
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

    /// The thread has ended a turn because others wait.
    pub fn ended(&self, turn: Turn) {
        if turn.time <= u64::from(turn.regions) * CLOSE {
            self.patience.set(0);
        } else {
            self.lost();
        }
    }

    /// Others took the place away, because the thread was elsewhere or its region long.
    pub fn lost(&self) {
        self.takes_turns.set(false);
        self.since.set(0);
        self.left.set(self.patience.get());
        self.patience.set((self.patience.get() * 4).clamp(1, MOST_PATIENCE));
    }

    /// In a forked child there is nobody to take turns with, and the thread's clock began anew.
    pub fn forget(&self) {
        self.takes_turns.set(false);
        self.since.set(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The number of regions of `each` nanoseconds until the thread takes turns.
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
