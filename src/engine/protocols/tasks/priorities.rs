//! The tasks with a priority. A team has one queue for each priority, so that a thread that looks
//! for a task finds the most important one of all.
//!
//! A thread that waits inside a tied task may run only descendants of that task, so it looks past
//! others. It does so once for each task: whether it may take a task never changes while it waits.
//! After that it looks only at tasks that have come since.

use std::collections::{BTreeMap, VecDeque};

use crate::engine::protocols::lock::{ForkAttempt, Rank};
use crate::engine::protocols::tasks::guarded::{Guarded, Tasks};
use crate::sys::sanitizer;
use crate::sys::sync::{AtomicU64, Cell, Ordering};

/// A team's tasks with a priority. `T`: a task.
pub struct Priorities<T> {
    /// The number of tasks that have ever been added. It is changed under the lock; any thread may
    /// read it.
    added: AtomicU64,
    tasks: Guarded<Levels<T>>,
}

/// A task, and the number of tasks that had been added before it.
type Numbered<T> = (T, u64);

/// The position of a task: its priority, and the number of tasks before it in the queue of that
/// priority.
type Position = (u32, usize);

/// The tasks by their priorities.
struct Levels<T> {
    /// Each queue has the oldest task first. No queue is empty, except in a forked child.
    queues: BTreeMap<u32, VecDeque<Numbered<T>>>,
    /// Empty queues for later use, so that a single task that comes and goes does not allocate
    /// memory each time.
    spare: Vec<VecDeque<Numbered<T>>>,
    length: usize,
}

/// The most queues that are kept for later use. Queues with room for more than [`SPARE_ROOM`] tasks
/// are not kept.
const SPARES: usize = 8;
const SPARE_ROOM: usize = 1024;

impl<T> Default for Levels<T> {
    fn default() -> Self {
        Self { queues: BTreeMap::new(), spare: Vec::new(), length: 0 }
    }
}

impl<T> Tasks for Levels<T> {
    fn length(&self) -> usize {
        self.length
    }
}

impl<T: Copy> Levels<T> {
    fn add(&mut self, task: T, priority: u32, number: u64) {
        let Self { queues, spare, .. } = self;
        sanitizer::unseen(|| {
            let queue = queues.entry(priority).or_insert_with(|| spare.pop().unwrap_or_default());
            queue.push_back((task, number));
        });
        self.length += 1;
    }

    /// Takes the most important task. Of equally important ones, takes the oldest.
    fn take_first(&mut self) -> Option<T> {
        loop {
            let (priority, queue) = self.queues.last_key_value()?;
            let (priority, empty) = (*priority, queue.is_empty());
            if !empty {
                return self.take((priority, 0));
            }
            sanitizer::unseen(|| self.queues.remove(&priority));
        }
    }

    fn take(&mut self, (priority, index): Position) -> Option<T> {
        let queue = self.queues.get_mut(&priority)?;
        let (task, _) = sanitizer::unseen(|| queue.remove(index))?;
        self.length -= 1;
        if queue.is_empty() {
            let emptied = sanitizer::unseen(|| self.queues.remove(&priority))?;
            if self.spare.len() < SPARES && emptied.capacity() <= SPARE_ROOM {
                self.spare.push(emptied);
            }
        }
        Some(task)
    }

    /// The position of the most important task that is `allowed` and was added as number `refused`
    /// or later. Of equally important tasks it is the oldest one if that is allowed, otherwise the
    /// newest allowed one: a thread's own children have often come last.
    fn find(&self, refused: u64, allowed: impl Fn(T) -> bool) -> Option<Position> {
        let suits = |&(task, number): &Numbered<T>| number >= refused && allowed(task);
        self.queues.iter().rev().find_map(|(priority, queue)| {
            if queue.front().is_some_and(suits) {
                return Some((*priority, 0));
            }
            let newest_first = queue.iter().enumerate().skip(1).rev();
            let mut new = newest_first.take_while(|(_, (_, number))| *number >= refused);
            new.find(|(_, numbered)| suits(numbered)).map(|(index, _)| (*priority, index))
        })
    }

    /// The position of a task that is `allowed`, at one end of its queue, and at least as important
    /// as `priority`.
    fn find_at_an_end(&self, priority: u32, allowed: impl Fn(T) -> bool) -> Option<Position> {
        let suits = |numbered: Option<&Numbered<T>>| numbered.is_some_and(|(task, _)| allowed(*task));
        self.queues.range(priority..).rev().find_map(|(priority, queue)| {
            let ends = [0, queue.len().saturating_sub(1)];
            ends.into_iter().find(|index| suits(queue.get(*index))).map(|index| (*priority, index))
        })
    }
}

/// The result of adding a task.
#[must_use]
pub struct Added<T, R> {
    /// The task that is to be run now, if there were enough: the new one, or one that is at least
    /// as important.
    pub now: Option<T>,
    /// The answer of `idle`, if the new task has been queued.
    pub idle: Option<R>,
}

