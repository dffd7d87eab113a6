//! How long to look at a lock before sleeping on it.

use crate::sys::sync::spin_hint;

/// How often to look at a taken lock before sleeping; `u64::MAX`: for ever.
#[cfg(not(loom))]
fn spin_limit() -> u64 {
    use crate::engine::protocols::wait;

    // A lock may be the first thing of OpenMP that a process uses.
    if !wait::is_configured() {
        wait::tuned::apply();
    }
    wait::lock_looks()
}

/// Under loom looking again finds nothing that the first sleep does not.
#[cfg(loom)]
fn spin_limit() -> u64 {
    0
}

/// After so many looks, which the user asked for, the processor is given away: the holder may be queued on it.
const PATIENCE: u64 = 2000;

/// Between two looks at most so many pauses: each look takes the lock's line from the holder, who may pass through the
/// lock several times meanwhile.
const LONGEST: u64 = 8;

/// Calls `take` until it says that the lock is taken, at most for as long as looking is worth it, or as long as the user
/// wants threads to look. True if it did.
pub fn spin_until(mut take: impl FnMut() -> bool) -> bool {
    let limit = spin_limit();
    let (mut waited, mut pauses, mut patience) = (0, 1, PATIENCE);
    while waited < limit {
        if take() {
            return true;
        }
        if waited >= patience {
            patience = waited + PATIENCE;
            crate::sys::thread::yield_now();
        }
        for _ in 0..pauses {
            spin_hint();
        }
        waited += pauses;
        pauses = (pauses * 2).min(LONGEST);
    }
    false
}
