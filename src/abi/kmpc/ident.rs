//! Where in the source a call comes from.

use std::ffi::c_char;

/// `ident_t`.
#[repr(C)]
pub struct Ident {
    _reserved_1: i32,
    flags: i32,
    _reserved_2: i32,
    _reserved_3: i32,
    /// `;file;function;line;column;;`
    _psource: *const c_char,
}

const _: () = assert!(size_of::<Ident>() == 24);

/// The compiler can also do this reduction with atomic operations.
const ATOMIC_REDUCE: i32 = 0x10;

impl Ident {
    /// Whether the compiler generated an atomic form of the reduction at `location`.
    ///
    /// # Safety
    /// `location` must be null or valid.
    pub unsafe fn offers_atomic_reduction(location: *const Ident) -> bool {
        // SAFETY: the caller's promise.
        unsafe { location.as_ref() }.is_some_and(|ident| ident.flags & ATOMIC_REDUCE != 0)
    }
}
