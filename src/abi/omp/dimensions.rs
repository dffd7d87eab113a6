//! Teams of several dimensions (OpenMP 6.1, which GCC 17 begins to implement). Programs call these.
//!
//! A team has its threads along dimension 0; every other dimension has one.

use std::ffi::c_int;

use super::teams::{omp_get_num_teams, omp_get_team_num};
use super::threads::{omp_get_num_threads, omp_get_thread_limit, omp_get_thread_num};
use crate::engine::ground::settings;

/// `int omp_get_num_threads_dim(int dim)`: the size of the calling thread's team along `dim`.
///
/// OpenMP 6.1, draft.
pub extern "C-unwind" fn omp_get_num_threads_dim(dim: c_int) -> c_int {
    if dim == 0 { omp_get_num_threads() } else { 1 }
}

/// `int omp_get_thread_num_dim(int dim)`: the calling thread's number along `dim`.
///
/// OpenMP 6.1, draft.
pub extern "C-unwind" fn omp_get_thread_num_dim(dim: c_int) -> c_int {
    if dim == 0 { omp_get_thread_num() } else { 0 }
}

/// `int omp_get_thread_limit_dim(int dim)`: how many threads the contention group may have along
/// `dim`.
///
/// OpenMP 6.1, draft.
pub extern "C-unwind" fn omp_get_thread_limit_dim(dim: c_int) -> c_int {
    if dim == 0 { omp_get_thread_limit() } else { 1 }
}

/// `int omp_get_num_teams_dim(int dim)`: the number of teams of the calling thread's league along
/// `dim`.
///
/// OpenMP 6.1, draft.
pub extern "C-unwind" fn omp_get_num_teams_dim(dim: c_int) -> c_int {
    if dim == 0 { omp_get_num_teams() } else { 1 }
}

/// `int omp_get_team_num_dim(int dim)`: the number of the calling thread's team along `dim`.
///
/// OpenMP 6.1, draft.
pub extern "C-unwind" fn omp_get_team_num_dim(dim: c_int) -> c_int {
    if dim == 0 { omp_get_team_num() } else { 0 }
}

/// `int omp_get_supported_active_team_dims(int device_num, int native)`: how many dimensions of a
/// team on that device may have several threads.
///
/// OpenMP 6.1, draft.
pub extern "C-unwind" fn omp_get_supported_active_team_dims(_device_num: c_int, _native: c_int) -> c_int {
    1
}

/// `int omp_get_supported_active_league_dims(int device_num, int native)`: how many dimensions of a
/// league on that device may have several teams.
///
/// OpenMP 6.1, draft.
pub extern "C-unwind" fn omp_get_supported_active_league_dims(_device_num: c_int, _native: c_int) -> c_int {
    1
}

/// `int omp_get_supported_teams_dim(int device_num, int dim)`: how many teams a league on that
/// device may have along `dim`, counted from 1.
///
/// OpenMP 6.1, draft.
pub extern "C-unwind" fn omp_get_supported_teams_dim(_device_num: c_int, dim: c_int) -> c_int {
    let most = || settings::get().league_thread_limit.unwrap_or(u32::MAX);
    if dim == 1 { i32::try_from(most()).unwrap_or(i32::MAX) } else { 1 }
}

/// `int omp_get_supported_threads_dim(int device_num, int dim)`: how many threads a team on that
/// device may have along `dim`, counted from 1.
///
/// OpenMP 6.1, draft.
pub extern "C-unwind" fn omp_get_supported_threads_dim(_device_num: c_int, dim: c_int) -> c_int {
    if dim == 1 { omp_get_thread_limit() } else { 1 }
}

fortran!(omp_get_supported_active_team_dims_, omp_get_supported_active_team_dims(device_num: i32, native: i32) -> c_int);
fortran!(omp_get_supported_active_league_dims_, omp_get_supported_active_league_dims(device_num: i32, native: i32) -> c_int);
