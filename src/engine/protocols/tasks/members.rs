//! The number of tasks of a taskgroup that have not completed.

use crate::sys::sync::{AtomicU32, Ordering};

/// | bits | field |
/// |---|---|
/// | 31 | WAITING: the thread that ends the group sleeps |
/// | 30…0 | tasks of the group that have not completed |
///
/// The group may be gone as soon as its last task has left.
pub struct Members(AtomicU32);

const WAITING: u32 = 1 << 31;

impl Default for Members {
    // Not derived: loom's atomics have no default.
    fn default() -> Self {
        Self(AtomicU32::new(0))
    }
}

impl Members {
    /// Counts a task that is generated in the group. Relaxed: the generating task is in the group
    /// too, so the group cannot end meanwhile.
    #[inline]
    pub fn join(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts that a task has completed: true if it was the last one and the group's thread sleeps
    /// until then.
    #[inline]
    #[must_use]
    pub fn leave(&self) -> bool {
        self.0.fetch_sub(1, Ordering::AcqRel) == WAITING | 1
    }

    /// Whether all tasks have completed. If so, the caller sees what they did.
    #[inline]
    pub fn are_gone(&self) -> bool {
        self.0.load(Ordering::Acquire) & !WAITING == 0
    }

    /// To be called before the thread that ends the group sleeps: the last task wakes it.
    pub fn announce_waiting(&self) {
        self.0.fetch_or(WAITING, Ordering::AcqRel);
    }

    pub fn cease_waiting(&self) {
        self.0.fetch_and(!WAITING, Ordering::Relaxed);
    }
}
