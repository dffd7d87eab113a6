//! The lock routines under the names that Clang and Intel's compilers call when they are given the
//! source location.
//!
//! Each is the `omp_*` routine of the same name (see [`crate::abi::omp::locks`]) with two arguments
//! before it: the location, and the calling thread's number. Neither is needed.

use std::ffi::c_int;

use super::ident::Ident;
use crate::abi::omp::locks;
use crate::engine::protocols::lock::{NestLock, SimpleLock};

/// `void __kmpc_init_lock(ident_t *location, int gtid, omp_lock_t *lock)`:
/// [`locks::omp_init_lock`].
///
/// Emitted by Intel's compilers in place of `omp_init_lock` (OpenMP 5.2, 18.9.1).
///
/// # Safety
/// As for [`locks::omp_init_lock`].
pub unsafe extern "C-unwind" fn __kmpc_init_lock(_location: *const Ident, _gtid: i32, lock: *mut SimpleLock) {
    // SAFETY: the caller's promise.
    unsafe { locks::omp_init_lock(lock) };
}

/// `void __kmpc_init_lock_with_hint(ident_t *location, int gtid, omp_lock_t *lock, uintptr_t
/// hint)`: [`locks::omp_init_lock_with_hint`]. `hint` is an `omp_sync_hint_t`, widened to a
/// pointer's size.
///
/// Emitted by Intel's compilers in place of `omp_init_lock_with_hint` (OpenMP 5.2, 18.9.2).
///
/// # Safety
/// As for [`locks::omp_init_lock_with_hint`].
pub unsafe extern "C-unwind" fn __kmpc_init_lock_with_hint(
    _location: *const Ident,
    _gtid: i32,
    lock: *mut SimpleLock,
    hint: usize,
) {
    // SAFETY: the caller's promise.
    unsafe { locks::omp_init_lock_with_hint(lock, hint as c_int) };
}

/// `void __kmpc_destroy_lock(ident_t *location, int gtid, omp_lock_t *lock)`:
/// [`locks::omp_destroy_lock`].
///
/// Emitted by Intel's compilers in place of `omp_destroy_lock` (OpenMP 5.2, 18.9.3).
///
/// # Safety
/// As for [`locks::omp_destroy_lock`].
pub unsafe extern "C-unwind" fn __kmpc_destroy_lock(_location: *const Ident, _gtid: i32, lock: *mut SimpleLock) {
    // SAFETY: the caller's promise.
    unsafe { locks::omp_destroy_lock(lock) };
}

/// `void __kmpc_set_lock(ident_t *location, int gtid, omp_lock_t *lock)`: [`locks::omp_set_lock`].
///
/// Emitted by Intel's compilers in place of `omp_set_lock` (OpenMP 5.2, 18.9.4).
///
/// # Safety
/// As for [`locks::omp_set_lock`].
pub unsafe extern "C-unwind" fn __kmpc_set_lock(_location: *const Ident, _gtid: i32, lock: *mut SimpleLock) {
    // SAFETY: the caller's promise.
    unsafe { locks::set_told(lock) };
}

/// `void __kmpc_unset_lock(ident_t *location, int gtid, omp_lock_t *lock)`:
/// [`locks::omp_unset_lock`].
///
/// Emitted by Intel's compilers in place of `omp_unset_lock` (OpenMP 5.2, 18.9.5).
///
/// # Safety
/// As for [`locks::omp_unset_lock`].
pub unsafe extern "C-unwind" fn __kmpc_unset_lock(_location: *const Ident, _gtid: i32, lock: *mut SimpleLock) {
    // SAFETY: the caller's promise.
    unsafe { locks::unset_told(lock) };
}

/// `int __kmpc_test_lock(ident_t *location, int gtid, omp_lock_t *lock)`: [`locks::omp_test_lock`].
///
/// Emitted by Intel's compilers in place of `omp_test_lock` (OpenMP 5.2, 18.9.6).
///
/// # Safety
/// As for [`locks::omp_test_lock`].
pub unsafe extern "C-unwind" fn __kmpc_test_lock(_location: *const Ident, _gtid: i32, lock: *mut SimpleLock) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { locks::test_told(lock) }
}

