//! Nested teams that rest, so that others may take their workers.

use crate::engine::protocols::wait::Patience;
use crate::sys::sync::{AtomicBool, AtomicU32, AtomicU64, Ordering};

/// Whether a team is at work, or rests: a nested one between two regions, any other since its thread ended. To whom it belongs
/// then is who may use all of the team that its primary thread alone may use else.
///
/// | from | to | who |
/// |---|---|---|
/// | busy | lending | the primary thread, at the end of a nested region or of its own life |
/// | lending | busy | the primary thread, before the next one; whoever takes over the team of an ended one |
/// | lending | taken | who needs workers, under the pool's lock |
/// | taken | lending | the same, soon |
pub struct Lending {
    state: AtomicU32,
    /// When it began to rest, in nanoseconds. Whoever has not taken the team may see an older time.
    since: AtomicU64,
    /// Whether the pool knows of the team: whether it has ever been a nested one.
    known: AtomicBool,
}

const BUSY: u32 = 0;
const LENDING: u32 = 1;
const TAKEN: u32 = 2;

impl Default for Lending {
    // Not derived: loom's atomics have no default.
    fn default() -> Self {
        Self { state: AtomicU32::new(BUSY), since: AtomicU64::new(0), known: AtomicBool::new(false) }
    }
}

impl Lending {
    /// A region of the team is about to begin, or somebody else needs it as its primary thread.
    #[inline]
    pub fn end(&self) {
        if self.state.load(Ordering::Relaxed) != BUSY {
            self.end_slowly();
        }
    }

    #[inline(never)]
    fn end_slowly(&self) {
        // Whoever has taken the team needs little time.
        let mut patience = Patience::default();
        // Acquire: partner of the release in `put_back`.
        while self.state.compare_exchange(LENDING, BUSY, Ordering::Acquire, Ordering::Relaxed).is_err() {
            patience.give_way();
        }
    }

    /// A nested region of the team has ended, at `now`. True the first time.
    pub fn begin(&self, now: u64) -> bool {
        self.leave(now);
        let first = !self.is_known();
        if first {
            self.known.store(true, Ordering::Relaxed);
        }
        first
    }

    /// Whether the team may rest between two regions.
    pub fn is_known(&self) -> bool {
        self.known.load(Ordering::Relaxed)
    }

    /// Nobody uses the team from `now` on.
    pub fn leave(&self, now: u64) {
        self.since.store(now, Ordering::Relaxed);
        // Release: partner of the acquire in `take`.
        self.state.store(LENDING, Ordering::Release);
    }

    /// Since when the team has rested, if it does; for who only wants to know whether it is worth while to take it.
    #[inline]
    pub fn since(&self) -> Option<u64> {
        (self.state.load(Ordering::Relaxed) != BUSY).then(|| self.since.load(Ordering::Relaxed))
    }

    /// Takes the team from its primary thread, if it rests: gives the time at which it began to.
    #[must_use]
    pub fn take(&self) -> Option<u64> {
        let rests = self.state.load(Ordering::Relaxed) == LENDING
            && self.state.compare_exchange(LENDING, TAKEN, Ordering::Acquire, Ordering::Relaxed).is_ok();
        rests.then(|| self.since.load(Ordering::Relaxed))
    }

    /// Gives the team back that [`Lending::take`] has taken.
    pub fn put_back(&self) {
        self.state.store(LENDING, Ordering::Release);
    }

    /// In a forked child: nobody else is there.
    pub fn after_fork_in_child(&self) {
        self.state.store(BUSY, Ordering::Relaxed);
        self.known.store(false, Ordering::Relaxed);
    }
}

#[cfg(all(test, loom))]
mod models {
    use super::Lending;
    use loom::cell::UnsafeCell;
    use loom::sync::Arc;
    use loom::thread;

    /// A team whose workers loom watches.
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

        /// As the pool does, under its lock: one thread at a time does this.
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
    fn workers_of_a_resting_team_are_the_primary_threads_or_the_takers() {
        loom::model(|| {
            let team = Team::lending(3);
            let taker = {
                let team = team.clone();
                thread::spawn(move || team.take_workers())
            };
            let mut kept = 0;
            for region in 2..4 {
                team.lending.end();
                // A region, for which the missing workers are hired.
                team.change(|workers| {
                    kept += 3 - workers;
                    3
                });
                assert!(!team.lending.begin(region));
            }
            let taken = taker.join().unwrap();
            // What was taken was missing in one of the regions, or is missing now.
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
