//! Static loops and `distribute`, from GCC 17 on: the program works out its part from what it is
//! told here, as it did before from `omp_get_num_threads` and its like.
//!
//! The answers are a `_Complex int`: eight bytes in one register.

use crate::engine::ground::request::League;
use std::ffi::c_ulonglong;

use crate::engine::records::thread::Thread;
use crate::engine::tools;
use crate::engine::tools::events;
use crate::engine::tools::names::Work;

/// `number + index × i`.
fn part(number: u32, index: u32) -> u64 {
    u64::from(number) | u64::from(index) << 32
}

/// `int _Complex GOMP_loop_static_worksharing(unsigned long long iterations)`: begins a static loop
/// of `iterations` iterations: the size of the team in the real part, the calling thread's number
/// in the imaginary one.
///
/// Emitted by GCC 17 and later for `for schedule(static)` (OpenMP 5.2, 11.5).
pub extern "C-unwind" fn GOMP_loop_static_worksharing(_iterations: c_ulonglong) -> u64 {
    let t = Thread::current();
    part(t.nthreads.get(), t.tid.get())
}

/// `int _Complex GOMP_loop_static_worksharing_start(unsigned long long iterations)`: the same where
/// the compiler adds a [`GOMP_loop_static_worksharing_end`].
///
/// Emitted by GCC 17 and later under `-fopenmp-ompt` for `for schedule(static)` (OpenMP 5.2, 11.5).
pub extern "C-unwind" fn GOMP_loop_static_worksharing_start(iterations: c_ulonglong) -> u64 {
    if tools::on() {
        events::work_begins(Thread::current(), Work::LoopStatic, iterations);
    }
    GOMP_loop_static_worksharing(iterations)
}

/// `void GOMP_loop_static_worksharing_dispatch(void)`: a chunk of the loop begins, which only tools
/// would want to know. No compiler emits it yet.
///
/// Emitted by no compiler yet, meant for `for schedule(static)` (OpenMP 5.2, 11.5).
pub extern "C-unwind" fn GOMP_loop_static_worksharing_dispatch() {}

/// `void GOMP_loop_static_worksharing_end(void)`: ends the loop of the calling thread.
///
/// Emitted by GCC 17 and later under `-fopenmp-ompt` for `for schedule(static)` (OpenMP 5.2, 11.5).
pub extern "C-unwind" fn GOMP_loop_static_worksharing_end() {
    ends();
}

/// `int _Complex GOMP_distribute_static_worksharing(unsigned long long iterations)`: begins a
/// `distribute` of `iterations` iterations: the number of teams in the real part, the calling
/// thread's team in the imaginary one.
///
/// Emitted by GCC 17 and later for `distribute` (OpenMP 5.2, 11.6).
pub extern "C-unwind" fn GOMP_distribute_static_worksharing(_iterations: c_ulonglong) -> u64 {
    let league = League::of(Thread::current());
    part(league.teams, league.team)
}

/// `int _Complex GOMP_distribute_static_worksharing_start(unsigned long long iterations)`: the same
/// where the compiler adds a [`GOMP_distribute_static_worksharing_end`].
///
/// Emitted by GCC 17 and later under `-fopenmp-ompt` for `distribute` (OpenMP 5.2, 11.6).
pub extern "C-unwind" fn GOMP_distribute_static_worksharing_start(iterations: c_ulonglong) -> u64 {
    if tools::on() {
        events::work_begins(Thread::current(), Work::Distribute, iterations);
    }
    GOMP_distribute_static_worksharing(iterations)
}

/// `void GOMP_distribute_static_worksharing_dispatch(void)`: a chunk of the `distribute` begins,
/// which only tools would want to know. No compiler emits it yet.
///
/// Emitted by no compiler yet, meant for `distribute` (OpenMP 5.2, 11.6).
pub extern "C-unwind" fn GOMP_distribute_static_worksharing_dispatch() {}

/// `void GOMP_distribute_static_worksharing_end(void)`: ends the `distribute` of the calling
/// thread.
///
/// Emitted by GCC 17 and later under `-fopenmp-ompt` for `distribute` (OpenMP 5.2, 11.6).
pub extern "C-unwind" fn GOMP_distribute_static_worksharing_end() {
    ends();
}

fn ends() {
    if tools::on() {
        events::work_ends(Thread::current());
    }
}