impl<T> Default for Priorities<T> {
    // Not derived: it would ask for a task's default.
    fn default() -> Self {
        Self::new(Rank::Priorities)
    }
}

impl<T> Priorities<T> {
    /// No tasks, under a lock of this rank.
    pub fn new(rank: Rank) -> Self {
        Self { added: AtomicU64::new(0), tasks: Guarded::new(rank) }
    }
}

impl<T: Copy> Priorities<T> {
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.length() == 0
    }

    /// The number of tasks a moment ago.
    #[inline]
    pub fn length(&self) -> u32 {
        self.tasks.length()
    }

    /// Whether there is no task. For a last look, after a thread has counted itself idle.
    pub fn is_empty_for_sure(&self) -> bool {
        self.tasks.locked(|levels| levels.length == 0)
    }

    /// Adds a task. `idle` as for
    /// [`Deque::push`](crate::engine::protocols::tasks::deque::Deque::push).
    pub fn push<R>(&self, task: T, priority: u32, idle: impl FnOnce() -> R) -> R {
        self.tasks.locked(|levels| self.add(levels, task, priority, idle))
    }

    /// Adds a task. If there are `enough` already, it also returns a task that the caller is to
    /// run: an `allowed` one that is at least as important as the new one, or the new one itself,
    /// which is not added then.
    pub fn push_or_trade<R>(
        &self,
        task: T,
        priority: u32,
        enough: u32,
        allowed: impl Fn(T) -> bool,
        idle: impl FnOnce() -> R,
    ) -> Added<T, R> {
        self.tasks.locked(|levels| {
            if levels.length < enough as usize {
                return Added { now: None, idle: Some(self.add(levels, task, priority, idle)) };
            }
            // Only the ends are looked at: this must not take long, and the new task will do as
            // well.
            match levels.find_at_an_end(priority, allowed).and_then(|position| levels.take(position)) {
                None => Added { now: Some(task), idle: None },
                now => Added { now, idle: Some(self.add(levels, task, priority, idle)) },
            }
        })
    }

    fn add<R>(&self, levels: &mut Levels<T>, task: T, priority: u32, idle: impl FnOnce() -> R) -> R {
        let number = self.added.load(Ordering::Relaxed);
        levels.add(task, priority, number);
        self.added.store(number + 1, Ordering::Relaxed);
        idle()
    }

    /// Takes the most important task of all.
    pub fn pop(&self) -> Option<T> {
        self.tasks.locked(Levels::take_first)
    }

    /// As [`pop`](Self::pop), but may miss a task that is being added.
    #[inline]
    pub fn pop_if_any(&self) -> Option<T> {
        self.tasks.locked_if_any(Levels::take_first).flatten()
    }

    /// Takes the most important task that is `allowed`. `refused`: the number of tasks that had
    /// been added when none of them was allowed; 0 if the caller has not looked with the same
    /// `allowed` before. Unless `thorough` is set, it may miss a task that is being added.
    #[inline]
    pub fn search(&self, refused: &Cell<u64>, thorough: bool, allowed: impl Fn(T) -> bool) -> Option<T> {
        if !thorough && (self.is_empty() || self.added.load(Ordering::Relaxed) == refused.get()) {
            return None;
        }
        self.search_under_lock(refused, allowed)
    }

    #[inline(never)]
    fn search_under_lock(&self, refused: &Cell<u64>, allowed: impl Fn(T) -> bool) -> Option<T> {
        self.tasks.locked(|levels| {
            let position = levels.find(refused.get(), allowed);
            if position.is_none() {
                refused.set(self.added.load(Ordering::Relaxed));
            }
            levels.take(position?)
        })
    }

    /// As [`Deque::lock_for_fork`](crate::engine::protocols::tasks::deque::Deque::lock_for_fork),
    /// while a member of the team forks.
    pub fn lock_for_fork(&self, attempt: &ForkAttempt) {
        self.tasks.lock.lock_for_fork(attempt);
    }

    /// Ends what [`Priorities::lock_for_fork`] began.
    pub fn unlock_after_fork(&self) {
        self.tasks.lock.unlock_after_fork();
    }

    /// Keeps only the tasks that are to be `kept`, in a forked child; true if it could. It keeps
    /// none, and returns false, if a thread that vanished in a fork without handlers was changing
    /// them.
    pub fn forget(&self, kept: impl Fn(T) -> bool) -> bool {
        let whole = self.tasks.lock.try_lock();
        if whole {
            // Empty queues stay here, because the allocator may not be used now.
            self.tasks.under_lock(|levels| {
                levels.queues.values_mut().for_each(|queue| queue.retain(|(task, _)| kept(*task)));
                levels.length = levels.queues.values().map(VecDeque::len).sum();
            });
        } else {
            self.tasks.abandon();
        }
        whole
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;
    use crate::engine::protocols::lock::OwnedLock;

    /// A task: its priority and a number.
    type Job = (u32, u32);

    fn queue(jobs: impl IntoIterator<Item = Job>) -> Priorities<Job> {
        let queue = Priorities::default();
        jobs.into_iter().for_each(|job| queue.push(job, job.0, || ()));
        queue
    }

    fn all(queue: &Priorities<Job>) -> Vec<Job> {
        std::iter::from_fn(|| queue.pop_if_any()).collect()
    }

    fn any(_: Job) -> bool {
        true
    }

    #[test]
    fn the_most_important_come_first_and_of_equals_the_oldest() {
        let queue = queue([(1, 0), (7, 1), (3, 2), (7, 3), (u32::MAX, 4), (1, 5)]);
        assert_eq!(queue.length(), 6);
        assert_eq!(all(&queue), [(u32::MAX, 4), (7, 1), (7, 3), (3, 2), (1, 0), (1, 5)]);
        assert!(queue.is_empty() && queue.pop().is_none());
    }

    #[test]
    fn what_is_forbidden_hides_nothing() {
        let (queue, refused) = (queue([(9, 1), (9, 2), (9, 3), (5, 1), (5, 2), (5, 4), (1, 2)]), Cell::new(0));
        let even = |job: Job| job.1.is_multiple_of(2);
        let found: Vec<_> = std::iter::from_fn(|| queue.search(&refused, false, even)).collect();
        assert_eq!(found, [(9, 2), (5, 4), (5, 2), (1, 2)]);
        assert_eq!(all(&queue), [(9, 1), (9, 3), (5, 1)]);
    }

    #[test]
    fn a_second_search_looks_at_new_tasks_only() {
        let (queue, refused, looks) = (queue((0..100).map(|number| (number % 10, number))), Cell::new(0), Cell::new(0));
        let mine = |job: Job| {
            looks.set(looks.get() + 1);
            job.1 >= 1000
        };
        let search = |thorough| {
            looks.set(0);
            queue.search(&refused, thorough, mine)
        };
        assert_eq!((search(false), looks.get()), (None, 100));
        assert_eq!((search(false), looks.get()), (None, 0));
        assert_eq!((search(true), looks.get()), (None, 0));
        for job in [(4, 1000), (4, 200), (6, 201), (2, 1001)] {
            queue.push(job, job.0, || ());
        }
        assert_eq!((search(false), looks.get()), (Some((4, 1000)), 3));
        assert_eq!((search(false), looks.get()), (Some((2, 1001)), 3));
        assert_eq!((search(true), looks.get()), (None, 2));
        assert_eq!(queue.length(), 102);
    }

    #[test]
    fn where_there_are_enough_the_more_important_one_is_run() {
        let queue = queue([(3, 0), (5, 1), (3, 2), (1, 3)]);
        let offer = |job: Job, allowed: fn(Job) -> bool| {
            let added = queue.push_or_trade(job, job.0, 4, allowed, || ());
            (added.now, added.idle.is_some())
        };
        // First a more important task, then an equal but older one, then the new task itself.
        assert_eq!(offer((3, 4), any), (Some((5, 1)), true));
        assert_eq!(offer((3, 5), any), (Some((3, 0)), true));
        assert_eq!(offer((4, 6), any), (Some((4, 6)), false));
        // The allowed task is at the other end, then at neither.
        assert_eq!(offer((1, 7), |job| job.1 == 5), (Some((3, 5)), true));
        assert_eq!(offer((1, 8), |job| job.1 == 99), (Some((1, 8)), false));
        assert_eq!(all(&queue), [(3, 2), (3, 4), (1, 3), (1, 7)]);
        assert_eq!(offer((1, 9), any), (None, true));
    }

    #[test]
    fn a_child_keeps_its_own() {
        let queue = queue([(9, 1), (5, 2), (5, 3), (1, 4)]);
        assert!(queue.forget(|job| job.1.is_multiple_of(2)));
        assert_eq!(queue.length(), 2);
        queue.push((9, 6), 9, || ());
        assert_eq!(all(&queue), [(9, 6), (5, 2), (1, 4)]);
        // A thread that vanished was changing them.
        queue.push((1, 2), 1, || ());
        let forking = OwnedLock::new(Rank::Fork);
        let locks = || queue.lock_for_fork(&ForkAttempt::new(&|| forking.has_sleepers()));
        std::thread::scope(|scope| scope.spawn(locks).join().expect("it finds no fault"));
        assert!(!queue.forget(any));
        assert!(queue.is_empty() && queue.pop().is_none());
    }

    #[test]
    fn as_many_priorities_as_tasks() {
        let queue = queue((0..10_000).map(|number| (number * 7919 % 10_007, number)));
        let order = all(&queue);
        assert_eq!(order.len(), 10_000);
        assert!(order.is_sorted_by(|one, next| one.0 > next.0));
    }
}
