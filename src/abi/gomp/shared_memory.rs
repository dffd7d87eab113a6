//! Loops, sections and scopes whose members share memory while they are in them: for task
//! reductions (`reduction(task, …)`), `lastprivate(conditional: …)` and `scan`.
//!
//! `reductions` is the array that `task_reduction` describes, or null. `memory` points to a number
//! of bytes, which is replaced by the address of as many, at first zero; or it is null. The
//! construct is inside a taskgroup if it has reductions, until
//! `GOMP_workshare_task_reduction_unregister`.

use std::ffi::{c_long, c_uint, c_ulonglong};
use std::sync::Arc;

use super::Bool;
use super::loops::{begin, bounds_of_long, chunk, next, runtime, trip_of_long};
use super::loops_ull::trip_of_ull;
use super::sections;
use super::task_reduction::Passed;
use crate::engine::constructs::worksharing::dispatch::Bounds;
use crate::engine::constructs::worksharing::shared;
use crate::engine::ground::icv::{Kind, Order, Schedule};
use crate::engine::records::reductions::Memory;
use crate::engine::records::thread::Thread;
use crate::engine::tasks::group;
use crate::engine::tasks::reduction;
use crate::engine::tools;
use crate::engine::tools::events;
use crate::engine::tools::names::Work;

const LINE: usize = 64;

/// Gives the members of the loop that the calling one has begun what they share.
///
/// # Safety
/// `reductions` and `memory` must be null or as the module says.
pub unsafe fn share(t: &'static Thread, reductions: *mut usize, memory: *mut usize) {
    if reductions.is_null() && memory.is_null() {
        return;
    }
    // SAFETY: the caller's promise.
    let passed = unsafe { Passed::new(reductions) };
    // SAFETY: the caller's promise.
    let own = unsafe { memory.as_ref() }.map_or(0, |bytes| bytes.next_multiple_of(LINE));
    let block = shared::of_loop(t, || make(t, own, passed));
    if !memory.is_null() {
        // SAFETY: the caller's promise.
        unsafe { *memory = block.start().expose_provenance() };
        t.slot.get().cursor.active.memory.hold(block.clone());
    }
    if let Some(passed) = passed {
        register(t, passed, block, own);
    }
}

/// `own` bytes, and behind them those for the copies.
fn make(t: &Thread, own: usize, passed: Option<Passed>) -> Arc<Memory> {
    let (bytes, align) = passed.map_or((0, 1), |passed| passed.needs(t.nthreads.get()));
    Memory::new(own + align + bytes, align.max(LINE))
}

fn register(t: &Thread, passed: Passed, block: Arc<Memory>, offset: usize) {
    group::begin_implied(t);
    reduction::register(t, passed.reductions(t.nthreads.get(), block, offset));
}

/// A schedule as these calls pass it: the kind in the low bits, and whether it is monotonic in the
/// highest.
pub fn decode(t: &Thread, passed: c_long, size: u64) -> Schedule {
    const MONOTONIC: u32 = 1 << 31;
    // An unsigned number of 32 bits, which some callers extend with its sign.
    let passed = passed as u32;
    let order = if passed & MONOTONIC != 0 { Order::Monotonic } else { Order::Unsaid };
    let kind = match passed & !MONOTONIC {
        0 => return runtime(t, order),
        2 => Kind::Dynamic,
        3 => Kind::Guided,
        4 => Kind::Auto,
        _ => Kind::Static,
    };
    Schedule { kind, chunk: size, order }
}

macro_rules! loop_start {
    ($name:ident, $ordered:literal) => {
        #[doc = prototype!($name)]
        /// begins a loop over `long`. `schedule`: 0 runtime, 1 static, 2 dynamic, 3 guided, 4 auto,
        /// and 2³¹ for monotonic; `size`: iterations of a chunk. Answers as
        /// `GOMP_loop_static_start`; or, with a null `istart`, nothing: the caller divides the
        /// iterations itself.
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// As the module says, and `istart` and `iend` must be null or writable.
        pub unsafe extern "C-unwind" fn $name(
            start: c_long,
            end: c_long,
            incr: c_long,
            schedule: c_long,
            size: c_long,
            istart: *mut c_long,
            iend: *mut c_long,
            reductions: *mut usize,
            memory: *mut usize,
        ) -> bool {
            let t = Thread::current();
            let schedule = decode(t, schedule, chunk(size));
            begin(t, trip_of_long(start, end, incr), bounds_of_long(start, end, incr), schedule, $ordered);
            // SAFETY: the caller's promise.
            unsafe {
                share(t, reductions, memory);
                istart.is_null() || next(t, istart, iend, |value| value as c_long)
            }
        }
    };
}

macro_rules! loop_ull_start {
    ($name:ident, $ordered:literal) => {
        #[doc = prototype!($name)]
        /// begins a loop over `unsigned long long`, upwards if `up`; otherwise as
        /// `GOMP_loop_start`.
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// As the module says, and `istart` and `iend` must be null or writable.
        pub unsafe extern "C-unwind" fn $name(
            up: Bool,
            start: c_ulonglong,
            end: c_ulonglong,
            incr: c_ulonglong,
            schedule: c_long,
            size: c_ulonglong,
            istart: *mut c_ulonglong,
            iend: *mut c_ulonglong,
            reductions: *mut usize,
            memory: *mut usize,
        ) -> bool {
            let t = Thread::current();
            let schedule = decode(t, schedule, size);
            begin(
                t,
                trip_of_ull(up.is_true(), start, end, incr),
                Bounds { start, step: incr, end },
                schedule,
                $ordered,
            );
            // SAFETY: the caller's promise.
            unsafe {
                share(t, reductions, memory);
                istart.is_null() || next(t, istart, iend, |value| value)
            }
        }
    };
}

loop_start!(GOMP_loop_start, false);
loop_start!(GOMP_loop_ordered_start, true);
loop_ull_start!(GOMP_loop_ull_start, false);
loop_ull_start!(GOMP_loop_ull_ordered_start, true);

/// `unsigned GOMP_sections2_start(unsigned count, uintptr_t *reductions, uintptr_t *memory)`:
/// begins `sections` with `count` blocks; the number of the first one to execute, or 0.
///
/// Emitted by GCC 9 and later for `sections` with task reductions or `lastprivate(conditional: …)`
/// (OpenMP 5.2, 11.3).
///
/// # Safety
/// As the module says.
pub unsafe extern "C-unwind" fn GOMP_sections2_start(
    count: c_uint,
    reductions: *mut usize,
    memory: *mut usize,
) -> c_uint {
    let t = Thread::current();
    sections::begin(t, count);
    // SAFETY: the caller's promise.
    unsafe { share(t, reductions, memory) };
    sections::next(t)
}

/// `void GOMP_scope_start(uintptr_t *reductions)`: begins `scope reduction(task, …)`.
///
/// Emitted by GCC 12 and later for `scope` with task reductions (OpenMP 5.2, 11.2).
///
/// # Safety
/// As the module says.
pub unsafe extern "C-unwind" fn GOMP_scope_start(reductions: *mut usize) {
    let t = Thread::current();
    if tools::on() {
        events::work_begins(t, Work::Scope, 1);
    }
    // SAFETY: the caller's promise.
    let Some(passed) = (unsafe { Passed::new(reductions) }) else { return };
    let block = shared::of_scope(t, || make(t, 0, Some(passed)));
    register(t, passed, block, 0);
}
