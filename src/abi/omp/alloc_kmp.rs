//! LLVM's and Intel's `kmp_malloc` family. It is libc's heap under another name: what `kmp_malloc` gives is released by
//! `kmp_free` alone, so no header is needed.

use std::ffi::c_void;
use std::ptr;

use crate::sys::memory;

/// `void *kmp_malloc(size_t size)`: `size` bytes from the heap, or NULL.
pub extern "C-unwind" fn kmp_malloc(size: usize) -> *mut c_void {
    memory::allocate(size, false).cast()
}

/// `void *kmp_aligned_malloc(size_t size, size_t alignment)`: `size` bytes, aligned; NULL if there are none, or if the
/// alignment is no power of two.
pub extern "C-unwind" fn kmp_aligned_malloc(size: usize, alignment: usize) -> *mut c_void {
    if alignment.is_power_of_two() { memory::allocate_aligned(alignment, size).cast() } else { ptr::null_mut() }
}

/// `void *kmp_calloc(size_t nelem, size_t elsize)`: `nelem` times `elsize` bytes, all 0, or NULL.
pub extern "C-unwind" fn kmp_calloc(nelem: usize, elsize: usize) -> *mut c_void {
    match nelem.checked_mul(elsize) {
        Some(size) => memory::allocate(size, true).cast(),
        None => ptr::null_mut(),
    }
}

/// `void *kmp_realloc(void *ptr, size_t size)`: gives memory another size, as `realloc`.
///
/// # Safety
/// `ptr` is NULL, or from this family and not released.
pub unsafe extern "C-unwind" fn kmp_realloc(ptr: *mut c_void, size: usize) -> *mut c_void {
    // SAFETY: the caller's promise.
    unsafe { memory::resize(ptr.cast(), size) }.cast()
}

/// `void kmp_free(void *ptr)`: releases memory. A NULL is ignored.
///
/// # Safety
/// `ptr` is NULL, or from this family, not released, and not used any more.
pub unsafe extern "C-unwind" fn kmp_free(ptr: *mut c_void) {
    // SAFETY: the caller's promise.
    unsafe { memory::free(ptr.cast()) };
}

/// [`kmp_malloc`] by the name that code of Intel's compilers has for it.
pub extern "C-unwind" fn kmpc_malloc(size: usize) -> *mut c_void {
    kmp_malloc(size)
}

/// [`kmp_aligned_malloc`], likewise.
pub extern "C-unwind" fn kmpc_aligned_malloc(size: usize, alignment: usize) -> *mut c_void {
    kmp_aligned_malloc(size, alignment)
}

/// [`kmp_calloc`], likewise.
pub extern "C-unwind" fn kmpc_calloc(nelem: usize, elsize: usize) -> *mut c_void {
    kmp_calloc(nelem, elsize)
}

/// [`kmp_realloc`], likewise.
///
/// # Safety
/// As of [`kmp_realloc`].
pub unsafe extern "C-unwind" fn kmpc_realloc(ptr: *mut c_void, size: usize) -> *mut c_void {
    // SAFETY: the caller's promise.
    unsafe { kmp_realloc(ptr, size) }
}

/// [`kmp_free`], likewise.
///
/// # Safety
/// As of [`kmp_free`].
pub unsafe extern "C-unwind" fn kmpc_free(ptr: *mut c_void) {
    // SAFETY: the caller's promise.
    unsafe { kmp_free(ptr) };
}

/// [`kmp_malloc`] for Fortran programs.
///
/// # Safety
/// The argument can be read.
pub unsafe extern "C-unwind" fn kmp_malloc_(size: *const usize) -> *mut c_void {
    // SAFETY: the caller's promise.
    kmp_malloc(unsafe { *size })
}

/// [`kmp_aligned_malloc`] for Fortran programs.
///
/// # Safety
/// The arguments can be read.
pub unsafe extern "C-unwind" fn kmp_aligned_malloc_(size: *const usize, alignment: *const usize) -> *mut c_void {
    // SAFETY: the caller's promise.
    unsafe { kmp_aligned_malloc(*size, *alignment) }
}

/// [`kmp_calloc`] for Fortran programs.
///
/// # Safety
/// The arguments can be read.
pub unsafe extern "C-unwind" fn kmp_calloc_(nelem: *const usize, elsize: *const usize) -> *mut c_void {
    // SAFETY: the caller's promise.
    unsafe { kmp_calloc(*nelem, *elsize) }
}

/// [`kmp_realloc`] for Fortran programs.
///
/// # Safety
/// The arguments can be read; for the memory as of [`kmp_realloc`].
pub unsafe extern "C-unwind" fn kmp_realloc_(ptr: *const *mut c_void, size: *const usize) -> *mut c_void {
    // SAFETY: the caller's promise.
    unsafe { kmp_realloc(*ptr, *size) }
}

/// [`kmp_free`] for Fortran programs.
///
/// # Safety
/// The argument can be read; for the memory as of [`kmp_free`].
pub unsafe extern "C-unwind" fn kmp_free_(ptr: *const *mut c_void) {
    // SAFETY: the caller's promise.
    unsafe { kmp_free(*ptr) };
}
