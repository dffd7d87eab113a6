//! Masks, as libomp's routines need them.

use crate::engine::policies::affinity::get;
use crate::engine::records::thread::Thread;
use crate::sys::affinity as os;
use crate::sys::affinity::CpuSet;

/// One more than the highest number of a processor that may be used; 0 if affinity is disabled.
pub fn processors() -> u32 {
    let affinity = get();
    if affinity.disabled { 0 } else { affinity.usable.iter().last().map_or(0, |last| last + 1) }
}

/// Whether the process may use a processor.
pub fn may_use(processor: u32) -> bool {
    get().usable.contains(processor)
}

/// The calling thread's mask; `None` if affinity is disabled.
pub fn of_calling_thread() -> Option<CpuSet> {
    if get().disabled { None } else { os::of_calling_thread() }
}

/// Binds `t`, the calling thread, to `set`, until a region gives it a place. Returns 0, the
/// kernel's error, or -1 if affinity is disabled.
pub fn bind(t: &Thread, set: &CpuSet) -> i32 {
    if get().disabled {
        return -1;
    }
    match os::bind_calling_thread(set) {
        Ok(()) => {
            t.place.forget();
            0
        }
        Err(error) => error.raw_os_error().unwrap_or(-1),
    }
}

/// [`bind`] to all processors that the process may use.
pub fn bind_to_all(t: &Thread) -> i32 {
    bind(t, &get().usable)
}
