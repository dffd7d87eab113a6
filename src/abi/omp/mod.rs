//! What programs call by name: `omp_*`, `kmp_*`, `ompc_*`.

pub mod display;
pub mod locks;
pub mod threads;
pub mod timing;
pub mod tools;
