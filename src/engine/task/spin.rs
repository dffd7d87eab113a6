//! A lock for a handful of instructions.

use crate::sys::sync::{AtomicU32, Ordering, spin_hint};

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
            for looks in 0.. {
                if self.0.load(Ordering::Relaxed) == 0 {
                    break;
                }
                // The holder may have lost its processor.
                if looks > 200 {
                    crate::sys::thread::yield_now();
                } else {
                    spin_hint();
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
