//! Text among the program's own output.

use std::ffi::{CStr, CString};

/// Writes `text` through the C library's stream, so that it comes in order with what the program
/// prints there.
pub fn write(text: &CStr) {
    // SAFETY: both are strings that end with a zero byte.
    unsafe { libc::printf(c"%s".as_ptr(), text.as_ptr()) };
}

/// Writes `text` and the end of the line through the C library's stream, so that it comes in order
/// with the program's own output there. A zero byte ends the line.
pub fn line(text: &[u8]) {
    let text = text.split(|&byte| byte == 0).next().unwrap_or_default();
    if let Ok(text) = CString::new(text) {
        // SAFETY: a string that ends with a zero byte.
        unsafe { libc::puts(text.as_ptr()) };
    }
}
