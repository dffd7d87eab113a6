//! Memory that `dyn_groupprivate` gives each group of threads of a kernel (OpenMP 6.1). The host
//! runs no kernel, so there is none outside of one. Programs call these; LLVM's header has them
//! since 23.

use std::ffi::{c_int, c_void};
use std::ptr;

/// `void *omp_get_dyn_gprivate_ptr(size_t offset, omp_access_t access_group)`: the byte at `offset`
/// in that memory, or in what the clause fell back to. Here NULL.
///
/// OpenMP 6.1, draft.
pub extern "C-unwind" fn omp_get_dyn_gprivate_ptr(_offset: usize, _access_group: c_int) -> *mut c_void {
    ptr::null_mut()
}

/// `void *omp_get_dyn_gprivate_nofb_ptr(size_t offset, omp_access_t access_group)`: the same
/// without a fallback.
///
/// OpenMP 6.1, draft.
pub extern "C-unwind" fn omp_get_dyn_gprivate_nofb_ptr(_offset: usize, _access_group: c_int) -> *mut c_void {
    ptr::null_mut()
}

/// `size_t omp_get_dyn_gprivate_size(omp_access_t access_group)`: its size in bytes.
///
/// OpenMP 6.1, draft.
pub extern "C-unwind" fn omp_get_dyn_gprivate_size(_access_group: c_int) -> usize {
    0
}

/// `void *ompx_get_dyn_cgroup_mem(void)`: Intel's older name for the memory itself.
///
/// Intel's extension.
pub extern "C-unwind" fn ompx_get_dyn_cgroup_mem() -> *mut c_void {
    ptr::null_mut()
}
