//! `omp_get_wtime` and `omp_get_wtick`: the clock.

use crate::engine::policies::load;

/// Seconds in a `timespec` filled by `clock`, one of the `clock_*` calls, for the monotonic clock.
fn monotonic(clock: unsafe extern "C" fn(libc::clockid_t, *mut libc::timespec) -> libc::c_int) -> f64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `time` is valid for writing, and Linux always has CLOCK_MONOTONIC.
    unsafe { clock(libc::CLOCK_MONOTONIC, &mut time) };
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// `double omp_get_wtime(void)`: seconds since some moment in the past, the same for all threads of
/// the process.
///
/// OpenMP 5.2, 18.10.1.
pub extern "C-unwind" fn omp_get_wtime() -> f64 {
    load::called();
    monotonic(libc::clock_gettime)
}

/// `double omp_get_wtick(void)`: seconds between two ticks of `omp_get_wtime`'s clock.
///
/// OpenMP 5.2, 18.10.2.
pub extern "C-unwind" fn omp_get_wtick() -> f64 {
    load::called();
    monotonic(libc::clock_getres)
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
