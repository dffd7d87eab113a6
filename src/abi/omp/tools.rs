//! The two `ompt_*` names through which a tool and a runtime find each other.

use std::ffi::{c_char, c_uint, c_void};
use std::ptr;

/// `ompt_start_tool_result_t *ompt_start_tool(unsigned omp_version, const char *runtime_version)`: a tool defines
/// it, a runtime calls it; the library's own is found where the process has no tool. Returns NULL, "no tool"
/// (OpenMP 5.2, 19.2.1). Another runtime in the process may call it.
pub extern "C-unwind" fn ompt_start_tool(_omp_version: c_uint, _runtime_version: *const c_char) -> *mut c_void {
    ptr::null_mut()
}

/// `void ompt_libomp_connect(ompt_start_tool_result_t *result)`: LLVM's offloading library calls it when it is
/// loaded, to be told of a tool through `result`. There is none, so nothing is called.
pub extern "C-unwind" fn ompt_libomp_connect(_result: *mut c_void) {}
