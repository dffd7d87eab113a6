//! The task record, and the records of taskgroups, dependences and memory that belong to it.

use crate::engine::ground::request::Body;
use crate::sys::sync::{AtomicBool, AtomicPtr, AtomicU32, Ordering};
use std::cell::{Cell, UnsafeCell};
use std::ffi::c_void;
use std::mem::offset_of;
use std::ops::Deref;
use std::ptr;
use std::ptr::NonNull;
use std::sync::Arc;

use crate::engine::ground::by_address::ByAddress;
use crate::engine::ground::icv::Icv;
use crate::engine::protocols::tasks::counts::Counts;
use crate::engine::protocols::tasks::event::Event;
use crate::engine::protocols::tasks::graph;
use crate::engine::protocols::tasks::members::Members;
use crate::engine::records::noted::Noted;
use crate::engine::records::reductions::Reductions;
use crate::engine::records::team::Team;
use crate::engine::records::thread::Thread;
use crate::engine::records::tools::TaskTools;

/// A task and its data environment.
///
/// It has three cache lines. The thread that runs the task uses the first one each time it
/// generates a child. Threads that finish its children elsewhere use the second one. So they do not
/// take the line from each other.
#[repr(C)]
pub struct Task {
    /// The control variables: the team's or another task's, or null and then the task's own.
    icv: Cell<*const Icv>,
    own_icv: Cell<*mut Icv>,
    /// The innermost taskgroup, to which new children belong.
    group: Cell<*const Group>,
    /// The dependences of its children.
    table: Cell<*mut Table>,
    /// The innermost tied task that the running thread had begun before this one.
    outer_tied: Cell<Option<TaskRef>>,
    /// The task that the running thread goes back to; none before the task has begun.
    resume_to: Cell<Option<TaskRef>>,
    /// The number of explicit tasks from this one up to its implicit task, itself included.
    pub depth: Noted<u32>,
    pub flags: Noted<Flags>,
    /// This lies across the border of the two lines.
    pub counts: Counts,
    /// The thread that runs the task; null before the task begins, and for a task that may go on in
    /// another thread.
    runner: AtomicPtr<Thread>,
    /// An explicit task has one from its making on.
    pub parent: Noted<Option<TaskRef>>,
    team: Cell<*const Team>,
    /// The taskgroup that the task itself was generated in.
    member_of: Cell<*const Group>,
    body: Cell<Option<Body>>,
    data: Cell<*mut c_void>,
    /// The task's node in the graph of its siblings' dependences.
    node: Cell<*const Node>,
    priority: Cell<u32>,
    /// The number by which the task owns nest locks; 0 until it is asked for.
    number: AtomicU32,
    /// The event of a detachable task.
    pub event: Event,
    /// Whether the task was generated untied. The flags say so too; this is for threads that finish
    /// its children.
    untied: Cell<bool>,
    block: Block,
}

const _: () = assert!(offset_of!(Task, counts) + Counts::FOR_OTHERS == LINE);

/// Bytes of a cache line.
const LINE: usize = 64;

/// A task that has not been freed.
///
/// Tasks are not counted by reference, and no lifetime follows one from thread to thread. Instead,
/// whoever makes a `TaskRef` promises for it and its copies that none is used after the task has
/// been freed. These rules keep the promise:
///
/// - Allocation (`tasks::memory`) makes the first one. The generating thread may use it until it
///   submits the task or discards it.
/// - A queue gives a task to one thread. That thread may use it until it completes the task, queues
///   it again, or leaves its completion to its event.
/// - A task is freed when it has completed and its children have been freed: so whoever may use a
///   task may use its ancestors too.
/// - The current task of a thread, and the innermost tied one that the thread has begun, have not
///   completed.
/// - An implicit task is part of its slot, and never freed.
/// - A task on the stack of its thread is known to that thread alone, and to nobody once it has
///   moved to memory of its own.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(transparent)]
pub struct TaskRef(NonNull<Task>);

impl TaskRef {
    /// # Safety
    /// The promise in the type's doc.
    #[inline(always)]
    pub unsafe fn new(task: *const Task) -> Self {
        // SAFETY: the caller's promise: a task is at no null address.
        Self(unsafe { NonNull::new_unchecked(task.cast_mut()) })
    }

