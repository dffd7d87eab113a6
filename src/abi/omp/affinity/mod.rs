//! Thread affinity (OpenMP 5.2, 18.3), and libomp's routines for it.

pub mod format;
pub mod kmp;
pub mod places;
