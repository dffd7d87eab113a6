//! Messages on standard error that no directive of the program asks for.

use crate::engine::ground::tuning;
use crate::sys::stderr;
use crate::sys::sync::{AtomicU32, Ordering};

/// Writes a line, given as to `format!`, to stderr: unless warnings are off, and only the first
/// time that the program comes to this place.
#[cfg(not(loom))]
macro_rules! warn_once {
    ($($text:tt)+) => {{
        static SAID: $crate::sys::sync::AtomicU32 = $crate::sys::sync::AtomicU32::new(0);
        $crate::engine::ground::say::warn_unless(&SAID, || format!($($text)+))
    }};
}

#[cfg(not(loom))]
pub(crate) use warn_once;

/// As [`warn_once!`], unless `said` is set, which this sets.
pub fn warn_unless(said: &AtomicU32, text: impl FnOnce() -> String) {
    if tuning::warnings() && said.swap(1, Ordering::Relaxed) == 0 {
        stderr::write(format!("ferromp: {}\n", text()).as_bytes());
    }
}

/// Ends the process: `bytes` of memory were needed, and the system does not give them.
#[cold]
pub fn out_of_memory(bytes: usize) -> ! {
    stderr::write(format!("ferromp: out of memory: {bytes} bytes cannot be allocated\n").as_bytes());
    std::process::abort()
}
