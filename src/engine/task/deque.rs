//! Where tasks wait for a thread: one deque a team member, and one queue of tasks with priorities for the team.
//!
//! The owner adds and takes at one end, thieves take at the other. All do so under a small lock. A deque without one
//! (Chase and Lev, 2005) saves the owner some nanoseconds, but a thief can only take the oldest task, and a thread that
//! waits inside a tied task may only run its descendants: it has to look past what it may not take, or two threads can
//! wait for tasks that lie hidden in each other's deques.

use std::collections::VecDeque;

use super::spin::Spin;
use crate::sys::sync::{AtomicU32, Ordering, UnsafeCell};

/// What holds tasks.
trait Tasks: Default {
    fn length(&self) -> usize;
}

impl<T> Tasks for VecDeque<T> {
    fn length(&self) -> usize {
        self.len()
    }
}

impl<T> Tasks for Vec<T> {
    fn length(&self) -> usize {
        self.len()
    }
}

/// Tasks under a lock.
#[derive(Default)]
struct Guarded<C> {
    lock: Spin,
    /// How many tasks there are; changed under the lock, read by anybody.
    length: AtomicU32,
    tasks: UnsafeCell<C>,
}

// SAFETY: `tasks` is used under `lock` only, and any thread may have what is in there.
unsafe impl<C: Tasks> Sync for Guarded<C> {}

impl<C: Tasks> Guarded<C> {
    #[inline]
    fn length(&self) -> u32 {
        self.length.load(Ordering::Relaxed)
    }

    fn locked<R>(&self, change: impl FnOnce(&mut C) -> R) -> R {
        self.lock.lock();
        self.under_lock(change)
    }

    /// As [`locked`](Self::locked), by who holds the lock; frees it.
    #[inline]
    fn under_lock<R>(&self, change: impl FnOnce(&mut C) -> R) -> R {
        let result = self.tasks.with_mut(|tasks| {
            // SAFETY: the lock is held.
            let tasks = unsafe { &mut *tasks };
            let result = change(tasks);
            self.length.store(tasks.length() as u32, Ordering::Relaxed);
            result
        });
        self.lock.unlock();
        result
    }

    /// In a forked child: forgets all. Not dropped: a vanished thread may have been changing it.
    fn abandon(&self) {
        self.lock.reset();
        self.length.store(0, Ordering::Relaxed);
        // SAFETY: the child has one thread.
        self.tasks.with_mut(|tasks| unsafe { tasks.write(C::default()) });
    }
}

/// One member's tasks. `T`: a task.
#[repr(align(128))]
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

    /// Keeps others out while the owner forks.
    pub fn lock(&self) {
        self.0.lock.lock();
    }

    /// Ends what [`Deque::lock`] began.
    pub fn unlock(&self) {
        self.0.lock.unlock();
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

/// A team's tasks with a priority, the most important first and the oldest first among equals.
#[repr(align(128))]
pub struct Priorities<T>(Guarded<Vec<T>>);

impl<T> Default for Priorities<T> {
    fn default() -> Self {
        Self(Guarded::default())
    }
}

impl<T: Copy> Priorities<T> {
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.length() == 0
    }

    /// How many tasks there were a moment ago.
    #[inline]
    pub fn length(&self) -> u32 {
        self.0.length()
    }

    /// Whether there is no task: for a last look, after a thread has counted itself idle.
    pub fn is_empty_for_sure(&self) -> bool {
        self.0.locked(|tasks| tasks.is_empty())
    }

    /// Adds a task; `idle` as for [`Deque::push`].
    pub fn push<R>(&self, task: T, priority: impl Fn(T) -> u32, idle: impl FnOnce() -> R) -> R {
        self.0.locked(|tasks| {
            // Ascending, and of equals the newest first: the next one is the last.
            let index = tasks.partition_point(|other| priority(*other) < priority(task));
            tasks.insert(index, task);
            idle()
        })
    }

    /// Takes the most important task of those that are `allowed`.
    pub fn pop(&self, allowed: impl Fn(T) -> bool) -> Option<T> {
        self.0.locked(|tasks| {
            let index = tasks.iter().rposition(|task| allowed(*task))?;
            Some(tasks.remove(index))
        })
    }

    /// Keeps others out while a member of the team forks.
    pub fn lock(&self) {
        self.0.lock.lock();
    }

    /// Ends what [`Priorities::lock`] began.
    pub fn unlock(&self) {
        self.0.lock.unlock();
    }

    /// In a forked child: only those that are to be `kept` are left; none, if a thread that vanished in a fork without
    /// handlers was changing them: that is false then.
    pub fn forget(&self, kept: impl Fn(T) -> bool) -> bool {
        let whole = self.0.lock.try_lock();
        if whole {
            self.0.under_lock(|tasks| tasks.retain(|task| kept(*task)));
        } else {
            self.0.abandon();
        }
        whole
    }
}
