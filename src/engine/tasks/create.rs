//! Generating explicit tasks.

use crate::engine::ground::extras::{self, CANCELLATION, TOOL};
use crate::engine::ground::request::Body;
use std::cell::{Cell, UnsafeCell};
use std::ffi::c_void;
use std::mem::MaybeUninit;
use std::ptr;

use crate::engine::records::task as record;
use crate::engine::records::task::{Flags, Task, TaskRef};
use crate::engine::records::thread::Thread;
use crate::engine::tasks::cancel;
use crate::engine::tasks::depend;
use crate::engine::tasks::depend::Dependence;
use crate::engine::tasks::{group, memory, queue, scheduler, taskwait};
use crate::engine::tools;
use crate::engine::tools::{events, frames};

/// Makes a task with `payload` bytes after it, as a child of the current one. It is not counted
/// before it is submitted.
pub fn allocate(t: &'static Thread, payload: usize, flags: Flags) -> (TaskRef, *mut u8) {
    let (task, payload) = memory::allocate(t, payload, |block| Task::child(t, flags, block));
    task.inherit_changed_icv(t.task());
    (task, payload)
}

/// As [`allocate`], if a block is free and [`is_plain`] holds. Makes no call.
#[inline(always)]
pub fn allocate_plain(t: &'static Thread, payload: usize, flags: Flags) -> Option<(TaskRef, *mut u8)> {
    if !is_plain(t) {
        return None;
    }
    memory::reuse(t, payload, |block| Task::child(t, flags, block))
}

/// Makes a task like `pattern`, which has not been submitted: with its flags, its body and a copy
/// of its payload. Returns it and that copy. The caller, who knows what the copy is, sets the
/// body's argument.
pub fn duplicate(t: &'static Thread, pattern: TaskRef) -> (TaskRef, *mut u8) {
    let (from, size) = memory::payload_of(pattern);
    let (task, payload) = allocate(t, size, pattern.flags.get());
    // SAFETY: both payloads have `size` bytes.
    unsafe { ptr::copy_nonoverlapping(from, payload, size) };
    task.become_like(&pattern);
    (task, payload)
}

/// Frees a task that was never submitted.
///
/// # Safety
/// The caller must have allocated it, and may not use it after this.
pub unsafe fn discard(t: &'static Thread, task: TaskRef) {
    // SAFETY: the caller's promise.
    unsafe { memory::free(Some(t), task) };
}

/// Counts a task that other threads will know of.
fn count(t: &'static Thread, task: TaskRef) {
    if t.task().flags.get().has(Flags::UNCOUNTED) {
        move_off_stack(t);
        // The parent may have moved.
        task.follow(t.task_ref());
    }
    t.task().counts.add_child();
    group::join(task.member_of());
}

/// Submits a task. It runs when its dependences allow it, now or later. If it is undeferred it runs
/// before this returns.
///
/// # Safety
/// Its body must be callable with its data.
pub unsafe fn submit(t: &'static Thread, task: TaskRef, dependences: &[Dependence]) {
    // SAFETY: the caller's promise.
    unsafe { submit_as(t, task, dependences, false) };
}

/// As [`submit`]. `here`: whether the caller has found out that the task runs at once.
///
/// # Safety
/// As there.
#[inline(always)]
unsafe fn submit_as(t: &'static Thread, task: TaskRef, dependences: &[Dependence], here: bool) {
    if tools::on() {
        let list = dependences.iter().map(|item| (item.address, item.kind));
        events::task_created(t, &task, list);
        let submit = || {
            // SAFETY: the caller's promise.
            unsafe { submit_untold(t, task, dependences, here) }
        };
        if here && !dependences.is_empty() {
            // A race detector still has to be told which tasks this one comes after.
            task.become_undeferred();
            scheduler::nest(t, submit);
        } else {
            submit();
        }
        return events::task_submitted(t);
    }
    // SAFETY: the caller's promise.
    unsafe { submit_untold(t, task, dependences, here) };
}

