//! The steal policy: whether it pays for a thread to take tasks from others.
//!
//! A stolen task's memory moves to the thief's processor, and the generator has to fetch it back
//! for the next task. That costs the two threads about 200 ns together. If tasks are shorter than
//! that, their generator alone is faster: it runs them as ordinary calls once its deque is full. So
//! a thief measures its tasks. After a task that was too short it looks for other work, for longer
//! each time, before it steals again. After a task that was long enough it steals several at once.
//! Between processors that are far apart all of it takes longer, so that an empty task looks long.
//! So the thief measures too how long its steals take, which tells how far away the others are.
//!
//! A look at a deque that has tasks takes its cache line from those who use it. If all members of a
//! large team looked all the time, one of them that generates tasks would wait for its own deque
//! most of the time. So a thread that has found nothing looks again after a time which grows with
//! the team: all threads together look about equally often in teams of any size.
//!
//! A wake-up for a task costs more: some microseconds for the sleeper, and as much for the thread
//! that wakes it. A thread that has nothing more to do right after a short task goes back to sleep,
//! and would be woken for every such task. So from the second time in a row on it sleeps for a
//! while without being called for tasks, for longer each further time.

use std::cell::Cell;
use std::time::Duration;

use crate::engine::ground::by_address::spread;
use crate::sys::clock::ticks;

/// A task that takes less time than this, with the time to fetch its memory, does not pay. In ticks
/// of the processor's clock, two to four per nanosecond: where a cache line moves in 40 ns, an
/// empty task takes about 200, a task of 100 ns about 400.
const LEAST: u64 = 350;

/// The same, where a cache line takes longer to move: the time in which this many do. An empty task
/// moves two.
const LINES: u64 = 3;

/// A task that takes longer than this pays in any case. Where many threads steal from one, they
/// wait for each other, and lines seem to move slowly.
const ENOUGH: u64 = 1000;

/// Of this many steals, one is measured.
const SELDOM: u8 = 16;

/// The number of tasks in a line of a deque.
const IN_LINE: u64 = 8;

/// Looks for other work before the next attempt, of about ten nanoseconds each: after the first
/// task that did not pay, and at most.
const SHORTEST: u32 = 4;
const LONGEST: u32 = 512;

/// The number of tasks to take at once, besides the one that is run first.
const BATCH: usize = 32;

/// A thread that sleeps again within this many nanoseconds after it woke up was called in vain.
const BRIEF: u64 = 5_000;

/// Half of the nanoseconds for which a thread is not called after the second vain call in a row.
/// Each further vain call doubles the time.
const QUIET: u64 = 20_000;
const MOST_BRIEF: u32 = 7;

/// The experience of a thread with the tasks that it took.
#[derive(Default)]
pub struct StealPolicy {
    /// The time at which the thread began with the tasks that it took last.
    since: Cell<u64>,
    /// The number of tasks that it took then, and the number of these that are left.
    taken: Cell<u32>,
    left: Cell<u32>,
    /// Whether the tasks before those paid.
    pays: Cell<bool>,
    /// How long a cache line took to move when that was measured last, in ticks; 0: not known.
    line: Cell<u64>,
    /// Attempts to steal.
    attempts: Cell<u8>,
    /// The number of looks of the last pause, and the number of these that are left.
    pause: Cell<u32>,
    looks: Cell<u32>,
    /// The time at which it last woke up in a barrier, in nanoseconds, and whether it has run a
    /// task since then.
    woke: Cell<u64>,
    busy: Cell<bool>,
    /// The number of vain calls in a row.
    brief: Cell<u32>,
}

impl StealPolicy {
    /// Whether the thread may try to steal now. To be called at each look.
    #[inline]
    pub fn may_take(&self) -> bool {
        let looks = self.looks.get();
        if looks == 0 {
            return true;
        }
        self.looks.set(looks - 1);
        false
    }

    /// Notes that the thread, member `tid` of a large team of `n`, has found no task to steal. It
    /// looks again after n/2 to n looks for other things, which differ from thread to thread.
    pub fn found_none(&self, tid: u32, n: u32) {
        let half = n / 2;
        // Neighbours' pauses lie far apart.
        let more = ((spread(tid as usize) >> 32) * half as usize) >> 32;
        self.looks.set(half + more as u32);
    }

