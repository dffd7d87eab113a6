//! Messages on standard error that no directive of the program asks for.

use crate::engine::ground::tuning;
use crate::sys::stderr;
use crate::sys::sync::{AtomicU32, Ordering};

/// Writes a line to stderr, unless warnings are off, and only at the first call with this `said`.
pub fn warn_once(said: &AtomicU32, text: impl FnOnce() -> String) {
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
