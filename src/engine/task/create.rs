//! Generating explicit tasks.

use std::ffi::c_void;
use std::ptr;

use super::depend::{self, Dependence};
use super::{Flags, Task, group, memory, schedule};
use crate::engine::team::Body;
use crate::engine::thread::Thread;

/// Makes a task with `payload` bytes behind it, as a child of the current one. It is not counted before it is submitted.
pub fn allocate(t: &'static Thread, payload: usize, flags: Flags) -> (&'static Task, *mut u8) {
    let parent = t.task();
    let (task, payload) = memory::allocate(t, payload);
    // SAFETY: fresh, and this thread's; it lives until it has completed.
    let this: &'static Task = unsafe { &*task };
    this.parent.set(t.task_ptr());
    this.team.set(t.team.get());
    this.depth.set(parent.depth.get() + 1);
    this.group.set(parent.group());
    this.member_of.set(parent.group());
    this.flags.set(if parent.is_final() { flags.with(Flags::FINAL).with(Flags::UNDEFERRED) } else { flags });
    this.inherit_icv(parent);
    (this, payload)
}

/// Sets what the task executes.
pub fn set_body(task: &Task, body: Body, data: *mut c_void) {
    task.body.set(Some(body));
    task.data.set(data);
}

fn count(t: &Thread, task: &Task) {
    t.task().count_child();
    group::join(task.member_of.get());
}

/// Submits a task: it runs when its dependences allow it, now or later; if it is undeferred, before this returns.
///
/// # Safety
/// Its body must be callable with its data.
pub unsafe fn submit(t: &'static Thread, task: &'static Task, dependences: &[Dependence]) {
    count(t, task);
    if task.flags.get().has(Flags::UNDEFERRED) {
        await_dependences(t, task, dependences);
        schedule::run(t, task);
        return;
    }
    if !t.is_alone() {
        schedule::begin_phase(t);
    }
    if dependences.is_empty() || depend::register(t, task, dependences) {
        schedule::offer(t, task);
    }
}

/// Begins an undeferred task whose body the caller executes itself, after what it depends on.
pub fn begin_undeferred(t: &'static Thread, task: &'static Task, dependences: &[Dependence]) {
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
