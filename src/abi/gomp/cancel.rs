//! Cancellation (OpenMP 5.2, 11.6 and 11.7).

use std::ffi::c_int;

use super::Bool;
use crate::engine::barrier;
use crate::engine::cancel::{self, What};
use crate::engine::thread::Thread;
use crate::engine::worksharing::dispatch;

/// What GCC calls the kinds: 1 `parallel`, 2 a loop, 4 `sections`, 8 `taskgroup`.
fn what(kind: c_int) -> What {
    match kind {
        2 | 4 => What::Worksharing,
        8 => What::Taskgroup,
        _ => What::Region,
    }
}

/// `#pragma omp cancel`: whether the calling thread is to go to the end of the construct. `kind`: 1 `parallel`,
/// 2 a loop, 4 `sections`, 8 `taskgroup`; `condition`: the `if` clause; if it is false this is a cancellation point.
pub extern "C-unwind" fn GOMP_cancel(kind: c_int, condition: Bool) -> bool {
    if condition.is_true() { cancel::cancel(Thread::current(), what(kind)) } else { GOMP_cancellation_point(kind) }
}

/// `#pragma omp cancellation point`: whether the calling thread is to go to the end of the construct.
pub extern "C-unwind" fn GOMP_cancellation_point(kind: c_int) -> bool {
    cancel::is_cancelled(Thread::current(), what(kind))
}

/// A barrier in a region with a `cancel parallel`: true if the region is cancelled.
pub extern "C-unwind" fn GOMP_barrier_cancel() -> bool {
    barrier::wait_cancellable(Thread::current())
}

/// The same from GCC 17 on; `_kind` as for `GOMP_barrier_ext`.
pub extern "C-unwind" fn GOMP_barrier_cancel_ext(_kind: c_int) -> bool {
    GOMP_barrier_cancel()
}

/// Ends a loop in a region with a `cancel parallel`, with a barrier: true if the region is cancelled.
pub extern "C-unwind" fn GOMP_loop_end_cancel() -> bool {
    let t = Thread::current();
    dispatch::end(t, false);
    barrier::wait_cancellable(t)
}

/// Ends `sections` in such a region.
pub extern "C-unwind" fn GOMP_sections_end_cancel() -> bool {
    GOMP_loop_end_cancel()
}
