//! `taskgroup`.

use crate::engine::task::group;
use crate::engine::thread::Thread;

/// Begins `#pragma omp taskgroup`.
pub extern "C-unwind" fn GOMP_taskgroup_start() {
    group::begin(Thread::current());
}

/// Ends it: waits for its tasks and their descendants.
pub extern "C-unwind" fn GOMP_taskgroup_end() {
    group::end(Thread::current());
}
