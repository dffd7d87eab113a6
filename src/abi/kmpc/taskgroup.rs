//! `taskgroup`.

use super::ident::Ident;
use crate::engine::records::thread::Thread;
use crate::engine::tasks::{group, taskgroup};

/// `void __kmpc_taskgroup(ident_t *location, int gtid)`: begins `#pragma omp taskgroup`.
///
/// Emitted by Clang and Flang for `taskgroup` (OpenMP 5.2, 15.4).
pub extern "C-unwind" fn __kmpc_taskgroup(_location: *const Ident, _gtid: i32) {
    group::begin(Thread::current());
}

/// `void __kmpc_end_taskgroup(ident_t *location, int gtid)`: ends it: waits for its tasks and their
/// descendants.
///
/// Emitted by Clang and Flang for `taskgroup` (OpenMP 5.2, 15.4).
pub extern "C-unwind" fn __kmpc_end_taskgroup(_location: *const Ident, _gtid: i32) {
    taskgroup::end(Thread::current());
}
