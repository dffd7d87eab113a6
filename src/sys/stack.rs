//! The calling thread's stack.

use std::ffi::{c_int, c_void};

/// An address in the topmost frame of the calling thread's stack.
#[inline(never)]
pub fn position() -> usize {
    let here = 0u8;
    (&raw const here).addr()
}

#[repr(C)]
struct Context([u8; 0]);

type Trace = unsafe extern "C-unwind" fn(*mut Context, *mut c_void) -> c_int;

unsafe extern "C-unwind" {
    /// The unwinder's: calls `trace` for each function that is under way, from the inside out
    /// (Itanium C++ ABI, "Exception Handling", 1.4).
    fn _Unwind_Backtrace(trace: Trace, argument: *mut c_void) -> c_int;
    fn _Unwind_GetIP(context: *mut Context) -> usize;
}

/// Calls `look` with an address in each function that is under way, from the inside out, until it
/// returns true. It stops at a function about which the unwinder knows nothing, such as code that
/// was generated while the program runs.
pub fn callers(mut look: &mut dyn FnMut(usize) -> bool) {
    const GO_ON: c_int = 0;
    const STOP: c_int = 5;
    unsafe extern "C-unwind" fn call(context: *mut Context, look: *mut c_void) -> c_int {
        // SAFETY: the unwinder's, for this call, and the reference below. The address is the one to
        // return to.
        let (address, look) =
            unsafe { (_Unwind_GetIP(context).wrapping_sub(1), &mut *look.cast::<&mut dyn FnMut(usize) -> bool>()) };
        if look(address) { STOP } else { GO_ON }
    }
    // SAFETY: `call` gets the reference, which lives until the call returns.
    unsafe { _Unwind_Backtrace(call, (&raw mut look).cast()) };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sys::object;

    #[test]
    fn the_callers_end_at_the_start_of_the_thread() {
        std::thread::spawn(|| {
            let own = object::extent_of(callers as *const ());
            let mut addresses = Vec::new();
            callers(&mut |address| {
                addresses.push(address);
                false
            });
            assert!(own.contains(&addresses[0]));
            // The C library's.
            assert!(!own.contains(addresses.last().expect("there is one")));
        })
        .join()
        .expect("the thread ends");
    }

    #[test]
    fn a_deeper_call_is_elsewhere() {
        #[inline(never)]
        fn deeper() -> usize {
            position() + std::hint::black_box(0)
        }
        assert!(position().abs_diff(deeper()) < 4096);
    }
}
