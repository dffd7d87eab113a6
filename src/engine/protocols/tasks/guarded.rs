//! Tasks under a lock.

use std::collections::VecDeque;

use crate::engine::protocols::lock::Rank;
use crate::engine::protocols::tasks::spin::Spin;
use crate::sys::sync::{AtomicU32, Ordering, UnsafeCell};

/// A collection of tasks.
pub trait Tasks: Default {
    fn length(&self) -> usize;
}

impl<T> Tasks for VecDeque<T> {
    fn length(&self) -> usize {
        self.len()
    }
}

/// Tasks that one thread at a time may look at and change.
pub struct Guarded<C> {
    pub lock: Spin,
    /// The number of tasks. It is changed under the lock; any thread may read it.
    length: AtomicU32,
    tasks: UnsafeCell<C>,
}

// SAFETY: `tasks` is used under `lock` only, and any thread may have the tasks in it.
unsafe impl<C: Tasks> Sync for Guarded<C> {}

impl<C: Tasks> Guarded<C> {
    /// No tasks, under a lock of this rank.
    pub fn new(rank: Rank) -> Self {
        Self { lock: Spin::new(rank), length: AtomicU32::new(0), tasks: UnsafeCell::new(C::default()) }
    }

    /// The number of tasks a moment ago.
    #[inline]
    pub fn length(&self) -> u32 {
        self.length.load(Ordering::Relaxed)
    }

    pub fn locked<R>(&self, change: impl FnOnce(&mut C) -> R) -> R {
        self.lock.lock();
        self.under_lock(change)
    }

    /// As [`locked`](Self::locked), but does nothing if there is no task, or if none is left by the
    /// time the lock is free. So if many threads have seen a task, those that come too late do not
    /// take the lock from the others.
    pub fn locked_if_any<R>(&self, change: impl FnOnce(&mut C) -> R) -> Option<R> {
        self.lock.is_next();
        while self.length() != 0 {
            if self.lock.try_lock() {
                return Some(self.under_lock(change));
            }
            self.lock.look();
        }
        None
    }

    /// As [`locked`](Self::locked), for a caller that holds the lock; frees it.
    #[inline]
    pub fn under_lock<R>(&self, change: impl FnOnce(&mut C) -> R) -> R {
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

    /// Forgets all tasks in a forked child. The collection is not dropped, because a vanished
    /// thread may have been changing it.
    pub fn abandon(&self) {
        self.lock.reset();
        self.length.store(0, Ordering::Relaxed);
        // SAFETY: the child has one thread.
        self.tasks.with_mut(|tasks| unsafe { tasks.write(C::default()) });
    }
}
