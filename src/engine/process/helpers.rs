//! Hidden helpers: the threads that execute tasks which the program hands over to a device
//! (`target nowait` by LLVM's compilers), beside the team that generates them. So such a task is
//! under way while a program that is in no region, or whose threads are all busy, goes on.
//!
//! - They are created all at once when the first such task is ready. They stay until
//!   `omp_pause_resource` finds them without work: then they end, and the next such task creates
//!   new ones.
//! - The numbers (`gtid`) from 1 on are kept free for them, even if they are never created:
//!   programs of LLVM that look at thread numbers expect that. Helpers begin at number 2, as in
//!   libomp, where the first one has other duties.
//! - In its task a helper is the only thread of an initial team, as in any target region (OpenMP
//!   5.2, 13.8), with the control variables of the generating task. Tasks that the task generates
//!   belong to that team, and are done when it is: an implied taskgroup makes sure of that.
//! - A helper, and the regions that it begins, give no tasks to helpers: all helpers could be
//!   waiting for such a task.
//! - The end of the program waits for the tasks of its initial thread.
//!
//! A fork leaves no helper in the child. The child's thread looks after their tasks when it comes
//! to wait: a task that had not begun it runs itself, as an ordinary one. A task that had begun
//! counts as done, because its thread has vanished. Helpers take and end tasks under the lock
//! `hand`, which a fork takes too, so each task is in one of these two states.
//!
//! Locks are taken in the order `STARTING`, `hand`, `queue`. A helper that ends a task under `hand`
//! may release other tasks for helpers. If the helpers are to leave by then, it calls them back
//! afterwards.

use crate::engine::tools;
use crate::engine::tools::events;
use crate::engine::tools::names::ThreadKind;
use crate::sys::sync::{AtomicBool, AtomicPtr, AtomicU32, Ordering};
use crossbeam_utils::CachePadded;
use std::cell::UnsafeCell;
use std::ffi::c_void;
use std::ptr;

use crate::engine::constructs::barrier;
use crate::engine::ground::settings;
use crate::engine::ground::settings::Settings;
use crate::engine::ground::{say, tuning};
use crate::engine::policies::affinity;
use crate::engine::policies::stats;
use crate::engine::pool;
use crate::engine::process::new_thread;
use crate::engine::protocols::lock::{ForkAttempt, OwnedLock, Rank};
use crate::engine::protocols::tasks::priorities::Priorities;
use crate::engine::protocols::{departure, wait};
use crate::engine::records::fork_notice;
use crate::engine::records::task::{Task, TaskRef};
use crate::engine::records::thread::Thread;
use crate::engine::records::thread_numbers::FIRST_HELPER;
use crate::engine::tasks::finish::complete;
use crate::engine::tasks::{cancel, depend, group, queue, scheduler, taskgroup};
use crate::sys::thread as os;
use crate::sys::{exit, tls};

/// With this many tasks in the queue, a new one becomes an ordinary task of its team.
const ENOUGH: u32 = 256;

/// The number of helpers that there are to be; 0: none.
static WANTED: AtomicU32 = AtomicU32::new(0);

/// The helpers of this process, once there are any.
static HELPERS: AtomicPtr<Helpers> = AtomicPtr::new(ptr::null_mut());

/// In a forked child: the parent's helpers, until the child's thread has looked after their tasks.
static STRANDED: AtomicPtr<Helpers> = AtomicPtr::new(ptr::null_mut());

/// Held by the thread that creates helpers, or tells them to leave.
static STARTING: OwnedLock = OwnedLock::new(Rank::HelpersStart);

struct Helpers {
    /// Tasks that are ready.
    queue: CachePadded<Priorities<TaskRef>>,
    /// The event at which helpers sleep.
    event: wait::EventCount,
    /// Held while a helper takes a task, ends one, or leaves.
    hand: OwnedLock,
    /// The helper that takes or ends a task under `hand`; null if none does.
    holder: AtomicPtr<Thread>,
    /// Written once, before the first task is queued.
    inboxes: UnsafeCell<Vec<&'static Inbox>>,
    binding: Option<affinity::OfHelpers>,
    /// The number of helpers that have been bound.
    bound: AtomicU32,
    /// Whether the helpers are to leave, or have left. Written under `STARTING`. [`pause`] sets it,
    /// then looks into the queue, and takes it back unless the queue is empty. A thread that queues
    /// a task reads it after that, and creates new helpers if it is set. So one of the two sees the
    /// other. Once it is set for good it stays set until helpers have been created.
    paused: AtomicBool,
    /// In a forked child: these helpers are the parent's.
    vanished: AtomicBool,
}

