//! How members arrive at a barrier, and see that all others have arrived and that no task is left.

use crate::engine::protocols::relay::{FLAT, Looks};
use crate::engine::protocols::tasks::phases::Phases;
use crate::engine::protocols::wait::EventCount;
use crate::sys::sync::{AtomicU32, Ordering};

/// The number of members of a team of `n` that share one counter, as a power of two. In a team up
/// to this size the tree is one counter. In a model it is small, so that three members need two
/// levels.
///
/// One that completes its group waits for the others of the next level. Fewer levels are quicker
/// where the members come one after the other: those of larger teams do that which have all looked
/// at one word for the end of the barrier before ([`FLAT`]).
fn fan_in(n: u32) -> u32 {
    if cfg!(loom) {
        1
    } else if n > 16 && n <= FLAT {
        3
    } else {
        2
    }
}

/// The levels of the tree in a team of 2²⁰, and no team is larger.
pub const LEVELS: usize = 10;

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

/// How a member sees that a barrier has been reached: by the team's word, or by that of the first
/// member of its group, which passes it on ([`relay`](crate::engine::protocols::relay)).
pub struct Released<'a> {
    word: &'a AtomicU32,
    /// The word of the group's first member.
    near: Option<&'a AtomicU32>,
    looks: Looks,
}

impl<'a> Released<'a> {
    /// `near`: the word by which the first member of the group passes it on, if it does.
    #[inline]
    pub fn new(word: &'a AtomicU32, near: Option<&'a AtomicU32>) -> Self {
        Self { word, near, looks: Looks::default() }
    }

    /// Whether barrier `number` has been reached, as far as this member has heard. It will hear of
    /// it if it goes on asking.
    #[inline]
    pub fn soon(&self, number: u32) -> bool {
        let Some(near) = self.near else { return reached(self.word, number) };
        self.looks.soon(|| reached(near, number), || reached(self.word, number))
    }

    /// Whether barrier `number` has been reached. The next answer of [`soon`](Self::soon) is no
    /// older.
    #[inline]
    pub fn surely(&self, number: u32) -> bool {
        self.looks.surely(|| reached(self.word, number))
    }
}

/// Counts the arrival of member `tid` of `n`; true for the member that completes the count, which
/// then [`publish`]es it. `counter`: the counter of a group at a level, by the number of the
/// group's first member.
#[inline]
pub fn count_arrival<'a>(counter: impl Fn(u32, usize) -> &'a AtomicU32, tid: u32, n: u32) -> bool {
    let fan_in = fan_in(n);
    let (mut index, mut width) = (tid, n);
    for level in 0.. {
        let group = index >> fan_in;
        let members = (width - (group << fan_in)).min(1 << fan_in);
        if members > 1 {
            let count = counter(group << (fan_in * (level as u32 + 1)), level);
            if count.fetch_add(1, Ordering::AcqRel) + 1 < members {
                return false;
            }
            // No member counts here again before the barrier is released, and that is published
            // after this.
            count.store(0, Ordering::Relaxed);
        }
        if width <= 1 << fan_in {
            break;
        }
        (index, width) = (group, width.div_ceil(1 << fan_in));
    }
    true
}

/// A member of a team that waits at a barrier.
pub trait Waiting {
    /// Waits until `ready` holds. Before it sleeps it asks `surely`, and the thread that makes that
    /// hold notifies the team's event; `ready` may become true later.
    fn wait_until(&self, ready: impl Fn() -> bool, surely: impl Fn() -> bool);

    /// Runs tasks of the team until `over` holds. The thread that makes it hold notifies the team's
    /// event.
    fn run_tasks(&self, over: impl Fn() -> bool);

    /// Whether this is the child of a fork that ran no handlers. Then no other member will come.
    fn notices_fork(&self) -> bool;

    /// Whether a task that ran here forked, and this is the child.
    fn is_alone(&self) -> bool;
}

/// Waits until all have come to barrier `number`, as `released` tells, and no task of the phase is
/// left.
#[inline]
pub fn wait_for_all(member: &impl Waiting, phases: &Phases, event: &EventCount, number: u32, released: &Released) {
    let no_task_is_left = |all_arrived| all_arrived && !phases.pending(event, number, true);
    let over = || no_task_is_left(released.soon(number));
    wait_with_tasks(member, phases, event, number, over, || no_task_is_left(released.surely(number)));
}

/// Waits until `over` holds, and runs tasks of the phase that barrier `number` ends. `over` may
/// hold later than `surely`, and the thread that makes `surely` hold notifies the team's event.
#[inline]
pub fn wait_with_tasks(
    member: &impl Waiting,
    phases: &Phases,
    event: &EventCount,
    number: u32,
    over: impl Fn() -> bool,
    surely: impl Fn() -> bool,
) {
    let has_tasks = || phases.pending(event, number, false);
    // A phase without tasks takes one wait. Most phases have none.
    while !over() {
        if member.notices_fork() {
            // The child only runs the tasks that it has.
            return member.run_tasks(&surely);
        }
        member.wait_until(|| over() || has_tasks(), || surely() || has_tasks());
        if has_tasks() {
            member.run_tasks(&surely);
        }
        if member.is_alone() {
            return;
        }
    }
}
