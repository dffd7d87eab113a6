//! `error` directives with `at(execution)` (OpenMP 5.2, 8.5).

use std::ffi::{CStr, c_char};
use std::slice;

use crate::engine::ground::error;
use crate::engine::ground::error::Ending;
use crate::engine::records::thread::Thread;
use crate::engine::tools;
use crate::engine::tools::events;

/// `void GOMP_warning(const char *msg, size_t msglen)`: `severity(warning)`. The line is libgomp's,
/// which programs' tests look for; it goes to stderr, and the program goes on.
///
/// Emitted by GCC 12 and later for `error at(execution)` (OpenMP 5.2, 8.5).
///
/// # Safety
/// `msg` is NULL, or has `msglen` bytes, or if that is the largest number is a C string.
pub unsafe extern "C-unwind" fn GOMP_warning(msg: *const c_char, msglen: usize) {
    // SAFETY: the caller's promise.
    let text = unsafe {
        tell(1, msg, msglen);
        line(b"\nlibgomp: error directive encountered", msg, msglen)
    };
    error::warning(&text);
}

/// `_Noreturn void GOMP_error(const char *msg, size_t msglen)`: `severity(fatal)`. The line is
/// libgomp's; the program ends with status 1.
///
/// Emitted by GCC 12 and later for `error at(execution)` (OpenMP 5.2, 8.5).
///
/// # Safety
/// As of [`GOMP_warning`].
pub unsafe extern "C-unwind" fn GOMP_error(msg: *const c_char, msglen: usize) -> ! {
    // SAFETY: the caller's promise.
    let text = unsafe {
        tell(2, msg, msglen);
        line(b"\nlibgomp: fatal error: error directive encountered", msg, msglen)
    };
    error::fatal(&text, Ending::Exit)
}

/// Tells a tool, if there is one. `severity`: `ompt_severity_t`.
///
/// # Safety
/// As of [`GOMP_warning`].
unsafe fn tell(severity: u32, msg: *const c_char, msglen: usize) {
    if tools::on() {
        // SAFETY: the caller's promise.
        let message = unsafe { message(msg, msglen) }.unwrap_or_default();
        // A tool takes it for a C string, which a Fortran message is not.
        let text: Vec<u8> = message.iter().copied().chain([0]).collect();
        events::error(Thread::current(), severity, (text.as_ptr().cast(), message.len()));
    }
}

/// The message, if there is one.
///
/// # Safety
/// As of [`GOMP_warning`].
unsafe fn message<'a>(msg: *const c_char, msglen: usize) -> Option<&'a [u8]> {
    if msg.is_null() {
        return None;
    }
    // SAFETY: the caller's promise. GCC gives the length of a Fortran message, and the largest
    // number for a C string.
    Some(unsafe {
        match msglen {
            usize::MAX => CStr::from_ptr(msg).to_bytes(),
            _ => slice::from_raw_parts(msg.cast(), msglen),
        }
    })
}

/// `start`, and the message behind a colon if there is one.
///
/// # Safety
/// As of [`GOMP_warning`].
unsafe fn line(start: &[u8], msg: *const c_char, msglen: usize) -> Vec<u8> {
    let mut line = start.to_vec();
    // SAFETY: the caller's promise.
    if let Some(message) = unsafe { message(msg, msglen) } {
        line.extend_from_slice(b": ");
        line.extend_from_slice(message);
    }
    line.push(b'\n');
    line
}
