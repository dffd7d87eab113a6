//! Where tasks wait for a thread: one deque a team member. Those with a priority wait in the team's
//! [`Priorities`](crate::engine::protocols::tasks::priorities::Priorities).
//!
//! The owner adds and takes at one end, thieves take at the other. All do so under a small lock. A deque without one
//! (Chase and Lev, 2005) saves the owner some nanoseconds, but a thief can only take the oldest task, and a thread that
//! waits inside a tied task may only run its descendants: it has to look past what it may not take, or two threads can
//! wait for tasks that lie hidden in each other's deques.

use std::collections::VecDeque;

use crate::engine::protocols::tasks::guarded::Guarded;

/// One member's tasks. `T`: a task.
pub struct Deque<T>(Guarded<VecDeque<T>>);

impl<T> Default for Deque<T> {
    fn default() -> Self {
        Self(Guarded::default())
    }
}

impl<T: Copy> Deque<T> {
    /// How many tasks there were a moment ago.
    #[inline]
    pub fn length(&self) -> u32 {
        self.0.length()
    }

    /// Adds the newest task. `idle`, who is to be woken, is asked under the lock: a sleeper counts itself idle before it
    /// looks into the deque under the lock, so either it finds the task, or it is seen here. Returns the answer.
    #[inline]
    pub fn push<R>(&self, task: T, idle: impl FnOnce() -> R) -> R {
        self.0.locked(|tasks| {
            tasks.push_back(task);
            idle()
        })
    }

    /// Takes the newest task, if it is `allowed`.
    #[inline]
    pub fn pop(&self, allowed: impl Fn(T) -> bool) -> Option<T> {
        if self.length() == 0 {
            return None;
        }
        self.0.locked(|tasks| {
            let task = *tasks.back()?;
            if !allowed(task) {
                return None;
            }
            tasks.pop_back()
        })
    }

    /// Takes the oldest task, if it is `allowed`, and moves up to half of the others, `batch` at most, to `own`, the caller's
    /// deque, so that it need not come again for each; leaves a deque alone that somebody else is using. `idle`, who is to
    /// be woken, is asked under the lock of `own` about each task that was moved: who looked into the two deques meanwhile
    /// may have seen it in neither. Returns the task, how many were moved, and all such answers.
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
        self.0.under_lock(|tasks| {
            let task = *tasks.front()?;
            if !allowed(task) {
                return None;
            }
            tasks.pop_front();
            let half = (tasks.len() / 2).min(batch);
            let (mut moved, mut who) = (0, 0);
            if half > 0 && own.0.lock.try_lock() {
                own.0.under_lock(|mine| {
                    while moved < half as u32
                        && let Some(next) = tasks.front().copied().filter(|next| allowed(*next))
                    {
                        tasks.pop_front();
                        mine.push_back(next);
                        moved += 1;
                        who |= idle(next);
                    }
                });
            }
            Some((task, moved, who))
        })
    }

    /// Takes the oldest task of all that is `allowed`.
    pub fn search(&self, allowed: impl Fn(T) -> bool) -> Option<T> {
        self.0.locked(|tasks| {
            let index = tasks.iter().position(|task| allowed(*task))?;
            tasks.remove(index)
        })
    }

    /// Keeps others out while the owner forks, unless a signal's handler does so that has interrupted the owner here.
    #[cfg(not(loom))]
    pub fn lock_for_fork(&self) {
        self.0.lock.lock_for_fork();
    }

    /// Ends what [`Deque::lock_for_fork`] began.
    #[cfg(not(loom))]
    pub fn unlock_after_fork(&self) {
        self.0.lock.unlock_after_fork();
    }

    /// In a forked child: the deque of a vanished thread is forgotten.
    pub fn forget(&self) {
        self.0.abandon();
    }

    /// In a forked child: the survivor keeps its deque, unless a thread that vanished in a fork without handlers was changing
    /// it. Whether it does.
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

    /// Two members, of whom each adds, takes and steals as it likes, with their deques and with those
    /// of crossbeam-deque.
    #[derive(Default)]
    struct Pair {
        ours: [Deque<u32>; 2],
        theirs: [Theirs; 2],
    }

    struct Theirs {
        own: Worker<u32>,
        for_others: Stealer<u32>,
    }

    impl Default for Theirs {
        fn default() -> Self {
            let own = Worker::new_lifo();
            Self { for_others: own.stealer(), own }
        }
    }

    impl Pair {
        fn push(&self, member: usize, task: u32) {
            self.ours[member].push(task, || ());
            self.theirs[member].own.push(task);
        }

        fn pop(&self, member: usize) -> Option<u32> {
            let (ours, theirs) = (self.ours[member].pop(|_| true), self.theirs[member].own.pop());
            assert_eq!(ours, theirs);
            ours
        }

        /// `thief` takes the oldest task of the other member, and moves up to `batch` more. A batch of
        /// crossbeam-deque begins with its newest task, so that it moves one by one here.
        fn steal(&self, thief: usize, batch: usize) -> Option<u32> {
            let victim = 1 - thief;
            let ours = self.ours[victim].steal(&self.ours[thief], batch, |_| true, |_| 0);
            // No other thread is there to be in the way.
            let oldest = || self.theirs[victim].for_others.steal().success();
            let theirs = oldest();
            let half = (self.theirs[victim].own.len() / 2).min(batch);
            (0..half).filter_map(|_| oldest()).for_each(|task| self.theirs[thief].own.push(task));
            assert_eq!(ours.map(|(task, moved, _)| (task, moved as usize)), theirs.map(|task| (task, half)));
            theirs
        }

        fn check_lengths(&self) {
            for (ours, theirs) in self.ours.iter().zip(&self.theirs) {
                assert_eq!(ours.length() as usize, theirs.own.len());
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
            // Of some runs the deques are long, of others they are mostly empty.
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

    /// What a thief leaves, the owner takes, and neither gets what the other has; the same program finds
    /// that of both kinds of deque.
    #[test]
    fn an_owner_and_a_thief_share_all_tasks() {
        const TASKS: u32 = 20_000;
        let deque = &Deque::default();
        let theirs = Theirs::default();
        let for_thief = theirs.for_others.clone();
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

    /// Adds so many tasks while another thread steals; all that were taken, in order.
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
                // The oldest is stolen each time.
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
