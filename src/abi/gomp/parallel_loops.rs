//! `parallel for` in one call: the members find the loop begun, and only ask for iterations.

use crate::engine::ground::request::Body;
use std::ffi::{c_long, c_uint, c_void};
use std::mem;

use super::loops::{begin, bounds_of_long, chunk, named, runtime, trip_of_long};
use super::parallel::request;
use crate::engine::constructs::parallel as region;
use crate::engine::constructs::worksharing::dispatch;
use crate::engine::constructs::worksharing::dispatch::Bounds;
use crate::engine::ground::icv::{Kind, Order, Schedule};
use crate::engine::records::team::STASH;
use crate::engine::records::thread::Thread;
use crate::engine::tools::frames;

/// A region's body, and the loop that each member begins before it.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct WithLoop {
    pub body: Body,
    pub data: *mut c_void,
    pub trip: u64,
    pub bounds: Bounds,
    /// `None`: of a `sections`.
    pub schedule: Option<Schedule>,
}

const _: () = assert!(mem::size_of::<WithLoop>() <= mem::size_of::<[usize; STASH]>());

impl WithLoop {
    fn begin_loop(&self) {
        match self.schedule {
            Some(schedule) => begin(Thread::current(), self.trip, self.bounds, schedule, false),
            None => dispatch::begin_sections(Thread::current(), self.trip),
        }
    }

    /// The body of the members; `this` is a [`WithLoop`].
    ///
    /// # Safety
    /// It stays until the region ends, and its body takes its data.
    unsafe extern "C-unwind" fn member(this: *mut c_void) {
        // SAFETY: lives until all members have arrived at the region's end, which is after this.
        let this = unsafe { *this.cast::<WithLoop>() };
        this.begin_loop();
        // SAFETY: the promise of who began the region.
        unsafe { frames::call(this.body, this.data) };
    }

    /// Executes the region.
    ///
    /// # Safety
    /// As for `GOMP_parallel`.
    pub unsafe fn run(mut self, num_threads: c_uint, flags: c_uint) {
        let data = (&raw mut self).cast();
        // SAFETY: the caller's promise; `self` outlives the region.
        unsafe { region::run(Thread::current(), request(num_threads, flags), Self::member, data) };
    }

    /// Begins the region; the caller calls the body and `GOMP_parallel_end`.
    ///
    /// # Safety
    /// As for `GOMP_parallel_start`.
    pub unsafe fn start(self, num_threads: c_uint) {
        let t = Thread::current();
        let request = request(num_threads, 0);
        let team = region::next_team(t, request);
        let stash = team.go.stash.get().cast::<WithLoop>();
        // SAFETY: the stash is large enough (checked above) and aligned for words, and belongs to
        // the region that begins here; the rest is the caller's promise.
        unsafe {
            stash.write(self);
            region::begin(t, request, Self::member, stash.cast());
        }
        self.begin_loop();
    }
}

fn with_long(
    body: Body,
    data: *mut c_void,
    (start, end, incr): (c_long, c_long, c_long),
    schedule: Schedule,
) -> WithLoop {
    let (trip, bounds) = (trip_of_long(start, end, incr), bounds_of_long(start, end, incr));
    WithLoop { body, data, trip, bounds, schedule: Some(schedule) }
}

/// `GOMP_parallel_loop_KIND` with a chunk size.
macro_rules! parallel {
    ($name:ident, $kind:ident, $order:ident) => {
        #[doc = prototype!($name)]
        /// `#pragma omp parallel for` with the schedule that its name says; loop and region as in
        /// `loops` and `GOMP_parallel`.
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// As for `GOMP_parallel`.
        pub unsafe extern "C-unwind" fn $name(
            body: Body,
            data: *mut c_void,
            num_threads: c_uint,
            start: c_long,
            end: c_long,
            incr: c_long,
            size: c_long,
            flags: c_uint,
        ) {
            let schedule = named(Kind::$kind, chunk(size), Order::$order);
            // SAFETY: the caller's promise.
            unsafe { with_long(body, data, (start, end, incr), schedule).run(num_threads, flags) };
        }
    };
}

/// `GOMP_parallel_loop_…runtime`.
macro_rules! parallel_runtime {
    ($name:ident, $order:ident) => {
        #[doc = prototype!($name)]
        /// `#pragma omp parallel for schedule(runtime)`.
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// As for `GOMP_parallel`.
        pub unsafe extern "C-unwind" fn $name(
            body: Body,
            data: *mut c_void,
            num_threads: c_uint,
            start: c_long,
            end: c_long,
            incr: c_long,
            flags: c_uint,
        ) {
            let schedule = runtime(Thread::current(), Order::$order);
            // SAFETY: the caller's promise.
            unsafe { with_long(body, data, (start, end, incr), schedule).run(num_threads, flags) };
        }
    };
}

/// `GOMP_parallel_loop_KIND_start` (GCC before 4.9).
macro_rules! parallel_start {
    ($name:ident, $kind:ident) => {
        #[doc = prototype!($name)]
        /// begins a region and its loop; the caller then calls `body(data)`, and
        /// `GOMP_parallel_end`.
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// As for `GOMP_parallel`.
        pub unsafe extern "C-unwind" fn $name(
            body: Body,
            data: *mut c_void,
            num_threads: c_uint,
            start: c_long,
            end: c_long,
            incr: c_long,
            size: c_long,
        ) {
            let schedule = named(Kind::$kind, chunk(size), Order::Monotonic);
            // SAFETY: the caller's promise.
            unsafe { with_long(body, data, (start, end, incr), schedule).start(num_threads) };
        }
    };
}

parallel!(GOMP_parallel_loop_static, Static, Monotonic);
parallel!(GOMP_parallel_loop_dynamic, Dynamic, Monotonic);
parallel!(GOMP_parallel_loop_guided, Guided, Monotonic);
parallel!(GOMP_parallel_loop_nonmonotonic_dynamic, Dynamic, Unsaid);
parallel!(GOMP_parallel_loop_nonmonotonic_guided, Guided, Unsaid);
parallel_runtime!(GOMP_parallel_loop_runtime, Monotonic);
parallel_runtime!(GOMP_parallel_loop_nonmonotonic_runtime, Unsaid);
parallel_runtime!(GOMP_parallel_loop_maybe_nonmonotonic_runtime, Unsaid);
parallel_start!(GOMP_parallel_loop_static_start, Static);
parallel_start!(GOMP_parallel_loop_dynamic_start, Dynamic);
parallel_start!(GOMP_parallel_loop_guided_start, Guided);

/// `void GOMP_parallel_loop_runtime_start(void (*body)(void *), void *data, unsigned num_threads,
/// long start, long end, long incr)`: as the other `…_start`, with `schedule(runtime)`.
///
/// Emitted by GCC before 4.9 for `parallel for` (OpenMP 5.2, 10.1 and 11.5).
///
/// # Safety
/// As for `GOMP_parallel`.
pub unsafe extern "C-unwind" fn GOMP_parallel_loop_runtime_start(
    body: Body,
    data: *mut c_void,
    num_threads: c_uint,
    start: c_long,
    end: c_long,
    incr: c_long,
) {
    let schedule = runtime(Thread::current(), Order::Monotonic);
    // SAFETY: the caller's promise.
    unsafe { with_long(body, data, (start, end, incr), schedule).start(num_threads) };
}
