//! Protocols: the shared words that several threads change at once, and the steps in which they do
//! so. Nothing here knows the records of threads, teams and tasks. loom builds this floor and the
//! ground, and the models beside each protocol check it. A README in its folder has the states, the
//! steps, and the argument why what must not happen cannot.

pub mod admission;
pub mod barrier;
pub mod combining;
// The statics of this and of `process_locks` cannot hold loom's atomics.
#[cfg(not(loom))]
pub mod departure;
pub mod handoff;
pub mod lending;
pub mod lock;
#[cfg(not(loom))]
pub mod process_locks;
pub mod relay;
pub mod sharing;
pub mod tasks;
pub mod wait;
