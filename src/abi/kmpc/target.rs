//! `target` constructs with `nowait`, and what LLVM's offloading library asks the runtime.

use std::ffi::{c_int, c_void};
use std::ptr;

use super::ident::Ident;
use super::tasks::{__kmpc_omp_task_alloc, Entry, KmpTask};
use crate::engine::settings;

/// What OMP_TARGET_OFFLOAD says: 0 disabled, 1 default, 2 mandatory. libomptarget asks when it is loaded.
pub extern "C-unwind" fn __kmpc_get_target_offload() -> c_int {
    settings::get().target_offload as c_int
}

/// Makes the task of a `target` construct with `nowait` or `depend`, as [`__kmpc_omp_task_alloc`] does; `device`: of the
/// construct. Without libomptarget the task calls the region on the host.
pub extern "C-unwind" fn __kmpc_omp_target_task_alloc(
    location: *const Ident,
    gtid: i32,
    flags: i32,
    size: usize,
    shareds: usize,
    entry: Option<Entry>,
    _device: i64,
) -> *mut KmpTask {
    __kmpc_omp_task_alloc(location, gtid, flags, size, shareds, entry)
}

/// Whether the calling thread's task can be put back and asked again whether the device is done. None can: libomptarget
/// then waits for the device inside the task.
pub extern "C-unwind" fn __kmpc_omp_has_task_team(_gtid: i32) -> bool {
    false
}

/// Where libomptarget keeps what the calling thread's task waits for on the device; null: nowhere, it is to wait inside
/// the task.
pub extern "C-unwind" fn __kmpc_omp_get_target_async_handle_ptr(_gtid: i32) -> *mut *mut c_void {
    ptr::null_mut()
}
