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
    mutex::acquire(Known::new(Mutex::Critical, &raw const UNNAMED_CRITICAL), || UNNAMED_CRITICAL.lock(current_gtid()));
}

/// `void GOMP_critical_end(void)`: ends a `critical` without a name.
///
/// Emitted by GCC for `critical` (OpenMP 5.2, 15.2).
pub extern "C-unwind" fn GOMP_critical_end() {
    mutex::release(Known::new(Mutex::Critical, &raw const UNNAMED_CRITICAL), || UNNAMED_CRITICAL.unlock());
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
    mutex::acquire(Known::new(Mutex::Critical, name), || lock.lock(current_gtid()));
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
    mutex::release(Known::new(Mutex::Critical, name), || lock.unlock());
}
