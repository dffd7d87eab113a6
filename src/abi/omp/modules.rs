//! The Fortran modules of the OpenMP routines, as Intel's runtime has them.

/// `void omp_lib____VERSION(void)`: `omp_lib._`: what Intel's Fortran compiler makes of the module
/// `omp_lib` itself, which has nothing to execute.
///
/// Named by Intel's Fortran compiler for the module `omp_lib`.
pub extern "C-unwind" fn omp_lib____VERSION() {}

/// `void omp_lib_kinds____VERSION(void)`: `omp_lib_kinds._`: the same of `omp_lib_kinds`.
///
/// Named by Intel's Fortran compiler for the module `omp_lib_kinds`.
pub extern "C-unwind" fn omp_lib_kinds____VERSION() {}