/// `void __kmpc_init_nest_lock(ident_t *location, int gtid, omp_nest_lock_t *lock)`:
/// [`locks::omp_init_nest_lock`].
///
/// Emitted by Intel's compilers in place of `omp_init_nest_lock` (OpenMP 5.2, 18.9.1).
///
/// # Safety
/// As for [`locks::omp_init_nest_lock`].
pub unsafe extern "C-unwind" fn __kmpc_init_nest_lock(_location: *const Ident, _gtid: i32, lock: *mut NestLock) {
    // SAFETY: the caller's promise.
    unsafe { locks::omp_init_nest_lock(lock) };
}

/// `void __kmpc_init_nest_lock_with_hint(ident_t *location, int gtid, omp_nest_lock_t *lock,
/// uintptr_t hint)`: [`locks::omp_init_nest_lock_with_hint`]. `hint` is an `omp_sync_hint_t`,
/// widened to a pointer's size.
///
/// Emitted by Intel's compilers in place of `omp_init_nest_lock_with_hint` (OpenMP 5.2, 18.9.2).
///
/// # Safety
/// As for [`locks::omp_init_nest_lock_with_hint`].
pub unsafe extern "C-unwind" fn __kmpc_init_nest_lock_with_hint(
    _location: *const Ident,
    _gtid: i32,
    lock: *mut NestLock,
    hint: usize,
) {
    // SAFETY: the caller's promise.
    unsafe { locks::omp_init_nest_lock_with_hint(lock, hint as c_int) };
}

/// `void __kmpc_destroy_nest_lock(ident_t *location, int gtid, omp_nest_lock_t *lock)`:
/// [`locks::omp_destroy_nest_lock`].
///
/// Emitted by Intel's compilers in place of `omp_destroy_nest_lock` (OpenMP 5.2, 18.9.3).
///
/// # Safety
/// As for [`locks::omp_destroy_nest_lock`].
pub unsafe extern "C-unwind" fn __kmpc_destroy_nest_lock(_location: *const Ident, _gtid: i32, lock: *mut NestLock) {
    // SAFETY: the caller's promise.
    unsafe { locks::omp_destroy_nest_lock(lock) };
}

/// `void __kmpc_set_nest_lock(ident_t *location, int gtid, omp_nest_lock_t *lock)`:
/// [`locks::omp_set_nest_lock__VERSION`].
///
/// Emitted by Intel's compilers in place of `omp_set_nest_lock` (OpenMP 5.2, 18.9.4).
///
/// # Safety
/// As for [`locks::omp_set_nest_lock`].
pub unsafe extern "C-unwind" fn __kmpc_set_nest_lock(_location: *const Ident, _gtid: i32, lock: *mut NestLock) {
    // SAFETY: the caller's promise.
    unsafe { locks::set_nest_of_thread_told(lock) };
}

/// `void __kmpc_unset_nest_lock(ident_t *location, int gtid, omp_nest_lock_t *lock)`:
/// [`locks::omp_unset_nest_lock`].
///
/// Emitted by Intel's compilers in place of `omp_unset_nest_lock` (OpenMP 5.2, 18.9.5).
///
/// # Safety
/// As for [`locks::omp_unset_nest_lock`].
pub unsafe extern "C-unwind" fn __kmpc_unset_nest_lock(_location: *const Ident, _gtid: i32, lock: *mut NestLock) {
    // SAFETY: the caller's promise.
    unsafe { locks::unset_nest_told(lock) };
}

/// `int __kmpc_test_nest_lock(ident_t *location, int gtid, omp_nest_lock_t *lock)`:
/// [`locks::omp_test_nest_lock__VERSION`].
///
/// Emitted by Intel's compilers in place of `omp_test_nest_lock` (OpenMP 5.2, 18.9.6).
///
/// # Safety
/// As for [`locks::omp_test_nest_lock`].
pub unsafe extern "C-unwind" fn __kmpc_test_nest_lock(
    _location: *const Ident,
    _gtid: i32,
    lock: *mut NestLock,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { locks::omp_test_nest_lock__VERSION(lock) }
}
