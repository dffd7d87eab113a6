//! Tasks (OpenMP 5.2, 18.5). Programs call these.

use std::ffi::c_int;

use super::int;
use crate::engine::ground::settings;
use crate::engine::policies::load;
use crate::engine::records::thread::Thread;

/// `int omp_get_max_task_priority(void)`: the highest priority that counts, as
/// OMP_MAX_TASK_PRIORITY says.
///
/// OpenMP 5.2, 18.5.1.
pub extern "C-unwind" fn omp_get_max_task_priority() -> c_int {
    load::called();
    int(settings::get().max_task_priority)
}

/// `int omp_in_explicit_task(void)`: 1 in a task that a `task` or `taskloop` construct made,
/// otherwise 0.
///
/// OpenMP 5.2, 18.5.2.
pub extern "C-unwind" fn omp_in_explicit_task() -> c_int {
    Thread::asked().is_some_and(|t| !t.task().is_implicit()).into()
}

/// `int omp_in_final(void)`: 1 in a final task, otherwise 0.
///
/// OpenMP 5.2, 18.5.3.
pub extern "C-unwind" fn omp_in_final() -> c_int {
    Thread::asked().is_some_and(|t| t.task().is_final()).into()
}

/// `int omp_is_free_agent(void)`: 1 in a thread that runs a task of a team without being its
/// member, otherwise 0. Members run all tasks here.
///
/// OpenMP 6.0, 23.1.4.
pub extern "C-unwind" fn omp_is_free_agent() -> c_int {
    0
}

/// `int omp_ancestor_is_free_agent(int level)`: the same for the ancestor thread at `level`.
///
/// OpenMP 6.0, 23.1.5.
pub extern "C-unwind" fn omp_ancestor_is_free_agent(_level: c_int) -> c_int {
    0
}

fortran!(omp_get_max_task_priority_, omp_get_max_task_priority() -> c_int);
fortran!(omp_in_explicit_task_, omp_in_explicit_task() -> c_int);
fortran!(omp_in_final_, omp_in_final() -> c_int);
fortran!(omp_is_free_agent_, omp_is_free_agent() -> c_int);
fortran!(omp_ancestor_is_free_agent_, omp_ancestor_is_free_agent(level: i32) -> c_int);
