//! Mutual exclusion: the locks behind `omp_*_lock`, `omp_*_nest_lock`, `critical` and
//! runtime-locked atomics.
//!
//! All three kinds live in a few bytes of storage that the program or its compiler provides. So
//! each is one word or two, with a futex. None of them allocates memory or is in a list, so a fork
//! needs no walk over them. `README.md` beside this file has the states and the argument.
//!
//! `owned` is the lock of data that the engine's own threads share.

mod crowd;
mod forked;
mod named;
mod nest;
mod order;
mod owned;
mod simple;
mod spin;

pub use forked::{ForkAttempt, look_for_fork, when_forked_without_handlers};
pub use named::Epoch;
pub use named::NamedLock;
pub use nest::{NestLock, Taker};
pub use order::{Rank, Ranked};
pub use owned::{OwnedLock, Shared};
pub use simple::SimpleLock;

/// Tells the locks that this process is the child of a fork, which thread number `survivor` made.
///
/// To be called in the child before it takes any lock. Of the locks of critical constructs and of
/// atomic updates, those that the survivor held stay held in the child; those that other threads
/// held are free.
pub fn after_fork_in_child(survivor: u32) {
    named::CURRENT_EPOCH.enter_child(survivor);
    crowd::after_fork_in_child();
}

#[cfg(all(test, loom))]
mod models;
