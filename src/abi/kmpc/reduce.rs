//! Reductions at the end of a region or a worksharing construct.

use crate::engine::ground::request::League;
use std::ffi::c_void;

use super::critical::{__kmpc_critical, __kmpc_end_critical, CriticalName};
use super::ident::Ident;
use crate::engine::constructs::barrier;

use crate::engine::records::thread::Thread;

/// `void reduce(void *into, void *from)`: combines one thread's list of private variables with
/// another's.
pub type Combine = unsafe extern "C-unwind" fn(*mut c_void, *mut c_void);

/// How the threads of a team combine; all of them come to the same answer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Method {
    /// One thread: there is nothing to exclude.
    Alone,
    /// The compiler's atomic operations.
    Atomic,
    /// One after the other, under the construct's lock.
    Locked,
}

/// More variables than this are cheaper combined under one lock than by an atomic operation each.
const MOST_ATOMICS: i32 = 4;

/// Whether nobody else combines with the calling thread: the initial threads of a league's teams
/// do, at the end of a `teams`.
fn is_alone(t: &Thread) -> bool {
    t.is_alone() && League::of(t).teams == 1
}

/// # Safety
/// `location` must be null or valid.
unsafe fn method(t: &Thread, location: *const Ident, variables: i32) -> Method {
    if is_alone(t) {
        Method::Alone
    // SAFETY: the caller's promise.
    } else if variables <= MOST_ATOMICS && unsafe { Ident::offers_atomic_reduction(location) } {
        Method::Atomic
    } else {
        Method::Locked
    }
}

/// Begins a combination: 1 for a thread that is to add its list to the shared variables and then
/// call the `end`; 2 for one that is to do so with atomic operations (and call the `end` of a
/// blocking one).
///
/// # Safety
/// As for `__kmpc_critical`, and `location` must be null or valid.
unsafe fn begin(location: *const Ident, gtid: i32, variables: i32, name: *mut CriticalName) -> i32 {
    // SAFETY: the caller's promise.
    match unsafe { method(Thread::current(), location, variables) } {
        Method::Alone => 1,
        Method::Atomic => 2,
        Method::Locked => {
            // SAFETY: the caller's promise.
            unsafe { __kmpc_critical(location, gtid, name) };
            1
        }
    }
}

/// `int __kmpc_reduce_nowait(ident_t *location, int gtid, int variables, size_t size, void *list,
/// void (*combine)(void *, void *), kmp_critical_name *name)`: a reduction without a barrier behind
/// it. `variables`: how many; `list`: their addresses; `name`: the construct's lock. Returns what
/// `begin` says. The two ways need no combination of lists by the runtime.
///
/// Emitted by Clang and Flang for `reduction` (OpenMP 5.2, 5.5.8).
///
/// # Safety
/// As for `__kmpc_critical`, and `location` must be null or valid.
pub unsafe extern "C-unwind" fn __kmpc_reduce_nowait(
    location: *const Ident,
    gtid: i32,
    variables: i32,
    _size: usize,
    _list: *mut c_void,
    _combine: Option<Combine>,
    name: *mut CriticalName,
) -> i32 {
    // SAFETY: the caller's promise.
    unsafe { begin(location, gtid, variables, name) }
}

/// `void __kmpc_end_reduce_nowait(ident_t *location, int gtid, kmp_critical_name *name)`: ends the
/// combination of a thread that got 1 from [`__kmpc_reduce_nowait`].
///
/// Emitted by Clang and Flang for `reduction` (OpenMP 5.2, 5.5.8).
///
/// # Safety
/// As for `__kmpc_critical`.
pub unsafe extern "C-unwind" fn __kmpc_end_reduce_nowait(location: *const Ident, gtid: i32, name: *mut CriticalName) {
    if !is_alone(Thread::current()) {
        // SAFETY: the caller's promise.
        unsafe { __kmpc_end_critical(location, gtid, name) };
    }
}

/// `int __kmpc_reduce(ident_t *location, int gtid, int variables, size_t size, void *list, void
/// (*combine)(void *, void *), kmp_critical_name *name)`: a reduction whose result all threads wait
/// for in [`__kmpc_end_reduce`]. As [`__kmpc_reduce_nowait`].
///
/// Emitted by Clang and Flang for `reduction` (OpenMP 5.2, 5.5.8).
///
/// # Safety
/// As for `__kmpc_critical`, and `location` must be null or valid.
pub unsafe extern "C-unwind" fn __kmpc_reduce(
    location: *const Ident,
    gtid: i32,
    variables: i32,
    _size: usize,
    _list: *mut c_void,
    _combine: Option<Combine>,
    name: *mut CriticalName,
) -> i32 {
    let t = Thread::current();
    // SAFETY: the caller's promise.
    let answer = unsafe { begin(location, gtid, variables, name) };
    t.holds_reduction.set(answer == 1 && !is_alone(t));
    answer
}

/// `void __kmpc_end_reduce(ident_t *location, int gtid, kmp_critical_name *name)`: ends the
/// combination of a thread, and waits for the others'.
///
/// Emitted by Clang and Flang for `reduction` (OpenMP 5.2, 5.5.8).
///
/// # Safety
/// As for `__kmpc_critical`.
pub unsafe extern "C-unwind" fn __kmpc_end_reduce(location: *const Ident, gtid: i32, name: *mut CriticalName) {
    let t = Thread::current();
    if t.holds_reduction.take() {
        // SAFETY: the caller's promise.
        unsafe { __kmpc_end_critical(location, gtid, name) };
    }
    barrier::wait(t);
}
