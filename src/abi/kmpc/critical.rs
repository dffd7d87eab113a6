//! `critical` (OpenMP 5.2, 15.2).

use std::ffi::c_void;

use super::ident::Ident;
use crate::engine::constructs::mutex::{self, Known, Mutex};
use crate::engine::protocols::lock::NamedLock;

/// A critical's name: 32 bytes of common storage, zero at start. The lock takes eight of them.
pub type CriticalName = [i32; 8];

/// The lock of a critical.
///
/// # Safety
/// `name` is storage that a compiler provides for a critical's name: zero at start, alive as long
/// as the program.
unsafe fn lock_of<'a>(name: *mut CriticalName) -> &'a NamedLock {
    // The element type only asks for an alignment of four; of 32 bytes, eight aligned ones fit in
    // any case.
    let aligned = name.cast::<c_void>().map_addr(|address| address.next_multiple_of(align_of::<NamedLock>()));
    // SAFETY: the eight bytes lie within the storage; the rest is the caller's promise.
    unsafe { NamedLock::at(aligned) }
}

/// `void __kmpc_critical(ident_t *location, int gtid, kmp_critical_name *name)`: begins a
/// `critical`, named or not. Returns when no other thread is in one of that name.
///
/// `gtid` is the calling thread's number as `__kmpc_global_thread_num` gave it.
///
/// Emitted by Clang and Flang for `critical` (OpenMP 5.2, 15.2).
///
/// # Safety
/// `name` is the construct's name in the program, touched by nothing but this module's functions.
pub unsafe extern "C-unwind" fn __kmpc_critical(_location: *const Ident, gtid: i32, name: *mut CriticalName) {
    // SAFETY: the caller's promise.
    unsafe { take(gtid, name) };
}

/// [`__kmpc_critical`] for a tool.
///
/// # Safety
/// As there.
pub unsafe extern "C-unwind" fn start_told(_location: *const Ident, gtid: i32, name: *mut CriticalName) {
    // SAFETY: the caller's promise.
    mutex::acquire(Known::new(Mutex::Critical, name), || unsafe { take(gtid, name) });
}

/// Takes a construct's lock without telling a tool.
///
/// # Safety
/// As for [`__kmpc_critical`].
pub unsafe fn take(gtid: i32, name: *mut CriticalName) {
    // SAFETY: the caller's promise.
    unsafe { lock_of(name) }.lock(gtid.cast_unsigned());
}

/// The opposite.
///
/// # Safety
/// As for [`__kmpc_critical`].
pub unsafe fn give_back(name: *mut CriticalName) {
    // SAFETY: the caller's promise.
    unsafe { lock_of(name) }.unlock();
}

/// `void __kmpc_critical_with_hint(ident_t *location, int gtid, kmp_critical_name *name, unsigned
/// hint)`: begins a `critical` with a `hint` clause. As [`__kmpc_critical`]; the hint (an
/// `omp_sync_hint_t`) may be disregarded, and there is one kind of lock.
///
/// Emitted by Clang and Flang for `critical` with `hint` (OpenMP 5.2, 15.2).
///
/// # Safety
/// As for [`__kmpc_critical`].
pub unsafe extern "C-unwind" fn __kmpc_critical_with_hint(
    _location: *const Ident,
    gtid: i32,
    name: *mut CriticalName,
    _hint: u32,
) {
    // SAFETY: the caller's promise.
    unsafe { take(gtid, name) };
}

/// [`__kmpc_critical_with_hint`] for a tool.
///
/// # Safety
/// As for [`__kmpc_critical`].
pub unsafe extern "C-unwind" fn start_with_hint_told(
    _location: *const Ident,
    gtid: i32,
    name: *mut CriticalName,
    hint: u32,
) {
    // SAFETY: the caller's promise.
    mutex::acquire(Known { hint, ..Known::new(Mutex::Critical, name) }, || unsafe { take(gtid, name) });
}

/// `void __kmpc_end_critical(ident_t *location, int gtid, kmp_critical_name *name)`: ends a
/// `critical`. Arguments as for [`__kmpc_critical`].
///
/// Emitted by Clang and Flang for `critical` (OpenMP 5.2, 15.2).
///
/// # Safety
/// As for [`__kmpc_critical`].
pub unsafe extern "C-unwind" fn __kmpc_end_critical(_location: *const Ident, _gtid: i32, name: *mut CriticalName) {
    // SAFETY: the caller's promise.
    unsafe { give_back(name) };
}

/// [`__kmpc_end_critical`] for a tool.
///
/// # Safety
/// As for [`__kmpc_critical`].
pub unsafe extern "C-unwind" fn end_told(_location: *const Ident, _gtid: i32, name: *mut CriticalName) {
    // SAFETY: the caller's promise.
    mutex::release(Known::new(Mutex::Critical, name), || unsafe { give_back(name) });
}
