//! `single`: the first member that comes executes the block.

use crate::sys::sync::Ordering;

use crate::engine::policies::other_runtime;
use crate::engine::records::thread::Thread;
use crate::engine::tools;
use crate::engine::tools::events;
use crate::engine::tools::names::Work;

/// In a team up to this size, members try to take a `single` without looking first whether it was
/// taken.
const SMALL: u32 = 8;

/// Whether the calling member is the one that executes this `single`.
#[inline]
pub fn enter(t: &Thread) -> bool {
    let executes = is_first(t);
    if tools::on() { enter_told(t, executes) } else { executes }
}

#[cold]
#[inline(never)]
fn enter_told(t: &Thread, executes: bool) -> bool {
    if executes {
        events::work_begins(t, Work::SingleExecutor, 1);
    } else {
        events::single_of_other(t);
    }
    executes
}

/// The member that executes a `single` has executed it, if its compiler says so.
#[inline]
pub fn exit(t: impl FnOnce() -> &'static Thread) {
    if tools::on() {
        events::work_ends(t());
    }
}

#[inline]
fn is_first(t: &Thread) -> bool {
    let cursor = &t.slot.get().cursor;
    let mine = cursor.single.get();
    cursor.single.set(mine.wrapping_add(1));
    let after = mine.wrapping_add(1);
    let taken = &t.team.get().singles.taken;
    if t.is_alone() {
        other_runtime::meets_construct(&t.stranger, || t.team.get().level.get());
        // The team's count goes on with the member's own, because its next region may have more
        // members.
        taken.store(after, Ordering::Relaxed);
        cursor.taken.set(after);
        // Also in a child that was forked inside the region, where the member that had taken it may
        // have vanished.
        return true;
    }
    // A member that lags behind has already seen that others took this one, and leaves the cache
    // line to them.
    if (cursor.taken.get().wrapping_sub(mine) as i32) > 0 {
        return false;
    }
    // In a large team nearly all members come too late, and a look lets all of them share the line.
    // In a small team there is no look: a member that gets the line can take the next ones too,
    // while the others wait for it.
    if t.nthreads.get() > SMALL {
        let now = taken.load(Ordering::Relaxed);
        if (now.wrapping_sub(mine) as i32) > 0 {
            cursor.taken.set(now);
            return false;
        }
    }
    let now = taken.compare_exchange(mine, after, Ordering::Relaxed, Ordering::Relaxed);
    cursor.taken.set(now.err().unwrap_or(after));
    now.is_ok()
}
