//! Names of devices that differ between all devices there are (OpenMP 6.0, 24.7 and 24.8). Programs
//! call these.
//!
//! GCC and Clang call the host by different names; the one is given, both are understood.

use std::ffi::{CStr, c_char, c_int};
use std::{ptr, slice};

use super::fortran::{ToInt, give};
use crate::engine::constructs::offload::device;

/// The host's name in libgomp.
const HOST: &CStr = c"OMP_INITIAL_DEVICE";

/// The host's name in libomptarget.
const LLVM_HOST: &CStr = c"HOST";

/// `const char *omp_get_uid_from_device(int device_num)`: the name of the device; null if there is
/// none of this number.
///
/// OpenMP 6.0, 24.8.
pub extern "C-unwind" fn omp_get_uid_from_device(device_num: c_int) -> *const c_char {
    if device::is_host(device_num) { HOST.as_ptr() } else { ptr::null() }
}

/// `int omp_get_device_from_uid(const char *uid)`: the number of the device of this name, or
/// `omp_invalid_device` as GCC's header has it.
///
/// OpenMP 6.0, 24.7.
///
/// # Safety
/// `uid` is null or a string that ends with a null byte.
pub unsafe extern "C-unwind" fn omp_get_device_from_uid(uid: *const c_char) -> c_int {
    if uid.is_null() {
        return device::INVALID;
    }
    // SAFETY: the caller's promise.
    number_of(unsafe { CStr::from_ptr(uid) }.to_bytes())
}

fn number_of(uid: &[u8]) -> c_int {
    if [HOST, LLVM_HOST].iter().any(|name| name.to_bytes() == uid) { device::host() } else { device::INVALID }
}

/// `int omp_get_device_from_uid_(const char *uid, size_t length)`: [`omp_get_device_from_uid`] for
/// Fortran programs of GCC, which pass the length of the name behind it.
///
/// OpenMP 6.0, 24.7.
///
/// # Safety
/// `uid` has `length` bytes.
pub unsafe extern "C-unwind" fn omp_get_device_from_uid_(uid: *const c_char, length: usize) -> c_int {
    // SAFETY: the caller's promise; an empty name may have any address.
    number_of(if length == 0 { &[] } else { unsafe { slice::from_raw_parts(uid.cast(), length) } })
}

/// `void omp_get_uid_from_device_(const char **uid, size_t *length, int device_num)`:
/// [`omp_get_uid_from_device`] for Fortran programs of GCC: the name and its length are written to
/// `*uid` and `*length`.
///
/// OpenMP 6.0, 24.8.
///
/// # Safety
/// `uid` and `length` can be written.
pub unsafe extern "C-unwind" fn omp_get_uid_from_device_(uid: *mut *const c_char, length: *mut usize, device_num: i32) {
    // SAFETY: the caller's promise.
    unsafe { give(omp_get_uid_from_device(device_num), uid, length) };
}

/// `void omp_get_uid_from_device_8_(const char **uid, size_t *length, int64_t device_num)`:
/// [`omp_get_uid_from_device_`] under `-fdefault-integer-8`.
///
/// OpenMP 6.0, 24.8.
///
/// # Safety
/// As for [`omp_get_uid_from_device_`].
pub unsafe extern "C-unwind" fn omp_get_uid_from_device_8_(
    uid: *mut *const c_char,
    length: *mut usize,
    device_num: i64,
) {
    // SAFETY: the caller's promise.
    unsafe { give(omp_get_uid_from_device(device_num.to_int()), uid, length) };
}

/// `const char *omp_get_uid_from_device___VERSION(int device_num)`: libomp's, which is the C
/// function.
///
/// OpenMP 6.0, 24.8.
pub extern "C-unwind" fn omp_get_uid_from_device___VERSION(device_num: c_int) -> *const c_char {
    omp_get_uid_from_device(device_num)
}

/// `const char *omp_get_uid_from_device___OMP_6_0(int device_num)`: as
/// [`omp_get_uid_from_device___VERSION`].
///
/// OpenMP 6.0, 24.8.
pub extern "C-unwind" fn omp_get_uid_from_device___OMP_6_0(device_num: c_int) -> *const c_char {
    omp_get_uid_from_device(device_num)
}

/// `int omp_get_device_from_uid___VERSION(const char *uid)`: libomp's, which is the C function.
///
/// OpenMP 6.0, 24.7.
///
/// # Safety
/// As for [`omp_get_device_from_uid`].
pub unsafe extern "C-unwind" fn omp_get_device_from_uid___VERSION(uid: *const c_char) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { omp_get_device_from_uid(uid) }
}

/// `int omp_get_device_from_uid___OMP_6_0(const char *uid)`: as
/// [`omp_get_device_from_uid___VERSION`].
///
/// OpenMP 6.0, 24.7.
///
/// # Safety
/// As for [`omp_get_device_from_uid`].
pub unsafe extern "C-unwind" fn omp_get_device_from_uid___OMP_6_0(uid: *const c_char) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { omp_get_device_from_uid(uid) }
}
