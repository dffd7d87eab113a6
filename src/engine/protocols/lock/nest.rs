//! The lock of `omp_nest_lock_t`.

use crate::engine::protocols::lock::spin::spin_until;
use crate::sys::sync::{AtomicU32, Ordering, futex};

const FREE: u32 = 0;
/// Somebody may sleep: the task that frees the lock wakes one sleeper.
const CONTENDED: u32 = 1;
/// A lock that was set this often stays set for ever: a count that wrapped would let two tasks in.
const SATURATED: u32 = i32::MAX as u32;

/// A lock that its owner may set again, in the eight bytes that Clang's `omp_nest_lock_t` has
/// (OpenMP 5.2, 18.9).
///
/// `owner` is 0 while the lock is free. Otherwise it has the owning task's number in bits 31…1, and
/// [`CONTENDED`] in bit 0. The owner is a task, not a thread: if a thread suspends a task and runs
/// another one, that other one cannot take the lock. States and transitions are those of
/// [`crate::engine::protocols::lock::SimpleLock`] with the owner's number in place of "held".
#[repr(C)]
pub struct NestLock {
    owner: AtomicU32,
    /// How often the owner has set the lock. Only the owner touches it.
    count: AtomicU32,
}

impl NestLock {
    /// A free lock.
    pub fn new() -> Self {
        Self { owner: AtomicU32::new(FREE), count: AtomicU32::new(0) }
    }

    /// Sets the lock for task `task` once more, waiting while another task owns it. The new nesting
    /// count.
    pub fn lock(&self, task: u32) -> u32 {
        match self.try_lock(task) {
            0 => {
                self.lock_contended(task);
                1
            }
            count => count,
        }
    }

    /// Sets the lock for task `task` if no other task owns it. The new nesting count, or 0 if
    /// another one does.
    pub fn try_lock(&self, task: u32) -> u32 {
        let mine = task << 1;
        // A look first: the owner of the lock needs no read-modify-write to set it again.
        let now = self.owner.load(Ordering::Relaxed);
        if now & !CONTENDED == mine {
            let count = (self.count.load(Ordering::Relaxed) + 1).min(SATURATED);
            self.count.store(count, Ordering::Relaxed);
            return count;
        }
        // Acquire: partner of the release in `unlock`.
        if now != FREE || self.owner.compare_exchange(FREE, mine, Ordering::Acquire, Ordering::Relaxed).is_err() {
            return 0;
        }
        self.count.store(1, Ordering::Relaxed);
        1
    }

    #[cold]
    fn lock_contended(&self, task: u32) {
        if spin_until(|| self.try_lock(task) != 0) {
            return;
        }
        let mut now = self.owner.load(Ordering::Relaxed);
        loop {
            // This task may have slept and cannot know whether others sleep, so it takes the lock
            // as contended.
            let next = if now == FREE { task << 1 | CONTENDED } else { now | CONTENDED };
            match self.owner.compare_exchange(now, next, Ordering::Acquire, Ordering::Relaxed) {
                Ok(FREE) => break,
                Ok(_) => {
                    futex::wait(&self.owner, next);
                    now = self.owner.load(Ordering::Relaxed);
                }
                Err(other) => now = other,
            }
        }
        self.count.store(1, Ordering::Relaxed);
    }

    /// Takes back one setting of the lock; the last one frees it. Returns the nesting count that is
    /// left. A free lock stays free.
    ///
    /// Takes a pointer: as soon as the lock is free another thread may take, destroy and unmap it.
    ///
    /// # Safety
    /// `lock` points to a lock that is alive when the call begins.
    pub unsafe fn unlock(lock: *const Self) -> u32 {
        // SAFETY: the lock is alive until it is free.
        let this = unsafe { &*lock };
        let count = match this.count.load(Ordering::Relaxed) {
            0 => return 0,
            SATURATED => return SATURATED,
            count => count - 1,
        };
        this.count.store(count, Ordering::Relaxed);
        if count == 0 {
            let word = &raw const this.owner;
            // The last access to the lock.
            if this.owner.swap(FREE, Ordering::Release) & CONTENDED != 0 {
                futex::wake(word, 1);
            }
        }
        count
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;
    use std::cell::UnsafeCell;
    use std::thread;

    #[test]
    fn fits_clang_nest_lock() {
        assert_eq!((size_of::<NestLock>(), align_of::<NestLock>()), (8, 4));
    }

    #[test]
    fn a_task_nests_and_another_is_refused_until_the_last_release() {
        let lock = NestLock::new();
        assert_eq!([lock.try_lock(7), lock.try_lock(7), lock.try_lock(8)], [1, 2, 0]);
        // SAFETY: the lock lives in this frame.
        unsafe {
            assert_eq!(NestLock::unlock(&lock), 1);
            assert_eq!(lock.try_lock(8), 0);
            assert_eq!(NestLock::unlock(&lock), 0);
        }
        assert_eq!(lock.try_lock(8), 1);
    }

    #[test]
    fn releasing_a_free_lock_leaves_it_free() {
        let lock = NestLock::new();
        // SAFETY: the lock lives in this frame.
        assert_eq!(unsafe { NestLock::unlock(&lock) }, 0);
        assert_eq!(lock.try_lock(3), 1);
    }

    #[test]
    fn a_saturated_lock_stays_with_its_owner() {
        let lock = NestLock::new();
        lock.lock(5);
        lock.count.store(SATURATED - 1, Ordering::Relaxed);
        assert_eq!([lock.try_lock(5), lock.try_lock(5)], [SATURATED; 2]);
        // SAFETY: the lock lives in this frame.
        assert_eq!(unsafe { NestLock::unlock(&lock) }, SATURATED);
        assert_eq!(lock.try_lock(6), 0);
    }

    #[test]
    fn nested_increments_are_not_lost() {
        struct Shared(NestLock, UnsafeCell<u64>);
        // SAFETY: the cell is only touched under the lock.
        unsafe impl Sync for Shared {}
        let shared = &Shared(NestLock::new(), UnsafeCell::new(0));
        thread::scope(|scope| {
            for task in 1..=4 {
                scope.spawn(move || {
                    for _ in 0..20_000 {
                        shared.0.lock(task);
                        shared.0.lock(task);
                        // SAFETY: the lock is held, and lives in the outer frame.
                        unsafe {
                            *shared.1.get() += 1;
                            NestLock::unlock(&shared.0);
                            NestLock::unlock(&shared.0);
                        }
                    }
                });
            }
        });
        // SAFETY: all threads have ended.
        assert_eq!(unsafe { *shared.1.get() }, 80_000);
    }
}
