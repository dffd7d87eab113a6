//! Names of devices that differ between all devices there are (OpenMP 6.0, 24.7 and 24.8). Programs call these.
//!
//! GCC and Clang call the host by different names; the one is given, both are understood.

use std::ffi::{CStr, c_char, c_int};
use std::{ptr, slice};

use super::fortran::{ToInt, give};
use crate::engine::target::device;

/// The host's name in libgomp.
const HOST: &CStr = c"OMP_INITIAL_DEVICE";

/// The host's name in libomptarget.
const LLVM_HOST: &CStr = c"HOST";

/// `const char *omp_get_uid_from_device(int device_num)`: the name of the device; null if there is none of this number.
pub extern "C-unwind" fn omp_get_uid_from_device(device_num: c_int) -> *const c_char {
    if device::is_host(device_num) { HOST.as_ptr() } else { ptr::null() }
}

/// `int omp_get_device_from_uid(const char *uid)`: the number of the device of this name, or `omp_invalid_device` as
/// GCC's header has it.
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

/// [`omp_get_device_from_uid`] for Fortran programs of GCC, which pass the length of the name behind it.
///
/// # Safety
/// `uid` has `length` bytes.
pub unsafe extern "C-unwind" fn omp_get_device_from_uid_(uid: *const c_char, length: usize) -> c_int {
    // SAFETY: the caller's promise; an empty name may have any address.
    number_of(if length == 0 { &[] } else { unsafe { slice::from_raw_parts(uid.cast(), length) } })
}

/// [`omp_get_uid_from_device`] for Fortran programs of GCC: the name and its length are written to `*uid` and `*length`.
///
/// # Safety
/// `uid` and `length` can be written.
pub unsafe extern "C-unwind" fn omp_get_uid_from_device_(uid: *mut *const c_char, length: *mut usize, device_num: i32) {
    // SAFETY: the caller's promise.
    unsafe { give(omp_get_uid_from_device(device_num), uid, length) };
}

/// [`omp_get_uid_from_device_`] under `-fdefault-integer-8`.
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

/// libomp's, which is the C function.
pub extern "C-unwind" fn omp_get_uid_from_device___VERSION(device_num: c_int) -> *const c_char {
    omp_get_uid_from_device(device_num)
}

/// As [`omp_get_uid_from_device___VERSION`].
pub extern "C-unwind" fn omp_get_uid_from_device___OMP_6_0(device_num: c_int) -> *const c_char {
    omp_get_uid_from_device(device_num)
}

/// libomp's, which is the C function.
///
/// # Safety
/// As for [`omp_get_device_from_uid`].
pub unsafe extern "C-unwind" fn omp_get_device_from_uid___VERSION(uid: *const c_char) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { omp_get_device_from_uid(uid) }
}

/// As [`omp_get_device_from_uid___VERSION`].
///
/// # Safety
/// As for [`omp_get_device_from_uid`].
pub unsafe extern "C-unwind" fn omp_get_device_from_uid___OMP_6_0(uid: *const c_char) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { omp_get_device_from_uid(uid) }
}
