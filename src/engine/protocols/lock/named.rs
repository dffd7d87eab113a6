//! The lock of `critical`, and of atomic updates that the machine cannot do by itself.

use std::ffi::c_void;

use crate::engine::protocols::lock::look_for_fork;
use crate::engine::protocols::lock::spin::spin_until;
use crate::sys::sync::{AtomicU64, Ordering, constructor, futex};

mod epoch;
pub use epoch::{CURRENT as CURRENT_EPOCH, Epoch};

/// Nobody holds the lock. Compilers initialise its storage to this.
const FREE: u64 = 0;
/// State bits of a lock that is held, and nobody sleeps.
const HELD: u64 = 1;
/// State bits of a lock that is held, and somebody may sleep.
const CONTENDED: u64 = 2;
const STATE: u64 = 3;

/// A lock that survives the loss of its holder in a fork, in the eight bytes that GCC gives the
/// name of a `critical`.
///
/// | bits | field |
/// |---|---|
/// | 63…32 | number of the holding thread |
/// | 31…2 | fork generation in which it took the lock |
/// | 1…0 | state: free, held or contended, as in [`crate::engine::protocols::lock::SimpleLock`] |
///
/// The program never initialises or destroys these locks, and the runtime keeps no list of them, so
/// a child cannot reset them after a fork. Instead, owner and generation tell the child that a
/// holder has vanished, and it takes such a lock as if it were free. A futex compares 32 bits: the
/// low half, which changes with every change of state.
#[repr(transparent)]
pub struct NamedLock(AtomicU64);

impl NamedLock {
    constructor! {
        /// A free lock.
        pub fn new() -> Self {
            Self(AtomicU64::new(FREE))
        }
    }

    /// The lock in storage that a compiler provides.
    ///
    /// # Safety
    /// `name` points to eight bytes, aligned to eight, zero at the start of the program, that live
    /// as long as the result and are touched by nobody else.
    pub unsafe fn at<'a>(name: *mut c_void) -> &'a Self {
        // SAFETY: the caller's promise; Self is transparent over an AtomicU64, valid for any bits.
        unsafe { &*name.cast::<Self>() }
    }

    /// Takes the lock for the thread `owner` (as numbered by
    /// [`current_gtid`](crate::engine::constructs::owner::current_gtid)), waiting as long as
    /// necessary.
    #[inline]
    pub fn lock(&self, owner: u32) {
        self.lock_in(&CURRENT_EPOCH, owner);
    }

    #[inline]
    fn lock_in(&self, epoch: &Epoch, owner: u32) {
        // Acquire: partner of the release in `unlock`.
        if self.0.compare_exchange(FREE, epoch.stamp(owner) | HELD, Ordering::Acquire, Ordering::Relaxed).is_err() {
            self.lock_contended(epoch, owner);
        }
    }

    #[cold]
    fn lock_contended(&self, epoch: &Epoch, owner: u32) {
        let free = |now: u64| {
            now == FREE || {
                look_for_fork();
                epoch.vanished(now)
            }
        };
        // Computed each time: the stamp changes when a fork has been noticed.
        let take =
            |now, state| self.0.compare_exchange(now, epoch.stamp(owner) | state, Ordering::Acquire, Ordering::Relaxed);
        let taken = spin_until(&self.0, || {
            let now = self.0.load(Ordering::Relaxed);
            free(now) && take(now, HELD).is_ok()
        });
        if taken {
            return;
        }
        loop {
            let now = self.0.load(Ordering::Relaxed);
            if free(now) {
                // This thread may have slept, and others may still sleep, so it takes the lock as
                // contended.
                if take(now, CONTENDED).is_ok() {
                    return;
                }
                continue;
            }
            let contended = now & !STATE | CONTENDED;
            if now == contended || self.0.compare_exchange(now, contended, Ordering::Relaxed, Ordering::Relaxed).is_ok()
            {
                futex::wait_low(&self.0, contended as u32, None);
            }
        }
    }

    /// Releases the lock. A free lock stays free.
    #[inline]
    pub fn unlock(&self) {
        // Release: partner of the acquire in `lock_in` and in `lock_contended`.
        if self.0.swap(FREE, Ordering::Release) & STATE == CONTENDED {
            futex::wake_low(&self.0, 1);
        }
    }
}

#[cfg(all(test, loom))]
mod models;
#[cfg(all(test, not(loom)))]
mod tests;
