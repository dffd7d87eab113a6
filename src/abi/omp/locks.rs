//! The lock routines of `omp.h` and `omp_lib` (OpenMP 5.2, 18.9).
//!
//! A simple lock takes four bytes and a nest lock eight: what fits into the storage that either
//! compiler's header provides. A Fortran program calls the name with an underscore appended, and
//! passes the variable by reference, which for the lock itself makes no difference. The hint is an
//! `omp_sync_hint_t`, and chooses nothing: there is one kind of lock.

use std::ffi::c_int;

use crate::engine::constructs::mutex::{self, Known, Mutex};
use crate::engine::constructs::owner::{task_of, thread_of};
use crate::engine::policies::load;
use crate::engine::protocols::lock::{NestLock, SimpleLock, Taker};
use crate::engine::records::thread::Thread;

/// `void omp_init_lock(omp_lock_t *lock)`: makes a lock of uninitialised storage. The lock is free.
///
/// OpenMP 5.2, 18.9.1.
///
/// # Safety
/// `lock` points to storage for a lock that nobody uses yet.
pub unsafe extern "C-unwind" fn omp_init_lock(lock: *mut SimpleLock) {
    load::called();
    // SAFETY: the caller's promise; the old bytes are not read.
    unsafe { lock.write(SimpleLock::new()) };
    mutex::made(Known::new(Mutex::Lock, lock));
}

/// `void omp_init_lock_with_hint(omp_lock_t *lock, omp_sync_hint_t hint)`: as [`omp_init_lock`],
/// with a hint.
///
/// OpenMP 5.2, 18.9.2.
///
/// # Safety
/// `lock` points to storage for a lock that nobody uses yet.
pub unsafe extern "C-unwind" fn omp_init_lock_with_hint(lock: *mut SimpleLock, hint: c_int) {
    load::called();
    // SAFETY: the caller's promise; the old bytes are not read.
    unsafe { lock.write(SimpleLock::new()) };
    mutex::made(Known { hint: hint.cast_unsigned(), ..Known::new(Mutex::Lock, lock) });
}

/// `void omp_destroy_lock(omp_lock_t *lock)`: ends the use of a lock. A lock owns nothing, so this
/// does nothing, and a second call does no harm.
///
/// OpenMP 5.2, 18.9.3.
///
/// # Safety
/// `lock` points to an initialised lock.
pub unsafe extern "C-unwind" fn omp_destroy_lock(lock: *mut SimpleLock) {
    mutex::destroyed(Known::new(Mutex::Lock, lock));
}

/// `void omp_set_lock(omp_lock_t *lock)`: takes a lock, waiting until it is free.
///
/// OpenMP 5.2, 18.9.4.
///
/// # Safety
/// `lock` points to an initialised lock.
pub unsafe extern "C-unwind" fn omp_set_lock(lock: *mut SimpleLock) {
    // SAFETY: the caller's promise.
    unsafe { &*lock }.lock();
}

/// [`omp_set_lock`] for a tool, if there is one.
///
/// # Safety
/// As there.
pub unsafe extern "C-unwind" fn set_told(lock: *mut SimpleLock) {
    // SAFETY: the caller's promise.
    mutex::acquire(Known::new(Mutex::Lock, lock), || unsafe { omp_set_lock(lock) });
}

/// `void omp_unset_lock(omp_lock_t *lock)`: releases a lock. A free lock stays free.
///
/// OpenMP 5.2, 18.9.5.
///
/// # Safety
/// `lock` points to an initialised lock.
pub unsafe extern "C-unwind" fn omp_unset_lock(lock: *mut SimpleLock) {
    // SAFETY: the caller's promise.
    unsafe { SimpleLock::unlock(lock) };
}

/// [`omp_unset_lock`] for a tool, if there is one.
///
/// # Safety
/// As there.
pub unsafe extern "C-unwind" fn unset_told(lock: *mut SimpleLock) {
    // SAFETY: the caller's promise.
    mutex::release(Known::new(Mutex::Lock, lock), || unsafe { omp_unset_lock(lock) });
}

/// `int omp_test_lock(omp_lock_t *lock)`: takes a lock if it is free. Returns 1 if it was,
/// otherwise 0.
///
/// OpenMP 5.2, 18.9.6.
///
/// # Safety
/// `lock` points to an initialised lock.
pub unsafe extern "C-unwind" fn omp_test_lock(lock: *mut SimpleLock) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { &*lock }.try_lock().into()
}

