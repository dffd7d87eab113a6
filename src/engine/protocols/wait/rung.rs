//! When it was that a sleeper's event happened.

use crate::sys::sync::unmodelled::{AtomicU64, Ordering};

/// The moment at which a waker last found somebody asleep, on the clock of [`nanos`](crate::sys::clock::nanos).
///
/// A sleeper runs again tens of microseconds after its event happened. How long to spin next time is to be learned from
/// how long the event took, not from how long the sleeper did: two threads that sleep in turn would each take the other's
/// waking up for a long wait, and never find out that spinning would have caught it.
///
/// A hint: nothing is ordered by it.
#[derive(Default)]
pub struct Rung(AtomicU64);

impl Rung {
    /// For the waker, before it wakes whom it found asleep.
    #[inline]
    pub fn note(&self) {
        #[cfg(not(loom))]
        self.0.store(crate::sys::clock::nanos(), Ordering::Relaxed);
    }

    /// What was noted last; 0: nothing.
    pub fn at(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}
