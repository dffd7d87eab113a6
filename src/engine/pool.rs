//! The pool of workers. The process has one. Its workers are leased to teams, and docked there
//! between regions.
//!
//! A worker is in one of three states, and waits for something else in each:
//!
//! | state | waits for |
//! |---|---|
//! | live: was a member in its team's last region | the team's signal |
//! | spare: leased to a team, but not a member of its last region | a letter in its mailbox |
//! | idle: in the pool | a letter |
//!
//! Workers that a team lends to the pool while it runs a smaller region are idle, although nobody
//! has told them. Workers of a team whose thread ended stay in that team, and so do those of a
//! nested team between two of its regions; a thread that needs them makes them idle. A worker that
//! has had no use for the time of the idle limit (`FERROMP_IDLE_LIMIT`) ends.
//!
//! * live → spare: the worker itself, when it sees a region that it is not a member of.
//! * spare → live: by a letter of the primary thread, after the signal.
//! * to and from idle: by the thread that ends or begins the lease, under the pool's lock. A worker
//!   never puts itself into the pool, so a worker that was ordered to end is not found there.
//!
//! A letter that comes late, when the worker has seen the signal already, is harmless: it only
//! makes the worker look at the signal. A worker may not have seen yet that its lease has ended,
//! while the team's next region has another worker under its number. So a live worker looks into
//! its mailbox before it joins a region: the end of its lease was written there before that region
//! began. `protocols/handoff/README.md` has the argument.
//!
//! At any time a worker is in one [`Standing`], and in one list at most: idle, leaving, retired, or
//! a team's workers.

use crate::sys::sync::{AtomicU64, Ordering};
use crossbeam_utils::CachePadded;
use std::ffi::c_void;
use std::mem;
use std::ptr;

use crate::engine::ground::hook::Hook;
use crate::engine::ground::{defaults, say, tuning};
use crate::engine::policies::stats;
use crate::engine::protocols::departure::Deadline;
use crate::engine::protocols::handoff::Wake;
use crate::engine::protocols::lock::{ForkAttempt, Rank, Shared};
use crate::engine::protocols::wait;
use crate::engine::records::standing::Standing;
use crate::engine::records::team::Team;
use crate::engine::records::thread::Thread;
use crate::engine::records::thread_numbers;
use crate::engine::tools::trace;
use crate::sys::clock;
use crate::sys::sanitizer;
use crate::sys::thread as os;

/// Workers of a nested team are taken, before new ones are created, if it has lent them for this
/// many nanoseconds.
const LONG_LENT: u64 = 1_000_000;

/// The same for two nested teams of the same region, while there are few threads: a worker that
/// serves both teams would have the same threadprivate values under two numbers.
const LONG_LENT_BESIDE: u64 = 1_000_000_000;

/// Up to this number of threads, or up to twice the number of processors, there are few threads.
const FEW: u32 = 8;

/// After this many regions in a row that leave workers over, these go back to the pool.
const SURPLUS_LIMIT: u32 = 256;

/// The life of a new worker; `worker` sets it.
pub static WORKER: Hook<&'static Thread> = Hook::new();

extern "C" fn start_worker(argument: *mut c_void) -> *mut c_void {
    // SAFETY: `staff` passed a thread record that is never freed and that no other thread has.
    WORKER.call(unsafe { &*argument.cast::<Thread>() });
    ptr::null_mut()
}

/// The shelves of the pool, under its lock.
#[derive(Default)]
struct Shelves {
    idle: Vec<&'static Thread>,
    /// Workers that have been ordered to end and have not ended yet.
    leaving: Vec<&'static Thread>,
    /// Teams whose thread ended, with their workers.
    teams: Vec<&'static Team>,
    /// Thread objects of native threads that ended.
    natives: Vec<&'static Thread>,
    /// Thread objects of workers that ended.
    retired: Vec<&'static Thread>,
    /// Nested teams, which lend their workers between regions.
    nested: Vec<&'static Team>,
}

impl Shelves {
    const EMPTY: Self = Self {
        idle: Vec::new(),
        leaving: Vec::new(),
        teams: Vec::new(),
        natives: Vec::new(),
        retired: Vec::new(),
        nested: Vec::new(),
    };
}

