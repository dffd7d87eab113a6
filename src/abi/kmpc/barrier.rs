//! `barrier`, and barriers in which the primary thread does something before the others go on.

use std::sync::atomic::{Ordering, fence};

use super::ident::Ident;
use crate::engine::barrier;
use crate::engine::thread::Thread;

/// `#pragma omp barrier`, and the end of worksharing constructs without `nowait`.
pub extern "C-unwind" fn __kmpc_barrier(_location: *const Ident, _gtid: i32) {
    barrier::wait(Thread::current());
}

/// First half of a barrier: 1 for the primary thread when all have come, which then calls
/// [`__kmpc_end_barrier_master`]; 0 for the others when it has.
pub extern "C-unwind" fn __kmpc_barrier_master(_location: *const Ident, _gtid: i32) -> i32 {
    let t = Thread::current();
    barrier::wait(t);
    if t.tid.get() == 0 {
        return 1;
    }
    barrier::wait(t);
    0
}

/// Second half of a [`__kmpc_barrier_master`]: lets the others go.
pub extern "C-unwind" fn __kmpc_end_barrier_master(_location: *const Ident, _gtid: i32) {
    barrier::wait(Thread::current());
}

/// A barrier that returns 1 to the primary thread and 0 to the others.
pub extern "C-unwind" fn __kmpc_barrier_master_nowait(_location: *const Ident, _gtid: i32) -> i32 {
    let t = Thread::current();
    barrier::wait(t);
    i32::from(t.tid.get() == 0)
}

/// `#pragma omp flush`.
pub extern "C-unwind" fn __kmpc_flush(_location: *const Ident) {
    fence(Ordering::SeqCst);
}

/// `void __kmpc_flush_explicit(ident_t *location, int order, int scope)`: `flush` with a memory order, as Intel's compilers
/// emit it. The strongest order is right for each.
pub extern "C-unwind" fn __kmpc_flush_explicit(_location: *const Ident, _order: i32, _scope: i32) {
    fence(Ordering::SeqCst);
}
