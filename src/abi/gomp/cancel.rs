//! Cancellation (OpenMP 5.2, 16.1 and 16.2).

use std::ffi::c_int;

use super::Bool;
use crate::engine::constructs::barrier;
use crate::engine::constructs::worksharing::dispatch;
use crate::engine::records::thread::Thread;
use crate::engine::tasks::cancel;
use crate::engine::tasks::cancel::What;

/// GCC's numbers of the kinds: 1 `parallel`, 2 a loop, 4 `sections`, 8 `taskgroup`.
fn what(kind: c_int) -> What {
    match kind {
        2 | 4 => What::Worksharing,
        8 => What::Taskgroup,
        _ => What::Region,
    }
}

/// `bool GOMP_cancel(int kind, bool condition)`: whether the calling thread is to go to the end of
/// the construct. `kind`: 1 `parallel`, 2 a loop, 4 `sections`, 8 `taskgroup`; `condition`: the
/// `if` clause; if it is false this is a cancellation point.
///
/// Emitted by GCC for `cancel` (OpenMP 5.2, 16.1).
pub extern "C-unwind" fn GOMP_cancel(kind: c_int, condition: Bool) -> bool {
    if condition.is_true() { cancel::cancel(Thread::current(), what(kind)) } else { GOMP_cancellation_point(kind) }
}

/// `bool GOMP_cancellation_point(int kind)`: whether the calling thread is to go to the end of the
/// construct.
///
/// Emitted by GCC for `cancellation point` (OpenMP 5.2, 16.2).
pub extern "C-unwind" fn GOMP_cancellation_point(kind: c_int) -> bool {
    cancel::cancellation_point(Thread::current(), what(kind))
}

/// `bool GOMP_barrier_cancel(void)`: a barrier in a region with a `cancel parallel`: true if the
/// region is cancelled.
///
/// Emitted by GCC for the barriers of a `parallel` with `cancel` in it (OpenMP 5.2, 16.1).
pub extern "C-unwind" fn GOMP_barrier_cancel() -> bool {
    barrier::wait_cancellable(Thread::current())
}

/// `bool GOMP_barrier_cancel_ext(int kind)`: the same; `kind` as for `GOMP_barrier_ext`.
///
/// Emitted by GCC 17 and later for the barriers of a `parallel` with `cancel` in it (OpenMP 5.2,
/// 16.1).
pub extern "C-unwind" fn GOMP_barrier_cancel_ext(_kind: c_int) -> bool {
    GOMP_barrier_cancel()
}

/// `bool GOMP_loop_end_cancel(void)`: ends a loop in a region with a `cancel parallel`, with a
/// barrier: true if the region is cancelled.
///
/// Emitted by GCC for `for` in a `parallel` with `cancel` in it (OpenMP 5.2, 11.5 and 16.1).
pub extern "C-unwind" fn GOMP_loop_end_cancel() -> bool {
    let t = Thread::current();
    dispatch::end(t, false);
    barrier::wait_cancellable(t)
}

/// `bool GOMP_sections_end_cancel(void)`: ends `sections` in such a region.
///
/// Emitted by GCC for `sections` in a `parallel` with `cancel` in it (OpenMP 5.2, 11.3 and 16.1).
pub extern "C-unwind" fn GOMP_sections_end_cancel() -> bool {
    GOMP_loop_end_cancel()
}
