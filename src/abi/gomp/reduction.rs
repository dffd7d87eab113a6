//! Combining the threads' results of a `reduction` clause, from GCC 17 on; before, it used [`super::atomic`].

use crate::engine::lock::{REDUCTION, current_gtid};

/// Begins the combination of the calling thread's results with those of the others. One lock serves all reductions.
pub extern "C-unwind" fn GOMP_reduction_start() {
    REDUCTION.lock(current_gtid());
}

/// Ends the combination that [`GOMP_reduction_start`] began.
pub extern "C-unwind" fn GOMP_reduction_end() {
    REDUCTION.unlock();
}
