//! The profiling interface (OpenACC 2.6, chapter 5). Tools call these.

use std::ffi::{c_char, c_int, c_void};
use std::{mem, ptr};

use crate::engine::constructs::openacc::profile;
use crate::engine::constructs::openacc::profile::Aspect;
use crate::engine::constructs::openacc::record::{Event, Record};
use crate::engine::records::thread::Thread;

/// The version of the interface, `_OPENACC` of OpenACC 2.6.
const VERSION: c_int = 201_711;

/// `acc_prof_info`.
#[repr(C)]
struct Info {
    event: c_int,
    valid_bytes: c_int,
    version: c_int,
    device_type: c_int,
    device_number: c_int,
    thread: c_int,
    queue: isize,
    queue_of_device: isize,
    source_file: *const c_char,
    function: *const c_char,
    /// Line, end line, and the function's.
    lines: [c_int; 4],
}

const _: () = assert!(size_of::<Info>() == 72);

/// `acc_other_event_info`, the only kind of event that happens on the host.
#[repr(C)]
struct EventInfo {
    event: c_int,
    valid_bytes: c_int,
    construct: c_int,
    implicit: c_int,
    tool_info: *mut c_void,
    /// The rest of `acc_event_info`, a union.
    _others: [usize; 4],
}

/// The bytes that are valid in an [`EventInfo`].
const EVENT_INFO_BYTES: c_int = 24;

const _: () = assert!(size_of::<EventInfo>() == 56);

/// `acc_api_info`.
#[repr(C)]
struct Api {
    api: c_int,
    valid_bytes: c_int,
    device_type: c_int,
    vendor: c_int,
    handles: [*const c_void; 3],
}

const _: () = assert!(size_of::<Api>() == 40);

/// `acc_prof_callback`: it gets an `Info`, an `EventInfo` and an `Api`.
pub type Callback = unsafe extern "C-unwind" fn(*mut c_void, *mut c_void, *mut c_void);

/// Calls the [`Callback`] at `function`.
///
/// # Safety
/// It is one.
unsafe fn call(function: *const c_void, event: Event, record: &mut Record) {
    let mut info = Info {
        event: event as c_int,
        valid_bytes: size_of::<Info>() as c_int,
        version: VERSION,
        device_type: record.device_type,
        device_number: record.device_number,
        thread: -1,
        queue: record.queue as isize,
        queue_of_device: record.queue as isize,
        source_file: ptr::null(),
        function: ptr::null(),
        lines: [-1; 4],
    };
    let mut event = EventInfo {
        event: event as c_int,
        valid_bytes: EVENT_INFO_BYTES,
        construct: record.construct as c_int,
        implicit: record.implicit.into(),
        tool_info: record.tool_info,
        _others: [0; 4],
    };
    let mut api = Api {
        api: 0,
        valid_bytes: size_of::<Api>() as c_int,
        device_type: record.device_type,
        vendor: -1,
        handles: [ptr::null(); 3],
    };
    // SAFETY: the caller's promise; the program registered it for this.
    unsafe {
        let callback: Callback = mem::transmute(function);
        callback((&raw mut info).cast(), (&raw mut event).cast(), (&raw mut api).cast());
    }
    record.tool_info = event.tool_info;
}

fn register(event: c_int, callback: Option<Callback>, how: c_int, on: bool) {
    // SAFETY: the tool's function is a callback, and stays one until it is unregistered.
    let callback = callback.map(|callback| unsafe { profile::Callback::new(callback as *const c_void, call) });
    if let Some(aspect) = aspect(how) {
        profile::register(Thread::current(), event, callback, aspect, on);
    }
}

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
    register(event, callback, how, true);
}

/// `void acc_prof_unregister(acc_event_t event, acc_prof_callback callback, acc_register_t how)`:
/// the opposite of [`acc_prof_register`].
///
/// OpenACC 2.6, 5.4.
pub extern "C-unwind" fn acc_prof_unregister(event: c_int, callback: Option<Callback>, how: c_int) {
    register(event, callback, how, false);
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
