//! Locks and what is executed by one thread at a time: the ABI layers take and release the locks of
//! `protocols/lock` here, so that a tool is told.

use crate::engine::records::thread::Thread;
use crate::engine::tools;
use crate::engine::tools::events;
use crate::engine::tools::names::Endpoint;
pub use crate::engine::tools::names::Mutex;

/// A lock, or the like, as tools know it.
#[derive(Clone, Copy)]
pub struct Known {
    pub kind: Mutex,
    /// Its address.
    pub id: usize,
    /// `omp_sync_hint_t`.
    pub hint: u32,
}

impl Known {
    #[inline(always)]
    pub fn new<T>(kind: Mutex, lock: *const T) -> Self {
        Self { kind, id: lock.addr(), hint: 0 }
    }
}

/// Takes a lock by `take`.
#[inline(always)]
pub fn acquire(lock: Known, take: impl FnOnce()) {
    if tools::on() { acquire_told(lock.kind, lock.id, lock.hint, take) } else { take() }
}

// The functions called "told" are out of the way: a function that takes a lock needs no frame for
// them.

#[cold]
#[inline(never)]
fn acquire_told(kind: Mutex, id: usize, hint: u32, take: impl FnOnce()) {
    let t = Thread::current();
    events::acquire(t, kind, hint, id);
    take();
    events::acquired(t, kind, id);
}

/// Takes a lock by `take`, if that says so.
#[inline(always)]
pub fn try_acquire(lock: Known, take: impl FnOnce() -> bool) -> bool {
    if tools::on() { try_acquire_told(lock.kind, lock.id, take) } else { take() }
}

#[cold]
#[inline(never)]
fn try_acquire_told(kind: Mutex, id: usize, take: impl FnOnce() -> bool) -> bool {
    let t = Thread::current();
    events::acquire(t, kind, 0, id);
    let taken = take();
    if taken {
        events::acquired(t, kind, id)
    } else {
        events::not_acquired(t)
    }
    taken
}

/// Sets a nest lock by `take`, which says how often it is set then; 0: it is another task's.
#[inline(always)]
pub fn nest(lock: Known, take: impl FnOnce() -> u32) -> u32 {
    if tools::on() { nest_told(lock.kind, lock.id, take) } else { take() }
}

#[cold]
#[inline(never)]
fn nest_told(kind: Mutex, id: usize, take: impl FnOnce() -> u32) -> u32 {
    let t = Thread::current();
    events::acquire(t, kind, 0, id);
    let count = take();
    match count {
        0 => events::not_acquired(t),
        1 => events::acquired(t, kind, id),
        _ => events::nests(t, Endpoint::Begin, id),
    }
    count
}

/// Releases a lock by `release`.
#[inline(always)]
pub fn release(lock: Known, release: impl FnOnce()) {
    if tools::on() { release_told(lock.kind, lock.id, release) } else { release() }
}

#[cold]
#[inline(never)]
fn release_told(kind: Mutex, id: usize, release: impl FnOnce()) {
    let t = Thread::current();
    events::releases(t, kind, id);
    release();
    events::released(t, kind, id);
}

/// Takes back one setting of a nest lock by `release`, which says how many are left.
#[inline(always)]
pub fn unnest(lock: Known, release: impl FnOnce() -> u32) {
    if tools::on() {
        unnest_told(lock.kind, lock.id, release);
    } else {
        release();
    }
}

#[cold]
#[inline(never)]
fn unnest_told(kind: Mutex, id: usize, release: impl FnOnce() -> u32) {
    let t = Thread::current();
    events::releases(t, kind, id);
    let left = release();
    match left {
        0 => events::released(t, kind, id),
        _ => events::nests(t, Endpoint::End, id),
    }
}

/// A lock has been initialised.
#[inline(always)]
pub fn made(lock: Known) {
    if tools::on() {
        events::lock_made(Thread::current(), lock.kind, lock.hint, lock.id);
    }
}

/// A lock is not used any more.
#[inline(always)]
pub fn destroyed(lock: Known) {
    if tools::on() {
        events::lock_destroyed(Thread::current(), lock.kind, lock.id);
    }
}
