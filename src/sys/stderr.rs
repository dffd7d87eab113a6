//! Lines to the standard error stream, without a lock that a fork could leave held.

use std::io;

use nix::errno::Errno;
use nix::unistd;

/// Writes `text` whole with `write(2)`; gives up on an error, as there is nobody to tell.
pub fn write(mut text: &[u8]) {
    while !text.is_empty() {
        // Only the stream's descriptor is used, which needs no lock.
        match unistd::write(io::stderr(), text) {
            Ok(0) => return,
            Ok(written) => text = &text[written..],
            Err(Errno::EINTR) => {}
            Err(_) => return,
        }
    }
}
