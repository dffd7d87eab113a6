//! Parallel regions: their begin and end, for both ABIs.

use crate::engine::ground::request::{Body, Caller, League, Request};
use std::ffi::c_void;

use crate::engine::constructs::barrier::cancelled;
use crate::engine::constructs::{barrier, member};
use crate::engine::ground::extras::{self, AFFINITY, STATISTICS, TOOL};
use crate::engine::ground::icv::{Icv, NO_LIMIT};
use crate::engine::ground::{budget, defaults};
use crate::engine::policies::stats::Watch;
use crate::engine::policies::{admission, affinity, stats, strict};
use crate::engine::pool;
use crate::engine::protocols::handoff::Wake;
use crate::engine::protocols::wait;
use crate::engine::records::fork_notice;
use crate::engine::records::team::Team;
use crate::engine::records::thread::Thread;
use crate::engine::records::tools::ToldLeague;
use crate::engine::tools;
use crate::engine::tools::{events, frames};

/// The most threads of a team: more than any machine has, and so few that arithmetic does not
/// overflow.
const MAX_THREADS: u32 = 1 << 20;

/// Executes `body(data)` by a team of new or docked threads and the calling one.
///
/// # Safety
/// `body` must be callable with `data` on several threads at once.
#[inline]
pub unsafe fn run(t: &'static Thread, request: Request, body: Body, data: *mut c_void) {
    // SAFETY: the caller's promise.
    unsafe {
        begin(t, request, body, data);
        frames::call(body, data);
    }
    end(t);
}

/// Begins a region: its workers start on `body(data)`, and the calling thread becomes thread 0.
/// That thread is to call the body itself, and then [`end`].
///
/// # Safety
/// `body` must be callable with `data` on several threads at once, until [`end`] returns.
#[inline]
pub unsafe fn begin(t: &'static Thread, request: Request, body: Body, data: *mut c_void) {
    // SAFETY: the caller's promise.
    unsafe { begin_sized(t, request, body, data, |_| {}) };
}

/// As [`begin`]; before any member starts, `prepare` is told the team's size.
///
/// # Safety
/// As for [`begin`]; what `body` needs may be made by `prepare`.
pub unsafe fn begin_sized(
    t: &'static Thread,
    request: Request,
    body: Body,
    data: *mut c_void,
    prepare: impl FnOnce(u32),
) {
    fork_notice::noticed(t);
    let icv = t.task().icv();
    let wanted = wanted_size(t, icv, request);
    let team = hot_team(t, || wanted);
    team.lending.end();
    let (size, lends) = staffed_size(t, team, wanted, icv);
    if size < wanted {
        strict::check_inherited(icv, request, size);
    }
    prepare(size);

    team.begin_region(t, size);
    let mut inner = inherited(icv, team.active_level.get(), team.width.get());
    if affinity::in_use() {
        affinity::begin(t, team, team.level.get(), request.bind, size, &mut inner);
    }
    team.set_icv(inner);
    admission::begin(t, team, body, data, size);
    if extras::any::<{ STATISTICS | TOOL }>() {
        stats::region_begins(t, team, body, data, size);
        if tools::on() {
            events::region_begins(t, team, requested(icv, request), request.caller);
        }
    }
    if size > 1 {
        if lends {
            // Not before admission: a thread that takes such a worker has to wait until the region
            // is announced, because until then the worker listens to nothing else.
            pool::lend(team, size);
        }
        // SAFETY: the caller's promise.
        unsafe { release(team, size, body, data) };
    }
    member::enter(t, team, 0, size);
    if request.caller == Caller::Program && tools::on() {
        frames::program_calls(t);
    }
}

/// Makes the calling thread the only member of an initial team, with a new initial task whose
/// control variables are `icv`. This takes the team of the thread's next region, and leaves the
/// workers of that team where they are. [`end`] ends it. `told`: the league, as tools know it.
pub fn begin_initial(t: &'static Thread, icv: Icv, league: League, told: ToldLeague) {
    let team = hot_team(t, || 1);
    team.lending.end();
    team.begin_inner_initial(t, icv, league);
    if tools::on() {
        events::team_begins(t, team, told);
    }
    if affinity::in_use() {
        affinity::begin_initial(t, team);
    }
    member::enter(t, team, 0, 1);
}

/// Ends the region that the calling thread began last: waits for the workers, which stay docked.
pub fn end(t: &'static Thread) {
    let team = t.team.get();
    let arrived = if extras::any::<{ STATISTICS | TOOL }>() { arrives(t) } else { Watch::NONE };
    if t.is_alone() {
        barrier::meet(t);
        cancelled::end_alone(team);
    } else {
        barrier::gather(t);
    }
    if extras::any::<{ STATISTICS | TOOL }>() {
        all_arrived(t, team, arrived);
    }
    if team.ends_orphaned() {
        // Tasks that vanished with their threads are never done.
        team.phases.forget(0);
    }
    team.give_reserved_back(team.group.get(), 0);
    t.leave(team);
    if team.level.get() > 1 {
        pool::offer_workers(t, team);
    }
    admission::end(t, team);
    if extras::any::<{ AFFINITY | TOOL }>() {
        is_over(t, team);
    }
}

// The functions below are out of the way: most processes count nothing, have no tool and bind no
// threads.

/// The primary thread has come to its region's end, at the time that is returned.
#[cold]
#[inline(never)]
fn arrives(t: &Thread) -> Watch {
    if tools::on() {
        events::member_arrives(t);
    }
    stats::primary_arrives(t)
}

