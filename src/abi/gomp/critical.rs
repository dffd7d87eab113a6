//! `critical` (OpenMP 5.2, 15.2).

use std::ffi::c_void;

use crate::engine::lock::{NamedLock, UNNAMED_CRITICAL, current_gtid};

/// Begins a `critical` without a name: emitted by GCC. Returns when no other thread is in one.
pub extern "C-unwind" fn GOMP_critical_start() {
    UNNAMED_CRITICAL.lock(current_gtid());
}

/// Ends a `critical` without a name: emitted by GCC.
pub extern "C-unwind" fn GOMP_critical_end() {
    UNNAMED_CRITICAL.unlock();
}

/// Begins `critical (name)`: emitted by GCC.
///
/// `name` is the construct's name in the program: eight bytes of common storage, zero at start.
///
/// # Safety
/// `name` is such storage, and nothing but this module's functions touches it.
pub unsafe extern "C-unwind" fn GOMP_critical_name_start(name: *mut *mut c_void) {
    // SAFETY: GCC gives every name of a critical eight aligned bytes that live as long as the program.
    unsafe { NamedLock::at(name.cast()) }.lock(current_gtid());
}

/// Ends `critical (name)`: emitted by GCC. `name` as for [`GOMP_critical_name_start`].
///
/// # Safety
/// As for [`GOMP_critical_name_start`].
pub unsafe extern "C-unwind" fn GOMP_critical_name_end(name: *mut *mut c_void) {
    // SAFETY: as in `GOMP_critical_name_start`.
    unsafe { NamedLock::at(name.cast()) }.unlock();
}
