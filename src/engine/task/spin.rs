//! A lock for a handful of instructions.

use crate::sys::sync::{AtomicU32, Ordering};

/// 0: free; 1: held. A fork finds it free, or held by a vanished thread: [`Spin::reset`].
pub struct Spin(AtomicU32);

impl Default for Spin {
    // Not derived: loom's atomics have no default.
    fn default() -> Self {
        Self(AtomicU32::new(0))
    }
}

impl Spin {
    #[inline]
    pub fn lock(&self) {
        while !self.try_lock() {
            self.look();
        }
    }

    /// Looks until it seems free.
    #[cold]
    #[cfg(not(loom))]
    pub fn look(&self) {
        for looks in 0.. {
            if self.0.load(Ordering::Relaxed) == 0 {
                return;
            }
            // The holder may have lost its processor.
            if looks > 200 {
                crate::sys::thread::yield_now();
            } else {
                crate::sys::sync::spin_hint();
            }
        }
    }

    /// A look may see what is long over, for as long as loom likes; the next try does not.
    #[cfg(loom)]
    pub fn look(&self) {
        crate::sys::sync::spin_hint();
    }

    #[inline]
    pub fn try_lock(&self) -> bool {
        // Not a swap: loom could not tell whether that or the holder's store comes last.
        self.0.compare_exchange(0, 1, Ordering::Acquire, Ordering::Relaxed).is_ok()
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
