//! `kmp_malloc` and its siblings: memory that only they resize and free, under three names each.
//!
//! It is libc's. In libomp each thread has a heap of its own, which is what libc's arenas are
//! today.

use std::ffi::c_void;
use std::ptr;

use crate::engine::policies::load;
use crate::sys::memory;

/// `void *kmp_malloc(size_t size)`: `size` bytes, or NULL.
///
/// Intel's and LLVM's extension.
pub extern "C-unwind" fn kmp_malloc(size: usize) -> *mut c_void {
    load::called();
    memory::allocate(size, false).cast()
}

/// `void *kmp_aligned_malloc(size_t size, size_t alignment)`: `size` bytes at a multiple of
/// `alignment`, or NULL, also if that is not a power of two.
///
/// Intel's and LLVM's extension.
pub extern "C-unwind" fn kmp_aligned_malloc(size: usize, alignment: usize) -> *mut c_void {
    if alignment.is_power_of_two() { memory::allocate_aligned(alignment, size).cast() } else { ptr::null_mut() }
}

/// `void *kmp_calloc(size_t nelem, size_t elsize)`: `nelem` times `elsize` bytes of zeros, or NULL.
///
/// Intel's and LLVM's extension.
pub extern "C-unwind" fn kmp_calloc(nelem: usize, elsize: usize) -> *mut c_void {
    load::called();
    match nelem.checked_mul(elsize) {
        Some(size) => memory::allocate(size, true).cast(),
        None => ptr::null_mut(),
    }
}

/// `void *kmp_realloc(void *ptr, size_t size)`: makes an allocation `size` bytes large, wherever it
/// is then, or returns NULL and leaves it. NULL as `ptr` allocates; 0 as `size` frees and returns
/// NULL.
///
/// Intel's and LLVM's extension.
///
/// # Safety
/// `memory` is NULL or what one of these routines returned and nobody freed.
pub unsafe extern "C-unwind" fn kmp_realloc(memory: *mut c_void, size: usize) -> *mut c_void {
    if size == 0 {
        // SAFETY: the caller's promise.
        unsafe { kmp_free(memory) };
        return ptr::null_mut();
    }
    // SAFETY: the caller's promise.
    unsafe { memory::resize(memory.cast(), size) }.cast()
}

/// `void kmp_free(void *ptr)`: frees an allocation. NULL is none.
///
/// Intel's and LLVM's extension.
///
/// # Safety
/// `memory` is NULL or what one of these routines returned and nobody freed.
pub unsafe extern "C-unwind" fn kmp_free(memory: *mut c_void) {
    // SAFETY: the caller's promise.
    unsafe { memory::free(memory.cast()) };
}

/// `same!(NAME, ROUTINE(ARGUMENT: TYPE, …) -> RESULT)` defines the name that LLVM's headers declare
/// beside ROUTINE.
macro_rules! same {
    ($name:ident, $routine:ident($($argument:ident: $of:ty),+) $(-> $result:ty)?) => {
        #[doc = prototype!($name)]
        #[doc = concat!("[`", stringify!($routine), "`] under the name that LLVM's headers declare beside it.")]
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        #[doc = concat!("As for [`", stringify!($routine), "`].")]
        pub unsafe extern "C-unwind" fn $name($($argument: $of),+) $(-> $result)? {
            // SAFETY: the caller's promise.
            #[allow(unused_unsafe, reason = "only a routine that takes an address needs it")]
            unsafe { $routine($($argument),+) }
        }
    };
}

/// Likewise for Fortran programs, whose arguments come by reference.
macro_rules! by_reference {
    ($name:ident, $routine:ident($($argument:ident: $of:ty),+) $(-> $result:ty)?) => {
        #[doc = prototype!($name)]
        #[doc = concat!("[`", stringify!($routine), "`] for Fortran programs.")]
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        #[doc = concat!("The arguments point to values that can be read; otherwise as for [`", stringify!($routine), "`].")]
        pub unsafe extern "C-unwind" fn $name($($argument: *const $of),+) $(-> $result)? {
            // SAFETY: the caller's promise.
            unsafe { $routine($(*$argument),+) }
        }
    };
}

same!(kmpc_malloc, kmp_malloc(size: usize) -> *mut c_void);
same!(kmpc_aligned_malloc, kmp_aligned_malloc(size: usize, alignment: usize) -> *mut c_void);
same!(kmpc_calloc, kmp_calloc(nelem: usize, elsize: usize) -> *mut c_void);
same!(kmpc_realloc, kmp_realloc(memory: *mut c_void, size: usize) -> *mut c_void);
same!(kmpc_free, kmp_free(memory: *mut c_void));
by_reference!(kmp_malloc_, kmp_malloc(size: usize) -> *mut c_void);
by_reference!(kmp_aligned_malloc_, kmp_aligned_malloc(size: usize, alignment: usize) -> *mut c_void);
by_reference!(kmp_calloc_, kmp_calloc(nelem: usize, elsize: usize) -> *mut c_void);
by_reference!(kmp_realloc_, kmp_realloc(memory: *mut c_void, size: usize) -> *mut c_void);
by_reference!(kmp_free_, kmp_free(memory: *mut c_void));

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