    /// The same for a pointer that may be null.
    ///
    /// # Safety
    /// As for [`TaskRef::new`], unless it is null.
    pub unsafe fn of_nullable(task: *const Task) -> Option<Self> {
        NonNull::new(task.cast_mut()).map(Self)
    }

    #[inline(always)]
    pub fn as_ptr(self) -> *const Task {
        self.0.as_ptr()
    }

    /// The innermost tied task that a thread in this one has begun.
    pub fn innermost_tied(self) -> Option<TaskRef> {
        if self.is_tied() { Some(self) } else { self.outer_tied.get() }
    }
}

impl From<&'static Task> for TaskRef {
    #[inline(always)]
    fn from(task: &'static Task) -> Self {
        Self(NonNull::from(task))
    }
}

impl Deref for TaskRef {
    type Target = Task;

    #[inline(always)]
    fn deref(&self) -> &Task {
        // SAFETY: the promise of whoever made it.
        unsafe { self.0.as_ref() }
    }
}

const _: () = assert!(size_of::<Option<TaskRef>>() == size_of::<*const Task>());

/// The parts of a task that come from the generating task.
struct Origin {
    icv: *const Icv,
    group: *const Group,
    parent: Option<TaskRef>,
    team: *const Team,
    depth: u32,
}

// SAFETY: the parts that other threads use are atomic, or were written before the task was handed
// to them.
unsafe impl Sync for Task {}

/// The kind of a task.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Flags(u32);

impl Flags {
    /// Not bound to the thread that starts it (`untied`).
    pub const UNTIED: Self = Self(1);
    /// A task whose descendants are included (`final`).
    pub const FINAL: Self = Self(2);
    /// Completes only when its event is fulfilled too (`detach`).
    pub const DETACHABLE: Self = Self(4);
    /// Executed at once by the thread that generates it (`if(0)`, or a child of a final task).
    pub const UNDEFERRED: Self = Self(8);
    /// The ABI layer finds its priority where the compiler wrote it.
    pub const PRIORITY: Self = Self(16);
    /// An implicit task.
    pub const IMPLICIT: Self = Self(32);
    /// An uncounted task whose memory is the stack of the thread that executes it.
    pub const ON_STACK: Self = Self(64);
    /// Cancelled before it began.
    pub const DISCARDED: Self = Self(128);
    /// The body has to be called even if the task was discarded, and learns that from the flag.
    pub const CLEANS_UP: Self = Self(256);
    /// For a hidden helper, not for the team.
    pub const HELPER: Self = Self(512);
    /// Executed at once by the thread that generates it, and known to no other thread so far:
    /// neither its parent nor its taskgroup has counted it. When it generates a task that others
    /// may know of, it is counted, and so are the uncounted tasks around it.
    pub const UNCOUNTED: Self = Self(1024);

    /// Of a detachable task that is executed at once: the thread that generates it does not wait
    /// for its event.
    pub const EVENT_LATER: Self = Self(2048);

    /// Whether one of the flags in `flag` is set.
    #[inline(always)]
    pub fn has(self, flag: Self) -> bool {
        self.0 & flag.0 != 0
    }

    /// Whether the task is a detachable one that was discarded.
    pub fn is_abandoned(self) -> bool {
        self.has(Self::DETACHABLE) && self.has(Self::DISCARDED)
    }

    #[must_use]
    pub const fn with(self, flag: Self) -> Self {
        Self(self.0 | flag.0)
    }

    #[must_use]
    pub fn without(self, flag: Self) -> Self {
        Self(self.0 & !flag.0)
    }
}

/// A number for a task, or a thread, that takes nest locks: 31 bits, never 0. Two that hold locks
/// at the same time share a number only when 2³¹ others took one in between.
pub fn new_number() -> u32 {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    (NEXT.fetch_add(1, Ordering::Relaxed) & 0x7fff_ffff).max(1)
}

