//! Barriers: all members arrive, and no task of theirs is left.
//!
//! Each barrier of a team has a number. In a team of two each member publishes the number it arrived at and looks at
//! the other's: both hand-overs run at the same time. Larger teams count arrivals in a tree whose groups of
//! [`FAN_IN`] have their counter in the first member's slot; who completes the root publishes the number for all.

use std::sync::atomic::Ordering;

use super::task::schedule;
use super::team::Team;
use super::thread::Thread;
use super::wait;

/// Members that share one counter: up to this size the tree is one counter.
const FAN_IN: u32 = 8;

/// Waits until all members of the team have come, and their tasks are done.
pub fn wait(t: &'static Thread) {
    let slot = t.slot.get();
    let team = t.team.get();
    let calm = slot.task.settle();
    if t.is_alone() {
        if !calm {
            schedule::wait_at_barrier(t, || team.tasks.unquiet.load(Ordering::Acquire) == 0);
        }
    } else {
        let number = t.phase.get();
        arrive(t, number);
        wait_for_all(t, team, number);
        slot.barrier.set(number);
        t.phase.set(number.wrapping_add(1));
    }
    if !calm {
        slot.task.unsettle();
    }
    slot.cursor.passed_barrier();
}

/// Waits until all have come to barrier `number` and no task of the phase is left; runs such tasks.
fn wait_for_all(t: &'static Thread, team: &'static Team, number: u32) {
    let over = || {
        let all_arrived = arrived(t, number);
        all_arrived && !team.tasks.pending(team, number, true)
    };
    let who = wait::sleeper(t.tid.get(), true);
    let ready = || over() || team.tasks.pending(team, number, false);
    // A phase without tasks, as most are, is one wait.
    while !over() {
        t.barriers.wait(ready, || team.event.sleep(who, ready));
        if team.tasks.pending(team, number, false) {
            schedule::wait_at_barrier(t, over);
        }
    }
}

/// A worker's end of a region: the others may go on. The worker can still run tasks of the region, until it is over.
/// Returns the barrier's number.
pub fn arrive_at_end(t: &Thread) -> u32 {
    let slot = t.slot.get();
    let number = t.phase.get();
    slot.task.settle();
    slot.barrier.set(number);
    slot.cursor.passed_barrier();
    arrive(t, number);
    number
}

/// The primary thread's end of a region: waits for the workers, who do not wait for it.
pub fn gather(t: &'static Thread) {
    let slot = t.slot.get();
    let number = t.phase.get();
    let team = t.team.get();
    slot.task.settle();
    slot.barrier.set(number);
    slot.cursor.passed_barrier();
    if t.nthreads.get() > 2 {
        arrive(t, number);
    }
    wait_for_all(t, team, number);
    if team.tasks.phase.load(Ordering::Relaxed) == number {
        team.tasks.await_helpers();
    }
}

/// Says that the calling member has come to barrier `number`.
fn arrive(t: &Thread, number: u32) {
    let team = t.team.get();
    if t.nthreads.get() == 2 {
        t.slot.get().arrived.swap(number, Ordering::AcqRel);
    } else if count_arrival(team, t.tid.get(), t.nthreads.get()) {
        team.released.0.swap(number, Ordering::AcqRel);
    } else {
        return;
    }
    team.event.notify_all();
}

/// Whether all members whose arrival the calling one needs to see have come to barrier `number`.
#[inline]
fn arrived(t: &Thread, number: u32) -> bool {
    let word = if t.nthreads.get() == 2 { &t.peer.get().arrived } else { &t.team.get().released.0 };
    word.load(Ordering::Acquire).wrapping_sub(number) as i32 >= 0
}

/// Counts member `tid` of `n`; true for the one who completes the count.
fn count_arrival(team: &Team, tid: u32, n: u32) -> bool {
    let (mut index, mut width, mut stride) = (tid, n, 1);
    for level in 0.. {
        let group = index / FAN_IN;
        let members = FAN_IN.min(width - group * FAN_IN);
        if members > 1 {
            let count = &team.slot(group * FAN_IN * stride).arrivals.0[level];
            if count.fetch_add(1, Ordering::AcqRel) + 1 < members {
                return false;
            }
            // Nobody comes here again before the barrier is released, which is published after this.
            count.store(0, Ordering::Relaxed);
        }
        if width <= FAN_IN {
            break;
        }
        (index, width, stride) = (group, width.div_ceil(FAN_IN), stride * FAN_IN);
    }
    true
}
