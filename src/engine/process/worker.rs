//! The life of a worker.

use std::cell::Cell;
use std::ptr;
use std::time::Duration;

use crate::engine::constructs::{barrier, member};
use crate::engine::ground::tuning;
use crate::engine::policies::{admission, stats};
use crate::engine::pool;
use crate::engine::protocols::handoff::{Docked, Lease, Letter};
use crate::engine::protocols::relay::{self, FLAT};
use crate::engine::protocols::wait::Calls;
use crate::engine::protocols::{departure, wait};
use crate::engine::records::fork_notice;
use crate::engine::records::team::{Relayed, Start, Team};
use crate::engine::records::thread::Thread;
use crate::engine::tasks::scheduler;
use crate::engine::tools;
use crate::engine::tools::names::ThreadKind;
use crate::engine::tools::{events, frames, trace};
use crate::sys::{clock, exit, tls};

/// Makes the pool start workers here. To be called before the first region.
pub fn install() {
    pool::WORKER.set(main);
}

/// The life of a worker: it serves one team after another, until it is ordered to end.
fn main(t: &'static Thread) {
    t.enter();
    if tools::on() {
        events::thread_begins(t, ThreadKind::Worker);
    }
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
    pool::end_teams(t);
    t.private.destroy();
    if tools::on() {
        events::thread_ends(t);
    }
    // Destructors of the program's thread-local variables may call OpenMP when another thread
    // already has the record.
    tls::set(ptr::null());
    departure::note();
    // A new thread may have the record at once.
    pool::retire(t);
    stats::worker_ended();
    wait::worker_ended();
}

/// Waits for the next letter. `team`: the team that the worker is leased to, as far as it knows.
fn await_letter(t: &'static Thread, letters: &mut u64, team: Option<&'static Team>) {
    let seen = *letters;
    let ready = || t.mailbox.letters() != seen;
    let in_use = || !t.mailbox.is_free() && team.is_none_or(|team| team.lending.since().is_none());
    let idle = Idle::new(t, team);
    t.dock.wait_in_use(ready, in_use, || {
        let began = trace::watch();
        let rung = t.mailbox.sleep(seen, idle.left(tuning::idle_limit));
        trace::idle_ends(t, began);
        idle.look(ready());
        rung
    });
    *letters = t.mailbox.letters();
}

/// A worker that sleeps, and wakes up now and then to see whether it still has a use.
struct Idle {
    t: &'static Thread,
    /// The team that it is leased to, as far as it knows.
    team: Option<&'static Team>,
    /// The time at which it first went to sleep, in nanoseconds; 0: not yet.
    began: Cell<u64>,
    /// The longest time that it may sleep.
    left: Cell<Option<Duration>>,
}

impl Idle {
    fn new(t: &'static Thread, team: Option<&'static Team>) -> Self {
        Self { t, team, began: Cell::new(0), left: Cell::new(None) }
    }

    /// To be called before the worker sleeps: the longest time that it may sleep. `first` tells
    /// that time at the first call.
    fn left(&self, first: impl FnOnce() -> Option<Duration>) -> Option<Duration> {
        if self.began.get() == 0 {
            self.began.set(clock::nanos());
            self.left.set(first());
        }
        self.left.get()
    }

    /// To be called after the worker has slept. `ready`: whether it has something to do. If it has
    /// not, and has had no use for as long as the idle limit, it ends, and with it the other
    /// workers of its team.
    fn look(&self, ready: bool) {
        let Some(limit) = tuning::idle_limit().filter(|_| !ready) else { return };
        let now = clock::nanos();
        let unused = |since: u64| Duration::from_nanos(now.saturating_sub(since));
        let since =
            if self.t.mailbox.is_free() { Some(self.began.get()) } else { self.team.and_then(|it| it.lending.since()) };
        let left = limit.saturating_sub(since.map_or(Duration::ZERO, unused));
        if left.is_zero() {
            self.end(|since| unused(since) >= limit);
        }
        self.left.set(Some(if left.is_zero() { limit } else { left }));
    }

    /// Ends the worker if it is in the pool, or the workers of its team if that has lent them for
    /// `long`.
    #[cold]
    fn end(&self, long: impl Fn(u64) -> bool) {
        pool::end_unused(self.t, self.team, long);
    }
}

/// Runs the regions of the team, until there is one that the worker is not a member of.
fn serve(t: &'static Thread, lease: &mut Lease<Team>) {
    let go = &lease.team.go;
    let mut ended: Option<u32> = None;
    let mut hearing = Hearing::AT_FIRST;
    loop {
        let dock = AtDock { t, team: lease.team, ended };
        let (size, start) = if let Some(near) = hearing.near {
            hear(near, lease, &dock)
        } else {
            go.signal.await_next(lease.seen, &dock);
            (lease.join(&go.signal, &t.mailbox), &go.start)
        };
        let Some(size) = size else { return };
        hearing =
            if size > FLAT || hearing.listened { pass_on(hearing, lease, size, start) } else { Hearing::default() };
        admission::hold_back(lease.team, lease.tid);
        lease.team.slot(lease.tid).cursor.start(start.position.get());
        member::enter(t, lease.team, lease.tid, size);
        if let Some(body) = start.body.get() {
            // SAFETY: the thread that began the region promised it, and waits until this member has
            // arrived.
            unsafe { frames::call(body, start.data.get()) };
        }
        if t.is_alone() {
            // First the tasks that it has are done.
            barrier::meet(t);
        }
        exit_if_child(t);
        if tools::on() {
            events::member_arrives(t);
        }
        let number = barrier::arrive_at_end(t);
        ended = Some(number);
        if tools::on() && events::has_arrived(t) {
            await_end(t, lease.team, number);
            events::member_ends(t);
        }
    }
}

