//! ACC_PROFLIB: libraries that want to hear of events (OpenACC 2.6, 5.3).

use std::ffi::{CString, c_void};
use std::mem;
use std::sync::atomic::{AtomicBool, Ordering};

use super::prof::{acc_prof_lookup, acc_prof_register, acc_prof_unregister};
use crate::engine::records::thread::Thread;
use crate::sys::{environ, stderr, symbol};

/// `acc_register_library` of a tool.
type RegisterLibrary = unsafe extern "C-unwind" fn(*const c_void, *const c_void, *const c_void);

/// The calling thread, for a construct or routine. Before the first one, the tools are called.
pub fn thread() -> &'static Thread {
    static CALLED: AtomicBool = AtomicBool::new(false);
    // A tool may use OpenACC when it is called.
    if !CALLED.load(Ordering::Relaxed) && !CALLED.swap(true, Ordering::Relaxed) {
        call_tools();
    }
    Thread::current()
}

/// Loads the libraries of ACC_PROFLIB, between semicolons, and calls the `acc_register_library` of
/// each. Whoever starts a privileged program must not choose what it loads.
#[cold]
fn call_tools() {
    if environ::is_of_others() {
        return;
    }
    let list = environ::value("ACC_PROFLIB").unwrap_or_default();
    for path in list.split(|byte| *byte == b';').filter(|path| !path.is_empty()) {
        let found = CString::new(path).ok().and_then(|path| symbol::of_library(&path, c"acc_register_library"));
        let Some(function) = found else {
            let path = String::from_utf8_lossy(path);
            let line = format!("ferromp: ACC_PROFLIB: {path} cannot be loaded, or has no acc_register_library\n");
            stderr::write(line.as_bytes());
            continue;
        };
        // SAFETY: what OpenACC says a library has under this name.
        unsafe {
            let register: RegisterLibrary = mem::transmute(function.as_ptr());
            register(
                acc_prof_register as *const c_void,
                acc_prof_unregister as *const c_void,
                acc_prof_lookup as *const c_void,
            );
        }
    }
}