/// Puts a worker that its team has just given up into the pool. The worker need not be told.
fn make_idle(worker: &'static Thread, idle: &mut Vec<&'static Thread>) {
    worker.move_on(Standing::Leased, Standing::Idle);
    worker.mailbox.end_lease();
    idle.push(worker);
}

/// Makes the workers of a team idle, except the first `keep`, if it has more. The team is between
/// two regions, or in one that has no workers, and no other thread uses it now.
fn take_workers(team: &Team, keep: usize, idle: &mut Vec<&'static Thread>) {
    if team.staff.count() <= keep {
        return;
    }
    team.staff.give_up(keep, |workers| workers.for_each(|worker| make_idle(worker, idle)));
    // Live workers see the signal, stop waiting for this team, and wait for a letter.
    team.go.signal.announce(1, Wake::All, &team.go.rung);
    team.staff.stand_down();
}

impl Shelves {
    /// Takes a worker that no team needs now, if there is one, for the next region of `t`, of
    /// `size` threads.
    fn next_worker(&mut self, t: &Thread, size: u32) -> Option<&'static Thread> {
        let idle = self.idle.pop();
        let worker = idle
            .or_else(|| self.break_up_an_outer_team(t))
            .or_else(|| self.break_up_a_team())
            .or_else(|| self.break_up_a_lending_team(t, size))?;
        worker.move_on(Standing::Idle, Standing::Leased);
        Some(worker)
    }

    /// Takes workers that no other team needs now for `team`, that of the next region of `t`, until
    /// it has `count`. They are in the order of the numbers that they will have. As far as
    /// possible, each gets the number that it had in the team before.
    fn next_workers(&mut self, t: &Thread, team: &Team, count: u32) -> Vec<&'static Thread> {
        let present = team.staff.count();
        let mut found = vec![None; count as usize - present];
        let mut returned = false;
        for (index, worker) in found.iter_mut().enumerate() {
            let Some(former) = team.staff.former(present + index) else { break };
            if former.standing.get() == Standing::Idle {
                former.move_on(Standing::Idle, Standing::Leased);
                *worker = Some(former);
                returned = true;
            }
        }
        if returned {
            self.idle.retain(|worker| worker.standing.get() == Standing::Idle);
        }
        for worker in found.iter_mut().filter(|worker| worker.is_none()) {
            *worker = self.next_worker(t, count + 1);
        }
        found.into_iter().flatten().collect()
    }

    /// The number of threads that have not ended.
    fn threads(&self) -> u32 {
        thread_numbers::known().saturating_sub((self.retired.len() + self.natives.len()) as u32)
    }

    /// Takes the record of a worker that has ended, for a new one.
    fn reuse_retired(&mut self) -> Option<&'static Thread> {
        let worker = self.retired.pop()?;
        worker.move_on(Standing::Retired, Standing::Leased);
        Some(worker)
    }

    /// Keeps the record of a worker that has ended or could not be created. `from`: its standing
    /// until now.
    fn retire(&mut self, worker: &'static Thread, from: Standing) {
        worker.move_on(from, Standing::Retired);
        self.retired.push(worker);
    }

    /// Takes the workers of a team of `t`, the calling thread, that is now in a region of it as the
    /// only member, and returns one of them. The others are idle then.
    #[cold]
    fn break_up_an_outer_team(&mut self, t: &Thread) -> Option<&'static Thread> {
        let teams = t.teams.borrow();
        let mut outer = teams.iter().take(t.depth.get());
        let team = outer.find(|team| team.size.get() == 1 && team.staff.count() > 0)?;
        // Nobody else uses the team: it is busy, and has one member.
        take_workers(team, 0, &mut self.idle);
        self.idle.pop()
    }

    /// As [`break_up_an_outer_team`](Self::break_up_an_outer_team), for a team whose thread ended.
    #[cold]
    fn break_up_a_team(&mut self) -> Option<&'static Thread> {
        let team = self.teams.iter().find(|team| team.staff.count() > 0)?;
        take_workers(team, 0, &mut self.idle);
        self.idle.pop()
    }

    /// As [`break_up_a_team`](Self::break_up_a_team), for a nested team that has lent its workers
    /// for a while, or whose primary thread is in no region itself. The worker is for the next
    /// region of `t`, of `size` threads.
    #[cold]
    fn break_up_a_lending_team(&mut self, t: &Thread, size: u32) -> Option<&'static Thread> {
        let now = clock::nanos();
        let is_left = |team: &Team| team.primary.get().is_some_and(|t| !t.native && t.mailbox.is_free());
        let outer = t.team.get();
        let is_beside = |team: &Team| team.parent.get().is_some_and(|parent| ptr::eq(parent, outer));
        // It is also not too many if all teams of the region need this many to work at the same
        // time.
        let all = outer.width.get().saturating_mul(size);
        let few = self.threads() < all.min(FEW.max(2 * defaults::processors()));
        for team in &self.nested {
            if self.idle.is_empty() {
                with_lent(team, |since| {
                    let long = if few && is_beside(team) { LONG_LENT_BESIDE } else { LONG_LENT };
                    if now.saturating_sub(since) >= long || is_left(team) {
                        take_workers(team, 0, &mut self.idle);
                    }
                });
            }
        }
        self.idle.pop()
    }

    /// Orders the workers of nested teams to end whose primary threads were ordered to end, and
    /// those of teams nested in these.
    fn order_nested_to_end(&mut self, told: &mut Vec<&'static Thread>) {
        let mut before = usize::MAX;
        while before != told.len() {
            before = told.len();
            for team in &self.nested {
                with_lent(team, |_| {
                    if team.primary.get().is_some_and(|t| t.standing.get() == Standing::Leaving) {
                        order_workers_to_end(team, &mut self.leaving, told);
                    }
                });
            }
        }
    }

    /// Takes the workers of the nested teams of the last region of `t`, the calling thread. It is
    /// in no region, and opens one of another size than the last one. The nested teams have sizes
    /// that fitted the last region: now some would create workers, while others have too many.
    fn break_up_own_teams(&mut self, t: &Thread) {
        if !t.native || t.depth.get() != 0 {
            return;
        }
        for team in &self.nested {
            with_lent(team, |_| {
                if team.group.get().is_some_and(|group| ptr::eq(group, t.team.get())) {
                    take_workers(team, 0, &mut self.idle);
                }
            });
        }
    }
}

