//! Tools (OpenMP 5.2, chapter 19): how a tool and a runtime find each other, and what a program
//! tells its tool.

use std::ffi::{c_char, c_int, c_uint, c_void};
use std::ptr;

/// `ompt_start_tool_result_t *ompt_start_tool(unsigned omp_version, const char *runtime_version)`:
/// a tool defines it, a runtime calls it; the library's own is found where the process has no tool.
/// Returns NULL, "no tool". Another runtime in the process may call it.
///
/// OpenMP 5.2, 19.2.1.
pub extern "C-unwind" fn ompt_start_tool(_omp_version: c_uint, _runtime_version: *const c_char) -> *mut c_void {
    ptr::null_mut()
}

/// `void ompt_libomp_connect(ompt_start_tool_result_t *result)`: LLVM's offloading library calls it
/// when it is loaded, to be told of a tool through `result`. There is none, so nothing is called.
///
/// Called by LLVM's offloading library when it is loaded.
pub extern "C-unwind" fn ompt_libomp_connect(_result: *mut c_void) {}

/// The answer `omp_control_tool_notool`.
const NO_TOOL: c_int = -2;

/// `int omp_control_tool(int command, int modifier, void *arg)`: passes a command on to the tool.
/// There is none, and -2 says so.
///
/// OpenMP 5.2, 18.14.
pub extern "C-unwind" fn omp_control_tool(_command: c_int, _modifier: c_int, _arg: *mut c_void) -> c_int {
    NO_TOOL
}

/// `int omp_control_tool_(const int *command, const int *modifier, void *arg)`:
/// [`omp_control_tool`] for Fortran programs.
///
/// OpenMP 5.2, 18.14.
pub extern "C-unwind" fn omp_control_tool_(_command: *const i32, _modifier: *const i32, _arg: *mut c_void) -> c_int {
    NO_TOOL
}

/// `int omp_control_tool_8_(const int64_t *command, const int64_t *modifier, void *arg)`:
/// [`omp_control_tool`] for Fortran programs under `-fdefault-integer-8`.
///
/// OpenMP 5.2, 18.14.
pub extern "C-unwind" fn omp_control_tool_8_(_command: *const i64, _modifier: *const i64, _arg: *mut c_void) -> c_int {
    NO_TOOL
}
