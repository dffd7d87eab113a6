//! How members arrive at a barrier, and see that all others have arrived and that no task is left.

use crate::engine::protocols::tasks::phases::Phases;
use crate::engine::protocols::wait::EventCount;
use crate::sys::sync::{AtomicU32, Ordering};

/// The number of members that share one counter. In a team up to this size the tree is one counter.
/// In a model it is small, so that three members need two levels.
const FAN_IN: u32 = if cfg!(loom) { 2 } else { 8 };

/// Writes to `word` that barrier `number` has been reached: by the calling member if the word is
/// its own, by all if it is the team's. Returns the former value.
#[inline]
pub fn publish(word: &AtomicU32, number: u32, event: &EventCount) -> u32 {
    // A swap, not a store: the look for sleepers that follows needs a full barrier before it.
    let before = word.swap(number, Ordering::AcqRel);
    event.notify_all();
    before
}

/// Whether barrier `number` has been published in `word`.
#[inline]
pub fn reached(word: &AtomicU32, number: u32) -> bool {
    word.load(Ordering::Acquire).wrapping_sub(number) as i32 >= 0
}

/// Counts the arrival of member `tid` of `n`; true for the member that completes the count, which
/// then [`publish`]es it. `counter`: the counter of a group at a level, by the number of the
/// group's first member.
#[inline]
pub fn count_arrival<'a>(counter: impl Fn(u32, usize) -> &'a AtomicU32, tid: u32, n: u32) -> bool {
    let (mut index, mut width, mut stride) = (tid, n, 1);
    for level in 0.. {
        let group = index / FAN_IN;
        let members = FAN_IN.min(width - group * FAN_IN);
        if members > 1 {
            let count = counter(group * FAN_IN * stride, level);
            if count.fetch_add(1, Ordering::AcqRel) + 1 < members {
                return false;
            }
            // No member counts here again before the barrier is released, and that is published
            // after this.
            count.store(0, Ordering::Relaxed);
        }
        if width <= FAN_IN {
            break;
        }
        (index, width, stride) = (group, width.div_ceil(FAN_IN), stride * FAN_IN);
    }
    true
}

/// A member of a team that waits at a barrier.
pub trait Waiting {
    /// Waits until `ready` holds. The thread that makes it hold notifies the team's event.
    fn wait_until(&self, ready: impl Fn() -> bool);

    /// Runs tasks of the team until `over` holds. The thread that makes it hold notifies the team's
    /// event.
    fn run_tasks(&self, over: impl Fn() -> bool);

    /// Whether this is the child of a fork that ran no handlers. Then no other member will come.
    fn notices_fork(&self) -> bool;

    /// Whether a task that ran here forked, and this is the child.
    fn is_alone(&self) -> bool;
}

/// Waits until all have come to barrier `number`, as `arrived` tells, and no task of the phase is
/// left.
#[inline]
pub fn wait_for_all(
    member: &impl Waiting,
    phases: &Phases,
    event: &EventCount,
    number: u32,
    arrived: impl Fn() -> bool,
) {
    let over = || {
        let all_arrived = arrived();
        all_arrived && !phases.pending(event, number, true)
    };
    wait_with_tasks(member, phases, event, number, over);
}

/// Waits until `over` holds, and runs tasks of the phase that barrier `number` ends. The thread
/// that makes `over` hold notifies the team's event.
#[inline]
pub fn wait_with_tasks(
    member: &impl Waiting,
    phases: &Phases,
    event: &EventCount,
    number: u32,
    over: impl Fn() -> bool,
) {
    let has_tasks = || phases.pending(event, number, false);
    // A phase without tasks takes one wait. Most phases have none.
    while !over() {
        if member.notices_fork() {
            // The child only runs the tasks that it has.
            return member.run_tasks(&over);
        }
        member.wait_until(|| over() || has_tasks());
        if has_tasks() {
            member.run_tasks(&over);
        }
        if member.is_alone() {
            return;
        }
    }
}
