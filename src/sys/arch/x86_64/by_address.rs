//! Bodies of naked functions whose operand or result is an x87 number, or a complex number of two
//! of them.

/// The body of a function `(location, gtid, at, e)` with such an `e`, which C passes on the stack:
/// calls `$body` with a pointer to it in the fifth register for arguments.
macro_rules! pass_operand {
    ($body:path) => {
        ::std::arch::naked_asm!("lea r8, [rsp + 8]", "jmp {body}", body = sym $body)
    };
}

/// As [`pass_operand`], for a function that returns such a number: the sixth register for arguments
/// points to room for it. The result is then loaded onto the x87's stack, the real part on top.
macro_rules! pass_operand_and_return {
    (F80, $body:path) => {
        $crate::sys::arch::by_address::pass_operand_and_load!($body, "fld tbyte ptr [rsp]")
    };
    (Complex<F80>, $body:path) => {
        $crate::sys::arch::by_address::pass_operand_and_load!($body, "fld tbyte ptr [rsp + 16]", "fld tbyte ptr [rsp]")
    };
}

/// [`pass_operand_and_return`] with the instructions `$load` that load the result from the room,
/// which is on top of the stack.
macro_rules! pass_operand_and_load {
    ($body:path, $($load:literal),*) => {
        // 40 bytes: the largest result, and the stack aligned to 16 for the call.
        ::std::arch::naked_asm!(
            ".cfi_startproc",
            "lea r8, [rsp + 8]",
            "sub rsp, 40",
            ".cfi_adjust_cfa_offset 40",
            "mov r9, rsp",
            "call {body}",
            $($load,)*
            "add rsp, 40",
            ".cfi_adjust_cfa_offset -40",
            "ret",
            ".cfi_endproc",
            body = sym $body,
        )
    };
}

pub(crate) use {pass_operand, pass_operand_and_load, pass_operand_and_return};
