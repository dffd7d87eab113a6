//! Functions of other libraries in the process, by name.

use std::ffi::{CStr, CString, c_void};
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

/// The function of this name in the library at `path`, or in a library that it is linked with. The
/// library is loaded if need be, and stays loaded.
pub fn of_library(path: &CStr, name: &CStr) -> Option<NonNull<c_void>> {
    // SAFETY: both strings end with a null byte; the library is never closed.
    unsafe {
        let library = NonNull::new(libc::dlopen(path.as_ptr(), libc::RTLD_LAZY))?;
        NonNull::new(libc::dlsym(library.as_ptr(), name.as_ptr()))
    }
}

/// A library that is loaded if need be, for good.
///
/// # Errors
/// The loader's message.
pub fn open(path: &CStr) -> Result<NonNull<c_void>, CString> {
    // SAFETY: the string ends with a null byte; the library is never closed.
    NonNull::new(unsafe { libc::dlopen(path.as_ptr(), libc::RTLD_LAZY) }).ok_or_else(error)
}

/// Keeps a library in the process for good, if it is there. Then it is loaded completely: this
/// waits for a thread that loads a library.
pub fn keep(path: &CStr) -> bool {
    // SAFETY: the string ends with a null byte; the library is never closed.
    !unsafe { libc::dlopen(path.as_ptr(), libc::RTLD_LAZY | libc::RTLD_NOLOAD) }.is_null()
}

/// The function of this name in a library that [`open`] gave, or in what it is linked with.
///
/// # Errors
/// The loader's message.
pub fn of(library: NonNull<c_void>, name: &CStr) -> Result<NonNull<c_void>, CString> {
    // SAFETY: the loader's handle, and a string that ends with a null byte.
    NonNull::new(unsafe { libc::dlsym(library.as_ptr(), name.as_ptr()) }).ok_or_else(error)
}

/// The loader's message about the call that failed last.
fn error() -> CString {
    // SAFETY: null, or the loader's string, which stays until the next call of the thread.
    let text = unsafe { libc::dlerror().as_ref() };
    // SAFETY: as above.
    text.map_or_else(CString::default, |text| unsafe { CStr::from_ptr(text) }.to_owned())
}
