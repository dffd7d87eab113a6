//! Atomics and futexes as the engine's protocols see them: the machine's, or loom's models of them.
//!
//! A protocol that loom checks takes its atomics, fences, cells, counted references, [`futex`] and [`spin_hint`] from here. With `--cfg loom` they are
//! loom's, and a futex is a queue of waiters keyed by the word's address, so that a lost wake-up shows as a
//! deadlock. loom's atomics have no `const fn new`: statics that hold one are left out of that build.

#[cfg(loom)]
#[path = "model.rs"]
mod imp;
#[cfg(not(loom))]
#[path = "real.rs"]
mod imp;

pub use imp::*;
