//! The C forms under the names that Intel's headers give them where `omp_*` takes references.

use std::ffi::c_int;

use super::levels::{omp_get_ancestor_thread_num, omp_get_team_size, omp_set_max_active_levels, omp_set_nested};
use super::schedule::omp_set_schedule;
use super::threads::{omp_set_dynamic, omp_set_num_threads};

/// `void ompc_set_num_threads(int num_threads)`: [`omp_set_num_threads`].
///
/// OpenMP 5.2, 18.2.1.
pub extern "C-unwind" fn ompc_set_num_threads(num_threads: c_int) {
    omp_set_num_threads(num_threads);
}

/// `void ompc_set_dynamic(int dynamic_threads)`: [`omp_set_dynamic`].
///
/// OpenMP 5.2, 18.2.6.
pub extern "C-unwind" fn ompc_set_dynamic(dynamic_threads: c_int) {
    omp_set_dynamic(dynamic_threads);
}

/// `void ompc_set_nested(int nested)`: [`omp_set_nested`].
///
/// OpenMP 5.2, 18.2.9.
pub extern "C-unwind" fn ompc_set_nested(nested: c_int) {
    omp_set_nested(nested);
}

/// `void ompc_set_max_active_levels(int max_levels)`: [`omp_set_max_active_levels`].
///
/// OpenMP 5.2, 18.2.15.
pub extern "C-unwind" fn ompc_set_max_active_levels(max_levels: c_int) {
    omp_set_max_active_levels(max_levels);
}

/// `void ompc_set_schedule(omp_sched_t kind, int chunk_size)`: [`omp_set_schedule`].
///
/// OpenMP 5.2, 18.2.11.
pub extern "C-unwind" fn ompc_set_schedule(kind: u32, chunk_size: c_int) {
    omp_set_schedule(kind, chunk_size);
}

/// `int ompc_get_ancestor_thread_num(int level)`: [`omp_get_ancestor_thread_num`].
///
/// OpenMP 5.2, 18.2.18.
pub extern "C-unwind" fn ompc_get_ancestor_thread_num(level: c_int) -> c_int {
    omp_get_ancestor_thread_num(level)
}

/// `int ompc_get_team_size(int level)`: [`omp_get_team_size`].
///
/// OpenMP 5.2, 18.2.19.
pub extern "C-unwind" fn ompc_get_team_size(level: c_int) -> c_int {
    omp_get_team_size(level)
}
