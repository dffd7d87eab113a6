//! Forks: the child keeps the forking thread, and forgets all others.

use crate::sys::sync::{AtomicBool, AtomicU32, Ordering};
use std::{io, mem};

use crate::engine::constructs::worksharing::Position;
use crate::engine::constructs::{jobs, threadprivate};
use crate::engine::ground::say;
use crate::engine::policies::{admission, affinity, stats};
use crate::engine::pool;
use crate::engine::process::{helpers, start};
use crate::engine::protocols::lock;
use crate::engine::protocols::lock::OwnedLock;
use crate::engine::protocols::tasks::node_lock;
use crate::engine::protocols::{departure, wait};
use crate::engine::records::fork_notice;
use crate::engine::records::team::{Slot, Team};
use crate::engine::records::thread::Thread;
use crate::engine::records::thread_numbers;
use crate::sys::at_fork::at_fork;
use crate::sys::wipe;

/// Whether the handlers are registered: known once they are, or have run.
static INSTALLED: AtomicBool = AtomicBool::new(false);

/// Held by the thread that forks, from the first handler to the last.
static FORKING: OwnedLock = OwnedLock::new();

/// How many forks have begun inside of the one for which [`prepare`] has taken what it takes: a signal's handler may fork while
/// the code does that it interrupts, and the handlers here may be registered twice. Only the forking thread writes it.
static INNER: AtomicU32 = AtomicU32::new(0);

/// Registers the handlers. At the first OpenMP call: a process that never makes one forks as before.
///
/// Another thread may fork at any moment of it. Its child, which has the handlers or not, begins anew with its own first call. Only
/// one that was forked between the look at the list of handlers and the end of the fork has them without knowing, and
/// registers them once more: they do nothing when they are called a second time. `noticeable`: why forks without
/// handlers cannot be noticed, if so.
pub fn install(noticeable: io::Result<()>) {
    if INSTALLED.load(Ordering::Relaxed) {
        return;
    }
    fork_notice::BECOME_CHILD.set(|t| become_child(Some(t)));
    lock::when_forked_without_handlers(|()| become_child(Thread::get()));
    if let Err(error) = noticeable {
        static SAID: AtomicU32 = AtomicU32::new(0);
        say::warn_once(&SAID, || format!("forks by raw clone or _Fork cannot be noticed: {error}"));
    }
    if let Err(error) = at_fork(prepare, parent, child) {
        static SAID: AtomicU32 = AtomicU32::new(0);
        say::warn_once(&SAID, || {
            format!("no handlers of forks can be registered, and forked children may hang: {error}")
        });
    }
    INSTALLED.store(true, Ordering::Relaxed);
}

/// Takes what must be whole in the child. A signal's handler may fork, and have interrupted code of the runtime: what that holds
/// is not waited for, and not whole in the child until the handler has returned there.
extern "C" fn prepare() {
    // The process may be the child of a fork without handlers: first of all, as what that finds held for a fork is the parent's.
    lock::look_for_fork();
    if FORKING.is_held_for_fork() {
        INNER.fetch_add(1, Ordering::Relaxed);
        return;
    }
    FORKING.lock_for_fork();
    admission::before_fork();
    pool::before_fork();
    threadprivate::before_fork();
    helpers::before_fork();
    departure::before_fork();
    // Last, because whoever holds one of these does nothing else meanwhile. Thieves stay out, so that the survivor's
    // tasks are whole in the child.
    own_places(|team, slot| {
        slot.deque.lock_for_fork();
        team.priorities.lock_for_fork();
    });
}

extern "C" fn parent() {
    if !FORKING.is_held_for_fork() {
        return;
    }
    if INNER.load(Ordering::Relaxed) != 0 {
        INNER.fetch_sub(1, Ordering::Relaxed);
        return;
    }
    own_places(unlock);
    departure::after_fork_in_parent();
    helpers::after_fork();
    threadprivate::after_fork_in_parent();
    pool::after_fork_in_parent();
    admission::after_fork_in_parent();
    FORKING.unlock_after_fork();
    stats::forked();
}

