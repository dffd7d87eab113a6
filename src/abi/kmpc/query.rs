//! Who is calling.

use super::ident::Ident;
use crate::engine::region;
use crate::engine::thread::Thread;

/// The calling thread's number in the process, by which the other calls know it.
pub extern "C-unwind" fn __kmpc_global_thread_num(_location: *const Ident) -> i32 {
    Thread::current().gtid as i32
}

/// How many threads the runtime knows of.
pub extern "C-unwind" fn __kmpc_global_num_threads(_location: *const Ident) -> i32 {
    crate::engine::thread::known() as i32
}

/// The calling thread's number in its team.
pub extern "C-unwind" fn __kmpc_bound_thread_num(_location: *const Ident) -> i32 {
    Thread::current().tid.get() as i32
}

/// The size of the calling thread's team.
pub extern "C-unwind" fn __kmpc_bound_num_threads(_location: *const Ident) -> i32 {
    Thread::current().nthreads.get() as i32
}

/// Whether the calling thread is in an active region.
pub extern "C-unwind" fn __kmpc_in_parallel(_location: *const Ident) -> i32 {
    i32::from(region::in_active_region(Thread::current()))
}

/// Whether a region may be begun: always.
pub extern "C-unwind" fn __kmpc_ok_to_fork(_location: *const Ident) -> i32 {
    1
}

/// At the start of a program (older compilers).
pub extern "C-unwind" fn __kmpc_begin(_location: *const Ident, _flags: i32) {}

/// At the end of a program (older compilers). The runtime stays usable.
pub extern "C-unwind" fn __kmpc_end(_location: *const Ident) {}
