//! The machine's atomics under a scheduler that explores: shuttle switches threads before any
//! access, and a futex is a list of sleepers. All threads of such a process take turns on one OS
//! thread, so plain memory is enough here.

#[path = "switch.rs"]
pub mod before;
#[allow(dead_code, reason = "the standard library's methods, whether each is used of each type or not")]
pub mod watched;

pub use std::cell::Cell;
pub use std::sync::Arc;

pub use watched::{AtomicBool, AtomicI32, AtomicPtr, AtomicU8, AtomicU32, AtomicU64, AtomicUsize, Ordering, fence};

/// Atomics that models leave out: hints, which order nothing, and statics.
pub use watched as unmodelled;

#[path = "cell.rs"]
mod cell;
pub use cell::UnsafeCell;

/// The accesses are in one order anyway.
pub fn fence_after_rmw() {}

/// Lets other threads go on, because the calling thread has nothing to do now.
pub fn spin_hint() {
    crate::sys::explore::give_way();
}

/// Sleeping on a word, and waking the sleepers.
pub mod futex {
    use std::time::Duration;

    use super::{AtomicU32, AtomicU64, Ordering};
    use crate::sys::explore;

    /// Sleeps while `word` holds `expected`, until woken.
    pub fn wait(word: &AtomicU32, expected: u32) {
        wait_as(word, expected, u32::MAX, None);
    }

    /// Wakes at most `count` sleepers.
    pub fn wake(word: *const AtomicU32, count: i32) {
        explore::wake(word as usize, count, u32::MAX);
    }

    /// Sleeps while `word` holds `expected`, until woken as one of `who`, a set of bits, or `limit`
    /// has passed.
    pub fn wait_as(word: &AtomicU32, expected: u32, who: u32, limit: Option<Duration>) {
        let unchanged = || word.machine().load(Ordering::Relaxed) == expected;
        explore::sleep(std::ptr::from_ref(word) as usize, who, limit, unchanged);
    }

    /// Wakes at most `count` sleepers with one of the bits of `who`; returns how many.
    pub fn wake_who(word: *const AtomicU32, count: i32, who: u32) -> i32 {
        explore::wake(word as usize, count, who)
    }

    /// Sleeps while the low 32 bits of `word` are `expected`, until woken, or `limit` has passed.
    pub fn wait_low(word: &AtomicU64, expected: u32, limit: Option<Duration>) {
        let unchanged = || word.machine().load(Ordering::Relaxed) as u32 == expected;
        explore::sleep(std::ptr::from_ref(word) as usize, u32::MAX, limit, unchanged);
    }

    /// As [`wait_low`], for at most `time`.
    pub fn doze_low(word: &AtomicU64, expected: u32, time: Duration) {
        wait_low(word, expected, Some(time));
    }

    /// Wakes at most `count` threads that sleep in [`wait_low`]; returns how many.
    pub fn wake_low(word: *const AtomicU64, count: i32) -> i32 {
        explore::wake(word as usize, count, u32::MAX)
    }
}
