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
//! At any time a worker is in one [`Standing`], and in at most one list: idle, retired, or a team's workers.

use crate::sys::sync::{AtomicU32, AtomicU64, Ordering};
use std::cell::Cell;
use std::ffi::c_void;
use std::mem;
use std::ptr;
use std::time::Duration;

use super::handoff::{Docked, Lease, Letter};
use super::lock::Shared;
use super::records::standing::Standing;
use super::task::{helpers, schedule};
use super::team::Team;
use super::thread::Thread;
use super::{admission, barrier, fork_notice, member, new_thread, say, stats, tuning, wait};
use crate::sys::clock;
use crate::sys::thread as os;

/// A nested team that has rested for so long, in nanoseconds, lends its workers before new ones are created.
const LONG_REST: u64 = 1_000_000;

/// After so many regions in a row with workers left over, these go back to the pool.
const SURPLUS_LIMIT: u32 = 256;

/// Moves a worker on. That it comes from where it should shows that no list has it twice.
fn move_on(worker: &Thread, from: Standing, to: Standing) {
    let was = worker.standing.replace(to);
    debug_assert_eq!(was, from, "worker {} becomes {to:?}", worker.gtid);
}

/// What the process shares; under the lock.
#[derive(Default)]
struct Shelves {
    idle: Vec<&'static Thread>,
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
    const EMPTY: Self =
        Self { idle: Vec::new(), teams: Vec::new(), natives: Vec::new(), retired: Vec::new(), nested: Vec::new() };
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
    /// A worker that nobody needs now, if there is one.
    fn next_worker(&mut self) -> Option<&'static Thread> {
        let idle = self.idle.pop();
        let worker = idle.or_else(|| self.break_up_a_team()).or_else(|| self.break_up_a_resting_team())?;
        move_on(worker, Standing::Idle, Standing::Leased);
        Some(worker)
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

    /// The same with a nested team whose thread has had no use for it for a while, or is in no region itself.
    #[cold]
    fn break_up_a_resting_team(&mut self) -> Option<&'static Thread> {
        let now = clock::nanos();
        let is_left = |team: &Team| team.primary.get().is_some_and(|t| !t.native && t.mailbox.is_free());
        for team in &self.nested {
            if self.idle.is_empty() {
                with_resting(team, |since| {
                    if now.saturating_sub(since) >= LONG_REST || is_left(team) {
                        take_workers(team, 0, &mut self.idle);
                    }
                });
            }
        }
        self.idle.pop()
    }

    /// The calling thread, which is in no region, opens one of another size than before: takes the workers of the nested teams
    /// of its last one. They had the shape of that; who finds another one would create workers while others have too many.
    fn break_up_own_teams(&mut self, t: &Thread) {
        if !t.native || t.depth.get() != 0 {
            return;
        }
        for team in &self.nested {
            with_resting(team, |_| {
                if team.group.get().is_some_and(|group| ptr::eq(group, t.team.get())) {
                    take_workers(team, 0, &mut self.idle);
                }
            });
        }
    }
}

/// Lets `use_it` have the team, whose workers it may take, if it rests; it is told since when. Under the pool's lock.
fn with_resting(team: &Team, use_it: impl FnOnce(u64)) {
    if let Some(since) = team.rest.take() {
        use_it(since);
        team.rest.put_back();
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
        team.rest.end();
        take_workers(team, wanted, &mut shelves.idle);
        Some(team)
    });
    left.unwrap_or_else(Team::new)
}

