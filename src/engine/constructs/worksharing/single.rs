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
pub fn enter(t: &Thread) -> bool {
    let executes = is_first(t);
    if tools::on() {
        if executes {
            events::work_begins(t, Work::SingleExecutor, 1);
        } else {
            events::single_of_other(t);
        }
    }
    executes
}

/// As [`enter`], where a tool is told otherwise or there is none. A thread that has its record at
/// hand needs no call and no frame. `T`: the answer as the caller returns it.
#[inline(always)]
pub fn enter_untold<T: From<bool>>() -> T {
    #[cold]
    #[inline(never)]
    fn meet_first<T: From<bool>>() -> T {
        T::from(is_first(Thread::current()))
    }
    match Thread::at_hand() {
        Some(t) => is_first(t),
        None => meet_first(),
    }
}

/// The member that executes a `single` has executed it, if its compiler says so.
#[inline]
pub fn exit(t: impl FnOnce() -> &'static Thread) {
    if tools::on() {
        events::work_ends(t());
    }
}

#[inline(always)]
fn is_first<T: From<bool>>(t: &Thread) -> T {
    #[cold]
    #[inline(never)]
    fn is_of_stranger<T: From<bool>>(t: &Thread) -> T {
        other_runtime::meets_construct(&t.stranger, || t.team.get().level.get());
        T::from(take_alone(t))
    }
    if t.is_alone() {
        return if t.stranger.get() { is_of_stranger(t) } else { T::from(take_alone(t)) };
    }
    T::from(is_first_of_several(t))
}

/// In a team of one: true.
#[inline(always)]
fn take_alone(t: &Thread) -> bool {
    let cursor = &t.slot.get().cursor;
    let after = cursor.single.get().wrapping_add(1);
    cursor.single.set(after);
    // The team's count goes on with the member's own, because its next region may have more
    // members.
    t.team.get().singles.taken.store(after, Ordering::Relaxed);
    cursor.taken.set(after);
    // Also in a child that was forked inside the region, where the member that had taken it may
    // have vanished.
    true
}

#[inline(always)]
fn is_first_of_several(t: &Thread) -> bool {
    let cursor = &t.slot.get().cursor;
    let mine = cursor.single.get();
    let after = mine.wrapping_add(1);
    cursor.single.set(after);
    // A member that lags behind has already seen that others took this one, and leaves the cache
    // line to them.
    if (cursor.taken.get().wrapping_sub(mine) as i32) > 0 {
        return false;
    }
    let taken = &t.team.get().singles.taken;
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
