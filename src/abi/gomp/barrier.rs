//! `barrier`.

use std::ffi::c_int;

use crate::engine::constructs::barrier;
use crate::engine::records::thread::Thread;

/// `void GOMP_barrier(void)`: `#pragma omp barrier`, and the end of worksharing constructs without
/// `nowait`.
///
/// Emitted by GCC for `barrier` and the implicit barriers (OpenMP 5.2, 15.3).
pub extern "C-unwind" fn GOMP_barrier() {
    barrier::wait_untold(Thread::current());
}

/// [`GOMP_barrier`] for a tool.
pub extern "C-unwind" fn barrier_told() {
    barrier::wait(Thread::current());
}

/// `void GOMP_barrier_ext(int kind)`: the same. `kind`: 1 for the end of a worksharing construct, 2
/// for `#pragma omp barrier`; only tools would tell them apart.
///
/// Emitted by GCC 17 and later for `barrier` and the implicit barriers (OpenMP 5.2, 15.3).
pub extern "C-unwind" fn GOMP_barrier_ext(_kind: c_int) {
    barrier::wait(Thread::current());
}
