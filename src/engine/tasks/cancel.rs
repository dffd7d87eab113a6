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
//!   then, and where cancellation is enabled no region's is: members count themselves in `Cancel::ended`. Waits for
//!   another member's iterations end too (`ordered`, `doacross`): that member may have left. After a cancelled region
//!   the primary thread puts what members count for themselves into step again.
//! - A *taskgroup* has a flag of its own; tasks that have not begun are discarded, as in a cancelled region.

use crate::sys::sync::Ordering;

use crate::engine::protocols::barrier::protocol;
pub use crate::engine::records::cancel::{configure, enabled};
use crate::engine::records::task::Group;
use crate::engine::records::task::Task;
use crate::engine::records::team::Team;
use crate::engine::records::thread::Thread;
use crate::engine::tools;
use crate::engine::tools::events;
use crate::engine::tools::names::cancel as names;

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
pub const FAR: u32 = 1 << 30;

/// A `cancel` construct: whether the calling thread is to go to the end of what is cancelled.
pub fn cancel(t: &Thread, what: What) -> bool {
    if !enabled() {
        return false;
    }
    if tools::on() {
        events::cancelled(t, flag(t, what) | names::ACTIVATED);
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

/// A cancellation point: whether the calling thread is to go to the end of what is cancelled.
pub fn cancellation_point(t: &Thread, what: What) -> bool {
    let cancelled = is_cancelled(t, what);
    if tools::on() && cancelled {
        events::cancelled(t, flag(t, what) | names::DETECTED);
    }
    cancelled
}

/// Whether the calling thread is to go to the end of what is cancelled. A cancelled region ends what is in it too.
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

/// What it is to tools.
#[cold]
fn flag(t: &Thread, what: What) -> u32 {
    match what {
        What::Region => names::PARALLEL,
        What::Worksharing => events::cancelled_work(t),
        What::Taskgroup => names::TASKGROUP,
    }
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
        protocol::publish(&team.released, far, &team.event);
    }
}