/// Calls `use_it` if the team lends its workers, with the time since when; it may take them. Under
/// the pool's lock.
fn with_lent(team: &Team, use_it: impl FnOnce(u64)) {
    if let Some(since) = team.lending.take() {
        use_it(since);
        team.lending.put_back();
    }
}

/// In cache lines of its own, because what lies beside it is read at each region.
static POOL: CachePadded<Shared<Shelves>> = CachePadded::new(Shared::new(Rank::Pool, Shelves::EMPTY));

fn with_shelves<R>(use_them: impl FnOnce(&mut Shelves) -> R) -> R {
    sanitizer::unseen(|| POOL.with(use_them))
}

/// Keeps the shelves whole while the process forks.
pub fn before_fork(attempt: &ForkAttempt) {
    POOL.before_fork(attempt);
}

/// Ends what [`before_fork`] began, in the parent.
pub fn after_fork_in_parent() {
    POOL.after_fork();
}

/// Forgets everything in the child, without freeing it: the parent's workers, teams and records.
pub fn after_fork_in_child() {
    POOL.after_fork_in_child();
}

/// A team for a thread that has none at its depth and wants `size` threads: one that an ended
/// thread left with its workers, or a new one. If the team has too many workers, these become idle
/// in the same step: otherwise another thread could find none in between, and create some.
pub fn take_team(size: u32) -> &'static Team {
    let wanted = size as usize - 1;
    let left = with_shelves(|shelves| {
        let workers = |team: &&'static Team| team.staff.count();
        let fitting = shelves.teams.iter().position(|team| workers(team) == wanted);
        let index = fitting.or_else(|| {
            let teams = shelves.teams.iter().enumerate();
            teams.max_by_key(|(_, team)| workers(team)).map(|(index, _)| index)
        })?;
        let team = shelves.teams.swap_remove(index);
        team.lending.end();
        take_workers(team, wanted, &mut shelves.idle);
        Some(team)
    });
    left.unwrap_or_else(Team::new)
}

