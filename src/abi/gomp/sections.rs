//! `sections`: numbers 1 to `count` for the blocks, 0 when none is left.

use crate::engine::ground::request::Body;
use std::ffi::{c_uint, c_void};

use super::parallel_loops::WithLoop;
use crate::engine::constructs::barrier;
use crate::engine::tools::names::Sync;

use crate::engine::constructs::worksharing::dispatch;
use crate::engine::constructs::worksharing::dispatch::Bounds;
use crate::engine::records::thread::Thread;

/// Begins the construct for the calling thread.
pub fn begin(t: &'static Thread, count: c_uint) {
    dispatch::begin_sections(t, u64::from(count));
}

/// The number of its next block, or 0.
pub fn next(t: &'static Thread) -> c_uint {
    dispatch::next(t).map_or(0, |chunk| chunk.first as c_uint + 1)
}

fn with_sections(body: Body, data: *mut c_void, count: c_uint) -> WithLoop {
    WithLoop { body, data, trip: u64::from(count), bounds: Bounds::default(), schedule: None }
}

/// `unsigned GOMP_sections_start(unsigned count)`: begins `#pragma omp sections` with `count`
/// blocks; the number of the first one to execute, or 0.
///
/// Emitted by GCC for `sections` (OpenMP 5.2, 11.3).
pub extern "C-unwind" fn GOMP_sections_start(count: c_uint) -> c_uint {
    let t = Thread::current();
    begin(t, count);
    next(t)
}

/// `unsigned GOMP_sections_next(void)`: the number of the next block to execute, or 0.
///
/// Emitted by GCC for `sections` (OpenMP 5.2, 11.3).
pub extern "C-unwind" fn GOMP_sections_next() -> c_uint {
    next(Thread::current())
}

/// `void GOMP_sections_end(void)`: ends the construct with a barrier.
///
/// Emitted by GCC for `sections` (OpenMP 5.2, 11.3).
pub extern "C-unwind" fn GOMP_sections_end() {
    let t = Thread::current();
    dispatch::end(t, false);
    barrier::wait_as(t, || Sync::Workshare);
}

/// `void GOMP_sections_end_nowait(void)`: ends a construct with a `nowait` clause.
///
/// Emitted by GCC for `sections` (OpenMP 5.2, 11.3).
pub extern "C-unwind" fn GOMP_sections_end_nowait() {
    dispatch::end(Thread::current(), true);
}

/// `void GOMP_parallel_sections(void (*body)(void *), void *data, unsigned num_threads, unsigned
/// count, unsigned flags)`: `#pragma omp parallel sections`. The body asks for its blocks with
/// [`GOMP_sections_next`].
///
/// Emitted by GCC 4.9 and later for `parallel sections` (OpenMP 5.2, 10.1 and 11.3).
///
/// # Safety
/// As for `GOMP_parallel`.
pub unsafe extern "C-unwind" fn GOMP_parallel_sections(
    body: Body,
    data: *mut c_void,
    num_threads: c_uint,
    count: c_uint,
    flags: c_uint,
) {
    // SAFETY: the caller's promise.
    unsafe { with_sections(body, data, count).run(num_threads, flags) };
}

/// `void GOMP_parallel_sections_start(void (*body)(void *), void *data, unsigned num_threads,
/// unsigned count)`: the same in GCC before 4.9: the caller then calls `body(data)`, and
/// `GOMP_parallel_end`.
///
/// Emitted by GCC before 4.9 for `parallel sections` (OpenMP 5.2, 10.1 and 11.3).
///
/// # Safety
/// As for `GOMP_parallel`.
pub unsafe extern "C-unwind" fn GOMP_parallel_sections_start(
    body: Body,
    data: *mut c_void,
    num_threads: c_uint,
    count: c_uint,
) {
    // SAFETY: the caller's promise.
    unsafe { with_sections(body, data, count).start(num_threads) };
}
