//! Mutual exclusion: the locks behind `omp_*_lock`, `omp_*_nest_lock`, `critical` and runtime-locked atomics.
//!
//! All three kinds live in storage that the program or its compiler provides, of few bytes, so each is a word or two
//! with a futex. None allocates, none keeps a list: a fork needs no walk over them.
//!
//! `owned` is for what the engine's own threads share.

mod named;
mod nest;
mod owned;
mod simple;
mod spin;

pub use named::NamedLock;
#[cfg(not(loom))]
pub use named::{ATOMIC, REDUCTION, UNNAMED_CRITICAL};
pub use nest::NestLock;
pub use owned::{OwnedLock, Shared};
pub use simple::SimpleLock;

/// Tells the locks that this process is the child of a fork, made by thread number `survivor`.
///
/// To be called in the child before it takes any lock. Of the locks of critical constructs and of atomic updates, the
/// child keeps what the survivor held; what others held is free.
#[cfg(not(loom))]
pub fn after_fork_in_child(survivor: u32) {
    named::CURRENT_EPOCH.enter_child(survivor);
}

/// What whoever waits for a lock is to do first in a child that was forked without handlers.
#[cfg(not(loom))]
pub fn when_forked_without_handlers(become_child: fn(())) {
    named::BECOME_CHILD.set(become_child);
}

#[cfg(all(test, loom))]
mod models;
