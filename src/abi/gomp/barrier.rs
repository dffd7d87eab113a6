//! `barrier`.

use crate::engine::barrier;
use crate::engine::thread::Thread;

/// `#pragma omp barrier`, and the end of worksharing constructs without `nowait`.
pub extern "C-unwind" fn GOMP_barrier() {
    barrier::wait(Thread::current());
}
