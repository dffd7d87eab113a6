//! Loops whose iterations are handed out: `for (i = lower; i <= upper; i += stride)`, or downwards.

use super::ident::Ident;
use super::sched_type::{Passed, decode};
use crate::engine::ground::request::League;

use crate::engine::constructs::worksharing::dispatch;
use crate::engine::constructs::worksharing::dispatch::Bounds;
use crate::engine::constructs::worksharing::{loop_schedule, ordered};
use crate::engine::records::thread::Thread;

/// How many iterations a loop with an inclusive upper bound has: all but the first are counted, so
/// that a loop over the whole number range does not overflow before it has to.
macro_rules! trip {
    ($lower:expr, $upper:expr, $stride:expr) => {{
        let (lower, upper, up) = ($lower, $upper, $stride > 0);
        let empty = if up { upper < lower } else { upper > lower };
        let span = if up { upper.wrapping_sub(lower) } else { lower.wrapping_sub(upper) };
        (empty, span, $stride.unsigned_abs())
    }};
}
pub(super) use trip;

/// Iterations of a loop that spans `span` (last value minus first) in steps of `stride`.
pub fn count(empty: bool, span: u64, stride: u64) -> u64 {
    // A division takes as long as everything else that a static loop needs, and most loops need
    // none.
    let steps = if stride <= 1 { span } else { span / stride };
    if empty { 0 } else { steps.saturating_add(1) }
}

/// Begins a loop of `trip` iterations, whose loop variable has these bounds.
#[inline]
fn begin(t: &'static Thread, passed: &Passed, trip: u64, bounds: Bounds) {
    dispatch::begin_simd(t, trip, passed.schedule, passed.ordered, passed.width);
    t.slot.get().cursor.active.bounds.set(bounds);
}

macro_rules! dispatch_init {
    ($name:ident, $type:ty, $unsigned:ty, $signed:ty) => {
        #[doc = prototype!($name)]
        /// begins a loop. `number`: the schedule, an `enum sched_type`; `chunk`: iterations of a
        /// chunk.
        ///
        #[doc = source!($name)]
        pub extern "C-unwind" fn $name(
            _location: *const Ident,
            _gtid: i32,
            number: i32,
            lower: $type,
            upper: $type,
            stride: $signed,
            chunk: $signed,
        ) {
            let t = Thread::current();
            let passed = decode(t, number, i64::from(chunk));
            let (empty, span, step) = trip!(lower, upper, stride);
            let trip = count(empty, span as $unsigned as u64, u64::from(step));
            begin(t, &passed, trip, Bounds { start: lower as u64, step: stride as u64, end: upper as u64 });
        }
    };
}

macro_rules! dist_dispatch_init {
    ($name:ident, $type:ty, $unsigned:ty, $signed:ty) => {
        #[doc = prototype!($name)]
        /// begins the loop of a `distribute parallel for`: the calling thread's team gets one block
        /// of the iterations, which its threads share as `number` and `chunk` say. `last`: whether
        /// it is the last block.
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// `last` must be null or writable.
        pub unsafe extern "C-unwind" fn $name(
            _location: *const Ident,
            _gtid: i32,
            number: i32,
            last: *mut i32,
            lower: $type,
            upper: $type,
            stride: $signed,
            chunk: $signed,
        ) {
            let t = Thread::current();
            let passed = decode(t, number, i64::from(chunk));
            let (empty, span, step) = trip!(lower, upper, stride);
            let trip = count(empty, span as $unsigned as u64, u64::from(step));
            let league = League::of(t);
            let (first, end) = loop_schedule::block(trip, league.teams, league.team);
            // SAFETY: the caller's promise.
            if let Some(last) = unsafe { last.as_mut() } {
                *last = i32::from(first < end && end == trip);
            }
            let start = (lower as u64).wrapping_add(first.wrapping_mul(stride as u64));
            begin(t, &passed, end - first, Bounds { start, step: stride as u64, end: upper as u64 });
        }
    };
}

macro_rules! dispatch_next {
    ($name:ident, $type:ty, $signed:ty) => {
        #[doc = prototype!($name)]
        /// the next iterations for the calling thread: 1, and their bounds (inclusive), step, and
        /// whether the loop's last one is among them; or 0, and the thread has left the loop.
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// The pointers must be writable; `last` may be null.
        pub unsafe extern "C-unwind" fn $name(
            _location: *const Ident,
            _gtid: i32,
            last: *mut i32,
            lower: *mut $type,
            upper: *mut $type,
            stride: *mut $signed,
        ) -> i32 {
            let t = Thread::current();
            let Some(values) = dispatch::next_values(t) else {
                dispatch::end(t, true);
                return 0;
            };
            let step = t.slot.get().cursor.active.bounds.get().step;
            // SAFETY: the caller's promise.
            unsafe {
                *lower = values.first as $type;
                *upper = values.behind.wrapping_sub(step) as $type;
                if !stride.is_null() {
                    *stride = step as $signed;
                }
                if !last.is_null() {
                    *last = i32::from(values.last);
                }
            }
            1
        }
    };
}

macro_rules! dispatch_fini {
    ($name:ident) => {
        #[doc = prototype!($name)]
        /// ends an iteration of an ordered loop.
        ///
        #[doc = source!($name)]
        pub extern "C-unwind" fn $name(_location: *const Ident, _gtid: i32) {
            ordered::finish_iteration(Thread::current());
        }
    };
}

dispatch_init!(__kmpc_dispatch_init_4, i32, u32, i32);
dispatch_init!(__kmpc_dispatch_init_4u, u32, u32, i32);
dispatch_init!(__kmpc_dispatch_init_8, i64, u64, i64);
dispatch_init!(__kmpc_dispatch_init_8u, u64, u64, i64);
dist_dispatch_init!(__kmpc_dist_dispatch_init_4, i32, u32, i32);
dist_dispatch_init!(__kmpc_dist_dispatch_init_4u, u32, u32, i32);
dist_dispatch_init!(__kmpc_dist_dispatch_init_8, i64, u64, i64);
dist_dispatch_init!(__kmpc_dist_dispatch_init_8u, u64, u64, i64);
dispatch_next!(__kmpc_dispatch_next_4, i32, i32);
dispatch_next!(__kmpc_dispatch_next_4u, u32, i32);
dispatch_next!(__kmpc_dispatch_next_8, i64, i64);
dispatch_next!(__kmpc_dispatch_next_8u, u64, i64);
dispatch_fini!(__kmpc_dispatch_fini_4);
dispatch_fini!(__kmpc_dispatch_fini_4u);
dispatch_fini!(__kmpc_dispatch_fini_8);
dispatch_fini!(__kmpc_dispatch_fini_8u);

/// `void __kmpc_dispatch_deinit(ident_t *location, int gtid)`: after the last
/// `__kmpc_dispatch_next_*` of a loop: that one has left the loop already.
///
/// Emitted by Clang 19 and later for `for` whose schedule is not static (OpenMP 5.2, 11.5).
pub extern "C-unwind" fn __kmpc_dispatch_deinit(_location: *const Ident, _gtid: i32) {}
