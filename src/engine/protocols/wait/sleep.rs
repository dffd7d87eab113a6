//! Sleeping on a word that tells its waker whether anybody sleeps.

use std::time::Duration;

use crate::sys::sync::{AtomicU64, Ordering, fence_after_rmw, futex};

/// The bit that a thread sets in a word before it sleeps on it. The waker sees it in the value that
/// its read-modify-write returns.
pub const SLEEPER: u64 = 1;

/// Sleeps on `word` while `stale` holds for its value without the [`SLEEPER`] bit. It may return
/// early. `stale` is asked again after the bit is set. So `stale` may depend on more than the word,
/// if whoever changes that also takes the bit away.
///
/// A waker must change the low half of the word or take the bit away: otherwise the kernel lets the
/// sleeper sleep. A thread that sets the bit after such a call and then does not sleep takes it
/// away again. Otherwise another thread that saw the bit before the call would find the same word
/// as before, and sleep although it was called.
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
