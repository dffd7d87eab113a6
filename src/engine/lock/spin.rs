//! How long to look at a lock before sleeping on it.

use crate::sys::sync::spin_hint;

/// How often to look at a taken lock before sleeping.
///
/// A section that a lock protects is short as a rule, and a sleeper comes back tens of microseconds late; looking
/// this often takes about as long. With one processor the owner cannot run while another looks.
#[cfg(not(loom))]
fn spin_limit() -> u32 {
    use std::sync::atomic::{AtomicU32, Ordering};

    const UNKNOWN: u32 = u32::MAX;
    static LIMIT: AtomicU32 = AtomicU32::new(UNKNOWN);

    let limit = LIMIT.load(Ordering::Relaxed);
    if limit != UNKNOWN {
        return limit;
    }
    // SAFETY: sysconf only reads.
    let processors = unsafe { libc::sysconf(libc::_SC_NPROCESSORS_ONLN) };
    let limit = if processors > 1 { 1000 } else { 0 };
    LIMIT.store(limit, Ordering::Relaxed);
    limit
}

/// Under loom looking again finds nothing that the first sleep does not.
#[cfg(loom)]
fn spin_limit() -> u32 {
    0
}

/// Calls `take` until it says that the lock is taken, at most for the time that looking is worth. True if it did.
pub fn spin_until(mut take: impl FnMut() -> bool) -> bool {
    for _ in 0..spin_limit() {
        if take() {
            return true;
        }
        spin_hint();
    }
    false
}