/// # Safety
/// As for [`submit_as`].
#[inline(always)]
unsafe fn submit_untold(t: &'static Thread, task: TaskRef, dependences: &[Dependence], here: bool) {
    let flags = task.flags.get();
    if dependences.is_empty() && !flags.has(Flags::DETACHABLE) && (here || runs_here(t, task)) {
        // The parts of an untied one follow each other.
        let kind = if flags.has(Flags::UNTIED) { Flags::UNDEFERRED } else { Flags::default() };
        task.become_uncounted(kind);
        scheduler::nest(t, || scheduler::run(t, task));
        return;
    }
    count(t, task);
    if flags.has(Flags::UNDEFERRED) {
        await_dependences(t, task, dependences);
        scheduler::run(t, task);
        return;
    }
    if !t.is_alone() {
        scheduler::begin_phase(t);
    }
    if dependences.is_empty() || depend::register(t, task, dependences) {
        if flags.has(Flags::HELPER) && queue::HAND_OVER.call(task) == Some(true) {
            return;
        }
        scheduler::offer(t, task);
    }
}

/// Whether a task without dependences runs at once, and completes before its generator goes on. An
/// untied one, which others may go on with after each of its parts, only does so if there are none.
#[inline]
fn runs_here(t: &Thread, task: TaskRef) -> bool {
    let flags = task.flags.get();
    if flags.has(Flags::UNDEFERRED) {
        return true;
    }
    if flags.has(Flags::HELPER) || task.priority() > 0 {
        return false;
    }
    if flags.has(Flags::UNTIED) { scheduler::runs_all_at_once(t) } else { scheduler::runs_at_once(t) }
}

/// As [`submit`], for a task whose dependences are `read` only if they can matter, or if a tool is
/// to be told what they are.
///
/// # Safety
/// As there.
pub unsafe fn submit_after(t: &'static Thread, task: TaskRef, read: impl FnOnce() -> Vec<Dependence>) {
    // They cannot matter if no sibling is unfinished now, and the task completes before there is
    // another one. A deferred untied task may queue itself again after each of its parts.
    let flags = task.flags.get();
    let later = flags.has(Flags::DETACHABLE.with(Flags::HELPER)) || task.priority() > 0;
    let at_once = flags.has(Flags::UNDEFERRED) || !later && scheduler::runs_all_at_once(t);
    // Decided here for good: any thread may fulfil an event, and make a task ready that would go
    // first. A task whose dependences nobody knows must not be left for later then.
    let here = at_once && !t.task().counts.has_unfinished();
    let dependences = if here && !tools::on() { Vec::new() } else { read() };
    // SAFETY: the caller's promise.
    unsafe { submit_as(t, task, &dependences, here) };
}

/// Whether the dependences of a task that the calling thread generates now can matter, or a tool is
/// to be told what they are.
#[inline]
pub fn dependences_matter(t: &Thread) -> bool {
    t.task().counts.has_unfinished() || tools::on()
}

/// Whether a task that the calling thread generates now would run at once, if it has no event and
/// no dependences that matter. `prior`: whether it has a priority above 0.
#[inline]
pub fn is_immediate(t: &Thread, flags: Flags, prior: bool) -> bool {
    flags.has(Flags::UNDEFERRED) || t.task().is_final() || !prior && scheduler::runs_at_once(t)
}

/// Executes a task at once. The task lives on the stack, where no other thread sees it. If it
/// generates a deferred task, it moves to memory of its own ([`move_off_stack`]).
///
/// # Safety
/// `body` must be callable with `data`.
pub unsafe fn run_included(t: &'static Thread, flags: Flags, body: Body, data: *mut c_void) {
    let task = Task::child(t, flags.with(HERE), record::Block::none());
    task.inherit_changed_icv(t.task());
    if cancel::discards(&task) {
        task.free_what_it_owns();
        return;
    }
    // SAFETY: the caller's promise.
    unsafe {
        if tools::on() {
            run_on_stack_told(t, &task, body, data);
        } else {
            run_on_stack(t, &task, body, data);
        }
    }
}