/// So have all others.
#[cold]
#[inline(never)]
fn all_arrived(t: &Thread, team: &Team, arrived: Watch) {
    stats::region_ends(t, team, t.nthreads.get(), arrived);
    if tools::on() {
        events::all_arrived(t, team);
        events::member_ends(t);
    }
}

/// The calling thread is back in the task that met the region.
#[cold]
#[inline(never)]
fn is_over(t: &'static Thread, team: &Team) {
    if affinity::in_use() {
        affinity::end(t);
    }
    if tools::on() {
        events::region_is_over(t, team);
    }
}

/// The team that the calling thread used last at this depth, or, if it has none, one that fits a
/// region of `size`.
#[inline]
fn hot_team(t: &Thread, size: impl FnOnce() -> u32) -> &'static Team {
    let depth = t.depth.get();
    let mut teams = t.teams.borrow_mut();
    if depth == teams.len() {
        teams.push(pool::take_team(size()));
        admission::count(t);
    }
    teams[depth]
}

/// The team that the calling thread's next region, of this `request`, will have.
#[inline(always)]
pub fn next_team(t: &Thread, request: Request) -> &'static Team {
    hot_team(t, || {
        let icv = t.task().icv();
        if is_inactive(t, icv, request) { 1 } else { active_size(icv, request) }
    })
}

/// Whether the region has one thread, whatever it asks for.
fn is_inactive(t: &Thread, icv: &Icv, request: Request) -> bool {
    icv.serial || request.serial || t.team.get().active_level.get() >= icv.max_active_levels
}

/// The number of threads that the region is to have (OpenMP 5.2, 10.1.1, without the thread limit).
fn wanted_size(t: &Thread, icv: &Icv, request: Request) -> u32 {
    if is_inactive(t, icv, request) {
        if icv.strict.is_some() {
            strict::check_inherited(icv, request, 1);
        }
        return 1;
    }
    active_size(icv, request)
}

/// The same, if the region may have several threads.
fn active_size(icv: &Icv, request: Request) -> u32 {
    let wanted = if request.threads != 0 { request.threads } else { icv.nthreads }.min(MAX_THREADS);
    let exactly = || request.exactly || (request.threads == 0 && icv.strict.is_some());
    if icv.dynamic && !exactly() { wanted.min(defaults::processors()) } else { wanted }
}

/// The number of threads that the region asks for, as a tool is told.
fn requested(icv: &Icv, request: Request) -> u32 {
    match request.threads {
        _ if request.serial => 1,
        0 => icv.nthreads,
        threads => threads,
    }
}

/// Finds the workers. Returns the size, which may be smaller because of the thread limit or the
/// system, and whether the team lends workers.
#[inline]
fn staffed_size(t: &Thread, team: &'static Team, wanted: u32, icv: &Icv) -> (u32, bool) {
    if wanted <= 1 {
        return (1, false);
    }
    let mut size = budget::within_limit(wanted, || t.team.get().width.get());
    if icv.thread_limit != NO_LIMIT
        && let Some(group) = t.team.get().group.get()
    {
        size = team.reserve(group, size, icv.thread_limit);
    }
    if size == 1 {
        // The workers stay: no region is announced, so workers that were lent would not hear of it.
        return (1, false);
    }
    let mut lends = false;
    let workers = team.staff.count() as u32;
    if size - 1 > workers {
        let got = pool::staff(t, team, size - 1) + 1;
        if got < size {
            team.give_reserved_back(t.team.get().group.get(), got - 1);
            size = got;
        }
    } else if size - 1 < workers {
        // Nested teams may need them.
        if t.team.get().active_level.get() + 1 < icv.max_active_levels {
            pool::break_up_own_teams(t);
            lends = true;
        } else {
            pool::count_surplus(team, size);
        }
    } else {
        team.staff.leaves_none_over();
    }
    (size, lends)
}

/// The control variables of the region's implicit tasks: those of the task that met it, one level
/// deeper in the lists. If the levels inside may be active and the program has not asked for that
/// itself, their size is a share.
#[inline]
fn inherited(icv: &Icv, active_level: u32, width: u32) -> Icv {
    let mut inner = *icv;
    inner.strict = None;
    if let Some(level) = icv.nthreads_deeper {
        (inner.nthreads, inner.nthreads_deeper) = (level.threads, level.deeper);
        inner.strict = level.strict.as_ref();
        inner.asked_for_nesting = true;
    } else if active_level < icv.max_active_levels && width > 1 && !icv.asked_for_nesting {
        inner.nthreads = icv.nthreads.min(budget::share_of_processors(width));
    }
    inner
}

/// Sets the workers of `team` going: they call `body(data)`.
///
/// # Safety
/// As for [`begin`].
unsafe fn release(team: &'static Team, size: u32, body: Body, data: *mut c_void) {
    let live = team.staff.live();
    team.renumber(live, size);
    // SAFETY: the caller's promise.
    unsafe { team.go.start.prepare(body, data, team.slot(0).cursor.position()) };
    // With more threads than processors, one that is to wake others may have to wait for its turn.
    let wake = if size == live && !wait::are_too_many(size) { Wake::InTurn } else { Wake::All };
    team.go.signal.announce(size, wake, &team.go.rung);
    if size > live {
        for worker in &team.staff.workers()[live as usize - 1..size as usize - 1] {
            worker.mailbox.send_letter();
        }
    }
    team.staff.begin_region(size);
}

/// Whether the calling thread is in an active region, at whatever level.
pub fn in_active_region(t: &Thread) -> bool {
    t.team.get().active_level.get() > 0
}

impl League {
    /// The league of the calling thread's team.
    pub fn of(t: &Thread) -> Self {
        t.team.get().league.get()
    }
}
