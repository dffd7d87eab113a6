//! Files under `/proc` and `/sys`.

use std::fs::File;
use std::io::Read;
use std::path::Path;

/// What stands in a file of the kernel's, which says that it is empty: with room from the start it takes two calls, not one
/// for every doubling of the text.
pub fn read(path: &Path) -> Option<Vec<u8>> {
    let mut text = Vec::with_capacity(8192);
    // Unlike the file itself, what is taken of it is not asked for its size first.
    File::open(path).ok()?.take(u64::MAX).read_to_end(&mut text).ok()?;
    Some(text)
}