impl Task {
    /// A task that nobody runs yet.
    pub fn new(block: Block) -> Self {
        let nothing = Origin { icv: ptr::null(), group: ptr::null(), parent: None, team: ptr::null(), depth: 0 };
        Self::of(&nothing, Flags::default(), block)
    }

    /// A child of the current task of `t`. The parent's control variables are its own too, unless
    /// the parent has changed them: see [`Task::inherit_changed_icv`].
    #[inline(always)]
    pub fn child(t: &Thread, flags: Flags, block: Block) -> Self {
        let parent = t.task();
        let inherited = if parent.is_final() { Flags::FINAL.with(Flags::UNDEFERRED) } else { Flags::default() };
        let origin = Origin {
            icv: parent.icv.get(),
            group: parent.group(),
            parent: Some(t.task_ref()),
            team: t.team.get(),
            depth: parent.depth.get() + 1,
        };
        Self::of(&origin, flags.with(inherited), block)
    }

    #[inline(always)]
    fn of(origin: &Origin, flags: Flags, block: Block) -> Self {
        Self {
            icv: Cell::new(origin.icv),
            own_icv: Cell::new(ptr::null_mut()),
            group: Cell::new(origin.group),
            table: Cell::new(ptr::null_mut()),
            outer_tied: Cell::new(None),
            resume_to: Cell::new(None),
            depth: Noted::new(origin.depth),
            flags: Noted::new(flags),
            counts: Counts::default(),
            runner: AtomicPtr::new(ptr::null_mut()),
            parent: Noted::new(origin.parent),
            team: Cell::new(origin.team),
            member_of: Cell::new(origin.group),
            body: Cell::new(None),
            data: Cell::new(ptr::null_mut()),
            node: Cell::new(ptr::null()),
            priority: Cell::new(0),
            number: AtomicU32::new(0),
            event: Event::default(),
            untied: Cell::new(flags.has(Flags::UNTIED)),
            block,
        }
    }

    /// Makes this the implicit task of the calling member of `team`.
    #[inline]
    pub fn begin_implicit(&self, t: &Thread, team: &Team, parent: Option<TaskRef>) {
        self.icv.set(team.icv());
        self.parent.set(parent);
        self.team.set(team);
        self.runner.store(ptr::from_ref(t).cast_mut(), Ordering::Relaxed);
        self.group.set(ptr::null());
        self.flags.set(Flags::IMPLICIT);
        self.number.store(0, Ordering::Relaxed);
        self.counts.reset();
        self.forget_children();
    }

    /// The task's control variables.
    #[inline]
    pub fn icv(&self) -> &Icv {
        // SAFETY: they are the team's, which do not change while it has tasks, or the task's own.
        unsafe { &*self.icv.get() }
    }

