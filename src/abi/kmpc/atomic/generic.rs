//! Variables of any size, as libatomic's `__atomic_load`, `__atomic_store` and
//! `__atomic_compare_exchange` have them: libiomp5 has the three under names of its own. Memory
//! orders are not needed: each is as strong as can be.

use std::ffi::{c_int, c_void};

use crate::engine::constructs::atomic::bytes;

/// `void __kmpc___atomic_load_n(size_t size, void *at, void *to, int order)`: copies a variable of
/// `size` bytes.
///
/// Called by libraries of Intel's compilers, which have libatomic's functions under these names.
///
/// # Safety
/// `at` points to a variable that is accessed by atomic operations only, as long as several threads
/// use it; `to` to room of the calling thread.
pub unsafe extern "C-unwind" fn __kmpc___atomic_load_n(size: usize, at: *mut c_void, to: *mut c_void, _order: c_int) {
    // SAFETY: the caller's promise.
    unsafe { bytes::load(size, at.cast(), to.cast()) }
}

/// `void __kmpc___atomic_store_n(size_t size, void *at, const void *from, int order)`: gives a
/// variable of `size` bytes another value.
///
/// Called by libraries of Intel's compilers, which have libatomic's functions under these names.
///
/// # Safety
/// As for [`__kmpc___atomic_load_n`].
pub unsafe extern "C-unwind" fn __kmpc___atomic_store_n(
    size: usize,
    at: *mut c_void,
    from: *const c_void,
    _order: c_int,
) {
    // SAFETY: the caller's promise.
    unsafe { bytes::store(size, at.cast(), from.cast()) }
}

/// `bool __kmpc___atomic_compare_exchange_n(size_t size, void *at, void *expected, const void *new,
/// int success, int failure)`: gives a variable of `size` bytes the value `new` if it has the value
/// `expected`; otherwise copies the variable's value to `expected`. Returns whether it had the
/// value.
///
/// Called by libraries of Intel's compilers, which have libatomic's functions under these names.
///
/// # Safety
/// As for [`__kmpc___atomic_load_n`].
pub unsafe extern "C-unwind" fn __kmpc___atomic_compare_exchange_n(
    size: usize,
    at: *mut c_void,
    expected: *mut c_void,
    new: *const c_void,
    _success: c_int,
    _failure: c_int,
) -> bool {
    // SAFETY: the caller's promise.
    unsafe { bytes::exchange_if(size, at.cast(), expected.cast(), new.cast()) }
}
