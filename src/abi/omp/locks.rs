//! The lock routines of `omp.h` and `omp_lib` (OpenMP 5.2, 18.9).
//!
//! A simple lock takes four bytes and a nest lock eight: what fits into the storage that either compiler's header
//! provides. A Fortran program calls the name with an underscore appended, and passes the variable by reference, which
//! for the lock itself makes no difference. The hint is an `omp_sync_hint_t`, and chooses nothing: there is one kind
//! of lock.

use std::ffi::c_int;

use crate::engine::lock::{NestLock, SimpleLock, task_lock_id};

/// Makes a lock of uninitialised storage: called by programs. The lock is free.
///
/// # Safety
/// `lock` points to storage for a lock that nobody uses yet.
pub unsafe extern "C-unwind" fn omp_init_lock(lock: *mut SimpleLock) {
    // SAFETY: the caller's promise; the old bytes are not read.
    unsafe { lock.write(SimpleLock::new()) };
}

/// As [`omp_init_lock`], with a hint.
///
/// # Safety
/// `lock` points to storage for a lock that nobody uses yet.
pub unsafe extern "C-unwind" fn omp_init_lock_with_hint(lock: *mut SimpleLock, _hint: c_int) {
    // SAFETY: the caller's promise.
    unsafe { omp_init_lock(lock) };
}

/// Ends the use of a lock: called by programs. It owns nothing, so nothing is to be done, twice as little as once.
///
/// # Safety
/// `lock` points to an initialised lock.
pub unsafe extern "C-unwind" fn omp_destroy_lock(_lock: *mut SimpleLock) {}

/// Takes a lock, waiting until it is free: called by programs.
///
/// # Safety
/// `lock` points to an initialised lock.
pub unsafe extern "C-unwind" fn omp_set_lock(lock: *mut SimpleLock) {
    // SAFETY: the caller's promise.
    unsafe { &*lock }.lock();
}

/// Releases a lock: called by programs. A free lock stays free.
///
/// # Safety
/// `lock` points to an initialised lock.
pub unsafe extern "C-unwind" fn omp_unset_lock(lock: *mut SimpleLock) {
    // SAFETY: the caller's promise.
    unsafe { SimpleLock::unlock(lock) };
}

/// Takes a lock if it is free: called by programs. 1 if it was, else 0.
///
/// # Safety
/// `lock` points to an initialised lock.
pub unsafe extern "C-unwind" fn omp_test_lock(lock: *mut SimpleLock) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { &*lock }.try_lock().into()
}

/// [`omp_init_lock`] for Fortran programs.
///
/// # Safety
/// As for [`omp_init_lock`].
pub unsafe extern "C-unwind" fn omp_init_lock_(lock: *mut SimpleLock) {
    // SAFETY: the caller's promise.
    unsafe { omp_init_lock(lock) };
}

/// [`omp_init_lock_with_hint`] for Fortran programs.
///
/// # Safety
/// As for [`omp_init_lock_with_hint`].
pub unsafe extern "C-unwind" fn omp_init_lock_with_hint_(lock: *mut SimpleLock, _hint: *const c_int) {
    // SAFETY: the caller's promise.
    unsafe { omp_init_lock(lock) };
}

/// [`omp_destroy_lock`] for Fortran programs.
///
/// # Safety
/// As for [`omp_destroy_lock`].
pub unsafe extern "C-unwind" fn omp_destroy_lock_(lock: *mut SimpleLock) {
    // SAFETY: the caller's promise.
    unsafe { omp_destroy_lock(lock) };
}

/// [`omp_set_lock`] for Fortran programs.
///
/// # Safety
/// As for [`omp_set_lock`].
pub unsafe extern "C-unwind" fn omp_set_lock_(lock: *mut SimpleLock) {
    // SAFETY: the caller's promise.
    unsafe { omp_set_lock(lock) };
}

/// [`omp_unset_lock`] for Fortran programs.
///
/// # Safety
/// As for [`omp_unset_lock`].
pub unsafe extern "C-unwind" fn omp_unset_lock_(lock: *mut SimpleLock) {
    // SAFETY: the caller's promise.
    unsafe { omp_unset_lock(lock) };
}

/// [`omp_test_lock`] for Fortran programs.
///
/// # Safety
/// As for [`omp_test_lock`].
pub unsafe extern "C-unwind" fn omp_test_lock_(lock: *mut SimpleLock) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { omp_test_lock(lock) }
}

