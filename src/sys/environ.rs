//! The process's environment, as bytes: a value need not be UTF-8.

use std::ffi::{CStr, c_char};
use std::ptr;

use nix::NixPath;

unsafe extern "C" {
    /// The C library's table of `NAME=value` strings, ended by a null pointer (POSIX `environ(7)`).
    static environ: *const *const c_char;
}

/// Calls `found` with each variable's name and value, in the table's order. As with `getenv`, no
/// other thread may change the environment meanwhile.
pub fn for_each(mut found: impl FnMut(&[u8], &[u8])) {
    // SAFETY: the C library keeps the pointer valid or null; reading it is what getenv does.
    let mut entry = unsafe { ptr::read_volatile(&raw const environ) };
    if entry.is_null() {
        return;
    }
    loop {
        // SAFETY: the table ends with a null pointer, at which the loop stops, so `entry` is within
        // it.
        let line = unsafe { *entry };
        if line.is_null() {
            return;
        }
        // SAFETY: every entry of the table before its end is a C string.
        let line = unsafe { CStr::from_ptr(line) }.to_bytes();
        if let Some(equals) = line.iter().position(|&b| b == b'=') {
            found(&line[..equals], &line[equals + 1..]);
        }
        // SAFETY: the entry was not the terminating null, so there is another after it.
        entry = unsafe { entry.add(1) };
    }
}

/// The value of a variable, in the environment's own memory, where it stays until somebody changes
/// the variable.
pub fn get(name: &str) -> Option<&'static CStr> {
    // SAFETY: the name ends with a null byte; what getenv returns is null or a string in the
    // environment.
    let look = |name: &CStr| unsafe { libc::getenv(name.as_ptr()).as_ref().map(|value| CStr::from_ptr(value)) };
    // Without an allocation: the name is copied to the stack.
    name.with_nix_path(look).ok()?
}

/// Whether a variable is set and not empty. Makes no allocation.
pub fn is_set(name: &str) -> bool {
    get(name).is_some_and(|value| !value.is_empty())
}

/// The value of a variable that is set and not empty.
pub fn value(name: &str) -> Option<Vec<u8>> {
    get(name).map(|value| value.to_bytes().to_vec()).filter(|value| !value.is_empty())
}

/// Whether the program runs with more rights than the user who started it (setuid, setgid, file
/// capabilities), as the kernel says. Then that user set the environment, and must not choose files
/// or libraries by it.
pub fn is_of_others() -> bool {
    // SAFETY: getauxval reads a table that the kernel made before the program began. (Miri has
    // none.)
    !cfg!(miri) && unsafe { libc::getauxval(libc::AT_SECURE) != 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_variable_is_found_as_std_sees_it() {
        let mut path = None;
        for_each(|name, value| {
            if name == b"PATH" {
                path = Some(value.to_vec());
            }
        });
        use std::os::unix::ffi::OsStringExt;
        assert_eq!(path, std::env::var_os("PATH").map(OsStringExt::into_vec));
    }
}
