//! `teams`: a league of teams, each with an initial task and a contention group of its own (OpenMP
//! 5.2, 10.2).
//!
//! A league may have more teams than threads that execute them: the members of a region take them
//! in turn. So the number of teams is exact, and there are no more threads than processors. No team
//! may wait for another one (OpenMP 5.2, 10.2), so this does no harm.

use crate::engine::ground::request::{Body, Caller, League, LeagueRequest, Request};
use crate::sys::sync::{AtomicU32, Ordering};
use std::ffi::c_void;

use crate::engine::constructs::parallel as region;
use crate::engine::ground::icv::Icv;
use crate::engine::ground::settings;

use crate::engine::ground::defaults;
use crate::engine::policies::affinity;
use crate::engine::records::thread::Thread;
use crate::engine::records::tools::{Data, ToldLeague};
use crate::engine::tools;
use crate::engine::tools::{events, frames};

/// The threads that execute the teams.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The calling thread, one after the other.
    InTurn,
    /// As many threads as there are processors for.
    Together,
}

/// nteams-var and teams-thread-limit-var (OpenMP 5.2, 2.2). [`UNSAID`] until the program sets one:
/// then the environment's value holds.
static NUM_TEAMS: AtomicU32 = AtomicU32::new(UNSAID);
static THREAD_LIMIT: AtomicU32 = AtomicU32::new(UNSAID);

const UNSAID: u32 = u32::MAX;

fn said(variable: &AtomicU32, otherwise: impl FnOnce() -> Option<u32>) -> u32 {
    match variable.load(Ordering::Relaxed) {
        UNSAID => otherwise().unwrap_or(0),
        value => value,
    }
}

/// nteams-var: the most teams of a league without `num_teams`; 0: as the runtime chooses.
pub fn num_teams() -> u32 {
    said(&NUM_TEAMS, || settings::get().num_teams)
}

pub fn set_num_teams(number: u32) {
    NUM_TEAMS.store(number, Ordering::Relaxed);
}

/// teams-thread-limit-var: the most threads of a team in a league without `thread_limit`; 0: no
/// limit.
pub fn thread_limit() -> u32 {
    said(&THREAD_LIMIT, || settings::get().teams_thread_limit)
}

pub fn set_thread_limit(limit: u32) {
    THREAD_LIMIT.store(limit, Ordering::Relaxed);
}

/// A league, for the threads that execute it.
#[repr(C)]
struct Call {
    body: Body,
    data: *mut c_void,
    teams: u32,
    /// The control variables of the teams' initial tasks, except for nthreads-var.
    icv: Icv,
    /// The league, for tools.
    told: ToldLeague,
}

/// Executes `body(data)` once for each team of a league. It has `default` teams if nothing else is
/// asked for.
///
/// # Safety
/// `body` must be callable with `data` on several threads at once.
pub unsafe fn run(
    t: &'static Thread,
    request: LeagueRequest,
    default: u32,
    order: Order,
    body: Body,
    data: *mut c_void,
) {
    let settings = settings::get();
    let mut icv = *t.task().icv();
    limit(&mut icv, request.thread_limit);
    let teams = number_of_teams(request.teams, default, settings.league_thread_limit);
    let word = Data::default();
    let told = if tools::on() { Some(events::league_begins(t, &word, teams)) } else { None };
    let league = ToldLeague { word: &raw const word, tells_inner: request.tells_inner };
    let mut call = Call { body, data, teams, icv, told: league };
    let call = (&raw mut call).cast();
    let at_once = match order {
        // A user who sets the number of a league's threads, or their binding, wants it to have
        // several.
        Order::InTurn if settings.league_thread_limit.is_none() && settings.teams_proc_bind.is_none() => 1,
        _ => teams.min(settings.league_thread_limit.unwrap_or_else(defaults::processors)),
    };
    // SAFETY: `member` executes the teams of a `Call`, which lives until all have been executed.
    unsafe {
        if at_once > 1 {
            let bind = affinity::bind_of_league();
            let request = Request { threads: at_once, bind, caller: Caller::Hidden, ..Default::default() };
            region::run(t, request, member, call);
        } else {
            execute(t, (0, 1), call);
        }
    }
    if let Some(at) = told {
        events::league_ends(t, &word, at);
    }
}

fn number_of_teams((least, most): (u32, u32), default: u32, limit: Option<u32>) -> u32 {
    let wanted = match (most, num_teams()) {
        (0, 0) => default,
        (0, number) => number,
        (most, _) => most,
    };
    wanted.min(limit.unwrap_or(u32::MAX)).max(least).max(1)
}

/// Sets thread-limit-var for a team: to the clause's value, or to teams-thread-limit-var if there
/// is no clause.
fn limit(icv: &mut Icv, clause: u32) {
    let limit = if clause != 0 { clause } else { thread_limit() };
    if limit != 0 {
        defaults::limit_threads(icv, limit);
    }
}

/// The body of the region that executes a league; `league` is a [`Call`].
unsafe extern "C-unwind" fn member(league: *mut c_void) {
    let t = Thread::current();
    // SAFETY: as `run` says.
    unsafe { execute(t, (t.tid.get(), t.nthreads.get()), league) };
}

/// Executes the teams that fall to member `tid` of `size`.
///
/// # Safety
/// `league` must be a [`Call`].
unsafe fn execute(t: &'static Thread, (tid, size): (u32, u32), league: *mut c_void) {
    // SAFETY: the caller's promise.
    let call = unsafe { &*league.cast::<Call>() };
    // The processors are shared by the teams that run at the same time.
    let icv = Icv { nthreads: (call.icv.nthreads / size).max(1), strict: None, ..call.icv };
    for team in (tid..call.teams).step_by(size as usize) {
        region::begin_initial(t, icv, League { team, teams: call.teams }, call.told);
        // SAFETY: the promise of `run`'s caller.
        unsafe { frames::call(call.body, call.data) };
        region::end(t);
    }
}

/// Inside a `target` region, which one thread executes: begins the first or the next team of a
/// league of `teams`, in the calling thread. False when all have been executed.
pub fn next_in_place(t: &Thread, first: bool, teams: u32, thread_limit: u32) -> bool {
    let team = t.team.get();
    if first {
        t.task().change_icv(|icv| limit(icv, thread_limit));
        team.enter_league(League { team: 0, teams });
        return true;
    }
    let now = team.league.get();
    let more = now.team + 1 < now.teams;
    team.enter_league(if more { League { team: now.team + 1, ..now } } else { League::ALONE });
    more
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clause_goes_before_the_variable_and_the_limit_before_the_upper_bound() {
        assert_eq!(number_of_teams((0, 0), 3, None), 3);
        assert_eq!(number_of_teams((2, 5), 3, None), 5);
        assert_eq!(number_of_teams((2, 50), 3, Some(8)), 8);
        assert_eq!(number_of_teams((20, 50), 3, Some(8)), 20);
    }
}
