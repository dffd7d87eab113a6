//! See [`crate::sys::glibc`].

/// A hidden function with the name of one of the C library's, which jumps to that function's first
/// version.
macro_rules! first_version {
    ($name:literal) => {
        ::std::arch::global_asm!(
            ".pushsection .text.ferromp.glibc,\"ax\",@progbits",
            concat!(".globl ", $name),
            concat!(".hidden ", $name),
            concat!(".type ", $name, ",@function"),
            concat!($name, ":"),
            concat!("jmp *ferromp.first.", $name, "@GOTPCREL(%rip)"),
            concat!(".size ", $name, ", . - ", $name),
            ".popsection",
            concat!(".symver ferromp.first.", $name, ", ", $name, "@GLIBC_2.2.5"),
            options(att_syntax)
        );
    };
}

pub(crate) use first_version;
