//! Devices (OpenMP 5.2, 18.7). Programs call these.
//!
//! There is none but the host, whose number is the number of devices: 0, or what LLVM's offloading
//! library says if the process has it.

use std::ffi::c_int;

use super::{change_icv, icv};
use crate::engine::constructs::offload::device;
use crate::engine::policies::load;

/// `void omp_set_default_device(int device_num)`: the device of `target` constructs without a
/// `device` clause.
///
/// OpenMP 5.2, 18.7.2.
pub extern "C-unwind" fn omp_set_default_device(device_num: c_int) {
    change_icv(|icv| icv.default_device = device_num);
}

/// `int omp_get_default_device(void)`: that device.
///
/// OpenMP 5.2, 18.7.3.
pub extern "C-unwind" fn omp_get_default_device() -> c_int {
    icv(|icv| icv.default_device)
}

/// `int omp_get_num_devices(void)`: how many devices there are beside the host.
///
/// OpenMP 5.2, 18.7.4.
pub extern "C-unwind" fn omp_get_num_devices() -> c_int {
    load::called();
    device::count()
}

/// `int omp_get_device_num(void)`: the device that the calling thread runs on.
///
/// OpenMP 5.2, 18.7.5.
pub extern "C-unwind" fn omp_get_device_num() -> c_int {
    omp_get_initial_device()
}

/// `int omp_is_initial_device(void)`: 1 on the host.
///
/// OpenMP 5.2, 18.7.6.
pub extern "C-unwind" fn omp_is_initial_device() -> c_int {
    load::called();
    1
}

/// `int omp_get_initial_device(void)`: the number of the host.
///
/// OpenMP 5.2, 18.7.7.
pub extern "C-unwind" fn omp_get_initial_device() -> c_int {
    load::called();
    device::host()
}

/// `void omp_get_device_distances(int ndevs, const int *devs, int *distances)`: how far each of
/// `ndevs` devices is from the host: 0 for the host itself, 1 for another device, -1 for a number
/// that is none, as in libgomp.
///
/// OpenMP 6.1, draft.
///
/// # Safety
/// Both arrays have `ndevs` elements.
pub unsafe extern "C-unwind" fn omp_get_device_distances(ndevs: c_int, devs: *const c_int, distances: *mut c_int) {
    for index in 0..usize::try_from(ndevs).unwrap_or(0) {
        // SAFETY: the caller's promise.
        unsafe { *distances.add(index) = device::distance(*devs.add(index), omp_get_default_device()) };
    }
}

fortran!(omp_set_default_device_, omp_set_default_device(device_num: i32));
fortran!(omp_set_default_device_8_, omp_set_default_device(device_num: i64));
fortran!(omp_get_default_device_, omp_get_default_device() -> c_int);
fortran!(omp_get_num_devices_, omp_get_num_devices() -> c_int);
fortran!(omp_get_device_num_, omp_get_device_num() -> c_int);
fortran!(omp_is_initial_device_, omp_is_initial_device() -> c_int);
fortran!(omp_get_initial_device_, omp_get_initial_device() -> c_int);
