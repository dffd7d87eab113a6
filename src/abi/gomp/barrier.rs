//! `barrier`.

use std::ffi::c_int;

use crate::engine::barrier;
use crate::engine::thread::Thread;

/// `#pragma omp barrier`, and the end of worksharing constructs without `nowait`.
pub extern "C-unwind" fn GOMP_barrier() {
    barrier::wait(Thread::current());
}

/// The same from GCC 17 on. `_kind`: 1 for the end of a worksharing construct, 2 for `#pragma omp barrier`; only tools
/// would tell them apart.
pub extern "C-unwind" fn GOMP_barrier_ext(_kind: c_int) {
    barrier::wait(Thread::current());
}
