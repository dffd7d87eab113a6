//! Threads and levels (OpenMP 5.2, 18.2).

use std::ffi::c_int;

use crate::engine::thread::Thread;

/// The calling thread's number in its team (OpenMP 5.2, 18.2.4).
pub extern "C-unwind" fn omp_get_thread_num() -> c_int {
    Thread::get().map_or(0, |t| t.tid.get() as c_int)
}

/// The size of the calling thread's team (OpenMP 5.2, 18.2.2).
pub extern "C-unwind" fn omp_get_num_threads() -> c_int {
    Thread::get().map_or(1, |t| t.nthreads.get() as c_int)
}