    /// Changes the task's control variables. Only for the thread that runs the task.
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
            // SAFETY: made here, and used by the running thread only; no reference lives across
            // this.
            unsafe { *own = icv };
        }
        self.icv.set(self.own_icv.get());
    }

    /// Frees the control variables that are the task's own.
    fn free_icv(&self) {
        let own = self.own_icv.replace(ptr::null_mut());
        if !own.is_null() {
            // SAFETY: made by `Box::into_raw`, and the task's alone.
            drop(unsafe { Box::from_raw(own) });
        }
    }

    /// Moves this task, which is running on the stack and has no children, to `new`, with
    /// everything that it owns.
    pub fn move_to(&self, new: &Task) {
        new.icv.set(self.icv.get());
        new.own_icv.set(self.own_icv.replace(ptr::null_mut()));
        new.block.next.set(self.block.next.replace(ptr::null()));
        new.parent.set(self.parent.get());
        new.team.set(self.team.get());
        new.runner.store(self.runner.load(Ordering::Relaxed), Ordering::Relaxed);
        new.group.set(self.group.get());
        new.member_of.set(self.member_of.get());
        new.table.set(self.table.replace(ptr::null_mut()));
        new.depth.set(self.depth.get());
        new.untied.set(self.untied.get());
        new.flags.set(self.flags.get().without(Flags::ON_STACK.with(Flags::UNCOUNTED)));
        new.priority.set(self.priority.get());
        new.number.store(self.number.load(Ordering::Relaxed), Ordering::Relaxed);
        new.outer_tied.set(self.outer_tied.get());
        new.resume_to.set(self.resume_to.get());
    }

    /// Whether this task, which runs, has changed its control variables.
    #[inline(always)]
    pub fn has_changed_icv(&self) -> bool {
        self.icv.get() == self.own_icv.get().cast_const()
    }

    /// Copies the generating task's control variables, if that task has changed them.
    #[inline(always)]
    pub fn inherit_changed_icv(&self, parent: &Task) {
        if parent.has_changed_icv() {
            self.copy_icv(parent);
        }
    }

    #[cold]
    #[inline(never)]
    fn copy_icv(&self, parent: &Task) {
        self.set_own_icv(*parent.icv());
    }

    /// Sets the body, and its argument.
    pub fn set_body(&self, body: Body, data: *mut c_void) {
        self.body.set(Some(body));
        self.data.set(data);
    }

    /// Gives the task the body and the priority of `pattern`.
    pub fn become_like(&self, pattern: &Task) {
        self.priority.set(pattern.priority.get());
        self.body.set(pattern.body.get());
    }

    pub fn body(&self) -> Option<Body> {
        self.body.get()
    }

    pub fn set_priority(&self, priority: u32) {
        self.priority.set(priority);
    }

    pub fn priority(&self) -> u32 {
        self.priority.get()
    }

    /// Leaves the task, which has just been allocated, to a hidden helper. It may not go on in
    /// another thread then.
    pub fn leave_to_helper(&self) {
        self.flags.set(self.flags.get().without(Flags::UNTIED).with(Flags::HELPER));
        self.untied.set(false);
    }

    /// Takes the task from the hidden helpers: it is for its team now.
    pub fn return_to_team(&self) {
        self.flags.set(self.flags.get().without(Flags::HELPER));
    }

    /// Makes a hidden helper's `team` the one that the task runs in.
    pub fn move_to_team(&self, team: &Team) {
        self.team.set(team);
    }

    /// Notes that the generating thread executes the task before it goes on.
    pub fn become_undeferred(&self) {
        self.flags.set(self.flags.get().with(Flags::UNDEFERRED));
    }

    /// Notes that the generating thread executes the task at once and that no other thread knows of
    /// it; `kind`: what else the task becomes.
    #[inline(always)]
    pub fn become_uncounted(&self, kind: Flags) {
        self.flags.set(self.flags.get().with(Flags::UNCOUNTED).with(kind));
    }

    /// Notes that its parent and its taskgroup count the task.
    pub fn become_counted(&self) {
        self.flags.set(self.flags.get().without(Flags::UNCOUNTED));
    }

    /// Notes that the thread that generates the task does not wait for its event.
    pub fn leave_event_for_later(&self) {
        self.flags.set(self.flags.get().with(Flags::EVENT_LATER));
    }

    /// Notes that the task was cancelled before it began.
    pub fn become_discarded(&self) {
        self.flags.set(self.flags.get().with(Flags::DISCARDED));
    }

    /// Notes that `t` runs the task.
    #[inline(always)]
    pub fn run_by(&self, t: &Thread) {
        self.runner.store(ptr::from_ref(t).cast_mut(), Ordering::Relaxed);
    }

    /// Notes that the body is done and that whichever thread fulfils the event completes the task.
    pub fn leave_to_event(&self) {
        self.runner.store(ptr::null_mut(), Ordering::Relaxed);
    }

    /// The thread that runs the task, or null.
    #[inline(always)]
    pub fn runner(&self) -> *const Thread {
        self.runner.load(Ordering::Relaxed)
    }

    /// Whether the task, which has begun, may go on in another thread. Any thread may ask.
    pub fn may_change_thread(&self) -> bool {
        self.untied.get()
    }

    /// Notes where the thread goes on after the task, which begins.
    #[inline(always)]
    pub(in crate::engine::records) fn begin_inside(&self, (task, tied): Resume) {
        self.resume_to.set(Some(task));
        self.outer_tied.set(tied);
    }

    /// The point at which the thread goes on after the task, which has begun.
    #[inline(always)]
    pub fn resume_point(&self) -> Resume {
        (self.resume_to(), self.outer_tied.get())
    }

    /// Notes that the generating task has moved to `parent`. If this one has begun, its thread goes
    /// on there.
    pub fn follow(&self, parent: TaskRef) {
        self.parent.set(Some(parent));
        if self.resume_to.get().is_some() {
            self.begin_inside((parent, parent.innermost_tied()));
        }
    }

    /// Whether the task owns nothing that has to be freed with it.
    #[inline(always)]
    pub fn owns_nothing(&self) -> bool {
        let owned =
            [self.own_icv.get().addr(), self.table.get().addr(), self.node.get().addr(), self.block.next.get().addr()];
        owned[0] | owned[1] | owned[2] | owned[3] == 0
    }

    /// Whether the task, which ran on the stack and was made with `flags`, could run once more as a
    /// task of its own: nothing is left of what it did.
    #[inline(always)]
    pub fn is_as_made(&self, flags: Flags) -> bool {
        self.owns_nothing()
            && self.number_if_any() == 0
            && self.group() == self.member_of()
            && self.flags.get() == flags
    }

    /// Frees everything that the task owns.
    #[inline(always)]
    pub fn free_what_it_owns(&self) {
        if !self.owns_nothing() {
            self.free_owned();
        }
    }

    #[cold]
    #[inline(never)]
    fn free_owned(&self) {
        self.free_icv();
        let tools = self.block.next.replace(ptr::null());
        let with_node = self.node().is_some_and(|node| !node.with_it.tools.get().is_null());
        if !tools.is_null() && !with_node {
            // SAFETY: made by `tools`, and nobody looks at a task that is over.
            drop(unsafe { Box::from_raw(tools.cast::<TaskTools>().cast_mut()) });
        }
        self.forget_children();
        if !self.node.get().is_null() {
            self.drop_node();
        }
    }

    /// A tool's data about the task, if any thread has asked for them.
    pub fn tools_if_any(&self) -> Option<&TaskTools> {
        // SAFETY: null, or as in `tools`: a block in use has nothing else there.
        unsafe { self.block.next.get().cast::<TaskTools>().as_ref() }
    }

    /// A tool's data about the task.
    pub fn tools(&self) -> &TaskTools {
        if self.block.next.get().is_null() {
            self.block.next.set(Box::into_raw(Box::<TaskTools>::default()).cast());
        }
        // SAFETY: made here, and freed with the task.
        unsafe { &*self.block.next.get().cast() }
    }

    /// Gives an implicit task, which begins, the data of a tool that are its thread's.
    pub fn use_tools(&self, tools: &TaskTools) {
        self.block.next.set(ptr::from_ref(tools).cast_mut().cast());
    }

    /// The task that generated this explicit one.
    #[inline(always)]
    pub fn generator(&self) -> TaskRef {
        // SAFETY: explicit tasks have a parent.
        unsafe { self.parent.get().unwrap_unchecked() }
    }

    /// The task that the thread goes back to which runs this explicit one.
    #[inline(always)]
    pub fn resume_to(&self) -> TaskRef {
        // SAFETY: set when the task began.
        unsafe { self.resume_to.get().unwrap_unchecked() }
    }

    /// Whether this is a final task, or in one.
    #[inline(always)]
    pub fn is_final(&self) -> bool {
        self.flags.get().has(Flags::FINAL)
    }

    pub fn is_implicit(&self) -> bool {
        self.flags.get().has(Flags::IMPLICIT)
    }

    #[inline(always)]
    pub fn is_tied(&self) -> bool {
        !self.flags.get().has(Flags::UNTIED)
    }

    /// The taskgroup that new children belong to.
    #[inline(always)]
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

    /// The task's number, of 31 bits and never 0. It is given when it is first asked for.
    pub fn number(&self) -> u32 {
        let number = self.number_if_any();
        if number != 0 {
            return number;
        }
        let new = new_number();
        // Children ask for their parent's number at any time.
        self.number.compare_exchange(0, new, Ordering::Relaxed, Ordering::Relaxed).err().unwrap_or(new)
    }

    /// The same, or 0 if nobody has asked.
    pub fn number_if_any(&self) -> u32 {
        self.number.load(Ordering::Relaxed)
    }

    /// An implicit task comes to a barrier: whether all its descendants are done.
    #[inline]
    pub fn settle(&self) -> bool {
        let calm = self.counts.settle(&self.team().phases.unquiet);
        if calm {
            self.forget_many();
        }
        calm
    }

    /// Leaves a barrier with an implicit task that had unfinished descendants when it came, and has
    /// none now.
    pub fn unsettle(&self) {
        self.counts.unsettle();
        self.forget_many();
    }

    /// The task's block of memory.
    #[inline(always)]
    pub fn block(&self) -> &Block {
        &self.block
    }

    /// Whether `t` generated the task.
    pub fn is_of(&self, t: &Thread) -> bool {
        ptr::eq(self.block.home(), t)
    }

    /// The task's node in the graph of its siblings' dependences.
    #[inline(always)]
    pub fn node(&self) -> Option<&Node> {
        // SAFETY: null, or set by `set_node`; the task holds a count of it until it is freed.
        unsafe { self.node.get().as_ref() }
    }

    /// Gives the task, which has none, its node.
    pub fn set_node(&self, node: &Arc<Node>) {
        self.node.set(Arc::into_raw(node.clone()));
    }

    /// Calls `change` with the table of the task's children. For the thread that runs the task.
    pub fn with_table(&self, change: impl FnOnce(&mut Table)) {
        if self.table.get().is_null() {
            self.table.set(Box::into_raw(Box::default()));
        }
        // SAFETY: made here, and the running thread's alone; `change` gets no way to the task.
        change(unsafe { &mut *self.table.get() });
    }

    /// Frees the table of the task's children, if it has one: no child is unfinished.
    #[inline]
    pub fn forget_children(&self) {
        if !self.table.get().is_null() {
            self.drop_table();
        }
    }

    /// To be called at a barrier: frees the table of the task's children if it is large. A small
    /// one may be of use after the barrier.
    #[inline]
    pub fn forget_many(&self) {
        // SAFETY: the table is the running thread's alone.
        if unsafe { self.table.get().as_ref() }.is_some_and(|table| table.entries.len() > FEW) {
            self.drop_table();
        }
    }

    /// Gives up the task's count of its node.
    fn drop_node(&self) {
        // SAFETY: made by `Arc::into_raw`.
        drop(unsafe { Arc::from_raw(self.node.replace(ptr::null())) });
    }

    /// Frees the table of the task's children.
    #[cold]
    fn drop_table(&self) {
        // SAFETY: made by `Box::into_raw`, and the running thread's alone.
        drop(unsafe { Box::from_raw(self.table.replace(ptr::null_mut())) });
    }

    pub fn team(&self) -> &'static Team {
        // SAFETY: set when the task began; teams are never freed.
        unsafe { &*self.team.get() }
    }
}

