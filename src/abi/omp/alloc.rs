//! Memory allocation (OpenMP 5.2, 18.13). Programs call these.

use std::ffi::{c_int, c_void};
use std::ptr::{self, NonNull};

use crate::engine::constructs::alloc;
use crate::engine::constructs::alloc::Request;
use crate::engine::policies::load;

/// An `omp_alloctrait_t`.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Trait {
    key: c_int,
    value: usize,
}

/// `void *omp_alloc(size_t size, omp_allocator_handle_t allocator)`: `size` bytes from an
/// allocator, or if that is `omp_null_allocator` from the calling task's default one. NULL if there
/// is no memory and the allocator's fallback says so, or if `size` is 0.
///
/// OpenMP 5.2, 18.13.6.
pub extern "C-unwind" fn omp_alloc(size: usize, allocator: usize) -> *mut c_void {
    load::called();
    omp_aligned_alloc(1, size, allocator)
}

/// `void *omp_aligned_alloc(size_t alignment, size_t size, omp_allocator_handle_t allocator)`: as
/// [`omp_alloc`], aligned to `alignment` bytes at least. An alignment that is no power of two
/// counts as the next one.
///
/// OpenMP 5.2, 18.13.6.
pub extern "C-unwind" fn omp_aligned_alloc(alignment: usize, size: usize, allocator: usize) -> *mut c_void {
    load::called();
    pointer(alloc::allocate(Request { size, alignment, zeroed: false }, allocator))
}

/// `void *omp_calloc(size_t nmemb, size_t size, omp_allocator_handle_t allocator)`: `nmemb` times
/// `size` bytes, all 0.
///
/// OpenMP 5.2, 18.13.8.
pub extern "C-unwind" fn omp_calloc(nmemb: usize, size: usize, allocator: usize) -> *mut c_void {
    load::called();
    omp_aligned_calloc(1, nmemb, size, allocator)
}

/// `void *omp_aligned_calloc(size_t alignment, size_t nmemb, size_t size, omp_allocator_handle_t
/// allocator)`: as [`omp_calloc`], aligned to `alignment` bytes at least.
///
/// OpenMP 5.2, 18.13.8.
pub extern "C-unwind" fn omp_aligned_calloc(
    alignment: usize,
    nmemb: usize,
    size: usize,
    allocator: usize,
) -> *mut c_void {
    load::called();
    // A product that cannot be represented cannot be had either.
    let size = nmemb.saturating_mul(size);
    pointer(alloc::allocate(Request { size, alignment, zeroed: true }, allocator))
}

/// `void *omp_realloc(void *ptr, size_t size, omp_allocator_handle_t allocator,
/// omp_allocator_handle_t free_allocator)`: gives memory that was allocated another size, or moves
/// it to another allocator; its bytes are kept as far as they fit. `omp_null_allocator` is the one
/// that it is from, which is known, so `free_allocator` is not looked at. A NULL is allocated, size
/// 0 releases. NULL, and the memory as it was, if there is no memory.
///
/// OpenMP 5.2, 18.13.9.
///
/// # Safety
/// `ptr` is NULL, or from one of these routines and not released; unless NULL is returned for a
/// size above 0, it is released then.
pub unsafe extern "C-unwind" fn omp_realloc(
    ptr: *mut c_void,
    size: usize,
    allocator: usize,
    free_allocator: usize,
) -> *mut c_void {
    match NonNull::new(ptr) {
        None => omp_alloc(size, allocator),
        Some(_) if size == 0 => {
            // SAFETY: the caller's promise.
            unsafe { omp_free(ptr, free_allocator) };
            ptr::null_mut()
        }
        // SAFETY: the caller's promise.
        Some(bytes) => pointer(unsafe { alloc::reallocate(bytes.cast(), size, allocator) }),
    }
}

/// `void omp_free(void *ptr, omp_allocator_handle_t allocator)`: releases memory to the allocator
/// that it is from, which is known, so `allocator` is not looked at. A NULL is ignored.
///
/// OpenMP 5.2, 18.13.7.
///
/// # Safety
/// `ptr` is NULL, or from one of these routines, not released, and not used any more.
pub unsafe extern "C-unwind" fn omp_free(ptr: *mut c_void, _allocator: usize) {
    if let Some(bytes) = NonNull::new(ptr) {
        // SAFETY: the caller's promise.
        unsafe { alloc::release(bytes.cast()) };
    }
}

/// `omp_allocator_handle_t omp_init_allocator(omp_memspace_handle_t memspace, int ntraits, const
/// omp_alloctrait_t traits[])`: a new allocator of a memory space with `ntraits` traits.
/// `omp_null_allocator` if there is no such space, or no such trait or value.
///
/// OpenMP 5.2, 18.13.2.
///
/// # Safety
/// `traits` is NULL, or has `ntraits` elements.
pub unsafe extern "C-unwind" fn omp_init_allocator(space: usize, ntraits: c_int, traits: *const Trait) -> usize {
    load::called();
    let traits = match usize::try_from(ntraits) {
        Ok(0) | Err(_) => &[],
        Ok(_) if traits.is_null() => return 0,
        // SAFETY: the caller's promise.
        Ok(count) => unsafe { std::slice::from_raw_parts(traits, count) },
    };
    alloc::create(space, traits.iter().map(|given| (given.key, given.value))).unwrap_or(0)
}

/// `void omp_destroy_allocator(omp_allocator_handle_t allocator)`: ends an allocator that was made
/// by [`omp_init_allocator`]; another one is left alone.
///
/// OpenMP 5.2, 18.13.3.
pub extern "C-unwind" fn omp_destroy_allocator(allocator: usize) {
    alloc::destroy(allocator);
}

/// `void omp_set_default_allocator(omp_allocator_handle_t allocator)`: what `omp_null_allocator`
/// stands for in the calling task: its def-allocator-var.
///
/// OpenMP 5.2, 18.13.4.
pub extern "C-unwind" fn omp_set_default_allocator(allocator: usize) {
    alloc::set_current_default(allocator);
}

/// `omp_allocator_handle_t omp_get_default_allocator(void)`: what it is.
///
/// OpenMP 5.2, 18.13.5.
pub extern "C-unwind" fn omp_get_default_allocator() -> usize {
    load::called();
    alloc::current_default()
}

/// A result as C has it.
fn pointer(bytes: Option<NonNull<u8>>) -> *mut c_void {
    bytes.map_or(ptr::null_mut(), |bytes| bytes.as_ptr().cast())
}
