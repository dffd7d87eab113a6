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

    /// Takes the oldest task, if it is `allowed`, and moves up to half of the others, `loot` at most, to `own`, the caller's
    /// deque, so that it need not come again for each; leaves a deque alone that somebody else is using. `idle`, who is to
    /// be woken, is asked under the lock of `own` about each task that was moved: who looked into the two deques meanwhile
    /// may have seen it in neither. Returns the task, how many were moved, and all such answers.
    pub fn steal(
        &self,
        own: &Self,
        loot: usize,
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
            let half = (tasks.len() / 2).min(loot);
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
