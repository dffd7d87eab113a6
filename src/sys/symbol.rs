//! Functions of other libraries in the process, by name.

use std::ffi::{CStr, c_void};
use std::ptr::NonNull;

/// The function of this name that the process finds first.
pub fn first(name: &CStr) -> Option<NonNull<c_void>> {
    // SAFETY: the name ends with a null byte.
    NonNull::new(unsafe { libc::dlsym(libc::RTLD_DEFAULT, name.as_ptr()) })
}

/// The function of this name in a library that the loader searches after this one.
pub fn next(name: &CStr) -> Option<NonNull<c_void>> {
    // SAFETY: as in `first`.
    NonNull::new(unsafe { libc::dlsym(libc::RTLD_NEXT, name.as_ptr()) })
}

/// The function of this name in the library at `path`, which is loaded if need be, for good, or in what it is linked with.
pub fn of_library(path: &CStr, name: &CStr) -> Option<NonNull<c_void>> {
    // SAFETY: both strings end with a null byte; the library is never closed.
    unsafe {
        let library = NonNull::new(libc::dlopen(path.as_ptr(), libc::RTLD_LAZY))?;
        NonNull::new(libc::dlsym(library.as_ptr(), name.as_ptr()))
    }
}
