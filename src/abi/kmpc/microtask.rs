//! Outlined functions with any number of arguments, and the variadic call that hands them over.
//!
//! Stable Rust can neither define a variadic function nor call one with a number of arguments known
//! at run time.

use std::ffi::c_void;

use crate::abi::variadic;
use crate::sys::arch::ARGUMENT_REGISTERS;
pub use crate::sys::arch::{call_with_all as call, call_with_all_and_note as call_and_note};

/// The function that Clang makes of a region:
/// `void outlined(int *gtid, int *tid, void *argument…)`.
pub type Microtask = unsafe extern "C-unwind" fn();

/// Argument `index` of those behind the first three of a variadic call: some are at
/// `in_registers`, the others at `on_stack`.
///
/// # Safety
/// A stub made of `hand_over!` has these addresses, of as many arguments as their callers passed.
#[inline]
pub unsafe fn argument(index: usize, in_registers: *const *mut c_void, on_stack: *const *mut c_void) -> *mut c_void {
    // SAFETY: the caller's promise.
    unsafe { variadic::argument::<_, { ARGUMENT_REGISTERS - 3 }>(index, in_registers, on_stack) }
}
