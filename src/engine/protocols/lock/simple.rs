//! The lock of `omp_lock_t`.

use crate::engine::protocols::lock::spin::spin_until;
use crate::sys::sync::{AtomicU32, Ordering, constructor, futex};

/// Nobody holds the lock.
const FREE: u32 = 0;
/// Held, and nobody sleeps.
const HELD: u32 = 1;
/// Held, and somebody may sleep: the thread that frees the lock wakes one sleeper.
const CONTENDED: u32 = 2;

/// A mutual exclusion lock in the four bytes that GCC's `omp_lock_t` has (OpenMP 5.2, 18.9).
///
/// | from | to | who |
/// |---|---|---|
/// | free | held | a thread that found it free, and slept on no one's behalf |
/// | free | contended | a thread that slept: others may still sleep |
/// | held, contended | contended | a thread about to sleep |
/// | held, contended | free | the holder; from contended it wakes one sleeper |
///
/// The word names no owner. So a lock that is held during a fork stays held in the child, where any
/// thread may release it.
#[repr(transparent)]
pub struct SimpleLock(AtomicU32);

impl SimpleLock {
    constructor! {
        /// A free lock.
        pub fn new() -> Self {
            Self(AtomicU32::new(FREE))
        }
    }

    /// Takes the lock, waiting for it as long as necessary.
    #[inline]
    pub fn lock(&self) {
        if !self.try_lock() {
            self.lock_contended();
        }
    }

    /// Takes the lock if it is free. True if it was.
    #[inline]
    pub fn try_lock(&self) -> bool {
        // Acquire: partner of the release in `unlock`.
        self.0.compare_exchange(FREE, HELD, Ordering::Acquire, Ordering::Relaxed).is_ok()
    }

    #[cold]
    fn lock_contended(&self) {
        if spin_until(&self.0, || self.0.load(Ordering::Relaxed) == FREE && self.try_lock()) {
            return;
        }
        while self.0.swap(CONTENDED, Ordering::Acquire) != FREE {
            futex::wait(&self.0, CONTENDED);
        }
    }

    /// Releases the lock. A free lock stays free.
    ///
    /// Takes a pointer: as soon as the lock is free another thread may take, destroy and unmap it.
    ///
    /// # Safety
    /// `lock` points to a lock that is alive when the call begins.
    #[inline]
    pub unsafe fn unlock(lock: *const Self) {
        // SAFETY: the lock is alive until it is free, and this is the last access to it.
        let before = unsafe { &(*lock).0 }.swap(FREE, Ordering::Release);
        if before == CONTENDED {
            futex::wake(lock.cast::<AtomicU32>(), 1);
        }
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;
    use std::cell::UnsafeCell;
    use std::thread;

    #[test]
    fn fits_gcc_lock() {
        assert_eq!((size_of::<SimpleLock>(), align_of::<SimpleLock>()), (4, 4));
    }

    #[test]
    fn a_held_lock_is_refused_until_released() {
        let lock = SimpleLock::new();
        assert!(lock.try_lock());
        assert!(!lock.try_lock());
        // SAFETY: the lock lives in this frame.
        unsafe { SimpleLock::unlock(&lock) };
        assert!(lock.try_lock());
    }

    #[test]
    fn releasing_a_free_lock_leaves_it_free() {
        let lock = SimpleLock::new();
        // SAFETY: the lock lives in this frame.
        unsafe { SimpleLock::unlock(&lock) };
        assert!(lock.try_lock());
        assert!(!lock.try_lock());
    }

    #[test]
    fn increments_under_the_lock_are_not_lost() {
        struct Shared(SimpleLock, UnsafeCell<u64>);
        // SAFETY: the cell is only touched under the lock.
        unsafe impl Sync for Shared {}
        let shared = &Shared(SimpleLock::new(), UnsafeCell::new(0));
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(move || {
                    for _ in 0..20_000 {
                        shared.0.lock();
                        // SAFETY: the lock is held, and lives in the outer frame.
                        unsafe {
                            *shared.1.get() += 1;
                            SimpleLock::unlock(&shared.0);
                        }
                    }
                });
            }
        });
        // SAFETY: all threads have ended.
        assert_eq!(unsafe { *shared.1.get() }, 80_000);
    }
}
