//! The only place that talks to the kernel and libc.

pub mod futex;
pub mod sync;
