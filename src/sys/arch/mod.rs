//! The parts that depend on the processor's architecture: everything that is written in its
//! instructions, and the consequences of its calling convention. The folder of each architecture
//! has the same names, and no other folder names an architecture, except where C's `long double` is
//! one of the x87's numbers, which only x86-64 has, and not binary128.

#[cfg(target_arch = "aarch64")]
mod aarch64;
#[cfg(target_arch = "x86_64")]
mod x86_64;

#[cfg(target_arch = "aarch64")]
pub use aarch64::*;
#[cfg(target_arch = "x86_64")]
pub use x86_64::*;

#[cfg(not(any(target_arch = "aarch64", target_arch = "x86_64")))]
compile_error!("ferromp has no src/sys/arch for this architecture");