/// The access of a task to an address.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// `in`: after earlier writers, and at the same time as other `in`.
    In,
    /// `out`, `inout`: after and before all others.
    Out,
    /// `mutexinoutset`: as `inout`, but these may run in any order, one at a time.
    Exclusive,
    /// `inoutset`: as `inout`, but at the same time as others of this kind.
    Set,
    /// `out` or `inout` of `omp_all_memory`: at every address.
    All,
}

/// A child in the graph of dependences.
pub type Node = graph::Node<TaskRef, Thread, WithNode>;

/// A thing that only one of several tasks may have at a time.
pub type Exclusive = graph::Exclusive<TaskRef>;

/// The data of a node.
pub struct WithNode {
    pub team: &'static Team,
    /// The data that a tool keeps with the task. Other threads ask for the data as long as the node
    /// exists, and the node frees them. Null: the task frees them, if there are any.
    pub tools: Cell<*const TaskTools>,
    /// The list that was returned to a caller that asked for the successors; used while these are
    /// locked.
    pub listing: UnsafeCell<Option<Box<[Link]>>>,
}

impl Drop for WithNode {
    fn drop(&mut self) {
        let tools = self.tools.get();
        if !tools.is_null() {
            // SAFETY: made by `Task::tools` or with the node, and nobody else can look any more.
            drop(unsafe { Box::from_raw(tools.cast_mut()) });
        }
    }
}

