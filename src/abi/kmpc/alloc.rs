//! `allocate` clauses and directives, and `uses_allocators`. Clang and Flang call the first of
//! these for variables; each does what the routine of OpenMP 5.2, 18.13, does that has its name.

use std::ffi::{c_int, c_void};

use crate::abi::omp::alloc::{self, Trait};

/// `void *__kmpc_alloc(int gtid, size_t size, omp_allocator_handle_t allocator)`: memory of a
/// variable: `size` bytes.
///
/// Emitted by Clang and Flang for `allocate` directives and clauses (OpenMP 5.2, 6.5 and 6.6).
pub extern "C-unwind" fn __kmpc_alloc(_gtid: i32, size: usize, allocator: usize) -> *mut c_void {
    alloc::omp_alloc(size, allocator)
}

/// `void *__kmpc_aligned_alloc(int gtid, size_t alignment, size_t size, omp_allocator_handle_t
/// allocator)`: the same with an `align` modifier or clause.
///
/// Emitted by Clang for `allocate` with `align` (OpenMP 5.2, 6.3).
pub extern "C-unwind" fn __kmpc_aligned_alloc(
    _gtid: i32,
    alignment: usize,
    size: usize,
    allocator: usize,
) -> *mut c_void {
    alloc::omp_aligned_alloc(alignment, size, allocator)
}

/// `void *__kmpc_calloc(int gtid, size_t nmemb, size_t size, omp_allocator_handle_t allocator)`:
/// [`alloc::omp_calloc`].
///
/// LLVM's extension beside `omp_calloc` (OpenMP 5.2, 18.13.8).
pub extern "C-unwind" fn __kmpc_calloc(_gtid: i32, nmemb: usize, size: usize, allocator: usize) -> *mut c_void {
    alloc::omp_calloc(nmemb, size, allocator)
}

/// `void *__kmpc_realloc(int gtid, void *ptr, size_t size, omp_allocator_handle_t allocator,
/// omp_allocator_handle_t free_allocator)`: [`alloc::omp_realloc`].
///
/// LLVM's extension beside `omp_realloc` (OpenMP 5.2, 18.13.9).
///
/// # Safety
/// As of [`alloc::omp_realloc`].
pub unsafe extern "C-unwind" fn __kmpc_realloc(
    _gtid: i32,
    ptr: *mut c_void,
    size: usize,
    allocator: usize,
    free_allocator: usize,
) -> *mut c_void {
    // SAFETY: the caller's promise.
    unsafe { alloc::omp_realloc(ptr, size, allocator, free_allocator) }
}

/// `void __kmpc_free(int gtid, void *ptr, omp_allocator_handle_t allocator)`: at the end of the
/// variable's life.
///
/// Emitted by Clang and Flang for `allocate` directives and clauses (OpenMP 5.2, 6.5 and 6.6).
///
/// # Safety
/// As of [`alloc::omp_free`].
pub unsafe extern "C-unwind" fn __kmpc_free(_gtid: i32, ptr: *mut c_void, allocator: usize) {
    // SAFETY: the caller's promise.
    unsafe { alloc::omp_free(ptr, allocator) };
}

/// `omp_allocator_handle_t __kmpc_init_allocator(int gtid, omp_memspace_handle_t memspace, int
/// ntraits, const omp_alloctrait_t traits[])`: at the start of a region with `uses_allocators`.
///
/// Emitted by Clang for `uses_allocators` (OpenMP 5.2, 6.8).
///
/// # Safety
/// As of [`alloc::omp_init_allocator`].
pub unsafe extern "C-unwind" fn __kmpc_init_allocator(
    _gtid: i32,
    space: usize,
    ntraits: c_int,
    traits: *const Trait,
) -> usize {
    // SAFETY: the caller's promise.
    unsafe { alloc::omp_init_allocator(space, ntraits, traits) }
}

/// `void __kmpc_destroy_allocator(int gtid, omp_allocator_handle_t allocator)`: at its end.
///
/// Emitted by Clang for `uses_allocators` (OpenMP 5.2, 6.8).
pub extern "C-unwind" fn __kmpc_destroy_allocator(_gtid: i32, allocator: usize) {
    alloc::omp_destroy_allocator(allocator);
}

/// `void __kmpc_set_default_allocator(int gtid, omp_allocator_handle_t allocator)`:
/// [`alloc::omp_set_default_allocator`].
///
/// LLVM's extension beside `omp_set_default_allocator` (OpenMP 5.2, 18.13.4).
pub extern "C-unwind" fn __kmpc_set_default_allocator(_gtid: i32, allocator: usize) {
    alloc::omp_set_default_allocator(allocator);
}

/// `omp_allocator_handle_t __kmpc_get_default_allocator(int gtid)`:
/// [`alloc::omp_get_default_allocator`].
///
/// LLVM's extension beside `omp_get_default_allocator` (OpenMP 5.2, 18.13.5).
pub extern "C-unwind" fn __kmpc_get_default_allocator(_gtid: i32) -> usize {
    alloc::omp_get_default_allocator()
}
