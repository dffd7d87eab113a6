//! Loops over `long`: `for (i = start; incr > 0 ? i < end : i > end; i += incr)`.
//!
//! A `…_start` begins the loop and answers as `…_next` does: true, and in `*istart` and `*iend` the
//! next iterations, or false when there are no more. `*iend` is the first value beyond them; of the
//! last ones it is `end`, so that it cannot overflow.
//!
//! GCC calls the entry points with "nonmonotonic" in their names also for every
//! `schedule(dynamic)` and `schedule(guided)` without a modifier, so the name does not say that the
//! program means it. In each thread the iterations rise, as its users know it from libgomp.

use std::ffi::c_long;

use crate::engine::constructs::barrier;
use crate::engine::constructs::worksharing::dispatch;
use crate::engine::constructs::worksharing::dispatch::Bounds;
use crate::engine::constructs::worksharing::loop_schedule::trip;
use crate::engine::ground::icv::{Kind, Order, Schedule};
use crate::engine::records::thread::Thread;
use crate::engine::tools::names::Sync;

/// A schedule as an entry point's name gives it.
pub fn named(kind: Kind, chunk: u64, order: Order) -> Schedule {
    Schedule { kind, chunk, order }
}

/// `chunk` as passed: what is not positive counts as not given.
pub fn chunk(chunk: c_long) -> u64 {
    u64::try_from(chunk).unwrap_or(0)
}

/// The schedule of `schedule(runtime)` if nobody set one.
pub const DEFAULT: Schedule = Schedule { kind: Kind::Dynamic, chunk: 1, order: Order::Unsaid };

/// The schedule that `schedule(runtime)` stands for now. `order`: as the clause says; where it says
/// `monotonic`, GCC calls the entry points without "nonmonotonic" in their names.
pub fn runtime(t: &Thread, order: Order) -> Schedule {
    t.task().icv().schedule.unwrap_or(DEFAULT).within(order)
}

/// How many iterations a loop over `long` has.
pub fn trip_of_long(start: c_long, end: c_long, incr: c_long) -> u64 {
    let span = if incr > 0 {
        if start < end { end.wrapping_sub(start) } else { 0 }
    } else if start > end {
        start.wrapping_sub(end)
    } else {
        0
    };
    trip(span as u64, incr.unsigned_abs())
}

/// Begins a loop for the calling thread.
pub fn begin(t: &'static Thread, trip: u64, bounds: Bounds, schedule: Schedule, ordered: bool) {
    dispatch::begin(t, trip, schedule, ordered);
    t.slot.get().cursor.active.bounds.set(bounds);
}

/// The next iterations in the program's numbers.
///
/// # Safety
/// `istart` and `iend` must be writable.
#[inline(always)]
pub unsafe fn next<T>(t: &'static Thread, istart: *mut T, iend: *mut T, of: impl Fn(u64) -> T) -> bool {
    let Some(values) = dispatch::next_values(t) else { return false };
    let end = if values.last { t.slot.get().cursor.active.bounds.get().end } else { values.behind };
    // SAFETY: the caller's promise.
    unsafe {
        *istart = of(values.first);
        *iend = of(end);
    }
    true
}

/// The arguments of a loop over `long` as the engine wants them.
pub fn bounds_of_long(start: c_long, end: c_long, incr: c_long) -> Bounds {
    Bounds { start: start as u64, step: incr as u64, end: end as u64 }
}

/// `…_start` with a chunk size.
macro_rules! start {
    ($name:ident, $kind:ident, $order:ident, $ordered:literal) => {
        #[doc = prototype!($name)]
        /// begins the loop that its name says; `size` is the chunk in iterations.
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// `istart` and `iend` must be writable.
        pub unsafe extern "C-unwind" fn $name(
            start: c_long,
            end: c_long,
            incr: c_long,
            size: c_long,
            istart: *mut c_long,
            iend: *mut c_long,
        ) -> bool {
            let t = Thread::current();
            let schedule = named(Kind::$kind, chunk(size), Order::$order);
            begin(t, trip_of_long(start, end, incr), bounds_of_long(start, end, incr), schedule, $ordered);
            // SAFETY: the caller's promise.
            unsafe { next(t, istart, iend, |value| value as c_long) }
        }
    };
}

