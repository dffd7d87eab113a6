//! The affinity format and what it makes (OpenMP 5.2, 18.3.8 to 18.3.11).
//!
//! C programs compiled by GCC call `omp_*`, those compiled by Clang `ompc_*`, and Fortran programs
//! of either `omp_*_`, with the lengths of their strings as hidden arguments at the end.

use std::ffi::{CStr, c_char, c_int};
use std::ptr;
use std::slice;

use crate::engine::policies::affinity;
use crate::engine::policies::affinity::format;
use crate::engine::records::thread::Thread;

/// The bytes of a C string; empty for a null pointer.
///
/// # Safety
/// `text` is null or a C string.
unsafe fn c_text<'a>(text: *const c_char) -> &'a [u8] {
    // SAFETY: the caller's promise.
    if text.is_null() { b"" } else { unsafe { CStr::from_ptr(text) }.to_bytes() }
}

/// The bytes of a Fortran string; empty for a null pointer.
///
/// # Safety
/// `text` is null or points to `length` bytes.
unsafe fn fortran_text<'a>(text: *const c_char, length: usize) -> &'a [u8] {
    // SAFETY: the caller's promise.
    if text.is_null() { b"" } else { unsafe { slice::from_raw_parts(text.cast(), length) } }
}

/// Copies `text` to `buffer` as a C string, cut off to fit into `size` bytes with its end; returns
/// its whole length.
///
/// # Safety
/// `buffer` has room for `size` bytes.
unsafe fn to_c(text: &[u8], buffer: *mut c_char, size: usize) -> usize {
    if size > 0 && !buffer.is_null() {
        let length = text.len().min(size - 1);
        // SAFETY: the caller's promise; `length` and the end fit.
        unsafe {
            ptr::copy_nonoverlapping(text.as_ptr(), buffer.cast(), length);
            *buffer.add(length) = 0;
        }
    }
    text.len()
}

/// Copies `text` to a Fortran string of `size` bytes, cut off or filled with blanks; returns its
/// whole length.
///
/// # Safety
/// `buffer` has room for `size` bytes.
unsafe fn to_fortran(text: &[u8], buffer: *mut c_char, size: usize) -> c_int {
    if !buffer.is_null() {
        let length = text.len().min(size);
        // SAFETY: the caller's promise.
        unsafe {
            ptr::copy_nonoverlapping(text.as_ptr(), buffer.cast(), length);
            ptr::write_bytes(buffer.add(length), b' ', size - length);
        }
    }
    c_int::try_from(text.len()).unwrap_or(c_int::MAX)
}

/// `void omp_set_affinity_format(const char *format)`: sets affinity-format-var of the process.
///
/// OpenMP 5.2, 18.3.8.
///
/// # Safety
/// `format` is null or a C string.
pub unsafe extern "C-unwind" fn omp_set_affinity_format(format: *const c_char) {
    if !format.is_null() {
        // SAFETY: the caller's promise.
        format::set(unsafe { c_text(format) });
    }
}

/// `size_t omp_get_affinity_format(char *buffer, size_t size)`: copies affinity-format-var to
/// `buffer`, of `size` bytes, and returns its length without the zero at the end.
///
/// OpenMP 5.2, 18.3.9.
///
/// # Safety
/// `buffer` has room for `size` bytes.
pub unsafe extern "C-unwind" fn omp_get_affinity_format(buffer: *mut c_char, size: usize) -> usize {
    // SAFETY: the caller's promise.
    unsafe { to_c(format::get(), buffer, size) }
}

/// `void omp_display_affinity(const char *format)`: writes a line about the calling thread to
/// standard output; in affinity-format-var if `format` is null or empty.
///
/// OpenMP 5.2, 18.3.10.
///
/// # Safety
/// `format` is null or a C string.
pub unsafe extern "C-unwind" fn omp_display_affinity(format: *const c_char) {
    // SAFETY: the caller's promise.
    affinity::display(Thread::current(), unsafe { c_text(format) });
}

