//! The machine's atomics and the kernel's futexes.

#[cfg(debug_assertions)]
mod before;
#[cfg(debug_assertions)]
#[allow(dead_code, reason = "the standard library's methods, whether each is used of each type or not")]
pub mod watched;

#[path = "cell.rs"]
mod cell;

pub use crate::sys::arch::fence_after_rmw;
pub use cell::UnsafeCell;
pub use std::cell::Cell;
pub use std::hint::spin_loop as spin_hint;
pub use std::sync::Arc;

/// The atomics as they are.
#[cfg(not(debug_assertions))]
pub mod watched {
    pub use std::sync::atomic::{
        AtomicBool, AtomicI32, AtomicPtr, AtomicU8, AtomicU32, AtomicU64, AtomicUsize, Ordering, fence,
    };
}

pub use watched::{AtomicBool, AtomicI32, AtomicPtr, AtomicU8, AtomicU32, AtomicU64, AtomicUsize, Ordering, fence};

/// Atomics that models leave out: hints, which order nothing, and statics.
pub use watched as unmodelled;

/// The word that the kernel compares.
#[inline(always)]
fn machine(word: &AtomicU32) -> &std::sync::atomic::AtomicU32 {
    #[cfg(debug_assertions)]
    return word.machine();
    #[cfg(not(debug_assertions))]
    word
}

/// Sleeping on a word, and waking the sleepers.
pub mod futex {
    use super::{AtomicU32, AtomicU64, machine};
    use crate::sys::futex;
    use std::time::Duration;

    /// The half of a 64-bit word that the kernel compares: the low one.
    const LOW_HALF: usize = if cfg!(target_endian = "big") { 1 } else { 0 };

    /// Sleeps while `word` holds `expected`, until woken. May return for no reason.
    pub fn wait(word: &AtomicU32, expected: u32) {
        futex::wait(machine(word), expected, None);
    }

    /// Sleeps while `word` holds `expected`, until woken as one of `who`, a set of bits, or `limit`
    /// has passed. May return for no reason.
    pub fn wait_as(word: &AtomicU32, expected: u32, who: u32, limit: Option<Duration>) {
        futex::wait_as(machine(word), expected, who, limit);
    }

    /// Wakes at most `count` sleepers with one of the bits of `who`; returns how many.
    pub fn wake_who(word: *const AtomicU32, count: i32, who: u32) -> i32 {
        futex::wake_who(word.cast(), count, who)
    }

    /// Wakes at most `count` sleepers. The word's memory may be gone by now: only its address
    /// matters.
    pub fn wake(word: *const AtomicU32, count: i32) {
        futex::wake(word.cast(), count);
    }

    /// Sleeps while the low 32 bits of `word` are `expected`, until woken, or `limit` has passed.
    /// May return for no reason.
    pub fn wait_low(word: &AtomicU64, expected: u32, limit: Option<Duration>) {
        // SAFETY: the half lies within the word and is aligned for 32 bits; the kernel reads it
        // atomically.
        let half = unsafe { &*low_half(word) };
        futex::wait(machine(half), expected, limit);
    }

    /// As [`wait_low`], for a thread that goes on after `time` in any case. In a model this time
    /// passes, unlike a limit.
    pub fn doze_low(word: &AtomicU64, expected: u32, time: Duration) {
        wait_low(word, expected, Some(time));
    }

    /// Wakes at most `count` threads that sleep in [`wait_low`]; returns how many. The word's
    /// memory may be gone by now.
    pub fn wake_low(word: *const AtomicU64, count: i32) -> i32 {
        futex::wake(low_half(word).cast(), count)
    }

    fn low_half(word: *const AtomicU64) -> *const AtomicU32 {
        word.cast::<AtomicU32>().wrapping_add(LOW_HALF)
    }
}
