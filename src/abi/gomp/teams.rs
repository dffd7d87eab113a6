//! `teams` (OpenMP 5.2, 10.2).

use crate::engine::ground::request::{Body, LeagueRequest};
use std::ffi::{c_uint, c_void};

use super::Bool;

use crate::engine::constructs::teams;
use crate::engine::constructs::teams::Order;
use crate::engine::records::thread::Thread;

/// How many teams a league has if nobody says: as in libgomp, where they are executed one after the
/// other too. Their parallel regions have all processors then.
const DEFAULT: u32 = 3;

/// `void GOMP_teams_reg(void (*body)(void *), void *data, unsigned num_teams, unsigned
/// thread_limit, unsigned flags)`: `#pragma omp teams` outside of a `target`: `body(data)` for each
/// team.
///
/// `num_teams`: at most, 0 if no clause says; `thread_limit`: likewise; `flags`: none are defined.
///
/// Emitted by GCC 9 and later for `teams` outside of `target` (OpenMP 5.2, 10.2).
///
/// # Safety
/// `body` must be callable with `data`.
pub unsafe extern "C-unwind" fn GOMP_teams_reg(
    body: Body,
    data: *mut c_void,
    num_teams: c_uint,
    thread_limit: c_uint,
    _flags: c_uint,
) {
    let request = LeagueRequest { teams: (0, num_teams), thread_limit, tells_inner: false };
    // SAFETY: the caller's promise.
    unsafe { teams::run(Thread::current(), request, DEFAULT, Order::InTurn, body, data) };
}

/// `void GOMP_teams(unsigned num_teams, unsigned thread_limit)`: begins `#pragma omp teams`
/// directly inside a `target`: a league of one team.
///
/// Emitted by GCC before 12 for `teams` in `target` (OpenMP 5.2, 10.2).
pub extern "C-unwind" fn GOMP_teams(_num_teams: c_uint, thread_limit: c_uint) {
    teams::next_in_place(Thread::current(), true, 1, thread_limit);
}

/// `bool GOMP_teams4(unsigned low, unsigned high, unsigned thread_limit, bool first)`: begins a
/// team of `#pragma omp teams` directly inside a `target`, the first one if `first`: true, or false
/// when all have been executed. Called before each execution of the block; `low`: the least number
/// of teams, 0 if no clause says.
///
/// Emitted by GCC 12 and later for `teams` in `target` (OpenMP 5.2, 10.2).
pub extern "C-unwind" fn GOMP_teams4(low: c_uint, _high: c_uint, thread_limit: c_uint, first: Bool) -> bool {
    teams::next_in_place(Thread::current(), first.is_true(), low.max(1), thread_limit)
}
