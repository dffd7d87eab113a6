//! The C forms under the names that Intel's headers give them where `omp_*` takes references.

use std::ffi::c_int;

use super::levels::{omp_get_ancestor_thread_num, omp_get_team_size, omp_set_max_active_levels, omp_set_nested};
use super::schedule::omp_set_schedule;
use super::threads::{omp_set_dynamic, omp_set_num_threads};

/// [`omp_set_num_threads`].
pub extern "C-unwind" fn ompc_set_num_threads(num_threads: c_int) {
    omp_set_num_threads(num_threads);
}

/// [`omp_set_dynamic`].
pub extern "C-unwind" fn ompc_set_dynamic(dynamic_threads: c_int) {
    omp_set_dynamic(dynamic_threads);
}

/// [`omp_set_nested`].
pub extern "C-unwind" fn ompc_set_nested(nested: c_int) {
    omp_set_nested(nested);
}

/// [`omp_set_max_active_levels`].
pub extern "C-unwind" fn ompc_set_max_active_levels(max_levels: c_int) {
    omp_set_max_active_levels(max_levels);
}

/// [`omp_set_schedule`].
pub extern "C-unwind" fn ompc_set_schedule(kind: u32, chunk_size: c_int) {
    omp_set_schedule(kind, chunk_size);
}

/// [`omp_get_ancestor_thread_num`].
pub extern "C-unwind" fn ompc_get_ancestor_thread_num(level: c_int) -> c_int {
    omp_get_ancestor_thread_num(level)
}

/// [`omp_get_team_size`].
pub extern "C-unwind" fn ompc_get_team_size(level: c_int) -> c_int {
    omp_get_team_size(level)
}
