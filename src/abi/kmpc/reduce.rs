//! Reductions at the end of a region or a worksharing construct.

use crate::engine::ground::request::League;
use std::ffi::c_void;

use super::critical::{self, CriticalName};
use super::ident::Ident;
use crate::engine::constructs::barrier;
use crate::engine::constructs::worksharing::combine;
use crate::engine::ground::settings;
use crate::engine::records::fork_notice;
use crate::engine::records::thread::Thread;
use crate::engine::tasks::cancel;
use crate::engine::tools;
use crate::engine::tools::names::Endpoint;
use crate::engine::tools::{events, orders};

/// `void reduce(void *into, void *from)`: combines one thread's list of private variables with
/// another's.
pub use combine::Combine;

/// How the threads of a team combine; all of them come to the same answer.
#[derive(Clone, Copy)]
enum Method {
    /// One thread: there is nothing to exclude.
    Alone,
    /// The compiler's atomic operations.
    Atomic,
    /// One after the other, under the construct's lock.
    Locked,
    /// Two lists at a time, in an order that is the same in each run; one thread adds the result.
    Tree(Combine),
}

/// More variables than this are cheaper combined under one lock than by an atomic operation each.
const MOST_ATOMICS: i32 = 4;

/// Larger teams combine in the same order in each run, as in libomp: sums of floating-point numbers
/// that have been the same in each run do not begin to differ in their last bits. Smaller teams do
/// so on request.
const MOST_IN_ANY_ORDER: u32 = 4;

/// Whether nobody else combines with the calling thread: the initial threads of a league's teams
/// do, at the end of a `teams`.
fn is_alone(t: &Thread) -> bool {
    t.is_alone() && League::of(t).teams == 1
}

/// # Safety
/// `location` must be null or valid.
#[inline(always)]
unsafe fn method(t: &'static Thread, location: *const Ident, variables: i32, combine: Option<Combine>) -> Method {
    if is_alone(t) {
        Method::Alone
    } else if let Some(combine) = combine
        && is_in_order(t)
    {
        // A child that nobody has told of its fork would wait for the others.
        if fork_notice::noticed(t) { Method::Alone } else { Method::Tree(combine) }
    // SAFETY: the caller's promise.
    } else if variables <= MOST_ATOMICS && unsafe { Ident::offers_atomic_reduction(location) } {
        Method::Atomic
    } else {
        Method::Locked
    }
}

/// Whether the lists are combined in the same order in each run. Where a region can be cancelled,
/// members may not come to its reduction, and nobody is to wait for them.
fn is_in_order(t: &Thread) -> bool {
    let size = t.nthreads.get();
    (size > MOST_IN_ANY_ORDER || size > 1 && settings::get().deterministic_reduction) && !cancel::enabled()
}

/// Begins a combination of the list `list` of `variables` variables: 1 for a thread that is to add
/// its list to the shared variables and then call the `end`; 2 for one that is to do so with atomic
/// operations (and call the `end` of a blocking one); 0 for one whose list another thread has
/// added, or is going to, if it `blocks`: the list stays as it is then until the others have come
/// to a barrier.
///
/// # Safety
/// As for `__kmpc_critical`, `location` must be null or valid, and `combine` callable with `list`.
#[inline(always)]
unsafe fn begin(
    location: *const Ident,
    gtid: i32,
    variables: i32,
    list: *mut c_void,
    combine: Option<Combine>,
    name: *mut CriticalName,
    blocks: bool,
) -> i32 {
    let t = Thread::current();
    // SAFETY: the caller's promise.
    let method = unsafe { method(t, location, variables, combine) };
    // Of atomic operations without a barrier behind them nobody tells the end.
    let told = tools::on() && (blocks || !matches!(method, Method::Atomic));
    if told {
        events::reduction(t, Endpoint::Begin);
    }
    match method {
        Method::Alone => {
            began(t, false);
            1
        }
        Method::Atomic => {
            if blocks {
                began(t, false);
            }
            2
        }
        Method::Locked => {
            // SAFETY: the caller's promise.
            unsafe { critical::take(gtid, name) };
            if told {
                orders::has_come(name);
            }
            began(t, true);
            1
        }
        Method::Tree(combine) => {
            // SAFETY: the caller's promise, which each member of the team makes.
            let has_all = unsafe { combine::up_the_tree(t, list, combine, blocks) };
            if has_all {
                began(t, false);
            } else if told {
                events::reduction(t, Endpoint::End);
            }
            has_all.into()
        }
    }
}

