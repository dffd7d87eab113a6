//! Holding back: members of a team that have to wait before they begin a region.

use std::time::Duration;

use crate::engine::protocols::wait::{SLEEPER, sleep_on};
use crate::sys::sync::{AtomicU64, Ordering, futex};

/// The number of members of a team that may begin.
///
/// | bits | |
/// |---|---|
/// | 63…1 | members with numbers below this may begin; [`ALL`] |
/// | 0 | a member sleeps on the word |
///
/// The primary thread sets it before it announces the region. From then on it only grows.
pub struct Hold(AtomicU64);

const ONE: u64 = 2;
const ALL: u64 = 1 << 40;

impl Default for Hold {
    // Not derived: loom's atomics have no default.
    fn default() -> Self {
        Self(AtomicU64::new(ALL))
    }
}

impl Hold {
    /// Lets the first `admitted` members of the next region begin; `None`: all.
    pub fn set(&self, admitted: Option<u32>) {
        let word = admitted.map_or(ALL, |number| u64::from(number) * ONE);
        if self.0.load(Ordering::Relaxed) != word {
            // Relaxed: the members see this when they see the region. Nobody sleeps here between
            // regions.
            self.0.store(word, Ordering::Relaxed);
        }
    }

    /// Whether members may still be held back.
    #[inline]
    pub fn holds(&self) -> bool {
        self.0.load(Ordering::Relaxed) < ALL
    }

    /// Lets one more member of `size` begin.
    pub fn admit_one(&self, size: u32) {
        let word = self.0.load(Ordering::Relaxed);
        if word < ALL {
            // Threads that come here at the same time may add more than there are members. That
            // does no harm.
            let old = self.0.fetch_add(ONE, Ordering::AcqRel);
            self.wake(old);
            if old / ONE + 1 >= u64::from(size) {
                self.open();
            }
        }
    }

    /// Lets all begin.
    pub fn open(&self) {
        let old = self.0.swap(ALL, Ordering::AcqRel);
        self.wake(old);
    }

    fn wake(&self, old: u64) {
        if old & SLEEPER != 0 {
            // The sleeper bit stays set after an addition: others may sleep.
            futex::wake_low(&raw const self.0, i32::MAX);
        }
    }

    /// Waits until member `tid` may begin. If that takes longer than `grace`, lets all members
    /// begin, and returns true.
    pub fn wait(&self, tid: u32, grace: Duration, clock: impl Fn() -> u64) -> bool {
        let may = |word: u64| word / ONE > u64::from(tid);
        if may(self.0.load(Ordering::Acquire)) {
            return false;
        }
        let began = clock();
        let grace = u64::try_from(grace.as_nanos()).unwrap_or(u64::MAX);
        loop {
            let waited = clock().saturating_sub(began);
            if may(self.0.load(Ordering::Acquire)) {
                return false;
            }
            if waited >= grace {
                self.open();
                return true;
            }
            sleep_on(&self.0, |word| !may(word), Some(Duration::from_nanos(grace - waited)));
        }
    }
}