/// The children that used one address: the last set of them that may run side by side, and those
/// before, which all tasks of that set wait for.
pub struct Entry {
    pub before: Vec<Arc<Node>>,
    pub last: Vec<Arc<Node>>,
    pub kind: Kind,
    pub exclusive: Option<Arc<Exclusive>>,
}

/// The number of entries up to which a table is small.
pub const FEW: usize = 64;

/// The addresses that the children of one task named.
pub struct Table {
    pub entries: ByAddress<Entry>,
    /// With more entries than this it is time to remove those that no task needs to wait for.
    pub enough: usize,
    /// The last child that named all of memory.
    pub all: Option<Arc<Node>>,
}

impl Default for Table {
    fn default() -> Self {
        Self { entries: ByAddress::default(), enough: FEW, all: None }
    }
}

/// An element of a list of nodes.
#[repr(C)]
pub struct Link {
    pub node: *const Node,
    pub next: *const Link,
}

/// A taskgroup region.
pub struct Group {
    /// The group around it.
    pub outer: *const Group,
    /// Whether it belongs to a region, loop, `sections` or `scope` with `reduction(task, …)`. The
    /// program sees no taskgroup there.
    pub implied: bool,
    pub members: Members,
    /// The thread that ends the group; null if another thread may end it than the one that began
    /// it.
    pub owner: *const Thread,
    pub team: &'static Team,
    /// Whether the group was cancelled: its tasks that have not begun are discarded.
    pub cancelled: AtomicBool,
    /// The reductions of the group; set before its first task is generated.
    pub reductions: Cell<*const Reductions>,
}

