//! The thread record: the runtime's data about one OS thread.

use crossbeam_utils::CachePadded;
use std::cell::{Cell, RefCell};
use std::ptr;

use crate::engine::protocols::handoff::Mailbox;
use crate::engine::protocols::wait::{History, Rhythm, TaskSleeper};
use crate::engine::records::admission::ThreadAdmission;
use crate::engine::records::affinity::ThreadAffinity;
use crate::engine::records::noted::Noted;
use crate::engine::records::profile::ThreadProfile;
use crate::engine::records::pushed::Pushed;
use crate::engine::records::standing::Standing;
use crate::engine::records::steal_policy::StealPolicy;
use crate::engine::records::task;
use crate::engine::records::task::Group;
use crate::engine::records::task::Resume;
use crate::engine::records::task::Stock;
use crate::engine::records::task::{Task, TaskRef};
use crate::engine::records::team::{Slot, Team};
use crate::engine::records::threadprivate::Copies;
use crate::engine::records::tools::ThreadTools;
use crate::engine::records::trace::ThreadTrace;
use crate::engine::records::whereabouts::Whereabouts;
use crate::sys::{sanitizer, tls};

/// One OS thread: a worker, or a native thread that called the runtime. Never freed, but used
/// again.
///
/// Other threads use the [`Mailbox`], `whereabouts`, `task_sleeper`, and the blocks that come back
/// to `stock`. Everything else belongs to the thread itself.
#[repr(C, align(128))]
pub struct Thread {
    /// The innermost team.
    pub team: Noted<&'static Team>,
    /// This thread's slot in the team.
    pub slot: Noted<&'static Slot>,
    /// The other member's slot, in a team of two.
    pub peer: Noted<&'static Slot>,
    /// The thread's number in the team.
    pub tid: Noted<u32>,
    /// Size of the team.
    pub nthreads: Noted<u32>,
    /// Whether another OpenMP runtime may have started the thread. Then its first construct is
    /// looked at.
    pub stranger: Cell<bool>,
    task: Noted<TaskRef>,
    /// The number of the team's next barrier.
    pub phase: Noted<u32>,
    /// How many tasks this thread runs within those that generated them, in place of queueing them.
    pub nested: Cell<u32>,
    /// The member that the thread last found a task at.
    pub victim: Cell<u32>,
    /// The innermost tied task that this thread has begun and not finished. Not beside `task`: the
    /// two would be copied as one word of 16 bytes, soon after they were written as two words, and
    /// processors have to wait then until both have reached the cache.
    pub tied: Noted<Option<TaskRef>>,
    /// Whether it pays to take tasks from others.
    pub steal_policy: StealPolicy,
    pub task_sleeper: TaskSleeper,
    /// Set if the running task has queued itself again: where its thread goes on.
    requeued: Cell<Option<Resume>>,
    /// Memory for tasks.
    pub stock: Stock,
    /// Memory for the next taskgroup; null: none.
    pub used_group: Cell<*mut Group>,
    /// The number of regions that have this thread as their primary thread now.
    pub depth: Noted<usize>,
    /// The team of the region at each such depth, kept with its workers for the next one.
    pub teams: RefCell<Vec<&'static Team>>,
    /// The number that `__kmpc_global_thread_num` gives; unique among live threads.
    pub gtid: u32,
    pub pushed: Pushed,
    /// For each reduction that the thread is combining now, whether it holds the lock for it. Bit 0
    /// is the innermost one: a combiner of the program may contain other reductions.
    reductions: Cell<u64>,
    /// The thread's number for the nest locks of code by Clang; 0 before it sets one.
    number: Cell<u32>,
    /// The thread's own copies of threadprivate variables that the compiler does not keep in TLS.
    pub private: Copies,
    /// Whether the thread's OpenACC constructs are profiled.
    pub profiling: ThreadProfile,
    /// The place that this thread is bound to.
    pub place: ThreadAffinity,
    pub dock: History,
    /// How regular the regions are that a docked worker sleeps before.
    pub rhythm: Rhythm,
    pub barriers: History,
    pub mailbox: Mailbox<Team>,
    /// A worker's standing in the pool; under the pool's lock.
    pub standing: Noted<Standing>,
    /// The processor that it is on. On cache lines of its own: other threads look here, but not
    /// often.
    pub whereabouts: CachePadded<Whereabouts>,
    /// Whether this is a thread of the program, not a worker.
    pub native: bool,
    pub admission: ThreadAdmission,
    /// A tool's data about the thread.
    pub tools: CachePadded<ThreadTools>,
    /// Where it writes its trace.
    pub trace: CachePadded<ThreadTrace>,
}

