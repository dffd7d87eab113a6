//! x86-64, with the calling convention of System V's psABI.

#[cfg(not(miri))]
mod bits;
pub mod by_address;
mod calls;
mod float_control;
#[cfg(target_env = "gnu")]
mod glibc;
#[cfg(not(shuttle))]
pub mod tls;
pub mod x87;

#[cfg(not(miri))]
pub(crate) use bits::has_any;
pub use calls::*;
pub use float_control::FloatControl;
#[cfg(target_env = "gnu")]
pub(crate) use glibc::first_version;
/// A vector, which C passes as it does a 128-bit float.
pub use std::arch::x86_64::__m128 as Vector;

/// Ticks of the processor's own clock, one to four per nanosecond.
#[inline]
#[cfg(not(any(shuttle, miri)))]
pub fn ticks() -> u64 {
    // SAFETY: every x86-64 processor has the instruction.
    unsafe { std::arch::x86_64::_rdtsc() }
}

/// The address of the C library's data about the calling thread.
#[cfg(not(shuttle))]
#[inline(always)]
pub fn thread_pointer() -> u64 {
    let pointer: u64;
    // SAFETY: the thread pointer, which the psABI puts at its own address too.
    unsafe {
        std::arch::asm!("mov {}, fs:[0]", out(reg) pointer, options(nostack, preserves_flags, pure, readonly));
    }
    pointer
}

/// A full fence behind an atomic read-modify-write. A locked instruction is one already, and LLVM
/// would add an `mfence` of some 30 cycles to every barrier.
#[cfg(not(any(loom, shuttle)))]
#[inline(always)]
pub fn fence_after_rmw() {
    std::sync::atomic::compiler_fence(std::sync::atomic::Ordering::SeqCst);
}
