//! The end of a region that may have been cancelled, and the steps of its members instead of
//! barriers.

use crate::engine::constructs::worksharing::{Position, await_others};
use crate::engine::ground::numbers::later;
use crate::engine::protocols::barrier::protocol;
use crate::engine::records::cancel::enabled;
use crate::engine::records::fork_notice;
use crate::engine::records::team::Team;
use crate::engine::records::thread::Thread;
use crate::engine::tasks::cancel::FAR;
use crate::engine::tasks::scheduler;
use crate::engine::tools::{self, orders};
use crate::sys::sync::Ordering;

/// To be called when a worker has come to the end of the region.
pub fn arrive_at_end(t: &Thread) {
    let team = t.team.get();
    leave_constructs(t, team);
    if team.cancel.ended.fetch_add(1, Ordering::AcqRel) + 2 == t.nthreads.get() {
        team.event.notify_all();
    }
}

/// Notes that the calling member has copied the variables that were handed to it so far. Out of the
/// way: the barriers of programs that cancel nothing need no frame for it.
#[cold]
#[inline(never)]
pub fn has_copied(t: &Thread) {
    let (team, slot) = (t.team.get(), t.slot.get());
    let number = slot.furthest().single;
    if team.cancel.has_region() {
        if tools::on() {
            orders::goes(&raw const slot.copied);
        }
        slot.copied.swap(number, Ordering::AcqRel);
        team.event.notify_all();
    } else {
        // No member looks at the word now, but it must not fall so far behind that it would seem to
        // lie ahead.
        slot.copied.store(number, Ordering::Relaxed);
    }
}

/// In a cancelled region barriers do not wait. So this waits until the other members have copied
/// the variables of the calling member's last `single`, or have come to the region's end.
pub fn await_copies(t: &'static Thread) {
    let team = t.team.get();
    if !team.cancel.has_region() {
        return;
    }
    let number = t.slot.get().furthest().single;
    for tid in (0..t.nthreads.get()).filter(|tid| *tid != t.tid.get()) {
        let copied = &team.slot(tid).copied;
        let ready = || protocol::reached(copied, number);
        await_others(t, &team.event, ready);
        if tools::on() {
            orders::has_come(copied);
        }
    }
}

/// Marks all constructs as left by a member at the end of a cancelled region. It will not come to
/// constructs that others may still be in or begin, so nobody may wait for it there.
fn leave_constructs(t: &Thread, team: &Team) {
    if team.cancel.has_region() {
        let slot = t.slot.get();
        let Position { construct, single } = slot.furthest();
        slot.copied.store(single.wrapping_add(FAR), Ordering::Relaxed);
        slot.progress.publish(construct.wrapping_add(FAR));
        team.event.notify_all();
    }
}

/// Waits, as the primary thread, until all `size` members have come to the end of the region and
/// all tasks are done.
pub fn gather(t: &'static Thread, team: &'static Team, size: u32) {
    leave_constructs(t, team);
    let ended = &team.cancel.ended;
    let over = || ended.load(Ordering::Acquire) == size - 1 && team.phases.are_quiet();
    scheduler::wait_at_barrier(t, over);
    let barrier = (0..size).map(|tid| team.slot(tid).barrier.get()).reduce(later).unwrap_or_default();
    team.phases.conclude(&team.event, barrier, || fork_notice::give_way(t));
    ended.store(0, Ordering::Relaxed);
    team.cancel.worksharing.store(0, Ordering::Relaxed);
    if team.cancel.region.load(Ordering::Relaxed) {
        put_into_step(team, size, barrier);
        team.cancel.region.store(false, Ordering::Relaxed);
    }
}

/// The end of a region of one thread.
#[inline]
pub fn end_alone(team: &Team) {
    if enabled() {
        team.cancel.region.store(false, Ordering::Relaxed);
    }
}

/// Brings the members' numbers into step. In a cancelled region members have met different
/// constructs: all of them go on after the furthest number. The workers have left the region.
fn put_into_step(team: &Team, size: u32, barrier: u32) {
    let mut position = team.slot(0).furthest();
    for slot in (0..size).map(|tid| team.slot(tid)) {
        slot.pass_barrier(barrier);
        slot.arrived.store(barrier, Ordering::Relaxed);
        slot.arrivals.iter().for_each(|count| count.store(0, Ordering::Relaxed));
        position = position.later(slot.furthest());
    }
    team.released.store(barrier, Ordering::Relaxed);
    // Some members may have been in the middle of that construct.
    let position = Position { construct: position.construct.wrapping_add(1), ..position };
    for slot in (0..size).map(|tid| team.slot(tid)) {
        slot.progress.set(position.construct);
        slot.copied.store(position.single, Ordering::Relaxed);
    }
    team.slot(0).cursor.start(position);
    team.singles.taken.store(position.single, Ordering::Relaxed);
}
