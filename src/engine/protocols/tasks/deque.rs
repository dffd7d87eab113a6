//! The deques: each member of a team has one, in which tasks wait for a thread. Tasks with a
//! priority wait in the team's
//! [`Priorities`](crate::engine::protocols::tasks::priorities::Priorities).
//!
//! The owner adds and takes tasks at one end, thieves take them at the other. All of them do so
//! under a small lock. A deque without a lock (Chase and Lev, 2005) would save the owner some
//! nanoseconds, but there a thief can take the oldest task only. A thread that waits inside a tied
//! task may run only descendants of that task, so it has to look past other tasks. Otherwise two
//! threads can wait for tasks that lie hidden in each other's deques.
//!
//! Tasks that their owner has stolen from others lie before its own, the oldest first, and it
//! takes the oldest of them. So thieves begin the tasks of one generator in the order in which it
//! generated them. There are programs in which a task spins until an earlier one has set a flag: a
//! thread that began the later one first would never come to the other.

use std::collections::VecDeque;

use crate::engine::protocols::lock::{ForkAttempt, Rank};
use crate::engine::protocols::tasks::guarded::{Guarded, Tasks};
use crate::sys::sanitizer;

/// One member's tasks. `T`: a task.
pub struct Deque<T>(Guarded<Row<T>>);

/// Tasks, the oldest first.
struct Row<T> {
    tasks: VecDeque<T>,
    /// The number of tasks at the front that other threads have generated.
    stolen: usize,
}

impl<T> Default for Row<T> {
    fn default() -> Self {
        Self { tasks: VecDeque::new(), stolen: 0 }
    }
}

impl<T> Tasks for Row<T> {
    fn length(&self) -> usize {
        self.tasks.len()
    }
}

impl<T> Row<T> {
    fn remove(&mut self, index: usize) -> Option<T> {
        if index < self.stolen {
            self.stolen -= 1;
        }
        if index == 0 {
            self.tasks.pop_front()
        } else if index + 1 == self.tasks.len() {
            self.tasks.pop_back()
        } else {
            // Others move.
            sanitizer::unseen(|| self.tasks.remove(index))
        }
    }

    /// Adds a task that was stolen.
    fn add_stolen(&mut self, task: T) {
        // Usually there is no other task, or none that the owner has generated.
        sanitizer::unseen(|| self.tasks.insert(self.stolen, task));
        self.stolen += 1;
    }
}

impl<T> Default for Deque<T> {
    fn default() -> Self {
        Self(Guarded::new(Rank::Deque))
    }
}

impl<T: Copy> Deque<T> {
    /// The number of tasks a moment ago.
    #[inline]
    pub fn length(&self) -> u32 {
        self.0.length()
    }

    /// Adds the newest task. Calls `idle` under the lock, which tells whom to wake, and returns its
    /// answer. A sleeper counts itself idle before it looks into the deque under the lock: so
    /// either the sleeper finds the task, or `idle` sees the sleeper.
    #[inline]
    pub fn push<R>(&self, task: T, idle: impl FnOnce() -> R) -> R {
        self.0.locked(|row| {
            row.tasks.push_back(task);
            idle()
        })
    }

    /// Takes the newest task that the owner has generated, or, if there is none, the oldest that it
    /// has stolen. Takes it only if it is `allowed`.
    #[inline]
    pub fn pop(&self, allowed: impl Fn(T) -> bool) -> Option<T> {
        if self.length() == 0 {
            return None;
        }
        self.0.locked(|row| {
            let length = row.tasks.len();
            let index = if length > row.stolen { length - 1 } else { 0 };
            row.tasks.get(index).is_some_and(|task| allowed(*task)).then(|| row.remove(index))?
        })
    }

