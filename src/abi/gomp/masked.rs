//! `masked`, from GCC 17 on; before, it compared `omp_get_thread_num` itself.

use std::ffi::c_int;

use crate::engine::constructs::masked;
use crate::engine::records::thread::Thread;

/// `int GOMP_has_masked_thread_num(int number)`: whether the calling thread executes the block, 1
/// or 0.
///
/// Emitted by GCC 17 and later for `masked` (OpenMP 5.2, 10.5).
pub extern "C-unwind" fn GOMP_has_masked_thread_num(number: c_int) -> c_int {
    // Nobody tells of the end.
    c_int::from(Thread::current().tid.get().cast_signed() == number)
}

/// `int GOMP_has_masked_thread_num_with_end(int number)`: the same where the compiler adds a
/// [`GOMP_masked_end`].
///
/// Emitted by GCC 17 and later under `-fopenmp-ompt` for `masked` (OpenMP 5.2, 10.5).
pub extern "C-unwind" fn GOMP_has_masked_thread_num_with_end(number: c_int) -> c_int {
    masked::enter(Thread::current(), number).into()
}

/// `void GOMP_masked_end(void)`: ends the block, in the thread that executed it.
///
/// Emitted by GCC 17 and later under `-fopenmp-ompt` for `masked` (OpenMP 5.2, 10.5).
pub extern "C-unwind" fn GOMP_masked_end() {
    masked::exit(Thread::current);
}
