//! `teams` (OpenMP 5.2, 10.2) on the host.

use crate::engine::ground::request::LeagueRequest;
use std::ffi::c_void;

use super::ident::Ident;
use super::microtask::{self, Microtask};
use crate::engine::constructs::teams;
use crate::engine::constructs::teams::Order;
use crate::engine::ground::defaults;
use crate::engine::records::thread::Thread;
use crate::engine::tools;
use crate::engine::tools::frames;
use crate::sys::arch::{FloatControl, hand_over};

/// How many teams a league has if nobody says: as in libomp.
const DEFAULT: u32 = 1;

/// A microtask and its arguments.
struct Call {
    microtask: Microtask,
    arguments: Vec<*mut c_void>,
    /// Those of the thread that met the construct.
    float_control: FloatControl,
}

/// The function that is executed for each team; `call` is a [`Call`].
///
/// # Safety
/// The call is whole, and its microtask takes its arguments.
unsafe extern "C-unwind" fn team(call: *mut c_void) {
    let t = Thread::current();
    let (mut gtid, mut tid) = (t.gtid as i32, 0);
    // SAFETY: `fork_teams` keeps it until all teams have been executed.
    let call = unsafe { &*call.cast::<Call>() };
    call.float_control.apply();
    let (count, arguments) = (call.arguments.len(), call.arguments.as_ptr());
    // SAFETY: the promise of `__kmpc_fork_teams`'s caller.
    unsafe {
        if tools::on() {
            let exit = frames::exit(t);
            microtask::call_and_note(call.microtask, &raw mut gtid, &raw mut tid, count, arguments, exit);
        } else {
            microtask::call(call.microtask, &raw mut gtid, &raw mut tid, count, arguments);
        }
    }
}

/// `void __kmpc_fork_teams(ident_t *location, int count, kmpc_micro microtask, ...)`: `#pragma omp
/// teams` on the host: `microtask(&gtid, &tid, argument…)` for each team of a league, as
/// `__kmpc_fork_call` for the threads of a team.
///
/// Emitted by Clang and Flang for `teams` on the host (OpenMP 5.2, 10.2).
///
/// # Safety
/// As for `__kmpc_fork_call`.
#[unsafe(naked)]
pub unsafe extern "C-unwind" fn __kmpc_fork_teams(location: *const Ident, count: i32, microtask: Microtask) {
    hand_over!(fork_teams)
}

/// The variadic part of `__kmpc_fork_teams`, as `fork_call` is of `__kmpc_fork_call`.
///
/// # Safety
/// As for `__kmpc_fork_teams`.
unsafe extern "C-unwind" fn fork_teams(
    _location: *const Ident,
    count: i32,
    microtask: Microtask,
    in_registers: *const *mut c_void,
    on_stack: *const *mut c_void,
) {
    let count = usize::try_from(count).unwrap_or(0);
    // SAFETY: the caller's promise.
    let arguments = (0..count).map(|index| unsafe { microtask::argument(index, in_registers, on_stack) }).collect();
    let mut call = Call { microtask, arguments, float_control: FloatControl::current() };
    let t = Thread::current();
    // As libomp tells them.
    let request = LeagueRequest { tells_inner: true, ..t.pushed.take_league() };
    // SAFETY: the caller's promise; `call` outlives the league.
    unsafe { teams::run(t, request, DEFAULT, Order::Together, team, (&raw mut call).cast()) };
}

/// `void __kmpc_push_num_teams(ident_t *location, int gtid, int num_teams, int thread_limit)`: the
/// `num_teams` and `thread_limit` clauses of the next league. A number that is not positive counts
/// as no clause.
///
/// Emitted by Clang for `num_teams` and `thread_limit` (OpenMP 5.2, 10.2.1 and 13.3).
pub extern "C-unwind" fn __kmpc_push_num_teams(location: *const Ident, gtid: i32, num_teams: i32, thread_limit: i32) {
    __kmpc_push_num_teams_51(location, gtid, num_teams, num_teams, thread_limit);
}

/// `void __kmpc_push_num_teams_51(ident_t *location, int gtid, int least, int most, int
/// thread_limit)`: the same with a lower and an upper bound of the number of teams.
///
/// Emitted by Flang for `num_teams` and `thread_limit` (OpenMP 5.2, 10.2.1 and 13.3).
pub extern "C-unwind" fn __kmpc_push_num_teams_51(
    _location: *const Ident,
    _gtid: i32,
    least: i32,
    most: i32,
    thread_limit: i32,
) {
    let number = |number| u32::try_from(number).unwrap_or(0);
    let (least, most) = (number(least), number(most));
    let teams = (least, if most == 0 { least } else { most.max(least) });
    Thread::current().pushed.push_league(LeagueRequest {
        teams,
        thread_limit: number(thread_limit),
        ..Default::default()
    });
}

/// `void __kmpc_set_thread_limit(ident_t *location, int gtid, int thread_limit)`: the
/// `thread_limit` clause of a `target` that has no `teams` in it: for the calling task. A number
/// that is not positive counts as no clause.
///
/// Emitted by Clang 18 and later for `target thread_limit` (OpenMP 5.2, 13.3).
pub extern "C-unwind" fn __kmpc_set_thread_limit(_location: *const Ident, _gtid: i32, thread_limit: i32) {
    if let Ok(limit @ 1..) = u32::try_from(thread_limit) {
        Thread::current().task().change_icv(|icv| defaults::limit_threads(icv, limit));
    }
}
