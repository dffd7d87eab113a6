//! New threads of the runtime: their objects and numbers.

use super::affinity::seat::Seat;
use super::defaults;
use super::settings;
use super::stats;
use super::team::Team;
use super::thread::Thread;
use crate::sys::sync::{AtomicU32, Ordering};
use std::ptr;

/// The object of a native thread, with an initial team: an `old` one, of a thread that ended, or a new one.
pub fn native(old: Option<&'static Thread>) -> &'static Thread {
    let t = old.unwrap_or_else(|| Thread::make(false, next_gtid(), Team::new(), 0));
    reset(t);
    stats::native_thread_came();
    t
}

/// The object of a worker, for member `tid` of `team`. It has no initial team: what it executes is all in regions.
pub fn worker(team: &'static Team, tid: u32) -> &'static Thread {
    Thread::make(true, next_gtid(), team, tid)
}

/// The object of a hidden helper, with an initial team.
pub fn helper(gtid: u32) -> &'static Thread {
    let t = Thread::make(true, gtid, Team::new(), 0);
    t.team.get().of_helper.set(true);
    reset(t);
    t
}

/// Puts a thread into its initial team, with the control variables the environment gave.
fn reset(t: &Thread) {
    let root = t.team.get();
    root.begin_initial(defaults::initial_icv());
    let slot = root.slot(0);
    slot.seat.set(Seat::NONE);
    slot.task.begin_implicit(t, root, ptr::null());
    t.begin_task(slot);
    t.pushed_threads.set(0);
    t.pushed_bind.set(0);
    t.pushed_league.take();
    t.pushed_wishes.set(None);
}

/// How many threads there have been, hidden helpers aside.
static NEXT: AtomicU32 = AtomicU32::new(0);

/// The first hidden helper's number.
pub const FIRST_HELPER: u32 = 2;

/// How many numbers from 1 on are kept free for hidden helpers.
fn helper_numbers() -> u32 {
    match settings::get().helpers {
        0 => 0,
        helpers => helpers + FIRST_HELPER - 1,
    }
}

/// A new number: behind the first one, some are kept free for the hidden helpers.
fn next_gtid() -> u32 {
    let count = NEXT.fetch_add(1, Ordering::Relaxed);
    if count == 0 { 0 } else { count + helper_numbers() }
}

/// In a forked child the survivor keeps its number, and new threads get numbers above it.
pub fn after_fork_in_child(survivor: &Thread) {
    NEXT.store(survivor.gtid.saturating_sub(helper_numbers()) + 1, Ordering::Relaxed);
}

/// How many threads the runtime has known.
pub fn known() -> u32 {
    NEXT.load(Ordering::Relaxed)
}
