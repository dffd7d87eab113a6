//! Sleeping until something happens in a team.

use super::Rung;
use crate::sys::sync::{AtomicU32, Ordering, fence, fence_after_rmw, futex};

/// Where members of a team sleep that wait for one of several events.
///
/// Sleeper: `idle += 1`; full fence; read `bell`; check the condition; `futex_wait(bell)`; `idle -= 1`.
/// Notifier: publish; full fence; if `idle != 0`: `bell += 1`, `futex_wake`. Either the notifier sees the sleeper in
/// `idle`, or the sleeper's check sees what was published; and a bell between the reading and the sleep keeps it awake.
///
/// Each sleeper has bits that say who it is, so that a notifier need not wake those who have nothing to do.
pub struct EventCount {
    idle: AtomicU32,
    bell: AtomicU32,
    rung: Rung,
}

/// Bits of a sleeper that may run any task of the team.
const ANY_TASK: u32 = 0xffff_0000;
/// Bits of a sleeper that may run only some tasks.
const SOME_TASKS: u32 = 0x0000_ffff;

/// Who sleeps: member `tid`, who may run any task of the team or only some.
pub fn sleeper(tid: u32, any_task: bool) -> u32 {
    1 << (tid % 16 + if any_task { 16 } else { 0 })
}

impl Default for EventCount {
    // Not derived: loom's atomics have no default.
    fn default() -> Self {
        Self { idle: AtomicU32::new(0), bell: AtomicU32::new(0), rung: Rung::default() }
    }
}

impl EventCount {
    /// Sleeps until notified, unless `ready`. Returns when a sleeper was last notified.
    pub fn sleep(&self, who: u32, ready: impl FnOnce() -> bool) -> u64 {
        self.idle.fetch_add(1, Ordering::Relaxed);
        fence(Ordering::SeqCst);
        let bell = self.bell.load(Ordering::Acquire);
        if !ready() {
            futex::wait_as(&self.bell, bell, who);
        }
        self.idle.fetch_sub(1, Ordering::Relaxed);
        self.rung.at()
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

    /// Wakes one sleeper for a new task, best one that may run any.
    #[cold]
    pub fn notify_of_task(&self) {
        if self.ring(1, ANY_TASK) == 0 {
            futex::wake_who(&self.bell, 1, SOME_TASKS);
        }
    }

    /// Wakes member `tid`, if it sleeps. Published as for [`EventCount::notify_all`].
    pub fn notify_member(&self, tid: u32) {
        fence_after_rmw();
        if self.has_sleepers() {
            self.ring(i32::MAX, sleeper(tid, true) | sleeper(tid, false));
        }
    }

    #[cold]
    fn ring(&self, count: i32, who: u32) -> i32 {
        self.bell.fetch_add(1, Ordering::Release);
        self.rung.note();
        futex::wake_who(&self.bell, count, who)
    }

    /// In a forked child nobody sleeps.
    pub fn after_fork_in_child(&self) {
        self.idle.store(0, Ordering::Relaxed);
    }
}
