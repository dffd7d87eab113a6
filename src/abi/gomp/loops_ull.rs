//! Loops over `unsigned long long`: `for (i = start; up ? i < end : i > end; i += incr)`; as in
//! [`super::loops`].

use std::ffi::c_ulonglong;

use super::Bool;
use super::loops::{begin, named, next, runtime};
use crate::engine::constructs::worksharing::dispatch::Bounds;
use crate::engine::constructs::worksharing::loop_schedule::trip;
use crate::engine::ground::icv::{Kind, Order};
use crate::engine::records::thread::Thread;

/// How many iterations a loop over `unsigned long long` has. `incr` of a downward loop is negative,
/// modulo 2⁶⁴.
pub fn trip_of_ull(up: bool, start: c_ulonglong, end: c_ulonglong, incr: c_ulonglong) -> u64 {
    if up { trip(end.saturating_sub(start), incr) } else { trip(start.saturating_sub(end), incr.wrapping_neg()) }
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
            up: Bool,
            start: c_ulonglong,
            end: c_ulonglong,
            incr: c_ulonglong,
            size: c_ulonglong,
            istart: *mut c_ulonglong,
            iend: *mut c_ulonglong,
        ) -> bool {
            let t = Thread::current();
            let schedule = named(Kind::$kind, size, Order::$order);
            begin(
                t,
                trip_of_ull(up.is_true(), start, end, incr),
                Bounds { start, step: incr, end },
                schedule,
                $ordered,
            );
            // SAFETY: the caller's promise.
            unsafe { next(t, istart, iend, |value| value) }
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
            up: Bool,
            start: c_ulonglong,
            end: c_ulonglong,
            incr: c_ulonglong,
            istart: *mut c_ulonglong,
            iend: *mut c_ulonglong,
        ) -> bool {
            let t = Thread::current();
            let schedule = runtime(t, Order::$order);
            begin(
                t,
                trip_of_ull(up.is_true(), start, end, incr),
                Bounds { start, step: incr, end },
                schedule,
                $ordered,
            );
            // SAFETY: the caller's promise.
            unsafe { next(t, istart, iend, |value| value) }
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
        pub unsafe extern "C-unwind" fn $name(istart: *mut c_ulonglong, iend: *mut c_ulonglong) -> bool {
            // SAFETY: the caller's promise.
            unsafe { next(Thread::current(), istart, iend, |value| value) }
        }
    };
}

start!(GOMP_loop_ull_static_start, Static, Monotonic, false);
start!(GOMP_loop_ull_dynamic_start, Dynamic, Monotonic, false);
start!(GOMP_loop_ull_guided_start, Guided, Monotonic, false);
start!(GOMP_loop_ull_nonmonotonic_dynamic_start, Dynamic, Unsaid, false);
start!(GOMP_loop_ull_nonmonotonic_guided_start, Guided, Unsaid, false);
start!(GOMP_loop_ull_ordered_static_start, Static, Monotonic, true);
start!(GOMP_loop_ull_ordered_dynamic_start, Dynamic, Monotonic, true);
start!(GOMP_loop_ull_ordered_guided_start, Guided, Monotonic, true);
start_runtime!(GOMP_loop_ull_runtime_start, Monotonic, false);
start_runtime!(GOMP_loop_ull_nonmonotonic_runtime_start, Unsaid, false);
start_runtime!(GOMP_loop_ull_maybe_nonmonotonic_runtime_start, Unsaid, false);
start_runtime!(GOMP_loop_ull_ordered_runtime_start, Monotonic, true);
next!(GOMP_loop_ull_static_next);
next!(GOMP_loop_ull_dynamic_next);
next!(GOMP_loop_ull_guided_next);
next!(GOMP_loop_ull_runtime_next);
next!(GOMP_loop_ull_nonmonotonic_dynamic_next);
next!(GOMP_loop_ull_nonmonotonic_guided_next);
next!(GOMP_loop_ull_nonmonotonic_runtime_next);
next!(GOMP_loop_ull_maybe_nonmonotonic_runtime_next);
next!(GOMP_loop_ull_ordered_static_next);
next!(GOMP_loop_ull_ordered_dynamic_next);
next!(GOMP_loop_ull_ordered_guided_next);
next!(GOMP_loop_ull_ordered_runtime_next);
