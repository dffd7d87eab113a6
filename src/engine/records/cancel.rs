//! The state of cancellation in a team, and whether cancellation is enabled.

use crate::engine::ground::extras::{self, CANCELLATION};
use crate::sys::sync::{AtomicBool, AtomicU32, AtomicU64, Ordering};

/// Sets cancel-var. Before the first region.
pub fn configure(enabled: bool) {
    extras::set(CANCELLATION, enabled);
}

/// cancel-var.
#[inline(always)]
pub fn enabled() -> bool {
    extras::any::<CANCELLATION>()
}

/// The state of cancellation that the members of a team share.
#[repr(align(64))]
#[derive(Default)]
pub struct Cancel {
    /// Whether the region is cancelled.
    pub region: AtomicBool,
    /// The loop or `sections` that was cancelled last, as `tasks::cancel` names it; 0: none.
    pub worksharing: AtomicU64,
    /// The number of workers that have come to the end of the region.
    pub ended: AtomicU32,
}

impl Cancel {
    /// Resets this in a forked child, where the team has one member.
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
