//! The machine: its name, and how busy it is.

use std::os::unix::ffi::OsStringExt;
use std::path::Path;
use std::str;

use nix::unistd;

use crate::sys::kernel_file;

/// The name that `gethostname` gives; empty if it fails.
pub fn name() -> Vec<u8> {
    unistd::gethostname().map(OsStringExt::into_vec).unwrap_or_default()
}

/// The number of threads on the whole machine that run or wait for a processor, the calling thread
/// among them; `None` where `/proc` does not say.
pub fn runnable() -> Option<u32> {
    runnable_in(&kernel_file::read(Path::new("/proc/loadavg"))?)
}

/// The number in a line such as `0.17 0.69 1.52 2/80 25408`.
fn runnable_in(text: &[u8]) -> Option<u32> {
    let (runnable, _) = str::from_utf8(text).ok()?.split(' ').nth(3)?.split_once('/')?;
    runnable.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kernel_says_how_many_threads_want_to_run() {
        assert_eq!(runnable_in(b"0.17 0.69 1.52 2/80 25408\n"), Some(2));
        assert_eq!(runnable_in(b"0.17 0.69"), None);
        assert_eq!(runnable_in(b"0.17 0.69 1.52 many/80 1"), None);
        // This thread runs.
        assert!(runnable().is_none_or(|threads| threads >= 1));
    }
}
