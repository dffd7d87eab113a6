//! `kmp_set_stacksize`: the stacks of workers.

use std::ffi::c_int;

use crate::abi::omp::fortran::ToInt;
use crate::engine::ground::tuning;
use crate::engine::policies::load;

/// `size_t kmp_get_stacksize_s(void)`: how many bytes of stack a new worker gets.
///
/// Intel's and LLVM's extension.
pub extern "C-unwind" fn kmp_get_stacksize_s() -> usize {
    load::called();
    tuning::stack_size_in_bytes()
}

/// `int kmp_get_stacksize(void)`: the same, at most `INT_MAX`.
///
/// Intel's and LLVM's extension.
pub extern "C-unwind" fn kmp_get_stacksize() -> c_int {
    c_int::try_from(kmp_get_stacksize_s()).unwrap_or(c_int::MAX)
}

/// `void kmp_set_stacksize_s(size_t size)`: sets how many bytes of stack workers get that do not
/// exist yet. Takes precedence over OMP_STACKSIZE, and has the same least size.
///
/// Intel's and LLVM's extension.
pub extern "C-unwind" fn kmp_set_stacksize_s(size: usize) {
    tuning::set_stack_size(size);
}

/// `void kmp_set_stacksize(int size)`: the same. A negative size, which no program means, is the
/// least.
///
/// Intel's and LLVM's extension.
pub extern "C-unwind" fn kmp_set_stacksize(size: c_int) {
    kmp_set_stacksize_s(usize::try_from(size).unwrap_or(0));
}

/// `void kmpc_set_stacksize_s(size_t size)`: [`kmp_set_stacksize_s`] under the name that LLVM's
/// headers declare beside it.
///
/// Intel's and LLVM's extension.
pub extern "C-unwind" fn kmpc_set_stacksize_s(size: usize) {
    kmp_set_stacksize_s(size);
}

/// `void kmpc_set_stacksize(int size)`: [`kmp_set_stacksize`] under the name that LLVM's headers
/// declare beside it.
///
/// Intel's and LLVM's extension.
pub extern "C-unwind" fn kmpc_set_stacksize(size: c_int) {
    kmp_set_stacksize(size);
}

/// `void kmp_set_stacksize_8(int64_t size)`: [`kmp_set_stacksize`] with an eight-byte integer.
///
/// Intel's and LLVM's extension.
pub extern "C-unwind" fn kmp_set_stacksize_8(size: i64) {
    kmp_set_stacksize(size.to_int());
}

/// `void kmp_set_stacksize_s_(const size_t *size)`: [`kmp_set_stacksize_s`] for Fortran programs.
///
/// Intel's and LLVM's extension.
///
/// # Safety
/// The argument points to a value that can be read.
pub unsafe extern "C-unwind" fn kmp_set_stacksize_s_(size: *const usize) {
    // SAFETY: the caller's promise.
    kmp_set_stacksize_s(unsafe { *size });
}

fortran!(kmp_get_stacksize_s_, kmp_get_stacksize_s() -> usize);
fortran!(kmp_get_stacksize_, kmp_get_stacksize() -> c_int);
fortran!(kmp_set_stacksize_, kmp_set_stacksize(size: i32));
fortran!(kmp_set_stacksize_8_, kmp_set_stacksize(size: i64));
