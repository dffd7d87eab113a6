//! Lines to the standard error stream, without a lock that a fork could leave held.

use std::io;

/// Writes `text` whole with `write(2)`; gives up on an error, as there is nobody to tell.
pub fn write(mut text: &[u8]) {
    while !text.is_empty() {
        // SAFETY: the pointer and the length are those of a live slice.
        let written = unsafe { libc::write(libc::STDERR_FILENO, text.as_ptr().cast(), text.len()) };
        match usize::try_from(written) {
            Ok(0) => return,
            Ok(written) => text = &text[written..],
            Err(_) if io::Error::last_os_error().kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return,
        }
    }
}
