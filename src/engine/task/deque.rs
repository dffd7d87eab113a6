//! Where tasks wait for a thread: one deque a team member, and one queue of tasks with priorities for the team.
//!
//! The owner adds and takes at one end, thieves take at the other. All do so under a small lock. A deque without one
//! (Chase and Lev, 2005) saves the owner some nanoseconds, but a thief can only take the oldest task, and a thread that
//! waits inside a tied task may only run its descendants: it has to look past what it may not take, or two threads can
//! wait for tasks that lie hidden in each other's deques.

use std::cell::UnsafeCell;
use std::collections::VecDeque;
use std::hint;
use std::mem;
use std::sync::atomic::{AtomicU32, Ordering};

use super::Task;
use crate::engine::thread::Thread;
use crate::sys::thread;

/// A lock for a handful of instructions. A fork finds it free, or held by a vanished thread: [`Spin::reset`].
#[derive(Default)]
pub struct Spin(AtomicU32);

impl Spin {
    #[inline]
    pub fn lock(&self) {
        while !self.try_lock() {
            for looks in 0.. {
                if self.0.load(Ordering::Relaxed) == 0 {
                    break;
                }
                // The holder may have lost its processor.
                if looks > 200 {
                    thread::yield_now();
                } else {
                    hint::spin_loop();
                }
            }
        }
    }

    #[inline]
    pub fn try_lock(&self) -> bool {
        self.0.swap(1, Ordering::Acquire) == 0
    }

    #[inline]
    pub fn unlock(&self) {
        self.0.store(0, Ordering::Release);
    }

    /// In a forked child.
    pub fn reset(&self) {
        self.0.store(0, Ordering::Relaxed);
    }
}

/// One member's tasks.
#[repr(align(128))]
#[derive(Default)]
pub struct Deque {
    lock: Spin,
    /// How many tasks there are; changed under the lock, read by anybody.
    length: AtomicU32,
    tasks: UnsafeCell<VecDeque<*const Task>>,
}

// SAFETY: `tasks` is used under `lock` only.
unsafe impl Sync for Deque {}

impl Deque {
    /// How many tasks there were a moment ago.
    #[inline]
    pub fn length(&self) -> u32 {
        self.length.load(Ordering::Relaxed)
    }

    /// Adds the newest task. `idle`, who is to be woken, is asked under the lock: a sleeper counts itself idle before it
    /// looks into the deque under the lock, so either it finds the task, or it is seen here. Returns the answer.
    #[inline]
    pub fn push<R>(&self, task: *const Task, idle: impl FnOnce() -> R) -> R {
        self.locked(|tasks| {
            tasks.push_back(task);
            idle()
        })
    }

    /// Takes the newest task, if it is `allowed`.
    #[inline]
    pub fn pop(&self, allowed: impl Fn(&Task) -> bool) -> Option<*const Task> {
        if self.length() == 0 {
            return None;
        }
        self.locked(|tasks| {
            let task = *tasks.back()?;
            // SAFETY: a queued task is alive.
            if !allowed(unsafe { &*task }) {
                return None;
            }
            tasks.pop_back()
        })
    }

    /// Takes the oldest task, if it is `allowed`; leaves a deque alone that somebody else is using.
    pub fn steal(&self, allowed: impl Fn(&Task) -> bool) -> Option<*const Task> {
        if self.length() == 0 || !self.lock.try_lock() {
            return None;
        }
        self.under_lock(|tasks| {
            let task = *tasks.front()?;
            // SAFETY: a queued task is alive.
            if !allowed(unsafe { &*task }) {
                return None;
            }
            tasks.pop_front()
        })
    }

    /// Takes the oldest task of all that is `allowed`.
    pub fn search(&self, allowed: impl Fn(&Task) -> bool) -> Option<*const Task> {
        self.locked(|tasks| {
            // SAFETY: queued tasks are alive.
            let index = tasks.iter().position(|task| allowed(unsafe { &**task }))?;
            tasks.remove(index)
        })
    }

