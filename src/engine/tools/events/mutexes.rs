//! Locks and what is executed by one thread at a time.

use super::Address;
use crate::engine::records::thread::Thread;
use crate::engine::tools::names::{Endpoint, Mutex, state};
use crate::engine::tools::orders;
use crate::engine::tools::trace;

/// How it is built, as libomp numbers it: spinning, then sleeping in no order.
const IMPLEMENTATION: u32 = 1;

/// The calling thread wants `mutex`; to be followed by [`acquired`], unless it only tried.
#[cold]
#[inline(never)]
pub fn acquire(t: &Thread, mutex: Mutex, hint: u32, id: usize) {
    super::enters_runtime(t);
    trace::lock_is_wanted(t);
    let id = id as u64;
    tell!(MutexAcquire: (Mutex, u32, u32, u64, Address) = (mutex, hint, IMPLEMENTATION, id, super::address(t)));
    t.tools.wait_id.set(id);
    t.tools.waits.set(match mutex {
        Mutex::Critical => state::WAIT_CRITICAL,
        Mutex::Atomic => state::WAIT_ATOMIC,
        Mutex::Ordered => state::WAIT_ORDERED,
        Mutex::Lock | Mutex::TestLock | Mutex::NestLock | Mutex::TestNestLock => state::WAIT_LOCK,
    });
}

/// It has it.
#[cold]
#[inline(never)]
pub fn acquired(t: &Thread, mutex: Mutex, id: usize) {
    orders::mutex_is_taken(t, mutex, id);
    trace::lock_is_acquired(t, mutex, id);
    not_acquired(t);
    tell!(MutexAcquired: (Mutex, u64, Address) = (mutex, id as u64, super::address(t)));
}

/// It only tried, and does not have it.
#[cold]
#[inline(never)]
pub fn not_acquired(t: &Thread) {
    t.tools.waits.set(0);
    t.tools.wait_id.set(0);
    super::leaves_runtime(t);
}

/// It is about to let it go, or to count it once less; to be followed by [`released`] or [`nests`].
#[cold]
#[inline(never)]
pub fn releases(t: &Thread, mutex: Mutex, id: usize) {
    orders::mutex_is_released(t, mutex, id);
}

/// It has let it go.
#[cold]
#[inline(never)]
pub fn released(t: &Thread, mutex: Mutex, id: usize) {
    tell!(MutexReleased: (Mutex, u64, Address) = (mutex, id as u64, super::address(t)));
}

/// It has taken a nest lock that it holds once more, or let it go and still holds it.
#[cold]
#[inline(never)]
pub fn nests(t: &Thread, endpoint: Endpoint, id: usize) {
    not_acquired(t);
    tell!(NestLock: (Endpoint, u64, Address) = (endpoint, id as u64, super::address(t)));
}

/// A lock is initialised.
#[cold]
#[inline(never)]
pub fn lock_made(t: &Thread, mutex: Mutex, hint: u32, id: usize) {
    tell!(LockInit: (Mutex, u32, u32, u64, Address) = (mutex, hint, IMPLEMENTATION, id as u64, super::address(t)));
}

/// A lock is destroyed.
#[cold]
#[inline(never)]
pub fn lock_destroyed(t: &Thread, mutex: Mutex, id: usize) {
    tell!(LockDestroy: (Mutex, u64, Address) = (mutex, id as u64, super::address(t)));
}
