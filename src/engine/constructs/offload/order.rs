//! The order of a device construct among the tasks around it. Each construct is a task with the
//! construct's dependences: an included one, or, with `nowait`, a deferred one (OpenMP 5.2, 13.1).

use std::ffi::c_void;

use crate::engine::records::task::Flags;
use crate::engine::records::thread::Thread;
use crate::engine::tasks::depend::Dependence;
use crate::engine::tasks::{create, taskwait};

/// The alignment of a task's payload.
const ALIGN: usize = 16;

/// The `nowait` and `depend` clauses of a construct.
#[derive(Clone, Copy, Default)]
pub struct Order<'a> {
    pub nowait: bool,
    pub dependences: &'a [Dependence],
}

impl Order<'_> {
    /// Does `work` in its order: now, or by a task that waits for others.
    ///
    /// # Safety
    /// With `nowait`, `work` may be done by any thread of the team, at any time before the next
    /// barrier.
    pub unsafe fn perform<F: FnOnce()>(self, t: &'static Thread, work: F) {
        if self.nowait {
            // SAFETY: the caller's promise.
            unsafe { defer(t, self.dependences, work) };
        } else {
            self.wait(t);
            work();
        }
    }

    /// Keeps the order of a construct that has nothing to do on the host: its dependences still
    /// order other tasks.
    pub fn keep(self, t: &'static Thread) {
        if self.nowait && !self.dependences.is_empty() {
            // SAFETY: any thread can do nothing.
            unsafe { defer(t, self.dependences, || {}) };
        } else {
            self.wait(t);
        }
    }

    fn wait(self, t: &'static Thread) {
        if !self.dependences.is_empty() {
            taskwait::await_for_current(t, || self.dependences.to_vec());
        }
    }
}

/// Generates a task that does `work`.
///
/// # Safety
/// `work` may be done by any thread of the team.
unsafe fn defer<F: FnOnce()>(t: &'static Thread, dependences: &[Dependence], work: F) {
    const { assert!(align_of::<F>() <= ALIGN) };
    let (task, payload) = create::allocate(t, size_of::<F>(), Flags::default());
    // SAFETY: the payload has this size and alignment; `call` takes what is written there; the rest
    // is the caller's promise.
    unsafe {
        payload.cast::<F>().write(work);
        task.set_body(call::<F>, payload.cast());
        create::submit(t, task, dependences);
    }
}

unsafe extern "C-unwind" fn call<F: FnOnce()>(work: *mut c_void) {
    // SAFETY: written by `defer`; a task runs once.
    unsafe { work.cast::<F>().read()() };
}
