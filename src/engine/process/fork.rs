//! Forks: the child keeps the forking thread, and forgets all others.

use crate::sys::sync::{AtomicBool, AtomicU32, Ordering};
use std::io;
use std::time::Duration;

use crate::engine::constructs::worksharing::Position;
use crate::engine::constructs::{jobs, threadprivate};
use crate::engine::ground::say;
use crate::engine::policies::{admission, affinity, stats};
use crate::engine::pool;
use crate::engine::process::{helpers, start};
use crate::engine::protocols::lock;
use crate::engine::protocols::lock::{ForkAttempt, OwnedLock, Rank};
use crate::engine::protocols::tasks::node_lock;
use crate::engine::protocols::{departure, wait};
use crate::engine::records::fork_notice;
use crate::engine::records::team::{Slot, Team};
use crate::engine::records::thread::Thread;
use crate::engine::records::thread_numbers;
use crate::engine::tools::trace;
use crate::sys::at_fork::at_fork;
use crate::sys::{thread, wipe};

/// Whether the handlers are registered, as far as this process knows: it does once it has
/// registered them or they have run.
static REGISTERED: AtomicBool = AtomicBool::new(false);

/// Whether the runtime has begun to start, in this process or in one of its ancestors. Before that
/// the handlers have nothing to do.
static IN_USE: AtomicBool = AtomicBool::new(false);

/// Held by the thread that forks, from the first handler to the last.
static FORKING: OwnedLock = OwnedLock::new(Rank::Fork);

/// The number of forks that have begun inside of the one for which [`prepare`] has taken the locks.
/// A signal handler may fork while the interrupted code forks, and the handlers here may be
/// registered twice. Only the forking thread writes this.
static INNER: AtomicU32 = AtomicU32::new(0);

// The scenes have a handler of their own, which must be registered first.
#[cfg(not(shuttle))]
#[used]
#[unsafe(link_section = ".init_array")]
static AT_LOAD: extern "C" fn() = at_load;

/// Registers the handlers before the program can register its own, so that `prepare` is called
/// after the program's. Those may wait for threads that use the runtime, and use it themselves, so
/// no lock of it may be held by then.
#[cfg(not(shuttle))]
extern "C" fn at_load() {
    // If it fails, the first OpenMP call tries again.
    let _ = register();
}

fn register() -> io::Result<()> {
    if !REGISTERED.load(Ordering::Relaxed) {
        at_fork(prepare, parent, child)?;
        REGISTERED.store(true, Ordering::Relaxed);
    }
    Ok(())
}

/// Has the handlers take effect. To be called at the first OpenMP call: a process that never makes
/// one forks as before.
///
/// Another thread may fork at any moment of this call. The child may or may not have heard of it,
/// and begins anew with its own first call. If the handlers are registered here while the fork is
/// under way, the child may have them and not know it. Then it registers them once more; this does
/// no harm, because they do nothing at a second call. `noticeable`: the reason why forks without
/// handlers cannot be noticed, if there is one.
pub fn install(noticeable: io::Result<()>) {
    fork_notice::BECOME_CHILD.set(|t| become_child(Some(t)));
    lock::when_forked_without_handlers(|()| become_child(Thread::get()));
    if let Err(error) = noticeable {
        say::warn_once!("forks by raw clone or _Fork cannot be noticed: {error}");
    }
    IN_USE.store(true, Ordering::Relaxed);
    if let Err(error) = register() {
        say::warn_once!("no handlers of forks can be registered, and forked children may hang: {error}");
    }
}

/// Takes the locks of data that must be whole in the child. A signal handler that forks may have
/// interrupted code of the runtime. This does not wait for locks that the interrupted code holds.
/// Their data are not whole in the child until the handler has returned there.
///
/// Nor does it wait for locks whose holder waits for this fork, because it was interrupted so: it
/// lets the others fork first. Several threads that were interrupted may each hold what the other
/// one wants. In the end such a thread forks without some of the locks; to the child this is a fork
/// without handlers.
extern "C" fn prepare() {
    if !IN_USE.load(Ordering::Relaxed) {
        return;
    }
    // First of all, because the process may be the child of a fork without handlers: a lock that is
    // held for a fork then belongs to the parent.
    lock::look_for_fork();
    if FORKING.is_held_for_fork() {
        INNER.fetch_add(1, Ordering::Relaxed);
        return;
    }
    for times in 0..RETREATS {
        FORKING.begin_fork();
        if take_locks() {
            return;
        }
        free_locks();
        thread::pause(FIRST_RETREAT * 2_u32.pow(times));
    }
    FORKING.begin_fork();
    take_locks();
}

