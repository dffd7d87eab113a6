//! `barrier`, and barriers in which the primary thread does something before the others go on.

use std::sync::atomic::{Ordering, fence};

use super::ident::Ident;
use crate::engine::constructs::barrier;
use crate::engine::records::thread::Thread;
use crate::engine::tools;
use crate::engine::tools::events;

/// `void __kmpc_barrier(ident_t *location, int gtid)`: `#pragma omp barrier`, and the end of
/// worksharing constructs without `nowait`.
///
/// Emitted by Clang and Flang for `barrier` and the implicit barriers (OpenMP 5.2, 15.3).
///
/// # Safety
/// `location` must be null or valid.
pub unsafe extern "C-unwind" fn __kmpc_barrier(_location: *const Ident, _gtid: i32) {
    barrier::wait_untold(Thread::current());
}

/// [`__kmpc_barrier`] for a tool.
///
/// # Safety
/// As there.
pub unsafe extern "C-unwind" fn barrier_told(location: *const Ident, _gtid: i32) {
    // SAFETY: the caller's promise.
    barrier::wait_as(Thread::current(), || unsafe { Ident::kind_of_barrier(location) });
}

/// `int __kmpc_barrier_master(ident_t *location, int gtid)`: first half of a barrier: 1 for the
/// primary thread when all have come, which then calls [`__kmpc_end_barrier_master`]; 0 for the
/// others when it has.
///
/// Emitted by Intel's compilers for barriers before and after a block of the primary thread (OpenMP
/// 5.2, 15.3).
pub extern "C-unwind" fn __kmpc_barrier_master(_location: *const Ident, _gtid: i32) -> i32 {
    let t = Thread::current();
    barrier::wait(t);
    if t.tid.get() == 0 {
        return 1;
    }
    barrier::wait(t);
    0
}

/// `void __kmpc_end_barrier_master(ident_t *location, int gtid)`: second half of a
/// [`__kmpc_barrier_master`]: lets the others go.
///
/// Emitted by Intel's compilers for barriers before and after a block of the primary thread (OpenMP
/// 5.2, 15.3).
pub extern "C-unwind" fn __kmpc_end_barrier_master(_location: *const Ident, _gtid: i32) {
    barrier::wait(Thread::current());
}

/// `int __kmpc_barrier_master_nowait(ident_t *location, int gtid)`: a barrier that returns 1 to the
/// primary thread and 0 to the others.
///
/// Emitted by Intel's compilers for barriers before and after a block of the primary thread (OpenMP
/// 5.2, 15.3).
pub extern "C-unwind" fn __kmpc_barrier_master_nowait(_location: *const Ident, _gtid: i32) -> i32 {
    let t = Thread::current();
    barrier::wait(t);
    i32::from(t.tid.get() == 0)
}

/// `void __kmpc_flush(ident_t *location)`: `#pragma omp flush`.
///
/// Emitted by Clang and Flang for `flush` (OpenMP 5.2, 15.8.5).
pub extern "C-unwind" fn __kmpc_flush(_location: *const Ident) {
    flush();
}

/// `void __kmpc_flush_explicit(ident_t *location, int order, int scope)`: `flush` with a memory
/// order, as Intel's compilers emit it. The strongest order is right for each.
///
/// Emitted by Intel's compilers for `flush` with a memory order (OpenMP 5.2, 15.8.5).
pub extern "C-unwind" fn __kmpc_flush_explicit(_location: *const Ident, _order: i32, _scope: i32) {
    flush();
}

fn flush() {
    fence(Ordering::SeqCst);
    if tools::on() {
        events::flushed(Thread::current());
    }
}