extern "C" fn child() {
    INSTALLED.store(true, Ordering::Relaxed);
    own_places(unlock);
    helpers::after_fork();
    become_child(Thread::get());
}

fn unlock(team: &Team, slot: &Slot) {
    team.priorities.unlock_after_fork();
    slot.deque.unlock_after_fork();
}

/// Calls `with` for the calling thread's place in each team that it is in.
fn own_places(with: impl Fn(&Team, &Slot)) {
    let Some(t) = Thread::get() else { return };
    with(t.team.get(), t.slot.get());
    if let Ok(teams) = t.teams.try_borrow() {
        let begun = teams.iter().take(t.depth.get());
        begun.filter_map(|team| team.outer.get()).for_each(|outer| with(outer.team, outer.slot));
    }
}

/// Only atomics and plain memory from here: no lock, no allocation, and nothing on a vanished thread's stack.
fn become_child(survivor: Option<&'static Thread>) {
    pool::after_fork_in_child();
    admission::after_fork_in_child(survivor);
    threadprivate::after_fork_in_child();
    jobs::after_fork_in_child();
    let whole = helpers::after_fork_in_child(survivor);
    departure::after_fork_in_child();
    wait::after_fork_in_child();
    stats::after_fork_in_child(survivor.is_some());
    INNER.store(0, Ordering::Relaxed);
    FORKING.after_fork_in_child();
    node_lock::after_fork_in_child();
    lock::after_fork_in_child(survivor.map_or(u32::MAX, |t| t.gtid));
    // Else the thread that was starting the runtime is the parent's, and one of the child's has yet to do it.
    if start::is_done() {
        wipe::claim_in_child();
    }
    if let Some(t) = survivor {
        thread_numbers::after_fork_in_child(t.gtid);
        affinity::after_fork_in_child(t);
        survive(t, whole);
    }
}

/// Makes the survivor the only member of each team that it is in, and forgets the workers of its teams. `whole`: whether none of
/// its tasks is lost.
fn survive(t: &'static Thread, whole: bool) {
    // Not to be had if a signal's handler has forked just when the thread was changing it: that is before any region at its depth.
    let teams = t.teams.try_borrow();
    for (depth, team) in teams.iter().flat_map(|teams| teams.iter()).enumerate() {
        // The list is forgotten without being dropped, since the allocator may not be used here.
        for workers in [&team.workers, &team.former] {
            if let Ok(mut workers) = workers.try_borrow_mut() {
                mem::forget(mem::take(&mut *workers));
            }
        }
        team.live.set(1);
        team.lending.after_fork_in_child();
        if depth >= t.depth.get() {
            team.reset_meeting_points(t, team.slot(0));
        } else if let Some(outer) = team.outer.get() {
            orphan(t, outer.team, outer.slot, whole);
            team.outer_remains_alone();
        }
    }
    orphan(t, t.team.get(), t.slot.get(), whole);
    t.remain_alone();
}

/// Makes the survivor `t`, at `slot`, the only member of `team`. Its own tasks stay; those of the others are forgotten, and
/// so is the wait for them, and for all that is lost if not all that is its own is `whole`.
fn orphan(t: &'static Thread, team: &'static Team, slot: &'static Slot, mut whole: bool) {
    let size = team.lose_others();
    if size > 1 {
        // Vanished members may have been ahead in the worksharing constructs and left their marks there; the survivor
        // goes on behind them all.
        let furthest = (0..size).map(|index| team.slot(index).furthest());
        if let Some(position) = furthest.reduce(Position::later) {
            slot.cursor.start(position);
        }
    }
    whole &= team.reset_meeting_points(t, slot);
    if size > 1 || !whole {
        team.become_orphan();
    }
}
