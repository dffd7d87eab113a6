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
/// `owner` is 0 while the lock is free. Otherwise it has the owner's number in bits 31…1, and
/// [`CONTENDED`] in bit 0. Which numbers a caller has is its compiler's affair ([`Taker`]). States
/// and transitions are those of
/// [`crate::engine::protocols::lock::SimpleLock`] with the owner's number in place of "held".
#[repr(C)]
pub struct NestLock {
    owner: AtomicU32,
    /// How often the owner has set the lock. Only the owner touches it.
    count: AtomicU32,
}

/// The thread or task that takes a nest lock.
#[derive(Clone, Copy)]
pub struct Taker {
    /// The number that becomes the lock's owner: 31 bits, not 0.
    pub number: u32,
    /// Another number that the caller is known by; 0: none. If that one owns the lock, the caller
    /// does too.
    pub alias: u32,
}

impl NestLock {
    /// A free lock.
    pub fn new() -> Self {
        Self { owner: AtomicU32::new(FREE), count: AtomicU32::new(0) }
    }

    /// Sets the lock for `taker` once more, waiting while somebody else owns it. The new nesting
    /// count.
    #[inline(always)]
    pub fn lock(&self, taker: Taker) -> u32 {
        self.take(taker).unwrap_or_else(|| self.lock_contended(taker))
    }

    /// Sets the lock for `taker` if nobody else owns it. The new nesting count, or 0 if somebody
    /// does.
    pub fn try_lock(&self, taker: Taker) -> u32 {
        self.take(taker).unwrap_or(0)
    }

    /// Sets the lock for `taker` if nobody else owns it. The new nesting count.
    #[inline(always)]
    fn take(&self, taker: Taker) -> Option<u32> {
        let mine = taker.number << 1;
        // A look first: the owner of the lock needs no read-modify-write to set it again.
        let now = self.owner.load(Ordering::Relaxed);
        if now == FREE {
            // Acquire: partner of the release in `unlock`.
            self.owner.compare_exchange(FREE, mine, Ordering::Acquire, Ordering::Relaxed).ok()?;
            self.count.store(1, Ordering::Relaxed);
            return Some(1);
        }
        let owner = now & !CONTENDED;
        // An alias of 0 is no owner's.
        if owner != mine && owner != taker.alias << 1 {
            return None;
        }
        let count = self.count.load(Ordering::Relaxed);
        if count == SATURATED {
            return Some(SATURATED);
        }
        self.count.store(count + 1, Ordering::Relaxed);
        Some(count + 1)
    }

    /// Takes the lock, which somebody else owns. The nesting count: 1.
    #[cold]
    #[inline(never)]
    fn lock_contended(&self, taker: Taker) -> u32 {
        if spin_until(&self.owner, || self.try_lock(taker) != 0) {
            return 1;
        }
        let mut now = self.owner.load(Ordering::Relaxed);
        loop {
            // The caller may have slept and cannot know whether others sleep, so it takes the lock
            // as contended.
            let next = if now == FREE { taker.number << 1 | CONTENDED } else { now | CONTENDED };
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
        1
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
        let was = this.count.load(Ordering::Relaxed);
        let count = was.wrapping_sub(1);
        // One comparison for both: a free lock's count wraps.
        if count >= SATURATED - 1 {
            return was;
        }
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

    fn task(number: u32) -> Taker {
        Taker { number, alias: 0 }
    }

    #[test]
    fn fits_clang_nest_lock() {
        assert_eq!((size_of::<NestLock>(), align_of::<NestLock>()), (8, 4));
    }

    #[test]
    fn a_task_nests_and_another_is_refused_until_the_last_release() {
        let lock = NestLock::new();
        assert_eq!([lock.try_lock(task(7)), lock.try_lock(task(7)), lock.try_lock(task(8))], [1, 2, 0]);
        // SAFETY: the lock lives in this frame.
        unsafe {
            assert_eq!(NestLock::unlock(&lock), 1);
            assert_eq!(lock.try_lock(task(8)), 0);
            assert_eq!(NestLock::unlock(&lock), 0);
        }
        assert_eq!(lock.try_lock(task(8)), 1);
    }

    #[test]
    fn a_taker_with_two_numbers_owns_what_either_took() {
        let (lock, thread) = (NestLock::new(), Taker { number: 9, alias: 7 });
        assert_eq!([lock.try_lock(task(7)), lock.try_lock(thread), lock.try_lock(task(9))], [1, 2, 0]);
        let lock = NestLock::new();
        assert_eq!([lock.try_lock(thread), lock.try_lock(task(9)), lock.try_lock(task(7))], [1, 2, 0]);
    }

    #[test]
    fn releasing_a_free_lock_leaves_it_free() {
        let lock = NestLock::new();
        // SAFETY: the lock lives in this frame.
        assert_eq!(unsafe { NestLock::unlock(&lock) }, 0);
        assert_eq!(lock.try_lock(task(3)), 1);
    }

    #[test]
    fn a_saturated_lock_stays_with_its_owner() {
        let lock = NestLock::new();
        lock.lock(task(5));
        lock.count.store(SATURATED - 1, Ordering::Relaxed);
        assert_eq!([lock.try_lock(task(5)), lock.try_lock(task(5))], [SATURATED; 2]);
        // SAFETY: the lock lives in this frame.
        assert_eq!(unsafe { NestLock::unlock(&lock) }, SATURATED);
        assert_eq!(lock.try_lock(task(6)), 0);
    }

    #[test]
    fn nested_increments_are_not_lost() {
        struct Shared(NestLock, UnsafeCell<u64>);
        // SAFETY: the cell is only touched under the lock.
        unsafe impl Sync for Shared {}
        let shared = &Shared(NestLock::new(), UnsafeCell::new(0));
        thread::scope(|scope| {
            for number in 1..=4 {
                scope.spawn(move || {
                    for _ in 0..20_000 {
                        shared.0.lock(task(number));
                        shared.0.lock(task(number));
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
