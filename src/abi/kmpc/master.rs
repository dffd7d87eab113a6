//! `master`, `masked`, `scope`.

use std::ffi::c_void;

use super::ident::Ident;
use crate::engine::records::thread::Thread;

/// `int __kmpc_master(ident_t *location, int gtid)`: 1 for the thread that executes the block.
///
/// Emitted by Clang and Flang for `master`, which is `masked` today (OpenMP 5.2, 10.5).
pub extern "C-unwind" fn __kmpc_master(_location: *const Ident, _gtid: i32) -> i32 {
    i32::from(Thread::current().tid.get() == 0)
}

/// `void __kmpc_end_master(ident_t *location, int gtid)`: ends a `master` block, in the thread that
/// executed it.
///
/// Emitted by Clang and Flang for `master`, which is `masked` today (OpenMP 5.2, 10.5).
pub extern "C-unwind" fn __kmpc_end_master(_location: *const Ident, _gtid: i32) {}

/// `int __kmpc_masked(ident_t *location, int gtid, int number)`: 1 for the thread that executes the
/// block.
///
/// Emitted by Clang and Flang for `masked` (OpenMP 5.2, 10.5).
pub extern "C-unwind" fn __kmpc_masked(_location: *const Ident, _gtid: i32, number: i32) -> i32 {
    i32::from(Thread::current().tid.get() as i32 == number)
}

/// `void __kmpc_end_masked(ident_t *location, int gtid)`: ends a `masked` block, in the thread that
/// executed it.
///
/// Emitted by Clang and Flang for `masked` (OpenMP 5.2, 10.5).
pub extern "C-unwind" fn __kmpc_end_masked(_location: *const Ident, _gtid: i32) {}

/// `void __kmpc_scope(ident_t *location, int gtid, void *reserved)`: begins a `scope`: there is
/// nothing to do, the reduction and the barrier have calls of their own.
///
/// Emitted by Intel's compilers for `scope` (OpenMP 5.2, 11.2).
pub extern "C-unwind" fn __kmpc_scope(_location: *const Ident, _gtid: i32, _reserved: *mut c_void) {}

/// `void __kmpc_end_scope(ident_t *location, int gtid, void *reserved)`: ends a `scope`.
///
/// Emitted by Intel's compilers for `scope` (OpenMP 5.2, 11.2).
pub extern "C-unwind" fn __kmpc_end_scope(_location: *const Ident, _gtid: i32, _reserved: *mut c_void) {}