    /// Takes the oldest task, if it is `allowed`. Also moves up to half of the others, at most
    /// `batch`, to `own`, the caller's deque, so that the caller need not come again for each.
    /// Leaves a deque alone that another thread is using.
    ///
    /// Calls `idle` under the lock of `own` for each task that was moved, and it tells whom to
    /// wake: a thread that looked into the two deques meanwhile may have seen the task in neither.
    /// Returns the task, the number of tasks that were moved, and the union of the answers.
    pub fn steal(
        &self,
        own: &Self,
        batch: usize,
        allowed: impl Fn(T) -> bool,
        idle: impl Fn(T) -> u32,
    ) -> Option<(T, u32, u32)> {
        if self.length() == 0 || !self.0.lock.try_lock() {
            return None;
        }
        self.0.under_lock(|row| {
            let task = *row.tasks.front()?;
            if !allowed(task) {
                return None;
            }
            row.remove(0);
            let half = (row.tasks.len() / 2).min(batch);
            let (mut moved, mut who) = (0, 0);
            if half > 0 && own.0.lock.try_lock() {
                own.0.under_lock(|mine| {
                    while moved < half as u32
                        && let Some(next) = row.tasks.front().copied().filter(|next| allowed(*next))
                    {
                        row.remove(0);
                        mine.add_stolen(next);
                        moved += 1;
                        who |= idle(next);
                    }
                });
            }
            Some((task, moved, who))
        })
    }

    /// Takes the oldest of those tasks that are `allowed`.
    pub fn search(&self, allowed: impl Fn(T) -> bool) -> Option<T> {
        self.0.locked(|row| {
            let index = row.tasks.iter().position(|task| allowed(*task))?;
            row.remove(index)
        })
    }

    /// Keeps others out while the owner forks. Does nothing if the fork comes from a signal handler
    /// that has interrupted the owner under the lock.
    pub fn lock_for_fork(&self, attempt: &ForkAttempt) {
        self.0.lock.lock_for_fork(attempt);
    }

    /// Ends what [`Deque::lock_for_fork`] began.
    pub fn unlock_after_fork(&self) {
        self.0.lock.unlock_after_fork();
    }

    /// Forgets the tasks: in a forked child, for the deque of a vanished thread.
    pub fn forget(&self) {
        self.0.abandon();
    }