/// [`omp_test_lock`] for a tool, if there is one.
///
/// # Safety
/// As there.
pub unsafe extern "C-unwind" fn test_told(lock: *mut SimpleLock) -> c_int {
    // SAFETY: the caller's promise.
    mutex::try_acquire(Known::new(Mutex::TestLock, lock), || unsafe { &*lock }.try_lock()).into()
}

/// `void omp_init_lock_(omp_lock_t *lock)`: [`omp_init_lock`] for Fortran programs.
///
/// OpenMP 5.2, 18.9.1.
///
/// # Safety
/// As for [`omp_init_lock`].
pub unsafe extern "C-unwind" fn omp_init_lock_(lock: *mut SimpleLock) {
    // SAFETY: the caller's promise.
    unsafe { omp_init_lock(lock) };
}

/// `void omp_init_lock_with_hint_(omp_lock_t *lock, const omp_sync_hint_t *hint)`:
/// [`omp_init_lock_with_hint`] for Fortran programs.
///
/// OpenMP 5.2, 18.9.2.
///
/// # Safety
/// As for [`omp_init_lock_with_hint`].
pub unsafe extern "C-unwind" fn omp_init_lock_with_hint_(lock: *mut SimpleLock, hint: *const c_int) {
    // SAFETY: the caller's promise.
    unsafe { omp_init_lock_with_hint(lock, *hint) };
}

/// `void omp_destroy_lock_(omp_lock_t *lock)`: [`omp_destroy_lock`] for Fortran programs.
///
/// OpenMP 5.2, 18.9.3.
///
/// # Safety
/// As for [`omp_destroy_lock`].
pub unsafe extern "C-unwind" fn omp_destroy_lock_(lock: *mut SimpleLock) {
    // SAFETY: the caller's promise.
    unsafe { omp_destroy_lock(lock) };
}

/// `void omp_set_lock_(omp_lock_t *lock)`: [`omp_set_lock`] for Fortran programs.
///
/// OpenMP 5.2, 18.9.4.
///
/// # Safety
/// As for [`omp_set_lock`].
pub unsafe extern "C-unwind" fn omp_set_lock_(lock: *mut SimpleLock) {
    // SAFETY: the caller's promise.
    unsafe { omp_set_lock(lock) };
}

/// `void omp_unset_lock_(omp_lock_t *lock)`: [`omp_unset_lock`] for Fortran programs.
///
/// OpenMP 5.2, 18.9.5.
///
/// # Safety
/// As for [`omp_unset_lock`].
pub unsafe extern "C-unwind" fn omp_unset_lock_(lock: *mut SimpleLock) {
    // SAFETY: the caller's promise.
    unsafe { omp_unset_lock(lock) };
}

/// `int omp_test_lock_(omp_lock_t *lock)`: [`omp_test_lock`] for Fortran programs.
///
/// OpenMP 5.2, 18.9.6.
///
/// # Safety
/// As for [`omp_test_lock`].
pub unsafe extern "C-unwind" fn omp_test_lock_(lock: *mut SimpleLock) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { omp_test_lock(lock) }
}

/// `void omp_init_nest_lock(omp_nest_lock_t *lock)`: makes a nest lock of uninitialised storage.
/// The lock is free.
///
/// OpenMP 5.2, 18.9.1.
///
/// # Safety
/// `lock` points to storage for a nest lock that nobody uses yet.
pub unsafe extern "C-unwind" fn omp_init_nest_lock(lock: *mut NestLock) {
    load::called();
    // SAFETY: the caller's promise; the old bytes are not read.
    unsafe { lock.write(NestLock::new()) };
    mutex::made(Known::new(Mutex::NestLock, lock));
}

/// `void omp_init_nest_lock_with_hint(omp_nest_lock_t *lock, omp_sync_hint_t hint)`: as
/// [`omp_init_nest_lock`], with a hint.
///
/// OpenMP 5.2, 18.9.2.
///
/// # Safety
/// `lock` points to storage for a nest lock that nobody uses yet.
pub unsafe extern "C-unwind" fn omp_init_nest_lock_with_hint(lock: *mut NestLock, hint: c_int) {
    load::called();
    // SAFETY: the caller's promise; the old bytes are not read.
    unsafe { lock.write(NestLock::new()) };
    mutex::made(Known { hint: hint.cast_unsigned(), ..Known::new(Mutex::NestLock, lock) });
}

