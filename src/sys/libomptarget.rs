//! LLVM's offloading library, if the process has it.

use std::ffi::{c_int, c_void};
use std::mem;
use std::ptr::NonNull;

use super::symbol;

/// How many devices it knows.
pub fn devices() -> Option<c_int> {
    let ask = symbol::first(c"__tgt_get_num_devices")?;
    // SAFETY: its `int __tgt_get_num_devices(void)`.
    Some(unsafe { mem::transmute::<NonNull<c_void>, extern "C-unwind" fn() -> c_int>(ask)() })
}
