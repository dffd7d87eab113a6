//! The Fortran modules of the OpenMP routines, as Intel's runtime has them.

/// `omp_lib._`: what Intel's Fortran compiler makes of the module `omp_lib` itself, which has nothing to execute.
pub extern "C-unwind" fn omp_lib____VERSION() {}

/// `omp_lib_kinds._`: the same of `omp_lib_kinds`.
pub extern "C-unwind" fn omp_lib_kinds____VERSION() {}
