//! Loops with `ordered(n)` and `depend(source)` and `depend(sink: …)` (OpenMP 5.2, 15.9.6).
//!
//! GCC numbers the iterations of each dimension from 0. Of the loops that `collapse` joins it makes
//! one dimension, the first; its iterations are what the threads share out. The loop goes on with
//! `GOMP_loop_…_next` of its schedule.

use std::ffi::{c_long, c_uint, c_ulonglong};

use super::loops::{begin, chunk, named, next, runtime};
use super::shared_memory::{decode, share};
use crate::abi::variadic;
use crate::engine::constructs::worksharing::dispatch::Bounds;
use crate::engine::constructs::worksharing::doacross;
use crate::engine::constructs::worksharing::doacross::Dimension;
use crate::engine::ground::icv::{Kind, Order, Schedule};
use crate::engine::records::thread::Thread;
use crate::sys::arch::{ARGUMENT_REGISTERS, hand_over_all};

/// Begins the loop for the calling thread.
///
/// # Safety
/// `counts` must have `dimensions` numbers, of which there is at least one.
unsafe fn begin_doacross(t: &'static Thread, dimensions: c_uint, counts: *const c_ulonglong, schedule: Schedule) {
    // SAFETY: the caller's promise.
    let count = |index: c_uint| unsafe { *counts.add(index as usize) };
    let rows = count(0);
    // Of a loop without iterations the compiler does not compute the other counts.
    let dimensions = if rows == 0 { 1 } else { dimensions.max(1) };
    doacross::begin(t, (0..dimensions).map(|index| Dimension { first: 0, step: 1, count: count(index) }), 1);
    // An iteration may not come before an earlier one that it waits for.
    begin(t, rows, Bounds { start: 0, step: 1, end: rows }, Schedule { order: Order::Monotonic, ..schedule }, false);
}

macro_rules! start {
    ($name:ident, $type:ty, $kind:ident) => {
        #[doc = prototype!($name)]
        /// begins the loop that its name says: `counts` are the iterations of the `dimensions`,
        /// `size` those of a chunk. Answers as `GOMP_loop_static_start` does.
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// `counts` must have `dimensions` numbers, at least one; `istart` and `iend` must be
        /// writable.
        pub unsafe extern "C-unwind" fn $name(
            dimensions: c_uint,
            counts: *const $type,
            size: $type,
            istart: *mut $type,
            iend: *mut $type,
        ) -> bool {
            let t = Thread::current();
            let schedule = named(Kind::$kind, chunk(size as c_long), Order::Monotonic);
            // SAFETY: the caller's promise.
            unsafe {
                begin_doacross(t, dimensions, counts.cast(), schedule);
                next(t, istart, iend, |value| value as $type)
            }
        }
    };
}

macro_rules! start_runtime {
    ($name:ident, $type:ty) => {
        #[doc = prototype!($name)]
        /// begins a loop with `schedule(runtime)`; otherwise as the others.
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// As for the others.
        pub unsafe extern "C-unwind" fn $name(
            dimensions: c_uint,
            counts: *const $type,
            istart: *mut $type,
            iend: *mut $type,
        ) -> bool {
            let t = Thread::current();
            // SAFETY: the caller's promise.
            unsafe {
                begin_doacross(t, dimensions, counts.cast(), runtime(t, Order::Monotonic));
                next(t, istart, iend, |value| value as $type)
            }
        }
    };
}

macro_rules! start_sharing {
    ($name:ident, $type:ty) => {
        #[doc = prototype!($name)]
        /// begins a loop whose threads share memory: `schedule`, `reductions` and `memory` as for
        /// `GOMP_loop_start`, the rest as for the others here.
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// As for the others and for `GOMP_loop_start`.
        pub unsafe extern "C-unwind" fn $name(
            dimensions: c_uint,
            counts: *const $type,
            schedule: c_long,
            size: $type,
            istart: *mut $type,
            iend: *mut $type,
            reductions: *mut usize,
            memory: *mut usize,
        ) -> bool {
            let t = Thread::current();
            let schedule = decode(t, schedule, chunk(size as c_long));
            // SAFETY: the caller's promise.
            unsafe {
                begin_doacross(t, dimensions, counts.cast(), schedule);
                share(t, reductions, memory);
                istart.is_null() || next(t, istart, iend, |value| value as $type)
            }
        }
    };
}

start!(GOMP_loop_doacross_static_start, c_long, Static);
start!(GOMP_loop_doacross_dynamic_start, c_long, Dynamic);
start!(GOMP_loop_doacross_guided_start, c_long, Guided);
start_runtime!(GOMP_loop_doacross_runtime_start, c_long);
start_sharing!(GOMP_loop_doacross_start, c_long);
start!(GOMP_loop_ull_doacross_static_start, c_ulonglong, Static);
start!(GOMP_loop_ull_doacross_dynamic_start, c_ulonglong, Dynamic);
start!(GOMP_loop_ull_doacross_guided_start, c_ulonglong, Guided);
start_runtime!(GOMP_loop_ull_doacross_runtime_start, c_ulonglong);
start_sharing!(GOMP_loop_ull_doacross_start, c_ulonglong);

/// `void GOMP_doacross_post(const long *numbers)`: the iteration with the `numbers` in the
/// dimensions is done.
///
/// Emitted by GCC for `ordered doacross(source)` (OpenMP 5.2, 15.9.6).
///
/// # Safety
/// `numbers` must have one for each dimension of the loop.
pub unsafe extern "C-unwind" fn GOMP_doacross_post(numbers: *const c_long) {
    // SAFETY: the caller's promise.
    doacross::post(Thread::current(), |index| unsafe { *numbers.add(index) } as u64);
}

/// `void GOMP_doacross_ull_post(const unsigned long long *numbers)`: the same in a loop over
/// `unsigned long long`.
///
/// Emitted by GCC for `ordered doacross(source)` (OpenMP 5.2, 15.9.6).
///
/// # Safety
/// As for [`GOMP_doacross_post`].
pub unsafe extern "C-unwind" fn GOMP_doacross_ull_post(numbers: *const c_ulonglong) {
    // SAFETY: the caller's promise.
    unsafe { GOMP_doacross_post(numbers.cast()) };
}

/// The function that the variadic stubs below call: the first numbers are at `in_registers`,
/// the others at `on_stack`.
///
/// # Safety
/// There must be one for each dimension of the loop.
unsafe extern "C-unwind" fn wait(in_registers: *const u64, on_stack: *const u64) {
    // SAFETY: the caller's promise.
    let number = |index| unsafe { variadic::argument::<_, ARGUMENT_REGISTERS>(index, in_registers, on_stack) };
    doacross::wait(Thread::current(), number);
}

macro_rules! wait {
    ($name:ident, $type:ty) => {
        #[doc = prototype!($name)]
        /// `#pragma omp ordered depend(sink: …)`: waits until the iteration is done whose number in
        /// the first dimension is the argument; those in the others follow it.
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// There must be a number for each dimension of the loop.
        #[unsafe(naked)]
        pub unsafe extern "C-unwind" fn $name(_number: $type) {
            hand_over_all!(wait)
        }
    };
}

wait!(GOMP_doacross_wait, c_long);
wait!(GOMP_doacross_ull_wait, c_ulonglong);