/// The flags of a task on the stack.
const HERE: Flags = Flags::ON_STACK.with(Flags::UNCOUNTED);

/// Whether children of the calling thread's task are plain: they cannot be cancelled, have the same
/// control variables that the task itself has inherited, and no tool is told of them.
#[inline(always)]
pub fn is_plain(t: &Thread) -> bool {
    !extras::any::<{ CANCELLATION | TOOL }>() && !t.task().has_changed_icv()
}

/// As [`run_included`], where [`is_plain`] holds.
///
/// # Safety
/// As there.
#[inline(always)]
pub unsafe fn run_plain(t: &'static Thread, flags: Flags, body: Body, data: *mut c_void) {
    let task = Task::child(t, flags.with(HERE), record::Block::none());
    // SAFETY: the caller's promise.
    unsafe { run_on_stack(t, &task, body, data) };
}

/// Tasks with the same flags that run at once one after the other, each as by [`run_plain`]. They
/// have one record in turn: to make it takes longer than all else, and most short tasks leave it as
/// it was.
pub struct Siblings {
    flags: Flags,
    record: UnsafeCell<MaybeUninit<Task>>,
    /// The flags with which the record was made; none: it has to be made.
    made: Cell<Option<Flags>>,
}

impl Siblings {
    pub fn new(flags: Flags) -> Self {
        Self { flags, record: UnsafeCell::new(MaybeUninit::uninit()), made: Cell::new(None) }
    }

    /// Runs the next one. [`is_plain`] holds, and none of them is running.
    ///
    /// # Safety
    /// As for [`run_included`].
    #[inline(always)]
    pub unsafe fn run(&self, t: &'static Thread, body: Body, data: *mut c_void) {
        let record = self.record.get().cast::<Task>();
        // SAFETY: called only if there are flags, and so a record.
        let parent = || unsafe { (*record).parent.get() };
        let made = match self.made.get() {
            // The generating task moves if it gets a child that runs later.
            Some(made) if parent() == Some(t.task_ref()) => made,
            _ => {
                let task = Task::child(t, self.flags.with(HERE), record::Block::none());
                let made = task.flags.get();
                self.made.set(Some(made));
                // SAFETY: no task has the record, and one that has run has nothing to be dropped.
                unsafe { record.write(task) };
                made
            }
        };
        // SAFETY: made here or before, and nobody's until now.
        let task = unsafe { &*record };
        // SAFETY: as in `run_on_stack`.
        let this = unsafe { TaskRef::new(task) };
        scheduler::enter_untold(t, this);
        // SAFETY: the caller's promise.
        scheduler::nest(t, || unsafe { body(data) });
        if t.task_ref() != this {
            self.made.set(None);
            return leave_elsewhere(t);
        }
        scheduler::go_back_untold(t, task);
        if !task.is_as_made(made) {
            self.made.set(None);
            task.free_what_it_owns();
        }
    }
}

/// # Safety
/// As for [`run_included`], and nobody else may know of `task`.
#[inline(always)]
unsafe fn run_on_stack(t: &'static Thread, task: &Task, body: Body, data: *mut c_void) {
    // SAFETY: the task is current until it ends below, or has moved away.
    let this = unsafe { TaskRef::new(task) };
    scheduler::enter_untold(t, this);
    // SAFETY: the caller's promise.
    scheduler::nest(t, || unsafe { body(data) });
    if t.task_ref() == this {
        scheduler::go_back_untold(t, task);
        task.free_what_it_owns();
    } else {
        leave_elsewhere(t);
    }
}

