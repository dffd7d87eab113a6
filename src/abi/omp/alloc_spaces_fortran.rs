//! The routines of `alloc_spaces` for Fortran programs, which pass by reference.

use std::ffi::c_int;

use super::alloc_spaces::*;

/// `omp_memspace_handle_t omp_get_devices_memspace_(const int *ndevs, const int *devs, const
/// omp_memspace_handle_t *memspace)`: [`omp_get_devices_memspace`] for Fortran programs.
///
/// OpenMP 6.0, 27.1.1.
///
/// # Safety
/// The arguments can be read, and `devs` has `ndevs` elements.
pub unsafe extern "C-unwind" fn omp_get_devices_memspace_(
    ndevs: *const c_int,
    devs: *const c_int,
    space: *const usize,
) -> usize {
    // SAFETY: the caller's promise.
    unsafe { omp_get_devices_memspace(*ndevs, devs, *space) }
}

/// `omp_memspace_handle_t omp_get_device_memspace_(const int *dev, const omp_memspace_handle_t
/// *memspace)`: [`omp_get_device_memspace`] for Fortran programs.
///
/// OpenMP 6.0, 27.1.2.
///
/// # Safety
/// The arguments can be read.
pub unsafe extern "C-unwind" fn omp_get_device_memspace_(dev: *const c_int, space: *const usize) -> usize {
    // SAFETY: the caller's promise.
    unsafe { omp_get_device_memspace(*dev, *space) }
}

/// `omp_memspace_handle_t omp_get_devices_and_host_memspace_(const int *ndevs, const int *devs,
/// const omp_memspace_handle_t *memspace)`: [`omp_get_devices_and_host_memspace`] for Fortran
/// programs.
///
/// OpenMP 6.0, 27.1.3.
///
/// # Safety
/// The arguments can be read, and `devs` has `ndevs` elements.
pub unsafe extern "C-unwind" fn omp_get_devices_and_host_memspace_(
    ndevs: *const c_int,
    devs: *const c_int,
    space: *const usize,
) -> usize {
    // SAFETY: the caller's promise.
    unsafe { omp_get_devices_and_host_memspace(*ndevs, devs, *space) }
}

/// `omp_memspace_handle_t omp_get_device_and_host_memspace_(const int *dev, const
/// omp_memspace_handle_t *memspace)`: [`omp_get_device_and_host_memspace`] for Fortran programs.
///
/// OpenMP 6.0, 27.1.4.
///
/// # Safety
/// The arguments can be read.
pub unsafe extern "C-unwind" fn omp_get_device_and_host_memspace_(dev: *const c_int, space: *const usize) -> usize {
    // SAFETY: the caller's promise.
    unsafe { omp_get_device_and_host_memspace(*dev, *space) }
}

/// `omp_memspace_handle_t omp_get_devices_all_memspace_(const omp_memspace_handle_t *memspace)`:
/// [`omp_get_devices_all_memspace`] for Fortran programs.
///
/// OpenMP 6.0, 27.1.5.
///
/// # Safety
/// The arguments can be read.
pub unsafe extern "C-unwind" fn omp_get_devices_all_memspace_(space: *const usize) -> usize {
    // SAFETY: the caller's promise.
    unsafe { omp_get_devices_all_memspace(*space) }
}

/// `omp_allocator_handle_t omp_get_devices_allocator_(const int *ndevs, const int *devs, const
/// omp_memspace_handle_t *memspace)`: [`omp_get_devices_allocator`] for Fortran programs.
///
/// OpenMP 6.0, 27.8.1.
///
/// # Safety
/// The arguments can be read, and `devs` has `ndevs` elements.
pub unsafe extern "C-unwind" fn omp_get_devices_allocator_(
    ndevs: *const c_int,
    devs: *const c_int,
    space: *const usize,
) -> usize {
    // SAFETY: the caller's promise.
    unsafe { omp_get_devices_allocator(*ndevs, devs, *space) }
}

/// `omp_allocator_handle_t omp_get_device_allocator_(const int *dev, const omp_memspace_handle_t
/// *memspace)`: [`omp_get_device_allocator`] for Fortran programs.
///
/// OpenMP 6.0, 27.8.2.
///
/// # Safety
/// The arguments can be read.
pub unsafe extern "C-unwind" fn omp_get_device_allocator_(dev: *const c_int, space: *const usize) -> usize {
    // SAFETY: the caller's promise.
    unsafe { omp_get_device_allocator(*dev, *space) }
}

/// `omp_allocator_handle_t omp_get_devices_and_host_allocator_(const int *ndevs, const int *devs,
/// const omp_memspace_handle_t *memspace)`: [`omp_get_devices_and_host_allocator`] for Fortran
/// programs.
///
/// OpenMP 6.0, 27.8.3.
///
/// # Safety
/// The arguments can be read, and `devs` has `ndevs` elements.
pub unsafe extern "C-unwind" fn omp_get_devices_and_host_allocator_(
    ndevs: *const c_int,
    devs: *const c_int,
    space: *const usize,
) -> usize {
    // SAFETY: the caller's promise.
    unsafe { omp_get_devices_and_host_allocator(*ndevs, devs, *space) }
}

/// `omp_allocator_handle_t omp_get_device_and_host_allocator_(const int *dev, const
/// omp_memspace_handle_t *memspace)`: [`omp_get_device_and_host_allocator`] for Fortran programs.
///
/// OpenMP 6.0, 27.8.4.
///
/// # Safety
/// The arguments can be read.
pub unsafe extern "C-unwind" fn omp_get_device_and_host_allocator_(dev: *const c_int, space: *const usize) -> usize {
    // SAFETY: the caller's promise.
    unsafe { omp_get_device_and_host_allocator(*dev, *space) }
}

/// `omp_allocator_handle_t omp_get_devices_all_allocator_(const omp_memspace_handle_t *memspace)`:
/// [`omp_get_devices_all_allocator`] for Fortran programs.
///
/// OpenMP 6.0, 27.8.5.
///
/// # Safety
/// The arguments can be read.
pub unsafe extern "C-unwind" fn omp_get_devices_all_allocator_(space: *const usize) -> usize {
    // SAFETY: the caller's promise.
    unsafe { omp_get_devices_all_allocator(*space) }
}

/// `int omp_get_memspace_num_resources_(const omp_memspace_handle_t *memspace)`:
/// [`omp_get_memspace_num_resources`] for Fortran programs.
///
/// OpenMP 6.0, 27.2.
///
/// # Safety
/// The argument can be read.
pub unsafe extern "C-unwind" fn omp_get_memspace_num_resources_(space: *const usize) -> c_int {
    // SAFETY: the caller's promise.
    omp_get_memspace_num_resources(unsafe { *space })
}

/// `omp_memspace_handle_t omp_get_submemspace_(const omp_memspace_handle_t *memspace, const int
/// *num_resources, int *resources)`: [`omp_get_submemspace`] for Fortran programs.
///
/// OpenMP 6.0, 27.4.
///
/// # Safety
/// The arguments can be read.
pub unsafe extern "C-unwind" fn omp_get_submemspace_(
    space: *const usize,
    num_resources: *const c_int,
    resources: *mut c_int,
) -> usize {
    // SAFETY: the caller's promise.
    unsafe { omp_get_submemspace(*space, *num_resources, resources) }
}
