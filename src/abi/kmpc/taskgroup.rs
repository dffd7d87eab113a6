//! `taskgroup`.

use super::ident::Ident;
use crate::engine::task::group;
use crate::engine::thread::Thread;

/// Begins `#pragma omp taskgroup`.
pub extern "C-unwind" fn __kmpc_taskgroup(_location: *const Ident, _gtid: i32) {
    group::begin(Thread::current());
}

/// Ends it: waits for its tasks and their descendants.
pub extern "C-unwind" fn __kmpc_end_taskgroup(_location: *const Ident, _gtid: i32) {
    group::end(Thread::current());
}
