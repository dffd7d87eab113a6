//! How a thread's floating-point unit rounds, flushes and traps.

use std::arch::asm;

/// The control register, FPCR, which has no flags that tell what has happened in a thread: these
/// are in FPSR.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FloatControl(u32);

impl FloatControl {
    /// That of the calling thread.
    #[inline]
    pub fn current() -> Self {
        let control: u64;
        // SAFETY: reads a register.
        unsafe { asm!("mrs {}, fpcr", out(reg) control, options(nostack, nomem, preserves_flags)) };
        // The upper half is reserved.
        Self(control as u32)
    }

    /// Makes it that of the calling thread, which has others.
    #[cold]
    pub(in crate::sys::arch) fn load(self) {
        // SAFETY: a value that another thread has. The runtime does not compute with floating-point
        // numbers where that could be seen.
        unsafe { asm!("msr fpcr, {}", in(reg) u64::from(self.0), options(nostack, preserves_flags)) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thread_takes_the_control_bits_of_another() {
        const FLUSH_TO_ZERO: u32 = 1 << 24;
        const ROUND_UP: u32 = 1 << 22;
        let before = FloatControl::current();
        let other = FloatControl(before.0 | FLUSH_TO_ZERO | ROUND_UP);
        other.apply();
        let now = FloatControl::current();
        before.apply();
        assert_eq!(now, other);
        assert_eq!(FloatControl::current(), before);
    }
}
