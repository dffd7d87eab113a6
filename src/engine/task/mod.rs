//! Tasks, implicit and explicit: their data environment, and their life from creation to the last descendant's end.
//!
//! | file | topic |
//! |---|---|
//! | `mod` | the task and its counts |
//! | `create` | generating explicit tasks |
//! | `memory` | where their memory comes from and goes to |
//! | `deque` | where they wait for a thread |
//! | `schedule` | who runs what, and waiting meanwhile |
//! | `depend` | order between siblings |
//! | `group` | `taskgroup` |
//! | `helpers` | the threads for `target nowait` |
//! | `reduction` | task reductions |
//! | `taskloop` | `taskloop` |

pub mod create;
pub mod depend;
pub mod deque;
pub mod group;
pub mod helpers;
pub mod memory;
pub mod reduction;
pub mod schedule;
pub mod taskloop;

use std::cell::Cell;
use std::ffi::c_void;
use std::ptr;
use std::sync::atomic::{AtomicPtr, AtomicU32, AtomicU64, Ordering};

use super::icv::Icv;
use super::team::{Body, Team};
use super::thread::Thread;
use depend::{Node, Table};
use group::Group;
use memory::Block;

/// A task and its data environment.
///
/// An explicit task is freed when its body is done and all its children are freed, so a child may always look at its
/// parent. `state` and two plain counts say how many are left:
///
/// * `created` and `finished_here` belong to the thread that runs the task: children generated, and children that this
///   same thread finished. No atomic operation is needed for either.
/// * `state` takes what others do:
///
/// | bits | field |
/// |---|---|
/// | 63 | DONE: the body is done (of an implicit task: it has come to a barrier) and the plain counts are folded in |
/// | 62 | WAITING: the task sleeps until it has no unfinished child |
/// | 61…32 | zombies: children that are done but not freed, because they have children of their own |
/// | 31…0 | [`BIAS`] + unfinished children, as far as they are not in the plain counts |
///
/// Whoever brings `state` to [`QUIET`] frees the task.
#[repr(C)]
pub struct Task {
    /// The control variables: the team's or another task's, or null and then the task's own.
    icv: Cell<*const Icv>,
    own_icv: Cell<*mut Icv>,
    pub parent: Cell<*const Task>,
    pub team: Cell<*const Team>,
    /// The thread that runs the task; null before, and for tasks that may go on in another thread.
    runner: AtomicPtr<Thread>,
    state: AtomicU64,
    created: Cell<u32>,
    finished_here: Cell<u32>,
    /// The innermost taskgroup, that new children belong to.
    group: Cell<*const Group>,
    /// The taskgroup that the task itself was generated in.
    member_of: Cell<*const Group>,
    body: Cell<Option<Body>>,
    data: Cell<*mut c_void>,
    /// The task's place among the dependences of its siblings.
    node: Cell<*const Node>,
    /// The dependences of its children.
    table: Cell<*mut Table>,
    /// Explicit tasks between this one and its implicit task, itself included.
    depth: Cell<u32>,
    pub flags: Cell<Flags>,
    pub priority: Cell<u32>,
    /// Who the task is to a nest lock; 0 until somebody asks.
    number: AtomicU32,
    /// The innermost tied task that the running thread had begun before this one.
    under: Cell<*const Task>,
    /// The task that the running thread goes back to.
    below: Cell<*const Task>,
    /// Of a detachable task: which of the two events that complete it have come.
    completion: AtomicU32,
    block: Block,
}

// SAFETY: what other threads use is atomic, or was written before the task was handed to them.
unsafe impl Sync for Task {}

/// What kind of task it is.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Flags(u16);