impl Group {
    /// The group that a `cancel taskgroup` in this one cancels.
    pub fn to_cancel(&self) -> &Self {
        // SAFETY: the group around this one lives longer.
        let outer = unsafe { self.outer.as_ref() };
        outer.filter(|_| self.implied).unwrap_or(self)
    }
}

/// Sizes of blocks in bytes. Larger ones come from the allocator each time.
pub const SIZES: [usize; 6] = [192, 256, 384, 512, 1024, 2048];

/// A block whose size is none of [`SIZES`].
pub const LARGE: u8 = u8::MAX;

/// A task's block of memory: its home, size and list.
pub struct Block {
    home: *const Thread,
    pub class: u8,
    /// Bytes in use, from the header on.
    pub size: usize,
    /// The next free block of a list. Of a block in use: the task's [`TaskTools`], if it has any.
    pub next: Cell<*const Task>,
}

impl Block {
    /// The thread that generated the task.
    #[inline(always)]
    pub fn home(&self) -> *const Thread {
        self.home
    }

    /// A block of `t`.
    #[inline(always)]
    pub fn of(t: &Thread, class: u8, size: usize) -> Self {
        Self { home: t, class, size, next: Cell::new(ptr::null()) }
    }

    /// Not a block: an implicit task, which is part of its team, or a task on the stack.
    pub const fn none() -> Self {
        Self { home: ptr::null(), class: LARGE, size: 0, next: Cell::new(ptr::null()) }
    }
}

/// A thread's free blocks.
pub struct Stock {
    pub free: [Cell<*const Task>; SIZES.len()],
    /// Blocks that other threads gave back, of all sizes.
    pub returned: AtomicPtr<Task>,
    /// Blocks that go back to another thread: that thread, the first and the last block, and their
    /// number.
    pub parcel: Cell<(*const Thread, *const Task, *const Task, u32)>,
}

impl Default for Stock {
    fn default() -> Self {
        Self {
            free: Default::default(),
            returned: AtomicPtr::new(ptr::null_mut()),
            parcel: Cell::new((ptr::null(), ptr::null(), ptr::null(), 0)),
        }
    }
}

/// The point at which a thread goes on after its task has queued itself again: the task to resume,
/// and the innermost tied task there.
pub type Resume = (TaskRef, Option<TaskRef>);
