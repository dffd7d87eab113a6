//! Lending: between two regions, a nested team lends its workers to whoever needs some.
//! `handoff/README.md` has the argument.

use crate::engine::protocols::wait::Patience;
use crate::sys::sync::{AtomicBool, AtomicU32, AtomicU64, Ordering};

/// Whether a team is busy or lends its workers. A nested team lends them between two of its
/// regions; any other team lends them once its thread has ended.
///
/// While a team is busy, only its primary thread uses the part of the team that is not shared (its
/// list of workers, for one). While it is taken, only the thread that has taken it does.
///
/// | from | to | by |
/// |---|---|---|
/// | busy | lending | the primary thread, at the end of a nested region or of its own life |
/// | lending | busy | the primary thread, before the next one; whoever takes over the team of an ended one |
/// | lending | taken | a thread that needs workers, under the pool's lock |
/// | taken | lending | the same thread, soon |
pub struct Lending {
    state: AtomicU32,
    /// The time at which the team began to lend, in nanoseconds. A thread that has not taken the
    /// team may read an older one.
    since: AtomicU64,
    /// Whether the team has lent its workers between two regions before. The pool has it in its
    /// list of nested teams since then.
    listed: AtomicBool,
    /// Whether the team has ever lent its workers. They sleep for a limited time only since then.
    known: AtomicBool,
}

const BUSY: u32 = 0;
const LENDING: u32 = 1;
const TAKEN: u32 = 2;

impl Default for Lending {
    // Not derived: loom's atomics have no default.
    fn default() -> Self {
        Self {
            state: AtomicU32::new(BUSY),
            since: AtomicU64::new(0),
            listed: AtomicBool::new(false),
            known: AtomicBool::new(false),
        }
    }
}

impl Lending {
    /// Makes the team busy: a region of it is about to begin, or the calling thread takes over the
    /// team of a thread that ended. Waits while the team is taken.
    #[inline]
    pub fn end(&self) {
        if self.state.load(Ordering::Relaxed) != BUSY {
            self.end_slowly();
        }
    }

    #[inline(never)]
    fn end_slowly(&self) {
        // The thread that has taken the team puts it back soon.
        let mut patience = Patience::default();
        // Acquire: partner of the release in `put_back`.
        while self.state.compare_exchange(LENDING, BUSY, Ordering::Acquire, Ordering::Relaxed).is_err() {
            patience.give_way();
        }
    }

    /// Begins to lend: a nested region of the team has ended, at `now`. True the first time.
    pub fn begin(&self, now: u64) -> bool {
        let first = !self.listed.load(Ordering::Relaxed);
        if first {
            self.listed.store(true, Ordering::Relaxed);
        }
        self.leave(now);
        first
    }

    /// Begins to lend at `now`, because the team's thread has ended or a region of it has. True the
    /// first time: workers that sleep already do not know it, and one of them has to be called. The
    /// others learn it from that one, or by the team's next region, before they sleep again.
    pub fn leave(&self, now: u64) -> bool {
        let first = !self.is_known();
        if first {
            self.known.store(true, Ordering::Relaxed);
        }
        self.since.store(now, Ordering::Relaxed);
        // Release: partner of the acquire in `take`.
        self.state.store(LENDING, Ordering::Release);
        first
    }

    /// Whether the team has ever lent its workers, and so may again.
    pub fn is_known(&self) -> bool {
        self.known.load(Ordering::Relaxed)
    }

    /// The time since when the team has lent its workers; `None` if it is busy. A hint that tells
    /// whether it is worth while to take it.
    #[inline]
    pub fn since(&self) -> Option<u64> {
        (self.state.load(Ordering::Relaxed) != BUSY).then(|| self.since.load(Ordering::Relaxed))
    }

    /// Takes the team if it lends its workers, and returns the time at which it began to. To be
    /// called under the pool's lock.
    #[must_use]
    pub fn take(&self) -> Option<u64> {
        let rests = self.state.load(Ordering::Relaxed) == LENDING
            && self.state.compare_exchange(LENDING, TAKEN, Ordering::Acquire, Ordering::Relaxed).is_ok();
        rests.then(|| self.since.load(Ordering::Relaxed))
    }

    /// Puts a team back that [`Lending::take`] has taken.
    pub fn put_back(&self) {
        self.state.store(LENDING, Ordering::Release);
    }

    /// Makes the team busy in a forked child, which has no other threads.
    pub fn after_fork_in_child(&self) {
        self.state.store(BUSY, Ordering::Relaxed);
        self.listed.store(false, Ordering::Relaxed);
        self.known.store(false, Ordering::Relaxed);
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::Lending;

    #[test]
    fn a_worker_is_called_when_the_team_is_left_for_the_first_time() {
        let lending = Lending::default();
        assert!(!lending.is_known());
        assert!(lending.leave(1));
        assert!(lending.is_known());
        for thread in 2..4 {
            lending.end();
            assert!(!lending.leave(thread));
            assert_eq!(lending.since(), Some(thread));
        }
        lending.end();
        // As a nested team it is new to the pool.
        assert_eq!([lending.begin(4), lending.begin(5)], [true, false]);
        lending.after_fork_in_child();
        assert!(lending.leave(6));
    }
}

#[cfg(all(test, loom))]
mod models {
    use super::Lending;
    use loom::cell::UnsafeCell;
    use loom::sync::Arc;
    use loom::thread;

    /// A team whose list of workers loom watches.
    struct Team {
        lending: Lending,
        workers: UnsafeCell<u32>,
    }

    // SAFETY: loom checks what this promises.
    unsafe impl Sync for Team {}
    // SAFETY: as above.
    unsafe impl Send for Team {}

    impl Team {
        fn lending(workers: u32) -> Arc<Self> {
            let team = Self { lending: Lending::default(), workers: UnsafeCell::new(workers) };
            assert!(team.lending.begin(1));
            Arc::new(team)
        }

        fn change(&self, change: impl FnOnce(u32) -> u32) {
            // SAFETY: loom reports a conflicting access instead of making it.
            self.workers.with_mut(|workers| unsafe { *workers = change(*workers) });
        }

        /// Takes the workers as the pool does, under its lock: so one thread at a time.
        fn take_workers(&self) -> u32 {
            let mut taken = 0;
            if let Some(since) = self.lending.take() {
                assert_ne!(since, 0);
                self.change(|workers| {
                    taken = workers;
                    0
                });
                self.lending.put_back();
            }
            taken
        }
    }

    #[test]
    fn workers_of_a_lending_team_are_the_primary_threads_or_the_takers() {
        loom::model(|| {
            let team = Team::lending(3);
            let taker = {
                let team = team.clone();
                thread::spawn(move || team.take_workers())
            };
            let mut kept = 0;
            for region in 2..4 {
                team.lending.end();
                // A region. It hires the workers that are missing.
                team.change(|workers| {
                    kept += 3 - workers;
                    3
                });
                assert!(!team.lending.begin(region));
            }
            let taken = taker.join().unwrap();
            // The workers that were taken were missing in one of the regions, or are missing now.
            team.lending.end();
            team.change(|workers| {
                assert_eq!(kept + 3 - workers, taken);
                workers
            });
        });
    }

    #[test]
    fn a_team_at_work_is_not_taken() {
        loom::model(|| {
            let team = Team::lending(1);
            team.lending.end();
            let taker = {
                let team = team.clone();
                thread::spawn(move || team.take_workers())
            };
            team.change(|workers| workers);
            assert_eq!(taker.join().unwrap(), 0);
        });
    }
}
