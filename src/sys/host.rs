//! The machine's name.

use std::os::unix::ffi::OsStringExt;

use nix::unistd;

/// The name that `gethostname` gives; empty if it fails.
pub fn name() -> Vec<u8> {
    unistd::gethostname().map(OsStringExt::into_vec).unwrap_or_default()
}
