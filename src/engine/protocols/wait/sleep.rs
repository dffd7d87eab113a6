//! Sleeping on a word that says to its waker whether anybody sleeps.

use std::time::Duration;

use crate::sys::sync::{AtomicU64, Ordering, fence_after_rmw, futex};

/// The bit of a word that a thread sleeps on which says so to the waker, who sees it in what its read-modify-write
/// returns.
pub const SLEEPER: u64 = 1;

/// Sleeps on `word` while `stale` holds for its value without the [`SLEEPER`] bit. Returns for no reason at times. Asked
/// again after the bit is set, so it may look at more than the word, if who changes that takes the bit away.
///
/// A waker changes the low half of the word, or takes the bit away; else the sleeper does not see it. A thread that sets the
/// bit behind such a call and then does not sleep takes it away too: another one that saw the bit before the call would take
/// it for its own, and sleep.
pub fn sleep_on(word: &AtomicU64, stale: impl Fn(u64) -> bool, limit: Option<Duration>) {
    let mut value = word.load(Ordering::Relaxed);
    let mut own = false;
    loop {
        if !stale(value & !SLEEPER) {
            return;
        }
        if value & SLEEPER != 0 {
            break;
        }
        match word.compare_exchange_weak(value, value | SLEEPER, Ordering::AcqRel, Ordering::Relaxed) {
            Ok(_) => {
                value |= SLEEPER;
                own = true;
                break;
            }
            Err(now) => value = now,
        }
    }
    fence_after_rmw();
    if stale(value & !SLEEPER) {
        futex::wait_low(word, value as u32, limit);
    } else if own && word.compare_exchange(value, value & !SLEEPER, Ordering::AcqRel, Ordering::Relaxed).is_ok() {
        futex::wake_low(word, i32::MAX);
    }
}
