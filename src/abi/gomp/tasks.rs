//! `task`, `taskwait`, `taskyield`.

use crate::engine::ground::request::Body;
use std::ffi::{c_int, c_long, c_uint, c_void};
use std::ptr;

use super::Bool;
use super::depend::read_dependences;
use crate::engine::ground::defaults;
use crate::engine::records::task::{Flags, Task, TaskRef};
use crate::engine::tasks::cancel;
use crate::engine::tasks::{create, scheduler, taskwait};

use crate::engine::records::thread::Thread;

/// Copies the arguments into a task's own memory: `copy(to, from)`.
pub type Copy = unsafe extern "C-unwind" fn(*mut c_void, *mut c_void);

const UNTIED: c_uint = 1;
const FINAL: c_uint = 2;
const DEPEND: c_uint = 8;
const PRIORITY: c_uint = 16;
const DETACH: c_uint = 1 << 13;

/// The alignment of a payload without doing anything for it.
const NATURAL: usize = 16;

/// The engine's flags for those that GCC passes.
pub fn flags_of(passed: c_uint, deferred: bool) -> Flags {
    let mut flags = Flags::default();
    if passed & UNTIED != 0 {
        flags = flags.with(Flags::UNTIED);
    }
    if passed & FINAL != 0 {
        flags = flags.with(Flags::FINAL);
    }
    if !deferred {
        flags = flags.with(Flags::UNDEFERRED);
    }
    flags
}

/// A new task with a copy of its arguments; returns it and where the copy is.
///
/// # Safety
/// `data` must have `size` bytes, and `copy`, if there is one, must be able to copy them.
pub unsafe fn with_arguments(
    t: &'static Thread,
    flags: Flags,
    body: Body,
    data: *mut c_void,
    copy: Option<Copy>,
    (size, align): (c_long, c_long),
) -> (TaskRef, *mut c_void) {
    let size = usize::try_from(size).unwrap_or(0);
    let align = usize::try_from(align).unwrap_or(1).max(1);
    let slack = if align > NATURAL { align } else { 0 };
    // The body destroys the objects that `copy` makes.
    let flags = if copy.is_some() { flags.with(Flags::CLEANS_UP) } else { flags };
    let (task, payload) = create::allocate(t, size + slack, flags);
    let own = payload.map_addr(|address| address.next_multiple_of(align)).cast::<c_void>();
    // SAFETY: the payload has room for the arguments at the next aligned address; the rest is the
    // caller's promise.
    unsafe {
        match copy {
            Some(copy) => copy(own, data),
            None if size > 0 => ptr::copy_nonoverlapping(data.cast::<u8>(), own.cast::<u8>(), size),
            None => {}
        }
    }
    task.set_body(body, own);
    (task, own)
}

/// `void GOMP_task(void (*body)(void *), void *data, void (*copy)(void *, void *), long size, long
/// align, bool deferred, unsigned flags, void **dependences, int priority, omp_event_handle_t
/// *event)`: `#pragma omp task`.
///
/// `data`: the arguments, `size` bytes aligned to `align`, which `copy`, if not null, copies into
/// the task; `deferred`: the `if` clause; `flags`: 1 untied, 2 final, 4 mergeable, 8 `dependences`
/// are given, 16 `priority` is, 2¹³ `event` is: where to write the handle, which is also the first
/// of the arguments.
///
/// Emitted by GCC for `task` (OpenMP 5.2, 12.5).
///
/// # Safety
/// `body` must be callable with a copy of `data`; `dependences` and `event` must be valid if the
/// flags say so.
pub unsafe extern "C-unwind" fn GOMP_task(
    body: Body,
    data: *mut c_void,
    copy: Option<Copy>,
    size: c_long,
    align: c_long,
    deferred: Bool,
    flags: c_uint,
    dependences: *mut *mut c_void,
    priority: c_int,
    event: *mut *const Task,
) {
    let kind = flags_of(flags, deferred.is_true());
    if flags & (DEPEND | DETACH) == 0
        && copy.is_none()
        && let Some(t) = Thread::at_hand()
        && create::is_immediate(t, kind, flags & PRIORITY != 0)
        && create::is_plain(t)
    {
        // The arguments stay in the caller's frame until this returns.
        // SAFETY: the caller's promise.
        unsafe { create::run_plain(t, kind, body, data) };
    } else {
        // SAFETY: the caller's promise.
        unsafe { any_task(body, data, copy, size, align, deferred, flags, dependences, priority, event) };
    }
}

