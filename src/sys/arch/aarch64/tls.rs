//! [`crate::sys::tls`] by a TLS descriptor.

use std::arch::asm;
use std::sync::atomic::{AtomicIsize, Ordering};

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

/// The offset of the variable from each thread's pointer, in bytes; 0: it is not known, or not the
/// same in all threads. It saves the call of the descriptor.
static OFFSET: AtomicIsize = AtomicIsize::new(0);

/// The calling thread's pointer; null until [`set`], or if only [`get`] finds it. Makes no call.
#[inline(always)]
pub fn get_at_hand() -> *const () {
    let offset = OFFSET.load(Ordering::Relaxed);
    if offset == 0 {
        return std::ptr::null();
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
    if is_everywhere(descriptor, offset) {
        OFFSET.store(offset, Ordering::Relaxed);
    }
}

/// The variable at `offset` from the calling thread's pointer.
///
/// # Safety
/// It is there.
#[inline(always)]
unsafe fn read(offset: isize) -> *const () {
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

/// Two values. The first is the descriptor's address; if the library is linked into a program,
/// where the linker leaves the descriptor out, it is the offset instead. The second is the offset
/// of the calling thread's variable from its thread pointer.
fn locate() -> (isize, isize) {
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
fn is_everywhere(descriptor: isize, offset: isize) -> bool {
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
