//! The life of the process: how the runtime starts, its workers and helpers live and end, and forks.

pub mod fork;
pub mod helpers;
pub mod new_thread;
pub mod runtime;
mod start;
pub mod worker;
