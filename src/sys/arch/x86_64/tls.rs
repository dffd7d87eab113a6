//! How [`crate::sys::tls`] finds its variable.

use std::arch::asm;

/// The variable at `offset` from the calling thread's pointer.
///
/// # Safety
/// It is there.
#[inline(always)]
pub unsafe fn read(offset: isize) -> *const () {
    let value;
    // SAFETY: the caller's promise.
    unsafe {
        asm!("movq %fs:({offset}), {value}", offset = in(reg) offset, value = out(reg) value,
        options(att_syntax, readonly, nostack, preserves_flags))
    };
    value
}

/// Sets it.
///
/// # Safety
/// It is there.
#[inline(always)]
pub unsafe fn write(offset: isize, value: *const ()) {
    // SAFETY: the caller's promise.
    unsafe {
        asm!("movq {value}, %fs:({offset})", value = in(reg) value, offset = in(reg) offset,
        options(att_syntax, nostack, preserves_flags))
    };
}

/// Two values. The first is the descriptor's address; if the library is linked into a program,
/// where the linker leaves the descriptor out, it is the offset instead. The second is the
/// offset of the calling thread's variable from its thread pointer.
pub fn locate() -> (isize, isize) {
    let (descriptor, offset);
    // SAFETY: the descriptor call of the psABI: it takes and returns `rax` and keeps all other
    // general registers. Before glibc 2.40 the slow path may clobber vector registers, so they
    // are declared clobbered.
    unsafe {
        asm!(
            "leaq ferromp_current@tlsdesc(%rip), %rax",
            "movq %rax, {descriptor}",
            "call *ferromp_current@tlscall(%rax)",
            descriptor = out(reg) descriptor,
            out("rax") offset,
            out("xmm0") _, out("xmm1") _, out("xmm2") _, out("xmm3") _,
            out("xmm4") _, out("xmm5") _, out("xmm6") _, out("xmm7") _,
            out("xmm8") _, out("xmm9") _, out("xmm10") _, out("xmm11") _,
            out("xmm12") _, out("xmm13") _, out("xmm14") _, out("xmm15") _,
            options(att_syntax),
        );
    }
    (descriptor, offset)
}

/// Whether all threads, also those to come, have the variable at this offset, which means that
/// it is in static TLS.
pub fn is_everywhere(descriptor: isize, offset: isize) -> bool {
    // A variable in static TLS lies below the thread pointer, and the second word of its
    // descriptor is the offset itself. For any other variable that word is an address, which is
    // above 0, or the lazy resolver's, which comes before the first call.
    if offset >= 0 {
        return false;
    }
    // SAFETY: a value above 0 is the address of a descriptor, which has two words.
    descriptor < 0 || unsafe { *(descriptor as *const isize).add(1) } == offset
}
