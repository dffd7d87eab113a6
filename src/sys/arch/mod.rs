//! The parts that depend on the processor's architecture: everything that is written in its
//! instructions, and the consequences of its calling convention. The folder of each architecture
//! has the same names, and no other folder names an architecture, except where C's `long double` is
//! one of the x87's numbers, which only x86-64 has, and not binary128.

#[cfg(target_arch = "aarch64")]
mod aarch64;
mod calls;
#[cfg(target_arch = "x86_64")]
mod x86_64;

#[cfg(target_arch = "aarch64")]
pub use aarch64::*;
pub use calls::{call_and_note, call_with_all, call_with_all_and_note};
#[cfg(target_arch = "x86_64")]
pub use x86_64::*;

#[cfg(not(any(target_arch = "aarch64", target_arch = "x86_64")))]
compile_error!("ferromp has no src/sys/arch for this architecture");

/// Whether the static byte `$word` has any of the bits `$what`, a constant. The body of a function
/// that returns a `bool`. An architecture may have one of its own.
#[cfg(any(not(target_arch = "x86_64"), miri))]
macro_rules! has_any {
    ($word:path, $what:ident) => {
        $word.load(Ordering::Relaxed) & $what != 0
    };
}

#[cfg(any(not(target_arch = "x86_64"), miri))]
pub(crate) use has_any;

impl FloatControl {
    /// Makes these control bits those of the calling thread.
    #[inline]
    pub fn apply(self) {
        if self != Self::current() {
            self.load();
        }
    }
}
