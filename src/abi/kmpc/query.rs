//! Queries of the calling thread.

use super::ident::Ident;
use crate::engine::constructs::parallel as region;
use crate::engine::records::thread::Thread;

/// `int __kmpc_global_thread_num(ident_t *location)`: the calling thread's number in the process,
/// by which the other calls know it.
///
/// Emitted by Clang and Flang in functions with constructs, for the number that other calls take.
pub extern "C-unwind" fn __kmpc_global_thread_num(_location: *const Ident) -> i32 {
    Thread::current().gtid as i32
}

/// `int __kmpc_global_num_threads(ident_t *location)`: how many threads the runtime knows of.
///
/// Emitted by Intel's compilers only.
pub extern "C-unwind" fn __kmpc_global_num_threads(_location: *const Ident) -> i32 {
    crate::engine::records::thread_numbers::known() as i32
}

/// `int __kmpc_bound_thread_num(ident_t *location)`: the calling thread's number in its team.
///
/// Emitted by Intel's compilers only.
pub extern "C-unwind" fn __kmpc_bound_thread_num(_location: *const Ident) -> i32 {
    Thread::current().tid.get() as i32
}

/// `int __kmpc_bound_num_threads(ident_t *location)`: the size of the calling thread's team.
///
/// Emitted by Intel's compilers only.
pub extern "C-unwind" fn __kmpc_bound_num_threads(_location: *const Ident) -> i32 {
    Thread::current().nthreads.get() as i32
}

/// `int __kmpc_in_parallel(ident_t *location)`: whether the calling thread is in an active region.
///
/// Emitted by Intel's compilers only.
pub extern "C-unwind" fn __kmpc_in_parallel(_location: *const Ident) -> i32 {
    i32::from(region::in_active_region(Thread::current()))
}

/// `int __kmpc_ok_to_fork(ident_t *location)`: whether a region may be begun: always.
///
/// Emitted by Intel's compilers only.
pub extern "C-unwind" fn __kmpc_ok_to_fork(_location: *const Ident) -> i32 {
    1
}

/// `void __kmpc_begin(ident_t *location, int flags)`: at the start of a program.
///
/// Emitted by Intel's compilers only.
pub extern "C-unwind" fn __kmpc_begin(_location: *const Ident, _flags: i32) {}

/// `void __kmpc_end(ident_t *location)`: at the end of a program. The runtime stays usable.
///
/// Emitted by Intel's compilers only.
pub extern "C-unwind" fn __kmpc_end(_location: *const Ident) {}
