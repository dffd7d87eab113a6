//! Whether it is worth a thread's while to take tasks from others.
//!
//! Whoever takes a task from another thread brings its memory here, and makes that thread fetch the memory back for
//! the next task: some 200 ns for the two of them. Where tasks are shorter than that, their generator is done sooner alone: it
//! runs them as ordinary calls once its deque is full. So a thief takes the time; after a task that was too short it looks
//! longer and longer for anything else before it takes the next one, and after one that was not it takes several at once.
//!
//! To be woken for a task costs more, both the thread and who wakes it: some microseconds each. A thread that has nothing to do again
//! right after a short task, and goes back to sleep, would be woken for each one there is. So after the second time in a row it sleeps
//! for a while without being called for tasks, longer and longer as long as that goes on.

use std::cell::Cell;
use std::time::Duration;

use crate::sys::clock::ticks;

/// A task that takes less time than this, that for fetching its memory included, does not pay; in ticks of the processor's
/// clock, of which there are two to four a nanosecond. Empty tasks take some 300, those of 100 ns some 500.
const LEAST: u64 = 350;

/// Looks for work before the next attempt, some ten nanoseconds each: after the first vain one, and at most.
const SHORTEST: u32 = 4;
const LONGEST: u32 = 512;

/// How many tasks to take at once, beside the one that is run first.
const BATCH: usize = 32;

/// Who sleeps again so many nanoseconds after it woke up was called in vain.
const BRIEF: u64 = 5_000;

/// For how many nanoseconds a thread that was called in vain once is not called; each time more doubles that.
const QUIET: u64 = 20_000;
const MOST_BRIEF: u32 = 7;

/// What a thread has learned from the tasks that it took.
#[derive(Default)]
pub struct StealPolicy {
    /// When the thread began with what it took last.
    since: Cell<u64>,
    /// How many tasks it took then, and how many of these are left.
    taken: Cell<u32>,
    left: Cell<u32>,
    /// Whether that before paid.
    pays: Cell<bool>,
    /// How many looks the last pause had, and how many of it are left.
    pause: Cell<u32>,
    looks: Cell<u32>,
    /// When it last woke up in a barrier, in nanoseconds, and whether it has run a task since.
    woke: Cell<u64>,
    busy: Cell<bool>,
    /// How often in a row it was called in vain.
    brief: Cell<u32>,
}

impl StealPolicy {
    /// Whether to try now. Called at each look.
    #[inline]
    pub fn may_take(&self) -> bool {
        let looks = self.looks.get();
        if looks == 0 {
            return true;
        }
        self.looks.set(looks - 1);
        false
    }

    /// How many tasks to take at once, beside the first.
    pub fn batch(&self) -> usize {
        if self.pays.get() { BATCH } else { 0 }
    }

    /// The thread took `count` tasks.
    pub fn took(&self, count: u32) {
        self.begin(count, ticks());
    }

    /// The thread has run a task.
    #[inline]
    pub fn ran(&self) {
        self.busy.set(true);
        let left = self.left.get();
        if left != 0 {
            self.left.set(left - 1);
            if left == 1 {
                self.judge(ticks());
            }
        }
    }

    /// The thread is about to sleep, `now`: how long it is not to be called for tasks.
    pub fn quiet_time(&self, now: u64) -> Option<Duration> {
        if !self.busy.take() {
            return None;
        }
        let in_vain = now.saturating_sub(self.woke.get()) < BRIEF;
        let brief = if in_vain { (self.brief.get() + 1).min(MOST_BRIEF) } else { 0 };
        self.brief.set(brief);
        (brief > 1).then(|| Duration::from_nanos(QUIET << (brief - 1)))
    }

    /// The thread has slept.
    pub fn wakes(&self, now: u64) {
        self.woke.set(now);
    }

    fn begin(&self, count: u32, now: u64) {
        self.since.set(now);
        self.taken.set(count);
        self.left.set(count);
    }

    fn judge(&self, now: u64) {
        // The clocks of two processors may differ.
        let each = now.saturating_sub(self.since.get()) / u64::from(self.taken.get().max(1));
        let pays = each >= LEAST;
        self.pays.set(pays);
        let pause = if pays { 0 } else { (2 * self.pause.get()).clamp(SHORTEST, LONGEST) };
        self.pause.set(pause);
        self.looks.set(pause);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn looks(policy: &StealPolicy) -> u32 {
        (0..).find(|_| policy.may_take()).expect("there is an end")
    }

    #[test]
    fn short_tasks_are_left_alone_for_longer_and_longer() {
        let policy = StealPolicy::default();
        assert_eq!(looks(&policy), 0);
        for pause in [SHORTEST, 2 * SHORTEST, 4 * SHORTEST] {
            policy.begin(1, 1000);
            policy.judge(1000 + LEAST - 1);
            assert_eq!((looks(&policy), policy.batch()), (pause, 0));
        }
        (0..8).for_each(|_| policy.judge(1000));
        assert_eq!(looks(&policy), LONGEST);
    }

    #[test]
    fn one_that_takes_long_enough_ends_that_at_once() {
        let policy = StealPolicy::default();
        policy.begin(1, 1000);
        policy.judge(1001);
        policy.begin(2, 2000);
        policy.judge(2000 + 2 * LEAST);
        assert_eq!((looks(&policy), policy.batch()), (0, BATCH));
        policy.judge(2000 + LEAST);
        assert_eq!((looks(&policy), policy.batch()), (SHORTEST, 0));
    }

    #[test]
    fn who_is_called_in_vain_rests_longer_and_longer() {
        let policy = StealPolicy::default();
        let mut now = 1_000_000;
        let mut called = |awake, runs: bool| {
            policy.wakes(now);
            if runs {
                policy.ran();
            }
            now += awake;
            policy.quiet_time(now).map_or(0, |time| time.as_nanos() as u64)
        };
        assert_eq!([BRIEF - 1; 3].map(|awake| called(awake, true)), [0, 2 * QUIET, 4 * QUIET]);
        // Nothing to do after the quiet time: it can be called again, but is not trusted yet.
        assert_eq!([false, true].map(|runs| called(1, runs)), [0, 8 * QUIET]);
        assert_eq!([1; 9].map(|awake| called(awake, true))[8], QUIET << (MOST_BRIEF - 1));
        assert_eq!([BRIEF, 1].map(|awake| called(awake, true)), [0, 0]);
    }

    #[test]
    fn what_was_taken_is_judged_when_all_of_it_has_run() {
        let policy = StealPolicy::default();
        policy.begin(2, ticks());
        policy.ran();
        assert_eq!(looks(&policy), 0);
        policy.taken.set(u32::MAX);
        policy.ran();
        assert_eq!(looks(&policy), SHORTEST);
        policy.ran();
        assert_eq!(looks(&policy), 0);
    }
}
