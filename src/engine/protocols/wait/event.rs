//! Sleeping until something happens in a team.

use std::cell::Cell;
use std::time::Duration;

use crate::engine::protocols::wait::Rung;
use crate::sys::sync::{AtomicU32, AtomicU64, Ordering, fence, fence_after_rmw, futex};

/// Members of a team sleep here while they wait for one of several events. `README.md` beside this
/// file argues that no wake-up is lost.
///
/// * Sleeper: `idle += 1`; full fence; read `bell`; check the condition; `futex_wait(bell)`;
///   `idle -= 1`.
/// * Notifier: publish; full fence; if `idle != 0`: `bell += 1`, `futex_wake`.
///
/// Either the notifier sees the sleeper in `idle`, or the sleeper's check sees what the notifier
/// has published. If the bell rings after the sleeper has read it, the kernel does not let the
/// sleeper sleep.
///
/// Each sleeper has bits that identify it ([`sleeper`]), so that a notifier can wake only those
/// that have something to do.
///
/// `idle` has three fields:
///
/// | bits | field |
/// |---|---|
/// | 63…42 | sleepers that may run only some tasks, or none |
/// | 41…21 | of the following, those that have been called for a new task and have not left yet |
/// | 20…0 | sleepers that may run any task of the team |
///
/// A sleeper that was called for a task looks for tasks after it has left, so it finds every task
/// that was queued before. One whose barrier is over by then does not look: it calls the others
/// ([`Calls`]). While all sleepers that may run any task have been called, another task needs no
/// wake-up. This saves a system call for each task where the woken threads wait for a processor.
///
/// Invariant: `calls ≤ sleepers that are about to leave + bells that are about to ring`. It holds
/// because
/// * a call is counted before its bell rings;
/// * a bell wakes a sleeper, or finds that all of them are awake;
/// * no thread that may run any task falls asleep while a call is counted;
/// * each of them that leaves takes one call with it, its own or another one's.
pub struct EventCount {
    idle: AtomicU64,
    bell: AtomicU32,
    rung: Rung,
}

/// The calls for tasks that a thread takes with it while it waits for the end of a barrier.
///
/// If it has not run a task by then, the one that it was called for may be of what comes after the
/// barrier. Then it notifies the others: one that sleeps inside a task may wait for it.
pub struct Calls<'e> {
    event: &'e EventCount,
    /// Whether it was called, and has not [answered](Self::answer) since.
    owes: Cell<bool>,
}

impl<'e> Calls<'e> {
    pub fn at(event: &'e EventCount) -> Self {
        Self { event, owes: Cell::new(false) }
    }

    /// As [`EventCount::sleep`].
    pub fn sleep(&self, who: u32, ready: impl FnOnce() -> bool) -> u64 {
        let slept = self.event.sleep_as(who, None, ready);
        self.owes.set(self.owes.get() || slept.called);
        slept.rung
    }

    /// The thread is about to run a task, or to look for all there are.
    #[inline]
    pub fn answer(&self) {
        self.owes.set(false);
    }
}

impl Drop for Calls<'_> {
    #[inline]
    fn drop(&mut self) {
        if self.owes.get() {
            self.event.notify_all();
        }
    }
}

/// How a thread has slept.
struct Slept {
    /// The time at which a notifier last found somebody asleep ([`Rung`]).
    rung: u64,
    /// Whether the thread takes a call for a task with it.
    called: bool,
}

/// Bits of a sleeper that may run any task of the team.
pub const ANY_TASK: u32 = 0xffff_0000;

/// One sleeper in each field of `idle`.
const ANY: u64 = 1;
const CALLED: u64 = 1 << 21;
const SOME: u64 = 1 << 42;

/// The sleepers that may run any task, and how many of them have been called.
fn any_and_called(idle: u64) -> (u64, u64) {
    (idle % CALLED, idle % SOME / CALLED)
}

/// The bits of a sleeper: of member `tid`, who may run any task of the team or only some. Two
/// members may have the same bits.
pub fn sleeper(tid: u32, any_task: bool) -> u32 {
    1 << (tid % 16 + if any_task { 16 } else { 0 })
}

impl Default for EventCount {
    // Not derived: loom's atomics have no default.
    fn default() -> Self {
        Self { idle: AtomicU64::new(0), bell: AtomicU32::new(0), rung: Rung::default() }
    }
}

