//! Bodies of naked functions whose operand or result is a complex number of two binary128 numbers.
//! C passes it in the first two vector registers, and returns it there: a homogeneous aggregate, of
//! which Rust knows only those of floats.

/// The body of a function `(location, gtid, at, e)` with such an `e`: calls `$body` with a pointer
/// to it in the fifth register for arguments.
macro_rules! pass_operand {
    ($body:path) => {
        $crate::sys::arch::with_frame!(
            "sub sp, sp, #32",
            "stp q0, q1, [sp]",
            "mov x4, sp",
            "bl {body}";
            body = sym $body,
        )
    };
}

/// As [`pass_operand`], for a function that returns such a number: the sixth register for arguments
/// points to room for it.
macro_rules! pass_operand_and_return {
    (Complex<F80>, $body:path) => {
        $crate::sys::arch::by_address::pass_operand_and_return!(Complex<F128>, $body)
    };
    (Complex<F128>, $body:path) => {
        $crate::sys::arch::with_frame!(
            "sub sp, sp, #64",
            "stp q0, q1, [sp]",
            "mov x4, sp",
            "add x5, sp, #32",
            "bl {body}",
            "ldp q0, q1, [sp, #32]";
            body = sym $body,
        )
    };
}

pub(crate) use {pass_operand, pass_operand_and_return};
