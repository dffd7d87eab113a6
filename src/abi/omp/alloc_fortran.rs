//! The allocation routines for Fortran programs, which pass by reference. Those that Fortran binds
//! by their C names (`omp_alloc`, `omp_free` …) are in `alloc`.

use std::ffi::c_int;

use super::alloc::{self, Trait};

/// `omp_allocator_handle_t omp_init_allocator_(const omp_memspace_handle_t *memspace, const int
/// *ntraits, const omp_alloctrait_t *traits)`: [`alloc::omp_init_allocator`] for Fortran programs.
///
/// OpenMP 5.2, 18.13.2.
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

/// `omp_allocator_handle_t omp_init_allocator_8_(const omp_memspace_handle_t *memspace, const
/// int64_t *ntraits, const omp_alloctrait_t *traits)`: [`alloc::omp_init_allocator`] for Fortran
/// programs under `-fdefault-integer-8`.
///
/// OpenMP 5.2, 18.13.2.
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

/// `void omp_destroy_allocator_(const omp_allocator_handle_t *allocator)`:
/// [`alloc::omp_destroy_allocator`] for Fortran programs.
///
/// OpenMP 5.2, 18.13.3.
///
/// # Safety
/// The argument can be read.
pub unsafe extern "C-unwind" fn omp_destroy_allocator_(allocator: *const usize) {
    // SAFETY: the caller's promise.
    alloc::omp_destroy_allocator(unsafe { *allocator });
}

/// `void omp_set_default_allocator_(const omp_allocator_handle_t *allocator)`:
/// [`alloc::omp_set_default_allocator`] for Fortran programs.
///
/// OpenMP 5.2, 18.13.4.
///
/// # Safety
/// The argument can be read.
pub unsafe extern "C-unwind" fn omp_set_default_allocator_(allocator: *const usize) {
    // SAFETY: the caller's promise.
    alloc::omp_set_default_allocator(unsafe { *allocator });
}

/// `omp_allocator_handle_t omp_get_default_allocator_(void)`: [`alloc::omp_get_default_allocator`]
/// for Fortran programs.
///
/// OpenMP 5.2, 18.13.5.
pub extern "C-unwind" fn omp_get_default_allocator_() -> usize {
    alloc::omp_get_default_allocator()
}
