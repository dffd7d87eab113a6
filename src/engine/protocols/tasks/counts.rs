//! How a task finds out that it has no children left, which thread is told of that, and which one
//! frees the task.

use crate::sys::sync::{AtomicU32, AtomicU64, Cell, Ordering};

/// The number of a task's children.
///
/// An explicit task is freed when its body is done and all its children are freed, so a child may
/// always look at its parent. `state` and two plain counts tell how many are left:
///
/// * `created` and `finished_here` belong to the thread that runs the task. They count the children
///   that it has generated, and those that this same thread has finished. Neither needs an atomic
///   operation.
/// * `state` counts what other threads do:
///
/// | bits | field |
/// |---|---|
/// | 63 | DONE: the body is done (of an implicit task: it has come to a barrier) and the plain counts are folded in |
/// | 62 | WAITING: the task sleeps until it has no unfinished child |
/// | 61…32 | zombies: children that are done but not freed, because they have children of their own |
/// | 31…0 | [`BIAS`] + unfinished children, as far as they are not in the plain counts |
///
/// The thread that brings `state` to [`QUIET`] frees the task.
#[repr(C)]
pub struct Counts {
    created: Cell<u32>,
    finished_here: Cell<u32>,
    state: AtomicU64,
}

const BIAS: u64 = 1 << 31;
const ZOMBIE: u64 = 1 << 32;
const WAITING: u64 = 1 << 62;
const DONE: u64 = 1 << 63;
/// The body is done and no child is left.
const QUIET: u64 = DONE | BIAS;

/// The result of lowering a count.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[must_use]
enum Left {
    /// Other children are left, or the task goes on without being told.
    Some,
    /// The last child has finished, and the task sleeps until then.
    Awaited,
    /// The body is done and no child is left.
    Nothing,
}

impl Default for Counts {
    fn default() -> Self {
        Self { state: AtomicU64::new(BIAS), created: Cell::new(0), finished_here: Cell::new(0) }
    }
}

impl Counts {
    /// The offset of the part that other threads use.
    pub const FOR_OTHERS: usize = std::mem::offset_of!(Counts, state);

    /// Begins to count anew: for an implicit task that begins, or for a task whose children have
    /// vanished in a fork.
    #[inline]
    pub fn reset(&self) {
        self.created.set(0);
        self.finished_here.set(0);
        self.state.store(BIAS, Ordering::Relaxed);
    }

    /// Counts a new child. Only for the thread that runs the task.
    #[inline]
    pub fn add_child(&self) {
        self.created.set(self.created.get().wrapping_add(1));
    }

    /// Whether some child has not completed. Only for the thread that runs the task.
    #[inline]
    pub fn has_unfinished(&self) -> bool {
        let here = self.created.get().wrapping_sub(self.finished_here.get());
        // Acquire: a thread that finds the children finished sees what they did.
        let elsewhere = self.state.load(Ordering::Acquire) as u32;
        here.wrapping_add(elsewhere) != BIAS as u32
    }

    /// Moves the plain counts into `state`, so that it reaches [`BIAS`] when the last child
    /// finishes. Also adds `mark`.
    fn fold(&self, mark: u64) -> u64 {
        // This is negative if the thread has finished children that an earlier fold counted.
        let here = self.created.get().wrapping_sub(self.finished_here.get()).cast_signed();
        let change = i64::from(here).cast_unsigned().wrapping_add(mark);
        self.created.set(0);
        self.finished_here.set(0);
        self.state.fetch_add(change, Ordering::AcqRel).wrapping_add(change)
    }

    /// To be called before the running thread sleeps until its children are done: the thread that
    /// finishes the last one wakes it.
    pub fn announce_waiting(&self) {
        self.fold(0);
        self.state.fetch_or(WAITING, Ordering::AcqRel);
    }

    pub fn cease_waiting(&self) {
        self.state.fetch_and(!WAITING, Ordering::Relaxed);
    }

    /// An implicit task comes to a barrier: whether all its descendants are done. If not, this adds
    /// 1 to `unquiet`, the team's count of such members, and the thread that finishes the last
    /// descendant subtracts it.
    #[inline]
    pub fn settle(&self, unquiet: &AtomicU32) -> bool {
        let calm = self.is_childless();
        if calm {
            self.created.set(0);
            self.finished_here.set(0);
        } else {
            self.settle_unquiet(unquiet);
        }
        calm
    }

    #[cold]
    fn settle_unquiet(&self, unquiet: &AtomicU32) {
        // Before the fold: so nobody subtracts from the count before this is added.
        unquiet.fetch_add(1, Ordering::AcqRel);
        if self.fold(DONE) == QUIET {
            unquiet.fetch_sub(1, Ordering::AcqRel);
        }
    }

    /// After the barrier the implicit task begins to count anew.
    pub fn unsettle(&self) {
        self.state.store(BIAS, Ordering::Relaxed);
    }

