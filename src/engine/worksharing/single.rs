//! `single`: the first member that comes executes.

use std::sync::atomic::Ordering;

use crate::engine::thread::Thread;

/// Whether the calling member is the one that executes this `single`.
#[inline]
pub fn enter(t: &Thread) -> bool {
    let cursor = &t.slot.get().cursor;
    let mine = cursor.single.get();
    cursor.single.set(mine.wrapping_add(1));
    let taken = &t.team.get().singles.taken;
    if t.is_alone() {
        // The team's count goes on with the member's own: its next region may have more members.
        taken.store(mine.wrapping_add(1), Ordering::Relaxed);
        // In a child forked inside the region too, where the one that had taken it may have vanished.
        return true;
    }
    // A look first: those who come late leave the line shared.
    taken.load(Ordering::Relaxed) == mine
        && taken.compare_exchange(mine, mine.wrapping_add(1), Ordering::Relaxed, Ordering::Relaxed).is_ok()
}