    /// Keeps the survivor's deque in a forked child; whether it could. It forgets the tasks if a
    /// thread that vanished in a fork without handlers was changing the deque.
    pub fn keep(&self) -> bool {
        let whole = self.0.lock.try_lock();
        if whole {
            self.0.lock.unlock();
        } else {
            self.0.abandon();
        }
        whole
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;
    use crossbeam_deque::{Steal, Stealer, Worker};

    /// Two members, each of which adds, takes and steals at random, from our deques and from those
    /// of crossbeam-deque.
    #[derive(Default)]
    struct Pair {
        ours: [Deque<u32>; 2],
        theirs: [Theirs; 2],
    }

    struct Theirs {
        stolen: Worker<u32>,
        own: Worker<u32>,
        /// Of the two.
        for_others: [Stealer<u32>; 2],
    }

    impl Default for Theirs {
        fn default() -> Self {
            let (stolen, own) = (Worker::new_fifo(), Worker::new_lifo());
            Self { for_others: [stolen.stealer(), own.stealer()], stolen, own }
        }
    }

    impl Theirs {
        fn length(&self) -> usize {
            self.stolen.len() + self.own.len()
        }

        fn pop(&self) -> Option<u32> {
            self.own.pop().or_else(|| self.stolen.pop())
        }

        /// No other thread is in the way.
        fn oldest(&self) -> Option<u32> {
            self.for_others.iter().find_map(|tasks| tasks.steal().success())
        }
    }

    impl Pair {
        fn push(&self, member: usize, task: u32) {
            self.ours[member].push(task, || ());
            self.theirs[member].own.push(task);
        }

        fn pop(&self, member: usize) -> Option<u32> {
            let (ours, theirs) = (self.ours[member].pop(|_| true), self.theirs[member].pop());
            assert_eq!(ours, theirs);
            ours
        }

        /// `thief` takes the oldest task of the other member, and moves up to `batch` more. A batch
        /// of crossbeam-deque begins with its newest task, so that it moves one by one here.
        fn steal(&self, thief: usize, batch: usize) -> Option<u32> {
            let victim = 1 - thief;
            let ours = self.ours[victim].steal(&self.ours[thief], batch, |_| true, |_| 0);
            let oldest = || self.theirs[victim].oldest();
            let theirs = oldest();
            let half = (self.theirs[victim].length() / 2).min(batch);
            (0..half).filter_map(|_| oldest()).for_each(|task| self.theirs[thief].stolen.push(task));
            assert_eq!(ours.map(|(task, moved, _)| (task, moved as usize)), theirs.map(|task| (task, half)));
            theirs
        }

        fn check_lengths(&self) {
            for (ours, theirs) in self.ours.iter().zip(&self.theirs) {
                assert_eq!(ours.length() as usize, theirs.length());
            }
        }
    }

    /// A step of xorshift.
    fn next(state: &mut u64) -> u64 {
        *state ^= *state << 13;
        *state ^= *state >> 7;
        *state ^= *state << 17;
        *state
    }

    #[test]
    fn tasks_come_out_in_the_order_of_crossbeam_deque() {
        for seed in 1..=300 {
            let mut state = seed;
            // In some runs the deques get long, in others they are mostly empty.
            let pushes = 2 + next(&mut state) % 5;
            let pair = Pair::default();
            let (mut added, mut taken) = (0, Vec::new());
            for _ in 0..400 {
                let member = (next(&mut state) % 2) as usize;
                match next(&mut state) % 8 {
                    what if what < pushes => {
                        pair.push(member, added);
                        added += 1;
                    }
                    7 => {
                        let batch = [0, 1, 3, 8, 31][(next(&mut state) % 5) as usize];
                        taken.extend(pair.steal(member, batch));
                    }
                    _ => taken.extend(pair.pop(member)),
                }
                pair.check_lengths();
            }
            for member in 0..2 {
                taken.extend(std::iter::from_fn(|| pair.pop(member)));
            }
            taken.sort_unstable();
            assert!(taken.iter().copied().eq(0..added), "seed {seed}: {taken:?} of {added}");
        }
    }

    /// Thieves of thieves find the tasks of one generator in their order.
    #[test]
    fn stolen_tasks_stay_in_their_order() {
        let deques: [Deque<u32>; 3] = Default::default();
        (0..40).for_each(|task| deques[0].push(task, || ()));
        let steal = |thief: usize| deques[thief - 1].steal(&deques[thief], 20, |_| true, |_| 0).map(|(task, ..)| task);
        assert_eq!((steal(1), steal(2)), (Some(0), Some(1)));
        deques[1].push(100, || ());
        let rest = |member: usize| std::iter::from_fn(|| deques[member].pop(|_| true)).collect::<Vec<_>>();
        assert_eq!(rest(2), (2..11).collect::<Vec<_>>());
        assert_eq!(rest(1), [100].into_iter().chain(11..20).collect::<Vec<_>>());
        assert_eq!(rest(0), (20..40).rev().collect::<Vec<_>>());
    }

    /// The owner takes the tasks that a thief leaves, and no task is taken twice. Both kinds of
    /// deque give the same tasks to the same program.
    #[test]
    fn an_owner_and_a_thief_share_all_tasks() {
        const TASKS: u32 = 20_000;
        let deque = &Deque::default();
        let theirs = Theirs::default();
        let for_thief = theirs.for_others[1].clone();
        let ours = share(
            TASKS,
            |task| deque.push(task, || ()),
            || deque.pop(|_| true),
            || deque.steal(&Deque::default(), 0, |_| true, |_| 0).map(|(task, ..)| task),
        );
        let own = theirs.own;
        let theirs = share(
            TASKS,
            |task| own.push(task),
            || own.pop(),
            move || match for_thief.steal() {
                Steal::Success(task) => Some(task),
                _ => None,
            },
        );
        assert!(ours.iter().copied().eq(0..TASKS));
        assert_eq!(ours, theirs);
    }

    /// Adds `tasks` tasks while another thread steals; returns all tasks that the two took, sorted.
    fn share(
        tasks: u32,
        push: impl Fn(u32),
        pop: impl Fn() -> Option<u32>,
        steal: impl Fn() -> Option<u32> + Send,
    ) -> Vec<u32> {
        let done = &std::sync::atomic::AtomicBool::new(false);
        let mut all = std::thread::scope(|scope| {
            let thief = scope.spawn(move || {
                let mut stolen = Vec::new();
                while !done.load(std::sync::atomic::Ordering::Acquire) {
                    stolen.extend(steal());
                }
                // Each time the oldest task is stolen.
                assert!(stolen.is_sorted());
                stolen
            });
            let mut own = Vec::new();
            for task in 0..tasks {
                push(task);
                if task % 3 == 2 {
                    own.extend(pop());
                }
            }
            own.extend(std::iter::from_fn(pop));
            done.store(true, std::sync::atomic::Ordering::Release);
            own.extend(thief.join().expect("the thief finds no fault"));
            own
        });
        all.sort_unstable();
        all
    }
}