/// How often a fork lets others go first.
const RETREATS: u32 = 8;

/// How long it does so first. Each time is twice as long as the one before.
const FIRST_RETREAT: Duration = Duration::from_micros(50);

/// Takes the other locks; whether it could take all of them.
fn take_locks() -> bool {
    let attempt = ForkAttempt::new(&|| FORKING.has_sleepers());
    admission::before_fork(&attempt);
    pool::before_fork(&attempt);
    threadprivate::before_fork(&attempt);
    helpers::before_fork(&attempt);
    departure::before_fork(&attempt);
    // Last, because a thread that holds one of these locks takes no other one. Thieves stay out, so
    // that the survivor's tasks are whole in the child.
    own_slots(|_, slot| slot.deque.lock_for_fork(&attempt));
    own_slots(|team, _| team.priorities.lock_for_fork(&attempt));
    !attempt.lacks_locks()
}

/// Frees what [`prepare`] has taken.
fn free_locks() {
    own_slots(unlock);
    departure::after_fork_in_parent();
    helpers::after_fork();
    threadprivate::after_fork_in_parent();
    pool::after_fork_in_parent();
    admission::after_fork_in_parent();
    FORKING.unlock_after_fork();
}

extern "C" fn parent() {
    if !FORKING.is_held_for_fork() {
        return;
    }
    if INNER.load(Ordering::Relaxed) != 0 {
        INNER.fetch_sub(1, Ordering::Relaxed);
        return;
    }
    free_locks();
    stats::forked();
    trace::forked();
}

extern "C" fn child() {
    REGISTERED.store(true, Ordering::Relaxed);
    if !IN_USE.load(Ordering::Relaxed) {
        return;
    }
    own_slots(unlock);
    helpers::after_fork();
    become_child(Thread::get());
}

fn unlock(team: &Team, slot: &Slot) {
    team.priorities.unlock_after_fork();
    slot.deque.unlock_after_fork();
}

/// Calls `with` for the calling thread's slot in each team that it is in.
fn own_slots(with: impl Fn(&Team, &Slot)) {
    let Some(t) = Thread::get() else { return };
    with(t.team.get(), t.slot.get());
    if let Ok(teams) = t.teams.try_borrow() {
        let begun = teams.iter().take(t.depth.get());
        begun.filter_map(|team| team.outer.get()).for_each(|outer| with(outer.team, outer.slot));
    }
}

/// Puts the child in order. From here on it uses only atomics and plain memory: no lock, no
/// allocation, and nothing on the stack of a vanished thread.
fn become_child(survivor: Option<&'static Thread>) {
    pool::after_fork_in_child();
    admission::after_fork_in_child(survivor);
    threadprivate::after_fork_in_child();
    jobs::after_fork_in_child();
    let whole = helpers::after_fork_in_child(survivor);
    departure::after_fork_in_child();
    wait::after_fork_in_child();
    trace::after_fork_in_child();
    stats::after_fork_in_child(survivor.is_some());
    INNER.store(0, Ordering::Relaxed);
    FORKING.after_fork_in_child();
    node_lock::after_fork_in_child();
    lock::after_fork_in_child(survivor.map_or(u32::MAX, |t| t.gtid));
    // Otherwise a thread of the parent was starting the runtime, and a thread of the child has yet
    // to do it.
    if start::is_done() {
        wipe::claim_in_child();
    }
    if let Some(t) = survivor {
        thread_numbers::after_fork_in_child(t.gtid);
        affinity::after_fork_in_child(t);
        survive(t, whole);
    }
}

/// Makes the survivor the only member of each team that it is in, and forgets the workers of its
/// teams. `whole`: whether none of its tasks was lost.
fn survive(t: &'static Thread, whole: bool) {
    // It cannot be borrowed if a signal handler forked while the thread was changing it. The thread
    // does that only before a region at this depth begins.
    let teams = t.teams.try_borrow();
    for (depth, team) in teams.iter().flat_map(|teams| teams.iter()).enumerate() {
        team.staff.after_fork_in_child();
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

/// Makes the survivor `t`, at `slot`, the only member of `team`. Its own tasks stay. The tasks of
/// the other members are forgotten, and nobody waits for them any more; nor for its own tasks that
/// were lost, if not all of these are `whole`.
fn orphan(t: &'static Thread, team: &'static Team, slot: &'static Slot, mut whole: bool) {
    let size = team.lose_others();
    if size > 1 {
        // Vanished members may have been ahead in the worksharing constructs, and left their marks
        // there. The survivor goes on with a number after all of these.
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
