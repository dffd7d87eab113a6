//! Commands of a program to its tool (OpenMP 5.2, 18.14).

use std::ffi::{c_int, c_void};

use crate::abi::ompt::start;
use crate::engine::records::thread::Thread;
use crate::engine::tools::{events, trace};

/// The answer `omp_control_tool_success`.
const SUCCESS: c_int = 0;

/// The answer `omp_control_tool_notool`.
const NO_TOOL: c_int = -2;

/// The answer `omp_control_tool_nocallback`.
const NO_CALLBACK: c_int = -1;

/// `int omp_control_tool(int command, int modifier, void *arg)`: passes a command on to the tool,
/// and its answer back. -2: there is no tool; -1: it takes no commands. The trace obeys it too: 1
/// resumes and 2 pauses it, 4 ends it; 0: there is a trace and no tool.
///
/// OpenMP 5.2, 18.14.
pub extern "C-unwind" fn omp_control_tool(command: c_int, modifier: c_int, arg: *mut c_void) -> c_int {
    let t = Thread::current();
    let is_traced = trace::command(t, command as u64, modifier as u64);
    if !start::is_started() {
        return if is_traced { SUCCESS } else { NO_TOOL };
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