impl Flags {
    /// Not bound to the thread that starts it (`untied`).
    pub const UNTIED: Self = Self(1);
    /// A task whose descendants are included (`final`).
    pub const FINAL: Self = Self(2);
    /// Completes only when its event is fulfilled too (`detach`).
    pub const DETACHABLE: Self = Self(4);
    /// Executed at once by who generates it (`if(0)`, or a child of a final task).
    pub const UNDEFERRED: Self = Self(8);
    /// The ABI layer finds its priority where the compiler wrote it.
    pub const PRIORITY: Self = Self(16);
    /// Executed at once, and so far known to nobody but the thread that does.
    pub const ON_STACK: Self = Self(64);
    /// An implicit task.
    pub const IMPLICIT: Self = Self(32);
    /// Cancelled before it began.
    pub const DISCARDED: Self = Self(128);
    /// Its body has to be called even then, and sees that by the flag.
    pub const CLEANS_UP: Self = Self(256);
    /// For a hidden helper, not for the team.
    pub const HELPER: Self = Self(512);

    pub fn has(self, flag: Self) -> bool {
        self.0 & flag.0 != 0
    }

    /// Whether the task is a detachable one that was discarded.
    fn is_abandoned(self) -> bool {
        self.has(Self::DETACHABLE) && self.has(Self::DISCARDED)
    }

    #[must_use]
    pub fn with(self, flag: Self) -> Self {
        Self(self.0 | flag.0)
    }

    #[must_use]
    pub fn without(self, flag: Self) -> Self {
        Self(self.0 & !flag.0)
    }
}

const BIAS: u64 = 1 << 31;
const ZOMBIE: u64 = 1 << 32;
const WAITING: u64 = 1 << 62;
const DONE: u64 = 1 << 63;
/// The body is done and no child is left.
const QUIET: u64 = DONE | BIAS;

/// `Task::completion`: the body is done.
const BODY_DONE: u32 = 1;
/// `Task::completion`: the event is fulfilled.
const FULFILLED: u32 = 2;

impl Task {
    /// A task that nobody runs yet.
    pub fn new(block: Block) -> Self {
        Self {
            icv: Cell::new(ptr::null()),
            own_icv: Cell::new(ptr::null_mut()),
            parent: Cell::new(ptr::null()),
            team: Cell::new(ptr::null()),
            runner: AtomicPtr::new(ptr::null_mut()),
            state: AtomicU64::new(BIAS),
            created: Cell::new(0),
            finished_here: Cell::new(0),
            group: Cell::new(ptr::null()),
            member_of: Cell::new(ptr::null()),
            body: Cell::new(None),
            data: Cell::new(ptr::null_mut()),
            node: Cell::new(ptr::null()),
            table: Cell::new(ptr::null_mut()),
            depth: Cell::new(0),
            flags: Cell::new(Flags::default()),
            priority: Cell::new(0),
            number: AtomicU32::new(0),
            under: Cell::new(ptr::null()),
            below: Cell::new(ptr::null()),
            completion: AtomicU32::new(0),
            block,
        }
    }

    /// Makes this the new implicit task of the calling member of `team`.
    #[inline]
    pub fn begin_implicit(&self, t: &Thread, team: &Team, parent: *const Task) {
        self.icv.set(team.icv());
        self.parent.set(parent);
        self.team.set(team);
        self.runner.store(ptr::from_ref(t).cast_mut(), Ordering::Relaxed);
        self.group.set(ptr::null());
        self.flags.set(Flags::IMPLICIT);
        self.number.store(0, Ordering::Relaxed);
        self.created.set(0);
        self.finished_here.set(0);
        self.state.store(BIAS, Ordering::Relaxed);
        if !self.table.get().is_null() {
            depend::drop_table(self);
        }
    }

    /// The task's control variables.
    #[inline]
    pub fn icv(&self) -> &Icv {
        // SAFETY: the ICVs of the team, which stay as they are while it has tasks; or those of the task itself.
        unsafe { &*self.icv.get() }
    }

    /// Changes the task's control variables. Only the thread that runs the task does.
    pub fn change_icv(&self, change: impl FnOnce(&mut Icv)) {
        let mut icv = *self.icv();
        change(&mut icv);
        self.set_own_icv(icv);
    }

    fn set_own_icv(&self, icv: Icv) {
        let own = self.own_icv.get();
        if own.is_null() {
            self.own_icv.set(Box::into_raw(Box::new(icv)));
        } else {
            // SAFETY: made here, and only the running thread uses it; no reference is held over this.
            unsafe { *own = icv };
        }
        self.icv.set(self.own_icv.get());
    }

