//! A look at a byte that every construct reads.

/// Whether the static byte `$word` has any of the bits `$what`, a constant. The body of a function
/// that returns a `bool`.
macro_rules! has_any {
    ($word:path, $what:ident) => {
        $word.load(Ordering::Relaxed) & $what != 0
    };
}

pub(crate) use has_any;
