//! Fork generations, which tell whether the holder of a lock exists in this process.

use crate::sys::sync::unmodelled::{AtomicU32, AtomicU64, Ordering};

/// The generation's position in a lock word: below the owner, above two bits of state.
const GENERATION_SHIFT: u32 = 2;
const GENERATION_MASK: u32 = u32::MAX >> GENERATION_SHIFT;

/// The number of forks between the process that loaded the runtime and this one, and the thread
/// that survived them.
///
/// Only the child of a fork changes this, while it has one thread, so relaxed accesses suffice.
pub struct Epoch {
    generation: AtomicU32,
    /// The thread that made the last fork (high half), and the first generation in which it ran
    /// (low half).
    survivor: AtomicU64,
}

/// The epoch of this process.
pub static CURRENT: Epoch = Epoch::new();

impl Epoch {
    /// The epoch of a process before its first fork.
    pub const fn new() -> Self {
        Self { generation: AtomicU32::new(0), survivor: AtomicU64::new(0) }
    }

    /// Enters the generation of a child, in which only the thread `survivor` is left.
    pub fn enter_child(&self, survivor: u32) {
        let old = self.generation.load(Ordering::Relaxed);
        let (last, since) = self.survivor();
        // A thread that did not make the last fork was born after it. So older locks with its
        // number were taken by another thread.
        let since = if last == survivor { since } else { old };
        self.survivor.store(u64::from(survivor) << 32 | u64::from(since), Ordering::Relaxed);
        self.generation.store(old.wrapping_add(1) & GENERATION_MASK, Ordering::Relaxed);
    }

    /// The bits above the state that a lock taken by `owner` now carries.
    #[inline]
    pub fn stamp(&self, owner: u32) -> u64 {
        u64::from(owner) << 32 | u64::from(self.generation.load(Ordering::Relaxed) << GENERATION_SHIFT)
    }

    /// Whether the holder of a lock with this word is a thread that exists only in an ancestor of
    /// this process.
    #[cold]
    pub fn vanished(&self, word: u64) -> bool {
        let owner = (word >> 32) as u32;
        let taken = word as u32 >> GENERATION_SHIFT;
        let (survivor, since) = self.survivor();
        taken != self.generation.load(Ordering::Relaxed) && (owner != survivor || taken < since)
    }

    fn survivor(&self) -> (u32, u32) {
        let both = self.survivor.load(Ordering::Relaxed);
        ((both >> 32) as u32, both as u32)
    }
}
