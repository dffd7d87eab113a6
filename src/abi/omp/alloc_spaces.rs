//! Memory spaces and allocators of devices (OpenMP 6.0, 27.1 to 27.4). Programs call these;
//! compilers' headers have them since LLVM 21.
//!
//! This runtime knows the memory of the host, so what is asked for that is the space as it is, and
//! what is asked for another device is none: `omp_null_mem_space` and `omp_null_allocator`, both 0.

use std::ffi::c_int;

use crate::engine::constructs::alloc::spaces;

/// `omp_memspace_handle_t omp_get_devices_memspace(int ndevs, const int *devs,
/// omp_memspace_handle_t memspace)`: the space of the kind `memspace` that all of `ndevs` devices
/// share.
///
/// OpenMP 6.0, 27.1.1.
///
/// # Safety
/// `devs` is NULL, or has `ndevs` elements.
pub unsafe extern "C-unwind" fn omp_get_devices_memspace(ndevs: c_int, devs: *const c_int, space: usize) -> usize {
    let devices = match usize::try_from(ndevs) {
        Ok(1..) if devs.is_null() => return 0,
        // SAFETY: the caller's promise.
        Ok(count @ 1..) => unsafe { std::slice::from_raw_parts(devs, count) },
        _ => return 0,
    };
    spaces::of_devices(devices.iter().copied(), space).unwrap_or(0)
}

/// `omp_memspace_handle_t omp_get_device_memspace(int dev, omp_memspace_handle_t memspace)`: the
/// space of one device.
///
/// OpenMP 6.0, 27.1.2.
pub extern "C-unwind" fn omp_get_device_memspace(dev: c_int, space: usize) -> usize {
    spaces::of_devices([dev], space).unwrap_or(0)
}

/// `omp_memspace_handle_t omp_get_devices_and_host_memspace(int ndevs, const int *devs,
/// omp_memspace_handle_t memspace)`: the space that devices share with the host.
///
/// OpenMP 6.0, 27.1.3.
///
/// # Safety
/// `devs` is NULL, or has `ndevs` elements.
pub unsafe extern "C-unwind" fn omp_get_devices_and_host_memspace(
    ndevs: c_int,
    devs: *const c_int,
    space: usize,
) -> usize {
    if ndevs == 0 {
        return omp_get_devices_all_memspace(space);
    }
    // SAFETY: the caller's promise.
    unsafe { omp_get_devices_memspace(ndevs, devs, space) }
}

/// `omp_memspace_handle_t omp_get_device_and_host_memspace(int dev, omp_memspace_handle_t
/// memspace)`: the space that one device shares with the host.
///
/// OpenMP 6.0, 27.1.4.
pub extern "C-unwind" fn omp_get_device_and_host_memspace(dev: c_int, space: usize) -> usize {
    omp_get_device_memspace(dev, space)
}

/// `omp_memspace_handle_t omp_get_devices_all_memspace(omp_memspace_handle_t memspace)`: the space
/// that all available devices share.
///
/// OpenMP 6.0, 27.1.5.
pub extern "C-unwind" fn omp_get_devices_all_memspace(space: usize) -> usize {
    spaces::of_all_devices(space).unwrap_or(0)
}

/// `omp_allocator_handle_t omp_get_devices_allocator(int ndevs, const int *devs,
/// omp_memspace_handle_t memspace)`: the allocator, with no traits, of the space that
/// [`omp_get_devices_memspace`] says.
///
/// OpenMP 6.0, 27.8.1.
///
/// # Safety
/// `devs` is NULL, or has `ndevs` elements.
pub unsafe extern "C-unwind" fn omp_get_devices_allocator(ndevs: c_int, devs: *const c_int, space: usize) -> usize {
    // SAFETY: the caller's promise.
    spaces::allocator_of(unsafe { omp_get_devices_memspace(ndevs, devs, space) })
}

/// `omp_allocator_handle_t omp_get_device_allocator(int dev, omp_memspace_handle_t memspace)`: that
/// of one device.
///
/// OpenMP 6.0, 27.8.2.
pub extern "C-unwind" fn omp_get_device_allocator(dev: c_int, space: usize) -> usize {
    spaces::allocator_of(omp_get_device_memspace(dev, space))
}

/// `omp_allocator_handle_t omp_get_devices_and_host_allocator(int ndevs, const int *devs,
/// omp_memspace_handle_t memspace)`: that which devices share with the host.
///
/// OpenMP 6.0, 27.8.3.
///
/// # Safety
/// `devs` is NULL, or has `ndevs` elements.
pub unsafe extern "C-unwind" fn omp_get_devices_and_host_allocator(
    ndevs: c_int,
    devs: *const c_int,
    space: usize,
) -> usize {
    // SAFETY: the caller's promise.
    spaces::allocator_of(unsafe { omp_get_devices_and_host_memspace(ndevs, devs, space) })
}

/// `omp_allocator_handle_t omp_get_device_and_host_allocator(int dev, omp_memspace_handle_t
/// memspace)`: that which one device shares with the host.
///
/// OpenMP 6.0, 27.8.4.
pub extern "C-unwind" fn omp_get_device_and_host_allocator(dev: c_int, space: usize) -> usize {
    spaces::allocator_of(omp_get_device_and_host_memspace(dev, space))
}

/// `omp_allocator_handle_t omp_get_devices_all_allocator(omp_memspace_handle_t memspace)`: that
/// which all available devices share.
///
/// OpenMP 6.0, 27.8.5.
pub extern "C-unwind" fn omp_get_devices_all_allocator(space: usize) -> usize {
    spaces::allocator_of(omp_get_devices_all_memspace(space))
}

/// `int omp_get_memspace_num_resources(omp_memspace_handle_t memspace)`: how many parts a space has
/// that [`omp_get_submemspace`] tells apart: one, or none if there is no such space.
///
/// OpenMP 6.0, 27.2.
pub extern "C-unwind" fn omp_get_memspace_num_resources(space: usize) -> c_int {
    c_int::from(spaces::has_resources(space))
}

/// `omp_memspace_handle_t omp_get_submemspace(omp_memspace_handle_t memspace, int num_resources,
/// int *resources)`: the space that has only the `num_resources` parts of `memspace` whose numbers
/// are given. As each has one part, that is the space itself.
///
/// OpenMP 6.0, 27.4.
pub extern "C-unwind" fn omp_get_submemspace(space: usize, _num_resources: c_int, _resources: *mut c_int) -> usize {
    if spaces::has_resources(space) { space } else { 0 }
}

/// `omp_memspace_handle_t omp_get_dyn_gprivate_memspace(omp_access_t access_group)`: where the
/// dynamic groupprivate memory of a kernel is. The host runs no kernel.
///
/// OpenMP 6.1, draft.
pub extern "C-unwind" fn omp_get_dyn_gprivate_memspace(_access_group: c_int) -> usize {
    0
}