/// `void omp_destroy_nest_lock(omp_nest_lock_t *lock)`: ends the use of a nest lock. A lock owns
/// nothing, so this does nothing, and a second call does no harm.
///
/// OpenMP 5.2, 18.9.3.
///
/// # Safety
/// `lock` points to an initialised nest lock.
pub unsafe extern "C-unwind" fn omp_destroy_nest_lock(lock: *mut NestLock) {
    mutex::destroyed(Known::new(Mutex::NestLock, lock));
}

/// `void omp_set_nest_lock(omp_nest_lock_t *lock)`: sets a nest lock once more, waiting while
/// another task owns it.
///
/// OpenMP 5.2, 18.9.4.
///
/// # Safety
/// `lock` points to an initialised nest lock.
pub unsafe extern "C-unwind" fn omp_set_nest_lock(lock: *mut NestLock) {
    // SAFETY: the caller's promise.
    unsafe { set_nest(lock, task_of) };
}

/// [`omp_set_nest_lock`] for a tool.
///
/// # Safety
/// As there.
pub unsafe extern "C-unwind" fn set_nest_told(lock: *mut NestLock) {
    // SAFETY: the caller's promise.
    let this = unsafe { &*lock };
    mutex::nest(Known::new(Mutex::NestLock, lock), || this.lock(task_of(Thread::current())));
}

/// Sets a nest lock for the `taker` that the calling thread is. Where the thread's record is at
/// hand this makes no call but to wait, so it needs no frame.
///
/// # Safety
/// As for [`omp_set_nest_lock`].
#[inline(always)]
unsafe fn set_nest(lock: *mut NestLock, taker: impl Fn(&Thread) -> Taker) {
    #[cold]
    #[inline(never)]
    fn set_first(lock: &NestLock, taker: impl Fn(&Thread) -> Taker) {
        lock.lock(taker(Thread::current()));
    }
    // SAFETY: the caller's promise.
    let lock = unsafe { &*lock };
    match Thread::at_hand() {
        Some(t) => _ = lock.lock(taker(t)),
        None => set_first(lock, taker),
    }
}

/// `void omp_set_nest_lock__VERSION(omp_nest_lock_t *lock)`: the same for a program that Clang
/// compiled, which binds libomp's version of the name: there nest locks belong to threads.
///
/// OpenMP 5.2, 18.9.4.
///
/// # Safety
/// As for [`omp_set_nest_lock`].
pub unsafe extern "C-unwind" fn omp_set_nest_lock__VERSION(lock: *mut NestLock) {
    // SAFETY: the caller's promise.
    unsafe { set_nest(lock, thread_of) };
}

/// [`omp_set_nest_lock__VERSION`] for a tool, if there is one.
///
/// # Safety
/// As there.
pub unsafe extern "C-unwind" fn set_nest_of_thread_told(lock: *mut NestLock) {
    // SAFETY: the caller's promise.
    let this = unsafe { &*lock };
    mutex::nest(Known::new(Mutex::NestLock, lock), || this.lock(thread_of(Thread::current())));
}

/// `void omp_unset_nest_lock(omp_nest_lock_t *lock)`: takes back one setting of a nest lock, the
/// last of which frees it. A free lock stays free.
///
/// OpenMP 5.2, 18.9.5.
///
/// # Safety
/// `lock` points to an initialised nest lock.
pub unsafe extern "C-unwind" fn omp_unset_nest_lock(lock: *mut NestLock) {
    // SAFETY: the caller's promise.
    unsafe { NestLock::unlock(lock) };
}

/// [`omp_unset_nest_lock`] for a tool, if there is one.
///
/// # Safety
/// As there.
pub unsafe extern "C-unwind" fn unset_nest_told(lock: *mut NestLock) {
    // SAFETY: the caller's promise.
    mutex::unnest(Known::new(Mutex::NestLock, lock), move || unsafe { NestLock::unlock(lock) });
}

/// `int omp_test_nest_lock(omp_nest_lock_t *lock)`: sets a nest lock once more if no other task
/// owns it. Returns the new nesting count, or 0 if another task owns it.
///
/// OpenMP 5.2, 18.9.6.
///
/// # Safety
/// `lock` points to an initialised nest lock.
pub unsafe extern "C-unwind" fn omp_test_nest_lock(lock: *mut NestLock) -> c_int {
    // SAFETY: the caller's promise.
    let this = unsafe { &*lock };
    mutex::nest(Known::new(Mutex::TestNestLock, lock), || this.try_lock(task_of(Thread::current()))).cast_signed()
}

