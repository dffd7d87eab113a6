//! `target` constructs with `nowait`, and what LLVM's offloading library asks the runtime.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::ptr;

use super::ident::Ident;
use super::tasks::{__kmpc_omp_task_alloc, Entry, KmpTask, task_of};
use crate::abi::omp::device_uids::omp_get_uid_from_device;
use crate::abi::omp::interop::{self, Interop};
use crate::engine::constructs::offload::device;
use crate::engine::ground::settings;
use crate::engine::process::helpers;
use crate::engine::records::thread::Thread;
use crate::sys::environ;

/// `int __kmpc_get_target_offload(void)`: what OMP_TARGET_OFFLOAD says: 0 disabled, 1 default, 2
/// mandatory. libomptarget asks when it is loaded.
///
/// Called by LLVM's offloading library for `OMP_TARGET_OFFLOAD` (OpenMP 5.2, 21.2.8).
pub extern "C-unwind" fn __kmpc_get_target_offload() -> c_int {
    settings::get().target_offload as c_int
}

/// `kmp_task_t *__kmpc_omp_target_task_alloc(ident_t *location, int gtid, int flags, size_t size,
/// size_t shareds, kmp_routine_entry_t entry, int64_t device)`: makes the task of a `target`
/// construct with `nowait`, as [`__kmpc_omp_task_alloc`] does, for a hidden helper to execute;
/// `device`: of the construct. Without libomptarget the task calls the region on the host.
///
/// Emitted by Clang and Flang for `target nowait` (OpenMP 5.2, 13.8).
pub extern "C-unwind" fn __kmpc_omp_target_task_alloc(
    location: *const Ident,
    gtid: i32,
    flags: i32,
    size: usize,
    shareds: usize,
    entry: Option<Entry>,
    _device: i64,
) -> *mut KmpTask {
    let task = __kmpc_omp_task_alloc(location, gtid, flags, size, shareds, entry);
    // SAFETY: just allocated.
    helpers::leave_to_helpers(Thread::current(), unsafe { task_of(task) });
    task
}

/// `bool __kmpc_omp_has_task_team(int gtid)`: whether the calling thread's task can be put back and
/// asked again whether the device is done. None can: libomptarget then waits for the device inside
/// the task.
///
/// Called by LLVM's offloading library for `target nowait` (OpenMP 5.2, 13.8).
pub extern "C-unwind" fn __kmpc_omp_has_task_team(_gtid: i32) -> bool {
    false
}

/// `void **__kmpc_omp_get_target_async_handle_ptr(int gtid)`: where libomptarget keeps what the
/// calling thread's task waits for on the device; null: nowhere, it is to wait inside the task.
///
/// Called by LLVM's offloading library for `target nowait` (OpenMP 5.2, 13.8).
pub extern "C-unwind" fn __kmpc_omp_get_target_async_handle_ptr(_gtid: i32) -> *mut *mut c_void {
    ptr::null_mut()
}

/// The value of an environment variable for a device; null if it is not set.
fn variable(name: &CStr, device: c_int) -> *const c_char {
    let set = device::variable(&name.to_string_lossy(), device);
    set.and_then(|name| environ::get(&name)).map_or(ptr::null(), CStr::as_ptr)
}

/// `const char *__kmpc_get_device_env(const char *name, int device)`: the value of an environment
/// variable for a device: that of `NAME_DEV_n`, `NAME_DEV` or `NAME_ALL`, the first of them that is
/// set; null if none is. LLVM's offloading library asks.
///
/// Called by LLVM's offloading library, 24 and later, for variables of a device (OpenMP 5.2, 21).
///
/// # Safety
/// `name` is a string that ends with a null byte.
pub unsafe extern "C-unwind" fn __kmpc_get_device_env(name: *const c_char, device: c_int) -> *const c_char {
    // SAFETY: the caller's promise.
    variable(unsafe { CStr::from_ptr(name) }, device)
}

/// `const char *__kmpc_getenv_device(const char *name)`: as [`__kmpc_get_device_env`], for all
/// devices. Intel's offloading library asks.
///
/// Called by Intel's offloading library for variables of a device (OpenMP 5.2, 21).
///
/// # Safety
/// `name` is null or a string that ends with a null byte.
pub unsafe extern "C-unwind" fn __kmpc_getenv_device(name: *const c_char) -> *const c_char {
    if name.is_null() {
        return ptr::null();
    }
    // SAFETY: the caller's promise.
    variable(unsafe { CStr::from_ptr(name) }, -1)
}

/// `void __kmpc_set_device_trait(int device, int trait)`: Intel's offloading library tells which of
/// its devices have which traits, for OMP_AVAILABLE_DEVICES. All are used.
///
/// Called by Intel's offloading library for `OMP_AVAILABLE_DEVICES` (OpenMP 6.0, 4.3.7).
pub extern "C-unwind" fn __kmpc_set_device_trait(_device: c_int, _trait: c_int) {}

/// `int __kmpc_get_offload_device_num(int number)`: the number that the offloading library gave to
/// device `number` of the program: the same, as all devices are used.
///
/// Called by Intel's offloading library for `OMP_AVAILABLE_DEVICES` (OpenMP 6.0, 4.3.7).
pub extern "C-unwind" fn __kmpc_get_offload_device_num(number: c_int) -> c_int {
    number
}

/// `const char *__kmpc_get_uid_from_device(int number)`: [`omp_get_uid_from_device`], as Intel's
/// Fortran module calls it.
///
/// Called by Intel's Fortran module for `omp_get_uid_from_device` (OpenMP 6.0, 24.8).
pub extern "C-unwind" fn __kmpc_get_uid_from_device(number: c_int) -> *const c_char {
    omp_get_uid_from_device(number)
}

/// `same!(NAME, ROUTINE(…) -> RESULT)`: a routine as Intel's Fortran module calls it.
macro_rules! same {
    ($name:ident, $routine:ident($($parameter:ident: $of:ty),+) -> $result:ty) => {
        #[doc = prototype!($name)]
        #[doc = concat!("[`", stringify!($routine), "`](interop::", stringify!($routine), "), as Intel's Fortran module calls it.")]
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// As for the routine.
        pub unsafe extern "C-unwind" fn $name($($parameter: $of),+) -> $result {
            // SAFETY: the caller's promise.
            unsafe { interop::$routine($($parameter),+) }
        }
    };
}

same!(__kmpc_get_interop_ptr, omp_get_interop_ptr(interop: Interop, property: c_int, ret_code: *mut c_int) -> *mut c_void);
same!(__kmpc_get_interop_str, omp_get_interop_str(interop: Interop, property: c_int, ret_code: *mut c_int) -> *const c_char);
same!(__kmpc_get_interop_name, omp_get_interop_name(interop: Interop, property: c_int) -> *const c_char);
same!(__kmpc_get_interop_type_desc, omp_get_interop_type_desc(interop: Interop, property: c_int) -> *const c_char);
same!(__kmpc_get_interop_rc_desc, omp_get_interop_rc_desc(interop: Interop, ret_code: c_int) -> *const c_char);
