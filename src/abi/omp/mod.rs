//! What programs call by name: `omp_*`, `kmp_*`, `ompc_*`.
