//! Sleeping until something happens in a team.

use std::time::Duration;

use crate::engine::protocols::wait::Rung;
use crate::sys::sync::{AtomicU32, AtomicU64, Ordering, fence, fence_after_rmw, futex};

/// Where members of a team sleep that wait for one of several events.
///
/// Sleeper: `idle += 1`; full fence; read `bell`; check the condition; `futex_wait(bell)`; `idle -= 1`.
/// Notifier: publish; full fence; if `idle != 0`: `bell += 1`, `futex_wake`. Either the notifier sees the sleeper in
/// `idle`, or the sleeper's check sees what was published; and a bell between the reading and the sleep keeps it awake.
///
/// Each sleeper has bits that say who it is, so that a notifier need not wake those who have nothing to do.
///
/// `idle` has three fields:
///
/// | bits | field |
/// |---|---|
/// | 63…42 | sleepers that may run only some tasks, or none |
/// | 41…21 | of the following, those that have been called for a new task and have not left yet |
/// | 20…0 | sleepers that may run any task of the team |
///
/// Who has been called looks for tasks after it has left, and so finds each that was queued before. As long as all that may run
/// any task are called, nobody need be woken for another one: else a generator of tasks would make a system call for each,
/// where those it has woken wait for a processor.
///
/// There are never more calls than sleepers that are going to leave, and rings under way: a call is counted before its bell is
/// rung, a bell wakes somebody or finds all awake, nobody falls asleep while a call is counted, and whoever leaves takes one
/// with it, its own or another's.
pub struct EventCount {
    idle: AtomicU64,
    bell: AtomicU32,
    rung: Rung,
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

/// Who sleeps: member `tid`, who may run any task of the team or only some.
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
    /// Sleeps until notified, unless `ready`. Returns when a sleeper was last notified.
    pub fn sleep(&self, who: u32, ready: impl FnOnce() -> bool) -> u64 {
        self.sleep_for(who, None, ready)
    }

    /// As [`sleep`](Self::sleep), for so long at most.
    pub fn sleep_for(&self, who: u32, limit: Option<Duration>, ready: impl FnOnce() -> bool) -> u64 {
        let one = if who & ANY_TASK != 0 { ANY } else { SOME };
        self.idle.fetch_add(one, Ordering::Relaxed);
        fence(Ordering::SeqCst);
        let bell = self.bell.load(Ordering::Acquire);
        // A call that found nobody asleep deeply is for those who were about to be.
        let called = || one == ANY && any_and_called(self.idle.load(Ordering::Relaxed)).1 != 0;
        if !ready() && !called() {
            futex::wait_as(&self.bell, bell, who, limit);
        }
        // Nothing to take away: a signal's handler that woke this sleeper has forked, and in the child nobody counts as asleep.
        self.change_idle(|idle| match one {
            ANY => idle.checked_sub(ANY + CALLED * any_and_called(idle).1.min(1)),
            _ => idle.checked_sub(SOME),
        });
        self.rung.at()
    }

    /// Whether there was a change. Relaxed: the lock of what holds the tasks keeps its order with the looks for them.
    fn change_idle(&self, change: impl FnMut(u64) -> Option<u64>) -> bool {
        self.idle.fetch_update(Ordering::Relaxed, Ordering::Relaxed, change).is_ok()
    }

    /// Whether somebody sleeps, or is about to.
    #[inline]
    pub fn has_sleepers(&self) -> bool {
        self.idle.load(Ordering::Relaxed) != 0
    }

    /// Wakes all sleepers. What they wait for has been published by a read-modify-write, which on this architecture is
    /// a full barrier; the fence says so to the model.
    #[inline]
    pub fn notify_all(&self) {
        fence_after_rmw();
        if self.has_sleepers() {
            self.ring(i32::MAX, u32::MAX);
        }
    }

    /// Whether somebody sleeps, or is about to, who may run any task.
    #[inline]
    pub fn has_sleepers_for_any(&self) -> bool {
        any_and_called(self.idle.load(Ordering::Relaxed)).0 != 0
    }

    /// Wakes one sleeper for a new task: of those who may run any if `who` is [`ANY_TASK`] and not all of them have been called
    /// already, else all that it names.
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
        }
    }

    /// Wakes those sleepers that `who` names, asked if there are any. Published as for [`EventCount::notify_all`].
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

    /// In a forked child nobody sleeps.
    pub fn after_fork_in_child(&self) {
        self.idle.store(0, Ordering::Relaxed);
    }
}