/// The same, and a tool is told.
///
/// # Safety
/// As there.
#[cold]
#[inline(never)]
unsafe fn run_on_stack_told(t: &'static Thread, task: &Task, body: Body, data: *mut c_void) {
    // SAFETY: the task is current until it ends below, or has moved away.
    let this = unsafe { TaskRef::new(task) };
    task.become_undeferred();
    events::task_created(t, task, std::iter::empty());
    scheduler::enter(t, this);
    // SAFETY: the caller's promise.
    scheduler::nest(t, || unsafe { frames::call(body, data) });
    if t.task_ref() == this {
        scheduler::go_back(t, task);
        task.free_what_it_owns();
    } else {
        leave_elsewhere(t);
    }
    events::task_submitted(t);
}

/// Ends the current task, which has moved away from the stack.
#[cold]
#[inline(never)]
fn leave_elsewhere(t: &'static Thread) {
    scheduler::leave(t, t.task_ref());
}

/// Makes the current task, which is uncounted, a counted task with memory of its own. To be called
/// before it gets a child that other threads know of and that may outlive it.
#[cold]
#[inline(never)]
fn move_off_stack(t: &'static Thread) {
    let new = count_and_move(t, t.task_ref());
    t.resume((new, new.innermost_tied()));
}

/// Counts a task, and before it the uncounted tasks around it, and moves each of them from the
/// stack to memory of its own. Returns the task's new address.
fn count_and_move(t: &'static Thread, task: TaskRef) -> TaskRef {
    // The calling thread is in the task; while it is not counted it has no child that others know
    // of.
    let flags = task.flags.get();
    if !flags.has(Flags::UNCOUNTED) {
        return task;
    }
    let parent = count_and_move(t, task.generator());
    let new = if flags.has(Flags::ON_STACK) {
        let (new, _) = memory::allocate(t, 0, Task::new);
        task.move_to(&new);
        new
    } else {
        task.become_counted();
        task
    };
    if parent != new.generator() {
        new.follow(parent);
    }
    parent.counts.add_child();
    group::join(new.member_of());
    new
}

/// Begins an undeferred task, whose dependences the caller has waited for and whose body it
/// executes itself.
pub fn begin_undeferred(t: &'static Thread, task: TaskRef) {
    if !begin_plain(t, task) {
        task.become_undeferred();
        if tools::on() {
            events::task_created(t, &task, std::iter::empty());
        }
        count(t, task);
        scheduler::enter(t, task);
        if tools::on() {
            frames::program_calls(t);
        }
    }
}

/// As [`begin_undeferred`], if the task can be uncounted; otherwise does nothing and returns false.
/// Makes no call.
#[inline(always)]
pub fn begin_plain(t: &'static Thread, task: TaskRef) -> bool {
    let flags = task.flags.get();
    if flags.has(Flags::DETACHABLE) || tools::on() {
        return false;
    }
    task.become_uncounted(Flags::UNDEFERRED);
    scheduler::enter_untold(t, task);
    true
}

/// Ends what [`begin_undeferred`] began.
///
/// # Safety
/// The task must be the current one, and the caller may not use it after this.
pub unsafe fn end_undeferred(t: &'static Thread, task: TaskRef) {
    scheduler::leave(t, task);
    if tools::on() {
        events::task_submitted(t);
    }
}

/// As [`end_undeferred`], if the task is still uncounted and owns nothing; otherwise does nothing
/// and returns false. Makes no call.
///
/// # Safety
/// As there.
#[inline(always)]
pub unsafe fn end_plain(t: &'static Thread, task: TaskRef) -> bool {
    // SAFETY: an uncounted task has no children, and ends here. The calling thread has its block
    // until it allocates the next task, and still reads there where it goes on.
    let ends = task.flags.get().has(Flags::UNCOUNTED) && task.owns_nothing() && unsafe { memory::put_back(t, task) };
    if ends {
        scheduler::go_back_untold(t, &task);
    }
    ends
}

fn await_dependences(t: &'static Thread, task: TaskRef, dependences: &[Dependence]) {
    if !dependences.is_empty() {
        taskwait::await_all(t, Some(task), dependences);
    }
}