// SAFETY: `inboxes` is written before the helpers are published, and only read after that; the rest
// is made for sharing.
unsafe impl Sync for Helpers {}

/// A helper's inbox: its thread record, and its task.
struct Inbox {
    of: &'static Helpers,
    thread: &'static Thread,
    /// The task that the helper executes, or null.
    task: AtomicPtr<Task>,
    /// Whether a thread serves the inbox; under `hand`.
    occupied: AtomicBool,
}

/// Sets how many helpers there will be. At the first OpenMP call.
pub fn configure(settings: &Settings) {
    queue::HAND_OVER.set(hand_over);
    scheduler::RECOVER.set(recover);
    WANTED.store(settings.helpers, Ordering::Relaxed);
}

/// Marks a task that has just been allocated as one for helpers, if helpers may execute it.
pub fn leave_to_helpers(t: &'static Thread, task: TaskRef) {
    fork_notice::noticed(t);
    let team = t.team.get();
    let by_helper = team.group.get().is_some_and(|root| root.of_helper.get());
    // Copies of reduced variables belong to members of the team.
    if WANTED.load(Ordering::Relaxed) != 0 && !by_helper && !team.orphaned.get() && !group::reduces(task.member_of()) {
        task.leave_to_helper();
    }
}

/// Gives a task that is ready to the helpers. If there are none, it becomes an ordinary task, and
/// this returns false.
fn hand_over(task: TaskRef) -> bool {
    let helpers = get().filter(|helpers| helpers.queue.length() < ENOUGH || !settings::get().task_throttling);
    let Some(helpers) = helpers.filter(|_| !task.team().orphaned.get()) else {
        task.return_to_team();
        return false;
    };
    if helpers.queue.push(task, queue::priority_of(task), || helpers.event.has_sleepers_for_any()) {
        helpers.event.notify_of_task(wait::ANY_TASK);
    }
    if helpers.paused.load(Ordering::Relaxed) && !helpers.are_in_hand_of(Thread::get()) {
        resume(helpers);
    }
    true
}

fn get() -> Option<&'static Helpers> {
    // SAFETY: helpers are never freed. Acquire: partner of the release in `start`.
    unsafe { HELPERS.load(Ordering::Acquire).as_ref() }.or_else(start)
}

#[cold]
fn start() -> Option<&'static Helpers> {
    STARTING.lock();
    // SAFETY: as in `get`.
    let mut helpers = unsafe { HELPERS.load(Ordering::Acquire).as_ref() };
    let wanted = WANTED.load(Ordering::Relaxed);
    if helpers.is_none() && wanted != 0 {
        helpers = create_all(wanted);
        match helpers {
            Some(helpers) => HELPERS.store(ptr::from_ref(helpers).cast_mut(), Ordering::Release),
            // From now on tasks are ordinary ones.
            None => WANTED.store(0, Ordering::Relaxed),
        }
    }
    STARTING.unlock();
    helpers
}

fn create_all(wanted: u32) -> Option<&'static Helpers> {
    let helpers: &'static Helpers = Box::leak(Box::new(Helpers {
        queue: CachePadded::new(Priorities::new(Rank::HelpersQueue)),
        event: wait::EventCount::default(),
        hand: OwnedLock::new(Rank::HelpersHand),
        holder: AtomicPtr::new(ptr::null_mut()),
        inboxes: UnsafeCell::default(),
        binding: affinity::of_helpers(),
        bound: AtomicU32::new(0),
        paused: AtomicBool::new(false),
        vanished: AtomicBool::new(false),
    }));
    let inbox = |number| -> &'static Inbox {
        let thread = new_thread::helper(number);
        let (task, occupied) = (AtomicPtr::new(ptr::null_mut()), AtomicBool::new(false));
        Box::leak(Box::new(Inbox { of: helpers, thread, task, occupied }))
    };
    // SAFETY: nobody reads them before the helpers are published.
    unsafe { *helpers.inboxes.get() = (FIRST_HELPER..FIRST_HELPER + wanted).map(inbox).collect() };
    if !helpers.man() {
        return None;
    }
    finish_at_exit();
    Some(helpers)
}

