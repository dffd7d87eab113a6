//! Tools (OpenMP 5.2, chapter 19): how a tool and a runtime find each other, and what a program
//! tells its tool.

use std::ffi::{c_char, c_int, c_uint, c_void};
use std::ptr;

use crate::abi::ompt::start;
use crate::engine::records::thread::Thread;
use crate::engine::tools::events;

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

/// The answer `omp_control_tool_nocallback`.
const NO_CALLBACK: c_int = -1;

/// `int omp_control_tool(int command, int modifier, void *arg)`: passes a command on to the tool,
/// and its answer back. -2: there is no tool; -1: it takes no commands.
///
/// OpenMP 5.2, 18.14.
pub extern "C-unwind" fn omp_control_tool(command: c_int, modifier: c_int, arg: *mut c_void) -> c_int {
    let t = Thread::current();
    if !start::is_started() {
        return NO_TOOL;
    }
    // The numbers are those of enumerations, which the tool gets as unsigned.
    events::control(t, command as u64, modifier as u64, arg).unwrap_or(NO_CALLBACK)
}

/// `int omp_control_tool_(const int *command, const int *modifier, void *arg)`:
/// [`omp_control_tool`] for Fortran programs.
///
/// OpenMP 5.2, 18.14.
///
/// # Safety
/// The first two point to an `integer(4)` each.
pub unsafe extern "C-unwind" fn omp_control_tool_(
    command: *const i32,
    modifier: *const i32,
    arg: *mut c_void,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { omp_control_tool(*command, *modifier, arg) }
}

/// `int omp_control_tool_8_(const int64_t *command, const int64_t *modifier, void *arg)`:
/// [`omp_control_tool`] for Fortran programs under `-fdefault-integer-8`.
///
/// OpenMP 5.2, 18.14.
///
/// # Safety
/// The first two point to an `integer(8)` each.
pub unsafe extern "C-unwind" fn omp_control_tool_8_(
    command: *const i64,
    modifier: *const i64,
    arg: *mut c_void,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { omp_control_tool(*command as c_int, *modifier as c_int, arg) }
}
