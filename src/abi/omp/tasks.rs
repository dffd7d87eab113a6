//! Tasks (OpenMP 5.2, 18.5). Programs call these.

use std::ffi::c_int;

use super::int;
use crate::engine::settings;

/// `int omp_get_max_task_priority(void)`: the highest priority that counts, as OMP_MAX_TASK_PRIORITY says
/// (OpenMP 5.2, 18.5.1).
pub extern "C-unwind" fn omp_get_max_task_priority() -> c_int {
    int(settings::get().max_task_priority)
}

fortran!(omp_get_max_task_priority_, omp_get_max_task_priority() -> c_int);
