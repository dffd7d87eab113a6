//! Bodies of naked functions, which are defined elsewhere. Their frames are written as compilers
//! write them, so that unwinders and debuggers get through.

/// The body of a naked function: the instructions `$line` between those that make a frame, found in
/// rbp, and those that return. Behind a semicolon are the operands of `naked_asm!`.
macro_rules! with_frame {
    ($($line:literal),+ $(,)? $(; $($operands:tt)*)?) => {
        ::std::arch::naked_asm!(
            ".cfi_startproc",
            "push rbp",
            ".cfi_def_cfa_offset 16",
            ".cfi_offset rbp, -16",
            "mov rbp, rsp",
            ".cfi_def_cfa_register rbp",
            $($line,)+
            "leave",
            ".cfi_def_cfa rsp, 8",
            "ret",
            ".cfi_endproc",
            $($($operands)*)?
        )
    };
}

/// How many arguments come in general registers.
pub const ARGUMENT_REGISTERS: usize = 6;

/// The body of a function `(location, count, microtask, ...)`: the three arguments that came in
/// registers go to the stack, and their address and that of the others, which lie behind the return
/// address, to `$to`, behind the first three arguments.
macro_rules! hand_over {
    ($to:path) => {
        $crate::sys::arch::with_frame!(
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

/// The body of a function `(...)`: the arguments that came in registers go to the stack, and their
/// address and that of the others, which lie behind the return address, to `$to`.
macro_rules! hand_over_all {
    ($to:path) => {
        $crate::sys::arch::with_frame!(
            "sub rsp, 48",
            "mov [rsp], rdi",
            "mov [rsp + 8], rsi",
            "mov [rsp + 16], rdx",
            "mov [rsp + 24], rcx",
            "mov [rsp + 32], r8",
            "mov [rsp + 40], r9",
            "mov rdi, rsp",
            "lea rsi, [rbp + 16]",
            "call {to}";
            to = sym $to,
        )
    };
}

/// The body of a function without arguments: jumps to `$to` with the address that the function
/// returns to.
macro_rules! hand_over_caller {
    ($to:path) => {
        ::std::arch::naked_asm!(".cfi_startproc", "mov rdi, [rsp]", "jmp {to}", ".cfi_endproc", to = sym $to)
    };
}

/// The body of a function `(microtask, gtid, tid, count, arguments, …)` that calls
/// `microtask(gtid, tid, arguments[0], …, arguments[count - 1])`, after `$first`, which finds the
/// function's frame in rbp.
macro_rules! pass_all {
    ($($first:literal)?) => {
        // rdi, rsi, rdx, rcx, r8 come in; the callee wants gtid and tid in rdi and rsi, four
        // arguments in rdx, rcx, r8 and r9, and the rest on the stack, the first at the lowest
        // address, at a multiple of 16.
        $crate::sys::arch::with_frame!(
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

/// As [`pass_all`], with the frame noted at the address that comes as a sixth argument.
macro_rules! pass_all_and_note {
    () => {
        $crate::sys::arch::pass_all!("mov [r9], rbp")
    };
}

/// The body of a function `(function, first, second, exit)` that calls `function(first, second)`,
/// with the frame noted at `exit`.
macro_rules! pass_two_and_note {
    () => {
        $crate::sys::arch::with_frame!("mov [rcx], rbp", "mov rax, rdi", "mov rdi, rsi", "mov rsi, rdx", "call rax",)
    };
}

/// The first instructions of an exported function from which events come: a symbol `$stub`, which
/// jumps to `$target`. Where the byte `$extras` has a bit of `$tool`, it jumps to `$note` with the
/// address of `$target` in r11, and in r10 that of the function for a tool. It is `test`, an
/// untaken branch and a jump.
#[cfg(not(any(test, loom, fuzzing)))]
macro_rules! entry_stub {
    ($stub:literal, $extras:path, $tool:expr, $target:path, $for_tool:path, $note:path) => {
        ::std::arch::global_asm!(
            ".text",
            ".p2align 4",
            concat!(".type ", $stub, ", @function"),
            concat!($stub, ":"),
            ".cfi_startproc",
            "test byte ptr [rip + {extras}], {tool}",
            // Where there is no tool the branch is always taken, which takes one instruction less.
            "je {target}",
            "lea r10, [rip + {for_tool}]",
            "lea r11, [rip + {target}]",
            "jmp {note}",
            ".cfi_endproc",
            concat!(".size ", $stub, ", . - ", $stub),
            extras = sym $extras,
            tool = const $tool,
            target = sym $target,
            for_tool = sym $for_tool,
            note = sym $note,
        );
    };
}

/// The body of the function where the stubs jump to: calls `$note` with the return address of the
/// exported function, the stack pointer before its call and the frame pointer, and jumps to the
/// function, or to that for a tool if `$note` returns true, with all its arguments in place. None
/// of them is in a vector register.
macro_rules! note_and_go {
    ($note:path) => {
        ::std::arch::naked_asm!(
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
            note = sym $note,
        )
    };
}

#[cfg(not(any(test, loom, fuzzing)))]
pub(crate) use entry_stub;
pub(crate) use {
    hand_over, hand_over_all, hand_over_caller, note_and_go, pass_all, pass_all_and_note, pass_two_and_note, with_frame,
};