    fn locked<R>(&self, change: impl FnOnce(&mut VecDeque<*const Task>) -> R) -> R {
        self.lock.lock();
        self.under_lock(change)
    }

    #[inline]
    fn under_lock<R>(&self, change: impl FnOnce(&mut VecDeque<*const Task>) -> R) -> R {
        // SAFETY: the lock is held.
        let tasks = unsafe { &mut *self.tasks.get() };
        let result = change(tasks);
        self.length.store(tasks.len() as u32, Ordering::Relaxed);
        self.lock.unlock();
        result
    }

    /// Keeps others out while the owner forks.
    pub fn lock(&self) {
        self.lock.lock();
    }

    /// Ends what [`Deque::lock`] began.
    pub fn unlock(&self) {
        self.lock.unlock();
    }

    /// In a forked child: the deque of a vanished thread is forgotten.
    pub fn forget(&self) {
        self.lock.reset();
        self.length.store(0, Ordering::Relaxed);
        // SAFETY: the child has one thread. Not dropped: a vanished thread may have been changing it.
        unsafe { self.tasks.get().write(VecDeque::new()) };
    }
}

/// A team's tasks with a priority, the most important first and the oldest first among equals.
#[repr(align(128))]
#[derive(Default)]
pub struct Priorities {
    lock: Spin,
    length: AtomicU32,
    tasks: UnsafeCell<Vec<*const Task>>,
}

// SAFETY: `tasks` is used under `lock` only.
unsafe impl Sync for Priorities {}

impl Priorities {
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.length() == 0
    }

    /// How many tasks there were a moment ago.
    #[inline]
    pub fn length(&self) -> u32 {
        self.length.load(Ordering::Relaxed)
    }

    /// Whether there is no task: for a last look, after a thread has counted itself idle.
    pub fn is_empty_for_sure(&self) -> bool {
        self.locked(|tasks| tasks.is_empty())
    }

    /// Adds a task; `idle` as for [`Deque::push`].
    pub fn push<R>(&self, task: *const Task, idle: impl FnOnce() -> R) -> R {
        self.locked(|tasks| {
            // Ascending, and of equals the newest first: the next one is the last.
            // SAFETY: queued tasks are alive.
            let priority = |task: *const Task| unsafe { (*task).priority.get() };
            let index = tasks.partition_point(|other| priority(*other) < priority(task));
            tasks.insert(index, task);
            idle()
        })
    }

    /// Takes the most important task of those that are `allowed`.
    pub fn pop(&self, allowed: impl Fn(&Task) -> bool) -> Option<*const Task> {
        self.locked(|tasks| {
            // SAFETY: queued tasks are alive.
            let index = tasks.iter().rposition(|task| allowed(unsafe { &**task }))?;
            Some(tasks.remove(index))
        })
    }

    fn locked<R>(&self, change: impl FnOnce(&mut Vec<*const Task>) -> R) -> R {
        self.lock.lock();
        // SAFETY: the lock is held.
        let tasks = unsafe { &mut *self.tasks.get() };
        let result = change(tasks);
        self.length.store(tasks.len() as u32, Ordering::Relaxed);
        self.lock.unlock();
        result
    }

    /// Keeps others out while a member of the team forks.
    pub fn lock(&self) {
        self.lock.lock();
    }

    /// Ends what [`Priorities::lock`] began.
    pub fn unlock(&self) {
        self.lock.unlock();
    }

    /// In a forked child: what others than the survivor generated is forgotten.
    pub fn forget(&self, survivor: &Thread) {
        let whole = self.lock.try_lock();
        // SAFETY: the child has one thread.
        let tasks = unsafe { &mut *self.tasks.get() };
        if whole {
            // SAFETY: queued tasks are alive.
            tasks.retain(|task| unsafe { &**task }.is_of(survivor));
        } else {
            // A thread that vanished in a fork without handlers was changing it, so it is not dropped.
            mem::forget(mem::take(tasks));
        }
        self.length.store(tasks.len() as u32, Ordering::Relaxed);
        self.lock.reset();
    }
}