impl EventCount {
    /// Sleeps as `who` until it is notified, unless `ready` holds. Returns the time at which a
    /// notifier last found somebody asleep ([`Rung`]).
    pub fn sleep(&self, who: u32, ready: impl FnOnce() -> bool) -> u64 {
        self.sleep_for(who, None, ready)
    }

    /// As [`sleep`](Self::sleep), for at most `limit`.
    pub fn sleep_for(&self, who: u32, limit: Option<Duration>, ready: impl FnOnce() -> bool) -> u64 {
        self.sleep_as(who, limit, ready).rung
    }

    fn sleep_as(&self, who: u32, limit: Option<Duration>, ready: impl FnOnce() -> bool) -> Slept {
        let one = if who & ANY_TASK != 0 { ANY } else { SOME };
        self.idle.fetch_add(one, Ordering::Relaxed);
        fence(Ordering::SeqCst);
        let bell = self.bell.load(Ordering::Acquire);
        // A call whose bell found nobody asleep in the kernel is for the threads that are about to
        // sleep.
        let called = || one == ANY && any_and_called(self.idle.load(Ordering::Relaxed)).1 != 0;
        if !ready() && !called() {
            futex::wait_as(&self.bell, bell, who, limit);
        }
        // There may be nothing to subtract: in the child of a fork that a signal's handler made
        // here, nobody counts as asleep.
        let mut calls = 0;
        let left = self.change_idle(|idle| {
            calls = if one == ANY { any_and_called(idle).1.min(1) } else { 0 };
            idle.checked_sub(one + CALLED * calls)
        });
        Slept { rung: self.rung.at(), called: left && calls != 0 }
    }

    /// Changes `idle`; whether there was a change. Relaxed: the lock of the deque orders these
    /// changes with the looks for tasks.
    fn change_idle(&self, change: impl FnMut(u64) -> Option<u64>) -> bool {
        self.idle.fetch_update(Ordering::Relaxed, Ordering::Relaxed, change).is_ok()
    }

    /// Whether somebody sleeps, or is about to sleep.
    #[inline]
    pub fn has_sleepers(&self) -> bool {
        self.idle.load(Ordering::Relaxed) != 0
    }

    /// Wakes all sleepers. The caller has published the event by a read-modify-write: where that is
    /// a full fence by itself, the one here costs nothing.
    #[inline]
    pub fn notify_all(&self) {
        fence_after_rmw();
        if self.has_sleepers() {
            self.ring(i32::MAX, u32::MAX);
        }
    }

    /// Whether somebody who may run any task sleeps, or is about to sleep.
    #[inline]
    pub fn has_sleepers_for_any(&self) -> bool {
        any_and_called(self.idle.load(Ordering::Relaxed)).0 != 0
    }

    /// Wakes sleepers for a new task. If `who` is [`ANY_TASK`]: one of those who may run any task,
    /// unless all of them have been called already. For any other `who`: all that it names.
    #[cold]
    pub fn notify_of_task(&self, who: u32) {
        if who != ANY_TASK {
            self.ring(i32::MAX, who);
            return;
        }
        let calls = self.change_idle(|idle| {
            let (any, called) = any_and_called(idle);
            (called < any).then_some(idle + CALLED)
        });
        if calls {
            self.ring(1, who);
        } else if !self.has_sleepers_for_any() {
            // They have left meanwhile, perhaps without a look at the task.
            self.ring(i32::MAX, !ANY_TASK);
        }
    }

    /// Wakes the sleepers that `who` names. `who` is only called if somebody sleeps. The event was
    /// published as for [`EventCount::notify_all`].
    #[inline]
    pub fn notify(&self, who: impl FnOnce() -> u32) {
        fence_after_rmw();
        if self.has_sleepers() {
            match who() {
                0 => {}
                who => self.ring(i32::MAX, who),
            }
        }
    }

    /// Wakes at most `count` of those that `who` names.
    #[cold]
    fn ring(&self, count: i32, who: u32) {
        self.bell.fetch_add(1, Ordering::Release);
        self.rung.note();
        futex::wake_who(&self.bell, count, who);
    }

    /// Forgets all sleepers: in a forked child there are none.
    pub fn after_fork_in_child(&self) {
        self.idle.store(0, Ordering::Relaxed);
    }
}
