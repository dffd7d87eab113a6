//! Combining the threads' results of a `reduction` clause, from GCC 17 on; before, it used
//! [`super::atomic`].

use crate::engine::constructs::owner::current_gtid;
use crate::engine::protocols::process_locks::REDUCTION;

/// `void GOMP_reduction_start(void)`: begins the combination of the calling thread's results with
/// those of the others. One lock serves all reductions.
///
/// Emitted by GCC 17 and later for `reduction` (OpenMP 5.2, 5.5.8).
pub extern "C-unwind" fn GOMP_reduction_start() {
    REDUCTION.lock(current_gtid());
}

/// `void GOMP_reduction_end(void)`: ends the combination that [`GOMP_reduction_start`] began.
///
/// Emitted by GCC 17 and later for `reduction` (OpenMP 5.2, 5.5.8).
pub extern "C-unwind" fn GOMP_reduction_end() {
    REDUCTION.unlock();
}
