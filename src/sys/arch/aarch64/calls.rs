//! Bodies of naked functions, which are defined elsewhere. Their frames are written as compilers
//! write them, so that unwinders and debuggers get through.

/// The body of a naked function: the instructions `$line` between those that make a frame, found in
/// x29, and those that return. Behind a semicolon are the operands of `naked_asm!`.
macro_rules! with_frame {
    ($($line:literal),+ $(,)? $(; $($operands:tt)*)?) => {
        ::std::arch::naked_asm!(
            ".cfi_startproc",
            "stp x29, x30, [sp, #-16]!",
            ".cfi_def_cfa_offset 16",
            ".cfi_offset w29, -16",
            ".cfi_offset w30, -8",
            "mov x29, sp",
            ".cfi_def_cfa w29, 16",
            $($line,)+
            "mov sp, x29",
            ".cfi_def_cfa sp, 16",
            "ldp x29, x30, [sp], #16",
            ".cfi_def_cfa_offset 0",
            ".cfi_restore w29",
            ".cfi_restore w30",
            "ret",
            ".cfi_endproc",
            $($($operands)*)?
        )
    };
}

/// How many arguments come in general registers.
pub const ARGUMENT_REGISTERS: usize = 8;

/// The body of a function `(location, count, microtask, ...)`: the five arguments that came in
/// registers go to the stack, and their address and that of the others, which lie where the stack
/// pointer was, to `$to`, behind the first three arguments.
macro_rules! hand_over {
    ($to:path) => {
        $crate::sys::arch::with_frame!(
            "sub sp, sp, #48",
            "stp x3, x4, [sp]",
            "stp x5, x6, [sp, #16]",
            "str x7, [sp, #32]",
            "mov x3, sp",
            "add x4, x29, #16",
            "bl {to}";
            to = sym $to,
        )
    };
}

/// The body of a function `(...)`: the arguments that came in registers go to the stack, and their
/// address and that of the others, which lie where the stack pointer was, to `$to`.
macro_rules! hand_over_all {
    ($to:path) => {
        $crate::sys::arch::with_frame!(
            "sub sp, sp, #64",
            "stp x0, x1, [sp]",
            "stp x2, x3, [sp, #16]",
            "stp x4, x5, [sp, #32]",
            "stp x6, x7, [sp, #48]",
            "mov x0, sp",
            "add x1, x29, #16",
            "bl {to}";
            to = sym $to,
        )
    };
}

/// The body of a function without arguments: jumps to `$to` with the address that the function
/// returns to.
macro_rules! hand_over_caller {
    ($to:path) => {
        ::std::arch::naked_asm!(".cfi_startproc", "mov x0, x30", "b {to}", ".cfi_endproc", to = sym $to)
    };
}

/// The body of a function `(microtask, gtid, tid, count, arguments, …)` that calls
/// `microtask(gtid, tid, arguments[0], …, arguments[count - 1])`, after `$first`, which finds the
/// function's frame in x29.
macro_rules! pass_all {
    ($($first:literal)?) => {
        // x0 to x4 come in; the callee wants gtid and tid in x0 and x1, six arguments in x2 to x7,
        // and the rest on the stack, the first at the lowest address, at a multiple of 16.
        $crate::sys::arch::with_frame!(
            $($first,)?
            "mov x16, x0",
            "mov x0, x1",
            "mov x1, x2",
            "mov x10, x3",
            "mov x11, x4",
            "cmp x10, #6",
            "b.ls 2f",
            "sub x12, x10, #5",
            "and x12, x12, #-2",
            "sub sp, sp, x12, lsl #3",
            "sub x12, x10, #6",
            "add x13, x11, #48",
            "mov x14, sp",
            "3:",
            "ldr x15, [x13], #8",
            "str x15, [x14], #8",
            "subs x12, x12, #1",
            "b.ne 3b",
            "2:",
            "cbz x10, 4f",
            "ldr x2, [x11]",
            "cmp x10, #2",
            "b.lo 4f",
            "ldr x3, [x11, #8]",
            "b.eq 4f",
            "ldr x4, [x11, #16]",
            "cmp x10, #4",
            "b.lo 4f",
            "ldr x5, [x11, #24]",
            "b.eq 4f",
            "ldr x6, [x11, #32]",
            "cmp x10, #6",
            "b.lo 4f",
            "ldr x7, [x11, #40]",
            "4:",
            "blr x16",
        )
    };
}

/// As [`pass_all`], with the frame noted at the address that comes as a sixth argument.
macro_rules! pass_all_and_note {
    () => {
        $crate::sys::arch::pass_all!("str x29, [x5]")
    };
}

/// The body of a function `(function, first, second, exit)` that calls `function(first, second)`,
/// with the frame noted at `exit`.
macro_rules! pass_two_and_note {
    () => {
        $crate::sys::arch::with_frame!("str x29, [x3]", "mov x16, x0", "mov x0, x1", "mov x1, x2", "blr x16")
    };
}

/// The first instructions of an exported function from which events come: a symbol `$stub`, which
/// jumps to `$target`. Where the byte `$extras` has a bit of `$tool`, it jumps to `$note` with the
/// address of `$target` in x17, and in x16 that of the function for a tool.
#[cfg(not(any(test, loom, fuzzing)))]
macro_rules! entry_stub {
    ($stub:literal, $extras:path, $tool:expr, $target:path, $for_tool:path, $note:path) => {
        ::std::arch::global_asm!(
            ".text",
            ".p2align 4",
            concat!(".type ", $stub, ", @function"),
            concat!($stub, ":"),
            ".cfi_startproc",
            "adrp x16, {extras}",
            "ldrb w16, [x16, :lo12:{extras}]",
            "mov w17, {tool}",
            "tst w16, w17",
            "b.ne 2f",
            "b {target}",
            "2:",
            "adrp x16, {for_tool}",
            "add x16, x16, :lo12:{for_tool}",
            "adrp x17, {target}",
            "add x17, x17, :lo12:{target}",
            "b {note}",
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
            "stp x29, x30, [sp, #-112]!",
            ".cfi_def_cfa_offset 112",
            ".cfi_offset w29, -112",
            ".cfi_offset w30, -104",
            "stp x0, x1, [sp, #16]",
            "stp x2, x3, [sp, #32]",
            "stp x4, x5, [sp, #48]",
            "stp x6, x7, [sp, #64]",
            "stp x16, x17, [sp, #80]",
            "str x8, [sp, #96]",
            "mov x0, x30",
            "add x1, sp, #112",
            "mov x2, x29",
            "mov x29, sp",
            "bl {note}",
            "tst w0, #0xff",
            "ldp x16, x17, [sp, #80]",
            "csel x17, x16, x17, ne",
            "ldp x0, x1, [sp, #16]",
            "ldp x2, x3, [sp, #32]",
            "ldp x4, x5, [sp, #48]",
            "ldp x6, x7, [sp, #64]",
            "ldr x8, [sp, #96]",
            "ldp x29, x30, [sp], #112",
            ".cfi_def_cfa_offset 0",
            ".cfi_restore w29",
            ".cfi_restore w30",
            "br x17",
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
