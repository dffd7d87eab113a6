//! Cancellation (OpenMP 5.2, 16.1 and 16.2).

use super::ident::Ident;
use crate::engine::constructs::barrier;
use crate::engine::constructs::worksharing::dispatch;
use crate::engine::records::thread::Thread;
use crate::engine::tasks::cancel;
use crate::engine::tasks::cancel::What;

/// LLVM's numbers of the kinds (`kmp_cancel_kind_t`): 1 `parallel`, 2 a loop, 3 `sections`, 4
/// `taskgroup`.
pub fn what(kind: i32) -> What {
    match kind {
        2 | 3 => What::Worksharing,
        4 => What::Taskgroup,
        _ => What::Region,
    }
}

/// Whether the calling thread goes to the end of the construct. Of a loop it will not ask for the
/// end then.
fn leaving(t: &Thread, what: What, cancelled: bool) -> i32 {
    if cancelled && what == What::Worksharing {
        dispatch::end_if_inside(t);
    }
    i32::from(cancelled)
}

/// `int __kmpc_cancel(ident_t *location, int gtid, int kind)`: 1 if the calling thread is to go to
/// the end of the construct. `kind`: see [`what`].
///
/// Emitted by Clang and Flang for `cancel` (OpenMP 5.2, 16.1).
pub extern "C-unwind" fn __kmpc_cancel(_location: *const Ident, _gtid: i32, kind: i32) -> i32 {
    let (t, what) = (Thread::current(), what(kind));
    leaving(t, what, cancel::cancel(t, what))
}

/// `int __kmpc_cancellationpoint(ident_t *location, int gtid, int kind)`: 1 if the calling thread
/// is to go to the end of the construct.
///
/// Emitted by Clang and Flang for `cancellation point` (OpenMP 5.2, 16.2).
pub extern "C-unwind" fn __kmpc_cancellationpoint(_location: *const Ident, _gtid: i32, kind: i32) -> i32 {
    let (t, what) = (Thread::current(), what(kind));
    leaving(t, what, cancel::cancellation_point(t, what))
}

/// `int __kmpc_cancel_barrier(ident_t *location, int gtid)`: a barrier in a region with a
/// `cancel parallel`: 1 if the region is cancelled. The thread that cancels the region calls this
/// too, before it goes to the region's end.
///
/// Emitted by Clang and Flang for the barriers of a `parallel` with `cancel` in it (OpenMP 5.2,
/// 16.1).
pub extern "C-unwind" fn __kmpc_cancel_barrier(_location: *const Ident, _gtid: i32) -> i32 {
    i32::from(barrier::wait_cancellable(Thread::current()))
}
