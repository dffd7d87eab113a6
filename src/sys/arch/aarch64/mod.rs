//! AArch64, with the procedure call standard of Arm's ABI.
//!
//! Atomic operations are left to the compiler: rustc's `aarch64-unknown-linux-gnu` calls small
//! functions that use LSE's instructions where the processor has them.

pub mod by_address;
mod calls;
mod float_control;
#[cfg(target_env = "gnu")]
mod glibc;
#[cfg(not(shuttle))]
pub mod tls;

use std::arch::asm;

pub use calls::*;
pub use float_control::FloatControl;
#[cfg(target_env = "gnu")]
pub(crate) use glibc::first_version;
/// A vector, which C passes as it does a 128-bit float: in one vector register.
pub use std::arch::aarch64::float32x4_t as Vector;

/// Ticks of the processor's own clock, two to four per nanosecond. The clock itself is slower,
/// 25 MHz to 1 GHz, so its ticks count for several.
#[inline]
#[cfg(not(any(shuttle, miri)))]
pub fn ticks() -> u64 {
    let (count, frequency): (u64, u64);
    // SAFETY: reads two registers, which Linux lets programs read.
    unsafe {
        asm!("mrs {}, cntvct_el0", out(reg) count, options(nostack, nomem, preserves_flags));
        asm!("mrs {}, cntfrq_el0", out(reg) frequency, options(nostack, nomem, pure, preserves_flags));
    }
    count.wrapping_shl((frequency as u32).leading_zeros())
}

/// The address of the C library's data about the calling thread.
#[cfg(not(shuttle))]
#[inline(always)]
pub fn thread_pointer() -> u64 {
    let pointer: u64;
    // SAFETY: reads a register.
    unsafe {
        asm!("mrs {}, tpidr_el0", out(reg) pointer, options(nostack, nomem, preserves_flags, pure));
    }
    pointer
}

/// A full fence behind an atomic read-modify-write, which is none by itself: a later load may come
/// before its store.
#[cfg(not(any(loom, shuttle)))]
#[inline(always)]
pub fn fence_after_rmw() {
    use crate::sys::sync::{Ordering, fence};
    fence(Ordering::SeqCst);
}
