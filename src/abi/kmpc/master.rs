//! `master`, `masked`, `scope`.

use std::ffi::c_void;

use super::ident::Ident;
use crate::engine::constructs::masked;
use crate::engine::records::thread::Thread;
use crate::engine::tools;
use crate::engine::tools::events;
use crate::engine::tools::names::Work;

/// `int __kmpc_master(ident_t *location, int gtid)`: 1 for the thread that executes the block.
///
/// Emitted by Clang and Flang for `master`, which is `masked` today (OpenMP 5.2, 10.5).
pub extern "C-unwind" fn __kmpc_master(_location: *const Ident, _gtid: i32) -> i32 {
    masked::enter(Thread::current(), 0).into()
}

/// `void __kmpc_end_master(ident_t *location, int gtid)`: ends a `master` block, in the thread that
/// executed it.
///
/// Emitted by Clang and Flang for `master`, which is `masked` today (OpenMP 5.2, 10.5).
pub extern "C-unwind" fn __kmpc_end_master(_location: *const Ident, _gtid: i32) {
    masked::exit(Thread::current);
}

/// `int __kmpc_masked(ident_t *location, int gtid, int number)`: 1 for the thread that executes the
/// block.
///
/// Emitted by Clang and Flang for `masked` (OpenMP 5.2, 10.5).
pub extern "C-unwind" fn __kmpc_masked(_location: *const Ident, _gtid: i32, number: i32) -> i32 {
    masked::enter(Thread::current(), number).into()
}

/// `void __kmpc_end_masked(ident_t *location, int gtid)`: ends a `masked` block, in the thread that
/// executed it.
///
/// Emitted by Clang and Flang for `masked` (OpenMP 5.2, 10.5).
pub extern "C-unwind" fn __kmpc_end_masked(_location: *const Ident, _gtid: i32) {
    masked::exit(Thread::current);
}

/// `void __kmpc_scope(ident_t *location, int gtid, void *reserved)`: begins a `scope`: there is
/// nothing to do, the reduction and the barrier have calls of their own.
///
/// Emitted by Intel's compilers for `scope` (OpenMP 5.2, 11.2).
pub extern "C-unwind" fn __kmpc_scope(_location: *const Ident, _gtid: i32, _reserved: *mut c_void) {
    if tools::on() {
        events::work_begins(Thread::current(), Work::Scope, 1);
    }
}

/// `void __kmpc_end_scope(ident_t *location, int gtid, void *reserved)`: ends a `scope`.
///
/// Emitted by Intel's compilers for `scope` (OpenMP 5.2, 11.2).
pub extern "C-unwind" fn __kmpc_end_scope(_location: *const Ident, _gtid: i32, _reserved: *mut c_void) {
    if tools::on() {
        events::work_ends(Thread::current());
    }
}
