//! Calls that Rust cannot express.

use std::ffi::c_void;

use super::{pass_all, pass_all_and_note, pass_two_and_note};

/// Calls `function(first, second, arguments[0], …, arguments[count - 1])`.
///
/// # Safety
/// The function must take these arguments.
#[unsafe(naked)]
pub unsafe extern "C-unwind" fn call_with_all(
    function: unsafe extern "C-unwind" fn(),
    first: *mut i32,
    second: *mut i32,
    count: usize,
    arguments: *const *mut c_void,
) {
    pass_all!()
}

/// As [`call_with_all`]; the frame that the function is called from is noted at `exit`.
///
/// # Safety
/// As for [`call_with_all`].
#[unsafe(naked)]
pub unsafe extern "C-unwind" fn call_with_all_and_note(
    function: unsafe extern "C-unwind" fn(),
    first: *mut i32,
    second: *mut i32,
    count: usize,
    arguments: *const *mut c_void,
    exit: *mut usize,
) {
    pass_all_and_note!()
}

/// Calls `function(first, second)`, with the frame noted at `exit`.
///
/// # Safety
/// The function must be callable with these.
#[unsafe(naked)]
pub unsafe extern "C-unwind" fn call_and_note(
    function: *const c_void,
    first: *mut c_void,
    second: *mut c_void,
    exit: *mut usize,
) -> i32 {
    pass_two_and_note!()
}
