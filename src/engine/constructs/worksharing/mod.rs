//! Worksharing: dividing work among the members of a team.
//!
//! No construct has shared state to set up or to tear down. All members meet the same constructs in
//! the same order. So each member counts them, and the number of the construct tags the shared
//! words: a word with an older number counts as a fresh one. The danger is a member that laps a
//! slower one around the ring: [`Ring`](crate::engine::records::worksharing::Ring) says how that is
//! prevented.

pub mod combine;
pub mod copyprivate;
pub mod dispatch;
pub mod doacross;
pub mod loop_schedule;
pub mod nest;
pub mod ordered;
pub mod shared;
pub mod single;
#[cfg(all(test, not(loom), not(shuttle)))]
mod tests;

use crate::engine::ground::numbers::earlier;
use crate::engine::protocols::wait::{self, EventCount};
use crate::engine::records::fork_notice;
use crate::engine::records::team::Team;
use crate::engine::records::thread::Thread;
pub use crate::engine::records::worksharing::{OrderedTurn, Position, RING};

/// Begins a construct that uses the ring; returns its number.
fn enter(t: &'static Thread) -> u32 {
    let cursor = &t.slot.get().cursor;
    let construct = cursor.construct.get();
    if construct.wrapping_sub(cursor.left.get()) >= RING as u32 && t.nthreads.get() > 1 {
        wait_for_room(t, construct);
        // In the child of a fork the number is another one.
        return cursor.construct.get();
    }
    construct
}

/// Waits until `ready` holds. Another member makes it hold, and notifies `event` then. The wait
/// also ends if there are no other members any more: in a child that was forked inside the region,
/// with or without handlers, perhaps by a signal handler during the wait.
pub fn await_others(t: &'static Thread, event: &EventCount, ready: impl Fn() -> bool) {
    await_others_as(t, event, wait::sleeper(t.tid.get(), false), ready);
}

/// As [`await_others`]. Whoever notifies `event` may wake only the sleepers with bits of `who`.
fn await_others_as(t: &'static Thread, event: &EventCount, who: u32, ready: impl Fn() -> bool) {
    let over = || {
        ready() || {
            fork_notice::noticed(t);
            t.is_alone()
        }
    };
    t.barriers.wait(over, || event.sleep(who, over));
}

/// Leaves construct number `construct`. `nowait`: no barrier follows, so others may wait for this.
#[inline]
fn leave(t: &Thread, construct: u32, nowait: bool) {
    let slot = t.slot.get();
    // The count is raised, not set: after a fork the survivor's number is higher than its own
    // count.
    slot.cursor.construct.set(slot.cursor.construct.get().wrapping_add(1));
    let next = construct.wrapping_add(1);
    if !nowait {
        slot.progress.keep_up(next);
    } else if t.nthreads.get() > 1 {
        slot.progress.publish(next);
        t.team.get().event.notify_all();
    }
}

#[cold]
fn wait_for_room(t: &'static Thread, construct: u32) {
    let team: &Team = t.team.get();
    let oldest = construct.wrapping_sub(RING as u32);
    let cursor = &t.slot.get().cursor;
    let mut all_left = construct;
    for index in 0..t.nthreads.get() {
        let other = team.slot(index);
        if std::ptr::eq(other, t.slot.get()) {
            continue;
        }
        let has_left = || other.progress.seen_from(cursor.floor.get());
        let ready = || (has_left().wrapping_sub(oldest) as i32) > 0;
        await_others(t, &team.event, ready);
        if t.is_alone() {
            return;
        }
        all_left = earlier(all_left, has_left());
    }
    cursor.left.set(all_left);
}
