//! Frames of naked functions, written as compilers write them, so that unwinders and debuggers get
//! through.

/// The body of a naked function: the instructions `$line` between those that make a frame, found in
/// rbp, and those that return. Behind a semicolon are the operands of `naked_asm!`.
#[cfg(target_arch = "x86_64")]
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

#[cfg(target_arch = "x86_64")]
pub(crate) use with_frame;
