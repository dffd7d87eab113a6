//! The life of the process: the start of the runtime, the lives of workers and hidden helpers, and
//! forks.

pub mod fork;
pub mod helpers;
pub mod new_thread;
pub mod runtime;
mod start;
pub mod worker;
