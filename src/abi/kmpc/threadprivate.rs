//! `threadprivate` without the compiler's TLS (Flang; Clang with `-fnoopenmp-use-tls`).

use std::ffi::c_void;

use super::ident::Ident;
use crate::engine::thread::Thread;
use crate::engine::threadprivate::{self, Constructor, CopyConstructor, Destructor, Lifecycle};

/// The calling thread's copy of the `size` bytes at `variable`. The compiler's `_cache` is not needed.
///
/// # Safety
/// `variable` must be a threadprivate variable of `size` bytes.
pub unsafe extern "C-unwind" fn __kmpc_threadprivate_cached(
    _location: *const Ident,
    _gtid: i32,
    variable: *mut c_void,
    size: usize,
    _cache: *mut *mut *mut c_void,
) -> *mut c_void {
    // SAFETY: the caller's promise.
    unsafe { threadprivate::copy_of(Thread::current(), variable, size) }
}

/// As [`__kmpc_threadprivate_cached`] (older compilers).
///
/// # Safety
/// `variable` must be a threadprivate variable of `size` bytes.
pub unsafe extern "C-unwind" fn __kmpc_threadprivate(
    _location: *const Ident,
    _gtid: i32,
    variable: *mut c_void,
    size: usize,
) -> *mut c_void {
    // SAFETY: the caller's promise.
    unsafe { threadprivate::copy_of(Thread::current(), variable, size) }
}

/// Says how copies of a threadprivate object of C++ are made and destroyed. At the start of the program.
pub extern "C-unwind" fn __kmpc_threadprivate_register(
    _location: *const Ident,
    variable: *mut c_void,
    construct: Option<Constructor>,
    copy: Option<CopyConstructor>,
    destroy: Option<Destructor>,
) {
    threadprivate::register(variable, Lifecycle { construct, copy, destroy });
}
