//! The way into those functions from which events come. `build.rs` puts a stub before each: while
//! there is a tool, or nobody knows yet, it notes where the program called.
//!
//! A stub is `test`, an untaken branch and a jump. The entries that do little have another function
//! for a tool, so that they look no second time (`abi/told.tsv`). The return address lies on top of
//! the stack there, and nowhere that the function itself could find it.

use std::arch::naked_asm;

use crate::engine::records::thread::Thread;
use crate::engine::records::tools::Caller;
use crate::engine::tools;
use crate::engine::tools::events;
use crate::engine::tools::names::ThreadKind;

/// Where the stubs jump to with the function's address in r11, and in r10 that of the function for
/// a tool: notes the caller, and jumps to one of them with all its arguments in place. None of them
/// is in a vector register.
///
/// # Safety
/// Only the stubs jump here.
#[unsafe(naked)]
pub unsafe extern "C-unwind" fn note_and_go() {
    naked_asm!(
        ".cfi_startproc",
        "push rax",
        ".cfi_adjust_cfa_offset 8",
        "push rdi",
        ".cfi_adjust_cfa_offset 8",
        "push rsi",
        ".cfi_adjust_cfa_offset 8",
        "push rdx",
        ".cfi_adjust_cfa_offset 8",
        "push rcx",
        ".cfi_adjust_cfa_offset 8",
        "push r8",
        ".cfi_adjust_cfa_offset 8",
        "push r9",
        ".cfi_adjust_cfa_offset 8",
        "push r11",
        ".cfi_adjust_cfa_offset 8",
        "push r10",
        ".cfi_adjust_cfa_offset 8",
        "mov rdi, [rsp + 72]",
        "lea rsi, [rsp + 80]",
        "mov rdx, rbp",
        "call {note}",
        "test al, al",
        "pop r10",
        ".cfi_adjust_cfa_offset -8",
        "pop r11",
        ".cfi_adjust_cfa_offset -8",
        "cmovnz r11, r10",
        "pop r9",
        ".cfi_adjust_cfa_offset -8",
        "pop r8",
        ".cfi_adjust_cfa_offset -8",
        "pop rcx",
        ".cfi_adjust_cfa_offset -8",
        "pop rdx",
        ".cfi_adjust_cfa_offset -8",
        "pop rsi",
        ".cfi_adjust_cfa_offset -8",
        "pop rdi",
        ".cfi_adjust_cfa_offset -8",
        "pop rax",
        ".cfi_adjust_cfa_offset -8",
        "jmp r11",
        ".cfi_endproc",
        note = sym note,
    )
}

/// The calling thread was called from the program. Whether there is a tool.
extern "C-unwind" fn note(address: usize, stack: usize, frame_pointer: usize) -> bool {
    if tools::is_undecided() {
        // The start of the runtime looks for a tool.
        Thread::current();
    }
    let on = tools::on();
    if on {
        let t = Thread::current();
        t.tools.caller.set(Caller { address, stack, frame_pointer });
        if !t.tools.begun.get() {
            let kind = if t.native { ThreadKind::Initial } else { ThreadKind::Worker };
            events::thread_begins(t, kind);
        }
    }
    on
}
