//! `taskgroup`.

use crate::engine::records::thread::Thread;
use crate::engine::tasks::{group, taskgroup};

/// `void GOMP_taskgroup_start(void)`: begins `#pragma omp taskgroup`.
///
/// Emitted by GCC for `taskgroup` (OpenMP 5.2, 15.4).
pub extern "C-unwind" fn GOMP_taskgroup_start() {
    group::begin(Thread::current());
}

/// `void GOMP_taskgroup_end(void)`: ends it: waits for its tasks and their descendants.
///
/// Emitted by GCC for `taskgroup` (OpenMP 5.2, 15.4).
pub extern "C-unwind" fn GOMP_taskgroup_end() {
    taskgroup::end(Thread::current());
}
