//! `cancel-var` (OpenMP 5.2, 18.2.8). Programs call these.

use std::ffi::c_int;

use crate::engine::settings;

/// `int omp_get_cancellation(void)`: 1 if `cancel` constructs take effect, as OMP_CANCELLATION says, else 0.
pub extern "C-unwind" fn omp_get_cancellation() -> c_int {
    settings::get().cancellation.into()
}

fortran!(omp_get_cancellation_, omp_get_cancellation() -> c_int);
