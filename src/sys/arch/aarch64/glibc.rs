//! See [`crate::sys::glibc`].

/// A hidden function with the name of one of the C library's, which jumps to that function's first
/// version.
macro_rules! first_version {
    ($name:literal) => {
        ::std::arch::global_asm!(
            ".pushsection .text.ferromp.glibc,\"ax\",@progbits",
            ".p2align 2",
            concat!(".globl ", $name),
            concat!(".hidden ", $name),
            concat!(".type ", $name, ",@function"),
            concat!($name, ":"),
            concat!("adrp x16, :got:ferromp.first.", $name),
            concat!("ldr x16, [x16, :got_lo12:ferromp.first.", $name, "]"),
            "br x16",
            concat!(".size ", $name, ", . - ", $name),
            ".popsection",
            concat!(".symver ferromp.first.", $name, ", ", $name, "@GLIBC_2.17"),
        );
    };
}

pub(crate) use first_version;
