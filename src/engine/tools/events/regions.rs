//! Parallel regions and their implicit tasks.

use std::ptr;

use super::sync;
use super::{Address, Word};
use crate::engine::ground::request::Caller as CalledBy;
use crate::engine::ground::request::League;
use crate::engine::records::team::Team;
use crate::engine::records::thread::Thread;
use crate::engine::records::tools::{Caller, Data, Frame, TaskTools, ToldLeague};
use crate::engine::tools::ask;
use crate::engine::tools::callbacks;
use crate::engine::tools::names::{Endpoint, Sync, parallel, state, task};
use crate::engine::tools::orders;
use crate::engine::tools::trace;
use crate::sys::sanitizer;
use crate::sys::sync::Ordering;

/// The calling thread's task meets a region, which `team` is to execute. Before any member starts.
/// `requested`: how many threads it asks for.
#[cold]
#[inline(never)]
pub fn region_begins(t: &Thread, team: &Team, requested: u32, caller: CalledBy) {
    orders::region_begins(team);
    let tools = &team.tools;
    let hidden = caller == CalledBy::Hidden;
    tools.told.set(!hidden);
    tools.hidden.set(hidden);
    tools.league.set(ToldLeague::NONE);
    if hidden {
        return;
    }
    let flags = if caller == CalledBy::Program { parallel::BY_PROGRAM } else { parallel::BY_RUNTIME } | parallel::TEAM;
    tools.caller.set(t.tools.caller.get());
    tools.flags.set(flags);
    tools.data.clear();
    super::enters_runtime(t);
    let frame = &raw const t.task().tools().frame;
    tell!(ParallelBegin: (Word, *const Frame, Word, u32, u32, Address) =
        (super::task_data(t), frame, tools.data.for_tool(), requested, flags, super::address(t)));
}

/// The region is over, and the calling thread is back in the task that met it.
#[cold]
#[inline(never)]
pub fn region_is_over(t: &Thread, team: &Team) {
    let tools = &team.tools;
    if !tools.told.replace(false) || tools.flags.get() == 0 {
        return;
    }
    let address = ptr::without_provenance(tools.caller.get().address);
    tell!(ParallelEnd: (Word, Word, u32, Address) =
        (tools.data.for_tool(), super::task_data(t), tools.flags.get(), address));
    super::leaves_runtime(t);
}

/// The calling thread is a member of its team now, with a new implicit task. `size`: that of the
/// team.
#[cold]
#[inline(never)]
pub fn member_begins(t: &Thread, team: &Team, tid: u32, size: u32) {
    orders::member_begins(team, tid);
    trace::member_begins(t, team, tid, size);
    if !team.tools.told.get() {
        return;
    }
    t.tools.waits.set(0);
    if tid != 0 {
        t.tools.over.set(team.tools.over.load(Ordering::Relaxed));
        t.task().use_tools(&t.tools.implicit);
        // A worker is called from there, if anybody asks.
        t.tools.caller.set(team.tools.caller.get());
    }
    let tools = t.task().tools();
    if team.tools.flags.get() == 0 {
        let tells_inner = team.tools.league.get().tells_inner;
        let initial = if tells_inner { &team.tools.initial } else { tools };
        initial.clear();
        let League { team: index, teams } = team.league.get();
        initial.flags.set(task::INITIAL);
        initial.place.set((teams, index));
        let parallel = team.tools.initial_word();
        implicit_task(Endpoint::Begin, parallel, initial.data.for_tool(), teams, index, task::INITIAL);
        if !tells_inner {
            return;
        }
        tell!(ParallelBegin: (Word, *const Frame, Word, u32, u32, Address) =
            (initial.data.for_tool(), &raw const initial.frame, team.tools.data.for_tool(), 1, OF_INNER, super::address(t)));
    }
    tools.clear();
    tools.flags.set(task::IMPLICIT | task::UNDEFERRED);
    tools.place.set((size, tid));
    implicit_task(Endpoint::Begin, team.tools.word(), tools.data.for_tool(), size, tid, task::IMPLICIT);
}

/// A league of teams begins, as a region to tools. `requested`: how many it asks for. To be ended
/// by [`league_ends`].
#[cold]
#[inline(never)]
pub fn league_begins(t: &Thread, word: &Data, requested: u32) -> Caller {
    super::enters_runtime(t);
    let frame = &raw const t.task().tools().frame;
    tell!(ParallelBegin: (Word, *const Frame, Word, u32, u32, Address) =
        (super::task_data(t), frame, word.for_tool(), requested, OF_LEAGUE, super::address(t)));
    t.tools.caller.get()
}

