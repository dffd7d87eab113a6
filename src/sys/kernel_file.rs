//! Files under `/proc` and `/sys`.

use std::fs::File;
use std::io::Read;
use std::path::Path;

/// The text of a file that the kernel makes. Such a file gives its size as 0, so the buffer has
/// room from the start: reading takes two calls then, instead of one for each doubling of the
/// buffer.
pub fn read(path: &Path) -> Option<Vec<u8>> {
    let mut text = Vec::with_capacity(8192);
    // `read_to_end` asks a file for its size first, but not a `Take`.
    File::open(path).ok()?.take(u64::MAX).read_to_end(&mut text).ok()?;
    Some(text)
}
