//! The profiling interface (OpenACC 2.6, chapter 5). Tools call these.

use std::ffi::{c_char, c_int, c_void};
use std::ptr;

use crate::engine::constructs::openacc::profile;
use crate::engine::constructs::openacc::profile::{Aspect, Callback};
use crate::engine::records::thread::Thread;

/// `acc_register_t`.
fn aspect(how: c_int) -> Option<Aspect> {
    match how {
        0 => Some(Aspect::Registration),
        1 => Some(Aspect::Toggle),
        2 => Some(Aspect::ThreadToggle),
        _ => None,
    }
}

/// `void acc_prof_register(acc_event_t event, acc_prof_callback callback, acc_register_t how)`:
/// `how`: 0: the callback is called from now on when the event happens; 1: what was switched off is
/// switched on again; 2: the thread's events are.
///
/// OpenACC 2.6, 5.4.
pub extern "C-unwind" fn acc_prof_register(event: c_int, callback: Option<Callback>, how: c_int) {
    if let Some(aspect) = aspect(how) {
        profile::register(Thread::current(), event, callback, aspect, true);
    }
}

/// `void acc_prof_unregister(acc_event_t event, acc_prof_callback callback, acc_register_t how)`:
/// the opposite of [`acc_prof_register`].
///
/// OpenACC 2.6, 5.4.
pub extern "C-unwind" fn acc_prof_unregister(event: c_int, callback: Option<Callback>, how: c_int) {
    if let Some(aspect) = aspect(how) {
        profile::register(Thread::current(), event, callback, aspect, false);
    }
}

/// `acc_query_fn acc_prof_lookup(const char *name)`: a function that tools may ask for by name.
/// There is none: null.
///
/// OpenACC 2.6, 5.3.
pub extern "C-unwind" fn acc_prof_lookup(_name: *const c_char) -> *mut c_void {
    ptr::null_mut()
}

/// `void acc_register_library(acc_prof_reg reg, acc_prof_reg unreg, acc_prof_lookup_func lookup)`:
/// a tool defines it, and is called by it; the library's own is found where the process has no
/// tool, and does nothing.
///
/// OpenACC 2.6, 5.3.
pub extern "C-unwind" fn acc_register_library(
    _register: *const c_void,
    _unregister: *const c_void,
    _lookup: *const c_void,
) {
}
