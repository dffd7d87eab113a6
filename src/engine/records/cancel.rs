//! What the members of a team know about cancellation, and whether there is any.

use crate::sys::sync::{AtomicBool, AtomicU32, AtomicU64, Ordering};

/// cancel-var.
static ENABLED: AtomicBool = AtomicBool::new(false);

/// Sets cancel-var. Before the first region.
pub fn configure(enabled: bool) {
    ENABLED.store(enabled, Ordering::Relaxed);
}

#[inline]
pub fn enabled() -> bool {
    ENABLED.load(Ordering::Relaxed)
}

/// What the members of a team know about cancellation.
#[repr(align(64))]
#[derive(Default)]
pub struct Cancel {
    /// Whether the region is cancelled.
    pub region: AtomicBool,
    /// The loop or sections cancelled last, as `tasks::cancel` names it; 0: none.
    pub worksharing: AtomicU64,
    /// Workers that have come to the end of the region.
    pub ended: AtomicU32,
}

impl Cancel {
    /// In a forked child, which is alone.
    pub fn forget(&self) {
        self.region.store(false, Ordering::Relaxed);
        self.worksharing.store(0, Ordering::Relaxed);
        self.ended.store(0, Ordering::Relaxed);
    }

    #[inline]
    pub fn has_region(&self) -> bool {
        self.region.load(Ordering::Acquire)
    }
}