/// `…_start` of a loop with `schedule(runtime)`.
macro_rules! start_runtime {
    ($name:ident, $order:ident, $ordered:literal) => {
        #[doc = prototype!($name)]
        /// begins a loop with the schedule of run-sched-var.
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// `istart` and `iend` must be writable.
        pub unsafe extern "C-unwind" fn $name(
            start: c_long,
            end: c_long,
            incr: c_long,
            istart: *mut c_long,
            iend: *mut c_long,
        ) -> bool {
            let t = Thread::current();
            let schedule = runtime(t, Order::$order);
            begin(t, trip_of_long(start, end, incr), bounds_of_long(start, end, incr), schedule, $ordered);
            // SAFETY: the caller's promise.
            unsafe { next(t, istart, iend, |value| value as c_long) }
        }
    };
}

/// `…_next`.
macro_rules! next {
    ($name:ident) => {
        #[doc = prototype!($name)]
        /// the loop's next iterations for the calling thread.
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// `istart` and `iend` must be writable.
        pub unsafe extern "C-unwind" fn $name(istart: *mut c_long, iend: *mut c_long) -> bool {
            // SAFETY: the caller's promise.
            unsafe { next(Thread::current(), istart, iend, |value| value as c_long) }
        }
    };
}

start!(GOMP_loop_static_start, Static, Monotonic, false);
start!(GOMP_loop_dynamic_start, Dynamic, Monotonic, false);
start!(GOMP_loop_guided_start, Guided, Monotonic, false);
start!(GOMP_loop_nonmonotonic_dynamic_start, Dynamic, Unsaid, false);
start!(GOMP_loop_nonmonotonic_guided_start, Guided, Unsaid, false);
start!(GOMP_loop_ordered_static_start, Static, Monotonic, true);
start!(GOMP_loop_ordered_dynamic_start, Dynamic, Monotonic, true);
start!(GOMP_loop_ordered_guided_start, Guided, Monotonic, true);
start_runtime!(GOMP_loop_runtime_start, Monotonic, false);
start_runtime!(GOMP_loop_nonmonotonic_runtime_start, Unsaid, false);
start_runtime!(GOMP_loop_maybe_nonmonotonic_runtime_start, Unsaid, false);
start_runtime!(GOMP_loop_ordered_runtime_start, Monotonic, true);
next!(GOMP_loop_static_next);
next!(GOMP_loop_dynamic_next);
next!(GOMP_loop_guided_next);
next!(GOMP_loop_runtime_next);
next!(GOMP_loop_nonmonotonic_dynamic_next);
next!(GOMP_loop_nonmonotonic_guided_next);
next!(GOMP_loop_nonmonotonic_runtime_next);
next!(GOMP_loop_maybe_nonmonotonic_runtime_next);
next!(GOMP_loop_ordered_static_next);
next!(GOMP_loop_ordered_dynamic_next);
next!(GOMP_loop_ordered_guided_next);
next!(GOMP_loop_ordered_runtime_next);

/// `void GOMP_loop_end(void)`: ends a loop with a barrier.
///
/// Emitted by GCC for `for` (OpenMP 5.2, 11.5).
pub extern "C-unwind" fn GOMP_loop_end() {
    // The steps that most loops need are apart from the rest, so that they need no frame.
    match Thread::at_hand() {
        Some(t) if dispatch::holds_nothing(t) => {
            dispatch::end_plain(t, false);
            barrier::wait_untold(t);
        }
        _ => end_told(),
    }
}

/// [`GOMP_loop_end`] for a tool, if there is one.
#[cold]
#[inline(never)]
pub extern "C-unwind" fn end_told() {
    let t = Thread::current();
    dispatch::end(t, false);
    barrier::wait_as(t, || Sync::Workshare);
}

/// `void GOMP_loop_end_nowait(void)`: ends a loop with a `nowait` clause.
///
/// Emitted by GCC for `for` (OpenMP 5.2, 11.5).
pub extern "C-unwind" fn GOMP_loop_end_nowait() {
    match Thread::at_hand() {
        Some(t) if dispatch::holds_nothing(t) => dispatch::end_plain(t, true),
        _ => end_nowait_told(),
    }
}

/// [`GOMP_loop_end_nowait`] for a tool, if there is one.
#[cold]
#[inline(never)]
pub extern "C-unwind" fn end_nowait_told() {
    dispatch::end(Thread::current(), true);
}
