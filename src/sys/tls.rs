//! One pointer per thread, fetched once per entry point.
//!
//! `thread_local!` in a shared library costs a call of `__tls_get_addr` each time, and the initial-exec model would
//! set the `STATIC_TLS` flag that makes `dlopen` fail ("cannot allocate memory in static TLS block"). A TLS descriptor
//! has neither fault: for a library that was loaded at start, or that still fits into glibc's surplus, the call in it
//! is two instructions. Stable Rust cannot ask for one, so the sequence is written out.

#[cfg(target_arch = "x86_64")]
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

/// The calling thread's pointer; null until [`set`].
#[cfg(target_arch = "x86_64")]
#[inline(always)]
pub fn get() -> *const () {
    let value: *const ();
    // SAFETY: the descriptor call of the psABI: it takes and returns `rax` and keeps all other general registers. Before
    // glibc 2.40 the slow path may clobber vector registers, so they are declared clobbered.
    unsafe {
        std::arch::asm!(
            "leaq ferromp_current@tlsdesc(%rip), %rax",
            "call *ferromp_current@tlscall(%rax)",
            "movq %fs:(%rax), %rax",
            out("rax") value,
            out("xmm0") _, out("xmm1") _, out("xmm2") _, out("xmm3") _,
            out("xmm4") _, out("xmm5") _, out("xmm6") _, out("xmm7") _,
            out("xmm8") _, out("xmm9") _, out("xmm10") _, out("xmm11") _,
            out("xmm12") _, out("xmm13") _, out("xmm14") _, out("xmm15") _,
            options(att_syntax, readonly),
        );
    }
    value
}

/// Sets the calling thread's pointer.
#[cfg(target_arch = "x86_64")]
pub fn set(value: *const ()) {
    // SAFETY: as in `get`; the store goes to this thread's own variable.
    unsafe {
        std::arch::asm!(
            "leaq ferromp_current@tlsdesc(%rip), %rax",
            "call *ferromp_current@tlscall(%rax)",
            "movq {value}, %fs:(%rax)",
            value = in(reg) value,
            out("rax") _,
            out("xmm0") _, out("xmm1") _, out("xmm2") _, out("xmm3") _,
            out("xmm4") _, out("xmm5") _, out("xmm6") _, out("xmm7") _,
            out("xmm8") _, out("xmm9") _, out("xmm10") _, out("xmm11") _,
            out("xmm12") _, out("xmm13") _, out("xmm14") _, out("xmm15") _,
            options(att_syntax),
        );
    }
}

#[cfg(not(target_arch = "x86_64"))]
mod portable {
    use std::cell::Cell;
    use std::ptr;

    thread_local! {
        static CURRENT: Cell<*const ()> = const { Cell::new(ptr::null()) };
    }

    /// The calling thread's pointer; null until [`set`].
    pub fn get() -> *const () {
        CURRENT.with(Cell::get)
    }

    /// Sets the calling thread's pointer.
    pub fn set(value: *const ()) {
        CURRENT.with(|current| current.set(value));
    }
}

#[cfg(not(target_arch = "x86_64"))]
pub use portable::{get, set};