/// Ends the helpers, if none of them has work and no task waits for one. They also serve other
/// threads' tasks; the next such task creates new ones.
pub fn pause() {
    STARTING.lock();
    // SAFETY: as in `get`.
    if let Some(helpers) = unsafe { HELPERS.load(Ordering::Acquire).as_ref() } {
        let leave = helpers.in_hand(|| {
            let idle = helpers.inboxes().iter().all(|inbox| inbox.task.load(Ordering::Relaxed).is_null());
            if !idle || helpers.paused.swap(true, Ordering::Relaxed) {
                // Helpers that have left come back only while `paused` is set, so it stays set.
                return false;
            }
            let leave = helpers.queue.is_empty_for_sure();
            helpers.paused.store(leave, Ordering::Relaxed);
            leave
        });
        if leave {
            helpers.event.notify_all();
        }
    }
    STARTING.unlock();
}

/// Whether no helper is left, or [`pause`] has not told them to leave, or they were called back
/// since.
pub fn have_left() -> bool {
    // SAFETY: as in `get`.
    let Some(helpers) = (unsafe { HELPERS.load(Ordering::Acquire).as_ref() }) else { return true };
    helpers.in_hand(|| {
        let occupied = || helpers.inboxes().iter().any(|inbox| inbox.occupied.load(Ordering::Relaxed));
        !helpers.paused.load(Ordering::Relaxed) || !occupied()
    })
}

/// Creates new helpers, because a task has been queued for helpers that have ended.
#[cold]
fn resume(helpers: &'static Helpers) {
    STARTING.lock();
    let mut occupied = true;
    if helpers.paused.load(Ordering::Relaxed) {
        // First, because otherwise the new helpers would leave. If there are none, it is set again
        // before the queue is emptied below.
        helpers.in_hand(|| helpers.paused.store(false, Ordering::Relaxed));
        occupied = helpers.man();
        helpers.paused.store(!occupied, Ordering::Relaxed);
    }
    STARTING.unlock();
    if !occupied {
        WANTED.store(0, Ordering::Relaxed);
        helpers.make_ordinary(None);
    }
}

extern "C" fn helper_main(argument: *mut c_void) -> *mut c_void {
    // SAFETY: `create_all` passed it, and it is never freed.
    let inbox: &'static Inbox = unsafe { &*argument.cast::<Inbox>() };
    let (t, helpers) = (inbox.thread, inbox.of);
    t.enter();
    if tools::on() {
        events::thread_begins(t, ThreadKind::Other);
    }
    if let Some(binding) = &helpers.binding {
        binding.bind(t.gtid, t.gtid - FIRST_HELPER);
        helpers.bound.fetch_add(1, Ordering::Relaxed);
    }
    let paused = || helpers.paused.load(Ordering::Relaxed);
    loop {
        while let Some(task) = inbox.take() {
            inbox.execute(task);
            if helpers.vanished.load(Ordering::Relaxed) {
                // This is the only thread of a child that was forked in the task. The child ends,
                // as after `exit(0)`.
                exit::end();
            }
        }
        if paused() && inbox.leave() {
            return ptr::null_mut();
        }
        let busy = || paused() || helpers.queue.length() != 0;
        let sleep = || helpers.event.sleep(wait::sleeper(0, true), || paused() || !helpers.queue.is_empty_for_sure());
        // Usually there are more helpers than processors, and their tasks are seldom short. So they
        // do not spin.
        t.dock.sleep_until(busy, sleep);
    }
}

