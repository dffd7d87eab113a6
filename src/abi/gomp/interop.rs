//! `interop`.

use std::ffi::{c_int, c_uint, c_void};
use std::ptr;

use super::target;

/// `void GOMP_interop(int device, int n_init, void **const *init, const void *types, const void
/// *preferences, int n_use, void *const *used, int n_destroy, void **const *destroy, unsigned
/// flags, void **depend)`: `#pragma omp interop` and the `interop` clause of `dispatch`. There is
/// no foreign runtime on the host: objects to be made or destroyed become `omp_interop_none`, those
/// in use stay as they are.
///
/// `init`, `destroy`: addresses of `n_init` and `n_destroy` objects; `used`: `n_use` objects;
/// `types` and `preferences`: what kind of object is wanted; `flags`: 1 for `nowait`; `depend`:
/// dependences as `GOMP_task` takes them, or null.
///
/// Emitted by GCC 15 and later for `interop` and the `interop` clause of `dispatch` (OpenMP 5.2,
/// 14.1).
///
/// # Safety
/// The lists have as many entries as said, and the objects can be written.
pub unsafe extern "C-unwind" fn GOMP_interop(
    device: c_int,
    n_init: c_int,
    init: *const *mut *mut c_void,
    _types: *const c_void,
    _preferences: *const c_void,
    _n_use: c_int,
    _used: *const *mut c_void,
    n_destroy: c_int,
    destroy: *const *mut *mut c_void,
    flags: c_uint,
    depend: *mut *mut c_void,
) {
    // SAFETY: the caller's promise.
    unsafe { target::order_only(None, device, flags, depend) };
    for (objects, count) in [(init, n_init), (destroy, n_destroy)] {
        for index in 0..usize::try_from(count).unwrap_or(0) {
            // SAFETY: the caller's promise.
            unsafe { **objects.add(index) = ptr::null_mut() };
        }
    }
}
