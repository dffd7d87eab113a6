//! The allocation routines for Fortran programs, which pass by reference. Those that Fortran binds by their C names
//! (`omp_alloc`, `omp_free` …) are in `alloc`.

use std::ffi::c_int;

use super::alloc::{self, Trait};

/// [`alloc::omp_init_allocator`] for Fortran programs.
///
/// # Safety
/// The arguments can be read, and `traits` has `ntraits` elements.
pub unsafe extern "C-unwind" fn omp_init_allocator_(
    space: *const usize,
    ntraits: *const c_int,
    traits: *const Trait,
) -> usize {
    // SAFETY: the caller's promise.
    unsafe { alloc::omp_init_allocator(*space, *ntraits, traits) }
}

/// [`alloc::omp_init_allocator`] for Fortran programs under `-fdefault-integer-8`.
///
/// # Safety
/// As of [`omp_init_allocator_`].
pub unsafe extern "C-unwind" fn omp_init_allocator_8_(
    space: *const usize,
    ntraits: *const i64,
    traits: *const Trait,
) -> usize {
    // SAFETY: the caller's promise.
    unsafe {
        let ntraits = c_int::try_from(*ntraits).unwrap_or(0);
        alloc::omp_init_allocator(*space, ntraits, traits)
    }
}

/// [`alloc::omp_destroy_allocator`] for Fortran programs.
///
/// # Safety
/// The argument can be read.
pub unsafe extern "C-unwind" fn omp_destroy_allocator_(allocator: *const usize) {
    // SAFETY: the caller's promise.
    alloc::omp_destroy_allocator(unsafe { *allocator });
}

/// [`alloc::omp_set_default_allocator`] for Fortran programs.
///
/// # Safety
/// The argument can be read.
pub unsafe extern "C-unwind" fn omp_set_default_allocator_(allocator: *const usize) {
    // SAFETY: the caller's promise.
    alloc::omp_set_default_allocator(unsafe { *allocator });
}

/// [`alloc::omp_get_default_allocator`] for Fortran programs.
pub extern "C-unwind" fn omp_get_default_allocator_() -> usize {
    alloc::omp_get_default_allocator()
}
