//! The pool of workers: one for the process, leased to teams and docked there between regions.
//!
//! A worker is in one of three states, and waits in a different place in each:
//!
//! | state | waits for |
//! |---|---|
//! | live: was a member in its team's last region | the team's signal |
//! | spare: leased to a team, but not a member of its last region | a letter in its mailbox |
//! | idle: in the pool | a letter |
//!
//! Workers that a team lends to the pool while it runs a smaller region are idle without having been told so. Those of a team
//! whose thread ended, and those of a nested team that rests, keep their places there, and are made idle by whoever needs
//! them. Whichever of these has had no use for so long as the idle limit says (`FERROMP_IDLE_LIMIT`) ends.
//!
//! live → spare: the worker itself, when it sees a region that it is not a member of. spare → live: a letter of the
//! primary thread, after the signal. to and from idle: whoever ends or begins the lease, under the pool's lock; the worker
//! itself never puts itself into the pool, so nobody else can find it there who has ordered it to end. A letter that
//! comes late (the worker saw the signal first) is harmless: it sends the worker to look at that. A worker whose lease has
//! been ended may not have seen yet that the last regions went on without it, and the next one may have another worker
//! under its number; so a live worker looks into its mailbox before it joins a region: the end of its lease was written
//! there before that region began.
//!
//! At any time a worker is in one [`Standing`], and in one list at most: idle, leaving, retired, or a team's workers.

use crate::sys::sync::{AtomicU32, AtomicU64, Ordering};
use std::ffi::c_void;
use std::mem;
use std::ptr;

use crate::engine::ground::hook::Hook;
use crate::engine::ground::{defaults, say, tuning};
use crate::engine::policies::stats;
use crate::engine::protocols::departure::Deadline;
use crate::engine::protocols::lock::Shared;
use crate::engine::protocols::wait;
use crate::engine::records::standing::Standing;
use crate::engine::records::team::Team;
use crate::engine::records::thread::Thread;
use crate::engine::records::thread_numbers;
use crate::sys::clock;
use crate::sys::thread as os;

/// A nested team that has rested for so long, in nanoseconds, lends its workers before new ones are created.
const LONG_REST: u64 = 1_000_000;

/// The same for a team of the same region as the one that needs workers, while there are few
/// threads: a worker of both would have one set of threadprivate values for two numbers.
const LONG_REST_BESIDE: u64 = 1_000_000_000;

/// So many threads are few, or twice as many as there are processors.
const FEW: u32 = 8;

/// After so many regions in a row with workers left over, these go back to the pool.
const SURPLUS_LIMIT: u32 = 256;

/// What a new worker does; `worker` sets it.
pub static WORKER: Hook<&'static Thread> = Hook::new();

extern "C" fn start_worker(argument: *mut c_void) -> *mut c_void {
    // SAFETY: what `staff` passed: a thread object that is never freed and that no other thread has.
    WORKER.call(unsafe { &*argument.cast::<Thread>() });
    ptr::null_mut()
}

/// Moves a worker on. That it comes from where it should shows that no list has it twice.
fn move_on(worker: &Thread, from: Standing, to: Standing) {
    let was = worker.standing.replace(to);
    debug_assert_eq!(was, from, "worker {} becomes {to:?}", worker.gtid);
}

