//! `omp_display_env`: the initial values of the control variables, for people to read.

use crate::engine::ground::{display, settings};
use std::ffi::c_int;

/// `void omp_display_env(int verbose)`: writes the OpenMP version and the initial values of the
/// control variables to standard error; if `verbose` is not 0, those of the peers' and ferromp's
/// own variables too.
///
/// OpenMP 5.2, 18.15.
pub extern "C-unwind" fn omp_display_env(verbose: c_int) {
    display::display(settings::get(), verbose != 0);
}

/// `void omp_display_env_(const int *verbose)`: Fortran's `omp_display_env` with a default logical.
///
/// OpenMP 5.2, 18.15.
///
/// # Safety
/// `verbose` points to a `logical(4)`.
pub unsafe extern "C-unwind" fn omp_display_env_(verbose: *const i32) {
    // SAFETY: the caller passes a valid pointer.
    omp_display_env(unsafe { *verbose });
}

/// `void omp_display_env_8_(const int64_t *verbose)`: Fortran's `omp_display_env` with an
/// eight-byte logical, under gfortran's `-fdefault-integer-8`.
///
/// OpenMP 5.2, 18.15.
///
/// # Safety
/// `verbose` points to a `logical(8)`.
pub unsafe extern "C-unwind" fn omp_display_env_8_(verbose: *const i64) {
    // SAFETY: the caller passes a valid pointer.
    omp_display_env((unsafe { *verbose } != 0).into());
}
