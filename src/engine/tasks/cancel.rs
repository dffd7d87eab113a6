//! Cancellation (OpenMP 5.2, 16.1 and 16.2): regions, loops and sections, and taskgroups.
//!
//! Without OMP_CANCELLATION none of this is ever touched, except for [`enabled`] at a region's end.
//!
//! - A *loop* or `sections` that can be cancelled must have a barrier at its end (OpenMP 5.2,
//!   11.5). So there is at most one of them between two barriers of a team, and the number of the
//!   next barrier names it. GCC only warns of `nowait`, so the construct's own number counts too.
//!   GCC's code divides static loops without a call. Such a loop has the number of the next
//!   construct, which is then taken for cancelled (libgomp: all constructs up to the next barrier).
//! - A *region* that is cancelled can have members that wait in barriers which others will not come
//!   to. So the thread that cancels it publishes barriers far ahead as reached, and all waits in
//!   barriers end. Therefore the region's end cannot be a numbered barrier. Where cancellation is
//!   enabled no region's end is one: members count themselves in `Cancel::ended`. Waits for another
//!   member's iterations end too (`ordered`, `doacross`), because that member may have left. After
//!   a cancelled region the primary thread brings the members' own counts into step again.
//! - A *taskgroup* has a flag of its own. Its tasks that have not begun are discarded, as in a
//!   cancelled region.

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

/// The constructs that can be cancelled.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum What {
    Region,
    /// A loop or `sections`.
    Worksharing,
    Taskgroup,
}

/// The name of the loop or `sections` that the calling thread is in. Bits 31…0 are the number of
/// the barrier at its end, bits 62…32 the lower bits of its own number; bit 63 is set.
fn construct(t: &Thread) -> u64 {
    let number = t.slot.get().furthest().construct;
    1 << 63 | u64::from(number) << 32 | u64::from(t.phase.get())
}

/// No member will come this many barriers further.
pub const FAR: u32 = 1 << 30;

/// A `cancel` construct: whether the calling thread is to go to the end of the cancelled construct.
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
        // A thread that is alone goes there at once, and no other thread has to know.
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

/// Whether the calling thread is to go to the end of a cancelled construct. A cancelled region ends
/// the constructs inside it too.
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

/// The construct as tools name it.
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

/// Whether a member that waits for another member's iteration of their loop is to go on, because
/// perhaps nobody will execute that iteration.
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

/// Whether a group or one around it is cancelled: its tasks belong to that one too.
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

/// Ends the waits of all members in barriers.
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