/// All its teams are done. `at`: what [`league_begins`] returned.
#[cold]
#[inline(never)]
pub fn league_ends(t: &Thread, word: &Data, at: Caller) {
    tell!(ParallelEnd: (Word, Word, u32, Address) =
        (word.for_tool(), super::task_data(t), OF_LEAGUE, ptr::without_provenance(at.address)));
    super::leaves_runtime(t);
}

const OF_LEAGUE: u32 = parallel::LEAGUE | parallel::BY_RUNTIME;

/// Of the region in a league's team that executes the team's code.
const OF_INNER: u32 = parallel::TEAM | parallel::BY_RUNTIME;

/// The calling thread is about to be the initial thread of a league's team.
#[cold]
#[inline(never)]
pub fn team_begins(t: &Thread, team: &Team, league: ToldLeague) {
    let tools = &team.tools;
    tools.told.set(true);
    tools.hidden.set(false);
    tools.flags.set(0);
    tools.data.clear();
    tools.league.set(league);
    tools.caller.set(t.tools.caller.get());
}

/// A member has come to the end of its region: it waits for the others. To be ended by
/// [`member_ends`].
#[cold]
#[inline(never)]
pub fn member_arrives(t: &Thread) {
    let team = t.team.get();
    orders::arrives(t, t.phase.get());
    let tools = ask::implicit(t);
    if !team.tools.told.get() {
        tools.arrival.set(None);
        return;
    }
    super::work_ends(t);
    if trace::is_on() && !callbacks::are_registered() && !sanitizer::is_there() {
        // The trace has its own record of it.
        tools.arrival.set(None);
        return;
    }
    tools.frame.exit.set(0);
    tools.frame.enter.set(0);
    if team.tools.flags.get() == 0 {
        tools.arrival.set(Some(None));
        return;
    }
    // A worker was called by nobody.
    let caller = if t.tid.get() == 0 { team.tools.caller.get() } else { Default::default() };
    t.tools.caller.set(caller);
    tools.arrival.set(Some(Some(sync::sync_begins(t, Sync::Parallel))));
}

/// All members have come to the end of the region that the calling thread is in.
#[cold]
#[inline(never)]
pub fn member_ends(t: &Thread) {
    let mut tools = ask::implicit(t);
    let Some(barrier) = tools.arrival.take() else { return };
    let Some(region) = barrier else {
        let of_team = &t.team.get().tools;
        if of_team.league.get().tells_inner {
            implicit_task_ends(tools);
            tools = &of_team.initial;
            let address = ptr::without_provenance(of_team.caller.get().address);
            tell!(ParallelEnd: (Word, Word, u32, Address) =
                (of_team.data.for_tool(), tools.data.for_tool(), OF_INNER, address));
        }
        let (_, index) = tools.place.get();
        return implicit_task(Endpoint::End, ptr::null_mut(), tools.data.for_tool(), 0, index, task::INITIAL);
    };
    // The team may be at its next region already.
    sync::region_sync_ends(t, region, tools);
    implicit_task_ends(tools);
    if t.tid.get() != 0 {
        t.tools.waits.set(state::IDLE);
    }
}

/// The size of the team is told as by libomp; the specification has 0.
fn implicit_task_ends(tools: &TaskTools) {
    let (size, index) = tools.place.get();
    implicit_task(Endpoint::End, ptr::null_mut(), tools.data.for_tool(), size, index, task::IMPLICIT);
}

/// Whether the calling member has told of its arrival at a barrier, and is to tell of its end.
pub fn has_arrived(t: &Thread) -> bool {
    matches!(ask::implicit(t).arrival.get(), Some(Some(_)))
}

/// All members have come to the region's end, says the primary thread. The workers wait for that
/// ([`is_over`]).
#[cold]
#[inline(never)]
pub fn all_arrived(t: &Thread, team: &Team) {
    orders::region_ends(team);
    if !has_arrived(t) {
        return;
    }
    team.tools.over.fetch_add(1, Ordering::Release);
    team.event.notify_all();
}

/// Whether the region that the calling worker has come to the end of is over.
pub fn is_over(t: &Thread) -> bool {
    t.team.get().tools.over.load(Ordering::Acquire) != t.tools.over.get()
}

/// The callback of both ends.
pub fn implicit_task(endpoint: Endpoint, parallel: Word, task: Word, size: u32, index: u32, flags: u32) {
    tell!(ImplicitTask: (Endpoint, Word, Word, u32, u32, u32) = (endpoint, parallel, task, size, index, flags));
}
