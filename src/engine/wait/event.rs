//! Sleeping until something happens in a team.

use super::Rung;
use crate::sys::sync::{AtomicU32, AtomicU64, Ordering, fence, fence_after_rmw, futex};

/// Where members of a team sleep that wait for one of several events.
///
/// Sleeper: `idle += 1`; full fence; read `bell`; check the condition; `futex_wait(bell)`; `idle -= 1`.
/// Notifier: publish; full fence; if `idle != 0`: `bell += 1`, `futex_wake`. Either the notifier sees the sleeper in
/// `idle`, or the sleeper's check sees what was published; and a bell between the reading and the sleep keeps it awake.
///
/// Each sleeper has bits that say who it is, so that a notifier need not wake those who have nothing to do.
///
/// `idle` has two fields:
///
/// | bits | field |
/// |---|---|
/// | 63…32 | sleepers that may run only some tasks, or none |
/// | 31…0 | sleepers that may run any task of the team |
pub struct EventCount {
    idle: AtomicU64,
    bell: AtomicU32,
    rung: Rung,
}

/// Bits of a sleeper that may run any task of the team.
pub const ANY_TASK: u32 = 0xffff_0000;

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
        let one = if who & ANY_TASK != 0 { 1 } else { 1 << 32 };
        self.idle.fetch_add(one, Ordering::Relaxed);
        fence(Ordering::SeqCst);
        let bell = self.bell.load(Ordering::Acquire);
        if !ready() {
            futex::wait_as(&self.bell, bell, who);
        }
        self.idle.fetch_sub(one, Ordering::Relaxed);
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

    /// Whether somebody sleeps, or is about to, who may run any task.
    #[inline]
    pub fn has_sleepers_for_any(&self) -> bool {
        self.idle.load(Ordering::Relaxed) as u32 != 0
    }

    /// Wakes one sleeper for a new task: of those who may run any if `who` is [`ANY_TASK`], else all that it names.
    #[cold]
    pub fn notify_of_task(&self, who: u32) {
        self.ring(if who == ANY_TASK { 1 } else { i32::MAX }, who);
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
