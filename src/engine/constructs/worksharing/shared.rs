//! Memory that the members of a team share during one construct. The first member that comes makes
//! it.

use crate::sys::sync::Ordering;
use std::sync::Arc;

use crate::engine::constructs::worksharing::await_others;
use crate::engine::constructs::worksharing::{enter, leave};
use crate::engine::records::reductions::Memory;
use crate::engine::records::thread::Thread;

/// A construct's number with a bit that zeroed memory does not have, since the number may be 0.
fn tag(construct: u32) -> u64 {
    1 << 32 | u64::from(construct)
}

/// Shared memory for the loop that the calling member has begun: the memory that `make` gives to
/// the first member that comes. All members call this.
pub fn of_loop(t: &'static Thread, make: impl FnOnce() -> Arc<Memory>) -> Arc<Memory> {
    agree(t, t.slot.get().cursor.active.construct(), make)
}

/// The same for a construct that shares nothing else (`scope`), which begins and ends here.
pub fn of_scope(t: &'static Thread, make: impl FnOnce() -> Arc<Memory>) -> Arc<Memory> {
    let construct = enter(t);
    let memory = agree(t, construct, make);
    leave(t, construct, true);
    memory
}

fn agree(t: &'static Thread, construct: u32, make: impl FnOnce() -> Arc<Memory>) -> Arc<Memory> {
    if t.is_alone() {
        return make();
    }
    let team = t.team.get();
    let meeting = &team.ring.entry(construct).meeting;
    let tag = tag(construct);
    let claimed = meeting.claimed.load(Ordering::Relaxed);
    if claimed != tag && meeting.claimed.compare_exchange(claimed, tag, Ordering::Relaxed, Ordering::Relaxed).is_ok() {
        let memory = make();
        for _ in 1..t.nthreads.get() {
            // One count for each of the other members.
            let _ = Arc::into_raw(memory.clone());
        }
        meeting.what.store(Arc::as_ptr(&memory).cast_mut().cast(), Ordering::Relaxed);
        meeting.made.swap(tag, Ordering::AcqRel);
        team.event.notify_all();
        return memory;
    }
    let ready = || meeting.made.load(Ordering::Acquire) == tag;
    await_others(t, &team.event, ready);
    if !ready() {
        // In the child of a fork, the member that was making it does not exist.
        return make();
    }
    // SAFETY: one count was made for this member, which comes once in each construct.
    unsafe { Arc::from_raw(meeting.what.load(Ordering::Relaxed).cast()) }
}
