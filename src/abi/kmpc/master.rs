//! `master`, `masked`, `scope`.

use std::ffi::c_void;

use super::ident::Ident;
use crate::engine::thread::Thread;

/// `#pragma omp master`: 1 for the thread that executes the block.
pub extern "C-unwind" fn __kmpc_master(_location: *const Ident, _gtid: i32) -> i32 {
    i32::from(Thread::current().tid.get() == 0)
}

/// Ends a `master` block, in the thread that executed it.
pub extern "C-unwind" fn __kmpc_end_master(_location: *const Ident, _gtid: i32) {}

/// `#pragma omp masked filter(number)`: 1 for the thread that executes the block.
pub extern "C-unwind" fn __kmpc_masked(_location: *const Ident, _gtid: i32, number: i32) -> i32 {
    i32::from(Thread::current().tid.get() as i32 == number)
}

/// Ends a `masked` block, in the thread that executed it.
pub extern "C-unwind" fn __kmpc_end_masked(_location: *const Ident, _gtid: i32) {}

/// Begins a `scope`: there is nothing to do, the reduction and the barrier have calls of their own.
pub extern "C-unwind" fn __kmpc_scope(_location: *const Ident, _gtid: i32, _reserved: *mut c_void) {}

/// Ends a `scope`.
pub extern "C-unwind" fn __kmpc_end_scope(_location: *const Ident, _gtid: i32, _reserved: *mut c_void) {}
