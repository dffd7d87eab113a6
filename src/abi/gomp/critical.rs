//! `critical` (OpenMP 5.2, 15.2).

use std::ffi::c_void;

use crate::engine::constructs::mutex::{self, Known, Mutex};
use crate::engine::constructs::owner::current_gtid;
use crate::engine::protocols::lock::NamedLock;
use crate::engine::protocols::process_locks::UNNAMED_CRITICAL;

/// `void GOMP_critical_start(void)`: begins a `critical` without a name. Returns when no other
/// thread is in one.
///
/// Emitted by GCC for `critical` (OpenMP 5.2, 15.2).
pub extern "C-unwind" fn GOMP_critical_start() {
    UNNAMED_CRITICAL.lock(current_gtid());
}

/// [`GOMP_critical_start`] for a tool.
pub extern "C-unwind" fn start_told() {
    mutex::acquire(Known::new(Mutex::Critical, &raw const UNNAMED_CRITICAL), || GOMP_critical_start());
}

/// `void GOMP_critical_end(void)`: ends a `critical` without a name.
///
/// Emitted by GCC for `critical` (OpenMP 5.2, 15.2).
pub extern "C-unwind" fn GOMP_critical_end() {
    UNNAMED_CRITICAL.unlock();
}

/// [`GOMP_critical_end`] for a tool.
pub extern "C-unwind" fn end_told() {
    mutex::release(Known::new(Mutex::Critical, &raw const UNNAMED_CRITICAL), || GOMP_critical_end());
}

/// `void GOMP_critical_name_start(void **name)`: begins `critical (name)`.
///
/// `name` is the construct's name in the program: eight bytes of common storage, zero at start.
///
/// Emitted by GCC for `critical` (OpenMP 5.2, 15.2).
///
/// # Safety
/// `name` is such storage, and nothing but this module's functions touches it.
pub unsafe extern "C-unwind" fn GOMP_critical_name_start(name: *mut *mut c_void) {
    // SAFETY: GCC gives every name of a critical eight aligned bytes that live as long as the
    // program.
    let lock = unsafe { NamedLock::at(name.cast()) };
    lock.lock(current_gtid());
}

/// [`GOMP_critical_name_start`] for a tool.
///
/// # Safety
/// As there.
pub unsafe extern "C-unwind" fn name_start_told(name: *mut *mut c_void) {
    // SAFETY: the caller's promise.
    mutex::acquire(Known::new(Mutex::Critical, name), || unsafe { GOMP_critical_name_start(name) });
}

/// `void GOMP_critical_name_end(void **name)`: ends `critical (name)`. `name` as for
/// [`GOMP_critical_name_start`].
///
/// Emitted by GCC for `critical` (OpenMP 5.2, 15.2).
///
/// # Safety
/// As for [`GOMP_critical_name_start`].
pub unsafe extern "C-unwind" fn GOMP_critical_name_end(name: *mut *mut c_void) {
    // SAFETY: as in `GOMP_critical_name_start`.
    let lock = unsafe { NamedLock::at(name.cast()) };
    lock.unlock();
}

/// [`GOMP_critical_name_end`] for a tool.
///
/// # Safety
/// As for [`GOMP_critical_name_start`].
pub unsafe extern "C-unwind" fn name_end_told(name: *mut *mut c_void) {
    // SAFETY: the caller's promise.
    mutex::release(Known::new(Mutex::Critical, name), || unsafe { GOMP_critical_name_end(name) });
}
