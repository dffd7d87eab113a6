//! The doctor's knowledge of the architecture: how files call each other's functions, what a call
//! is in its instructions, and where glibc has the block of a thread that it makes.

#[cfg(target_arch = "aarch64")]
mod aarch64;
#[cfg(target_arch = "x86_64")]
mod x86_64;

#[cfg(target_arch = "aarch64")]
pub use aarch64::*;
#[cfg(target_arch = "x86_64")]
pub use x86_64::*;