/// `int omp_test_nest_lock__VERSION(omp_nest_lock_t *lock)`: the same for a program that Clang
/// compiled, as [`omp_set_nest_lock__VERSION`].
///
/// OpenMP 5.2, 18.9.6.
///
/// # Safety
/// As for [`omp_test_nest_lock`].
pub unsafe extern "C-unwind" fn omp_test_nest_lock__VERSION(lock: *mut NestLock) -> c_int {
    // SAFETY: the caller's promise.
    let this = unsafe { &*lock };
    mutex::nest(Known::new(Mutex::TestNestLock, lock), || this.try_lock(thread_of(Thread::current()))).cast_signed()
}

/// `void omp_init_nest_lock_(omp_nest_lock_t *lock)`: [`omp_init_nest_lock`] for Fortran programs.
///
/// OpenMP 5.2, 18.9.1.
///
/// # Safety
/// As for [`omp_init_nest_lock`].
pub unsafe extern "C-unwind" fn omp_init_nest_lock_(lock: *mut NestLock) {
    // SAFETY: the caller's promise.
    unsafe { omp_init_nest_lock(lock) };
}

/// `void omp_init_nest_lock_with_hint_(omp_nest_lock_t *lock, const omp_sync_hint_t *hint)`:
/// [`omp_init_nest_lock_with_hint`] for Fortran programs.
///
/// OpenMP 5.2, 18.9.2.
///
/// # Safety
/// As for [`omp_init_nest_lock_with_hint`].
pub unsafe extern "C-unwind" fn omp_init_nest_lock_with_hint_(lock: *mut NestLock, hint: *const c_int) {
    // SAFETY: the caller's promise.
    unsafe { omp_init_nest_lock_with_hint(lock, *hint) };
}

/// `void omp_destroy_nest_lock_(omp_nest_lock_t *lock)`: [`omp_destroy_nest_lock`] for Fortran
/// programs.
///
/// OpenMP 5.2, 18.9.3.
///
/// # Safety
/// As for [`omp_destroy_nest_lock`].
pub unsafe extern "C-unwind" fn omp_destroy_nest_lock_(lock: *mut NestLock) {
    // SAFETY: the caller's promise.
    unsafe { omp_destroy_nest_lock(lock) };
}

/// `void omp_set_nest_lock_(omp_nest_lock_t *lock)`: [`omp_set_nest_lock`] for Fortran programs.
///
/// OpenMP 5.2, 18.9.4.
///
/// # Safety
/// As for [`omp_set_nest_lock`].
pub unsafe extern "C-unwind" fn omp_set_nest_lock_(lock: *mut NestLock) {
    // SAFETY: the caller's promise.
    unsafe { omp_set_nest_lock(lock) };
}

/// `void omp_set_nest_lock___VERSION(omp_nest_lock_t *lock)`: [`omp_set_nest_lock__VERSION`] for
/// Fortran programs.
///
/// OpenMP 5.2, 18.9.4.
///
/// # Safety
/// As for [`omp_set_nest_lock`].
pub unsafe extern "C-unwind" fn omp_set_nest_lock___VERSION(lock: *mut NestLock) {
    // SAFETY: the caller's promise.
    unsafe { omp_set_nest_lock__VERSION(lock) };
}

/// `void omp_unset_nest_lock_(omp_nest_lock_t *lock)`: [`omp_unset_nest_lock`] for Fortran
/// programs.
///
/// OpenMP 5.2, 18.9.5.
///
/// # Safety
/// As for [`omp_unset_nest_lock`].
pub unsafe extern "C-unwind" fn omp_unset_nest_lock_(lock: *mut NestLock) {
    // SAFETY: the caller's promise.
    unsafe { omp_unset_nest_lock(lock) };
}

/// `int omp_test_nest_lock_(omp_nest_lock_t *lock)`: [`omp_test_nest_lock`] for Fortran programs.
///
/// OpenMP 5.2, 18.9.6.
///
/// # Safety
/// As for [`omp_test_nest_lock`].
pub unsafe extern "C-unwind" fn omp_test_nest_lock_(lock: *mut NestLock) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { omp_test_nest_lock(lock) }
}

/// `int omp_test_nest_lock___VERSION(omp_nest_lock_t *lock)`: [`omp_test_nest_lock__VERSION`] for
/// Fortran programs.
///
/// OpenMP 5.2, 18.9.6.
///
/// # Safety
/// As for [`omp_test_nest_lock`].
pub unsafe extern "C-unwind" fn omp_test_nest_lock___VERSION(lock: *mut NestLock) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { omp_test_nest_lock__VERSION(lock) }
}
