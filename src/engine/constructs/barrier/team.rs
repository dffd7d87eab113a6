//! The barrier of a team's members, and the end of a region.

use crate::engine::constructs::barrier::cancelled;
use crate::engine::policies::admission;
use crate::engine::policies::other_runtime;
use crate::engine::policies::stats;
use crate::engine::protocols::barrier::protocol;
use crate::engine::protocols::relay;
use crate::engine::protocols::wait::{self, Calls};
use crate::engine::records::fork_notice;
use crate::engine::records::team::Team;
use crate::engine::records::thread::Thread;
use crate::engine::tasks::cancel;
use crate::engine::tasks::scheduler;
use crate::engine::tools;
use crate::engine::tools::events;
use crate::engine::tools::names::Sync;

/// Waits until all members of the team have come, and their tasks are done. For a barrier that the
/// program has written, or one that a construct implies and the compiler marks no differently.
#[inline]
pub fn wait(t: &'static Thread) {
    wait_as(t, || Sync::Explicit);
}

/// As [`wait()`]; `kind`: the kind of barrier that a tool is told.
#[inline]
pub fn wait_as(t: &'static Thread, kind: impl FnOnce() -> Sync) {
    if tools::on() {
        return wait_told(t, kind());
    }
    wait_untold(t);
}

#[cold]
#[inline(never)]
fn wait_told(t: &'static Thread, kind: Sync) {
    let region = events::sync_begins(t, kind);
    wait_untold(t);
    events::sync_ends(t, region);
}

/// As [`wait()`], where a tool is told otherwise or there is none.
#[inline]
pub fn wait_untold(t: &'static Thread) {
    if t.is_alone() {
        return wait_alone(t);
    }
    if cancel::enabled() {
        cancelled::has_copied(t);
    }
    meet_others(t);
}

/// As [`wait()`], between a `single` block and the copying of its variables.
pub fn meet(t: &'static Thread) {
    if t.is_alone() { wait_alone(t) } else { meet_others(t) }
}

/// The barrier of a team of one.
#[inline]
fn wait_alone(t: &'static Thread) {
    other_runtime::meets_construct(&t.stranger, || t.team.get().level.get());
    let slot = t.slot.get();
    if !slot.task.settle() {
        wait_for_own_tasks(t);
    }
    slot.cursor.passed_barrier();
}

#[cold]
fn wait_for_own_tasks(t: &'static Thread) {
    let team = t.team.get();
    scheduler::wait_at_barrier(t, || team.phases.are_quiet());
    end_unquiet(t);
}

fn meet_others(t: &'static Thread) {
    let slot = t.slot.get();
    let team = t.team.get();
    let calm = slot.task.settle();
    let number = t.phase.get();
    let came = stats::barrier_begins(t);
    arrive(t, number);
    wait_for_all(t, team, number);
    if t.nthreads.get() > 2 {
        team.precedence.go_on(t.tid.get(), t.nthreads.get(), number);
    }
    stats::barrier_ends(t, &team.stats, came);
    t.pass_barrier(number);
    if !calm {
        end_unquiet(t);
    }
    slot.cursor.passed_barrier();
}

/// To be called after a barrier, if the calling member had tasks when it came to it.
#[cold]
fn end_unquiet(t: &'static Thread) {
    let slot = t.slot.get();
    if cancel::is_region_cancelled(t) {
        // The barrier may not have waited, so tasks of the members need not be done.
        scheduler::wait_at_barrier(t, || slot.task.counts.is_quiet());
    }
    slot.task.unsettle();
}

/// Waits as [`wait()`] does, or until the region is cancelled; whether it is.
pub fn wait_cancellable(t: &'static Thread) -> bool {
    if cancel::is_region_cancelled(t) {
        return true;
    }
    wait(t);
    cancel::is_region_cancelled(t)
}

/// Waits until all have come to barrier `number` and no task of the phase is left; runs such tasks.
fn wait_for_all(t: &'static Thread, team: &'static Team, number: u32) {
    admission::make_room(team, t.nthreads.get());
    protocol::wait_for_all(&Waiting::new(t, team), &team.phases, &team.event, number, &released(t, team));
    if relay::passes_on(t.tid.get()) {
        t.slot.get().pass_on(number);
    }
}

