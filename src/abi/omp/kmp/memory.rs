//! `kmp_malloc` and its siblings: memory that only they resize and free.
//!
//! It is libc's. In libomp each thread has a heap of its own, which is what libc's arenas are today.

use std::ffi::c_void;
use std::ptr;

/// `void *kmp_malloc(size_t size)`: `size` bytes, or NULL.
pub extern "C-unwind" fn kmp_malloc(size: usize) -> *mut c_void {
    // SAFETY: any size is allowed.
    unsafe { libc::malloc(size) }
}

/// `void *kmp_aligned_malloc(size_t size, size_t alignment)`: `size` bytes at a multiple of `alignment`, or NULL, also if
/// that is not a power of two.
pub extern "C-unwind" fn kmp_aligned_malloc(size: usize, alignment: usize) -> *mut c_void {
    let mut memory = ptr::null_mut();
    // A power of two below a pointer's size, which posix_memalign refuses, is met by one that it takes.
    let at = alignment.max(if alignment.is_power_of_two() { size_of::<usize>() } else { 0 });
    // SAFETY: `memory` is valid for writing; what posix_memalign does not take it refuses.
    match unsafe { libc::posix_memalign(&raw mut memory, at, size) } {
        0 => memory,
        _ => ptr::null_mut(),
    }
}

/// `void *kmp_calloc(size_t nelem, size_t elsize)`: `nelem` times `elsize` bytes of zeros, or NULL.
pub extern "C-unwind" fn kmp_calloc(nelem: usize, elsize: usize) -> *mut c_void {
    // SAFETY: any sizes are allowed; calloc refuses a product that overflows.
    unsafe { libc::calloc(nelem, elsize) }
}

/// `void *kmp_realloc(void *ptr, size_t size)`: makes an allocation `size` bytes large, wherever it is then, or returns
/// NULL and leaves it. NULL as `ptr` allocates; 0 as `size` frees and returns NULL.
///
/// # Safety
/// `memory` is NULL or what one of these routines returned and nobody freed.
pub unsafe extern "C-unwind" fn kmp_realloc(memory: *mut c_void, size: usize) -> *mut c_void {
    if size == 0 {
        // SAFETY: the caller's promise.
        unsafe { libc::free(memory) };
        return ptr::null_mut();
    }
    // SAFETY: the caller's promise.
    unsafe { libc::realloc(memory, size) }
}

/// `void kmp_free(void *ptr)`: frees an allocation. NULL is none.
///
/// # Safety
/// `memory` is NULL or what one of these routines returned and nobody freed.
pub unsafe extern "C-unwind" fn kmp_free(memory: *mut c_void) {
    // SAFETY: the caller's promise.
    unsafe { libc::free(memory) };
}

/// [`kmp_malloc`] under the name that LLVM's headers declare beside it.
pub extern "C-unwind" fn kmpc_malloc(size: usize) -> *mut c_void {
    kmp_malloc(size)
}

/// [`kmp_aligned_malloc`] under the name that LLVM's headers declare beside it.
pub extern "C-unwind" fn kmpc_aligned_malloc(size: usize, alignment: usize) -> *mut c_void {
    kmp_aligned_malloc(size, alignment)
}

/// [`kmp_calloc`] under the name that LLVM's headers declare beside it.
pub extern "C-unwind" fn kmpc_calloc(nelem: usize, elsize: usize) -> *mut c_void {
    kmp_calloc(nelem, elsize)
}

/// [`kmp_realloc`] under the name that LLVM's headers declare beside it.
///
/// # Safety
/// As for [`kmp_realloc`].
pub unsafe extern "C-unwind" fn kmpc_realloc(memory: *mut c_void, size: usize) -> *mut c_void {
    // SAFETY: the caller's promise.
    unsafe { kmp_realloc(memory, size) }
}

/// [`kmp_free`] under the name that LLVM's headers declare beside it.
///
/// # Safety
/// As for [`kmp_free`].
pub unsafe extern "C-unwind" fn kmpc_free(memory: *mut c_void) {
    // SAFETY: the caller's promise.
    unsafe { kmp_free(memory) };
}

/// [`kmp_malloc`] for Fortran programs.
///
/// # Safety
/// The argument points to a value that can be read.
pub unsafe extern "C-unwind" fn kmp_malloc_(size: *const usize) -> *mut c_void {
    // SAFETY: the caller's promise.
    kmp_malloc(unsafe { *size })
}

/// [`kmp_aligned_malloc`] for Fortran programs.
///
/// # Safety
/// The arguments point to values that can be read.
pub unsafe extern "C-unwind" fn kmp_aligned_malloc_(size: *const usize, alignment: *const usize) -> *mut c_void {
    // SAFETY: the caller's promise.
    let (size, alignment) = unsafe { (*size, *alignment) };
    kmp_aligned_malloc(size, alignment)
}

/// [`kmp_calloc`] for Fortran programs.
///
/// # Safety
/// The arguments point to values that can be read.
pub unsafe extern "C-unwind" fn kmp_calloc_(nelem: *const usize, elsize: *const usize) -> *mut c_void {
    // SAFETY: the caller's promise.
    let (nelem, elsize) = unsafe { (*nelem, *elsize) };
    kmp_calloc(nelem, elsize)
}

/// [`kmp_realloc`] for Fortran programs.
///
/// # Safety
/// The arguments point to values that can be read; the first as for [`kmp_realloc`].
pub unsafe extern "C-unwind" fn kmp_realloc_(memory: *const *mut c_void, size: *const usize) -> *mut c_void {
    // SAFETY: the caller's promise.
    unsafe { kmp_realloc(*memory, *size) }
}

/// [`kmp_free`] for Fortran programs.
///
/// # Safety
/// The argument points to a value as for [`kmp_free`].
pub unsafe extern "C-unwind" fn kmp_free_(memory: *const *mut c_void) {
    // SAFETY: the caller's promise.
    unsafe { kmp_free(*memory) };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_allocation_has_the_alignment_that_was_asked_for() {
        for alignment in [1, 2, 8, 64, 4096] {
            let memory = kmp_aligned_malloc(10, alignment);
            assert!(!memory.is_null() && memory.addr().is_multiple_of(alignment));
            // SAFETY: just allocated.
            unsafe { kmp_free(memory) };
        }
        assert!(kmp_aligned_malloc(10, 48).is_null());
        assert!(kmp_aligned_malloc(10, 0).is_null());
    }

    #[test]
    fn resizing_to_nothing_frees() {
        // SAFETY: NULL, and what was just allocated.
        unsafe {
            let memory = kmp_realloc(ptr::null_mut(), 10);
            assert!(!memory.is_null());
            assert!(kmp_realloc(memory, 0).is_null());
        }
    }
}
