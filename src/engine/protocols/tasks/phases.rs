//! Whether tasks of a team are left. Members ask this at a barrier, and docked workers ask it after
//! the end of a region.

use crossbeam_utils::CachePadded;

use crate::engine::protocols::handoff::Signal;
use crate::engine::protocols::wait::{EventCount, Patience, Rung};
use crate::sys::sync::{AtomicU32, Ordering, fence_after_rmw, spin_hint};

/// The words that the members of a team share about their explicit tasks.
///
/// A *phase* is the time between two barriers of a team. It has the number of the barrier that ends
/// it. A member that waits in a barrier sleeps at the team's event: it is woken at the last
/// arrival, at the end of the last task of the phase, and when a member says that the phase is
/// over.
///
/// Members are at most one phase apart. A member may still be in barrier n, where it has yet to see
/// that phase n is over, and run tasks of phase n + 1 there. The tasks that it generates then
/// belong to phase n + 1 too, although the number of its own barrier is n. So a phase that has
/// begun is never set back.
///
/// Each thread that generates a task reads the first two words; members that come to the barrier
/// write the others, which have cache lines of their own.
pub struct Phases {
    /// The last phase in which a task was generated.
    phase: AtomicU32,
    /// The last phase with tasks of which some thread has said that all its tasks are done.
    over: AtomicU32,
    /// The number of members that have come to the barrier while some of their descendants are not
    /// done.
    pub unquiet: CachePadded<AtomicU32>,
    /// The number of docked workers that look for tasks of a region that has not ended.
    helpers: CachePadded<AtomicU32>,
}

impl Default for Phases {
    // Not derived: loom's atomics have no default.
    fn default() -> Self {
        let zero = || AtomicU32::new(0);
        Self { phase: zero(), over: zero(), unquiet: zero().into(), helpers: zero().into() }
    }
}

impl Phases {
    /// To be called before a task is generated, by a member that is in barrier `number` or comes to
    /// it next. The first task of a phase calls the docked workers to help, which sleep at the
    /// team's `signal` until the next region.
    #[inline]
    pub fn begin(&self, number: u32, signal: &Signal, rung: &Rung) {
        if self.has_none(number) {
            if self.is_over(number) {
                // At least 2³¹ phases without tasks have passed since somebody last changed `over`,
                // so that `number` seems to lie behind it. Until the calling member has come to the
                // barrier, no other member sets `over` to a later number than this.
                self.over.store(number.wrapping_sub(1), Ordering::Relaxed);
            }
            self.phase.store(number, Ordering::Release);
            signal.call_sleepers(rung);
            // After the read-modify-write of the call: either a sleeper at the event sees the
            // phase, or the thread that queues the task sees the sleeper.
            fence_after_rmw();
        }
    }

    /// Whether no task has been generated in phase `number` or in the next one, as far as the
    /// caller knows. The caller is a member that is in barrier `number` or comes to it next.
    #[inline]
    pub fn has_none(&self, number: u32) -> bool {
        // Acquire: partner of the release in `begin`, so that this also sees the change of `over`
        // there. If the phase is over, the word has this number by chance, from 2³² barriers ago.
        let phase = self.phase.load(Ordering::Acquire);
        phase.wrapping_sub(number) > 1 || self.is_over(phase)
    }

    /// Whether phase `number` has tasks that may not be done. If all members have come to its
    /// barrier, the answer is exact: a caller that sees no unquiet member says that the phase is
    /// over. It must say so, because the others may begin the next phase, whose tasks make members
    /// unquiet again.
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
        // Acquire: the caller sees what these descendants did.
        self.unquiet.load(Ordering::Acquire) == 0
    }

    /// Counts that the last descendant of a member which has come to the barrier is done. Wakes the
    /// members in the barrier if no member is unquiet any more, or if they ask about each member by
    /// itself.
    pub fn quieten(&self, event: &EventCount, ask_for_each: impl FnOnce() -> bool) {
        if self.unquiet.fetch_sub(1, Ordering::AcqRel) == 1 || ask_for_each() {
            event.notify_all();
        }
    }

    /// Ends a region whose last phase was `number`, and whose tasks are all done. Waits until the
    /// docked workers have seen that, and calls `give_way` meanwhile.
    pub fn conclude(&self, event: &EventCount, number: u32, give_way: impl Fn()) {
        self.say_over(event, number);
        self.await_helpers(give_way);
    }

    /// As [`conclude`](Self::conclude), if somebody has already said that phase `number` is over or
    /// it had no tasks. No fence is needed between what the caller has read of that and its look at
    /// `helpers`: `wait/README.md` has the argument.
    #[inline]
    pub fn leave_helpers(&self, number: u32, give_way: impl Fn()) {
        if self.phase.load(Ordering::Relaxed) == number {
            self.await_helpers(give_way);
        }
    }

    /// Waits until no worker looks for tasks of this region any more. Before that the primary
    /// thread may not begin another one.
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

    /// A docked worker helps with the tasks of its region's last phase. `run` runs tasks until that
    /// phase [`is_over`](Self::is_over), and asks that first of all.
    pub fn help(&self, run: impl FnOnce()) {
        self.helpers.fetch_add(1, Ordering::AcqRel);
        // Either the worker sees that the phase is over, or the primary thread sees the worker
        // after it has said so.
        fence_after_rmw();
        run();
        // Release: the next region begins after all that the worker did here.
        self.helpers.fetch_sub(1, Ordering::Release);
    }

    /// Forgets tasks that vanished in a fork, together with their threads: nobody waits for them
    /// any more. `left`: the number of unquiet members that are left.
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