/// Waits inside a construct until `over` holds, as in a barrier: members that are held back may
/// begin, and tasks are run meanwhile. The thread that makes `over` hold notifies the team's event.
/// The wait also ends in the child of a fork.
pub fn wait_within(t: &'static Thread, over: impl Fn() -> bool) {
    if !over() {
        let team = t.team.get();
        admission::make_room(team, t.nthreads.get());
        protocol::wait_with_tasks(&Waiting::new(t, team), &team.phases, &team.event, t.phase.get(), &over, &over);
    }
}

/// A member of a team that waits at a barrier.
struct Waiting {
    t: &'static Thread,
    team: &'static Team,
    calls: Calls<'static>,
}

impl Waiting {
    fn new(t: &'static Thread, team: &'static Team) -> Self {
        Self { t, team, calls: Calls::at(&team.event) }
    }
}

impl protocol::Waiting for Waiting {
    #[inline(always)]
    fn wait_until(&self, ready: impl Fn() -> bool, surely: impl Fn() -> bool) {
        let who = wait::sleeper(self.t.tid.get(), true);
        self.t.barriers.wait(ready, || {
            let began = stats::watch();
            let rung = self.calls.sleep(who, &surely);
            stats::sleep_ends(self.t, &self.team.stats, began);
            rung
        });
    }

    #[inline(always)]
    fn run_tasks(&self, over: impl Fn() -> bool) {
        self.calls.answer();
        scheduler::wait_at_barrier(self.t, over);
    }

    #[inline(always)]
    fn notices_fork(&self) -> bool {
        fork_notice::noticed(self.t)
    }

    fn is_alone(&self) -> bool {
        self.t.is_alone()
    }
}

/// Arrives, as a worker, at the end of a region: the others may go on. The worker can still run
/// tasks of the region until that is over. Returns the barrier's number.
pub fn arrive_at_end(t: &Thread) -> u32 {
    let slot = t.slot.get();
    let number = t.phase.get();
    slot.task.settle();
    slot.pass_barrier(number);
    slot.cursor.passed_barrier();
    if relay::passes_on(t.tid.get()) {
        slot.keep_up(number);
    }
    stats::worker_arrives(t);
    admission::make_room(t.team.get(), t.nthreads.get());
    if cancel::enabled() {
        cancelled::arrive_at_end(t);
    } else {
        arrive(t, number);
    }
    number
}

/// Ends a region, as its primary thread: waits for the workers, which do not wait for it.
pub fn gather(t: &'static Thread) {
    let slot = t.slot.get();
    let number = t.phase.get();
    let team = t.team.get();
    slot.task.settle();
    slot.pass_barrier(number);
    slot.cursor.passed_barrier();
    if cancel::enabled() {
        cancelled::gather(t, team, t.nthreads.get());
        return;
    }
    if t.nthreads.get() > 2 {
        arrive(t, number);
    }
    wait_for_all(t, team, number);
    team.phases.leave_helpers(number, || fork_notice::give_way(t));
}

/// Publishes that the calling member has come to barrier `number`.
fn arrive(t: &Thread, number: u32) {
    let team = t.team.get();
    if t.nthreads.get() == 2 {
        protocol::publish(&t.slot.get().arrived, number, &team.event);
    } else {
        let counter = |member, level: usize| &team.slot(member).arrivals[level];
        if protocol::count_arrival(counter, t.tid.get(), t.nthreads.get()) {
            team.precedence.barrier_is_over(t.nthreads.get());
            let before = protocol::publish(&team.released, number, &team.event);
            if before.wrapping_sub(number) as i32 > 0 {
                // The thread that cancelled the region meanwhile has opened later barriers.
                protocol::publish(&team.released, before, &team.event);
            }
        }
    }
}

/// The words that tell the calling member when all members have come to a barrier; in a team of
/// two, when the other one has.
fn released(t: &Thread, team: &'static Team) -> protocol::Released<'static> {
    let n = t.nthreads.get();
    if n == 2 {
        return protocol::Released::new(&t.peer.get().arrived, None);
    }
    // Where processors are short, the member that is to pass it on may have to wait for its own.
    let first = relay::hears_by(t.tid.get(), n).filter(|_| !wait::are_too_many(n));
    protocol::Released::new(&team.released, first.map(|first| &team.slot(first).passed_on))
}
