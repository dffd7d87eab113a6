//! The time at which a sleeper's event happened.

use crate::sys::sync::unmodelled::{AtomicU64, Ordering};

/// The time at which a waker last found somebody asleep, on the clock of
/// [`nanos`](crate::sys::clock::nanos).
///
/// A sleeper runs again tens of microseconds after its event happened. The event's time, not the
/// sleeper's, tells how long to spin next time. Otherwise two threads that sleep in turn would each
/// take the other's slow wake-up for a long wait, and never find out that spinning would have
/// caught the event.
///
/// This is a hint: it orders nothing.
#[derive(Default)]
pub struct Rung(AtomicU64);

impl Rung {
    /// Notes the present time. For a waker that has found somebody asleep, before it wakes anybody.
    #[inline]
    pub fn note(&self) {
        self.0.store(crate::sys::clock::nanos(), Ordering::Relaxed);
    }

    /// The time that was noted last; 0: none.
    pub fn at(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}