/// Leases workers to `team`, that of the next region of `t`, until it has `count`. Returns the
/// number that it has then.
pub fn staff(t: &Thread, team: &'static Team, count: u32) -> u32 {
    with_shelves(|shelves| {
        shelves.break_up_own_teams(t);
        for worker in shelves.next_workers(t, team, count) {
            let tid = team.staff.count() as u32 + 1;
            team.make_slot(tid);
            worker.mailbox.address(team, &team.go.signal, tid);
            enlist(team, worker);
        }
    });
    loop {
        let present = team.staff.count() as u32;
        if present >= count || !may_create() {
            return present;
        }
        let tid = present + 1;
        team.make_slot(tid);
        let worker = with_shelves(Shelves::reuse_retired)
            .unwrap_or_else(|| Thread::make(true, thread_numbers::next(), team, tid));
        worker.mailbox.address(team, &team.go.signal, tid);
        wait::worker_started();
        let argument = ptr::from_ref(worker).cast_mut().cast();
        if let Err(error) = os::spawn(tuning::stack_size(), start_worker, argument) {
            wait::worker_ended();
            stats::worker_refused();
            trace::worker_refused(t);
            NEXT_TRY.store(clock::nanos() + RETRY, Ordering::Relaxed);
            with_shelves(|shelves| shelves.retire(worker, Standing::Leased));
            say::warn_once!("cannot create thread {} of {}: {error}; going on with fewer", tid + 1, count + 1);
            return present;
        }
        stats::worker_created();
        with_shelves(|_| enlist(team, worker));
    }
}

/// Adds a worker to the list of the team that it was leased to. Under the pool's lock.
fn enlist(team: &Team, worker: &'static Thread) {
    let has_ended = |worker: &Thread| matches!(worker.standing.get(), Standing::Leaving | Standing::Retired);
    team.staff.enlist(worker, has_ended);
}

/// The time from which a thread may be created again, after one could not be created.
static NEXT_TRY: AtomicU64 = AtomicU64::new(0);

/// Nanoseconds for which regions make do with the threads that there are. Each vain attempt costs
/// as much as many regions.
const RETRY: u64 = 100_000_000;

fn may_create() -> bool {
    let next = NEXT_TRY.load(Ordering::Relaxed);
    next == 0 || clock::nanos() >= next
}

/// Takes the workers of the nested teams of the last region of `t`, because its next region is
/// about to begin and leaves workers over.
#[cold]
pub fn break_up_own_teams(t: &Thread) {
    with_shelves(|shelves| shelves.break_up_own_teams(t));
}

/// Lends workers: those that the next region of `team`, of `size` threads, leaves over go to the
/// pool, where nested teams find them. They need not be told: the caller announces the region at
/// once, and with that they stop waiting for this team.
#[cold]
pub fn lend(team: &Team, size: u32) {
    with_shelves(|shelves| {
        let make_idle = |worker| make_idle(worker, &mut shelves.idle);
        team.staff.give_up(size as usize - 1, |workers| workers.rev().for_each(make_idle));
    });
}

/// Offers the workers of a nested team, whose region has just ended, to others. `t`: its primary
/// thread.
pub fn offer_workers(t: &'static Thread, team: &'static Team) {
    team.offered_by(t);
    if team.lending.begin(clock::nanos()) {
        with_shelves(|shelves| shelves.nested.push(team));
        // From now on the team's workers sleep for a limited time only. One is woken, because those
        // that sleep already did not know this.
        team.go.signal.call_one(&team.go.rung);
    }
}

/// Notes that a region of `size` threads left workers over. After many such regions in a row they
/// go back to the pool.
pub fn count_surplus(team: &Team, size: u32) {
    if !team.staff.leaves_over(SURPLUS_LIMIT) {
        return;
    }
    // Live workers have yet to see that the region goes on without them. They go the next time.
    let keep = size.max(team.staff.live()) as usize - 1;
    let keep = keep.min(team.staff.count());
    with_shelves(|shelves| {
        let make_idle = |worker| make_idle(worker, &mut shelves.idle);
        team.staff.give_up(keep, |workers| workers.for_each(make_idle));
    });
}