/// Makes a nest lock of uninitialised storage: called by programs. The lock is free.
///
/// # Safety
/// `lock` points to storage for a nest lock that nobody uses yet.
pub unsafe extern "C-unwind" fn omp_init_nest_lock(lock: *mut NestLock) {
    // SAFETY: the caller's promise; the old bytes are not read.
    unsafe { lock.write(NestLock::new()) };
}

/// As [`omp_init_nest_lock`], with a hint.
///
/// # Safety
/// `lock` points to storage for a nest lock that nobody uses yet.
pub unsafe extern "C-unwind" fn omp_init_nest_lock_with_hint(lock: *mut NestLock, _hint: c_int) {
    // SAFETY: the caller's promise.
    unsafe { omp_init_nest_lock(lock) };
}

/// Ends the use of a nest lock: called by programs. It owns nothing, so nothing is to be done, twice as little as once.
///
/// # Safety
/// `lock` points to an initialised nest lock.
pub unsafe extern "C-unwind" fn omp_destroy_nest_lock(_lock: *mut NestLock) {}

/// Sets a nest lock once more, waiting while another task owns it: called by programs.
///
/// # Safety
/// `lock` points to an initialised nest lock.
pub unsafe extern "C-unwind" fn omp_set_nest_lock(lock: *mut NestLock) {
    // SAFETY: the caller's promise.
    unsafe { &*lock }.lock(task_lock_id());
}

/// Takes back one setting of a nest lock, the last of which frees it: called by programs. A free lock stays free.
///
/// # Safety
/// `lock` points to an initialised nest lock.
pub unsafe extern "C-unwind" fn omp_unset_nest_lock(lock: *mut NestLock) {
    // SAFETY: the caller's promise.
    unsafe { NestLock::unlock(lock) };
}

/// Sets a nest lock once more if no other task owns it: called by programs. The new nesting count, or 0 if another
/// task owns it.
///
/// # Safety
/// `lock` points to an initialised nest lock.
pub unsafe extern "C-unwind" fn omp_test_nest_lock(lock: *mut NestLock) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { &*lock }.try_lock(task_lock_id()).cast_signed()
}

/// [`omp_init_nest_lock`] for Fortran programs.
///
/// # Safety
/// As for [`omp_init_nest_lock`].
pub unsafe extern "C-unwind" fn omp_init_nest_lock_(lock: *mut NestLock) {
    // SAFETY: the caller's promise.
    unsafe { omp_init_nest_lock(lock) };
}

/// [`omp_init_nest_lock_with_hint`] for Fortran programs.
///
/// # Safety
/// As for [`omp_init_nest_lock_with_hint`].
pub unsafe extern "C-unwind" fn omp_init_nest_lock_with_hint_(lock: *mut NestLock, _hint: *const c_int) {
    // SAFETY: the caller's promise.
    unsafe { omp_init_nest_lock(lock) };
}

/// [`omp_destroy_nest_lock`] for Fortran programs.
///
/// # Safety
/// As for [`omp_destroy_nest_lock`].
pub unsafe extern "C-unwind" fn omp_destroy_nest_lock_(lock: *mut NestLock) {
    // SAFETY: the caller's promise.
    unsafe { omp_destroy_nest_lock(lock) };
}

/// [`omp_set_nest_lock`] for Fortran programs.
///
/// # Safety
/// As for [`omp_set_nest_lock`].
pub unsafe extern "C-unwind" fn omp_set_nest_lock_(lock: *mut NestLock) {
    // SAFETY: the caller's promise.
    unsafe { omp_set_nest_lock(lock) };
}

/// [`omp_unset_nest_lock`] for Fortran programs.
///
/// # Safety
/// As for [`omp_unset_nest_lock`].
pub unsafe extern "C-unwind" fn omp_unset_nest_lock_(lock: *mut NestLock) {
    // SAFETY: the caller's promise.
    unsafe { omp_unset_nest_lock(lock) };
}

/// [`omp_test_nest_lock`] for Fortran programs.
///
/// # Safety
/// As for [`omp_test_nest_lock`].
pub unsafe extern "C-unwind" fn omp_test_nest_lock_(lock: *mut NestLock) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { omp_test_nest_lock(lock) }
}