/// How a live worker hears of its team's next region.
#[derive(Clone, Copy, Default)]
struct Hearing {
    /// The region that it was a member of last, if that was large.
    large: Option<u32>,
    /// Whether others may listen to hear of the next one by it.
    listened: bool,
    /// Where the first member of its group passes the next one on, if it hears by that.
    near: Option<&'static Relayed>,
}

impl Hearing {
    /// After a letter. Others of its group may have missed the region that it was no member of.
    const AT_FIRST: Self = Self { large: None, listened: true, near: None };
}

/// Waits, as a worker that hears of the next region by `near`, until there is one. Returns the size
/// of it, if the worker is a member, and its start.
#[cold]
#[inline(never)]
fn hear(near: &'static Relayed, lease: &mut Lease<Team>, dock: &AtDock) -> (Option<u32>, &'static Start) {
    let (go, mailbox) = (&lease.team.go, &dock.t.mailbox);
    if go.signal.await_next_by(&near.number, lease, mailbox, dock) {
        (lease.join_by(&near.number, mailbox), &near.start)
    } else {
        (lease.join(&go.signal, mailbox), &go.start)
    }
}

/// Passes on the region of `size` members that the worker has joined, if others hear by it. Returns
/// how the worker hears of the next one; `hearing`: how it heard of this one.
#[cold]
#[inline(never)]
fn pass_on(hearing: Hearing, lease: &Lease<Team>, size: u32, start: &Start) -> Hearing {
    if relay::passes_on(lease.tid) {
        lease.team.slot(lease.tid).relayed.pass_on(lease, size, start);
    }
    if size <= FLAT {
        return Hearing::default();
    }
    // Both regions were passed on, the former one before this one began. So a number that the
    // worker finds there is not an old one that comes again.
    let in_a_row = hearing.large.is_some_and(|large| lease.is_at_next(large));
    // Where processors are short, the member that is to pass it on may have to wait for its own.
    let near = relay::hears_by(lease.tid, size)
        .filter(|_| in_a_row && !wait::are_too_many(size))
        .map(|first| &lease.team.slot(first).relayed);
    Hearing { large: Some(lease.seen), listened: true, near }
}

/// Waits until all members have come to the end of the region, and runs tasks meanwhile. Only a
/// tool can see the difference. `number`: that of the barrier at the end.
#[cold]
fn await_end(t: &'static Thread, team: &'static Team, number: u32) {
    let pending = || team.phases.pending(&team.event, number, false);
    let ready = || events::is_over(t) || pending() || fork_notice::noticed(t);
    let calls = Calls::at(&team.event);
    while !events::is_over(t) {
        t.barriers.wait(ready, || calls.sleep(wait::sleeper(t.tid.get(), true), ready));
        if pending() {
            calls.answer();
            scheduler::help(t, number);
        }
        exit_if_child(t);
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
        self.team.lending.since().is_some() && tuning::idle_limit().is_some()
    }

    fn help(&self) {
        if let Some(number) = self.ended {
            scheduler::help(self.t, number);
        }
        exit_if_child(self.t);
    }

    #[inline(always)]
    fn wait_until(&self, ready: impl Fn() -> bool, sleep: impl Fn(Option<Duration>)) {
        if fork_notice::noticed(self.t) {
            // The child comes to the region's end. First the tasks that it has are done.
            scheduler::wait_at_barrier(self.t, || false);
            exit_if_child(self.t);
        }
        let idle = Idle::new(self.t, Some(self.team));
        // A limit makes each sleep longer by a third of a microsecond. A team that has never lent
        // its workers does without: one worker is woken when the team is left for the first time.
        let limit = || tuning::idle_limit().filter(|_| self.team.lending.is_known() || self.is_left());
        let held_back = admission::wait_briefly(self.team, &ready);
        let in_use = || self.team.lending.since().is_none();
        let sleep = || {
            admission::hand_on_admission(self.team);
            let watch = trace::watch();
            let left = idle.left(limit);
            let began = idle.began.get();
            let sleep = |nap: Option<Duration>| sleep(nap.into_iter().chain(left).min());
            if held_back || !in_use() {
                sleep(None);
            } else {
                self.t.rhythm.sleep(&self.t.dock, began, &ready, sleep);
            }
            trace::idle_ends(self.t, watch);
            idle.look(ready());
            let rung = self.team.go.rung.at();
            if ready() {
                self.t.rhythm.learn(wait::came_after(began, rung, clock::nanos()));
            }
            rung
        };
        if held_back {
            self.t.dock.sleep_until(&ready, sleep);
        } else {
            self.t.dock.wait_in_use(&ready, in_use, sleep);
        }
    }
}

/// Ends the process if this is a child that this worker has forked inside the region, in its body
/// or in a task. The child has come to the region's end, and there is no thread that it could
/// return to. So its only thread ends, and with it the process, as after `exit(0)`.
fn exit_if_child(t: &Thread) {
    if t.is_alone() {
        exit::end();
    }
}