    /// Frees the control variables that are the task's own.
    #[inline]
    fn free_icv(&self) {
        let own = self.own_icv.replace(ptr::null_mut());
        if !own.is_null() {
            // SAFETY: made by `Box::into_raw`, and the task's alone.
            drop(unsafe { Box::from_raw(own) });
        }
    }

    /// Makes `new` this task, which is running and has no children. What it owns goes with it.
    fn move_to(&self, new: &Task) {
        new.icv.set(self.icv.get());
        new.own_icv.set(self.own_icv.replace(ptr::null_mut()));
        new.parent.set(self.parent.get());
        new.team.set(self.team.get());
        new.runner.store(self.runner.load(Ordering::Relaxed), Ordering::Relaxed);
        new.group.set(self.group.get());
        new.member_of.set(self.member_of.get());
        new.table.set(self.table.replace(ptr::null_mut()));
        new.depth.set(self.depth.get());
        new.flags.set(self.flags.get().without(Flags::ON_STACK));
        new.priority.set(self.priority.get());
        new.number.store(self.number.load(Ordering::Relaxed), Ordering::Relaxed);
        new.under.set(self.under.get());
        new.below.set(self.below.get());
    }

    /// Takes over the generating task's control variables, by value.
    #[inline]
    fn inherit_icv(&self, parent: &Task) {
        if !parent.own_icv.get().is_null() && parent.icv.get() == parent.own_icv.get().cast_const() {
            self.set_own_icv(*parent.icv());
        } else {
            self.icv.set(parent.icv.get());
        }
    }

    /// Whether this is a final task, or in one.
    pub fn is_final(&self) -> bool {
        self.flags.get().has(Flags::FINAL)
    }

    pub fn is_implicit(&self) -> bool {
        self.flags.get().has(Flags::IMPLICIT)
    }

    pub fn is_tied(&self) -> bool {
        !self.flags.get().has(Flags::UNTIED)
    }

    /// The taskgroup that new children belong to.
    pub fn group(&self) -> *const Group {
        self.group.get()
    }

    /// The taskgroup that the task was generated in.
    pub fn member_of(&self) -> *const Group {
        self.member_of.get()
    }

    pub fn set_group(&self, group: *const Group) {
        self.group.set(group);
    }

    /// The argument of the body.
    pub fn data(&self) -> *mut c_void {
        self.data.get()
    }

    pub fn set_data(&self, data: *mut c_void) {
        self.data.set(data);
    }

    /// The task's number among all, given when somebody asks first: never 0, 31 bits.
    pub fn number(&self) -> u32 {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let number = self.number.load(Ordering::Relaxed);
        if number != 0 {
            return number;
        }
        // 31 bits, never 0: two tasks that hold nest locks at the same time share a number only when two thousand
        // million others took one in between.
        let new = (NEXT.fetch_add(1, Ordering::Relaxed) & 0x7fff_ffff).max(1);
        // Children ask for their parent's number at any time.
        self.number.compare_exchange(0, new, Ordering::Relaxed, Ordering::Relaxed).err().unwrap_or(new)
    }

    /// Whether some child has not completed. Only for the thread that runs the task.
    #[inline]
    pub fn has_unfinished_children(&self) -> bool {
        let here = self.created.get().wrapping_sub(self.finished_here.get());
        // Acquire: what the children did is seen by who finds them finished.
        let elsewhere = self.state.load(Ordering::Acquire) as u32;
        here.wrapping_add(elsewhere) != BIAS as u32
    }

    /// Moves the plain counts into `state`, so that it reaches `BIAS` when the last child finishes; with `mark` added.
    fn fold(&self, mark: u64) -> u64 {
        // Fewer than none, if this thread has finished children that an earlier fold counted.
        let here = self.created.get().wrapping_sub(self.finished_here.get()).cast_signed();
        let change = i64::from(here).cast_unsigned().wrapping_add(mark);
        self.created.set(0);
        self.finished_here.set(0);
        self.state.fetch_add(change, Ordering::AcqRel).wrapping_add(change)
    }

