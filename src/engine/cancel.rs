//! Cancellation (OpenMP 5.2, 16.1 and 16.2): regions, loops and sections, and taskgroups.
//!
//! Without OMP_CANCELLATION nothing of this is ever touched, but for [`enabled`] at a region's end.
//!
//! - A *loop* or `sections` that can be cancelled must have a barrier at its end (OpenMP 5.2, 11.5), so that between two
//!   barriers of a team there is one at most: the number of the barrier names it. GCC only warns of `nowait`, so the
//!   construct's own number counts too. Static loops, which GCC's code divides without a call, have the number of the
//!   construct behind them: that is then taken for cancelled (libgomp: all up to the next barrier).
//! - A *region* that is cancelled can have members that wait in barriers which others will not come to. So whoever
//!   cancels it publishes barriers far ahead as reached: all waits in barriers end. Its end cannot be a numbered barrier
//!   then, and where cancellation is enabled no region's is: members count themselves in [`Cancel::ended`]. Waits for
//!   another member's iterations end too (`ordered`, `doacross`): that member may have left. After a cancelled region
//!   the primary thread puts what members count for themselves into step again.
//! - A *taskgroup* has a flag of its own; tasks that have not begun are discarded, as in a cancelled region.

use crate::sys::sync::Ordering;

use super::barrier::protocol;
use super::fork_notice;
use super::numbers::later;
pub use super::records::cancel::{configure, enabled};
use super::task::record::Group;
use super::task::{Task, schedule};
use super::team::Team;
use super::thread::Thread;
use super::wait;
use super::worksharing::Position;

/// What can be cancelled.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum What {
    Region,
    /// A loop or `sections`.
    Worksharing,
    Taskgroup,
}

/// Names the loop or sections that the calling thread is in: bits 31…0 are the number of the barrier behind it, bits 62…32
/// the lower ones of its own number; bit 63 is set.
fn construct(t: &Thread) -> u64 {
    let number = t.slot.get().furthest().construct;
    1 << 63 | u64::from(number) << 32 | u64::from(t.phase.get())
}

/// So many barriers ahead is further than any member will come.
const FAR: u32 = 1 << 30;

/// A `cancel` construct: whether the calling thread is to go to the end of what is cancelled.
pub fn cancel(t: &Thread, what: What) -> bool {
    if !enabled() {
        return false;
    }
    let team = t.team.get();
    match what {
        // An initial team has no region that could end.
        What::Region if team.parent.get().is_none() => {}
        What::Region => {
            team.cancel.region.swap(true, Ordering::AcqRel);
            if !t.is_alone() {
                open_barriers(t, team);
                team.ring.wake_ordered();
            }
        }
        // Who is alone goes there at once, and nobody else has to know.
        What::Worksharing if t.is_alone() => {}
        What::Worksharing => {
            team.cancel.worksharing.swap(construct(t), Ordering::AcqRel);
            team.ring.wake_ordered();
            team.event.notify_all();
        }
        What::Taskgroup => {
            // SAFETY: the task's innermost group, which lives until the task ends it.
            if let Some(group) = unsafe { t.task().group().as_ref() } {
                group.to_cancel().cancelled.store(true, Ordering::Release);
            }
        }
    }
    true
}

/// A cancellation point: whether the calling thread is to go to the end of what is cancelled. A cancelled region ends what is in
/// it too.
pub fn is_cancelled(t: &Thread, what: What) -> bool {
    if !enabled() {
        return false;
    }
    let cancel = &t.team.get().cancel;
    let here = match what {
        What::Region => false,
        What::Worksharing => !t.is_alone() && cancel.worksharing.load(Ordering::Acquire) == construct(t),
        What::Taskgroup => is_group_cancelled(t.task().group()),
    };
    here || cancel.has_region()
}

/// Whether the region that the calling thread is a member of is cancelled.
#[inline]
pub fn is_region_cancelled(t: &Thread) -> bool {
    t.team.get().cancel.has_region()
}

/// Whether a member that waits for another one's iteration of their loop is to go on: nobody may come to execute that.
#[inline]
pub fn ends_waits(t: &Thread) -> bool {
    is_cancelled(t, What::Worksharing)
}

/// Whether a task that has not begun is to be discarded.
#[inline]
pub fn discards(task: &Task) -> bool {
    enabled() && (is_group_cancelled(task.member_of()) || task.team().cancel.has_region())
}

