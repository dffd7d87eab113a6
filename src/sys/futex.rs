//! `futex(2)`: sleeping on a 32-bit word.

use std::ptr;
use std::sync::atomic::AtomicU32;
use std::time::Duration;

use super::clock;

fn timespec(time: Duration) -> libc::timespec {
    libc::timespec { tv_sec: time.as_secs() as libc::time_t, tv_nsec: time.subsec_nanos().into() }
}

/// Sleeps while `word` holds `expected`, until woken, interrupted, or `limit` has passed. May
/// return for no reason.
pub fn wait(word: &AtomicU32, expected: u32, limit: Option<Duration>) {
    let limit = limit.map(timespec);
    // SAFETY: the word outlives the call, and the kernel only compares it.
    unsafe {
        libc::syscall(
            libc::SYS_futex,
            word.as_ptr(),
            libc::FUTEX_WAIT | libc::FUTEX_PRIVATE_FLAG,
            expected,
            limit.as_ref().map_or(ptr::null(), ptr::from_ref),
        );
    }
}

/// Wakes at most `count` threads that sleep on `word`; returns how many. The word's memory may be
/// gone by now: the kernel takes only its address.
pub fn wake(word: *const AtomicU32, count: i32) -> i32 {
    // SAFETY: FUTEX_WAKE does not access the memory behind a private futex's address.
    let woken = unsafe { libc::syscall(libc::SYS_futex, word, libc::FUTEX_WAKE | libc::FUTEX_PRIVATE_FLAG, count) };
    woken as i32
}

/// Sleeps while `word` holds `expected`, until woken as one of `who`, a set of bits, or `limit` has
/// passed. May return for no reason.
pub fn wait_as(word: &AtomicU32, expected: u32, who: u32, limit: Option<Duration>) {
    // Unlike FUTEX_WAIT this takes a point in time, not a length.
    let end = limit.map(|limit| timespec(Duration::from_nanos(clock::nanos()) + limit));
    // SAFETY: the word outlives the call, and the kernel only compares it.
    unsafe {
        libc::syscall(
            libc::SYS_futex,
            word.as_ptr(),
            libc::FUTEX_WAIT_BITSET | libc::FUTEX_PRIVATE_FLAG,
            expected,
            end.as_ref().map_or(ptr::null(), ptr::from_ref),
            ptr::null::<u32>(),
            who,
        );
    }
}

/// Wakes at most `count` threads that sleep on `word` with one of the bits of `who`; returns how
/// many.
pub fn wake_who(word: *const AtomicU32, count: i32, who: u32) -> i32 {
    // SAFETY: as in `wake`.
    let woken = unsafe {
        libc::syscall(
            libc::SYS_futex,
            word,
            libc::FUTEX_WAKE_BITSET | libc::FUTEX_PRIVATE_FLAG,
            count,
            ptr::null::<libc::timespec>(),
            ptr::null::<u32>(),
            who,
        )
    };
    woken as i32
}
