//! `kmp_set_defaults`: environment variables from within the program.

use std::ffi::{CStr, c_char, c_int};
use std::slice;

use crate::abi::omp::change_icv;
use crate::engine::constructs::initial;
use crate::engine::ground::settings;
use crate::engine::protocols::wait::tuned;

/// `void kmp_set_defaults(const char *definitions)`: as if the environment had the variables that
/// `str` defines, as `NAME=value` with bars between them. The calling task's control variables
/// follow; how threads are bound does not change. NULL defines nothing.
///
/// Intel's and LLVM's extension.
///
/// # Safety
/// `definitions` is NULL or a string that ends with a 0.
pub unsafe extern "C-unwind" fn kmp_set_defaults(definitions: *const c_char) {
    if !definitions.is_null() {
        // SAFETY: the caller's promise.
        define(unsafe { CStr::from_ptr(definitions) }.to_bytes());
    }
}

/// `void kmpc_set_defaults(const char *definitions)`: [`kmp_set_defaults`] under the name that
/// LLVM's headers declare beside it.
///
/// Intel's and LLVM's extension.
///
/// # Safety
/// As for [`kmp_set_defaults`].
pub unsafe extern "C-unwind" fn kmpc_set_defaults(definitions: *const c_char) {
    // SAFETY: the caller's promise.
    unsafe { kmp_set_defaults(definitions) };
}

/// `void kmp_set_defaults_(const char *definitions, int length)`: [`kmp_set_defaults`] for Fortran
/// programs, which pass the length behind the arguments.
///
/// Intel's and LLVM's extension.
///
/// # Safety
/// `definitions` points to `length` characters.
pub unsafe extern "C-unwind" fn kmp_set_defaults_(definitions: *const c_char, length: c_int) {
    // SAFETY: the caller's promise.
    define(
        unsafe { slice::from_raw_parts(definitions.cast::<u8>(), usize::try_from(length).unwrap_or(0)) }
            .trim_ascii_end(),
    );
}

fn define(definitions: &[u8]) {
    let before = initial::initial_icv();
    settings::define(definitions);
    let after = initial::initial_icv();
    change_icv(|icv| icv.follow(&before, &after));
    tuned::apply();
}