/// Leases workers to `team`, that of the next region of `t`, until it has `count`; returns how many it has then.
pub fn staff(t: &Thread, team: &'static Team, count: u32) -> u32 {
    let mut workers = team.workers.borrow_mut();
    with_shelves(|shelves| {
        shelves.break_up_own_teams(t);
        while (workers.len() as u32) < count
            && let Some(worker) = shelves.next_worker()
        {
            let tid = workers.len() as u32 + 1;
            team.make_slot(tid);
            worker.mailbox.address(team, &team.go.signal, tid);
            workers.push(worker);
        }
    });
    while (workers.len() as u32) < count && may_create() {
        let tid = workers.len() as u32 + 1;
        team.make_slot(tid);
        let worker = with_shelves(Shelves::reuse_retired).unwrap_or_else(|| new_thread::worker(team, tid));
        worker.mailbox.address(team, &team.go.signal, tid);
        wait::worker_started();
        let argument = ptr::from_ref(worker).cast_mut().cast();
        if let Err(error) = os::spawn(tuning::stack_size(), worker_main, argument) {
            wait::worker_ended();
            stats::worker_refused();
            NEXT_TRY.store(clock::nanos() + RETRY, Ordering::Relaxed);
            with_shelves(|shelves| shelves.retire(worker, Standing::Leased));
            say::warn_once(&SPAWN_FAILED, || {
                format!("cannot create thread {} of {}: {error}; going on with fewer", tid + 1, count + 1)
            });
            break;
        }
        stats::worker_created();
        workers.push(worker);
    }
    workers.len() as u32
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
pub fn rest(t: &'static Thread, team: &'static Team) {
    team.primary.set(Some(t));
    if team.rest.begin(clock::nanos()) {
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

/// Ends the workers that are docked at the calling thread's teams, those that nobody uses, and the hidden helpers if they have
/// nothing to do. The thread is not in a region.
pub fn dismiss(t: &Thread) {
    helpers::pause();
    let mut told = Vec::new();
    let own = t.teams.borrow();
    with_shelves(|shelves| {
        own.iter().for_each(|team| team.rest.end());
        own.iter().chain(&shelves.teams).for_each(|team| order_workers_to_end(team, &mut told));
        for worker in shelves.idle.drain(..) {
            order_to_end(worker, Standing::Idle, &mut told);
        }
    });
    told.iter().for_each(|worker| worker.mailbox.send_letter());
}

/// Orders a worker to end; it is to be sent a letter then.
fn order_to_end(worker: &'static Thread, from: Standing, told: &mut Vec<&'static Thread>) {
    move_on(worker, from, Standing::Leaving);
    worker.mailbox.order_to_end();
    told.push(worker);
}

/// Orders the workers of a team, which is between two regions and that nobody else uses now, to end; they are to be sent letters
/// then. Under the pool's lock.
fn order_workers_to_end(team: &Team, told: &mut Vec<&'static Thread>) {
    let mut workers = team.workers.borrow_mut();
    if workers.is_empty() {
        return;
    }
    workers.drain(..).for_each(|worker| order_to_end(worker, Standing::Leased, told));
    // Live ones look at the signal.
    team.go.signal.announce(1, &team.go.rung);
    team.live.set(1);
}

/// A thread object of a native thread that ended.
pub fn reuse_native() -> Option<&'static Thread> {
    with_shelves(|shelves| shelves.natives.pop())
}

/// Sees to it that the calling thread's teams go back to the pool when it ends.
pub fn at_thread_exit(t: &'static Thread) {
    static KEY: AtomicU32 = AtomicU32::new(u32::MAX);
    extern "C" fn native_ends(thread: *mut c_void) {
        // SAFETY: what `at_thread_exit` set: a thread that is never freed.
        let t: &'static Thread = unsafe { &*thread.cast::<Thread>() };
        crate::sys::tls::set(ptr::null());
        leave_behind(t);
    }
    #[cfg(shuttle)]
    if true {
        return crate::sys::explore::at_end(native_ends, ptr::from_ref(t).cast_mut().cast());
    }
    let mut key = KEY.load(Ordering::Acquire);
    if key == u32::MAX {
        // SAFETY: a plain libc call; of two threads that make a key at once, one gives its own back.
        unsafe {
            if libc::pthread_key_create(
                &raw mut key,
                Some(mem::transmute::<extern "C" fn(*mut c_void), unsafe extern "C" fn(*mut c_void)>(native_ends)),
            ) != 0
            {
                return;
            }
            if let Err(other) = KEY.compare_exchange(u32::MAX, key, Ordering::AcqRel, Ordering::Acquire) {
                libc::pthread_key_delete(key);
                key = other;
            }
        }
    }
    // SAFETY: the key exists.
    unsafe { libc::pthread_setspecific(key, ptr::from_ref(t).cast()) };
}

/// Puts a native thread's teams and its object where others find them.
fn leave_behind(t: &'static Thread) {
    admission::retire(t);
    // A thread that ends inside a region (pthread_exit) leaves its team for ever: its members may still run. So may tasks
    // that have its implicit task as their parent.
    if t.depth.get() != 0 || !t.task().counts.is_childless() {
        return;
    }
    t.private.destroy();
    let teams = mem::take(&mut *t.teams.borrow_mut());
    let now = clock::nanos();
    with_shelves(|shelves| {
        // Under the lock, so that nobody else has one of them just now.
        for team in &teams {
            team.rest.leave(now);
            team.go.signal.call_one(&team.go.rung);
        }
        shelves.teams.extend(teams);
        shelves.natives.push(t);
    });
}

extern "C" fn worker_main(argument: *mut c_void) -> *mut c_void {
    // SAFETY: what `staff` passed: a thread object that is never freed and that no other thread has.
    let t: &'static Thread = unsafe { &*argument.cast::<Thread>() };
    t.enter();
    let mut letters = t.mailbox.letters();
    let mut lease = None;
    loop {
        if t.mailbox.read(&mut lease) == Letter::End {
            break;
        }
        if let Some(lease) = &mut lease {
            serve(t, lease);
        }
        await_letter(t, &mut letters, lease.as_ref().map(|lease| lease.team));
    }
    end_teams(t);
    t.private.destroy();
    // Last: the object may have a new thread at once.
    with_shelves(|shelves| shelves.retire(t, Standing::Leaving));
    stats::worker_ended();
    wait::worker_ended();
    ptr::null_mut()
}

/// Ends the workers of an ending thread's teams, and puts these where others find them.
pub fn end_teams(t: &'static Thread) {
    let teams = mem::take(&mut *t.teams.borrow_mut());
    let mut told = Vec::new();
    with_shelves(|shelves| {
        for team in &teams {
            team.rest.end();
            order_workers_to_end(team, &mut told);
        }
        shelves.teams.extend(teams);
    });
    told.iter().for_each(|worker| worker.mailbox.send_letter());
}

/// Waits for the next letter. `team`: the team that the worker has a lease with, as far as it knows.
fn await_letter(t: &'static Thread, letters: &mut u64, team: Option<&'static Team>) {
    let seen = *letters;
    let ready = || t.mailbox.letters() != seen;
    let in_use = || !t.mailbox.is_free() && team.is_none_or(|team| team.rest.since().is_none());
    let idle = Idle::new(t, team);
    t.dock.wait_in_use(ready, in_use, || {
        let rung = t.mailbox.sleep(seen, idle.left(tuning::idle_limit));
        idle.look(ready());
        rung
    });
    *letters = t.mailbox.letters();
}

/// A worker that sleeps, and wakes up now and then to see whether anybody still has a use for it.
struct Idle {
    t: &'static Thread,
    /// The team that it has a lease with, as far as it knows.
    team: Option<&'static Team>,
    /// When it first went to sleep, in nanoseconds; 0: not yet.
    began: Cell<u64>,
    /// For how long it is to sleep at most.
    left: Cell<Option<Duration>>,
}

impl Idle {
    fn new(t: &'static Thread, team: Option<&'static Team>) -> Self {
        Self { t, team, began: Cell::new(0), left: Cell::new(None) }
    }

    /// The worker goes to sleep: for how long at most. `first`: the first time.
    fn left(&self, first: impl FnOnce() -> Option<Duration>) -> Option<Duration> {
        if self.began.get() == 0 {
            self.began.set(clock::nanos());
            self.left.set(first());
        }
        self.left.get()
    }

    /// The worker has slept, and what it waits for is there, or not: then it ends, if it has had no use for long, and with
    /// it the others of its team.
    fn look(&self, ready: bool) {
        let Some(limit) = tuning::idle_limit().filter(|_| !ready) else { return };
        let now = clock::nanos();
        let unused = |since: u64| Duration::from_nanos(now.saturating_sub(since));
        let since =
            if self.t.mailbox.is_free() { Some(self.began.get()) } else { self.team.and_then(|it| it.rest.since()) };
        let left = limit.saturating_sub(since.map_or(Duration::ZERO, unused));
        if left.is_zero() {
            self.end(|since| unused(since) >= limit);
        }
        self.left.set(Some(if left.is_zero() { limit } else { left }));
    }

    /// Ends the worker if it is in the pool, and the workers of its team if that has rested for `long`.
    #[cold]
    fn end(&self, long: impl Fn(u64) -> bool) {
        let mut told = Vec::new();
        with_shelves(|shelves| match (self.t.standing.get(), self.team) {
            (Standing::Idle, _) => {
                if let Some(index) = shelves.idle.iter().position(|idle| ptr::eq(*idle, self.t)) {
                    order_to_end(shelves.idle.swap_remove(index), Standing::Idle, &mut told);
                }
            }
            (Standing::Leased, Some(team)) => {
                with_resting(team, |since| {
                    if long(since) {
                        order_workers_to_end(team, &mut told);
                    }
                });
            }
            _ => {}
        });
        told.iter().for_each(|worker| worker.mailbox.send_letter());
    }
}

/// Runs the regions of the team until one comes that the worker is not a member of.
fn serve(t: &'static Thread, lease: &mut Lease<Team>) {
    let go = &lease.team.go;
    let mut ended: Option<u32> = None;
    loop {
        go.signal.await_next(lease.seen, &AtDock { t, team: lease.team, ended });
        let Some(size) = lease.join(&go.signal, &t.mailbox) else { return };
        admission::hold_back(lease.team, lease.tid);
        lease.team.slot(lease.tid).cursor.start(go.position.get());
        member::enter(t, lease.team, lease.tid, size);
        if let Some(body) = go.body.get() {
            // SAFETY: the promise of whoever began the region, who waits until this member has arrived.
            unsafe { body(go.data.get()) };
        }
        if t.is_alone() {
            // What tasks it has are done first.
            barrier::wait(t);
        }
        exit_if_child(t);
        ended = Some(barrier::arrive_at_end(t));
    }
}

/// A live worker between two regions.
struct AtDock {
    t: &'static Thread,
    team: &'static Team,
    /// The barrier at the end of the region that it was a member of last.
    ended: Option<u32>,
}

impl Docked for AtDock {
    #[inline(always)]
    fn is_needed(&self) -> bool {
        self.ended.is_some_and(|number| self.team.phases.pending(&self.team.event, number, false))
    }

    fn is_left(&self) -> bool {
        self.team.rest.since().is_some() && tuning::idle_limit().is_some()
    }

    fn help(&self) {
        if let Some(number) = self.ended {
            schedule::help(self.t, number);
        }
        exit_if_child(self.t);
    }

    #[inline(always)]
    fn rest(&self, ready: impl Fn() -> bool, sleep: impl Fn(Option<Duration>)) {
        if fork_notice::noticed(self.t) {
            // The child comes to the region's end: what tasks it has are done first, as many as it has.
            schedule::wait_at_barrier(self.t, || false);
            exit_if_child(self.t);
        }
        let idle = Idle::new(self.t, Some(self.team));
        // A limit makes each sleep dearer by a third of a microsecond. Where the team does not rest between its regions, one
        // worker is woken when it is left for good.
        let limit = || tuning::idle_limit().filter(|_| self.team.rest.is_known() || self.is_left());
        let sleep = || {
            admission::hand_on_place(self.team);
            sleep(idle.left(limit));
            idle.look(ready());
            self.team.go.rung.at()
        };
        if admission::wait_briefly(self.team, &ready) {
            self.t.dock.sleep_until(&ready, sleep);
        } else {
            self.t.dock.wait_in_use(&ready, || self.team.rest.since().is_none(), sleep);
        }
    }
}

/// A child that was forked inside the region by this worker, in its body or in a task, has come to the region's end. There is
/// nobody to go back to: the thread, the child's only one, ends, and with it the process, as after `exit(0)`.
fn exit_if_child(t: &Thread) {
    if t.is_alone() {
        // SAFETY: glibc's exit does what the end of the last thread does.
        unsafe { libc::exit(0) };
    }
}