/// `size_t omp_capture_affinity(char *buffer, size_t size, const char *format)`: puts what
/// [`omp_display_affinity`] would write into `buffer`, of `size` bytes, and returns its length
/// without the zero at the end.
///
/// OpenMP 5.2, 18.3.11.
///
/// # Safety
/// `buffer` has room for `size` bytes; `format` is null or a C string.
pub unsafe extern "C-unwind" fn omp_capture_affinity(buffer: *mut c_char, size: usize, format: *const c_char) -> usize {
    // SAFETY: the caller's promise.
    unsafe { to_c(&format::of_thread(Thread::current(), c_text(format)), buffer, size) }
}

/// `void ompc_set_affinity_format(const char *format)`: [`omp_set_affinity_format`] as Clang's
/// `omp.h` calls it.
///
/// OpenMP 5.2, 18.3.8.
///
/// # Safety
/// As for [`omp_set_affinity_format`].
pub unsafe extern "C-unwind" fn ompc_set_affinity_format(format: *const c_char) {
    // SAFETY: the caller's promise.
    unsafe { omp_set_affinity_format(format) };
}

/// `size_t ompc_get_affinity_format(char *buffer, size_t size)`: [`omp_get_affinity_format`] as
/// Clang's `omp.h` calls it.
///
/// OpenMP 5.2, 18.3.9.
///
/// # Safety
/// As for [`omp_get_affinity_format`].
pub unsafe extern "C-unwind" fn ompc_get_affinity_format(buffer: *mut c_char, size: usize) -> usize {
    // SAFETY: the caller's promise.
    unsafe { omp_get_affinity_format(buffer, size) }
}

/// `void ompc_display_affinity(const char *format)`: [`omp_display_affinity`] as Clang's `omp.h`
/// calls it.
///
/// OpenMP 5.2, 18.3.10.
///
/// # Safety
/// As for [`omp_display_affinity`].
pub unsafe extern "C-unwind" fn ompc_display_affinity(format: *const c_char) {
    // SAFETY: the caller's promise.
    unsafe { omp_display_affinity(format) };
}

/// `size_t ompc_capture_affinity(char *buffer, size_t size, const char *format)`:
/// [`omp_capture_affinity`] as Clang's `omp.h` calls it.
///
/// OpenMP 5.2, 18.3.11.
///
/// # Safety
/// As for [`omp_capture_affinity`].
pub unsafe extern "C-unwind" fn ompc_capture_affinity(
    buffer: *mut c_char,
    size: usize,
    format: *const c_char,
) -> usize {
    // SAFETY: the caller's promise.
    unsafe { omp_capture_affinity(buffer, size, format) }
}

/// `void omp_set_affinity_format_(const char *format, size_t length)`: [`omp_set_affinity_format`]
/// for Fortran programs.
///
/// OpenMP 5.2, 18.3.8.
///
/// # Safety
/// `format` points to `length` bytes.
pub unsafe extern "C-unwind" fn omp_set_affinity_format_(format: *const c_char, length: usize) {
    // SAFETY: the caller's promise.
    format::set(unsafe { fortran_text(format, length) });
}

/// `int omp_get_affinity_format_(char *buffer, size_t size)`: [`omp_get_affinity_format`] for
/// Fortran programs.
///
/// OpenMP 5.2, 18.3.9.
///
/// # Safety
/// `buffer` has room for `size` bytes.
pub unsafe extern "C-unwind" fn omp_get_affinity_format_(buffer: *mut c_char, size: usize) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { to_fortran(format::get(), buffer, size) }
}

/// `void omp_display_affinity_(const char *format, size_t length)`: [`omp_display_affinity`] for
/// Fortran programs.
///
/// OpenMP 5.2, 18.3.10.
///
/// # Safety
/// `format` points to `length` bytes.
pub unsafe extern "C-unwind" fn omp_display_affinity_(format: *const c_char, length: usize) {
    // SAFETY: the caller's promise.
    affinity::display(Thread::current(), unsafe { fortran_text(format, length) });
}

/// `int omp_capture_affinity_(char *buffer, const char *format, size_t size, size_t length)`:
/// [`omp_capture_affinity`] for Fortran programs.
///
/// OpenMP 5.2, 18.3.11.
///
/// # Safety
/// `buffer` has room for `size` bytes; `format` points to `length` bytes.
pub unsafe extern "C-unwind" fn omp_capture_affinity_(
    buffer: *mut c_char,
    format: *const c_char,
    size: usize,
    length: usize,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { to_fortran(&format::of_thread(Thread::current(), fortran_text(format, length)), buffer, size) }
}