    /// The number of tasks to take at once, besides the first one.
    pub fn batch(&self) -> usize {
        if self.pays.get() { BATCH } else { 0 }
    }

    /// Whether the thread should measure how long it takes to steal now: one time in
    /// [`SELDOM`], because reading the clock takes as long as a third of that.
    #[inline]
    pub fn measures(&self) -> bool {
        let attempts = self.attempts.get().wrapping_add(1);
        self.attempts.set(attempts);
        attempts.is_multiple_of(SELDOM)
    }

    /// Notes that the thread took `count` tasks. `began`: the [ticks] when it began to take them,
    /// if it measured that.
    pub fn took(&self, count: u32, began: Option<u64>) {
        let now = ticks();
        if let Some(began) = began {
            self.learn(count, now.saturating_sub(began));
        }
        self.begin(count, now);
    }

    /// Learns how long it took to steal `count` tasks: the line with the deque's lock moved, and
    /// those with the tasks.
    fn learn(&self, count: u32, time: u64) {
        let each = time / (1 + u64::from(count).div_ceil(IN_LINE));
        let before = self.line.get();
        // A longer time makes no difference, and a thread may have been interrupted.
        let each = each.min(ENOUGH / LINES);
        self.line.set(if before == 0 { each } else { (3 * before + each) / 4 });
    }

    /// Notes that the thread has run a task.
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

    /// To be called before the thread sleeps, with the present time: the time for which it is not
    /// to be called for tasks.
    pub fn quiet_time(&self, now: u64) -> Option<Duration> {
        if !self.busy.take() {
            return None;
        }
        let in_vain = now.saturating_sub(self.woke.get()) < BRIEF;
        let brief = if in_vain { (self.brief.get() + 1).min(MOST_BRIEF) } else { 0 };
        self.brief.set(brief);
        (brief > 1).then(|| Duration::from_nanos(QUIET << (brief - 1)))
    }

    /// Notes that the thread woke up.
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
        let pays = each >= (LINES * self.line.get()).clamp(LEAST, ENOUGH);
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
    fn tasks_must_be_longer_where_lines_move_slowly() {
        let pays = |line: u64, each| {
            let policy = StealPolicy::default();
            (0..20).for_each(|_| policy.learn(1, 2 * line));
            // One that was interrupted changes little.
            policy.learn(1, 1_000_000);
            (0..8).for_each(|_| policy.learn(33, 6 * line));
            policy.begin(1, 0);
            policy.judge(each);
            policy.pays.get()
        };
        assert_eq!([80, 200, 400].map(|line| pays(line, LEAST)), [true, false, false]);
        assert_eq!([80, 200, 400].map(|line| pays(line, 3 * 250)), [true, true, false]);
        assert!(pays(5000, ENOUGH));
    }

    #[test]
    fn a_thread_that_is_called_in_vain_is_left_alone_longer_and_longer() {
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
        // The thread finds nothing to do after the quiet time. It can be called again, but with
        // less patience.
        assert_eq!([false, true].map(|runs| called(1, runs)), [0, 8 * QUIET]);
        assert_eq!([1; 9].map(|awake| called(awake, true))[8], QUIET << (MOST_BRIEF - 1));
        assert_eq!([BRIEF, 1].map(|awake| called(awake, true)), [0, 0]);
    }

    #[test]
    fn all_threads_together_look_equally_often_in_teams_of_any_size() {
        for n in [16_u32, 64, 256, 1000] {
            let policy = StealPolicy::default();
            let pauses: Vec<_> = (0..n)
                .map(|tid| {
                    policy.found_none(tid, n);
                    looks(&policy)
                })
                .collect();
            assert!(pauses.iter().all(|pause| (n / 2..=n).contains(pause)), "{pauses:?}");
            let rate: f64 = pauses.iter().map(|pause| 1.0 / f64::from(*pause)).sum();
            assert!((1.2..1.6).contains(&rate), "{rate} looks at a time, {n} threads");
        }
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