/// As [`GOMP_task`], which is kept free of all but what most tasks without memory of their own
/// need.
///
/// # Safety
/// As there.
#[inline(never)]
unsafe extern "C-unwind" fn any_task(
    body: Body,
    data: *mut c_void,
    copy: Option<Copy>,
    size: c_long,
    align: c_long,
    deferred: Bool,
    flags: c_uint,
    dependences: *mut *mut c_void,
    priority: c_int,
    event: *mut *const Task,
) {
    let t = Thread::current();
    let mut kind = flags_of(flags, deferred.is_true());
    let priority = if flags & PRIORITY != 0 { defaults::task_priority(priority) } else { 0 };
    let depends = flags & DEPEND != 0 && create::dependences_matter(t);
    if flags & DETACH == 0 && !depends && copy.is_none() && create::is_immediate(t, kind, priority > 0) {
        // SAFETY: the caller's promise.
        unsafe { create::run_included(t, kind, body, data) };
        return;
    }
    if copy.is_some() && flags & DETACH == 0 && cancel::discards_children(t) {
        // Once its arguments are copied, it has to run.
        return;
    }
    if flags & DETACH != 0 {
        kind = kind.with(Flags::DETACHABLE);
    }
    // SAFETY: the caller's promise.
    unsafe {
        let (task, own) = with_arguments(t, kind, body, data, copy, (size, align));
        if flags & DETACH != 0 {
            *event = task.as_ptr();
            if size > 0 {
                *own.cast::<*const Task>() = task.as_ptr();
            }
        }
        task.set_priority(priority);
        if flags & DEPEND == 0 {
            create::submit(t, task, &[]);
        } else {
            create::submit_after(t, task, || read_dependences(dependences));
        }
    }
}

/// `void GOMP_taskwait(void)`: `#pragma omp taskwait`.
///
/// Emitted by GCC for `taskwait` (OpenMP 5.2, 15.5).
pub extern "C-unwind" fn GOMP_taskwait() {
    taskwait::taskwait(Thread::current());
}

/// `void GOMP_taskwait_depend(void **dependences)`: `#pragma omp taskwait depend(…)`.
///
/// Emitted by GCC 9 and later for `taskwait depend` (OpenMP 5.2, 15.5).
///
/// # Safety
/// `dependences` must be as GCC passes them to `GOMP_task`.
pub unsafe extern "C-unwind" fn GOMP_taskwait_depend(dependences: *mut *mut c_void) {
    // SAFETY: the caller's promise.
    taskwait::await_for_current(Thread::current(), || unsafe { read_dependences(dependences) });
}

/// `void GOMP_taskwait_depend_nowait(void **dependences)`: a task that does nothing but order
/// others.
///
/// Emitted by GCC 13 and later for `taskwait depend nowait` (OpenMP 5.2, 15.5).
///
/// # Safety
/// As for [`GOMP_taskwait_depend`].
pub unsafe extern "C-unwind" fn GOMP_taskwait_depend_nowait(dependences: *mut *mut c_void) {
    let t = Thread::current();
    let (task, _) = create::allocate(t, 0, Flags::default());
    task.set_body(scheduler::NOTHING, ptr::null_mut());
    // SAFETY: the caller's promise, and the body takes anything.
    unsafe { create::submit_after(t, task, || read_dependences(dependences)) };
}

/// `void GOMP_taskyield(void)`: `#pragma omp taskyield`. Does nothing, as in both peers: a task
/// that began here would lie on top of the current one, which could not go on before it ends; but
/// it may wait for just that.
///
/// Emitted by GCC for `taskyield` (OpenMP 5.2, 12.7).
pub extern "C-unwind" fn GOMP_taskyield() {}
