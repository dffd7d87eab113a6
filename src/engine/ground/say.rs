//! What the runtime says on stderr of itself.

use crate::engine::ground::tuning;
use crate::sys::stderr;
use crate::sys::sync::{AtomicU32, Ordering};

/// Writes a line to stderr, the first time that `said` comes here, unless warnings are off.
pub fn warn_once(said: &AtomicU32, text: impl FnOnce() -> String) {
    if tuning::warnings() && said.swap(1, Ordering::Relaxed) == 0 {
        stderr::write(format!("ferromp: {}\n", text()).as_bytes());
    }
}

/// Ends the process: `bytes` of memory were needed and are not to be had.
#[cold]
pub fn out_of_memory(bytes: usize) -> ! {
    stderr::write(format!("ferromp: out of memory: {bytes} bytes cannot be allocated\n").as_bytes());
    std::process::abort()
}
