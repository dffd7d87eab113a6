//! Giving back what the runtime holds, and the clock: what Intel's libraries call beside the
//! `omp_*` routines.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::abi::omp::pause::omp_pause_resource_all;

/// `int __kmpc_pause_resource(kmp_pause_status_t level)`: `omp_pause_resource_all` of that kind.
/// Returns 0 if it was done, otherwise 1.
///
/// Called by Intel's libraries for `omp_pause_resource_all` (OpenMP 5.2, 18.6.2).
pub extern "C-unwind" fn __kmpc_pause_resource(level: i32) -> i32 {
    i32::from(omp_pause_resource_all(level) != 0)
}

/// `uint64_t __kmpc_get_timestamp(void)`: nanoseconds since 1970, as libiomp5 has it.
///
/// Called by Intel's libraries.
pub extern "C-unwind" fn __kmpc_get_timestamp() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_nanos() as u64)
}
