//! Generating explicit tasks.

use crate::engine::request::Body;
use std::ffi::c_void;
use std::ptr;

use super::depend::{self, Dependence};
use super::{Flags, Task, group, helpers, memory, schedule};

use crate::engine::thread::Thread;

/// Makes a task with `payload` bytes behind it, as a child of the current one. It is not counted before it is submitted.
pub fn allocate(t: &'static Thread, payload: usize, flags: Flags) -> (&'static Task, *mut u8) {
    if t.task().flags.get().has(Flags::ON_STACK) {
        settle_down(t);
    }
    let (task, payload) = memory::allocate(t, payload);
    // SAFETY: fresh, and this thread's; it lives until it has completed.
    let this: &'static Task = unsafe { &*task };
    be_child_of(t, this, flags);
    (this, payload)
}

/// Makes a task like `pattern`, which has not been submitted: with its flags, its body and a copy of its payload. Returns
/// it and that copy; whoever knows what is in there sets the body's argument.
pub fn duplicate(t: &'static Thread, pattern: &Task) -> (&'static Task, *mut u8) {
    let (from, size) = memory::payload_of(pattern);
    let (task, payload) = allocate(t, size, pattern.flags.get());
    // SAFETY: both payloads have `size` bytes.
    unsafe { ptr::copy_nonoverlapping(from, payload, size) };
    task.priority.set(pattern.priority.get());
    task.body.set(pattern.body.get());
    (task, payload)
}

/// Frees a task that was never submitted.
pub fn discard(t: &'static Thread, task: &'static Task) {
    memory::free(Some(t), task);
}

/// Sets what the task executes.
pub fn set_body(task: &Task, body: Body, data: *mut c_void) {
    task.body.set(Some(body));
    task.data.set(data);
}

fn count(t: &Thread, task: &Task) {
    t.task().counts.add_child();
    group::join(task.member_of.get());
}

/// Submits a task: it runs when its dependences allow it, now or later; if it is undeferred, before this returns.
///
/// # Safety
/// Its body must be callable with its data.
pub unsafe fn submit(t: &'static Thread, task: &'static Task, dependences: &[Dependence]) {
    count(t, task);
    let flags = task.flags.get();
    if flags.has(Flags::UNDEFERRED) {
        await_dependences(t, task, dependences);
        schedule::run(t, task);
        return;
    }
    if !t.is_alone() {
        schedule::begin_phase(t);
    }
    if dependences.is_empty() || depend::register(t, task, dependences) {
        if flags.has(Flags::HELPER) && helpers::hand_over(task) {
            return;
        }
        schedule::offer(t, task);
    }
}

/// As [`submit`], for a task whose dependences are `read` only if anything can come of them.
///
/// # Safety
/// As there.
pub unsafe fn submit_after(t: &'static Thread, task: &'static Task, read: impl FnOnce() -> Vec<Dependence>) {
    // Nothing can come of them if no sibling is unfinished now, and the task completes before there is another one. A
    // deferred untied task may queue itself again after each of its parts.
    let flags = task.flags.get();
    let later = [Flags::DETACHABLE, Flags::UNTIED, Flags::HELPER].into_iter().any(|flag| flags.has(flag))
        || task.priority.get() > 0;
    let at_once = flags.has(Flags::UNDEFERRED) || !later && schedule::runs_all_at_once(t);
    let dependences = if at_once && !has_unfinished_siblings(t) { Vec::new() } else { read() };
    // SAFETY: the caller's promise.
    unsafe { submit(t, task, &dependences) };
}

/// Whether a task that the calling thread generates now may have to wait for others by its dependences.
#[inline]
pub fn has_unfinished_siblings(t: &Thread) -> bool {
    t.task().counts.has_unfinished()
}

/// Whether a task that the calling thread generates now, without dependences that matter and events, would run at once anyway. `prior`:
/// whether it has a priority above 0.
#[inline]
pub fn is_immediate(t: &Thread, flags: Flags, prior: bool) -> bool {
    flags.has(Flags::UNDEFERRED) || t.task().is_final() || !prior && schedule::runs_at_once(t)
}

/// Executes a task at once. It lives on the stack, where nobody else ever sees it, unless it generates a deferred task:
/// then it moves to memory of its own ([`settle_down`]).
///
/// # Safety
/// `body` must be callable with `data`.
pub unsafe fn run_included(t: &'static Thread, flags: Flags, body: Body, data: *mut c_void) {
    let task = Task::new(memory::Block::none());
    be_child_of(t, &task, flags.with(Flags::ON_STACK));
    if schedule::is_cancelled(&raw const task) {
        return;
    }
    schedule::enter(t, &raw const task);
    // SAFETY: the caller's promise.
    unsafe { body(data) };
    let now = t.task_ptr();
    if ptr::eq(now, &raw const task) {
        schedule::leave_stack(t, &task);
    } else {
        schedule::leave(t, now);
    }
}

/// Moves the current task from the stack to memory of its own, before it gets a child that may outlive it.
#[cold]
fn settle_down(t: &'static Thread) {
    let new = settle(t, t.task_ptr());
    t.set_task(new);
    t.tied.set(innermost_tied(new));
    if !t.is_alone() {
        schedule::begin_phase(t);
    }
}

/// Moves a task and those around it that live on the stack too; returns where it is then.
fn settle(t: &'static Thread, task: *const Task) -> *const Task {
    // SAFETY: the calling thread is in the task; if it is on the stack it has no child that others know of.
    let old = unsafe { &*task };
    if !old.flags.get().has(Flags::ON_STACK) {
        return task;
    }
    let parent = settle(t, old.parent.get());
    let (new, _) = memory::allocate(t, 0);
    // SAFETY: fresh, and this thread's.
    let this = unsafe { &*new };
    old.move_to(this);
    if parent != old.parent.get() {
        this.parent.set(parent);
        this.below.set(parent);
        this.under.set(innermost_tied(parent));
    }
    // SAFETY: the parent lives as long as its children run.
    unsafe { &*parent }.counts.add_child();
    group::join(this.member_of.get());
    new
}

/// The innermost tied task that a thread in `task` has begun.
fn innermost_tied(task: *const Task) -> *const Task {
    // SAFETY: the calling thread is in the task.
    let this = unsafe { &*task };
    if this.is_tied() { task } else { this.under.get() }
}

/// Makes `task` a child of the current one, as far as it is the task's own affair.
#[inline]
fn be_child_of(t: &Thread, task: &Task, flags: Flags) {
    let parent = t.task();
    task.parent.set(t.task_ptr());
    task.team.set(t.team.get());
    task.depth.set(parent.depth.get() + 1);
    task.untied.set(flags.has(Flags::UNTIED));
    task.group.set(parent.group());
    task.member_of.set(parent.group());
    task.flags.set(if parent.is_final() { flags.with(Flags::FINAL).with(Flags::UNDEFERRED) } else { flags });
    task.inherit_icv(parent);
}

/// Begins an undeferred task whose body the caller executes itself, after what it depends on.
pub fn begin_undeferred(t: &'static Thread, task: &'static Task, dependences: &[Dependence]) {
    task.flags.set(task.flags.get().with(Flags::UNDEFERRED));
    count(t, task);
    await_dependences(t, task, dependences);
    schedule::enter(t, task);
}

/// Ends what [`begin_undeferred`] began.
pub fn end_undeferred(t: &'static Thread, task: &'static Task) {
    schedule::leave(t, ptr::from_ref(task));
}

fn await_dependences(t: &'static Thread, task: &'static Task, dependences: &[Dependence]) {
    if !dependences.is_empty() {
        depend::await_all(t, Some(task), dependences);
    }
}
