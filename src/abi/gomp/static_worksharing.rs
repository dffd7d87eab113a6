//! Static loops and `distribute`, from GCC 17 on: the program works out its part from what it is told here, as it did before
//! from `omp_get_num_threads` and its like.
//!
//! The answers are a `_Complex int`: eight bytes in one register.

use std::ffi::c_ulonglong;

use crate::engine::region::League;
use crate::engine::thread::Thread;

/// `number + index × i`.
fn part(number: u32, index: u32) -> u64 {
    u64::from(number) | u64::from(index) << 32
}

/// Begins a static loop of `_iterations` iterations: the size of the team in the real part, the calling thread's number
/// in the imaginary one.
pub extern "C-unwind" fn GOMP_loop_static_worksharing(_iterations: c_ulonglong) -> u64 {
    let t = Thread::current();
    part(t.nthreads.get(), t.tid.get())
}

/// The same where the compiler adds a [`GOMP_loop_static_worksharing_end`] (`-fopenmp-ompt`).
pub extern "C-unwind" fn GOMP_loop_static_worksharing_start(iterations: c_ulonglong) -> u64 {
    GOMP_loop_static_worksharing(iterations)
}

/// A chunk of the loop begins, which only tools would want to know. No compiler emits it yet.
pub extern "C-unwind" fn GOMP_loop_static_worksharing_dispatch() {}

/// Ends the loop of the calling thread.
pub extern "C-unwind" fn GOMP_loop_static_worksharing_end() {}

/// Begins a `distribute` of `_iterations` iterations: the number of teams in the real part, the calling thread's team in
/// the imaginary one.
pub extern "C-unwind" fn GOMP_distribute_static_worksharing(_iterations: c_ulonglong) -> u64 {
    let league = League::of(Thread::current());
    part(league.teams, league.team)
}

/// The same where the compiler adds a [`GOMP_distribute_static_worksharing_end`] (`-fopenmp-ompt`).
pub extern "C-unwind" fn GOMP_distribute_static_worksharing_start(iterations: c_ulonglong) -> u64 {
    GOMP_distribute_static_worksharing(iterations)
}

/// A chunk of the `distribute` begins, which only tools would want to know. No compiler emits it yet.
pub extern "C-unwind" fn GOMP_distribute_static_worksharing_dispatch() {}

/// Ends the `distribute` of the calling thread.
pub extern "C-unwind" fn GOMP_distribute_static_worksharing_end() {}