// SAFETY: other threads use only what the type's doc names: the mailbox, by the protocol of
// `handoff`, and atomics.
unsafe impl Sync for Thread {}

impl Thread {
    /// The calling thread's record, if it has one.
    #[inline(always)]
    pub fn get() -> Option<&'static Thread> {
        Self::at_hand().or_else(Self::find)
    }

    /// The calling thread's record, if it has one that is found without a call. For paths through
    /// an entry point that make no call at all, so that no register has to be saved.
    #[inline(always)]
    pub fn at_hand() -> Option<&'static Thread> {
        // SAFETY: only `enter` sets it, to a thread that is never freed.
        unsafe { tls::get_at_hand().cast::<Thread>().as_ref() }
    }

    /// The calling thread's record, found by a call.
    #[cold]
    #[inline(never)]
    pub fn find() -> Option<&'static Thread> {
        // SAFETY: as above.
        unsafe { tls::get().cast::<Thread>().as_ref() }
    }

    /// The task that this thread runs.
    #[inline(always)]
    pub fn task(&self) -> &Task {
        // SAFETY: a task lives as long as it is the current one.
        unsafe { &*self.task.get().as_ptr() }
    }

    #[inline(always)]
    pub fn task_ref(&self) -> TaskRef {
        self.task.get()
    }

    /// Begins `task`, inside the current one.
    #[inline(always)]
    pub fn begin(&self, task: TaskRef) {
        task.begin_inside((self.task.get(), self.tied.get()));
        self.task.set(task);
        if task.is_tied() {
            self.tied.set(Some(task));
        }
    }

    /// Makes the thread go on in the first task; the second one is the innermost tied task that it
    /// has begun.
    #[inline(always)]
    pub fn resume(&self, (task, tied): Resume) {
        self.task.set(task);
        self.tied.set(tied);
    }

    /// Does `act` as if the thread had begun no tied task.
    #[inline]
    pub fn unrestrained(&self, act: impl FnOnce()) {
        let tied = self.tied.replace(None);
        act();
        self.tied.set(tied);
    }

    /// Makes the thread member `tid` of `team`, which has `size` members, with a new implicit task.
    #[inline]
    pub fn join(&self, team: &'static Team, tid: u32, size: u32) {
        let slot = team.slot(tid);
        slot.task.begin_implicit(self, team, team.parent_task.get());
        self.team.set(team);
        self.slot.set(slot);
        self.tid.set(tid);
        self.nthreads.set(size);
        if size == 2 {
            self.peer.set(team.slot(1 - tid));
        }
        self.begin_task(slot);
    }

    /// Makes the primary thread of `team`, whose region has ended, go back to the point at which it
    /// met the region.
    #[inline]
    pub fn leave(&self, team: &Team) {
        self.depth.set(self.depth.get() - 1);
        if let Some(outer) = team.end_region() {
            self.team.set(outer.team);
            self.slot.set(outer.slot);
            self.peer.set(outer.peer);
            self.tid.set(outer.tid);
            self.nthreads.set(outer.nthreads);
            self.resume((outer.task, outer.tied));
            self.phase.set(outer.phase);
        }
    }

    /// Notes that the thread has met a region, whose primary thread it becomes.
    #[inline]
    pub(in crate::engine::records) fn meet_region(&self) {
        self.depth.set(self.depth.get() + 1);
    }

    /// Notes that the thread has passed barrier `number` of its team.
    #[inline]
    pub fn pass_barrier(&self, number: u32) {
        self.slot.get().pass_barrier(number);
        self.phase.set(number.wrapping_add(1));
    }

    /// Makes the thread the only member of its team, in a forked child.
    pub fn remain_alone(&self) {
        self.tid.set(0);
        self.nthreads.set(1);
    }

    /// Changes a worker's standing. The check of the former one shows that no two lists have the
    /// worker. Under the pool's lock.
    pub fn move_on(&self, from: Standing, to: Standing) {
        let was = self.standing.replace(to);
        debug_assert_eq!(was, from, "worker {} becomes {to:?}", self.gtid);
    }

    /// The thread's number for the nest locks of code by Clang.
    pub fn lock_number(&self) -> u32 {
        if self.number.get() == 0 {
            self.number.set(task::new_number());
        }
        self.lock_number_if_any()
    }

    /// The same, or 0 if the thread has none yet.
    pub fn lock_number_if_any(&self) -> u32 {
        self.number.get()
    }

    /// Notes that the thread begins to combine for a reduction; `locked`: whether it holds the lock
    /// for that.
    pub fn begin_combining(&self, locked: bool) {
        self.reductions.set(self.reductions.get() << 1 | u64::from(locked));
    }

    /// Ends what [`begin_combining`](Self::begin_combining) began; whether there is a lock to give
    /// back.
    pub fn end_combining(&self) -> bool {
        let reductions = self.reductions.get();
        self.reductions.set(reductions >> 1);
        reductions & 1 != 0
    }

    /// Notes that the running task has queued itself again, and that its thread goes on at
    /// `resume`.
    pub fn requeued_at(&self, resume: Resume) {
        self.requeued.set(Some(resume));
    }

    /// The point at which the thread goes on, if the running task has queued itself again.
    #[inline(always)]
    pub fn take_requeued(&self) -> Option<Resume> {
        let resume = self.requeued.get();
        if resume.is_some() {
            self.requeued.set(None);
        }
        resume
    }

    /// Whether the running task has queued itself again, and its body is to return.
    pub fn has_requeued(&self) -> bool {
        self.requeued.get().is_some()
    }

    /// Makes the implicit task of `slot` the current one.
    #[inline]
    pub fn begin_task(&self, slot: &'static Slot) {
        let task = TaskRef::from(&slot.task);
        self.task.set(task);
        self.tied.set(Some(task));
        self.phase.set(slot.barrier.get().wrapping_add(1));
    }

    /// Whether the thread is the only member of its team, perhaps because a fork left it so.
    #[inline(always)]
    pub fn is_alone(&self) -> bool {
        self.nthreads.get() == 1
    }

    /// The record of a thread that does not run yet, in the slot of member `tid` of `team`.
    pub fn make(worker: bool, gtid: u32, team: &'static Team, tid: u32) -> &'static Thread {
        let slot = team.slot(tid);
        Box::leak(sanitizer::unseen(|| {
            Box::new(Thread {
                team: Noted::new(team),
                slot: Noted::new(slot),
                peer: Noted::new(slot),
                tid: Noted::new(0),
                nthreads: Noted::new(1),
                stranger: Cell::new(false),
                task: Noted::new(TaskRef::from(&slot.task)),
                tied: Noted::new(Some(TaskRef::from(&slot.task))),
                phase: Noted::new(1),
                nested: Cell::new(0),
                victim: Cell::new(0),
                steal_policy: StealPolicy::default(),
                task_sleeper: TaskSleeper::default(),
                requeued: Cell::new(None),
                stock: Stock::default(),
                used_group: Cell::new(ptr::null_mut()),
                depth: Noted::new(0),
                teams: RefCell::new(Vec::new()),
                gtid,
                pushed: Pushed::default(),
                reductions: Cell::new(0),
                number: Cell::new(0),
                private: Copies::default(),
                profiling: ThreadProfile::default(),
                place: ThreadAffinity::new(worker),
                dock: History::new(worker),
                rhythm: Rhythm::new(),
                barriers: History::new(worker),
                mailbox: Mailbox::default(),
                standing: Noted::new(Standing::Leased),
                whereabouts: CachePadded::new(Whereabouts::new()),
                native: !worker,
                admission: ThreadAdmission::default(),
                tools: CachePadded::default(),
                trace: CachePadded::default(),
            })
        }))
    }

    /// Makes this the calling thread's record.
    pub fn enter(&'static self) {
        self.place.start();
        if !self.native {
            self.whereabouts.start_worker();
        }
        tls::set(ptr::from_ref(self).cast());
    }
}