/// What the process shares; under the lock.
#[derive(Default)]
struct Shelves {
    idle: Vec<&'static Thread>,
    /// Workers that have been ordered to end and have not.
    leaving: Vec<&'static Thread>,
    /// Teams, with their workers, whose thread ended.
    teams: Vec<&'static Team>,
    /// Thread objects of native threads that ended.
    natives: Vec<&'static Thread>,
    /// Thread objects of workers that ended.
    retired: Vec<&'static Thread>,
    /// Teams that have been nested ones.
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

/// Puts a worker that its team has just given up where others find it. It need not be told.
fn make_idle(worker: &'static Thread, idle: &mut Vec<&'static Thread>) {
    move_on(worker, Standing::Leased, Standing::Idle);
    worker.mailbox.end_lease();
    idle.push(worker);
}

/// Makes the workers of a team idle, all but the first `keep`, if it has so many. It is between two regions, and nobody else
/// uses it now.
fn take_workers(team: &Team, keep: usize, idle: &mut Vec<&'static Thread>) {
    let mut workers = team.workers.borrow_mut();
    if workers.len() <= keep {
        return;
    }
    workers.drain(keep..).for_each(|worker| make_idle(worker, idle));
    // Live ones look at the signal, and stop waiting for this team, or wait for a letter.
    team.go.signal.announce(1, &team.go.rung);
    team.live.set(1);
}

impl Shelves {
    /// A worker that nobody needs now, if there is one, for the next region of `t`, of `size`
    /// threads.
    fn next_worker(&mut self, t: &Thread, size: u32) -> Option<&'static Thread> {
        let idle = self.idle.pop();
        let worker = idle.or_else(|| self.break_up_a_team()).or_else(|| self.break_up_a_lending_team(t, size))?;
        move_on(worker, Standing::Idle, Standing::Leased);
        Some(worker)
    }

    /// Workers that nobody needs now for `team`, that of the next region of `t`, until it has
    /// `count`: in the order of the numbers that they are to have, which are those that they had
    /// there before, as far as possible.
    fn next_workers(&mut self, t: &Thread, team: &Team, count: u32) -> Vec<&'static Thread> {
        let present = team.workers.borrow().len();
        let mut places = vec![None; count as usize - present];
        let mut returned = false;
        for (place, former) in places.iter_mut().zip(team.former.borrow().iter().skip(present)) {
            if former.standing.get() == Standing::Idle {
                move_on(former, Standing::Idle, Standing::Leased);
                *place = Some(*former);
                returned = true;
            }
        }
        if returned {
            self.idle.retain(|worker| worker.standing.get() == Standing::Idle);
        }
        for place in places.iter_mut().filter(|place| place.is_none()) {
            *place = self.next_worker(t, count + 1);
        }
        places.into_iter().flatten().collect()
    }

    /// How many threads there are that have not ended.
    fn threads(&self) -> u32 {
        thread_numbers::known().saturating_sub((self.retired.len() + self.natives.len()) as u32)
    }

    /// The object of a worker that has ended, for a new one.
    fn reuse_retired(&mut self) -> Option<&'static Thread> {
        let worker = self.retired.pop()?;
        move_on(worker, Standing::Retired, Standing::Leased);
        Some(worker)
    }

    /// Keeps the object of a worker that has ended, or that could not be created, which was `from` until now.
    fn retire(&mut self, worker: &'static Thread, from: Standing) {
        move_on(worker, from, Standing::Retired);
        self.retired.push(worker);
    }

    /// Takes the workers of a team whose thread ended, and gives one of them; the others are idle then.
    #[cold]
    fn break_up_a_team(&mut self) -> Option<&'static Thread> {
        let team = self.teams.iter().find(|team| !team.workers.borrow().is_empty())?;
        take_workers(team, 0, &mut self.idle);
        self.idle.pop()
    }

    /// The same with a nested team whose thread has had no use for it for a while, or is in no
    /// region itself. The worker is for the next region of `t`, of `size` threads.
    #[cold]
    fn break_up_a_lending_team(&mut self, t: &Thread, size: u32) -> Option<&'static Thread> {
        let now = clock::nanos();
        let is_left = |team: &Team| team.primary.get().is_some_and(|t| !t.native && t.mailbox.is_free());
        let outer = t.team.get();
        let is_beside = |team: &Team| team.parent.get().is_some_and(|parent| ptr::eq(parent, outer));
        // As many as it takes for all teams of the region to be at work at once are not too many
        // either.
        let all = outer.width.get().saturating_mul(size);
        let few = self.threads() < all.min(FEW.max(2 * defaults::processors()));
        for team in &self.nested {
            if self.idle.is_empty() {
                with_lent(team, |since| {
                    let long = if few && is_beside(team) { LONG_REST_BESIDE } else { LONG_REST };
                    if now.saturating_sub(since) >= long || is_left(team) {
                        take_workers(team, 0, &mut self.idle);
                    }
                });
            }
        }
        self.idle.pop()
    }

    /// Orders the workers of nested teams to end whose primary threads have been, and those of teams nested in these.
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

    /// The calling thread, which is in no region, opens one of another size than before: takes the workers of the nested teams
    /// of its last one. They had the shape of that; who finds another one would create workers while others have too many.
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

