//! Outlined functions with any number of arguments, and the variadic call that hands them over.
//!
//! Stable Rust can neither define a variadic function nor call one with a number of arguments known
//! at run time.

use std::ffi::c_void;

use crate::abi::variadic;
use crate::sys::frame::with_frame;

/// The function that Clang makes of a region:
/// `void outlined(int *gtid, int *tid, void *argument…)`.
pub type Microtask = unsafe extern "C-unwind" fn();

/// The body of a function `(microtask, gtid, tid, count, arguments, …)` that calls
/// `microtask(gtid, tid, arguments[0], …, arguments[count - 1])`, after `$first`, which finds the
/// function's frame in rbp.
macro_rules! call_with_all {
    ($($first:literal)?) => {
        // rdi, rsi, rdx, rcx, r8 come in; the callee wants gtid and tid in rdi and rsi, four
        // arguments in rdx, rcx, r8 and r9, and the rest on the stack, the first at the lowest
        // address, at a multiple of 16.
        with_frame!(
            $($first,)?
            "mov rax, rdi",
            "mov rdi, rsi",
            "mov rsi, rdx",
            "mov r10, rcx",
            "mov r11, r8",
            "cmp r10, 4",
            "jbe 2f",
            "lea rcx, [r10 - 3]",
            "and rcx, -2",
            "shl rcx, 3",
            "sub rsp, rcx",
            "mov rcx, r10",
            "3:",
            "mov rdx, [r11 + 8*rcx - 8]",
            "mov [rsp + 8*rcx - 40], rdx",
            "dec rcx",
            "cmp rcx, 4",
            "ja 3b",
            "2:",
            "test r10, r10",
            "je 4f",
            "mov rdx, [r11]",
            "cmp r10, 2",
            "jb 4f",
            "mov rcx, [r11 + 8]",
            "je 4f",
            "mov r8, [r11 + 16]",
            "cmp r10, 4",
            "jb 4f",
            "mov r9, [r11 + 24]",
            "4:",
            "call rax",
        )
    };
}

/// Calls `microtask(gtid, tid, arguments[0], …, arguments[count - 1])`.
///
/// # Safety
/// The microtask must take these arguments.
#[unsafe(naked)]
pub unsafe extern "C-unwind" fn call(
    microtask: Microtask,
    gtid: *mut i32,
    tid: *mut i32,
    count: usize,
    arguments: *const *mut c_void,
) {
    call_with_all!()
}

/// As [`call`]; the frame that the microtask is called from is noted at `exit`.
///
/// # Safety
/// As for [`call`].
#[unsafe(naked)]
pub unsafe extern "C-unwind" fn call_and_note(
    microtask: Microtask,
    gtid: *mut i32,
    tid: *mut i32,
    count: usize,
    arguments: *const *mut c_void,
    exit: *mut usize,
) {
    call_with_all!("mov [r9], rbp")
}

/// Argument `index` of a variadic call: the first three at `in_registers`, the others at
/// `on_stack`.
///
/// # Safety
/// A stub made of `hand_over!` has these addresses, of as many arguments as their callers passed.
#[inline]
pub unsafe fn argument(index: usize, in_registers: *const *mut c_void, on_stack: *const *mut c_void) -> *mut c_void {
    // SAFETY: the caller's promise.
    unsafe { variadic::argument::<_, 3>(index, in_registers, on_stack) }
}

/// The body of a function `(location, count, microtask, ...)`: the three arguments that came in
/// registers go to the stack, and their address and that of the others, which lie behind the return
/// address, to `$to`.
macro_rules! hand_over {
    ($to:path) => {
        $crate::sys::frame::with_frame!(
            "sub rsp, 32",
            "mov [rsp], rcx",
            "mov [rsp + 8], r8",
            "mov [rsp + 16], r9",
            "mov rcx, rsp",
            "lea r8, [rbp + 16]",
            "call {to}";
            to = sym $to,
        )
    };
}

pub(super) use hand_over;