/// Whether a task that the calling thread is about to generate would be discarded.
#[inline]
pub fn discards_children(t: &Thread) -> bool {
    is_cancelled(t, What::Taskgroup)
}

/// Whether a group is cancelled, or one around it: tasks in it belong to that one too.
fn is_group_cancelled(mut group: *const Group) -> bool {
    // SAFETY: null, or a group of a task that has not completed, which lives as long as that.
    while let Some(this) = unsafe { group.as_ref() } {
        if this.cancelled.load(Ordering::Acquire) {
            return true;
        }
        group = this.outer;
    }
    false
}

/// Lets go all members that wait in barriers.
fn open_barriers(t: &Thread, team: &Team) {
    let far = t.phase.get().wrapping_add(FAR);
    if t.nthreads.get() == 2 {
        for tid in 0..2 {
            protocol::publish(&team.slot(tid).arrived, far, &team.event);
        }
    } else {
        protocol::publish(&team.released.0, far, &team.event);
    }
}

/// A worker has come to the end of the region.
pub fn arrive_at_end(t: &Thread) {
    let team = t.team.get();
    leave_constructs(t, team);
    if team.cancel.ended.fetch_add(1, Ordering::AcqRel) + 2 == t.nthreads.get() {
        team.event.notify_all();
    }
}

/// The calling member has copied what was handed to it so far.
#[inline]
pub fn has_copied(t: &Thread) {
    let (team, slot) = (t.team.get(), t.slot.get());
    let number = slot.furthest().single;
    if team.cancel.has_region() {
        slot.copied.swap(number, Ordering::AcqRel);
        team.event.notify_all();
    } else {
        // Nobody looks, but the word must not fall so far behind that it would seem to lie ahead.
        slot.copied.store(number, Ordering::Relaxed);
    }
}

/// In a cancelled region, where barriers are none: waits until the other members have copied what the calling one hands to
/// them in its last `single`, or have come to the region's end.
pub fn await_copies(t: &Thread) {
    let team = t.team.get();
    if !team.cancel.has_region() {
        return;
    }
    let number = t.slot.get().furthest().single;
    for tid in (0..t.nthreads.get()).filter(|tid| *tid != t.tid.get()) {
        let copied = &team.slot(tid).copied;
        let ready = || protocol::reached(copied, number);
        t.barriers.wait(ready, || team.event.sleep(wait::sleeper(t.tid.get(), false), ready));
    }
}

/// A member at the end of a cancelled region does not come to constructs that others may still be in or begin: nobody is
/// to wait until it has left them.
fn leave_constructs(t: &Thread, team: &Team) {
    if team.cancel.has_region() {
        let slot = t.slot.get();
        let Position { construct, single } = slot.furthest();
        slot.copied.store(single.wrapping_add(FAR), Ordering::Relaxed);
        slot.progress.publish(construct.wrapping_add(FAR));
        team.event.notify_all();
    }
}

/// The primary thread waits until all `size` members have come to the end of the region, and all tasks are done.
pub fn gather(t: &'static Thread, team: &'static Team, size: u32) {
    leave_constructs(t, team);
    let ended = &team.cancel.ended;
    let over = || ended.load(Ordering::Acquire) == size - 1 && team.phases.are_quiet();
    schedule::wait_at_barrier(t, over);
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

/// Members have come to different places in a cancelled region: all go on behind the furthest. Its workers have left it.
fn put_into_step(team: &Team, size: u32, barrier: u32) {
    let mut position = team.slot(0).furthest();
    for slot in (0..size).map(|tid| team.slot(tid)) {
        slot.barrier.set(barrier);
        slot.arrived.store(barrier, Ordering::Relaxed);
        slot.arrivals.0.iter().for_each(|count| count.store(0, Ordering::Relaxed));
        position = position.later(slot.furthest());
    }
    team.released.0.store(barrier, Ordering::Relaxed);
    // Some may have been in the middle of that construct.
    let position = Position { construct: position.construct.wrapping_add(1), ..position };
    for slot in (0..size).map(|tid| team.slot(tid)) {
        slot.progress.set(position.construct);
        slot.copied.store(position.single, Ordering::Relaxed);
    }
    team.slot(0).cursor.start(position);
    team.singles.taken.store(position.single, Ordering::Relaxed);
}