impl Inbox {
    /// Takes a task that may begin now.
    fn take(&self) -> Option<TaskRef> {
        let queue = &self.of.queue;
        if queue.length() == 0 {
            return None;
        }
        self.in_hand(|| {
            // A task that needs something alone which another task has is queued again when that is
            // free.
            let task = std::iter::from_fn(|| queue.pop()).find(|&task| depend::enter(task));
            let pointer = task.map_or(ptr::null(), TaskRef::as_ptr);
            self.task.store(pointer.cast_mut(), Ordering::Relaxed);
            task
        })
    }

    fn execute(&self, task: TaskRef) {
        let t = self.thread;
        if cancel::discards(&task) {
            task.become_discarded();
            if tools::on() {
                events::task_discarded(&task);
            }
        }
        task.move_to_team(t.team.get());
        scheduler::enter(t, task);
        group::begin_implied(t);
        scheduler::call(task);
        taskgroup::end(t);
        self.in_hand(|| {
            self.task.store(ptr::null_mut(), Ordering::Relaxed);
            scheduler::leave(t, task);
        });
    }

    /// Calls `change`, which takes or ends a task, under `hand`.
    fn in_hand<R>(&self, change: impl FnOnce() -> R) -> R {
        let helpers = self.of;
        let result = helpers.in_hand(|| {
            helpers.holder.store(ptr::from_ref(self.thread).cast_mut(), Ordering::Relaxed);
            let result = change();
            helpers.holder.store(ptr::null_mut(), Ordering::Relaxed);
            result
        });
        // Calls helpers back that have left meanwhile, if `change` has queued a task for them and
        // no other thread has called them back.
        let left = helpers.paused.load(Ordering::Relaxed) && helpers.queue.length() != 0;
        if left && !helpers.vanished.load(Ordering::Relaxed) {
            resume(helpers);
        }
        result
    }

    /// Ends the helper, unless it was called back; whether it ends.
    fn leave(&self) -> bool {
        if !self.of.in_hand(|| self.of.paused.load(Ordering::Relaxed)) {
            return false;
        }
        pool::end_teams(self.thread);
        self.thread.private.destroy();
        if tools::on() {
            events::thread_ends(self.thread);
        }
        let leaves = self.of.in_hand(|| {
            let leaves = self.of.paused.load(Ordering::Relaxed);
            if leaves {
                stats::worker_ended();
                wait::worker_ended();
                // As at the end of a worker. A new thread may serve the inbox at once.
                tls::set(ptr::null());
                departure::note();
                self.occupied.store(false, Ordering::Relaxed);
            }
            leaves
        });
        if !leaves && tools::on() {
            events::thread_begins(self.thread, ThreadKind::Other);
        }
        leaves
    }
}

impl Helpers {
    fn inboxes(&self) -> &[&'static Inbox] {
        // SAFETY: written before the helpers are published.
        unsafe { &*self.inboxes.get() }
    }

    /// Creates a thread for each inbox that has none; whether any inbox has one then. Under
    /// `STARTING`.
    fn man(&self) -> bool {
        let mut to_be_bound = self.bound.load(Ordering::Relaxed);
        for inbox in self.inboxes() {
            if self.in_hand(|| inbox.occupied.swap(true, Ordering::Relaxed)) {
                continue;
            }
            wait::worker_started();
            if let Err(error) = os::spawn(tuning::stack_size(), helper_main, ptr::from_ref(*inbox).cast_mut().cast()) {
                self.in_hand(|| inbox.occupied.store(false, Ordering::Relaxed));
                wait::worker_ended();
                stats::worker_refused();
                say::warn_once!("cannot create a helper thread: {error}; going on with fewer");
                break;
            }
            stats::worker_created();
            to_be_bound += 1;
        }
        // Waits until all are bound: a short program would otherwise end before each helper has
        // displayed its affinity.
        let mut patience = wait::Patience::default();
        while self.binding.is_some() && self.bound.load(Ordering::Relaxed) < to_be_bound {
            patience.give_way();
        }
        self.in_hand(|| self.inboxes().iter().any(|inbox| inbox.occupied.load(Ordering::Relaxed)))
    }

    /// Gives the tasks that wait for a helper to the teams that they belong to.
    fn make_ordinary(&self, t: Option<&'static Thread>) {
        while let Some(task) = self.queue.pop() {
            task.return_to_team();
            queue::queue_ready(t, task);
        }
    }

