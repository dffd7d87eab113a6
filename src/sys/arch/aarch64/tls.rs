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
        asm!(
            "mrs {value}, tpidr_el0",
            "ldr {value}, [{value}, {offset}]",
            offset = in(reg) offset,
            value = out(reg) value,
            options(readonly, nostack, preserves_flags)
        );
    }
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
        asm!(
            "mrs {pointer}, tpidr_el0",
            "str {value}, [{pointer}, {offset}]",
            pointer = out(reg) _,
            offset = in(reg) offset,
            value = in(reg) value,
            options(nostack, preserves_flags)
        );
    }
}

/// Two values. The first is the descriptor's address; if the library is linked into a program,
/// where the linker leaves the descriptor out, it is the offset instead. The second is the offset
/// of the calling thread's variable from its thread pointer.
pub fn locate() -> (isize, isize) {
    let (descriptor, offset);
    // SAFETY: the descriptor call of the ABI: it takes and returns `x0`, uses `x1` and the link
    // register, and keeps all other registers but the flags.
    unsafe {
        asm!(
            "adrp x0, :tlsdesc:ferromp_current",
            "ldr x1, [x0, :tlsdesc_lo12:ferromp_current]",
            "add x0, x0, :tlsdesc_lo12:ferromp_current",
            "mov {descriptor}, x0",
            ".tlsdesccall ferromp_current",
            "blr x1",
            descriptor = out(reg) descriptor,
            out("x0") offset,
            out("x1") _,
            out("x30") _,
        );
    }
    (descriptor, offset)
}

/// Whether all threads, also those to come, have the variable at this offset, which means that it
/// is in static TLS.
pub fn is_everywhere(descriptor: isize, offset: isize) -> bool {
    /// Static TLS is some kilobytes behind the thread pointer. Nothing that a descriptor points to
    /// lies at so low an address: Linux loads programs above it.
    const MOST: isize = 4 << 20;
    // A variable in static TLS lies above the thread pointer, and the second word of its descriptor
    // is the offset itself. For any other variable that word is an address.
    if !(1..MOST).contains(&offset) {
        return false;
    }
    // SAFETY: a value that is not the offset is the address of a descriptor, which has two words.
    descriptor == offset || unsafe { *(descriptor as *const isize).add(1) } == offset
}
