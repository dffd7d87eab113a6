//! `omp_get_wtime` and `omp_get_wtick`: the clock.

use crate::engine::policies::load;
use crate::sys::clock;

/// `double omp_get_wtime(void)`: seconds since some moment in the past, the same for all threads of
/// the process.
///
/// OpenMP 5.2, 18.10.1.
pub extern "C-unwind" fn omp_get_wtime() -> f64 {
    load::called();
    clock::seconds()
}

/// `double omp_get_wtick(void)`: seconds between two ticks of `omp_get_wtime`'s clock.
///
/// OpenMP 5.2, 18.10.2.
pub extern "C-unwind" fn omp_get_wtick() -> f64 {
    load::called();
    clock::resolution()
}

/// `double omp_get_wtime_(void)`: Fortran's `omp_get_wtime`.
///
/// OpenMP 5.2, 18.10.1.
pub extern "C-unwind" fn omp_get_wtime_() -> f64 {
    omp_get_wtime()
}

/// `double omp_get_wtick_(void)`: Fortran's `omp_get_wtick`.
///
/// OpenMP 5.2, 18.10.2.
pub extern "C-unwind" fn omp_get_wtick_() -> f64 {
    omp_get_wtick()
}
