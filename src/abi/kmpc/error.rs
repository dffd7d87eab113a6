//! `error` directives with `at(execution)` (OpenMP 5.2, 8.5).

use std::ffi::{CStr, c_char};

use super::ident::Ident;
use crate::engine::ground::error;
use crate::engine::ground::error::Ending;
use crate::engine::ground::settings;
use crate::engine::records::thread::Thread;
use crate::engine::tools;
use crate::engine::tools::events;

/// `severity(warning)`; 2 is `fatal`.
const WARNING: i32 = 1;

/// `void __kmpc_error(ident_t *location, int severity, const char *message)`: an `error` directive.
/// The line is libomp's, with the position in the source; after it the program goes on (1: warning;
/// KMP_WARNINGS=0 takes the line away), or is aborted (2: fatal).
///
/// Emitted by Clang for `error at(execution)` (OpenMP 5.2, 8.5).
///
/// # Safety
/// `location` is NULL or valid; `message` is NULL or a C string.
pub unsafe extern "C-unwind" fn __kmpc_error(location: *const Ident, severity: i32, message: *const c_char) {
    let (number, kind) = if severity == WARNING { ("Warning #283", "warning") } else { ("Error #282", "error") };
    // SAFETY: the caller's promise.
    let position = unsafe { Ident::position(location) };
    if tools::on() {
        // SAFETY: the caller's promise.
        let text = if message.is_null() { c"" } else { unsafe { CStr::from_ptr(message) } };
        let text = (text.as_ptr().cast(), text.count_bytes());
        events::error(Thread::current(), severity.cast_unsigned(), text);
    }
    let mut line = format!("OMP: {number}: {position}: Encountered user-directed {kind}").into_bytes();
    if !message.is_null() {
        line.extend_from_slice(b": ");
        // SAFETY: the caller's promise.
        line.extend_from_slice(unsafe { CStr::from_ptr(message) }.to_bytes());
    }
    line.extend_from_slice(b".\n");
    match severity {
        WARNING if !settings::get().warnings => {}
        WARNING => error::warning(&line),
        _ => error::fatal(&line, Ending::Abort),
    }
}
