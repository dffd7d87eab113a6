//! Whether tasks of a team are left: what its members ask at a barrier, and docked workers behind a region's end.

use crate::engine::protocols::handoff::Signal;
use crate::engine::protocols::wait::{EventCount, Patience, Rung};
use crate::sys::sync::{AtomicU32, Ordering, fence_after_rmw, spin_hint};

/// What the members of a team share about their explicit tasks.
///
/// The time between two barriers of a team is a phase, with the number of the barrier that ends it. A member that waits in
/// a barrier sleeps at the team's event: it hears of the last arrival, of the last task of the phase, and of the member
/// that says that it is over.
///
/// Members are at most one phase apart: one that is still in barrier n, and has yet to see that phase n is over, may run
/// tasks of phase n + 1 there. What it generates then belongs to phase n + 1 too, although the barrier that it comes to
/// next is n; so a phase that has begun is never set back.
#[repr(align(64))]
pub struct Phases {
    /// The last phase in which a task was generated.
    phase: AtomicU32,
    /// The last phase whose tasks are all done, as far as anybody had to say so.
    over: AtomicU32,
    /// Members that have come to the barrier and have descendants which are not done.
    pub unquiet: AtomicU32,
    /// Docked workers that look for tasks of a region which has not ended.
    helpers: AtomicU32,
}

impl Default for Phases {
    // Not derived: loom's atomics have no default.
    fn default() -> Self {
        let zero = || AtomicU32::new(0);
        Self { phase: zero(), over: zero(), unquiet: zero(), helpers: zero() }
    }
}

impl Phases {
    /// A member that comes to barrier `number` next, or is in it, is about to generate a task. With the first one of a phase
    /// docked workers, who sleep at the team's `signal` where they wait for the next region, come to help.
    #[inline]
    pub fn begin(&self, number: u32, signal: &Signal, rung: &Rung) {
        if self.has_none(number) {
            if self.is_over(number) {
                // So many phases without tasks have passed since anybody said so that the number seems to lie behind. No
                // other member changes it to more than this before the calling one has come to the barrier.
                self.over.store(number.wrapping_sub(1), Ordering::Relaxed);
            }
            self.phase.store(number, Ordering::Release);
            signal.call_sleepers(rung);
            // Behind that read-modify-write: a sleeper at the event sees the phase, or who queues the task sees the sleeper.
            fence_after_rmw();
        }
    }

    /// Whether no task has been generated in the phase of a member that comes to barrier `number` next, or is in it, nor in
    /// the one behind that, as far as the caller can know.
    #[inline]
    pub fn has_none(&self, number: u32) -> bool {
        // Acquire: whoever began the phase had seen to it before that it does not seem to be over. One that is over bears
        // the number by chance, 2³² barriers later.
        let phase = self.phase.load(Ordering::Acquire);
        phase.wrapping_sub(number) > 1 || self.is_over(phase)
    }

    /// Whether phase `number` had tasks which may not be done. Once all members have come to its barrier, this is the
    /// truth: who sees that no member is unquiet says so, since after that the others may begin the next phase.
    pub fn pending(&self, event: &EventCount, number: u32, all_arrived: bool) -> bool {
        if self.phase.load(Ordering::Acquire) != number || self.is_over(number) {
            return false;
        }
        if !all_arrived || !self.are_quiet() {
            return true;
        }
        self.say_over(event, number);
        false
    }

    /// Whether somebody has said that phase `number`, in which there were tasks, is over.
    pub fn is_over(&self, number: u32) -> bool {
        self.over.load(Ordering::Acquire).wrapping_sub(number) as i32 >= 0
    }

    fn say_over(&self, event: &EventCount, number: u32) {
        self.over.swap(number, Ordering::AcqRel);
        event.notify_all();
    }

    /// Whether the members that have come to the barrier have no descendants which are not done.
    #[inline]
    pub fn are_quiet(&self) -> bool {
        // Acquire: what these did is seen.
        self.unquiet.load(Ordering::Acquire) == 0
    }

    /// The last descendant of a member that has come to the barrier is done. Those who wait there are told if that was the last of
    /// all, or if they ask about each member for itself.
    pub fn quieten(&self, event: &EventCount, ask_for_each: impl FnOnce() -> bool) {
        if self.unquiet.fetch_sub(1, Ordering::AcqRel) == 1 || ask_for_each() {
            event.notify_all();
        }
    }

    /// The region that phase `number` was the last one of has ended, with all its tasks done. Waits until docked workers have
    /// seen that, and gives the processor away meanwhile.
    pub fn conclude(&self, event: &EventCount, number: u32, give_way: impl Fn()) {
        self.say_over(event, number);
        self.await_helpers(give_way);
    }

    /// As [`conclude`](Self::conclude), where somebody has said already that phase `number` is over, if it had tasks.
    #[inline]
    pub fn leave_helpers(&self, number: u32, give_way: impl Fn()) {
        if self.phase.load(Ordering::Relaxed) == number {
            self.await_helpers(give_way);
        }
    }

    /// The primary thread may not begin a new region while a worker still looks for tasks of this one.
    fn await_helpers(&self, give_way: impl Fn()) {
        let mut patience = Patience::default();
        while self.helpers.load(Ordering::Acquire) != 0 {
            spin_hint();
            if self.helpers.load(Ordering::Acquire) != 0 {
                give_way();
                patience.nap();
            }
        }
    }

    /// A docked worker helps with the tasks of the phase behind which its region ends: `run` does so until that
    /// [`is_over`](Self::is_over), and begins by asking.
    pub fn help(&self, run: impl FnOnce()) {
        self.helpers.fetch_add(1, Ordering::AcqRel);
        // Either the worker sees that the phase is over, or the primary thread, who has said so, sees the worker.
        fence_after_rmw();
        run();
        // Release: the next region begins after all that the worker did here.
        self.helpers.fetch_sub(1, Ordering::Release);
    }

    /// Tasks that vanished with their threads in a fork are not done, and nobody waits for them any more; `left`: how many of
    /// the members left have some.
    pub fn forget(&self, left: u32) {
        self.unquiet.store(left, Ordering::Relaxed);
        self.helpers.store(0, Ordering::Relaxed);
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    #[test]
    fn tasks_are_waited_for_however_long_there_were_none() {
        let (phases, event, signal, rung) =
            (Phases::default(), EventCount::default(), Signal::default(), Rung::default());
        for number in [1, 2, 1 << 31, (1 << 31) + 2, u32::MAX, 0, 1, 0, 0, u32::MAX] {
            assert!(!phases.pending(&event, number, true));
            phases.begin(number, &signal, &rung);
            phases.unquiet.fetch_add(1, Ordering::Relaxed);
            assert!(phases.pending(&event, number, false) && phases.pending(&event, number, true), "{number}");
            phases.quieten(&event, || false);
            assert!(!phases.pending(&event, number, true) && phases.is_over(number), "{number}");
        }
    }

    #[test]
    fn a_member_that_is_late_does_not_set_the_phase_back() {
        let (phases, event, signal, rung) =
            (Phases::default(), EventCount::default(), Signal::default(), Rung::default());
        phases.begin(8, &signal, &rung);
        phases.begin(7, &signal, &rung);
        assert!(phases.pending(&event, 8, false));
        assert!(!phases.has_none(7) && !phases.has_none(8) && phases.has_none(9));
        assert!(!phases.pending(&event, 8, true) && phases.has_none(8) && phases.has_none(7));
    }
}
