//! The `omp_*` routines with eight-byte integers, under the names that Flang calls from LLVM 24 on:
//! `kmp_*_8` by value, `kmp_*_8_` by reference. Values beyond an `int` become the nearest.

use std::ffi::c_int;

use crate::abi::omp::devices::omp_set_default_device;
use crate::abi::omp::fortran::ToInt;
use crate::abi::omp::levels::{omp_get_ancestor_thread_num, omp_get_team_size, omp_set_max_active_levels};
use crate::abi::omp::pause::omp_pause_resource;
use crate::abi::omp::schedule::{kmp_get_schedule_8, omp_set_schedule, omp_set_schedule_8_};
use crate::abi::omp::teams::{omp_set_num_teams, omp_set_teams_thread_limit};
use crate::abi::omp::threads::omp_set_num_threads;

/// `void kmp_set_num_threads_8(int64_t num_threads)`: [`omp_set_num_threads`] with an eight-byte
/// integer.
///
/// OpenMP 5.2, 18.2.1.
pub extern "C-unwind" fn kmp_set_num_threads_8(num_threads: i64) {
    omp_set_num_threads(num_threads.to_int());
}

/// `void kmpc_set_num_threads_8(int64_t num_threads)`: [`omp_set_num_threads`] with an eight-byte
/// integer, under the name that LLVM's headers declare beside it.
///
/// OpenMP 5.2, 18.2.1.
pub extern "C-unwind" fn kmpc_set_num_threads_8(num_threads: i64) {
    kmp_set_num_threads_8(num_threads);
}

/// `void kmp_set_max_active_levels_8(int64_t max_levels)`: [`omp_set_max_active_levels`] with an
/// eight-byte integer.
///
/// OpenMP 5.2, 18.2.15.
pub extern "C-unwind" fn kmp_set_max_active_levels_8(max_levels: i64) {
    omp_set_max_active_levels(max_levels.to_int());
}

/// `void kmp_set_num_teams_8(int64_t num_teams)`: [`omp_set_num_teams`] with an eight-byte integer.
///
/// OpenMP 5.2, 18.4.3.
pub extern "C-unwind" fn kmp_set_num_teams_8(num_teams: i64) {
    omp_set_num_teams(num_teams.to_int());
}

/// `void kmp_set_teams_thread_limit_8(int64_t thread_limit)`: [`omp_set_teams_thread_limit`] with
/// an eight-byte integer.
///
/// OpenMP 5.2, 18.4.5.
pub extern "C-unwind" fn kmp_set_teams_thread_limit_8(thread_limit: i64) {
    omp_set_teams_thread_limit(thread_limit.to_int());
}

/// `void kmp_set_default_device_8(int64_t device_num)`: [`omp_set_default_device`] with an
/// eight-byte integer.
///
/// OpenMP 5.2, 18.7.2.
pub extern "C-unwind" fn kmp_set_default_device_8(device_num: i64) {
    omp_set_default_device(device_num.to_int());
}

/// `int kmp_get_ancestor_thread_num_8(int64_t level)`: [`omp_get_ancestor_thread_num`] with an
/// eight-byte integer.
///
/// OpenMP 5.2, 18.2.18.
pub extern "C-unwind" fn kmp_get_ancestor_thread_num_8(level: i64) -> c_int {
    omp_get_ancestor_thread_num(level.to_int())
}

/// `int kmp_get_team_size_8(int64_t level)`: [`omp_get_team_size`] with an eight-byte integer.
///
/// OpenMP 5.2, 18.2.19.
pub extern "C-unwind" fn kmp_get_team_size_8(level: i64) -> c_int {
    omp_get_team_size(level.to_int())
}

/// `int kmp_pause_resource_8(omp_pause_resource_t kind, int64_t device_num)`:
/// [`omp_pause_resource`] with an eight-byte device number.
///
/// OpenMP 5.2, 18.6.1.
pub extern "C-unwind" fn kmp_pause_resource_8(kind: c_int, device_num: i64) -> c_int {
    omp_pause_resource(kind, device_num.to_int())
}

/// `void kmp_set_schedule_8(omp_sched_t kind, int64_t chunk_size)`: [`omp_set_schedule`] with an
/// eight-byte chunk size.
///
/// OpenMP 5.2, 18.2.11.
pub extern "C-unwind" fn kmp_set_schedule_8(kind: u32, chunk_size: i64) {
    omp_set_schedule(kind, chunk_size.to_int());
}

/// `void kmp_set_schedule_8_(const omp_sched_t *kind, const int64_t *chunk_size)`:
/// [`kmp_set_schedule_8`] by reference.
///
/// OpenMP 5.2, 18.2.11.
///
/// # Safety
/// As for [`omp_set_schedule_8_`].
pub unsafe extern "C-unwind" fn kmp_set_schedule_8_(kind: *const u32, chunk_size: *const i64) {
    // SAFETY: the caller's promise.
    unsafe { omp_set_schedule_8_(kind, chunk_size) };
}

/// `void kmp_get_schedule_8_(omp_sched_t *kind, int64_t *chunk_size)`: [`kmp_get_schedule_8`] for
/// Fortran programs.
///
/// OpenMP 5.2, 18.2.12.
///
/// # Safety
/// As for [`kmp_get_schedule_8`].
pub unsafe extern "C-unwind" fn kmp_get_schedule_8_(kind: *mut u32, chunk_size: *mut i64) {
    // SAFETY: the caller's promise.
    unsafe { kmp_get_schedule_8(kind, chunk_size) };
}

/// `int kmp_pause_resource_8_(const omp_pause_resource_t *kind, const int64_t *device_num)`:
/// [`kmp_pause_resource_8`] by reference.
///
/// OpenMP 5.2, 18.6.1.
///
/// # Safety
/// The arguments point to values that can be read.
pub unsafe extern "C-unwind" fn kmp_pause_resource_8_(kind: *const c_int, device_num: *const i64) -> c_int {
    // SAFETY: the caller's promise.
    let (kind, device_num) = unsafe { (*kind, *device_num) };
    kmp_pause_resource_8(kind, device_num)
}

fortran!(kmp_set_num_threads_8_, omp_set_num_threads(num_threads: i64));
fortran!(kmp_set_max_active_levels_8_, omp_set_max_active_levels(max_levels: i64));
fortran!(kmp_set_default_device_8_, omp_set_default_device(device_num: i64));
fortran!(kmp_get_ancestor_thread_num_8_, omp_get_ancestor_thread_num(level: i64) -> c_int);
fortran!(kmp_get_team_size_8_, omp_get_team_size(level: i64) -> c_int);
fortran!(kmp_set_num_teams_8_, omp_set_num_teams(num_teams: i64));
fortran!(kmp_set_teams_thread_limit_8_, omp_set_teams_thread_limit(thread_limit: i64));
