//! `parallel`.

use crate::engine::ground::request::{Body, Caller, Request};
use std::ffi::{c_uint, c_void};

use crate::engine::constructs::num_threads;
use crate::engine::constructs::parallel as region;
use crate::engine::records::thread::Thread;
use crate::engine::tools::frames;

/// The request in GCC's arguments: `num_threads` for the clause (0: none; 1 also for a false `if`),
/// and the low three bits of `flags` for a `proc_bind` clause.
pub fn request(num_threads: c_uint, flags: c_uint) -> Request {
    // A negative number arrives as a huge one, and counts as no clause.
    let threads = if i32::try_from(num_threads).is_ok() { num_threads } else { 0 };
    Request { threads, bind: (flags & 7) as u8, ..Request::default() }
}

/// `void GOMP_parallel(void (*body)(void *), void *data, unsigned num_threads, unsigned flags)`:
/// `body(data)` by all threads of a team.
///
/// `num_threads`: size asked for, 0 if no clause says; `flags`: `omp_proc_bind_t` in the low three
/// bits.
///
/// Emitted by GCC 4.9 and later for `parallel` (OpenMP 5.2, 10.1).
///
/// # Safety
/// `body` must be callable with `data` by several threads at once.
pub unsafe extern "C-unwind" fn GOMP_parallel(body: Body, data: *mut c_void, num_threads: c_uint, flags: c_uint) {
    let t = Thread::current();
    if num_threads == 0 && t.pushed.has_threads() {
        // SAFETY: the caller's promise.
        return unsafe { run_as_pushed(t, flags, body, data) };
    }
    // SAFETY: the caller's promise.
    unsafe { region::run(t, request(num_threads, flags), body, data) };
}

/// A region of GCC's code that asks for nothing itself, after a call of `__kmpc_push_num_threads`
/// or its kind.
///
/// # Safety
/// As for [`GOMP_parallel`].
#[cold]
unsafe fn run_as_pushed(t: &'static Thread, flags: c_uint, body: Body, data: *mut c_void) {
    // SAFETY: the caller's promise.
    unsafe {
        num_threads::begin_pushed(t, request(t.pushed.take_threads(), flags), body, data);
        frames::call(body, data);
    }
    region::end(t);
}

/// `void GOMP_parallel_start(void (*body)(void *), void *data, unsigned num_threads)`: begins a
/// region; the caller then calls `body(data)` itself, and [`GOMP_parallel_end`].
///
/// Emitted by GCC before 4.9 for `parallel` (OpenMP 5.2, 10.1).
///
/// # Safety
/// As for [`GOMP_parallel`], until [`GOMP_parallel_end`] returns.
pub unsafe extern "C-unwind" fn GOMP_parallel_start(body: Body, data: *mut c_void, num_threads: c_uint) {
    let request = Request { caller: Caller::Program, ..request(num_threads, 0) };
    // SAFETY: the caller's promise.
    unsafe { region::begin(Thread::current(), request, body, data) };
}

/// `void GOMP_parallel_end(void)`: ends what [`GOMP_parallel_start`] and its kind began. Without
/// such a region it does nothing.
///
/// Emitted by GCC before 4.9 for `parallel` (OpenMP 5.2, 10.1).
pub extern "C-unwind" fn GOMP_parallel_end() {
    let t = Thread::current();
    if t.depth.get() > 0 {
        region::end(t);
    }
}
