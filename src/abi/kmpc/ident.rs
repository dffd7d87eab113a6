//! Where in the source a call comes from.

use std::ffi::{CStr, c_char};
use std::ptr;

use crate::engine::tools::names::{Sync, Work};

/// `ident_t`.
#[repr(C)]
pub struct Ident {
    _reserved_1: i32,
    flags: i32,
    _reserved_2: i32,
    _reserved_3: i32,
    /// `;file;function;line;column;;`
    source: *const c_char,
}

const _: () = assert!(size_of::<Ident>() == 24);

/// The compiler can also do this reduction with atomic operations.
const ATOMIC_REDUCE: i32 = 0x10;

/// A barrier that the program has written.
const EXPLICIT_BARRIER: i32 = 0x20;

/// One of these is set at a barrier that a worksharing construct implies.
const IMPLIED_BARRIER: i32 = 0x1c0;

impl Ident {
    /// The kind of the worksharing construct at `location`, whose parts the threads work out by
    /// themselves.
    ///
    /// # Safety
    /// `location` must be null or valid.
    pub unsafe fn kind_of_work(location: *const Ident) -> Work {
        const SECTIONS: i32 = 0x400;
        const DISTRIBUTE: i32 = 0x800;
        // SAFETY: the caller's promise.
        match unsafe { location.as_ref() }.map_or(0, |ident| ident.flags) {
            flags if flags & SECTIONS != 0 => Work::Sections,
            flags if flags & DISTRIBUTE != 0 => Work::Distribute,
            _ => Work::LoopStatic,
        }
    }

    /// The kind of the barrier at `location`.
    ///
    /// # Safety
    /// `location` must be null or valid.
    pub unsafe fn kind_of_barrier(location: *const Ident) -> Sync {
        // SAFETY: the caller's promise.
        match unsafe { location.as_ref() }.map_or(0, |ident| ident.flags) {
            flags if flags & EXPLICIT_BARRIER != 0 => Sync::Explicit,
            flags if flags & IMPLIED_BARRIER != 0 => Sync::Workshare,
            _ => Sync::Implementation,
        }
    }

    /// Whether the compiler generated an atomic form of the reduction at `location`.
    ///
    /// # Safety
    /// `location` must be null or valid.
    pub unsafe fn offers_atomic_reduction(location: *const Ident) -> bool {
        // SAFETY: the caller's promise.
        unsafe { location.as_ref() }.is_some_and(|ident| ident.flags & ATOMIC_REDUCE != 0)
    }

    /// `file:line:column` of `location`, or `unknown`.
    ///
    /// # Safety
    /// `location` must be null or valid.
    pub unsafe fn position(location: *const Ident) -> String {
        // SAFETY: the caller's promise.
        let source = unsafe { location.as_ref() }.map_or(ptr::null(), |ident| ident.source);
        if source.is_null() {
            return "unknown".into();
        }
        // SAFETY: what a valid location points to is a C string.
        let source = unsafe { CStr::from_ptr(source) }.to_string_lossy();
        match *source.split(';').collect::<Vec<_>>() {
            [_, file, _, line, column, ..] if !file.is_empty() => format!("{file}:{line}:{column}"),
            _ => "unknown".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn position(source: *const c_char) -> String {
        let location = Ident { _reserved_1: 0, flags: 0, _reserved_2: 0, _reserved_3: 0, source };
        // SAFETY: a live location.
        unsafe { Ident::position(&raw const location) }
    }

    #[test]
    fn a_place_is_file_line_and_column() {
        assert_eq!(position(c";dir/a.c;main;12;3;;".as_ptr()), "dir/a.c:12:3");
    }

    #[test]
    fn without_a_source_it_is_unknown() {
        for source in [c"", c";", c"a;b", c";unknown", c";;main;0;0;;"] {
            assert_eq!(position(source.as_ptr()), "unknown", "{source:?}");
        }
        assert_eq!(position(ptr::null()), "unknown");
        // SAFETY: null.
        assert_eq!(unsafe { Ident::position(ptr::null()) }, "unknown");
    }
}
