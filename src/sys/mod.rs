//! The only folder that talks to the kernel and libc.

pub mod affinity;
pub mod arch;
pub mod at_fork;
pub mod bindings;
pub mod cgroup;
pub mod clock;
pub mod cpus;
pub mod environ;
pub mod exit;
#[cfg(shuttle)]
pub mod explore;
pub mod exports;
#[cfg_attr(shuttle, allow(dead_code, reason = "explored threads sleep in `explore`"))]
pub mod futex;
#[cfg(target_env = "gnu")]
mod glibc;
pub mod host;
pub mod kernel_file;
pub mod libomptarget;
#[cfg(shuttle)]
pub mod machine;
pub mod memory;
pub mod object;
#[cfg(all(test, shuttle))]
pub mod process;
pub mod sanitizer;
pub mod stack;
pub mod stderr;
pub mod stdout;
pub mod symbol;
pub mod sync;
pub mod thread;
pub mod tls;
pub mod topology;
pub mod trace_file;
pub mod wipe;

/// An argument makes no sense.
pub use libc::EINVAL;
