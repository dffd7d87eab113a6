//! How a thread's floating-point units round, flush and trap.

use std::arch::asm;

/// The control bits of both units: bits 31…16 are the x87 unit's control word, bits 15…6 those of
/// MXCSR without its flags, which tell what has happened in a thread.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FloatControl(u32);

const MXCSR: u32 = 0xffc0;

impl FloatControl {
    /// Those of the calling thread.
    #[inline]
    pub fn current() -> Self {
        let mut x87: u16 = 0;
        // SAFETY: writes to the local only.
        unsafe { asm!("fnstcw word ptr [{}]", in(reg) &raw mut x87, options(nostack, preserves_flags)) };
        Self(u32::from(x87) << 16 | mxcsr() & MXCSR)
    }

    /// Makes them those of the calling thread, which has others.
    #[cold]
    pub(in crate::sys::arch) fn load(self) {
        let x87 = (self.0 >> 16) as u16;
        let mxcsr = mxcsr() & !MXCSR | self.0 & MXCSR;
        // SAFETY: reads the locals only. Flags that the x87 unit has raised are cleared first,
        // since with their traps open they would trap now. The runtime does not compute with
        // floating-point numbers where that could be seen.
        unsafe {
            asm!(
                "fnclex",
                "fldcw word ptr [{}]",
                "ldmxcsr dword ptr [{}]",
                in(reg) &raw const x87,
                in(reg) &raw const mxcsr,
                options(nostack, preserves_flags)
            );
        }
    }
}

#[inline]
fn mxcsr() -> u32 {
    let mut mxcsr = 0;
    // SAFETY: writes to the local only.
    unsafe { asm!("stmxcsr dword ptr [{}]", in(reg) &raw mut mxcsr, options(nostack, preserves_flags)) };
    mxcsr
}

#[cfg(all(test, not(miri)))]
mod tests {
    use super::*;

    #[test]
    fn a_thread_takes_the_control_bits_of_another_and_keeps_its_own_flags() {
        const FLAGS: u32 = 0x3f;
        const FLUSH_TO_ZERO: u32 = 0x8000;
        const ROUND_UP: u32 = 2 << 10 << 16;
        let before = FloatControl::current();
        let flags = mxcsr() & FLAGS;
        let other = FloatControl((before.0 | FLUSH_TO_ZERO) & !(3 << 26) | ROUND_UP);
        other.apply();
        let (now, flags_now) = (FloatControl::current(), mxcsr() & FLAGS);
        before.apply();
        assert_eq!((now, flags_now), (other, flags));
        assert_eq!(FloatControl::current(), before);
    }
}