    /// Before the running thread sleeps for its children: who finishes the last one is to wake it. Returns whether
    /// there are none.
    fn announce_waiting(&self) -> bool {
        self.fold(0);
        self.state.fetch_or(WAITING, Ordering::AcqRel) as u32 == BIAS as u32
    }

    fn cease_waiting(&self) {
        self.state.fetch_and(!WAITING, Ordering::Relaxed);
    }

    /// Counts a new child.
    #[inline]
    fn count_child(&self) {
        self.created.set(self.created.get().wrapping_add(1));
    }

    /// Whether no child is left, finished or not. Only for the thread that runs the task.
    #[inline]
    pub fn is_childless(&self) -> bool {
        // Acquire: as in `has_unfinished_children`.
        self.created.get() == self.finished_here.get() && self.state.load(Ordering::Acquire) == BIAS
    }

    /// In a forked child: the task's thread has vanished, and its children with it.
    fn forget_children(&self) {
        self.created.set(0);
        self.finished_here.set(0);
        self.state.store(BIAS, Ordering::Relaxed);
    }

    /// An implicit task comes to a barrier: whether all its descendants are done. If not, who finishes the last one takes
    /// it off the team's count of unquiet members.
    #[inline]
    pub fn settle(&self) -> bool {
        let calm = self.is_childless();
        if calm {
            self.created.set(0);
            self.finished_here.set(0);
        } else {
            self.settle_unquiet();
        }
        calm
    }

    #[cold]
    fn settle_unquiet(&self) {
        let team = self.team();
        // Before the fold, so that the count is never taken off before it was added.
        team.tasks.unquiet.fetch_add(1, Ordering::AcqRel);
        if self.fold(DONE) == QUIET {
            team.tasks.unquiet.fetch_sub(1, Ordering::AcqRel);
        }
    }

    /// Of an implicit task that has come to a barrier: whether its descendants are done.
    pub fn is_quiet(&self) -> bool {
        self.state.load(Ordering::Acquire) == QUIET
    }

    /// Whether the implicit task is at a barrier and counted as unquiet.
    pub fn is_unquiet(&self) -> bool {
        let state = self.state.load(Ordering::Relaxed);
        state & DONE != 0 && state != QUIET
    }

    /// Whether `t` generated the task.
    pub fn is_of(&self, t: &Thread) -> bool {
        ptr::eq(self.block.home(), t)
    }

    /// After the barrier the implicit task begins to count anew.
    pub fn unsettle(&self) {
        self.state.store(BIAS, Ordering::Relaxed);
    }

    /// The task's place among the dependences of its siblings; null if it has none.
    pub fn node(&self) -> *const Node {
        self.node.get()
    }

    pub fn team(&self) -> &'static Team {
        // SAFETY: set when the task began; teams are never freed.
        unsafe { &*self.team.get() }
    }
}

/// The number of the calling thread's current task as an owner of nest locks: never 0, 31 bits.
pub fn current_lock_id() -> u32 {
    Thread::current().task().number()
}

/// A task has completed: its body is done, and its event, if it has one, is fulfilled. Releases those that depend on it,
/// tells its taskgroup and its parent, and frees it unless children are left.
///
/// `t`: the calling thread, if it is one of the team; an event may be fulfilled by any thread.
fn complete(t: Option<&'static Thread>, task: *const Task) {
    // SAFETY: an explicit task that has not been freed, since it has not completed before.
    let this = unsafe { &*task };
    if !this.node.get().is_null() {
        depend::release(t, this);
    }
    // SAFETY: the parent lives as long as its children.
    let parent = unsafe { &*this.parent.get() };
    let group = this.member_of.get();
    if this.is_childless() {
        group::leave(group);
        // The program may still fulfil the event of a task that was discarded.
        if !this.flags.get().is_abandoned() {
            memory::free(t, task);
        }
        child_finished(t, parent, 0);
    } else {
        // First the parent has to know of a zombie, then the last child may make it none.
        parent.state.fetch_add(ZOMBIE, Ordering::AcqRel);
        let quiet = this.fold(DONE) == QUIET;
        group::leave(group);
        if quiet {
            memory::free(t, task);
            child_finished(t, parent, ZOMBIE);
        } else {
            child_finished(t, parent, 0);
        }
    }
}