    /// Whether the calling thread `t` is a helper that takes or ends a task.
    fn are_in_hand_of(&self, t: Option<&Thread>) -> bool {
        // Relaxed: only the thread itself writes its own address there.
        t.is_some_and(|t| ptr::eq(self.holder.load(Ordering::Relaxed), t))
    }

    fn in_hand<R>(&self, change: impl FnOnce() -> R) -> R {
        self.hand.lock();
        let result = change();
        self.hand.unlock();
        result
    }
}

/// Makes the end of the program wait for the tasks that the initial thread has generated.
fn finish_at_exit() {
    static ASKED: AtomicBool = AtomicBool::new(false);
    extern "C" fn finish() {
        if let Some(t) = Thread::get().filter(|t| t.native && t.depth.get() == 0 && t.task().is_implicit()) {
            barrier::wait(t);
        }
    }
    if !ASKED.swap(true, Ordering::Relaxed) {
        exit::at_exit(finish, "nobody will wait for target tasks");
    }
}

/// Keeps each task whole while the process forks.
pub fn before_fork(attempt: &ForkAttempt) {
    STARTING.lock_for_fork(attempt);
    // SAFETY: as in `get`.
    if let Some(helpers) = unsafe { HELPERS.load(Ordering::Acquire).as_ref() } {
        helpers.hand.lock_for_fork(attempt);
        helpers.queue.lock_for_fork(attempt);
    }
}

/// Ends what [`before_fork`] began.
pub fn after_fork() {
    // SAFETY: as in `get`.
    if let Some(helpers) = unsafe { HELPERS.load(Ordering::Acquire).as_ref() } {
        helpers.queue.unlock_after_fork();
        helpers.hand.unlock_after_fork();
    }
    STARTING.unlock_after_fork();
}

/// Forgets the helpers in a forked child, and keeps the survivor's tasks that they had for
/// [`recover`]. Returns whether those are whole: in a fork without handlers a helper may have been
/// changing them.
pub fn after_fork_in_child(survivor: Option<&Thread>) -> bool {
    let helpers = HELPERS.swap(ptr::null_mut(), Ordering::Relaxed);
    STARTING.after_fork_in_child();
    // SAFETY: as in `get`.
    let Some(helpers) = (unsafe { helpers.as_ref() }) else { return true };
    let mut whole = helpers.hand.is_free();
    helpers.hand.after_fork_in_child();
    let Some(t) = survivor else { return true };
    if t.team.get().group.get().is_some_and(|root| root.of_helper.get()) {
        // The survivor is a helper: it has a helper's number, and no thread waits for it.
        WANTED.store(0, Ordering::Relaxed);
    }
    helpers.vanished.store(true, Ordering::Relaxed);
    whole &= helpers.queue.forget(|task| task.is_of(t));
    // SAFETY: the child has one thread, and tasks at an inbox have not completed.
    unsafe {
        for inbox in helpers.inboxes() {
            if inbox.task.load(Ordering::Relaxed).as_ref().is_some_and(|task| !task.is_of(t)) {
                inbox.task.store(ptr::null_mut(), Ordering::Relaxed);
            }
        }
    }
    STRANDED.store(ptr::from_ref(helpers).cast_mut(), Ordering::Release);
    whole
}

/// To be called before the calling thread sleeps: in a forked child it looks after the tasks that
/// the parent's helpers had; whether there were any.
#[inline]
fn recover(t: &'static Thread) -> bool {
    !STRANDED.load(Ordering::Relaxed).is_null() && recover_all(t)
}

#[cold]
fn recover_all(t: &'static Thread) -> bool {
    // SAFETY: as in `get`.
    let Some(helpers) = (unsafe { STRANDED.swap(ptr::null_mut(), Ordering::AcqRel).as_ref() }) else { return false };
    // SAFETY: tasks at an inbox have not completed, and their threads have vanished.
    unsafe {
        for inbox in helpers.inboxes() {
            if let Some(task) = TaskRef::of_nullable(inbox.task.swap(ptr::null_mut(), Ordering::Relaxed)) {
                task.counts.reset();
                complete(Some(t), task);
            }
        }
    }
    helpers.make_ordinary(Some(t));
    true
}
