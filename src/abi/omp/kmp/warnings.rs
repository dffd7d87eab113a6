//! `kmp_set_warnings_on`: what KMP_WARNINGS sets.

use crate::engine::ground::tuning;

/// `void kmp_set_warnings_on(void)`: the runtime may say on standard error what went not as asked.
///
/// Intel's and LLVM's extension.
pub extern "C-unwind" fn kmp_set_warnings_on() {
    tuning::set_warnings(true);
}

/// `void kmp_set_warnings_off(void)`: it may not.
///
/// Intel's and LLVM's extension.
pub extern "C-unwind" fn kmp_set_warnings_off() {
    tuning::set_warnings(false);
}

fortran!(kmp_set_warnings_on_, kmp_set_warnings_on());
fortran!(kmp_set_warnings_off_, kmp_set_warnings_off());
