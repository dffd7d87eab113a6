//! A look at a byte that every construct reads.

/// Whether the static byte `$word` has any of the bits `$what`, a constant: a comparison with
/// memory and a branch. The body of a function that returns a `bool`.
macro_rules! has_any {
    ($word:path, $what:ident) => {{
        // SAFETY: reads a word that lives as long as the library.
        unsafe {
            ::std::arch::asm!(
                "test byte ptr [rip + {word}], {what}",
                "jnz {yes}",
                word = sym $word,
                what = const $what,
                yes = label { return true },
                options(nostack, readonly),
            );
        }
        false
    }};
}

pub(crate) use has_any;