    /// Whether the descendants of this implicit task, which has come to a barrier, are done.
    pub fn is_quiet(&self) -> bool {
        self.state.load(Ordering::Acquire) == QUIET
    }

    /// Whether the implicit task is at a barrier and counted as unquiet.
    pub fn is_unquiet(&self) -> bool {
        let state = self.state.load(Ordering::Relaxed);
        state & DONE != 0 && state != QUIET
    }

    /// Whether no child is left, finished or not. Only for the thread that runs the task or
    /// completes it.
    #[inline]
    pub fn is_childless(&self) -> bool {
        // Acquire: the children are done with the task.
        self.created.get() == self.finished_here.get() && self.state.load(Ordering::Acquire) == BIAS
    }

    /// Takes `amount` off the state. The task may be gone after that, unless the result is
    /// [`Left::Nothing`].
    #[inline]
    fn lower(&self, amount: u64) -> Left {
        // AcqRel: the thread that waits for the children, or frees the task, sees what all of them
        // did.
        let now = self.state.fetch_sub(amount, Ordering::AcqRel) - amount;
        if now == QUIET {
            Left::Nothing
        } else if now & WAITING != 0 && now as u32 == BIAS as u32 {
            Left::Awaited
        } else {
            Left::Some
        }
    }
}

/// A name of a task, by which its end reaches the parts of the task and of its relatives that it
/// needs. The name can be used until the task has been freed.
pub trait Kin: Copy {
    /// The calling thread.
    type Caller: Copy;
    /// A taskgroup.
    type Group;
    /// The addressee of news about a task; valid after the task is gone.
    type Listener;

    fn counts(&self) -> &Counts;
    /// The task that generated this explicit one.
    fn parent(self) -> Self;
    /// The taskgroup that the task was generated in.
    fn member_of(self) -> *const Self::Group;
    fn is_implicit(self) -> bool;
    /// Whether `caller` runs this task, and nobody else ever will.
    fn is_run_by(self, caller: Self::Caller) -> bool;
    fn listener(self) -> Self::Listener;
    /// Tells `group`, which can be null, that a task of it has completed.
    fn leave(group: *const Self::Group);
    /// Wakes the task, which sleeps until it has no unfinished child.
    fn wake(listener: Self::Listener);
    /// Tells the team that the implicit task, which has come to a barrier, has no descendant left.
    fn quieten(listener: Self::Listener);
    /// Frees an explicit task. Nobody else looks at it any more.
    fn free(caller: Self::Caller, task: Self);
}

/// Completes an explicit task, whose body is done and whose event, if it has one, is fulfilled.
/// Tells its taskgroup and its parent, and frees it unless children are left. Only the caller
/// completes `task`, and it has not done so before.
#[inline]
pub fn end<T: Kin>(caller: T::Caller, task: T) {
    // The parent lives as long as its children.
    let parent = task.parent();
    let group = task.member_of();
    if task.counts().is_childless() {
        T::leave(group);
        T::free(caller, task);
        child_finished(caller, parent, 0);
    } else {
        // The parent has to count the zombie before the task's last child may end that state.
        parent.counts().state.fetch_add(ZOMBIE, Ordering::AcqRel);
        let quiet = task.counts().fold(DONE) == QUIET;
        T::leave(group);
        if quiet {
            T::free(caller, task);
            child_finished(caller, parent, ZOMBIE);
        } else {
            child_finished(caller, parent, 0);
        }
    }
}

/// Takes a finished child off `parent`, and `zombie` off its state.
#[inline]
fn child_finished<T: Kin>(caller: T::Caller, parent: T, zombie: u64) {
    let counts = parent.counts();
    if parent.is_run_by(caller) && counts.state.load(Ordering::Relaxed) & DONE == 0 {
        // This thread also runs the parent, further down on its stack.
        if zombie != 0 {
            counts.state.fetch_sub(zombie, Ordering::AcqRel);
        }
        counts.finished_here.set(counts.finished_here.get().wrapping_add(1));
        return;
    }
    lower(caller, parent, zombie + 1);
}

/// Takes `amount` off the parent's state. If nothing is left then, tells whoever has to hear of it,
/// or frees the parent.
fn lower<T: Kin>(caller: T::Caller, parent: T, amount: u64) {
    // Read before the count is lowered, because the parent may be gone once it is quiet.
    let (listener, implicit) = (parent.listener(), parent.is_implicit());
    match parent.counts().lower(amount) {
        Left::Some => {}
        Left::Awaited => T::wake(listener),
        Left::Nothing if implicit => T::quieten(listener),
        Left::Nothing => {
            // The parent was a zombie, and its own parent counts it as one.
            let grandparent = parent.parent();
            T::free(caller, parent);
            lower(caller, grandparent, ZOMBIE);
        }
    }
}