/// Orders the workers of the calling thread's teams and of those nested in them to end, and all
/// workers without a use. `t`: the calling thread, which is not in a region, if the runtime knows
/// it.
pub fn dismiss(t: Option<&Thread>) {
    let mut told = Vec::new();
    with_shelves(|shelves| {
        let own = t.map(|t| t.teams.borrow());
        let own = || own.iter().flat_map(|teams| teams.iter());
        own().for_each(|team| team.lending.end());
        for team in own().chain(&shelves.teams) {
            order_workers_to_end(team, &mut shelves.leaving, &mut told);
        }
        for worker in shelves.idle.drain(..) {
            order_to_end(worker, Standing::Idle, &mut shelves.leaving, &mut told);
        }
        shelves.order_nested_to_end(&mut told);
    });
    send_letters(&told);
}

/// Waits until all workers that have been ordered to end have ended; false if that takes too long.
pub fn wait_for_leaving(deadline: &Deadline) -> bool {
    let leaving = with_shelves(|shelves| shelves.leaving.clone());
    deadline.wait(|| with_shelves(|_| leaving.iter().all(|worker| worker.standing.get() != Standing::Leaving)))
}

fn send_letters(told: &[&Thread]) {
    told.iter().for_each(|worker| worker.mailbox.send_letter());
}

/// Orders a worker to end. The caller sends it a letter then.
fn order_to_end(
    worker: &'static Thread,
    from: Standing,
    leaving: &mut Vec<&'static Thread>,
    told: &mut Vec<&'static Thread>,
) {
    worker.move_on(from, Standing::Leaving);
    worker.mailbox.order_to_end();
    leaving.push(worker);
    told.push(worker);
}

/// Orders the workers of a team to end. The team is between two regions, and no other thread uses
/// it now. The caller sends the letters then. Under the pool's lock.
fn order_workers_to_end(team: &Team, leaving: &mut Vec<&'static Thread>, told: &mut Vec<&'static Thread>) {
    if team.staff.count() == 0 {
        return;
    }
    let order = |worker| order_to_end(worker, Standing::Leased, leaving, told);
    team.staff.give_up(0, |workers| workers.for_each(order));
    // Live workers look at the signal.
    team.go.signal.announce(1, Wake::All, &team.go.rung);
    team.staff.stand_down();
}

/// Takes the record of a native thread that ended.
pub fn reuse_native() -> Option<&'static Thread> {
    with_shelves(|shelves| shelves.natives.pop())
}

/// Ends the workers of an ending thread's teams, and leaves the teams to other threads.
pub fn end_teams(t: &'static Thread) {
    let teams = mem::take(&mut *t.teams.borrow_mut());
    let mut told = Vec::new();
    with_shelves(|shelves| {
        for team in &teams {
            team.lending.end();
            order_workers_to_end(team, &mut shelves.leaving, &mut told);
        }
        shelves.teams.extend(teams);
    });
    send_letters(&told);
}

/// Ends a worker without a use if it is in the pool, or the workers of its `team` if that has lent
/// them for `long`.
#[cold]
pub fn end_unused(t: &'static Thread, team: Option<&'static Team>, long: impl Fn(u64) -> bool) {
    let mut told = Vec::new();
    with_shelves(|shelves| match (t.standing.get(), team) {
        (Standing::Idle, _) => {
            if let Some(index) = shelves.idle.iter().position(|idle| ptr::eq(*idle, t)) {
                let worker = shelves.idle.swap_remove(index);
                order_to_end(worker, Standing::Idle, &mut shelves.leaving, &mut told);
            }
        }
        (Standing::Leased, Some(team)) => {
            with_lent(team, |since| {
                if long(since) {
                    order_workers_to_end(team, &mut shelves.leaving, &mut told);
                }
            });
        }
        _ => {}
    });
    send_letters(&told);
}

/// Keeps the record of a worker that ends. This is the last thing that the worker does.
pub fn retire(t: &'static Thread) {
    with_shelves(|shelves| {
        shelves.leaving.retain(|worker| !ptr::eq(*worker, t));
        shelves.retire(t, Standing::Leaving);
    });
}

/// Keeps the record and the teams of a native thread that ends, for other threads.
pub fn take_back(t: &'static Thread) {
    let teams = mem::take(&mut *t.teams.borrow_mut());
    let now = clock::nanos();
    with_shelves(|shelves| {
        // Under the lock, so that no other thread has taken one of them.
        for team in &teams {
            // A thread that begins and ends for each region would wake a worker twice each time.
            if team.lending.leave(now) {
                team.go.signal.call_one(&team.go.rung);
            }
        }
        shelves.teams.extend(teams);
        shelves.natives.push(t);
    });
}
