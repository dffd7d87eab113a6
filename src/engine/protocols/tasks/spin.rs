//! A lock for a handful of instructions.

use crate::engine::protocols::lock::{ForkAttempt, Rank, Ranked};
use crate::engine::protocols::{lock::look_for_fork, wait::Patience};
use crate::sys::sync::{AtomicU32, Ordering, spin_hint};
use crate::sys::thread;

/// In the child of a fork without handlers the lock is free, or held by a vanished thread:
/// [`Spin::reset`].
///
/// | value | state |
/// |---|---|
/// | 0 | free |
/// | odd | held, by the thread with this [`mark`] |
/// | 2 | held for the time of a fork |
pub struct Spin {
    word: AtomicU32,
    rank: Ranked,
}

const FREE: u32 = 0;
const FOR_FORK: u32 = 2;

/// The calling thread as the word names a holder. Two threads have the same mark only if their
/// stacks lie a multiple of 128 GB apart.
#[inline(always)]
pub fn mark() -> u32 {
    (thread::handle() >> 5) as u32 | 1
}

impl Spin {
    /// A free lock.
    pub fn new(rank: Rank) -> Self {
        Self { word: AtomicU32::new(FREE), rank: Ranked::new(rank) }
    }

    /// That the calling thread may wait for the lock.
    #[inline]
    pub fn is_next(&self) {
        self.rank.is_next();
    }

    #[inline]
    pub fn lock(&self) {
        self.rank.is_next();
        while !self.try_lock() {
            self.look();
        }
    }

    /// Looks until the lock seems free.
    #[cold]
    pub fn look(&self) {
        if cfg!(loom) {
            // A look may see an old value for as long as loom likes, while the next attempt to lock
            // does not.
            return spin_hint();
        }
        let mut patience = Patience::default();
        for looks in 0.. {
            if self.word.load(Ordering::Relaxed) == FREE {
                return;
            }
            // The holder may have lost its processor, or be left behind by a fork without handlers.
            if looks > 200 {
                look_for_fork();
                patience.give_way();
            } else {
                spin_hint();
            }
        }
    }

    #[inline]
    pub fn try_lock(&self) -> bool {
        let taken = self.take();
        if taken {
            self.rank.taken();
        }
        taken
    }

    #[inline]
    fn take(&self) -> bool {
        // Not a swap: loom could not tell whether that or the holder's store comes last.
        self.word.compare_exchange(FREE, mark(), Ordering::Acquire, Ordering::Relaxed).is_ok()
    }

    #[inline]
    pub fn unlock(&self) {
        self.rank.freed();
        self.free();
    }

    #[inline]
    fn free(&self) {
        self.word.store(FREE, Ordering::Release);
    }

    /// Takes the lock for the time of a fork, if the [attempt](ForkAttempt) can. The calling thread
    /// may hold it already, if a signal handler that forks has interrupted it.
    pub fn lock_for_fork(&self, attempt: &ForkAttempt) {
        let word = self.word.load(Ordering::Relaxed);
        // One thread forks at a time, so a lock that is held for a fork is held by this thread.
        if word != mark() && word != FOR_FORK {
            self.rank.is_next_for_fork();
            if attempt.take(|| self.take()) {
                self.rank.taken_for_fork();
                self.word.store(FOR_FORK, Ordering::Relaxed);
            }
        }
    }

    /// Ends what [`lock_for_fork`](Self::lock_for_fork) began, in the parent and in the child.
    pub fn unlock_after_fork(&self) {
        if self.word.load(Ordering::Relaxed) == FOR_FORK {
            self.rank.freed_after_fork();
            self.free();
        }
    }

    /// Frees the lock in a forked child.
    pub fn reset(&self) {
        self.word.store(FREE, Ordering::Relaxed);
    }
}
