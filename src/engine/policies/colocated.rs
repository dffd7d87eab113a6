//! Members of a team that share a processor.
//!
//! When other programs compute, the kernel may put two members of a team on one processor. By looking for each other's
//! events they keep each other off it; by sleeping in turn they alternate, at the cost of two context switches a region, and
//! since never more than one of them is ready to run, the kernel sees nothing to part for hundreds of milliseconds. So
//! the primary thread, when it has to wait and finds that a worker of its team was last seen on its own processor, asks
//! that worker to leave it. Where the worker goes it runs at once if that processor is idle, and gets its part of the time if not.
//!
//! The worker leaves by itself, while it waits: a mask that the program sets in that thread comes before or after, and is not
//! undone, as it could be by another thread.

use crate::engine::protocols::wait;
use crate::engine::records::thread::Thread;
use crate::engine::records::whereabouts::{NOWHERE, Whereabouts};
use crate::sys::sync::unmodelled::Ordering;
use crate::sys::{affinity, thread};

/// A thread asks workers once in so many nanoseconds at most: where it is of no avail, it costs next to nothing.
const PAUSE: u64 = 2_000_000;

impl Whereabouts {
    /// The worker, which is on processor `here`, leaves it if it is asked to. What it was asked before it came here is void.
    fn obey(&self, here: u32) {
        if self.leave.load(Ordering::Relaxed) != NOWHERE && self.leave.swap(NOWHERE, Ordering::Relaxed) == here {
            self.processor.store(NOWHERE, Ordering::Relaxed);
            affinity::leave(here);
        }
    }
}

/// Has waits call this. Before the first region.
pub fn install() {
    wait::LONG_WAIT.set(part);
    wait::AFTER_SLEEP.set(|()| part_after_sleep());
}

/// The calling thread has to wait for longer, at `now`. Asks the workers that it waits for to leave its processor, if they are
/// there too, and gives it to them for that; leaves its own if it was asked.
fn part(now: u64) {
    let Some(t) = Thread::get() else { return };
    let Some(here) = thread::processor() else { return };
    let own = &t.whereabouts;
    if own.processor.load(Ordering::Relaxed) != here {
        own.processor.store(here, Ordering::Relaxed);
    }
    if !t.native {
        own.obey(here);
    }
    if t.tid.get() == 0 && !t.is_alone() && now.saturating_sub(own.asked.get()) >= PAUSE {
        ask_workers(t, here, now);
    }
}

/// The calling thread has slept while it waited: it may have been asked meanwhile.
fn part_after_sleep() {
    if let Some(t) = Thread::get()
        && !t.native
        && t.whereabouts.leave.load(Ordering::Relaxed) != NOWHERE
        && let Some(here) = thread::processor()
    {
        t.whereabouts.obey(here);
    }
}

/// Asks the workers of the calling primary thread's team to leave processor `here`.
fn ask_workers(t: &Thread, here: u32, now: u64) {
    let Ok(workers) = t.team.get().workers.try_borrow() else { return };
    for worker in workers.iter().take(t.nthreads.get() as usize - 1) {
        let at = &worker.whereabouts;
        if at.processor.load(Ordering::Relaxed) == here {
            at.leave.store(here, Ordering::Relaxed);
            t.whereabouts.asked.set(now);
        }
    }
    if t.whereabouts.asked.get() == now {
        thread::yield_now();
    }
}