/// Takes a finished child off `parent`, and `zombie` off its state.
fn child_finished(t: Option<&'static Thread>, parent: &Task, zombie: u64) {
    let mine = t.is_some_and(|t| ptr::eq(parent.runner.load(Ordering::Relaxed), t)) && parent.is_tied();
    if mine && parent.state.load(Ordering::Relaxed) & DONE == 0 {
        // This thread runs the parent too, somewhere below on its stack.
        if zombie != 0 {
            parent.state.fetch_sub(zombie, Ordering::AcqRel);
        }
        parent.finished_here.set(parent.finished_here.get().wrapping_add(1));
        return;
    }
    lower(t, parent, zombie + 1);
}

/// Takes `amount` off the parent's state, and does what follows if that was the last of it.
fn lower(t: Option<&'static Thread>, parent: *const Task, amount: u64) {
    // SAFETY: the parent is alive until its state has been lowered to quiet.
    let this = unsafe { &*parent };
    // What may be gone after the lowering is read before.
    let (team, implicit) = (this.team(), this.is_implicit());
    // An untied task may have moved to another thread before it waits.
    let runner = if this.is_tied() { this.runner.load(Ordering::Relaxed) } else { ptr::null_mut() };
    let now = this.state.fetch_sub(amount, Ordering::AcqRel) - amount;
    if now == QUIET {
        if implicit {
            let last = team.tasks.unquiet.fetch_sub(1, Ordering::AcqRel) == 1;
            if last || team.cancel.has_region() {
                team.event.notify_all();
            }
        } else {
            // A zombie: its own parent counts it as one.
            let grandparent = this.parent.get();
            memory::free(t, parent);
            lower(t, grandparent, ZOMBIE);
        }
    } else if now & WAITING != 0 && now as u32 == BIAS as u32 {
        schedule::wake_runner(team, runner);
    }
}

/// The body of a task is done. A detachable one completes only if its event is fulfilled already.
fn body_done(t: &'static Thread, task: *const Task) {
    // SAFETY: this thread has just run it, and nobody else completes it before BODY_DONE is set.
    let this = unsafe { &*task };
    if this.flags.get().is_abandoned() {
        // Its event is fulfilled for it: who was to do that may have been its body.
        this.completion.store(BODY_DONE | FULFILLED, Ordering::Release);
    } else if this.flags.get().has(Flags::DETACHABLE) && this.flags.get().has(Flags::UNDEFERRED) {
        // Who generated it waits for the event too.
        schedule::wait(t, || this.completion.load(Ordering::Acquire) & FULFILLED != 0, || {}, || {});
    } else if this.flags.get().has(Flags::DETACHABLE) {
        // Whoever fulfils the event completes the task, and reads the plain counts: this thread leaves them alone from here on.
        this.runner.store(ptr::null_mut(), Ordering::Relaxed);
        if this.completion.fetch_or(BODY_DONE, Ordering::AcqRel) & FULFILLED == 0 {
            return;
        }
    }
    complete(Some(t), task);
}

/// Fulfils the event of a detachable task (OpenMP 5.2, 18.11.1), from any thread, at any time, once.
///
/// # Safety
/// `task` must be a detachable task whose event the program has not fulfilled.
pub unsafe fn fulfil(t: Option<&'static Thread>, task: *const Task) {
    // SAFETY: the caller's promise.
    let this = unsafe { &*task };
    let (team, runner) = (this.team(), this.runner.load(Ordering::Relaxed));
    let undeferred = this.flags.get().has(Flags::UNDEFERRED);
    let before = this.completion.fetch_or(FULFILLED, Ordering::AcqRel);
    if before & FULFILLED != 0 {
        // The task was discarded.
    } else if undeferred {
        schedule::wake_runner(team, runner);
    } else if before & BODY_DONE != 0 {
        complete(t, task);
    }
}
