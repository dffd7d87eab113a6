//! Members of a team that share a processor.
//!
//! When other programs compute, the kernel may put two members of a team on one processor. By looking for each other's
//! events they keep each other off it; by sleeping in turn they alternate, at the cost of two context switches a region, and
//! since never more than one of them is ready to run, the kernel sees nothing to part for hundreds of milliseconds. So
//! the primary thread, when it has to wait and finds that a worker of its team was last seen on its own processor, moves
//! that worker to another one: where it runs at once if that one is idle, and gets its part of the time if not.

use std::cell::Cell;
use std::sync::atomic::{AtomicI32, AtomicU32, Ordering};

use crate::engine::thread::Thread;
use crate::sys::{affinity, thread, wipe};

/// Where a thread is. On lines of its own: other threads look here, but not often.
#[repr(align(128))]
pub struct Whereabouts {
    /// The processor that the thread was on when it last had to wait for longer; [`NOWHERE`].
    processor: AtomicU32,
    /// The kernel's number of a worker; 0 of any other thread.
    id: AtomicI32,
    /// When the thread last moved a worker.
    moved: Cell<u64>,
}

const NOWHERE: u32 = u32::MAX;

/// A thread moves workers once in so many nanoseconds at most: where it is of no avail, it costs next to nothing.
const PAUSE: u64 = 2_000_000;

impl Whereabouts {
    pub const fn new() -> Self {
        Self { processor: AtomicU32::new(NOWHERE), id: AtomicI32::new(0), moved: Cell::new(0) }
    }

    /// The calling thread is a worker, and this is its own.
    pub fn start_worker(&self) {
        self.processor.store(NOWHERE, Ordering::Relaxed);
        self.id.store(affinity::thread_id(), Ordering::Relaxed);
    }
}

/// The calling thread has to wait for longer, at `now`. Moves the workers away that it waits for and that are on its processor.
pub fn part(now: u64) {
    let Some(t) = Thread::get() else { return };
    let Some(here) = thread::processor() else { return };
    let own = &t.whereabouts;
    if own.processor.load(Ordering::Relaxed) != here {
        own.processor.store(here, Ordering::Relaxed);
    }
    if t.tid.get() == 0 && !t.is_alone() && now.saturating_sub(own.moved.get()) >= PAUSE {
        move_workers(t, here, now);
    }
}

/// Moves the workers of the calling primary thread's team away from processor `here`.
fn move_workers(t: &Thread, here: u32, now: u64) {
    let Ok(workers) = t.team.get().workers.try_borrow() else { return };
    for worker in workers.iter().take(t.nthreads.get() as usize - 1) {
        let at = &worker.whereabouts;
        // In a child that was forked without handlers, the numbers are those of another process's threads.
        if at.processor.load(Ordering::Relaxed) == here && !wipe::wiped() {
            t.whereabouts.moved.set(now);
            at.processor.store(NOWHERE, Ordering::Relaxed);
            affinity::move_off(at.id.load(Ordering::Relaxed), here);
        }
    }
}
