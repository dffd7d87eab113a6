//! The end of the process.

use super::stderr;

/// Has `handler` called when the process ends by `exit` or by returning from `main`.
pub fn at_exit(handler: extern "C" fn()) {
    // SAFETY: the handler is a function of a library that is never unloaded.
    if unsafe { libc::atexit(handler) } != 0 {
        stderr::write(b"ferromp: out of memory: nothing will be written when the process ends\n");
    }
}