/// Lets `use_it` have the team, whose workers it may take, if it rests; it is told since when. Under the pool's lock.
fn with_lent(team: &Team, use_it: impl FnOnce(u64)) {
    if let Some(since) = team.lending.take() {
        use_it(since);
        team.lending.put_back();
    }
}

static POOL: Shared<Shelves> = Shared::new(Shelves::EMPTY);

fn with_shelves<R>(use_them: impl FnOnce(&mut Shelves) -> R) -> R {
    POOL.with(use_them)
}

/// Keeps the shelves whole while the process forks.
pub fn before_fork() {
    POOL.before_fork();
}

/// Ends what [`before_fork`] began, in the parent.
pub fn after_fork_in_parent() {
    POOL.after_fork();
}

/// In the child: the parent's workers, and all that was kept for its threads, are forgotten, not freed.
pub fn after_fork_in_child() {
    POOL.after_fork_in_child();
}

/// A team for a thread that has none at its depth, and that wants `size` threads: one that an ended thread left with its workers,
/// or a new one. The workers that are too many are idle at once: between two steps another thread would find none and create
/// some.
pub fn take_team(size: u32) -> &'static Team {
    let wanted = size as usize - 1;
    let left = with_shelves(|shelves| {
        let workers = |team: &&'static Team| team.workers.borrow().len();
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

/// Leases workers to `team`, that of the next region of `t`, until it has `count`; returns how many it has then.
pub fn staff(t: &Thread, team: &'static Team, count: u32) -> u32 {
    with_shelves(|shelves| {
        shelves.break_up_own_teams(t);
        for worker in shelves.next_workers(t, team, count) {
            let tid = team.workers.borrow().len() as u32 + 1;
            team.make_slot(tid);
            worker.mailbox.address(team, &team.go.signal, tid);
            enlist(team, worker);
        }
    });
    loop {
        let present = team.workers.borrow().len() as u32;
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
            NEXT_TRY.store(clock::nanos() + RETRY, Ordering::Relaxed);
            with_shelves(|shelves| shelves.retire(worker, Standing::Leased));
            say::warn_once(&SPAWN_FAILED, || {
                format!("cannot create thread {} of {}: {error}; going on with fewer", tid + 1, count + 1)
            });
            return present;
        }
        stats::worker_created();
        with_shelves(|_| enlist(team, worker));
    }
}

/// Adds a worker that has been leased to a team to those that it has. Under the pool's lock.
fn enlist(team: &Team, worker: &'static Thread) {
    let mut workers = team.workers.borrow_mut();
    let mut former = team.former.borrow_mut();
    match former.get_mut(workers.len()) {
        None => former.push(worker),
        Some(ended) if matches!(ended.standing.get(), Standing::Leaving | Standing::Retired) => *ended = worker,
        Some(_) => {}
    }
    workers.push(worker);
}

static SPAWN_FAILED: AtomicU32 = AtomicU32::new(0);

/// When a thread may be created again after one could not be.
static NEXT_TRY: AtomicU64 = AtomicU64::new(0);

/// How long regions make do with the threads there are, in nanoseconds: each vain attempt costs as much as many regions.
const RETRY: u64 = 100_000_000;

fn may_create() -> bool {
    let next = NEXT_TRY.load(Ordering::Relaxed);
    next == 0 || clock::nanos() >= next
}

/// A region of `t` that is about to begin leaves workers over: those of the nested teams of its
/// last region go to the pool.
#[cold]
pub fn break_up_own_teams(t: &Thread) {
    with_shelves(|shelves| shelves.break_up_own_teams(t));
}

/// Puts the workers that the next region of `team`, of `size`, leaves over where the teams of
/// nested regions find them. They need not be told: with the region, which the caller announces at
/// once, they stop waiting for this team.
#[cold]
pub fn lend(team: &Team, size: u32) {
    let mut workers = team.workers.borrow_mut();
    with_shelves(|shelves| {
        workers.drain(size as usize - 1..).rev().for_each(|worker| make_idle(worker, &mut shelves.idle));
    });
}

/// A region of a nested team, whose primary thread is `t`, has ended.
pub fn offer_workers(t: &'static Thread, team: &'static Team) {
    team.primary.set(Some(t));
    if team.lending.begin(clock::nanos()) {
        with_shelves(|shelves| shelves.nested.push(team));
        // From now on its workers sleep for a limited time; those that sleep already did not know.
        team.go.signal.call_one(&team.go.rung);
    }
}

/// Notes that a region of `size` left workers over; after many such regions they go back to the pool.
pub fn count_surplus(team: &Team, size: u32) {
    team.surplus.set(team.surplus.get() + 1);
    if team.surplus.get() < SURPLUS_LIMIT {
        return;
    }
    team.surplus.set(0);
    // Live ones have yet to see that they are not wanted; they go next time.
    let keep = size.max(team.live.get()) as usize - 1;
    let mut workers = team.workers.borrow_mut();
    let keep = keep.min(workers.len());
    with_shelves(|shelves| workers.drain(keep..).for_each(|worker| make_idle(worker, &mut shelves.idle)));
}

/// Orders the workers to end that are docked at the calling thread's teams and at those nested in them, and those that nobody has a
/// use for. `t`: the calling thread, which is not in a region, if the runtime knows it.
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

/// Waits until all workers that have been ordered to end have; false if that takes too long.
pub fn wait_for_leaving(deadline: &Deadline) -> bool {
    let leaving = with_shelves(|shelves| shelves.leaving.clone());
    deadline.wait(|| with_shelves(|_| leaving.iter().all(|worker| worker.standing.get() != Standing::Leaving)))
}

fn send_letters(told: &[&Thread]) {
    told.iter().for_each(|worker| worker.mailbox.send_letter());
}

/// Orders a worker to end; it is to be sent a letter then.
fn order_to_end(
    worker: &'static Thread,
    from: Standing,
    leaving: &mut Vec<&'static Thread>,
    told: &mut Vec<&'static Thread>,
) {
    move_on(worker, from, Standing::Leaving);
    worker.mailbox.order_to_end();
    leaving.push(worker);
    told.push(worker);
}

/// Orders the workers of a team, which is between two regions and that nobody else uses now, to end; they are to be sent letters
/// then. Under the pool's lock.
fn order_workers_to_end(team: &Team, leaving: &mut Vec<&'static Thread>, told: &mut Vec<&'static Thread>) {
    let mut workers = team.workers.borrow_mut();
    if workers.is_empty() {
        return;
    }
    workers.drain(..).for_each(|worker| order_to_end(worker, Standing::Leased, leaving, told));
    // Live ones look at the signal.
    team.go.signal.announce(1, &team.go.rung);
    team.live.set(1);
}

/// A thread object of a native thread that ended.
pub fn reuse_native() -> Option<&'static Thread> {
    with_shelves(|shelves| shelves.natives.pop())
}

/// Ends the workers of an ending thread's teams, and puts these where others find them.
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

/// Ends a worker without a use, if it is in the pool, and the workers of its `team` if that has rested for `long`.
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

/// Keeps the object of a worker that ends, as the last thing that it does.
pub fn retire(t: &'static Thread) {
    with_shelves(|shelves| {
        shelves.leaving.retain(|worker| !ptr::eq(*worker, t));
        shelves.retire(t, Standing::Leaving);
    });
}

/// Keeps a native thread's object and its teams, as it ends, where others find them.
pub fn take_back(t: &'static Thread) {
    let teams = mem::take(&mut *t.teams.borrow_mut());
    let now = clock::nanos();
    with_shelves(|shelves| {
        // Under the lock, so that nobody else has one of them just now.
        for team in &teams {
            team.lending.leave(now);
            team.go.signal.call_one(&team.go.rung);
        }
        shelves.teams.extend(teams);
        shelves.natives.push(t);
    });
}
