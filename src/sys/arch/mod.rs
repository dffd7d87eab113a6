//! What depends on the processor's architecture: everything that is written in its instructions,
//! and what follows from its calling convention. The folder of each architecture has the same
//! names, and no other folder names an architecture, except to leave out what only x86-64 has:
//! the x87's numbers.

#[cfg(target_arch = "x86_64")]
mod x86_64;

#[cfg(target_arch = "x86_64")]
pub use x86_64::*;

#[cfg(not(target_arch = "x86_64"))]
compile_error!("ferromp has no src/sys/arch for this architecture");
