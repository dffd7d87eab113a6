//! Calls of the program's code whose frames tools can find: a task's exit frame (OpenMP 5.2,
//! 19.4.4.29) is that of the function here, which calls the compiler's outlined function itself.

use std::ffi::c_void;

use crate::engine::ground::request::Body;
use crate::engine::records::thread::Thread;
use crate::engine::tools;
use crate::engine::tools::names::frame;
pub use crate::sys::arch::call_and_note as call_from;

/// Calls `body(data)`, in the calling thread's current task.
///
/// # Safety
/// `body` must be callable with `data`.
#[inline(always)]
pub unsafe fn call(body: Body, data: *mut c_void) {
    // SAFETY: the caller's promise.
    unsafe { if tools::on() { call_told(body, data) } else { body(data) } }
}

/// # Safety
/// As for [`call`].
#[cold]
#[inline(never)]
unsafe fn call_told(body: Body, data: *mut c_void) {
    match Thread::get() {
        // SAFETY: the caller's promise; a second argument does no harm.
        Some(t) => unsafe { _ = call_from(body as *const c_void, data, data, exit(t)) },
        // SAFETY: the caller's promise.
        None => unsafe { body(data) },
    }
}

/// Where the exit frame of the current task of `t` is noted. Whoever calls the task's code writes
/// the address that its frame pointer has then.
pub fn exit(t: &Thread) -> *mut usize {
    let noted = &t.task().tools().frame;
    noted.exit_flags.set(frame::RUNTIME | frame::POINTER);
    noted.exit.as_ptr()
}

/// The program's code calls that of the current task of `t` itself, from where it has called the
/// runtime.
#[cold]
#[inline(never)]
pub fn program_calls(t: &Thread) {
    let noted = &t.task().tools().frame;
    noted.exit.set(t.tools.caller.get().frame_pointer);
    noted.exit_flags.set(frame::APPLICATION | frame::POINTER);
}
