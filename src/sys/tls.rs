//! One pointer per thread, fetched once per entry point.
//!
//! `thread_local!` in a shared library costs a call of `__tls_get_addr` each time, and the
//! initial-exec model would set the `STATIC_TLS` flag that makes `dlopen` fail ("cannot allocate
//! memory in static TLS block"). A TLS descriptor has neither fault. Stable Rust cannot ask for
//! one, so the sequence is written out. If the library was loaded at start, or still fits into
//! glibc's surplus, the answer is the same in all threads, and is asked for once.

#[cfg(shuttle)]
pub use super::explore::{pointer as get, pointer as get_at_hand, set_pointer as set};
#[cfg(not(shuttle))]
pub use by_descriptor::{get, get_at_hand, set};

#[cfg(not(shuttle))]
mod by_descriptor {
    use std::ptr;
    use std::sync::atomic::{AtomicIsize, Ordering};

    use crate::sys::arch::tls::{is_everywhere, locate, read, write};

    std::arch::global_asm!(
        ".section .tbss.ferromp_current,\"awT\",@nobits",
        ".p2align 3",
        ".globl ferromp_current",
        ".hidden ferromp_current",
        ".type ferromp_current,@object",
        ".size ferromp_current,8",
        "ferromp_current: .zero 8",
        ".text",
    );

    /// The offset of the variable from each thread's pointer, in bytes; 0: it is not known, or not
    /// the same in all threads. It saves the call of the descriptor.
    static OFFSET: AtomicIsize = AtomicIsize::new(0);

    /// The calling thread's pointer; null until [`set`], or if only [`get`] finds it. Makes no
    /// call.
    #[inline(always)]
    pub fn get_at_hand() -> *const () {
        let offset = OFFSET.load(Ordering::Relaxed);
        if offset == 0 {
            return ptr::null();
        }
        // SAFETY: this thread has the variable at `OFFSET`, as every thread does.
        unsafe { read(offset) }
    }

    /// The calling thread's pointer; null until [`set`].
    #[inline(never)]
    pub fn get() -> *const () {
        let (_, offset) = locate();
        // SAFETY: this thread's own variable.
        unsafe { read(offset) }
    }

    /// Sets the calling thread's pointer.
    pub fn set(value: *const ()) {
        let (descriptor, offset) = locate();
        // SAFETY: this thread's own variable.
        unsafe { write(offset, value) };
        if is_everywhere(descriptor, offset) {
            OFFSET.store(offset, Ordering::Relaxed);
        }
    }
}
