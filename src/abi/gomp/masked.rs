//! `masked`, from GCC 17 on; before, it compared `omp_get_thread_num` itself.

use std::ffi::c_int;

use crate::engine::thread::Thread;

/// `#pragma omp masked filter(number)` (OpenMP 5.2, 10.5): whether the calling thread executes the block, 1 or 0.
pub extern "C-unwind" fn GOMP_has_masked_thread_num(number: c_int) -> c_int {
    c_int::from(Thread::current().tid.get().cast_signed() == number)
}

/// The same where the compiler adds a [`GOMP_masked_end`] (`-fopenmp-ompt`).
pub extern "C-unwind" fn GOMP_has_masked_thread_num_with_end(number: c_int) -> c_int {
    GOMP_has_masked_thread_num(number)
}

/// Ends the block, in the thread that executed it.
pub extern "C-unwind" fn GOMP_masked_end() {}