/// Notes that the calling thread adds its results and then calls the `end`.
fn began(t: &Thread, locked: bool) {
    t.begin_combining(locked);
}

/// The opposite; whether there is a lock to give back.
fn ends(t: &Thread) -> bool {
    if tools::on() {
        events::reduction(t, Endpoint::End);
    }
    t.end_combining()
}

/// Gives back the lock of a combination.
///
/// # Safety
/// As for `__kmpc_end_critical`.
unsafe fn give_back(name: *mut CriticalName) {
    if tools::on() {
        orders::goes(name);
    }
    // SAFETY: the caller's promise.
    unsafe { critical::give_back(name) };
}

/// `int __kmpc_reduce_nowait(ident_t *location, int gtid, int variables, size_t size, void *list,
/// void (*combine)(void *, void *), kmp_critical_name *name)`: a reduction without a barrier behind
/// it. `variables`: how many; `list`: their addresses; `combine`: adds the second list to the
/// first; `name`: the construct's lock. Returns what `begin` says.
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
    list: *mut c_void,
    combine: Option<Combine>,
    name: *mut CriticalName,
) -> i32 {
    // SAFETY: the caller's promise.
    unsafe { begin(location, gtid, variables, list, combine, name, false) }
}

/// `void __kmpc_end_reduce_nowait(ident_t *location, int gtid, kmp_critical_name *name)`: ends the
/// combination of a thread that got 1 from [`__kmpc_reduce_nowait`].
///
/// Emitted by Clang and Flang for `reduction` (OpenMP 5.2, 5.5.8).
///
/// # Safety
/// As for `__kmpc_critical`.
pub unsafe extern "C-unwind" fn __kmpc_end_reduce_nowait(_location: *const Ident, _gtid: i32, name: *mut CriticalName) {
    if ends(Thread::current()) {
        // SAFETY: the caller's promise.
        unsafe { give_back(name) };
    }
}

/// `int __kmpc_reduce(ident_t *location, int gtid, int variables, size_t size, void *list, void
/// (*combine)(void *, void *), kmp_critical_name *name)`: a reduction whose result all threads wait
/// for: here, if it returns 0, otherwise in [`__kmpc_end_reduce`]. As [`__kmpc_reduce_nowait`].
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
    list: *mut c_void,
    combine: Option<Combine>,
    name: *mut CriticalName,
) -> i32 {
    // SAFETY: the caller's promise, and the list stays until the barrier below is over.
    let answer = unsafe { begin(location, gtid, variables, list, combine, name, true) };
    if answer == 0 {
        // The thread whose list has it all comes here from `__kmpc_end_reduce`.
        barrier::wait(Thread::current());
    }
    answer
}

/// `void __kmpc_end_reduce(ident_t *location, int gtid, kmp_critical_name *name)`: ends the
/// combination of a thread, and waits for the others'.
///
/// Emitted by Clang and Flang for `reduction` (OpenMP 5.2, 5.5.8).
///
/// # Safety
/// As for `__kmpc_critical`.
pub unsafe extern "C-unwind" fn __kmpc_end_reduce(_location: *const Ident, _gtid: i32, name: *mut CriticalName) {
    let t = Thread::current();
    if ends(t) {
        // SAFETY: the caller's promise.
        unsafe { give_back(name) };
    }
    barrier::wait(t);
}
