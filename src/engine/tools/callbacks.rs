//! The functions that a tool has for events.

use std::ffi::c_void;
use std::mem;
use std::ptr;

use crate::engine::tools;
use crate::engine::tools::names::{EVENTS, Event, Told};
use crate::sys::sync::unmodelled::{AtomicBool, AtomicPtr, Ordering};

/// Null: none. Whoever stores a function releases what it needs; the acquire is in [`get`].
static TABLE: [AtomicPtr<c_void>; EVENTS] = [const { AtomicPtr::new(ptr::null_mut()) }; EVENTS];

/// Whether a function was registered.
static REGISTERED: AtomicBool = AtomicBool::new(false);

/// The answer about an event, by its number: how much of it is told.
pub fn told(event: u32) -> Told {
    const DEVICES_ONLY: [Event; 4] =
        [Event::DeviceInitialize, Event::DeviceFinalize, Event::DeviceLoad, Event::DeviceUnload];
    // On the host nothing is moved.
    const NEVER: [Event; 4] = [Event::TargetDataOp, Event::TargetMap, Event::TargetDataOpEmi, Event::TargetMapEmi];
    // Where the compiler's code calls the runtime for them.
    const SOMETIMES: [Event; 5] =
        [Event::Error, Event::Target, Event::TargetEmi, Event::TargetSubmit, Event::TargetSubmitEmi];
    let is = |of: &Event| *of as u32 == event;
    match event {
        0 => Told::Error,
        event if event as usize >= EVENTS => Told::Error,
        _ if DEVICES_ONLY.iter().chain(&NEVER).any(is) => Told::Never,
        _ if SOMETIMES.iter().any(is) => Told::Sometimes,
        _ => Told::Always,
    }
}

/// Registers a tool's function for an event; null: none from now on.
pub fn set(event: u32, function: *mut c_void) -> Told {
    let told = told(event);
    if told != Told::Error {
        TABLE[event as usize].store(function, Ordering::Release);
    }
    if told != Told::Error && told != Told::Never && !function.is_null() {
        REGISTERED.store(true, Ordering::Relaxed);
        tools::switch_on();
    }
    told
}

/// The function that is registered for an event, by its number; null: none.
pub fn registered(event: u32) -> *mut c_void {
    TABLE.get(event as usize).map_or(ptr::null_mut(), |function| function.load(Ordering::Acquire))
}

/// Whether a function was registered and has not been forgotten. Otherwise only the trace is told
/// of events.
pub fn are_registered() -> bool {
    REGISTERED.load(Ordering::Relaxed)
}

/// Forgets all functions.
pub fn forget_all() {
    REGISTERED.store(false, Ordering::Relaxed);
    TABLE.iter().for_each(|function| function.store(ptr::null_mut(), Ordering::Release));
}

/// The function for `event`, if there is one.
///
/// # Safety
/// `F` must be the type that the interface gives this event's function.
pub unsafe fn get<F: Copy>(event: Event) -> Option<F> {
    const { assert!(size_of::<F>() == size_of::<*mut c_void>()) };
    let function = TABLE[event as usize].load(Ordering::Acquire);
    // SAFETY: of the type that the caller says, since tools register such.
    (!function.is_null()).then(|| unsafe { mem::transmute_copy(&function) })
}
