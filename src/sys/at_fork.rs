//! Handlers of forks.

use std::io;

/// Has `prepare` called before each fork of the process, and then `parent` and `child` in the two
/// processes.
///
/// # Errors
/// What `pthread_atfork` answers: there is no memory.
pub fn at_fork(prepare: extern "C" fn(), parent: extern "C" fn(), child: extern "C" fn()) -> io::Result<()> {
    let [prepare, parent, child]: [unsafe extern "C" fn(); 3] = [prepare, parent, child];
    // SAFETY: the handlers are functions of a library that is never unloaded.
    match unsafe { libc::pthread_atfork(Some(prepare), Some(parent), Some(child)) } {
        0 => Ok(()),
        code => Err(io::Error::from_raw_os_error(code)),
    }
}
