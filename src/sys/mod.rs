//! The only place that talks to the kernel and libc.

pub mod cgroup;
pub mod cpus;
pub mod environ;
pub mod futex;
pub mod memory;
pub mod stderr;
pub mod symbol;
pub mod sync;
pub mod thread;
pub mod tls;
pub mod wipe;
